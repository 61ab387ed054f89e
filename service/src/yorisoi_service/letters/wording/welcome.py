"""The welcome letter in words: warm, plain, short sentences, for somebody of seventy-five who reads it at the table."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from yorisoi_protocol import limits

from yorisoi_service.letters.rules.paper import Facts, Number, Numbers, Paper, Points, Section, Text
from yorisoi_service.letters.rules.welcome import Stage, Welcome
from yorisoi_service.letters.wording.forms import day, hour, month, yen

PASS_MINUTES = limits.PASS_LIFE_S // 60


def paper(values: Welcome, *, number: str, issued_on: date) -> Paper:
    """The letter in the language that is switched on."""
    names = {"provider": values.provider, "service": values.service, "office": values.office_phone}
    return Paper(
        language=values.language,
        title=_("Your %(service)s") % names,
        honorific=pgettext("on an envelope", "%(name)s"),
        copy=_("Issued again on %(day)s"),
        marks=((pgettext("letter", "Day"), day(issued_on)), (pgettext("letter", "Letter"), number)),
        sender=(values.provider, _("Office %(office)s") % names),
        lead=_lead(values, names),
        sections=(
            _telephone(values),
            _scam(values),
            _prepare(),
            _contract(values),
            _fee(values),
            *_campaign(values),
            _ending(values, names),
            *_withdrawal(values, names),
            _helping(values),
            _scope(values),
            _liability(values),
            _privacy(names),
        ),
        sample=_("SAMPLE: some numbers in this letter are placeholders. Do not hand it out.")
        if values.has_placeholders
        else "",
    )


def _lead(values: Welcome, names: dict[str, str]) -> tuple[str, ...]:
    if values.is_again:
        welcome = _("Welcome back. We are glad to help you with %(service)s again.") % names
    else:
        welcome = _("Thank you for choosing %(service)s. We will look at it together.") % names
    return welcome, _("Please keep this letter where you can find it, near the telephone.")


def _telephone(values: Welcome) -> Section:
    desk = values.desk
    times = {"opens": hour(desk.opens), "closes": hour(desk.closes)}
    notes = [
        _("Every day from %(opens)s to %(closes)s, weekends and holidays too.") % times,
        _("For contract holders only. Please do not pass these numbers on."),
    ]
    if desk.closures:
        notes.insert(
            1, _("Closed on: %(days)s") % {"days": pgettext("letter", "; ").join(day(each) for each in desk.closures)}
        )
    return Section(
        _("When you need help, call us here"),
        (
            Numbers(
                (
                    Number(_("From a landline"), desk.landline),
                    Number(_("From a mobile"), desk.mobile, _("You pay for the call from a mobile.")),
                ),
                tuple(notes),
            ),
        ),
    )


def _scam(values: Welcome) -> Section:
    return Section(
        _("Beware of false support"),
        (
            Points(
                (
                    _("We never call you to ask for the one-time pass."),
                    _("We never ask for money, gift cards, PINs or passwords."),
                    _("If a warning on the screen shows a telephone number, do not call it."),
                )
            ),
            Text(
                (
                    _("Put down the telephone. Call the number in this letter, or ask:"),
                    _("Consumer hotline 188 / Police advice line #9110"),
                )
            ),
        ),
        is_warning=True,
    )


def _contract(values: Welcome) -> Section:
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


def _fee(values: Welcome) -> Section:
    first = values.first_paid
    rows = [(_span(stage), _amount(stage)) for stage in values.stages]
    notes = []
    if values.free_months and not values.free:
        notes.append(
            _("As you had a contract before, there are no new free months.")
            if values.is_again
            else _("The free months belonged to your first contract, so there are none here.")
        )
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


def _campaign(values: Welcome) -> tuple[Section, ...]:
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


def _prepare() -> Section:
    return Section(
        pgettext("letter", "Before you call"),
        (
            Points(
                (
                    _("Switch the device on. It needs to be connected to our internet."),
                    _("Have the passwords of the devices ready. You type them yourself and need not tell us."),
                    _(
                        "Have the paper ready that you received with your internet contract. We ask for its customer number."
                    ),
                )
            ),
        ),
    )


def _helping(values: Welcome) -> Section:
    return Section(
        _("How we help from afar"),
        (
            Numbers((Number(_("Page from which you receive the program"), values.desk.download_page),)),
            Points(
                (
                    _("While we are on the telephone, open this page, receive the program and start it."),
                    _("The screen shows a number of %(digits)s digits, the one-time pass. Read it to us.")
                    % {"digits": limits.NAMEPLATE_DIGITS + limits.SECRET_DIGITS + 1},
                    _("The pass works once, for %(minutes)s minutes. Then it is of no use to anybody.")
                    % {"minutes": PASS_MINUTES},
                    _("We see your screen only after you allow it. You can stop at any moment."),
                    _("At the end the program is removed from your device."),
                ),
                in_order=True,
            ),
        ),
    )


def _scope(values: Welcome) -> Section:
    items = [
        _("We help with: computers, printers, Wi-Fi, internet and mail, and setting up usual software."),
        _("We do not: teach how to use software, repair devices, bring back lost data."),
        _("Some things only their maker can solve. Then we tell you whom to ask."),
        _("Without an internet connection we can only advise you by telephone."),
    ]
    if values.desk.software_list:
        items.append(_("Supported software: %(page)s") % {"page": values.desk.software_list})
    return Section(_("What we can help with"), (Points(tuple(items)),))


def _ending(values: Welcome, names: dict[str, str]) -> Section:
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


def _withdrawal(values: Welcome, names: dict[str, str]) -> tuple[Section, ...]:
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


def _liability(values: Welcome) -> Section:
    return Section(
        _("Liability (terms %(version)s)") % {"version": values.terms_version},
        (Text((values.liability,)),),
        is_apart=False,
    )


def _privacy(names: dict[str, str]) -> Section:
    return Section(
        pgettext("letter", "Your data"),
        (
            Text(
                (
                    _("We use what we know of you for this service and its bill only."),
                    _("We keep no passwords and no pictures of your screen. We note when we helped, and with what."),
                )
            ),
        ),
    )
