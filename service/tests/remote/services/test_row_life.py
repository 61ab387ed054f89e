"""Random lives of session rows: whatever peers, communicators and the clock do in whatever order, the row never stands
where the table does not allow it."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from yorisoi_protocol.vocabulary import Ending, Removal
from yorisoi_service.audit import queries as audit
from yorisoi_service.remote.models import Nameplate, Session
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.session import TRANSITIONS, Side, State
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.remote.services.endings import close_with_explanation, close_with_receipt, end_due, end_session
from yorisoi_service.remote.services.offers import Offer, withdraw_offer
from yorisoi_service.remote.services.running import note_seen, record_entry, resume_subscriber
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity

which = st.integers(0, 5)
REACHABLE = {state: {state}.union(*({after} for after in moves.values())) for state, moves in TRANSITIONS.items()}


class RowLife(RuleBasedStateMachine):
    """Three hands at work: tools, two communicators with a ticket each, and the clock."""

    provider: Provider

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = NOON
        self.tools: list[tuple[Tool, Offer]] = []
        self.winners: dict[str, int] = {}
        self.states: dict[str, str] = {}
        people = (self.provider.communicator, self.provider.second)
        self.seats = [(self.provider.ready_ticket(person), identity(person)) for person in people]

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def chosen(self, n: int) -> tuple[Tool, Offer] | None:
        return self.tools[n % len(self.tools)] if self.tools else None

    @rule()
    def a_tool_opens(self) -> None:
        tool = Tool()
        offer = tool.opens(now=self.now)
        if isinstance(offer, Offer):
            self.tools.append((tool, offer))

    @rule(n=which, seat=st.integers(0, 1))
    def a_communicator_claims(self, n: int, seat: int) -> None:
        if (tool := self.chosen(n)) is None:
            return
        answer = claims(tool[1].nameplate, *self.seats[seat], now=self.now)
        if isinstance(answer, Grant):
            assert answer.session not in self.winners, "claimed twice"
            self.winners[answer.session] = seat

    @rule(n=which, honest=st.booleans())
    def a_tool_reports(self, n: int, honest: bool) -> None:
        if (tool := self.chosen(n)) is not None:
            entry = tool[0].says("asked") if honest else Tool(log=tool[0].log).says("asked")
            record_entry(session=tool[1].session, entry=entry, limits=Limits(), now=self.now)

    @rule(n=which, reason=st.sampled_from(list(Ending)), side=st.sampled_from([Side.SUBSCRIBER, Side.SERVICE]))
    def somebody_ends(self, n: int, reason: Ending, side: Side) -> None:
        if (tool := self.chosen(n)) is not None:
            end_session(session=tool[1].session, reason=reason, side=side, now=self.now)

    @rule(n=which)
    def a_tool_goes_away(self, n: int) -> None:
        if (tool := self.chosen(n)) is not None:
            withdraw_offer(session=tool[1].session, now=self.now)

    @rule(n=which, removal=st.sampled_from(list(Removal)))
    def a_tool_hands_in_its_receipt(self, n: int, removal: Removal) -> None:
        if (tool := self.chosen(n)) is not None:
            close_with_receipt(session=tool[1].session, receipt=tool[0].receipt(removal), now=self.now)

    @rule(n=which)
    def a_communicator_explains(self, n: int) -> None:
        if (tool := self.chosen(n)) is not None:
            words, by = "電話で確認しました。問題ありません。", self.provider.communicator
            close_with_explanation(session=tool[1].session, text=words, by=by, now=self.now)

    @rule(n=which)
    def a_tool_comes_back(self, n: int) -> None:
        if (tool := self.chosen(n)) is not None:
            resume_subscriber(session=tool[1].session, resume=tool[1].resume, now=self.now)
            note_seen(sessions=[tool[1].session], now=self.now)

    @rule(seconds=st.sampled_from([1, 60, 599, 600]), swept=st.booleans())
    def time_passes(self, seconds: int, swept: bool) -> None:
        self.now += timedelta(seconds=seconds)
        if swept:
            end_due(now=self.now)

    @invariant()
    def every_row_went_a_way_of_the_table(self) -> None:
        for row in Session.objects.all():
            before = State(self.states.get(row.pk, State.OFFERED))
            # Several moves can lie between two looks only for a sweep and an act after it; the table is closed under them.
            assert State(row.state) in REACHABLE[before], f"{before} to {row.state}"
            self.states[row.pk] = row.state

    @invariant()
    def what_a_row_says_fits_its_state(self) -> None:
        for row in Session.objects.all():
            assert (row.claimed_at is not None) == (row.pk in getattr(self, "winners", {}))
            assert (row.ended_at is not None) == (row.state in (State.ENDED, State.CLOSED))
            assert (row.closed_at is not None) == (row.state == State.CLOSED)
            assert (bool(row.receipt) != bool(row.explanation)) == (row.state == State.CLOSED)
            assert row.entries == row.log.count()

    @invariant()
    def nameplates_in_use_are_those_on_offer(self) -> None:
        offered = sorted(Session.objects.filter(state=State.OFFERED).values_list("nameplate", flat=True))
        assert sorted(Nameplate.objects.filter(in_use=True).values_list("number", flat=True)) == offered


@pytest.mark.timeout(300)
def test_rows_live_by_their_table(provider: Provider) -> None:
    Tool().offer(now=NOON)  # lays out the nameplates once
    Session.objects.all().delete()
    Nameplate.objects.update(in_use=False)
    RowLife.provider = provider
    run_state_machine_as_test(
        RowLife,
        settings=settings(
            phases=[Phase.generate],  # a bad life is told as it was: shortening it takes minutes
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    assert audit.judge(lambda signature, message: False).fault is None
