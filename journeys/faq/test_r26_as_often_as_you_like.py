"""R26: help may be had as often as one likes: no number of sessions, and no outcome of one, costs anything."""

import pytest

from journeys.office import Office, day, month

pytestmark = pytest.mark.timeout(300)

# Thirty calls within the month before this one, each with a session that took place, none of them solved.
SESSIONS = """
from datetime import datetime, timedelta
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from yorisoi_protocol import evidence
from yorisoi_protocol.vocabulary import Ending, Permission, Removal
from yorisoi_service import clock
from yorisoi_service.desk.rules.warrant import Warrant
from yorisoi_service.desk.services import outcome, tickets
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.queries import sessions_held
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services import claims, endings, offers, running
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.queries import Identity
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.subscribers.models import Line
line = Line.objects.select_related("subscriber").get(pk={line})
by = StaffMember.objects.get(username="sato")
limits, key = settings.PROVIDER.limits, Ed25519PrivateKey.generate()
who = Identity(by.pk, by.number, by.display_name, Role.COMMUNICATOR, "", None)
def help_once(now):
    ticket = tickets.open_ticket(
        channel="landline", asked="", subscriber=line.subscriber, line=line, by=by, now=now
    )
    offer = offers.open_session(
        opening=offers.Opening("00" * 32, evidence.public_key_of(key), "journey", "Linux"), address="127.0.0.1",
        line_check=settings.PROVIDER.networks.check("127.0.0.1"), limits=limits, now=now, draw=clock.draw,
    )
    claims.claim(
        waiting=Session.objects.get(pk=offer.session), warrant=Warrant(ticket.pk, line.pk, (Permission.VIEW,), 1800),
        identity=who, limits=limits, now=now,
    )
    log = evidence.Log(key, offer.session)
    running.record_entry(session=offer.session, entry=log.append(0, "verified"), limits=limits, now=now)
    endings.end_session(session=offer.session, reason=Ending.FINISHED, side=Side.COMMUNICATOR, now=now, by=by)
    endings.close_with_receipt(session=offer.session, receipt=log.receipt(Removal.VERIFIED), now=now)
    outcome.set_outcome(ticket=ticket, outcome="not_possible", not_done="電話が切れました", by=by, now=now)
for n in range(30):
    now = datetime.fromisoformat("{first}T10:00:00+09:00") + timedelta(hours=20 * n)
    # At once: the service that runs beside it would take a pass of a month ago for one that nobody used in time.
    with transaction.atomic():
        help_once(now)
print(sessions_held([line.pk]))
"""


def test_thirty_sessions_and_none_cost_the_same(office: Office) -> None:
    often, never = office.household(), office.household()
    for home in (often, never):
        office.join(home, day(4, 8))
    assert office.django(SESSIONS.format(line=often.line_pk, first=day(1, 1).isoformat())) == "30"
    assert "30" in office.facts(often.line_pk)  # counted, and nothing more
    books = office.close_months(4)
    assert books.yen(often.line) == books.yen(never.line)
    assert books.yen(often.line)[month(1)] == office.price
    assert len(books.of(often.line)) == 4
