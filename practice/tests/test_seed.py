"""The demo's data stands after one command, through the service's own rules, and is not made twice."""

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest
from yorisoi_practice import sign_ins
from yorisoi_practice.serve import django_command

LOOK = """
import json
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.contracts.queries import is_active, accepted_on_form
from yorisoi_service.subscribers.models import Line
from yorisoi_service.clock import business_day, now
from django.conf import settings
today = business_day(now())
version = settings.PROVIDER.terms.version
print(json.dumps({
    "staff": {m.username: [m.number, m.role] for m in StaffMember.objects.all()},
    "active": {line.number: is_active(line.pk, on=today) for line in Line.objects.all()},
    "read": {line.number: accepted_on_form(line.pk, version=version, on=today) for line in Line.objects.all()},
    "hashes": all(m.password.startswith("argon2") for m in StaffMember.objects.all()),
}))
"""

# What the months cost by line, the oldest first; nothing of it stays.
CLOSE = """
import json
from collections import defaultdict
from django.core.management import call_command
from django.db import transaction
from yorisoi_service.billing.models import Entry
from yorisoi_service.clock import business_day, now
from yorisoi_service.contracts.rules.month import Month
this = Month.of(business_day(now()))
with transaction.atomic():
    for ago in range(8, 0, -1):
        call_command("billing", "close-month", str(this.plus(-ago)), "--first", stdout=open("/dev/null", "w"), stderr=open("/dev/null", "w"))
    found = defaultdict(list)
    for entry in Entry.objects.order_by("line_id", "month").select_related("line"):
        found[entry.line.number].append(entry.amount)
    transaction.set_rollback(True)
print(json.dumps(found))
"""
# How many contracts and people stand there when it is filled on an awkward day; nothing of it stays.
FILL = """
import json
from datetime import datetime
from pathlib import Path
from django.conf import settings
from django.db import transaction
from yorisoi_practice.seed import seed
from yorisoi_service import clock
from yorisoi_service.contracts.models import Period
from yorisoi_service.staff.models import StaffMember
found = []
for day in ("2028-03-31", "2027-01-01"):
    now = datetime.fromisoformat(day + "T00:30:00+09:00")
    with transaction.atomic():
        seed(sign_ins=Path("/dev/null"), provider=settings.PROVIDER, key=settings.DATA_KEY, now=now, draw=clock.draw)
        found.append([Period.objects.count(), StaffMember.objects.count()])
        transaction.set_rollback(True)
print(json.dumps(found))
"""

# What the desk's figures hold after three weeks of invented calls; nothing of it stays.
PAST = """
import json
from pathlib import Path
from django.conf import settings
from django.db import transaction
from yorisoi_practice import past_calls
from yorisoi_practice.seed import seed
from yorisoi_service import clock
from yorisoi_service.desk.queries import statistics
from yorisoi_service.desk.rules.statistics import Step, usual
from yorisoi_service.letters.models import Letter
from yorisoi_service.remote.models import Session
from django.contrib.sessions.models import Session as BrowserSession
now = clock.now()
span = usual(Step.DAY, clock.business_day(now))
with transaction.atomic():
    seed(sign_ins=Path("/dev/null"), provider=settings.PROVIDER, key=settings.DATA_KEY, now=now, draw=clock.draw)
    made = past_calls.fill(now=now, provider=settings.PROVIDER, draw=clock.draw)
    found = statistics.totals(span, targets=settings.PROVIDER.statistics)
    bars = statistics.bars(span, targets=settings.PROVIDER.statistics)
    letters = Letter.objects.filter(kind="visit").count()
    sessions = set(Session.objects.values_list("state", flat=True))
    signed_in = BrowserSession.objects.count()
    transaction.set_rollback(True)
print(json.dumps({
    "everyone_is_helped": 20 < made == letters <= found.answered == found.tickets == found.finished,
    "some_gave_up": found.offered > found.answered,
    "today_is_open": bars[-1].tickets == 0,
    "days": sum(bar.tickets > 0 for bar in bars),
    "answers": found.surveys > 5,
    "few_call_twice_in_a_week": 0 < found.repeated * 4 < found.known,
    "some_are_helped_at_first_contact": 5 < found.solved_at_once < found.first_contacts < found.finished,
    "sessions": 5 < found.claimed == found.ended == found.removed + found.left_to_system < found.granted,
    "every_session_is_closed": sessions == {"closed"},
    "nobody_stays_signed_in": signed_in == 0,
}))
"""


