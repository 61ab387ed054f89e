"""Run beside a service on its own database: makes people and tickets, prints what browsers need to be two of them."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi_service.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from yorisoi_service import clock  # noqa: E402
from yorisoi_service.desk.services import tickets  # noqa: E402
from yorisoi_service.staff.models import StaffMember  # noqa: E402
from yorisoi_service.testing.people import Provider, signed_in  # noqa: E402

call_command("migrate", verbosity=0)
now = clock.now()
provider = Provider(now=now)


def signed(member: StaffMember) -> str:
    session = signed_in(member, now=now, second_factor=now)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.save()
    return str(session.session_key)


found = {
    "cookie": settings.SESSION_COOKIE_NAME,
    "session": signed(provider.communicator),
    "lead": signed(provider.lead),
    "tickets": [provider.ready_ticket(now=now).pk for _ in range(2)],
    "fresh": [
        tickets.open_ticket(
            channel="landline", asked="", subscriber=provider.subscriber, by=provider.communicator, now=now
        ).pk
        for _ in range(3)
    ],
    "given": [provider.ready_ticket(now=now).pk for _ in range(2)],
    "ready": [provider.ready_ticket(now=now).pk for _ in range(2)],
}
print(json.dumps(found))
