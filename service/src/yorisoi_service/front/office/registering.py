"""From an application form to a contract with its welcome letter: one transaction, and harmless when sent twice."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from yorisoi_service.billing import queries as billing
from yorisoi_service.billing.services.welcome import issue_welcome
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import BEFORE_ANY
from yorisoi_service.contracts.services.lines import move_line
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.contracts.services.replacing import replace_line
from yorisoi_service.front.office import offers, provider_rows
from yorisoi_service.letters import queries as letters
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.queries import by_number
from yorisoi_service.subscribers.services.lines import add_line
from yorisoi_service.subscribers.services.people import add_subscriber

CONTACT = ("customer_number", "name", "kana", "address", "phone", "mobile", "email")


@transaction.atomic
def take_known(*, line: Line, data: dict[str, Any], by: StaffMember, now: datetime) -> Period:
    """Begin the contract of a line and issue its letter. The same form sent a second time changes nothing."""
    same = _same(line, data, by)
    if same is not None:
        return same
    provider_rows.take_over(now=now)
    period = join(
        line=line,
        form_on=data["form_on"],
        terms_version=settings.PROVIDER.terms.version if data["terms"] else "",
        campaign=offers.chosen(data.get("campaign", "")),
        channel=data["channel"],
        solicited=data["solicited"],
        by=by,
        now=now,
    )
    issue_welcome(
        period=period,
        provider=settings.PROVIDER,
        language=get_language() or settings.LANGUAGE_CODE,
        by=by,
        now=now,
    )
    return period


@transaction.atomic
def take_new(*, data: dict[str, Any], by: StaffMember, now: datetime) -> Period:
    """Register a subscriber with a line, and begin its contract. The same form sent twice changes nothing."""
    line = Line.objects.filter(number=data["line_number"].strip()).select_related("subscriber").first()
    known = by_number(data["customer_number"])
    if line is None or known is None or line.subscriber_id != known.pk or _same(line, data, by) is None:
        subscriber = add_subscriber(**{name: data[name] for name in CONTACT}, by=by, now=now)
        line = add_line(
            subscriber=subscriber,
            number=data["line_number"],
            address=data["line_address"] or data["address"],
            opened_on=data["line_opened_on"],
            by=by,
            now=now,
        )
    return take_known(line=line, data=data, by=by, now=now)


def issue_anew(before: Period, after: Period, *, by: StaffMember, now: datetime) -> None:
    """A letter of a contract that was entered anew is wrong now: the new entry gets its own, in the same language."""
    if written := letters.letters_about(f"period:{before.pk}"):
        issue_welcome(period=after, provider=settings.PROVIDER, language=written[0].language, by=by, now=now)


@transaction.atomic
def register_line(
    *, subscriber: Subscriber, replaces: Line | None, data: dict[str, Any], by: StaffMember, now: datetime
) -> Line:
    """A further line, or one that takes the place of `replaces`: the contract of that one then goes on here."""
    if replaces is not None and replaces.closed_on is None:
        return move_line(line=replaces, **data, by=by, now=now)
    line = add_line(subscriber=subscriber, **data, by=by, now=now)
    if replaces is not None:
        line = replace_line(
            old=replaces,
            new=line,
            open_from=billing.first_open() or BEFORE_ANY,
            is_booked=False,  # nobody has seen the line yet, no run of a month either
            is_closing=False,
            by=by,
            now=now,
        )
    return line


def _same(line: Line, data: dict[str, Any], by: StaffMember) -> Period | None:
    """The contract this person made of this very form, if it runs already."""
    newest = contracts.counting(line.pk).select_related("campaign").last()
    if newest is None or newest.end_on is not None or newest.entered_by_id != by.pk:
        return None
    campaign = newest.campaign.code if newest.campaign else ""
    made = (newest.form_on, campaign, newest.channel, newest.solicited)
    asked = (data["form_on"], data.get("campaign", ""), data["channel"], data["solicited"])
    return newest if made == asked else None
