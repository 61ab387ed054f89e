"""Removal: what belongs to the program goes, what belongs to the person stays, and what is said was looked at."""

from pathlib import Path

import pytest
from yorisoi_protocol.vocabulary import Removal
from yorisoi_tool.desktops.remover import FrozenRemover, Removed, SourceRemover, choose


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A frozen program in a folder of its own, as it is unpacked."""
    folder = tmp_path / "downloads" / "yorisoi"
    (folder / "_internal" / "lib").mkdir(parents=True)
    (folder / "_internal" / "lib" / "a.so").write_bytes(b"x")
    (folder / "yorisoi").write_bytes(b"x")
    return folder / "yorisoi"


def test_program_and_its_folder_go(program: Path) -> None:
    removed = FrozenRemover(program, program.parent / "_internal").remove()
    assert removed == Removed(Removal.VERIFIED, ("yorisoi", "_internal"), str(program))
    assert not program.parent.exists()
    assert program.parent.parent.exists()


def test_files_of_the_person_beside_it_stay(program: Path) -> None:
    letter = program.parent / "letter.txt"
    letter.write_text("mine", "utf-8")
    removed = FrozenRemover(program, program.parent / "_internal").remove()
    assert removed.removal is Removal.VERIFIED
    assert list(program.parent.iterdir()) == [letter]


def test_single_file_unpacked_elsewhere_goes_without_its_neighbours(tmp_path: Path) -> None:
    downloads, unpacked = tmp_path / "downloads", tmp_path / "unpacked"
    downloads.mkdir()
    unpacked.mkdir()
    (downloads / "yorisoi").write_bytes(b"x")
    (downloads / "photo.jpg").write_bytes(b"x")
    assert FrozenRemover(downloads / "yorisoi", unpacked).remove().removal is Removal.VERIFIED
    assert [path.name for path in downloads.iterdir()] == ["photo.jpg"]
    assert not unpacked.exists()


def test_what_cannot_be_removed_is_said_with_its_place(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    removed = FrozenRemover(program, program.parent / "_internal").remove()
    assert (removed.removal, removed.place) == (Removal.FAILED, str(program))


def test_second_look_says_the_same(program: Path) -> None:
    remover = FrozenRemover(program, program.parent / "_internal")
    assert remover.remove() == remover.remove()


def test_source_leaves_nothing_to_remove() -> None:
    assert SourceRemover().remove() == Removed(Removal.VERIFIED, (), "")


def test_each_start_has_its_remover() -> None:
    assert isinstance(choose(frozen=False, platform="win32"), SourceRemover)
    assert isinstance(choose(frozen=True, platform="linux"), FrozenRemover)
    assert choose(frozen=True, platform="win32") is None
