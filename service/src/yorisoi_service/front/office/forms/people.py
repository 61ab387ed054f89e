"""Forms about people: subscribers, their lines, and those who work here. The services check what a value means."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yorisoi_service.front.office.forms.fields import Day, Replaces
from yorisoi_service.front.office.words import Words
from yorisoi_service.staff.models import ROLE_NAMES

Choices = Iterable[tuple[str, Words]]


class SearchForm(forms.Form):
    """Whom somebody is looking for. It travels in a form, never in an address."""

    wanted = forms.CharField(label=_("Customer number, line, name, kana or telephone"), max_length=120, required=False)
    after = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)


class ContactForm(forms.Form):
    """How a subscriber is called and reached."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kana = forms.CharField(label=_("Kana"), max_length=120, help_text=_("As it is read, in katakana."))
    address = forms.CharField(label=_("Address"), max_length=200)
    phone = forms.CharField(label=_("Telephone"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    mobile = forms.CharField(
        label=_("Mobile"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("Mail address"), required=False)


class ChangeContactForm(ContactForm):
    """The same, with what the internet bill and the household are called by."""

    billing_account = forms.CharField(
        label=_("Account of the internet bill"),
        max_length=30,
        required=False,
        help_text=_("Empty: the customer number. The support fee stands on the same bill."),
    )
    household = forms.CharField(
        label=_("Household"),
        max_length=40,
        required=False,
        help_text=_("The same word for everybody who lives together."),
    )


class SubscriberForm(ContactForm):
    """A new internet customer."""

    customer_number = forms.CharField(
        label=_("Customer number"), max_length=20, help_text=_("As on the paper of the internet contract.")
    )
    field_order = ["customer_number"]


class LineForm(forms.Form):
    """A line of a subscriber."""

    number = forms.CharField(label=_("Line number"), max_length=30)
    address = forms.CharField(label=_("Address of the line"), max_length=200)
    opened_on = Day(label=_("Open since"))

    def __init__(self, *args: Any, replaced: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if older := list(replaced):
            self.fields["replaces"] = Replaces(older)


class StaffForm(forms.Form):
    """A new colleague."""

    username = forms.CharField(label=_("Sign-in name"), max_length=40)
    number = forms.CharField(label=_("Staff number"), max_length=6)
    display_name = forms.CharField(label=_("Name told to subscribers"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=[(str(role), name) for role, name in ROLE_NAMES.items()])
    password = forms.CharField(
        label=_("First password"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class RoleForm(forms.Form):
    """Another role for a colleague."""

    role = forms.ChoiceField(label=_("Role"), choices=[(str(role), name) for role, name in ROLE_NAMES.items()])
