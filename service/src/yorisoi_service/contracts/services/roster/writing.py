"""Writing what a chunk adds, in few statements; and, when all is written, its story.

These are the rows `add_subscriber`, `add_line` and `join` would write, made many at a time. Their guards stand in
`rules.roster.rows` and `comparing`; their audit rows are one for the whole import.
"""

from collections.abc import Iterator
from datetime import date, datetime

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.models import Acceptance, Application, Event, Period
from yorisoi_service.contracts.rules.roster.rows import Agreement, Row
from yorisoi_service.contracts.rules.story import Channel, EndCause, Kind, State
from yorisoi_service.contracts.services.roster.comparing import Fresh, Known
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.keys import keep_keys
from yorisoi_service.subscribers.models import Line, Subscriber

STORY_CHUNK = 1_000


def write(fresh: Fresh, known: Known, *, by: StaffMember, now: datetime) -> None:
    """Add customers, lines and contracts of one chunk, and what they are found by."""
    made = Subscriber.objects.bulk_create(
        Subscriber(**vars(customer), added_at=now) for customer in fresh.customers.values()
    )
    subscribers = fresh.subscribers | {subscriber.customer_number: subscriber for subscriber in made}
    lines = fresh.lines | _lines(fresh.connections, subscribers)
    _periods(fresh.agreements, lines, known, by=by, now=now)
    changed = [*made, *(subscribers[row.customer.customer_number] for row in fresh.connections)]
    keep_keys({subscriber.pk for subscriber in changed})


def _lines(rows: list[Row], subscribers: dict[str, Subscriber]) -> dict[str, Line]:
    made = []
    for row in rows:
        assert row.connection is not None
        holder = subscribers[row.customer.customer_number]
        made.append(Line(**vars(row.connection), subscriber=holder, first_holder=holder))
    return {line.number: line for line in Line.objects.bulk_create(made)}


def _periods(rows: list[Row], lines: dict[str, Line], known: Known, *, by: StaffMember, now: datetime) -> None:
    made, accepted = [], []
    today = business_day(now)
    for row in rows:
        assert row.connection is not None
        assert row.agreement is not None
        period = _period(row.agreement, lines[row.connection.number], known, by, now, today)
        made.append(period)
        if row.agreement.terms_version:
            accepted.append(
                Acceptance(period=period, version=row.agreement.terms_version, accepted_on=row.agreement.form_on)
            )
    Period.objects.bulk_create(made)
    Acceptance.objects.bulk_create(accepted)
    joined = {period.line_id: period for period in made}
    waiting = list(Application.objects.filter(line__in=joined, state=State.APPLIED)) if joined else []
    for application in waiting:
        application.state, application.period = State.ACTIVE, joined[application.line_id]
    Application.objects.bulk_update(waiting, ["state", "period"])


def _period(wanted: Agreement, line: Line, known: Known, by: StaffMember, now: datetime, today: date) -> Period:
    ending = EndCause.REQUEST if wanted.by_request else EndCause.LINE_CLOSED
    return Period(
        line=line,
        form_line=line,
        sequence=1,
        form_on=wanted.form_on,
        start_on=wanted.start_on,
        end_on=wanted.end_on,
        requested_end_on=min(wanted.end_on, today) if wanted.end_on is not None and wanted.by_request else None,
        end_cause=EndCause.OPEN if wanted.end_on is None else ending,
        campaign=known.campaigns[wanted.campaign] if wanted.campaign else None,
        channel=Channel.OFFICE,
        entered_by=by,
        entered_at=now,
    )


def tell_stories(*, after: int, digest: str, by: StaffMember, now: datetime) -> None:
    """The story of every period of this import, those numbered above `after`. Call it last: see `telling.tell`."""
    events: list[Event] = []
    for period in _written(after, by, now):
        events += _story(period, digest, by, now)
        if len(events) >= STORY_CHUNK:
            Event.objects.bulk_create(events)
            events = []
    Event.objects.bulk_create(events)


def _written(after: int, by: StaffMember, now: datetime) -> Iterator[Period]:
    """Page by page: a cursor kept open while we write is not the same on every database."""
    mine = Period.objects.filter(entered_by=by, entered_at=now).select_related("campaign").order_by("pk")
    while page := list(mine.filter(pk__gt=after).prefetch_related("acceptances")[:STORY_CHUNK]):
        yield from page
        after = page[-1].pk


def _story(period: Period, digest: str, by: StaffMember, now: datetime) -> list[Event]:
    facts: dict[str, Fact] = {
        "sequence": period.sequence,
        "form_on": period.form_on.isoformat(),
        "start_on": period.start_on.isoformat(),
        "campaign": period.campaign.code if period.campaign else "",
        "channel": period.channel,
        "solicited": False,
        "terms": ", ".join(each.version for each in period.acceptances.all()),
        "import": digest,
    }
    story = [(Kind.JOINED, period.start_on, facts)]
    if period.end_on is not None and period.requested_end_on is not None:
        end: dict[str, Fact] = {
            "requested_on": period.requested_end_on.isoformat(),
            "end_on": period.end_on.isoformat(),
            "import": digest,
        }
        reserved = period.end_on > business_day(now)
        story.append((Kind.CANCELLATION_RESERVED if reserved else Kind.CANCELLED, period.end_on, end))
    return [
        Event(line_id=period.line_id, period=period, kind=kind, on=on, facts=told, entered_by=by, entered_at=now)
        for kind, on, told in story
    ]
