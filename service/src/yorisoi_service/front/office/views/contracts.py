"""The whole story of a line's contract on one page, and what can be done about it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yorisoi_service import clock
from yorisoi_service.billing import queries as billing
from yorisoi_service.billing.services.welcome import issue_welcome as issue
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.looking import saw
from yorisoi_service.front.office import letterbox, money, offers, provider_rows, story
from yorisoi_service.front.office.arrears import arrears_of, may_suspend
from yorisoi_service.front.office.deeds import deeds
from yorisoi_service.front.office.glance import of_line
from yorisoi_service.front.office.lines import newest_period, subject
from yorisoi_service.front.office.steps import REFUSALS
from yorisoi_service.letters import queries as letters
from yorisoi_service.letters.rules.kinds import Kind
from yorisoi_service.remote.queries import sessions_held
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers.models import Line

MOST_VISITS = 10  # records of our help; older ones are on the subscriber's own page


@require_GET
@staff_only(Deed.REGISTER_CONTRACT)
def contract(request: HttpRequest, line: int) -> HttpResponse:
    """Standing, months with their reasons, letters, sessions (a count alone), and every event."""
    row = subject(line).line
    saw(request, row.subscriber_id)
    today = clock.business_day(clock.now())
    periods = contracts.history(row.pk)
    counting = [period for period in periods if not period.void]
    now = of_line(row, counting, on=today)
    about = {f"period:{period.pk}" for period in periods}
    written = letters.letters_of(row.subscriber)
    is_suspended = (
        now.code in {"active", "reserved"} and now.period is not None and contracts.is_support_suspended(now.period)
    )
    now_about = f"period:{now.period.pk}" if now.period is not None else ""
    may_issue = now.code in {"active", "reserved", "coming"}
    own = letterbox.of_contracts(
        [one for one in written if one.about in about],
        void={f"period:{period.pk}" for period in periods if period.void},
        now=now_about if may_issue else "",
        line=row.number,
    )
    page = {
        "line": row,
        "moved_to": Line.objects.filter(moved_from=row).first(),
        "standing": now,
        "campaign": offers.name_of(now.period.campaign) if now.period and now.period.campaign else "",
        "waiting": contracts.waiting_application(row.pk),
        "sessions": sessions_held(contracts.followed(row.pk)),
        "charged_since": money.charged_since(counting),
        "months": money.months_of(row.pk, counting, billing.entries_of_lines(contracts.followed(row.pk)), today=today),
        "arrears": arrears_of(row.subscriber_id),
        "letters": own,
        "visits": letterbox.shown([one for one in written if one.kind == Kind.VISIT][:MOST_VISITS]),
        "is_letter_waiting": any(one.row.about == now_about and one.is_waiting for one in own),
        "has_letter": any(one.row.about == now_about for one in own),
        "may_issue": may_issue,
        "mail_ready": settings.MAIL_READY and row.subscriber.email != "",
        "story": story.told(contracts.story(row.pk)),
        "is_suspended": is_suspended,
        "deeds": deeds(
            row,
            now,
            today=today,
            open_from=billing.first_open(),
            is_suspended=is_suspended,
            may_suspend=may_suspend(row.subscriber_id),
        ),
    }
    return render(request, "office/contract.html", page)


@require_POST
@staff_only(Deed.REGISTER_CONTRACT)
def issue_welcome(request: HttpRequest, line: int) -> HttpResponse:
    """The letter of the present contract: where it has none (it was taken over), or where what it says has changed."""
    period = newest_period(subject(line).line)
    provider_rows.take_over(now=clock.now())
    try:
        issue(
            period=period,
            provider=settings.PROVIDER,
            language=get_language() or settings.LANGUAGE_CODE,
            by=member(request),
            now=clock.now(),
        )
    except REFUSALS as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("The letter is issued. Print it, or send it."))
    return HttpResponseRedirect(reverse("office:contract", args=[line]))
