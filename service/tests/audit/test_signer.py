"""The signer against a real trail: when it signs, what it refuses to sign, and what it leaves elsewhere."""

import json
import stat
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from yorisoi_service import clock
from yorisoi_service.audit import keys, queries
from yorisoi_service.audit.models import Head, Row
from yorisoi_service.audit.rules import chain
from yorisoi_service.audit.services import record
from yorisoi_service.audit.signer import Signer, Tampered, run
from yorisoi_service.testing.people import NOON, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    folder = tmp_path / "keys"
    return Signer(folder, tmp_path / "copy.jsonl", keys.private_key(folder))


def rows(count: int) -> None:
    with transaction.atomic():
        for _ in range(count):
            record(event="ticket.opened", by="staff:12", about="ticket:1", now=NOON)


def checkpoints() -> list[int]:
    return list(Row.objects.filter(event=chain.CHECKPOINT).order_by("n").values_list("n", flat=True))


def test_it_signs_at_the_start_then_every_ten_minutes(signer: Signer) -> None:
    assert signer.step(now=NOON) is not None
    assert signer.step(now=later(seconds=599)) is None
    assert signer.step(now=later(seconds=600)) is not None


def test_it_signs_after_a_thousand_rows(signer: Signer) -> None:
    signer.step(now=NOON)
    rows(999)
    assert signer.step(now=later(seconds=5)) is None
    rows(1)
    assert signer.step(now=later(seconds=10)) is not None


def test_a_checkpoint_holds_and_is_copied_elsewhere(signer: Signer) -> None:
    rows(3)
    row = signer.step(now=NOON)
    assert row is not None
    kept = (signer.copy or Path()).read_text().splitlines()
    assert kept == [chain.line(row.link())]
    report = queries.judge(keys.verifier(signer.key.public_key()), expect=kept[-1])
    assert (report.fault, report.last_checkpoint, report.unsigned_tail) == (None, 3, 0)


def test_it_refuses_to_sign_an_altered_trail(signer: Signer) -> None:
    rows(5)
    Row.objects.filter(n=2).update(by="staff:99")
    with pytest.raises(Tampered, match="row 2"):
        signer.step(now=NOON)
    assert checkpoints() == []


def test_it_remembers_what_it_has_seen_across_a_restart(signer: Signer) -> None:
    rows(5)
    signer.step(now=NOON)
    # The owner of the database puts back yesterday's: the last rows vanish, and everything left fits.
    Row.objects.filter(n__gte=4).delete()
    last = Row.objects.order_by("n").last()
    assert last is not None
    Head.objects.update(rows=4, hash=last.hash)
    reborn = Signer(signer.folder, signer.copy, keys.private_key(signer.folder))
    with pytest.raises(Tampered, match="row 4: the trail ends here"):
        reborn.step(now=later(hours=1))


@pytest.mark.parametrize("words", ["", "3", "three " + "0" * 64 + "\n", "3 abc\n", "-1 " + "0" * 64 + "\n"])
def test_a_memory_that_says_nothing_is_no_fresh_start(signer: Signer, words: str) -> None:
    signer.step(now=NOON)
    (signer.folder / "last-seen").write_text(words)
    with pytest.raises(Tampered, match="seen last"):
        signer.step(now=later(seconds=5), forced=True)


def test_it_finds_rows_rewritten_behind_its_back(signer: Signer) -> None:
    rows(5)
    signer.step(now=NOON)
    rows(2)
    previous = chain.GENESIS
    for row in Row.objects.order_by("n"):
        row.prev = previous
        if row.n == 1:
            row.by = "staff:99"
        row.hash = previous = chain.digest(row.link())
        row.save()
    Head.objects.update(hash=previous)
    with pytest.raises(Tampered, match="rewritten"):
        signer.step(now=later(hours=1))


def test_it_signs_at_the_start_and_at_the_end(signer: Signer) -> None:
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) == 3

    moments = iter([NOON, later(seconds=5), later(seconds=10), later(seconds=15)])

    def now() -> datetime:
        return next(moments)

    run(signer, now=now, wait=wait, every_s=5)
    assert len(checkpoints()) == 2
    assert waits == [5, 5, 5]


def test_it_waits_for_a_database_that_is_away(signer: Signer) -> None:
    statements: list[str] = []

    def away_at_first(execute: Callable[..., object], sql: str, *rest: object) -> object:
        statements.append(sql)
        if len(statements) <= 2:
            raise OperationalError("away")
        return execute(sql, *rest)

    looks: list[float] = []

    def wait(seconds: float) -> bool:
        looks.append(seconds)
        return len(looks) == 4

    with connection.execute_wrapper(away_at_first):
        run(signer, now=lambda: NOON, wait=wait, every_s=5)
    assert len(checkpoints()) == 2  # the first one as soon as it answered, and the last one


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    key = keys.private_key(folder)
    file = folder / keys.PRIVATE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o711  # nobody lists it; the public key in it is for everybody
    assert keys.private_key(folder).public_key() == key.public_key() == keys.public_key(folder)
    file.chmod(0o640)
    with pytest.raises(PermissionError, match="chmod 600"):
        keys.private_key(folder)


def test_one_account_for_key_and_data_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys.private_key(folder)
    assert keys.custody(folder, data=tmp_path).shared
    assert not keys.custody(tmp_path / "nowhere", data=tmp_path).shared


def test_ten_minutes_without_a_row_still_show_a_sign_of_life(signer: Signer) -> None:
    for step in range(4):
        signer.step(now=NOON + timedelta(minutes=10 * step))
    assert len(checkpoints()) == 4


def test_rows_that_nobody_signs_are_an_alarm(
    signer: Signer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: later(minutes=16))
    words = {"public_key": signer.folder, "expect": None}
    rows(2)
    signer.step(now=NOON)
    call_command("audit_verify", **words)
    assert json.loads(capsys.readouterr().out.splitlines()[0])["unsigned_tail"] == 0
    rows(3)  # of noon
    with pytest.raises(CommandError, match=r"UNSIGNED: the chain holds, but 3 rows .* start audit_signer again"):
        call_command("audit_verify", **words)
    signer.step(now=later(minutes=20))
    call_command("audit_verify", **words)


@pytest.mark.parametrize(
    ("unsigned", "minutes", "alarm"),
    [(0, None, False), (1, 15, False), (1, 16, True), (1_000, 1, False), (1_001, 1, True)],
)
def test_a_trail_is_neglected_by_number_or_by_time(unsigned: int, minutes: int | None, alarm: bool) -> None:
    oldest = None if minutes is None else NOON - timedelta(minutes=minutes)
    assert chain.is_neglected(unsigned, oldest, now=NOON) is alarm
