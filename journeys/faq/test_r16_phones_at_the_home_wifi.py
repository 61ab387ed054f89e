"""R16: phones and tablets, at the Wi-Fi of the home: told by telephone as long as no program of ours runs on them, looked at
where one does, and never controlled. The public pages say what the desk does."""

from collections.abc import Callable, Iterator

import pytest

from journeys.enquiry import Desk
from journeys.office import Office

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def enter(desk: Desk) -> Iterator[Callable[[str], None]]:
    """Enters a program for a system, by the command; afterwards the list is as it was."""
    folder, source = desk.office.data / "downloads", desk.office.folder / "pocket.zip"
    kept = (folder / "programs.json").read_bytes() if (folder / "programs.json").exists() else None
    source.write_bytes(b"a program for what fits into a pocket")

    def add(system: str) -> None:
        words = ("--system", system, "--version", "0.1", "--tested", "one device")
        desk.office.manage("downloads", "add", str(source), *words)

    yield add
    if kept is None:
        (folder / "programs.json").unlink(missing_ok=True)
    else:
        (folder / "programs.json").write_bytes(kept)


def told_to_everybody(office: Office) -> tuple[str, str, str]:
    """The public answers on phones and on what is helped with, and the list's row for phones."""
    page = office.stranger()
    page.goto("/faq")
    answers = [page.locator(f"#{rule}").text_content() or "" for rule in ("R16", "R14")]
    page.goto("/software")
    row = page.locator("tr", has=page.get_by_role("rowheader", name="スマートフォン", exact=True)).inner_text()
    page.context.close()
    return answers[0], answers[1], row


@pytest.mark.parametrize("device", ["phone", "tablet"])
def test_without_a_program_for_it_all_is_told_by_telephone(desk: Desk, device: str) -> None:
    for thing, at in (("メーラー", device), ("スマホ" if device == "phone" else "iPad", "")):
        told = desk.decide(thing, device=at)
        assert (told.decision, told.code, told.open) == ("phone_only", "no_program", False)
        assert "電話" in told.said
    assert desk.allowed() == set()
    phones, lists, row = told_to_everybody(desk.office)
    assert "お電話でお手伝いします" in phones
    assert "まだできません" in phones
    assert "画面を見ながら" not in phones + lists + row
    assert "電話での説明のみ" in lists
    assert "電話での説明のみ" in row


def test_with_a_program_for_it_is_looked_at_and_never_controlled(desk: Desk, enter: Callable[[str], None]) -> None:
    for system in ("android", "ios"):
        enter(system)
    for device in ("phone", "tablet"):
        told = desk.decide("メーラー", device=device)
        assert (told.decision, told.code, told.open) == ("session", "looking_only", True)
        assert desk.allowed() == {"view"}
    assert desk.decide("メーラー", device="computer").open
    assert "control" in desk.allowed()
    phones, lists, row = told_to_everybody(desk.office)
    assert "まだできません" not in phones
    assert "画面を見ながら" in phones
    assert "電話での説明のみ" not in lists + row
    assert "画面を見ながらの説明" in lists
    assert "画面を見ながらの説明" in row


def test_with_a_program_for_one_system_the_desk_asks_which_it_is(desk: Desk, enter: Callable[[str], None]) -> None:
    enter("android")
    assert desk.decide("Android").decision == "session"
    assert desk.decide("iPhone").code == "no_program"
    page = desk.look()
    page.fill("[name=thing]", "スマホ")
    assert desk.send("scope").status == 200  # asked, nothing is decided yet
    page.check("[name=system][value=android]")
    desk.send("scope")
    assert (desk.decided().code, desk.allowed()) == ("looking_only", {"view"})
    phones, lists, row = told_to_everybody(desk.office)
    for said in (phones, lists, row):
        assert "Android" in said
        assert "画面を見ながら" in said
        assert "電話" in said


def test_away_from_the_home_wifi_there_is_no_session(desk: Desk, enter: Callable[[str], None]) -> None:
    for system in ("android", "ios"):
        enter(system)
    told = desk.decide("スマホ", "not_home_wifi", device="phone")
    assert (told.decision, told.code, told.open) == ("phone_only", "not_home_wifi", False)
    assert "Wi-Fi" in told.said
    assert desk.decide("スマホ", device="phone").open  # connected at home
