"""Who may see a page of the staff: signed in, with the deed in their role, with a second factor given. In this order.

Nobody is led anywhere by force: each refusal is a page that names the next step. Inside the viewer's frame that step
opens in the whole window, so signing in never happens in a frame.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from yorisoi_service import clock
from yorisoi_service.staff import queries as staff
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def staff_only(deed: Deed) -> Callable[[View[P]], View[P]]:
    """The page is for people with this deed."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            missing = what_is_missing(request, deed)
            if missing is None:
                return view(request, *args, **kwargs)
            page = {"next": after_sign_in(request), "missing": missing}
            return render(request, "yorisoi/entrance.html", page, status=401 if missing == "not_signed_in" else 403)

        return guarded

    return wrap


def staff_only_json(deed: Deed) -> Callable[[View[P]], View[P]]:
    """The same for a script: a code instead of a page."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                missing = what_is_missing(request, deed)
            except PermissionDenied:
                return JsonResponse({"code": "not_allowed"}, status=403)
            if missing is None:
                return view(request, *args, **kwargs)
            return JsonResponse({"code": missing}, status=401 if missing == "not_signed_in" else 403)

        return guarded

    return wrap


def what_is_missing(request: HttpRequest, deed: Deed) -> str | None:
    """None when the page may be seen. Raises PermissionDenied for a role without the deed: no sign-in helps there."""
    if not request.user.is_authenticated:
        return "not_signed_in"
    if not member(request).may(deed):
        raise PermissionDenied
    if not staff.has_second_factor(request.session, now=clock.now()):
        return "second_factor" if staff.has_authenticator(member(request)) else "no_second_factor"
    return None


def member(request: HttpRequest) -> StaffMember:
    """Who is signed in; call it behind a guard only."""
    assert isinstance(request.user, StaffMember)
    return request.user


def workplace() -> str:
    """Where the viewer stands: the communicator's place, around the desk."""
    return next(iter(settings.VIEWER_ORIGINS), "") + "/viewer/"


def after_sign_in(request: HttpRequest) -> str:
    """Where a sign-in leads. The desk lives inside the viewer; a viewer on another host is one step further, since a
    browser refuses a form that leads to another origin."""
    if not request.path.startswith("/desk/"):
        return request.path if request.method == "GET" else "/"
    return "/" if settings.VIEWER_ORIGINS else workplace()


def desk_frame(request: HttpRequest) -> dict[str, Any]:
    """What the desk's script must know about its frame."""
    return {"viewer_origins": " ".join(settings.VIEWER_ORIGINS or (settings.ORIGIN,)), "workplace": workplace()}
