"""What the letter's templates ask: texts with nothing invisible in them, and which template draws a block."""

from django import template

from yorisoi_service.letters.rules.paper import Block, Paper, Window
from yorisoi_service.staff.rules.words import one_line

LONGEST_AT_FULL_SIZE = 70  # characters of name and address that fit into the window of an envelope with usual lines

register = template.Library()


@register.filter
def shown(text: str) -> str:
    """The text as one line in which nothing is hidden and nothing turns the writing around."""
    return one_line(text)


@register.filter
def parts(text: str) -> list[str]:
    """The words of one line, as `shown` shows it."""
    return one_line(text).split()


@register.filter
def addressed(paper: Paper, window: Window) -> str:
    """The name as it stands in the window."""
    return paper.honorific % {"name": one_line(window.name)}


@register.filter
def template_of(block: Block) -> str:
    """The template that draws this kind of block."""
    return f"letters/{type(block).__name__.lower()}.html"


@register.filter
def is_long(window: Window) -> bool:
    """Do name and address need closer lines than the rest, to be read through the window of an envelope?"""
    return len(window.address) + len(window.name) > LONGEST_AT_FULL_SIZE
