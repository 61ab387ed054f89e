"""A subscriber asks to be forgotten: what is open keeps everything, then what no law asks for goes at once."""

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from yorisoi_service.audit import models as audit
from yorisoi_service.billing.models import Close
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.billing.services import tariff
from yorisoi_service.billing.services.what_if import explain_line
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.debits.models import Receivable
from yorisoi_service.desk.models.calls import Call, CallBack
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.desk.services import calls as telephone
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.front.forgetting import StillNeeded, forget, needs
from yorisoi_service.letters.models import Letter
from yorisoi_service.remote.models import Entry, Session
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers import queries
from yorisoi_service.subscribers.models import HouseholdMember, Line, Look, Subscriber, Wish
from yorisoi_service.subscribers.services import wishes
from yorisoi_service.subscribers.services.household import add_household_member
from yorisoi_service.subscribers.services.lines import hand_line_over
from yorisoi_service.subscribers.services.looks import looked
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity, later

pytestmark = pytest.mark.django_db


def charged(provider: Provider, month: date) -> None:
    Close.objects.create(month=month, state="closed", started_at=NOON, closed_at=NOON, by=provider.accountant)


def lived(provider: Provider) -> Ticket:
    """A request with a session, a call and a letter; somebody named; the contract over and charged, the line closed."""
    charged(provider, date(2026, 11, 1))
    one = provider.subscriber
    telephone.ring(call_id="a", number=one.phone, channel="landline", now=NOON)
    ticket = provider.ready_ticket()
    tool = Tool()
    offer = tool.offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    Entry.objects.create(session_id=offer.session, n=0, at_ms=0, event="granted", line="{}", received_at=NOON)
    add_household_member(subscriber=one, name="佐藤 一郎", relation="夫", by=provider.clerk, now=NOON)
    looked(subscriber=one, by=provider.clerk, where="desk:ticket", now=NOON)
    Session.objects.update(state="closed")
    set_outcome(ticket=ticket, outcome="resolved", done="直した", by=provider.communicator, now=NOON)
    Period.objects.update(end_on=date(2026, 11, 10))
    Line.objects.update(closed_on=date(2026, 11, 15))
    return ticket


def test_what_no_law_asks_for_goes_and_the_rest_says_no_name(provider: Provider) -> None:
    ticket, one = lived(provider), provider.subscriber
    gone = forget(subscriber=one, by=provider.clerk, now=NOON)
    assert gone.unknown
    assert gone.rows["desk.Ticket"] == 1
    assert not Ticket.objects.filter(pk=ticket.pk).exists()
    assert [model for model in (Answer, HouseholdMember, Call) if model.objects.exists()] == []
    assert not Letter.objects.filter(kind="visit").exists()
    session = Session.objects.get()
    assert (session.address, session.system, session.log.count()) == ("", "", 1)
    row = Subscriber.objects.get(pk=one.pk)
    assert {row.name, row.kana, row.address, row.phone} == {"-"}
    assert (row.customer_number, row.mobile, row.email) == (one.customer_number, "", "")
    assert queries.find("佐藤") == []
    assert [found.pk for found in queries.find(one.customer_number)] == [one.pk]
    assert Period.objects.count() == 1
    assert Look.objects.count() == 1
    told = audit.Row.objects.get(event="subscriber.forgotten")
    assert (told.by, told.about) == (provider.clerk.actor, f"subscriber:{one.pk}")
    assert "佐藤" not in told.facts


def test_what_is_open_keeps_everything_and_is_named(provider: Provider) -> None:
    one = provider.subscriber
    assert [need.code for need in needs(subscriber=one, now=NOON)] == ["contract"]
    lived(provider)
    Receivable.objects.create(subscriber=one, month=date(2026, 10, 1), amount=550, since=NOON)
    CallBack.objects.create(subscriber=one, registered="landline", wanted_from=NOON, asked_at=NOON)
    provider.ready_ticket()
    before = Ticket.objects.count(), Answer.objects.count(), HouseholdMember.objects.count(), audit.Row.objects.count()
    assert [need.code for need in needs(subscriber=one, now=NOON)] == ["unpaid", "ticket", "call_back"]
    with pytest.raises(StillNeeded):
        forget(subscriber=one, by=provider.clerk, now=NOON)
    after = Ticket.objects.count(), Answer.objects.count(), HouseholdMember.objects.count(), audit.Row.objects.count()
    assert after == before


@pytest.mark.parametrize("closed", [None, date(2026, 10, 1)])
def test_months_not_charged_yet_keep_everything(provider: Provider, closed: date | None) -> None:
    lived(provider)
    Close.objects.all().delete()
    if closed is not None:
        charged(provider, closed)
    assert [need.code for need in needs(subscriber=provider.subscriber, now=NOON)] == ["month"]
    with pytest.raises(StillNeeded):
        forget(subscriber=provider.subscriber, by=provider.clerk, now=NOON)


