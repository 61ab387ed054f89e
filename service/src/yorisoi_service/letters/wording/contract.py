"""What the welcome letter tells of the contract and its money: R25 in rows, and how it ends."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yorisoi_service.letters.rules.paper import Facts, Number, Numbers, Points, Section, Text
from yorisoi_service.letters.rules.welcome import Stage, Welcome
from yorisoi_service.letters.wording.forms import day, month, yen


def contract(values: Welcome) -> Section:
    return Section(
        pgettext("letter", "Your contract"),
        (
            Facts(
                (
                    (pgettext("letter", "Contract number"), values.contract_number),
                    (pgettext("letter", "Contract holder"), values.holder),
                    (pgettext("letter", "Internet line"), values.line_number),
                    (pgettext("letter", "Place of the line"), values.line_address),
                    (pgettext("letter", "Begins on"), day(values.start_on)),
                )
            ),
        ),
        begins_page=True,
    )


def fee(values: Welcome) -> Section:
    first = values.first_paid
    rows = [(_span(stage), _amount(stage)) for stage in values.stages]
    notes = []
    if values.free_months and not values.free:
        notes.append(_why_none_is_free(values))
    notes.append(_("There are no daily shares. However often you call, the fee is the same."))
    return Section(
        pgettext("letter", "The monthly fee"),
        (
            Facts(
                (
                    *rows,
                    (
                        _("First month with a fee"),
                        pgettext("letter", "%(month)s: %(amount)s")
                        % {"month": month(first.first), "amount": yen(first.amount)}
                        if first
                        else pgettext("letter", "none"),
                    ),
                    (
                        pgettext("letter", "Regular fee"),
                        _("%(amount)s a month, %(percent)s%% tax included (tax %(tax)s)")
                        % {"amount": yen(values.price), "percent": values.tax_percent, "tax": yen(values.tax)},
                    ),
                    (pgettext("letter", "Payment"), _payment(values)),
                    (
                        pgettext("letter", "Issuer"),
                        _("%(issuer)s, registration number %(number)s")
                        % {"issuer": values.issuer, "number": values.registration_number},
                    ),
                )
            ),
            Text(tuple(notes)),
        ),
    )


def _why_none_is_free(values: Welcome) -> str:
    if values.is_again:
        return _("As you had a contract before, there are no new free months.")
    if values.stages and values.stages[0].why == "campaign":
        return _("Instead of free months, this contract has the fee of your campaign.")
    return _("The free months belonged to your first contract, so there are none here.")


def _span(stage: Stage) -> str:
    if stage.last is None:
        return _("From %(month)s on") % {"month": month(stage.first)}
    if stage.last == stage.first:
        return _("For %(month)s") % {"month": month(stage.first)}
    names = {"first": month(stage.first), "last": month(stage.last)}
    if stage.first.year == stage.last.year:
        # Each language leaves the year out where it would stand twice.
        return _("For %(first_name)s to %(last)s") % {
            **names,
            "first_name": date_format(stage.first, "F"),
            "last_name": date_format(stage.last, "F"),
        }
    return _("For %(first)s to %(last)s") % names


def _amount(stage: Stage) -> str:
    values = {"amount": yen(stage.amount)}
    if stage.why == "campaign":
        return _("%(amount)s a month (campaign)") % values
    if stage.why == "suspended":
        return _("%(amount)s (line suspended)") % values
    if stage.why == "free":
        return _("%(amount)s (free)") % values
    return _("%(amount)s a month") % values


def _payment(values: Welcome) -> str:
    names = {"day": values.debit_day}
    if values.with_internet_bill:
        return (
            _(
                "On day %(day)s of the following month, with your internet fee and from the same account. "
                "When banks are closed, on their next business day."
            )
            % names
        )
    return (
        _(
            "On day %(day)s of the following month, from the account you named. "
            "When banks are closed, on their next business day."
        )
        % names
    )


def campaign(values: Welcome) -> tuple[Section, ...]:
    if not values.campaign:
        return ()
    return (
        Section(
            _("Your campaign: %(campaign)s") % {"campaign": values.campaign},
            (
                Text(
                    (
                        _("The condition is that the contract goes on. It obliges you to nothing else."),
                        _("When these months are over, the regular fee applies."),
                    )
                ),
            ),
        ),
    )


def ending(values: Welcome, names: dict[str, str]) -> Section:
    return Section(
        _("When you wish to end it"),
        (
            Numbers((Number(_("Office of %(provider)s") % names, values.office_phone),)),
            Points(
                (
                    _("You can end it at any time. There is no minimum term and no penalty."),
                    _("The last month is charged in full. If it is a free month, it stays free.")
                    if values.ends_free
                    else _("The last month is charged in full, a free month too."),
                )
            ),
        ),
    )


def withdrawal(values: Welcome, names: dict[str, str]) -> tuple[Section, ...]:
    if not values.withdrawal_days:
        return ()
    return (
        Section(
            _("You may still change your mind"),
            (
                Text(
                    (
                        _("For %(days)s days from the day you receive this letter you may withdraw. It costs nothing.")
                        % {"days": values.withdrawal_days},
                        _("This holds as long as we have not helped you from afar yet."),
                        _("A call to the office is enough: %(office)s") % names,
                    )
                ),
            ),
        ),
    )
