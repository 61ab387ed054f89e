"""Whatever somebody types or a row holds is shown as text or refused with a sentence: no page breaks, none is rewritten.

Forms are found by reading the pages, columns by reading the models: what is added later is tried as well.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models, transaction
from django.test import Client
from django.urls import Resolver404, resolve
from yorisoi_service.testing import walk
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon"), pytest.mark.timeout(400)]

MARKUP = "</textarea></title>'\"><planted-x planted-y=1>&lt;b&gt;{{ 7|add:1 }}{% now %}${7}"
TYPED = {
    "markup": MARKUP.encode(),
    "turned, wide, half": "\u202eexe.txt\u2066 \u05e9\u05dc\u05d5\u05dd \U0001f468\u200d\U0001f469\u200d\U0001f467 ﾊﾝｶｸ \u0301".encode(),
    "long": ("長" * 10_000).encode(),
    "nothing": b"a\x00b",
    "broken": b"a\xed\xa0\x80\xff\xfeb",
    "formula": b'=HYPERLINK("http://x")',
    "number": b"9" * 40,
}
KINDS = tuple(TYPED)
PEOPLE = ("lead", "clerk", "accountant", "administrator")  # a desk lead sees all that a communicator does
FRONTS = {"desk", "office", "portal"}
BUSY = {"desk:socket_ticket", "portal:my_out", "portal:my_elsewhere"}  # sign somebody out, or are no page


def clients(provider: Provider) -> dict[str, Client]:
    found = {role: browser(getattr(provider, role)) for role in PEOPLE}
    found |= {"subscriber": walk.subscribers_browser(provider.subscriber), "nobody": browser()}
    for client in found.values():
        client.raise_request_exception = False
    return found


def read(provider: Provider) -> Iterator[tuple[Client, str, str, Any, bytes]]:
    """Every address with what stands there, for the first person who may see it; the own pages from inside and outside."""
    addresses = walk.addresses(walk.things(provider), FRONTS)
    everybody = clients(provider)
    own = ("subscriber", "nobody")
    for name, address in addresses.items():
        for who in own if name.startswith("portal:") else PEOPLE:
            answer = everybody[who].get(address)
            content = answer.getvalue()
            if name not in BUSY and answer.status_code not in (302, 401, 403, 404, 405):
                yield everybody[who], name, address, answer, content
                if not name.startswith("portal:my"):
                    break


def is_page(answer: Any) -> bool:
    return str(answer.headers.get("Content-Type", "")).startswith("text/html")


def forms(provider: Provider) -> Iterator[tuple[Client, str, walk.Form]]:
    """Every form of every page, once, with the page it stands on."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for client, _name, address, answer, content in read(provider):
        for form in walk.Page(content.decode()).forms if is_page(answer) else ():
            action = form.action or address
            try:
                target = resolve(action.partition("?")[0]).view_name
            except Resolver404:
                continue  # of the framework that signs staff in
            key = (target, tuple(each.name for each in form.fields))
            if key not in seen and target not in BUSY and target.partition(":")[0] in FRONTS:
                seen.add(key)
                yield client, address, walk.Form(action, form.method, form.fields)


def quoted(pairs: list[tuple[str, bytes]]) -> bytes:
    def safe(text: bytes) -> bytes:
        return b"".join(bytes([c]) if chr(c).isalnum() and c < 128 else b"%%%02X" % c for c in text)

    return b"&".join(safe(name.encode()) + b"=" + safe(value) for name, value in pairs)


def sent(client: Client, form: walk.Form, hostile: dict[str, bytes], *, follow: bool) -> tuple[Any, bytes]:
    """Send the form as it stands, with these fields changed; whatever it did is undone, once the page after it was read."""
    given = [
        (each.name, hostile.get(each.name, each.value.encode()))
        for each in form.fields
        if (each.sends and each.kind != "file") or each.name in hostile
    ]
    body = quoted(given)
    with transaction.atomic():
        if form.method == "post":
            answer = client.post(form.action, body, content_type="application/x-www-form-urlencoded")
        else:
            answer = client.get(form.action, QUERY_STRING=body.decode())
        if follow and answer.status_code == 302 and answer.headers["Location"].startswith("/"):
            answer = client.get(answer.headers["Location"])
        content = answer.getvalue()
        transaction.set_rollback(True)
    cache.clear()  # limits of tries
    return answer, content


