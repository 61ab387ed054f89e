"""Offers with terms of their own (R25), entered by the accountant."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.contracts.errors import BadCampaign
from yorisoi_service.contracts.models import Campaign
from yorisoi_service.contracts.rules.campaign import Fault, TermsRefused, read_terms
from yorisoi_service.contracts.rules.story import ForWhom
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import is_name
from yorisoi_service.staff.services import require

SENTENCES = {
    Fault.NO_TERMS: _("A campaign needs at least one row of months and an amount."),
    Fault.NOT_A_TERM: _("Row %(place)s is not a row of months and an amount."),
    Fault.UNKNOWN_KEY: _(
        "Row %(place)s holds something else than months and an amount. A campaign can only lower the fee:"
        " there is no penalty and no minimum term."
    ),
    Fault.MONTHS: _("Row %(place)s: the months must be whole numbers from 1, the last one not before the first."),
    Fault.AMOUNT: _("Row %(place)s: the amount must be a whole number of yen, 0 or more."),
    Fault.OVERLAP: _("Row %(place)s names a month that another row names already."),
}


@transaction.atomic
def add_campaign(
    *,
    code: str,
    name: Mapping[str, str],
    terms: Sequence[Mapping[str, int]],
    offered_from: date,
    offered_until: date | None = None,
    for_whom: ForWhom | str,
    by: StaffMember,
    now: datetime,
) -> Campaign:
    """Add a campaign. `name` by language, "ja" at least; `terms` as Campaign says; offered for forms of these days.

    BadCampaign names what is wrong. An amount above the price is charged as the price.
    """
    require(by, Deed.EDIT_TARIFF)
    code = code.strip()
    if not is_name(code) or len(code) > 40 or Campaign.objects.filter(code=code).exists():
        raise BadCampaign(_("A campaign needs a code of its own of at most 40 characters."))
    if not name.get("ja") or not all(is_name(text) for text in name.values()):
        raise BadCampaign(_("A campaign needs a name in Japanese, of visible characters."))
    if for_whom not in list(ForWhom):
        raise BadCampaign(_("Say whom it is offered to: first joins, returning subscribers, or anybody."))
    if offered_until is not None and offered_until < offered_from:
        raise BadCampaign(_("The last day of the offer must not lie before its first."))
    try:
        read = read_terms(terms)
    except TermsRefused as refused:
        raise BadCampaign(SENTENCES[refused.fault] % {"place": refused.place}) from None
    campaign = Campaign.objects.create(
        code=code,
        name=dict(name),
        terms=[asdict(term) for term in read],
        offered_from=offered_from,
        offered_until=offered_until,
        for_whom=ForWhom(for_whom),
        entered_by=by,
        entered_at=now,
    )
    facts: dict[str, Fact] = {"code": code, "from": offered_from.isoformat(), "for": str(for_whom)}
    record(event="campaign.added", by=by.actor, about=f"campaign:{campaign.pk}", facts=facts, now=now)
    return campaign


@transaction.atomic
def stop_offering(*, campaign: Campaign, until: date, by: StaffMember, now: datetime) -> Campaign:
    """This day is the last for whose forms it is offered. Contracts made under it keep its terms."""
    require(by, Deed.EDIT_TARIFF)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if until < campaign.offered_from:
        raise BadCampaign(_("The last day of the offer must not lie before its first."))
    Campaign.objects.filter(pk=campaign.pk).update(offered_until=until)
    campaign.offered_until = until
    facts: dict[str, Fact] = {"code": campaign.code, "until": until.isoformat()}
    record(event="campaign.stopped", by=by.actor, about=f"campaign:{campaign.pk}", facts=facts, now=now)
    return campaign
