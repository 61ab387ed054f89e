"""Collecting by own debit files: looked at, written once, answered once; mandates sealed; files taken here and nowhere else."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.transaction import atomic
from django.test import Client
from django.urls import reverse
from yorisoi_service.audit.models import Row
from yorisoi_service.audit.services import record
from yorisoi_service.billing.services.month import close_month
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.models import DebitRun, Mandate, Receivable, ResultFile
from yorisoi_service.debits.rules.profile import BankProfile, Collection
from yorisoi_service.front.office import uploads
from yorisoi_service.front.office.forms import debits as forms
from yorisoi_service.testing.browsers import browser, press
from yorisoi_service.testing.people import NOON, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon", "priced")]

BANK = BankProfile("1234567890", "ﾐﾎﾝ", "9999", "001", 1, "0000001", line_ends="none")
MANDATE = {
    "received_on": "2026-09-01",
    "bank_code": "9999",
    "branch_code": "002",
    "account_type": "1",
    "account_number": "7654321",
    "holder": "サトウ ハナコ",
}


@pytest.fixture(autouse=True)
def own_debit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that debits accounts itself."""
    own = replace(settings.PROVIDER, collection=Collection("own_debit", 27, BANK))
    monkeypatch.setattr(settings, "PROVIDER", own)


@pytest.fixture
def written(clerk: Client, accountant: Client, provider: Provider) -> bytes:
    """The file of September, as the accountant got it."""
    clerk.post(reverse("office:mandate", args=[provider.subscriber.pk]), MANDATE | {"received_on": "2026-06-01"})
    close_month(Month(2026, 9), by=provider.accountant, now=NOON)
    answer = accountant.post(
        reverse("office:write_debits"), {"month": "2026-09", "step": "do", "debit_date": "2026-11-27"}
    )
    assert "debits-2026-09.txt" in answer["Content-Disposition"]
    return bytes(answer.content)


def sent(client: Client, content: bytes, step: str) -> str:
    file = SimpleUploadedFile("somebody's name.txt", content)
    return client.post(reverse("office:take_results"), {"file": file, "step": step}).content.decode()


def answered(request: bytes, code: bytes) -> bytes:
    """The bank's answer to a file of one record: the code in the record, the sums in the trailer."""
    header, data, trailer, end = (request[at : at + 120] for at in range(0, 480, 120))
    amount = data[80:90]
    done = b"000001" + b"00" + amount if code == b"0" else b"0" * 18
    failed = b"0" * 18 if code == b"0" else b"000001" + b"00" + amount
    return header + data[:111] + code + data[112:] + trailer[:19] + done + failed + trailer[55:] + end


def test_a_mandate_is_entered_sealed_and_never_shown(clerk: Client, provider: Provider) -> None:
    address = reverse("office:mandate", args=[provider.subscriber.pk])
    wrong = clerk.post(address, MANDATE | {"bank_code": "99"}).content.decode()
    assert "The bank code has 4 digits" in wrong
    shown = clerk.post(address, MANDATE, follow=True).content.decode()
    assert "its account is sealed" in shown
    for page in (shown, clerk.get(address).content.decode()):
        assert "7654321" not in page
    assert "7654321" not in "".join(Row.objects.values_list("facts", flat=True))
    clerk.post(address, MANDATE | {"account_number": "1111111"})
    assert Mandate.objects.filter(ended_on=None).count() == 1
    clerk.post(reverse("office:end_mandate", args=[provider.subscriber.pk]))
    assert Mandate.objects.filter(ended_on=None).count() == 0


def test_a_file_is_looked_at_first_and_then_always_the_same(
    clerk: Client, accountant: Client, provider: Provider
) -> None:
    clerk.post(reverse("office:mandate", args=[provider.subscriber.pk]), MANDATE | {"received_on": "2026-06-01"})
    close_month(Month(2026, 9), by=provider.accountant, now=NOON)
    address = reverse("office:write_debits")
    assert "is not after today" in accountant.post(address, {"month": "2026-09", "step": "look"}).content.decode()
    assert (
        "550 yen"
        in accountant.post(address, {"month": "2026-09", "step": "look", "debit_date": "2026-11-27"}).content.decode()
    )
    assert DebitRun.objects.count() == 0
    first = accountant.post(address, {"month": "2026-09", "step": "do", "debit_date": "2026-11-27"}).content
    assert len(first) == 480
    assert accountant.post(address, {"month": "2026-09", "step": "do", "debit_date": "2026-11-27"}).content == first
    assert "is not closed" in accountant.post(address, {"month": "2026-10", "step": "do"}).content.decode()


