from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import BadDay, MonthClosed, NotNow
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services.endings import cancel, close_line, correct_end, undo_cancel
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.errors import BadRecord

from .conftest import Office, day, noon


def ends(period: Period) -> tuple[date | None, str]:
    period.refresh_from_db()
    return period.end_on, period.end_cause


def test_cancelled_means_active_to_the_last_day(office: Office) -> None:
    """R07."""
    period = office.cancel(office.join("2026-04-15"), "2026-07-10")
    assert ends(period) == (date(2026, 7, 10), "request")
    assert queries.is_active(office.line.pk, on=date(2026, 7, 10))
    assert not queries.is_active(office.line.pk, on=date(2026, 7, 11))
    assert office.told() == ["joined", "cancelled"]


def test_the_day_of_the_call_counts_not_that_of_the_entry(office: Office) -> None:
    """T5, case 14."""
    period = office.cancel(office.join("2026-04-15"), "2026-07-31", told="2026-08-03")
    assert (period.end_on, period.requested_end_on) == (date(2026, 7, 31), date(2026, 7, 31))


def test_a_call_after_midnight_is_of_the_new_day(office: Office) -> None:
    """Case 15: ten past midnight on 1 July in Japan is still June in UTC."""
    period = office.join("2026-04-15")
    moment = datetime(2026, 6, 30, 15, 10, tzinfo=UTC)
    with pytest.raises(BadDay):
        cancel(period=period, requested_on=date(2026, 7, 2), by=office.provider.clerk, now=moment)
    cancel(period=period, requested_on=date(2026, 7, 1), by=office.provider.clerk, now=moment)
    assert ends(period) == (date(2026, 7, 1), "request")


def test_a_reserved_cancellation_is_told_as_such_and_can_be_taken_back(office: Office) -> None:
    """Case 44."""
    period = office.cancel(office.join("2026-04-15"), "2026-06-20", end="2026-08-31")
    assert queries.is_active(office.line.pk, on=date(2026, 8, 31))
    office.undo(period, "2026-08-10")
    assert ends(period) == (None, "")
    assert period.requested_end_on is None
    assert office.told() == ["joined", "cancellation_reserved", "cancellation_undone"]
    office.cancel(period, "2026-08-11")


@pytest.mark.parametrize("told", ["2026-08-31", "2026-09-01"])
def test_on_the_last_day_it_is_too_late(office: Office, told: str) -> None:
    period = office.cancel(office.join("2026-04-15"), "2026-06-20", end="2026-08-31")
    with pytest.raises(NotNow):
        office.undo(period, told)
    assert ends(period) == (date(2026, 8, 31), "request")


def test_what_another_contract_follows_is_not_taken_back(office: Office) -> None:
    line = office.add_line("L-2", opened="2026-05-10")
    first = office.cancel(office.join("2026-05-01", line=line), "2026-05-02", end="2026-05-10")
    office.join("2026-05-03", line=line)  # both begin on the day the line opens
    with pytest.raises(NotNow):
        office.undo(first, "2026-05-04")


def test_there_must_be_something_to_take_back(office: Office) -> None:
    period = office.join("2026-04-15")
    with pytest.raises(NotNow):
        office.undo(period, "2026-06-20")
    office.close("2026-08-31", told="2026-06-20")
    with pytest.raises(NotNow):  # the line's end is no cancellation
        office.undo(period, "2026-06-21")


def test_days_that_cannot_be(office: Office) -> None:
    period = office.join("2026-11-01")
    for requested, end in (("2026-11-21", ""), ("2026-11-20", "2026-11-19"), ("2026-10-31", "")):
        with pytest.raises(BadDay):
            office.cancel(period, requested, end, told="2026-11-20")
    office.cancel(period, "2026-11-20")
    with pytest.raises(BadDay):
        office.cancel(period, "2026-11-20")
    assert office.told() == ["joined", "cancelled"]


