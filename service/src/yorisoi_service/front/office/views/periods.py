"""The clerk mends what was mistyped or has become void: by a new entry that names the old one, never by an edit."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from yorisoi_service import clock
from yorisoi_service.billing import queries as billing
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.rules.month import BEFORE_ANY
from yorisoi_service.contracts.services import applications, endings, mistakes, periods
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office import offers
from yorisoi_service.front.office.forms.contracts import (
    CorrectEndForm,
    CorrectForm,
    MistakeForm,
    NothingForm,
    WithdrawForm,
)
from yorisoi_service.front.office.lines import newest_period, subject
from yorisoi_service.front.office.registering import issue_anew
from yorisoi_service.front.office.steps import Data, done
from yorisoi_service.letters import queries as letters
from yorisoi_service.remote.queries import sessions_held
from yorisoi_service.staff.rules.roles import Deed


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def correct(request: HttpRequest, line: int) -> HttpResponse:
    """The form says something else than was entered; possible until a month it touches is closed. Where a letter was
    issued, the corrected contract gets its own."""
    on = subject(line)
    period = newest_period(on.line)
    now = clock.now()
    deal = on.deal(
        title=_("Correct a mistyped application"),
        intro=_("The old entry stays in the story, marked as corrected. Closed months cannot be changed this way."),
        verb=_("Correct the application"),
        said=_("The application is corrected."),
    )
    today, had_terms = clock.business_day(now), period.acceptances.exists()
    offered = offers.choices(on=today)
    if period.campaign is not None and period.campaign.code not in dict(offered):
        offered.append((period.campaign.code, offers.name_of(period.campaign)))
    form = CorrectForm(
        request.POST or None,
        campaigns=offered,
        initial={
            "form_on": period.form_on,
            "campaign": period.campaign.code if period.campaign else "",
            "channel": period.channel,
            "solicited": period.solicited,
            "terms": had_terms,
        },
    )

    def do(data: Data) -> object:
        corrected = periods.correct(
            period=period,
            form_on=data["form_on"],
            campaign=offers.chosen(data["campaign"]),
            channel=data["channel"],
            solicited=data["solicited"],
            terms_version=None if data["terms"] == had_terms else settings.PROVIDER.terms.version * data["terms"],
            open_from=billing.first_open() or BEFORE_ANY,
            by=member(request),
            now=now,
        )
        issue_anew(period, corrected, by=member(request), now=now)
        return corrected

    return on.confirmed(request, form, deal, do)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.CANCEL_CONTRACT)
def correct_end(request: HttpRequest, line: int) -> HttpResponse:
    """A cancellation was entered with the wrong days."""
    on = subject(line)
    period = newest_period(on.line)
    deal = on.deal(
        title=_("Correct the last day"),
        intro=_("The old days stay in the story. Closed months cannot be changed this way."),
        verb=_("Correct the last day"),
        said=_("The last day is corrected."),
    )
    form = CorrectEndForm(
        request.POST or None, initial={"requested_on": period.requested_end_on, "end_on": period.end_on}
    )

    def do(data: Data) -> object:
        return endings.correct_end(
            period=period, **data, open_from=billing.first_open() or BEFORE_ANY, by=member(request), now=clock.now()
        )

    return on.confirmed(request, form, deal, do)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def mistake(request: HttpRequest, line: int) -> HttpResponse:
    """The wrong line, the wrong subscriber, or no form at all: the entry counts for nothing, while its months are open."""
    on = subject(line)
    period = newest_period(on.line)
    notes = []
    if letters.letters_about(f"period:{period.pk}"):
        notes.append(_("Its letter counts no more. If it went out already, tell the subscriber."))
    deal = on.deal(
        title=_("Take back an application entered by mistake"),
        intro=_(
            "The contract then counts for nothing: no charge, and no free month is used up. The entry stays in the story."
            " A form that belongs to another line or subscriber is entered there afterwards. Closed months cannot be changed"
            " this way."
        ),
        verb=_("Take the entry back"),
        said=_("The entry is taken back."),
        is_final=True,
        notes=notes,
    )

    def do(data: Data) -> object:
        return mistakes.take_back_entry(
            period=period,
            mistake=data["mistake"],
            sessions_held=sessions_held(contracts.followed(on.line.pk), since=period.start_on),
            open_from=billing.first_open() or BEFORE_ANY,
            by=member(request),
            now=clock.now(),
        )

    return on.confirmed(request, MistakeForm(request.POST or None), deal, do)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.CANCEL_CONTRACT)
def withdraw(request: HttpRequest, line: int) -> HttpResponse:
    """The contract counts as never made: no charge, and the free months of a first contract are not used up."""
    on = subject(line)
    period = newest_period(on.line)
    deal = on.deal(
        title=_("Withdraw the application"),
        intro=_("The contract then counts as never made. That is possible only as long as no session was held."),
        verb=_("Withdraw the application"),
        said=_("The application is withdrawn."),
        is_final=True,
    )

    def do(data: Data) -> object:
        return periods.withdraw(
            period=period,
            ground=data["ground"],
            requested_on=data["requested_on"],
            paper_on=data["paper_on"],
            sessions_held=sessions_held(contracts.followed(on.line.pk), since=period.start_on),
            withdrawal_days=settings.PROVIDER.withdrawal_days,
            by=member(request),
            now=clock.now(),
        )

    form = WithdrawForm(request.POST or None, initial={"requested_on": clock.business_day(clock.now())})
    return on.confirmed(request, form, deal, do)


@require_POST
@staff_only(Deed.REGISTER_CONTRACT)
def take_back(request: HttpRequest, line: int) -> HttpResponse:
    """An application that waits for its form is taken back by the applicant."""
    waiting = contracts.waiting_application(subject(line).line.pk)
    if waiting is None:
        raise Http404
    done(
        request,
        NothingForm(request.POST),
        lambda data: applications.withdraw_application(application=waiting, by=member(request), now=clock.now()),
        said=_("The application is taken back."),
    )
    return HttpResponseRedirect(reverse("office:contract", args=[line]))
