"""Support withheld while fees are unpaid: by a clerk, from as many months on as the provider says, until it is given back."""

import pytest
from django.conf import settings
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import NotNow
from yorisoi_service.contracts.models import Event
from yorisoi_service.contracts.services import withholding
from yorisoi_service.desk.queries.tickets import gates_of
from yorisoi_service.desk.services import tickets
from yorisoi_service.staff.errors import NotAllowed

from .conftest import Office, noon


def suspend(office: Office, told: str, *, unpaid: int = 3, after: int | None = 3) -> None:
    withholding.suspend_support(
        line=office.line, unpaid_months=unpaid, after_months=after, by=office.provider.clerk, now=noon(told)
    )


def contract_gate(office: Office, told: str) -> str:
    ticket = tickets.open_ticket(
        channel="landline", asked="", subscriber=office.subscriber, by=office.provider.communicator, now=noon(told)
    )
    verdict = gates_of(ticket, policy=settings.PROVIDER.desk, now=noon(told))
    return next(gate.reason for gate in verdict.gates if gate.name == "contract")


def test_a_suspended_support_shuts_the_gate_until_it_is_given_back_and_costs_the_same(office: Office) -> None:
    office.join("2026-04-15")
    assert contract_gate(office, "2026-10-01") == ""
    suspend(office, "2026-10-02")
    assert contract_gate(office, "2026-10-02") == "support_suspended"
    assert queries.is_active(office.line.pk, on=noon("2026-10-02").date())  # the contract goes on
    withholding.resume_support(line=office.line, by=office.provider.clerk, now=noon("2026-10-09"))
    assert contract_gate(office, "2026-10-09") == ""
    assert office.told()[-2:] == ["support_suspended", "support_resumed"]
    assert Event.objects.get(kind="support_suspended").facts == {"unpaid_months": 3}


@pytest.mark.parametrize(("unpaid", "after"), [(2, 3), (0, 1), (99, None)])
def test_nothing_is_suspended_before_the_provider_permits_it(office: Office, unpaid: int, after: int | None) -> None:
    office.join("2026-04-15")
    with pytest.raises(NotNow, match="未払いの月数が少ない"):
        suspend(office, "2026-10-02", unpaid=unpaid, after=after)
    assert contract_gate(office, "2026-10-02") == ""


def test_it_follows_a_move_and_a_corrected_form_and_no_later_contract(office: Office) -> None:
    period = office.join("2026-04-15")
    suspend(office, "2026-10-02")
    for form in ("2026-04-16", "2026-04-17", "2026-04-18"):
        period = office.correct(period, form, told="2026-10-03")
        assert queries.is_support_suspended(period)
    moved = office.move("L-2", "2026-10-05")
    assert queries.is_support_suspended(queries.history(moved.pk)[-1])
    office.cancel(queries.history(moved.pk)[-1], "2026-10-10")
    assert not queries.is_support_suspended(office.join("2026-10-20", line=moved))


def test_twice_the_wrong_way_round_and_without_a_contract_it_is_refused(office: Office) -> None:
    with pytest.raises(NotNow, match="契約がありません"):
        suspend(office, "2026-04-01")
    office.join("2026-04-15")
    with pytest.raises(NotNow, match="止められていません"):
        withholding.resume_support(line=office.line, by=office.provider.clerk, now=noon("2026-10-01"))
    suspend(office, "2026-10-02")
    with pytest.raises(NotNow, match="すでに止めて"):
        suspend(office, "2026-10-03")
    with pytest.raises(NotAllowed):
        withholding.resume_support(line=office.line, by=office.provider.communicator, now=noon("2026-10-04"))
    assert office.told()[-1] == "support_suspended"
