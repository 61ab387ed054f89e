"""What was decided binds the session: its permissions, its time, and whether there is one at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.errors import BadAnswer, TicketFinished
from yorisoi_service.desk.models.scope import Decided
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.desk.queries import catalogue, scope
from yorisoi_service.desk.rules.catalogue import Level
from yorisoi_service.desk.rules.identity import Speaking
from yorisoi_service.desk.rules.triage import CLAIMING, Device, Fact, Need, Request, System, decide
from yorisoi_service.desk.services import admission, answers, tickets
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.desk.services.scope import decide as decide_on
from yorisoi_service.desk.services.scope import decide_unlisted
from yorisoi_service.remote import programs
from yorisoi_service.remote.models import Extension, Session
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import ASKABLE, Side
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.remote.services.endings import end_session
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.errors import BadRecord
from yorisoi_service.subscribers.models import HouseholdMember
from yorisoi_service.subscribers.services.household import add_household_member, remove_household_member
from yorisoi_service.testing.people import NOON, RIGHT, Provider, Tool, claims, identity, later


def thing(name: str) -> int:
    found = catalogue.published(NOON.date())
    assert found is not None
    return next(entry.thing for entry in found.entries if entry.names["en"] == name)


def outcome_of(provider: Provider, request: Request, **more: object) -> Grant | Refused:
    """Decide this on a ticket where all else is in order, and type the pass."""
    ticket, offer = provider.ready_ticket(), Tool().offer()
    decide_on(ticket=ticket, request=request, by=provider.communicator, now=later(seconds=1), **more)  # type: ignore[arg-type]
    return claims(offer.nameplate, ticket, identity(provider.communicator), now=later(seconds=2))


REQUESTS = [
    *(Request(level=Level.FULL, facts=frozenset({fact})) for fact in Fact),
    *(Request(level=level, need=need) for level in (None, Level.FULL, Level.INSTALL_ONLY) for need in Need),
    *(Request(level=Level.FULL, device=device) for device in Device),
    Request(level=Level.FULL, device=Device.PHONE, model=Level.GUIDE_ONLY),
    Request(level=Level.FULL, device=Device.TABLET, model=Level.UNSUPPORTED),
]


def test_a_claim_gets_what_was_decided_and_nothing_else(provider: Provider) -> None:
    Tool().offer(address="192.0.2.99")  # the nameplates are drawn once
    for request in REQUESTS:
        with transaction.atomic():
            ruling, answer = decide(request, ASKABLE, programs.systems()), outcome_of(provider, request)
            transaction.set_rollback(True)
        if ruling.decision in CLAIMING:
            assert isinstance(answer, Grant), request
            assert answer.allowed == ruling.allowed
            assert answer.time_box_s == settings.PROVIDER.desk.box_s(ruling.box)
        else:
            assert answer == Refused(Refusal.GATES_CLOSED, gates=("scope",)), request


def test_the_list_decides_the_level_of_a_thing_not_the_request(provider: Provider) -> None:
    usage = Request(level=Level.FULL, need=Need.USAGE)
    assert isinstance(outcome_of(provider, usage, thing=thing("Windows")), Grant)
    assert outcome_of(provider, usage, thing=thing("Other bought software")) == Refused(
        Refusal.GATES_CLOSED, gates=("scope",)
    )
    assert outcome_of(provider, Request(level=Level.FULL), thing=thing("Smartphone")) == Refused(
        Refusal.GATES_CLOSED, gates=("scope",)
    )


def test_a_phone_is_looked_at_from_the_day_on_which_a_program_for_it_is_handed_out(
    provider: Provider, hand_out: Callable[..., None]
) -> None:
    """R16."""
    closed = Refused(Refusal.GATES_CLOSED, gates=("scope",))
    hand_out("windows", "macos", "linux")
    assert outcome_of(provider, Request(), thing=thing("Tablet")) == closed
    hand_out("android")
    assert outcome_of(provider, Request(), thing=thing("Smartphone")) == closed
    looking = outcome_of(provider, Request(system=System.ANDROID), thing=thing("Smartphone"))
    assert isinstance(looking, Grant)
    assert looking.allowed == (Permission.VIEW,)
    hand_out("ios")
    assert isinstance(outcome_of(provider, Request(), thing=thing("Tablet")), Grant)


def test_what_a_lead_agrees_to_on_a_phone_needs_a_program_for_it_too(
    provider: Provider, hand_out: Callable[..., None]
) -> None:
    ticket, by = provider.ready_ticket(), provider.communicator
    hand_out("android")
    for second, (system, code) in enumerate(((System.IOS, "no_program"), (System.ANDROID, "looking_only"))):
        request = Request(device=Device.PHONE, system=system)
        decide_on(ticket=ticket, request=request, what="見守りアプリ", by=by, now=later(seconds=2 * second))
        row = decide_unlisted(ticket=ticket, agreed="full", by=provider.lead, now=later(seconds=2 * second + 1))
        assert (row.code, row.system) == (code, str(system))


def test_a_telephone_that_was_named_is_not_the_computer_that_is_worked_at(provider: Provider) -> None:
    ticket, by = provider.ready_ticket(), provider.communicator
    row = decide_on(ticket=ticket, request=Request(system=System.IOS), thing=thing("Printer"), by=by, now=NOON)
    assert (row.device, row.system, row.code) == ("computer", "", "in_scope")


def test_a_thing_that_is_not_on_the_list_in_force_is_refused(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    for wrong in (0, 999_999):
        with pytest.raises(BadAnswer):
            decide_on(ticket=ticket, request=Request(), thing=wrong, by=provider.communicator, now=NOON)
        with pytest.raises(BadAnswer):
            decide_on(ticket=ticket, request=Request(), model=thing("Windows"), by=provider.communicator, now=NOON)


def test_each_decision_is_a_row_and_the_newest_binds(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    by = provider.communicator
    decide_on(ticket=ticket, request=Request(facts=frozenset({Fact.REPAIR})), by=by, now=later(seconds=1))
    assert isinstance(claims(offer.nameplate, ticket, identity(by), now=later(seconds=2)), Refused)
    decide_on(ticket=ticket, request=Request(), thing=thing("Printer"), by=by, now=later(seconds=3))
    newest = scope.newest(ticket)
    assert newest is not None
    assert (newest.code, newest.version, newest.answer.by, newest.allowed) == (
        "in_scope", 1, by, [str(permission) for permission in ASKABLE]
    )  # fmt: skip
    assert isinstance(claims(offer.nameplate, ticket, identity(by), now=later(seconds=4)), Grant)
    assert [row.code for row in Decided.objects.order_by("pk")] == ["in_scope", "repair", "in_scope"]


def test_a_decision_taken_back_after_the_pass_was_shown_still_binds(provider: Provider) -> None:
    """Judged afresh inside the claim, not when the page was read."""
    ticket, offer = provider.ready_ticket(), Tool().offer()
    decide_on(
        ticket=ticket, request=Request(facts=frozenset({Fact.FOREIGN_TOOL})), by=provider.lead, now=later(seconds=1)
    )
    assert claims(offer.nameplate, ticket, identity(provider.communicator), now=later(seconds=2)) == Refused(
        Refusal.GATES_CLOSED, gates=("scope",)
    )


def test_a_scope_answer_without_its_grounds_opens_nothing(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    Decided.objects.all().delete()
    assert claims(offer.nameplate, ticket, identity(provider.communicator)) == Refused(
        Refusal.GATES_CLOSED, gates=("scope",)
    )


def test_only_a_lead_agrees_to_what_is_not_listed(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    for request in (Request(agreed=Level.FULL), Request(declined=True)):
        with pytest.raises(NotAllowed):
            decide_on(ticket=ticket, request=request, by=provider.communicator, now=NOON)
    with pytest.raises(NotAllowed):
        decide_unlisted(ticket=ticket, agreed="full", by=provider.communicator, now=NOON)
    with pytest.raises(BadAnswer):
        decide_unlisted(ticket=ticket, agreed="full", by=provider.lead, now=NOON)  # it is on the list
    decide_on(ticket=ticket, request=Request(), what="年賀状ソフト", by=provider.communicator, now=later(seconds=1))
    assert scope.tickets_for_lead() == [ticket]
    for nonsense in ("install_only", "guide_only", "control"):
        with pytest.raises(BadAnswer):
            decide_unlisted(ticket=ticket, agreed=nonsense, by=provider.lead, now=later(seconds=2))
    agreed = decide_unlisted(ticket=ticket, agreed="view_only", by=provider.lead, now=later(seconds=3))
    assert (agreed.what, agreed.allowed, agreed.answer.by) == ("年賀状ソフト", ["view"], provider.lead)
    assert scope.tickets_for_lead() == []


def test_a_lead_cannot_agree_away_what_forbids_a_session(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    decide_on(ticket=ticket, request=Request(), by=provider.communicator, now=later(seconds=1))
    Decided.objects.filter(code="unlisted").update(facts=["repair"])
    assert decide_unlisted(ticket=ticket, agreed="full", by=provider.lead, now=later(seconds=2)).decision == "refer"


def test_of_what_may_break_the_law_no_word_is_kept_anywhere(provider: Provider) -> None:
    """R35."""
    ticket = provider.ready_ticket()
    request = Request(need=Need.USAGE, device=Device.PHONE, facts=frozenset({Fact.ILLEGAL, Fact.CORPORATE}))
    row = decide_on(
        ticket=ticket, request=request, thing=thing("Windows"), what="canary", reason="canary",
        by=provider.communicator, now=NOON,
    )  # fmt: skip
    assert (row.item, row.what, row.answer.note, row.facts, row.need, row.device) == (
        None, "", "", ["illegal"], "setup", "computer"
    )  # fmt: skip
    assert not Row.objects.filter(facts__contains="canary").exists()


def test_what_was_written_before_it_was_known_to_be_unlawful_goes_too(provider: Provider) -> None:
    """R35."""
    ticket, by = provider.ready_ticket(), provider.communicator
    decide_on(ticket=ticket, request=Request(), what="canary", reason="canary", by=by, now=later(seconds=1))
    decide_on(ticket=ticket, request=Request(facts=frozenset({Fact.ILLEGAL})), by=by, now=later(seconds=2))
    set_outcome(ticket=ticket, outcome="not_possible", note="canary", by=by, now=later(seconds=3))
    ticket.refresh_from_db()
    assert (ticket.asked, ticket.outcome_note) == ("", "")
    assert set(Decided.objects.values_list("what", "answer__note")) == {("", "")}
    assert [row.code for row in Decided.objects.order_by("pk")] == ["in_scope", "unlisted", "illegal"]


def test_reasons_for_more_time_and_for_a_connection_go_with_what_is_unlawful(provider: Provider) -> None:
    """R35: who, when and that a reason was given stays."""
    ticket, by, offer = provider.ready_ticket(), provider.communicator, Tool().offer()
    answers.network_exception(ticket=ticket, reason="canary-network", by=by, now=NOON)
    assert isinstance(claims(offer.nameplate, ticket, identity(by)), Grant)
    longer = partial(admission.extend, session=offer.session, by=by, policy=settings.PROVIDER.desk)
    longer(reason="canary-extension", now=later(minutes=5))
    kept = list(Extension.objects.values_list("session", "by", "at", "until"))
    ticket.refresh_from_db()
    decide_on(ticket=ticket, request=Request(facts=frozenset({Fact.ILLEGAL})), by=by, now=later(minutes=6))
    assert list(Extension.objects.values_list("reason")) == [("",)]
    assert list(Extension.objects.values_list("session", "by", "at", "until")) == kept
    assert [one.value for one in ticket.answers.filter(kind="network")] == ["exception"]
    assert set(ticket.answers.values_list("note", flat=True)) == {""}
    with pytest.raises(BadAnswer, match="何も書き残しません"):
        answers.network_exception(ticket=ticket, reason="canary-network", by=by, now=later(minutes=7))


def test_a_finished_ticket_is_decided_no_more(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    set_outcome(ticket=ticket, outcome="resolved", done="直りました", by=provider.communicator, now=NOON)
    with pytest.raises(TicketFinished):
        decide_on(ticket=ticket, request=Request(), by=provider.communicator, now=NOON)


def opened(provider: Provider) -> Ticket:
    return tickets.open_ticket(
        channel="mobile", asked="", subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )


def test_neither_answers_nor_digits_are_kept_but_who_speaks_is(provider: Provider) -> None:
    ticket, by = opened(provider), provider.communicator
    wrong = replace(RIGHT, name="canary-a", address="canary-b", phone="0999123456")
    answers.check_identity(ticket=ticket, typed=wrong, speaking=Speaking("友人 太郎", "友人"), by=by, now=NOON)
    answers.ask_to_call_back(ticket=ticket, by=by, now=NOON)
    answers.called_back(ticket=ticket, by=by, now=NOON)
    kept = list(Answer.objects.filter(ticket=ticket).order_by("pk").values_list("kind", "value", "note"))
    assert kept == [
        ("caller", "other", "友人 太郎 / 友人"), ("identity", "failed", ""), ("identity", "to_call_back", ""),
        ("identity", "called_back_landline", ""),
    ]  # fmt: skip
    trail = " ".join(Row.objects.values_list("facts", flat=True))
    for secret in ("canary", "0999123456", provider.subscriber.phone, "友人", "太郎"):
        assert secret not in trail


def test_choosing_another_line_begins_no_new_count_of_failures(provider: Provider) -> None:
    ticket, by = opened(provider), provider.communicator
    wrong = replace(RIGHT, customer_number="C-99999")
    for n in range(3):
        answers.check_identity(ticket=ticket, typed=wrong, by=by, now=later(seconds=n))
    second = provider.add_line(provider.subscriber, "L-2")
    ticket = tickets.set_caller(ticket=ticket, subscriber=provider.subscriber, line=second, by=by, now=later(seconds=4))
    with pytest.raises(BadAnswer):
        answers.check_identity(ticket=ticket, typed=RIGHT, by=by, now=later(seconds=5))


def test_once_a_call_back_is_asked_for_typing_helps_no_more(provider: Provider) -> None:
    ticket, by = opened(provider), provider.communicator
    answers.ask_to_call_back(ticket=ticket, by=by, now=NOON)
    with pytest.raises(BadAnswer):
        answers.check_identity(ticket=ticket, typed=RIGHT, by=by, now=later(seconds=1))
    for number in ("mobile", "0999123456", ""):
        with pytest.raises(BadAnswer):
            answers.called_back(ticket=ticket, number=number, by=by, now=later(seconds=1))
    provider.subscriber.mobile = "090-0000-1111"
    provider.subscriber.save()
    ticket.refresh_from_db()
    assert (
        answers.called_back(ticket=ticket, number="mobile", by=by, now=later(seconds=2)).value == "called_back_mobile"
    )


def test_whoever_else_speaks_says_name_and_relation(provider: Provider) -> None:
    ticket = opened(provider)
    for said in (("", "息子"), ("一郎", ""), ("\u202e", "息子"), ("あ" * 121, "息子"), ("一郎", "む" * 41)):
        with pytest.raises(BadAnswer):
            answers.check_identity(
                ticket=ticket, typed=RIGHT, speaking=Speaking(*said), by=provider.communicator, now=NOON
            )


def test_a_clerk_names_and_forgets_members_of_a_household(provider: Provider) -> None:
    with pytest.raises(NotAllowed):
        add_household_member(
            subscriber=provider.subscriber, name="佐藤 一郎", relation="息子", by=provider.communicator, now=NOON
        )
    for name, relation in (("", "息子"), ("一郎", " "), ("\u202e", "息子"), ("あ" * 121, "息子")):
        with pytest.raises(BadRecord):
            add_household_member(
                subscriber=provider.subscriber, name=name, relation=relation, by=provider.clerk, now=NOON
            )
    member = add_household_member(
        subscriber=provider.subscriber,
        name="佐藤 一郎",
        kana="サトウ イチロウ",
        relation="息子",
        by=provider.clerk,
        now=NOON,
    )
    marks = answers.check_identity(
        ticket=opened(provider),
        typed=RIGHT,
        speaking=Speaking("さとういちろう", "息子"),
        by=provider.communicator,
        now=NOON,
    )
    assert marks.passed
    with pytest.raises(NotAllowed):
        remove_household_member(member=member, by=provider.lead, now=NOON)
    remove_household_member(member=member, by=provider.clerk, now=NOON)
    remove_household_member(member=member, by=provider.clerk, now=NOON)
    assert not HouseholdMember.objects.exists()
    told = list(Row.objects.filter(event__startswith="household.").order_by("n").values_list("event", "facts"))
    assert told == [
        ("household.added", f'{{"member":{member.pk}}}'),
        ("household.removed", f'{{"member":{member.pk}}}'),
    ]


def running(provider: Provider) -> tuple[Ticket, Session]:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    assert isinstance(claims(offer.nameplate, ticket, identity(provider.communicator)), Grant)
    return ticket, Session.objects.get(pk=offer.session)


@pytest.mark.parametrize("fact", [Fact.ILLEGAL, Fact.FAKE_ALERT, Fact.FOREIGN_TOOL])
@pytest.mark.parametrize("is_lead", [False, True])
def test_what_may_break_the_law_and_what_may_be_deceit_end_what_runs(
    provider: Provider, fact: Fact, is_lead: bool
) -> None:
    ticket, session = running(provider)
    by = provider.lead if is_lead else provider.communicator
    decided = decide_on(ticket=ticket, request=Request(facts=frozenset({fact})), by=by, now=later(seconds=1))
    assert decided.decision not in CLAIMING
    session.refresh_from_db()
    assert (session.state, session.ending) == (
        "ended",
        "stopped_by_desk_lead" if is_lead else "stopped_by_communicator",
    )


@pytest.mark.parametrize(
    "request_",
    [Request(level=Level.VIEW_ONLY), Request(level=Level.FULL, facts=frozenset({Fact.REPAIR})), Request(level=None)],
)
def test_less_than_a_running_session_may_is_decided_after_its_end_only(provider: Provider, request_: Request) -> None:
    ticket, session = running(provider)
    before = Decided.objects.count()
    with pytest.raises(BadAnswer):
        decide_on(ticket=ticket, request=request_, by=provider.communicator, now=later(seconds=1))
    session.refresh_from_db()
    assert (session.state, Decided.objects.count()) == ("claimed", before)
    assert set(decide_on(ticket=ticket, request=Request(level=Level.FULL), by=provider.communicator, now=NOON).allowed)
    end_session(session=session.pk, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=NOON)
    decide_on(ticket=ticket, request=request_, by=provider.communicator, now=later(seconds=2))


PHONE, ADVICE = Request(level=Level.FULL, device=Device.PHONE), Request(need=Need.ADVICE)
TALK, BOX, SOON = timedelta(minutes=15), timedelta(minutes=30), timedelta(minutes=5)


@pytest.fixture
def looking(provider: Provider, hand_out: Callable[..., None]) -> tuple[Ticket, Session, Session]:
    """A session that may look only, planned for half an hour from noon, and a desk lead who looks along."""
    hand_out("android", "ios")
    ticket, offer = provider.ready_ticket(), Tool().offer()
    decide_on(ticket=ticket, request=PHONE, by=provider.communicator, now=NOON)
    assert isinstance(claims(offer.nameplate, ticket, identity(provider.communicator)), Grant)
    beside = Tool().offer(beside=offer)
    assert isinstance(claims(beside.nameplate, ticket, identity(provider.lead)), Grant)
    main, joined = (Session.objects.get(pk=each.session) for each in (offer, beside))
    assert main.deadline_at == joined.deadline_at == NOON + BOX
    return ticket, main, joined


@pytest.mark.parametrize(("decided_at_min", "until"), [(4, TALK), (14, 14 * SOON / 5 + SOON), (26, BOX)])
def test_a_shorter_plan_cuts_what_runs_for_everybody_and_leaves_the_last_minutes(
    provider: Provider, looking: tuple[Ticket, Session, Session], decided_at_min: int, until: timedelta
) -> None:
    ticket, *both = looking
    decide_on(ticket=ticket, request=ADVICE, by=provider.communicator, now=later(minutes=decided_at_min))
    for session in both:
        session.refresh_from_db()
        assert (session.state, session.deadline_at) == ("claimed", NOON + until)
    audited = Row.objects.filter(event="session.shortened").values_list("about", "by", "facts")
    cut = f'{{"seconds":{int((BOX - until).total_seconds())}}}'
    assert list(audited) == ([] if until == BOX else [(both[0].topic, "staff:12", cut)])


def test_a_wider_plan_or_the_same_once_more_moves_no_end(
    provider: Provider, looking: tuple[Ticket, Session, Session]
) -> None:
    ticket, main, joined = looking
    by = provider.communicator
    decide_on(ticket=ticket, request=PHONE, by=by, now=later(minutes=3))
    extend = partial(admission.extend, session=main.pk, reason="まだ途中です", by=by, policy=settings.PROVIDER.desk)
    until = extend(now=later(minutes=4)).until
    decide_on(ticket=ticket, request=PHONE, by=by, now=later(minutes=5))
    main.refresh_from_db()
    assert main.deadline_at == until == NOON + 2 * BOX
    decide_on(ticket=ticket, request=ADVICE, by=by, now=later(minutes=6))
    assert extend(now=later(minutes=7)).until == NOON + 2 * TALK  # a person's reason, within what is planned now
    decide_on(ticket=ticket, request=ADVICE, by=by, now=later(minutes=8))
    decide_on(ticket=ticket, request=PHONE, by=by, now=later(minutes=9))
    for session in (main, joined):
        session.refresh_from_db()
        assert session.deadline_at == NOON + 2 * TALK


@pytest.mark.parametrize("condition", ["device", "operations"])
def test_a_condition_is_unticked_after_the_end_of_what_runs_only(provider: Provider, condition: str) -> None:
    """R23."""
    ticket, session = running(provider)
    tick = partial(answers.tick, ticket=ticket, condition=condition, by=provider.communicator, now=NOON)
    before = Answer.objects.count()
    with pytest.raises(BadAnswer) as refused:
        tick(yes=False)
    with translation.override("en"):
        assert "End it first" in str(refused.value.sentence)
    assert Answer.objects.count() == before
    tick(yes=True)  # ticked once more: that harms nobody
    end_session(session=session.pk, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=NOON)
    assert tick(yes=False).value == "no"


def test_the_caller_stays_while_a_session_runs(provider: Provider) -> None:
    ticket, session = running(provider)
    other = provider.household("C-10002", "0847-11-3333")
    with pytest.raises(BadAnswer):
        tickets.set_caller(ticket=ticket, subscriber=other, line=None, by=provider.communicator, now=NOON)
    same, line = provider.subscriber, provider.line  # nothing changes: that harms nobody
    tickets.set_caller(ticket=ticket, subscriber=same, line=line, by=provider.communicator, now=NOON)
    end_session(session=session.pk, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=NOON)
    given = tickets.set_caller(ticket=ticket, subscriber=other, line=None, by=provider.communicator, now=NOON)
    assert given.subscriber == other
