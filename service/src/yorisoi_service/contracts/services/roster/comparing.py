"""A chunk of rows against what is here already: the same, new, or different and therefore refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Min, Prefetch

from yorisoi_service.contracts.models import Campaign, Period, TermsVersion
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.roster.complaint import Code, Complaint
from yorisoi_service.contracts.rules.roster.rows import Agreement, Connection, Customer, Row
from yorisoi_service.contracts.rules.story import Void
from yorisoi_service.subscribers.models import Line, Subscriber


@dataclass(frozen=True)
class Known:
    """What rows may name: campaigns, versions of the terms; the months that are closed, the first and the last; and how far
    free months hang together (T6)."""

    campaigns: dict[str, Campaign]
    terms: frozenset[str]
    closed: tuple[Month, Month] | None
    scope: str

    @classmethod
    def now(cls, closed: tuple[Month, Month] | None, scope: str, terms_version: str) -> "Known":
        return cls(
            {campaign.code: campaign for campaign in Campaign.objects.all()},
            frozenset({terms_version, *TermsVersion.objects.values_list("version", flat=True)}),
            closed,
            scope,
        )


@dataclass
class Fresh:
    """What a chunk adds, and whom it adds it to."""

    customers: dict[str, Customer] = field(default_factory=dict)
    connections: list[Row] = field(default_factory=list)
    agreements: list[Row] = field(default_factory=list)
    here: int = 0  # rows of which everything is here already
    subscribers: dict[str, Subscriber] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)


def compare(rows: Sequence[Row], known: Known) -> Fresh:
    """What these rows add. Four queries, seven where months are closed, however many rows."""
    numbers = [row.connection.number for row in rows if row.connection is not None]
    counting = Period.objects.filter(void=Void.RUNS).order_by("sequence").select_related("campaign")
    lines = Line.objects.filter(number__in=numbers).select_related("subscriber", "moved_to")
    fresh = Fresh(
        subscribers=Subscriber.objects.in_bulk(
            {row.customer.customer_number for row in rows}, field_name="customer_number"
        ),
        lines={
            line.number: line
            for line in lines.prefetch_related(
                Prefetch("periods", counting.prefetch_related("acceptances"), to_attr="counting")
            )
        },
    )
    joined = _joined_in_closed_months(rows, fresh, known)
    for row in rows:
        complaints = _customer(row, fresh) + _connection(row, fresh) + _agreement(row, fresh, known)
        complaints += _free_months(row, fresh, joined.get(row.customer.customer_number))
        fresh.complaints += complaints
    return fresh


def _customer(row: Row, fresh: Fresh) -> list[Complaint]:
    here = fresh.subscribers.get(row.customer.customer_number)
    if here is not None:
        return _differences(row, [each.name for each in fields(Customer)], here, row.customer)
    first = row.customer.customer_number not in fresh.customers
    fresh.customers[row.customer.customer_number] = row.customer
    # The model's own validators have the last word; a row whose customer stood above was asked there.
    return _invalid(row, Subscriber(**vars(row.customer))) if first else []


def _connection(row: Row, fresh: Fresh) -> list[Complaint]:
    if row.connection is None:
        fresh.here += row.customer.customer_number in fresh.subscribers
        return []
    here = fresh.lines.get(row.connection.number)
    if here is None:
        fresh.connections.append(row)
        return _invalid(row, Line(**vars(row.connection)), "subscriber", "first_holder")
    if here.subscriber.customer_number != row.customer.customer_number:
        return [Complaint(row.line, Code.OTHERS_LINE, "line_number")]
    return _differences(row, ("address", "opened_on", "closed_on", "free_window_used"), here, row.connection)


def _agreement(row: Row, fresh: Fresh, known: Known) -> list[Complaint]:
    wanted = row.agreement
    line = fresh.lines.get(row.connection.number) if row.connection is not None else None
    periods: list[Period] = [] if line is None else getattr(line, "counting")  # noqa: B009 - Prefetch put it there
    if line is not None and line.subscriber.customer_number != row.customer.customer_number:
        return []  # complained of as somebody else's line
    if periods:
        fresh.here += 1
        return _same(row, wanted, periods)
    if wanted is None:
        fresh.here += line is not None
        return []
    fresh.agreements.append(row)
    if line is not None and hasattr(line, "moved_to"):
        return [Complaint(row.line, Code.MOVED, "line_number")]
    return _allowed(row, wanted, known)


def _same(row: Row, wanted: Agreement | None, periods: list[Period]) -> list[Complaint]:
    here = periods[0]
    different = ["contract_start"] if wanted is None or len(periods) > 1 or here.form_on != wanted.form_on else []
    if wanted is not None:
        if here.end_on != wanted.end_on:
            different.append("contract_end")
        if wanted.campaign != (here.campaign.code if here.campaign else ""):
            different.append("campaign")
        if wanted.terms_version and wanted.terms_version not in {each.version for each in here.acceptances.all()}:
            different.append("terms_version")
    return [Complaint(row.line, Code.DIFFERS, column) for column in different]


def _allowed(row: Row, wanted: Agreement, known: Known) -> list[Complaint]:
    """The guards of joining that ask for more than the row itself."""
    found = []
    campaign = known.campaigns.get(wanted.campaign)
    if wanted.campaign and campaign is None:
        found.append(Complaint(row.line, Code.NO_SUCH_CAMPAIGN, "campaign"))
    elif campaign is not None and not _offered_then(campaign, wanted.form_on):
        found.append(Complaint(row.line, Code.CAMPAIGN_NOT_THEN, "campaign"))
    if wanted.terms_version and wanted.terms_version not in known.terms:
        found.append(Complaint(row.line, Code.NO_SUCH_TERMS, "terms_version"))
    if known.closed is not None and _reaches(wanted, *known.closed):
        last = {"first": str(known.closed[1].plus(1))}
        found.append(Complaint(row.line, Code.CLOSED_MONTH, "contract_start", last))
    return found


def _joined_in_closed_months(rows: Sequence[Row], fresh: Fresh, known: Known) -> dict[str, date]:
    """By customer number: the first day of the oldest contract here that has been charged already, of theirs or, where
    free months belong to households, of their household's."""
    if known.closed is None:
        return {}
    charged = Period.objects.filter(void=Void.RUNS, start_on__lte=known.closed[1].last_day)
    mine = charged.filter(line__first_holder__in=[each.pk for each in fresh.subscribers.values()])
    first: dict[str, date] = dict(
        mine.values_list("line__first_holder__customer_number").annotate(Min("start_on")).order_by()
    )
    if known.scope != "household":
        return first
    homes = {row.customer.household for row in rows} - {""}
    theirs: dict[str, date] = dict(
        charged.filter(line__first_holder__household__in=homes)
        .values_list("line__first_holder__household")
        .annotate(Min("start_on"))
        .order_by()
    )
    for row in rows:
        days = [first.get(row.customer.customer_number), theirs.get(row.customer.household)]
        if any(days):
            first[row.customer.customer_number] = min(day for day in days if day is not None)
    return first


