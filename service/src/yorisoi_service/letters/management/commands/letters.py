"""Letters from the command line: try waiting mail again, find invoices as tax law wants them found, see none was altered."""

import csv
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from yorisoi_service import clock
from yorisoi_service.letters import queries
from yorisoi_service.letters.errors import LetterError
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.services import delivering
from yorisoi_service.staff.rules.words import as_text

WRONG_INPUT = 2
COLUMNS = ("number", "issued_on", "first_on", "last_on", "amount", "recipient", "corrects", "corrected_by")


class Command(BaseCommand):
    help = "Try waiting mail again, find invoices by day, amount and recipient, or check that no letter was altered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("mail", help="send what is waiting or was refused; exit status 1 when something stays")
        verbs.add_parser("verify", help="compare every letter with the audit trail; exit status 1 when one differs")
        finding = verbs.add_parser("invoices", help="list invoices as CSV, and with --out write their PDFs too")
        finding.add_argument(
            "--from", dest="first_on", type=_day, metavar="DAY", help="dealing on or after, 2026-04-01"
        )
        finding.add_argument("--to", dest="last_on", type=_day, metavar="DAY", help="dealing on or before")
        finding.add_argument("--least", type=int, metavar="YEN", help="amount at least, tax included")
        finding.add_argument("--most", type=int, metavar="YEN", help="amount at most")
        finding.add_argument("--recipient", default="", metavar="TEXT", help="the recipient's name holds this")
        finding.add_argument("--out", type=Path, metavar="FOLDER", help="an empty folder for index.csv and the PDFs")

    @no_translations  # an operator reads English here, with the refusals of services in it
    def handle(self, *args: Any, **options: Any) -> None:
        match options["verb"]:
            case "mail":
                self._mail()
            case "verify":
                self._verify()
            case "invoices":
                self._invoices(options)

    def _mail(self) -> None:
        now = clock.now()
        sent = [delivering.send(delivery=each, now=now) for each in queries.mail_waiting(now=now)]
        self.stdout.write(f"{sum(sent)} mails were handed to the mail server.")
        if not all(sent):
            raise CommandError(
                f"{len(sent) - sum(sent)} were refused again. Next step: check YORISOI_MAIL_URL, or print those letters.",
                returncode=1,
            )

    def _verify(self) -> None:
        altered = [letter.number for letter in queries.altered()]
        if altered:
            raise CommandError(
                f"{len(altered)} letters differ from what was issued: {', '.join(altered[:20])}. "
                "Next step: compare them with a backup, and run audit_verify.",
                returncode=1,
            )
        self.stdout.write("Every letter says what it said when it was issued.")

    def _invoices(self, options: dict[str, Any]) -> None:
        asked = {name: options[name] for name in ("first_on", "last_on", "least", "most", "recipient")}
        found = queries.invoices(**asked)
        folder: Path | None = options["out"]
        if folder is None:
            _index(found, self.stdout)
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise CommandError(f"{folder} is not empty. Next step: name a new folder.", returncode=WRONG_INPUT)
            with (folder / "index.csv").open("w", encoding="utf-8-sig", newline="") as file:
                _index(found, file)
            for nth, letter in enumerate(found, 1):
                (folder / f"{letter.number}.pdf").write_bytes(delivering.pdf(letter))
                self.stderr.write(f"\r{nth} of {len(found)}", ending="")
        except OSError as refused:
            raise CommandError(
                f"{folder} cannot be written: {refused.strerror}. Next step: name another folder.",
                returncode=WRONG_INPUT,
            ) from None
        except LetterError as refused:
            raise CommandError(str(refused.sentence), returncode=1) from None
        self.stderr.write("")
        self.stdout.write(f"{len(found)} invoices are in {folder}.")


def _index(letters: list[Letter], file: Any) -> None:
    table = csv.writer(file)
    table.writerow(COLUMNS)
    for letter in letters:
        newer = getattr(letter, "corrected_by", None)
        table.writerow(
            (
                letter.number,
                letter.issued_on,
                letter.first_on,
                letter.last_on,
                letter.amount,
                as_text(letter.recipient),
                letter.corrects.number if letter.corrects else "",
                newer.number if newer else "",
            )
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"expected a day like 2026-04-01, found {text!r}") from None
