"""What is not ready for production: each finding a fact with its next step, and silence when all is well."""

from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from yorisoi_service.config import provider
from yorisoi_service.config.checks import Finding, Installation, findings
from yorisoi_service.remote.rules.networks import Network, Networks, Policy

FILES = Path(__file__).parents[3] / "providers"
READY_HERE = Installation(
    administrators=1,
    unproven_staff=0,
    key_shared="",
    has_public_key=True,
    public_key_hidden=False,
    unsigned="",
    has_copy=True,
    secret_from_environment=False,
    secret_mode=0o600,
    data_mode=0o750,
    demo_apps=(),
    migrations_missing=False,
    trusts_a_proxy=True,
    data_key_from_environment=False,
    data_key_mode=0o600,
    mails=True,
    hears_calls=True,
    has_program=True,
    programs_held_back=(),
    letters_missing=(),
    rows_differ=(),
)
READY = replace(
    provider.load(FILES / "hidamari-net.toml"),
    origin="https://tonari.co.jp",
    viewer_origins=("https://viewer.tonari.co.jp",),
    networks=Networks((Network("光", ip_network("133.0.0.0/16"), Policy.ALLOW),), Policy.REFUSE),
)


def subjects(found: list[Finding]) -> list[str]:
    return [finding.subject for finding in found]


def test_nothing_is_said_when_all_is_ready() -> None:
    assert findings(READY, READY_HERE) == []


def test_every_placeholder_of_the_first_example_is_named() -> None:
    joy = provider.load(FILES / "cable-joy.toml")
    assert subjects(findings(joy, READY_HERE)) == [
        "provider.origin", "provider.viewer_origins", "phones.desk_landline", "phones.desk_mobile",
        "networks.range", "networks.range", "invoice",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"origin": "http://localhost:8000"}, "provider.origin"),
        ({"origin": "https://x.example.jp"}, "provider.origin"),
        ({"viewer_origins": ()}, "provider.viewer_origins"),
        ({"viewer_origins": ("http://viewer.tonari.co.jp",)}, "provider.viewer_origins"),
        (
            {"networks": Networks((Network("皆", ip_network("0.0.0.0/0"), Policy.ALLOW),), Policy.REFUSE)},
            "networks.range",
        ),
        ({"networks": Networks((Network("皆", ip_network("::/0"), Policy.ALLOW),), Policy.REFUSE)}, "networks.range"),
        ({"networks": Networks((), Policy.REFUSE)}, "networks.range"),
        (
            {"networks": Networks((Network("家", ip_network("192.168.0.0/16"), Policy.ALLOW),), Policy.ASK)},
            "networks.range",
        ),
        ({"networks": replace(READY.networks, default=Policy.ALLOW)}, "networks.default"),
        ({"issuer": replace(READY.issuer, registration_number="T1000099000001")}, "invoice.registration_number"),
    ],
)
def test_each_fact_of_the_provider_is_told(change: dict[str, object], subject: str) -> None:
    assert subjects(findings(replace(READY, **change), READY_HERE)) == [subject]


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"demo_apps": ("yorisoi_practice",)}, "settings"),
        ({"migrations_missing": True}, "database"),
        ({"trusts_a_proxy": False}, "YORISOI_TRUSTED_PROXIES"),
        ({"administrators": 0}, "staff"),
        ({"unproven_staff": 3}, "staff"),
        ({"has_public_key": False}, "audit"),
        ({"public_key_hidden": True}, "audit"),
        ({"unsigned": "1597 rows since 2026-11-01T10:00:00+00:00"}, "audit"),
        ({"key_shared": "one account holds both"}, "audit"),
        ({"has_copy": False}, "YORISOI_AUDIT_COPY"),
        ({"secret_mode": 0o644}, "secret key"),
        ({"data_mode": 0o755}, "YORISOI_DATA"),
        ({"data_key_mode": 0o644}, "data key"),
        ({"mails": False}, "YORISOI_MAIL_URL"),
        ({"hears_calls": False}, "YORISOI_CALLS_KEY"),
        ({"has_program": False}, "downloads"),
        ({"programs_held_back": ("yorisoi-linux-1.tar.xz",)}, "downloads"),
        ({"rows_differ": ("price.monthly_yen",)}, "price.monthly_yen"),
        ({"letters_missing": ("install the printer's library.",)}, "letters"),
    ],
)
def test_each_fact_of_the_installation_is_told_with_its_next_step(change: dict[str, object], subject: str) -> None:
    found = findings(READY, replace(READY_HERE, **change))
    assert subjects(found) == [subject]
    assert "Next step: " in str(found[0])
    assert found[0].next_step
