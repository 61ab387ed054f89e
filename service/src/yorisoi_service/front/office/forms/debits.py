"""Forms about collecting: mandates of subscribers, the bank's answers, decisions on what failed."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from yorisoi_service.front.office.forms.fields import Day, MonthField
from yorisoi_service.front.office.uploads import MOST_BYTES

ACCOUNT_TYPES = [(1, _("ordinary")), (2, _("current")), (3, _("tax reserve")), (9, _("other"))]
DIGITS = {"inputmode": "numeric"}


class MandateForm(forms.Form):
    """The form by which a subscriber permits debits. The account is sealed at once and never shown again."""

    received_on = Day(label=_("Form received on"))
    bank_code = forms.CharField(label=_("Bank code, 4 digits"), max_length=4, widget=forms.TextInput(attrs=DIGITS))
    branch_code = forms.CharField(label=_("Branch code, 3 digits"), max_length=3, widget=forms.TextInput(attrs=DIGITS))
    account_type = forms.TypedChoiceField(label=_("Kind of account"), choices=ACCOUNT_TYPES, coerce=int)
    account_number = forms.CharField(
        label=_("Account number, up to 7 digits"), max_length=7, widget=forms.TextInput(attrs=DIGITS)
    )
    holder = forms.CharField(label=_("Account holder in kana"), max_length=60)
    customer_ref = forms.CharField(
        label=_("Customer number on the bank's form"),
        max_length=20,
        required=False,
        help_text=_("Empty: one is given. The bank registers it for good."),
        widget=forms.TextInput(attrs=DIGITS),
    )


class DebitFileForm(forms.Form):
    """Which month to collect, and on another day than usual; where it could go wrong, what is collected elsewhere."""

    month = MonthField(label=_("Service month"))
    debit_date = Day(label=_("Debit date, if not the usual one"), required=False)
    first = forms.BooleanField(
        label=_("Closed months before it are collected in another way"),
        required=False,
        help_text=_("Only for the first file: no later file asks for what these months booked."),
    )

    not_billed = forms.BooleanField(
        label=_("The file of this month for the internet bill was never billed"),
        required=False,
        help_text=_("Otherwise the month would be collected twice."),
    )

    was_billed = forms.BooleanField(
        label=_("The months between the last file and this one were billed"),
        required=False,
        help_text=_("Only where that is not noted: no debit file asks for them then."),
    )

    def __init__(
        self, *args: Any, may_begin_later: bool, is_some_billed: bool, may_pass_over: bool, **more: Any
    ) -> None:
        """May this file leave closed months behind? Was a file written for the internet bill, or is that not known of
        the next month?"""
        super().__init__(*args, **more)
        asked = {"first": may_begin_later, "not_billed": is_some_billed, "was_billed": may_pass_over}
        for name, is_asked in asked.items():
            if not is_asked:
                del self.fields[name]


class ResultForm(forms.Form):
    """The bank's answer."""

    file = forms.FileField(label=_("The bank's result file"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large for a page. Take it on the server: debits import."))
        return file
