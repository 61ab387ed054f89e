"""The demo's shortcut past the second factor. It exists in this package only, and says so on every page.

In the demo nobody should have to set up an authenticator before the first look. So whoever has signed in with a password
is taken to have given the second factor, and every page that is rendered begins with a sentence about it.
"""

from collections.abc import Callable

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from yorisoi_service import clock
from yorisoi_service.staff.queries import SECOND_FACTOR, has_second_factor

Next = Callable[[HttpRequest], HttpResponse]
FRESH_S = 300
NOTE = "体験版です。二段階認証を省いています（本番では省けません）。 Demo: the second factor is skipped here, and only here."


def second_factor_shortcut(get_response: Next) -> Next:
    """Keeps the second factor of a signed-in browser fresh, and puts the note on top of pages."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _take_as_given(request)
        response = get_response(request)
        _put_note(response)
        return response

    return middleware


def _take_as_given(request: HttpRequest) -> None:
    now = clock.now()
    if has_second_factor(request.session, now=now, max_age_s=FRESH_S):
        return
    kept = [r for r in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, []) if r.get("type") != "shortcut"]
    given = {"method": SECOND_FACTOR, "at": now.timestamp(), "type": "shortcut"}
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*kept, given]


def _put_note(response: HttpResponse) -> None:
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    head, body, rest = response.content.partition(b"<body")
    tag, end, page = rest.partition(b">")
    if not body or not end:
        return  # a fragment for a page that has the note already
    note = format_html(
        '<link rel="stylesheet" href="{}"><p class="practice-note" role="note">{}</p>',
        static("practice/note.css"),
        NOTE,
    )
    response.content = head + body + tag + end + note.encode() + page
