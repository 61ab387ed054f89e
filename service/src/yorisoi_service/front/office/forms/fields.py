"""Fields that many forms of the office share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.front.office.words import Words

EARLIEST = date(1950, 1, 1)  # no line is older; a year before it was mistyped
LATEST = date(2199, 12, 31)


class Day(forms.DateField):
    """A day, picked or typed as 2026-04-15."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d"]

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            raise forms.ValidationError(_("Check the year."))


class MonthField(forms.CharField):
    """A calendar month, picked or typed as 2026-04; cleaned to a `Month`."""

    widget = forms.TextInput(attrs={"type": "month", "pattern": "[0-9]{4}-[0-9]{2}"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return Month.parse(text)
        except ValueError:
            raise forms.ValidationError(_("Enter a month as 2026-04.")) from None


class Yen(forms.IntegerField):
    """A whole number of yen, tax included."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**({"min_value": 0, "max_value": 1_000_000} | more))
        self.widget.attrs["inputmode"] = "numeric"


class Replaces(forms.ChoiceField):
    """Whether a line takes the place of another: asked wherever it could, and answered by a person, never beforehand."""

    FURTHER = "no"
    widget = forms.RadioSelect

    def __init__(self, lines: Iterable[tuple[str, Words]]) -> None:
        super().__init__(
            label=_("Does the line take the place of another one?"),
            choices=[*lines, (self.FURTHER, _("no, it is a line of its own"))],
            help_text=_(
                "If it does, the contract goes on there for one fee. If not, each line needs a contract and is charged."
            ),
            error_messages={"required": _("Ask the subscriber, then choose one.")},
        )


class Tick(forms.BooleanField):
    """Something a person must have done before; without the tick nothing goes on."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**({"error_messages": {"required": _("Do this first, then tick it.")}} | more))
