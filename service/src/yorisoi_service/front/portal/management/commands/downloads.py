"""The subscriber's program as the page /get hands it out: enter a file, list the files, check them.

./run manage downloads add dist/yorisoi.tar.xz --system linux --version 0.1.0 --tested "Debian 12, X11"
./run manage downloads list
./run manage downloads check
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from yorisoi_service import clock
from yorisoi_service.remote import programs
from yorisoi_service.remote.programs import SYSTEMS, BadProgram


class Command(BaseCommand):
    help = "Enters, lists and checks the files of the subscriber's program that the page /get hands out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        add = steps.add_parser("add", help="copy a file into the folder and put it on the list")
        add.add_argument("file", type=Path)
        add.add_argument("--system", required=True, choices=SYSTEMS)
        add.add_argument("--version", required=True, dest="program_version", help="as subscribers read it")
        add.add_argument("--tested", required=True, help="the systems on which this very file was tried")
        add.add_argument("--signature", type=Path, help="a signature made beside the file")
        steps.add_parser("list", help="every file, the newest first")
        steps.add_parser("check", help="compare every file with its checksum; exit code 1 when one differs")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        if options["step"] == "add":
            self._add(options)
            return
        differing = 0
        for program in programs.entered():
            whole = programs.is_whole(program)
            differing += not whole
            state = "whole" if whole else "DIFFERS OR IS MISSING: not handed out"
            self.stdout.write(f"{program.file}  {program.added_on}  {program.sha256}  {state}")
        if options["step"] == "check" and differing:
            raise CommandError(
                f"{differing} of the files differ. Next step: enter the right file under a new version.", returncode=1
            )

    def _add(self, options: dict[str, Any]) -> None:
        try:
            program = programs.add(
                options["file"],
                system=options["system"],
                version=options["program_version"],
                tested=options["tested"],
                signature=options["signature"],
                on=clock.business_day(clock.now()),
            )
        except BadProgram as wrong:
            raise CommandError(str(wrong), returncode=2) from None
        except OSError as wrong:
            raise CommandError(f"{wrong.filename}: {wrong.strerror}", returncode=2) from None
        self.stdout.write(f"{program.path}\n{program.size} bytes, SHA-256 {program.sha256}")
