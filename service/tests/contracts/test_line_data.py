"""A mistyped line: its opening day moves the contracts that begin with it, as long as no closed month depends on it."""

import pytest
from yorisoi_service.audit.models import Row
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import BadDay, MonthClosed
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.history import chains
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.errors import BadRecord
from yorisoi_service.subscribers.models import Line
from yorisoi_service.subscribers.queries import search

from .conftest import Office, day
from .test_cases_through_services import yen


def test_a_day_entered_too_late_gives_the_contract_its_own_day_back(office: Office) -> None:
    """The form of 28 October on a line said to be open since 23 November (T12)."""
    line = office.add_line("L-2", opened="2026-11-23")
    old = office.join("2026-10-28", told="2026-11-23", line=line)
    assert old.start_on == day("2026-11-23")
    done = office.mended(line, "2026-11-24", opened="2020-01-01", open_from="2026-10")
    ((before, after),) = done.anew
    assert (before.pk, after.corrects_id, after.start_on) == (old.pk, old.pk, day("2026-10-28"))
    assert list(queries.counting(line.pk)) == [after]
    assert Period.objects.get(pk=old.pk).void == "corrected"
    assert queries.accepted_on_form(line.pk, version="2026-04", on=day("2026-10-28"))
    assert yen(office, "2026-10", "2026-11", "2026-12", line=line) == [0, 0, 550]
    told = queries.story(line.pk)[-1]
    assert (told.kind, told.period, told.facts["what"]) == ("corrected", after, "line")
    assert (told.facts["opened_on"], told.facts["opened_on_before"]) == ("2020-01-01", "2026-11-23")


def test_a_day_entered_too_early_lets_the_contract_begin_with_the_line(office: Office) -> None:
    """Case 7: form 04-25, the line opens 05-10."""
    line = office.add_line("L-2", opened="2020-01-01")
    office.join("2026-04-25", line=line)
    office.mended(line, "2026-04-26", opened="2026-05-10", open_from="2026-04")
    assert queries.counting(line.pk).get().start_on == day("2026-05-10")
    assert yen(office, "2026-04", "2026-05", "2026-06", "2026-07", line=line) == [0, 0, 0, 550]


def test_a_day_on_which_no_contract_hangs_is_free_whatever_is_closed(office: Office) -> None:
    period = office.join("2026-04-15")
    assert office.mended(office.line, "2026-11-20", opened="2019-05-05", open_from="2026-11").anew == ()
    assert list(queries.counting(office.line.pk)) == [period]
    assert Line.objects.get(pk=office.line.pk).opened_on == day("2019-05-05")


@pytest.mark.parametrize(("opened", "form"), [("2026-11-23", "2026-10-28"), ("2020-01-01", "2026-10-28")])
def test_a_closed_month_stands_against_another_day(office: Office, opened: str, form: str) -> None:
    line = office.add_line("L-2", opened=opened)
    office.join(form, told="2026-11-23", line=line)
    other = "2020-01-01" if opened != "2020-01-01" else "2026-11-23"
    with pytest.raises(MonthClosed):
        office.mended(line, "2026-11-24", opened=other, open_from="2026-11")
    assert Line.objects.get(pk=line.pk).opened_on == day(opened)
    assert queries.counting(line.pk).count() == 1
    assert office.told(line) == ["joined"]


def test_number_and_address_are_put_right_whenever_it_is_noticed(office: Office) -> None:
    office.join("2026-04-15")
    office.mended(office.line, "2026-11-20", number=" L-20020 ", address="備後町2", open_from="2026-11")
    line = Line.objects.get(pk=office.line.pk)
    assert (line.number, line.address, line.opened_on) == ("L-20020", "備後町2", office.line.opened_on)
    assert search("L-20020", limit=2).subscribers == [office.subscriber]
    told = queries.story(line.pk)[-1]
    assert told.facts == {"what": "line", "number_corrected": True, "address_corrected": True, "note": "L-20002"}
    row = Row.objects.filter(event="contract.corrected").get()
    assert "L-20002" not in str(row.facts)
    with pytest.raises(BadRecord):
        office.mended(line, "2026-11-20", number=office.provider.line.number)


def test_nothing_corrected_is_nothing_told(office: Office) -> None:
    office.mended(office.line, "2026-11-20")
    assert office.told() == []


def test_the_day_of_a_move_takes_the_old_lines_last_day_along(office: Office) -> None:
    office.join("2026-04-15")
    moved = office.move("L-2", "2026-07-15")
    office.mended(moved, "2026-07-20", opened="2026-07-05", open_from="2026-07")
    assert Line.objects.get(pk=office.line.pk).closed_on == day("2026-07-05")
    with pytest.raises(MonthClosed):
        office.mended(Line.objects.get(pk=moved.pk), "2026-08-20", opened="2026-08-10", open_from="2026-08")
    with pytest.raises(BadDay):
        office.mended(Line.objects.get(pk=moved.pk), "2026-07-20", opened="2026-07-21")
    with pytest.raises(BadDay):
        office.mended(Line.objects.get(pk=moved.pk), "2026-07-20", opened="2019-12-31")


def test_a_form_from_between_counts_from_its_day_on_whichever_line(office: Office) -> None:
    moved = office.move("L-2", "2026-07-05")
    office.join("2026-07-10", line=moved)
    assert office.mended(moved, "2026-07-20", opened="2026-07-15").anew == ()
    assert queries.counting(moved.pk).get().start_on == day("2026-07-10")
    found = queries.histories(holders=[office.subscriber.pk], scope="customer")
    (chain,) = chains(found.lines, found.periods)
    assert [span.start for span in chain.spans] == [day("2026-07-10")]


def test_days_that_cannot_be(office: Office) -> None:
    moved = office.move("L-2", "2026-07-15")
    with pytest.raises(BadDay):
        office.mended(Line.objects.get(pk=office.line.pk), "2026-07-20", opened="2026-07-15")
    office.suspend("2026-08-01", "2026-08-31", line=moved)
    with pytest.raises(BadDay):
        office.mended(moved, "2026-08-20", opened="2026-08-02")
    closed = office.add_line("L-3")
    office.close("2026-07-15", line=closed)
    with pytest.raises(BadDay):
        office.mended(Line.objects.get(pk=closed.pk), "2026-07-20", opened="2026-07-16")


def test_contracts_that_would_overlap_or_end_before_they_begin_stand_against_it(office: Office) -> None:
    office.cancel(office.join("2026-04-15"), "2026-04-20")
    with pytest.raises(BadDay):
        office.mended(office.line, "2026-05-20", opened="2026-04-21")
    office.join("2026-04-20", told="2026-05-20")
    office.mended(office.line, "2026-05-20", opened="2026-04-18")
    assert [each.start_on.day for each in queries.counting(office.line.pk)] == [18, 20]


def test_only_the_office_corrects_lines(office: Office) -> None:
    office.provider.clerk = office.provider.communicator
    with pytest.raises(NotAllowed):
        office.mended(office.line, "2026-11-20", number="L-9")
