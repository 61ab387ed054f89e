"""What is kept of people, what for, and how long: as subscribers read it. The periods are those that the purge goes by."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yorisoi_service.audit.rules.keeping import Periods


def kept(periods: Periods) -> list[tuple[str, str, str]]:
    """What, what for, how long."""
    return [
        (
            _("Who you are: name, address, telephone, mail address, customer number, line"),
            _("To know who calls, and for contract and bill"),
            ngettext(
                "%(count)s month after your last line has ended, and as long as anything of the contract is kept",
                "%(count)s months after your last line has ended, and as long as anything of the contract is kept",
                periods.customer_months,
            )
            % {"count": periods.customer_months},
        ),
        (
            _("Contract, fees, letters"),
            _("For the bill and the books"),
            _after_contract(periods.contract_years),
        ),
        (
            _("What you agreed to in a session, and the terms you accepted"),
            _("To prove what was allowed"),
            _after_contract(periods.consent_years),
        ),
        (
            _("What you asked, and what came of it"),
            _("To help you further the next time"),
            _months(periods.ticket_months),
        ),
        (
            _("The number you called from"),
            _("To find you, and to call you back when you ask"),
            _months(periods.call_months),
        ),
        (
            _("Technical data of a session: times, kind of device, who helped"),
            _("To find faults and abuse"),
            _months(periods.session_log_months),
        ),
        (
            _("The internet address a session came from"),
            _("To see that it is our own line"),
            ngettext("%(count)s day", "%(count)s days", periods.address_days) % {"count": periods.address_days},
        ),
        (
            _("Links and codes to your own page, in a form nobody can read back"),
            _("To let only you in"),
            ngettext("%(count)s day after they ran out", "%(count)s days after they ran out", periods.key_days)
            % {"count": periods.key_days},
        ),
        (
            _("Who of us looked at your data"),
            _("To see that nobody looks without reason"),
            ngettext("%(count)s year", "%(count)s years", periods.look_years) % {"count": periods.look_years},
        ),
    ]


def _after_contract(years: int) -> str:
    return ngettext("%(count)s year after the contract ends", "%(count)s years after the contract ends", years) % {
        "count": years
    }


def _months(months: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


def never() -> list[str]:
    """What is not kept at all."""
    return [
        _("Passwords"),
        _("Pictures of your screen"),
        _("What you type"),
        _("What you say when we ask who you are: we note only whether it was right"),
    ]
