"""The names of what can change: a hint carries one of these and nothing else (no names, no numbers of people).

desk              something on the desk's lists changed; every watching page reads its own rows again
ticket:<id>       one desk ticket
session:<token>   one session row; read by its two sockets, never sent to a watching page
"""

DESK = "desk"


def ticket(number: int) -> str:
    """Topic of one desk ticket."""
    return f"ticket:{number}"


def session(token: str) -> str:
    """Topic of one session row."""
    return f"session:{token}"
