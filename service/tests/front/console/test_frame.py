"""The desk in the viewer's frame, in a real browser against a real service: what crosses, what does not, what is read again."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Frame, Page, Request, Response, Route, sync_playwright
from websockets.sync.client import connect
from yorisoi_protocol import broker
from yorisoi_service.front.api.signature import sign

ROOT = Path(__file__).parents[4]
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
VIEWER = """<!DOCTYPE html><iframe name="desk" src="{origin}/desk/" width="1000" height="700"></iframe>
<script>window.heard = []; addEventListener("message", (e) => heard.push({{...e.data, origin: e.origin}}));</script>"""
CALLS_KEY = "of-a-telephone-system-for-this-test-alone"
pytestmark = pytest.mark.timeout(300)


@dataclass
class Service:
    """A service of its own and a communicator's sign-in."""

    origin: str
    cookie: str
    session: str
    ticket: int
    other_ticket: int
    lead: str
    fresh: list[int]
    ready: list[int]
    given: list[int]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = (ROOT / "providers/cable-joy.toml").read_text()
    text = re.sub(r'(?m)^opens = ".*"', 'opens = "00:00"', re.sub(r'(?m)^closes = ".*"', 'closes = "23:59"', text))
    provider = folder / "provider.toml"
    provider.write_text(re.sub(r'(?m)^default = ".*"', 'default = "allow"', text))
    own = {key: value for key, value in os.environ.items() if not key.startswith("YORISOI_")}
    environment = own | {
        "YORISOI_DATA": str(folder / "data"),
        "YORISOI_ORIGIN": f"http://localhost:{port}",
        "YORISOI_PROVIDER_FILE": str(provider),
        "YORISOI_CALLS_KEY": CALLS_KEY,
        "DJANGO_SETTINGS_MODULE": "yorisoi_service.config.settings",
    }
    set_up = subprocess.run(
        [sys.executable, Path(__file__).with_name("set_up_desk.py")],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    made = json.loads(set_up.stdout.splitlines()[-1])
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "yorisoi_service", "serve", "--host", "127.0.0.1", "--port", str(port)],
            env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            for _ in range(900):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20).close()
                    break
                except (urllib.error.URLError, OSError):
                    assert process.poll() is None, (folder / "log").read_text()
                    Event().wait(0.1)
            yield Service(
                f"http://localhost:{port}",
                made["cookie"],
                made["session"],
                *made["tickets"],
                made["lead"],
                made["fresh"],
                made["ready"],
                made["given"],
            )
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def lead(service: Service, chromium: Browser) -> Iterator[Page]:
    """The desk lead's own browser."""
    context = chromium.new_context(extra_http_headers={"Accept-Language": "en"})
    context.add_cookies([{"name": service.cookie, "value": service.lead, "url": service.origin}])
    yield context.new_page()
    context.close()


@pytest.fixture
def page(service: Service, chromium: Browser) -> Iterator[Page]:
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    context = chromium.new_context(extra_http_headers={"Accept-Language": "en"})
    context.add_cookies([{"name": service.cookie, "value": service.session, "url": service.origin}])
    shown = context.new_page()
    shown.on("console", complain)
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    shown.route("**/viewer/", lambda route: viewer(route, service))
    yield shown
    context.close()
    assert [text for text in complaints if "frame-ancestors" not in text] == []


def viewer(route: Route, service: Service) -> None:
    route.fulfill(content_type="text/html", body=VIEWER.format(origin=service.origin))


def hears(page: Page, kind: str, count: int = 1) -> dict[str, object]:
    """The last message of this kind, once so many arrived."""
    page.wait_for_function("([kind, count]) => heard.filter((m) => m.t === kind).length >= count", arg=[kind, count])
    return page.evaluate("(kind) => heard.filter((m) => m.t === kind).at(-1)", kind)  # type: ignore[no-any-return]


def desk(page: Page) -> Frame:
    frame = page.frame(name="desk")
    assert frame is not None
    return frame


