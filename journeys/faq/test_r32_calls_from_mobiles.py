"""R32: mobiles have a number of their own; the letter says that the call is paid by whoever calls, and calls nothing free."""

import pytest

from journeys.office import Household, Office, today

pytestmark = pytest.mark.timeout(300)

OPEN = """
from yorisoi_service import clock
from yorisoi_service.desk.services import tickets
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line
line = Line.objects.select_related("subscriber").get(pk={line})
print(
    tickets.open_ticket(
        channel={channel!r}, asked="", subscriber=line.subscriber, line=line,
        by=StaffMember.objects.get(username="yamada"), now=clock.now(),
    ).pk
)
"""


@pytest.mark.parametrize("where", ["office", "elsewhere"])
def test_letter_has_two_numbers_and_says_who_pays(where: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue(where)
    home = office.household()
    office.join(home, today())
    words = office.letter()
    landline, mobile = office.phone("desk_landline"), office.phone("desk_mobile")
    assert landline in words
    assert mobile in words
    after = words.partition(mobile)[2][:60]
    assert "通話料" in after
    assert "お客様" in after or "ご負担" in after
    assert "フリーダイヤル" not in words
    assert "通話料無料" not in words


def test_desk_knows_which_number_was_dialled(office: Office, helped: Household) -> None:
    page = office.communicator
    told = {}
    for channel in ("landline", "mobile"):
        ticket = int(office.django(OPEN.format(line=helped.line_pk, channel=channel)))
        page.goto(f"/desk/tickets/{ticket}")
        told[channel] = " ".join(page.locator("main dd").all_inner_texts())
    assert "携帯" in told["mobile"]
    assert "携帯" not in told["landline"]
