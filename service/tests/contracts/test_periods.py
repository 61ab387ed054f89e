from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import (
    AlreadyActive,
    BadCampaign,
    BadDay,
    MonthClosed,
    NoRight,
    NotEligible,
    NotNow,
)
from yorisoi_service.contracts.models import Application, Period
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.services.lines import close_line
from yorisoi_service.testing.people import NOON, Provider

from .conftest import Office, day, noon

TODAY = date(2026, 11, 20)


def test_service_can_be_given_from_the_day_of_the_form(office: Office) -> None:
    """R01."""
    period = office.join("2026-11-20")
    assert queries.is_active(period.line_id, on=TODAY)
    assert not queries.is_active(period.line_id, on=date(2026, 11, 19))
    assert queries.accepted_on_form(period.line_id, version="2026-04", on=TODAY)
    assert not queries.accepted_on_form(period.line_id, version="2027-01", on=TODAY)
    assert office.told() == ["joined"]


def test_the_japanese_day_decides_what_is_still_today(provider: Provider, office: Office) -> None:
    """Half past midnight in Japan on 1 May, still 30 April in UTC."""
    joined = join(
        line=office.line,
        form_on=date(2026, 5, 1),
        terms_version="",
        by=provider.clerk,
        now=datetime(2026, 4, 30, 15, 30, tzinfo=UTC),
    )
    assert joined.start_on == date(2026, 5, 1)
    with pytest.raises(BadDay):
        join(
            line=office.add_line("L-2"),
            form_on=date(2026, 5, 1),
            terms_version="",
            by=provider.clerk,
            now=datetime(2026, 4, 30, 14, 59, tzinfo=UTC),
        )


def test_a_form_entered_days_later_counts_from_its_day(office: Office) -> None:
    assert office.join("2026-04-15", told="2026-05-02").start_on == date(2026, 4, 15)


def test_service_begins_no_earlier_than_the_line(office: Office) -> None:
    """T12; the form's day is kept beside it."""
    period = office.join("2026-04-25", line=office.add_line("L-2", opened="2026-05-10"))
    assert (period.form_on, period.start_on) == (date(2026, 4, 25), date(2026, 5, 10))


def test_one_contract_for_one_line(office: Office) -> None:
    """R04."""
    office.join("2026-04-15")
    with pytest.raises(AlreadyActive):
        office.join("2026-11-20")
    assert office.told() == ["joined"]


