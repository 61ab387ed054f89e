"""All answers, in the five parts in which people look for them."""

from django.utils.translation import gettext as _

from yorisoi_service.front.portal.public.answers import contract, price, scope, security, usage
from yorisoi_service.front.portal.public.answers.book import Answer, Group
from yorisoi_service.front.portal.public.facts import Facts


def every(facts: Facts) -> dict[Group, tuple[Answer, ...]]:
    """The answers that hold at this moment, in the language that is on."""
    return {
        Group.CONTRACT: contract.answers(facts),
        Group.SCOPE: scope.answers(facts),
        Group.PRICE: price.answers(facts),
        Group.USAGE: usage.answers(facts),
        Group.SECURITY: security.answers(facts),
    }


def titles() -> dict[Group, str]:
    return {
        Group.CONTRACT: _("About the contract"),
        Group.SCOPE: _("What we help with"),
        Group.PRICE: _("What it costs"),
        Group.USAGE: _("How to use it"),
        Group.SECURITY: _("Safety"),
    }
