"""What people do: a subscriber's hand at the practice desktop, a communicator in a browser.

Everything goes through what people have: pixels and a pointer there, a page here.
"""

import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import FloatRect, FrameLocator, Page
from yorisoi_practice.desktop import Desktop
from yorisoi_practice.screen import Screen
from yorisoi_tool.window.theme import Kind

from journeys.browser import channel_figures, picture_of
from journeys.world import ORIGIN, SIZE, World, until

Picture = NDArray[np.uint8]
START_S = 90.0
STEP_S = 45.0


def now_ms() -> int:
    """The machine's monotonic clock, as hand and X servers read it."""
    return time.monotonic_ns() // 1_000_000


class Hand:
    """The hand process at one desktop (see `yorisoi_practice.hand`)."""

    def __init__(self, world: World, desktop: Desktop) -> None:
        self.process = world.processes.start(
            f"hand-{desktop.outer[1:]}",
            [sys.executable, "-m", "yorisoi_practice.hand", desktop.outer, "listen", "--nested", desktop.inner],
            pipe=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def tell(self, line: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def press(self, kind: Kind, seconds: float = STEP_S) -> int:
        """Presses the button and says when; AssertionError when it does not appear."""
        said = self.tell(f"press {kind.name} {seconds}")
        assert said.startswith("pressed "), f"the hand does not see {kind.name}"
        return int(said.split()[1])

    def sees(self, kind: Kind, seconds: float = 0.0) -> bool:
        """Whether the button stands there (without pressing it)."""
        return self.tell(f"see {kind.name} {seconds}") == "seen"

    def click(self, x: int, y: int) -> None:
        self.tell(f"click {x} {y}")

    def move(self, x: int, y: int) -> None:
        self.tell(f"move {x} {y}")


class Subscriber:
    """Somebody at a practice desktop with the real tool."""

    def __init__(self, world: World, desktop: Desktop, hand: Hand | None = None) -> None:
        self.world, self.desktop = world, desktop
        self.hand = hand or Hand(world, desktop)
        self.tool: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Starts the tool, ticks what is asked, goes on; the pass that is then shown."""
        self.tool = self.world.start_tool(self.desktop)
        self.go_on()
        return self.read_pass()

    def go_on(self) -> None:
        said = self.hand.tell(f"tick {START_S}")
        assert said.startswith("ticked"), f"the tool's window did not appear: {self.world.tool_log()}"
        self.hand.press(Kind.GO_ON)

    def read_pass(self, seconds: float = START_S) -> str:
        said = self.hand.tell(f"read {seconds}")
        assert said.startswith("read "), f"no pass was shown: {self.world.tool_log()}"
        return said.split()[1]

    def agree(self) -> int:
        return self.hand.press(Kind.GRANT)

    def refuse(self) -> int:
        return self.hand.press(Kind.DENY)

    def close(self) -> None:
        """Closes the last page; the tool must then end by itself."""
        self.hand.press(Kind.CLOSE)
        assert self.tool is not None
        assert self.tool.wait(45) == 0, self.world.tool_log()

    def end(self) -> None:
        """Ends whatever still runs."""
        if self.tool is not None and self.tool.poll() is None:
            self.world.processes.end(self.tool)


PREPARE_TICKET = """
from django.conf import settings
from yorisoi_service import clock
from yorisoi_service.desk.rules.identity import Typed
from yorisoi_service.desk.services import answers, tickets
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Subscriber
now, by = clock.now(), StaffMember.objects.get(username={by!r})
subscriber = Subscriber.objects.get(customer_number={customer!r})
ticket = tickets.open_ticket(channel="landline", asked="メールが読めない", subscriber=subscriber, by=by, now=now)
typed = Typed(subscriber.customer_number, subscriber.name, subscriber.address, subscriber.phone)
answers.check_identity(ticket=ticket, typed=typed, by=by, now=now)
answers.decide_scope(ticket=ticket, category="listed_software", by=by, now=now)
for condition in ("device", "operations"):
    answers.tick(ticket=ticket, condition=condition, yes=True, by=by, now=now)
print(ticket.pk)
"""


def ready_ticket(world: World, by: str = "yamada", customer: str = "KJ-1001") -> int:
    """A ticket with every answer that this communicator could give, by the same verbs as the desk's pages."""
    return int(world.django(PREPARE_TICKET.format(by=by, customer=customer)))


@dataclass(frozen=True)
class Shown:
    """What a failure looks like to the communicator."""

    title: str
    detail: str
    say: str
    next: str


class Communicator:
    """Somebody signed in at the viewer's page."""

    def __init__(self, world: World, username: str = "yamada", language: str = "ja-JP") -> None:
        self.world, self.username = world, username
        self.page: Page = world.browser.page(ORIGIN, language)
        world.pages.append(self.page)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.page.on(
            "response", lambda got: self.errors.append(f"{got.status} {got.url}") if got.status >= 400 else None
        )

    def close(self) -> None:
        self.page.context.close()

    # The desk

    @property
    def desk(self) -> FrameLocator:
        return self.page.frame_locator("iframe[name=desk]")

    def sign_in(self) -> None:
        """With the password; the demo takes the second factor as given."""
        self.page.goto("/accounts/login/?next=/viewer/")
        self.page.fill("input[name=login]", self.username)
        self.page.fill("input[name=password]", self.world.password(self.username))
        self.page.click("form button[type=submit]")
        self.page.wait_for_url("**/viewer/")

    def open_desk(self, path: str = "/desk/") -> None:
        """Shows a page of the desk in the viewer's frame, as a link in it would."""
        frame = self.page.locator("iframe[name=desk]").element_handle().content_frame()
        assert frame is not None
        frame.goto(ORIGIN + path)

    def take(self, ticket: int) -> None:
        """Chooses a ticket; returns when the pass may be typed."""
        self.open_desk(f"/desk/tickets/{ticket}")
        self.page.locator("#pass").wait_for(state="visible")
        self.page.wait_for_function("() => !document.querySelector('#pass').disabled")

    def receive_call(self, *, wanted: str, number: str, name: str, phone: str) -> None:
        """Somebody phones: finds the caller and settles every gate on the desk's own pages, in the order of the call."""
        self.open_desk()
        desk = self.desk

        def settle(step: str, button: str = "button") -> None:
            """Sends one step's form and waits until its gate stands no longer among the closed ones."""
            desk.locator(f"li.gate.shut form[action$='/{step}'] {button}").click()
            desk.locator(f"li.gate.shut form[action$='/{step}']").wait_for(state="detached")

        desk.locator("#asked").fill("メールが読めなくなりました。")
        desk.locator("#wanted").fill(wanted)
        desk.locator("form[action$='/search'] button").click()
        desk.locator("form[action$='/desk/open'] button").click()
        for field, said in (("customer_number", number), ("name", name), ("phone", phone)):
            desk.locator(f"#{field}").fill(said)
        settle("identity")
        desk.locator("#thing").fill("メールソフト")
        settle("scope")
        settle("checklist", "button[name=both]")
        settle("terms")
        desk.locator("[data-gates-open=yes]").wait_for()
        self.page.locator("#gates[data-open=true]").wait_for()

    # The session

    def type_pass(self, digits: str) -> int:
        """Types the number as it was heard; when the last digit fell."""
        self.type_pass_but_last(digits)
        at = now_ms()
        self.page.keyboard.press(digits[-1])
        return at

    def type_pass_but_last(self, digits: str) -> None:
        field = self.page.locator("#pass")
        field.fill("")
        field.press_sequentially(digits[:-1])

    @property
    def phase(self) -> str:
        return self.page.get_attribute("main", "data-phase") or ""

    def wait_for(self, phase: str, seconds: float = START_S) -> None:
        until(lambda: self.phase == phase, seconds, f"phase {phase} (but {self.phase}: {self.failure()})")

    def failure(self) -> Shown:
        """The failure on show; empty texts when there is none."""
        texts = [self.page.locator(f"#failure-{part}") for part in ("title", "detail", "say", "next")]
        return Shown(*(text.inner_text() if text.is_visible() else "" for text in texts))

    def wait_for_picture(self) -> int:
        """Until the veil is lifted; when it was seen to be."""
        self.page.wait_for_function(
            "() => document.querySelector('main').dataset.phase === 'live' && document.querySelector('#veil').hidden"
        )
        return now_ms()

    def wait_for_failure(self, seconds: float = START_S) -> Shown:
        return until(lambda: self.failure() if self.failure().title else None, seconds, "failure on the page")

    def ask(self, permission: str) -> None:
        self.page.click(f"#ask-{permission}")

    def stand(self, permission: str) -> str:
        """How the page shows this permission: none, asked, granted, denied, expired, withdrawn, paused."""
        return self.page.get_attribute(f".permission[data-permission={permission}]", "data-state") or ""

    def has(self, permission: str) -> bool:
        """Whether the page shows this permission as granted."""
        return self.stand(permission) == "granted"

    def wait_until_service(self, state: str, seconds: float = START_S) -> None:
        """Until the page says that its line to the service stands like this (up, wanted)."""
        until(lambda: self.page.get_attribute("#service-state", "data-state") == state, seconds, f"service {state}")

    def wait_until_granted(self, permission: str, seconds: float = STEP_S) -> None:
        until(lambda: self.has(permission), seconds, f"grant of {permission}")

    def one_to_one(self) -> None:
        """The picture without scaling and without anything drawn over it."""
        if self.page.get_attribute("#desk-toggle", "aria-expanded") == "true":
            self.page.click("#desk-toggle")
        self.page.click("#zoom-one")
        self.page.evaluate("() => document.querySelector('#cursor').style.setProperty('visibility', 'hidden')")

    def picture(self) -> Picture:
        """The pixels of the visible canvas, as the browser composites them."""
        box = self.page.locator("#picture").bounding_box()
        assert box is not None
        # The page's bars have heights between two pixels; the browser puts the canvas on whole ones.
        clip = FloatRect(x=round(box["x"]), y=round(box["y"]), width=box["width"], height=box["height"])
        return picture_of(self.page.screenshot(clip=clip))

    def point(self, x: int, y: int) -> tuple[float, float]:
        """Where a pixel of the desktop stands on the page."""
        box = self.page.locator("#picture").bounding_box()
        assert box is not None
        scale = box["width"] / SIZE.width
        return box["x"] + (x + 0.5) * scale, box["y"] + (y + 0.5) * scale

    def click(self, x: int, y: int) -> None:
        """Clicks a pixel of the desktop."""
        self.page.mouse.click(*self.point(x, y))

    def type(self, text: str) -> None:
        """Types letters, digits, spaces and line ends into the picture, with Shift where a hand would press it."""
        for letter in text:
            key = {"\n": "Enter", " ": "Space"}.get(letter, letter)
            self.page.keyboard.press(f"Shift+{key}" if letter.isupper() else key)

    def send_text(self, text: str) -> None:
        """Sends words as committed text through the page's dialogue."""
        self.page.click("#send-text")
        self.page.fill("#text-field", text)
        self.page.click("#text-type")
        self.page.click("#text-close")

    def frames(self) -> dict[str, Any]:
        """What the browser says has arrived on the picture channel."""
        return channel_figures(self.page, "picture")

    def arrivals_after(self, at_ms: int) -> list[tuple[float, int]]:
        """Picture packets that came later than this moment of the monotonic clock: (milliseconds after it, bytes)."""
        wall_minus_monotonic = time.time() * 1000 - now_ms()
        seen = self.page.evaluate("() => __seen.arrivals")
        late = [(moment - wall_minus_monotonic - at_ms, size) for moment, size in seen]
        return [(after, size) for after, size in late if after > 0]

    def wait_until_hands_reach(self) -> None:
        """Until the page's keyboard and mouse reach through: control granted, nobody's own hand moving, no question."""
        self.page.locator("#keys").focus()
        until(lambda: self.page.get_attribute("#hands", "data-on") == "true", STEP_S, "hands that reach through")

    def last_input_kind(self) -> int:
        """The kind of the newest input frame that the page has sent; 0 before the first."""
        return int(self.page.evaluate("() => (__seen.lastInput ?? [0])[0]"))

    def again(self) -> None:
        """From a failure back to the pass field."""
        self.page.click("#failure-again")
        self.page.locator("#pass").wait_for(state="visible")

    def finish(self) -> None:
        """Ends the session as done."""
        self.page.click("#end")
        self.page.click("#end-finished")


def same_picture(communicator: Communicator, desktop: Desktop, seconds: float = 20.0) -> None:
    """Until the visible canvas equals the X server's picture, pixel for pixel; AssertionError saying how it differs."""
    with Screen(desktop.inner) as screen:
        give_up = time.monotonic() + seconds
        while True:
            theirs, ours = screen.picture(), communicator.picture()
            if theirs.shape == ours.shape and np.array_equal(theirs, ours):
                return
            if time.monotonic() > give_up:
                raise AssertionError(difference(theirs, ours))
            time.sleep(0.1)


def difference(theirs: Picture, ours: Picture) -> str:
    if theirs.shape != ours.shape:
        return f"the canvas is {ours.shape}, the desktop {theirs.shape}"
    wrong = (theirs != ours).any(axis=2)
    rows, columns = np.flatnonzero(wrong.any(axis=1)), np.flatnonzero(wrong.any(axis=0))
    return f"{wrong.sum()} pixels differ, in x {columns[0]}..{columns[-1]}, y {rows[0]}..{rows[-1]}"
