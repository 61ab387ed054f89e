"""Notes are saved while they are typed, kept as they are, and never written over unseen."""

import pytest
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.errors import BadAnswer, ChangedMeanwhile, NotYours, TicketFinished
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries.notes import being_written, notes_of
from yorisoi_service.desk.rules.triage import Fact, Request
from yorisoi_service.desk.services import tickets
from yorisoi_service.desk.services.notes import keep_note, save_note
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.desk.services.scope import decide
from yorisoi_service.testing.people import NOON, Provider, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(provider: Provider) -> Ticket:
    return tickets.open_ticket(
        channel="landline", asked="", subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )


def test_what_is_typed_is_saved_in_one_row_and_then_kept(provider: Provider, ticket: Ticket) -> None:
    by = provider.communicator
    first = save_note(ticket=ticket, text="音", seen=0, by=by, now=NOON)
    again = save_note(ticket=ticket, text="音が出ない", seen=first.version, by=by, now=later(seconds=2))
    assert (again.pk, again.version, being_written(ticket, by)) == (first.pk, 2, again)
    kept = keep_note(ticket=ticket, text="音が出ない。再起動した。", seen=2, by=by, now=later(seconds=9))
    assert (kept.pk, kept.kept_at) == (first.pk, later(seconds=9))
    assert being_written(ticket, by) is None
    assert [(note.text, note.by) for note in notes_of(ticket)] == [("音が出ない。再起動した。", by)]
    ticket.refresh_from_db()
    assert ticket.version == 0  # a note stands beside the answers; nobody's step is held up by it


def test_another_window_is_not_written_over(provider: Provider, ticket: Ticket) -> None:
    save_note(ticket=ticket, text="一", seen=0, by=provider.communicator, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        save_note(ticket=ticket, text="二", seen=0, by=provider.communicator, now=NOON)
    assert [note.text for note in notes_of(ticket)] == ["一"]


def test_two_people_write_beside_each_other(provider: Provider, ticket: Ticket) -> None:
    save_note(ticket=ticket, text="担当", seen=0, by=provider.communicator, now=NOON)
    save_note(ticket=ticket, text="責任者", seen=0, by=provider.lead, now=later(seconds=1))
    assert [note.text for note in notes_of(ticket)] == ["責任者", "担当"]
    with pytest.raises(NotYours):
        save_note(ticket=ticket, text="三", seen=0, by=provider.second, now=NOON)


@pytest.mark.parametrize("text", ["", "   ", "あ" * 2_001])
def test_nothing_and_too_much_are_no_note(provider: Provider, ticket: Ticket, text: str) -> None:
    with pytest.raises(BadAnswer):
        keep_note(ticket=ticket, text=text, seen=0, by=provider.communicator, now=NOON)
    assert notes_of(ticket) == []


def test_of_what_may_break_the_law_no_note_is_kept(provider: Provider, ticket: Ticket) -> None:
    by = provider.communicator
    keep_note(ticket=ticket, text="canary-before", seen=0, by=by, now=NOON)
    save_note(ticket=ticket, text="canary-draft", seen=0, by=by, now=NOON)
    decide(ticket=ticket, request=Request(facts=frozenset({Fact.ILLEGAL})), by=by, now=NOON)
    assert [note.text for note in ticket.notes.all()] == ["", ""]
    with pytest.raises(BadAnswer):
        save_note(ticket=ticket, text="canary-after", seen=1, by=by, now=NOON)


def test_the_trail_tells_of_a_note_and_never_what_it_says(provider: Provider, ticket: Ticket) -> None:
    keep_note(ticket=ticket, text="canary-text", seen=0, by=provider.communicator, now=NOON)
    assert Row.objects.filter(event="ticket.noted", about=ticket.topic).count() == 1
    assert "canary" not in "".join(Row.objects.values_list("facts", flat=True))


def test_a_finished_ticket_takes_no_more_notes(provider: Provider, ticket: Ticket) -> None:
    set_outcome(ticket=ticket, outcome="resolved", done="直した", by=provider.communicator, now=NOON)
    with pytest.raises(TicketFinished):
        save_note(ticket=ticket, text="一", seen=0, by=provider.communicator, now=NOON)
