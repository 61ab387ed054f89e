"""Issuing a letter: it gets its number, its words, and stays as it is for good."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import hold, record
from yorisoi_service.clock import business_day
from yorisoi_service.letters.errors import BadLetter
from yorisoi_service.letters.models import Letter, Series
from yorisoi_service.letters.queries import digest_of
from yorisoi_service.letters.rules.codec import to_json
from yorisoi_service.letters.rules.invoice import Invoice
from yorisoi_service.letters.rules.kinds import Kind, number_of
from yorisoi_service.letters.rules.paper import VERSION
from yorisoi_service.letters.rules.visit import Visit
from yorisoi_service.letters.rules.welcome import Welcome
from yorisoi_service.letters.wording.compose import compose
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import one_line
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Subscriber

LONGEST_RECIPIENT = 200


@transaction.atomic
def issue(
    *,
    subscriber: Subscriber,
    values: Welcome | Invoice | Visit,
    about: str = "",
    corrects: Letter | None = None,
    by: StaffMember,
    now: datetime,
) -> Letter:
    """Write a letter down for good: the facts, every word, the next number of its kind, and an audit row with the
    digest. Hands nothing over and draws nothing: `delivering.deliver` does.

    `corrects` is the invoice this one stands in the place of; each is corrected once. The letter after a visit follows
    from an outcome by itself: whoever finished the ticket stands in it, and needs no further deed.
    """
    if not isinstance(values, Visit):
        require(by, Deed.PRINT_LETTERS)
    if corrects is not None and Letter.objects.filter(corrects=corrects).exists():
        raise BadLetter(_("This invoice was corrected already. Correct the newer one."))
    hold()  # do not move: joining holds the trail when it comes here, so the series' lock is the second one everywhere
    issued_on = business_day(now)
    kind = _kind(values)
    letter = Letter(
        subscriber=subscriber,
        kind=str(kind),
        number=_next_number(kind, issued_on),
        about=about,
        language=values.language,
        issued_on=issued_on,
        corrects=corrects,
        version=VERSION,
        by=by,
        at=now,
    )
    _describe(letter, values)
    letter.values = to_json(values)
    letter.content = to_json(compose(values, number=letter.number, issued_on=issued_on))
    letter.digest = digest_of(letter)
    letter.save()
    facts = {"kind": str(kind), "sha256": letter.digest}
    if corrects is not None:
        facts["corrects"] = corrects.number
    record(event="letter.issued", by=by.actor, about=letter.topic, facts=facts, now=now)
    return letter


def _kind(values: Welcome | Invoice | Visit) -> Kind:
    match values:
        case Welcome():
            return Kind.WELCOME
        case Invoice():
            return Kind.INVOICE
        case Visit():
            return Kind.VISIT


def _describe(letter: Letter, values: Welcome | Invoice | Visit) -> None:
    """What letters are searched by."""
    if isinstance(values, Visit):
        letter.recipient = one_line(values.holder)[:LONGEST_RECIPIENT]
        letter.first_on = letter.last_on = values.on
        return
    if isinstance(values, Welcome):
        letter.recipient = one_line(values.holder)[:LONGEST_RECIPIENT]
        letter.first_on = letter.last_on = values.start_on
        return
    letter.recipient = one_line(values.recipient)
    if not letter.recipient or len(letter.recipient) > LONGEST_RECIPIENT:
        raise BadLetter(_("Name the recipient of the invoice in at most 200 characters."))
    letter.amount = values.amount
    letter.first_on, letter.last_on = values.first_month, _end_of(values.last_month)


def _end_of(month: date) -> date:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _next_number(kind: Kind, day: date) -> str:
    series, _made = Series.objects.select_for_update().get_or_create(kind=str(kind), year=day.year)
    series.last += 1
    series.save(update_fields=["last"])
    return number_of(kind, day.year, series.last)
