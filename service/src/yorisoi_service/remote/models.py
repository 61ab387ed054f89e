"""The session row, its evidence, the nameplates, and who tried to claim. Moved by `remote.services` only.

Nothing secret is here: the secret part of a pass never reaches the service, resume tokens are hashed.
"""

from django.db import models
from yorisoi_protocol.vocabulary import ViewerKind

from yorisoi_service.remote.rules.session import State
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line


class Nameplate(models.Model):
    """One of the four-digit nameplates. `rest_rank` rises when it comes to rest; the lowest free one is next."""

    number = models.CharField(max_length=4, primary_key=True)
    in_use = models.BooleanField(default=False)
    rest_rank = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["in_use", "rest_rank"], name="nameplate_next")]

    def __str__(self) -> str:
        return self.number


class Session(models.Model):
    """One support session from the offered pass to the closed end. The key is the public session id."""

    id = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(
        max_length=10, choices=[(str(kind), str(kind)) for kind in ViewerKind], default=ViewerKind.MAIN.value
    )
    # Of a viewer who joins: the session beside which they look; its end is theirs
    beside = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="joined")
    state = models.CharField(max_length=10, choices=[(str(state), str(state)) for state in State])
    nameplate = models.CharField(max_length=4, db_index=True)
    # From the subscriber's Open
    nonce = models.CharField(max_length=64)
    public_key = models.CharField(max_length=64)
    program = models.CharField(max_length=120)
    system = models.CharField(max_length=120)
    resume_hash = models.CharField(max_length=64)
    # Where it came from; the address is personal and cut after thirty days (services.retention)
    address = models.CharField(max_length=45, blank=True)
    home = models.CharField(max_length=50, blank=True, db_index=True)
    network = models.CharField(max_length=120, blank=True)
    network_policy = models.CharField(max_length=10)
    # From the claim
    ticket = models.BigIntegerField(null=True, db_index=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, related_name="+")
    communicator = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    allowed = models.JSONField(default=list)
    time_box_s = models.PositiveIntegerField(default=0)
    deadline_at = models.DateTimeField(null=True)  # the service ends it then, whoever is still there
    # Moments
    offered_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    live_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # The end
    ending = models.CharField(max_length=30, blank=True)
    ended_by = models.CharField(max_length=20, blank=True)
    # Who helps on after a hand-over
    successor = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    removal = models.CharField(max_length=20, blank=True)
    receipt = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    explained_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    # The head of the subscriber's own log, as far as it was reported
    entries = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in State]), name="session_known_state"
            ),
            models.UniqueConstraint(
                fields=["nameplate"], condition=models.Q(state=str(State.OFFERED)), name="one_offer_per_nameplate"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[str(State.OFFERED), str(State.ENDED), str(State.CLOSED)])
                | models.Q(communicator__isnull=False, ticket__isnull=False, line__isnull=False),
                name="session_claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=str(ViewerKind.MAIN), beside=None)
                | models.Q(kind=str(ViewerKind.JOINED), beside__isnull=False),
                name="session_joined_beside_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[str(State.CLAIMED), str(State.LIVE)])
                | models.Q(deadline_at__isnull=False),
                name="session_running_until",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "seen_at"], name="session_due"),
            models.Index(fields=["state", "deadline_at"], name="session_time"),
        ]

    def __str__(self) -> str:
        return f"session {self.state}"

    @property
    def topic(self) -> str:
        """How the audit trail names this session."""
        return f"session:{self.pk}"

    @property
    def is_main(self) -> bool:
        """Whether this is the one who helps, and not one who only looks beside them."""
        return self.kind == ViewerKind.MAIN


class Extension(models.Model):
    """A session was continued beyond its planned time: who, why, and from when to when."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="extensions")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until_before = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.TextField(max_length=500)

    def __str__(self) -> str:
        return f"extension of {self.session_id}"


class Entry(models.Model):
    """One verified entry of the subscriber's own signed log, exactly as it was handed over."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="log")
    n = models.PositiveIntegerField()
    at_ms = models.BigIntegerField()
    event = models.CharField(max_length=60)
    permission = models.CharField(max_length=30, blank=True)
    number = models.BigIntegerField(null=True)
    line = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "n"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.n} {self.event}"


class WrongClaim(models.Model):
    """A claim that met no waiting pass, or a pass whose secret was then wrong. Counted for the lock (5 in 10 min)."""

    communicator = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    code = models.CharField(max_length=30)

    def __str__(self) -> str:
        return f"{self.code}"
