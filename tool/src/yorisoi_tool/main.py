"""Puts the program together: desktop, engine, window, built-in facts. Only wiring; nothing here decides."""

import argparse
import asyncio
import logging
import os
import platform
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType

from PySide6.QtWidgets import QApplication

from yorisoi_tool import built_in, clock, surroundings
from yorisoi_tool.desktops import remover as removers
from yorisoi_tool.desktops.choose import choose
from yorisoi_tool.desktops.ports import Desktop, Refused
from yorisoi_tool.desktops.synthetic import guard as synthetic_guard
from yorisoi_tool.door import Door
from yorisoi_tool.engine import events
from yorisoi_tool.engine.events import ToEngine, Trouble
from yorisoi_tool.engine.outbox import Outbox
from yorisoi_tool.engine.parts import Parts
from yorisoi_tool.engine.session import Session
from yorisoi_tool.engine.show import Cues, Queue, Source, Studio
from yorisoi_tool.picture.camera import Camera
from yorisoi_tool.transport.aiortc import AiortcTransport
from yorisoi_tool.transport.socket import SocketDial, is_origin
from yorisoi_tool.window.shell import Shell
from yorisoi_tool.window.signals import Signals
from yorisoi_tool.window.texts import LANGUAGES

WRONG_ARGUMENTS = 2
NO_DESKTOP = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program to its end. Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 no desktop to work on."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    frozen = bool(getattr(sys, "frozen", False))
    if frozen:
        if given or built_in.ORIGIN is None:
            sys.stderr.write("This program takes no arguments. Start it by its icon.\n")
            return WRONG_ARGUMENTS
        surroundings.forget_trust(os.environ)
        origin, language = built_in.ORIGIN, built_in.LANGUAGE
    else:
        origin, language = _from_source(given)
    logging.disable(logging.CRITICAL)  # libraries log what they see, and they see descriptions of connections
    return _run(origin, language, frozen=frozen)


def _from_source(given: Sequence[str]) -> tuple[str, str]:
    parser = argparse.ArgumentParser(prog="yorisoi-tool", description="The subscriber's program, run from source.")
    parser.add_argument("--origin", required=True, help="address of the service, for instance http://localhost:8000")
    parser.add_argument("--language", choices=LANGUAGES, default=built_in.LANGUAGE)
    asked = parser.parse_args(given)
    if not is_origin(asked.origin):
        parser.error("--origin must be https://name, or http:// on this computer, without anything behind it")
    return asked.origin, asked.language


def _run(origin: str, language: str, *, frozen: bool) -> int:
    remover = removers.choose(frozen=frozen, platform=sys.platform)
    if remover is None:
        sys.stderr.write("This program is not ready for this system yet.\n")
        return NO_DESKTOP
    shells: list[Shell] = []
    desktop = choose(
        environment=os.environ,
        platform=sys.platform,
        own_windows=lambda: shells[0].own_windows() if shells else frozenset(),
    )
    if isinstance(desktop, Refused) and (
        desktop.reason == "no_display" or not surroundings.has_screen(os.environ, platform=sys.platform)
    ):
        sys.stderr.write("There is no screen to show a window on. Start this program from the desktop.\n")
        return NO_DESKTOP
    surroundings.fix_window(os.environ, platform=sys.platform, has_desktop=not isinstance(desktop, Refused))
    application = QApplication(["yorisoi-tool"])
    application.setApplicationName("yorisoi-tool")
    application.setDesktopFileName("yorisoi-tool")
    door = Door(clock.now_ms)
    engines: list[Engine] = []

    def tell(event: ToEngine) -> None:
        if engines and engines[0].is_alive():
            engines[0].session.post(event)
        else:
            shell.receive(events.Gone())  # nobody is left to answer

    shell = Shell(
        application,
        language=language,
        provider=built_in.PROVIDER,
        hand=door,
        tell=tell,
        injected=synthetic_guard(os.environ),
    )
    shells.append(shell)
    session = Session(
        Parts(
            origin=origin,
            program=_program(),
            system=f"{platform.system()} {platform.release()}",
            dial=SocketDial(origin),
            transport=AiortcTransport,
            studio=studio,
            desktop=None if isinstance(desktop, Refused) else desktop,
            door=door,
            remover=remover,
            now_ms=clock.now_ms,
            wall_ms=clock.wall_ms,
            draw=clock.draw,
            tell=shell.receive,
        )
    )

    def failed(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        """An error nobody expected ends everything; its text could hold what must not be written."""
        with suppress(Exception):  # its words could hold it, too
            door.stop()
        session.post(events.Leave())

    sys.excepthook = failed
    signals = Signals(shell.end)
    engine = Engine(session, shell)
    engines.append(engine)
    engine.start()
    shell.start()
    application.exec()
    signals.deleteLater()
    engine.join(timeout=10)
    return 1 if engine.failed else 0


def studio(desktop: Desktop) -> Studio:
    """Cameras for this desktop."""

    def make(cues: Cues) -> tuple[Source, Queue]:
        outbox = Outbox(allows=cues.allows, wake=cues.wake)
        camera = Camera(
            screen=desktop.screen,
            cursor=desktop.cursor,
            allows=cues.allows,
            outbox=outbox,
            now_ms=clock.now_ms,
            on_layout=cues.layout,
            on_lost=cues.lost,
        )
        return camera, outbox

    return make


class Engine(threading.Thread):
    """The engine's thread: one loop, one session."""

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(name="engine", daemon=True)
        self.session = session
        self._shell = shell
        self.failed = False

    def run(self) -> None:
        try:
            asyncio.run(self.session.run())
        except Exception:
            self.failed = True  # no trace: it could hold what must not be written
            self._shell.receive(events.Troubled(Trouble.FAILED, again=False))


def _program() -> str:
    try:
        return f"yorisoi-tool {version('yorisoi-tool')}"
    except PackageNotFoundError:
        return "yorisoi-tool"
