"""A hand-over ends what runs: whoever takes the ticket needs a number of their own."""

import json

import pytest
from yorisoi_protocol.vocabulary import Refusal
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.errors import NotYours
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services.handover import hand_over
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import State
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity, later


def test_the_running_session_ends_as_handed_over_and_names_who_comes(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    assert hand_over(ticket=ticket, to=provider.second, by=provider.communicator, now=later(minutes=4)).holder == (
        provider.second
    )
    row = Session.objects.get()
    assert (row.state, row.ending, row.successor) == (State.ENDED, "handed_over", provider.second)
    said = {each.event: (each.by, json.loads(each.facts)) for each in Row.objects.filter(by="staff:12")}
    assert said["ticket.handed_over"][1] == {"to": "15"}
    assert said["session.ended"][1]["to"] == "15"
    assert said["session.ended"][1]["reason"] == "handed_over"


def test_the_old_holder_claims_no_more_and_the_new_one_needs_a_new_pass(provider: Provider) -> None:
    ticket, first = provider.ready_ticket(), Tool().offer()
    claims(first.nameplate, ticket, identity(provider.communicator))
    hand_over(ticket=ticket, to=provider.second, by=provider.lead, now=NOON)
    assert claims(first.nameplate, ticket, identity(provider.second)) == Refused(Refusal.PASS_USED)
    second = Tool().offer()
    assert claims(second.nameplate, ticket, identity(provider.communicator)) == Refused(Refusal.NOT_ALLOWED)
    assert isinstance(claims(second.nameplate, ticket, identity(provider.second)), Grant)


def test_a_hand_over_that_is_refused_ends_nothing(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    with pytest.raises(NotYours):
        hand_over(ticket=ticket, to=provider.second, by=provider.second, now=NOON)
    assert Session.objects.get().state == State.CLAIMED
    assert Ticket.objects.get().holder == provider.communicator


def test_a_ticket_without_a_session_is_handed_over_alone(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    assert hand_over(ticket=ticket, to=provider.second, by=provider.lead, now=NOON).holder == provider.second
    assert not Session.objects.exists()
