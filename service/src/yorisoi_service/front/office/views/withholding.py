"""The clerk withholds the support of a contract whose fees stay unpaid, where the provider permits it, and gives it back (T9)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yorisoi_service import clock
from yorisoi_service.contracts.services import withholding
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office.arrears import unpaid_months_of
from yorisoi_service.front.office.forms.contracts import NothingForm
from yorisoi_service.front.office.lines import subject
from yorisoi_service.staff.rules.roles import Deed


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def suspend_support(request: HttpRequest, line: int) -> HttpResponse:
    """No new session until somebody gives the support back; the fee goes on."""
    on = subject(line)
    deal = on.deal(
        title=_("Suspend the support"),
        intro=_("The desk begins no session for this contract until you give it back. The contract and its fee go on."),
        verb=_("Suspend the support"),
        said=_("The support is suspended."),
    )
    unpaid, after = unpaid_months_of(on.line.subscriber_id), settings.PROVIDER.collection.suspend_after_unpaid_months
    return on.confirmed(
        request,
        NothingForm(request.POST or None),
        deal,
        lambda _data: withholding.suspend_support(
            line=on.line, unpaid_months=unpaid, after_months=after, by=member(request), now=clock.now()
        ),
    )


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def resume_support(request: HttpRequest, line: int) -> HttpResponse:
    """The desk may help again."""
    on = subject(line)
    deal = on.deal(
        title=_("Give the support back"),
        intro=_("The desk begins sessions for this contract again."),
        verb=_("Give the support back"),
        said=_("The support goes on."),
    )
    return on.confirmed(
        request,
        NothingForm(request.POST or None),
        deal,
        lambda _data: withholding.resume_support(line=on.line, by=member(request), now=clock.now()),
    )
