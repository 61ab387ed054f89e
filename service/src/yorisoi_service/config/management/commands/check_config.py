"""Says what is not ready for production, each line with its next step. Exit status 0: nothing."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from yorisoi_service import clock
from yorisoi_service.audit import keys
from yorisoi_service.audit import queries as audit
from yorisoi_service.audit.rules.chain import is_neglected
from yorisoi_service.billing import queries as billing
from yorisoi_service.billing.models import PolicyRow, PriceRow, TaxRow
from yorisoi_service.config.checks import Installation, findings
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.letters.rendering import what_is_missing
from yorisoi_service.remote import programs
from yorisoi_service.staff import queries as staff
from yorisoi_service.staff.rules.roles import Deed, Role


class Command(BaseCommand):
    help = "Say what is not ready for production, each line with its next step. Exit status 0 when nothing is left."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = findings(settings.PROVIDER, _look())
        self.stdout.write(f"Provider file: {settings.PROVIDER_FILE}")
        for finding in found:
            self.stdout.write(f"- {finding}")
        if found:
            raise CommandError(f"{len(found)} points are not ready for production.", returncode=1)
        self.stdout.write("Ready for production.")


def _look() -> Installation:
    try:
        executor = MigrationExecutor(connection)
        missing = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        people = [] if missing else staff.members(active=True)
        unproven = [member for member in people if member.may(Deed.CLAIM_PASS) and not staff.has_authenticator(member)]
    except DatabaseError:
        raise CommandError(
            "The database does not answer. Next step: check YORISOI_DATABASE_URL and that its server runs."
        ) from None
    neglected = "" if missing else _neglected()
    reach = keys.reach(settings.AUDIT_KEYS)
    custody = keys.custody(settings.AUDIT_KEYS, data=settings.DATA)
    return Installation(
        administrators=sum(1 for member in people if member.role == Role.ADMINISTRATOR),
        unproven_staff=len(unproven),
        key_shared=custody.why if custody.shared else "",
        has_public_key=reach != "missing",
        public_key_hidden=reach == "hidden",
        unsigned=neglected,
        has_copy=settings.AUDIT_COPY is not None,
        secret_from_environment=bool(os.environ.get("YORISOI_SECRET_KEY")),
        secret_mode=_mode(settings.DATA / "secret-key"),
        data_mode=_mode(settings.DATA),
        demo_apps=tuple(app for app in settings.INSTALLED_APPS if app.startswith("yorisoi_practice")),
        migrations_missing=missing,
        trusts_a_proxy=bool(settings.TRUSTED_PROXIES),
        data_key_from_environment=bool(os.environ.get("YORISOI_DATA_KEY")),
        data_key_mode=_mode(settings.DATA / "data-key"),
        mails=settings.MAIL_READY,
        hears_calls=settings.CALLS_KEY is not None,
        has_program=bool(programs.entered()),
        programs_held_back=tuple(each.file for each in programs.newest() if not programs.is_whole(each)),
        letters_missing=tuple(what_is_missing()),
        rows_differ=() if missing else tuple(_differing()),
    )


def _neglected() -> str:
    """How many rows of the audit trail wait too long for a checkpoint, and since when; empty when a signer runs."""
    rows, _hash = audit.head()
    last = audit.last_checkpoint()
    waiting = rows if last is None else rows - 1 - last.n
    oldest = audit.oldest_unsigned(behind=-1 if last is None else last.n)
    if oldest is None or not is_neglected(waiting, oldest, now=clock.now()):
        return ""
    return f"{waiting} rows since {oldest.isoformat(timespec='seconds')}"


def _differing() -> Iterator[str]:
    """Keys of the provider file that seeded rows once and say something else today."""
    provider = settings.PROVIDER
    prices, taxes, policies = billing.newest(PriceRow), billing.newest(TaxRow), billing.newest(PolicyRow)
    if prices and prices[-1].amount != provider.price.monthly_yen:
        yield "price.monthly_yen"
    if taxes and taxes[-1].percent != provider.price.tax_percent:
        yield "price.tax_percent"
    if policies and policies[-1].value() != provider.charge:
        yield "charge"
    kept = {each.version: each for each in contracts.terms_versions()}.get(provider.terms.version)
    if kept is not None and kept.texts != dict(provider.terms.liability):
        yield "terms"


def _mode(path: Path) -> int | None:
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else None
