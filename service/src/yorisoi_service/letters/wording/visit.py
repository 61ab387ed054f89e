"""The letter after a visit in words: what was asked, done and changed, who looked when and with which consent, and that
the program is gone, if somebody knows so."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yorisoi_service.letters.rules.paper import Block, Facts, Number, Numbers, Paper, Points, Section, Table, Text
from yorisoi_service.letters.rules.visit import Consent, Held, Visit
from yorisoi_service.letters.wording.forms import day, hour

HELPED = ("resolved", "partly")  # of any other outcome the letter claims no help


def paper(values: Visit, *, number: str, issued_on: date) -> Paper:
    """The letter in the language that is switched on."""
    names = {"provider": values.provider, "service": values.service, "office": values.office_phone}
    return Paper(
        language=values.language,
        title=_("Record of our help"),
        honorific=pgettext("on an envelope", "%(name)s"),
        copy=_("Issued again on %(day)s"),
        marks=((pgettext("letter", "Day"), day(issued_on)), (pgettext("letter", "Letter"), number)),
        sender=(values.provider, _("Office %(office)s") % names),
        lead=(
            _("Thank you for calling %(service)s on %(day)s.") % {**names, "day": day(values.on)},
            _("Here is what we did. You need not do anything with this letter.")
            if values.outcome in HELPED
            else _("Here is what became of it. You need not do anything with this letter."),
        ),
        sections=(
            *_asked(values),
            *_work(values),
            *_next(values),
            _sessions(values),
            *_consents(values),
            *_removal(values),
            _cost(values),
            _scam(),
            _telephone(values),
            _questions(values),
        ),
        sample=_("SAMPLE: some numbers in this letter are placeholders. Do not hand it out.")
        if values.has_placeholders
        else "",
    )


def _asked(values: Visit) -> tuple[Section, ...]:
    facts: tuple[Block, ...] = (
        Facts(
            (
                (pgettext("letter", "Result"), _outcome(values)),
                (_("Communicator"), _("%(name)s (number %(number)s)") % {"name": values.name, "number": values.number}),
                (pgettext("letter", "Number of your request"), str(values.ticket)),
            )
        ),
    )
    words: tuple[Block, ...] = (Text(_lines(values.asked)),) if values.asked else ()
    return (Section(_("What you asked for"), words + facts),)


def _outcome(values: Visit) -> str:
    return {
        "resolved": pgettext("letter", "Solved"),
        "partly": pgettext("letter", "Solved in part"),
        "referred": pgettext("letter", "We named you the right place to ask"),
        "not_possible": pgettext("letter", "We could not help with it"),
    }[values.outcome]


def _work(values: Visit) -> tuple[Section, ...]:
    told = (
        (_("What we did"), values.done),
        (_("What was changed on your device"), values.changed),
        (_("What was not done, and why"), values.not_done),
    )
    return tuple(Section(title, (Text(_lines(text)),), is_apart=len(text) < 400) for title, text in told if text)


def _next(values: Visit) -> tuple[Section, ...]:
    blocks: list[Block] = []
    if values.next_step:
        blocks.append(Text(_lines(values.next_step)))
    if values.referred_to:
        blocks.append(
            Facts(
                (
                    (_("Please ask here"), values.referred_to),
                    (_("How to reach them"), values.referred_contact),
                )
            )
        )
    return (Section(_("What comes next"), tuple(blocks)),) if blocks else ()


def _sessions(values: Visit) -> Section:
    held = [each for each in values.sessions if each.is_live]
    if not held and values.outcome not in HELPED:
        return Section(
            _("Connection to your device"),
            (Text((_("There was none. Nobody saw your screen or worked your device."),)),),
        )
    if not held:
        return Section(
            _("How we helped"),
            (Text((_("We helped by telephone. Nobody saw your screen or worked your device."),)),),
        )
    rows: tuple[tuple[str, str], ...] = tuple((_when(each), _who(each)) for each in held)
    notes = [*_files(values)]
    if not all(each.is_log_whole for each in held):
        notes.append(_("Your program could not tell us the end of its own record: something may be missing here."))
    return Section(
        _("Connections to your device"), (Facts(rows), *((Text(tuple(notes)),) if notes else ())), is_apart=True
    )


def _files(values: Visit) -> tuple[str, ...]:
    match values.files:
        case "none":
            return (_("No file was transferred, in either direction."),)
        case "some":
            return (_("A file was transferred, with your consent: see below."),)
        case "unknown":
            return ()


def _when(held: Held) -> str:
    return pgettext("letter", "%(day)s, %(began)s to %(ended)s") % {
        "day": day(held.on),
        "began": hour(held.began),
        "ended": hour(held.ended),
    }


def _who(held: Held) -> str:
    who = {"name": held.name, "number": held.number}
    if held.is_beside:
        return _("Communicator %(name)s (number %(number)s), looking only") % who
    return _("Communicator %(name)s (number %(number)s)") % who


def _consents(values: Visit) -> tuple[Section, ...]:
    rows = tuple(_consent(each) for held in values.sessions for each in held.consents)
    if not rows:
        return ()
    head = (
        pgettext("letter", "What we asked you for"),
        pgettext("letter", "Your answer"),
        pgettext("letter", "Until"),
    )
    return (
        Section(
            _("What you allowed"),
            (
                Table(head, rows, words=3),
                Text((_("These times come from the signed record of the program on your own device."),)),
            ),
            is_apart=len(rows) <= 12,
        ),
    )


def _consent(consent: Consent) -> tuple[str, str, str]:
    what = _permission(consent.what)
    if consent.end == "denied":
        return what, _("%(time)s: not allowed") % {"time": hour(consent.began)}, "-"
    if consent.end == "unanswered":
        return what, _("%(time)s: not answered") % {"time": hour(consent.began)}, "-"
    allowed = _("%(time)s: allowed") % {"time": hour(consent.began)}
    until = hour(consent.ended) if consent.ended else ""
    ends = {
        "revoked": _("%(time)s: taken back by you") % {"time": until},
        "given_back": _("%(time)s: ended by the communicator") % {"time": until},
        "lapsed": _("%(time)s: time was up") % {"time": until},
        "spent": _("%(time)s: used once") % {"time": until},
        "taken": _("%(time)s: ended by itself") % {"time": until},
        "open": _("until the connection ended"),
        "unseen": _("we were not told when it ended"),
    }
    return what, allowed, ends[consent.end]


def _permission(permission: str) -> str:
    known = {
        "view": _("Seeing your screen"),
        "control": _("Working mouse and keyboard"),
        "clipboard": _("Sharing copied text"),
        "file_to_subscriber": _("Sending you a file"),
        "file_from_subscriber": _("Receiving a file from you"),
        "system_info": _("Reading facts about your device"),
        "reboot": _("Restarting your device"),
        "recording": _("Recording the picture"),
    }
    return known.get(permission, permission)


def _removal(values: Visit) -> tuple[Section, ...]:
    if not values.sessions:
        return ()
    found = {each.removal for each in values.sessions}
    said = {
        "verified": (_("The program was removed from your device. Our system confirmed it."),),
        "left_to_system": (
            _("Your device removes the program by itself. Nobody saw it happen."),
            _("If you still find it, please delete it, or call us."),
        ),
        "failed": (
            _("The program could not be removed."),
            _("Please delete the file of the program, or call us: we help you with it."),
        ),
        "not_confirmed": (
            _("We could not confirm that the program was removed."),
            _("If you find it on your device, please delete it, or call us: we help you with it."),
        ),
    }
    order = ("failed", "not_confirmed", "left_to_system", "verified")  # what needs a hand stands first
    texts = tuple(sentence for each in order if each in found for sentence in said[each])
    if len(found) > 1:
        texts = (_("There were several connections, and they ended differently:"), *texts)
    return (Section(_("The program on your device"), (Text(texts),)),)


def _cost(values: Visit) -> Section:
    said = _("This help costs nothing beyond your monthly fee.") if values.desk else _("We charge nothing for this.")
    return Section(pgettext("letter", "Fee"), (Text((said,)),))


def _scam() -> Section:
    return Section(
        _("Beware of false support"),
        (
            Points(
                (
                    _("Somebody may call in our name after this visit and ask for money or a number: that is a fraud."),
                    _("We never ask for money, gift cards, PINs or passwords."),
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


def _telephone(values: Visit) -> Section:
    desk, title = values.desk, _("When you need help again")
    if desk is None:
        return Section(
            title,
            (
                Text((_("No support contract is running on your line at present."),)),
                Numbers(
                    (Number(_("Our office"), values.office_phone),),
                    (_("Our office is glad to help you: about a contract, and with everything else."),),
                ),
            ),
        )
    times = {"opens": hour(desk.opens), "closes": hour(desk.closes)}
    return Section(
        title,
        (
            Numbers(
                (
                    Number(_("From a landline"), desk.landline),
                    Number(_("From a mobile"), desk.mobile, _("You pay for the call from a mobile.")),
                ),
                (
                    _("We are there from %(opens)s to %(closes)s.") % times,
                    _("For contract holders only. Please do not pass these numbers on."),
                ),
            ),
        ),
    )


def _questions(values: Visit) -> Section:
    return Section(
        _("Two questions to you"),
        (
            Text(
                (
                    _("Was it solved, and how was our help? If you like, tell us until %(day)s.")
                    % {"day": day(values.answer_until)},
                )
            ),
            Numbers((Number(_("Page"), values.page), Number(_("Code for the page"), values.code))),
        ),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
