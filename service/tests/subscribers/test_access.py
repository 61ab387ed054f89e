"""Keys to a subscriber's data: hashed, limited, once where it must be once, and never in the trail."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from yorisoi_service import clock
from yorisoi_service.audit.models import Row
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.errors import BadKey, TooManyTries
from yorisoi_service.subscribers.models import AccessKey, AccessTry
from yorisoi_service.subscribers.rules import access
from yorisoi_service.subscribers.rules.access import Purpose
from yorisoi_service.subscribers.services import signing_in
from yorisoi_service.subscribers.services.access import make_key, open_with, open_with_code, print_code
from yorisoi_service.subscribers.services.links import registered_under
from yorisoi_service.testing.people import NOON, Provider, later

HERE = "192.0.2.5"


def link(provider: Provider, purpose: Purpose = Purpose.OWN_PAGE, life: timedelta = access.LINK_LIFE) -> str:
    return make_key(
        subscriber=provider.subscriber, purpose=purpose, about="x:1", life=life, by=None, now=NOON, draw=clock.draw
    )


def printed(provider: Provider) -> str:
    return print_code(subscriber=provider.subscriber, by=provider.clerk, now=NOON, draw=clock.draw)


def test_a_link_opens_once(provider: Provider) -> None:
    token = link(provider)
    key = open_with(token=token, purpose="own_page", now=NOON)
    assert key.subscriber == provider.subscriber
    with pytest.raises(BadKey):
        open_with(token=token, purpose="own_page", now=NOON)


def test_a_link_lapses_after_half_an_hour(provider: Provider) -> None:
    token = link(provider)
    with pytest.raises(BadKey):
        open_with(token=token, purpose="own_page", now=later(minutes=30))


def test_a_link_to_a_letter_opens_until_it_lapses(provider: Provider) -> None:
    token = link(provider, Purpose.VISIT_LETTER, timedelta(days=30))
    for days in (0, 1, 29):
        assert open_with(token=token, purpose="visit_letter", now=later(days=days)).about == "x:1"
    with pytest.raises(BadKey):
        open_with(token=token, purpose="visit_letter", now=later(days=30))


@pytest.mark.parametrize("other", [Purpose.OWN_PAGE, Purpose.LETTER_CODE])
def test_a_key_opens_nothing_else_than_it_was_made_for(provider: Provider, other: Purpose) -> None:
    token = link(provider, Purpose.VISIT_LETTER, timedelta(days=30))
    with pytest.raises(BadKey):
        open_with(token=token, purpose=other, now=NOON)


def test_neither_database_nor_trail_holds_a_token(provider: Provider) -> None:
    token, code = link(provider), printed(provider)
    open_with(token=token, purpose="own_page", now=NOON)
    kept = json.dumps(list(AccessKey.objects.values()), default=str)
    kept += json.dumps(list(Row.objects.values("facts", "about", "by")), default=str)
    assert token not in kept
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert {"access.made", "access.opened"} <= set(Row.objects.values_list("event", flat=True))


@pytest.mark.parametrize("spell", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_printed_code_may_be_typed_in_any_spelling(provider: Provider, spell: "object") -> None:
    assert callable(spell)
    code = spell(printed(provider))
    key = open_with_code(customer_number="c-10001", code=code, now=NOON, source=HERE)
    assert key.subscriber == provider.subscriber


def test_a_printed_code_in_full_width_is_understood(provider: Provider) -> None:
    code = printed(provider)
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else "－" for c in code)
    assert open_with_code(customer_number="Ｃ－１０００１", code=wide, now=NOON, source=HERE)


def test_a_printed_code_stays_good_while_it_is_used_and_lapses_after_a_year_unused(provider: Provider) -> None:
    code = printed(provider)
    for days in (0, 300, 600):
        open_with_code(customer_number="C-10001", code=code, now=later(days=days), source=HERE)
    with pytest.raises(BadKey):
        open_with_code(customer_number="C-10001", code=code, now=later(days=600 + 365), source=HERE)


def test_a_newly_printed_code_replaces_the_older_one(provider: Provider) -> None:
    old, new = printed(provider), printed(provider)
    with pytest.raises(BadKey):
        open_with_code(customer_number="C-10001", code=old, now=NOON, source=HERE)
    assert open_with_code(customer_number="C-10001", code=new, now=NOON, source=HERE)


def test_a_newly_printed_code_ends_what_the_older_one_opened(provider: Provider) -> None:
    other = provider.household("C-10002", "0847-11-3333")
    at_home, elsewhere = (
        signing_in.sign_in(key=AccessKey.objects.get(pk=pk), now=NOON, draw=clock.draw)
        for pk in (
            open_with_code(customer_number="C-10001", code=printed(provider), now=NOON, source=HERE).pk,
            AccessKey.objects.create(
                subscriber=other, purpose="own_page", hash="x", made_at=NOON, expires_at=later(hours=1)
            ).pk,
        )
    )
    printed(provider)
    assert signing_in.signed_in(token=at_home, now=NOON) is None
    assert signing_in.signed_in(token=elsewhere, now=NOON) == other
    told = Row.objects.get(event="own_page.signed_out_everywhere")
    assert (told.by, told.about) == (provider.clerk.actor, f"subscriber:{provider.subscriber.pk}")


@pytest.mark.parametrize("number", ["C-10001", "Ｃ－１０００１", "c10001", "C 10001", "C‐10001", ""])
@pytest.mark.parametrize("email", ["hanako@example.jp", "ＨＡＮＡＫＯ@example.jp", "hanako＠example.jp"])
def test_who_registered_an_address_is_found_however_it_is_typed(provider: Provider, email: str, number: str) -> None:
    provider.subscriber.email = "hanako@example.jp"
    provider.subscriber.save()
    assert list(registered_under(email, customer_number=number)) == [provider.subscriber]
    assert not registered_under(email, customer_number="C-10002").exists()


def test_a_code_opens_only_with_its_own_customer_number(provider: Provider) -> None:
    other = provider.household("C-10002", "0847-11-3333")
    code = printed(provider)
    with pytest.raises(BadKey):
        open_with_code(customer_number=other.customer_number, code=code, now=NOON, source=HERE)


def test_only_who_prints_letters_prints_codes(provider: Provider) -> None:
    with pytest.raises(NotAllowed):
        print_code(subscriber=provider.subscriber, by=provider.communicator, now=NOON, draw=clock.draw)


def guess(source: str, minutes: float = 0, number: str = "C-10001") -> None:
    with pytest.raises(BadKey):
        open_with_code(customer_number=number, code="AAAA-AAAA-AAAA", now=later(minutes=minutes), source=source)


def test_a_place_that_guesses_waits_and_others_do_not(provider: Provider) -> None:
    code = printed(provider)
    for spelt in ("C-10001", "ｃ１０００１") * (access.WRONG_FOR_ONE_NUMBER // 2):
        guess("203.0.113.9", number=spelt)
    with pytest.raises(TooManyTries):
        open_with_code(customer_number="C-10001", code=code, now=NOON, source="203.0.113.9")
    assert open_with_code(customer_number="C-10001", code=code, now=NOON, source=HERE)
    assert open_with_code(customer_number="C-10001", code=code, now=later(minutes=15), source="203.0.113.9")


def test_neighbours_behind_the_same_address_do_not_wait_for_who_guesses_at_one_number(provider: Provider) -> None:
    code, token = printed(provider), link(provider)
    for _each in range(access.WRONG_FOR_ONE_NUMBER):
        guess(HERE, number="C-99999")
    with pytest.raises(TooManyTries):
        open_with_code(customer_number="C-99999", code="AAAA-AAAA-AAAA", now=NOON, source=HERE)
    assert open_with_code(customer_number="C-10001", code=code, now=NOON, source=HERE)
    assert open_with(token=token, purpose="own_page", now=NOON, source=HERE)


def test_a_place_that_guesses_at_many_numbers_waits_as_a_whole(provider: Provider) -> None:
    code, token = printed(provider), link(provider)
    for n in range(access.WRONG_FROM_ONE_PLACE):
        guess("203.0.113.9", number=f"C-2{n:04}")
    for opens in (
        partial(open_with_code, customer_number="C-10001", code=code),
        partial(open_with, token=token, purpose="own_page"),
    ):
        with pytest.raises(TooManyTries):
            opens(now=NOON, source="203.0.113.9")
        assert opens(now=NOON, source=HERE)


def test_guessing_from_many_places_slows_everybody_and_locks_nobody_out(provider: Provider) -> None:
    code = printed(provider)
    AccessTry.objects.bulk_create(
        AccessTry(source=f"{n:032}", kind="wrong", at=NOON) for n in range(access.WRONG_IN_TOTAL)
    )
    for _each in range(access.WRONG_FOR_ONE_NUMBER_THEN):
        guess("203.0.113.9")
    with pytest.raises(TooManyTries):
        guess("203.0.113.9")
    for n in range(access.WRONG_FROM_ONE_PLACE_THEN - access.WRONG_FOR_ONE_NUMBER_THEN):
        guess("203.0.113.9", number=f"C-2{n:04}")
    with pytest.raises(TooManyTries):
        guess("203.0.113.9", number="C-30000")
    with pytest.raises(TooManyTries):
        open_with_code(customer_number="C-10001", code=code, now=NOON, source="203.0.113.9")
    assert open_with_code(customer_number="C-10001", code=code, now=NOON, source=HERE)


def test_tries_keep_no_address_and_go_after_a_day(provider: Provider) -> None:
    guess("203.0.113.9")
    kept = json.dumps(list(AccessTry.objects.values()), default=str)
    assert "203.0.113.9" not in kept
    assert "10001" not in kept
    guess("203.0.113.9", minutes=24 * 60 + 1)
    assert sorted(AccessTry.objects.values_list("kind", flat=True)) == ["wrong", "wrong_number"]


def test_somebody_unknown_and_somebody_known_cost_the_same_questions(provider: Provider) -> None:
    printed(provider)
    counted = []
    for number in ("C-10001", "C-99999"):
        with (
            CaptureQueriesContext(
                connection,
            ) as asked,
            pytest.raises(BadKey),
        ):
            open_with_code(customer_number=number, code="AAAA-AAAA-AAAA", now=NOON, source=HERE)
        counted.append([query["sql"].split(" ")[0] for query in asked.captured_queries])
    assert counted[0] == counted[1]


@pytest.mark.parametrize("token", ["", "x", "\0", "あ" * 10_000, "\ud800", "‮", "' OR 1=1 --"])
def test_whatever_is_shown_is_refused_in_words(provider: Provider, token: str) -> None:
    for purpose in Purpose:
        with pytest.raises(BadKey):
            open_with(token=token, purpose=purpose, now=NOON)


def test_each_sign_of_a_code_is_as_likely_as_another() -> None:
    counts = {access.code_of(bytes([n] * 12)) for n in range(250)}
    assert counts == {sign * 12 for sign in access.ALPHABET}
    with pytest.raises(ValueError, match="few"):
        access.code_of(bytes([255] * 64))


@pytest.mark.parametrize("number", ["", "C-10001"])
def test_a_mail_address_is_found_on_an_index(provider: Provider, number: str) -> None:
    plan = registered_under("hanako@example.jp", customer_number=number).explain()
    assert "SCAN" not in plan.upper(), plan
