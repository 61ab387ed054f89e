from yorisoi_service.audit.models import Row
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.models import Event
from yorisoi_service.contracts.services.contacts import change_contact
from yorisoi_service.subscribers.models import Subscriber

from .conftest import Office, noon


def change(office: Office, subscriber: Subscriber | None = None, **fields: str) -> Subscriber:
    return change_contact(
        subscriber=subscriber or office.subscriber, by=office.provider.clerk, now=noon("2026-07-05"), **fields
    )


def test_a_new_telephone_is_no_part_of_the_contracts_story(office: Office) -> None:
    changed = change(office, phone="0847-99-0000", billing_account="C-20002")
    assert changed.phone == "0847-99-0000"
    assert office.told() == []
    assert Row.objects.filter(event="subscriber.changed").count() == 1


def test_another_bill_is_told_on_the_lines_that_are_open(office: Office) -> None:
    """R27: the support fee follows the internet bill."""
    office.close("2026-07-01", line=office.add_line("L-2"))
    assert change(office, billing_account="B-7").billing_account == "B-7"
    assert office.told() == ["account_changed"]
    assert Event.objects.filter(kind="account_changed").count() == 1
    assert "B-7" not in " ".join(Row.objects.values_list("facts", flat=True))


def test_whose_first_join_may_count_otherwise_is_looked_at_again(office: Office) -> None:
    """T6: those left behind, those come to, and the subscriber; nobody else."""
    left, met, other = (office.provider.household(f"C-4000{n}", "0847-77-8888") for n in range(3))
    for n, (subscriber, household) in enumerate(((left, "old"), (met, "new"), (other, "third"))):
        change(office, subscriber, household=household)
        office.add_line(f"L-4000{n}", subscriber=subscriber)
    change(office, household="old")
    before = queries.newest_event()
    change(office, household="new")
    assert queries.touched_holders(since_event=before) == sorted([office.subscriber.pk, left.pk, met.pk])
    before = queries.newest_event()
    change(office, household="")
    assert queries.touched_holders(since_event=before) == sorted([office.subscriber.pk, met.pk])
    change(office, household="")
    assert office.told() == ["corrected"] * 3
