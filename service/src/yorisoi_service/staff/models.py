"""People who work here, and the one-time tickets that carry their sign-in to a socket."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from yorisoi_service.staff.rules.roles import Deed, Role, may

ROLE_NAMES = {
    Role.CLERK: _("clerk"),
    Role.COMMUNICATOR: _("communicator"),
    Role.DESK_LEAD: _("desk lead"),
    Role.ACCOUNTANT: _("accountant"),
    Role.ADMINISTRATOR: _("administrator"),
}


class StaffManager(BaseUserManager["StaffMember"]):
    """Finds people for the sign-in; new ones come from `staff.services` only."""


class StaffMember(AbstractBaseUser):
    """One person. The subscriber is told `number` and `display_name`; the key exchange binds the number."""

    username = models.CharField(
        _("sign-in name"), max_length=40, unique=True, validators=[RegexValidator(r"\A[a-z0-9][a-z0-9._-]{1,39}\Z")]
    )
    number = models.CharField(
        _("staff number"), max_length=6, unique=True, validators=[RegexValidator(r"\A[0-9]{1,6}\Z")]
    )
    display_name = models.CharField(_("name told to subscribers"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=[(str(role), name) for role, name in ROLE_NAMES.items()])
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    objects = StaffManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=[str(role) for role in Role]), name="staff_known_role")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.display_name}"

    def get_full_name(self) -> str:
        return self.display_name

    def may(self, deed: Deed) -> bool:
        """Does this person's role allow it, and are they still here?"""
        return self.is_active and may(self.role, deed)

    @property
    def actor(self) -> str:
        """How the audit trail names this person."""
        return f"staff:{self.number}"


class SocketTicket(models.Model):
    """A sign-in carried from the HTTPS session to one socket: hashed, thirty seconds, one use."""

    hash = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, db_index=True)
    desk_ticket = models.BigIntegerField(null=True)  # which ticket of the desk its page showed, if any
    expires_at = models.DateTimeField(db_index=True)
    spent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"socket ticket {self.pk}"
