"""The welcome letter of a contract: its facts, gathered from contract, charge and provider file (R28)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yorisoi_service.billing import queries
from yorisoi_service.billing.rules.course import horizon, stages
from yorisoi_service.billing.rules.provider import Provider, spoken, worded
from yorisoi_service.billing.rules.tax import tax_within
from yorisoi_service.billing.services import tariff
from yorisoi_service.billing.services.what_if import explain_line
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Acceptance, Period, TermsVersion
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.letters.errors import BadLetter
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.placeholders import is_placeholder
from yorisoi_service.letters.rules.welcome import Desk, Welcome
from yorisoi_service.letters.services.issuing import issue
from yorisoi_service.staff.models import StaffMember


@transaction.atomic
def issue_welcome(*, period: Period, provider: Provider, language: str, by: StaffMember, now: datetime) -> Letter:
    """Issue the letter of a contract, in the same transaction as joining; again where a name or a number has changed.

    To hand the same letter over once more, deliver it again instead. Draws and sends nothing. Before the very first
    letter the price of the provider file becomes a row. BadLetter for a contract that was withdrawn or corrected.
    """
    if period.void:
        raise BadLetter(_("This contract was withdrawn or corrected. Issue the letter of the contract that counts."))
    price = provider.price
    tariff.seed(monthly_yen=price.monthly_yen, tax_percent=price.tax_percent, policy=provider.charge, now=now)
    values = _values(period, provider, spoken(language, provider))
    return issue(subscriber=period.line.subscriber, values=values, about=f"period:{period.pk}", by=by, now=now)


def contract_number(period: Period) -> str:
    """What a contract is called on paper: the line it began on, and the how-manieth contract of that line it is."""
    return f"{period.form_line.number}-{period.sequence}"


def _values(period: Period, provider: Provider, language: str) -> Welcome:
    start = Month.of(period.start_on)
    plan = queries.plan()
    policy = plan.policy_at(start)
    code = None if period.campaign is None else period.campaign.code
    last = horizon(start, free_months=policy.free_months, campaign=code, tariff=plan.tariff)
    with translation.override(language):
        charged = [
            (month, charge) for month, charge, _why in explain_line(period.line_id, start, last, over_moves=True)
        ]
    price, tax = plan.tariff.price_at(start), plan.tariff.tax_at(start)
    terms_version, liability = _terms(period, provider, language)
    desk = _desk(provider, period.start_on)
    return Welcome(
        language=language,
        provider=provider.name_in(language),
        service=worded(provider.service_name, language),
        contract_number=contract_number(period),
        holder=period.line.subscriber.name,
        line_number=period.line.number,
        line_address=period.line.address,
        start_on=period.start_on,
        is_again=period.sequence > 1,
        stages=stages(charged),
        campaign="" if period.campaign is None else worded(period.campaign.name, language),
        free_months=policy.free_months,
        price=price.amount,
        tax=tax_within(price.amount, tax.percent, provider.issuer.rounding),
        tax_percent=tax.percent,
        issuer=worded(provider.issuer.name, language),
        registration_number=provider.issuer.registration_number,
        debit_day=provider.collection.debit_day,
        with_internet_bill=provider.collection.mode == "export",
        office_phone=provider.phones.office,
        desk=desk,
        terms_version=terms_version,
        liability=liability,
        ends_free=policy.cancel_in_free_month == "free",
        withdrawal_days=provider.withdrawal_days if period.solicited else 0,
        has_placeholders=is_placeholder(
            desk.landline, desk.mobile, provider.phones.office, provider.issuer.registration_number
        ),
    )


def _desk(provider: Provider, start_on: date) -> Desk:
    hours = provider.hours
    return Desk(
        landline=provider.phones.desk_landline,
        mobile=provider.phones.desk_mobile,
        opens=f"{hours.opens:%H:%M}",
        closes=f"{hours.closes:%H:%M}",
        closures=tuple(sorted(day for day in hours.closures if day >= start_on)),
        download_page=provider.download_page,
        software_list=provider.software_list_page,
    )


def _terms(period: Period, provider: Provider, language: str) -> tuple[str, str]:
    """The version accepted with the contract and what it says on liability; else the version in force."""
    accepted = Acceptance.objects.filter(period=period).order_by("-accepted_on", "-pk").first()
    if accepted is not None and accepted.version != provider.terms.version:
        kept = TermsVersion.objects.filter(version=accepted.version).first()
        if kept is not None:
            return kept.version, worded(kept.texts, language)
    version, written = provider.terms.version, provider.terms.liability
    return version, contracts.liability_of(version, language, written=written)
