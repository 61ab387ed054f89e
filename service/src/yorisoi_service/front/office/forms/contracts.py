"""Forms about a contract and its line: what the subscriber asked for, and on which day."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yorisoi_service.front.office.forms.fields import Day, Replaces, Tick
from yorisoi_service.front.office.forms.people import ContactForm
from yorisoi_service.front.office.words import CHANNELS, GROUNDS, MISTAKES, Words

Choices = Iterable[tuple[str, Any]]
PROPOSED = _("We had proposed it to the subscriber (on the telephone or at the door)")
IDENTITY = _("I have checked the identity of the caller")

NOTED = [
    ("course", _("another course of the internet contract")),
    ("device", _("another computer or device")),
    ("account", _("another account for the internet bill")),
]


class CustomerNumberForm(forms.Form):
    """Whose application this is."""

    customer_number = forms.CharField(
        label=_("Customer number"),
        max_length=20,
        help_text=_("As on the application form. Somebody new: the new number."),
    )


class ApplicationForm(forms.Form):
    """The application form, as it was filled in."""

    form_on = Day(label=_("Day on the application form"))
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    channel = forms.ChoiceField(label=_("How it came"), choices=list(CHANNELS.items()), initial="office")
    solicited = forms.BooleanField(label=PROPOSED, required=False)
    terms = forms.BooleanField(
        label=_("The form carries the present terms, accepted"),
        required=False,
        help_text=_("Without the tick they are read aloud before the first session."),
    )

    def groups(self) -> list[tuple[Words, list[forms.BoundField]]]:
        """The fields under their heading."""
        return [(_("The application form"), list(self))]

    def __init__(
        self, *args: Any, lines: Choices = (), replaced: Choices = (), campaigns: Choices = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        own = list(lines)
        if own:
            self.fields["line"] = forms.ChoiceField(
                label=_("Line"), choices=own, initial=own[0][0], widget=forms.RadioSelect
            )
            if older := list(replaced):
                self.fields["replaces"] = Replaces(older)
            self.order_fields(["line", "replaces"])
        offered = list(campaigns)
        if offered:
            self.fields["campaign"].choices = [("", _("none")), *offered]
        else:
            del self.fields["campaign"]


class NewCustomerForm(ContactForm, ApplicationForm):
    """The application of somebody whose internet contract is not in our records yet: everything on one page."""

    customer_number = forms.CharField(label=_("Customer number"), max_length=20)
    line_number = forms.CharField(label=_("Line number"), max_length=30)
    line_address = forms.CharField(
        label=_("Address of the line"), max_length=200, required=False, help_text=_("Empty: the same address.")
    )
    line_opened_on = Day(label=_("Open since"))
    field_order = ["customer_number", *ContactForm.base_fields, "line_number", "line_address", "line_opened_on"]

    def groups(self) -> list[tuple[Words, list[forms.BoundField]]]:
        """The fields under three headings."""
        bound = list(self)
        people, line = len(ContactForm.base_fields) + 1, 3
        return [
            (_("The subscriber"), bound[:people]),
            (_("The line"), bound[people : people + line]),
            (_("The application form"), bound[people + line :]),
        ]


class CancelForm(forms.Form):
    """What the subscriber asked on the telephone (R05, R07)."""

    requested_on = Day(label=_("Asked to cancel on"), help_text=_("The day of the call or visit, not of this entry."))
    end_on = Day(label=_("Last day, if later"), required=False, help_text=_("Empty: the day they asked."))
    identity = Tick(label=IDENTITY)


class CorrectEndForm(forms.Form):
    """What the subscriber really asked for."""

    requested_on = Day(label=_("Asked to cancel on"))
    end_on = Day(label=_("Last day, if later"), required=False, help_text=_("Empty: the day they asked."))


class NothingForm(forms.Form):
    """Nothing to enter: only a decision."""


class WithdrawForm(forms.Form):
    """Why the contract counts as never made."""

    requested_on = Day(label=_("Asked to withdraw on"))
    paper_on = Day(
        label=_("Got the letter on"), required=False, help_text=_("Empty: the day of entry, since no letter is older.")
    )
    ground = forms.ChoiceField(
        label=_("Why it counts as never made"), choices=list(GROUNDS.items()), widget=forms.RadioSelect
    )
    identity = Tick(label=IDENTITY)


class CorrectForm(forms.Form):
    """What the application form really says."""

    form_on = Day(label=_("Day on the application form"))
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    channel = forms.ChoiceField(label=_("How it came"), choices=list(CHANNELS.items()))
    solicited = forms.BooleanField(label=PROPOSED, required=False)
    terms = forms.BooleanField(label=_("The form carries the terms, accepted"), required=False)

    def __init__(self, *args: Any, campaigns: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["campaign"].choices = [("", _("none")), *campaigns]


class MistakeForm(forms.Form):
    """Why the application should not have been entered here."""

    mistake = forms.ChoiceField(label=_("What was wrong"), choices=list(MISTAKES.items()), widget=forms.RadioSelect)


class CloseLineForm(forms.Form):
    """The last day of a line."""

    on = Day(label=_("Last day of the line"))
    identity = Tick(label=IDENTITY)


class MoveForm(forms.Form):
    """The line that takes the place of this one."""

    number = forms.CharField(label=_("New line number"), max_length=30)
    address = forms.CharField(label=_("New address of the line"), max_length=200)
    opened_on = Day(label=_("New line open since"))


class ReplacedForm(forms.Form):
    """Which line of the same subscriber took the place of this one."""

    by = forms.ChoiceField(label=_("The line in its place"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, lines: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["by"].choices = list(lines)


class SuspendForm(forms.Form):
    """Between which days the line rests."""

    first_on = Day(label=_("First day of rest"))
    last_on = Day(label=_("Last day of rest"))


class ResumeForm(forms.Form):
    """From which day the line is used again."""

    on = Day(label=_("In service again from"))


class InheritForm(forms.Form):
    """Who takes the line over."""

    customer_number = forms.CharField(
        label=_("Customer number of the new holder"), max_length=20, help_text=_("Register the new holder first.")
    )
    on = Day(label=_("Day of the change"))
    identity = Tick(label=IDENTITY)


class FreeWindowForm(forms.Form):
    """What an import could not know."""

    used = forms.ChoiceField(
        label=_("Free months of the first contract"),
        choices=[("yes", _("used before our records begin")), ("no", _("not used before"))],
        widget=forms.RadioSelect,
    )


class NoteForm(forms.Form):
    """Something that happened and changes no money (R09, R10, R27)."""

    what = forms.ChoiceField(label=_("What changed"), choices=NOTED, widget=forms.RadioSelect)
    on = Day(label=_("Changed on"))
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("No passwords and no account numbers.")
    )
