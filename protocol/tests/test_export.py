"""What is made from the tables is committed as it is made."""

from pathlib import Path

import pytest
from yorisoi_protocol import export
from yorisoi_protocol.testing import vectors


def test_made_files_match_their_tables() -> None:
    assert [path.name for path, text in export.made().items() if path.read_text("utf-8") != text] == []


def test_vectors_match_their_scripts() -> None:
    assert vectors.main(["--check"]) == 0


def test_drift_is_named_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(export, "ROOT", tmp_path)
    assert export.main(["--check"]) == 1
    assert "web/src/wire.gen.ts differs" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())
    assert export.main([]) == 0
    assert export.main(["--check"]) == 0
    (tmp_path / "web/src/wire.gen.ts").write_text("// edited by hand")
    assert export.main(["--check"]) == 1
    assert export.main(["--wrong"]) == 2
