"""Issued letters stay as they are, numbered without a gap, and are found by day, amount and recipient."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from yorisoi_service.audit import queries as audit
from yorisoi_service.audit.models import Row
from yorisoi_service.letters import queries
from yorisoi_service.letters.errors import BadLetter, Frozen
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.codec import from_json
from yorisoi_service.letters.rules.invoice import Invoice, Item, RateSum
from yorisoi_service.letters.rules.welcome import Welcome
from yorisoi_service.letters.services import delivering
from yorisoi_service.letters.services.issuing import issue
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.testing.people import NOON, Provider

NEW_YEAR = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)  # midnight in Japan


def issued(
    provider: Provider, values: Welcome | Invoice, corrects: Letter | None = None, now: datetime = NOON
) -> Letter:
    return issue(subscriber=provider.subscriber, values=values, corrects=corrects, by=provider.clerk, now=now)


def test_a_letter_keeps_facts_and_words(provider: Provider, welcome: Welcome) -> None:
    letter = issue(subscriber=provider.subscriber, values=welcome, about="period:7", by=provider.clerk, now=NOON)
    kept = Letter.objects.get(pk=letter.pk)
    assert from_json(Welcome, kept.values) == welcome
    assert delivering.paper_of(kept).title == "リモートサポート ご契約のご案内"
    assert (kept.kind, kept.language, kept.issued_on, kept.recipient) == (
        "welcome",
        "ja",
        date(2026, 11, 20),
        "佐藤 花子",
    )
    assert queries.letters_about("period:7") == [kept]
    assert queries.letters_of(provider.subscriber) == [kept]
    assert queries.by_number(" w-2026-00001 ") == kept


def test_numbers_count_within_kind_and_year_in_japan(provider: Provider, welcome: Welcome, invoice: Invoice) -> None:
    numbers = [
        issued(provider, welcome).number,
        issued(provider, invoice).number,
        issued(provider, welcome).number,
        issued(provider, welcome, now=NEW_YEAR).number,
    ]
    assert numbers == ["W-2026-00001", "I-2026-00001", "W-2026-00002", "W-2027-00001"]


def test_a_letter_that_was_not_issued_leaves_no_gap(provider: Provider, invoice: Invoice) -> None:
    with pytest.raises(BadLetter):
        issued(provider, replace(invoice, recipient="長" * 201))
    with pytest.raises(BadLetter):
        issued(provider, replace(invoice, recipient=" "))
    assert issued(provider, invoice).number == "I-2026-00001"


def test_only_who_may_print_letters_issues_them(provider: Provider, welcome: Welcome) -> None:
    for person in (provider.communicator, provider.lead, provider.administrator):
        with pytest.raises(NotAllowed):
            issue(subscriber=provider.subscriber, values=welcome, by=person, now=NOON)
    assert not Letter.objects.exists()


def test_an_issued_letter_is_never_changed_or_deleted(provider: Provider, welcome: Welcome) -> None:
    letter = issued(provider, welcome)
    with pytest.raises(Frozen):
        letter.save()
    with pytest.raises(Frozen):
        Letter.objects.get(pk=letter.pk).save(update_fields=["values"])
    with pytest.raises(Frozen):
        letter.delete()


def test_the_audit_trail_holds_the_digest_and_no_word_of_it(provider: Provider, welcome: Welcome) -> None:
    letter = issued(provider, welcome)
    row = audit.about(letter.topic)[0]
    assert (row.event, row.by) == ("letter.issued", "staff:21")
    assert json.loads(row.facts) == {"kind": "welcome", "sha256": letter.digest}
    trail = "".join(Row.objects.values_list("facts", flat=True))
    for secret in ("佐藤", "見本町", welcome.desk.landline, welcome.desk.mobile):
        assert secret not in trail


def change_words(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(content=letter.content | {"title": "Something else"})


def change_words_and_digest(letter: Letter) -> None:
    change_words(letter)
    digest = queries.digest_of(Letter.objects.get(pk=letter.pk))
    Letter.objects.filter(pk=letter.pk).update(digest=digest)


def change_facts(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(values=letter.values | {"recipient": "somebody else"})


@pytest.mark.parametrize("change", [change_words, change_words_and_digest, change_facts])
def test_a_letter_altered_behind_our_back_is_named(
    provider: Provider, invoice: Invoice, change: Callable[[Letter], None]
) -> None:
    letter = issued(provider, invoice)
    issued(provider, invoice)
    call_command("letters", "verify")
    change(letter)
    assert [each.number for each in queries.altered()] == [letter.number]
    with pytest.raises(CommandError, match=letter.number) as refused:
        call_command("letters", "verify")
    assert refused.value.returncode == 1


def test_a_correction_is_a_new_letter_and_happens_once(provider: Provider, invoice: Invoice) -> None:
    old = issued(provider, invoice)
    new = issued(provider, replace(invoice, corrects=old.number), corrects=old)
    assert Letter.objects.get(pk=old.pk).corrected_by == new
    assert "この請求書は、請求書 I-2026-00001 を訂正したものです。" in delivering.text(new)
    with pytest.raises(BadLetter):
        issued(provider, replace(invoice, corrects=old.number), corrects=old)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter(
            **{
                field.attname: getattr(new, field.attname)
                for field in Letter._meta.concrete_fields
                if field.attname not in ("id", "number")
            },
            number="I-2026-00009",
        ).save()
    months = (date(2026, 6, 1), date(2026, 7, 31))
    assert queries.standing_invoices(provider.subscriber, *months) == [new]
    assert queries.standing_invoices(provider.subscriber, date(2026, 8, 1), date(2026, 8, 31)) == []


@pytest.fixture
def three(provider: Provider, invoice: Invoice) -> list[Letter]:
    def one(recipient: str, month: int, amount: int) -> Letter:
        first = date(2026, month, 1)
        return issued(
            provider,
            replace(
                invoice,
                recipient=recipient,
                first_month=first,
                last_month=first,
                items=(Item(first, "L-10001", amount, 10),),
                sums=(RateSum(10, amount, amount // 11),),
            ),
        )

    return [one("みほん商店", 6, 550), one("ﾐﾎﾝ工業", 7, 1_100), one("=府中 の会社", 12, -550)]


SEARCHES: list[tuple[dict[str, object], list[int]]] = [
    ({}, [0, 1, 2]),
    ({"first_on": date(2026, 7, 31)}, [1, 2]),
    ({"last_on": date(2026, 7, 1)}, [0, 1]),
    ({"first_on": date(2026, 7, 2), "last_on": date(2026, 7, 2)}, [1]),
    ({"first_on": date(2027, 1, 1)}, []),
    ({"least": 550}, [0, 1]),
    ({"most": 550}, [0, 2]),
    ({"least": 551, "most": 1_100}, [1]),
    ({"recipient": "ミホン"}, [0, 1]),
    ({"recipient": "府中の"}, [2]),
    ({"recipient": "みほん", "first_on": date(2026, 7, 1), "least": 1}, [1]),
]


@pytest.mark.parametrize(("asked", "expected"), SEARCHES)
def test_invoices_are_found_by_day_amount_recipient_and_any_two(
    three: list[Letter], asked: dict[str, object], expected: list[int]
) -> None:
    found = queries.invoices(**asked)  # type: ignore[arg-type]
    assert found == [three[nth] for nth in expected]


def test_found_invoices_are_written_into_a_folder(
    three: list[Letter], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("letters", "invoices", "--from", "2026-07-01", "--out", str(tmp_path / "found"))
    names = sorted(path.name for path in (tmp_path / "found").iterdir())
    assert names == ["I-2026-00002.pdf", "I-2026-00003.pdf", "index.csv"]
    assert (tmp_path / "found/I-2026-00002.pdf").read_bytes().startswith(b"%PDF")
    lines = (tmp_path / "found/index.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "number,issued_on,first_on,last_on,amount,recipient,corrects,corrected_by"
    assert lines[2] == "I-2026-00003,2026-11-20,2026-12-01,2026-12-31,-550,'=府中 の会社,,"
    with pytest.raises(CommandError) as refused:
        call_command("letters", "invoices", "--out", str(tmp_path / "found"))
    assert refused.value.returncode == 2
    call_command("letters", "invoices", "--recipient", "工業")
    assert capsys.readouterr().out.splitlines()[-1].startswith("I-2026-00002,")


@pytest.mark.parametrize("words", [["--from", "2026-13-01"], ["--least", "many"], ["--out", "/proc/nowhere"]])
def test_a_bad_question_is_refused_with_exit_status_2(db: None, words: list[str]) -> None:
    with pytest.raises((CommandError, SystemExit)) as refused:
        call_command("letters", "invoices", *words)
    status = refused.value.returncode if isinstance(refused.value, CommandError) else refused.value.code
    assert status in (1, 2)
