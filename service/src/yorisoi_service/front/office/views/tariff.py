"""The accountant's decisions by date: prices, tax, settings, campaigns. Each is a new row; closed months stay as they are."""

from collections.abc import Callable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from yorisoi_service import clock
from yorisoi_service.billing import queries
from yorisoi_service.billing.models import PolicyRow, PriceRow, TaxRow
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.billing.services import tariff
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Campaign
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services.campaigns import add_campaign, stop_offering
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office import offers, provider_rows
from yorisoi_service.front.office.forms.money import CampaignForm, PolicyForm, PriceForm, StopForm, TaxForm
from yorisoi_service.front.office.steps import Data, Deal, confirmed
from yorisoi_service.front.office.words import FOR_WHOM, POLICY, POLICY_CHOICES, Words
from yorisoi_service.staff.rules.roles import Deed

BACK = "office:tariff"


@require_GET
@staff_only(Deed.EDIT_TARIFF)
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that decides a charge, with the month from which it holds."""
    policies = PolicyRow.objects.select_related("by").order_by("-since", "-pk")
    page = {
        "prices": rows(PriceRow),
        "taxes": rows(TaxRow),
        "policies": [(row, settings_of(Policy(**row.settings))) for row in policies],
        "campaigns": [
            (each, offers.name_of(each), FOR_WHOM.get(each.for_whom, each.for_whom)) for each in contracts.campaigns()
        ],
        "first_year": tariff.BEGINNING.year,
    }
    return render(request, "office/tariff.html", page)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.EDIT_TARIFF)
def price(request: HttpRequest) -> HttpResponse:
    """Another monthly fee from a later month on (R24)."""
    form = PriceForm(request.POST or None, initial={"since": coming()})
    return decided(
        request,
        form,
        title=_("Another price"),
        said=_("The price is entered."),
        do=lambda data: tariff.add_price(**data, by=member(request), now=clock.now()),
    )


@require_http_methods(["GET", "POST"])
@staff_only(Deed.EDIT_TARIFF)
def tax(request: HttpRequest) -> HttpResponse:
    """Another tax rate; the fee itself stays as it is."""
    form = TaxForm(request.POST or None, initial={"since": coming()})
    return decided(
        request,
        form,
        title=_("Another tax rate"),
        said=_("The tax rate is entered. The price stays as it is."),
        do=lambda data: tariff.add_tax(**data, by=member(request), now=clock.now()),
    )


@require_http_methods(["GET", "POST"])
@staff_only(Deed.EDIT_TARIFF)
def policy(request: HttpRequest) -> HttpResponse:
    """Other settings; who joined before keeps what was promised."""
    standing = queries.newest(PolicyRow)
    initial = {name: str(value) for name, value in asdict(standing[-1].value() if standing else Policy()).items()}
    form = PolicyForm(request.POST or None, initial={**initial, "since": coming()})
    return decided(
        request,
        form,
        title=_("Other settings"),
        said=_("The settings are entered."),
        do=lambda data: tariff.add_policy(
            since=data["since"], policy=form.policy(), by=member(request), now=clock.now()
        ),
    )


@require_http_methods(["GET", "POST"])
@staff_only(Deed.EDIT_TARIFF)
def campaign(request: HttpRequest) -> HttpResponse:
    """A new offer. Contracts made under it keep its amounts."""
    form = CampaignForm(request.POST or None, initial={"offered_from": clock.business_day(clock.now())})

    def do(data: Data) -> object:
        return add_campaign(
            code=data["code"],
            name={"ja": data["name_ja"], "en": data["name_en"]},
            terms=form.terms(),
            offered_from=data["offered_from"],
            offered_until=data["offered_until"],
            for_whom=data["for_whom"],
            by=member(request),
            now=clock.now(),
        )

    return decided(request, form, title=_("A new campaign"), said=_("The campaign is entered."), do=do)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.EDIT_TARIFF)
def stop_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """No forms of a later day; contracts made under the offer keep its amounts."""
    row = get_object_or_404(Campaign, pk=pk)
    form = StopForm(request.POST or None, initial={"until": clock.business_day(clock.now())})
    return decided(
        request,
        form,
        title=_("End the offer of %(name)s") % {"name": offers.name_of(row)},
        said=_("The offer ends."),
        do=lambda data: stop_offering(campaign=row, until=data["until"], by=member(request), now=clock.now()),
    )


def decided(
    request: HttpRequest,
    form: PriceForm | TaxForm | PolicyForm | CampaignForm | StopForm,
    *,
    title: Words,
    said: Words,
    do: Callable[[Data], object],
) -> HttpResponse:
    """The three faces of a decision."""

    def after_the_file(data: Data) -> object:
        provider_rows.take_over(now=clock.now())
        return do(data)

    deal = Deal(
        title=title,
        intro=_("It holds from a month that is not closed yet. What was decided before stays on record."),
        verb=_("Enter it"),
        said=said,
        back=reverse(BACK),
        is_final=True,
    )
    return confirmed(request, form, deal, after_the_file)


def rows(model: type[PriceRow] | type[TaxRow]) -> list[PriceRow | TaxRow]:
    """Every row, also those a newer one took the place of; the newest first."""
    return list(model.objects.select_related("by").order_by("-since", "-pk"))


def settings_of(policy: Policy) -> list[tuple[Words, Words]]:
    """Each setting and what was chosen, in words."""
    values = asdict(policy)
    return [(label, POLICY_CHOICES.get((name, str(values[name])), str(values[name]))) for name, label in POLICY.items()]


def coming() -> Month:
    """The month after this one: what forms suggest."""
    return Month.of(clock.business_day(clock.now())).plus(1)