def test_the_page_begins_with_the_oldest_closed_month_and_asks_before_it_gives_one_up(
    accountant: Client, provider: Provider
) -> None:
    for month in (8, 9):
        close_month(Month(2026, month), by=provider.accountant, now=NOON)
    address = reverse("office:write_debits")
    shown = accountant.get(reverse("office:debits")).content.decode()
    assert 'value="2026-08"' in shown
    assert "collected in another way" in shown
    wanted = {"month": "2026-09", "debit_date": "2026-11-27"}
    for step in ("look", "do"):
        assert "export 2026-08 first" in accountant.post(address, wanted | {"step": step}).content.decode()
    assert DebitRun.objects.count() == 0
    said = accountant.post(address, wanted | {"step": "look", "first": "on"}).content.decode()
    assert "never collected from here: August 2026 to August 2026, 550 yen." in said
    accountant.post(address, wanted | {"step": "do", "first": "on"})
    assert DebitRun.objects.count() == 1
    after = accountant.get(reverse("office:debits")).content.decode()
    assert 'value="2026-10"' in after
    assert "collected in another way" not in after


def test_what_was_billed_is_debited_only_when_a_person_says_that_it_was_not(
    accountant: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_month(Month(2026, 9), by=provider.accountant, now=NOON)
    own = settings.PROVIDER
    monkeypatch.setattr(settings, "PROVIDER", replace(own, collection=Collection()))
    accountant.post("/office/months/2026-09/export", {"encoding": "utf-8"})
    monkeypatch.setattr(settings, "PROVIDER", own)
    assert "was never billed" in accountant.get(reverse("office:debits")).content.decode()
    wanted = {"month": "2026-09", "debit_date": "2026-11-27", "step": "do"}
    assert "collect them twice" in accountant.post(reverse("office:write_debits"), wanted).content.decode()
    assert DebitRun.objects.count() == 0
    accountant.post(reverse("office:write_debits"), wanted | {"not_billed": "on"})
    assert DebitRun.objects.count() == 1


def test_the_page_asks_whether_a_month_was_billed_before_it_passes_it_over(
    accountant: Client, provider: Provider, written: bytes
) -> None:
    assert written
    for month in (10, 11):
        close_month(Month(2026, month), by=provider.accountant, now=datetime(2026, 12, 3, 3, 0, tzinfo=UTC))
    assert "last file and this one were billed" not in accountant.get(reverse("office:debits")).content.decode()
    by = provider.accountant.actor
    with atomic():
        record(event="month.exported", by=by, about="month:2026-10", facts={"rows": 1, "yen": 550}, now=NOON)
    shown = accountant.get(reverse("office:debits")).content.decode()
    assert 'value="2026-10"' in shown
    assert "last file and this one were billed" in shown
    wanted = {"month": "2026-11", "debit_date": "2026-12-28"}
    address = reverse("office:write_debits")
    for step in ("look", "do"):
        assert "export 2026-10 first" in accountant.post(address, wanted | {"step": step}).content.decode()
    assert DebitRun.objects.count() == 1
    said = accountant.post(address, wanted | {"step": "look", "was_billed": "on"}).content.decode()
    assert "Collected by the internet bill, and never from here: October 2026 to October 2026, 550 yen." in said
    accountant.post(address, wanted | {"step": "do", "was_billed": "on"})
    assert DebitRun.objects.count() == 2


def test_what_is_debited_is_handed_to_no_bill(accountant: Client, provider: Provider) -> None:
    close_month(Month(2026, 10), by=provider.accountant, now=NOON)
    page = reverse("office:month", args=["2026-10"])
    shown = accountant.get(page).content.decode()
    assert "File for the books" in shown
    assert "File for the internet bill" not in shown
    refused = accountant.post(f"{page}/export", {"encoding": "utf-8"}, follow=True).content.decode()
    assert "debits export 2026-10" in refused
    answer = accountant.post(f"{page}/export", {"encoding": "utf-8", "use": "books"})
    assert "books-2026-10.csv" in answer["Content-Disposition"]
    assert "was never billed" not in accountant.get(reverse("office:debits")).content.decode()
    assert Row.objects.filter(event="month.exported").count() == 1


def test_the_banks_answer_is_checked_then_taken_once(accountant: Client, written: bytes) -> None:
    answer = answered(written, b"0")
    assert "Nothing was changed yet" in sent(accountant, answer, "look")
    assert ResultFile.objects.count() == 0
    assert "The results are taken" in sent(accountant, answer, "do")
    assert Receivable.objects.get().state == "paid"
    assert "taken before" in sent(accountant, answer, "do")
    assert 'role="alert"' in sent(accountant, answered(written, b"1"), "do")


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"8" * 120, "名前".encode() * 100])
def test_a_file_that_is_no_answer_is_refused_whole(accountant: Client, written: bytes, content: bytes) -> None:
    assert 'role="alert"' in sent(accountant, content, "do")
    assert ResultFile.objects.count() == 0


