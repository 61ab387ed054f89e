"""What a telephone system tells the desk: a call is new, was answered, is over. Signed; each may be told again.

    POST /api/calls/new      {"call_id": ..., "number": ..., "channel": "landline" | "mobile"}, or "dialled" for the latter
    POST /api/calls/answer   {"call_id": ..., "staff": ...}
    POST /api/calls/hangup   {"call_id": ...}
    -> 200 {"call_id", "event", "state", "ticket", "note"}       4xx {"code", "hint"}

Answers, logs and errors hold no number and no name. The texts are for who sets the telephone system up: English.
"""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from yorisoi_service import clock
from yorisoi_service.desk.errors import CallGone, DeskError
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.models.tickets import Channel
from yorisoi_service.desk.rules.calls import Event, State, plain_number
from yorisoi_service.desk.services import calls
from yorisoi_service.front.api import bodies, signature
from yorisoi_service.hub import topics, wakes
from yorisoi_service.staff import queries as staff
from yorisoi_service.staff.errors import StaffError

log = logging.getLogger("yorisoi.calls")
View = Callable[[HttpRequest], HttpResponse]
Told = Callable[[Mapping[str, str]], Call]

HINTS = {
    "not_set_up": "No key is set. Set YORISOI_CALLS_KEY to what `openssl rand -hex 32` prints, and start the service again.",
    "not_signed": "Send X-Yorisoi-Timestamp (seconds since 1970) and X-Yorisoi-Signature (HMAC-SHA256 in hexadecimal).",
    "bad_signature": "Sign the timestamp, a dot and the body, byte for byte as sent, with YORISOI_CALLS_KEY.",
    "wrong_time": f"The timestamp is more than {signature.WINDOW_S} seconds off. Set the telephone system's clock.",
    "too_large": f"A body has at most {bodies.LONGEST_BODY} bytes.",
    "not_json": "Send Content-Type: application/json.",
    "bad_channel": 'Send either "channel": "landline" or "mobile", or "dialled": one of the two desk numbers.',
    "unknown_staff": "Nobody at the desk has this staff number. Compare it with the staff list.",
    "answered_by_another": "Somebody else answered this call. Hand its ticket over at the desk.",
}
STATUS = {"not_set_up": 404, "too_large": 413, "not_json": 415, "answered_by_another": 409}
CHANNELS = {str(channel) for channel in Channel}
SIGNING = {"not_signed", "bad_signature", "wrong_time"}


class Refused(Exception):
    """An answer that ends the request."""

    def __init__(self, code: str, hint: str = "") -> None:
        super().__init__(code)
        self.code, self.hint = code, hint or HINTS[code]

    @property
    def answer(self) -> JsonResponse:
        status = 401 if self.code in SIGNING else STATUS.get(self.code, 400)
        return JsonResponse({"code": self.code, "hint": self.hint}, status=status)


def _event(event: Event, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> Callable[[Told], View]:
    """Check who speaks and what is said, do it, wake the pages that show it, and say how things stand."""

    def wrap(do: Told) -> View:
        @csrf_exempt
        @require_POST
        @wraps(do)
        def view(request: HttpRequest) -> HttpResponse:
            try:
                told = bodies.texts(_signed_body(request), needed=needed, optional=optional)
                call = _done(do, told)
            except bodies.BadBody as bad:
                return _logged(event, Refused("bad_body", bad.hint))
            except Refused as refused:
                return _logged(event, refused)
            wakes.wake(topics.DESK)
            if call.ticket_id is not None:
                wakes.wake(topics.ticket(call.ticket_id))
            return JsonResponse(_answer(event, call))

        return view

    return wrap


@_event(Event.NEW, ("call_id",), ("number", "channel", "dialled"))
def new(told: Mapping[str, str]) -> Call:
    """A telephone rings."""
    channel = _channel(told)
    return calls.ring(call_id=told["call_id"], number=told["number"], channel=channel, now=clock.now())


@_event(Event.ANSWER, ("call_id", "staff"))
def answer(told: Mapping[str, str]) -> Call:
    """A communicator answered."""
    by = staff.by_number(told["staff"])
    if by is None:
        raise Refused("unknown_staff")
    return calls.answer(call_id=told["call_id"], by=by, now=clock.now())


@_event(Event.HANGUP, ("call_id",))
def hangup(told: Mapping[str, str]) -> Call:
    """The call is over."""
    return calls.hang_up(call_id=told["call_id"], now=clock.now())


def _signed_body(request: HttpRequest) -> bytes:
    key: str | None = settings.CALLS_KEY
    if key is None:
        raise Refused("not_set_up")
    body = request.read(bodies.LONGEST_BODY + 1)
    if len(body) > bodies.LONGEST_BODY:
        raise Refused("too_large")
    fault = signature.fault_of(
        key=key,
        timestamp=request.headers.get("X-Yorisoi-Timestamp", ""),
        signature=request.headers.get("X-Yorisoi-Signature", ""),
        body=body,
        now=clock.now(),
    )
    if fault is not None:
        raise Refused(fault)
    if request.content_type != "application/json":
        raise Refused("not_json")
    return body


def _done(do: Told, told: Mapping[str, str]) -> Call:
    try:
        return do(told)
    except CallGone:
        raise Refused("answered_by_another") from None
    except StaffError:
        raise Refused("unknown_staff") from None  # works here, but not at the desk
    except DeskError as refused:
        with translation.override("en"):
            raise Refused("bad_value", str(refused.sentence)) from None


def _channel(told: Mapping[str, str]) -> str:
    """Which of the two dedicated numbers was dialled (R32)."""
    phones = settings.PROVIDER.phones
    numbers = {plain_number(phones.desk_landline): "landline", plain_number(phones.desk_mobile): "mobile"}
    dialled = plain_number(told["dialled"])
    found = told["channel"] if not told["dialled"] else numbers.get(dialled, "") if dialled else ""
    if found not in CHANNELS or (told["channel"] and told["channel"] != found):
        raise Refused("bad_channel")
    return found


OVER = "The call is over; this changed nothing but what was not known yet."
UNKNOWN = "No call with this id was told: nobody sees it and nothing counts it, unless its new still comes."


def _answer(event: Event, call: Call) -> dict[str, Any]:
    over = call.state in (State.HUNG_UP, State.ABANDONED)
    note = OVER if over and event != Event.HANGUP else ""
    if over and not call.channel and call.answered_at is None:
        note = UNKNOWN
    return {"call_id": call.call_id, "event": event, "state": call.state, "ticket": call.ticket_id, "note": note}


def _logged(event: Event, refused: Refused) -> HttpResponse:
    """An operator who sets a telephone system up looks for this line."""
    log.warning("call event refused", extra={"state": str(event), "code": refused.code})
    return refused.answer
