"""R13: help is for the provider's own internet: no contract without an open line, no session from another one, and a doubt
is decided by the communicator, with the reason kept."""

import json
from datetime import timedelta

import pytest

from journeys.enquiry import Desk
from journeys.office import Household, Office, day, today

pytestmark = pytest.mark.timeout(300)

REASON = "孫の家の無線LANから、設定のあいだだけつないでいる"
KEPT = """
import json
from yorisoi_service.audit.models import Row
rows = Row.objects.filter(about="ticket:{ticket}", event="ticket.answered")
print(json.dumps([row.by for row in rows if "network" in str(row.facts)]))
"""
YESTERDAY = today() - timedelta(days=1)
CONTRACT, LINE = "契約", "回線と接続"


def test_device_on_another_line_gets_no_session(desk: Desk) -> None:
    told = desk.decide("メーラー", "other_line")
    assert (told.decision, told.code, told.open) == ("refuse", "other_line", False)
    assert len(told.said) > 10
    assert desk.decide("メーラー").open  # connected at home again


@pytest.mark.parametrize("where", ["office", "elsewhere"])
def test_nobody_joins_without_an_open_line(where: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue(where)
    home = office.household(lines=2)
    office.deed(home.line_pks[0], "close", on=YESTERDAY.isoformat(), identity="on")
    page = office.clerk
    page.goto(f"/office/subscribers/{home.pk}/apply")
    offered = page.locator("[name=line] option, [name=line][type=radio], [name=line][type=hidden]")
    assert str(home.line_pks[0]) not in [each.get_attribute("value") for each in offered.all()]
    form = {"step": "do", "form_on": today().isoformat(), "line": str(home.line_pks[0]), "terms": "on"}
    office.send(page, f"/office/subscribers/{home.pk}/apply", **form)
    assert not office.runs(home.line_pks[0])
    office.join(home, today(), at=1)
    assert office.runs(home.line_pks[1])


def test_doubt_about_the_connection_needs_a_reason_which_is_kept(call: Desk) -> None:
    for reason in ("-", REASON):
        page = call.look()
        page.locator("form[action$='/network']").evaluate("form => (form.noValidate = true)")
        page.fill("form[action$='/network'] [name=reason]", reason)
        call.send("network")
    assert REASON in call.history()
    who = json.loads(call.office.django(KEPT.format(ticket=call.ticket)))
    assert who == ["staff:12"]  # once: one sign is no reason


def test_line_that_was_closed_opens_no_gate(office: Office) -> None:
    home = office.household()
    office.join(home, day(1, 5))
    assert open_gates(office, home) >= {CONTRACT, LINE}
    office.deed(home.line_pk, "close", on=YESTERDAY.isoformat(), identity="on")
    assert not {CONTRACT, LINE} & open_gates(office, home)


def open_gates(office: Office, home: Household) -> set[str]:
    return {title for title, is_open in Desk(office, home, settled=False).gates().items() if is_open}
