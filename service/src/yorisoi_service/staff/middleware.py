"""A browser session ends eight hours after the sign-in, however busy it was; thirty idle minutes end it earlier
(that is the cookie's age)."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from yorisoi_service import clock
from yorisoi_service.staff import queries

Next = Callable[[HttpRequest], HttpResponse]
BY_ITSELF = "X-Yorisoi-By-Itself"  # a page asked without anybody having touched it


class IdleSession(SessionMiddleware):
    """Every request begins the idle time anew, but for those that a page makes by itself: they show nobody's presence."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if BY_ITSELF in request.headers and not request.session.modified:
            return response
        return super().process_response(request, response)


def longest_session(get_response: Next) -> Next:
    """Sign out whoever reached the longest life before the view sees the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and queries.is_over(request.session, now=clock.now()):
            logout(request)
        return get_response(request)

    return middleware
