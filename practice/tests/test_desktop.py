"""The practice desktop stands, is seen from outside pixel for pixel, and says what it lacks."""

import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from yorisoi_practice.desktop import Desktop, DesktopFailed, Size
from yorisoi_practice.processes import Processes
from yorisoi_practice.screen import Screen

pytestmark = pytest.mark.timeout(180)


def test_outer_display_shows_what_the_nested_one_holds(desktop: Desktop) -> None:
    desktop.furnish()
    with Screen(desktop.outer) as outer, Screen(desktop.inner) as inner:
        until = time.monotonic() + 60
        while len(np.unique(inner.picture().reshape(-1, 3), axis=0)) < 50:  # text on paper, not a bare wall
            assert time.monotonic() < until, "no program appeared"
            time.sleep(0.2)
        while not np.array_equal(outer.picture(), inner.picture()):
            assert time.monotonic() < until, "the two displays differ"
            time.sleep(0.2)
        assert inner.size == (desktop.size.width, desktop.size.height)


def test_two_desktops_stand_side_by_side(desktop: Desktop, processes: Processes, tmp_path: Path) -> None:
    second = Desktop(processes, tmp_path / "second", Size(640, 480))
    second.start()
    assert len({desktop.outer, desktop.inner, second.outer, second.inner}) == 4


def test_missing_programs_are_named_with_the_next_step(
    processes: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None if program == "Xephyr" else f"/usr/bin/{program}")
    with pytest.raises(DesktopFailed, match="apt install xserver-xephyr"):
        Desktop(processes, tmp_path / "home", Size(640, 480)).start()


def test_a_display_that_does_not_answer_is_named_with_the_way_without_one(processes: Processes, tmp_path: Path) -> None:
    desktop = Desktop(processes, tmp_path / "home", Size(640, 480), outer=":7777")
    with pytest.raises(DesktopFailed, match=r"The display :7777 does not answer.*\./run practice --headless"):
        desktop.start()