@pytest.mark.parametrize("hangs_on", ["call", "request"])
def test_another_who_waits_to_be_called_back_goes_on_waiting(provider: Provider, hangs_on: str) -> None:
    ticket, other = lived(provider), provider.household("C-20000", "0847-33-4444")
    telephone.ring(call_id="b", number=provider.subscriber.phone, channel="landline", now=NOON)
    call = telephone.hang_up(call_id="b", now=NOON)
    assert call.subscriber == provider.subscriber
    waiting = CallBack.objects.create(
        subscriber=other,
        registered="landline",
        wanted_from=NOON,
        asked_at=NOON,
        call=call if hangs_on == "call" else None,
        ticket=ticket if hangs_on == "request" else None,
    )
    forget(subscriber=provider.subscriber, by=provider.clerk, now=NOON)
    waiting.refresh_from_db()
    assert (waiting.call, waiting.ticket, waiting.done_at) == (None, None, None)
    assert needs(subscriber=other, now=NOON)[0].code == "call_back"


def test_technical_data_goes_with_who_asked_for_help_and_not_with_the_line(provider: Provider) -> None:
    lived(provider)
    Line.objects.update(closed_on=None)
    other = provider.household("C-20000", "0847-33-4444")
    hand_line_over(line=provider.line, to=other, by=provider.clerk, now=NOON)
    forget(subscriber=other, by=provider.clerk, now=NOON)
    assert Session.objects.get().address
    forget(subscriber=provider.subscriber, by=provider.clerk, now=NOON)
    assert not Session.objects.exclude(address="", home="", program="", system="", network="").exists()


def test_an_open_line_keeps_the_name_for_the_internet_contract(provider: Provider) -> None:
    lived(provider)
    Line.objects.update(closed_on=None)
    assert not forget(subscriber=provider.subscriber, by=None, now=NOON).unknown
    assert Subscriber.objects.get(pk=provider.subscriber.pk).name == provider.subscriber.name


def test_a_housemate_owes_the_same_afterwards(provider: Provider) -> None:
    policy = Policy(free_months=1, first_time_scope="household")
    tariff.seed(monthly_yen=660, tax_percent=10, policy=policy, now=NOON)
    charged(provider, date(2026, 8, 1))
    mate = provider.household("C-20000", "0847-33-4444")
    Subscriber.objects.update(household="H1")
    line = provider.add_line(mate, "L-20000")
    Period.objects.update(end_on=date(2026, 8, 10))
    Line.objects.filter(pk=provider.line.pk).update(closed_on=date(2026, 8, 10))
    terms = settings.PROVIDER.terms.version
    join(line=line, form_on=date(2026, 9, 15), terms_version=terms, by=provider.clerk, now=NOON)

    def owed() -> list[int]:
        return [charge.amount for _, charge, _ in explain_line(line.pk, Month(2026, 9), Month(2026, 11))]

    before = owed()
    assert forget(subscriber=provider.subscriber, by=provider.clerk, now=NOON).unknown
    assert owed() == before


@pytest.mark.parametrize("has_line", [False, True])
def test_what_was_to_be_corrected_waits_only_while_somebody_can_be_asked(provider: Provider, has_line: bool) -> None:
    lived(provider)
    if has_line:
        Line.objects.update(closed_on=None)
    one = provider.subscriber
    done, _waits = (wishes.ask_correction(subscriber=one, text=f"住所 {n}", now=NOON) for n in (1, 2))
    wishes.finish(wish=done, answer="住所を直しました", by=provider.clerk, now=NOON)
    forget(subscriber=one, by=provider.clerk, now=NOON)
    waiting = Wish.objects.filter(done_at=None)
    assert [wish.text for wish in waiting] == (["住所 2"] if has_line else [])
    assert {(wish.text, wish.answer) for wish in Wish.objects.exclude(done_at=None)} == {("", "")}


def test_nobody_of_the_desk_may_forget_somebody(provider: Provider) -> None:
    lived(provider)
    with pytest.raises(NotAllowed):
        forget(subscriber=provider.subscriber, by=provider.communicator, now=NOON)


def test_time_takes_the_rest_in_the_end(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(provider)
    forget(subscriber=provider.subscriber, by=provider.clerk, now=NOON)
    monkeypatch.setattr("yorisoi_service.clock.now", lambda: later(days=11 * 366))
    call_command("retention")
    assert not Subscriber.objects.filter(pk=provider.subscriber.pk).exists()
    assert [model for model in (Period, Session, Look) if model.objects.exists()] == []
