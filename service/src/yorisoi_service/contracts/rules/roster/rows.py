"""One line of the file as values: a customer, perhaps a line, perhaps its contract. Or everything that is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yorisoi_service.contracts.rules.period import start_of
from yorisoi_service.contracts.rules.roster import fields
from yorisoi_service.contracts.rules.roster.complaint import Code, Complaint
from yorisoi_service.contracts.rules.roster.lines import Record

UNKNOWN = "unknown"  # the contract runs, and nobody knows since when


@dataclass(frozen=True)
class Customer:
    """The columns of a subscriber, as `subscribers` names them."""

    customer_number: str
    name: str
    kana: str
    address: str
    phone: str
    mobile: str
    email: str
    billing_account: str
    household: str


@dataclass(frozen=True)
class Connection:
    """The line. `free_window_used`: its customer had a contract before our records begin."""

    number: str
    address: str
    opened_on: date
    closed_on: date | None
    free_window_used: bool


@dataclass(frozen=True)
class Agreement:
    """The support contract: the day of the form (or the agreed one), the last day if there is one.

    `by_request`: that day is the customer's wish; otherwise the contract ends with its line.
    """

    form_on: date
    start_on: date
    end_on: date | None
    by_request: bool
    campaign: str
    terms_version: str


@dataclass(frozen=True)
class Row:
    """A line of the file that is right in itself."""

    line: int
    customer: Customer
    connection: Connection | None
    agreement: Agreement | None


@dataclass(frozen=True)
class Days:
    """`today` in Japan; `agreed_start` counts for contracts whose real start is unknown (case 43), None: not agreed."""

    today: date
    agreed_start: date | None


def read(record: Record, columns: Sequence[str], days: Days) -> Row | list[Complaint]:
    """The row, or what is wrong with it: never a part of it."""
    if record.fields is None:
        return [Complaint(record.line, Code.QUOTING)]
    if not any(text.strip() for text in record.fields):
        return [Complaint(record.line, Code.BLANK)]
    if len(record.fields) != len(columns):
        values = {"found": len(record.fields), "expected": len(columns)}
        return [Complaint(record.line, Code.FIELD_COUNT, values=values)]
    given = fields.Given(record.line, dict(zip(columns, record.fields, strict=True)))
    customer = _customer(given)
    connection = _connection(given, customer.address)
    agreement = _agreement(given, connection, days)
    return given.complaints or Row(record.line, customer, connection, agreement)


def _customer(given: fields.Given) -> Customer:
    number = given.number("customer_number", fields.CUSTOMER_NUMBER)
    return Customer(
        customer_number=number,
        name=given.text("name", 120, needed=True),
        kana=given.kana("kana", 120),
        address=given.text("address", 200, needed=True),
        phone=given.phone("phone", needed=True),
        mobile=given.phone("mobile"),
        email=given.email("email"),
        billing_account=given.text("billing_account", 30) or number,
        household=given.text("household", 40),
    )


def _connection(given: fields.Given, home: str) -> Connection | None:
    number = given.text("line_number", 30)
    address = given.text("line_address", 200)
    opened_on = given.day("line_opened_on", needed=number != "")
    closed_on = given.day("line_closed_on")
    used = given.yes_or_no("free_window_used")
    if not number:
        for column in ("line_address", "line_opened_on", "line_closed_on", "free_window_used", *_CONTRACT):
            if given.has(column):
                given.complain(Code.NEEDS_LINE, column)
        return None
    if opened_on is None:
        return None
    if closed_on is not None and closed_on < opened_on:
        given.complain(Code.CLOSES_BEFORE_OPENING, "line_closed_on")
    used_before = bool(used) or given.raw("contract_start") == UNKNOWN
    return Connection(number, address or home, opened_on, closed_on, used_before)


_CONTRACT = ("contract_start", "contract_end", "campaign", "terms_version")


def _agreement(given: fields.Given, connection: Connection | None, days: Days) -> Agreement | None:
    unknown = given.raw("contract_start") == UNKNOWN
    form_on = days.agreed_start if unknown else given.day("contract_start", expected=Code.START)
    end_on = given.day("contract_end")
    campaign = given.text("campaign", 40)
    terms_version = given.text("terms_version", 40)
    if connection is None:
        return None
    if not given.has("contract_start"):
        for column in _CONTRACT[1:]:
            if given.has(column):
                given.complain(Code.NEEDS_CONTRACT, column)
        return None
    if unknown:
        if form_on is None:
            given.complain(Code.AGREED_START, "contract_start")
        if campaign:
            given.complain(Code.UNKNOWN_WITH_CAMPAIGN, "campaign")
        if given.raw("free_window_used") == "no":
            given.complain(Code.UNKNOWN_MEANS_USED, "free_window_used")
    if form_on is None:
        return None
    if form_on > days.today:
        given.complain(Code.FUTURE_START, "contract_start")
    start_on = start_of(form_on, connection.opened_on)
    if end_on is not None and end_on < start_on:
        given.complain(Code.ENDS_BEFORE_START, "contract_end", start=start_on.isoformat())
    if connection.closed_on is not None:
        if start_on > connection.closed_on:
            given.complain(Code.LINE_NOT_OPEN, "contract_start")
        elif end_on is not None and end_on > connection.closed_on:
            given.complain(Code.OUTLIVES_LINE, "contract_end", closed=connection.closed_on.isoformat())
    by_request = end_on is not None and end_on != connection.closed_on
    return Agreement(form_on, start_on, end_on or connection.closed_on, by_request, campaign, terms_version)
