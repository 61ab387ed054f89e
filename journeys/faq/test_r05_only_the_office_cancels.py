"""R05: whoever wants to cancel telephones the office; the support desk cannot do it and hands over."""

import pytest

from journeys.office import Office, day, refusal, today

pytestmark = pytest.mark.timeout(300)


def test_communicator_finds_no_way_to_cancel_but_the_offices_number(office: Office) -> None:
    home = office.household()
    office.join(home, day(2, 3))
    page = office.communicator
    page.goto(f"/desk/tickets/{office.ticket(home.line_pk)}")
    assert page.locator("main a[href*='/office/'], main form[action*='cancel']").count() == 0
    assert office.phone("office") in page.locator("body").inner_text()
    answer = page.goto(f"/office/contracts/{home.line_pk}/cancel")
    assert answer is not None
    assert answer.status == 403
    assert office.phone("office") in page.locator("body").inner_text()


@pytest.mark.parametrize("username", ["yamada", "suzuki", "kanri"])
def test_cancelling_past_the_pages_is_refused_to_everybody_but_the_clerk(office: Office, username: str) -> None:
    home = office.household()
    office.join(home, day(2, 3))
    form = {"step": "do", "requested_on": today().isoformat(), "end_on": "", "identity": "on"}
    assert office.send(office.at(username), f"/office/contracts/{home.line_pk}/cancel", **form) == 403
    assert office.runs(home.line_pk)
    assert office.send(office.clerk, f"/office/contracts/{home.line_pk}/cancel", **form) == 0  # the same form, her role
    assert len(office.story(home.line_pk)) == 2


def test_clerk_cancels_only_for_a_caller_whose_identity_was_checked(office: Office) -> None:
    home = office.household()
    office.join(home, day(2, 3))
    office.clerk.goto(f"/office/contracts/{home.line_pk}/cancel")
    page = office.check(office.clerk, requested_on=day(1, 20).isoformat())
    refusal(page)
    assert office.runs(home.line_pk)
    office.cancel(home.line_pk, day(1, 20))
    assert not office.runs(home.line_pk)
    assert office.gates(home.line_pk)["契約"] is False
