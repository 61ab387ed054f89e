"""R10: another course of the internet contract needs no procedure either, even where the line gets another number."""

import pytest

from journeys.office import Office, costs, day, month

pytestmark = pytest.mark.timeout(300)

MONTHS = [month(ago) for ago in (4, 3, 2, 1)]


def test_another_course_changes_neither_fee_nor_beginning_even_with_another_number(office: Office) -> None:
    home = office.household()
    office.join(home, day(4, 6))
    before = costs(office.clerk)
    page = office.deed(home.line_pk, "note", what="course", on=day(2, 15).isoformat())
    assert costs(page) == before
    assert office.days(home.line_pk) == [day(2, 15).isoformat(), day(4, 6).isoformat()]
    page.goto(f"/office/contracts/{home.line_pk}/move")  # by another technique, under another number
    office.check(page, number=f"{home.line}-H", address="岡山市北区演習9-9", opened_on=day(2, 15).isoformat())
    office.do(page)
    page.get_by_role("link", name=f"{home.line}-H").first.click()
    page.wait_for_url(lambda url: not url.endswith(f"/{home.line_pk}"))
    moved = office.line_shown()
    books = office.close_months(4)
    assert books.yen(home.line) == dict(zip(MONTHS[:3], (0, 0, 550), strict=True))  # the month of the move, once
    assert books.yen(f"{home.line}-H") == {MONTHS[3]: 550}  # and no new free months begin
    assert office.gates(moved)["契約"] is True


def test_course_is_no_part_of_an_application(office: Office) -> None:
    home = office.household()
    office.clerk.goto(f"/office/subscribers/{home.pk}/apply")
    names = office.clerk.locator("main form [name]").evaluate_all("fields => fields.map(field => field.name)")
    assert [name for name in names if "course" in name or "plan" in name] == []
    assert office.send(office.at("ito"), f"/office/contracts/{home.line_pk}/note", step="do", what="course") == 403
