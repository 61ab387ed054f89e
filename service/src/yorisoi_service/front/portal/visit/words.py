"""The answers to the two questions in words."""

from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yorisoi_service.desk.rules.survey import Solved

Words: TypeAlias = str | Promise

SOLVED: dict[str, Words] = {
    Solved.YES: pgettext_lazy("survey", "Yes, it is solved"),
    Solved.PARTLY: pgettext_lazy("survey", "In part"),
    Solved.NO: pgettext_lazy("survey", "No, not yet"),
}
HELP: dict[str, Words] = {
    "5": _("Very good"),
    "4": _("Good"),
    "3": _("All right"),
    "2": _("Not so good"),
    "1": _("Not good"),
}
