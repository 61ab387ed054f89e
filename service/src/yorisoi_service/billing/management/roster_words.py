"""Why a row or a file is not taken over, and the next step, in the language of whoever reads the report."""

from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yorisoi_service.contracts.rules.roster.complaint import Code, Complaint

Sentence: TypeAlias = str | Promise

EXPORT_AGAIN = _("Export the file again and do not open it in another program in between.")
MEND = _("Correct the row in the billing system and export again.")
BY_HAND = _("Make file and records agree by hand; an import never changes what is here.")

WORDS: dict[Code, tuple[Sentence, Sentence]] = {
    Code.EMPTY: (_("The file is empty."), EXPORT_AGAIN),
    Code.NO_ROWS: (_("The file holds a header and no row."), EXPORT_AGAIN),
    Code.ROWS_MISSING: (_("The file holds %(found)s rows, not %(expected)s."), EXPORT_AGAIN),
    Code.UTF16: (_("The file is UTF-16 text."), _("Export it as UTF-8, or as CP932 with --encoding cp932.")),
    Code.BINARY: (
        _("The line holds a zero byte, so this is no text file or a damaged one."),
        _("Export CSV, not a spreadsheet; or copy the file again."),
    ),
    Code.NOT_UTF8: (_("The line is not UTF-8 text."), EXPORT_AGAIN),
    Code.LOOKS_CP932: (
        _("The line is not UTF-8 text. It would be CP932 (Shift JIS) text."),
        _("Give --encoding cp932."),
    ),
    Code.NOT_CP932: (_("The line is not CP932 text."), _("Leave out --encoding cp932, or export the file again.")),
    Code.LOOKS_UTF8: (_("The file was said to be CP932, but it is UTF-8 text."), _("Leave out --encoding cp932.")),
    Code.LINE_TOO_LONG: (
        _("The line is longer than %(most)s bytes."),
        _("Check that the file is CSV with one row on each line."),
    ),
    Code.CUT_OFF: (
        _("The last line does not end, so the file may be cut off."),
        _("Copy or export it again; a whole file ends with a line break."),
    ),
    Code.DELIMITER: (_("The columns are not separated by commas."), _("Export with commas between the columns.")),
    Code.UNKNOWN_COLUMN: (
        _("Unknown columns: %(columns)s."),
        _("Remove or rename them. These are known: %(known)s."),
    ),
    Code.MISSING_COLUMN: (_("Columns are missing: %(columns)s."), _("Add them to the export.")),
    Code.DOUBLED_COLUMN: (_("Columns stand there twice: %(columns)s."), _("Keep each column once.")),
    Code.BLANK: (_("The row is empty."), _("Remove the line.")),
    Code.QUOTING: (
        _("A quotation mark stands where none may, or is not closed on its line."),
        _("Put a field that holds commas or quotation marks into quotation marks, and double those inside it."),
    ),
    Code.FIELD_COUNT: (
        _("The row has %(found)s fields, the header has %(expected)s."),
        _("Look for a comma too many or a row that is cut off."),
    ),
    Code.REQUIRED: (_("This must not be empty."), MEND),
    Code.TOO_LONG: (_("%(found)s characters are too long; %(most)s are kept."), MEND),
    Code.INVISIBLE: (_("It holds a character nobody can see (%(character)s)."), _("Remove the character.")),
    Code.LOST_CHARACTER: (
        _("A character was lost when the file was written."),
        _("Export again in an encoding that has the character, best UTF-8."),
    ),
    Code.FORMULA: (
        _("It begins like a formula, and spreadsheet programs would run it."),
        _("Remove the sign at its beginning."),
    ),
    Code.NOT_KANA: (
        _("Kanji stand in the kana."),
        _("Write the reading in kana. If every row is refused so, the file's encoding is another one."),
    ),
    Code.NUMBER: (
        _("A customer number has 4 to 20 digits, capital letters and hyphens, all half-width."),
        MEND,
    ),
    Code.PHONE: (_("A telephone number has 10 or 11 digits, and hyphens between them."), MEND),
    Code.PHONE_ZERO: (
        _("The telephone number does not begin with 0; a spreadsheet program may have removed it."),
        EXPORT_AGAIN,
    ),
    Code.EMAIL: (_("This is no e-mail address."), _("Correct it, or leave it empty.")),
    Code.DATE: (
        _("This is no day between %(first)s and %(last)s."),
        _("Write it like 2026-04-15."),
    ),
    Code.START: (
        _("This is no day between %(first)s and %(last)s."),
        _("Write it like 2026-04-15, or the word unknown when nobody knows the day."),
    ),
    Code.YES_NO: (_("Here stands yes or no."), _("Write yes or no, or leave it empty for no.")),
    Code.INVALID: (_("The records do not take this value."), MEND),
    Code.NEEDS_LINE: (_("The row has no line number, so this has no place."), _("Give the line number.")),
    Code.NEEDS_CONTRACT: (
        _("The row has no contract start, so this has no place."),
        _("Give the start, or the word unknown."),
    ),
    Code.CLOSES_BEFORE_OPENING: (_("The line would close before it opened."), MEND),
    Code.ENDS_BEFORE_START: (_("The contract would end before it began on %(start)s."), MEND),
    Code.OUTLIVES_LINE: (
        _("The contract would go on after the line closed on %(closed)s."),
        _("Leave the contract's end empty: it ends with the line."),
    ),
    Code.LINE_NOT_OPEN: (_("The contract would begin after the line closed."), MEND),
    Code.FUTURE_START: (
        _("The contract would begin in the future."),
        _("Import the row on that day, or enter the contract in the office then."),
    ),
    Code.AGREED_START: (
        _("The contract's start is unknown and no day was agreed from which it counts."),
        _("Agree on a day and give it: --agreed-start 2026-04-01."),
    ),
    Code.UNKNOWN_WITH_CAMPAIGN: (
        _("A campaign counts from the start, and the start is unknown."),
        _("Find out the start, or leave the campaign empty."),
    ),
    Code.UNKNOWN_MEANS_USED: (
        _("Where the start is unknown, the free months count as used."),
        _("Find out the start, or write yes. Staff can correct it afterwards."),
    ),
    Code.TWICE_IN_FILE: (_("The same stands on line %(other)s already."), _("Keep one of the two rows.")),
    Code.CUSTOMER_DIFFERS_IN_FILE: (
        _("The same customer stands on line %(other)s with other data."),
        _("Give one customer the same name, addresses and numbers on all rows."),
    ),
    Code.DIFFERS: (_("Something else is kept here already."), BY_HAND),
    Code.OTHERS_LINE: (_("The line is kept here as another customer's."), BY_HAND),
    Code.MOVED: (_("The line has moved and has another number now."), BY_HAND),
    Code.NO_SUCH_CAMPAIGN: (
        _("There is no campaign with this code."),
        _("Enter the campaign first, or correct the code."),
    ),
    Code.CAMPAIGN_NOT_THEN: (_("The campaign was not offered on the day the contract began."), MEND),
    Code.NO_SUCH_TERMS: (
        _("There is no version of the terms with this name."),
        _("Enter the terms first, or leave the version empty."),
    ),
    Code.FREE_MONTHS_GIVEN: (
        _(
            "This customer, or their household, has a contract here in months that are closed; this would change what they cost."
        ),
        _("Leave the row out and enter it at the office, where the months that change are shown."),
    ),
    Code.CLOSED_MONTH: (
        _("The contract would have to be charged for months that are closed here."),
        _("Write the word unknown as its start and agree on a day from %(first)s on."),
    ),
}


def why(complaint: Complaint) -> str:
    """What is wrong, as a sentence."""
    return str(WORDS[complaint.code][0]) % complaint.values


def next_step(complaint: Complaint) -> str:
    """What to do about it."""
    return str(WORDS[complaint.code][1]) % complaint.values