def django(data: Path, *words: str) -> str:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "yorisoi_practice.settings", "YORISOI_DATA": str(data)}
    env.pop("YORISOI_PROVIDER_FILE", None)
    done = subprocess.run(django_command(*words), env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "data"
    django(made, "migrate", "--verbosity", "0")
    assert "demo-sign-ins.txt" in django(made, "seed_demo")
    return made


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("empty") / "data"
    django(made, "migrate", "--verbosity", "0")
    return made


def test_seed_holds_everybody_a_demo_needs(data: Path) -> None:
    found = json.loads(django(data, "shell", "--no-imports", "-c", LOOK))
    assert found["staff"] == {
        "kanri": ["1", "administrator"],
        "yamada": ["12", "communicator"],
        "sato": ["15", "communicator"],
        "suzuki": ["10", "desk_lead"],
        "tanaka": ["21", "clerk"],
        "ito": ["31", "accountant"],
    }
    assert found["active"] == {
        "L-1001": True,
        "L-1002": True,
        "L-1003": False,
        "L-1004": False,
        "L-1005": True,
        "L-1006": True,
        "L-1007": True,
        "L-1008": True,
        "L-1009": True,
        "L-1010": True,
        "L-1011": False,
        "L-2011": True,
        "L-1012": True,
        "L-1013": False,
        "L-1014": False,
    }
    assert (found["read"]["L-1001"], found["read"]["L-1002"]) == (True, False)
    assert found["hashes"]


def test_months_of_the_demo_can_be_closed_to_the_yen(data: Path) -> None:
    found = json.loads(django(data, "shell", "--no-imports", "-c", CLOSE))
    assert found == {
        "L-1001": [0, 0, 550, 550, 550],
        "L-1002": [0, 0],
        "L-1004": [0, 0, 550, 550],
        "L-1005": [0, 0, 550, 550, 550, 550],
        "L-1006": [0, 0, 550],
        "L-1007": [0, 0, 550, 550, 550],
        "L-1008": [0, 0, 550, 550, 550, 550],  # cancelled in the fourth month, and back two months later
        "L-1009": [0, 0, 275, 275, 275],  # the campaign
        "L-1010": [0, 0, 550, 550, 0, 0],  # rests
        "L-1011": [0, 0, 550, 550, 550],  # moved in its fifth month
        "L-2011": [550],
        "L-1012": [0],
        "L-1014": [0, 0],  # cancelled in the second free month
    }


def test_demo_can_be_filled_on_any_day(empty: Path) -> None:
    assert json.loads(django(empty, "shell", "--no-imports", "-c", FILL)) == [[13, 6]] * 2


CALLS = """
import json
from yorisoi_service import clock
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.queries import callbacks, calls
from yorisoi_practice.telephone_calls import ring_on_demand
from datetime import timedelta
from django.db import transaction
now = clock.now()
missed = calls.missed(since=now - timedelta(days=3), now=now)
found = {
    "states": sorted(Call.objects.values_list("state", flat=True)),
    "missed": [call.subscriber.name if call.subscriber else "" for call in missed],
    "asked": [row.subscriber.name for row in [*callbacks.due(now=now), *callbacks.coming(now=now)]],
}
with transaction.atomic():
    for call_id, who in enumerate(("known", "known", "unknown", "withheld")):
        ring_on_demand(who, call_id=f"t.{call_id}", now=now)
    found["ringing"] = [call.subscriber.name if call.subscriber else call.number for call in calls.waiting(now=now)]
    transaction.set_rollback(True)
print(json.dumps(found))
"""


def test_the_demos_telephone_has_rung_and_can_ring(data: Path) -> None:
    assert json.loads(django(data, "shell", "--no-imports", "-c", CALLS)) == {
        "states": ["abandoned", "abandoned", "hung_up"],
        "missed": ["清水 実", ""],
        "asked": ["菅原 トミ"],
        "ringing": ["青木 花子", "0847009999", ""],
    }


def test_sign_ins_are_for_this_user_only_and_differ(data: Path) -> None:
    table = data / "demo-sign-ins.txt"
    assert stat.S_IMODE(table.stat().st_mode) == 0o600
    passwords = sign_ins.read(table)
    assert set(passwords) == {"kanri", "yamada", "sato", "suzuki", "tanaka", "ito", "KJ-1001"}
    assert len(set(passwords.values())) == len(passwords)


def test_second_seed_changes_nothing(data: Path) -> None:
    before = (data / "demo-sign-ins.txt").read_text()
    assert django(data, "seed_demo") == ""
    assert (data / "demo-sign-ins.txt").read_text() == before


def test_the_demos_past_calls_fill_the_desks_figures(empty: Path) -> None:
    found = json.loads(django(empty, "shell", "--no-imports", "-c", PAST))
    assert found == {
        "everyone_is_helped": True,
        "some_gave_up": True,
        "today_is_open": True,
        "days": 21,
        "answers": True,
        "few_call_twice_in_a_week": True,
        "some_are_helped_at_first_contact": True,
        "sessions": True,
        "every_session_is_closed": True,
        "nobody_stays_signed_in": True,
    }
