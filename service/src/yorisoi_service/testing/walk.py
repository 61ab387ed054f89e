"""Every address of every front, about things that exist; and what stands on the pages: forms, elements, texts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from yorisoi_service import clock
from yorisoi_service.billing.services.welcome import issue_welcome
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.desk.models.calls import CallBack
from yorisoi_service.desk.models.catalogue import Item
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.services import calls as telephone
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.front.office.provider_rows import take_over
from yorisoi_service.front.portal.me.door import COOKIE
from yorisoi_service.letters.services.delivering import deliver
from yorisoi_service.subscribers.models import AccessKey, HouseholdMember, Subscriber, Wish
from yorisoi_service.subscribers.services import signing_in
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import HOME, Provider, Tool, claims, identity

Things = dict[str, dict[str, Any]]


def things(provider: Provider, home: str = HOME) -> Things:
    """Something that exists for every argument of an address, all of one subscriber, by the beginning of the address."""
    one, now = provider.subscriber, provider.now
    ticket = provider.ready_ticket(holder=provider.communicator)
    offer = Tool().offer(now=now, address=home)
    claims(offer.nameplate, ticket, identity(provider.communicator, now=now, second_factor=now), now=now)
    done = provider.ready_ticket(holder=provider.communicator)
    set_outcome(ticket=done, outcome="resolved", done="直した", by=provider.communicator, now=now)
    take_over(now=now)
    welcome = issue_welcome(
        period=provider.period, provider=settings.PROVIDER, language="ja", by=provider.clerk, now=now
    )
    deliver(letter=welcome, way="paper", by=provider.clerk, now=now)
    telephone.ring(call_id="walk", number=one.phone, channel="landline", now=now)
    call = telephone.hang_up(call_id="walk", now=now)
    back = CallBack.objects.create(subscriber=one, registered="landline", wanted_from=now, asked_at=now)
    who = HouseholdMember.objects.create(subscriber=one, name="佐藤 一郎", relation="夫", added_at=now)
    wish = Wish.objects.create(subscriber=one, kind="correction", text="x", asked_at=now)
    return {
        "office/subscribers/": {"pk": one.pk, "who": who.pk},
        "office/contracts/": {"line": provider.line.pk},
        "office/letters/": {"pk": welcome.pk},
        "office/debits/": {"pk": 1},
        "office/wishes/": {"pk": wish.pk},
        "office/months/": {"month": Month(2026, 10)},
        "office/tariff/": {"pk": 1},
        "office/staff/": {"pk": provider.second.pk},
        "desk/tickets/": {"number": ticket.pk, "session": offer.session},
        "desk/live/": {"session": offer.session},
        "desk/calls/": {"pk": getattr(call, "pk", 1)},
        "desk/call-backs/": {"pk": back.pk},
        "desk/lists/entries/": {"item": Item.objects.earliest("pk").pk},
        "desk/lists/": {"number": 1},
        "desk/directory/": {"pk": Referral.objects.earliest("pk").pk},
        "desk/hours/": {"pk": 1},
        "my/letters/": {"number": welcome.number},
        "my/requests/": {"number": done.pk},
        "my/data/": {"pk": wish.pk},
        "software/": {"number": 1},
        "get/": {"file": "yorisoi.zip"},
        "accounts/": {"key": "x", "uidb36": "1", "pk": 1},
        "": {"name": "faq.html"},
    }


def pages(namespaces: set[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Name, address as it is written, and arguments of every address of these fronts; "" stands for signing in."""

    def below(resolver: URLResolver, start: str, space: str, above: set[str]) -> Iterator[tuple[str, str, list[str]]]:
        for each in resolver.url_patterns:
            address = f"{start}{each.pattern}"
            arguments = above | set(each.pattern.regex.groupindex)
            if isinstance(each, URLResolver):
                yield from below(each, address, space, arguments)
            elif isinstance(each, URLPattern):
                yield f"{space}:{each.name}".lstrip(":"), address, sorted(arguments)

    for each in get_resolver("yorisoi_service.config.urls").url_patterns:
        if isinstance(each, URLResolver) and (each.namespace or "") in namespaces:
            yield from below(each, str(each.pattern), each.namespace or "", set())


def addresses(known: Things, namespaces: set[str], *, with_arguments: bool = False) -> dict[str, str]:
    """The address of every page of these fronts; those with an argument alone where that is asked."""
    found = {}
    for name, address, arguments in pages(namespaces):
        if with_arguments and not arguments:
            continue
        start = next((start for start in known if address.startswith(start)), None)
        given = {} if not arguments else known.get(start or "", {})
        assert set(arguments) <= set(given), f"{address}: say in testing/walk.py what its argument names"
        found[name] = reverse(name, kwargs={each: given[each] for each in arguments})
    return found


def subscribers_browser(subscriber: Subscriber) -> Client:
    """A browser in which the subscriber is signed in to the own page."""
    key = AccessKey(subscriber=subscriber, purpose="letter_code")
    client = browser()
    client.cookies[COOKIE] = signing_in.sign_in(key=key, now=clock.now(), draw=clock.draw)
    return client


@dataclass
class Field:
    """One field of a form, with what it would send as the page stands."""

    name: str
    kind: str
    value: str = ""
    sends: bool = True


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """A page, parsed: its forms, its elements and attributes, and every text with the elements around it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.names: set[str] = set()  # of elements and attributes
        self.texts: list[tuple[str, list[tuple[str, set[str]]]]] = []
        self.values: list[str] = []  # of attributes
        self._around: list[tuple[str, set[str]]] = []
        self._choice: Field | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.names |= {tag, *given}
        self.values += given.values()
        if tag not in VOID:
            self._around.append((tag, set(given)))
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        if not self.forms or "name" not in given:
            if tag == "option" and self._choice is not None and (self._choice.value == "" or "selected" in given):
                self._choice.value = given.get("value", "")
            return
        fields = self.forms[-1].fields
        if tag in ("input", "button"):
            kind = given.get("type", "text" if tag == "input" else "submit")
            checks = kind in ("checkbox", "radio")
            fields.append(
                Field(given["name"], kind, given.get("value", "on" if checks else ""), not checks or "checked" in given)
            )
        elif tag in ("textarea", "select"):
            fields.append(Field(given["name"], tag))
            self._choice = fields[-1] if tag == "select" else None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._around:
            if self._around.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        around = list(self._around)
        self.texts.append((data, around))
        if around and around[-1][0] == "textarea" and self.forms and self.forms[-1].fields:
            self.forms[-1].fields[-1].value += data
