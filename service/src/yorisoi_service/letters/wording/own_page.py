"""The way to the own page, as it is printed: address, customer number, code. Drawn once and kept nowhere."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yorisoi_service.letters.rules.paper import Number, Numbers, Paper, Points, Section
from yorisoi_service.letters.wording.forms import day


def section(*, page: str, customer_number: str, code: str) -> Section:
    """The last page of a welcome letter, in the language that is switched on: it may be kept apart from the others."""
    return Section(
        _("Your own page on the internet"),
        (
            Numbers(
                (
                    Number(_("Address of the page"), page),
                    Number(_("Your customer number"), customer_number),
                    Number(_("Your code"), code),
                ),
                (
                    _("There you see your contract, your letters and what we did for you."),
                    _("An older code no longer works. Tell the code to nobody: we never ask for it."),
                ),
            ),
        ),
        begins_page=True,
    )


def sheet(
    *, language: str, provider: str, office: str, page: str, customer_number: str, code: str, issued_on: date
) -> Paper:
    """A letter with nothing but a new code, for who lost the old one; in the language that is switched on."""
    names = {"office": office}
    return Paper(
        language=language,
        title=_("Your new code"),
        honorific=pgettext("on an envelope", "%(name)s"),
        copy="",
        marks=((pgettext("letter", "Day"), day(issued_on)),),
        sender=(provider, _("Office %(office)s") % names),
        lead=(
            _("You asked our office for a new code for your own page."),
            _("If you did not ask for it, please telephone our office: %(office)s.") % names,
        ),
        sections=(
            replace(section(page=page, customer_number=customer_number, code=code), begins_page=False),
            Section(
                _("How to open the page"),
                (
                    Points(
                        (
                            _("Type the address into your internet browser."),
                            _("Choose the way with the code in the letter."),
                            _("Type customer number and code. Capital or small letters are the same."),
                        ),
                        in_order=True,
                    ),
                ),
            ),
        ),
    )