def fault(answer: Any, body: bytes) -> str:
    """What is wrong with an answer; empty when nothing is."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.exc_info[1]!r}"[:300] if getattr(answer, "exc_info", None) else "500"
    if not is_page(answer):
        return ""
    planted = {name for name in walk.Page(body.decode()).names if name.startswith("planted")}
    return f"became part of the page: {planted}" if planted else ""


def test_no_field_of_any_form_breaks_a_page_or_becomes_part_of_one(provider: Provider) -> None:
    tried, fields, faults = 0, set(), []
    for nth, (client, address, form) in enumerate(list(forms(provider))):
        ours = [each for each in form.fields if each.name != "csrfmiddlewaretoken"]
        names = [each.name for each in ours if each.kind not in ("file", "submit")]
        texts = [each.name for each in form.fields if each.kind in ("text", "textarea", "search", "email", "tel")]
        mixed = [
            {name: KINDS[(nth + place + turn) % len(KINDS)] for place, name in enumerate(names)} for turn in (0, 3)
        ]
        same = [dict.fromkeys(names, kind) for kind in ("long", "nothing")]
        alone = [{name: "markup"} for name in texts]
        for hostile in (*mixed, *same, *alone) if names else ():
            tried += 1
            typed = {name: TYPED[kind] for name, kind in hostile.items()}
            if found := fault(*sent(client, form, typed, follow=hostile in mixed[:1])):
                faults.append((address, form.action, hostile, found))
        fields |= {(form.action, name) for name in names}
    assert faults == []
    assert len(fields) > 120
    assert tried > 250


# Columns nobody types into: codes, keys, numbers and what programs of ours write. Everything else must hold anything.
MACHINE = {
    "Ticket.outcome", "Answer.value", "Call.call_id", "Call.number", "Call.channel", "Call.state", "Name.language", "Change.what",
    "Decided.agreed", "Decided.rule", "Decided.place", "VisitNote.state", "VisitNote.survey_code", "Mandate.customer_ref",
    "Mandate.bank_code", "Mandate.branch_code", "Mandate.new_code", "DebitRun.sha256", "DebitItem.customer_ref",
    "DebitItem.new_code", "ResultFile.sha256", "Nameplate.number", "Session.id", "Session.nameplate", "Session.nonce",
    "Session.public_key", "Session.resume_hash", "Session.address", "Session.home", "Session.network_policy", "Session.ending",
    "Session.ended_by", "Session.removal", "Session.receipt", "Session.head", "Entry.event", "Entry.permission", "Entry.line",
    "WrongClaim.code", "Entry.charge_id", "Entry.account", "Entry.reason", "Campaign.code", "Campaign.for_whom",
    "TermsVersion.version", "Period.end_cause", "Period.channel", "Period.void", "Application.state", "Application.channel",
    "Application.rejection", "Acceptance.version", "Event.kind", "Series.kind", "Letter.kind", "Letter.number", "Letter.about",
    "Letter.language", "Letter.digest", "Letter.found_recipient", "Delivery.way", "Delivery.state", "AccessKey.purpose",
    "AccessKey.about", "AccessKey.hash", "AccessTry.source", "AccessTry.kind", "SignIn.hash", "Wish.kind", "Look.where",
    "StaffMember.password", "StaffMember.username", "StaffMember.number", "SocketTicket.hash", "SocketTicket.session_key",
    "Head.hash", "Row.at", "Row.event", "Row.by", "Row.about", "Row.facts", "Row.prev", "Row.hash",
    "Subscriber.customer_number", "Subscriber.household",
}  # fmt: skip
HEBREW = "שלום"
STORED = f"=<planted-x planted-y>'\"&lt;{HEBREW}\u202e"
ROOM = {"bdi", "textarea", "title", "option", "script", "style"}
BLOCKS = {"td", "th", "dd", "dt", "li", "p", "h1", "h2", "h3", "div", "blockquote", "caption", "legend"}
# What people of the provider word in their own lists; names among it hold visible characters only.
OWN_WORDS = {"StaffMember", "Version", "Item", "Name", "Referral", "Closure"}


def typed_columns() -> Iterator[tuple[type[models.Model], str, int]]:
    for model in apps.get_models():
        if model.__module__.startswith("yorisoi_service."):
            for column in model._meta.concrete_fields:
                is_text = isinstance(column, models.CharField | models.TextField) and not column.choices
                if is_text and f"{model.__name__}.{column.name}" not in MACHINE:
                    yield model, column.name, column.max_length or 1_000


def test_no_row_whatever_it_holds_becomes_part_of_a_page(provider: Provider) -> None:
    faults, pages = [], set()
    found = read(provider)
    first = next(found)  # by then there is something of everything
    for model, name, longest in typed_columns():
        held = STORED.replace(HEBREW, "own") if model.__name__ in OWN_WORDS else STORED
        model._default_manager.update(**{name: held[:longest]})
    assert first[3].status_code == 200
    for _client, name, _address, answer, content in found:
        if wrong := fault(answer, content):
            faults.append((name, wrong))
        elif is_page(answer):
            faults += [(name, text.strip()[:60], around) for text, around in loose(content.decode())]
            pages |= {name} if HEBREW.encode() in content else set()
        elif answer.headers["Content-Type"].startswith("text/csv"):
            cells = [cell.strip('"') for line in content.decode().splitlines() for cell in line.split(",")]
            faults += [(name, cell) for cell in cells if cell.startswith("=")]
    assert faults == []
    assert len(pages) > 25


def loose(page: str) -> Iterator[tuple[str, list[str]]]:
    """Texts that run the other way and may drag along what stands beside them: neither isolated nor alone in a block."""
    for text, around in walk.Page(page).texts:
        if HEBREW not in text or any(tag in ROOM or "dir" in names for tag, names in around):
            continue
        if not (text.strip() == STORED.strip() and around[-1][0] in BLOCKS):
            yield text, [tag for tag, _names in around][-3:]
