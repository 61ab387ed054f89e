"""What holds on every page: text stays text, each field has a label, nothing inline, colours that can be read."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yorisoi_service
from django.conf import settings
from django.test import Client
from django.urls import reverse
from yorisoi_protocol.vocabulary import Ending
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.desk.models.catalogue import Item
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.rules.identity import Typed
from yorisoi_service.desk.services import answers, tickets
from yorisoi_service.front.portal.public.robots import PAGES as PUBLIC
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services import endings
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PACKAGE = Path(yorisoi_service.__file__).parent

HOSTILE = [
    """<script>alert(1)</script>"><img src=x onerror=alert(1)>'><svg/onload=alert(1)>""",
    "</textarea><script>alert(1)</script></title><script>alert(1)</script>",
    "{{ 7|add:7 }}{% csrf_token %} javascript:alert(1) \u202eevil\u202c",
]


DEEDS = ["cancel", "correct", "correct_end", "undo", "withdraw", "close_line", "move", "suspend", "resume", "inherit"]
DEEDS += ["free_window", "note", "mistake", "correct_line", "reopen_line", "suspend_support", "resume_support"]
MONEY = ["chart", "ledger", "invoices", "tariff", "price", "tax", "policy", "campaign", "debits"]


@dataclass
class Page(HTMLParser):
    """What a browser would make of it."""

    text: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    inside: list[str] = field(default_factory=list)
    bare: list[dict[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "label":
            self.labelled.add(given.get("for") or "")
        if tag in {"input", "select", "textarea"} and given.get("type") != "hidden" and "label" not in self.inside:
            self.bare.append(given)
        if tag not in {"input", "br", "meta", "link", "img", "hr"}:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def problems(self) -> list[str]:
        found = [
            f"handler {name}" for _, attrs in self.tags for name in attrs if name.startswith("on") or name == "style"
        ]
        found += [
            f"{tag} {attrs}"
            for tag, attrs in self.tags
            if tag in {"svg", "style", "object", "embed", "iframe"} and (tag, attrs.get("class")) != ("svg", "chart")
        ]
        found += [
            f"script {attrs}"
            for tag, attrs in self.tags
            if tag == "script"
            and not (attrs.get("src") or "").startswith("/static/")
            and attrs.get("type") != "application/json"
        ]
        found += [f"image {attrs}" for tag, attrs in self.tags if tag == "img" and attrs.get("src") == "x"]
        found += [
            f"link {attrs}"
            for _, attrs in self.tags
            if (attrs.get("href") or "").strip().lower().startswith("javascript")
        ]
        found += [f"no label: {given}" for given in self.bare if given.get("id") not in self.labelled]
        return found


def every_page(provider: Provider, client: dict[str, Client]) -> dict[str, str]:
    """Each kind of page, with rows in it."""
    ticket = provider.ready_ticket()
    done = tickets.open_ticket(channel="mobile", asked="", by=provider.communicator, now=NOON)
    addresses = {
        "start": ("nobody", reverse("portal:start")),
        "sign in": ("nobody", reverse("account_login")),
        "entrance": ("nobody", reverse("desk:overview")),
        "404": ("nobody", "/nothing-here"),
        "start, signed in": ("lead", reverse("portal:start")),
        "factors": ("lead", reverse("mfa_index")),
        "reauthenticate": ("lead", reverse("account_reauthenticate")),
        "password": ("lead", reverse("account_change_password")),
        "403": ("clerk", reverse("desk:overview")),
        "overview": ("communicator", reverse("desk:overview")),
        "ticket": ("communicator", reverse("desk:ticket", args=[ticket.pk])),
        "ticket, empty": ("communicator", reverse("desk:ticket", args=[done.pk])),
        "ticket, lead": ("lead", reverse("desk:ticket", args=[ticket.pk])),
        "live": ("lead", reverse("desk:live")),
        "lists": ("lead", reverse("desk:catalogue")),
        "list": ("communicator", reverse("desk:catalogue_version", args=[1])),
        "entry": ("lead", reverse("desk:catalogue_entry", args=[Item.objects.earliest("pk").pk])),
        "directory": ("lead", reverse("desk:referrals")),
        "place": ("lead", reverse("desk:referral_entry", args=[Referral.objects.earliest("pk").pk])),
        "office": ("clerk", reverse("office:subscribers")),
        "register": ("clerk", reverse("office:register")),
        "subscriber": ("clerk", reverse("office:subscriber", args=[provider.subscriber.pk])),
        "contact": ("clerk", reverse("office:contact", args=[provider.subscriber.pk])),
        "apply": ("clerk", reverse("office:apply")),
        "apply, known": ("clerk", reverse("office:apply_known", args=[provider.subscriber.pk])),
        "contract": ("clerk", reverse("office:contract", args=[provider.line.pk])),
        "months": ("accountant", reverse("office:months")),
        "month": ("accountant", "/office/months/2026-10"),
        "staff": ("administrator", reverse("office:staff")),
    }
    for name in PUBLIC:
        addresses[f"public: {name}"] = ("nobody", reverse(f"portal:{name}"))
    for name in DEEDS:
        addresses[name] = ("clerk", reverse(f"office:{name}", args=[provider.line.pk]))
    for name in MONEY:
        addresses[name] = ("accountant", reverse(f"office:{name}"))
    return {name: client[who].get(address).content.decode() for name, (who, address) in addresses.items()}


@pytest.fixture(params=["ja", "en"])
def pages(request: pytest.FixtureRequest, provider: Provider) -> dict[str, str]:
    people = {who: getattr(provider, who) for who in ("communicator", "lead", "clerk", "accountant", "administrator")}
    clients = {who: browser(member, language=request.param) for who, member in people.items()}
    clients["nobody"] = browser(language=request.param)
    return every_page(provider, clients)


def test_every_page_has_labels_a_language_a_title_and_nothing_inline(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        page = Page(text)
        assert page.problems() == [], name
        html = next(attrs for tag, attrs in page.tags if tag == "html")
        assert html["lang"] in {"ja", "en"}, name
        title = re.search(r"<title>\s*(.*?)\s*</title>", text, re.DOTALL)
        assert title, name
        assert len(title.group(1)) > 3, name
        assert text.count("<h1") == 1, name
        assert '<main id="main"' in text, name


def test_no_page_shows_a_number_of_the_desk_or_a_field_for_the_pass(pages: dict[str, str]) -> None:
    phones = settings.PROVIDER.phones
    for name, text in pages.items():
        assert 'name="pass"' not in text, name
        assert 'name="nameplate"' not in text, name
        assert phones.desk_landline not in text, name
        assert phones.desk_mobile not in text, name
    assert phones.office in pages["start"]


def test_japanese_pages_speak_japanese(provider: Provider) -> None:
    """English words of ours on a Japanese page are a sentence somebody forgot."""
    clients = {
        who: browser(getattr(provider, who), language="ja")
        for who in ("communicator", "lead", "clerk", "accountant", "administrator")
    }
    clients["nobody"] = browser(language="ja")
    for name, text in every_page(provider, clients).items():
        shown = re.sub(r"<(script|title).*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
        words = re.findall(r"\b[a-z]{4,}(?: [a-z]+){2,}\b", shown)
        assert words == [], name


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_somebody_writes_stays_text(provider: Provider, hostile: str) -> None:
    subscriber, by = provider.subscriber, provider.communicator
    subscriber.name = subscriber.kana = subscriber.address = hostile
    subscriber.save()
    provider.communicator.display_name = hostile
    provider.communicator.save()
    ticket = tickets.open_ticket(channel="landline", asked=hostile, subscriber=subscriber, by=by, now=NOON)
    answers.network_exception(ticket=ticket, reason=hostile + " reason", by=by, now=NOON)
    session = ended_session(provider, hostile)
    clients = {"communicator": browser(by), "lead": browser(provider.lead), "clerk": browser(provider.clerk)}
    shown = [
        clients["communicator"].get(reverse("desk:ticket", args=[ticket.pk])),
        clients["communicator"].get(reverse("desk:ticket", args=[session])),
        clients["communicator"].get(reverse("desk:overview")),
        clients["communicator"].post(
            reverse("desk:search"), {"wanted": hostile, "asked": hostile, "channel": hostile, "ticket": ""}
        ),
        clients["lead"].get(reverse("desk:live")),
        clients["clerk"].post(reverse("office:subscribers"), {"wanted": hostile}),
        clients["clerk"].get(reverse("office:subscriber", args=[subscriber.pk])),
        browser(provider.administrator).get(reverse("office:staff")),
        browser().get("/" + hostile),
    ]
    for answer in shown:
        assert Page(answer.content.decode()).problems() == []
        assert ">14" not in answer.content.decode()


def ended_session(provider: Provider, hostile: str) -> int:
    """A ticket with a session whose every text is hostile, as a tool could send it."""
    other = provider.household("C-20001", "0847-22-2222")
    line = provider.add_line(other, "L-20001")
    join(line=line, form_on=NOON.date(), terms_version=settings.PROVIDER.terms.version, by=provider.clerk, now=NOON)
    by = provider.communicator
    ticket = tickets.open_ticket(channel="landline", asked=hostile, subscriber=other, by=by, now=NOON)
    typed = Typed("C-20001", name="佐藤花子", address="広島県府中市見本町1-2-3")
    answers.check_identity(ticket=ticket, typed=typed, by=by, now=NOON)
    answers.decide_scope(ticket=ticket, category="listed_device", by=by, now=NOON)
    for condition in ("device", "operations"):
        answers.tick(ticket=ticket, condition=condition, yes=True, by=by, now=NOON)
    offer = Tool().offer()
    claims(offer.nameplate, ticket, identity(by))
    Session.objects.filter(pk=offer.session).update(program=hostile, system=hostile, network=hostile)
    endings.end_session(session=offer.session, reason=Ending.LOST, side=Side.SERVICE, now=NOON)
    endings.close_with_explanation(session=offer.session, text=hostile + " explained", by=by, now=NOON)
    return ticket.pk


def test_the_desks_pages_are_framed_by_the_viewer_and_others_by_nobody(provider: Provider) -> None:
    client = browser(provider.communicator)
    desk, start = client.get(reverse("desk:overview")), client.get(reverse("portal:start"))
    for answer, ancestors in ((desk, "'self'"), (start, "'none'")):
        policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
        assert policy["frame-ancestors"] == ancestors
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert policy["require-trusted-types-for"] == "'script'"
        assert answer["Cache-Control"] == "no-store"
    assert "X-Frame-Options" not in desk
    assert start["X-Frame-Options"] == "DENY"


def test_every_text_colour_is_seven_to_one_on_its_ground() -> None:
    style = (PACKAGE / "static/yorisoi/yorisoi.css").read_text()
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", style))
    pairs = [
        ("ink", "paper"),
        ("ink", "ground"),
        ("quiet", "paper"),
        ("quiet", "ground"),
        ("act", "paper"),
        ("act", "ground"),
        ("act-deep", "ground"),
        ("paper", "act"),
        ("paper", "act-deep"),
        ("open", "open-ground"),
        ("shut", "shut-ground"),
        ("shut", "paper"),
        ("paper", "shut"),
        ("ink", "say-ground"),
        ("ink", "shut-ground"),
        ("ink", "open-ground"),
        ("say-edge", "paper"),
    ]
    too_weak = {
        pair: round(contrast(*(colours[name] for name in pair)), 1)
        for pair in pairs
        if contrast(*(colours[name] for name in pair)) < 7
    }
    assert too_weak == {}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
