"""Is it ours to help with, and how far (R14 to R22, R35, D10): facts of a request in, one ruling out.

The first line of the table that fits decides, the strictest first. A further fact never allows more than before.

    somebody may be deceived right now        safety script      whoever it is, before everything else (D10)
    may break the law                         refuse             nothing of its content is kept (R35)
    closed; not our internet; other line;
      no support contract                     refuse             and say how to get there (R34, R22, R13)
    a company's or an unguaranteed setting    refuse             (R18)
    deleted data; repair                      refer              to the maker, or to our office for what we rent out (R19, R21)
    not connected; not on the home Wi-Fi      telephone only     (R17, R22, R16); the first refused, where the provider's
                                                                 settings say so (T10)
    a model that cannot                       refuse, telephone  (R16)
    the environment does not permit it        refuse             (R22)
    what to buy                               advice only        looking, no control (R20)
    not on the list                           desk lead          decides it for this ticket (R14)
    how to use what is listed for setup only  refuse             (R15)
    a phone or tablet without a program of    telephone only     (R16): nothing of it can be shown, advice neither
      ours for its system
    the rest                                  session            as far as level and device go
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum

from yorisoi_protocol.vocabulary import Permission

from yorisoi_service.desk.rules.catalogue import Level


class Decision(StrEnum):
    """Under `session` and `advice_only` a pass can be claimed; all others stay on the telephone."""

    SESSION = "session"
    ADVICE_ONLY = "advice_only"
    PHONE_ONLY = "phone_only"
    DESK_LEAD = "desk_lead"
    REFER = "refer"
    REFUSE = "refuse"
    SAFETY_SCRIPT = "safety_script"


CLAIMING = (Decision.SESSION, Decision.ADVICE_ONLY)


class Need(StrEnum):
    """What the caller wants with the thing."""

    SETUP = "setup"  # initial help: connecting, installing, starting once
    USAGE = "usage"
    ADVICE = "advice"  # what to buy instead


class Device(StrEnum):
    """What the caller sits at."""

    COMPUTER = "computer"
    TABLET = "tablet"
    PHONE = "phone"


class System(StrEnum):
    """What a phone or tablet runs on, as the list of programs calls it."""

    ANDROID = "android"
    IOS = "ios"


class Fact(StrEnum):
    """What else is so; each alone can end the way to a session."""

    FAKE_ALERT = "fake_alert"
    FOREIGN_TOOL = "foreign_tool"
    ILLEGAL = "illegal"
    OUTSIDE_HOURS = "outside_hours"
    NOT_SUBSCRIBER = "not_subscriber"
    OTHER_LINE = "other_line"
    NO_CONTRACT = "no_contract"
    CORPORATE = "corporate"
    UNGUARANTEED = "unguaranteed"
    DELETED_DATA = "deleted_data"
    REPAIR = "repair"
    RENTED_REPAIR = "rented_repair"
    NOT_CONNECTED = "not_connected"
    NOT_HOME_WIFI = "not_home_wifi"
    ENVIRONMENT = "environment"


class Code(StrEnum):
    """Which words are read aloud, and what the statistics count. A fact's words have the fact's name."""

    FAKE_ALERT = "fake_alert"
    FOREIGN_TOOL = "foreign_tool"
    ILLEGAL = "illegal"
    OUTSIDE_HOURS = "outside_hours"
    NOT_SUBSCRIBER = "not_subscriber"
    OTHER_LINE = "other_line"
    NO_CONTRACT = "no_contract"
    CORPORATE = "corporate"
    UNGUARANTEED = "unguaranteed"
    DELETED_DATA = "deleted_data"
    REPAIR = "repair"
    RENTED_REPAIR = "rented_repair"
    NOT_CONNECTED = "not_connected"
    NOT_HOME_WIFI = "not_home_wifi"
    ENVIRONMENT = "environment"
    MODEL_UNSUPPORTED = "model_unsupported"
    MODEL_BY_TELEPHONE = "model_by_telephone"
    NO_PROGRAM = "no_program"
    ADVICE = "advice"
    UNLISTED = "unlisted"
    DECLINED = "declined"
    USAGE = "usage"
    SETUP_ONLY = "setup_only"
    LOOKING_ONLY = "looking_only"
    IN_SCOPE = "in_scope"


class Place(StrEnum):
    """Where a caller is sent on."""

    MAKER = "maker"
    SOFTWARE_MAKER = "software_maker"
    WORKPLACE = "workplace"
    LINE_FAULT = "line_fault"
    OFFICE = "office"
    SAFETY = "safety"
    OTHER = "other"


class Box(StrEnum):
    """How long it is planned to take; the provider's settings say how many minutes that is."""

    SESSION = "session"
    TALK = "talk"


