"""The demo: the service's own settings, with practice's apps around them and a provider anybody can try at any hour.

A provider file named in the environment is taken as it stands (training and journeys do that); without one, the demo's
provider is open all day and its lines are this machine's own addresses.
"""

import hashlib
import hmac
import os
from dataclasses import replace
from datetime import time
from ipaddress import ip_network
from urllib.parse import urlsplit

from yorisoi_practice.where import last_port, origin_of

os.environ.setdefault("YORISOI_ORIGIN", origin_of(last_port()))  # before the service's settings read it

from yorisoi_service.config.settings import *  # noqa: F403
from yorisoi_service.config.settings import (
    CALLS_KEY,
    DATA,
    INSTALLED_APPS,
    MAIL_READY,
    MIDDLEWARE,
    ORIGIN,
    PROVIDER,
    SECRET_KEY,
)
from yorisoi_service.remote.rules.networks import Network, Policy

if not os.environ.get("YORISOI_PROVIDER_FILE"):
    _hours = replace(PROVIDER.hours, opens=time.min, closes=time.max)
    _here = tuple(Network("このパソコン", ip_network(text), Policy.ALLOW) for text in ("127.0.0.0/8", "::1/128"))
    PROVIDER = replace(
        PROVIDER,
        hours=_hours,
        desk=replace(PROVIDER.desk, hours=_hours),
        networks=replace(PROVIDER.networks, ranges=(*PROVIDER.networks.ranges, *_here)),
        # Numbers that nobody can have: no exchange in Japan begins with a zero.
        phones=replace(PROVIDER.phones, desk_landline="0847-00-0011", desk_mobile="0847-00-0012"),
        issuer=replace(
            PROVIDER.issuer,
            name={"ja": "株式会社見本ケーブル", "en": "Mihon Cable Inc."},
            registration_number="T8000000000001",
            address="広島県府中市見本町1-1",
        ),
    )
if not MAIL_READY:
    # What would be mailed can be looked at instead.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"
    MAIL_READY = True

if CALLS_KEY is None:
    # The same for the service and for the command that rings, and nobody else's: made of what only this demo knows.
    CALLS_KEY = hmac.new(SECRET_KEY.encode(), b"calls", hashlib.sha256).hexdigest()

ROOT_URLCONF = "yorisoi_practice.urls"
INSTALLED_APPS = ["yorisoi_practice", "yorisoi_practice.start_page", *INSTALLED_APPS]
MIDDLEWARE = [*MIDDLEWARE, "yorisoi_practice.shortcut.middleware.second_factor_shortcut"]

PRACTICE_SIGN_INS = DATA / "demo-sign-ins.txt"
PRACTICE_PORT = urlsplit(ORIGIN).port or 8000
PRACTICE_TELEPHONE_PORT = 8001
