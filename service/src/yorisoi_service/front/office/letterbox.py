"""Letters as the pages list them: what each is, and when it was handed over, and how."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yorisoi_service.front.office.words import Words
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.letters.rules.kinds import Kind, MailState, Way
from yorisoi_service.letters.services.delivering import WAYS

TITLES: dict[str, Words] = {
    str(Kind.WELCOME): gettext_lazy("Welcome letter"),
    str(Kind.INVOICE): gettext_lazy("Qualified invoice"),
    str(Kind.VISIT): gettext_lazy("Record of our help"),
}
DONE: dict[tuple[str, str], Words] = {
    (str(Way.PAPER), str(MailState.DONE)): gettext_lazy("printed for the registered address"),
    (str(Way.MAIL), str(MailState.WAITING)): gettext_lazy("mail is waiting to be sent"),
    (str(Way.MAIL), str(MailState.SENT)): gettext_lazy("mailed to the registered address"),
    (str(Way.MAIL), str(MailState.FAILED)): gettext_lazy("mail failed; it is tried again"),
    (str(Way.LINK), str(MailState.WAITING)): gettext_lazy("mail with the link is waiting to be sent"),
    (str(Way.LINK), str(MailState.SENT)): gettext_lazy("link mailed to the registered address"),
    (str(Way.LINK), str(MailState.FAILED)): gettext_lazy("mail with the link failed; it is tried again"),
}


@dataclass(frozen=True)
class LetterShown:
    """A letter with its issue log, in words. `is_void`: it tells of a contract that counts as never made. `is_replaced`:
    it was never handed over, and a newer one tells of the same contract. `older_line`: the number it names, where the
    present contract is on another one now."""

    row: Letter
    title: Words
    handed_over: tuple[str, ...]
    on_paper: bool
    is_void: bool = False
    is_replaced: bool = False
    older_line: str = ""

    @property
    def mail_way(self) -> str:
        """By mail goes a letter itself, or only the link to its page."""
        return str(Way.LINK if Way.LINK in WAYS[Kind(self.row.kind)] else Way.MAIL)

    @property
    def is_waiting(self) -> bool:
        """Somebody should hand it over."""
        return not (self.handed_over or self.is_void or self.is_replaced)


def shown(letters: Iterable[Letter]) -> list[LetterShown]:
    """Letters whose deliveries were read before."""
    return [_shown(letter) for letter in letters]


def of_contracts(letters: Iterable[Letter], *, void: Collection[str], now: str, line: str) -> list[LetterShown]:
    """The letters of a line's contracts, the newest first; `void` names the contracts that count as never made, `now` the
    one whose letter can be issued anew, if there is one."""
    told: set[str] = set()
    found: list[LetterShown] = []
    for letter in letters:
        one, named = _shown(letter), letter.values.get("line_number", line)
        is_void, is_replaced = letter.about in void, not one.handed_over and letter.about in told
        found.append(replace(one, is_void=is_void, is_replaced=is_replaced, older_line="" if named == line else named))
        told.add(letter.about)
    return found


def _shown(letter: Letter) -> LetterShown:
    deliveries = sorted(letter.deliveries.all(), key=lambda one: one.pk)
    return LetterShown(
        letter,
        TITLES[letter.kind],
        tuple(_said(one) for one in deliveries),
        any(one.way == Way.PAPER for one in deliveries),
    )


def _said(one: Delivery) -> str:
    words = f"{date_format(one.on, _('D, j M Y'))}: {DONE[one.way, one.state]}"
    return f"{words} {_('(re-issue)')}" if one.is_reissue else words
