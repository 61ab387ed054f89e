"""R09: another computer needs no procedure: the contract is the line's, not a device's."""

import pytest

from journeys.office import Office, costs, day, month

pytestmark = pytest.mark.timeout(300)


def test_another_computer_is_only_noted(office: Office) -> None:
    home = office.household()
    office.join(home, day(4, 6))
    before = costs(office.clerk)
    page = office.deed(home.line_pk, "note", what="device", on=day(1, 5).isoformat(), note="新しいパソコン")
    assert costs(page) == before
    assert len(office.story(home.line_pk)) == 2
    assert office.days(home.line_pk)[-1] == day(4, 6).isoformat()
    assert office.gates(home.line_pk)["契約"] is True
    assert office.close_months(4).yen(home.line) == dict(
        zip((month(ago) for ago in (4, 3, 2, 1)), (0, 0, 550, 550), strict=True)
    )


def test_nobody_asks_for_a_device(office: Office) -> None:
    home = office.household()
    office.clerk.goto(f"/office/subscribers/{home.pk}/apply")
    names = office.clerk.locator("main form [name]").evaluate_all("fields => fields.map(field => field.name)")
    assert {"line", "form_on"} <= set(names)
    assert [name for name in names if "device" in name or "serial" in name or "mac" in name] == []
    office.join(home, day(0, 1))
    assert office.gates(home.line_pk)["契約"] is True  # and help needs none: no device was ever named
