"""What people and programs write, before it is kept: nothing invisible, nothing that turns the line around.

Names are refused when they hold such characters; free text keeps its meaning and shows a sign in their place.
"""

import unicodedata

SIGN = "\N{REPLACEMENT CHARACTER}"
SPACES = " \N{IDEOGRAPHIC SPACE}"


def is_name(text: str) -> bool:
    """Can this be shown as somebody's name: visible characters and plain spaces, and not spaces alone?"""
    return text.strip() != "" and all(c in SPACES or _is_visible(c) for c in text)


def one_line(text: str) -> str:
    """The text as one line; whatever is invisible becomes a sign."""
    return "".join(c if c in SPACES or _is_visible(c) else SIGN for c in text).strip()


def paragraph(text: str) -> str:
    """The text with its line breaks; whatever else is invisible becomes a sign."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(
        "".join(c if c in SPACES or c == "\t" or _is_visible(c) else SIGN for c in line) for line in lines
    ).strip()


def as_text(cell: str) -> str:
    """A cell of a table that a spreadsheet program takes for a text, whatever it begins with; never for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _is_visible(character: str) -> bool:
    # C: control, format (also marks that turn the writing direction), surrogates, unassigned. Z: separators.
    return unicodedata.category(character)[0] not in "CZ"
