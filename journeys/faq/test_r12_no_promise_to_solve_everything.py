"""R12: not every problem can be solved; whoever is sent elsewhere is told whom to ask and how."""

import pytest
from playwright.sync_api import Page

from journeys.office import Office, today

pytestmark = pytest.mark.timeout(300)
FINISH = "form[action$='/outcome'] button:not([formaction])"


def finish(page: Page) -> None:
    """Presses the button that finishes the ticket; returns when the service has answered."""
    with page.expect_response(lambda got: got.url.endswith("/outcome") and got.request.method == "POST"):
        page.click(FINISH)


def test_referral_needs_its_target(office: Office) -> None:
    home = office.household()
    office.join(home, today())
    page, ticket = office.communicator, office.ticket(home.line_pk)
    page.goto(f"/desk/tickets/{ticket}")
    choices = page.locator("[name=outcome]").evaluate_all("all => all.map(one => one.value)")
    assert set(choices) == {"resolved", "partly", "referred", "not_possible"}
    for target in ({}, {"referred_to": "見本プリンタ株式会社"}, {"referred_contact": "03-0000-0000"}):
        page.check("[name=outcome][value=referred]")
        for name, value in {"referred_to": "", "referred_contact": "", **target}.items():
            page.fill(f"[name={name}]", value)
        finish(page)
        page.goto(f"/desk/tickets/{ticket}")
        assert page.locator("form[action$='/outcome']").count() == 1, f"finished with {target}"
    page.check("[name=outcome][value=referred]")
    page.fill("[name=referred_to]", "見本プリンタ株式会社")
    page.fill("[name=referred_contact]", "03-0000-0000")
    finish(page)
    page.goto(f"/desk/tickets/{ticket}")
    assert page.locator("form[action$='/outcome']").count() == 0
    assert "見本プリンタ株式会社 03-0000-0000" in page.locator("main").inner_text()


def test_problem_may_stay_unsolved(office: Office) -> None:
    home = office.household()
    office.join(home, today())
    page, ticket = office.communicator, office.ticket(home.line_pk)
    page.goto(f"/desk/tickets/{ticket}")
    page.check("[name=outcome][value=not_possible]")
    page.fill("#not_done", "部品が古く、対応するソフトがありません。")
    finish(page)
    page.locator("form[action$='/outcome']").wait_for(state="detached")
    page.goto(f"/desk/tickets/{ticket}")
    assert page.locator("form[action$='/outcome']").count() == 0