@pytest.mark.parametrize("end", [None, date(2026, 12, 31)])
def test_the_database_holds_one_contract_and_one_number_for_one_line(provider: Provider, end: date | None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.create(
            line=provider.line,
            sequence=2 if end is None else 1,
            form_on=TODAY,
            start_on=TODAY,
            end_on=end,
            entered_by=provider.clerk,
            entered_at=NOON,
        )


def test_a_second_line_holds_a_contract_of_its_own(office: Office) -> None:
    office.join("2026-04-15")
    second = office.join("2026-04-15", line=office.add_line("L-2"))
    assert second.sequence == 1


def test_a_recontract_begins_on_the_last_day_at_the_earliest(office: Office) -> None:
    """R08, case 17."""
    first = office.join("2026-04-15")
    office.cancel(first, "2026-07-10")
    with pytest.raises(AlreadyActive):
        office.join("2026-07-09", told="2026-07-10")
    again = office.join("2026-07-10", terms="")
    assert again.sequence == 2
    assert queries.active_period(office.line.pk, on=date(2026, 7, 10)) == again
    assert queries.history(office.line.pk) == [first, again]
    assert office.told() == ["joined", "cancelled", "rejoined"]


def test_a_reserved_end_still_is_a_contract(office: Office) -> None:
    office.cancel(office.join("2026-04-15"), "2026-06-20", end="2026-08-31")
    with pytest.raises(AlreadyActive):
        office.join("2026-08-30")
    assert office.join("2026-08-31").sequence == 2


def test_no_form_of_tomorrow(office: Office) -> None:
    with pytest.raises(BadDay):
        office.join("2026-04-16", told="2026-04-15")


def test_no_open_line_no_contract(office: Office) -> None:
    """R13."""
    close_line(line=office.line, on=day("2026-11-01"), by=office.provider.clerk, now=NOON)
    with pytest.raises(NotEligible):
        office.join("2026-11-20")
    late = office.join("2026-10-20", told="2026-11-20")
    assert (late.end_on, late.end_cause) == (date(2026, 11, 1), "line_closed")


def test_a_communicator_has_no_contract_action(provider: Provider, office: Office) -> None:
    """R05, D2."""
    for other in (provider.communicator, provider.lead, provider.accountant, provider.administrator):
        with pytest.raises(NotAllowed):
            join(line=office.line, form_on=TODAY, terms_version="", by=other, now=NOON)
    assert office.told() == []


def test_a_late_form_from_before_a_move_counts_from_its_day(office: Office) -> None:
    moved = office.move("L-2", "2026-07-15")
    late = office.join("2026-07-10", told="2026-07-20", line=moved)
    assert (late.start_on, late.line, late.form_line) == (date(2026, 7, 10), moved, office.line)
    for form in ("2026-07-15", "2026-07-20"):  # on the day of the move the old row still is open
        with pytest.raises(NotEligible):
            office.join(form, told="2026-07-20", line=office.line)


# Campaigns


def test_a_campaign_is_for_those_it_is_offered_to(office: Office) -> None:
    first = office.campaign((1, 3, 0), code="first", for_whom="first")
    back = office.campaign((1, 1, 0), code="back", for_whom="returning")
    with pytest.raises(BadCampaign):
        office.join("2026-04-15", campaign=back)
    period = office.join("2026-04-15", campaign=first)
    assert period.campaign == first
    second = office.add_line("L-2")
    for offer in (first, back):  # a second line is neither new nor returning
        with pytest.raises(BadCampaign):
            office.join("2026-05-01", line=second, campaign=offer)
    office.cancel(period, "2026-07-10")
    with pytest.raises(BadCampaign):
        office.join("2026-10-31", campaign=first)
    assert office.join("2026-10-31", campaign=back).campaign == back


def test_who_joined_before_our_records_is_not_new(office: Office) -> None:
    office.line.free_window_used = True
    office.line.save()
    with pytest.raises(BadCampaign):
        office.join("2026-04-15", campaign=office.campaign((1, 3, 0), for_whom="first"))


def test_the_forms_day_decides_whether_the_offer_holds(office: Office) -> None:
    campaign = office.campaign((1, 3, 0))
    with pytest.raises(BadCampaign):
        office.join("2025-12-31", told="2026-04-01", campaign=campaign)
    assert office.join("2026-01-01", told="2026-04-01", campaign=campaign).campaign == campaign


# Withdrawing


def test_a_solicited_contract_is_withdrawn_within_eight_days_as_if_it_never_was(office: Office) -> None:
    """Case 08; the day the paper came is the first."""
    application = office.apply("2026-04-14")
    period = office.join("2026-04-15", solicited=True)
    application.refresh_from_db()
    withdrawn = office.withdraw(period, "solicited", "2026-04-22")
    assert application.period == period
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert (withdrawn.void, withdrawn.void_on) == ("withdrawn", date(2026, 4, 22))
    assert not queries.is_active(office.line.pk, on=date(2026, 4, 16))
    again = office.join("2026-07-01")
    assert again.sequence == 1
    assert office.told() == ["applied", "joined", "withdrawn", "joined"]


@pytest.mark.parametrize(
    ("solicited", "ground", "told", "held"),
    [
        (True, "solicited", "2026-04-23", 0),  # the ninth day
        (True, "solicited", "2026-04-16", 1),  # helped already
        (False, "solicited", "2026-04-16", 0),
        (False, "before_start", "2026-04-16", 0),
        (True, "line_cancelled", "2026-04-16", 0),
    ],
)
def test_without_a_right_nothing_is_withdrawn(
    office: Office, solicited: bool, ground: str, told: str, held: int
) -> None:
    period = office.join("2026-04-15", solicited=solicited)
    with pytest.raises(NoRight):
        office.withdraw(period, ground, told, held)
    assert office.told() == ["joined"]
    assert queries.is_active(office.line.pk, on=date(2026, 4, 16))


def test_the_days_run_from_the_paper_and_the_request_counts_not_its_entry(office: Office) -> None:
    period = office.join("2026-04-15", solicited=True)
    office.withdraw(period, "solicited", "2026-05-20", requested_on=day("2026-05-01"), paper_on=day("2026-04-24"))
    late = office.join("2026-04-15", told="2026-06-10", solicited=True)  # no letter is older than the entry
    office.withdraw(late, "solicited", "2026-06-17")


@pytest.mark.parametrize("asked", ["2026-04-14", "2026-04-17"])
def test_a_request_lies_between_the_form_and_today(office: Office, asked: str) -> None:
    period = office.join("2026-04-15", solicited=True)
    with pytest.raises(BadDay):
        office.withdraw(period, "solicited", "2026-04-16", requested_on=day(asked))


def test_before_the_line_opens_anybody_may_withdraw(office: Office) -> None:
    line = office.add_line("L-2", opened="2026-05-10")
    office.withdraw(office.join("2026-04-25", line=line), "before_start", "2026-05-09")
    again = office.join("2026-05-10", line=line)
    with pytest.raises(NoRight):
        office.withdraw(again, "before_start", "2026-05-10")


def test_with_the_internet_contract_the_support_is_withdrawn_too(office: Office) -> None:
    new = office.add_line("L-2", opened="2026-04-15")
    period = office.join("2026-04-15", line=new)
    office.close("2026-04-20", line=new)
    assert office.withdraw(period, "line_cancelled", "2026-04-21").void == "withdrawn"
    assert queries.histories(holders=[office.subscriber.pk], scope="customer").periods[0].withdrawn


@pytest.mark.parametrize(
    ("opened", "closed", "paper", "asked"),
    [
        ("2026-04-15", "2026-04-23", None, "2026-04-23"),  # the ninth day
        ("2026-04-15", "2026-11-30", None, "2026-11-30"),  # an end like any other
        ("2020-01-01", "2026-04-20", None, "2026-04-20"),
        ("2026-04-15", "2026-04-30", "2026-04-16", "2026-04-20"),  # a last day still to come
        ("2026-04-15", "2026-04-24", "2026-04-16", "2026-04-24"),
    ],
)
def test_a_line_that_ended_otherwise_gives_no_right(
    office: Office, opened: str, closed: str, paper: str | None, asked: str
) -> None:
    line = office.add_line("L-2", opened=opened)
    period = office.join("2026-04-15", line=line)
    office.close(closed, told=asked, line=line)
    with pytest.raises(NoRight):
        office.withdraw(period, "line_cancelled", asked, paper_on=day(paper) if paper else None)
    period.refresh_from_db()
    assert period.void == ""


def test_only_what_counts_and_is_newest_is_withdrawn(office: Office) -> None:
    first = office.join("2026-04-15", solicited=True)
    office.cancel(first, "2026-04-16")
    second = office.join("2026-04-16", solicited=True)
    with pytest.raises(NotNow):
        office.withdraw(first, "solicited", "2026-04-17")
    office.withdraw(second, "solicited", "2026-04-17")
    with pytest.raises(NotNow):
        office.withdraw(second, "solicited", "2026-04-17")
    office.withdraw(first, "solicited", "2026-04-17")
    assert list(queries.counting(office.line.pk)) == []


# Correcting


def test_a_mistyped_application_is_corrected_by_a_new_entry(office: Office) -> None:
    application = office.apply("2026-04-14")
    old = office.join("2026-04-15", told="2026-05-02", solicited=True)
    new = office.correct(old, "2026-05-01", told="2026-05-02", open_from="2026-04")
    old.refresh_from_db()
    assert (old.void, old.void_on, old.form_on) == ("corrected", date(2026, 5, 2), date(2026, 4, 15))
    assert (new.start_on, new.sequence, new.solicited, new.corrects) == (date(2026, 5, 1), 1, True, old)
    assert queries.accepted_on_form(office.line.pk, version="2026-04", on=date(2026, 5, 1))
    assert office.told() == ["applied", "joined", "corrected"]
    application.refresh_from_db()
    assert application.period == new
    told = queries.story(office.line.pk)[-1]
    assert (told.facts["form_on_before"], told.facts["form_on"], told.period) == ("2026-04-15", "2026-05-01", new)


@pytest.mark.parametrize(("form", "then"), [("2026-05-01", "2026-04-30"), ("2026-04-30", "2026-05-01")])
def test_what_touches_a_closed_month_is_not_corrected(office: Office, form: str, then: str) -> None:
    period = office.join(form, told="2026-05-02")
    with pytest.raises(MonthClosed):
        office.correct(period, then, told="2026-05-02", open_from="2026-05")
    assert office.correct(period, then, told="2026-05-02", open_from="2026-04").form_on == day(then)


def test_how_a_form_came_and_what_was_ticked_on_it_are_corrected_too(office: Office) -> None:
    old = office.join("2026-11-02", channel="post", solicited=True)
    kept = office.correct(old, "2026-11-02", told="2026-11-03")
    assert (kept.channel, kept.solicited, kept.acceptances.get().version) == ("post", True, "2026-04")
    new = office.correct(kept, "2026-11-02", told="2026-11-03", channel="phone", solicited=False, terms_version="")
    assert (new.channel, new.solicited, new.acceptances.exists()) == ("phone", False, False)
    told = queries.story(office.line.pk)[-1].facts
    assert (told["channel"], told["channel_before"]) == ("phone", "post")
    assert (told["solicited"], told["solicited_before"]) == (False, True)
    assert (told["terms"], told["terms_before"]) == ("", "2026-04")
    with pytest.raises(NoRight):  # nobody had called them after all
        office.withdraw(new, "solicited", "2026-11-04")
    again = office.correct(new, "2026-11-02", told="2026-11-04", terms_version="2026-10", solicited=True)
    accepted = again.acceptances.get()
    assert (accepted.version, accepted.accepted_on) == ("2026-10", date(2026, 11, 2))
    office.withdraw(again, "solicited", "2026-11-05")


def test_a_correction_keeps_the_end_and_the_order(office: Office) -> None:
    first = office.join("2026-04-15")
    office.cancel(first, "2026-07-10", told="2026-07-20")
    second = office.join("2026-07-20")
    for wrong in ("2026-07-09", "2026-07-21"):  # in the first contract; in the future
        with pytest.raises((AlreadyActive, BadDay)):
            office.correct(second, wrong, told="2026-07-20")
    with pytest.raises(BadDay):
        office.correct(first, "2026-07-11", told="2026-07-20")
    mended = office.correct(first, "2026-05-15", told="2026-07-20")
    assert (mended.end_on, mended.end_cause, mended.requested_end_on) == (
        day("2026-07-10"),
        "request",
        day("2026-07-10"),
    )
    with pytest.raises(NotNow):
        office.correct(first, "2026-05-16", told="2026-07-20")
    office.correct(second, "2026-07-10", told="2026-07-20")
    assert [period.sequence for period in queries.counting(office.line.pk)] == [1, 2]


def test_a_wrong_campaign_is_corrected_and_the_right_one_must_be_offered(office: Office) -> None:
    first, back = (
        office.campaign((1, 3, 0), code="f", for_whom="first"),
        office.campaign((1, 1, 0), for_whom="returning"),
    )
    period = office.join("2026-04-15")
    with pytest.raises(BadCampaign):
        office.correct(period, "2026-04-15", told="2026-04-16", campaign=back)
    new = office.correct(period, "2026-04-15", told="2026-04-16", campaign=first)
    assert new.campaign == first
    assert office.correct(new, "2026-04-15", told="2026-04-16").campaign is None


def test_a_joining_takes_up_the_application_that_waits(office: Office) -> None:
    application = office.apply("2026-04-14")
    period = office.join("2026-04-15")
    application = Application.objects.get(pk=application.pk)
    assert (application.state, application.period) == ("active", period)
    assert noon("2026-04-15") == period.entered_at
