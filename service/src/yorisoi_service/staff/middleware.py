"""A browser session ends eight hours after the sign-in, however busy it was; thirty idle minutes end it earlier
(that is the cookie's age)."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from yorisoi_service import clock
from yorisoi_service.staff import queries

Next = Callable[[HttpRequest], HttpResponse]


def longest_session(get_response: Next) -> Next:
    """Sign out whoever reached the longest life before the view sees the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and queries.is_over(request.session, now=clock.now()):
            logout(request)
        return get_response(request)

    return middleware
