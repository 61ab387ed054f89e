"""The pages behind all answers, as they are read: axe-core finds nothing (contrast 7:1), nothing is wider than a telephone,
every target is as high as a finger, and the keyboard reaches the search."""

import pytest

from journeys.accessibility import violations
from journeys.office import Office

pytestmark = pytest.mark.timeout(180)

PAGES = ["/public", "/faq", "/prices", "/prices?day=2100-01-01&who=first", "/apply", "/prepare", "/software", "/get"]
PAGES += ["/really-us", "/terms", "/privacy", "/accessibility", "/contact"]
LEAST_PX = 56
TOO_LOW = """least => [...document.querySelectorAll("a, button, select, summary, input:not([type=hidden])")]
  .filter(each => !["radio", "checkbox"].includes(each.type))
  .filter(each => { const box = each.getBoundingClientRect(); return box.height > 0 && box.height < least - 0.5; })
  .map(each => each.outerHTML.slice(0, 80))"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [375, 1280])
def test_every_public_page_can_be_read_and_touched(office: Office, width: int) -> None:
    page = office.stranger()
    page.set_viewport_size({"width": width, "height": 800})
    for address in PAGES:
        page.goto(address)
        assert violations(page, seven_to_one=True) == [], address
        assert page.evaluate(WIDER) <= 0, address
        assert page.evaluate(TOO_LOW, LEAST_PX) == [], address
    page.context.close()


def test_an_answer_is_found_by_keyboard_alone(office: Office) -> None:
    page = office.stranger()
    page.goto("/faq")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "wanted":
            break
    page.keyboard.type("りょうきん")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/faq#found")  # what was typed stands in no address
    assert "円（税込）" in page.locator("#found").inner_text()
    page.context.close()
