from datetime import date, timedelta

from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.models import Event, Period
from yorisoi_service.contracts.queries import MonthCount
from yorisoi_service.contracts.rules.history import Histories, LineFacts, PeriodFacts, Suspension
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.subscribers.models import Line, Subscriber

from .conftest import Office, day


def neighbours(office: Office, count: int) -> list[Subscriber]:
    """Further subscribers, each with a line, a contract and a rest."""
    found = []
    for n in range(count):
        subscriber = office.provider.household(f"C-4000{n}", "0847-77-8888")
        line = office.add_line(f"L-4000{n}", subscriber=subscriber)
        office.join("2026-04-15", line=line)
        office.suspend("2026-08-01", "2026-08-31", line=line)
        found.append(subscriber)
    return found


def test_a_history_holds_everything_the_charge_is_decided_from(office: Office) -> None:
    campaign = office.campaign((1, 3, 0))
    void = office.join("2026-04-15", solicited=True)
    office.withdraw(void, "solicited", "2026-04-16")
    office.cancel(office.join("2026-05-01", campaign=campaign), "2026-07-10")
    office.suspend("2026-06-01", "2026-06-30")
    moved = office.move("L-2", "2026-07-15")
    first, second = str(office.line.pk), str(moved.pk)
    holder = str(office.subscriber.pk)
    assert queries.history_of_line(moved.pk, scope="customer") == Histories(
        lines=(
            LineFacts(
                id=first,
                customer=holder,
                opened=date(2020, 1, 1),
                closed=date(2026, 7, 15),
                suspensions=(Suspension(date(2026, 6, 1), date(2026, 6, 30)),),
            ),
            LineFacts(id=second, customer=holder, opened=date(2026, 7, 15), moved_from=first),
        ),
        periods=(
            PeriodFacts(first, date(2026, 4, 15), withdrawn=True),
            PeriodFacts(first, date(2026, 5, 1), date(2026, 7, 10), campaign="c"),
        ),
    )


def test_the_charge_reads_the_forms_day_and_decides_about_the_opening_itself(office: Office) -> None:
    """T12 is a setting: both days must reach it."""
    line = office.add_line("L-2", opened="2026-05-10")
    office.join("2026-04-25", line=line)
    found = queries.history_of_line(line.pk, scope="line")
    assert found.periods[0].start == date(2026, 4, 25)
    assert {facts.id: facts.opened for facts in found.lines}[str(line.pk)] == date(2026, 5, 10)


