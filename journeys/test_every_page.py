"""Every page behind a sign-in or a link, visited once: axe-core finds nothing, at 200 % zoom nothing scrolls sideways, and
Tab reaches everything and shows where it is.

The pages are found from the service's addresses: whatever answers somebody with a page is walked, and an address that
answers nobody with one must be named here with the reason. Public pages: faq/test_public_pages.py.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from journeys import tabbing
from journeys.accessibility import violations
from journeys.faq.test_public_pages import PAGES as PUBLIC
from journeys.office import Office
from journeys.world import ORIGIN

pytestmark = pytest.mark.timeout(240)

WIDE, ZOOMED = 1280, 640  # a window of 1280 px holds 640 px of a page at 200 %
HEIGHT = 800
IN_BOTH = "/"  # the demo's first page says everything in both languages
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DEED = 405

# The first who is shown an address walks it; who is named alone, walks it too.
STAFF = {"lead": "suzuki", "communicator": "yamada", "clerk": "tanaka", "accountant": "ito", "administrator": "kanri"}
ROLES = (*STAFF, "subscriber", "nobody")

FILE, PART, SHUT, ELSEWHERE = "a file", "a part of pages", "shut here", "walked by a journey of its own below"
REGISTERED = "asks for a second factor that was registered; the demo takes it as given"
NO_PAGE = {
    "portal:robots": FILE,
    "portal:sitemap": FILE,
    "portal:download_file": FILE,
    "portal:my_letter_pdf": FILE,
    "desk:statistics_csv": FILE,
    "desk:visit_letter": FILE,
    "office:letter": FILE,
    "mfa_download_recovery_codes": FILE,
    "desk:calls_waiting": PART,
    "portal:my_waiting_place": PART,
    "portal:visit_letter": ELSEWHERE,
    "portal:visit_questions": ELSEWHERE,
    "portal:visit_answer": ELSEWHERE,
    "portal:moved": "leads on, where the provider's older site had pages",
    "set_language": "leads on",
    "office:mandate": "only where the provider debits accounts itself",
    "account_signup": SHUT,
    "account_email": SHUT,
    "account_set_password": SHUT,
    "account_reset_password": SHUT,
    "account_confirm_login_code": SHUT,
    "mfa_authenticate": REGISTERED,
    "mfa_reauthenticate": REGISTERED,
    "mfa_reauthenticate_webauthn": REGISTERED,
    "mfa_login_webauthn": REGISTERED,
    "mfa_deactivate_totp": REGISTERED,
    "mfa_view_recovery_codes": REGISTERED,
    "mfa_generate_recovery_codes": REGISTERED,
    "mfa_activate_totp": ELSEWHERE,
    "mfa_add_webauthn": ELSEWHERE,
    "mfa_edit_webauthn": REGISTERED,
    "mfa_remove_webauthn": REGISTERED,
}

# Something that exists for every address; tickets in their main states; the keys of a subscriber.
MAKE = """
import json
from datetime import timedelta
from django.conf import settings
from yorisoi_service import clock
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.desk.models.visits import VisitNote
from yorisoi_service.desk.services import answers, tickets
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import AccessKey, Line
from yorisoi_service.subscribers.services import access, signing_in
from yorisoi_service.testing import walk
from yorisoi_service.testing.people import RIGHT, Provider

class Here(Provider):
    def __post_init__(self):
        known = dict(administrator="kanri", clerk="tanaka", communicator="yamada", lead="suzuki", accountant="ito")
        for role, username in known.items():
            setattr(self, role, StaffMember.objects.get(username=username))
        others = StaffMember.objects.filter(role="communicator").exclude(pk=self.communicator.pk)
        self.second = others.earliest("pk")
        self.subscriber = self.household("C-10001", "0847-11-2222")
        self.line = self.add_line(self.subscriber, "L-10001")
        self.period = join(
            line=self.line, form_on=clock.business_day(self.now), terms_version=settings.PROVIDER.terms.version,
            by=self.clerk, now=self.now,
        )

