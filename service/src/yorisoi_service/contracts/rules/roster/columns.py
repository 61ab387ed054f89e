"""The columns of the file, in any order: which there may be, which there must be."""

from yorisoi_service.contracts.rules.roster.complaint import Code, FileRefused
from yorisoi_service.contracts.rules.roster.lines import Record

REQUIRED = ("customer_number", "name", "kana", "address", "phone", "line_number", "line_opened_on")
OPTIONAL = (
    "mobile", "email", "billing_account", "household", "line_address", "line_closed_on",
    "contract_start", "contract_end", "free_window_used", "campaign", "terms_version",
)  # fmt: skip
KNOWN = (*REQUIRED, *OPTIONAL)


def header(record: Record) -> tuple[str, ...]:
    """The columns as they follow one another. Raises FileRefused naming every column that is wrong."""
    if record.fields is None:
        raise FileRefused(record.line, Code.QUOTING)
    names = tuple(name.strip() for name in record.fields)
    if len(names) == 1 and any(sign in names[0] for sign in ";\t|"):
        raise FileRefused(record.line, Code.DELIMITER)
    for code, wrong in (
        (Code.UNKNOWN_COLUMN, [_shown(name) for name in names if name not in KNOWN]),
        (Code.DOUBLED_COLUMN, sorted({name for name in names if names.count(name) > 1})),
        (Code.MISSING_COLUMN, [name for name in REQUIRED if name not in names]),
    ):
        if wrong:
            raise FileRefused(record.line, code, columns=", ".join(wrong[:10]), known=", ".join(KNOWN))
    return names


def _shown(name: str) -> str:
    """A stranger's word in a sentence of ours: short, and nothing invisible."""
    return "".join(c if c.isprintable() else "?" for c in name[:40]) or '""'
