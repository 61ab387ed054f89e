"""What the last identity check on a ticket found, for whoever typed it: right, wrong or not asked, never what was said (R33).

It stays in the person's own sign-in until the next check, so that a page read again by itself still shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.identity import Marks, Typed
from yorisoi_service.front.console import words

KEPT_AS = "identity_marks"
RIGHT, WRONG, NOT_ASKED = "○", "×", "-"


@dataclass(frozen=True)
class Marked:
    """One thing that was compared, with its mark."""

    label: words.Words
    mark: str

    @property
    def is_wrong(self) -> bool:
        return self.mark == WRONG


def marked(typed: Typed, marks: Marks) -> tuple[tuple[str, str], ...]:
    """Each thing with its mark, in the order of the form; the household's member only when somebody else speaks."""
    asked = ("customer_number", "name", "phone", "address")
    found = [(name, _mark(getattr(typed, name), getattr(marks, name))) for name in asked]
    if marks.member is not None:
        found.append(("member", RIGHT if marks.member else WRONG))
    return tuple(found)


def remember(request: HttpRequest, ticket: Ticket, found: Sequence[tuple[str, str]]) -> None:
    """Keep the marks of a failed check; none after one that passed."""
    request.session[KEPT_AS] = {"ticket": ticket.pk, "found": [list(each) for each in found]}


def remembered(request: HttpRequest, ticket: Ticket) -> list[Marked]:
    """The marks of this person's last failed check, if it was on this ticket."""
    kept = request.session.get(KEPT_AS)
    if not isinstance(kept, dict) or kept.get("ticket") != ticket.pk:
        return []
    return [Marked(words.MARKED[name], mark) for name, mark in kept["found"] if name in words.MARKED]


def _mark(said: str, is_right: bool) -> str:
    if is_right:
        return RIGHT
    return WRONG if said.strip() else NOT_ASKED
