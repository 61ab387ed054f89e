"""Makes the first administrator; refuses when there is one already."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from yorisoi_service import clock
from yorisoi_service.staff.errors import StaffError
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.staff.services import add_staff


class Command(BaseCommand):
    help = (
        "Make the first administrator. The password is asked for, or read from YORISOI_ADMINISTRATOR_PASSWORD; "
        "a second factor is set up at the first sign-in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="sign-in name: small letters, digits, . _ -")
        parser.add_argument("--number", default="1", help="staff number, 1 to 6 digits")
        parser.add_argument("--name", required=True, help="the person's name as colleagues see it")

    @no_translations  # an operator reads English here, with the refusals of services in it
    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("YORISOI_ADMINISTRATOR_PASSWORD") or getpass.getpass(
            "Password (12 characters or more): "
        )
        try:
            member = add_staff(
                username=options["username"],
                number=options["number"],
                display_name=options["name"],
                role=Role.ADMINISTRATOR,
                password=password,
                by=None,
                now=clock.now(),
            )
        except StaffError as refused:
            raise CommandError(str(refused.sentence)) from None
        self.stdout.write(f"Administrator {member.username} (number {member.number}) may sign in now.")
