"""The whole story of a line's contract on one page, and what can be done about it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yorisoi_service import clock
from yorisoi_service.billing import queries as billing
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.front.entrance import staff_only
from yorisoi_service.front.office import letterbox, money, offers, story
from yorisoi_service.front.office.arrears import arrears_of
from yorisoi_service.front.office.deeds import deeds
from yorisoi_service.front.office.glance import standing
from yorisoi_service.front.office.lines import subject
from yorisoi_service.letters import queries as letters
from yorisoi_service.remote.queries import sessions_held
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers.models import Line


@require_GET
@staff_only(Deed.REGISTER_CONTRACT)
def contract(request: HttpRequest, line: int) -> HttpResponse:
    """Standing, months with their reasons, letters, sessions (a count alone), and every event."""
    row = subject(line).line
    today = clock.business_day(clock.now())
    periods = contracts.history(row.pk)
    counting = [period for period in periods if not period.void]
    now = standing(counting, on=today)
    about = {f"period:{period.pk}" for period in periods}
    page = {
        "line": row,
        "moved_to": Line.objects.filter(moved_from=row).first(),
        "standing": now,
        "campaign": offers.name_of(now.period.campaign) if now.period and now.period.campaign else "",
        "waiting": contracts.waiting_application(row.pk),
        "sessions": sessions_held(contracts.followed(row.pk)),
        "months": money.months_of(row.pk, counting, billing.entries_of_lines(contracts.followed(row.pk)), today=today),
        "arrears": arrears_of(row.subscriber_id),
        "letters": letterbox.shown(one for one in letters.letters_of(row.subscriber) if one.about in about),
        "mail_ready": settings.MAIL_READY and row.subscriber.email != "",
        "story": story.told(contracts.story(row.pk)),
        "deeds": deeds(row, now, today=today),
    }
    return render(request, "office/contract.html", page)
