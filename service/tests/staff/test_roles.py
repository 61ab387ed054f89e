"""The table of the design, read row by row, the forbidden deeds included."""

import pytest
from yorisoi_service.staff.rules.roles import PERMISSIONS, Deed, Role, may

MONEY = {Deed.SEE_MONEY, Deed.RUN_MONTH, Deed.EXPORT_MONEY, Deed.EDIT_TARIFF}
CONTRACTS = {Deed.REGISTER_CONTRACT, Deed.CANCEL_CONTRACT}
SESSIONS = {Deed.CLAIM_PASS, Deed.WORK_TICKETS, Deed.CHECK_IDENTITY}


def test_every_role_has_a_row() -> None:
    assert set(PERMISSIONS) == set(Role)


@pytest.mark.parametrize("role", [Role.COMMUNICATOR, Role.DESK_LEAD])
def test_the_desk_never_touches_contracts_or_money(role: Role) -> None:
    assert PERMISSIONS[role].isdisjoint(MONEY | CONTRACTS)


@pytest.mark.parametrize("role", [Role.CLERK, Role.ACCOUNTANT, Role.ADMINISTRATOR])
def test_nobody_outside_the_desk_holds_a_session(role: Role) -> None:
    assert PERMISSIONS[role].isdisjoint(SESSIONS)


def test_a_desk_lead_may_all_a_communicator_may() -> None:
    assert PERMISSIONS[Role.COMMUNICATOR] < PERMISSIONS[Role.DESK_LEAD]


def test_an_administrator_does_not_see_subscribers() -> None:
    assert not may(Role.ADMINISTRATOR, Deed.SEE_SUBSCRIBERS)


def test_an_unknown_role_may_nothing() -> None:
    assert not any(may("owner", deed) for deed in Deed)


def test_every_deed_is_somebodys() -> None:
    assert set().union(*PERMISSIONS.values()) == set(Deed)