def test_a_contract_may_end_on_its_first_day(office: Office) -> None:
    """R06, case 21."""
    assert office.cancel(office.join("2026-10-31"), "2026-10-31").end_on == date(2026, 10, 31)


def test_a_void_contract_has_nothing_to_cancel(office: Office) -> None:
    period = office.join("2026-04-15", solicited=True)
    office.withdraw(period, "solicited", "2026-04-16")
    with pytest.raises(NotNow):
        office.cancel(period, "2026-04-17")
    with pytest.raises(NotNow):
        office.undo(period, "2026-04-17")


def test_only_the_clerk_ends_contracts(office: Office) -> None:
    """R05, D2."""
    people = office.provider
    period = office.join("2026-04-15")
    now, may = noon("2026-07-10"), Month(2026, 5)
    for other in (people.communicator, people.lead, people.accountant, people.administrator):
        with pytest.raises(NotAllowed):
            cancel(period=period, requested_on=day("2026-07-10"), by=other, now=now)
        with pytest.raises(NotAllowed):
            undo_cancel(period=period, by=other, now=now)
        with pytest.raises(NotAllowed):
            close_line(line=office.line, on=day("2026-07-10"), by=other, now=now)
        with pytest.raises(NotAllowed):
            correct_end(period=period, requested_on=day("2026-07-10"), open_from=may, by=other, now=now)
    assert ends(period) == (None, "")


# The line's end


def test_the_contract_ends_with_its_line_at_once(office: Office) -> None:
    """Case 26."""
    period = office.join("2026-04-15")
    line = office.close("2026-07-15")
    assert (line.closed_on, *ends(period)) == (date(2026, 7, 15), date(2026, 7, 15), "line_closed")
    assert office.told() == ["joined", "line_closed"]


def test_a_later_reserved_end_is_overtaken_an_earlier_one_stands(office: Office) -> None:
    period = office.cancel(office.join("2026-04-15"), "2026-06-20", end="2026-08-31")
    office.close("2026-09-30", told="2026-06-21")
    assert ends(period) == (date(2026, 8, 31), "request")
    office.close("2026-07-15", told="2026-06-22")
    assert ends(period) == (date(2026, 7, 15), "line_closed")


def test_a_wrongly_entered_end_of_the_line_is_entered_again(office: Office) -> None:
    period = office.join("2026-04-15")
    for on in ("2026-07-15", "2026-08-15", "2026-07-01"):
        line = office.close(on, told="2026-07-15")
        assert (line.closed_on, *ends(period)) == (day(on), day(on), "line_closed")


def test_before_the_line_ends_the_subscriber_may_cancel_earlier_and_change_their_mind(office: Office) -> None:
    period = office.join("2026-04-15")
    office.close("2026-09-30", told="2026-06-20")
    with pytest.raises(BadDay):
        office.cancel(period, "2026-06-20", end="2026-09-30")
    office.cancel(period, "2026-06-20", end="2026-08-31")
    assert ends(period) == (date(2026, 8, 31), "request")
    office.undo(period, "2026-07-01")
    assert ends(period) == (date(2026, 9, 30), "line_closed")


def test_a_line_closes_without_a_contract_too(office: Office) -> None:
    office.cancel(office.join("2026-04-15"), "2026-05-01")
    office.close("2026-07-15")
    assert office.told() == ["joined", "cancelled", "line_closed"]


def test_news_that_the_line_had_ended_ends_what_ran_and_voids_what_began_later(office: Office) -> None:
    first = office.cancel(office.join("2026-04-15"), "2026-07-10")
    later = office.join("2026-07-20")
    line = office.close("2026-07-05", told="2026-09-01")
    later.refresh_from_db()
    assert (line.closed_on, *ends(first)) == (day("2026-07-05"), day("2026-07-05"), "line_closed")
    assert (later.void, later.void_on) == ("withdrawn", day("2026-09-01"))
    assert office.told() == ["joined", "cancelled", "rejoined", "withdrawn", "line_closed"]
    again = office.add_line("L-2", opened="2026-09-01")
    assert office.join("2026-09-01", line=again).sequence == 1


