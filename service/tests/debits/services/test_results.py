"""The bank's answer: what it moves, taken once, and everything that is refused whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from yorisoi_service.audit.models import Row
from yorisoi_service.debits import queries
from yorisoi_service.debits.errors import CannotDecide, ResultRefused
from yorisoi_service.debits.models import DebitItem, DebitRun, Mandate, Receivable, ResultFile
from yorisoi_service.debits.rules.receivable import Step
from yorisoi_service.debits.rules.zengin.read import read
from yorisoi_service.debits.services import decisions
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.testing.collecting import Collecting, answered


def ref(subscriber: Subscriber) -> str:
    return f"{subscriber.pk:020d}"


def test_a_paid_month_is_paid(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-06", {subscriber: 550})
    taken = collecting.takes(answered(collecting.exports("2026-06").content))
    assert (taken.codes, taken.states) == ({"0": 1}, {"paid": 1})
    assert (taken.run.done_count, taken.run.done_total, taken.run.failed_count) == (1, 550, 0)
    assert (taken.run.state, collecting.states(subscriber)) == ("answered", {"2026-06": "paid"})


def test_two_charges_one_debit_then_a_slip(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    short = {ref(subscriber): "1"}
    seen = []
    for month in ("2026-06", "2026-07", "2026-08"):
        collecting.books(month, {subscriber: 550})
        content = collecting.exports(month).content
        [block] = read(content, "request")
        collecting.takes(answered(content, short))
        seen.append(([each.amount for each in block.debits], collecting.states(subscriber)))
    assert seen == [
        ([550], {"2026-06": "carried"}),
        ([1100], {"2026-06": "slip", "2026-07": "carried"}),
        ([1100], {"2026-06": "slip", "2026-07": "slip", "2026-08": "carried"}),
    ]
    assert [row.left for row in queries.slips()] == [550, 550]


def test_carried_and_then_paid_with_the_next_month(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    for month, codes in (("2026-06", {ref(subscriber): "1"}), ("2026-07", {})):
        collecting.books(month, {subscriber: 550})
        collecting.takes(answered(collecting.exports(month).content, codes))
    assert collecting.states(subscriber) == {"2026-06": "paid", "2026-07": "paid"}


def test_a_carried_charge_goes_along_though_the_month_itself_is_free(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-06", {subscriber: 550})
    collecting.takes(answered(collecting.exports("2026-06").content, {ref(subscriber): "1"}))
    collecting.books("2026-07", {subscriber: 0})
    [block] = read(collecting.exports("2026-07").content, "request")
    assert [(each.amount, each.new_code) for each in block.debits] == [(550, "0")]


def test_each_code_at_once(collecting: Collecting) -> None:
    people = {code: collecting.subscriber() for code in "0123456789"}
    collecting.books("2026-06", dict.fromkeys(people.values(), 550))
    content = answered(collecting.exports("2026-06").content, {ref(who): code for code, who in people.items()})
    taken = collecting.takes(content)
    states = {code: collecting.states(who)["2026-06"] for code, who in people.items()}
    assert states == {
        "0": "paid",
        "1": "carried",
        **dict.fromkeys("234", "slip"),
        "8": "written_off",
        **dict.fromkeys("5679", "failed"),
    }
    assert taken.codes == dict.fromkeys("0123456789", 1)
    assert taken.states == {"carried": 1, "failed": 4, "paid": 1, "slip": 3, "written_off": 1}
    assert taken.renew == [people[code].customer_number for code in "234"]
    assert taken.decide == [people[code].customer_number for code in "5679"]
    assert [each.subscriber for each in queries.refused_mandates()] == [people[code] for code in "234"]
    assert [row.subscriber for row in queries.to_decide()] == [people[code] for code in "5679"]
    assert (taken.run.done_total, taken.run.failed_count, taken.run.failed_total) == (550, 9, 4950)
    collecting.mandate(people["2"])
    assert [each.subscriber for each in queries.refused_mandates()] == [people[code] for code in "34"]


def test_a_mandate_renewed_meanwhile_is_not_ended(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-06", {subscriber: 550})
    content = collecting.exports("2026-06").content
    new = collecting.renew(subscriber)
    taken = collecting.takes(answered(content, {ref(subscriber): "4"}))
    assert (taken.renew, queries.mandate_of(subscriber.pk)) == ([], new)
    assert [each.ending for each in Mandate.objects.order_by("sequence")] == ["renewed", ""]


@pytest.mark.parametrize("also_counted", [False, True])
def test_who_is_not_listed_in_a_failed_only_answer_was_debited(collecting: Collecting, also_counted: bool) -> None:
    collecting.collection = replace(collecting.collection, bank=replace(collecting.bank, result_scope="failed_only"))
    paid, failed = collecting.subscriber(), collecting.subscriber()
    collecting.books("2026-06", {paid: 550, failed: 600})
    content = answered(collecting.exports("2026-06").content, {ref(failed): "1"}, only_failed=True)
    if also_counted:
        counted = b"8" + b"000002000000001150" + b"000001000000000550" + b"000001000000000600"
        content = content[:244] + counted.ljust(120) + content[364:]
    taken = collecting.takes(content)
    assert (taken.codes, taken.run.done_total, taken.run.failed_total) == ({"0": 1, "1": 1}, 550, 600)
    assert (collecting.states(paid)["2026-06"], collecting.states(failed)["2026-06"]) == ("paid", "carried")


def test_a_failed_only_answer_that_counts_another_request_is_refused(collecting: Collecting) -> None:
    collecting.collection = replace(collecting.collection, bank=replace(collecting.bank, result_scope="failed_only"))
    failed = collecting.subscriber()
    collecting.books("2026-06", {collecting.subscriber(): 550, failed: 600})
    content = answered(collecting.exports("2026-06").content, {ref(failed): "1"}, only_failed=True)
    for count, yen in ((2, 1100), (1, 600)):  # debited, beside the one that failed: neither is what was requested
        counted = f"8{count + 1:06d}{yen + 600:012d}{count:06d}{yen:012d}000001000000000600".ljust(120).encode()
        with pytest.raises(ResultRefused):
            collecting.takes(content[:244] + counted + content[364:])


def test_nobody_failed_is_an_answer_too(collecting: Collecting) -> None:
    collecting.collection = replace(collecting.collection, bank=replace(collecting.bank, result_scope="failed_only"))
    collecting.books("2026-06", {collecting.subscriber(): 550})
    taken = collecting.takes(answered(collecting.exports("2026-06").content, only_failed=True))
    assert taken.codes == {"0": 1}


def test_the_same_file_again_changes_nothing(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-06", {subscriber: 550})
    content = answered(collecting.exports("2026-06").content, {ref(subscriber): "1"})
    collecting.takes(content)
    rows = Row.objects.count()
    assert collecting.takes(content).again
    assert (Row.objects.count(), ResultFile.objects.count()) == (rows, 1)
    assert collecting.states(subscriber) == {"2026-06": "carried"}


def test_a_dry_run_tells_everything_and_keeps_nothing(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-06", {subscriber: 550})
    content = answered(collecting.exports("2026-06").content, {ref(subscriber): "2"})
    rows = Row.objects.count()
    assert collecting.takes(content, dry_run=True).states == {"slip": 1}
    assert collecting.states(subscriber) == {"2026-06": "requested"}
    assert (Row.objects.count(), ResultFile.objects.count(), DebitRun.objects.get().state) == (rows, 0, "written")
    assert Mandate.objects.get().ended_on is None
    assert collecting.takes(content).states == {"slip": 1}


def with_field(first: int, new: bytes, *, record: int = 1) -> Callable[[bytes], bytes]:
    """Changes a record (header is 0) from byte `first`, counted from 1."""

    def change(content: bytes) -> bytes:
        at = record * 122 + first - 1
        return content[:at] + new + content[at + len(new) :]

    return change


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "another client": (with_field(5, b"0987654321", record=0), "Record 1"),
    "another day": (with_field(55, b"0827", record=0), "0827"),
    "no day at all": (with_field(55, b"9999", record=0), "9999"),
    "transfer, not debit": (with_field(2, b"21", record=0), "Record 1"),
    "a wrong sum": (with_field(8, b"000000001101", record=3), "Record 4"),
    "a wrong count": (with_field(2, b"000003", record=3), "Record 4"),
    "a wrong debited sum": (with_field(26, b"000000000551", record=3), "Record 4"),
    "an unknown customer": (with_field(92, b"99999999999999999999"), "Record 2"),
    "cut off": (lambda content: content[:-122], "end record"),
    "cut inside a record": (lambda content: content[:200], "Record 2"),
    "text from elsewhere": (lambda content: b"customer_number,amount\r\nC-1,550\r\n", "Record 1"),
    "UTF-8": (lambda content: content.decode("cp932").encode("utf-8"), "Record 1"),
    "UTF-16": (lambda content: content.decode("cp932").encode("utf-16"), "byte order mark"),
    "EBCDIC": (lambda content: content.decode("cp932", "replace").encode("cp037", "replace"), "EBCDIC"),
    "nothing": (lambda content: b"", "empty"),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_is_not_our_answer_is_refused_whole(collecting: Collecting, name: str) -> None:
    change, where = REFUSED[name]
    one, other = collecting.subscriber(), collecting.subscriber()
    collecting.books("2026-06", {one: 550, other: 550})
    content = answered(collecting.exports("2026-06").content, {ref(other): "1"})
    with translation.override("en"), pytest.raises(ResultRefused) as refused:
        collecting.takes(change(content))
    assert where in str(refused.value.sentence)
    assert set(Receivable.objects.values_list("state", flat=True)) == {"requested"}
    assert set(DebitItem.objects.values_list("result_code", flat=True)) == {""}
    assert not ResultFile.objects.exists()


def test_another_amount_is_refused_with_its_record(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-06", {subscriber: 550})
    content = answered(collecting.exports("2026-06").content).replace(b"0550", b"0560")
    with pytest.raises(ResultRefused, match="560"):
        collecting.takes(content)


def test_one_debit_twice_and_the_other_not_at_all_is_refused(collecting: Collecting) -> None:
    collecting.books("2026-06", {collecting.subscriber(): 550, collecting.subscriber(): 550})
    content = answered(collecting.exports("2026-06").content)
    with pytest.raises(ResultRefused, match="3"):  # the third record; every total holds
        collecting.takes(content[:244] + content[122:244] + content[366:])


def test_the_request_itself_is_no_answer(collecting: Collecting) -> None:
    collecting.books("2026-06", {collecting.subscriber(): 550})
    with pytest.raises(ResultRefused):
        collecting.takes(collecting.exports("2026-06").content)


def test_an_answer_that_leaves_somebody_out_is_refused(collecting: Collecting) -> None:
    one, other = collecting.subscriber(), collecting.subscriber()
    collecting.books("2026-06", {one: 550, other: 550})
    content = answered(collecting.exports("2026-06").content, {ref(other): "1"}, only_failed=True)
    with pytest.raises(ResultRefused):
        collecting.takes(content)


def test_a_second_answer_to_the_same_run_is_refused(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-06", {subscriber: 550})
    content = collecting.exports("2026-06").content
    collecting.takes(answered(content))
    with pytest.raises(ResultRefused, match="2026-06"):
        collecting.takes(answered(content, {ref(subscriber): "1"}))
    assert collecting.states(subscriber) == {"2026-06": "paid"}


def test_several_blocks_are_one_answer_and_two_days_are_not(collecting: Collecting) -> None:
    people = [collecting.subscriber() for _ in range(2)]
    collecting.books("2026-06", dict.fromkeys(people, 550))
    content = answered(collecting.exports("2026-06").content)
    header, first, second, _trailer, end = (content[at : at + 122] for at in range(0, len(content), 122))
    trailer = (b"8" + b"000001000000000550" * 2 + b"000000000000000000").ljust(120) + b"\r\n"
    later = with_field(55, b"0728", record=0)(header)
    with pytest.raises(ResultRefused):
        collecting.takes(header + first + trailer + later + second + trailer + end)
    taken = collecting.takes(header + first + trailer + header + second + trailer + end + b"\x1a")
    assert taken.states == {"paid": 2}


def test_the_year_is_the_one_of_the_run_that_waits(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-05", {subscriber: 550})
    collecting.takes(answered(collecting.exports("2026-05", debit_date=date(2026, 7, 1)).content))
    for number in range(12):
        month = f"{2026 + (5 + number) // 12}-{(5 + number) % 12 + 1:02d}"
        collecting.books(month, {subscriber: 550})
        day = date(2027, 7, 1) if month == "2027-05" else None
        content = collecting.exports(month, debit_date=day).content
        taken = collecting.takes(answered(content))
    assert (taken.run.debit_date, str(taken.run.month)) == (date(2027, 7, 1), "2027-05-01")


def test_a_person_decides_what_is_unclear(collecting: Collecting) -> None:
    people = [collecting.subscriber() for _ in range(3)]
    collecting.books("2026-06", dict.fromkeys(people, 550))
    content = collecting.exports("2026-06").content
    collecting.takes(answered(content, {ref(each): "9" for each in people}))
    by, now = collecting.provider.accountant, collecting.now
    for row, step in zip(queries.to_decide(), (Step.CARRY, Step.SLIP, Step.WRITE_OFF), strict=True):
        decisions.decide(receivable=row, step=step, by=by, now=now)
    assert [collecting.states(each)["2026-06"] for each in people] == ["carried", "slip", "written_off"]
    [slip] = queries.slips()
    assert decisions.settle(receivable=slip, by=by, now=now).state == "paid"
    with pytest.raises(CannotDecide):
        decisions.settle(receivable=slip, by=by, now=now)
    with pytest.raises(CannotDecide):
        decisions.decide(receivable=slip, step=Step.WRITE_OFF, by=by, now=now)
    assert Row.objects.filter(event__startswith="receivable.").count() == 4


def test_nothing_is_debited_a_third_time(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    for month in ("2026-06", "2026-07"):
        collecting.books(month, {subscriber: 550})
        code = "1" if month == "2026-06" else "9"
        collecting.takes(answered(collecting.exports(month).content, {ref(subscriber): code}))
    first, second = queries.to_decide()
    with pytest.raises(CannotDecide):
        decisions.decide(receivable=first, step=Step.CARRY, by=collecting.provider.accountant, now=collecting.now)
    decisions.decide(receivable=second, step=Step.CARRY, by=collecting.provider.accountant, now=collecting.now)


def test_a_credit_that_waits_for_nobody_is_paid_back(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-06", {subscriber: -550})
    collecting.exports("2026-06")
    [credit] = queries.open_receivables()
    assert credit.left == -550
    decisions.settle(receivable=credit, by=collecting.provider.accountant, now=collecting.now)
    assert not queries.open_receivables()


def test_only_those_who_export_money_may(collecting: Collecting) -> None:
    collecting.books("2026-06", {collecting.subscriber(): 550})
    content = answered(collecting.exports("2026-06").content)
    collecting.provider.accountant = collecting.provider.clerk
    with pytest.raises(NotAllowed):
        collecting.takes(content)