def _free_months(row: Row, fresh: Fresh, joined: date | None) -> list[Complaint]:
    """Would free months that were given in closed months be taken away again?"""
    if joined is None or row.connection is None:
        return []
    here = fresh.lines.get(row.connection.number)
    if row.connection.free_window_used and here is None:
        return [Complaint(row.line, Code.FREE_MONTHS_GIVEN, "free_window_used")]
    is_new = here is None or not getattr(here, "counting")  # noqa: B009 - Prefetch put it there
    if is_new and row.agreement is not None and row.agreement.start_on < joined:
        return [Complaint(row.line, Code.FREE_MONTHS_GIVEN, "contract_start")]
    return []


def _offered_then(campaign: Campaign, on: date) -> bool:
    """To whom it was offered, the old system decided."""
    return campaign.offered_from <= on and (campaign.offered_until is None or on <= campaign.offered_until)


def _reaches(wanted: Agreement, first: Month, last: Month) -> bool:
    """Would a month that is closed have to be charged?"""
    return Month.of(wanted.start_on) <= last and (wanted.end_on is None or Month.of(wanted.end_on) >= first)


def _differences(row: Row, names: Sequence[str], here: object, given: object) -> list[Complaint]:
    """A complaint for each column in which the row says something else than is here."""
    different = [name for name in names if getattr(here, name) != getattr(given, name)]
    columns = [_COLUMNS.get(name, name) if isinstance(given, Connection) else name for name in different]
    return [Complaint(row.line, Code.DIFFERS, column) for column in columns]


_COLUMNS = {"address": "line_address", "opened_on": "line_opened_on", "closed_on": "line_closed_on"}


def _invalid(row: Row, made: Subscriber | Line, *leaving_out: str) -> list[Complaint]:
    try:
        made.clean_fields(exclude={"added_at", *leaving_out})
    except ValidationError as refused:
        named = {**_COLUMNS, "number": "line_number"} if isinstance(made, Line) else {}
        return [Complaint(row.line, Code.INVALID, named.get(name, name)) for name in refused.message_dict]
    return []
