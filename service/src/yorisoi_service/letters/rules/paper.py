"""A letter as it stands on paper: titles, texts, facts, steps, boxes, in reading order. One source for page and mail."""

from dataclasses import dataclass

VERSION = 1  # of the shape below and of the values; a letter of another version is refused, never guessed at


@dataclass(frozen=True)
class Text:
    """Paragraphs."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names and what they are."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Points:
    """Things in no order, or, `in_order`, one after the other."""

    items: tuple[str, ...]
    in_order: bool = False


@dataclass(frozen=True)
class Number:
    """Something to be typed or dialled, large: a telephone number, an address of a page."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Numbers:
    """Large numbers in one frame, with what holds for all of them below."""

    entries: tuple[Number, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Columns; all but the first `words` hold amounts."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


Block = Text | Facts | Points | Numbers | Table


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. `is_warning` draws a frame around it; `is_apart` keeps it on one page,
    `begins_page` puts it at the top of one."""

    title: str
    blocks: tuple[Block, ...]
    is_warning: bool = False
    is_apart: bool = True
    begins_page: bool = False


@dataclass(frozen=True)
class Paper:
    """The whole letter. `marks` (number, day) and `sender` stand beside the window.

    `honorific` follows the name in the window and `copy` is said on every handing over but the first: both belong to
    the language, not to the handing over. `sample` is said at the top of a letter that holds placeholders.
    """

    language: str
    title: str
    honorific: str
    copy: str
    marks: tuple[tuple[str, str], ...]
    sender: tuple[str, ...]
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    sample: str = ""


@dataclass(frozen=True)
class Window:
    """Whom it is handed to: as registered at that moment."""

    name: str
    address: str
    again: str = ""  # the sentence of a re-issue
