"""Nobody overwrites what they have not seen: a step on a ticket that somebody else changed meanwhile is refused by name."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation
from yorisoi_service.desk.errors import ChangedMeanwhile
from yorisoi_service.desk.models.changes import Change
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import answers, tickets
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.desk.services.turns import turn
from yorisoi_service.desk.services.writing import next_version
from yorisoi_service.desk.words import CHANGES
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.testing.people import NOON, RIGHT, Provider, later

ROUNDS, AT_ONCE = 4, 4


@pytest.fixture
def ticket(provider: Provider) -> Ticket:
    return tickets.open_ticket(
        channel="landline", asked="", subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )


def ask(text: str, ticket: Ticket, *, seen: int | None, by: StaffMember) -> None:
    def say(on: Ticket, who: StaffMember) -> None:
        tickets.set_asked(ticket=on, asked=text, by=who, now=NOON)

    turn(ticket=ticket, seen=seen, by=by, do=say)


def test_every_step_makes_the_next_version_and_says_whose(provider: Provider, ticket: Ticket) -> None:
    by = provider.communicator
    answers.check_identity(ticket=ticket, typed=RIGHT, by=by, now=NOON)
    answers.tick(ticket=ticket, condition="device", yes=True, by=by, now=NOON)
    answers.decide_scope(ticket=ticket, category="listed_device", by=by, now=NOON)
    tickets.set_asked(ticket=ticket, asked="音が出ない", by=by, now=NOON)
    tickets.set_asked(ticket=ticket, asked="音が出ない", by=by, now=NOON)  # says nothing new
    tickets.hand_over(ticket=ticket, to=provider.second, by=by, now=NOON)
    set_outcome(ticket=ticket, outcome="resolved", done="直した", by=provider.second, now=NOON)
    rows = list(Change.objects.order_by("version").values_list("version", "what", "by__username"))
    assert rows == [
        (1, "identity", "yamada"),
        (2, "device", "yamada"),
        (3, "scope", "yamada"),
        (4, "asked", "yamada"),
        (5, "handed_over", "yamada"),
        (6, "outcome", provider.second.username),
    ]
    ticket.refresh_from_db()
    assert ticket.version == 6
    assert {what for _, what, _ in rows} <= set(CHANGES)


def test_a_step_after_somebody_elses_is_refused_and_names_who_changed_what(provider: Provider, ticket: Ticket) -> None:
    ask("一", ticket, seen=0, by=provider.lead)
    answers.tick(ticket=ticket, condition="device", yes=True, by=provider.lead, now=later(minutes=5))
    with translation.override("en"), pytest.raises(ChangedMeanwhile) as refused:
        ask("二", ticket, seen=0, by=provider.communicator)
    assert "Suzuki: the caller's words (12:00) / Suzuki: checklist (12:05)" in str(refused.value.sentence)
    ticket.refresh_from_db()
    assert (ticket.asked, ticket.version) == ("一", 2)
    ask("二", ticket, seen=2, by=provider.communicator)
    ticket.refresh_from_db()
    assert ticket.asked == "二"


def test_what_one_changed_oneself_in_another_window_stops_nothing(provider: Provider, ticket: Ticket) -> None:
    ask("一", ticket, seen=0, by=provider.communicator)
    ask("二", ticket, seen=0, by=provider.communicator)
    ticket.refresh_from_db()
    assert (ticket.asked, ticket.version) == ("二", 2)


def test_a_refused_step_leaves_no_trace(provider: Provider, ticket: Ticket) -> None:
    with pytest.raises(ZeroDivisionError):
        turn(ticket=ticket, seen=0, by=provider.communicator, do=lambda on, by: _answer_and_fail(on, by))
    ticket.refresh_from_db()
    assert (ticket.version, Change.objects.count(), ticket.answers.count()) == (0, 0, 0)


def _answer_and_fail(on: Ticket, by: StaffMember) -> None:
    answers.tick(ticket=on, condition="device", yes=True, by=by, now=NOON)
    raise ZeroDivisionError


def test_a_row_read_before_somebody_elses_step_makes_no_version(provider: Provider, ticket: Ticket) -> None:
    old = Ticket.objects.get(pk=ticket.pk)
    ask("一", ticket, seen=None, by=provider.lead)
    with pytest.raises(ChangedMeanwhile):
        next_version(old, "asked", by=provider.communicator, now=NOON)


@pytest.mark.timeout(400)
def test_of_those_who_send_at_once_exactly_one_is_first(database: str) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("turns_race.py")), str(ROUNDS), str(AT_ONCE)],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "yorisoi_service.testing.settings",
            "YORISOI_DATABASE_URL": database,
        },
        capture_output=True,
        text=True,
        timeout=360,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    assert json.loads(done.stdout) == {
        "told": [[*["changed"] * (AT_ONCE - 1), "done"]] * ROUNDS,
        "version": ROUNDS,
        "changes": list(range(1, ROUNDS + 1)),
        "vendor": database.partition(":")[0],
        "trail": None,
    }
