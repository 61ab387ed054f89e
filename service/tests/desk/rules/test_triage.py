"""The decision table over its whole input space, and what each line of it is for."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yorisoi_protocol.vocabulary import Permission
from yorisoi_service.desk.rules import triage
from yorisoi_service.desk.rules.catalogue import Level
from yorisoi_service.desk.rules.triage import (
    CATEGORIES,
    CLAIMING,
    Box,
    Code,
    Decision,
    Device,
    Fact,
    Need,
    Place,
    Request,
    Ruling,
    System,
    decide,
)
from yorisoi_service.remote.rules.session import ASKABLE

LOOKING = (Permission.VIEW,)
NONE: frozenset[str] = frozenset()
EVERY = frozenset({"windows", "android", "ios"})  # a program for each system of phones and tablets
WORLDS = (NONE, frozenset({"windows"}), frozenset({"android"}), frozenset({"ios"}), EVERY)
LISTED = Request(level=Level.FULL)
AGREEABLE = (None, Level.FULL, Level.VIEW_ONLY)

REQUESTS = st.builds(
    Request,
    level=st.sampled_from([None, *Level]),
    need=st.sampled_from(Need),
    device=st.sampled_from(Device),
    model=st.sampled_from([None, Level.GUIDE_ONLY, Level.UNSUPPORTED]),
    agreed=st.sampled_from(AGREEABLE),
    declined=st.booleans(),
    facts=st.frozensets(st.sampled_from(Fact), max_size=4),
    system=st.sampled_from([None, *System]),
)


def plainly() -> Iterator[Request]:
    """Every combination with no fact and with each single one."""
    none: list[frozenset[Fact]] = [frozenset(), *(frozenset({fact}) for fact in Fact)]
    models = (None, Level.GUIDE_ONLY, Level.UNSUPPORTED)
    for level, need, device, model, agreed, declined, facts in itertools.product(
        (None, *Level), Need, Device, models, AGREEABLE, (False, True), none
    ):
        yield Request(level, need, device, model, agreed, declined, facts)


def rules(programs: frozenset[str] = EVERY) -> Callable[[Request], Ruling]:
    return lambda request: decide(request, ASKABLE, programs)


def faults(rule: Callable[[Request], Ruling], request: Request) -> list[str]:
    """Which promises of the table this request breaks."""
    ruling = rule(request)
    found = []
    claiming = ruling.decision in CLAIMING
    if bool(ruling.allowed) is not claiming:
        found.append("allowed without a session, or a session without a permission")
    if claiming and Permission.VIEW not in ruling.allowed:
        found.append("a session that shows nothing")
    if not set(ruling.allowed) <= set(ASKABLE):
        found.append("more than can be asked for")
    if request.facts and request.model is None and ruling.code not in request.facts:
        found.append("words about something that is not so")
    if request.facts and (claiming or ruling.decision is Decision.DESK_LEAD):
        found.append("a fact that ends nothing")
    if request.device is not Device.COMPUTER and not set(ruling.allowed) <= set(LOOKING):
        found.append("a phone or tablet that is controlled")
    if ruling.decision is Decision.REFER and ruling.place is None:
        found.append("a referral to nowhere")
    narrower = [replace(request, facts=request.facts | {fact}) for fact in Fact]
    narrower += [replace(request, device=device) for device in (Device.TABLET, Device.PHONE)]
    narrower += [replace(request, model=model) for model in (Level.GUIDE_ONLY, Level.UNSUPPORTED)]
    if request.level is Level.FULL:
        narrower += [replace(request, level=level) for level in (*Level, None) if level or request.agreed is None]
    if request.agreed is Level.FULL:
        narrower += [replace(request, agreed=Level.VIEW_ONLY), replace(request, agreed=None)]
    if not request.declined:
        narrower.append(replace(request, declined=True))
    if any(not set(rule(other).allowed) <= set(ruling.allowed) for other in narrower):
        found.append("a further fact allows more")
    return found


def test_every_plain_request_has_one_ruling_that_keeps_every_promise() -> None:
    rule = rules()
    count = 0
    for request in plainly():
        count += 1
        ruling = rule(request)
        assert isinstance(ruling, Ruling)
        assert ruling.decision in Decision
        assert ruling.code in Code
    assert count == 6 * 3 * 3 * 3 * 3 * 2 * (1 + len(Fact))


@given(REQUESTS, st.sampled_from(WORLDS))
def test_whatever_comes_together_keeps_every_promise(request: Request, programs: frozenset[str]) -> None:
    assert faults(rules(programs), request) == []


@given(REQUESTS, st.sampled_from(WORLDS))
def test_a_number_is_asked_for_only_where_a_program_can_show_one(request: Request, programs: frozenset[str]) -> None:
    """R16."""
    systems = System if request.system is None else [request.system]
    ruling = decide(request, ASKABLE, programs)
    if request.device is not Device.COMPUTER and not programs.issuperset(systems):
        assert ruling.decision not in CLAIMING
        assert decide(request, ASKABLE, EVERY).decision in (*CLAIMING, ruling.decision)
    else:
        assert ruling == decide(request, ASKABLE, EVERY)


PHONE = replace(LISTED, device=Device.PHONE)


@pytest.mark.parametrize("device", [Device.PHONE, Device.TABLET])
@pytest.mark.parametrize(
    ("system", "programs", "decision"),
    [
        (None, NONE, Decision.PHONE_ONLY),
        (None, {"windows", "macos", "linux"}, Decision.PHONE_ONLY),
        (None, {"android"}, Decision.PHONE_ONLY),
        (None, EVERY, Decision.SESSION),
        (System.ANDROID, {"android"}, Decision.SESSION),
        (System.IOS, {"android"}, Decision.PHONE_ONLY),
        (System.IOS, {"ios"}, Decision.SESSION),
    ],
)
def test_a_phone_is_looked_at_where_a_program_runs_on_it_else_told_by_telephone(
    device: Device, system: System | None, programs: frozenset[str], decision: Decision
) -> None:
    """R16."""
    for level in (Level.FULL, Level.VIEW_ONLY, Level.INSTALL_ONLY):
        ruling = decide(Request(level=level, device=device, system=system), ASKABLE, programs)
        code, allowed = (Code.LOOKING_ONLY, LOOKING) if decision is Decision.SESSION else (Code.NO_PROGRAM, ())
        assert (ruling.decision, ruling.code, ruling.rule, ruling.allowed) == (decision, code, "R16", allowed)


def test_without_a_program_for_it_the_stricter_words_still_come_first() -> None:
    phone = Request(device=Device.PHONE)
    told = {
        Code.NOT_HOME_WIFI: replace(PHONE, facts=frozenset({Fact.NOT_HOME_WIFI})),
        Code.MODEL_UNSUPPORTED: replace(PHONE, model=Level.UNSUPPORTED),
        Code.UNLISTED: phone,
        Code.DECLINED: replace(phone, declined=True),
        Code.NO_PROGRAM: replace(phone, agreed=Level.FULL),
        Code.USAGE: replace(phone, level=Level.INSTALL_ONLY, need=Need.USAGE),
    }
    assert {code: decide(request, ASKABLE, NONE).code for code, request in told.items()} == {
        code: code for code in told
    }
    advice = decide(replace(PHONE, need=Need.ADVICE), ASKABLE, NONE)
    assert (advice.decision, advice.code, advice.allowed) == (Decision.PHONE_ONLY, Code.ADVICE, ())


def test_every_code_and_every_decision_is_reached() -> None:
    rulings = [decide(request, ASKABLE, programs) for request in plainly() for programs in (NONE, EVERY)]
    assert {ruling.code for ruling in rulings} == set(Code)
    assert {ruling.decision for ruling in rulings} == set(Decision)


@given(REQUESTS)
@example(replace(LISTED, facts=frozenset({Fact.NOT_CONNECTED})))
def test_without_guidance_by_telephone_who_is_not_connected_is_sent_to_the_fault_desk_and_nothing_else_differs(
    request: Request,
) -> None:
    """T10."""
    usual, strict = (decide(request, ASKABLE, EVERY, guides_offline=guides) for guides in (True, False))
    if usual.code is Code.NOT_CONNECTED:
        assert usual.decision is Decision.PHONE_ONLY
        usual = replace(usual, decision=Decision.REFUSE)
    assert strict == usual
    assert faults(lambda each: decide(each, ASKABLE, EVERY, guides_offline=False), request) == []


@pytest.mark.parametrize(
    ("fact", "planted"),
    [
        (Fact.REPAIR, Ruling(Decision.SESSION, Code.REPAIR, "R21", allowed=ASKABLE)),
        (Fact.ILLEGAL, Ruling(Decision.REFUSE, Code.IN_SCOPE, "R35")),
        (Fact.NOT_CONNECTED, Ruling(Decision.PHONE_ONLY, Code.NOT_CONNECTED, "R17", allowed=LOOKING)),
        (Fact.DELETED_DATA, Ruling(Decision.REFER, Code.DELETED_DATA, "R19")),
        (Fact.CORPORATE, None),
    ],
)
def test_a_planted_fault_breaks_a_promise(fact: Fact, planted: Ruling | None, monkeypatch: pytest.MonkeyPatch) -> None:
    table = {key: ruling for key, ruling in triage._FIRST.items() if key is not fact}
    monkeypatch.setattr(triage, "_FIRST", table if planted is None else {fact: planted, **table})
    assert faults(rules(), replace(LISTED, facts=frozenset({fact})))


def test_a_phone_that_could_be_controlled_would_be_noticed() -> None:
    def careless(request: Request) -> Ruling:
        return decide(replace(request, device=Device.COMPUTER), ASKABLE, EVERY)

    assert "a phone or tablet that is controlled" in faults(careless, replace(LISTED, device=Device.PHONE))


@pytest.mark.parametrize(
    ("request_", "decision", "code", "allowed"),
    [
        (LISTED, Decision.SESSION, Code.IN_SCOPE, ASKABLE),
        (replace(LISTED, need=Need.USAGE), Decision.SESSION, Code.IN_SCOPE, ASKABLE),
        (Request(level=Level.INSTALL_ONLY), Decision.SESSION, Code.SETUP_ONLY, ASKABLE),
        (Request(level=Level.INSTALL_ONLY, need=Need.USAGE), Decision.REFUSE, Code.USAGE, ()),
        (Request(level=Level.VIEW_ONLY, need=Need.USAGE), Decision.SESSION, Code.LOOKING_ONLY, LOOKING),
        (replace(LISTED, device=Device.PHONE), Decision.SESSION, Code.LOOKING_ONLY, LOOKING),
        (replace(LISTED, device=Device.TABLET), Decision.SESSION, Code.LOOKING_ONLY, LOOKING),
        (replace(LISTED, need=Need.ADVICE), Decision.ADVICE_ONLY, Code.ADVICE, LOOKING),
        (Request(), Decision.DESK_LEAD, Code.UNLISTED, ()),
        (Request(agreed=Level.FULL), Decision.SESSION, Code.IN_SCOPE, ASKABLE),
        (Request(agreed=Level.VIEW_ONLY), Decision.SESSION, Code.LOOKING_ONLY, LOOKING),
        (Request(declined=True), Decision.REFUSE, Code.DECLINED, ()),
        (Request(level=Level.INSTALL_ONLY, need=Need.USAGE, agreed=Level.FULL), Decision.REFUSE, Code.USAGE, ()),
    ],
)
def test_what_level_need_and_device_lead_to(
    request_: Request, decision: Decision, code: Code, allowed: tuple[Permission, ...]
) -> None:
    ruling = decide(request_, ASKABLE, EVERY)
    assert (ruling.decision, ruling.code, ruling.allowed) == (decision, code, allowed)
    assert ruling.box is (Box.SESSION if decision is Decision.SESSION else Box.TALK)


@pytest.mark.parametrize(
    ("fact", "decision", "rule", "place"),
    [
        (Fact.FAKE_ALERT, Decision.SAFETY_SCRIPT, "D10", Place.SAFETY),
        (Fact.FOREIGN_TOOL, Decision.SAFETY_SCRIPT, "D10", Place.SAFETY),
        (Fact.ILLEGAL, Decision.REFUSE, "R35", None),
        (Fact.OUTSIDE_HOURS, Decision.REFUSE, "R34", None),
        (Fact.NOT_SUBSCRIBER, Decision.REFUSE, "R22", Place.OFFICE),
        (Fact.OTHER_LINE, Decision.REFUSE, "R13", None),
        (Fact.NO_CONTRACT, Decision.REFUSE, "R22", Place.OFFICE),
        (Fact.CORPORATE, Decision.REFUSE, "R18", Place.WORKPLACE),
        (Fact.UNGUARANTEED, Decision.REFUSE, "R18", Place.MAKER),
        (Fact.DELETED_DATA, Decision.REFER, "R19", Place.MAKER),
        (Fact.REPAIR, Decision.REFER, "R21", Place.MAKER),
        (Fact.RENTED_REPAIR, Decision.REFER, "R21", Place.OFFICE),
        (Fact.NOT_CONNECTED, Decision.PHONE_ONLY, "R17", Place.LINE_FAULT),
        (Fact.NOT_HOME_WIFI, Decision.PHONE_ONLY, "R16", None),
        (Fact.ENVIRONMENT, Decision.REFUSE, "R22", None),
    ],
)
def test_each_fact_alone_ends_the_way_to_a_session(
    fact: Fact, decision: Decision, rule: str, place: Place | None
) -> None:
    ruling = decide(replace(LISTED, facts=frozenset({fact})), ASKABLE, EVERY)
    assert (ruling.decision, ruling.code, ruling.rule, ruling.place) == (decision, Code(fact), rule, place)


def test_the_three_conditions_of_r22_have_three_codes() -> None:
    three = (Fact.NOT_SUBSCRIBER, Fact.NOT_CONNECTED, Fact.ENVIRONMENT)
    assert len({decide(replace(LISTED, facts=frozenset({fact})), ASKABLE, EVERY).code for fact in three}) == 3


def test_somebody_deceived_comes_before_contract_hours_and_law() -> None:
    everything = replace(LISTED, facts=frozenset(Fact))
    assert decide(everything, ASKABLE, EVERY).code is Code.FOREIGN_TOOL
    assert (
        decide(replace(everything, facts=everything.facts - {Fact.FOREIGN_TOOL}), ASKABLE, EVERY).code
        is Code.FAKE_ALERT
    )


@pytest.mark.parametrize("device", [Device.PHONE, Device.TABLET])
def test_a_model_with_limits_is_told_by_telephone_or_not_at_all(device: Device) -> None:
    guided = decide(replace(LISTED, device=device, model=Level.GUIDE_ONLY), ASKABLE, EVERY)
    never = decide(replace(LISTED, device=device, model=Level.UNSUPPORTED), ASKABLE, EVERY)
    assert (guided.decision, never.decision) == (Decision.PHONE_ONLY, Decision.REFUSE)


def test_what_a_session_cannot_ask_for_is_never_allowed() -> None:
    assert decide(LISTED, (Permission.VIEW,), EVERY).allowed == LOOKING


def test_each_category_of_the_faq_is_decided() -> None:
    decisions = {code: decide(request, ASKABLE, EVERY).decision for code, request in CATEGORIES.items()}
    sessions = {
        "listed_device",
        "listed_software",
        "listed_service",
        "first_setup",
        "phone_or_tablet",
        "agreed_by_lead",
    }
    assert {code for code, decision in decisions.items() if decision is Decision.SESSION} == sessions
    assert decisions["replacement_advice"] is Decision.ADVICE_ONLY
