"""Closed days: set by a desk lead, for today and later only, and asked wherever the hours are asked."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from yorisoi_protocol.vocabulary import Refusal
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.errors import BadClosure
from yorisoi_service.desk.models.calls import Closure
from yorisoi_service.desk.queries import hours as kept
from yorisoi_service.desk.queries.tickets import gates_of
from yorisoi_service.desk.services import hours
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.services.offers import Offer
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity

POLICY = settings.PROVIDER.desk
TODAY = date(2026, 11, 20)


def close(provider: Provider, day: date, note: str = "", now: datetime = NOON) -> Closure:
    return hours.close_day(day=day, note=note, by=provider.lead, policy=POLICY, now=now)


def japan(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


def test_a_closed_day_closes_gates_passes_and_claims_to_the_second(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    close(provider, date(2026, 11, 21), "点検")
    last = japan("2026-11-20T20:59:59")
    assert gates_of(ticket, policy=POLICY, now=last).open
    for shut in ("2026-11-20T21:00:00", "2026-11-21T09:00:00", "2026-11-21T12:00:00", "2026-11-21T20:59:59"):
        assert gates_of(ticket, policy=POLICY, now=japan(shut)).closed == ("hours",)
        assert Tool().opens(now=japan(shut)) == Refused(Refusal.OUTSIDE_HOURS)
    assert gates_of(ticket, policy=POLICY, now=japan("2026-11-22T09:00:00")).open
    assert isinstance(Tool().opens(now=japan("2026-11-22T09:00:00")), Offer)
    # Closed at once, with a pass on the telephone already: it is not claimed, and not burnt.
    closure = close(provider, TODAY)
    refused = claims(offer.nameplate, ticket, identity(provider.communicator))
    assert refused == Refused(Refusal.GATES_CLOSED, gates=("hours",))
    hours.lift(closure=closure, by=provider.lead, now=NOON)
    assert not isinstance(claims(offer.nameplate, ticket, identity(provider.communicator)), Refused)


def test_new_years_day_is_open_unless_somebody_closes_it(provider: Provider) -> None:
    morning = japan("2027-01-01T10:00:00")
    assert kept.standing(POLICY, now=morning).hours.is_open(morning)
    close(provider, date(2027, 1, 1))
    assert not kept.standing(POLICY, now=morning).hours.is_open(morning)


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2029, 6, 1)])
def test_what_is_past_or_far_away_cannot_be_closed(provider: Provider, day: date) -> None:
    with pytest.raises(BadClosure):
        close(provider, day)


def test_the_day_begins_at_midnight_in_japan(provider: Provider) -> None:
    just_past = japan("2026-11-21T00:00:00").astimezone(UTC)
    with pytest.raises(BadClosure):
        close(provider, TODAY, now=just_past)
    assert close(provider, TODAY, now=just_past - timedelta(seconds=1)).day == TODAY


def test_a_past_closure_is_not_lifted(provider: Provider) -> None:
    closure = close(provider, TODAY)
    with pytest.raises(BadClosure):
        hours.lift(closure=closure, by=provider.lead, now=NOON + timedelta(days=1))
    closure.refresh_from_db()
    assert closure.lifted_at is None


def test_a_day_is_closed_once_and_can_be_closed_again_after_it_was_lifted(provider: Provider) -> None:
    first = close(provider, TODAY, "停電")
    with pytest.raises(BadClosure):
        close(provider, TODAY)
    hours.lift(closure=first, by=provider.lead, now=NOON)
    hours.lift(closure=first, by=provider.lead, now=NOON)
    second = close(provider, TODAY, "台風")
    assert kept.closures(since=TODAY) == [second]
    assert [row.event for row in Row.objects.filter(event__startswith="hours.")] == [
        "hours.closed", "hours.opened", "hours.closed",
    ]  # fmt: skip


def test_notes_are_one_short_line(provider: Provider) -> None:
    assert close(provider, TODAY, "年末\n<b>\u202e休み").note == "年末\ufffd<b>\ufffd休み"
    with pytest.raises(BadClosure):
        close(provider, date(2026, 11, 21), "あ" * 121)


def test_only_a_desk_lead_changes_the_calendar(provider: Provider) -> None:
    closure = close(provider, TODAY)
    for stranger in (provider.communicator, provider.clerk, provider.administrator):
        with pytest.raises(NotAllowed):
            hours.close_day(day=TODAY, note="", by=stranger, policy=POLICY, now=NOON)
        with pytest.raises(NotAllowed):
            hours.lift(closure=closure, by=stranger, now=NOON)
