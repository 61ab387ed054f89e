"""The clerk ends a contract: cancelled, cancellation undone, or with its line (R05, R07)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yorisoi_service import clock
from yorisoi_service.billing import queries as billing
from yorisoi_service.contracts.rules.month import BEFORE_ANY
from yorisoi_service.contracts.services import endings
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office import money
from yorisoi_service.front.office.forms.contracts import CancelForm, CloseLineForm, NothingForm
from yorisoi_service.front.office.lines import newest_period, subject
from yorisoi_service.front.office.steps import Data
from yorisoi_service.staff.rules.roles import Deed

# What the clerk says follows the provider's settings (T3); without any it says what holds whatever they are.
FINAL_MONTH = {
    "free": _("No minimum term, no penalty. The final month is charged in full; a free month stays free."),
    "charge": _("No minimum term, no penalty. The final month is charged in full, also a free month."),
    "": _("No minimum term, no penalty. The final month is charged in full."),
}


@require_http_methods(["GET", "POST"])
@staff_only(Deed.CANCEL_CONTRACT)
def cancel(request: HttpRequest, line: int) -> HttpResponse:
    """Today, or on the later day the subscriber named; the final month's cost is shown first."""
    on, now = subject(line), clock.now()
    period, policy = newest_period(on.line), money.settings_of(clock.business_day(now))
    deal = on.deal(
        title=_("Cancel the support contract"),
        intro=FINAL_MONTH[policy.cancel_in_free_month if policy else ""],
        verb=_("Cancel the contract"),
        said=_("The support contract ends."),
    )

    def do(data: Data) -> object:
        days = {"requested_on": data["requested_on"], "end_on": data["end_on"]}
        return endings.cancel(period=period, **days, by=member(request), now=now)

    form = CancelForm(request.POST or None, initial={"requested_on": clock.business_day(now)})
    return on.confirmed(request, form, deal, do)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.CANCEL_CONTRACT)
def undo(request: HttpRequest, line: int) -> HttpResponse:
    """The subscriber stays: a cancellation reserved for a later day is taken back."""
    on = subject(line)
    period = newest_period(on.line)
    deal = on.deal(
        title=_("Undo the reserved cancellation"),
        intro=_("The contract goes on as if the subscriber had not asked."),
        verb=_("Undo the reserved cancellation"),
        said=_("The contract goes on."),
    )
    return on.confirmed(
        request,
        NothingForm(request.POST or None),
        deal,
        lambda data: endings.undo_cancel(period=period, by=member(request), now=clock.now()),
    )


@require_http_methods(["GET", "POST"])
@staff_only(Deed.CANCEL_CONTRACT)
def close_line(request: HttpRequest, line: int) -> HttpResponse:
    """The internet line ends, and its support contract with it."""
    on = subject(line)
    now = clock.now()
    deal = on.deal(
        title=_("Close the line"),
        intro=_(
            "The support contract ends on the same day. If the line moves to another address, choose “move” instead."
        ),
        verb=_("Close the line"),
        said=_("The line is closed."),
    )
    form = CloseLineForm(request.POST or None, initial={"on": on.line.closed_on or clock.business_day(now)})
    return on.confirmed(
        request, form, deal, lambda data: endings.close_line(line=on.line, on=data["on"], by=member(request), now=now)
    )


@require_http_methods(["GET", "POST"])
@staff_only(Deed.CANCEL_CONTRACT)
def reopen_line(request: HttpRequest, line: int) -> HttpResponse:
    """The line that was said to have ended never did, and its support contract goes on."""
    on = subject(line)
    deal = on.deal(
        title=_("The line was closed by mistake"),
        intro=_(
            "The line is open again, and its support contract is as it was before. Closed months cannot be changed this way."
        ),
        verb=_("Let the line be open"),
        said=_("The line is open again."),
    )

    def do(data: Data) -> object:
        opens = billing.first_open() or BEFORE_ANY
        return endings.reopen_line(line=on.line, open_from=opens, by=member(request), now=clock.now())

    return on.confirmed(request, NothingForm(request.POST or None), deal, do)
