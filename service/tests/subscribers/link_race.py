"""Run as a program on the database of the environment: several browsers open one link at the same moment, and several
ask for links while mails are written; prints who got in and how many mails there were. Real threads, real connections."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

django.setup()

from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from yorisoi_service import clock
from yorisoi_service.audit import queries as audit
from yorisoi_service.subscribers.errors import BadKey
from yorisoi_service.subscribers.models import LinkWish, Subscriber
from yorisoi_service.subscribers.rules import access
from yorisoi_service.subscribers.services.access import make_key, open_with
from yorisoi_service.subscribers.services.links import send_links
from yorisoi_service.testing.people import NOON, Provider

ROUNDS, AT_ONCE = int(sys.argv[1]), int(sys.argv[2])


def at_once(pool: ThreadPoolExecutor, do: Callable[[], object]) -> list[object]:
    start = Barrier(AT_ONCE)

    def one(_nth: int) -> object:
        start.wait(60)
        try:
            return do()
        finally:
            connection.close()

    return list(pool.map(one, range(AT_ONCE)))


def main() -> None:
    call_command("migrate", verbosity=0)
    subscriber = Provider().subscriber
    settings.MAIL_READY, settings.EMAIL_BACKEND = True, "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    got_in = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _round in range(ROUNDS):
            token = make_key(
                subscriber=subscriber, purpose="own_page", life=access.LINK_LIFE, by=None, now=NOON, draw=clock.draw
            )

            def enter(token: str = token) -> bool:
                try:
                    open_with(token=token, purpose="own_page", now=NOON, source=clock.draw(4).hex())
                except BadKey:
                    return False
                return True

            got_in.append(at_once(pool, enter).count(True))
        others = [Subscriber(**person(nth)) for nth in range(2 * AT_ONCE)]
        Subscriber.objects.bulk_create(others)
        LinkWish.objects.bulk_create(LinkWish(subscriber=each, asked_at=NOON) for each in others)
        at_once(pool, lambda: send_links(now=NOON, draw=clock.draw, address=str))
    fault = audit.judge(lambda signature, message: False).fault
    mailed = sorted(letter.to[0] for letter in mail.outbox)
    print(json.dumps({"got_in": got_in, "mailed": len(mailed), "to": len(set(mailed)), "trail": fault}))


def person(nth: int) -> dict[str, object]:
    number = f"R-{nth:05}"
    contact = {"name": "佐藤", "kana": "サトウ", "address": "府中市", "phone": "0847-00-0000"}
    return {
        "customer_number": number,
        "email": f"r{nth}@example.jp",
        "added_at": NOON,
        "billing_account": number,
    } | contact


main()
