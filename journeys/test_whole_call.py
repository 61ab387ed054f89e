"""One call from the telephone that rings to the letter afterwards, through the real pages, the real program and the real
events of a telephone system."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from yorisoi_practice.desktop import Desktop
from yorisoi_tool.window.theme import Kind

from journeys.keyboard import Hands, Telephones
from journeys.people import Communicator, Subscriber
from journeys.pictures import Camera, camera
from journeys.world import ORIGIN, World, until

pytestmark = pytest.mark.timeout(400)

WAIT_S = 45.0
MAIL_S = 60.0  # links go out with the service's own round
WINDOW = {"width": 1440, "height": 900}
AT_HOME = {"width": 800, "height": 900}

NUMBER, NAME, KANA, PHONE = "KJ-1002", "石井 太郎", "イシイ タロウ", "086-000-1002"
MAIL = "ishii@example.jp"
ASKED = "メールの文字が小さくて読めません。"
HELP = "これで見えますか。山田"
DONE = "メールの文字を大きくして、受信できることをいっしょに確かめました。"
CHANGED = "文字の大きさを「中」から「大」に変えました。"
NEXT = "このままお使いください。また小さくなったら、お電話ください。"
OPINION = "ゆっくり説明してもらえました。"

# The office has a mail address of this household: the demo's paper does not say one.
REGISTER_MAIL = f"""
from yorisoi_service import clock
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.services.people import change_contact
by = StaffMember.objects.get(username="tanaka")
change_contact(subscriber=Subscriber.objects.get(customer_number={NUMBER!r}), email={MAIL!r}, by=by, now=clock.now())
"""


@dataclass(frozen=True)
class Figure:
    """A figure of the statistics page: so many of so many."""

    part: int
    whole: int


class DeskLead:
    """Somebody who reads the statistics."""

    def __init__(self, world: World) -> None:
        self.page = person(world, WINDOW)
        self.page.goto("/accounts/login/?next=/desk/statistics")
        self.page.fill("input[name=login]", "suzuki")
        self.page.fill("input[name=password]", world.password("suzuki"))
        self.page.click("form button[type=submit]")
        self.page.wait_for_url("**/desk/statistics")

    def figure(self, code: str) -> Figure:
        counted = self.page.locator(f"#figure-{code} td.number").nth(1).inner_text()
        part, whole = (int(number.replace(",", "")) for number in counted.split(" / "))
        return Figure(part, whole)

    def figures(self) -> dict[str, Figure]:
        self.page.goto("/desk/statistics")
        return {code: self.figure(code) for code in ("answer_rate", "removals", "satisfaction", "solved")}


class Mailbox:
    """The mails that the demo's service has handed over, in its folder."""

    def __init__(self, world: World) -> None:
        self.folder = world.data / "mail"

    def to_us(self) -> list[str]:
        """The words of every mail to our subscriber, the oldest first."""
        found = []
        for path in sorted(self.folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if mail["To"] == MAIL:
                found.append(mail.get_content())
        return found

    def links(self, path: str) -> list[str]:
        """The links to pages of this path, in the order of the mails."""
        return [link for words in self.to_us() for link in re.findall(rf"{ORIGIN}{path}#\S+", words)]

    def wait_for_link(self, path: str) -> str:
        return until(lambda: self.links(path), MAIL_S, f"mail with a link to {path}", every_s=0.3)[-1]


def person(world: World, window: dict[str, int]) -> Page:
    """A browser of somebody's own, signed in nowhere."""
    page = world.browser.page(ORIGIN)
    page.set_viewport_size({"width": window["width"], "height": window["height"]})
    world.pages.append(page)
    return page


def written(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def read_again(yamada: Communicator, desk: FrameLocator) -> None:
    """Lets the desk read its regions again, as it does when somebody else changes the ticket."""
    desk.locator("#gates").evaluate("gates => gates.append(document.createElement('hr'))")
    yamada.page.evaluate("() => frames.desk.postMessage({ yorisoi: 1, t: 'session' }, '*')")
    desk.locator("#gates > hr").wait_for(state="detached", timeout=WAIT_S * 1000)


@pytest.fixture
def yamada(world: World) -> Iterator[Communicator]:
    made = Communicator(world)
    made.page.set_viewport_size({"width": WINDOW["width"], "height": WINDOW["height"]})
    made.sign_in()
    yield made
    made.close()


def take_the_call(yamada: Communicator, hands: Hands, telephones: Telephones, pictures: Camera) -> str:
    """The telephone rings on a page that nobody touches, and is taken by key; the call's id."""
    waiting = yamada.desk.locator("#calls-waiting")
    expect(waiting).to_have_attribute("data-count", "0", timeout=WAIT_S * 1000)
    yamada.desk.locator("body").evaluate("body => { body.dataset.sameDocument = 'yes' }")
    call = telephones.ring(PHONE)
    expect(waiting).to_have_attribute("data-count", "1", timeout=WAIT_S * 1000)
    expect(yamada.desk.locator("#queue table").first).to_contain_text(NAME, timeout=WAIT_S * 1000)
    expect(yamada.desk.locator("body")).to_have_attribute("data-same-document", "yes")
    pictures.page("01-rings", yamada.page)
    hands.press("F2")
    hands.at("customer_number")
    expect(yamada.desk.locator("#caller")).to_contain_text(NAME)
    return call


def settle_the_gates(yamada: Communicator, hands: Hands, pictures: Camera) -> None:
    """Identity, scope, checklist and terms, each where the focus waits; then the pass field is ready by itself."""
    for said in (NUMBER, KANA):
        hands.answer(said)
        hands.press("Tab")
    hands.answer(PHONE)
    pictures.page("02-who-calls", yamada.page)
    hands.press("Enter")
    hands.at("asked")
    hands.answer(ASKED)
    hands.press("Tab")
    hands.answer("メールソフト")
    hands.press("Enter")
    hands.at("both")
    read_again(yamada, yamada.desk)
    hands.at("both")
    hands.press("Enter")
    hands.at("terms")
    hands.press("Enter")
    hands.at_the_pass()
    assert len(hands.pressed) <= 12, hands.pressed
    pictures.page("03-ready-for-the-number", yamada.page)


def help_them(yamada: Communicator, subscriber: Subscriber, desktop: Desktop, letter: Path, pictures: Camera) -> None:
    """The number is read out and typed; two consents; one click and some words arrive."""
    number = subscriber.start()
    pictures.desktop("04-the-number", desktop)
    yamada.page.keyboard.type(number)  # the focus is there already
    assert subscriber.hand.sees(Kind.GRANT, WAIT_S)
    assert yamada.frames()["messagesReceived"] == 0
    pictures.desktop("05-the-question", desktop)
    subscriber.agree()
    yamada.wait_for_picture()
    yamada.ask("control")
    subscriber.agree()
    yamada.wait_until_granted("control")
    yamada.wait_until_hands_reach()
    yamada.click(640, 560)
    until(lambda: desktop.class_in_front() == "Mousepad", WAIT_S, "the editor in front")
    yamada.page.keyboard.press("Control+End")
    yamada.send_text(HELP)
    yamada.click(640, 560)
    yamada.page.keyboard.press("Control+s")
    until(lambda: HELP in written(letter), WAIT_S, "words in the subscriber's file")
    expect(yamada.page.locator("#figures-quality")).to_have_attribute("data-quality", "exact", timeout=WAIT_S * 1000)
    pictures.page("06-help", yamada.page)


def end_it(yamada: Communicator, subscriber: Subscriber, desktop: Desktop, pictures: Camera) -> None:
    """The communicator ends it, the program removes itself, and the desk's page says that this was verified."""
    yamada.finish()
    assert subscriber.hand.sees(Kind.CLOSE, WAIT_S)
    pictures.desktop("07-removed", desktop)
    yamada.desk.locator("#sessions .tag.open").wait_for(timeout=WAIT_S * 1000)
    expect(yamada.desk.locator("#sessions")).to_contain_text("削除を確認", timeout=WAIT_S * 1000)
    subscriber.close()


def write_it_down(yamada: Communicator, pictures: Camera) -> None:
    desk = yamada.desk
    desk.locator("#outcome-form [name=outcome][value=resolved]").check()
    for name, text in (("done", DONE), ("changed", CHANGED), ("next_step", NEXT)):
        desk.locator(f"#{name}").fill(text)
    desk.locator("#outcome-form button:not([formaction])").click()
    expect(desk.locator("#outcome")).to_contain_text("発行", timeout=WAIT_S * 1000)
    expect(desk.locator("#outcome")).to_contain_text(DONE)
    desk.locator("body").evaluate("() => document.getElementById('outcome').scrollIntoView({ block: 'end' })")
    pictures.page("08-outcome", yamada.page)


def read_the_letter(home: Page, mails: Mailbox, pictures: Camera) -> None:
    """The mail leads to the letter; its two questions are answered."""
    home.goto(mails.wait_for_link("/visit/"))
    home.locator(".paper").wait_for()
    assert "#" not in home.url
    told = home.locator(".paper").inner_text()
    for text in (ASKED, DONE, CHANGED, NEXT, "山田"):
        assert text in told
    assert "届きませんでした" not in told  # the program's signed record is here to its end
    pictures.page("09-letter", home, most_px=1500)
    home.check("[name=solved][value=yes]")
    home.check("[name=help][value='5']")
    home.fill("[name=text]", OPINION)
    home.click("form.marks button")
    home.get_by_role("status").wait_for()
    expect(home.locator("h1")).to_have_text("ありがとうございました")


def look_at_the_own_page(home: Page, mails: Mailbox, pictures: Camera) -> None:
    """The own page, by a link of its own, shows one letter of this visit and the session with both consents."""
    home.goto("/my/link")
    home.fill("#email", MAIL)
    home.click("main form button")
    home.goto(mails.wait_for_link("/my/"))
    home.click("#open-link button")
    home.click("main a[href='/my/letters']")
    expect(home.get_by_role("link", name="サポートの記録")).to_have_count(1)
    home.goto("/my/requests")
    home.locator("main .ways a").first.click()
    held = home.locator("section[aria-labelledby=held-1]")
    for text in ("画面を見る", "マウスとキーボード", "山田"):
        expect(held).to_contain_text(text)
    expect(home.locator("section[aria-labelledby^=held-]")).to_have_count(1)
    pictures.page("10-own-page", home, most_px=1350)


def test_from_the_ringing_telephone_to_the_letter(
    world: World, desktop: Desktop, subscriber: Subscriber, yamada: Communicator
) -> None:
    pictures = camera()
    world.django(REGISTER_MAIL)
    letter = desktop.home / "手紙.txt"
    letter.write_text("山田様\n\nメールの文字が小さくて読めません。\n\n", encoding="utf-8")
    desktop.edit(letter)
    telephones, mails, hands = Telephones(world), Mailbox(world), Hands(yamada)
    lead = DeskLead(world)
    before = lead.figures()

    call = take_the_call(yamada, hands, telephones, pictures)
    settle_the_gates(yamada, hands, pictures)
    help_them(yamada, subscriber, desktop, letter, pictures)
    assert telephones.hang_up(call)["state"] == "hung_up"
    end_it(yamada, subscriber, desktop, pictures)
    write_it_down(yamada, pictures)

    home = person(world, AT_HOME)
    read_the_letter(home, mails, pictures)
    look_at_the_own_page(home, mails, pictures)
    assert len(mails.links("/visit/")) == 1

    after = lead.figures()
    for code, was in before.items():
        assert after[code] == Figure(was.part + 1, was.whole + 1), code
    expect(lead.page.locator("main")).to_contain_text(OPINION)
    assert yamada.errors == []