def test_a_ticket_crosses_with_a_socket_ticket_and_the_page_reads_its_rows_again(page: Page, service: Service) -> None:
    page.goto(f"{service.origin}/viewer/")
    assert hears(page, "no_ticket") == {"yorisoi": 1, "t": "no_ticket", "origin": service.origin}
    desk(page).goto(f"{service.origin}/desk/tickets/{service.ticket}")
    message = hears(page, "ticket")
    socket_ticket = message.pop("socket_ticket")
    assert message == {
        "yorisoi": 1,
        "t": "ticket",
        "ticket": service.ticket,
        "label": f"#{service.ticket} 佐藤 花子",
        "gates_open": True,
        "origin": service.origin,
    }

    address = service.origin.replace("http", "ws") + "/socket/"
    with (
        connect(address + "subscriber", origin=service.origin) as tool,  # type: ignore[arg-type]
        connect(address + "communicator", origin=service.origin) as communicator,  # type: ignore[arg-type]
    ):
        tool.send(broker.encode(broker.Open(1, "ab" * 32, "cd" * 32, "tool", "<b>Windows</b>")).decode())
        offered = json.loads(tool.recv(timeout=30))
        communicator.send(broker.encode(broker.Hello(1, str(socket_ticket))).decode())
        assert json.loads(communicator.recv(timeout=30))["communicator"]["number"] == "12"
        desk(page).locator("#note").fill("half a sentence")
        communicator.send(broker.encode(broker.Claim(offered["nameplate"], service.ticket)).decode())
        assert json.loads(communicator.recv(timeout=30))["t"] == "granted"
        desk(page).get_by_text("Connecting").wait_for()
        desk(page).get_by_text("<b>Windows</b>").wait_for()
        assert desk(page).locator("#note").input_value() == "half a sentence"

    page.evaluate("frames.desk.postMessage({yorisoi: 1, t: 'to_outcome'}, '*')")
    desk(page).locator("#outcome-form [name=outcome]:focus").wait_for()
    desk(page).locator("#note").focus()
    page.evaluate("frames.desk.postMessage({yorisoi: 1, t: 'want_socket_ticket'}, '*')")
    again = hears(page, "ticket", 2)
    assert again["socket_ticket"] != socket_ticket
    # A message that does not come from around the frame is not for us.
    desk(page).evaluate("window.postMessage({yorisoi: 1, t: 'want_socket_ticket'}, '*')")
    for nonsense in ("null", "7", "{yorisoi: 2, t: 'want_socket_ticket'}", "{yorisoi: 1, t: 'ticket'}"):
        page.evaluate(f"frames.desk.postMessage({nonsense}, '*')")
    page.wait_for_timeout(500)
    # the language of each page that was shown, and then nothing more but who looks along, which is nobody
    told = page.evaluate("heard.filter((m) => m.t !== 'beside').map((m) => m.t)")
    assert told == ["language", "no_ticket", "language", "ticket", "ticket"]
    assert hears(page, "beside") == {
        "yorisoi": 1, "t": "beside", "ticket": service.ticket, "names": [], "origin": service.origin,
    }  # fmt: skip


def test_a_ticket_crosses_also_when_the_service_was_too_busy_at_first(page: Page, service: Service) -> None:
    refused = []

    def refuse_the_first(route: Route) -> None:
        if "ticket=" in (route.request.post_data or "") and not refused:
            refused.append(route)
            route.fulfill(status=204)  # what a proxy may answer in between; an error would be a word in the console
        else:
            route.continue_()

    page.route("**/desk/socket-ticket", refuse_the_first)
    page.goto(f"{service.origin}/viewer/")
    hears(page, "no_ticket")
    desk(page).goto(f"{service.origin}/desk/tickets/{service.ticket}")
    assert hears(page, "ticket")["ticket"] == service.ticket
    assert refused


def test_a_foreign_page_cannot_frame_the_desk(page: Page, service: Service) -> None:
    page.route("http://evil.localhost/", lambda route: viewer(route, service))
    page.goto("http://evil.localhost/")
    page.wait_for_timeout(1_000)
    assert page.evaluate("heard") == []
    assert "佐藤" not in desk(page).content()


def test_what_was_typed_survives_a_change_and_the_page_says_so(page: Page, service: Service) -> None:
    page.goto(f"{service.origin}/viewer/")
    desk(page).goto(f"{service.origin}/desk/tickets/{service.other_ticket}")
    desk(page).locator("#gates summary").first.click()
    desk(page).get_by_text("Connection from elsewhere").click()
    desk(page).locator("#reason").fill("typed but not sent")
    other = page.context.new_page()
    other.goto(f"{service.origin}/desk/tickets/{service.other_ticket}")
    other.locator("#gates summary").first.click()
    other.locator("[name=operations]").uncheck()
    other.get_by_role("button", name="Save the checklist").click()
    desk(page).locator("#stale").wait_for()
    assert desk(page).locator("#reason").input_value() == "typed but not sent"
    desk(page).locator("#read-again").click()
    desk(page).get_by_text("Second condition").wait_for()
    assert hears(page, "ticket", 2)["gates_open"] is False