def test_a_mistyped_last_day_of_the_line_is_mended_by_closing_again(office: Office) -> None:
    period = office.join("2026-04-15")
    office.close("2025-11-23", told="2026-11-23")
    period.refresh_from_db()
    assert period.void == "withdrawn"
    line = office.close("2026-11-23")
    assert (period.void_on, line.closed_on) == (day("2026-11-23"), day("2026-11-23"))
    assert ends(period) == (day("2026-11-23"), "line_closed")
    period.refresh_from_db()
    assert (period.void, period.void_on) == ("", None)
    assert office.told() == ["joined", "withdrawn", "line_closed", "corrected", "line_closed"]


def test_what_was_withdrawn_under_a_right_stays_so_when_the_line_closes(office: Office) -> None:
    period = office.join("2026-04-15", solicited=True)
    office.withdraw(period, "solicited", "2026-04-20")
    office.close("2026-05-01")
    office.close("2026-06-01")
    period.refresh_from_db()
    assert period.void == "withdrawn"


def test_a_line_cannot_end_before_it_opened(office: Office) -> None:
    office.join("2026-04-15")
    with pytest.raises(BadRecord):
        office.close("2019-12-31", told="2026-04-15")
    assert office.told() == ["joined"]


def test_a_moved_line_is_not_closed_again(office: Office) -> None:
    office.join("2026-04-15")
    office.move("L-2", "2026-07-15")
    with pytest.raises(NotNow):
        office.close("2026-07-16")


# A mistyped end


def mend(office: Office, period: Period, requested: str, end: str = "", open_from: str = "2026-07") -> Period:
    return correct_end(
        period=period,
        requested_on=day(requested),
        end_on=day(end) if end else None,
        open_from=Month.parse(open_from),
        by=office.provider.clerk,
        now=noon("2026-08-10"),
    )


def test_a_mistyped_end_is_corrected_while_its_months_are_open(office: Office) -> None:
    period = office.cancel(office.join("2026-04-15"), "2026-07-31", told="2026-08-03")
    with pytest.raises(MonthClosed):  # the month in which it ended so far
        mend(office, period, "2026-08-01", open_from="2026-08")
    assert mend(office, period, "2026-08-01").end_on == date(2026, 8, 1)
    assert office.told() == ["joined", "cancelled", "corrected"]
    for requested, open_from in (("2026-07-31", "2026-08"), ("2026-06-30", "2026-07")):
        with pytest.raises(MonthClosed):
            mend(office, period, requested, open_from=open_from)
    with pytest.raises(BadDay):
        mend(office, period, "2026-08-11")
    assert ends(period) == (date(2026, 8, 1), "request")


def test_a_corrected_end_respects_what_follows(office: Office) -> None:
    period = office.join("2026-04-15")
    with pytest.raises(NotNow):
        mend(office, period, "2026-08-01")
    office.cancel(period, "2026-07-10")
    office.join("2026-07-20")
    with pytest.raises(NotNow):
        mend(office, period, "2026-08-01")


def test_no_contract_outlasts_its_line(office: Office) -> None:
    period = office.cancel(office.join("2026-04-15"), "2026-07-10")
    office.close("2026-07-31")
    with pytest.raises(BadDay):
        mend(office, period, "2026-08-01")
    assert mend(office, period, "2026-07-31").end_on == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("told", "asked", "last", "why"),
    [
        ("2026-07-10", "2026-07-11", None, "in the future"),
        ("2026-07-10", "2026-07-10", "2026-07-09", "before the request"),
        ("2026-04-20", "2026-04-14", None, "before the start"),
        ("2026-07-10", "2026-07-10", "2036-07-31", "two years ahead"),
    ],
)
def test_a_day_that_cannot_be_says_what_is_wrong_with_it(
    office: Office, told: str, asked: str, last: str | None, why: str
) -> None:
    period = office.join("2026-04-15")
    with translation.override("en"), pytest.raises(BadDay, match=why):
        cancel(
            period=period,
            requested_on=day(asked),
            end_on=day(last) if last else None,
            by=office.provider.clerk,
            now=noon(told),
        )