now = clock.now()
here = Here(now)
things = walk.things(here, home="127.0.0.1")
by = here.communicator
states = {}
states["unknown"] = tickets.open_ticket(channel="landline", asked="", by=by, now=now)
for state in ("new", "identity", "scope", "refused"):
    states[state] = tickets.open_ticket(channel="landline", asked="プリンター", subscriber=here.subscriber, by=by, now=now)
for state in ("identity", "scope"):
    answers.check_identity(ticket=states[state], typed=RIGHT, by=by, now=now)
answers.decide_scope(ticket=states["scope"], category="listed_device", by=by, now=now)
answers.decide_scope(ticket=states["refused"], category="repair", by=by, now=now)
states["ready"] = here.ready_ticket()
done = things["my/requests/"]["number"]
note = VisitNote.objects.get(ticket=done)
# A younger line, so that it is asked whether it took the place of the other.
younger = here.add_line(here.subscriber, "L-10002")
Line.objects.filter(pk=younger.pk).update(opened_on=clock.business_day(now))
key = AccessKey(subscriber=here.subscriber, purpose="letter_code")
print(json.dumps({
    "addresses": walk.addresses(things, {"desk", "office", "portal", "api", ""}),
    "tickets": {state: ticket.pk for state, ticket in states.items()} | {"finished": done},
    "cookie": [walk.COOKIE, signing_in.sign_in(key=key, now=now, draw=clock.draw)],
    "link": access.make_key(
        subscriber=here.subscriber, purpose="visit_letter", about=f"letter:{note.letter.number}",
        life=timedelta(days=1), by=None, now=now, draw=clock.draw,
    ),
    "code": note.survey_code,
}))
"""

ASK = """async (addresses) => {
  const answers = {};
  for (const [name, address] of Object.entries(addresses)) {
    const answer = await fetch(address, { redirect: "manual" });
    await answer.body?.cancel();
    answers[name] = [answer.status, answer.headers.get("Content-Type") ?? ""];
  }
  return answers;
}"""


@dataclass
class House:
    """Every address of the service, everybody's page, and what each address answers each of them."""

    addresses: dict[str, str]
    tickets: dict[str, int]
    link: str
    code: str
    password: str
    pages: dict[str, Page]
    answers: dict[str, dict[str, tuple[int, str]]]

    def shown(self, name: str) -> list[str]:
        """Who is answered with a page."""
        return [
            role
            for role in ROLES
            if self.answers[role][name][0] == 200 and self.answers[role][name][1].startswith("text/html")
        ]

    def walked_by(self, role: str) -> list[str]:
        found = []
        for name, address in self.addresses.items():
            whom = self.shown(name)
            own = name.startswith("portal:my")
            if whom and address not in PUBLIC and name not in NO_PAGE and role in (whom if own else whom[:1]):
                found.append(address)
        return found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright, prepared: Path) -> Iterator[House]:
    office = Office(tmp_path_factory.mktemp("pages"), playwright, prepared)
    try:
        office.start_service()
        yield furnished(office)
    finally:
        office.close()


def furnished(office: Office) -> House:
    made: dict[str, Any] = json.loads(office.django(MAKE))
    pages = {role: office.at(username) for role, username in STAFF.items()}
    pages |= {role: office.stranger() for role in ("subscriber", "nobody")}
    name, token = made.pop("cookie")
    pages["subscriber"].context.add_cookies([{"name": name, "value": token, "url": ORIGIN}])
    answers = {}
    for role, page in pages.items():
        if role not in STAFF:
            page.goto("/my/")
        answers[role] = page.evaluate(ASK, made["addresses"])
    return House(**made, password=office.password("kanri"), pages=pages, answers=answers)


def test_every_address_is_walked_or_is_no_page(house: House) -> None:
    forgotten = {
        name: {role: house.answers[role][name] for role in ROLES}
        for name, address in house.addresses.items()
        if not house.shown(name)
        and not any(house.answers[role][name][0] == DEED for role in ROLES)
        and name not in NO_PAGE
    }
    assert not forgotten, "\n".join(f"{name}: {said}" for name, said in forgotten.items())
    assert set(NO_PAGE) <= set(house.addresses)


