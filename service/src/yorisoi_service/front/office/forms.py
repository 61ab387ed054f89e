"""Forms of the office: what must be there and how long it may be. The services check what it means."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yorisoi_service.staff.models import ROLE_NAMES


class Day(forms.DateField):
    """A day, picked or typed as 2026-04-15."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d"]


class SubscriberForm(forms.Form):
    """A new internet customer."""

    customer_number = forms.CharField(label=_("Customer number"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=120)
    kana = forms.CharField(label=_("Kana"), max_length=120)
    address = forms.CharField(label=_("Address"), max_length=200)
    phone = forms.CharField(label=_("Telephone"), max_length=20)
    mobile = forms.CharField(label=_("Mobile"), max_length=20, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)


class LineForm(forms.Form):
    """A line of a subscriber."""

    number = forms.CharField(label=_("Line number"), max_length=30)
    address = forms.CharField(label=_("Address of the line"), max_length=200)
    opened_on = Day(label=_("Open since"))


class JoinForm(forms.Form):
    """The application form, as it was filled in."""

    form_on = Day(label=_("Day on the application form"))
    terms = forms.BooleanField(label=_("The form carries the present terms, accepted"), required=False)


class CancelForm(forms.Form):
    """What the subscriber asked on the telephone."""

    requested_on = Day(label=_("Asked to cancel on"))
    end_on = Day(label=_("Last day, if later"), required=False)


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
