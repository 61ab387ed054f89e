"""The words for what the desk's rules decide: the list's parts, kinds and levels, each decision, and what is read aloud.

Tables only, shared by the fronts. A code without words fails the tests, not the call. `{office}`, `{opens}` and
`{closes}` are filled in by whoever shows them.
"""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yorisoi_service.desk.rules.catalogue import Group, Kind, Level
from yorisoi_service.desk.rules.triage import Code, Decision, Device, Fact, Need, Place, System

Words: TypeAlias = str | Promise

GROUPS: dict[str, Words] = {
    Group.DEVICE: _("Devices"),
    Group.SOFTWARE: _("Software"),
    Group.SERVICE: _("Services"),
    Group.MODEL: _("Models of phones and tablets with limits"),
}

KINDS: dict[str, Words] = {
    Kind.DEVICE: _("Device"),
    Kind.PHONE: _("Phone"),
    Kind.TABLET: _("Tablet"),
    Kind.OS: _("Operating system"),
    Kind.BROWSER: _("Browser"),
    Kind.MAIL: _("Mail program"),
    Kind.MEDIA: _("Media player"),
    Kind.SECURITY: _("Antivirus software"),
    Kind.APPLICATION: _("Other software"),
    Kind.PROVIDER: _("Our own service"),
    Kind.SERVICE: _("Service on the internet"),
}

LEVELS: dict[str, Words] = {
    Level.FULL: _("Setup and use"),
    Level.INSTALL_ONLY: _("Setup only"),
    Level.VIEW_ONLY: _("Explained while we see the screen"),
    Level.GUIDE_ONLY: _("Explained by telephone"),
    Level.UNSUPPORTED: _("Not possible"),
}

NEEDS: dict[str, Words] = {
    Need.SETUP: _("Setting it up, or it does not work"),
    Need.USAGE: _("How to use it"),
    Need.ADVICE: _("What to buy instead"),
}

DEVICES: dict[str, Words] = {
    Device.COMPUTER: _("Computer"),
    Device.TABLET: _("Tablet"),
    Device.PHONE: _("Phone"),
}

SYSTEMS: dict[str, Words] = {
    System.ANDROID: _("Android phone or tablet"),
    System.IOS: _("iPhone or iPad"),
}

# What a communicator ticks; also found by typing.
FACTS: dict[str, Words] = {
    Fact.FAKE_ALERT: _("False warning on the screen"),
    Fact.FOREIGN_TOOL: _("Somebody else had a remote program installed"),
    Fact.NOT_CONNECTED: _("No internet"),
    Fact.NOT_HOME_WIFI: _("Phone or tablet not on the home Wi-Fi"),
    Fact.REPAIR: _("Broken: repair"),
    Fact.RENTED_REPAIR: _("Broken: modem or other device rented from us"),
    Fact.DELETED_DATA: _("Deleted data"),
    Fact.CORPORATE: _("Settings of a company"),
    Fact.UNGUARANTEED: _("Setting the maker does not guarantee"),
    Fact.ENVIRONMENT: _("The device or connection does not permit it"),
    Fact.ILLEGAL: _("May break the law"),
    Fact.NOT_SUBSCRIBER: _("Not a subscriber of our internet"),
    Fact.OTHER_LINE: _("The device is on another provider's line"),
    Fact.NO_CONTRACT: _("No support contract"),
    Fact.OUTSIDE_HOURS: _("Outside opening hours"),
}

DECISIONS: dict[str, Words] = {
    Decision.SESSION: _("Remote session possible"),
    Decision.ADVICE_ONLY: _("Advice only: looking, no control"),
    Decision.PHONE_ONLY: _("By telephone only"),
    Decision.DESK_LEAD: _("The desk lead decides"),
    Decision.REFER: _("Refer to somebody else"),
    Decision.REFUSE: _("Refuse"),
    Decision.SAFETY_SCRIPT: _("Safety first: follow the steps"),
}

PLACES: dict[str, Words] = {
    Place.MAKER: _("Maker of the device"),
    Place.SOFTWARE_MAKER: _("Maker of the software"),
    Place.WORKPLACE: _("The caller's company"),
    Place.LINE_FAULT: _("Faults of the line"),
    Place.OFFICE: _("Our office"),
    Place.SAFETY: _("Advice after fraud"),
    Place.OTHER: pgettext_lazy("place", "Other"),
}


@dataclass(frozen=True)
class Wording:
    """`why` is for the communicator, `say` is read aloud; `steps` follow one by one."""

    why: Words
    say: Words
    steps: tuple[Words, ...] = ()


_SAFETY_ADVICE = (
    _("Do not pay, buy prepaid cards or enter numbers, whatever the screen or the voice says."),
    _(
        "If a card, an account or a password was told: call the card company or the bank now, by the number on the card."
    ),
    _("Advice costs nothing: consumer hotline 188, police #9110."),
)

# No internet, where the provider gives no guidance by telephone (T10).
NO_GUIDANCE = Wording(
    _("No internet, so no session: the fault desk of the line helps further."),
    _("I am sorry: without the internet we cannot help. Please ask the fault desk of your internet line."),
)


def wording_of(code: str, decision: str) -> Wording:
    """What is said of a decision: by its code, but for what only some providers refuse."""
    is_refused = code == Code.NOT_CONNECTED and decision == Decision.REFUSE
    return NO_GUIDANCE if is_refused else WORDINGS[code]


