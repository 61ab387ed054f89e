"""Whatever a clerk enters, in whatever order and however late: the contracts of a line stay in order, each change is told
once, and the charge can be decided."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from yorisoi_service.audit import queries as audit
from yorisoi_service.billing.rules.policy import Policy, Tariff
from yorisoi_service.billing.rules.table import rows
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import ContractError
from yorisoi_service.contracts.models import Event, Period
from yorisoi_service.contracts.rules.history import chains
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services import applications, endings, line_data, lines, mistakes, periods, replacing
from yorisoi_service.subscribers.errors import SubscriberError
from yorisoi_service.subscribers.models import Line

from .conftest import Office

BEGIN = date(2026, 4, 1)
VERBS = ("join", "join", "join", "cancel", "cancel", "reserve", "undo", "close", "withdraw", "correct", "mend_end")
VERBS += ("move", "suspend", "resume", "inherit", "apply", "activate", "note", "forget", "mistake")
VERBS += ("replace", "replace", "mend_line", "mend_line", "reopen", "reopen")


@dataclass(frozen=True)
class Step:
    """`wait` days after the step before, something that happened `late` days ago, with a further day `on` days later."""

    verb: str
    wait: int
    late: int
    on: int
    second: bool


STEPS = st.lists(
    st.builds(
        Step,
        verb=st.sampled_from(VERBS),
        wait=st.integers(0, 25),
        late=st.sampled_from((0, 0, 0, 1, 10, 60)),
        on=st.sampled_from((0, 0, 1, 15, 70)),
        second=st.sampled_from((False, False, False, True)),
    ),
    min_size=3,
    max_size=20,
)


class Desk:
    """Two lines of one subscriber, and the clerk who enters the steps."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.lines = [office.line, office.add_line("L-2", opened="2026-05-10")]
        self.heir = office.provider.household("C-30003", "0847-55-6666")
        self.moves = 0

    def do(self, step: Step, today: date) -> None:
        office, which = self.office, int(step.second)
        line = Line.objects.get(pk=self.lines[which].pk)
        entry: dict[str, Any] = {
            "by": office.provider.clerk,
            "now": datetime.combine(today, time(12), ZoneInfo("Asia/Tokyo")),
        }
        day, later = today - timedelta(step.late), today - timedelta(step.late) + timedelta(step.on)
        newest = Period.objects.filter(line=line).order_by("pk").last()
        match step.verb:
            case "join":
                periods.join(line=line, form_on=day, terms_version="1", solicited=step.on == 0, **entry)
            case "cancel" | "reserve" if newest:
                end = later if step.verb == "reserve" else None
                endings.cancel(period=newest, requested_on=day, end_on=end, **entry)
            case "undo" if newest:
                endings.undo_cancel(period=newest, **entry)
            case "close":
                endings.close_line(line=line, on=later, **entry)
            case "reopen":
                opens = Month.of(today) if step.second else Month(2026, 4)
                endings.reopen_line(line=line, open_from=opens, **entry)
            case "withdraw" if newest:
                ground = ("solicited", "before_start", "line_cancelled")[step.on % 3]
                periods.withdraw(
                    period=newest, ground=ground, sessions_held=0, requested_on=day, withdrawal_days=8, **entry
                )
            case "correct" if newest:
                month = Month(2026, 4)
                periods.correct(period=newest, form_on=day, campaign=None, open_from=month, **entry)
            case "mistake" if newest:
                opens = Month.of(today) if step.second else Month(2026, 4)
                mistakes.take_back_entry(period=newest, mistake="wrong_line", sessions_held=0, open_from=opens, **entry)
            case "mend_end" if newest:
                month = Month(2026, 4)
                endings.correct_end(period=newest, requested_on=day, end_on=later, open_from=month, **entry)
            case "move":
                self.moves += 1
                number = f"L-7{self.moves}"
                moved = lines.move_line(line=line, number=number, address="町", opened_on=day, **entry)
                self.lines[which] = moved
            case "mend_line":
                opens = Month.of(today) if step.second else Month(2026, 4)
                wrong = Line.objects.get(pk=queries.followed(line.pk)[0 if step.on % 2 else -1])
                opened = later if step.on % 2 else day
                line_data.correct_line(
                    line=wrong, number=f"{wrong.number}x"[:30], address="町", opened_on=opened, open_from=opens, **entry
                )
            case "replace":
                opens = Month.of(today) if step.second else Month(2026, 4)
                old, new = self.lines
                ledger = {"is_booked": False, "is_closing": False}
                new = replacing.replace_line(old=old, new=new, open_from=opens, **ledger, **entry)
                self.lines = [new, new]
            case "suspend":
                lines.suspend_line(line=line, first_on=day, last_on=later, **entry)
            case "resume":
                lines.resume_line(line=line, on=later, **entry)
            case "inherit":
                lines.inherit_line(line=line, to=self.heir, on=day, **entry)
            case "apply":
                applications.apply(line=line, received_on=day, **entry)
            case "activate" if waiting := queries.waiting_application(line.pk):
                applications.activate(application=waiting, form_on=day, terms_version="1", **entry)
            case "note":
                lines.note_change(line=line, what="course", on=day, **entry)
            case "forget" if waiting := queries.waiting_application(line.pk):
                applications.withdraw_application(application=waiting, **entry)
            case _:
                raise ContractError("nothing to do it with")


