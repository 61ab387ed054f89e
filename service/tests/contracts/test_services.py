from datetime import date

import pytest
from django.db import IntegrityError, transaction
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import AlreadyActive, BadDay, NotEligible
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.services.endings import cancel
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.services import close_line
from yorisoi_service.testing.people import NOON, Provider

TODAY = date(2026, 11, 20)


def fresh(provider: Provider, form_on: date = TODAY) -> Period:
    line = provider.add_line(provider.subscriber, "L-2")
    return join(line=line, form_on=form_on, terms_version="2026-04", by=provider.clerk, now=NOON)


def test_service_can_be_given_from_the_day_of_the_form(provider: Provider) -> None:
    """R01."""
    period = fresh(provider)
    assert queries.is_active(period.line_id, on=TODAY)
    assert not queries.is_active(period.line_id, on=date(2026, 11, 19))
    assert queries.accepted_on_form(period.line_id, version="2026-04", on=TODAY)
    assert not queries.accepted_on_form(period.line_id, version="2027-01", on=TODAY)


def test_one_contract_for_one_line(provider: Provider) -> None:
    """R04."""
    with pytest.raises(AlreadyActive):
        join(line=provider.line, form_on=TODAY, terms_version="", by=provider.clerk, now=NOON)


def test_the_database_holds_one_contract_for_one_line(provider: Provider) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.create(
            line=provider.line, sequence=2, form_on=TODAY, start_on=TODAY, entered_by=provider.clerk, entered_at=NOON
        )


def test_a_second_line_holds_a_contract_of_its_own(provider: Provider) -> None:
    fresh(provider)
    assert queries.is_active(provider.line.pk, on=TODAY)


def test_cancelled_means_active_to_the_last_day_and_a_recontract_is_possible(provider: Provider) -> None:
    """R07, R08."""
    cancel(period=provider.period, requested_on=date(2026, 11, 10), by=provider.clerk, now=NOON)
    assert queries.is_active(provider.line.pk, on=date(2026, 11, 10))
    assert not queries.is_active(provider.line.pk, on=date(2026, 11, 11))
    again = join(line=provider.line, form_on=date(2026, 11, 10), terms_version="", by=provider.clerk, now=NOON)
    assert again.sequence == 2
    assert queries.active_period(provider.line.pk, on=date(2026, 11, 10)) == again
    assert queries.history(provider.line.pk) == [provider.period, again]


def test_a_reserved_cancellation_is_active_until_then_and_blocks_a_second_contract(provider: Provider) -> None:
    cancel(period=provider.period, requested_on=TODAY, end_on=date(2026, 12, 31), by=provider.clerk, now=NOON)
    assert queries.is_active(provider.line.pk, on=date(2026, 12, 31))
    with pytest.raises(AlreadyActive):
        join(line=provider.line, form_on=TODAY, terms_version="", by=provider.clerk, now=NOON)


def test_days_that_cannot_be(provider: Provider) -> None:
    with pytest.raises(BadDay):
        fresh(provider, date(2026, 11, 21))
    with pytest.raises(BadDay):
        cancel(period=provider.period, requested_on=date(2026, 11, 21), by=provider.clerk, now=NOON)
    with pytest.raises(BadDay):
        cancel(period=provider.period, requested_on=TODAY, end_on=date(2026, 11, 1), by=provider.clerk, now=NOON)
    cancel(period=provider.period, requested_on=TODAY, by=provider.clerk, now=NOON)
    with pytest.raises(BadDay):
        cancel(period=provider.period, requested_on=TODAY, by=provider.clerk, now=NOON)


def test_no_open_line_no_contract(provider: Provider) -> None:
    """R13."""
    line = provider.add_line(provider.subscriber, "L-3")
    close_line(line=line, on=date(2026, 11, 1), by=provider.clerk, now=NOON)
    with pytest.raises(NotEligible):
        join(line=line, form_on=TODAY, terms_version="", by=provider.clerk, now=NOON)


def test_a_communicator_has_no_contract_action(provider: Provider) -> None:
    """R05, D2."""
    for other in (provider.communicator, provider.lead, provider.accountant, provider.administrator):
        with pytest.raises(NotAllowed):
            cancel(period=provider.period, requested_on=TODAY, by=other, now=NOON)
        with pytest.raises(NotAllowed):
            join(line=provider.line, form_on=TODAY, terms_version="", by=other, now=NOON)
