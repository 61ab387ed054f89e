"""Handing out the program: only what was entered, only as it was entered, and under the name an older site had."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.http import StreamingHttpResponse
from django.test import AsyncRequestFactory
from yorisoi_service.front.portal.public import downloads
from yorisoi_service.front.portal.public.systems import system_of
from yorisoi_service.remote import programs
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

CONTENT = bytes(range(256)) * 5_000


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DOWNLOADS = tmp_path / "downloads"
    return tmp_path


def enter(folder: Path, *, system: str = "linux", version: str = "1.2.0", content: bytes = CONTENT) -> str:
    """Through the command, as an operator does."""
    source = folder / "yorisoi.tar.xz"
    source.write_bytes(content)
    call_command("downloads", "add", str(source), f"--system={system}", f"--version={version}", "--tested=Debian 12")
    return f"yorisoi-{system}-{version}.tar.xz"


def shown(agent: str = "Mozilla/5.0 (X11; Linux x86_64)") -> str:
    return browser(language="ja").get("/get", headers={"user-agent": agent}).content.decode()


def test_without_a_file_the_page_says_for_each_system_that_it_is_not_possible_yet(folder: Path) -> None:
    text = shown()
    assert text.count("離れた場所から画面を見たり操作したりすることは、まだできません") == 5
    assert 'href="/get/' not in text


def test_a_file_that_was_entered_stands_there_with_size_version_and_checksum(folder: Path) -> None:
    name = enter(folder)
    text, digest = shown(), hashlib.sha256(CONTENT).hexdigest()
    for words in (f'href="/get/{name}"', "1.2.0", "Debian 12", "1.2", digest[:8], digest[-8:], "localhost:8000/get"):
        assert words in text
    assert text.count("まだできません") == 4
    assert [row["sha256"] for row in json.loads((folder / "downloads" / "programs.json").read_text())] == [digest]


def test_the_file_is_handed_out_byte_by_byte_with_its_headers(folder: Path) -> None:
    answer = browser().get(f"/get/{enter(folder)}")
    assert answer.getvalue() == CONTENT
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["Content-Disposition"] == 'attachment; filename="yorisoi-linux-1.2.0.tar.xz"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Robots-Tag"] == "noindex"
    head = browser().head("/get/yorisoi-linux-1.2.0.tar.xz")
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(len(CONTENT)), b"")


def test_the_server_reads_it_piece_by_piece(folder: Path) -> None:
    name = enter(folder, content=CONTENT * 2)

    async def pieces() -> list[bytes]:
        answer = downloads.file(AsyncRequestFactory().get("/get"), name)
        assert isinstance(answer, StreamingHttpResponse)
        assert answer.is_async
        return [piece async for piece in answer]

    found = async_to_sync(pieces)()
    assert b"".join(found) == CONTENT * 2
    assert [len(piece) for piece in found] == [programs.PIECE_BYTES] * 2 + [len(CONTENT) * 2 - programs.PIECE_BYTES * 2]


@pytest.mark.parametrize("harm", ["changed", "shorter", "gone", "other file"])
def test_a_file_that_is_not_the_one_entered_is_held_back(folder: Path, harm: str) -> None:
    name = enter(folder)
    assert browser().head(f"/get/{name}").status_code == 200
    path = folder / "downloads" / name
    if harm == "gone":
        path.unlink()
    elif harm == "other file":
        path.unlink()
        path.write_bytes(bytes(len(CONTENT)))
    else:
        path.write_bytes(CONTENT[:-1] + (b"" if harm == "shorter" else b"?"))
    answer = browser(language="ja").get(f"/get/{name}")
    assert answer.status_code == 503
    assert "中身が違う" in answer.content.decode()
    assert f'href="/get/{name}"' not in shown()
    with pytest.raises(CommandError, match="1 of the files differ"):
        call_command("downloads", "check")


def test_a_file_is_read_once_however_often_it_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for system in ("linux", "windows", "macos"):
        enter(folder, system=system)
    read: list[Path] = []
    real = programs.checksum

    def watched(path: Path) -> str:
        read.append(path)
        return real(path)

    monkeypatch.setattr(programs, "checksum", watched)
    for _ in range(3):
        shown()
        browser().head("/get/yorisoi-windows-1.2.0.tar.xz")
    assert len(read) == len(set(read)) == 3


@pytest.mark.parametrize("name", ["programs.json", "../data-key", "..%2fdata-key", "yorisoi", ".", "x" * 300])
def test_nothing_else_is_in_that_folder(folder: Path, name: str) -> None:
    enter(folder)
    (folder / "data-key").write_text("secret")
    assert browser().get(f"/get/{name}").status_code == 404


def test_the_newest_version_stands_on_the_page_and_older_ones_stay_reachable(folder: Path) -> None:
    old, new = enter(folder, version="1.0"), enter(folder, version="1.1", content=b"new")
    assert f'href="/get/{new}"' in shown()
    assert f'href="/get/{old}"' not in shown()
    assert browser().head(f"/get/{old}").status_code == 200


def test_a_signature_lies_beside_the_file(folder: Path) -> None:
    source, signature = folder / "tool.zip", folder / "tool.zip.asc"
    source.write_bytes(b"program")
    signature.write_text("signed")
    add = ("downloads", "add", str(source), "--system=windows", "--version=2", "--tested=Windows 11")
    call_command(*add, f"--signature={signature}")
    assert 'href="/get/yorisoi-windows-2.zip.asc"' in shown("Windows NT 10.0")
    assert browser().get("/get/yorisoi-windows-2.zip.asc").getvalue() == b"signed"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"version": "1.2.0"}, "entered already"),
        ({"version": "../1"}, "letters, digits, dots"),
        ({"tested": " "}, "on which system it was tried"),
        ({"file": "missing.zip"}, "no such file"),
        ({"file": "empty.zip"}, "an empty one"),
        ({"file": "odd.e x"}, "ending"),
    ],
)
def test_what_cannot_be_entered_is_refused_with_the_reason(folder: Path, wrong: dict[str, str], told: str) -> None:
    enter(folder)
    (folder / "empty.zip").write_bytes(b"")
    (folder / "odd.e x").write_bytes(b"x")
    asked = {"file": "yorisoi.tar.xz", "version": "2", "tested": "Debian 12"} | wrong
    with pytest.raises(CommandError, match=told) as refused:
        call_command(
            "downloads",
            "add",
            str(folder / asked["file"]),
            "--system=linux",
            f"--version={asked['version']}",
            f"--tested={asked['tested']}",
        )
    assert refused.value.returncode == 2
    assert len(programs.entered()) == 1


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"system": "linux"}]', "null", '{"a": 1}'])
def test_a_broken_list_hands_out_nothing(folder: Path, text: str) -> None:
    enter(folder)
    (folder / "downloads" / "programs.json").write_text(text)
    assert programs.newest() == ()
    assert browser().get("/get").status_code == 200


@pytest.mark.parametrize(
    ("agent", "system"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "macos"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8)", "android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", "ios"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_this_device_comes_first(folder: Path, agent: str, system: str) -> None:
    assert system_of(agent) == system
    assert shown(agent).count("この機器") == bool(system)


def test_the_older_sites_page_leads_here_for_good(folder: Path, settings: LazySettings) -> None:
    answer = browser().get("/rimote.html")
    assert (answer.status_code, answer["Location"]) == (301, "/get")
    assert browser().get("/other.html").status_code == 404
    settings.PROVIDER = replace(settings.PROVIDER, old_download_pages=("/old.htm",))
    assert browser().get("/old.htm").status_code == 301
    assert browser().get("/rimote.html").status_code == 404


@pytest.mark.parametrize("path", ["/rimote.html", "/get", "/get/yorisoi-linux-1.2.0.tar.xz", "/faq"])
def test_plain_http_leads_to_https(folder: Path, settings: LazySettings, path: str) -> None:
    settings.ORIGIN, settings.ALLOWED_HOSTS = "https://support.example", ["support.example"]
    plain = browser().get(path, headers={"host": "support.example"})
    assert (plain.status_code, plain["Location"]) == (302, f"https://support.example{path}")
    if path == "/rimote.html":
        safe = browser().get(path, headers={"host": "support.example"}, secure=True)
        assert (safe.status_code, safe["Location"]) == (301, "/get")


def test_answers_name_the_systems_that_were_entered(folder: Path) -> None:
    client = browser(language="ja")
    assert "お渡しできるソフトはありません" in client.get("/faq").content.decode()
    enter(folder)
    assert "いまお渡しできるソフト：Linux" in client.get("/faq").content.decode()
    enter(folder, system="android")
    assert "見ることはまだできません" not in client.get("/faq").content.decode()


def test_the_day_of_entering_is_the_business_day(folder: Path) -> None:
    enter(folder)
    assert programs.entered()[0].added_on == NOON.date()
