"""The clerk notes what happened to a line: moved, suspended, taken over, or something that changes no money."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yorisoi_service import clock
from yorisoi_service.billing import queries as billing
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.rules.month import BEFORE_ANY
from yorisoi_service.contracts.services import lines
from yorisoi_service.contracts.services.replacing import replace_line
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office import money
from yorisoi_service.front.office.forms.contracts import (
    FreeWindowForm,
    InheritForm,
    MoveForm,
    NoteForm,
    ReplacedForm,
    ResumeForm,
    SuspendForm,
)
from yorisoi_service.front.office.lines import subject, successors
from yorisoi_service.front.office.steps import Data
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers.errors import BadRecord
from yorisoi_service.subscribers.queries import by_number

REST = {
    "pause": _("Only months in which the line rests on every day cost nothing."),
    "charge": _("The fee goes on while the line rests, also in months in which it rests on every day."),
    "": _("The contract goes on while the line rests."),
}


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def move(request: HttpRequest, line: int) -> HttpResponse:
    """A line with a new number or address takes the place of this one; the contract goes on (R10)."""
    on = subject(line)
    deal = on.deal(
        title=_("Move the line"),
        intro=_("The new line continues this one: same contract, no month charged twice, no new free months."),
        verb=_("Move the line"),
        said=_("The line has moved. Its contract goes on."),
        is_final=True,
    )
    form = MoveForm(request.POST or None)
    return on.confirmed(
        request, form, deal, lambda data: lines.move_line(line=on.line, **data, by=member(request), now=clock.now())
    )


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def replaced(request: HttpRequest, line: int) -> HttpResponse:
    """A line that was registered on its own has taken the place of this one: the contract goes on there after all."""
    on = subject(line)
    new = {str(each.pk): each for each in successors(on.line)}
    if not new:
        messages.info(request, _("No other line of this subscriber can have taken the place of this one."))
        return HttpResponseRedirect(reverse("office:contract", args=[line]))
    if contracts.goes_on(line):
        intro = _(
            "The two lines then count as one: same contract, no month charged twice, no new free months. A contract begun on"
            " the other line meanwhile counts for nothing."
        )
        verb, said = _("Let the contract go on there"), _("The line has moved. Its contract goes on.")
    else:
        intro = _(
            "The two lines then count as one: no month charged twice, no new free months. A contract that was cancelled keeps"
            " its last day, and one begun on the other line later goes on."
        )
        verb, said = _("Let the two lines count as one"), _("The two lines count as one now.")
    deal = on.deal(title=_("Another line has taken its place"), intro=intro, verb=verb, said=said, is_final=True)
    form = ReplacedForm(
        request.POST or None,
        lines=[(pk, f"{each.number} - {each.address}") for pk, each in new.items()],
        initial={"by": request.GET.get("by", "")},
    )

    def do(data: Data) -> object:
        return replace_line(
            old=on.line,
            new=new[data["by"]],
            open_from=billing.first_open() or BEFORE_ANY,
            is_booked=billing.is_booked(int(data["by"])),
            is_closing=billing.running() is not None,
            by=member(request),
            now=clock.now(),
        )

    return on.confirmed(request, form, deal, do)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def suspend(request: HttpRequest, line: int) -> HttpResponse:
    """The line rests for some days; whether whole months of rest cost nothing, the provider's settings say (T15)."""
    on = subject(line)
    policy = money.settings_of(clock.business_day(clock.now()))
    deal = on.deal(
        title=_("Suspend the line"),
        intro=REST[policy.line_suspension if policy else ""],
        verb=_("Suspend the line"),
        said=_("The days of rest are noted."),
    )
    return on.confirmed(
        request,
        SuspendForm(request.POST or None),
        deal,
        lambda data: lines.suspend_line(line=on.line, **data, by=member(request), now=clock.now()),
    )


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def resume(request: HttpRequest, line: int) -> HttpResponse:
    """The line is used again earlier than was planned."""
    on = subject(line)
    deal = on.deal(
        title=_("The line is in service again"),
        intro=_("The days of rest end with the day before. Rest planned for later is taken back."),
        verb=_("The line is in service again"),
        said=_("The line is in service again."),
    )
    form = ResumeForm(request.POST or None, initial={"on": clock.business_day(clock.now())})
    return on.confirmed(
        request,
        form,
        deal,
        lambda data: lines.resume_line(line=on.line, on=data["on"], by=member(request), now=clock.now()),
    )


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def inherit(request: HttpRequest, line: int) -> HttpResponse:
    """Another subscriber takes the line over; the contract and its history go with it."""
    on = subject(line)
    deal = on.deal(
        title=_("Hand the line over"),
        intro=_("The same contract continues under the new holder. There are no new free months."),
        verb=_("Hand the line over"),
        said=_("The line has a new holder."),
        is_final=True,
    )

    def do(data: Data) -> object:
        heir = by_number(data["customer_number"])
        if heir is None:
            raise BadRecord(_("Nobody has this customer number. Register the new holder first."))
        return lines.inherit_line(line=on.line, to=heir, on=data["on"], by=member(request), now=clock.now())

    form = InheritForm(request.POST or None, initial={"on": clock.business_day(clock.now())})
    return on.confirmed(request, form, deal, do)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def free_window(request: HttpRequest, line: int) -> HttpResponse:
    """Whether the free months were used before our records begin: an import has to assume it, a person may know."""
    on = subject(line)
    deal = on.deal(
        title=_("Free months used before our records"),
        intro=_(
            "A contract that was taken over counts as having used them. Correct it here if the paper says otherwise."
        ),
        verb=_("Correct it"),
        said=_("The free months are corrected."),
    )
    form = FreeWindowForm(request.POST or None, initial={"used": "yes" if on.line.free_window_used else "no"})

    def do(data: Data) -> object:
        used = data["used"] == "yes"
        return lines.correct_free_window(line=on.line, used=used, by=member(request), now=clock.now())

    return on.confirmed(request, form, deal, do)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def note(request: HttpRequest, line: int) -> HttpResponse:
    """A course, a computer or an account changed: no procedure, no money, only a line in the story (R09, R10, R27)."""
    on = subject(line)
    deal = on.deal(
        title=_("Note a change"),
        intro=_("The contract and its fee stay as they are. Nothing has to be applied for."),
        verb=_("Note the change"),
        said=_("The change is noted."),
    )
    form: forms.Form = NoteForm(request.POST or None, initial={"on": clock.business_day(clock.now())})
    return on.confirmed(
        request, form, deal, lambda data: lines.note_change(line=on.line, **data, by=member(request), now=clock.now())
    )
