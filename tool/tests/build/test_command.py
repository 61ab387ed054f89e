"""The build's command line refuses with sentences."""

import sys

import pytest
from yorisoi_tool.build import __main__


def test_a_folder_that_cannot_be_is_named_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["build", "--origin", "https://support.example", "--provider", "みほん", "--into", "/proc/nowhere"]
    monkeypatch.setattr(sys, "argv", words)
    assert __main__.main() == 1
    assert capsys.readouterr().err == (
        "/proc/nowhere cannot hold the program: No such file or directory. Next step: name another folder.\n"
    )
