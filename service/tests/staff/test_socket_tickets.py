"""A sign-in travels to a socket by a ticket: once, within thirty seconds, and only while it holds."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from yorisoi_service import clock
from yorisoi_service.staff import queries
from yorisoi_service.staff.errors import SecondFactor
from yorisoi_service.staff.models import SocketTicket, StaffMember
from yorisoi_service.staff.services import issue_socket_ticket, keep_signed_in, spend_socket_ticket
from yorisoi_service.testing.people import NOON, Provider, identity, later, signed_in


def ticket_of(provider: Provider) -> str:
    session = signed_in(provider.communicator)
    return issue_socket_ticket(member=provider.communicator, session=session, now=NOON, draw=clock.draw)


def test_a_ticket_names_its_person_once(provider: Provider) -> None:
    ticket = ticket_of(provider)
    found = spend_socket_ticket(ticket=ticket, now=later(seconds=29))
    assert found is not None
    assert (found.number, found.name, found.second_factor_at) == ("12", "Yamada", NOON)
    assert spend_socket_ticket(ticket=ticket, now=later(seconds=29)) is None


def test_a_ticket_lives_thirty_seconds(provider: Provider) -> None:
    assert spend_socket_ticket(ticket=ticket_of(provider), now=later(seconds=30)) is None


def test_an_invented_ticket_names_nobody(provider: Provider) -> None:
    ticket_of(provider)
    assert spend_socket_ticket(ticket="A" * 32, now=NOON) is None


def test_without_a_second_factor_there_is_no_ticket(provider: Provider) -> None:
    session = signed_in(provider.communicator, second_factor=None)
    with pytest.raises(SecondFactor):
        issue_socket_ticket(member=provider.communicator, session=session, now=NOON, draw=clock.draw)


def test_only_the_hash_is_stored(provider: Provider) -> None:
    ticket = ticket_of(provider)
    row = SocketTicket.objects.get()
    assert ticket not in " ".join(str(value) for value in vars(row).values())


def test_a_ticket_of_somebody_who_signed_out_names_nobody(provider: Provider) -> None:
    session = signed_in(provider.communicator)
    ticket = issue_socket_ticket(member=provider.communicator, session=session, now=NOON, draw=clock.draw)
    session.delete()
    assert spend_socket_ticket(ticket=ticket, now=NOON) is None


def test_a_new_password_ends_the_sockets(provider: Provider) -> None:
    at_socket = identity(provider.communicator)
    provider.communicator.set_password("another eight bicycles")
    provider.communicator.save()
    assert not queries.still_signed_in(at_socket, now=NOON)


def test_a_sign_in_ends_after_eight_hours_however_busy(provider: Provider) -> None:
    at_socket = identity(provider.communicator)
    assert queries.still_signed_in(at_socket, now=later(hours=7, minutes=59))
    assert not queries.still_signed_in(at_socket, now=later(hours=8))


def test_a_running_session_keeps_the_idle_time_from_passing_but_not_beyond_the_shift(db: None) -> None:
    now = clock.now()  # the session store compares with the real clock
    provider = Provider(now=now)
    at_socket = identity(provider.communicator, now=now, second_factor=now)
    row = Session.objects.get(session_key=at_socket.session_key)
    moved = now.replace(microsecond=0)
    keep_signed_in(identity=at_socket, now=moved)
    row.refresh_from_db()
    assert (row.expire_date - moved).total_seconds() == settings.SESSION_COOKIE_AGE
    late = moved.fromtimestamp(now.timestamp() + settings.YORISOI_SESSION_LIFE_S - 60, now.tzinfo)
    Session.objects.update(expire_date=late.fromtimestamp(late.timestamp() + 30, now.tzinfo))
    keep_signed_in(identity=at_socket, now=late)
    row.refresh_from_db()
    assert 59 <= (row.expire_date - late).total_seconds() <= 60


def test_records_of_another_person_are_not_this_ones_second_factor(provider: Provider) -> None:
    session = signed_in(provider.communicator)
    session[queries.FACTORS_OF] = str(provider.second.pk)
    assert queries.second_factor_at(session) is None
    session[queries.FACTORS_OF] = str(provider.communicator.pk)
    assert queries.second_factor_at(session) == NOON


def test_a_second_factor_can_be_too_old(provider: Provider) -> None:
    session = signed_in(provider.communicator)
    assert queries.has_second_factor(session, now=later(hours=4), max_age_s=4 * 3_600)
    assert not queries.has_second_factor(session, now=later(hours=4, seconds=1), max_age_s=4 * 3_600)
    assert queries.has_second_factor(session, now=later(hours=7))


def test_an_identity_does_not_show_its_session_key(provider: Provider) -> None:
    at_socket = identity(provider.communicator)
    assert at_socket.session_key not in repr(at_socket)


def test_a_deactivated_person_is_nobody_even_with_the_old_password(provider: Provider) -> None:
    at_socket = identity(provider.communicator)
    StaffMember.objects.filter(pk=provider.communicator.pk).update(is_active=False)
    assert not queries.still_signed_in(at_socket, now=NOON)


def test_a_sign_in_was_shown_what_its_own_pages_named(provider: Provider) -> None:
    session = signed_in(provider.communicator)
    for shown in (7, None):
        issue_socket_ticket(member=provider.communicator, session=session, now=NOON, draw=clock.draw, desk_ticket=shown)
    assert session.session_key is not None
    mine, elsewhere = queries.identity_of(session.session_key, now=NOON), identity(provider.communicator)
    assert mine is not None
    assert [queries.was_shown(who, desk_ticket=7) for who in (mine, elsewhere)] == [True, False]
    assert not queries.was_shown(mine, desk_ticket=8)
    # Whatever became of the socket ticket: the page may stand open as long as anybody stays signed in.
    issue_socket_ticket(member=provider.second, session=signed_in(provider.second), now=later(hours=8), draw=clock.draw)
    assert queries.was_shown(mine, desk_ticket=7)
