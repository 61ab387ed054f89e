"""The story of a line's contract, and every deed on it: checked, shown with what follows, done, told (R05 to R10)."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_service.audit.models import Row
from yorisoi_service.billing.models import Close, PolicyRow
from yorisoi_service.billing.rules.booking import State
from yorisoi_service.billing.services.month import close_month
from yorisoi_service.contracts.models import Event, Period, TermsVersion
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services.endings import cancel, close_line
from yorisoi_service.contracts.services.lines import move_line
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.remote.models import Session
from yorisoi_service.subscribers.models import Line
from yorisoi_service.testing.browsers import browser, press
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon", "priced")]


def at(name: str, provider: Provider) -> str:
    return reverse(f"office:{name}", args=[provider.line.pk])


def shown(client: Client, provider: Provider) -> str:
    return client.get(at("contract", provider)).content.decode()


@pytest.mark.parametrize(
    ("language", "free", "paid"),
    [("en", "0 yen: a free month of the first contract", "the monthly fee"), ("ja", "無料期間です", "月額利用料です")],
)
def test_every_month_has_an_amount_and_a_reason(provider: Provider, language: str, free: str, paid: str) -> None:
    page = shown(browser(provider.clerk, language=language), provider)
    assert free in page
    assert paid in page
    assert ("2027年2月" if language == "ja" else "February 2027") in page  # three months ahead


def test_a_closed_month_stands_as_it_was_booked(clerk: Client, provider: Provider) -> None:
    assert "month closed" not in shown(clerk, provider)
    close_month(Month(2026, 9), by=provider.accountant, now=NOON)
    period = provider.period
    Period.objects.filter(pk=period.pk).update(form_on=date(2026, 9, 1), start_on=date(2026, 9, 1))
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", shown(clerk, provider)))
    assert "September 2026 month closed 550 yen" in page


def test_months_before_the_first_one_charged_here_have_no_amount(clerk: Client, provider: Provider) -> None:
    """The contract began in April. What was before the first closed month, another system charged, or nobody did."""
    since = "The first month charged by this service is"
    page = shown(clerk, provider)
    assert ("August 2026" in page, since in page) == (True, False)
    close_month(Month(2026, 9), by=provider.accountant, now=NOON)
    page = shown(clerk, provider)
    assert f"{since} September 2026." in page
    assert "August 2026" not in page
    ended = {"requested_on": "2026-07-10", "identity": "on"}
    looked = press(clerk, at("cancel", provider), "check", **ended)
    assert "July 2026" not in looked
    assert "October 2026" in looked


def test_a_moved_line_tells_what_the_contract_cost_before_the_move(clerk: Client, provider: Provider) -> None:
    moved = move_line(
        line=provider.line,
        number="L-20001",
        address="別の所",
        opened_on=date(2026, 10, 12),
        by=provider.clerk,
        now=NOON,
    )
    page = clerk.get(reverse("office:contract", args=[moved.pk])).content.decode()
    amounts = re.findall(r'<td class="amount">([^<]*)', page)
    assert [amount.split()[0] for amount in amounts].count("550") == 9  # June 2026 to February 2027


def test_a_changed_text_under_a_known_version_keeps_nobody_from_the_pages(
    clerk: Client, provider: Provider, settings: Any
) -> None:
    terms = settings.PROVIDER.terms
    assert TermsVersion.objects.filter(version=terms.version).exists()
    other = {"ja": "故意または重大な過失がある場合を除き、責任を負いません。"}
    settings.PROVIDER = replace(settings.PROVIDER, terms=replace(terms, liability=other))
    assert clerk.post(at("issue_welcome", provider)).status_code == 302
    assert Letter.objects.count() == 1


def test_the_story_tells_every_event_with_who_and_when(clerk: Client, provider: Provider) -> None:
    page = shown(clerk, provider)
    assert "Contract began" in page
    assert "21 Tanaka" in page


def test_sessions_are_a_count_and_nothing_else(clerk: Client, provider: Provider) -> None:
    offer = Tool().offer()
    claims(offer.nameplate, provider.ready_ticket(), identity(provider.communicator))
    assert "<dd>0</dd>" in shown(clerk, provider)
    Session.objects.filter(pk=offer.session).update(live_at=NOON, program="secret program")
    page = shown(clerk, provider)
    assert "<dd>1</dd>" in page
    assert "secret program" not in page
    assert "プリンター" not in page


def test_a_cancellation_shows_the_final_month_and_needs_the_identity_check(clerk: Client, provider: Provider) -> None:
    days = {"requested_on": "2026-11-20", "end_on": "2026-11-30"}
    assert "Do this first" in press(clerk, at("cancel", provider), "do", **days)
    provider.period.refresh_from_db()
    assert provider.period.end_on is None
    asked = press(clerk, at("cancel", provider), "check", **days, identity="on")
    assert "a final month is charged in full" in asked
    assert "until now 550 yen" in re.sub("<[^>]+>", "", asked)
    provider.period.refresh_from_db()
    assert provider.period.end_on is None
    assert not Row.objects.filter(event__startswith="contract.cancel").exists()
    done = press(clerk, at("cancel", provider), "do", **days, identity="on")
    assert "cancellation reserved" in done
    provider.period.refresh_from_db()
    assert provider.period.end_on == date(2026, 11, 30)
    assert Row.objects.filter(event="contract.cancellation_reserved", by="staff:21").count() == 1
    assert "has an end already" in press(clerk, at("cancel", provider), "do", **days, identity="on")


def test_a_reserved_cancellation_is_undone(clerk: Client, provider: Provider) -> None:
    press(clerk, at("cancel", provider), "do", requested_on="2026-11-20", end_on="2026-12-31", identity="on")
    press(clerk, at("correct_end", provider), "do", requested_on="2026-11-19", end_on="2026-12-20")
    provider.period.refresh_from_db()
    assert provider.period.end_on == date(2026, 12, 20)
    assert "Undo the reserved cancellation" in shown(clerk, provider)
    press(clerk, at("undo", provider), "do")
    provider.period.refresh_from_db()
    assert provider.period.end_on is None


def test_a_mistyped_application_is_corrected_by_a_new_entry_until_its_month_is_closed(
    clerk: Client, provider: Provider
) -> None:
    line = provider.add_line(provider.household("C-20001", "0847-22-2222"), "L-20001")
    join(line=line, form_on=date(2026, 10, 2), terms_version="", by=provider.clerk, now=NOON)
    address = reverse("office:correct", args=[line.pk])
    assert 'value="2026-10-02"' in clerk.get(address).content.decode()
    press(clerk, address, "do", form_on="2026-11-02", channel="office")
    assert [period.void for period in Period.objects.filter(line=line).order_by("pk")] == ["corrected", ""]
    close_month(Month(2026, 10), by=provider.accountant, now=NOON)
    assert "a month that is closed already" in press(clerk, address, "do", form_on="2026-10-02", channel="office")
    assert "Mistyped entry corrected" in clerk.get(reverse("office:contract", args=[line.pk])).content.decode()


def test_an_application_on_the_wrong_line_is_taken_back_until_its_month_is_closed(
    clerk: Client, provider: Provider
) -> None:
    line = provider.add_line(provider.household("C-20001", "0847-22-2222"), "L-20001")
    period = join(line=line, form_on=date(2026, 10, 2), terms_version="", by=provider.clerk, now=NOON)
    page, address = reverse("office:contract", args=[line.pk]), reverse("office:mistake", args=[line.pk])
    assert address in clerk.get(page).content.decode()
    assert "This field is required" in press(clerk, address, "check")  # nothing is chosen beforehand
    asked = press(clerk, address, "check", mistake="wrong_line")
    assert "the form is about another line" in asked
    assert "This cannot be taken back afterwards" in asked
    told = press(clerk, address, "do", mistake="wrong_line")
    assert "The entry is taken back." in told
    assert "where it belongs" not in told  # there may be no form at all
    assert "an application entered by mistake; it counts for nothing" in told
    assert "the form is about another line" in told
    assert address not in told
    assert "no contract yet" in told
    period.refresh_from_db()
    assert period.void == "corrected"
    again = join(line=line, form_on=date(2026, 10, 2), terms_version="", by=provider.clerk, now=NOON)
    close_month(Month(2026, 10), by=provider.accountant, now=NOON)
    assert address not in clerk.get(page).content.decode()
    assert "A month of this contract is closed already" in press(clerk, address, "do", mistake="no_form")
    again.refresh_from_db()
    assert again.void == ""


def test_a_contract_under_which_somebody_was_helped_is_no_mistake(clerk: Client, provider: Provider) -> None:
    offer = Tool().offer()
    claims(offer.nameplate, provider.ready_ticket(), identity(provider.communicator))
    Session.objects.filter(pk=offer.session).update(live_at=NOON)
    assert "so it was used. Cancel it instead" in press(clerk, at("mistake", provider), "do", mistake="wrong_line")


def test_a_letter_that_went_out_already_is_told_before_the_entry_is_taken_back(
    clerk: Client, provider: Provider
) -> None:
    assert "If it went out already" not in press(clerk, at("mistake", provider), "check", mistake="no_form")
    clerk.post(at("issue_welcome", provider))
    assert "If it went out already" in press(clerk, at("mistake", provider), "check", mistake="no_form")


def test_a_contract_with_a_session_is_not_withdrawn(clerk: Client, provider: Provider) -> None:
    fields = {"requested_on": "2026-11-20", "ground": "before_start", "identity": "on"}
    assert "This contract has begun already" in press(clerk, at("withdraw", provider), "do", **fields)
    offer = Tool().offer()
    claims(offer.nameplate, provider.ready_ticket(), identity(provider.communicator))
    Session.objects.filter(pk=offer.session).update(live_at=NOON)
    assert "A support session was held already" in press(clerk, at("withdraw", provider), "do", **fields)


def test_what_we_proposed_may_be_withdrawn_and_never_was(clerk: Client, provider: Provider) -> None:
    line = provider.add_line(provider.household("C-20001", "0847-22-2222"), "L-20001")
    join(line=line, form_on=date(2026, 11, 18), terms_version="", solicited=True, by=provider.clerk, now=NOON)
    address = reverse("office:withdraw", args=[line.pk])
    fields = {"requested_on": "2026-11-20", "ground": "solicited", "identity": "on"}
    assert "cannot be taken back" in press(clerk, address, "check", **fields)
    assert Period.objects.get(line=line).void == ""
    press(clerk, address, "do", **fields)
    assert Period.objects.get(line=line).void == "withdrawn"


def test_a_moved_line_takes_its_contract_along(clerk: Client, provider: Provider) -> None:
    press(clerk, at("move", provider), "do", number="L-77777", address="府中市新町1", opened_on="2026-11-10")
    moved = Line.objects.get(number="L-77777")
    page = clerk.get(reverse("office:contract", args=[moved.pk])).content.decode()
    assert "Line moved" in page
    assert "Contract began" in page
    assert "contract active" in page
    assert "line no longer in use" in shown(clerk, provider)


CHANGES: list[tuple[str, dict[str, Any], str]] = [
    ("suspend", {"first_on": "2026-12-01", "last_on": "2026-12-31"}, "line_suspended"),
    ("close_line", {"on": "2026-11-20", "identity": "on"}, "line_closed"),
    ("note", {"what": "device", "on": "2026-11-19", "note": "新しいパソコン"}, "device_changed"),
]


@pytest.mark.parametrize(("name", "fields", "kind"), CHANGES)
def test_a_deed_is_rehearsed_without_a_trace_and_then_told_once(
    clerk: Client, provider: Provider, name: str, fields: dict[str, Any], kind: str
) -> None:
    before = (Event.objects.count(), Row.objects.count())
    assert "Is this right?" in press(clerk, at(name, provider), "check", **fields)
    assert (Event.objects.count(), Row.objects.count()) == before
    press(clerk, at(name, provider), "do", **fields)
    assert Event.objects.filter(kind=kind).count() == 1


def test_a_line_in_service_again(clerk: Client, provider: Provider) -> None:
    press(clerk, at("suspend", provider), "do", first_on="2026-11-01", last_on="2026-12-31")
    press(clerk, at("resume", provider), "do", on="2026-11-15")
    assert provider.line.suspensions.get().last_on == date(2026, 11, 14)


def test_a_line_is_handed_over_to_somebody_we_know(clerk: Client, provider: Provider) -> None:
    fields = {"on": "2026-11-20", "identity": "on"}
    assert "Register the new holder first" in press(
        clerk, at("inherit", provider), "do", customer_number="C-99999", **fields
    )
    heir = provider.household("C-20001", "0847-22-2222")
    press(clerk, at("inherit", provider), "do", customer_number="c-20001", **fields)
    provider.line.refresh_from_db()
    assert provider.line.subscriber_id == heir.pk
    assert "First held by" in shown(clerk, provider)


def test_a_letter_is_issued_once_more_printed_and_logged(clerk: Client, provider: Provider) -> None:
    assert "This contract has no letter yet" in shown(clerk, provider)
    clerk.post(at("issue_welcome", provider))
    letter = Letter.objects.get()
    assert "Not handed over yet" in shown(clerk, provider)
    assert clerk.get(reverse("office:letter", args=[letter.pk])).status_code == 404
    deliver = reverse("office:deliver", args=[letter.pk])
    assert clerk.post(deliver, {"way": "paper"})["Content-Type"] == "application/pdf"
    clerk.post(deliver, {"way": "paper"})
    assert [(one.way, one.nth) for one in Delivery.objects.order_by("pk")] == [("paper", 1), ("paper", 2)]
    assert shown(clerk, provider).count("printed for the registered address") == 2
    answer = clerk.get(reverse("office:letter", args=[letter.pk]))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert provider.subscriber.name not in answer["Content-Disposition"]


def test_mail_without_an_address_is_refused_in_a_sentence(clerk: Client, provider: Provider) -> None:
    clerk.post(at("issue_welcome", provider))
    deliver = reverse("office:deliver", args=[Letter.objects.get().pk])
    assert 'class="error"' in clerk.post(deliver, {"way": "mail"}, follow=True).content.decode()
    assert 'class="error"' in clerk.post(deliver, {"way": "pigeon"}, follow=True).content.decode()
    assert Delivery.objects.count() == 0


def test_a_long_story_costs_as_many_queries_as_a_short_one(clerk: Client, provider: Provider) -> None:
    seen = []
    for more in (1, 12):
        for n in range(more):
            press(clerk, at("note", provider), "do", what="course", on=f"2026-11-{n + 1:02}", note="x")
        with CaptureQueriesContext(connection) as found:
            shown(clerk, provider)
        seen.append(len(found))
    assert seen[0] == seen[1]


def test_nobody_elses_deed_reaches_a_contract(provider: Provider) -> None:
    for member in (provider.communicator, provider.accountant, provider.administrator):
        answer = browser(member).post(at("cancel", provider), {"step": "do", "requested_on": "2026-11-20"})
        assert answer.status_code == 403
    provider.period.refresh_from_db()
    assert provider.period.end_on is None


def test_a_communicator_is_told_the_offices_number_instead(provider: Provider) -> None:
    page = browser(provider.communicator).get(at("cancel", provider)).content.decode()
    assert "0847-45-0557" in page
    assert "This page is not for your role" in page


def test_a_contract_that_never_was_is_not_found_as_one(clerk: Client, provider: Provider) -> None:
    Period.objects.filter(pk=provider.period.pk).update(void="withdrawn", void_on=date(2026, 11, 1))
    found = clerk.post(reverse("office:subscribers"), {"wanted": "C-10001"}).content.decode()
    assert "no contract yet" in found
    assert "no contract yet" in shown(clerk, provider)


def test_only_what_can_be_done_is_offered(clerk: Client, provider: Provider) -> None:
    page = shown(clerk, provider)
    assert at("cancel", provider) in page
    assert at("correct", provider) in page
    assert at("withdraw", provider) not in page
    assert at("undo", provider) not in page
    close_month(Month(2026, 10), by=provider.accountant, now=NOON)
    assert at("correct", provider) not in shown(clerk, provider)


def test_older_months_that_a_step_changes_are_shown_too(clerk: Client, provider: Provider) -> None:
    asked = press(clerk, at("cancel", provider), "check", requested_on="2026-07-10", identity="on")
    assert "August 2026" in asked
    assert "June 2026" not in asked


def test_free_months_that_an_import_had_to_assume_are_corrected(clerk: Client, provider: Provider) -> None:
    press(clerk, at("free_window", provider), "do", used="yes")
    provider.line.refresh_from_db()
    assert provider.line.free_window_used
    page = shown(clerk, provider)
    assert "whether free months were used before our records" in page
    assert "a free month of the first contract" not in page


def test_a_closed_line_offers_to_mend_its_last_day(clerk: Client, provider: Provider) -> None:
    close_line(line=provider.line, on=date(2026, 11, 19), by=provider.clerk, now=NOON)
    page = shown(clerk, provider)
    assert at("close_line", provider) in page
    assert 'value="2026-11-19"' in clerk.get(at("close_line", provider)).content.decode()
    move = move_line(
        line=provider.add_line(provider.subscriber, "L-7"),
        number="L-8",
        address="別の所",
        opened_on=date(2026, 11, 1),
        by=provider.clerk,
        now=NOON,
    )
    assert move.moved_from is not None
    old = clerk.get(reverse("office:contract", args=[move.moved_from.pk])).content.decode()
    assert reverse("office:close_line", args=[move.moved_from.pk]) not in old


@pytest.mark.parametrize("day", ["0026-04-15", "9999-01-01"])
def test_a_year_nobody_lives_in_is_a_mistyped_one(clerk: Client, provider: Provider, day: str) -> None:
    page = press(clerk, at("cancel", provider), "check", requested_on=day, end_on="", identity="on")
    assert "Check the year." in page
    assert Period.objects.get(pk=provider.period.pk).end_on is None


def test_a_line_that_cannot_be_has_no_page(clerk: Client) -> None:
    assert clerk.post(f"/office/contracts/{10**25}/take-back").status_code == 404


def test_a_corrected_contract_gets_its_own_letter_and_the_old_one_is_not_handed_over_any_more(
    clerk: Client, provider: Provider
) -> None:
    clerk.post(at("issue_welcome", provider))
    (old,) = Letter.objects.all()
    told = {"form_on": "2026-11-16", "campaign": "", "channel": "office"}
    provider.period = join(
        line=provider.add_line(provider.subscriber, "L-2"),
        form_on=date(2026, 11, 15),
        terms_version="",
        by=provider.clerk,
        now=NOON,
    )
    provider.line = provider.period.line
    clerk.post(at("issue_welcome", provider))
    press(clerk, at("correct", provider), "do", **told)
    letters = Letter.objects.exclude(pk=old.pk).order_by("pk")
    newest = Period.objects.filter(line=provider.line, void="").get()
    assert [letter.about for letter in letters] == [f"period:{provider.period.pk}", f"period:{newest.pk}"]
    page = shown(clerk, provider)
    assert page.count('name="way" value="paper"') == 1
    assert "tells of a contract that was corrected" in page


def test_a_letter_of_the_line_before_a_move_is_issued_anew_instead_of_handed_over(
    clerk: Client, provider: Provider
) -> None:
    clerk.post(at("issue_welcome", provider))
    assert "It names line" not in shown(clerk, provider)
    provider.line = move_line(
        line=provider.line,
        number="L-2",
        address="府中市本町2",
        opened_on=date(2026, 11, 18),
        by=provider.clerk,
        now=NOON,
    )
    assert "It names line L-10001; the contract is on L-2 now. Issue the letter anew" in shown(clerk, provider)
    clerk.post(at("issue_welcome", provider))
    page = shown(clerk, provider)
    assert "A newer letter took its place before it was handed over." in page
    assert "It names line" not in page
    assert page.count('name="way" value="paper"') == 1
    older, newest = Letter.objects.order_by("pk")
    assert newest.values["line_number"] == "L-2"
    assert newest.values["stages"] == older.values["stages"] != []  # the same free months and the same fee
    assert reverse("office:deliver", args=[newest.pk]) in page
    clerk.post(reverse("office:deliver", args=[newest.pk]), {"way": "paper"})
    clerk.post(at("issue_welcome", provider))
    page = shown(clerk, provider)
    assert page.count('name="way" value="paper"') == 2  # what was handed over can be printed again


def test_lines_registered_apart_are_joined_afterwards(clerk: Client, provider: Provider) -> None:
    assert at("replaced", provider) not in shown(clerk, provider)
    assert "No other line of this subscriber" in clerk.get(at("replaced", provider), follow=True).content.decode()
    new = provider.add_line(provider.subscriber, "L-2")
    Line.objects.filter(pk=new.pk).update(opened_on=date(2026, 11, 10))
    close_line(line=provider.line, on=date(2026, 11, 8), by=provider.clerk, now=NOON)
    join(line=new, form_on=date(2026, 11, 12), terms_version="", by=provider.clerk, now=NOON)
    assert at("replaced", provider) in shown(clerk, provider)
    assert "This field is required" in press(clerk, at("replaced", provider), "check")
    assert "the other line meanwhile counts for nothing" in clerk.get(at("replaced", provider)).content.decode()
    press(clerk, at("replaced", provider), "do", by=new.pk)
    page = clerk.get(reverse("office:contract", args=[new.pk])).content.decode()
    assert "Line moved; the contract goes on" in page
    assert "a contract of the new line counts for nothing" in page
    assert "contract active" in page
    assert list(Period.objects.filter(line=new, void="")) == [provider.period]
    assert at("replaced", provider) not in shown(clerk, provider)


def test_a_cancelled_contract_and_the_one_after_it_are_not_said_to_be_one(clerk: Client, provider: Provider) -> None:
    cancel(period=provider.period, requested_on=date(2026, 11, 7), by=provider.clerk, now=NOON)
    close_line(line=provider.line, on=date(2026, 11, 8), by=provider.clerk, now=NOON)
    new = provider.add_line(provider.subscriber, "L-2")
    Line.objects.filter(pk=new.pk).update(opened_on=date(2026, 11, 10))
    again = join(line=new, form_on=date(2026, 11, 12), terms_version="", by=provider.clerk, now=NOON)
    asked = clerk.get(at("replaced", provider)).content.decode()
    assert "one begun on the other line later goes on" in asked
    assert "counts for nothing" not in asked
    told = press(clerk, at("replaced", provider), "do", by=new.pk)
    assert "The two lines count as one now." in told
    assert "Its contract goes on" not in told
    assert list(Period.objects.filter(line=new, void="").order_by("sequence")) == [provider.period, again]


def test_what_is_booked_under_another_first_holder_is_not_joined(clerk: Client, provider: Provider) -> None:
    heir = provider.household("C-30003", "0847-55-6666")
    Line.objects.filter(pk=provider.line.pk).update(subscriber=heir)
    new = provider.add_line(heir, "L-2")
    Line.objects.filter(pk=new.pk).update(opened_on=date(2026, 10, 10))
    own = join(line=new, form_on=date(2026, 10, 12), terms_version="", by=provider.clerk, now=NOON)
    close_month(Month(2026, 10), by=provider.accountant, now=NOON)
    Period.objects.filter(pk=own.pk).update(void="withdrawn", void_on=date(2026, 11, 1))
    page = press(clerk, at("replaced", provider), "do", by=new.pk)
    assert "A closed month counts the new line by itself" in page
    Close.objects.update(state=State.RUNNING)
    page = press(clerk, at("replaced", provider), "do", by=new.pk)
    assert "A month is being closed at this moment" in page
    assert not Line.objects.exclude(moved_from=None).exists()


@pytest.mark.parametrize(
    ("cancelling", "resting", "said", "never"),
    [
        ("free", "pause", ["a free month stays free", "rests on every day cost nothing"], ["also a free month"]),
        (
            "charge",
            "charge",
            ["also a free month", "The fee goes on while the line rests"],
            ["stays free", "cost nothing"],
        ),
    ],
)
def test_what_the_clerk_reads_to_the_caller_follows_the_settings(  # T3, T15
    clerk: Client, provider: Provider, cancelling: str, resting: str, said: list[str], never: list[str]
) -> None:
    row = PolicyRow.objects.get()
    kept = row.settings | {"cancel_in_free_month": cancelling, "line_suspension": resting}
    PolicyRow.objects.filter(pk=row.pk).update(settings=kept)
    pages = " ".join(clerk.get(at(name, provider)).content.decode() for name in ("cancel", "suspend"))
    assert [words for words in said if words not in pages] == []
    assert [words for words in never if words in pages] == []


@pytest.mark.parametrize("name", ["cancel", "suspend"])
def test_without_settings_no_rule_of_theirs_is_told(clerk: Client, provider: Provider, name: str) -> None:
    PolicyRow.objects.all().delete()
    page = clerk.get(at(name, provider)).content.decode()
    assert "cost nothing" not in page
    assert "stays free" not in page


def test_everything_on_the_form_is_corrected_and_shown_as_it_was_entered(clerk: Client, provider: Provider) -> None:
    line = provider.add_line(provider.household("C-20001", "0847-22-2222"), "L-20001")
    join(line=line, form_on=date(2026, 11, 2), terms_version="", channel="post", by=provider.clerk, now=NOON)
    address = reverse("office:correct", args=[line.pk])
    page = clerk.get(address).content.decode()
    assert 'value="post" selected' in page
    assert re.search(r'name="(solicited|terms)"[^>]*checked', page) is None
    press(clerk, address, "do", form_on="2026-11-02", channel="phone", solicited="on", terms="on")
    newest = Period.objects.get(line=line, void="")
    assert (newest.channel, newest.solicited) == ("phone", True)
    assert newest.acceptances.get().version == TermsVersion.objects.get().version
    told = clerk.get(reverse("office:contract", args=[line.pk])).content.decode()
    for words in ("came by: by telephone", "instead of by: post", "we had proposed it", "terms accepted, version"):
        assert words in told
    page = clerk.get(address).content.decode()
    assert len(re.findall(r'name="(?:solicited|terms)"[^>]*checked', page)) == 2
    press(clerk, address, "do", form_on="2026-11-02", channel="phone", terms="on")
    newest = Period.objects.get(line=line, void="")
    assert (newest.solicited, newest.acceptances.count()) == (False, 1)
    assert (
        "had been entered as proposed by us" in clerk.get(reverse("office:contract", args=[line.pk])).content.decode()
    )


def test_a_mistyped_line_is_corrected_and_its_contract_with_it(clerk: Client, provider: Provider) -> None:
    line = provider.add_line(provider.household("C-20001", "0847-22-2222"), "L-20001")
    Line.objects.filter(pk=line.pk).update(opened_on=date(2026, 11, 20))
    line.refresh_from_db()
    period = join(line=line, form_on=date(2026, 10, 28), terms_version="", by=provider.clerk, now=NOON)
    page = reverse("office:contract", args=[line.pk])
    clerk.post(reverse("office:issue_welcome", args=[line.pk]))
    address = reverse("office:correct_line", args=[line.pk])
    assert address in clerk.get(page).content.decode()
    assert 'value="2026-11-20"' in clerk.get(address).content.decode()
    fields = {"number": "L-20010", "address": "見本町9", "opened_on": "2020-04-01"}
    assert "October 2026" in press(clerk, address, "check", **fields)
    told = press(clerk, address, "do", **fields)
    for words in ("The line is corrected.", "L-20010", "before, it was", "L-20001", "the line&#x27;s address"):
        assert words in told
    newest = Period.objects.get(line=line, void="")
    assert (newest.start_on, newest.corrects) == (date(2026, 10, 28), period)
    about = list(Letter.objects.order_by("pk").values_list("about", flat=True))
    assert about == [f"period:{period.pk}", f"period:{newest.pk}"]
    close_month(Month(2026, 10), by=provider.accountant, now=NOON)
    refused = press(clerk, address, "do", **(fields | {"opened_on": "2026-11-20"}))
    assert "a month that is closed already" in refused
    assert "The line is corrected." in press(clerk, address, "do", **(fields | {"number": "L-20011"}))


def test_a_line_closed_by_mistake_is_opened_again(clerk: Client, provider: Provider) -> None:
    assert at("reopen_line", provider) not in shown(clerk, provider)
    close_line(line=provider.line, on=date(2026, 11, 8), by=provider.clerk, now=NOON)
    assert at("reopen_line", provider) in shown(clerk, provider)
    assert "December 2026" in press(clerk, at("reopen_line", provider), "check")
    page = press(clerk, at("reopen_line", provider), "do")
    for words in ("The line is open again.", "the line was closed by mistake; it is open", "contract active"):
        assert words in page
    assert "This line is open." in press(clerk, at("reopen_line", provider), "do")
