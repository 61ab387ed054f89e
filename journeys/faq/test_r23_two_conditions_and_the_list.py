"""R23: the device runs on the provider's line, and the caller does what is asked: both are ticked before a session. Which
software is helped with stands on a published list, the same for callers and at the desk."""

import pytest

from journeys.enquiry import Desk
from journeys.office import Household, Office

pytestmark = pytest.mark.timeout(300)

IDENTITY = """
from yorisoi_service import clock
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.identity import Typed
from yorisoi_service.desk.services import answers
ticket = Ticket.objects.select_related("subscriber", "holder").get(pk={ticket})
whose = ticket.subscriber
typed = Typed(whose.customer_number, whose.name, whose.address, whose.phone)
answers.check_identity(ticket=ticket, typed=typed, by=ticket.holder, now=clock.now())
"""


@pytest.mark.parametrize("where", ["office", "elsewhere"])
def test_one_condition_is_not_enough(where: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue(where)
    home: Household = request.getfixturevalue("helped" if where == "office" else "helped_elsewhere")
    desk = Desk(office, home, settled=False)
    office.django(IDENTITY.format(ticket=desk.ticket))
    assert not desk.decide("メーラー").open
    for device, operations in ((True, False), (False, True), (True, True)):
        page = desk.look()
        page.set_checked("input[name=device][type=checkbox]", device)
        page.set_checked("input[name=operations]", operations)
        desk.send("checklist", "button.second")
        desk.look()
        assert desk.is_open() is (device and operations), (device, operations)


def test_list_for_callers_is_the_desks_list(office: Office) -> None:
    everybody = office.stranger()
    everybody.goto("/software")
    public = everybody.locator("main").inner_text()
    page = office.communicator
    page.goto("/desk/lists")
    for name in ("Windows", "Mac", "ブラウザ", "メーラー", "メディアプレイヤー", "ウイルス対策ソフト", "当社のメール"):
        assert name in public, name
        assert name in page.locator("main").inner_text(), name
    everybody.context.close()


def test_communicator_sees_what_is_listed_and_what_is_not(call: Desk) -> None:
    listed = call.decide("メーラー")
    assert "メーラー" in listed.shown
    assert "一覧" in listed.shown or "リスト" in listed.shown  # the list by which it was decided
    assert call.decide("星座早見盤").decision == "desk_lead"
