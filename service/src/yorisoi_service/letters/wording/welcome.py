"""The welcome letter in words: warm, plain, short sentences, for somebody of seventy-five who reads it at the table."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from yorisoi_protocol import limits

from yorisoi_service.letters.rules.paper import Number, Numbers, Paper, Points, Section, Text
from yorisoi_service.letters.rules.welcome import Welcome
from yorisoi_service.letters.wording import contract
from yorisoi_service.letters.wording.forms import day, hour

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
            _scam(),
            _prepare(),
            contract.contract(values),
            contract.fee(values),
            *contract.campaign(values),
            contract.ending(values, names),
            *contract.withdrawal(values, names),
            _helping(values),
            _scope(values),
            _liability(values),
            _privacy(),
        ),
        sample=_("SAMPLE: some numbers in this letter are placeholders. Do not hand it out.")
        if values.has_placeholders
        else "",
    )


def _lead(values: Welcome, names: dict[str, str]) -> tuple[str, ...]:
    return (
        _("Thank you for choosing %(service)s.") % names,
        _("Welcome back: we are glad to help you again.")
        if values.is_again
        else _("When something will not work, we look at your screen together."),
        _("Please keep this letter where you can find it, near the telephone."),
    )


def _telephone(values: Welcome) -> Section:
    desk = values.desk
    times = {"opens": hour(desk.opens), "closes": hour(desk.closes)}
    notes = [
        _("From %(opens)s to %(closes)s, Saturdays, Sundays and holidays too.") % times
        if desk.closures
        else _("Every day from %(opens)s to %(closes)s, weekends and holidays too.") % times,
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


def _scam() -> Section:
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


def _liability(values: Welcome) -> Section:
    return Section(
        _("Liability (terms %(version)s)") % {"version": values.terms_version},
        (Text((values.liability,)),),
        is_apart=False,
    )


def _privacy() -> Section:
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