def test_a_file_too_large_for_a_page_names_the_command(
    accountant: Client, written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    monkeypatch.setattr(forms, "MOST_BYTES", 100)
    assert "debits import" in sent(accountant, answered(written, b"0"), "do")
    assert ResultFile.objects.count() == 0


def test_arrears_are_shown_at_a_new_contract_and_decided_by_a_person(
    clerk: Client, accountant: Client, provider: Provider, written: bytes
) -> None:
    sent(accountant, answered(written, b"9"), "do")
    row = Receivable.objects.get()
    assert row.state == "failed"
    for name, key in ("contract", provider.line.pk), ("apply_known", provider.subscriber.pk):
        shown = clerk.get(reverse(f"office:{name}", args=[key])).content.decode()
        assert "Still open from before" in shown
        assert "September 2026: 550 yen" in shown
    decide = reverse("office:decide", args=[row.pk])
    accountant.post(decide, {"step": "slip"})
    assert "The slip is paid" in accountant.get(reverse("office:debits")).content.decode()
    accountant.post(decide, {"step": "settle"})
    row.refresh_from_db()
    assert row.state == "paid"
    assert 'class="error"' in accountant.post(decide, {"step": "settle"}, follow=True).content.decode()
    assert "Still open" not in clerk.get(reverse("office:contract", args=[provider.line.pk])).content.decode()


def test_support_may_be_suspended_once_as_many_months_are_unpaid_as_the_provider_says(
    clerk: Client, accountant: Client, provider: Provider, written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(accountant, answered(written, b"9"), "do")
    page, line = reverse("office:contract", args=[provider.line.pk]), [provider.line.pk]
    suspend, resume = reverse("office:suspend_support", args=line), reverse("office:resume_support", args=line)
    for after in (None, 2):  # one month is unpaid
        monkeypatch.setattr(settings, "PROVIDER", permitting(after))
        assert suspend not in clerk.get(page).content.decode()
        assert "So few months are unpaid" in press(clerk, suspend, "do")
    monkeypatch.setattr(settings, "PROVIDER", permitting(1))
    assert suspend in clerk.get(page).content.decode()
    assert "Is this right?" in press(clerk, suspend, "check")
    assert "the desk begins no session" not in clerk.get(page).content.decode()
    shown = press(clerk, suspend, "do")
    assert "The support is suspended." in shown
    for told in ("the desk begins no session", "Support suspended while fees are unpaid", "months unpaid: 1", resume):
        assert told in shown, told
    assert suspend not in shown
    monkeypatch.setattr(settings, "PROVIDER", permitting(None))  # what was withheld can be given back all the same
    assert "The support goes on." in press(clerk, resume, "do")
    assert "the desk begins no session" not in clerk.get(page).content.decode()


def permitting(after: int | None) -> Any:
    collection = replace(settings.PROVIDER.collection, suspend_after_unpaid_months=after)
    return replace(settings.PROVIDER, collection=collection)


def test_a_file_is_taken_nowhere_else(accountant: Client, clerk: Client) -> None:
    for client, name in (accountant, "office:months"), (clerk, "office:subscribers"):
        assert client.post(reverse(name), {"file": SimpleUploadedFile("x", b"x")}).status_code == 400
    assert browser().post(reverse("account_login"), {"file": SimpleUploadedFile("x", b"x")}).status_code == 400


def test_a_file_without_the_forms_token_is_refused(provider: Provider, written: bytes) -> None:
    client = browser(provider.accountant, enforce_csrf_checks=True)
    assert "send the form again" in sent(client, answered(written, b"0"), "do")
    assert ResultFile.objects.count() == 0


def test_a_provider_that_bills_with_the_internet_says_so(
    clerk: Client, accountant: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PROVIDER", replace(settings.PROVIDER, collection=Collection()))
    assert "collects with its internet bill" in accountant.get(reverse("office:debits")).content.decode()
    assert clerk.get(reverse("office:mandate", args=[provider.subscriber.pk])).status_code == 404
    assert "Bank mandate" not in clerk.get(reverse("office:subscriber", args=[provider.subscriber.pk])).content.decode()
