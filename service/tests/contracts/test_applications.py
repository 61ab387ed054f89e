from datetime import date

import pytest
from yorisoi_service.audit.models import Row
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import AlreadyActive, BadDay, NotEligible, NotNow
from yorisoi_service.contracts.models import Application, Period
from yorisoi_service.contracts.rules.story import Rejection
from yorisoi_service.contracts.services import applications
from yorisoi_service.staff.errors import NotAllowed

from .conftest import Office, day, noon


def activate(office: Office, application: Application, form: str) -> Period:
    return applications.activate(
        application=application, form_on=day(form), terms_version="2026-04", by=office.provider.clerk, now=noon(form)
    )


def test_a_call_begins_nothing_the_form_does(office: Office) -> None:
    """R03, T7."""
    application = office.apply("2026-04-10", channel="phone", solicited=True)
    assert (application.state, queries.is_active(office.line.pk, on=date(2026, 4, 10))) == ("applied", False)
    period = activate(office, application, "2026-04-15")
    assert (period.start_on, period.channel, period.solicited) == (date(2026, 4, 15), "phone", True)
    application.refresh_from_db()
    assert (application.state, application.period) == ("active", period)
    assert office.told() == ["applied", "joined"]
    with pytest.raises(NotNow):
        activate(office, application, "2026-04-16")


def test_a_second_application_is_refused_with_its_reason(office: Office) -> None:
    """Case 42, R04."""
    office.join("2026-04-15")
    refused = office.apply("2026-05-01")
    assert (refused.state, refused.rejection) == ("rejected", "duplicate")
    with pytest.raises(NotNow) as told:
        activate(office, refused, "2026-05-02")
    assert told.value.sentence == applications.REFUSALS[Rejection.DUPLICATE]
    assert Period.objects.filter(line=office.line).count() == 1
    assert office.told() == ["joined", "rejected"]


def test_two_applications_cannot_wait_for_one_line(office: Office) -> None:
    assert office.apply("2026-04-10").state == "applied"
    assert office.apply("2026-04-10").rejection == "duplicate"


def test_beside_a_contract_that_begins_later_or_ends_later_it_is_a_second_one(office: Office) -> None:
    line = office.add_line("L-2", opened="2026-05-10")
    period = office.join("2026-04-25", line=line)
    assert office.apply("2026-05-01", line=line).rejection == "duplicate"
    office.cancel(period, "2026-06-01", end="2026-07-10")
    assert office.apply("2026-07-09", line=line).rejection == "duplicate"
    assert office.apply("2026-07-10", line=line).state == "applied"


def test_without_a_line_of_ours_nobody_is_eligible_and_nothing_is_kept_of_them(office: Office) -> None:
    """Case 41, R13."""
    refused = applications.apply(
        line=None, received_on=day("2026-04-10"), by=office.provider.clerk, now=noon("2026-04-10")
    )
    assert (refused.state, refused.rejection, refused.line) == ("rejected", "no_line", None)
    office.close("2026-04-30")
    closed = office.apply("2026-05-01")
    assert (closed.state, closed.rejection) == ("rejected", "no_line")
    with pytest.raises(NotNow) as told:
        activate(office, closed, "2026-05-02")
    assert told.value.sentence == applications.REFUSALS[Rejection.NO_LINE]
    assert Row.objects.filter(about=f"application:{refused.pk}", event="contract.rejected").count() == 1
    assert not Period.objects.filter(line=office.line).exists()


def test_on_a_moved_line_the_next_step_is_named(office: Office) -> None:
    office.move("L-2", "2026-07-15")
    with pytest.raises(NotEligible):
        office.apply("2026-07-16")


def test_an_application_is_taken_back_or_refused_while_it_waits(office: Office) -> None:
    entry = {"by": office.provider.clerk, "now": noon("2026-04-11")}
    first = applications.withdraw_application(application=office.apply("2026-04-10"), **entry)
    second = applications.reject(application=office.apply("2026-04-10"), code="other", **entry)
    assert (first.state, second.state, second.rejection) == ("withdrawn", "rejected", "other")
    for settled in (first, second):
        with pytest.raises(NotNow):
            applications.withdraw_application(application=settled, **entry)
        with pytest.raises(NotNow):
            applications.reject(application=settled, code="other", **entry)
    assert office.told() == ["applied", "withdrawn", "applied", "rejected"]
    assert office.join("2026-04-15").sequence == 1


def test_what_became_impossible_meanwhile_is_refused_by_the_form(office: Office) -> None:
    application = office.apply("2026-04-10")
    office.close("2026-04-12")
    with pytest.raises(NotEligible):
        activate(office, application, "2026-04-15")
    other = office.add_line("L-2")
    waiting = office.apply("2026-04-10", line=other)
    Application.objects.filter(pk=waiting.pk).update(state="withdrawn")
    office.join("2026-04-11", line=other)
    Application.objects.filter(pk=waiting.pk).update(state="applied")
    with pytest.raises(AlreadyActive):
        activate(office, waiting, "2026-04-15")


def test_no_application_of_tomorrow_and_none_by_the_desk(office: Office) -> None:
    people = office.provider
    with pytest.raises(BadDay):
        applications.apply(line=office.line, received_on=day("2026-04-11"), by=people.clerk, now=noon("2026-04-10"))
    waiting = office.apply("2026-04-10")
    for other in (people.communicator, people.lead, people.accountant, people.administrator):
        entry = {"by": other, "now": noon("2026-04-10")}
        with pytest.raises(NotAllowed):
            applications.apply(line=office.line, received_on=day("2026-04-10"), **entry)
        with pytest.raises(NotAllowed):
            applications.reject(application=waiting, code="other", **entry)
        with pytest.raises(NotAllowed):
            applications.withdraw_application(application=waiting, **entry)
        with pytest.raises(NotAllowed):
            applications.activate(application=waiting, form_on=day("2026-04-10"), terms_version="", **entry)
