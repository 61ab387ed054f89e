from datetime import date

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers import queries
from yorisoi_service.subscribers.errors import BadRecord
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.services.lines import add_line, close_line
from yorisoi_service.subscribers.services.people import add_subscriber
from yorisoi_service.testing.people import NOON, Provider


def test_a_caller_is_found_by_number_name_kana_and_telephone(provider: Provider) -> None:
    wanted = [provider.subscriber]
    for text in ("C-10001", "c-10001", "佐藤", "さとう", "ｻﾄｳ ﾊﾅｺ", "0847-11-2222", "０８４７１１２２２２", "2222"):
        assert queries.find(text) == wanted, text
    assert queries.by_number(" c-10001 ") == provider.subscriber
    assert queries.by_phone("0847(11)2222") == wanted


@pytest.mark.parametrize("text", ["", "   ", "222", "山本", "C-10002", "%", "_"])
def test_nothing_is_found_by_nothing(provider: Provider, text: str) -> None:
    assert queries.find(text) == []
    assert queries.by_phone("") == []


def test_what_no_name_holds_is_not_looked_for(
    provider: Provider, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):  # PostgreSQL refuses a NUL even in a question
        assert queries.find("C-10001\x00") == []


def test_only_the_office_adds_subscribers_and_lines(provider: Provider) -> None:
    for other in (provider.communicator, provider.lead, provider.accountant, provider.administrator):
        with pytest.raises(NotAllowed):
            add_subscriber(
                customer_number="C-20002", name="n", kana="k", address="a", phone="0847-00-0000", by=other, now=NOON
            )
        with pytest.raises(NotAllowed):
            close_line(line=provider.line, on=date(2026, 11, 20), by=other, now=NOON)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("customer_number", "", "blank|入力"),
        ("customer_number", "C-10001", "has this customer number already"),
        ("customer_number", "c!", "4 to 20 capital letters"),
        ("phone", "many", "like 0847-00-0000"),
        ("mobile", "090", "like 0847-00-0000"),
        ("name", "", "blank|入力"),
        ("email", "nowhere", "no mail address"),
    ],
)
def test_a_record_that_cannot_be_says_in_a_sentence_what_to_mend(
    provider: Provider, field: str, value: str, told: str
) -> None:
    good = {"customer_number": "C-20002", "name": "山", "kana": "ヤマ", "address": "町", "phone": "0847-00-0000"}
    with translation.override("en"), pytest.raises(BadRecord, match=told):
        add_subscriber(**{**good, field: value}, by=provider.clerk, now=NOON)
    assert Subscriber.objects.count() == 1


def test_a_line_number_is_given_once(provider: Provider) -> None:
    with translation.override("ja"), pytest.raises(BadRecord, match="この回線番号は、すでに登録されています"):
        provider.add_line(provider.subscriber, "L-10001")


@pytest.mark.parametrize("field", ["name", "kana", "address"])
def test_what_cannot_be_seen_is_refused_in_names(provider: Provider, field: str) -> None:
    good = {"customer_number": "C-20002", "name": "山", "kana": "ヤマ", "address": "町", "phone": "0847-00-0000"}
    with pytest.raises(BadRecord):
        add_subscriber(**{**good, field: "a\u202eb"}, by=provider.clerk, now=NOON)


def test_a_line_is_open_from_its_first_to_its_last_day(provider: Provider) -> None:
    line = close_line(line=provider.line, on=date(2026, 11, 20), by=provider.clerk, now=NOON)
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2026, 11, 20), date(2026, 11, 21)]
    assert [queries.is_open(line, on=day) for day in days] == [False, True, True, False]


def test_a_fixed_network_must_be_a_range(provider: Provider) -> None:
    with pytest.raises(BadRecord):
        add_line(
            subscriber=provider.subscriber, number="L-2", address="町", opened_on=date(2020, 1, 1),
            fixed_networks=("home",), by=provider.clerk, now=NOON,
        )  # fmt: skip
