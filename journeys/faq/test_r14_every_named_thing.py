"""R14: every device, program and service that the list names is helped with; what it does not name, the desk lead decides."""

import pytest

from journeys.enquiry import Desk
from journeys.office import Household, Office

pytestmark = pytest.mark.timeout(300)

DEVICES = (
    "PC", "モニタ", "キーボード", "マウス", "プリンタ", "ルーター", "無線LAN", "LANボード", "LANカード", "HUB", "Webカメラ",
)  # fmt: skip
SOFTWARE = ("Windows", "Mac", "ブラウザ", "メーラー", "メディアプレイヤー", "ウイルス対策ソフト")
SERVICES = ("当社のインターネット接続", "当社のメール", "インターネット上の各種サービス")


def test_every_named_thing_opens_the_way_to_a_session(call: Desk) -> None:
    told = {thing: call.decide(thing) for thing in (*DEVICES, *SOFTWARE, *SERVICES)}
    assert {thing: one.code for thing, one in told.items()} == dict.fromkeys(told, "in_scope")
    assert all(one.open for one in told.values())


def test_the_invented_provider_begins_with_the_same_list(elsewhere: Office, helped_elsewhere: Household) -> None:
    desk = Desk(elsewhere, helped_elsewhere)
    for thing in ("プリンタ", "メーラー", "当社のメール"):
        assert desk.decide(thing).code == "in_scope"


def test_what_is_not_named_waits_for_the_desk_lead(call: Desk) -> None:
    told = call.decide("超音波カッター")
    assert (told.decision, told.open) == ("desk_lead", False)
    refused = call.office.send(
        call.page, f"/desk/tickets/{call.ticket}/unlisted", agreed="full", reason="わたしは詳しい"
    )
    assert refused == 403  # no communicator decides that alone
    assert not call.decided().open
    lead = call.look(call.office.at("suzuki"))
    lead.check("[name=agreed][value=full]")
    lead.fill("[name=reason]", "設定だけなので")
    call.send("unlisted", at=lead)
    told = call.decided()
    assert (told.decision, told.open) == ("session", True)
    assert not Desk(call.office, call.home).decide("超音波カッター").open  # agreed to for that ticket only
