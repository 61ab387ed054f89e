"""The run of all tests: what watches a screen has no second one beside it, and no failure is lost on the way."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
REPORT = '<testsuites><testsuite tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}"/></testsuites>'
pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def suite() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("suite_under_test", ROOT / "checks/suite.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


WRITE = f"Path(sys.argv[1]).write_text({REPORT.format(tests=2, failures=0, skipped=0)!r})"


def part(suite: ModuleType, name: str, row: str, *lines: str, report: str = WRITE) -> object:
    """A part that runs these lines, then writes its report."""
    code = "\n".join(("import sys, time", "from pathlib import Path", *lines, report))
    return suite.Part(name, ".", (sys.executable, "-c", code, "{report}"), row)


def until(condition: str) -> str:
    return f"while not ({condition}): time.sleep(0.01)"


def test_one_of_each_row_runs_at_a_time(suite: ModuleType, tmp_path: Path) -> None:
    a, b, r = (tmp_path / name for name in "abr")
    done = suite.run(
        [
            # a ends only when r runs beside it; b finds that a has ended.
            part(suite, "a", suite.SEEING, until(f"Path({str(r)!r}).exists()"), f"Path({str(a)!r}).touch()"),
            part(suite, "b", suite.SEEING, f"assert Path({str(a)!r}).exists()", f"Path({str(b)!r}).touch()"),
            part(suite, "r", suite.RECKONING, f"Path({str(r)!r}).touch()", until(f"Path({str(b)!r}).exists()")),
        ],
        tmp_path,
    )
    assert done == {name: suite.Count(2) for name in "abr"}


def test_what_parts_say_is_not_mixed(suite: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    suite.run(
        [
            part(
                suite, "a", suite.SEEING,
                "print('a one', flush=True)", f"Path({str(first)!r}).touch()",
                until(f"Path({str(second)!r}).exists()"), "print('a two')",
            ),
            part(
                suite, "r", suite.RECKONING,
                until(f"Path({str(first)!r}).exists()"), "print('r one', flush=True)", f"Path({str(second)!r}).touch()",
            ),
        ],
        tmp_path,
    )  # fmt: skip
    said = capfd.readouterr().out
    assert "== a\na one\na two\n-- a: 2 passed, 0 failed in" in said
    assert "== r\nr one\n-- r: 2 passed, 0 failed in" in said


def test_part_that_was_asked_for_alone_is_heard_as_it_goes(
    suite: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    suite.run([part(suite, "a", suite.SEEING, "print('aloud')")], tmp_path)
    assert capfd.readouterr().out.splitlines()[:2] == ["== a", "aloud"]
    assert (tmp_path / "a.txt").read_text() == ""


@pytest.mark.parametrize(
    ("lines", "report", "counted"),
    [
        ([], REPORT.format(tests=5, failures=2, skipped=1), (2, 2, 1)),
        (["sys.exit(1)"], "", (0, 1, 0)),
        ([], "", (0, 1, 0)),  # no test ran
        ([], REPORT.format(tests=0, failures=0, skipped=0), (0, 1, 0)),
    ],
)
def test_no_failure_is_lost(
    suite: ModuleType, tmp_path: Path, lines: list[str], report: str, counted: tuple[int, int, int]
) -> None:
    write = f"Path(sys.argv[1]).write_text({report!r})" if report else ""
    done = suite.run([part(suite, "a", suite.SEEING, *lines, report=write)], tmp_path)
    assert done == {"a": suite.Count(*counted)}


def test_failed_end_after_good_tests_counts(suite: ModuleType, tmp_path: Path) -> None:
    done = suite.run([part(suite, "a", suite.SEEING, report=f"{WRITE}; sys.exit(3)")], tmp_path)
    assert done == {"a": suite.Count(2, 1)}


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("format\nok\n8 passed, 0 failed\n", (8, 0)),
        ("7 passed, 1 failed\n", (7, 1)),
        ("8 passed, 0 failed\nand then it broke\n", (0, 0)),
    ],
)
def test_check_is_counted_by_its_last_line(suite: ModuleType, said: str, counted: tuple[int, int]) -> None:
    assert suite.last_count(said) == suite.Count(*counted)


def test_part_that_hangs_is_ended_and_counts(
    suite: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(suite, "PART_TIMEOUT_S", 0.3)
    done = suite.run([part(suite, "a", suite.SEEING, "time.sleep(60)")], tmp_path)
    assert done == {"a": suite.Count(0, 1)}
    assert "a had not ended after 0.3 s" in capfd.readouterr().out


def test_interrupted_run_leaves_nothing_running(
    suite: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    def interrupt(run: object) -> bool:
        begun.append(run.process.pid)  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    monkeypatch.setattr(suite.Run, "is_over", interrupt)
    with pytest.raises(KeyboardInterrupt):
        suite.run([part(suite, "a", suite.SEEING, "time.sleep(60)")], tmp_path)
    assert not Path(f"/proc/{begun[0]}").exists()


def test_every_test_belongs_to_one_part(suite: ModuleType) -> None:
    folders = [
        (word, each.command[-1] if "-m" in each.command[3:] else "")
        for each in suite.PARTS
        for word in each.command
        if (ROOT / word).is_dir()
    ]
    files = [
        path.relative_to(ROOT)
        for path in ROOT.rglob("test_*.py")
        if not {"node_modules", ".venv", "var", "test-results"} & set(path.relative_to(ROOT).parts)
    ]
    homes = {file: [chosen for folder, chosen in folders if file.is_relative_to(folder)] for file in files}
    assert len(homes) > 200
    whole = ([""], ["desktop", "not desktop"])
    assert {str(file): found for file, found in homes.items() if found not in whole} == {}


def test_parts_with_a_display_or_a_browser_stand_in_one_row(suite: ModuleType) -> None:
    seeing = {each.name for each in suite.PARTS if each.row == suite.SEEING}
    assert seeing >= {"tool", "practice", "browser", "journeys"}
    assert {each.row for each in suite.PARTS} == {suite.SEEING, suite.RECKONING}
