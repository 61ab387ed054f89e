"""The frozen program: one whole session on a real desktop, then it is gone; and nothing given to it changes where it calls."""

import asyncio
import os
import secrets
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from yorisoi_protocol import peer
from yorisoi_protocol.one_time_pass import parse_pass
from yorisoi_protocol.vocabulary import Ending, Permission, Removal
from yorisoi_tool.build.recipe import build
from yorisoi_tool.build.stamp import Facts
from yorisoi_tool.testing.hand import Hand
from yorisoi_tool.testing.service import FakeCommunicator, FakeService
from yorisoi_tool.testing.stage import Stage
from yorisoi_tool.testing.web import Viewer, served
from yorisoi_tool.window.theme import Kind

pytestmark = pytest.mark.timeout(280)


@pytest.fixture(scope="module")
def port() -> int:
    with socket.create_server(("localhost", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def origin(port: int) -> str:
    return f"http://localhost:{port}"


@pytest.fixture(scope="module")
def built(origin: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the frozen program; each test takes a copy, since the program removes itself."""
    return build(
        Facts(origin, "ひだまりネット"), tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("dist")
    ).parent


@pytest.fixture
def program(built: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "ダウンロード" / "yorisoi"
    folder.parent.mkdir()
    # Links instead of copies: removing them leaves the built files where they are.
    shutil.copytree(built, folder, symlinks=True, copy_function=os.link)
    return folder / "yorisoi"


def environment(stage: Stage, home: Path) -> dict[str, str]:
    return {**stage.environment(), "HOME": str(home), "QT_QPA_PLATFORM": "xcb"}


def left_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


async def session(
    program: Path, stage: Stage, hand: Hand, home: Path, origin: str, port: int
) -> tuple[FakeService, int, list[Path]]:
    """One session from the first tick to the last page; answers what was left in the folder while the page was shown."""
    service = FakeService()
    async with served(service, origin, port):
        process = await asyncio.create_subprocess_exec(program, env=environment(stage, home), cwd=home)
        await asyncio.to_thread(hand.tick_all)
        await asyncio.to_thread(hand.press, Kind.GO_ON)
        shown = parse_pass(await asyncio.to_thread(hand.read_pass, 15.0))
        communicator = FakeCommunicator(service, service.rows[0], shown, secrets.token_bytes, origin)
        communicator.claim()
        viewer = Viewer(communicator)
        await viewer.join()
        viewer.say(peer.Ask(Permission.VIEW))
        await asyncio.to_thread(hand.press, Kind.GRANT, 15.0)
        await viewer.until_granted(Permission.VIEW)
        async with asyncio.timeout(15):
            while not viewer.fragments:
                await viewer.news()
        viewer.say(peer.Ask(Permission.CONTROL))
        await asyncio.to_thread(hand.press, Kind.GRANT, 15.0)
        await viewer.until_granted(Permission.CONTROL)
        await asyncio.to_thread(hand.press, Kind.STOP, 15.0)
        close = await asyncio.to_thread(hand.see, Kind.CLOSE, 20.0)
        assert close is not None
        left = left_in(program.parent.parent)
        hand.click(*close)
        code = await asyncio.wait_for(process.wait(), 15)
        await viewer.close()
    return service, code, left


def test_frozen_program_runs_one_session_and_is_gone(
    program: Path, stage: Stage, hand: Hand, origin: str, port: int, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    service, code, left = asyncio.run(session(program, stage, hand, home, origin, port))
    row = service.rows[0]
    assert (code, left, left_in(home)) == (0, [], [])
    assert row.ending is Ending.STOPPED_BY_SUBSCRIBER
    assert row.receipt is not None
    assert (row.receipt.removal, row.receipt.n) == (Removal.VERIFIED, len(row.entries))
    assert "/" not in "".join(row.receipt.items)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--origin", "http://localhost:1"),
        ("--language", "en"),
        ("--grant", "view"),
        ("yorisoi://localhost:1/?pass=48217395062",),
        ("/tmp/settings.toml",),
        ("",),
    ],
)
def test_frozen_program_takes_no_argument(
    program: Path, stage: Stage, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [program, *arguments], env=environment(stage, tmp_path), capture_output=True, timeout=30, check=False
    )
    assert done.returncode == 2


def test_name_environment_and_files_change_nothing(
    program: Path, stage: Stage, hand: Hand, origin: str, port: int, tmp_path: Path
) -> None:
    """Renamed, with bytes behind its end, beside settings of every kind: it calls its own origin, and grants nothing."""
    home = tmp_path / "home"
    home.mkdir()
    trap = socket.create_server(("localhost", 0))
    trap.setblocking(False)
    other = f"http://localhost:{trap.getsockname()[1]}"
    renamed = program.with_name("yorisoi-host=localhost,key=1 (1)")
    shutil.copy(program, renamed)
    program.unlink()
    with renamed.open("ab") as file:
        file.write(f'\n{{"origin": "{other}", "grant": ["view", "control"]}}'.encode())
    for name in ("yorisoi.toml", "settings.json", ".env", "built_in.py", "yorisoi_tool/built_in.py"):
        path = renamed.parent / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"ORIGIN = '{other}'\nYORISOI_ORIGIN={other}\n", "utf-8")

    async def run() -> FakeService:
        service = FakeService()
        async with served(service, origin, port):
            names = ("YORISOI_ORIGIN", "ORIGIN", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "WS_PROXY", "YORISOI_GRANT")
            process = await asyncio.create_subprocess_exec(
                renamed,
                cwd=renamed.parent,
                env={**environment(stage, home), **dict.fromkeys(names, other), "PYTHONPATH": str(renamed.parent)},
            )
            await asyncio.to_thread(hand.tick_all)
            await asyncio.to_thread(hand.press, Kind.GO_ON)
            shown = parse_pass(await asyncio.to_thread(hand.read_pass, 15.0))
            communicator = FakeCommunicator(service, service.rows[0], shown, secrets.token_bytes, origin)
            communicator.claim()
            viewer = Viewer(communicator)
            await viewer.join()
            viewer.say(peer.Ask(Permission.VIEW))
            assert await asyncio.to_thread(hand.see, Kind.GRANT, 15.0) is not None
            assert viewer.fragments == []
            assert all(not word.grants for word in viewer.words if isinstance(word, peer.Snapshot))
            await asyncio.to_thread(hand.press, Kind.STOP, 10.0)
            await asyncio.to_thread(hand.press, Kind.CLOSE, 20.0)
            await asyncio.wait_for(process.wait(), 15)
            await viewer.close()
        return service

    service = asyncio.run(run())
    assert len(service.rows) == 1
    with pytest.raises(BlockingIOError):
        trap.accept()
    trap.close()


def test_what_is_never_shipped_is_not_in_it(built: Path) -> None:
    names = {path.name for path in built.rglob("*")}
    assert not {"testing", "translations", "QtNetwork.abi3.so"} & names
    archive = subprocess.run(
        [sys.executable, "-m", "PyInstaller.utils.cliutils.archive_viewer", "-l", "-b", "-r", built / "yorisoi"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for forbidden in ("yorisoi_tool.testing", "yorisoi_tool.build", "yorisoi_protocol.testing", "django", "pytest"):
        assert forbidden not in archive
    assert "yorisoi_tool.engine.session" in archive
