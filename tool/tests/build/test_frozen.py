"""The frozen program: one whole session on a real desktop, then it is gone; and nothing given to it changes where it calls."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from yorisoi_protocol import peer
from yorisoi_protocol.vocabulary import Ending, Permission, Removal
from yorisoi_tool.build.recipe import build
from yorisoi_tool.build.stamp import Facts
from yorisoi_tool.testing.drive import Drive
from yorisoi_tool.testing.hand import Hand
from yorisoi_tool.testing.service import FakeService
from yorisoi_tool.testing.stage import Stage
from yorisoi_tool.testing.web import served
from yorisoi_tool.window.theme import Kind

pytestmark = pytest.mark.timeout(400)


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
    return {**stage.environment(), "HOME": str(home)}


def left_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


async def session(program: Path, drive: Drive) -> tuple[int, list[Path]]:
    """One session from the first tick to the last page; answers the exit code and what the last page left in the folder."""
    await drive.start(program)
    viewer = await drive.join()
    await drive.agree(Permission.VIEW)
    async with asyncio.timeout(30):
        while not viewer.fragments:
            await viewer.news()
    await drive.agree(Permission.CONTROL)
    await drive.stop()
    left = left_in(program.parent.parent)
    return await drive.close_last_page(), left


def test_frozen_program_runs_one_session_and_is_gone(
    program: Path, stage: Stage, hand: Hand, origin: str, port: int, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    service = FakeService()

    async def run() -> tuple[int, list[Path]]:
        drive = Drive(stage, hand, service, origin, home)
        async with served(service, origin, port):
            try:
                return await session(program, drive)
            finally:
                await drive.close()

    code, left = asyncio.run(run())
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
        [program, *arguments], env=environment(stage, tmp_path), capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 2


def test_name_environment_and_files_change_nothing(
    program: Path, stage: Stage, hand: Hand, origin: str, port: int, tmp_path: Path
) -> None:
    """Renamed, with bytes behind its end, beside settings of every kind: it calls its own origin, stands on its own
    screen, and grants nothing."""
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

    service = FakeService()
    with socket.create_server(("localhost", 0)) as free:
        window_port = int(free.getsockname()[1])
    elsewhere = {
        "QT_QPA_PLATFORM": f"vnc:port={window_port}:size=1000x900",
        "QT_QPA_PLATFORM_PLUGIN_PATH": "/nowhere",
        "QT_PLUGIN_PATH": "/nowhere",
        "QT_SCALE_FACTOR": "0.1",
    }
    names = ("YORISOI_ORIGIN", "ORIGIN", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "WS_PROXY", "YORISOI_GRANT")

    async def run() -> None:
        drive = Drive(stage, hand, service, origin, home)
        async with served(service, origin, port):
            try:
                wishes = {**dict.fromkeys(names, other), "PYTHONPATH": str(renamed.parent), **elsewhere}
                await drive.start(renamed, **wishes)
                viewer = await drive.join()
                with pytest.raises(ConnectionRefusedError):
                    socket.create_connection(("localhost", window_port)).close()
                viewer.say(peer.Ask(Permission.VIEW))
                assert await asyncio.to_thread(hand.see, Kind.GRANT, 60.0) is not None
                assert viewer.fragments == []
                assert all(not word.grants for word in viewer.words if isinstance(word, peer.Snapshot))
                await drive.stop()
                assert await drive.close_last_page() == 0
            finally:
                await drive.close()

    asyncio.run(run())
    assert len(service.rows) == 1
    with pytest.raises(BlockingIOError):
        trap.accept()
    trap.close()


def test_what_is_never_shipped_is_not_in_it(built: Path) -> None:
    names = {path.name for path in built.rglob("*")}
    assert not {"testing", "translations", "QtNetwork.abi3.so"} & names
    assert {path.name for path in built.rglob("platforms/*")} == {"libqxcb.so", "libqwayland.so"}
    linked = [path.name for path in built.rglob("*.so*") if b"libQt6Network.so" in path.read_bytes()]
    assert linked == []
    archive = subprocess.run(
        [sys.executable, "-m", "PyInstaller.utils.cliutils.archive_viewer", "-l", "-b", "-r", built / "yorisoi"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    modules = {line.strip() for line in archive.splitlines()}
    assert "yorisoi_tool.engine.session" in modules
    forbidden = (
        "yorisoi_tool.testing",
        "yorisoi_tool.build",
        "yorisoi_protocol.testing",
        "django",
        "pytest",
        "tkinter",
    )
    assert [name for name in modules if any(f"{name}.".startswith(f"{word}.") for word in forbidden)] == []
