"""Who runs a command: whoever is named, with what their role allows. Whoever can start commands on the server holds the
service's account there; the name says on whose behalf it is done and what the audit trail will say."""

import os

from django.core.management.base import CommandError

from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed

VARIABLE = "YORISOI_BY"
WRONG_INPUT = 2
HELP = f"sign-in name of the person on whose behalf it is done; otherwise ${VARIABLE}, otherwise the only one who may"


def runner(named: str | None, deed: Deed) -> StaffMember:
    """The person named, or named in the environment, or the only one whose role allows this deed.

    CommandError (exit status 2) for an unknown or departed person, one whose role does not allow it, or a choice of several.
    """
    username = named or os.environ.get(VARIABLE) or ""
    if username:
        member = StaffMember.objects.filter(username=username).first()
        if member is None or not member.may(deed):
            raise CommandError(
                f"{username} is not somebody who may do this. Next step: name somebody with --by whose role allows it.",
                returncode=WRONG_INPUT,
            )
        return member
    able = [member for member in StaffMember.objects.filter(is_active=True).order_by("username") if member.may(deed)]
    if len(able) == 1:
        return able[0]
    choice = ", ".join(member.username for member in able) or "nobody yet: an administrator adds people"
    raise CommandError(
        f"Who runs this? Next step: name one with --by or {VARIABLE} ({choice}).", returncode=WRONG_INPUT
    )
