"""The versions of the terms, and who accepted which (R11, T11)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.errors import BadDay, BadTerms
from yorisoi_service.contracts.models import Acceptance, Period, TermsVersion
from yorisoi_service.contracts.rules.liability import Fault, fault_of
from yorisoi_service.contracts.services.telling import check_counts, hold_period
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require

SENTENCES = {
    Fault.TOTAL_EXCLUSION: _(
        "The liability text (%(language)s) excludes all liability, which is void in a consumer contract. Except intent"
        " and gross negligence."
    ),
    Fault.LIMIT_WITHOUT_SLIGHT_NEGLIGENCE: _(
        "The liability text (%(language)s) names a limit. Say that it holds for slight negligence only."
    ),
}


@transaction.atomic
def seed_terms(*, version: str, in_force_since: date, liability: Mapping[str, str], now: datetime) -> TermsVersion:
    """Keep the provider file's terms under their version; nothing happens when they are kept already.

    BadTerms for another text under a known version (raise the version instead), and for a text that would be void.
    """
    texts = dict(liability)
    if not TermsVersion.objects.filter(version=version).exists():
        for language, text in texts.items():
            if (fault := fault_of(text)) is not None:
                raise BadTerms(SENTENCES[fault] % {"language": language})
    # Two first pages may come here at once; one of them writes the row.
    terms, is_new = TermsVersion.objects.get_or_create(
        version=version, defaults={"in_force_since": in_force_since, "texts": texts}
    )
    if (terms.texts, terms.in_force_since) != (texts, in_force_since):
        raise BadTerms(
            _("The terms %(version)s are known with another text. Give the changed text a new version.")
            % {"version": version}
        )
    if is_new:
        facts: dict[str, Fact] = {"version": version, "in_force_since": in_force_since.isoformat()}
        record(event="terms.added", by="setup", about=f"terms:{terms.pk}", facts=facts, now=now)
    return terms


@transaction.atomic
def accept(*, period: Period, version: str, on: date, by: StaffMember, now: datetime) -> Acceptance:
    """The subscriber accepted this version on paper on this day: a new version, or the form came without."""
    require(by, Deed.REGISTER_CONTRACT)
    period = hold_period(period)
    check_counts(period)
    if on > business_day(now) or on < period.form_on:
        raise BadDay(_("The terms are accepted on a day from the form's to today."))
    acceptance, is_new = Acceptance.objects.get_or_create(period=period, version=version, defaults={"accepted_on": on})
    if is_new:
        facts: dict[str, Fact] = {"version": version, "on": on.isoformat()}
        record(event="terms.accepted", by=by.actor, about=f"line:{period.line_id}", facts=facts, now=now)
    return acceptance
