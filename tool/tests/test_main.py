"""The start: what may be said to the program, and that nothing said to it grants anything."""

import ast
import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yorisoi_tool
from yorisoi_protocol import broker, peer
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, Removal
from yorisoi_tool import built_in
from yorisoi_tool.build.stamp import BadFact, Facts, stamped
from yorisoi_tool.engine import events
from yorisoi_tool.main import main
from yorisoi_tool.testing.scene import Scene, settle
from yorisoi_tool.transport.socket import is_origin

PACKAGE = Path(yorisoi_tool.__file__).parent
ALLOWED = ["https://support.example", "https://support.example:8443", "http://localhost:8000", "http://127.0.0.1:1"]
REFUSED = [
    "",
    "support.example",
    "http://support.example",
    "https://support.example/",
    "https://support.example/path",
    "https://support.example?x=1",
    "https://support.example#x",
    "https://user@support.example",
    "https://support.example:port",
    "https://",
    "ftp://support.example",
    "ws://localhost:8000",
    "http://desk.test",  # a name of tests opens no door in what is handed out
    "http://localhost.evil.example",
    "https://support.example\nX: y",
    " https://support.example",
    "HTTPS://support.example",
    "https://[::1",
]


@pytest.mark.parametrize("origin", ALLOWED)
def test_origin_is_https_or_this_computer(origin: str) -> None:
    assert is_origin(origin)


@pytest.mark.parametrize("origin", REFUSED)
def test_anything_else_is_no_origin(origin: str) -> None:
    assert not is_origin(origin)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--origin"],
        ["--origin", "http://elsewhere.example"],
        ["--origin", "https://a.example", "--language", "fr"],
        ["--origin", "https://a.example", "--grant", "view"],
        ["--origin", "https://a.example", "--yes"],
        ["--origin", "https://a.example", "48217395062"],
        ["--headless"],
    ],
)
def test_wrong_arguments_are_refused_with_a_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: yorisoi-tool" in capsys.readouterr().err


def test_frozen_program_takes_no_argument_and_needs_its_stamp(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert main(["--origin", "https://a.example"]) == 2
    assert built_in.ORIGIN is None
    assert main([]) == 2
    assert "takes no arguments" in capsys.readouterr().err


@pytest.mark.parametrize("more", [{}, {"XDG_SESSION_TYPE": "wayland"}], ids=["nothing", "named only"])
def test_without_a_display_it_says_so_and_ends(more: dict[str, str]) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    } | more
    environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        [sys.executable, "-m", "yorisoi_tool", "--origin", "http://localhost:1"],
        env=environment,
        capture_output=True,
        timeout=30,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "Traceback" not in done.stderr
    assert "no screen" in done.stderr


def test_stamp_is_code_with_these_facts_and_nothing_else() -> None:
    text = stamped(Facts("https://support.example", 'ひだまり"ネット\\'))
    names: dict[str, Any] = {}
    exec(text, names)
    assert (names["ORIGIN"], names["PROVIDER"], names["LANGUAGE"]) == (
        "https://support.example",
        'ひだまり"ネット\\',
        "ja",
    )
    assert {name for name in names if name.isupper()} == {name for name in vars(built_in) if name.isupper()}


@pytest.mark.parametrize(
    "facts",
    [
        *(Facts(origin, "x") for origin in REFUSED),
        Facts("https://a.example", "line\nbreak"),
        Facts("https://a.example", "x" * 61),
        Facts("https://a.example", "x", "fr"),
    ],
)
def test_facts_no_program_may_carry_are_refused(facts: Facts) -> None:
    with pytest.raises(BadFact):
        stamped(facts)


def test_only_the_window_answers_questions() -> None:
    """Nothing but the window's own buttons calls the door's granting move."""
    callers = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "grant" and isinstance(node.ctx, ast.Load):
                callers.add(path.relative_to(PACKAGE).parts[0])
    callers -= {"testing"}
    frames = {"engine"}  # inbox.py reads the grant number of a frame
    assert callers == {"door.py", "window"} | frames
    inbox = (PACKAGE / "engine" / "inbox.py").read_text("utf-8")
    assert ".grant(" not in "".join(path.read_text("utf-8") for path in (PACKAGE / "engine").glob("*.py"))
    assert "frame.grant" in inbox


@pytest.mark.asyncio
async def test_no_message_of_any_kind_grants_anything() -> None:
    """Everything the service, the viewer and the window may say, in every order of one session: no grant appears."""
    scene = Scene()
    await scene.start()
    await scene.live()
    person = broker.Person("12", "山田")
    for permission in Permission:
        await scene.say(peer.Ask(permission))
    from_service: list[broker.Message] = [
        broker.Offered("s" * 20, "r" * 20, "4821", 600),
        broker.Claimed(person, list(Permission), 1800),
        broker.Resumed(present=True),
        broker.Presence(present=True),
        broker.Closed(Removal.VERIFIED),
        *(broker.Refused(code) for code in Refusal if code is not Refusal.NO_SUCH_SESSION),
    ]
    for message in from_service:
        scene.service.lines[-1].say(message)
        await settle()
    for event in (events.Begin(), events.NewNumber(), events.Moved()):
        scene.session.post(event)
        await settle()
    for text in (
        peer.encode(
            peer.Snapshot(peer.GateState.VERIFIED, 9, [peer.Grant(Permission.VIEW, 1, 60_000)], [], [], False, False)
        ),
        b'{"t":"grant","permission":"view","grant":1,"left_ms":60000}',
    ):
        scene.link.listener.words(text.decode())
        await settle()
    assert all(snapshot.grants == [] for snapshot in scene.words() if isinstance(snapshot, peer.Snapshot))
    assert (scene.link.pictures, scene.desktop.injection.done) == ([], [])
    assert not scene.last(events.Standing).view
    scene.service.lines[-1].say(broker.Ended(Ending.STOPPED_BY_DESK_LEAD))
    assert (await asyncio.wait_for(scene.finished(), 5)).reason is Ending.STOPPED_BY_DESK_LEAD
