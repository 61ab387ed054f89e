"""A small provider for tests: its people, one household with everything in order, and a subscriber's tool on paper."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from yorisoi_protocol import evidence
from yorisoi_protocol.vocabulary import Permission, Removal

from yorisoi_service import clock
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.identity import Typed
from yorisoi_service.desk.services import admission, answers, tickets
from yorisoi_service.remote.rules.networks import Networks
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.remote.services.offers import Offer, Opening
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.queries import SECOND_FACTOR, SIGNED_IN_AT, Identity, identity_of
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.staff.services import add_staff
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.services.lines import add_line
from yorisoi_service.subscribers.services.people import add_subscriber

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # twelve o'clock in Japan, a Friday
PASSWORD = "seven bicycles in the rain"
HOME = "192.0.2.5"  # on the provider's own network
ELSEWHERE = "8.8.8.8"


@dataclass
class Provider:
    """People and one household. `now` is noon; tests pass later moments themselves."""

    now: datetime = NOON
    administrator: StaffMember = field(init=False)
    clerk: StaffMember = field(init=False)
    communicator: StaffMember = field(init=False)
    second: StaffMember = field(init=False)
    lead: StaffMember = field(init=False)
    accountant: StaffMember = field(init=False)
    subscriber: Subscriber = field(init=False)
    line: Line = field(init=False)
    period: Period = field(init=False)

    def __post_init__(self) -> None:
        self.administrator = self.person("kanri", "1", Role.ADMINISTRATOR, by=None)
        self.clerk = self.person("tanaka", "21", Role.CLERK)
        self.communicator = self.person("yamada", "12", Role.COMMUNICATOR)
        self.second = self.person("sato", "15", Role.COMMUNICATOR)
        self.lead = self.person("suzuki", "10", Role.DESK_LEAD)
        self.accountant = self.person("ito", "31", Role.ACCOUNTANT)
        self.subscriber = self.household("C-10001", "0847-11-2222")
        self.line = self.add_line(self.subscriber, "L-10001")
        self.period = join(
            line=self.line,
            form_on=date(2026, 4, 15),
            terms_version=settings.PROVIDER.terms.version,
            by=self.clerk,
            now=self.now,
        )

    def person(
        self, username: str, number: str, role: Role, by: StaffMember | str | None = "administrator"
    ) -> StaffMember:
        return add_staff(
            username=username,
            number=number,
            display_name=username.capitalize(),
            role=role,
            password=PASSWORD,
            by=self.administrator if isinstance(by, str) else by,
            now=self.now,
        )

    def household(self, customer_number: str, phone: str) -> Subscriber:
        return add_subscriber(
            customer_number=customer_number,
            name="佐藤 花子",
            kana="サトウ ハナコ",
            address="広島県府中市見本町1-2-3",
            phone=phone,
            by=self.clerk,
            now=self.now,
        )

    def add_line(self, subscriber: Subscriber, number: str, fixed_networks: tuple[str, ...] = ()) -> Line:
        return add_line(
            subscriber=subscriber,
            number=number,
            address="広島県府中市見本町1-2-3",
            opened_on=date(2020, 1, 1),
            fixed_networks=fixed_networks,
            by=self.clerk,
            now=self.now,
        )

    def ready_ticket(self, holder: StaffMember | None = None, now: datetime | None = None) -> Ticket:
        """A ticket on which everything was asked and is in order."""
        by, now = holder or self.communicator, now or self.now
        ticket = tickets.open_ticket(channel="landline", asked="プリンター", subscriber=self.subscriber, by=by, now=now)
        answers.check_identity(ticket=ticket, typed=RIGHT, by=by, now=now)
        answers.decide_scope(ticket=ticket, category="listed_device", by=by, now=now)
        answers.tick(ticket=ticket, condition="device", yes=True, by=by, now=now)
        answers.tick(ticket=ticket, condition="operations", yes=True, by=by, now=now)
        return ticket


RIGHT = Typed("C-10001", name="さとうはなこ", address="広島県府中市見本町１－２－３")


def signed_in(member: StaffMember, *, now: datetime = NOON, second_factor: datetime | None = NOON) -> SessionStore:
    """A browser session as the sign-in leaves it."""
    session = SessionStore()
    session[SIGNED_IN_AT] = now.timestamp()
    session[SESSION_KEY] = str(member.pk)
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    if second_factor is not None:
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": SECOND_FACTOR, "at": second_factor.timestamp()}]
    session.create()
    return session


def identity(member: StaffMember, *, now: datetime = NOON, second_factor: datetime | None = NOON) -> Identity:
    """The member as a socket knows them after a sign-in with a second factor."""
    key = signed_in(member, now=now, second_factor=second_factor).session_key
    assert key is not None
    found = identity_of(key, now=now)
    assert found is not None
    return found


@dataclass
class Tool:
    """What a subscriber's program says, signed as it signs, without being one."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    log: evidence.Log | None = None

    def opens(
        self,
        *,
        now: datetime = NOON,
        address: str | None = HOME,
        networks: Networks | None = None,
        beside: Offer | None = None,
    ) -> Offer | Refused:
        """A pass; for one more viewer beside the session of an earlier offer."""
        provider = settings.PROVIDER
        session, resume = ("", "") if beside is None else (beside.session, beside.resume)
        public_key = evidence.public_key_of(self.key)
        offered = admission.open_pass(
            opening=Opening("ab" * 32, public_key, "yorisoi-tool 0.1.0", "Debian 12", session, resume),
            address=address,
            policy=provider.desk,
            networks=networks or provider.networks,
            limits=provider.limits,
            now=now,
            draw=clock.draw,
        )
        if isinstance(offered, Offer):
            self.log = evidence.Log(self.key, offered.session)
        return offered

    def offer(self, *, now: datetime = NOON, address: str = HOME, beside: Offer | None = None) -> Offer:
        offered = self.opens(now=now, address=address, beside=beside)
        assert isinstance(offered, Offer), offered
        return offered

    def says(self, event: str, at_ms: int = 0, *, permission: Permission | None = None) -> str:
        assert self.log is not None
        return self.log.append(at_ms, event, permission)

    def receipt(self, removal: Removal = Removal.VERIFIED) -> str:
        assert self.log is not None
        return self.log.receipt(removal, ["program"])


def claims(nameplate: str, ticket: Ticket, by: Identity, *, now: datetime = NOON) -> Grant | Refused:
    """The communicator types a nameplate for a ticket."""
    provider = settings.PROVIDER
    return admission.claim_pass(
        nameplate=nameplate, ticket=ticket.pk, identity=by, policy=provider.desk, limits=provider.limits, now=now
    )


def later(**more: float) -> datetime:
    """Noon and some."""
    return NOON + timedelta(**more)
