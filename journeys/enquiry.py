"""The desk's pages for journeys: a call, what it is about, and what follows from it, as a communicator sees and does it."""

from dataclasses import dataclass

from playwright.sync_api import Page, Response

from journeys.office import Household, Office, fill

# What stands between a call and a session besides the request itself, settled by the same verbs as the desk's pages.
SETTLE = """
from yorisoi_service import clock
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.identity import Typed
from yorisoi_service.desk.services import answers
now = clock.now()
ticket = Ticket.objects.select_related("subscriber", "holder").get(pk={ticket})
whose, by = ticket.subscriber, ticket.holder
typed = Typed(whose.customer_number, whose.name, whose.address, whose.phone)
answers.check_identity(ticket=ticket, typed=typed, by=by, now=now)
for condition in ("device", "operations"):
    answers.tick(ticket=ticket, condition=condition, yes=True, by=by, now=now)
"""

ALLOWED = """
from yorisoi_service.desk.models.scope import Decided
print(*Decided.objects.filter(answer__ticket={ticket}).latest("answer__at").allowed)
"""


@dataclass(frozen=True)
class Decided:
    """What the page shows of a decision. `open`: every gate is open, so a number could be typed now."""

    decision: str
    code: str
    said: str
    shown: str
    open: bool


class Desk:
    """One call of a subscriber at the desk, at the page of somebody who works there."""

    def __init__(self, office: Office, home: Household, username: str = "yamada", *, settled: bool = True) -> None:
        self.office, self.home = office, home
        self.page: Page = office.at(username)
        self.ticket = office.ticket(home.line_pk, by=username)
        if settled:
            office.django(SETTLE.format(ticket=self.ticket))

    def look(self, at: Page | None = None) -> Page:
        """The ticket's page with everything unfolded."""
        page = at or self.page
        page.goto(f"/desk/tickets/{self.ticket}")
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => (each.open = true))")
        return page

    def decide(self, thing: str = "", *facts: str, need: str = "", device: str = "", model: str = "") -> Decided:
        """Types what it is about, ticks what applies, and lets the page decide; what may be several things, or is on no list,
        it asks about once more."""
        page = self.look()
        fields = {"thing": thing, "need": need, "device": device, "model": model}
        fill(page, {name: value for name, value in fields.items() if value})
        for fact in page.locator("input[name=fact]").all():
            fact.set_checked(fact.get_attribute("value") in facts)
        if self.send("scope").status == 200:  # asked once more, in its place
            page.locator("[name=choice]").first.wait_for()
            asked = page.locator("label:has([name=choice])")
            meant = [each for each in asked.all() if each.inner_text().strip() == thing] or [asked.last]
            meant[0].locator("input").check()
            self.send("scope")
        return self.decided()

    def send(self, step: str, button: str = "button:not([formaction])", at: Page | None = None) -> Response:
        """Presses the button of this step's form; the answer to it. What it changed is there then: look again."""
        page = at or self.page

        def answers(response: Response) -> bool:
            return response.request.method == "POST" and response.url.endswith(f"/{step}")

        with page.expect_response(answers) as answer:
            page.locator(f"form[action$='/{step}'] {button}").first.click()
        return answer.value

    def decided(self) -> Decided:
        """The newest decision as it stands on the ticket's page."""
        page = self.look()
        shown = page.locator("[data-decision]")
        return Decided(
            decision=shown.get_attribute("data-decision") or "",
            code=shown.get_attribute("data-code") or "",
            said=shown.locator(".say").first.inner_text(),
            shown=shown.inner_text(),
            open=self.is_open(),
        )

    def allowed(self) -> set[str]:
        """What a session of this ticket may ask the subscriber for."""
        return set(self.office.django(ALLOWED.format(ticket=self.ticket)).split())

    def is_open(self) -> bool:
        """Whether the page says that a number may be asked for and typed."""
        return self.page.locator("#gates").get_attribute("data-gates-open") == "yes"

    def gates(self) -> dict[str, bool]:
        """Which gates the page shows as open, by their titles."""
        shown = self.look().locator("ul.strip li").all_inner_texts()
        return {text.split(maxsplit=1)[1]: text.startswith("✓") for text in shown}

    def history(self) -> str:
        """Every answer that was kept on this ticket."""
        return self.look().locator("#history").inner_text()