WORDINGS: dict[str, Wording] = {
    Code.FAKE_ALERT: Wording(
        _("A false warning: calm the caller, no session."),
        _("That warning is false. Your computer is not broken. Let us close it together, there is no hurry."),
        (
            _("Do not call the number on the screen. If you are on the telephone with them, hang up."),
            _("Hold the Esc key down for three seconds. If the picture stays, restart the computer with its switch."),
            _SAFETY_ADVICE[0],
            _("Did you install anything, or let anybody in? If so, choose the foreign remote program here."),
            _SAFETY_ADVICE[1],
            _SAFETY_ADVICE[2],
        ),
    ),
    Code.FOREIGN_TOOL: Wording(
        _("A stranger may be inside: cut the connection first, no session."),
        _("Please cut the internet now: pull out the cable, or switch the Wi-Fi off. I stay on the telephone."),
        (
            _("Pull out the cable or switch the router off. The telephone may be cut too: then call us by mobile."),
            _("If you are on another telephone with them, hang up."),
            _SAFETY_ADVICE[0],
            _SAFETY_ADVICE[1],
            _("Change passwords from another device, not from this one."),
            _("Leave the program where it is, photograph the screen, and ask the police before it is removed."),
            _SAFETY_ADVICE[2],
        ),
    ),
    Code.ILLEGAL: Wording(
        _("May break the law. Note nothing of its content."),
        _("I am sorry, we cannot help with this: it may break the law."),
    ),
    Code.OUTSIDE_HOURS: Wording(
        _("Outside opening hours."),
        _("The desk is closed now. We are here every day from {opens} to {closes}. Please call again then."),
    ),
    Code.NOT_SUBSCRIBER: Wording(
        _("Not a subscriber of our internet."),
        _("This service is for subscribers of our own internet. Our office tells you more: {office}."),
    ),
    Code.OTHER_LINE: Wording(
        _("The device is on another provider's line."),
        _("We can help only while the device is on our own line. Please connect it at your home and call again."),
    ),
    Code.NO_CONTRACT: Wording(
        _("No support contract."),
        _("There is no support contract on this line. It can be used from the day you apply: our office, {office}."),
    ),
    Code.CORPORATE: Wording(
        _("Settings of a company: not covered."),
        _("Settings that only your company uses are beyond us. Please ask the person in charge there."),
    ),
    Code.UNGUARANTEED: Wording(
        _("A setting the maker does not guarantee: not covered."),
        _("The maker does not vouch for this setting, so we cannot make it for you."),
    ),
    Code.DELETED_DATA: Wording(
        _("Deleted data: refer to the maker."),
        _("We cannot bring deleted data back. Please stop using that disk, and ask the maker of the device."),
    ),
    Code.REPAIR: Wording(
        _("Broken: refer to the maker. If it may be a setting, look at the settings first."),
        _("Faults and repairs are for the maker of the device. Shall I tell you how to reach them?"),
    ),
    Code.RENTED_REPAIR: Wording(
        _("A device we rent out: refer to our office."),
        _("That device is ours. Our office sees to it: {office}."),
    ),
    Code.NOT_CONNECTED: Wording(
        _("No internet, so no session: the fault desk of the line helps further."),
        _("Without the internet we cannot reach your screen. Let us check cables and lamps together by telephone."),
        (
            _("Are the lamps of modem and router on? Which colour?"),
            _("Switch modem and router off, wait one minute, switch them on: first the modem, then the router."),
            _("Does another device in the house get through?"),
            _("Still nothing: pass it on to the fault desk of the line."),
        ),
    ),
    Code.NOT_HOME_WIFI: Wording(
        _("Not on the home Wi-Fi yet: no pass before that."),
        _("Please connect the phone or tablet to the Wi-Fi at your home. Then we go on."),
    ),
    Code.ENVIRONMENT: Wording(
        _("The device or connection does not permit it."),
        _("With this device or connection, help from a distance is not possible. I am sorry."),
    ),
    Code.MODEL_UNSUPPORTED: Wording(
        _("This model cannot be helped with."),
        _("This model is one of the few that we cannot help with. Please ask its maker."),
    ),
    Code.MODEL_BY_TELEPHONE: Wording(
        _("This model cannot show its screen: explain by telephone."),
        _("This model cannot show us its screen. I will explain it step by step by telephone."),
    ),
    Code.NO_PROGRAM: Wording(
        _("No program for this phone or tablet yet: explain by telephone."),
        _(
            "I cannot see the screen of your phone or tablet yet. I will explain it by telephone, step by step with you."
        ),
    ),
    Code.ADVICE: Wording(
        _("Advice only. No order, no price, no shop."),
        _("I can tell you what to look for when you choose. I cannot order or sell anything."),
    ),
    Code.UNLISTED: Wording(
        _("Not on the list: ask the desk lead."),
        _("I will ask whether we can help with that. Please wait a moment."),
    ),
    Code.DECLINED: Wording(
        _("Not on the list, and the desk lead said no."),
        _("I have asked: this is not among the things we can help with. I am sorry."),
    ),
    Code.USAGE: Wording(
        _("On the list for setup only; how to use it is not covered."),
        _("We help until it is installed and has started once. How to work with it is for its maker to explain."),
    ),
    Code.SETUP_ONLY: Wording(
        _("On the list for setup: installing and starting once."),
        _("I will help until it is installed and has started once."),
    ),
    Code.LOOKING_ONLY: Wording(
        _("Looking only: the caller works the device."),
        _("I will look at the screen with you. You work the device yourself."),
    ),
    Code.IN_SCOPE: Wording(
        _("On the list."),
        _("Yes, we can help with that."),
    ),
}

CHANGES: dict[str, Words] = {
    "identity": _("identity"),
    "caller": _("who speaks"),
    "scope": _("scope"),
    "device": _("checklist"),
    "operations": _("checklist"),
    "terms": _("terms"),
    "network": _("connection"),
    "whom": _("caller or line"),
    "asked": _("the caller's words"),
    "taken": _("ticket taken"),
    "handed_over": _("ticket handed over"),
    "outcome": _("outcome"),
}
