"""Everything the public pages tell, gathered from where the program itself decides by it: rows, settings, rules.

No page words a price, an hour or a limit of its own, so none can disagree with the bill, the desk or the list.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from yorisoi_service import clock
from yorisoi_service.billing import queries as billing
from yorisoi_service.billing.rules.charge import Charge
from yorisoi_service.billing.rules.plan import Plan
from yorisoi_service.billing.rules.policy import Policy, Price, Tariff, TaxRate
from yorisoi_service.billing.rules.provider import worded
from yorisoi_service.billing.services.what_if import explain_joining
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Campaign
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.desk.queries import catalogue
from yorisoi_service.desk.queries.hours import standing
from yorisoi_service.desk.rules.catalogue import Entry, Group, Published
from yorisoi_service.desk.rules.hours import Hours
from yorisoi_service.desk.rules.policy import DeskPolicy
from yorisoi_service.desk.rules.triage import Request, Ruling, decide
from yorisoi_service.remote import programs
from yorisoi_service.remote.rules.networks import Policy as NetworkPolicy
from yorisoi_service.remote.rules.session import ASKABLE

SHOWN_MONTHS = 4
FIRST_MONTH = Month(1900, 1)  # of what the provider file says, as long as no row says it


@dataclass(frozen=True)
class Facts:
    """What holds at one moment, in one language. Yen are tax included; `plan` decides every charge."""

    language: str
    today: date
    provider: str
    service: str
    office: str
    plan: Plan
    campaigns: tuple[Campaign, ...]  # offered for a form of today
    desk: DeskPolicy
    outside: NetworkPolicy
    published: Published | None
    terms_version: str
    terms_since: date
    liability: str
    with_internet_bill: bool
    debit_day: int
    withdrawal_days: int
    systems: tuple[str, ...]  # for which the program can be received

    @property
    def month(self) -> Month:
        return Month.of(self.today)

    @property
    def price(self) -> int:
        return self.plan.tariff.price_at(self.month).amount

    @property
    def tax_inside(self) -> int:
        return self.plan.tariff.tax_in(self.price, self.month, billing.rounding())

    @property
    def later_prices(self) -> tuple[Price, ...]:
        """Prices that are decided and not yet in force."""
        return tuple(sorted((each for each in self.plan.tariff.prices if each.since > self.month), key=_since))

    @property
    def policy(self) -> Policy:
        return self.plan.policy_at(self.month)

    @property
    def hours(self) -> Hours:
        return self.desk.hours

    @property
    def closures(self) -> tuple[date, ...]:
        """Days without service, from today on."""
        return tuple(sorted(day for day in self.hours.closures if day >= self.today))

    @cached_property
    def joining(self) -> list[tuple[Month, Charge]]:
        """What a first contract from today costs, month by month, until a few months after the first paid one."""
        last = self.month.plus(self.policy.free_months + SHOWN_MONTHS - 2)
        return [(month, charge) for month, charge, _ in explain_joining(self.today, last, plan=self.plan)]

    @property
    def free_months(self) -> int:
        """How many months cost nothing for who joins today for the first time."""
        charges = [charge.amount for _, charge in self.joining]
        return next((n for n, amount in enumerate(charges) if amount > 0), len(charges))

    @property
    def first_paid(self) -> Month | None:
        """The first month with a fee for who joins today for the first time; None when nothing is charged at all."""
        return next((month for month, charge in self.joining if charge.amount > 0), None)

    def entries(self, *groups: Group) -> tuple[Entry, ...]:
        return () if self.published is None else self.published.of(*groups)

    def rules_on(self, request: Request) -> Ruling:
        """What the desk would decide."""
        return decide(request, ASKABLE, self.systems, guides_offline=self.desk.phone_guidance_when_offline)


def _since(price: Price) -> Month:
    return price.since


def gather(*, now: datetime) -> Facts:
    """The facts of this moment in the language that is on."""
    provider = settings.PROVIDER
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    today = clock.business_day(now)
    return Facts(
        language=language,
        today=today,
        provider=provider.name_in(language),
        service=worded(provider.service_name, language),
        office=provider.phones.office,
        plan=_plan(provider),
        campaigns=tuple(contracts.campaigns_offered(on=today)),
        desk=standing(provider.desk, now=now),
        outside=provider.networks.default,
        published=catalogue.published(today),
        terms_version=provider.terms.version,
        terms_since=provider.terms.in_force_since,
        liability=contracts.liability_of(provider.terms.version, language, written=provider.terms.liability),
        with_internet_bill=provider.collection.mode == "export",
        debit_day=provider.collection.debit_day,
        withdrawal_days=provider.withdrawal_days,
        systems=programs.systems(),
    )


def _plan(provider: Any) -> Plan:
    """The rows; before the first ones the provider file, which they will be made of."""
    plan = billing.plan()
    if plan.policies:
        return plan
    price = provider.price
    return Plan(
        Tariff(
            (Price(FIRST_MONTH, price.monthly_yen),),
            (TaxRate(FIRST_MONTH, price.tax_percent),),
            plan.tariff.campaigns,
        ),
        ((FIRST_MONTH, provider.charge),),
    )