def tells(service: Service, event: str, **words: str) -> None:
    """The telephone system tells of a call."""
    body, at = json.dumps(words).encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Yorisoi-Timestamp": at,
        "X-Yorisoi-Signature": sign(CALLS_KEY, at, body),
    }
    with urllib.request.urlopen(
        urllib.request.Request(f"{service.origin}/api/calls/{event}", body, headers), timeout=30
    ) as answer:
        assert answer.status == 200


def test_a_telephone_that_rings_appears_by_itself_and_goes_when_it_is_hung_up(page: Page, service: Service) -> None:
    with page.expect_websocket() as opening:
        page.goto(f"{service.origin}/desk/")
    opening.value.wait_for_event("framereceived")  # welcome: from here on the page hears
    queue = page.locator("#queue")
    tells(service, "new", call_id="live.1", number="0847112222", channel="landline")
    queue.get_by_role("button", name="Take the call").wait_for()
    assert "佐藤 花子" in queue.inner_text()
    tells(service, "hangup", call_id="live.1")
    queue.get_by_text("Missed calls").wait_for()
    queue.get_by_role("button", name="Take the call").wait_for(state="detached")


# How often the page has read its own address again, counted when its own handler is done with the answer.
COUNT_READINGS = """
window.loads = 0;
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (...words) {
  this.addEventListener("loadend", () => { if (this.responseURL.endsWith("/desk/")) window.loads += 1; });
  return send.apply(this, words);
};
"""


def test_an_answer_that_was_overtaken_is_old_news(page: Page, service: Service) -> None:
    """What the page read while the telephone rang arrives after what it read when the caller had hung up."""
    desk_page, held = f"{service.origin}/desk/", []

    def hold_the_first(route: Route) -> None:
        if route.request.resource_type == "xhr" and not held:
            held.append(route)
        else:
            route.continue_()

    def is_reading(one: Request | Response) -> bool:
        request = one if isinstance(one, Request) else one.request
        return request.url == desk_page and request.resource_type == "xhr"

    page.add_init_script(COUNT_READINGS)
    with page.expect_response(is_reading):  # after the welcome: from here on the page hears
        page.goto(desk_page)
    page.route(desk_page, hold_the_first)
    with page.expect_request(is_reading):
        tells(service, "new", call_id="late.1", number="", channel="mobile")
    read_while_it_rang = page.request.get(desk_page).body()
    assert b'id="take-call"' in read_while_it_rang
    with page.expect_response(is_reading):
        tells(service, "hangup", call_id="late.1")
    queue = page.locator("#queue")
    queue.get_by_text("Number withheld").wait_for()
    so_far = page.evaluate("loads")
    held[0].fulfill(body=read_while_it_rang, content_type="text/html; charset=utf-8")
    page.wait_for_function("(before) => loads > before", arg=so_far)
    assert queue.get_by_role("button", name="Take the call").count() == 0


def test_two_people_never_overwrite_each_other_unseen(page: Page, lead: Page, service: Service) -> None:
    address = f"{service.origin}/desk/tickets/{service.fresh[0]}"
    page.goto(address)
    lead.goto(address)
    page.locator("#customer_number").fill("C-10001")
    page.locator("#name").fill("佐藤花子")
    lead.locator("#asked").fill("音が出ない")
    lead.locator("#thing").fill("printer")
    lead.keyboard.press("Enter")
    lead.locator("#decided").wait_for(state="attached")
    page.locator("#stale").wait_for()  # somebody types here: what they read stays, and they are told
    page.locator("#phone").fill("0847112222")
    page.keyboard.press("Enter")
    told = page.locator("#said .error")
    told.wait_for()
    assert "Changed meanwhile by Suzuki" in told.inner_text()
    assert "scope" in told.inner_text()
    fields = ("customer_number", "name", "phone")
    assert [page.locator(f"#{field}").input_value() for field in fields] == ["C-10001", "佐藤花子", "0847112222"]
    page.locator("#phone").press("Enter")  # seen now: the same form goes through
    page.locator("#said .success").get_by_text("Identity confirmed").wait_for()
    page.wait_for_function("() => document.activeElement.name === 'both'")


