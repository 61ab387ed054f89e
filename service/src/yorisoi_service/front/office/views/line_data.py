"""The clerk puts right what was mistyped about a line itself."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yorisoi_service import clock
from yorisoi_service.billing import queries as billing
from yorisoi_service.contracts.rules.month import BEFORE_ANY
from yorisoi_service.contracts.services.line_data import CorrectedLine, correct_line
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office.forms.people import LineForm
from yorisoi_service.front.office.lines import subject
from yorisoi_service.front.office.registering import issue_anew
from yorisoi_service.front.office.steps import Data
from yorisoi_service.staff.rules.roles import Deed


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def correct(request: HttpRequest, line: int) -> HttpResponse:
    """Number, address or opening day were mistyped. A contract that began with the line begins with it still, and gets a
    new letter where it had one."""
    on, now = subject(line), clock.now()
    deal = on.deal(
        title=_("Correct a mistyped line"),
        intro=_(
            "Only for what was mistyped: for a line that really changed, choose “move”. A contract that begins with the line"
            " follows the day on which it opened. Closed months cannot be changed this way."
        ),
        verb=_("Correct the line"),
        said=_("The line is corrected."),
    )
    kept = {name: getattr(on.line, name) for name in ("number", "address", "opened_on")}

    def do(data: Data) -> CorrectedLine:
        opens = billing.first_open() or BEFORE_ANY
        done = correct_line(line=on.line, **data, open_from=opens, by=member(request), now=now)
        for before, after in done.anew:
            issue_anew(before, after, by=member(request), now=now)
        return done

    return on.confirmed(request, LineForm(request.POST or None, initial=kept), deal, do)
