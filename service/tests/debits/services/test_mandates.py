"""Registering, renewing and ending mandates; what cannot be debited is refused before it is kept."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from yorisoi_service import clock
from yorisoi_service.audit.models import Row
from yorisoi_service.debits import queries
from yorisoi_service.debits.errors import BadMandate
from yorisoi_service.debits.models import Mandate
from yorisoi_service.debits.services import mandates
from yorisoi_service.debits.services.mandates import BankData
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.testing.collecting import KEY, Collecting


def test_a_mandate_is_kept_as_the_bank_writes_it(collecting: Collecting) -> None:
    subscriber = collecting.subscriber(mandate=False)
    mandate = collecting.mandate(subscriber, holder="さとう　きょうこ", account="１２３", customer_ref="10001")
    account = mandate.account(key=KEY)
    assert (account.number, account.holder) == ("0000123", "ｻﾄｳ ｷﾖｳｺ")
    assert (mandate.customer_ref, mandate.new_code) == ("00000000000000010001", "1")
    assert queries.mandate_of(subscriber.pk) == mandate
    [row] = Row.objects.filter(event="mandate.added")
    assert (row.about, row.facts) == (f"subscriber:{subscriber.pk}", '{"sequence":1,"valid_from":"2026-01-05"}')


def test_a_mandate_serves_from_the_day_the_bank_has_registered_it(collecting: Collecting) -> None:
    mandate = collecting.mandate(collecting.subscriber(mandate=False), valid_from=None)
    assert mandate.valid_from == date(2026, 3, 5)  # forty bank business days after 5 January 2026


def test_the_customer_number_stays_when_the_account_changes(collecting: Collecting) -> None:
    subscriber = collecting.subscriber(mandate=False)
    first = collecting.mandate(subscriber, customer_ref="777")
    second = collecting.renew(subscriber)
    mandates.end_mandate(subscriber=subscriber, by=collecting.provider.clerk, now=collecting.now)
    third = collecting.mandate(subscriber)
    assert {each.customer_ref for each in (first, second, third)} == {"00000000000000000777"}
    kept = Mandate.objects.filter(subscriber=subscriber).order_by("sequence")
    assert [(each.sequence, each.ending) for each in kept] == [(1, "renewed"), (2, "ended"), (3, "")]
    assert [row.event for row in Row.objects.filter(event__startswith="mandate.").order_by("n")] == [
        "mandate.added",
        "mandate.renewed",
        "mandate.ended",
        "mandate.added",
    ]


def test_one_mandate_at_a_time(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    with pytest.raises(BadMandate):
        collecting.mandate(subscriber)
    other = collecting.subscriber(mandate=False)
    with pytest.raises(BadMandate):
        collecting.renew(other)
    with pytest.raises(BadMandate):
        mandates.end_mandate(subscriber=other, by=collecting.provider.clerk, now=collecting.now)


def test_the_database_holds_one_open_mandate_for_a_subscriber(collecting: Collecting) -> None:
    mandate = collecting.mandate(collecting.subscriber(mandate=False))
    mandate.pk, mandate.sequence, mandate.customer_ref = None, 2, "1"
    mandate._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        mandate.save()


def test_two_subscribers_never_share_a_customer_number(collecting: Collecting) -> None:
    first = collecting.subscriber(mandate=False)
    second = collecting.subscriber(mandate=False)
    collecting.mandate(first, customer_ref=str(second.pk))
    with pytest.raises(BadMandate):  # not even where nobody typed it
        collecting.mandate(second)
    mandates.end_mandate(subscriber=first, by=collecting.provider.clerk, now=collecting.now)
    with pytest.raises(BadMandate):  # an answer may still come for it
        collecting.mandate(second)


GOOD: dict[str, Any] = {
    "bank_code": "0169",
    "branch_code": "012",
    "account_type": 1,
    "account_number": "7654321",
    "holder": "スズキ",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank_code": "169"},
        {"bank_code": "ABCD"},
        {"branch_code": "12"},
        {"branch_code": "0123"},
        {"account_type": 4},
        {"account_number": ""},
        {"account_number": "12345678"},
        {"account_number": "12-3456"},
        {"account_number": "-123456"},
        {"holder": "佐藤"},
        {"holder": ""},
        {"holder": "　"},
        {"holder": "ガ" * 16},  # 32 characters in a bank file
        {"holder": "サトウ?"},
    ],
    ids=lambda it: "-".join(map(str, *it.items())),
)
def test_what_cannot_be_debited_is_refused_without_being_told_on(collecting: Collecting, wrong: dict[str, Any]) -> None:
    subscriber = collecting.subscriber(mandate=False)
    with pytest.raises(BadMandate) as refused:
        mandates.add_mandate(
            subscriber=subscriber,
            bank=BankData(**GOOD | wrong),
            received_on=date(2026, 1, 5),
            profile=collecting.bank,
            key=KEY,
            draw=clock.draw,
            by=collecting.provider.clerk,
            now=collecting.now,
        )
    assert not any(str(secret) in str(refused.value.sentence) for secret in ("7654321", "佐藤", "12345678"))
    assert not Mandate.objects.exists()


@pytest.mark.parametrize("reference", ["1" * 21, "C-1", "12 34"])
def test_a_customer_number_is_up_to_twenty_digits(collecting: Collecting, reference: str) -> None:
    with pytest.raises(BadMandate):
        collecting.mandate(collecting.subscriber(mandate=False), customer_ref=reference)


def test_a_form_from_tomorrow_is_refused(collecting: Collecting) -> None:
    collecting.now = collecting.now.replace(year=2025)
    with pytest.raises(BadMandate):
        collecting.mandate(collecting.subscriber(mandate=False))


def test_mandates_are_the_clerks_work(collecting: Collecting) -> None:
    subscriber = collecting.subscriber(mandate=False)
    for person in (collecting.provider.accountant, collecting.provider.communicator):
        collecting.provider.clerk = person
        with pytest.raises(NotAllowed):
            collecting.mandate(subscriber)
