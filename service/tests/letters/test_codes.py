"""The code of the own page on paper: readable, once, for the registered address, and kept nowhere."""

import io
import json
import re
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader
from yorisoi_service import clock
from yorisoi_service.billing.services.welcome import issue_welcome
from yorisoi_service.letters.errors import NoAddress, Overtaken
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.letters.services.codes import code_sheet, letter_with_code
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.errors import BadKey
from yorisoi_service.subscribers.models import AccessKey
from yorisoi_service.subscribers.services.access import open_with_code
from yorisoi_service.testing.people import NOON, Provider

CODE = re.compile(r"[ACDEFGHJKMNPQRTUVWXY34679]{4}(?:-[ACDEFGHJKMNPQRTUVWXY34679]{4}){2}")


def read(content: bytes) -> tuple[str, int]:
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages)), len(pages)


def opens(provider: Provider, code: str) -> bool:
    try:
        open_with_code(customer_number=provider.subscriber.customer_number, code=code, now=NOON, source="192.0.2.1")
    except BadKey:
        return False
    return True


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_welcome_letter_on_paper_brings_a_code_that_opens(provider: Provider, language: str) -> None:
    letter = issue_welcome(
        period=provider.period, provider=settings.PROVIDER, language=language, by=provider.clerk, now=NOON
    )
    text, pages = read(letter_with_code(letter=letter, by=provider.clerk, now=NOON, draw=clock.draw))
    (code,) = CODE.findall(text)
    assert pages <= 4
    assert f"{settings.ORIGIN}/my/" in text
    assert "C-10001" in text
    assert opens(provider, code)
    assert code not in json.dumps([Letter.objects.get().content, Letter.objects.get().values])
    assert Delivery.objects.get().sent_to == provider.subscriber.address


def test_printing_again_brings_a_new_code_and_ends_the_old_one(provider: Provider) -> None:
    letter = issue_welcome(
        period=provider.period, provider=settings.PROVIDER, language="ja", by=provider.clerk, now=NOON
    )
    old = CODE.findall(read(letter_with_code(letter=letter, by=provider.clerk, now=NOON, draw=clock.draw))[0])[0]
    known = str(AccessKey.objects.get().pk)
    text, pages = read(
        code_sheet(subscriber=provider.subscriber, instead_of=known, by=provider.clerk, now=NOON, draw=clock.draw)
    )
    (new,) = CODE.findall(text)
    assert pages == 1
    assert "佐藤花子" in text
    assert not opens(provider, old)
    assert opens(provider, new)


def test_a_code_that_was_printed_meanwhile_is_not_ended_unseen(provider: Provider) -> None:
    sheet: dict[str, Any] = {"subscriber": provider.subscriber, "by": provider.clerk, "now": NOON, "draw": clock.draw}
    (first,) = CODE.findall(read(code_sheet(instead_of="", **sheet))[0])
    with pytest.raises(Overtaken):
        code_sheet(instead_of="", **sheet)
    assert AccessKey.objects.count() == 1
    assert opens(provider, first)


def test_the_accountant_prints_no_code(provider: Provider) -> None:
    letter = issue_welcome(
        period=provider.period, provider=settings.PROVIDER, language="ja", by=provider.clerk, now=NOON
    )
    with pytest.raises(NotAllowed):
        letter_with_code(letter=letter, by=provider.accountant, now=NOON, draw=clock.draw)
    with pytest.raises(NotAllowed):
        code_sheet(subscriber=provider.subscriber, instead_of="", by=provider.accountant, now=NOON, draw=clock.draw)
    assert not AccessKey.objects.exists()
    assert not Delivery.objects.exists()


def test_a_sheet_needs_an_address_and_the_right_to_print(provider: Provider) -> None:
    with pytest.raises(NotAllowed):
        code_sheet(subscriber=provider.subscriber, instead_of="", by=provider.communicator, now=NOON, draw=clock.draw)
    type(provider.subscriber).objects.update(address=" ")
    with pytest.raises(NoAddress):
        code_sheet(subscriber=provider.subscriber, instead_of="", by=provider.clerk, now=NOON, draw=clock.draw)
    assert not AccessKey.objects.exists()
