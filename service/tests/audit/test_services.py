import pytest
from django.db import IntegrityError, transaction
from yorisoi_service.audit import queries
from yorisoi_service.audit.errors import BadFacts, NoTransaction
from yorisoi_service.audit.models import Head, Row
from yorisoi_service.audit.rules.chain import GENESIS
from yorisoi_service.audit.services import hold, record
from yorisoi_service.testing.people import NOON, Provider

pytestmark = pytest.mark.django_db


def nobody_signs(signature: bytes, message: bytes) -> bool:
    return False


def test_rows_form_a_chain() -> None:
    for n in range(3):
        record(event="ticket.opened", by="staff:12", about=f"ticket:{n}", facts={"channel": "mobile"}, now=NOON)
    rows = list(Row.objects.order_by("n"))
    assert [row.prev for row in rows] == [GENESIS, rows[0].hash, rows[1].hash]
    assert queries.head() == (3, rows[2].hash)
    assert queries.judge(nobody_signs).fault is None
    assert rows[0].at == "2026-11-20T03:00:00.000000Z"


@pytest.mark.django_db(transaction=True)
def test_a_row_needs_the_transaction_of_its_step() -> None:
    with pytest.raises(NoTransaction):
        record(event="ticket.opened", by="staff:12", about="ticket:1", now=NOON)
    with pytest.raises(NoTransaction):
        hold()
    assert not Row.objects.exists()


def test_what_is_rolled_back_leaves_no_witness() -> None:
    before = queries.head()
    with transaction.atomic():
        record(event="ticket.opened", by="staff:12", about="ticket:1", now=NOON)
        transaction.set_rollback(True)
    assert queries.head() == before


def test_a_chain_whose_head_was_taken_away_does_not_begin_anew() -> None:
    record(event="ticket.opened", by="staff:12", about="ticket:1", now=NOON)
    Head.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        record(event="ticket.opened", by="staff:12", about="ticket:2", now=NOON)
    assert queries.judge(nobody_signs).fault == "row 1: the head names another end"


def test_too_many_facts_are_refused() -> None:
    with pytest.raises(BadFacts):
        record(event="x", by="y", about="z", facts={"words": "a" * 5_000}, now=NOON)


def test_a_head_that_names_another_end_is_found() -> None:
    record(event="ticket.opened", by="staff:12", about="ticket:1", now=NOON)
    Head.objects.update(rows=7)
    assert queries.judge(nobody_signs).fault == "row 1: the head names another end"


def test_no_personal_data_enters_the_chain(provider: Provider) -> None:
    """Everything a day at the desk records names people by number only."""
    provider.ready_ticket()
    subscriber = provider.subscriber
    written = " ".join(f"{row.by} {row.about} {row.facts}" for row in Row.objects.all())
    for personal in (subscriber.name, subscriber.kana, subscriber.address, subscriber.phone, subscriber.customer_number,
                     provider.communicator.display_name, provider.communicator.username, "プリンター"):  # fmt: skip
        assert personal not in written