# A line closed by mistake


def test_a_line_closed_by_mistake_is_open_and_its_contract_runs_on(office: Office) -> None:
    period = office.join("2026-04-15")
    office.close("2026-07-15")
    line = office.reopen("2026-08-20", open_from="2026-08")
    period.refresh_from_db()
    assert (line.closed_on, period.end_on, period.end_cause) == (None, None, "")
    told = queries.story(line.pk)[-1]
    assert (told.kind, told.facts) == ("corrected", {"what": "line_open", "end_on_before": "2026-07-15"})


def test_the_end_that_was_asked_for_before_stands_again(office: Office) -> None:
    period = office.cancel(office.join("2026-04-15"), "2026-06-20", end="2026-08-31")
    office.close("2026-07-15")
    office.reopen("2026-07-20")
    period.refresh_from_db()
    assert (period.end_on, period.end_cause) == (day("2026-08-31"), "request")
    office.undo(period, told="2026-07-21")


def test_the_end_that_was_asked_for_stands_again_however_often_the_form_was_corrected(office: Office) -> None:
    period = office.cancel(office.join("2026-06-28"), "2026-07-01", end="2026-08-31")
    for form, told in (("2026-06-29", "2026-07-03"), ("2026-06-30", "2026-07-04")):
        period = office.correct(period, form, told=told)
    office.close("2026-07-10")
    office.reopen("2026-07-12")
    period.refresh_from_db()
    assert (period.end_on, period.end_cause) == (day("2026-08-31"), "request")


def test_a_line_closed_again_for_a_later_day_does_not_outdo_what_was_asked_for(office: Office) -> None:
    period = office.cancel(office.join("2026-04-15"), "2026-06-20", end="2026-08-31")
    office.close("2026-07-15")
    office.close("2026-09-30", told="2026-07-20")
    period.refresh_from_db()
    assert (period.end_on, period.end_cause) == (day("2026-08-31"), "request")
    office.close("2026-08-10", told="2026-07-21")
    period.refresh_from_db()
    assert (period.end_on, period.end_cause) == (day("2026-08-10"), "line_closed")


def test_a_contract_that_had_become_void_with_the_line_counts_again(office: Office) -> None:
    first = office.cancel(office.join("2026-04-15"), "2026-07-10")
    again = office.join("2026-07-20")
    office.close("2026-07-15", told="2026-07-25")
    office.reopen("2026-07-26")
    assert list(queries.counting(office.line.pk)) == [first, again]
    again.refresh_from_db()
    assert again.end_on is None


def test_a_contract_begun_in_a_month_closed_without_it_does_not_come_back(office: Office) -> None:
    office.cancel(office.join("2026-01-10"), "2026-02-10")
    again = office.join("2026-07-20")
    office.close("2026-07-15", told="2026-07-25")
    with pytest.raises(MonthClosed):
        office.reopen("2026-08-05", open_from="2026-08")
    again.refresh_from_db()
    assert again.void == "withdrawn"
    office.reopen("2026-07-31", open_from="2026-07")
    again.refresh_from_db()
    assert again.void == ""


def test_no_line_is_opened_again_under_a_closed_month(office: Office) -> None:
    office.join("2026-04-15")
    with pytest.raises(NotNow):
        office.reopen("2026-07-20")
    office.close("2026-07-15")
    with pytest.raises(MonthClosed):
        office.reopen("2026-09-20", open_from="2026-09")
    office.reopen("2026-09-20", open_from="2026-08")
    office.move("L-2", "2026-09-20")
    with pytest.raises(NotNow):
        office.reopen("2026-09-20")
    office.provider.clerk = office.provider.communicator
    with pytest.raises(NotAllowed):
        office.reopen("2026-09-20")
