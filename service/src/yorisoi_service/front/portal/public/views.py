"""The pages that anybody may read. They know the office's number and none of the desk's (R03, R31)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yorisoi_service import clock
from yorisoi_service.billing.rules.provider import worded
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.queries import referrals
from yorisoi_service.desk.rules.seeds import in_english
from yorisoi_service.desk.rules.triage import Code, Place
from yorisoi_service.desk.words import WORDINGS
from yorisoi_service.front.entrance import workplace
from yorisoi_service.front.portal.closed import after_hours
from yorisoi_service.front.portal.public import keeping
from yorisoi_service.front.portal.public.answers.book import fee, open_hours
from yorisoi_service.front.portal.public.answers.usage import preparation
from yorisoi_service.front.portal.public.facts import gather
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, how to apply, how not to be deceived; and the way in for staff."""
    user, now = request.user, clock.now()
    facts = gather(now=now)
    may = {deed: isinstance(user, StaffMember) and user.may(deed) for deed in Deed}
    return render(
        request,
        "portal/start.html",
        {
            "hours": open_hours(facts),
            "after_hours": after_hours(now=now),
            "fee": fee(facts.price),
            "workplace": workplace() if may[Deed.WORK_TICKETS] else "",
            "may_register": may[Deed.REGISTER_CONTRACT],
            "may_run_month": may[Deed.RUN_MONTH],
            "may_manage_staff": may[Deed.MANAGE_STAFF],
        },
    )


@require_safe
def apply(request: HttpRequest) -> HttpResponse:
    """How to apply and how to end: by telephone, at the office, whose hours nobody told us (R03, R05)."""
    return render(request, "portal/public/apply.html")


@require_safe
def prepare(request: HttpRequest) -> HttpResponse:
    """What to have ready before calling (R33), to be printed and laid beside the telephone."""
    return render(request, "portal/public/prepare.html", {"items": preparation()})


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """The sentence on liability of the terms in force (R11), and of the ones before."""
    facts = gather(now=clock.now())
    older = [row for row in contracts.terms_versions() if row.version != facts.terms_version]
    page = {
        "facts": facts,
        "since": facts.terms_since,
        "older": [(row, worded(row.texts, facts.language)) for row in older if row.in_force_since <= facts.today],
        "coming": [(row, worded(row.texts, facts.language)) for row in older if row.in_force_since > facts.today],
    }
    return render(request, "portal/public/terms.html", page)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, what for and how long; whether calls are recorded, as the greeting says it."""
    provider, recorded = settings.PROVIDER, settings.PROVIDER.desk.recording_notice
    page = {
        "kept": keeping.kept(provider.retention, records_calls=recorded),
        "never": keeping.never(records_calls=recorded),
    }
    return render(request, "portal/public/privacy.html", page)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How these pages are made to be read, how that is tested, and whom to tell what is hard."""
    return render(request, "portal/public/accessibility.html")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to reach for what: the office's number, and where a member finds the desk's."""
    now = clock.now()
    page = {"hours": open_hours(gather(now=now)), "after_hours": after_hours(now=now)}
    return render(request, "portal/public/contact.html", page)


@require_safe
def really_us(request: HttpRequest) -> HttpResponse:
    """How to tell our calls from a deceiver's, and what to do when somebody is inside the computer (D1, D3, D10)."""
    today = clock.business_day(clock.now())
    places = referrals.directory(today=today, months=settings.PROVIDER.desk.referral_months, place=Place.SAFETY)
    return render(
        request,
        "portal/public/really_us.html",
        {"steps": WORDINGS[Code.FOREIGN_TOOL].steps, "places": [_worded(place.row) for place in places]},
    )


def _worded(row: Referral) -> tuple[str, str, str]:
    """Name, contact and purpose of a place, for whoever reads."""
    name, what_for = (row.name, row.what_for) if get_language() == "ja" else in_english(row.name, row.what_for)
    return name, row.contact, what_for
