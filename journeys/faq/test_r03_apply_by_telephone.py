"""R03: whoever wants to apply telephones the office. Its number is public; the desk's numbers are not."""

import re

import pytest

from journeys.office import Office, today

pytestmark = pytest.mark.timeout(300)


def test_public_page_has_the_offices_number_and_no_other(office: Office) -> None:
    _only_the_offices_number(office)


def test_another_providers_page_has_its_own(elsewhere: Office) -> None:
    _only_the_offices_number(elsewhere)


def _only_the_offices_number(office: Office) -> None:
    page = office.stranger()
    page.goto("/public")
    card = page.locator("section", has=page.locator("a.phone"))
    assert card.locator("a.phone").get_attribute("href") == f"tel:{office.phone('office')}"
    assert re.search(r"\d+[:時]", card.inner_text()) is None  # nobody told us when the office is open
    html = page.content()
    assert office.phone("desk_landline") not in html
    assert office.phone("desk_mobile") not in html
    assert page.locator("main form[action*='appl']").count() == 0
    page.context.close()


def test_clerk_notes_a_call_and_the_contract_begins_with_the_form(office: Office) -> None:
    home = office.household()
    page = office.clerk
    page.goto(f"/office/subscribers/{home.pk}/apply")
    page.select_option("[name=channel]", "phone")
    page.click("button[name=step][value=note]")
    page.wait_for_url(f"**/office/contracts/{home.line_pk}")
    assert not office.runs(home.line_pk)  # a telephone call alone begins nothing
    office.join(home, today())
    assert office.runs(home.line_pk)
    assert len(office.story(home.line_pk)) == 2


def test_nobody_applies_past_the_office(office: Office) -> None:
    home = office.household()
    stranger = office.stranger()
    assert (stranger.goto(f"/office/subscribers/{home.pk}/apply") or pytest.fail("no answer")).status == 401
    form = {"step": "do", "form_on": today().isoformat(), "line": str(home.line_pk), "channel": "web", "terms": "on"}
    assert office.send(stranger, f"/office/subscribers/{home.pk}/apply", **form) in {401, 403}
    stranger.context.close()
    assert office.send(office.communicator, f"/office/subscribers/{home.pk}/apply", **form) == 403
    assert office.story(home.line_pk) == []
