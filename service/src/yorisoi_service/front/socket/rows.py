"""The port on the real rows: the services of `desk`, `remote` and `staff`, called with the moment they happen at.

After each change the topics that changed are woken; by then the services have committed.
"""

from datetime import timedelta

from yorisoi_protocol import broker
from yorisoi_protocol.vocabulary import Ending, Refusal, Removal

from yorisoi_service import clock
from yorisoi_service.desk.rules.policy import DeskPolicy
from yorisoi_service.desk.services import admission, calls, visit_letter
from yorisoi_service.front.socket.port import Course, Grant, No, Offer, Person
from yorisoi_service.hub import topics, wakes
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.networks import Networks
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import RUNNING, Side
from yorisoi_service.remote.services import endings, offers, retention, running
from yorisoi_service.staff import queries as staff
from yorisoi_service.staff.queries import Identity
from yorisoi_service.staff.rules.roles import Deed, may
from yorisoi_service.staff.services import keep_signed_in, spend_socket_ticket
from yorisoi_service.subscribers.services import links


class ServiceRows:
    """`Rows` of the running service; the provider's policy comes in once."""

    def __init__(
        self,
        *,
        policy: DeskPolicy,
        networks: Networks,
        limits: Limits,
        address_life: timedelta = retention.ADDRESS_LIFE,
    ) -> None:
        self._policy = policy
        self._address_life = address_life
        self._networks = networks
        self._limits = limits

    def open(self, asked: broker.Open, *, address: str, replaces: str | None) -> Offer | No:
        now = clock.now()
        if replaces is not None:
            was_waiting = offers.withdraw_offer(session=replaces, now=now)
            if not was_waiting and remote.state_of(replaces) in RUNNING:
                return No(Refusal.OUT_OF_ORDER)
        offer = admission.open_pass(
            opening=offers.Opening(
                asked.nonce, asked.public_key, asked.program, asked.system, beside=asked.beside, resume=asked.resume
            ),
            address=address,
            policy=self._policy,
            networks=self._networks,
            limits=self._limits,
            now=now,
            draw=clock.draw,
        )
        if isinstance(offer, Refused):
            return _no(offer)
        return Offer(offer.session, offer.resume, offer.nameplate, offer.expires_in_s)

    def resume_subscriber(self, session: str, *, resume: str) -> No | None:
        taken = running.resume_subscriber(session=session, resume=resume, now=clock.now())
        return _no(taken) if isinstance(taken, Refused) else None

    def resume_communicator(self, session: str, *, by: Person) -> No | None:
        taken = running.resume_communicator(session=session, identity=_identity(by), now=clock.now())
        return _no(taken) if isinstance(taken, Refused) else None

    def course(self, session: str) -> Course:
        row = remote.find(session)
        if row is None or not row.ending:
            deadline = None if row is None else row.deadline_at
            left = 0 if deadline is None else max(0, int((deadline - clock.now()).total_seconds()))
            return Course(None, deadline, left)
        next_one = row.successor
        told = None if next_one is None else broker.Person(next_one.number, next_one.display_name)
        return Course(Ending(row.ending), successor=told)

    def report(self, session: str, entry: str) -> No | None:
        recorded = running.record_entry(session=session, entry=entry, limits=self._limits, now=clock.now())
        if isinstance(recorded, Refused):
            return _no(recorded)
        self._changed(session)
        return None

    def receipt(self, session: str, receipt: str) -> Removal | No:
        closed = endings.close_with_receipt(session=session, receipt=receipt, now=clock.now())
        if isinstance(closed, Refused):
            return _no(closed)
        visit_letter.issue_after_closing(session=session, now=clock.now())
        self._changed(session)
        return closed.removal or Removal.FAILED

    def end(self, session: str, *, reason: Ending, by: Person | None) -> No | None:
        if by is None and reason is Ending.PASS_EXPIRED:  # the program gives a number up; unless somebody was quicker
            offers.withdraw_offer(session=session, now=clock.now())
            reason = Ending.STOPPED_BY_SUBSCRIBER
        ended = endings.end_session(
            session=session,
            reason=reason,
            side=Side.SUBSCRIBER if by is None else Side.COMMUNICATOR,
            by=None if by is None else staff.member_of(_identity(by)),
            now=clock.now(),
        )
        if isinstance(ended, Refused):
            return _no(ended)
        self._changed(session)
        return None

    def redeem(self, socket_ticket: str) -> Person | No:
        identity = spend_socket_ticket(ticket=socket_ticket, now=clock.now())
        if identity is None:
            return No(Refusal.NOT_SIGNED_IN)
        if not may(identity.role, Deed.WORK_TICKETS):
            return No(Refusal.NOT_ALLOWED)
        return Person(identity.number, identity.name, identity)

    def may_stay(self, person: Person, *, at_work: bool) -> No | None:
        identity, now = _identity(person), clock.now()
        if not staff.still_signed_in(identity, now=now):
            return No(Refusal.NOT_SIGNED_IN)
        if at_work:
            keep_signed_in(identity=identity, now=now)
        return None

    def claim(self, *, nameplate: str, ticket: int, by: Person) -> Grant | No:
        identity, now = _identity(by), clock.now()
        if not staff.was_shown(identity, desk_ticket=ticket):
            return _no(admission.deny_unshown(identity=identity, ticket=ticket, now=now))
        grant = admission.claim_pass(
            nameplate=nameplate,
            ticket=ticket,
            identity=identity,
            policy=self._policy,
            limits=self._limits,
            now=now,
        )
        if isinstance(grant, Refused):
            wakes.wake(topics.DESK)  # the desk lead's list tells who types wrong numbers
            return _no(grant)
        wakes.wake(topics.ticket(ticket))
        return Grant(grant.session, grant.nonce, grant.public_key, grant.allowed, grant.time_box_s, grant.kind)

    def sweep(self, sessions: tuple[str, ...]) -> None:
        now = clock.now()
        running.note_seen(sessions=sessions, now=now)
        for ended in endings.end_due(now=now):
            self._changed(ended.session)
        if sessions:  # once a minute: how much time is left changes by itself
            for ticket in {row.ticket for row in remote.live_sessions() if row.ticket is not None}:
                wakes.wake(topics.ticket(ticket))
        if calls.give_up_stale(now=now):
            wakes.wake(topics.DESK)
        visit_letter.sweep(now=now)
        links.send_links(now=now, draw=clock.draw)
        retention.forget_due(now=now, life=self._address_life)

    def _changed(self, session: str) -> None:
        wakes.wake(topics.session(session))
        row = remote.find(session)
        wakes.wake(topics.DESK if row is None or row.ticket is None else topics.ticket(row.ticket))


def _no(refused: Refused) -> No:
    return No(refused.code, refused.gates, refused.retry_after_s)


def _identity(person: Person) -> Identity:
    assert isinstance(person.key, Identity)
    return person.key
