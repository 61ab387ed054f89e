"""The letter after a visit: issued once, by whichever of outcome and closing comes second, and it tells what was so."""

from datetime import timedelta

import pytest
from django.conf import LazySettings, settings
from django.core import mail
from yorisoi_protocol.vocabulary import Ending, Permission, Removal
from yorisoi_service.audit.models import Row
from yorisoi_service.clock import end_of_day
from yorisoi_service.contracts.models import Period
from yorisoi_service.desk.errors import BadAnswer
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.desk.models.visits import LetterState, VisitNote
from yorisoi_service.desk.services import answers, tickets, visit_letter
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.desk.services.visits import keep_draft
from yorisoi_service.letters.errors import BadLetter
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.letters.rules.codec import from_json
from yorisoi_service.letters.rules.kinds import MailState, Way
from yorisoi_service.letters.rules.visit import Consent, Visit
from yorisoi_service.letters.services import delivering
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services import endings, running
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.models import AccessKey, Line, Subscriber
from yorisoi_service.testing.people import NOON, RIGHT, Provider, Tool, claims, identity, later


def asked_by_telephone(provider: Provider) -> Ticket:
    ticket = tickets.open_ticket(
        channel="landline", asked="印刷できない", subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )
    answers.check_identity(ticket=ticket, typed=RIGHT, by=provider.communicator, now=NOON)
    return ticket


def finish(ticket: Ticket, provider: Provider, *, minutes: int = 40, **more: str) -> Ticket:
    texts = {"outcome": "resolved", "done": "プリンターをつなぎ直しました", "changed": "既定のプリンター"} | more
    return set_outcome(ticket=ticket, by=provider.communicator, now=later(minutes=minutes), **texts)


def held(provider: Provider, ticket: Ticket, *, tool: Tool | None = None) -> tuple[Tool, str]:
    """A session that was live, with one consent given and taken back, and is over."""
    tool = tool or Tool()
    offer = tool.offer(now=later(minutes=1))
    claims(offer.nameplate, ticket, identity(provider.communicator), now=later(minutes=2))
    assert tool.log is not None
    said = [
        (0, "verified", None, 0),
        (60_000, "granted", Permission.VIEW, 1),
        (90_000, "denied", Permission.CONTROL, 2),
        (600_000, "revoked", Permission.VIEW, 1),
    ]
    for at_ms, event, permission, number in said:
        running.record_entry(
            session=offer.session,
            entry=tool.log.append(at_ms, event, permission, number),
            limits=settings.PROVIDER.limits,
            now=later(minutes=3, seconds=at_ms / 1_000),
        )
    endings.end_session(
        session=offer.session, reason=Ending.FINISHED, side=Side.COMMUNICATOR, by=provider.communicator,
        now=later(minutes=30),
    )  # fmt: skip
    return tool, offer.session


def close(tool: Tool, session: str, removal: Removal = Removal.VERIFIED, *, minutes: int = 31) -> Letter | None:
    endings.close_with_receipt(session=session, receipt=tool.receipt(removal), now=later(minutes=minutes))
    return visit_letter.issue_after_closing(session=session, now=later(minutes=minutes))


def told(letter: Letter | None) -> Visit:
    assert letter is not None
    return from_json(Visit, letter.values)


def test_a_request_by_telephone_needs_the_outcome_alone(provider: Provider) -> None:
    ticket = asked_by_telephone(provider)
    assert not Letter.objects.exists()
    finish(ticket, provider)
    letter = Letter.objects.get()
    assert (letter.number, letter.kind, letter.about) == ("V-2026-00001", "visit", f"ticket:{ticket.pk}")
    values = told(letter)
    assert (values.asked, values.done, values.sessions, values.files) == (
        "印刷できない",
        "プリンターをつなぎ直しました",
        (),
        "none",
    )
    assert VisitNote.objects.get().letter == letter