@pytest.mark.parametrize("role", ROLES)
def test_pages(house: House, role: str) -> None:
    found: list[str] = []
    for address in house.walked_by(role):
        house.pages[role].goto(address)
        found += look(house.pages[role], address, seven_to_one=role not in STAFF)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", ROLES)
def test_pages_in_english(house: House, role: str) -> None:
    """Words, names of fields and widths differ; colours, sizes and the way of Tab do not, and are looked at above."""
    page, found = house.pages[role], []
    addresses = [address for address in house.walked_by(role) if address != IN_BOTH]
    if role == "communicator":
        addresses += [f"/desk/tickets/{number}" for number in house.tickets.values()]
    page.context.add_cookies([{"name": "yorisoi-language", "value": "en", "url": ORIGIN}])
    try:
        for address in addresses:
            page.goto(address)
            found += [f"{address}: {each}" for each in in_english(page)]
    finally:
        page.context.clear_cookies(name="yorisoi-language")
    assert not found, "\n".join(found)


def test_a_ticket_in_every_state(house: House) -> None:
    page, found = house.pages["communicator"], []
    for state, number in house.tickets.items():
        page.goto(f"/desk/tickets/{number}")
        found += look(page, f"ticket {state}")
    assert not found, "\n".join(found)


def test_the_letter_after_a_visit_and_its_questions(house: House) -> None:
    page, found = house.pages["nobody"], []
    page.goto("/my/")  # else only what is behind # changes
    page.goto(f"/visit/#{house.link}")
    page.locator(".paper").wait_for()
    found += look(page, "letter", seven_to_one=True)
    page.goto("/visit/")
    page.fill("#code", house.code)
    page.click("form:has(#code) button")
    page.locator("[name=solved]").first.wait_for()
    found += look(page, "questions", seven_to_one=True)
    page.check("[name=solved][value=yes]")
    page.check("[name=help][value='5']")
    with page.expect_navigation():
        page.click("form:has([name=solved]) button")
    found += look(page, "thanks", seven_to_one=True)
    assert not found, "\n".join(found)


def test_registering_a_second_factor(house: House) -> None:
    page, found = house.pages["administrator"], []
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        page.goto(house.addresses[name])
        if "reauthenticate" in page.url:  # the password once more, before anything about signing in changes
            page.fill("[name=password]", house.password)
            with page.expect_navigation():
                page.click("form:has([name=password]) button[type=submit]")
        assert page.url.endswith(house.addresses[name])
        found += look(page, name)
    assert not found, "\n".join(found)


def test_the_viewers_page(house: House) -> None:
    page, found = house.pages["communicator"], []
    page.goto("/viewer/")
    frame = page.locator("iframe[name=desk]").element_handle().content_frame()
    assert frame is not None
    frame.goto(f"{ORIGIN}/desk/tickets/{house.tickets['ready']}")
    page.wait_for_function("() => !document.querySelector('#pass').disabled")
    found += look(page, "viewer")
    assert not found, "\n".join(found)


def in_english(page: Page) -> list[str]:
    """What is wrong with the words of a page in English, and with the room that they take."""
    found = violations(page, colours=False)
    if (language := page.evaluate("document.documentElement.lang")) != "en":
        found.append(f"{language} is shown")
    page.set_viewport_size({"width": ZOOMED, "height": HEIGHT // 2})
    if (wider := page.evaluate(WIDER)) > 0:
        found.append(f"{wider} px wider than the window at 200 %")
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    return found


def look(page: Page, what: str, *, seven_to_one: bool = False) -> list[str]:
    """Everything that is wrong with the page as it stands."""
    found = violations(page, seven_to_one=seven_to_one)
    page.set_viewport_size({"width": ZOOMED, "height": HEIGHT // 2})
    if (wider := page.evaluate(WIDER)) > 0:
        found.append(f"{wider} px wider than the window at 200 %")
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    return [f"{what}: {each}" for each in found + tabbing.faults(page)]
