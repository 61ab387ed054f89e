"""A file that never reached the bank can be taken back, and leaves nothing behind but its audit row."""

from datetime import date

import pytest
from yorisoi_service.audit.models import Row
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import CannotExport
from yorisoi_service.debits.models import DebitItem, DebitPart, DebitRun, Mandate, Receivable
from yorisoi_service.debits.rules.zengin.read import read
from yorisoi_service.debits.services import decisions
from yorisoi_service.debits.services.discarding import discard
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.testing.collecting import Collecting, answered


def discards(collecting: Collecting, month: str) -> None:
    discard(month=Month.parse(month), by=collecting.provider.accountant, now=collecting.now)


def test_everything_is_as_before_and_the_month_is_exported_anew(collecting: Collecting) -> None:
    carried, changed = collecting.subscriber(), collecting.subscriber()
    collecting.books("2026-06", {carried: 550, changed: 550})
    content = collecting.exports("2026-06").content
    collecting.takes(answered(content, {f"{carried.pk:020d}": "1"}))
    collecting.renew(changed)
    late = collecting.subscriber(mandate=False)
    collecting.books("2026-07", {carried: 550, changed: 550, late: 550})
    collecting.now = collecting.now.replace(day=8)
    collecting.exports("2026-07")
    discards(collecting, "2026-07")
    assert collecting.states(carried) == {"2026-06": "carried", "2026-07": "open"}
    assert collecting.states(late) == {"2026-07": "open"}
    assert (DebitRun.objects.count(), DebitItem.objects.count(), DebitPart.objects.count()) == (1, 2, 2)
    assert Mandate.objects.get(subscriber=changed, ended_on=None).new_code == "2"
    assert sorted(Receivable.objects.values_list("debits", flat=True)) == [0, 0, 0, 1, 1]

    collecting.mandate(late)
    anew = collecting.exports("2026-07", debit_date=date(2026, 9, 1))
    [block] = read(anew.content, "request")
    assert block.debit_date == "0901"
    assert [(each.amount, each.new_code) for each in block.debits] == [(1100, "0"), (550, "2"), (550, "1")]
    assert [row.event for row in Row.objects.filter(about="debits:2026-07").order_by("n")] == [
        "debits.exported",
        "debits.discarded",
        "debits.exported",
    ]


def test_slips_of_earlier_files_stay_slips(collecting: Collecting) -> None:
    without = collecting.subscriber(mandate=False)
    collecting.books("2026-06", {without: 550})
    collecting.exports("2026-06")
    collecting.now = collecting.now.replace(day=8)
    collecting.books("2026-07", {without: 550})
    collecting.exports("2026-07")
    discards(collecting, "2026-07")
    assert collecting.states(without) == {"2026-06": "slip", "2026-07": "open"}


def test_a_slip_paid_meanwhile_stays_paid(collecting: Collecting) -> None:
    without = collecting.subscriber(mandate=False)
    collecting.books("2026-06", {without: 550})
    collecting.exports("2026-06")
    decisions.settle(receivable=Receivable.objects.get(), by=collecting.provider.accountant, now=collecting.now)
    discards(collecting, "2026-06")
    assert collecting.states(without) == {"2026-06": "paid"}


def test_only_the_newest_and_only_before_the_answer(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    for month in ("2026-06", "2026-07"):
        collecting.books(month, {subscriber: 550})
        content = collecting.exports(month).content
    collecting.takes(answered(content))
    for month in ("2026-05", "2026-06", "2026-07"):
        with pytest.raises(CannotExport):
            discards(collecting, month)
    assert DebitRun.objects.count() == 2


def test_only_those_who_export_money_may(collecting: Collecting) -> None:
    collecting.books("2026-06", {collecting.subscriber(): 550})
    collecting.exports("2026-06")
    collecting.provider.accountant = collecting.provider.clerk
    with pytest.raises(NotAllowed):
        discards(collecting, "2026-06")
