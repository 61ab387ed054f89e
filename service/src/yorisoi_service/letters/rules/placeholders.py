"""What stands in a letter for a number that is still to be entered."""

PLACEHOLDERS = ("000", "T0000000000000")


def is_placeholder(*numbers: str) -> bool:
    """Does one of these stand for a number that is still to be entered?"""
    return any(number.startswith(PLACEHOLDERS) for number in numbers)
