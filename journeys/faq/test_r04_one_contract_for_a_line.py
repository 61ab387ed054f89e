"""R04: one support contract for one internet line, and a line of one's own for each further contract."""

import pytest

from journeys.office import Office, day, month, refusal, today

pytestmark = pytest.mark.timeout(300)


def test_second_application_on_a_line_is_refused_with_the_next_step(office: Office) -> None:
    home = office.household()
    office.join(home, today())
    office.join(home, today())  # the same form sent twice changes nothing
    assert len(office.story(home.line_pk)) == 1
    page = office.take_application(home, day(1, 5))
    assert "1回線につき1契約" in refusal(page)
    page.click("button[name=step][value=note]")  # the next step: written down as rejected
    page.wait_for_url(f"**/office/contracts/{home.line_pk}")
    assert len(office.story(home.line_pk)) == 2
    assert office.runs(home.line_pk)


def test_of_two_clerks_at_once_one_is_told(office: Office) -> None:
    home = office.household()
    page = office.take_application(home, day(3, 4))  # looks right on this page ...
    other = office.stranger()
    other.context.add_cookies(office.clerk.context.cookies())  # type: ignore[arg-type]
    other.goto(f"/office/subscribers/{home.pk}/apply")
    other.fill("[name=form_on]", day(3, 9).isoformat())
    other.click("button[value=check]")
    other.click("button[value=do]")
    other.wait_for_url(f"**/office/contracts/{home.line_pk}")
    other.context.close()
    office.do(page)  # ... and is late
    assert "1回線につき1契約" in refusal(page)
    assert office.days(home.line_pk) == [day(3, 9).isoformat()]


def test_subscriber_with_two_lines_may_hold_two(office: Office) -> None:
    home = office.household(lines=2)
    office.join(home, day(4, 10))
    office.join(home, day(2, 10), at=1)  # the free months were the subscriber's, and are over
    books = office.close_months(5)
    assert [books.yen(line)[month(1)] for line in home.lines] == [office.price] * 2
    assert books.yen(home.lines[1])[month(2)] == office.price
