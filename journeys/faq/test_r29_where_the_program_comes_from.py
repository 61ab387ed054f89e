"""R29: the program comes from one page, under one address, with its version and checksum; the old address leads there, and a
file that was changed is not handed out."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from journeys.office import DOWNLOAD, Office

pytestmark = pytest.mark.timeout(300)

CONTENT = b"the subscriber's program" * 5_000

# The same service under its real address, asked over plain HTTP and over HTTPS.
ASK = """
import json
from django.test import Client
answers = []
for secure in (False, True):
    answer = Client().get("/get", secure=secure, headers={"host": "support.example.jp"})
    answers.append([answer.status_code, answer.headers.get("Location", "")])
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def program(office: Office) -> str:
    """The name under which a program is handed out."""
    made = office.folder / "made.tar.xz"
    made.write_bytes(CONTENT)
    words = ("--system", "linux", "--version", "0.9", "--tested", "Debian 12")
    office.manage("downloads", "add", str(made), *words)
    return "yorisoi-linux-0.9.tar.xz"


def test_page_hands_out_the_file_with_version_and_checksum(office: Office, program: str) -> None:
    page = office.stranger()
    page.goto("/get")
    shown = page.locator("main").inner_text()
    assert "0.9" in shown
    assert hashlib.sha256(CONTENT).hexdigest() in shown.replace(" ", "")
    address = page.locator(f"main a[href$='{program}']").get_attribute("href")
    assert address is not None
    assert base64.b64decode(page.evaluate(DOWNLOAD, address)) == CONTENT
    page.context.close()


def test_changed_file_is_not_handed_out(office: Office, program: str) -> None:
    file = office.data / "downloads" / program
    page = office.stranger()
    try:
        file.write_bytes(CONTENT.replace(b"program", b"pr0gram"))
        answer = page.goto(f"/get/{program}")
        assert answer is not None
        assert answer.status == 503
        page.goto("/get")
        assert page.locator(f"main a[href$='{program}']").count() == 0
    finally:
        file.write_bytes(CONTENT)
        page.context.close()


def test_only_what_was_entered_is_there(office: Office, program: str) -> None:
    page = office.stranger()
    Path(office.data / "downloads" / "other.exe").write_bytes(b"x")
    for name in ("other.exe", "programs.json", "..%2Fyorisoi.sqlite3"):
        answer = page.goto(f"/get/{name}")
        assert answer is not None
        assert answer.status == 404, name
    page.context.close()


def test_old_address_leads_to_the_page(office: Office, elsewhere: Office) -> None:
    page = office.stranger()
    page.goto("/rimote.html")
    assert page.url.endswith("/get")
    page.context.close()
    page = elsewhere.stranger()
    answer = page.goto("/rimote.html")
    assert answer is not None
    assert answer.status == 404  # it was never a name of theirs
    page.context.close()


def test_plain_http_is_led_to_https(office: Office) -> None:
    env = {"YORISOI_ORIGIN": "https://support.example.jp"}
    plain, safe = json.loads(office.manage("shell", "--no-imports", "-c", ASK, env=env).splitlines()[-1])
    assert plain[0] in {301, 302, 307, 308}
    assert plain[1] == "https://support.example.jp/get"
    assert safe == [200, ""]
