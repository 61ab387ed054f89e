"""A paper as plain text, for mail: headings underlined, facts one a line, nothing that needs a fixed-width font."""

from collections.abc import Iterator

from yorisoi_service.letters.rules.paper import Block, Facts, Numbers, Paper, Points, Section, Table, Text, Window

RULE = "-" * 40
HEAVY = "=" * 40


def plain(paper: Paper, window: Window) -> str:
    """The whole letter. The postal address stays out of mails; the name stands in it."""
    lines = [
        *([paper.sample, ""] if paper.sample else []),
        paper.honorific % {"name": window.name},
        "",
        paper.title,
        HEAVY,
        *(f"{name}: {value}" for name, value in paper.marks),
        *([window.again] if window.again else []),
        *paper.sender,
        "",
        *paper.lead,
    ]
    for section in paper.sections:
        lines += ["", *_section(section)]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.is_warning:
        yield HEAVY
    yield f"■ {section.title}"
    yield RULE
    for block in section.blocks:
        yield from _block(block)
    if section.is_warning:
        yield HEAVY


def _block(block: Block) -> Iterator[str]:
    match block:
        case Text():
            yield from block.paragraphs
        case Facts():
            yield from (f"{name}: {value}" for name, value in block.rows)
        case Points():
            for nth, item in enumerate(block.items, 1):
                yield f"{nth}. {item}" if block.in_order else f"・{item}"
        case Numbers():
            for entry in block.entries:
                yield f"{entry.label}: {entry.value}" + (f" ({entry.note})" if entry.note else "")
            yield from block.notes
        case Table():
            for row in block.rows:
                yield " / ".join(f"{name}: {cell}" for name, cell in zip(block.head, row, strict=True))
