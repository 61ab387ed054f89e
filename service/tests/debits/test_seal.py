"""Bank data at rest: what is in the database says nothing, and opens in its own row only."""

import pytest
from django.db import connection
from yorisoi_service import clock
from yorisoi_service.audit.models import Row
from yorisoi_service.debits.models import Mandate
from yorisoi_service.debits.seal import Account, CannotUnseal, seal, unseal
from yorisoi_service.testing.collecting import KEY, Collecting

SECRET = Account("7654321", "ｽｽﾞｷ ｲﾁﾛｳ")


def test_sealed_and_opened_again() -> None:
    sealed = seal(SECRET, binding="row", key=KEY, nonce=clock.draw(12))
    assert unseal(sealed, binding="row", key=KEY) == SECRET
    assert SECRET.number.encode() not in sealed
    assert SECRET.holder.encode() not in sealed


def test_another_key_another_row_and_every_altered_byte_are_noticed() -> None:
    sealed = seal(SECRET, binding="row", key=KEY, nonce=bytes(12))
    cases = [(sealed, "row", bytes(32)), (sealed, "other", KEY), (b"", "row", KEY), (sealed[:20], "row", KEY)]
    cases += [(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], "row", KEY) for at in range(len(sealed))]
    for content, binding, key in cases:
        with pytest.raises(CannotUnseal):
            unseal(content, binding=binding, key=key)


def test_a_short_nonce_is_refused() -> None:
    with pytest.raises(ValueError, match="12"):
        seal(SECRET, binding="row", key=KEY, nonce=bytes(11))


def test_each_record_has_a_nonce_of_its_own(collecting: Collecting) -> None:
    nonces = {bytes(collecting.mandate(collecting.subscriber(mandate=False)).sealed)[1:13] for _ in range(5)}
    assert len(nonces) == 5


def test_a_sealed_account_moved_to_another_row_opens_no_more(collecting: Collecting) -> None:
    one, other = (collecting.mandate(collecting.subscriber(mandate=False), account=n) for n in ("1111111", "2222222"))
    assert one.account(key=KEY).number == "1111111"
    other.sealed = one.sealed
    with pytest.raises(CannotUnseal):
        other.account(key=KEY)
    one.bank_code = "0001"
    with pytest.raises(CannotUnseal):
        one.account(key=KEY)


def test_the_database_holds_neither_account_nor_holder_in_clear(collecting: Collecting) -> None:
    subscriber = collecting.subscriber(holder="マツモト　セイイチ", account="8642975")
    collecting.books("2026-06", {subscriber: 550})
    exported = collecting.exports("2026-06")
    assert b"8642975" in exported.content
    if connection.vendor == "sqlite":
        raw = connection.connection.serialize()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT CAST(ROW(debits_mandate.*) AS TEXT) FROM debits_mandate")
            raw = str(cursor.fetchall()).encode()
    assert b"00000000000000000" in raw  # the customer number, so this is the data
    for clear in ("8642975", "ﾏﾂﾓﾄ", "マツモト", "ｾｲｲﾁ", "セイイチ"):
        for encoding in ("utf-8", "cp932", "utf-16-le"):
            assert clear.encode(encoding) not in raw, (clear, encoding)
    assert not any("8642975" in row.facts for row in Row.objects.all())
    assert "8642975" not in repr(Mandate.objects.get()) + repr(Mandate.objects.get().account(key=KEY))