@contextmanager
def undone() -> Iterator[None]:
    """Everything inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows_of_everything(office: Office) -> list[tuple[Any, ...]]:
    """What a refused step must leave as it was."""
    held = Line.objects.filter(first_holder=office.subscriber).order_by("pk")
    return [
        *held.values_list("pk", "opened_on", "closed_on", "subscriber_id", "moved_from", "number"),
        *Period.objects.order_by("pk").values_list(
            "pk", "line_id", "start_on", "end_on", "end_cause", "void", "sequence"
        ),
        (Event.objects.count(),),
    ]


def check(office: Office, today: date) -> None:
    """What holds after every step."""
    found = queries.histories(holders=[office.subscriber.pk], scope="customer")
    chained = chains(found.lines, found.periods)
    assert sum(len(chain.lines) for chain in chained) == len(found.lines)
    for chain in chained:
        last = int(chain.lines[-1].id)
        kept = list(queries.counting(last))
        assert [period.sequence for period in kept] == list(range(1, len(kept) + 1))
        for before, after in pairwise(kept):
            assert before.end_on is not None
            assert before.end_on <= after.start_on
        closed = chain.lines[-1].closed
        for period in kept:
            assert closed is None or (period.end_on is not None and period.end_on <= closed)
        # What the charge sees is what the rows say, and what the desk is told.
        assert [(span.start, span.end) for span in chain.spans] == [(each.start_on, each.end_on) for each in kept]
        is_active = any(each.start <= today and (each.end is None or today <= each.end) for each in chain.spans)
        assert queries.is_active(last, on=today) == is_active
    ids = [line.id for line in found.lines]
    table = rows(chained, ids, Month(2026, 1), Month(2027, 12), policy=Policy(), tariff=Tariff())
    assert {row.charge.amount for row in table} <= {0, 550}


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
def test_any_sequence_of_entries_keeps_the_contracts_in_order(office: Office, steps: list[Step]) -> None:
    with undone():
        desk, today = Desk(office), BEGIN
        sentences: list[str] = []
        for step in steps:
            today += timedelta(step.wait)
            before, told = rows_of_everything(office), queries.newest_event()
            counted = dict(Period.objects.values_list("pk", "void"))
            try:
                with transaction.atomic():
                    desk.do(step, today)
            except (ContractError, SubscriberError) as refused:
                sentences.append(str(refused.sentence))
                assert rows_of_everything(office) == before
                event(f"{step.verb} refused")
            else:
                # The end of a line is told, and of each contract that it makes void, or that counts again, that it does.
                now = dict(Period.objects.values_list("pk", "void"))
                turned = sum(now[pk] != void for pk, void in counted.items()) if step.verb in {"close", "reopen"} else 0
                assert Event.objects.filter(pk__gt=told).count() == 1 + turned
                event(f"{step.verb} done")
            check(office, today)
        assert all(sentences)
        assert audit.judge(lambda signature, message: False).fault is None
