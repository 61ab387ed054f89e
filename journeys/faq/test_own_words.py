"""A provider's own sentences stand where ours would: to the caller at the desk, and to everybody on the public pages."""

import pytest

from journeys.enquiry import Desk
from journeys.office import Household, Office

pytestmark = pytest.mark.timeout(300)


def test_what_another_provider_words_itself_is_said_and_shown(elsewhere: Office, helped_elsewhere: Household) -> None:
    desk = Desk(elsewhere, helped_elsewhere)
    flow = desk.look().locator("ol.flow").inner_text()
    assert "お電話ありがとうございます。となりの手の" in flow
    assert "{name}" not in flow
    assert "ひだまり光とひだまりWi-Fiでだけ" in desk.decide("ブラウザ", "other_line").said
    page = elsewhere.stranger()
    for address in ("/public", "/faq", "/really-us"):
        page.goto(address)
        assert "となりの手から、番号やお金、遠隔操作をお願いするお電話" in page.locator("aside.beware").inner_text(), (
            address
        )
    page.context.close()


def test_where_nothing_is_worded_ours_are_said(office: Office, helped: Household) -> None:
    desk = Desk(office, helped)
    flow = desk.look().locator("ol.flow").inner_text()
    assert "お電話ありがとうございます。" in flow
    assert "となりの手" not in flow
    page = office.stranger()
    page.goto("/public")
    assert page.locator("aside.beware p").inner_text().strip()
    assert "となりの手" not in page.locator("aside.beware").inner_text()
    page.context.close()