@dataclass(frozen=True)
class Request:
    """What is known of a request.

    `level`: of the entry on the list, None when there is none. `model`: of a phone's or tablet's model that is listed as
    an exception. `system`: of a phone or tablet, None when nobody asked. `agreed`: what a desk lead agreed to for
    something not listed; `declined`: the lead said no.
    """

    level: Level | None = None
    need: Need = Need.SETUP
    device: Device = Device.COMPUTER
    model: Level | None = None
    agreed: Level | None = None
    declined: bool = False
    facts: frozenset[Fact] = field(default_factory=frozenset)
    system: System | None = None


@dataclass(frozen=True)
class Ruling:
    """What follows. `allowed` may be asked of the subscriber, nothing else; `place` is where to send the caller on."""

    decision: Decision
    code: Code
    rule: str
    allowed: tuple[Permission, ...] = ()
    box: Box = Box.TALK
    place: Place | None = None


# In the order of the table above: do not move.
_FIRST: dict[Fact, Ruling] = {
    Fact.FOREIGN_TOOL: Ruling(Decision.SAFETY_SCRIPT, Code.FOREIGN_TOOL, "D10", box=Box.SESSION, place=Place.SAFETY),
    Fact.FAKE_ALERT: Ruling(Decision.SAFETY_SCRIPT, Code.FAKE_ALERT, "D10", box=Box.SESSION, place=Place.SAFETY),
    Fact.ILLEGAL: Ruling(Decision.REFUSE, Code.ILLEGAL, "R35"),
    Fact.OUTSIDE_HOURS: Ruling(Decision.REFUSE, Code.OUTSIDE_HOURS, "R34"),
    Fact.NOT_SUBSCRIBER: Ruling(Decision.REFUSE, Code.NOT_SUBSCRIBER, "R22", place=Place.OFFICE),
    Fact.OTHER_LINE: Ruling(Decision.REFUSE, Code.OTHER_LINE, "R13"),
    Fact.NO_CONTRACT: Ruling(Decision.REFUSE, Code.NO_CONTRACT, "R22", place=Place.OFFICE),
    Fact.CORPORATE: Ruling(Decision.REFUSE, Code.CORPORATE, "R18", place=Place.WORKPLACE),
    Fact.UNGUARANTEED: Ruling(Decision.REFUSE, Code.UNGUARANTEED, "R18", place=Place.MAKER),
    Fact.DELETED_DATA: Ruling(Decision.REFER, Code.DELETED_DATA, "R19", place=Place.MAKER),
    Fact.RENTED_REPAIR: Ruling(Decision.REFER, Code.RENTED_REPAIR, "R21", place=Place.OFFICE),
    Fact.REPAIR: Ruling(Decision.REFER, Code.REPAIR, "R21", place=Place.MAKER),
    Fact.NOT_CONNECTED: Ruling(Decision.PHONE_ONLY, Code.NOT_CONNECTED, "R17", place=Place.LINE_FAULT),
    Fact.NOT_HOME_WIFI: Ruling(Decision.PHONE_ONLY, Code.NOT_HOME_WIFI, "R16"),
}
_MODELS: dict[Level, Ruling] = {
    Level.UNSUPPORTED: Ruling(Decision.REFUSE, Code.MODEL_UNSUPPORTED, "R16", place=Place.MAKER),
    Level.GUIDE_ONLY: Ruling(Decision.PHONE_ONLY, Code.MODEL_BY_TELEPHONE, "R16"),
}
# Where the provider gives no guidance by telephone without the internet (T10).
_NOT_CONNECTED_AT_ALL = Ruling(Decision.REFUSE, Code.NOT_CONNECTED, "R17", place=Place.LINE_FAULT)
_ENVIRONMENT = Ruling(Decision.REFUSE, Code.ENVIRONMENT, "R22")
_ADVICE = Ruling(Decision.ADVICE_ONLY, Code.ADVICE, "R20", allowed=(Permission.VIEW,))
_UNLISTED = Ruling(Decision.DESK_LEAD, Code.UNLISTED, "R14")
_DECLINED = Ruling(Decision.REFUSE, Code.DECLINED, "R14", place=Place.OTHER)
_ADVICE_BY_TELEPHONE = replace(_ADVICE, decision=Decision.PHONE_ONLY, allowed=())
_USAGE = Ruling(Decision.REFUSE, Code.USAGE, "R15", place=Place.SOFTWARE_MAKER)
_NO_PROGRAM = Ruling(Decision.PHONE_ONLY, Code.NO_PROGRAM, "R16")


