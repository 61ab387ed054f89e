"""From the facts of a letter to its words, in the letter's own language whoever issues it."""

from datetime import date

from django.utils import translation

from yorisoi_service.letters.rules.invoice import Invoice
from yorisoi_service.letters.rules.paper import Paper
from yorisoi_service.letters.rules.visit import Visit
from yorisoi_service.letters.rules.welcome import Welcome
from yorisoi_service.letters.wording import invoice, visit, welcome


def compose(values: Welcome | Invoice | Visit, *, number: str, issued_on: date) -> Paper:
    """Every word of the letter."""
    with translation.override(values.language):
        match values:
            case Welcome():
                return welcome.paper(values, number=number, issued_on=issued_on)
            case Invoice():
                return invoice.paper(values, number=number, issued_on=issued_on)
            case Visit():
                return visit.paper(values, number=number, issued_on=issued_on)
