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


def django(data: Path, *words: str) -> str:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "yorisoi_practice.settings", "YORISOI_DATA": str(data)}
    env.pop("YORISOI_PROVIDER_FILE", None)
    done = subprocess.run(django_command(*words), env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "data"
    django(made, "migrate", "--verbosity", "0")
    assert "demo-sign-ins.txt" in django(made, "seed_demo")
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
    }
    assert (found["read"]["L-1001"], found["read"]["L-1002"]) == (True, False)
    assert found["hashes"]


def test_sign_ins_are_for_this_user_only_and_differ(data: Path) -> None:
    table = data / "demo-sign-ins.txt"
    assert stat.S_IMODE(table.stat().st_mode) == 0o600
    passwords = sign_ins.read(table)
    assert set(passwords) == {"kanri", "yamada", "sato", "suzuki", "tanaka", "ito"}
    assert len(set(passwords.values())) == len(passwords)


def test_second_seed_changes_nothing(data: Path) -> None:
    before = (data / "demo-sign-ins.txt").read_text()
    assert django(data, "seed_demo") == ""
    assert (data / "demo-sign-ins.txt").read_text() == before
