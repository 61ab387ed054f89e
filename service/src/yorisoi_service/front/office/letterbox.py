"""Letters as the pages list them: what each is, and when it was handed over, and how."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

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
    """A letter with its issue log, in words. `is_void`: it tells of a contract that counts as never made."""

    row: Letter
    title: Words
    handed_over: tuple[str, ...]
    on_paper: bool
    is_void: bool = False

    @property
    def mail_way(self) -> str:
        """By mail goes a letter itself, or only the link to its page."""
        return str(Way.LINK if Way.LINK in WAYS[Kind(self.row.kind)] else Way.MAIL)


def shown(letters: Iterable[Letter], *, void: Collection[str] = ()) -> list[LetterShown]:
    """Letters whose deliveries were read before; `void` names what counts as never made."""
    return [
        _shown(letter, sorted(letter.deliveries.all(), key=lambda one: one.pk), letter.about in void)
        for letter in letters
    ]


def _shown(letter: Letter, deliveries: list[Delivery], is_void: bool) -> LetterShown:
    return LetterShown(
        letter,
        TITLES[letter.kind],
        tuple(_said(one) for one in deliveries),
        any(one.way == Way.PAPER for one in deliveries),
        is_void,
    )


def _said(one: Delivery) -> str:
    words = f"{date_format(one.on, _('D, j M Y'))}: {DONE[one.way, one.state]}"
    return f"{words} {_('(re-issue)')}" if one.is_reissue else words
