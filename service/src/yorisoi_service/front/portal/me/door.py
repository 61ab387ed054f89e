"""The door of the own page: a cookie of its own, apart from the staff's session, which opens nothing here.

The token in the cookie is made anew at each sign-in. Pages are stored nowhere and found by no search engine.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse

from yorisoi_service import clock
from yorisoi_service.remote.rules.networks import home_of
from yorisoi_service.subscribers.models import AccessKey, Subscriber
from yorisoi_service.subscribers.services import signing_in

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Subscriber, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponse]

COOKIE = "__Host-yorisoi-my" if settings.IS_HTTPS else "yorisoi-my"


def subscriber_only(view: View[P]) -> Guarded[P]:
    """The page is for the subscriber who is signed in, and gets them; anybody else is led to the way in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        subscriber = visitor(request)
        if subscriber is None:
            return private(HttpResponseRedirect(reverse("portal:my")))
        return private(view(request, subscriber, *args, **kwargs))

    return guarded


def visitor(request: HttpRequest, *, by_itself: bool = False) -> Subscriber | None:
    """Who is signed in to the own page in this browser."""
    return signing_in.signed_in(token=request.COOKIES.get(COOKIE, ""), now=clock.now(), by_itself=by_itself)


def let_in(request: HttpRequest, key: AccessKey) -> HttpResponse:
    """Sign in with a key that was just opened: a new token, a new token against forged forms, nothing of before."""
    now = clock.now()
    signing_in.sign_out(token=request.COOKIES.get(COOKIE, ""), now=now)
    token = signing_in.sign_in(key=key, now=now, draw=clock.draw)
    rotate_token(request)
    response = HttpResponseRedirect(reverse("portal:my"))
    response.set_cookie(COOKIE, token, secure=settings.IS_HTTPS, httponly=True, samesite="Strict")
    return private(response)


def let_out(request: HttpRequest) -> HttpResponse:
    """Sign out; what the browser kept of the pages is to go."""
    signing_in.sign_out(token=request.COOKIES.get(COOKIE, ""), now=clock.now())
    rotate_token(request)
    response = HttpResponseRedirect(reverse("portal:my_out"))
    response.delete_cookie(COOKIE, samesite="Strict")
    if settings.IS_HTTPS:
        response.headers["Clear-Site-Data"] = '"cache"'
    return private(response)


def place(request: HttpRequest) -> str:
    """Where a try comes from, as limits count it: one home's address."""
    return home_of(request.META.get("REMOTE_ADDR") or "")


def page(
    request: HttpRequest, template: str, shown: dict[str, Any] | None = None, *, me: Subscriber | None = None
) -> HttpResponse:
    """A page of this room. Somebody of the staff who is signed in beside it is nobody here."""
    context = {"user": AnonymousUser(), "me": me, **(shown or {})}
    return private(render(request, f"portal/me/{template}.html", context))


def private(response: HttpResponse) -> HttpResponse:
    """Kept by no browser and no proxy, listed nowhere."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
