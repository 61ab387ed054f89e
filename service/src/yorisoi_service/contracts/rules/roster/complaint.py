"""What is wrong with a file or a row: a code and its values. The sentences stand with the command that says them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """Everything for which a file or a row is refused."""

    # The file: nothing behind this place was read.
    EMPTY = "empty"
    NO_ROWS = "no_rows"
    ROWS_MISSING = "rows_missing"
    UTF16 = "utf16"
    BINARY = "binary"
    NOT_UTF8 = "not_utf8"
    LOOKS_CP932 = "looks_cp932"
    NOT_CP932 = "not_cp932"
    LOOKS_UTF8 = "looks_utf8"
    LINE_TOO_LONG = "line_too_long"
    CUT_OFF = "cut_off"
    DELIMITER = "delimiter"
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    DOUBLED_COLUMN = "doubled_column"
    # A row as text.
    BLANK = "blank"
    QUOTING = "quoting"
    FIELD_COUNT = "field_count"
    # A field.
    REQUIRED = "required"
    TOO_LONG = "too_long"
    INVISIBLE = "invisible"
    LOST_CHARACTER = "lost_character"
    FORMULA = "formula"
    NOT_KANA = "not_kana"
    NUMBER = "number"
    PHONE = "phone"
    PHONE_ZERO = "phone_zero"
    EMAIL = "email"
    DATE = "date"
    START = "start"
    YES_NO = "yes_no"
    INVALID = "invalid"
    # Fields that do not fit together.
    NEEDS_LINE = "needs_line"
    NEEDS_CONTRACT = "needs_contract"
    CLOSES_BEFORE_OPENING = "closes_before_opening"
    ENDS_BEFORE_START = "ends_before_start"
    OUTLIVES_LINE = "outlives_line"
    LINE_NOT_OPEN = "line_not_open"
    FUTURE_START = "future_start"
    AGREED_START = "agreed_start"
    UNKNOWN_WITH_CAMPAIGN = "unknown_with_campaign"
    UNKNOWN_MEANS_USED = "unknown_means_used"
    # Rows of the file that do not fit together.
    TWICE_IN_FILE = "twice_in_file"
    CUSTOMER_DIFFERS_IN_FILE = "customer_differs_in_file"
    # What is here already.
    DIFFERS = "differs"
    OTHERS_LINE = "others_line"
    MOVED = "moved"
    NO_SUCH_CAMPAIGN = "no_such_campaign"
    CAMPAIGN_NOT_THEN = "campaign_not_then"
    NO_SUCH_TERMS = "no_such_terms"
    CLOSED_MONTH = "closed_month"
    FREE_MONTHS_GIVEN = "free_months_given"


@dataclass(frozen=True)
class Complaint:
    """One reason, with its place: the line of the file (1 is the header; 0: the whole file) and the column."""

    line: int
    code: Code
    column: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


class FileRefused(Exception):
    """The file cannot be read on from this place."""

    def __init__(self, line: int, code: Code, **values: str | int) -> None:
        super().__init__(f"line {line}: {code}")
        self.complaint = Complaint(line, code, values=values)
