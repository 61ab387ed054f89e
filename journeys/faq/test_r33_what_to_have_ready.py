"""R33: three things are to be ready, and said in the letter, on the web and in the call before anybody's identity is checked:
the device on our internet, the passwords of devices, the paper of the internet contract."""

import pytest

from journeys.enquiry import Desk
from journeys.office import Household, Office, today

pytestmark = pytest.mark.timeout(300)

THREE = ("インターネット", "パスワード", "書面")


@pytest.mark.parametrize("where", ["office", "elsewhere"])
def test_letter_and_web_name_the_three(where: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue(where)
    home = office.household()
    office.join(home, today())
    page = office.stranger()
    page.goto("/prepare")
    items = page.locator("main ol").first.locator("li").all_inner_texts()
    assert len(items) == 3
    for text in (office.letter(), "".join(items)):
        assert [word for word in THREE if word not in text] == []
    page.context.close()


def test_call_names_the_three_before_identity_and_asks_for_no_password(office: Office, helped: Household) -> None:
    desk = Desk(office, helped, settled=False)
    page = desk.look()
    shown = page.locator("main").inner_text()
    before = shown.partition("お客様番号")[0]
    assert [word for word in THREE if word not in before] == []
    fields = page.locator("main [name]").evaluate_all("all => all.map((one) => [one.name, one.type])")
    assert [name for name, kind in fields if kind == "password" or "password" in name or name == "pin"] == []
    assert page.locator(".never").count() > 0  # what may never be asked for stands beside the check


def test_without_the_paper_only_a_call_back_helps(office: Office) -> None:
    home = office.household()  # of its own: what is asked for here holds for this subscriber's next calls too
    office.join(home, today())
    desk = Desk(office, home, settled=False)
    desk.look()
    desk.send("to-call-back")
    for call in (desk, Desk(office, home, settled=False)):
        page = call.look()
        assert page.locator("form[action$='/identity']").count() == 0
        assert page.locator("form[action$='/called-back'] button").count() >= 1
