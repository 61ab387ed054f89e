"""What axe-core holds against a page: WCAG 2.2 A and AA, and contrast 7:1 where elderly readers stand before it."""

from typing import Any

from playwright.sync_api import Page

from journeys.world import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
LEVEL_AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SEVEN_TO_ONE = {"type": "rule", "values": ["color-contrast-enhanced"]}


def violations(page: Page, *, seven_to_one: bool = False, colours: bool = True) -> list[str]:
    """One line for each element at fault: rule, element, what is wrong. Empty for a page without faults.

    `seven_to_one` asks for the enhanced contrast too (7:1, and 4.5:1 for large text). Without `colours`, for a page whose
    colours were looked at before, no contrast is reckoned: that is most of the time it takes.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))  # past the page's own policy, which allows no foreign script
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for asked in (LEVEL_AA, *([SEVEN_TO_ONE] if seven_to_one else []))
        for rule in _ask(page, asked, colours)
        for node in rule["nodes"]
    ]


def _ask(page: Page, run_only: dict[str, Any], colours: bool) -> list[dict[str, Any]]:
    options = {"runOnly": run_only, "rules": {} if colours else {"color-contrast": {"enabled": False}}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return list(found["violations"])
