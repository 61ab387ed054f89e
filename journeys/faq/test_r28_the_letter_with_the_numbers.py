"""R28: after applying, everybody is handed a letter with the numbers to call; it can be had again, at one's own address."""

from email import message_from_bytes
from email.policy import default

import pytest

from journeys.office import Office, day, print_it, today
from journeys.world import until

pytestmark = pytest.mark.timeout(300)


def test_letter_is_issued_once_with_both_numbers(office: Office) -> None:
    _letter(office)


def test_another_providers_letter_has_its_own_numbers(elsewhere: Office) -> None:
    _letter(elsewhere)


def _letter(office: Office) -> None:
    home = office.household()
    office.join(home, today())
    page = office.clerk
    letter = page.locator(".letter")
    assert letter.count() == 1
    assert "W" in letter.inner_text()
    text = office.letter()
    for which in ("desk_landline", "desk_mobile", "office"):
        assert office.phone(which) in text, which
    assert "通話料" in text
    assert f"{today().year}年{today().month}月{today().day}日" in text  # the day of issue
    assert home.line in text


def test_letter_again_is_logged_and_goes_to_the_registered_address_only(office: Office) -> None:
    home = office.household()
    office.join(home, today())
    page = office.clerk
    for _ in range(2):
        print_it(page)
    handed_over = page.locator(".letter li:not(:has(form, a))").all_inner_texts()
    assert len(handed_over) == 2
    assert handed_over[0] != handed_over[1]  # the second one says that it is a second one
    names = page.locator(".letter form [name]").evaluate_all("fields => fields.map(field => field.name)")
    assert set(names) <= {"csrfmiddlewaretoken", "way"}  # no other address can be named
    assert page.locator(".letter").count() == 1


def test_letter_by_mail_goes_to_the_registered_address(office: Office) -> None:
    home = office.household(email="tabiji@example.jp")
    office.join(home, today())
    page = office.clerk
    before = set((office.data / "mail").glob("*"))
    with page.expect_navigation():
        page.click(".letter button[value=mail]")
    (sent,) = until(lambda: set((office.data / "mail").glob("*")) - before, 30, "mail")
    mail = message_from_bytes(sent.read_bytes(), policy=default)
    assert mail["To"] == "tabiji@example.jp"
    body = mail.get_body(("plain",))
    assert body is not None
    words = body.get_content()
    assert office.phone("desk_landline") in words
    assert office.phone("desk_mobile") in words


def test_coming_back_brings_a_letter_again(office: Office) -> None:
    home = office.household()
    office.join(home, day(3, 4))
    office.cancel(home.line_pk, day(1, 9))
    office.join(home, today())
    assert office.clerk.locator(".letter").count() == 2


def test_nobody_else_sees_the_letter_or_its_numbers(office: Office) -> None:
    home = office.household()
    office.join(home, today())
    print_it(office.clerk)
    address = office.clerk.locator(".letter a[href*='/office/letters/']").get_attribute("href")
    assert address is not None
    for page in (office.stranger(), office.communicator):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status in {401, 403}
    everybody = office.stranger()
    for address in ("/public", "/accounts/login/"):
        everybody.goto(address)
        html = everybody.content()
        assert office.phone("desk_landline") not in html
        assert office.phone("desk_mobile") not in html
