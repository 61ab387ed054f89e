"""Forms of the accountant: months, prices, settings, campaigns, and what to look for in the ledger."""

from typing import Any, get_args, get_type_hints

from django import forms
from django.utils.translation import gettext_lazy as _

from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.front.office.forms.fields import Day, MonthField, Yen
from yorisoi_service.front.office.words import FOR_WHOM, POLICY, POLICY_CHOICES


class FirstMonthForm(forms.Form):
    """The first month that is charged here at all."""

    month = MonthField(label=_("First month to close"))


class ExportForm(forms.Form):
    """In which letters the file is written."""

    encoding = forms.ChoiceField(
        label=_("Character set of the file"),
        choices=[("utf-8", "UTF-8"), ("cp932", _("CP932 (Windows, Japanese)"))],
    )


class PriceForm(forms.Form):
    """Another monthly fee."""

    since = MonthField(label=_("From the service month"))
    amount = Yen(label=_("Yen a month, tax included"))


class TaxForm(forms.Form):
    """Another rate of consumption tax."""

    since = MonthField(label=_("From the service month"))
    percent = forms.IntegerField(label=_("Per cent"), min_value=0, max_value=100)


class PolicyForm(forms.Form):
    """The settings that touch money."""

    since = MonthField(label=_("From the service month"))
    free_months = forms.IntegerField(label=POLICY["free_months"], min_value=0, max_value=24)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, kind in get_type_hints(Policy).items():
            options = (True, False) if kind is bool else get_args(kind)
            if len(options) > 1:
                self.fields[name] = forms.ChoiceField(
                    label=POLICY[name],
                    choices=[(str(each), POLICY_CHOICES[name, str(each)]) for each in options],
                    widget=forms.RadioSelect,
                )

    def policy(self) -> Policy:
        """What was chosen, the settings without a choice as they always are."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "since"}
        flags = {name for name, kind in get_type_hints(Policy).items() if kind is bool}
        return Policy(**{name: value == "True" if name in flags else value for name, value in data.items()})


class CampaignForm(forms.Form):
    """An offer with its own amounts for some months; no penalty, no minimum term, nothing else (R06)."""

    code = forms.CharField(label=_("Short code"), max_length=40, help_text=_("Letters, digits and hyphens."))
    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    for_whom = forms.ChoiceField(label=_("For whom"), choices=list(FOR_WHOM.items()))
    offered_from = Day(label=_("Forms from"))
    offered_until = Day(label=_("Forms until"), required=False)
    from_1 = forms.IntegerField(label=_("First step: from month"), min_value=1, max_value=120, initial=1)
    to_1 = forms.IntegerField(label=_("First step: to month"), min_value=1, max_value=120)
    amount_1 = Yen(label=_("First step: yen a month, tax included"))
    from_2 = forms.IntegerField(label=_("Second step: from month"), min_value=1, max_value=120, required=False)
    to_2 = forms.IntegerField(label=_("Second step: to month"), min_value=1, max_value=120, required=False)
    amount_2 = Yen(label=_("Second step: yen a month, tax included"), required=False)

    def terms(self) -> list[dict[str, int]]:
        """The steps that were filled in."""
        data = self.cleaned_data
        steps = [(data[f"from_{n}"], data[f"to_{n}"], data[f"amount_{n}"]) for n in (1, 2)]
        return [{"from_month": f, "to_month": t, "amount": a} for f, t, a in steps if None not in (f, t, a)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        second = [data.get(name) is None for name in ("from_2", "to_2", "amount_2")]
        if any(second) and not all(second):
            self.add_error("from_2", _("Fill in all three fields of the second step, or none."))
        return data


class StopForm(forms.Form):
    """Until when an offer is open."""

    until = Day(label=_("Last day of forms"))


class LedgerForm(forms.Form):
    """What to look for: any of month, amount and counterparty, each as a range or a beginning."""

    first = MonthField(label=_("Service month from"), required=False)
    last = MonthField(label=_("Service month until"), required=False)
    least = forms.IntegerField(label=_("Yen from"), required=False)
    most = forms.IntegerField(label=_("Yen up to"), required=False)
    counterparty = forms.CharField(
        label=_("Counterparty: account, customer number or name"), max_length=120, required=False
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)


class InvoiceForm(forms.Form):
    """Who asked for a qualified invoice, for which months, and which one it takes the place of."""

    customer_number = forms.CharField(label=_("Customer number"), max_length=20)
    month = MonthField(label=_("Month of the bill"))
    until = MonthField(
        label=_("Last month"),
        required=False,
        help_text=_("For several months on one invoice, at most 24. Empty: only the one month."),
    )
    recipient = forms.CharField(
        label=_("Name of the recipient"),
        max_length=200,
        required=False,
        help_text=_("As it shall stand on the invoice. Empty: the subscriber's name."),
    )
    corrects = forms.CharField(
        label=_("Corrects invoice"),
        max_length=30,
        required=False,
        help_text=_("Number of the invoice this one takes the place of, as printed on it. Both are kept."),
    )


class InvoiceSearchForm(forms.Form):
    """Invoices by day, amount and recipient, as tax law wants them found."""

    first_on = Day(label=_("Dealt with from"), required=False)
    last_on = Day(label=_("Dealt with until"), required=False)
    least = forms.IntegerField(label=_("Yen from"), required=False)
    most = forms.IntegerField(label=_("Yen up to"), required=False)
    recipient = forms.CharField(label=_("Recipient"), max_length=120, required=False)