def test_what_is_written_elsewhere_stays_while_steps_are_settled(page: Page, lead: Page, service: Service) -> None:
    address = f"{service.origin}/desk/tickets/{service.ready[0]}"
    page.goto(address)
    lead.goto(address)
    page.locator("#next_step").fill("次は無線の設定")
    page.locator("#note-text").fill("耳が遠い方")
    page.get_by_text("Saved", exact=False).first.wait_for()
    page.locator("#gates summary").first.click()
    page.locator("[name=operations]").uncheck()
    page.get_by_role("button", name="Save the checklist").click()
    page.get_by_role("button", name="Asked: both are so").press("Enter")
    page.locator("[data-gates-open=yes]").wait_for()
    assert page.locator("#next_step").input_value() == "次は無線の設定"
    assert page.locator("#note-text").input_value() == "耳が遠い方"
    page.locator("#note-text").press("Control+Enter")
    page.locator("#notes").get_by_text("耳が遠い方").wait_for()
    page.wait_for_function("() => document.querySelector('#note-text').value === ''")
    lead.locator("#notes").get_by_text("耳が遠い方").wait_for()


def test_keys_work_outside_of_writing_and_are_listed(page: Page, service: Service) -> None:
    page.goto(f"{service.origin}/desk/tickets/{service.fresh[1]}")
    page.locator("#note-text").press("?")
    assert page.locator("#note-text").input_value() == "?"  # a sign in a text is a sign
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("F2")  # and while something is being written no key takes a call
    page.locator("#note-text").fill("")
    page.locator("h1").click()
    page.keyboard.press("Shift+F8")
    assert page.evaluate("document.activeElement.id") == "note-text"
    page.locator("h1").click()
    page.keyboard.press("?")
    page.locator("#keys").wait_for()
    listed = page.locator("#keys dt").all_inner_texts()
    assert listed == ["F2", "Shift+F2", "F9", "Shift+F9", "F8", "Shift+F8", "Enter", "Ctrl+Enter", "?"]
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()
    page.reload()
    page.keyboard.press("F2")
    page.locator("#keys-open").click()
    page.locator("#keys-on").check()
    page.keyboard.press("Escape")
    page.keyboard.press("F2")
    page.wait_for_url(lambda url: not url.endswith(f"/{service.fresh[1]}"))
    page.wait_for_function("() => document.activeElement.name === 'wanted'")


def test_a_form_that_is_not_taken_stays_with_its_words_and_a_step_is_never_read(lead: Page, service: Service) -> None:
    address = f"{service.origin}/desk/tickets/{service.ready[0]}"
    lead.goto(address)
    lead.route("**/notes/keep", lambda route: route.fulfill(status=413, content_type="text/html", body="long"))
    lead.locator("#note-text").fill("まだ書いている")
    lead.locator("#note-text").press("Control+Enter")
    lead.locator("#not-taken").wait_for()
    assert (lead.url, lead.locator("#note-text").input_value()) == (address, "まだ書いている")
    lead.unroute("**/notes/keep")
    lead.route("**/notes/keep", lambda route: route.fulfill(status=404, content_type="text/html", body="gone"))
    lead.locator("#note-text").press("Control+Enter")
    lead.wait_for_url(f"{service.origin}/desk/")


def test_two_presses_begin_one_call(page: Page, service: Service) -> None:
    begun: list[str] = []
    page.on("request", lambda request: begun.append(request.url) if request.url.endswith("/begin") else None)
    page.goto(f"{service.origin}/desk/")
    page.evaluate("() => { const next = document.querySelector('[data-key=F2]'); next.click(); next.click(); }")
    page.wait_for_url(re.compile(r"/desk/tickets/\d+$"))
    assert len(begun) == 1


def test_a_finished_ticket_is_told_as_finished(page: Page, service: Service) -> None:
    page.goto(f"{service.origin}/viewer/")
    desk(page).goto(f"{service.origin}/desk/tickets/{service.ready[1]}")
    hears(page, "ticket")
    desk(page).get_by_label("Resolved", exact=True).check()
    desk(page).locator("#done").fill("音が出るようにした。")
    desk(page).get_by_role("button", name="Finish the ticket").click()
    desk(page).get_by_text("This ticket is finished").first.wait_for()
    assert hears(page, "finished")["ticket"] == service.ready[1]


