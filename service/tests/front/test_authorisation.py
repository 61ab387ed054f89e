"""Who may see and do what: every address of the staff's fronts against every role."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from yorisoi_service.audit import models as audit
from yorisoi_service.billing.services.welcome import issue_welcome
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.desk.models.catalogue import Item
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.desk.services import callbacks, calls, hours
from yorisoi_service.front.office.provider_rows import take_over
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.services.delivering import deliver
from yorisoi_service.remote.models import Session
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.subscribers.models import AccessKey
from yorisoi_service.subscribers.services import wishes
from yorisoi_service.subscribers.services.household import add_household_member
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

DESK = {Role.COMMUNICATOR, Role.DESK_LEAD}
LEAD = {Role.DESK_LEAD}
CLERK = {Role.CLERK}
ACCOUNTANT = {Role.ACCOUNTANT}
LETTERS = CLERK | ACCOUNTANT
ADMINISTRATOR = {Role.ADMINISTRATOR}

# name -> method, who may
MATRIX: dict[str, tuple[str, set[Role]]] = {
    "desk:overview": ("get", DESK),
    "desk:search": ("post", DESK),
    "desk:open": ("post", DESK),
    "desk:live": ("get", LEAD),
    "desk:end": ("post", LEAD),
    "desk:catalogue": ("get", DESK),
    "desk:catalogue_version": ("get", DESK),
    "desk:catalogue_entry": ("get", LEAD),
    "desk:catalogue_add": ("post", LEAD),
    "desk:catalogue_change": ("post", LEAD),
    "desk:catalogue_remove": ("post", LEAD),
    "desk:catalogue_publish": ("post", LEAD),
    "desk:catalogue_discard": ("post", LEAD),
    "desk:referrals": ("get", DESK),
    "desk:referral_add": ("post", LEAD),
    "desk:referral_entry": ("get", LEAD),
    "desk:referral_change": ("post", LEAD),
    "desk:referral_check": ("post", LEAD),
    "desk:referral_retire": ("post", LEAD),
    "desk:call": ("get", DESK),
    "desk:call_take": ("post", DESK),
    "desk:call_over": ("post", DESK),
    "desk:call_settle": ("post", DESK),
    "desk:call_ask": ("post", DESK),
    "desk:call_back": ("get", DESK),
    "desk:call_back_take": ("post", DESK),
    "desk:call_back_reached": ("post", DESK),
    "desk:call_back_not_reached": ("post", DESK),
    "desk:call_back_give_up": ("post", DESK),
    "desk:call_back_withdraw": ("post", DESK),
    "desk:ticket_call_back": ("post", DESK),
    "desk:hours": ("get", DESK),
    "desk:hours_close": ("post", LEAD),
    "desk:hours_lift": ("post", LEAD),
    "desk:socket_ticket": ("post", DESK),
    "desk:ticket": ("get", DESK),
    "desk:take": ("post", DESK),
    "desk:caller": ("post", DESK),
    "desk:identity": ("post", DESK),
    "desk:to_call_back": ("post", DESK),
    "desk:called_back": ("post", DESK),
    "desk:scope": ("post", DESK),
    "desk:begin": ("post", DESK),
    "desk:request": ("post", DESK),
    "desk:note_save": ("post", DESK),
    "desk:note_keep": ("post", DESK),
    "desk:calls_waiting": ("get", DESK),
    "desk:checklist": ("post", DESK),
    "desk:terms": ("post", DESK),
    "desk:network": ("post", DESK),
    "desk:finish": ("post", DESK),
    "desk:draft": ("post", DESK),
    "desk:visit_letter": ("get", LEAD),
    "desk:deliver_visit": ("post", LEAD),
    "desk:statistics": ("get", LEAD),
    "desk:statistics_csv": ("get", LEAD),
    "desk:unlisted": ("post", LEAD),
    "desk:hand_over": ("post", DESK),
    "desk:explain": ("post", DESK),
    "desk:extend": ("post", DESK),
    "office:subscribers": ("get", CLERK),
    "office:register": ("get", CLERK),
    "office:subscriber": ("get", CLERK),
    "office:contact": ("get", CLERK),
    "office:line": ("get", CLERK),
    "office:apply": ("get", CLERK),
    "office:apply_known": ("get", CLERK),
    "office:contract": ("get", CLERK),
    "office:issue_welcome": ("post", CLERK),
    "office:take_back": ("post", CLERK),
    "office:correct": ("get", CLERK),
    "office:correct_end": ("get", CLERK),
    "office:mistake": ("get", CLERK),
    "office:withdraw": ("get", CLERK),
    "office:cancel": ("get", CLERK),
    "office:undo": ("get", CLERK),
    "office:close_line": ("get", CLERK),
    "office:reopen_line": ("get", CLERK),
    "office:move": ("get", CLERK),
    "office:correct_line": ("get", CLERK),
    "office:replaced": ("get", CLERK),
    "office:suspend": ("get", CLERK),
    "office:resume": ("get", CLERK),
    "office:suspend_support": ("get", CLERK),
    "office:resume_support": ("get", CLERK),
    "office:inherit": ("get", CLERK),
    "office:note": ("get", CLERK),
    "office:free_window": ("get", CLERK),
    "office:add_member": ("post", CLERK),
    "office:remove_member": ("post", CLERK),
    "office:code": ("post", CLERK),
    "office:wishes": ("get", CLERK),
    "office:wish": ("get", CLERK),
    "office:forget": ("post", CLERK),
    "office:mandate": ("get", CLERK),
    "office:end_mandate": ("post", CLERK),
    "office:letter": ("get", LETTERS),
    "office:deliver": ("post", LETTERS),
    "office:invoices": ("get", LETTERS),
    "office:issue_invoice": ("post", LETTERS),
    "office:months": ("get", ACCOUNTANT),
    "office:month": ("get", ACCOUNTANT),
    "office:close_month": ("post", ACCOUNTANT),
    "office:export": ("post", ACCOUNTANT),
    "office:chart": ("get", ACCOUNTANT),
    "office:ledger": ("get", ACCOUNTANT),
    "office:tariff": ("get", ACCOUNTANT),
    "office:price": ("get", ACCOUNTANT),
    "office:tax": ("get", ACCOUNTANT),
    "office:policy": ("get", ACCOUNTANT),
    "office:campaign": ("get", ACCOUNTANT),
    "office:stop_campaign": ("get", ACCOUNTANT),
    "office:debits": ("get", ACCOUNTANT),
    "office:write_debits": ("post", ACCOUNTANT),
    "office:take_results": ("post", ACCOUNTANT),
    "office:decide": ("post", ACCOUNTANT),
    "office:staff": ("get", ADMINISTRATOR),
    "office:role": ("post", ADMINISTRATOR),
    "office:leave": ("post", ADMINISTRATOR),
}
LEADS_ALONE = {"desk:unlisted", "desk:visit_letter", "desk:deliver_visit"}
PEOPLE = {
    Role.CLERK: "clerk",
    Role.COMMUNICATOR: "communicator",
    Role.DESK_LEAD: "lead",
    Role.ACCOUNTANT: "accountant",
    Role.ADMINISTRATOR: "administrator",
}


@pytest.fixture
def addresses(provider: Provider) -> dict[str, str]:
    """Every address, about things that exist and belong to the communicator."""
    ticket = provider.ready_ticket()
    offer = Tool().offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    letter = welcome(provider)
    place = Referral.objects.earliest("pk").pk
    call = calls.ring(call_id="1.1", number=provider.subscriber.phone, channel="landline", now=NOON)
    closure = hours.close_day(
        day=date(2026, 12, 31), note="", by=provider.lead, policy=settings.PROVIDER.desk, now=NOON
    )
    call_back = callbacks.ask(
        subscriber=provider.subscriber,
        registered="landline",
        wanted_from=None,
        by=provider.communicator,
        policy=settings.PROVIDER.desk,
        now=NOON,
    )
    plain = (
        "overview search open live socket_ticket subscribers register apply invoices issue_invoice months chart ledger"
    )
    plain += " catalogue catalogue_add catalogue_publish catalogue_discard referrals referral_add"
    plain += " hours hours_close statistics statistics_csv begin calls_waiting"
    plain += " tariff price tax policy campaign debits write_debits take_results staff"
    plain += " wishes"
    people = "subscriber contact line apply_known mandate end_mandate add_member code"
    named = add_household_member(
        subscriber=provider.subscriber, name="佐藤 一郎", relation="夫", by=provider.clerk, now=NOON
    )
    wish = wishes.ask_deletion(subscriber=provider.subscriber, now=NOON)
    given: dict[str, dict[str, Any]] = {
        **{key: {} for key in plain.split()},
        "end": {"session": offer.session},
        "explain": {"number": ticket.pk, "session": offer.session},
        "extend": {"number": ticket.pk, "session": offer.session},
        **{key: {"pk": provider.subscriber.pk} for key in people.split()},
        **{key: {"pk": letter.pk} for key in ("letter", "deliver")},
        **{key: {"pk": wish.pk} for key in ("wish", "forget")},
        "remove_member": {"pk": provider.subscriber.pk, "who": named.pk},
        **{key: {"month": Month(2026, 10)} for key in ("month", "close_month", "export")},
        **{key: {"pk": provider.second.pk} for key in ("role", "leave")},
        "decide": {"pk": 1},
        "stop_campaign": {"pk": 1},
        **{key: {"pk": call.pk} for key in ("call", "call_take", "call_over", "call_settle", "call_ask")},
        **{name.partition(":")[2]: {"pk": call_back.pk} for name in MATRIX if name.startswith("desk:call_back")},
        "hours_lift": {"pk": closure.pk},
        "catalogue_version": {"number": 1},
        **{f"catalogue_{step}": {"item": Item.objects.earliest("pk").pk} for step in ("entry", "change", "remove")},
        **{f"referral_{step}": {"pk": place} for step in ("entry", "change", "check", "retire")},
    }

    def of(name: str) -> str:
        usual = {"number": ticket.pk} if name.startswith("desk:") else {"line": provider.line.pk}
        return reverse(name, kwargs=given.get(name.partition(":")[2], usual))

    return {name: of(name) for name in MATRIX}


def welcome(provider: Provider) -> Letter:
    """A letter that was handed over once."""
    take_over(now=NOON)
    letter = issue_welcome(
        period=provider.period, provider=settings.PROVIDER, language="ja", by=provider.clerk, now=NOON
    )
    deliver(letter=letter, way="paper", by=provider.clerk, now=NOON)
    return letter


def test_the_matrix_knows_every_address() -> None:
    names = set()
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace in {"desk", "office"}:
            names |= {f"{resolver.namespace}:{pattern.name}" for pattern in resolver.url_patterns}
    assert names == set(MATRIX)


def counts() -> tuple[int, ...]:
    return (Answer.objects.count(), Ticket.objects.count(), Session.objects.filter(state="ended").count())


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_its_own_addresses_and_no_other(
    provider: Provider, addresses: dict[str, str], role: Role
) -> None:
    client = browser(getattr(provider, PEOPLE[role]))
    reached = {
        name for name, (method, _) in MATRIX.items() if getattr(client, method)(addresses[name]).status_code != 403
    }
    assert reached == {name for name, (_, may) in MATRIX.items() if role in may}


@pytest.mark.parametrize("role", list(Role))
def test_what_opens_a_subscribers_own_page_is_printed_by_a_clerk_alone(
    provider: Provider, addresses: dict[str, str], role: Role
) -> None:
    client = browser(getattr(provider, PEOPLE[role]))
    client.post(addresses["office:deliver"], {"way": "paper"})
    printed = AccessKey.objects.values_list("pk", flat=True).last()
    client.post(addresses["office:code"], {"before": printed or ""})
    client.get(addresses["office:letter"])
    assert AccessKey.objects.count() == (2 if role in CLERK else 0)


@pytest.mark.parametrize("role", [Role.CLERK, Role.ACCOUNTANT, Role.ADMINISTRATOR])
def test_a_refused_deed_changes_nothing(provider: Provider, addresses: dict[str, str], role: Role) -> None:
    client, before = browser(getattr(provider, PEOPLE[role])), (counts(), audit.Row.objects.count())
    for name in MATRIX:
        if name.startswith("desk:"):
            assert client.post(addresses[name], {"fact": "repair"}).status_code in {403, 405}
    assert (counts(), audit.Row.objects.count()) == before


def test_nobody_gets_in_without_signing_in(addresses: dict[str, str]) -> None:
    client = browser()
    for name, (method, _) in MATRIX.items():
        answer = getattr(client, method)(addresses[name])
        assert answer.status_code == 401, name
        assert "佐藤" not in answer.content.decode()


def test_nobody_gets_in_without_a_second_factor(provider: Provider, addresses: dict[str, str]) -> None:
    for name, (method, may) in MATRIX.items():
        member = getattr(provider, PEOPLE[min(may)])
        answer = getattr(browser(member, second_factor=None), method)(addresses[name])
        assert answer.status_code == 403, name
        assert "second_factor" in answer.content.decode(), name
        assert "佐藤" not in answer.content.decode()


def test_the_wrong_method_is_refused(provider: Provider, addresses: dict[str, str]) -> None:
    client = browser(provider.lead)
    for name, (method, may) in MATRIX.items():
        if Role.DESK_LEAD in may:
            other = "get" if method == "post" else "post"
            assert getattr(client, other)(addresses[name]).status_code == 405, name


def test_another_communicators_ticket_and_session_do_not_exist(provider: Provider, addresses: dict[str, str]) -> None:
    client, before = browser(provider.second), counts()
    for name, (method, _) in MATRIX.items():
        if "/tickets/" in addresses[name] and name not in LEADS_ALONE:
            data = {"fact": "repair", "reason": "long enough", "caller": "1", "text": "long enough words"}
            answer = getattr(client, method)(addresses[name], data)
            assert answer.status_code == 404 or (name == "desk:caller" and answer.status_code == 302), name
    assert counts() == before
    assert client.get(reverse("desk:ticket", args=[99_999])).status_code == 404


def test_a_form_without_its_token_changes_nothing(provider: Provider, addresses: dict[str, str]) -> None:
    client, before = browser(provider.lead, enforce_csrf_checks=True), counts()
    for name, (method, may) in MATRIX.items():
        if method == "post" and Role.DESK_LEAD in may:
            answer = client.post(addresses[name], {"fact": "repair", "outcome": "resolved", "done": "done"})
            assert answer.status_code == 403, name
            assert "send the form again" in answer.content.decode(), name
    assert counts() == before


def test_a_sign_in_that_ended_is_nobody(provider: Provider) -> None:
    client = browser(provider.communicator)
    assert client.get(reverse("desk:overview")).status_code == 200
    BrowserSession.objects.filter(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value).delete()
    assert client.get(reverse("desk:overview")).status_code == 401
