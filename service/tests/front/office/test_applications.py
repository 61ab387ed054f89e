"""An application becomes a contract with its letter: checked, shown with its cost, and done once (R01 to R04, R13, R28)."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from yorisoi_service.billing.services.month import close_month
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Acceptance, Application, Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services.campaigns import add_campaign
from yorisoi_service.contracts.services.endings import close_line
from yorisoi_service.letters.models import Letter
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.testing.browsers import press
from yorisoi_service.testing.people import NOON, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon", "priced")]

NEW = {
    "customer_number": "c-30001 ",
    "name": "井上 健",
    "kana": "イノウエ ケン",
    "address": "府中市見本町9-9",
    "phone": "0847-99-0001",
    "line_number": "L-30001",
    "line_opened_on": "2026-11-01",
    "form_on": "2026-11-20",
    "channel": "office",
    "terms": "on",
}


def known(provider: Provider) -> tuple[str, Line]:
    household = provider.household("C-20001", "0847-22-2222")
    line = provider.add_line(household, "L-20001")
    return reverse("office:apply_known", args=[household.pk]), line


def test_a_known_number_leads_to_the_forms_day_alone(clerk: Client, provider: Provider) -> None:
    address, _line = known(provider)
    answer = clerk.post(reverse("office:apply"), {"customer_number": " c-20001"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    shown = clerk.get(address).content.decode()
    assert 'name="form_on" value="2026-11-20"' in shown
    assert 'name="name"' not in shown


def test_the_cost_is_shown_before_anything_stands(clerk: Client, provider: Provider) -> None:
    address, line = known(provider)
    shown = press(clerk, address, "check", line=line.pk, form_on="2026-11-20", channel="office", terms="on")
    assert "The first month that is charged is January 2027: 550 yen" in shown
    assert Period.objects.filter(line=line).count() == 0
    assert Letter.objects.count() == 0
    shown = press(clerk, address, "do", line=line.pk, form_on="2026-11-20", channel="office", terms="on")
    assert "The support contract begins" in shown
    assert "contract active" in shown
    assert contracts.is_active(line.pk, on=date(2026, 11, 20))
    letter = Letter.objects.get()
    assert letter.number in shown
    assert Acceptance.objects.get(period__line=line).version == settings.PROVIDER.terms.version


def test_a_form_of_years_ago_costs_from_the_first_month_charged_here(clerk: Client, provider: Provider) -> None:
    address, line = known(provider)
    close_month(Month(2026, 9), by=provider.accountant, now=NOON)
    shown = press(clerk, address, "check", line=line.pk, form_on="2024-04-15", channel="office", terms="on")
    assert "The first month that is charged is September 2026: 550 yen" in shown
    assert "April 2024" not in re.sub(r"<dl.*?</dl>", "", shown, flags=re.DOTALL)


def test_everything_about_somebody_new_on_one_page(clerk: Client) -> None:
    shown = clerk.post(reverse("office:apply"), {"customer_number": "c-30001 "}).content.decode()
    assert 'value="C-30001"' in shown
    shown = press(clerk, reverse("office:apply"), "check", **NEW)
    assert "The first month that is charged is January 2027" in shown
    assert not Subscriber.objects.filter(customer_number="C-30001").exists()
    press(clerk, reverse("office:apply"), "do", **NEW)
    line = Line.objects.get(number="L-30001")
    assert line.address == NEW["address"]
    assert contracts.is_active(line.pk, on=date(2026, 11, 20))


def test_the_same_form_sent_twice_makes_one_contract_and_one_letter(clerk: Client, provider: Provider) -> None:
    for _ in range(2):
        shown = press(clerk, reverse("office:apply"), "do", **NEW)
        assert "contract active" in shown
    address, line = known(provider)
    for _ in range(2):
        press(clerk, address, "do", line=line.pk, form_on="2026-11-20", channel="office")
    assert Period.objects.filter(line__number__in=["L-30001", "L-20001"]).count() == 2
    assert Letter.objects.count() == 2


def test_a_form_without_terms_leaves_them_to_be_read_aloud(clerk: Client, provider: Provider) -> None:
    address, line = known(provider)
    press(clerk, address, "do", line=line.pk, form_on="2026-11-20", channel="post")
    assert Period.objects.get(line=line).channel == "post"
    assert Acceptance.objects.filter(period__line=line).count() == 0


def test_a_second_contract_is_refused_with_the_next_step_and_can_be_recorded(clerk: Client, provider: Provider) -> None:
    address = reverse("office:apply_known", args=[provider.subscriber.pk])
    fields = {"line": provider.line.pk, "form_on": "2026-11-20", "channel": "phone"}
    for step in ("check", "do"):
        shown = press(clerk, address, step, **fields)
        assert "This line has a support contract already" in shown
        assert "choose another line" in shown
    assert Application.objects.count() == 0
    assert "recorded as rejected" in press(clerk, address, "note", **fields)
    assert Application.objects.get().rejection == "duplicate"
    assert Period.objects.filter(line=provider.line).count() == 1


def test_somebody_without_a_line_of_ours_is_counted_and_not_kept(clerk: Client) -> None:
    before = Subscriber.objects.count()
    assert "recorded as rejected" in press(clerk, reverse("office:apply"), "note")
    rejected = Application.objects.get()
    assert (rejected.line, rejected.rejection) == (None, "no_line")
    assert Subscriber.objects.count() == before


def test_a_call_alone_waits_for_its_form(clerk: Client, provider: Provider) -> None:
    address, line = known(provider)
    shown = press(clerk, address, "note", line=line.pk, form_on="2026-11-20", channel="phone")
    assert "waits for its form" in shown
    assert not contracts.is_active(line.pk, on=date(2026, 11, 20))
    press(clerk, address, "do", line=line.pk, form_on="2026-11-20", channel="phone")
    assert Application.objects.get().state == "active"


def test_an_applicant_may_take_it_back(clerk: Client, provider: Provider) -> None:
    address, line = known(provider)
    press(clerk, address, "note", line=line.pk, channel="phone")
    clerk.post(reverse("office:take_back", args=[line.pk]))
    assert Application.objects.get().state == "withdrawn"
    assert clerk.post(reverse("office:take_back", args=[line.pk])).status_code == 404


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30", "20261120", "2027-01-01"])
def test_a_wrong_day_begins_nothing_and_loses_nothing(clerk: Client, day: str) -> None:
    shown = press(clerk, reverse("office:apply"), "do", **NEW | {"form_on": day})
    assert 'role="alert"' in shown
    assert NEW["kana"] in shown
    assert not Subscriber.objects.filter(customer_number="C-30001").exists()


def test_going_back_from_the_question_loses_nothing(clerk: Client) -> None:
    shown = press(clerk, reverse("office:apply"), "change", **NEW)
    assert NEW["kana"] in shown
    assert 'role="alert"' not in shown


def test_a_campaign_is_chosen_by_name_and_shows_its_amounts(clerk: Client, provider: Provider) -> None:
    add_campaign(
        code="half",
        name={"ja": "半額", "en": "Half price"},
        terms=[{"from_month": 1, "to_month": 2, "amount": 0}, {"from_month": 3, "to_month": 4, "amount": 275}],
        offered_from=date(2026, 11, 1),
        for_whom="anybody",
        by=provider.accountant,
        now=NOON,
    )
    address, line = known(provider)
    assert "Half price" in clerk.get(address).content.decode()
    shown = press(clerk, address, "check", line=line.pk, form_on="2026-11-20", channel="office", campaign="half")
    assert "January 2027: 275 yen" in shown
    assert "March 2027" in shown  # when the full fee begins


def second_line(provider: Provider, opened: date) -> tuple[str, Line]:
    """A further line of the subscriber whose first one has the contract; the page on which an application is taken."""
    line = provider.add_line(provider.subscriber, "L-20002")
    Line.objects.filter(pk=line.pk).update(opened_on=opened)
    return reverse("office:apply_known", args=[provider.subscriber.pk]), line


def test_beside_a_line_with_a_contract_it_is_asked_whether_the_line_moved(clerk: Client, provider: Provider) -> None:
    """Case 28: entered as two, the month of the move would be charged twice."""
    address, line = second_line(provider, date(2026, 11, 10))
    fields = {"line": line.pk, "form_on": "2026-11-20", "channel": "office"}
    page = clerk.get(address).content.decode()
    assert "Does the line take the place of another one?" in page
    assert re.search(r'name="replaces"[^>]*checked', page) is None
    for step in ("check", "do"):
        assert "Ask the subscriber, then choose one." in press(clerk, address, step, **fields)
    assert not contracts.counting(line.pk).exists()
    asked = press(clerk, address, "check", replaces="no", **fields)
    assert "no, it is a line of its own" in asked
    press(clerk, address, "do", replaces="no", **fields)
    assert contracts.counting(line.pk).count() == 1


def test_who_answers_that_it_moved_is_led_to_the_move_and_no_contract_begins(clerk: Client, provider: Provider) -> None:
    address, line = second_line(provider, date(2026, 11, 10))
    fields = {"line": line.pk, "form_on": "2026-11-20", "channel": "office", "replaces": provider.line.pk}
    page = press(clerk, address, "check", **fields)
    assert "nothing is applied for" in page
    assert "Another line has taken its place" in page
    assert re.search(rf'name="by" value="{line.pk}"[^>]*checked', page)
    replaced = reverse("office:replaced", args=[provider.line.pk])
    assert "This cannot be taken back afterwards" in press(clerk, replaced, "check", by=line.pk)
    page = press(clerk, replaced, "do", by=line.pk)
    assert "The line has moved. Its contract goes on." in page
    assert contracts.active_period(line.pk, on=date(2026, 11, 20)) == provider.period
    assert Letter.objects.count() == 0


def test_it_is_asked_of_a_line_that_closed_with_its_contract_and_of_no_other(clerk: Client, provider: Provider) -> None:
    address, line = second_line(provider, date(2026, 11, 10))
    question = "Does the line take the place of another one?"
    close_line(line=provider.line, on=date(2026, 10, 31), by=provider.clerk, now=NOON)
    assert question in clerk.get(address).content.decode()
    close_line(
        line=provider.line, on=date(2026, 9, 30), by=provider.clerk, now=NOON
    )  # a month without internet between
    assert question not in clerk.get(address).content.decode()
    Line.objects.filter(pk=line.pk).update(opened_on=date(2026, 10, 5))
    assert question in clerk.get(address).content.decode()
    Period.objects.filter(pk=provider.period.pk).update(end_cause="request")
    assert question not in clerk.get(address).content.decode()


def test_one_line_asks_nothing_more_than_before(clerk: Client, provider: Provider) -> None:
    address, _line = known(provider)
    assert 'name="replaces"' not in clerk.get(address).content.decode()


def test_the_day_the_line_opened_is_never_filled_in_beforehand(clerk: Client, provider: Provider) -> None:
    """Left alone, today would move the beginning of the contract and its free months (T12)."""
    pages = [
        clerk.post(reverse("office:apply"), {"customer_number": "C-30001"}).content.decode(),
        clerk.get(reverse("office:line", args=[provider.subscriber.pk])).content.decode(),
        clerk.get(reverse("office:move", args=[provider.line.pk])).content.decode(),
    ]
    for page in pages:
        (field,) = re.findall(r'<input[^>]*name="(?:line_)?opened_on"[^>]*>', page)
        assert "value=" not in field
    assert "This field is required" in press(clerk, reverse("office:apply"), "check", **(NEW | {"line_opened_on": ""}))