@pytest.mark.parametrize("closing_first", [True, False])
def test_the_second_of_outcome_and_closing_issues_it(provider: Provider, closing_first: bool) -> None:
    ticket = provider.ready_ticket()
    tool, session = held(provider, ticket)
    if closing_first:
        assert close(tool, session) is None
        finish(ticket, provider)
    else:
        finish(ticket, provider)
        assert not Letter.objects.exists()
        assert close(tool, session) is not None
    assert Letter.objects.count() == 1


def test_it_is_issued_once_however_often_somebody_asks(provider: Provider) -> None:
    ticket = finish(asked_by_telephone(provider), provider)
    for minutes in (41, 42):
        assert visit_letter.issue_if_due(ticket=ticket, now=later(minutes=minutes)) is None
    assert visit_letter.sweep(now=later(minutes=43)) == 0
    assert Letter.objects.count() == 1
    assert Row.objects.filter(event="letter.issued", about="letter:V-2026-00001").count() == 1


def test_every_session_of_the_ticket_has_to_be_closed(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    first, one = held(provider, ticket)
    second, two = held(provider, ticket)
    finish(ticket, provider)
    assert close(first, one) is None
    letter = close(second, two, Removal.FAILED)
    assert [each.removal for each in told(letter).sessions] == ["verified", "failed"]


def test_who_looked_along_stands_in_it_as_looking_only(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    first, one = held(provider, ticket)
    second, two = held(provider, ticket)
    Session.objects.filter(pk=two).update(kind="joined", beside=one)
    finish(ticket, provider)
    close(first, one)
    values = told(close(second, two))
    assert [(each.is_beside, each.is_log_whole) for each in values.sessions] == [(False, True), (True, True)]


def test_a_session_explained_in_writing_counts_as_closed_and_never_as_removed(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    _tool, session = held(provider, ticket)
    finish(ticket, provider)
    visit_letter.close_in_writing(
        ticket=ticket, session=session, text="停電でした。説明しました。", by=provider.second, now=later(minutes=50)
    )
    letter = Letter.objects.get()
    assert letter.by == provider.second
    (connection,) = told(letter).sessions
    assert (connection.removal, connection.is_log_whole) == ("not_confirmed", False)


def test_it_tells_each_consent_with_the_times_of_the_signed_entries(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    tool, session = held(provider, ticket)
    finish(ticket, provider)
    (connection,) = told(close(tool, session)).sessions
    assert (connection.number, connection.name, connection.began, connection.ended) == (
        "12",
        "Yamada",
        "12:03",
        "12:30",
    )
    assert connection.consents == (
        Consent("view", "12:04", "12:13", "revoked"),
        Consent("control", "12:04", "", "denied"),
    )
    assert (connection.removal, connection.is_log_whole) == ("verified", True)


def test_a_receipt_that_knows_more_than_was_reported_is_said(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    tool, session = held(provider, ticket)
    tool.says("ended")  # signed, and never heard
    finish(ticket, provider)
    assert not told(close(tool, session)).sessions[0].is_log_whole


def test_of_a_consent_whose_end_nobody_heard_no_end_is_claimed(provider: Provider) -> None:
    """R37: the letter says of it what the own page says."""
    ticket = provider.ready_ticket()
    _tool, session = held(provider, ticket)
    Session.objects.get(pk=session).log.filter(event="revoked").delete()
    finish(ticket, provider)
    visit_letter.close_in_writing(
        ticket=ticket, session=session, text="停電でした。説明しました。", by=provider.second, now=later(minutes=50)
    )
    letter = Letter.objects.get()
    assert told(letter).sessions[0].consents[0] == Consent("view", "12:04", "", "unseen")
    assert "いつ終わったかは届いていません" in delivering.text(letter)
    assert "接続が終わるまで" not in delivering.text(letter)


def test_what_becomes_known_later_does_not_change_it(provider: Provider) -> None:
    ticket = finish(asked_by_telephone(provider), provider)
    before = Letter.objects.get().content
    VisitNote.objects.update(done="etwas anderes")
    assert visit_letter.issue_if_due(ticket=ticket, now=later(days=1)) is None
    assert Letter.objects.get().content == before


def test_the_desks_numbers_are_told_to_who_has_a_contract_on_the_tickets_line(provider: Provider) -> None:
    """R31: a contract on another line of theirs opens nothing, nor does one that has ended."""
    other = provider.add_line(provider.subscriber, "L-20002")
    assert has_desk_numbers(provider, provider.line)
    assert not has_desk_numbers(provider, other)
    assert has_desk_numbers(provider, None)  # nobody asked which line; one of theirs has a contract
    Period.objects.update(end_on=NOON.date())
    assert has_desk_numbers(provider, provider.line)  # its last day
    Period.objects.update(end_on=NOON.date() - timedelta(days=1))
    assert not has_desk_numbers(provider, provider.line)
    assert not has_desk_numbers(provider, None)


def test_the_numbers_follow_a_contract_that_moved_to_a_new_line(provider: Provider) -> None:
    ticket = asked_by_telephone(provider)
    new = provider.add_line(provider.subscriber, "L-20002")
    Line.objects.filter(pk=new.pk).update(moved_from=provider.line)
    Period.objects.update(line=new)
    finish(ticket, provider)
    assert told(Letter.objects.get()).desk is not None


def test_the_link_of_who_has_no_contract_names_no_welcome_letter(provider: Provider, settings: LazySettings) -> None:
    settings.MAIL_READY = True
    Subscriber.objects.update(email="hanako@example.jp")
    Period.objects.update(end_on=NOON.date() - timedelta(days=1))
    finish(asked_by_telephone(provider), provider)
    visit_letter.sweep(now=later(minutes=41))
    (message,) = mail.outbox
    assert "インターネットのご契約の書面にある、当社の番号へ" in message.body
    assert not any(number in message.body for number in desk_numbers())


def desk_numbers() -> tuple[str, str]:
    return settings.PROVIDER.phones.desk_landline, settings.PROVIDER.phones.desk_mobile


def has_desk_numbers(provider: Provider, line: Line | None) -> bool:
    """Both, or neither and the number of the office."""
    ticket = asked_by_telephone(provider)
    Ticket.objects.filter(pk=ticket.pk).update(line=line)
    Answer.objects.filter(ticket=ticket).update(line=line)
    finish(ticket, provider)
    text = delivering.text(Letter.objects.get(about=ticket.topic))
    found = {number in text for number in desk_numbers()}
    assert len(found) == 1
    assert settings.PROVIDER.phones.office in text
    return found.pop()


@pytest.mark.parametrize("known", [True, False])
def test_nobody_is_written_to_who_was_not_identified(provider: Provider, known: bool) -> None:
    whom = provider.subscriber if known else None
    ticket = tickets.open_ticket(channel="mobile", asked="?", subscriber=whom, by=provider.communicator, now=NOON)
    finish(ticket, provider)
    assert not Letter.objects.exists()
    assert VisitNote.objects.get().state == LetterState.NONE


def test_of_what_may_break_the_law_no_word_is_kept(provider: Provider) -> None:
    """R35."""
    ticket = asked_by_telephone(provider)
    keep_draft(ticket=ticket, fields={"done": "canary"}, by=provider.communicator, now=NOON)
    answers.decide_scope(ticket=ticket, category="illegal_or_suspect", by=provider.communicator, now=NOON)
    assert VisitNote.objects.get().draft == {}
    keep_draft(ticket=ticket, fields={"done": "canary"}, by=provider.communicator, now=NOON)
    assert VisitNote.objects.get().draft == {}
    finish(ticket, provider, outcome="not_possible", not_done="canary", note="canary", next_step="canary")
    note, ticket = VisitNote.objects.get(), Ticket.objects.get()
    assert "canary" not in f"{vars(note)}{vars(ticket)}"
    assert (note.state, Letter.objects.count()) == (LetterState.NONE, 0)


@pytest.mark.parametrize(
    ("outcome", "given"),
    [("resolved", {}), ("partly", {"done": "x"}), ("partly", {"not_done": "x"}), ("not_possible", {"done": "x"})],
)
def test_each_outcome_says_what_it_needs(provider: Provider, outcome: str, given: dict[str, str]) -> None:
    with pytest.raises(BadAnswer):
        set_outcome(ticket=asked_by_telephone(provider), outcome=outcome, by=provider.communicator, now=NOON, **given)
    assert Ticket.objects.get().finished_at is None


def test_a_draft_goes_when_the_ticket_is_finished(provider: Provider) -> None:
    ticket = asked_by_telephone(provider)
    kept = keep_draft(ticket=ticket, fields={"done": "半分\n書いた", "other": "x"}, by=provider.communicator, now=NOON)
    assert kept is not None
    assert (kept.draft["done"], "other" in kept.draft) == ("半分\n書いた", False)
    finish(ticket, provider)
    assert VisitNote.objects.get().draft == {}


def test_what_a_process_left_behind_is_issued_by_the_next_round(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    tool, session = held(provider, ticket)
    finish(ticket, provider)
    endings.close_with_receipt(session=session, receipt=tool.receipt(), now=later(minutes=50))  # and then it died
    assert visit_letter.sweep(now=later(minutes=51)) == 1
    assert visit_letter.sweep(now=later(minutes=52)) == 0


def test_the_link_is_mailed_once_and_opens_that_letter_for_thirty_days(
    provider: Provider, settings: LazySettings
) -> None:
    settings.MAIL_READY = True
    settings.DEFAULT_FROM_EMAIL = "support@example.jp"
    Subscriber.objects.update(email="hanako@example.jp")
    finish(asked_by_telephone(provider), provider)
    assert mail.outbox == []
    visit_letter.sweep(now=later(minutes=41))
    visit_letter.sweep(now=later(minutes=42))
    (message,) = mail.outbox
    assert message.to == ["hanako@example.jp"]
    assert "http://localhost:8000/visit/#" in message.body
    assert "プリンター" not in message.body
    key = AccessKey.objects.get()
    assert (key.about, key.expires_at) == ("letter:V-2026-00001", end_of_day(NOON, days=30))
    assert Delivery.objects.get().state == MailState.SENT


def test_a_link_the_server_refused_is_left_to_the_letters_command(provider: Provider, settings: LazySettings) -> None:
    settings.MAIL_READY = True
    Subscriber.objects.update(email="hanako@example.jp")
    finish(asked_by_telephone(provider), provider)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert delivering.send_links(now=later(minutes=41)) == 0
    assert Delivery.objects.get().state == MailState.FAILED
    assert delivering.send_links(now=later(minutes=42)) == 0


def test_a_visit_is_never_mailed_whole(provider: Provider, settings: LazySettings) -> None:
    settings.MAIL_READY = True
    finish(asked_by_telephone(provider), provider)
    letter = Letter.objects.get()
    with pytest.raises(BadLetter):
        delivering.deliver(letter=letter, way=Way.MAIL, by=provider.clerk, now=NOON)


@pytest.mark.parametrize(
    ("who", "may"), [("lead", True), ("clerk", True), ("accountant", False), ("communicator", False)]
)
def test_desk_lead_and_clerk_print_it(provider: Provider, who: str, may: bool) -> None:
    finish(asked_by_telephone(provider), provider)
    letter = Letter.objects.get()
    if may:
        assert delivering.deliver(letter=letter, way=Way.PAPER, by=getattr(provider, who), now=NOON).nth == 1
    else:
        with pytest.raises(NotAllowed):
            delivering.deliver(letter=letter, way=Way.PAPER, by=getattr(provider, who), now=NOON)