def with_program(programs: Collection[str]) -> tuple[System, ...]:
    """The systems of phones and tablets for which a program is handed out; `programs` names every system of that list."""
    return tuple(system for system in System if system in programs)


def can_show(device: Device, system: System | None, programs: Collection[str]) -> bool:
    """Whether the caller can start a program on it that shows its picture. Where nobody knows which system it is, there has
    to be one for each."""
    known = with_program(programs)
    return device is Device.COMPUTER or all(each in known for each in ([system] if system else System))


def decide(
    request: Request, askable: tuple[Permission, ...], programs: Collection[str], *, guides_offline: bool = True
) -> Ruling:
    """The one ruling for a request. `askable` is what this version's session can ask for at all, `programs` the systems for
    which a program is handed out: without one nobody can show a pass. `guides_offline`: does the provider help by telephone
    who has no internet (T10)?"""
    for fact, ruling in _FIRST.items():
        if fact in request.facts:
            return ruling if guides_offline or fact is not Fact.NOT_CONNECTED else _NOT_CONNECTED_AT_ALL
    if request.device is not Device.COMPUTER and request.model in _MODELS:
        return _MODELS[request.model]
    if Fact.ENVIRONMENT in request.facts:
        return _ENVIRONMENT
    shows = can_show(request.device, request.system, programs)
    if request.need is Need.ADVICE:
        return _ADVICE if shows else _ADVICE_BY_TELEPHONE
    level = request.level
    if level is None:
        if request.declined:
            return _DECLINED
        if request.agreed is None:
            return _UNLISTED
        level = request.agreed
    if level in _MODELS:  # an entry of the list of models is no thing to help with
        return _MODELS[level]
    if level is Level.INSTALL_ONLY and request.need is Need.USAGE:
        return _USAGE
    if not shows:
        return _NO_PROGRAM
    if level is Level.VIEW_ONLY or request.device is not Device.COMPUTER:
        # Phones and tablets show their picture; no way leads to their controls (R16).
        allowed = tuple(permission for permission in askable if permission is Permission.VIEW)
        return Ruling(
            Decision.SESSION,
            Code.LOOKING_ONLY,
            "R14" if request.device is Device.COMPUTER else "R16",
            allowed=allowed,
            box=Box.SESSION,
        )
    code, rule = (Code.SETUP_ONLY, "R15") if level is Level.INSTALL_ONLY else (Code.IN_SCOPE, "R14")
    return Ruling(Decision.SESSION, code, rule, allowed=askable, box=Box.SESSION)


_LISTED = Request(level=Level.FULL)

# The FAQ's own kinds of request, for whoever names no thing: each stands for the request that it describes.
CATEGORIES: dict[str, Request] = {
    "listed_device": _LISTED,
    "listed_software": _LISTED,
    "listed_service": _LISTED,
    "first_setup": Request(level=Level.INSTALL_ONLY),
    "phone_or_tablet": Request(level=Level.FULL, device=Device.PHONE),
    "agreed_by_lead": Request(agreed=Level.FULL),
    "replacement_advice": Request(need=Need.ADVICE),
    "usage_help": Request(level=Level.INSTALL_ONLY, need=Need.USAGE),
    "no_internet": replace(_LISTED, facts=frozenset({Fact.NOT_CONNECTED})),
    "fake_alert": replace(_LISTED, facts=frozenset({Fact.FAKE_ALERT})),
    "corporate": replace(_LISTED, facts=frozenset({Fact.CORPORATE})),
    "unsupported_setting": replace(_LISTED, facts=frozenset({Fact.UNGUARANTEED})),
    "data_recovery": replace(_LISTED, facts=frozenset({Fact.DELETED_DATA})),
    "repair": replace(_LISTED, facts=frozenset({Fact.REPAIR})),
    "environment": replace(_LISTED, facts=frozenset({Fact.ENVIRONMENT})),
    "illegal_or_suspect": replace(_LISTED, facts=frozenset({Fact.ILLEGAL})),
}