def test_histories_ask_as_often_for_one_as_for_many(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    holders = [subscriber.pk for subscriber in neighbours(office, 4)]
    Subscriber.objects.filter(pk__in=holders[:2]).update(household="H-1")
    for scope, count in (("customer", 3), ("line", 3), ("household", 5)):
        for chunk in (holders[:1], holders):
            with django_assert_num_queries(count):
                queries.histories(holders=chunk, scope=scope)


def test_with_the_household_come_the_mates_and_only_they(office: Office) -> None:
    one, two, three = (subscriber.pk for subscriber in neighbours(office, 3))
    Subscriber.objects.filter(pk__in=(one, two)).update(household="H-1")
    before = queries.newest_event()
    office.cancel(Period.objects.get(line__subscriber=one), "2026-06-01")

    def customers(holder: int, scope: str) -> set[str]:
        return {line.customer for line in queries.histories(holders=[holder], scope=scope).lines}

    assert customers(one, "household") == {str(one), str(two)}
    assert customers(one, "customer") == {str(one)}
    assert customers(three, "household") == {str(three)}
    assert queries.touched_holders(since_event=before, scope="customer") == [one]
    assert queries.touched_holders(since_event=before, scope="household") == [one, two]
    assert {line.household for line in queries.histories(holders=[one], scope="household").lines} == {"H-1"}


def test_the_runs_cursor_meets_every_first_holder_once(office: Office) -> None:
    office.line.delete()
    holders = [subscriber.pk for subscriber in neighbours(office, 3)]
    office.join("2026-04-15", line=office.add_line("L-2", subscriber=Subscriber.objects.get(pk=holders[1])))
    everybody = [office.provider.subscriber.pk, *holders]
    assert queries.holders_with_contracts(after=0, limit=9) == everybody
    met, after = [], 0
    while chunk := queries.holders_with_contracts(after=after, limit=2):
        met += chunk
        after = chunk[-1]
    assert met == everybody
    period = office.join("2026-04-15", line=office.add_line("L-3"), solicited=True)
    assert office.subscriber.pk in queries.holders_with_contracts(after=0, limit=9)
    office.withdraw(period, "solicited", "2026-04-16")
    assert office.subscriber.pk not in queries.holders_with_contracts(after=0, limit=9)


def test_touched_is_what_has_newer_events_page_by_page(office: Office) -> None:
    assert queries.newest_event(entered_until=None) == Event.objects.order_by("-pk")[0].pk
    before = queries.newest_event()
    holders = [subscriber.pk for subscriber in neighbours(office, 3)]
    assert queries.touched_holders(since_event=before) == holders
    assert queries.touched_holders(since_event=before, after=holders[0], limit=1) == [holders[1]]
    assert queries.touched_holders(since_event=queries.newest_event()) == []


def test_the_newest_event_of_a_moment(office: Office) -> None:
    Event.objects.all().delete()
    assert queries.newest_event() == 0
    office.join("2026-04-15")
    office.apply("2026-04-20")
    joined = Event.objects.order_by("pk")[0]
    assert queries.newest_event(entered_until=joined.entered_at) == joined.pk


def _plan(query: QuerySet[Line] | QuerySet[Period]) -> str:
    return str(query.explain())


def test_the_runs_questions_have_an_index_behind_them(office: Office) -> None:
    counts = Period.objects.filter(line__first_holder_id__in=[1, 2])
    lines = Line.objects.filter(first_holder_id__in=[1, 2])
    starts = Period.objects.filter(void="", start_on__range=(day("2026-04-01"), day("2026-04-30")))
    ends = Period.objects.filter(void="", end_on__range=(day("2026-04-01"), day("2026-04-30")))
    for query in (counts, lines, starts.values("start_on"), ends.values("end_on")):
        assert "SCAN" not in _plan(query), _plan(query)


def test_contracts_by_month_are_what_counting_day_by_day_gives(office: Office) -> None:
    """A line that was cancelled and is back within the month, three times over, is one line."""
    office.cancel(office.join("2026-04-15"), "2026-06-30")
    office.cancel(office.join("2026-06-30"), "2026-07-31", end="2026-08-01")
    third = office.add_line("L-3")
    for form, end in (("2026-05-02", "2026-07-03"), ("2026-07-03", "2026-07-10"), ("2026-07-12", "2026-07-20")):
        office.cancel(office.join(form, line=third), end)
    office.join("2026-07-31", line=third)
    second = office.add_line("L-2")
    office.withdraw(office.join("2026-05-01", line=second, solicited=True), "solicited", "2026-05-02")
    office.join("2026-05-31", line=second)
    first, last = Month(2026, 3), Month(2026, 9)

    def counted(month: Month) -> MonthCount:
        kept = [each for each in Period.objects.filter(void="")]  # noqa: C416
        days = [month.first_day + timedelta(n) for n in range((month.last_day - month.first_day).days + 1)]
        return MonthCount(
            month,
            active=len({each.line_id for each in kept if any(each.days().holds(on) for on in days)}),
            joined=sum(Month.of(each.start_on) == month for each in kept),
            ended=sum(each.end_on is not None and Month.of(each.end_on) == month for each in kept),
        )

    assert queries.contracts_by_month(first, last) == [counted(first.plus(n)) for n in range(7)]
    assert queries.contracts_by_month(Month(2026, 7), Month(2026, 7)) == [counted(Month(2026, 7))]