def test_a_failed_check_is_in_sight_and_unfolds_nothing(page: Page, service: Service) -> None:
    page.set_viewport_size({"width": 700, "height": 600})
    page.goto(f"{service.origin}/desk/tickets/{service.fresh[1]}")
    page.wait_for_function("() => document.activeElement !== document.body && window.scrollY === 0")
    page.locator("#customer_number").fill("C-99999")
    page.locator("#customer_number").press("Enter")
    page.locator("#marks").wait_for()
    page.wait_for_function(
        """() => { const { top, bottom } = document.querySelector("#marks").getBoundingClientRect();
                   return top >= document.querySelector("#said").getBoundingClientRect().bottom && bottom <= innerHeight; }"""
    )
    assert page.evaluate("document.activeElement.name") == "customer_number"
    assert page.locator("#gates details[open]").count() == 0


@pytest.mark.parametrize("word", ["警告画面", "virus"])
def test_a_question_about_a_word_has_the_focus_before_every_other_gate(page: Page, service: Service, word: str) -> None:
    page.goto(f"{service.origin}/desk/tickets/{service.fresh[0]}")
    page.evaluate("for (const one of document.querySelectorAll('#gates details')) one.open = true")
    page.locator("#thing").fill(word)
    page.locator("#thing").press("Enter")
    page.locator("[data-pick] [name=choice]").first.wait_for()
    page.wait_for_function("() => document.activeElement.name === 'choice'")
    assert page.locator("[data-pick] [name=choice]:checked").count() == 0  # whoever is asked answers by hand


@pytest.mark.parametrize("fault", ["away", "slow"])
def test_an_outcome_that_was_not_kept_yet_is_kept_before_the_ticket_goes(
    page: Page, lead: Page, service: Service, fault: str
) -> None:
    ticket = service.given[0 if fault == "away" else 1]
    page.goto(f"{service.origin}/desk/tickets/{ticket}")
    page.evaluate(
        """(fault) => { const fetched = window.fetch;
            window.fetch = async (...asked) => {
                if (!String(asked[0]).endsWith("/draft")) return fetched(...asked);
                window.fetch = fetched;
                window.met = true;
                if (fault === "away") throw new TypeError("away");
                await new Promise((goOn) => (window.goOn = goOn));
                return fetched(...asked);
            }; }""",
        fault,
    )
    page.locator("#next_step").fill("あすの朝、折り返す。")
    page.wait_for_function("() => window.met")
    page.get_by_text("Hand over", exact=True).first.click()
    page.locator("form[action$='/hand-over'] button").click()
    if fault == "slow":
        page.wait_for_timeout(300)
        assert page.url.endswith(str(ticket))  # the hand-over waits for what is on its way
        page.evaluate("window.goOn()")
    page.wait_for_url("**/desk/")
    lead.goto(f"{service.origin}/desk/tickets/{ticket}")
    assert lead.locator("#next_step").input_value() == "あすの朝、折り返す。"


def test_a_refused_hand_over_keeps_what_is_typed_and_another_leads_home_with_a_word(
    page: Page, lead: Page, service: Service
) -> None:
    page.goto(f"{service.origin}/desk/tickets/{service.fresh[2]}")
    page.get_by_text("Hand over", exact=True).first.click()
    page.locator("#name").fill("長い名前をここまで")
    give = page.locator("form[action$='/hand-over'] button")
    give.evaluate(  # at one stroke: a page that is read again meanwhile would take the option away
        """(give) => { const to = document.querySelector("#to");
                       to.append(Object.assign(document.createElement("option"), { value: "999", textContent: "gone" }));
                       to.value = "999"; give.click(); }"""
    )
    page.locator("#said .error").wait_for()
    assert page.locator("#name").input_value() == "長い名前をここまで"
    page.locator("#to option").first.evaluate("(one) => (one.selected = true)")
    page.locator("#next_step").fill("あすの朝、折り返す。")
    give.click()  # at once: sooner than a draft is kept by itself
    page.wait_for_url("**/desk/")
    lead.goto(f"{service.origin}/desk/tickets/{service.fresh[2]}")
    assert lead.locator("#next_step").input_value() == "あすの朝、折り返す。"
    assert page.locator(".told").inner_text().startswith("You gave ticket")
