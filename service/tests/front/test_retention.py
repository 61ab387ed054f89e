"""What is kept too long goes, and nothing else: whatever ages and states the rows have, and however often it is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db.models import Model
from yorisoi_service.audit import models as audit
from yorisoi_service.audit import purging
from yorisoi_service.audit import queries as trail
from yorisoi_service.audit.rules.keeping import Fate, Gone, Periods
from yorisoi_service.billing.models import Close, PolicyRow
from yorisoi_service.billing.models import Entry as Charge
from yorisoi_service.contracts.models import Acceptance, Application, Event, Period
from yorisoi_service.debits.models import DebitItem, DebitPart, DebitRun, Mandate, Receivable
from yorisoi_service.desk.models.calls import Call, CallBack
from yorisoi_service.desk.models.changes import Change
from yorisoi_service.desk.models.notes import Note
from yorisoi_service.desk.models.scope import Decided
from yorisoi_service.desk.models.survey import Survey
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.desk.models.visits import VisitNote
from yorisoi_service.front.retention import purge_all
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.remote.models import Entry, Session, WrongClaim
from yorisoi_service.staff.models import SocketTicket, StaffMember
from yorisoi_service.subscribers.models import AccessKey, HouseholdMember, Line, Look, Subscriber, Wish
from yorisoi_service.subscribers.services.looks import looked
from yorisoi_service.testing.people import Provider

pytestmark = pytest.mark.django_db

NOW = datetime(2046, 11, 20, 3, 30, tzinfo=UTC)  # far from the people and the household that every test has
PERIODS = Periods()


def back(*, months: int = 0, days: int = 0, seconds: int = 0) -> datetime:
    """So long before now; the oracle's own reckoning of months, for a day that every month has."""
    index = NOW.year * 12 + NOW.month - 1 - months
    return NOW.replace(year=index // 12, month=index % 12 + 1) - timedelta(days=days, seconds=seconds)


@dataclass
class World:
    """Rows of every kind, and for each whether it must go."""

    chance: Random
    staff: StaffMember
    goes: dict[tuple[type[Model], Any], bool] = field(default_factory=dict)
    blanked: dict[tuple[type[Model], Any, str], bool] = field(default_factory=dict)
    n: int = 0

    def number(self) -> int:
        self.n += 1
        return self.n

    def expect(self, row: Model, goes: bool) -> None:
        self.goes[type(row), row.pk] = goes

    def aged(self, months: int) -> tuple[datetime, bool]:
        """A moment around the border of a period, and whether it is beyond it."""
        choice = self.chance.randrange(5)
        moments = [back(months=months), back(months=months, seconds=-1), back(months=months, seconds=1)]
        if choice < 3:
            return moments[choice], choice != 1
        days = self.chance.randrange(1, 2_000)
        beyond = choice == 3
        return (back(months=months, days=days) if beyond else back(months=months, days=-min(days, months * 28))), beyond

    def aged_day(self, months: int) -> tuple[date, bool]:
        choice = self.chance.randrange(4)
        border = back(months=months).date()
        if choice < 3:
            return border + timedelta(days=(0, 1, -1)[choice]), choice != 1
        return border - timedelta(days=self.chance.randrange(2, 3_000)), True

    def customer(self, **more: Any) -> Subscriber:
        n = self.number()
        given = {
            "name": "見本",
            "kana": "ミホン",
            "address": "見本町",
            "phone": "0847-00-0000",
            "added_at": back(months=300),
        }
        return Subscriber.objects.create(customer_number=f"T-{n:05}", **(given | more))

    def line(self, customer: Subscriber, **more: Any) -> Line:
        return Line.objects.create(
            number=f"TL{self.number():05}", subscriber=customer, address="見本町", opened_on=date(2020, 1, 1), **more
        )


def tickets(w: World) -> None:
    """Requests: finished, open, with somebody still waiting to be called back."""
    customer = w.customer()
    w.line(customer)
    for _ in range(20):
        finished, beyond = w.aged(24)
        is_open, is_waiting = w.chance.random() < 0.2, w.chance.random() < 0.2
        ticket = Ticket.objects.create(
            channel="landline", asked="自宅の写真", subscriber=customer, opened_by=w.staff,
            opened_at=finished - timedelta(hours=1), finished_at=None if is_open else finished,
            finished_by=None if is_open else w.staff, outcome="" if is_open else "resolved",
        )  # fmt: skip
        answer = Answer.objects.create(
            ticket=ticket, kind="caller", value="other", note="妻 花子", by=w.staff, at=finished
        )
        waiter = w.customer()
        w.line(waiter)
        rows: list[Model] = [
            ticket,
            answer,
            Decided.objects.create(
                answer=answer, version=1, what="秘密", need="setup", device="computer", decision="session", code="in_scope",
                rule="1", box="session",
            ),
            Note.objects.create(ticket=ticket, text="メモ", by=w.staff, at=finished, kept_at=finished),
            Change.objects.create(ticket=ticket, version=1, what="opened", by=w.staff, at=finished),
            VisitNote.objects.create(ticket=ticket, done="した"),
            Survey.objects.create(ticket=ticket, solved="yes", help=5, text="どうも", answered_at=finished),
            CallBack.objects.create(
                subscriber=waiter, ticket=ticket, registered="mobile", wanted_from=finished, asked_at=finished,
                closing="" if is_waiting else "reached", done_at=None if is_waiting else finished,
            ),
        ]  # fmt: skip
        for row in rows:
            w.expect(row, beyond and not is_open and not is_waiting)


def calls(w: World) -> None:
    for _ in range(20):
        rang, old_number = w.aged(6)
        if w.chance.random() < 0.5:
            rang, _old = w.aged(24)
            old_number = rang <= back(months=6)
        call = Call.objects.create(
            call_id=f"c{w.number()}", number="0847000000", channel="landline", state="hung_up", rang_at=rang
        )
        w.expect(call, rang <= back(months=24))
        w.blanked[Call, call.pk, "number"] = old_number


def sessions(w: World) -> None:
    """Sessions on lines whose contract ended around the time for consents; and offers that nobody claimed."""
    for _ in range(14):
        customer = w.customer()
        line = w.line(customer)
        ended, past = w.aged_day(60)
        runs = w.chance.random() < 0.2
        contract(w, line, None if runs else ended)
        for _again in range(2):
            offered = back(months=61, days=w.chance.randrange(2_000))
            row = session(w, line, offered)
            w.expect(row, past and not runs)
            w.expect(
                Entry.objects.create(session=row, n=0, at_ms=0, event="granted", line="{}", received_at=offered),
                past and not runs,
            )
    keeper = w.line(w.customer())
    contract(w, keeper, None)
    for _ in range(14):
        offered, old = w.aged(6)
        unclaimed = session(w, None, offered)
        w.expect(unclaimed, old)
        claimed = session(w, keeper, offered, state=w.chance.choice(["closed", "ended"]))
        w.expect(claimed, False)
        w.blanked[Session, claimed.pk, "system"] = old
        w.blanked[Session, claimed.pk, "address"] = offered <= back(days=30)
    for days in (29, 30, 31):
        w.blanked[Session, session(w, keeper, back(days=days)).pk, "address"] = days >= 30
    live = session(w, keeper, back(months=100), state="live")
    w.blanked[Session, live.pk, "system"] = False


def session(w: World, line: Line | None, offered: datetime, *, state: str = "closed") -> Session:
    return Session.objects.create(
        id=f"s{w.number()}", state=state, nameplate="1234", nonce="n", public_key="k", program="p", system="Windows 11",
        resume_hash="r", address="192.0.2.5", home="192.0.2.5", network="net", network_policy="allow",
        ticket=None if line is None else 10_000_000 + w.n, line=line, communicator=None if line is None else w.staff,
        offered_at=offered, expires_at=offered, seen_at=offered, deadline_at=offered,
    )  # fmt: skip


def contract(w: World, line: Line, ended: date | None, **more: Any) -> Period:
    start = date(2020, 1, 1)
    return Period.objects.create(
        line=line, sequence=1, form_on=start, start_on=start, end_on=ended, entered_by=w.staff, entered_at=back(months=310), **more
    )  # fmt: skip


def contracts(w: World) -> None:
    """History and ledger go together, by whoever first held the lines; acceptances and named people sooner."""
    close = Close.objects.create(month=date(2026, 5, 1), state="closed", started_at=back(months=246), by=w.staff)
    policy = PolicyRow.objects.create(since=date(2020, 1, 1), at=back(months=310), settings={})
    for _ in range(20):
        customer = w.customer()
        line = w.line(customer)
        ended, past = w.aged_day(120)
        second = w.line(customer) if w.chance.random() < 0.4 else None
        also_runs = second is not None and w.chance.random() < 0.5
        period = contract(w, line, ended)
        periods = [period]
        if second is not None:
            periods.append(contract(w, second, None if also_runs else date(2021, 1, 1)))
        goes = past and not also_runs
        accepted = Acceptance.objects.create(period=period, version="1", accepted_on=date(2020, 1, 1))
        w.expect(accepted, ended <= back(months=60).date())
        member = HouseholdMember.objects.create(
            subscriber=customer, name="花子", relation="妻", added_at=back(months=300)
        )
        w.expect(member, ended <= back(months=24).date() and not also_runs)
        rows: list[Model] = [
            *periods,
            Event.objects.create(line=line, period=period, kind="joined", on=ended, facts={},
                entered_by=w.staff, entered_at=back(months=250)),
            Charge.objects.create(
                charge_id=f"e{w.number()}", line=line, subscriber=customer, account="a", month=date(2026, 5, 1), kind="charge",
                amount=550, reason="monthly", policy=policy, tax_percent=10, close=close, at=back(months=246),
            ),
        ]  # fmt: skip
        for row in rows:
            w.expect(row, goes)
        written, old = w.aged(120)
        w.expect(letter(w, customer, written), old and goes)
        visit, old_visit = w.aged(24)
        w.expect(letter(w, customer, visit, kind="visit"), old_visit)
    rejected, old = w.aged_day(24)
    line = w.line(w.customer())
    for state in ("rejected", "applied"):
        row = Application.objects.create(
            line=line, state=state, channel="web", received_on=rejected, entered_by=w.staff, entered_at=NOW
        )
        w.expect(row, old and state == "rejected")


def letter(w: World, customer: Subscriber, at: datetime, *, kind: str = "invoice", **more: Any) -> Letter:
    row = Letter.objects.create(
        subscriber=customer, kind=kind, number=f"N{w.number()}", language="ja", issued_on=at.date(), recipient="見本",
        values={}, content={}, version=1, digest="", by=w.staff, at=at, **more,
    )  # fmt: skip
    Delivery.objects.create(
        letter=row, way="paper", nth=1, name="見本", sent_to="", on=at.date(), state="done", by=w.staff, at=at
    )
    return row


def debits(w: World) -> None:
    runs = {}
    for _ in range(14):
        customer = w.customer()
        w.line(customer)
        month = (back(months=120 + w.chance.choice([-1, 0, 1, 30]))).date().replace(day=1)
        old, paid = month <= back(months=120).date(), w.chance.random() < 0.6
        ended = back(months=w.chance.choice([119, 120, 130])).date()
        mandate = Mandate.objects.create(
            subscriber=customer, sequence=1, customer_ref=f"{w.number()}", bank_code="0001", branch_code="001", account_type=1,
            sealed=b"x", new_code="1", valid_from=date(2021, 1, 1), ended_on=ended, ending="ended", entered_by=w.staff, entered_at=NOW,
        )  # fmt: skip
        if month not in runs:
            runs[month] = DebitRun.objects.create(
                month=month, debit_date=month, profile={}, sha256="", count=1, total=1, state="answered", written_by=w.staff, written_at=NOW
            )  # fmt: skip
        item = DebitItem.objects.create(
            run=runs[month], mandate=mandate, customer_ref=mandate.customer_ref, amount=550, new_code="1"
        )
        owed = Receivable.objects.create(
            subscriber=customer, month=month, amount=550, state="paid" if paid else "slip", since=NOW
        )
        part = DebitPart.objects.create(item=item, receivable=owed, amount=550)
        for row in (item, part, owed):
            w.expect(row, old and paid)
        w.expect(mandate, old and paid and ended <= back(months=120).date())


def people(w: World) -> None:
    """Customers whose lines closed, keys, wishes, looks, sign-ins."""
    for _ in range(14):
        closed, old = w.aged_day(12)
        customer = w.customer()
        line = w.line(customer, closed_on=closed)
        still_open = w.chance.random() < 0.3
        if still_open:
            w.line(customer)
        named = w.chance.random() < 0.3
        if named:
            looked(subscriber=customer, by=w.staff, where="office:subscriber", now=NOW)
        w.expect(customer, old and not still_open and not named)
        w.expect(line, old and not still_open and not named)
    heir, first = w.customer(), w.customer()
    handed = w.line(heir, first_holder=first)
    for row in (heir, first, handed):
        w.expect(row, False)
    holder = w.customer()
    w.line(holder)
    for n in range(14):
        seen, old = w.aged(36)
        hour = seen.replace(minute=0, second=0)
        look, _new = Look.objects.get_or_create(
            subscriber=holder, by=w.staff, hour=hour, defaults={"where": "desk:ticket"}
        )
        w.expect(look, hour <= back(months=36))
        asked, old = w.aged(24)
        wish = Wish.objects.create(
            subscriber=holder, kind="correction", text="x", asked_at=asked, done_at=asked if n % 2 else None
        )
        w.expect(wish, old and n % 2 == 1)
        if n % 2 == 0:
            w.blanked[Wish, wish.pk, "text"] = old
        lapsed = NOW - timedelta(days=w.chance.choice([29, 30, 31, 400]))
        key = AccessKey.objects.create(
            subscriber=holder, purpose="own_page", hash=f"h{n}", made_at=lapsed, expires_at=lapsed
        )
        w.expect(key, lapsed <= NOW - timedelta(days=30))
    for hours in (-1, 23, 24, 25):
        w.expect(
            SocketTicket.objects.create(
                hash=f"t{hours}", member=w.staff, session_key="k", expires_at=NOW - timedelta(hours=hours)
            ),
            hours >= 24,
        )
    for days in (29, 30, 31):
        w.expect(WrongClaim.objects.create(communicator=w.staff, at=back(days=days), code="x"), days >= 30)


MAKERS: list[Callable[[World], None]] = [tickets, calls, sessions, contracts, debits, people]


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_too_old_goes_and_nothing_younger(provider: Provider, seed: int) -> None:
    w = World(Random(seed), provider.communicator)
    for make in w.chance.sample(MAKERS, len(MAKERS)):
        make(w)
    would = sums(purge(dry_run=True))
    assert {key: row for key, row in w.goes.items() if not key[0]._default_manager.filter(pk=key[1]).exists()} == {}
    went = sums(purge())
    for (model, pk), goes in w.goes.items():
        assert model._default_manager.filter(pk=pk).exists() is not goes, (model.__name__, pk)
    for (model, pk, name), is_blank in w.blanked.items():
        value = model._default_manager.filter(pk=pk).values_list(name, flat=True).first()
        assert value in ((None, "") if is_blank else (value or "never blank",)), (model.__name__, pk, name)
    assert {key: (count, went[key]) for key, count in would.items() if count > went[key]} == {}
    assert all(each.rows == 0 for each in purge())  # nothing is left for a second one
    head = trail.judge(lambda *_: True)
    assert head.fault is None
    recorded = {row.about for row in audit.Row.objects.filter(event=purging.PURGED)}
    assert recorded >= {"retention:desk", "retention:remote", "retention:billing", "retention:subscribers"}


def purge(*, dry_run: bool = False) -> list[Gone]:
    return [each for _app, counts in purge_all(now=NOW, periods=PERIODS, dry_run=dry_run) for each in counts]


def sums(counts: list[Gone]) -> dict[tuple[str, Fate], int]:
    found: dict[tuple[str, Fate], int] = {}
    for each in counts:
        found[each.table, each.fate] = found.get((each.table, each.fate), 0) + each.rows
    return found
