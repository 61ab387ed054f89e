"""What it costs, and what it would cost from a day on: asked of the rule that charges, month by month (R02, R07, R24, R25)."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yorisoi_service import clock
from yorisoi_service.billing.errors import NoTariff
from yorisoi_service.billing.queries import said
from yorisoi_service.billing.rules.course import horizon
from yorisoi_service.billing.rules.provider import worded
from yorisoi_service.billing.services.what_if import Before, explain_joining
from yorisoi_service.contracts.models import Campaign
from yorisoi_service.contracts.queries import campaigns_offered
from yorisoi_service.contracts.rules.campaign import Applicant, is_offered
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.story import ForWhom
from yorisoi_service.front.portal.public.answers.book import fee, month, plain_yen
from yorisoi_service.front.portal.public.facts import Facts, gather
from yorisoi_service.letters.wording.forms import day

EARLIEST_DAYS = 31
LATEST_DAYS = 731
MOST_MONTHS = 15
MOST_YEARS_WITHOUT_A_LEAP = 8  # from one 29 February to the next
WRITTEN = re.compile(r"(?:(\d{4}|令和\d{1,2}|r\d{1,2})[年./-])?(\d{1,2})[月./-](\d{1,2})日?")
REIWA = 2018  # the year before its first
# Who had a contract before, in the words of whose first time counts with this provider (T6).
WHO: dict[str, tuple[tuple[Before, Promise], ...]] = {
    "customer": (
        ("first", gettext_lazy("For the first time")),
        ("again", gettext_lazy("I had a contract before")),
    ),
    "line": (
        ("first", gettext_lazy("For the first time")),
        ("other_line", gettext_lazy("I had a contract before, but not on this line")),
        ("again", gettext_lazy("There was a contract on this line before")),
    ),
    "household": (
        ("first", gettext_lazy("Nobody of our household had a contract before")),
        ("household", gettext_lazy("Somebody else of our household has a contract, or had one")),
        ("again", gettext_lazy("I had a contract before")),
    ),
}
FIRST: dict[str, Promise] = {
    "customer": gettext_lazy("Is it your first contract with us?"),
    "line": gettext_lazy("Is it the first contract on this line?"),
    "household": gettext_lazy("Is it the first contract of your household?"),
}


def read_day(text: str, *, today: date) -> date | None:
    """A day as people write it: 2026-12-01, 2026年12月1日, 令和8年12月1日, 12/1 (the next one). None: no such day."""
    found = WRITTEN.fullmatch("".join(unicodedata.normalize("NFKC", text).lower().replace("元年", "1年").split()))
    if found is None:
        return None
    year, number, of_month = found.groups()
    if year is None:
        return _next(int(number), int(of_month), today=today)
    try:
        era = re.fullmatch(r"(?:令和|r)(\d+)", year)
        return date(REIWA + int(era.group(1)) if era else int(year), int(number), int(of_month))
    except ValueError:
        return None


def _next(number: int, of_month: int, *, today: date) -> date | None:
    """The first such day from today on; 29 February may be years away. None: no year has it."""
    for year in range(today.year, today.year + MOST_YEARS_WITHOUT_A_LEAP + 1):
        with suppress(ValueError):
            found = date(year, number, of_month)
            if found >= today:
                return found
    return None


class JoinForm(forms.Form):
    """The day of the form, and whether somebody was with us before."""

    day = forms.CharField(
        label=gettext_lazy("On which day would you apply?"),
        max_length=40,
        error_messages={
            "required": gettext_lazy("Please choose a day."),
            "max_length": gettext_lazy("Please write a day like 2026-12-01."),
        },
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    who = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Please choose one of them.")),
    )
    campaign = forms.ChoiceField(
        label=gettext_lazy("Campaign"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("This campaign is not offered to you on that day.")},
    )

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = facts.today
        scope, who = facts.policy.first_time_scope, self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.label, who.choices = FIRST[scope], WHO[scope]
        offers = [(each.code, worded(each.name, facts.language)) for each in facts.campaigns]
        campaign = self.fields["campaign"]
        assert isinstance(campaign, forms.ChoiceField)
        campaign.choices = [("", _("without")), *offers]

    def clean_day(self) -> date:
        found = read_day(self.cleaned_data["day"], today=self.today)
        if found is None:
            raise forms.ValidationError(_("There is no such day. Please write it like 2026-12-01."))
        first, last = self.today - timedelta(days=EARLIEST_DAYS), self.today + timedelta(days=LATEST_DAYS)
        if found < first:
            raise forms.ValidationError(_("That day is over. Please choose %(day)s or later.") % {"day": day(first)})
        if found > last:
            raise forms.ValidationError(
                _("That is too far ahead for us to know. Please choose a day up to %(day)s.") % {"day": day(last)}
            )
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("campaign") and "day" in data and "who" in data:
            on, who = data["day"], data["who"]
            offered = (each for each in campaigns_offered(on=on) if _is_theirs(each, on, before=who))
            if data["campaign"] not in {each.code for each in offered}:
                self.add_error("campaign", _("This campaign is not offered to you on that day."))
        return data


def _is_theirs(campaign: Campaign, form_on: date, *, before: Before) -> bool:
    # Campaigns look at the person, whatever the scope of the free months.
    applicant = Applicant(is_new=before in ("first", "household"), is_returning=before == "again")
    return is_offered(
        ForWhom(campaign.for_whom), campaign.offered_from, campaign.offered_until, form_on=form_on, applicant=applicant
    )


@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """The fee of today, and a form that says what a contract from some day on would cost."""
    facts = gather(now=clock.now())
    asked = "day" in request.GET or "who" in request.GET
    form = JoinForm(
        request.GET if asked else None, facts=facts, initial={"day": facts.today.isoformat(), "who": "first"}
    )
    page: dict[str, Any] = {
        "form": form,
        "facts": facts,
        "fee": fee(facts.price),
        "later": [(month(price.since), fee(price.amount)) for price in facts.later_prices],
        "has_campaigns": bool(facts.campaigns),
        "ends_free": facts.policy.cancel_in_free_month == "free",
    }
    if asked and form.is_valid():
        page |= _course(form.cleaned_data, facts)
    return render(request, "portal/public/prices.html", page)


def _course(asked: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """Month by month until nothing changes any more, at most 15 months."""
    form_on, campaign = asked["day"], asked["campaign"] or None
    begin = Month.of(form_on)
    free = facts.plan.policy_at(begin).free_months
    last = horizon(begin, free_months=free, campaign=campaign, tariff=facts.plan.tariff)
    last = min(last, begin.plus(MOST_MONTHS - 1))
    try:
        found = explain_joining(form_on, last, before=asked["who"], campaign=campaign, plan=facts.plan)
    except NoTariff as unknown:
        return {"unknown": unknown}
    first = next((each for each in found if each[1].amount > 0), None)
    return {
        "form_on": day(form_on),
        "course": [(month(at), plain_yen(charge.amount), said(why)) for at, charge, why in found],
        "first_paid": month(first[0]) if first else "",
        "first_fee": fee(first[1].amount) if first else "",
    }
