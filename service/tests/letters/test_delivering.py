"""Letters go to what is registered and nowhere else; each handing over is a row."""

import builtins
import json
import smtplib
import subprocess
import sys
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from pypdf import PdfReader
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks
from yorisoi_service.audit import queries as audit
from yorisoi_service.audit.models import Row
from yorisoi_service.letters import queries, rendering
from yorisoi_service.letters.errors import BadLetter, Frozen, LettersNotReady, MailNotReady, NoAddress
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.letters.rules.welcome import Welcome
from yorisoi_service.letters.services import delivering
from yorisoi_service.letters.services.delivering import deliver
from yorisoi_service.letters.services.issuing import issue
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.testing.people import NOON, Provider, later

from .conftest import joined, words

MAIL = "hanako@example.jp"


@pytest.fixture
def letter(provider: Provider, welcome: Welcome) -> Letter:
    return issue(subscriber=provider.subscriber, values=welcome, by=provider.clerk, now=NOON)


@pytest.fixture
def mail(provider: Provider, settings: LazySettings) -> None:
    settings.MAIL_READY = True
    settings.DEFAULT_FROM_EMAIL = "support@example.jp"
    Subscriber.objects.filter(pk=provider.subscriber.pk).update(email=MAIL)


class Refusing(EmailBackend):
    """A mail server that is full."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        raise smtplib.SMTPServerDisconnected("full")


def test_paper_goes_to_the_address_registered_at_that_moment(provider: Provider, letter: Letter) -> None:
    first = deliver(letter=letter, way="paper", by=provider.clerk, now=NOON)
    assert (first.sent_to, first.name, first.state, first.is_reissue) == (
        "広島県府中市見本町1-2-3",
        "佐藤 花子",
        "done",
        False,
    )
    Subscriber.objects.filter(pk=provider.subscriber.pk).update(address="広島県府中市新町9-9", name="田中 花子")
    again = deliver(letter=letter, way="paper", by=provider.clerk, now=later(days=2))
    assert (again.sent_to, again.nth, again.is_reissue) == ("広島県府中市新町9-9", 2, True)
    said = words(PdfReader(BytesIO(delivering.pdf(letter))))
    assert "広島県府中市新町9-9田中花子様" in said
    assert "再発行2026年11月22日" in said
    assert "ご契約者佐藤花子" in said  # the letter itself says what it said
    first_page = words(PdfReader(BytesIO(delivering.pdf(letter, first))))
    assert "再発行" not in first_page
    assert "広島県府中市見本町1-2-3佐藤花子様" in first_page


def test_every_handing_over_is_audited_without_an_address(provider: Provider, letter: Letter, mail: None) -> None:
    deliver(letter=letter, way="paper", by=provider.clerk, now=NOON)
    deliver(letter=letter, way="paper", by=provider.clerk, now=NOON)
    deliver(letter=letter, way="mail", by=provider.clerk, now=NOON)
    rows = [row for row in audit.about(letter.topic) if row.event == "letter.delivered"]
    told = [json.loads(row.facts) for row in rows]
    assert told == [{"nth": 1, "way": "mail"}, {"nth": 2, "way": "paper"}, {"nth": 1, "way": "paper"}]
    trail = "".join(Row.objects.values_list("facts", flat=True))
    assert "example.jp" not in trail
    assert "見本町" not in trail


def test_mail_goes_out_when_the_step_stands(
    provider: Provider,
    letter: Letter,
    mail: None,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    welcome: Welcome,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        delivery = deliver(letter=letter, way="mail", by=provider.clerk, now=NOON)
        assert (delivery.state, mailoutbox) == ("waiting", [])
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    [message] = mailoutbox
    assert (message.to, message.cc, message.bcc) == ([MAIL], [], [])
    assert message.from_email == "support@example.jp"
    assert message.subject == "リモートサポート ご契約のご案内 W-2026-00001"
    assert welcome.desk.landline in message.body
    assert welcome.desk.mobile in message.body
    assert "見本町1-2-3\n佐藤" not in message.body
    [(name, content, kind)] = message.attachments
    assert (name, kind) == ("W-2026-00001.pdf", "application/pdf")
    assert isinstance(content, bytes)
    attached = words(PdfReader(BytesIO(content)))
    assert joined(welcome.desk.landline) in attached
    assert MAIL not in attached  # the window is for the post
    assert queries.mail_waiting(now=later(days=1)) == []


def test_without_configured_mail_the_clerk_is_told_to_print(provider: Provider, letter: Letter) -> None:
    with pytest.raises(MailNotReady) as refused:
        deliver(letter=letter, way="mail", by=provider.clerk, now=NOON)
    assert "印刷" in str(refused.value.sentence)
    assert not Delivery.objects.exists()


def test_a_subscriber_without_an_address_of_the_kind_is_named(provider: Provider, letter: Letter, mail: None) -> None:
    Subscriber.objects.filter(pk=provider.subscriber.pk).update(email="", address=" ")
    for way in ("mail", "paper"):
        with pytest.raises(NoAddress):
            deliver(letter=letter, way=way, by=provider.clerk, now=NOON)
    with pytest.raises(BadLetter):
        deliver(letter=letter, way="pigeon", by=provider.clerk, now=NOON)
    assert not Delivery.objects.exists()


def test_only_who_may_print_letters_hands_them_over(provider: Provider, letter: Letter) -> None:
    for person in (provider.communicator, provider.lead, provider.administrator):
        with pytest.raises(NotAllowed):
            deliver(letter=letter, way="paper", by=person, now=NOON)


def test_what_was_handed_over_stays_on_record(provider: Provider, letter: Letter) -> None:
    delivery = deliver(letter=letter, way="paper", by=provider.clerk, now=NOON)
    with pytest.raises(Frozen):
        delivery.delete()


def test_refused_mail_is_kept_and_tried_again(
    provider: Provider,
    letter: Letter,
    mail: None,
    settings: LazySettings,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    with django_capture_on_commit_callbacks(execute=True):
        delivery = deliver(letter=letter, way="mail", by=provider.clerk, now=NOON)
    assert queries.mail_waiting(now=NOON) == [delivery]
    with pytest.raises(CommandError) as refused:
        call_command("letters", "mail")
    assert refused.value.returncode == 1
    settings.EMAIL_BACKEND = usual
    call_command("letters", "mail")
    assert len(mailoutbox) == 1
    assert queries.mail_waiting(now=later(days=1)) == []
    told = [json.loads(row.facts)["state"] for row in audit.about(letter.topic) if row.event == "letter.mailed"]
    assert told == ["sent", "failed", "failed"]


@pytest.mark.parametrize("way", ["mail", "link"])
@pytest.mark.parametrize("now_registered", ["new@example.jp", ""])
def test_mail_that_waited_goes_to_the_address_registered_when_it_goes(
    provider: Provider,
    letter: Letter,
    mail: None,
    mailoutbox: list[EmailMessage],
    way: str,
    now_registered: str,
) -> None:
    delivery = deliver(letter=letter, way="mail", by=provider.clerk, now=NOON)
    Delivery.objects.update(way=way)
    delivery.way = way
    Subscriber.objects.update(email=now_registered)
    went = delivering.send(delivery=delivery, now=later(minutes=6))
    assert [each.to for each in mailoutbox] == ([[now_registered]] if now_registered else [])
    delivery = Delivery.objects.get()
    assert (went, delivery.state) == ((True, "sent") if now_registered else (False, "failed"))
    assert delivery.sent_to == (now_registered or MAIL)


def test_mail_whose_process_died_is_found_after_a_while(provider: Provider, letter: Letter, mail: None) -> None:
    delivery = deliver(letter=letter, way="mail", by=provider.clerk, now=NOON)
    assert queries.mail_waiting(now=NOON + timedelta(minutes=9)) == []
    assert queries.mail_waiting(now=NOON + timedelta(minutes=10)) == [delivery]


def test_a_letter_of_another_shape_is_refused_not_guessed(provider: Provider, letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(version=99)
    with pytest.raises(BadLetter):
        delivering.pdf(Letter.objects.get(pk=letter.pk))


def test_without_pango_nothing_is_handed_over_and_the_packages_are_named(
    provider: Provider, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without_pango(name: str, *rest: Any, **more: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)

    rendering._weasyprint.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(LettersNotReady, match=r"libpango-1\.0-0"):
        deliver(letter=letter, way="paper", by=provider.clerk, now=NOON)
    assert not Delivery.objects.exists()
    [sentence] = rendering.what_is_missing()
    assert "libpangoft2-1.0-0" in sentence
    assert "fonts-noto-cjk" in sentence
    monkeypatch.undo()
    assert rendering.what_is_missing() == []


def test_the_service_starts_without_what_draws_letters() -> None:
    """Another process, so that no import of this one counts."""
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'yorisoi_service.testing.settings';"
        "django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        "sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_nothing_is_fetched_whatever_a_letter_names() -> None:
    fetcher = rendering._nothing_outside()
    for address in ("http://192.0.2.1/a.png", "https://example.jp/a.css", "file:///etc/passwd", "data:text/css,a"):
        with pytest.raises(ValueError, match="fetch nothing"):
            fetcher.fetch(address)


def test_issued_on_is_the_day_in_japan(provider: Provider, welcome: Welcome) -> None:
    letter = issue(subscriber=provider.subscriber, values=welcome, by=provider.clerk, now=later(hours=13))
    assert letter.issued_on == date(2026, 11, 21)
    assert deliver(letter=letter, way="paper", by=provider.clerk, now=later(hours=13)).on == date(2026, 11, 21)
