"""R24: 550 yen a month, tax included; another provider has its own fee; a tax rate does not move it."""

import pytest

from journeys.office import Office, day, month

pytestmark = pytest.mark.timeout(300)


def test_fee_and_the_tax_inside_it(office: Office) -> None:
    _fee(office, yen=550, tax=50, tax_at_12=58)  # 58.92, and this provider rounds down


def test_another_providers_fee(elsewhere: Office) -> None:
    _fee(elsewhere, yen=660, tax=60, tax_at_12=71)  # 70.71, and this provider rounds half up


def _fee(office: Office, *, yen: int, tax: int, tax_at_12: int) -> None:
    everybody = office.stranger()
    everybody.goto("/public")
    assert f"{yen}円（税込）" in everybody.locator("main").inner_text()
    everybody.context.close()
    home = office.household()
    office.join(home, day(4, 10))
    office.clerk.goto(f"/office/contracts/{home.line_pk}")
    told = office.clerk.locator("section[aria-labelledby=months] tr", has_text=f"{yen}円").first.inner_text()
    assert f"消費税{tax}円" in told
    books = office.close_months(4, before={1: [("billing", "set-tax", month(1), "12")]})
    charged = {row["service_month"]: (row["amount_yen"], row["tax_percent"]) for row in books.of(home.line)}
    assert charged[month(2)] == (str(yen), "10")
    assert charged[month(1)] == (str(yen), "12")  # the price is a decision of its own
    refused = office.try_command("billing", "set-price", month(2), str(yen + 110), data=books.data)
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)  # a closed month keeps its price
    said = office.manage("shell", "--no-imports", "-c", EXPLAIN.format(line=home.line, month=month(1)), data=books.data)
    assert f"消費税{tax_at_12}円" in said


EXPLAIN = """
from django.utils import translation
from yorisoi_service.billing.models import Entry
from yorisoi_service.billing.queries import words
with translation.override("ja"):
    print(words(Entry.objects.get(line__number="{line}", month="{month}-01")))
"""
