"""What one real session costs: service, tool and Chromium as in the journeys, measured from outside.

    .venv/bin/python -m bench.session                       everything once, in a few minutes (as root: it makes networks)
    .venv/bin/python -m bench.session --parts flips --flips 10000
    .venv/bin/python -m bench.session --picture docs/images/session.png

first     last digit of the pass typed -> question on the subscriber's screen, and consent given -> picture on the canvas
static    a desktop at rest: bytes a second on the whole wire, picture messages, and the tool's CPU
typing    ten characters a second in a terminal, Latin and Japanese: bytes a second on the whole wire
flips     a patch that changes colour again and again: every change must reach the visible canvas
homeline  40 ms, 2 Mbit/s, 1 % loss: a page of text comes to rest; when is the canvas exact? And the flips again
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np
from playwright.sync_api import Playwright, sync_playwright
from yorisoi_practice.desktop import Desktop, Size
from yorisoi_practice.processes import family
from yorisoi_practice.screen import Screen

from journeys.people import Communicator, Subscriber, now_ms, ready_ticket
from journeys.world import HomeLine, World, prepare, provider_text

PARTS = ("first", "static", "typing", "flips", "homeline")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
MARKER = (900, 600, 64)  # left, top, side: away from the bar and the terminals
FLIP_TIMEOUT_MS = 3_000
TEXTS = {
    "Japanese": "これは練習用の文章です。お客さまの画面に一文字ずつ現れます。",
    "Latin": "The quick brown fox jumps over the lazy dog, again and again. ",
}
TYPIST = "import sys, time\nwhile True:\n  for c in {text!r}:\n    sys.stdout.write(c); sys.stdout.flush(); time.sleep(0.1)\n"

WATCH_STEPS = """
() => {
  const marks = (globalThis.__marks = {});
  const look = () => {
    const now = performance.timeOrigin + performance.now();
    const view = document.querySelector(".permission[data-permission=view]");
    if (view.dataset.state === "asked") marks.asked ??= now;
    if (marks.asked && document.querySelector("#veil").hidden) marks.picture ??= now;
    if (!marks.picture) requestAnimationFrame(look);
  };
  look();
}
"""
# Waits until the pixel on the visible canvas has this colour; how long that took in ms, or -1.
WAIT_FOR_COLOUR = """
([x, y, colour, timeout]) => new Promise((done) => {
  const picture = document.querySelector("#picture");
  const probe = (globalThis.__probe ??= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }));
  const began = performance.now();
  const look = () => {
    probe.drawImage(picture, x, y, 1, 1, 0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    if (((r << 16) | (g << 8) | b) === colour) done(performance.now() - began);
    else if (performance.now() - began > timeout) done(-1);
    else setTimeout(look, 2);
  };
  look();
})
"""


def say(line: str) -> None:
    print(line, flush=True)


@contextmanager
def world(playwright: Playwright, line: HomeLine | None = None) -> Iterator[World]:
    with tempfile.TemporaryDirectory(prefix="yorisoi-bench-") as name:
        folder = Path(name)
        made = World(folder, playwright, line=line)
        try:
            made.furnish(prepare(folder), provider_text())
            made.start_service()
            yield made
        finally:
            made.close()


@contextmanager
def session(made: World, desktop: Desktop) -> Iterator[tuple[Subscriber, Communicator]]:
    """A session with a picture on the canvas, one to one."""
    communicator = Communicator(made)
    communicator.sign_in()
    communicator.take(ready_ticket(made))
    subscriber = Subscriber(made, desktop)
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()
    communicator.one_to_one()
    try:
        yield subscriber, communicator
    finally:
        communicator.finish()
        time.sleep(1.0)
        subscriber.end()
        communicator.close()


def cpu_s(pids: list[int]) -> float:
    """CPU seconds of these processes so far."""
    total = 0
    for pid in pids:
        stat = Path(f"/proc/{pid}/stat").read_text()
        columns = stat[stat.rindex(")") + 2 :].split()
        total += int(columns[11]) + int(columns[12])
    return total / TICKS_A_SECOND


def first(made: World, desktop: Desktop, rounds: int) -> None:
    asked: list[float] = []
    shown: list[float] = []
    for _ in range(rounds):
        communicator = Communicator(made)
        communicator.sign_in()
        communicator.take(ready_ticket(made))
        subscriber = Subscriber(made, desktop)
        digits = subscriber.start()
        communicator.page.evaluate(WATCH_STEPS)
        offset = time.time() * 1000 - now_ms()
        typed = communicator.type_pass(digits)
        agreed = subscriber.agree()
        communicator.wait_for_picture()
        time.sleep(0.3)
        marks = communicator.page.evaluate("() => __marks")
        asked.append(marks["asked"] - offset - typed)
        shown.append(marks["picture"] - offset - agreed)
        communicator.finish()
        time.sleep(1.0)
        subscriber.end()
        communicator.close()
    both = [one + two for one, two in zip(asked, shown, strict=True)]
    say(
        f"first picture: last digit to question {statistics.median(asked):.0f} ms, consent to picture "
        f"{statistics.median(shown):.0f} ms, together {statistics.median(both):.0f} ms "
        f"(median of {rounds}; worst {max(both):.0f} ms)"
    )


def measured(made: World, tool: int, seconds: float, page: Communicator) -> dict[str, float]:
    """What a stretch of time costs: bytes a second both ways, picture messages, share of one core."""
    pids = family([tool])
    before, messages, cpu, began = made.a.counters(), page.frames(), cpu_s(pids), time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - began
    after, later = made.a.counters(), page.frames()
    return {
        "down": (after[1] - before[1]) / took / 1000,
        "up": (after[0] - before[0]) / took / 1000,
        "messages": later["messagesReceived"] - messages["messagesReceived"],
        "cpu": (cpu_s(pids) - cpu) / took * 100,
    }


def static(made: World, desktop: Desktop, seconds: float) -> None:
    with session(made, desktop) as (subscriber, communicator):
        time.sleep(3.0)
        assert subscriber.tool is not None
        got = measured(made, subscriber.tool.pid, seconds, communicator)
        say(
            f"static: {got['down'] + got['up']:.2f} kB/s on the wire (to the viewer {got['down']:.2f}, back {got['up']:.2f}), "
            f"{got['messages']:.0f} picture messages, tool {got['cpu']:.1f} % of a core ({seconds:.0f} s)"
        )


def typing(made: World, desktop: Desktop, seconds: float) -> None:
    with session(made, desktop) as (subscriber, communicator):
        for letters, text in TEXTS.items():
            terminal = desktop.terminal("90x12+40+560", sys.executable, "-c", TYPIST.format(text=text))
            time.sleep(10.0)  # the opening of the window is not typing
            assert subscriber.tool is not None
            got = measured(made, subscriber.tool.pid, seconds, communicator)
            made.processes.end(terminal)
            say(
                f"typing {letters} letters: {got['down']:.2f} kB/s to the viewer, {got['up']:.2f} back, "
                f"at 10 characters/s; tool {got['cpu']:.1f} % of a core ({seconds:.0f} s)"
            )


@contextmanager
def marker(made: World, desktop: Desktop) -> Iterator[Callable[[int], int]]:
    """A patch on the desktop; what is returned paints it and says when that was done."""
    process = made.processes.start(
        "marker",
        [sys.executable, "-m", "bench.marker", desktop.inner, *map(str, MARKER)],
        cwd=Path(__file__).resolve().parent.parent,
        pipe=True,
    )
    words: IO[str] | None = process.stdin
    answers: IO[str] | None = process.stdout
    assert words is not None
    assert answers is not None
    assert answers.readline() == "ready\n"

    def paint(number: int) -> int:
        words.write(f"{number}\n")
        words.flush()
        return int(answers.readline().split()[2])

    try:
        yield paint
    finally:
        made.processes.end(process)


def flip(paint: Callable[[int], int], communicator: Communicator, count: int, where: str) -> None:
    lost, took = 0, []
    x, y = MARKER[0] + MARKER[2] // 2, MARKER[1] + MARKER[2] // 2
    for number in range(1, count + 1):
        colour = number * 7_919 % 0xFFFFFF
        painted = paint(colour)
        waited = communicator.page.evaluate(WAIT_FOR_COLOUR, [x, y, colour, FLIP_TIMEOUT_MS])
        if waited < 0:
            lost += 1
            say(f"  flip {number} did not reach the canvas within {FLIP_TIMEOUT_MS} ms")
        else:
            took.append(now_ms() - painted)
    took.sort()
    say(
        f"flips{where}: {count}, lost {lost}; painted to seen by the test p50 {took[len(took) // 2]} ms, "
        f"p95 {took[len(took) * 95 // 100]} ms, worst {took[-1]} ms"
    )


def flips(made: World, desktop: Desktop, count: int) -> None:
    with session(made, desktop) as (_, communicator), marker(made, desktop) as paint:
        flip(paint, communicator, count, "")


def page_of_text() -> str:
    text = TEXTS["Japanese"]
    return "\n".join(f"{line:02d} {text[line % 7 :]}{text[: line % 5]}" for line in range(1, 28))


def exact_after(made: World, desktop: Desktop, communicator: Communicator) -> float:
    """A page of text appears in a large terminal; seconds from its last pixel until the canvas is exact."""
    text = desktop.home / "page.txt"
    text.write_text(page_of_text(), encoding="utf-8")
    terminal = desktop.terminal("100x29+60+190", "sh", "-c", f"cat {text}; sleep 1000")
    with Screen(desktop.inner) as screen:
        last, still_since = screen.picture(), time.monotonic()
        while time.monotonic() - still_since < 0.6:  # at rest: nothing has changed for a while
            now = screen.picture()
            if not np.array_equal(now, last):
                last, still_since = now, time.monotonic()
            time.sleep(0.05)
        while not np.array_equal(communicator.picture(), last):
            if time.monotonic() - still_since > 20:
                return float("inf")
        took = time.monotonic() - still_since
    made.processes.end(terminal)
    time.sleep(1.0)
    return took


def homeline(playwright: Playwright, count: int, rounds: int) -> None:
    line = HomeLine()
    with world(playwright, line) as made:
        desktop = made.desktop()
        with session(made, desktop) as (_, communicator):
            took = [exact_after(made, desktop, communicator) for _ in range(rounds)]
            say(
                f"home line ({2 * line.delay_ms:.0f} ms, {line.rate_kbit / 1000:.0f} Mbit/s, {line.loss:.0%} loss): a page of "
                f"text is exact {statistics.median(took):.1f} s after it came to rest (worst of {rounds}: {max(took):.1f} s)"
            )
            with marker(made, desktop) as paint:
                flip(paint, communicator, count, " on the home line")


def picture(made: World, path: Path) -> None:
    """A real session for the README: the viewer, the practice desktop in it, Japanese text typed by the communicator."""
    desktop = made.desktop(Size(1280, 800))
    desktop.furnish()
    communicator = Communicator(made)
    communicator.page.set_viewport_size({"width": 1720, "height": 1000})
    communicator.sign_in()
    communicator.take(ready_ticket(made))
    subscriber = Subscriber(made, desktop)
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()
    communicator.ask("control")
    subscriber.agree()
    communicator.wait_until_granted("control")
    communicator.wait_until_hands_reach()
    communicator.click(900, 640)
    communicator.page.keyboard.press("Control+End")
    communicator.send_text("\n山田です。メールの設定を確認しました。\n受信できるようになっています。")
    time.sleep(3.0)
    path.parent.mkdir(parents=True, exist_ok=True)
    communicator.page.screenshot(path=path)
    say(f"{path} written")
    communicator.finish()
    time.sleep(1.0)
    subscriber.end()


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m bench.session")
    words.add_argument("--parts", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--seconds", type=float, default=20.0)
    words.add_argument("--flips", type=int, default=300)
    words.add_argument("--picture", type=Path)
    chosen = words.parse_args()
    parts = [] if chosen.picture else chosen.parts.split(",")
    with sync_playwright() as playwright:
        if set(parts) - {"homeline"} or chosen.picture:
            with world(playwright) as made:
                if chosen.picture:
                    picture(made, chosen.picture)
                    return
                desktop = made.desktop()
                if "first" in parts:
                    first(made, desktop, chosen.rounds)
                if "static" in parts:
                    static(made, desktop, chosen.seconds)
                if "typing" in parts:
                    typing(made, desktop, chosen.seconds)
                if "flips" in parts:
                    flips(made, desktop, chosen.flips)
        if "homeline" in parts:
            homeline(playwright, max(20, chosen.flips // 10), chosen.rounds)


if __name__ == "__main__":
    main()
