"""R06: no minimum term and no penalty; no campaign can bring them in."""

import json

import pytest

from journeys.office import Office, day, fill, month, refusal, today

pytestmark = pytest.mark.timeout(300)

ADD = """
from django.utils import translation
from yorisoi_service import clock
from yorisoi_service.contracts.errors import BadCampaign
from yorisoi_service.contracts.services.campaigns import add_campaign
from yorisoi_service.staff.models import StaffMember
try:
    add_campaign(
        code="TRAP-1", name={{"ja": "しばり"}}, terms=[{{"from_month": 1, "to_month": 2, "amount": 0, {more}}}],
        offered_from=clock.business_day(clock.now()), for_whom="first",
        by=StaffMember.objects.get(username="ito"), now=clock.now(),
    )
except BadCampaign as refused:
    with translation.override("ja"):
        print(refused.sentence)
"""


def test_cancelling_after_one_day_costs_nothing_but_the_months_rule(office: Office) -> None:
    home = office.household()
    office.join(home, day(3, 10))
    office.cancel(home.line_pk, day(3, 11))
    assert office.close_months(3).yen(home.line) == {month(3): 0}


def test_another_provider_may_charge_that_month_and_nothing_more(elsewhere: Office) -> None:
    home = elsewhere.household()
    elsewhere.join(home, day(3, 10))
    elsewhere.cancel(home.line_pk, day(3, 11))
    books = elsewhere.close_months(3)
    assert books.yen(home.line) == {month(3): 660}
    assert {row["kind"] for row in books.of(home.line)} == {"charge"}


def test_campaigns_page_has_no_place_for_a_penalty(office: Office) -> None:
    page = office.accountant
    page.goto("/office/tariff/campaign")
    names = page.locator("main form [name]").evaluate_all("fields => fields.map(field => field.name)")
    asked = {name.rstrip("_12") for name in names} - {"csrfmiddlewaretoken", "step"}
    assert asked == {"code", "name_ja", "name_en", "for_whom", "offered_from", "offered_until", "from", "to", "amount"}
    form = {"code": "TRAP-2", "name_ja": "わな", "name_en": "Trap", "to_1": "2", "amount_1": "-5000"}
    fill(page, form)
    page.click("button[name=step][value=check]")
    refusal(page)  # and no amount below nothing
    sent = form | {"for_whom": "first", "offered_from": today().isoformat(), "from_1": "1", "amount_1": "0"}
    assert office.send(page, "/office/tariff/campaign", step="do", penalty="3000", minimum_months="24", **sent) == 0
    page.goto("/office/tariff")
    row = page.locator("section[aria-labelledby=campaigns] tr", has_text="TRAP-2").inner_text()
    assert "3000" not in row.replace(",", "")
    assert "24" not in row


@pytest.mark.parametrize("more", ['"penalty": 3000', '"minimum_months": 24'])
def test_campaign_with_a_trap_is_refused(office: Office, more: str) -> None:
    assert "違約金" in office.django(ADD.format(more=more))
    history = {
        "campaigns": [{"id": "c", "terms": [json.loads(f'{{"from_month": 1, "to_month": 2, "amount": 0, {more}}}')]}],
        "lines": [],
        "periods": [],
    }
    (office.folder / "trap.json").write_text(json.dumps(history), encoding="utf-8")
    asked = ("--history", str(office.folder / "trap.json"), "--from", "2026-04", "--to", "2026-05")
    done = office.try_command("charges", "explain", *asked)
    assert done.returncode == 2
    assert "campaigns[0].terms[0]" in done.stderr
