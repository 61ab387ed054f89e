"""The demo's telephone: some calls of the last days, told as a telephone system tells them, and one that rings on demand."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from yorisoi_service.config.provider import Provider
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.queries import calls as heard
from yorisoi_service.desk.services import callbacks, calls
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.subscribers import queries as subscribers
from yorisoi_service.subscribers.models import Subscriber

from yorisoi_practice.households import CALLER, HOUSEHOLDS, Household

HELPED, LOST, WAITING = HOUSEHOLDS[4], HOUSEHOLDS[9], HOUSEHOLDS[10]
ON_DEMAND = {
    "known": CALLER.phone,
    "unknown": "0847-00-9999",  # nobody's
    "withheld": "anonymous",
}


def tell_calls(people: Mapping[Role, StaffMember], provider: Provider, *, now: datetime) -> None:
    """Two days ago somebody was helped and somebody rang without a number; this hour somebody hung up unanswered, and
    somebody asked on their own page to be called back."""
    by = people[Role.COMMUNICATOR]
    before = now - timedelta(days=2)
    calls.ring(call_id="demo.1", number=HELPED.phone, channel="landline", now=before)
    ticket = calls.answer(call_id="demo.1", by=by, now=before + timedelta(seconds=20)).ticket
    assert ticket is not None
    calls.hang_up(call_id="demo.1", now=before + timedelta(minutes=12))
    set_outcome(
        ticket=ticket,
        outcome="not_possible",
        not_done="プリンターの電源が入らないため、設定はできませんでした。メーカーの窓口をご案内しました。",
        by=by,
        now=before + timedelta(minutes=13),
    )
    calls.ring(call_id="demo.2", number="anonymous", channel="mobile", now=before + timedelta(hours=1))
    calls.hang_up(call_id="demo.2", now=before + timedelta(hours=1, seconds=40))
    calls.ring(call_id="demo.3", number=LOST.phone, channel="landline", now=now - timedelta(minutes=25))
    calls.hang_up(call_id="demo.3", now=now - timedelta(minutes=23))
    callbacks.ask(
        subscriber=_subscriber(WAITING),
        registered="landline",
        wanted_from=None,
        by=None,
        policy=provider.desk,
        now=now - timedelta(minutes=40),
    )


def ring_on_demand(who: str, *, call_id: str, now: datetime) -> Call:
    """Let the demo's telephone ring: the practice subscriber, somebody nobody knows, or a withheld number.

    While the practice subscriber's telephone rings already, it does not ring twice.
    """
    subscriber = _subscriber(CALLER)
    ringing = next((call for call in heard.waiting(now=now) if call.subscriber == subscriber), None)
    if who == "known" and ringing is not None:
        return ringing
    return calls.ring(call_id=call_id, number=ON_DEMAND[who], channel="landline", now=now)


def _subscriber(household: Household) -> Subscriber:
    found = subscribers.by_number(household.customer_number)
    assert found is not None
    return found
