"""Answers about what we help with (R13 to R23): the published list and the desk's own decision table, asked one by one."""

from dataclasses import replace

from django.utils.translation import gettext as _

from yorisoi_service.desk.rules.catalogue import Entry, Group, Kind, Level
from yorisoi_service.desk.rules.triage import CATEGORIES, Code, Decision, Device, Fact, Need, Request, Ruling, System
from yorisoi_service.desk.words import GROUPS, LEVELS
from yorisoi_service.front.portal.public.answers.book import (
    Answer,
    Part,
    Phone,
    Points,
    Way,
    listed,
    names,
    parts,
    said_of,
)
from yorisoi_service.front.portal.public.facts import Facts
from yorisoi_service.front.portal.public.levels import how_far, levels
from yorisoi_service.front.portal.public.systems import NAMES
from yorisoi_service.remote.rules.networks import Policy as NetworkPolicy

CLOSED_BY = (Fact.NOT_SUBSCRIBER, Fact.NO_CONTRACT, Fact.OTHER_LINE, Fact.NOT_CONNECTED, Fact.ENVIRONMENT)
LISTS = (Group.DEVICE, Group.SOFTWARE, Group.SERVICE)


def answers(facts: Facts) -> tuple[Answer, ...]:
    return (
        Answer(
            "R13",
            _("My internet is from another company. Can I use this service?"),
            parts(
                _ruled(facts, _when(Fact.OTHER_LINE)),
                _("A device that reaches us over another company's line is not connected.")
                if facts.outside is NetworkPolicy.REFUSE
                else _("When we cannot tell whose line it is, our person asks you before going on.")
                if facts.outside is NetworkPolicy.ASK
                else None,
            ),
            "他社 たしゃ 別の会社 乗り換え ドコモ ソフトバンク other provider another company",
        ),
        Answer(
            "R14",
            _("Do you help with Wi-Fi, printers, tablets and the like?"),
            parts(
                _("Yes: networks of computers and of what is connected to them. On our list of today stand:"),
                _lists(facts),
                _("For other things please ask: our desk lead decides whether we can help."),
                Way("portal:software", _("See the whole list")),
            ),
            "対象 たいしょう 範囲 機器 設定 無線 ワイファイ 印刷 " + _aliases(facts),
        ),
        Answer(
            "R15",
            _("Do you teach how to use software that I bought, such as Excel?"),
            parts(_bought_software(facts)),
            "エクセル ワード 使い方 操作 市販ソフト インストール 教えて excel word cad how to use",
        ),
        Answer(
            "R16",
            _("Can you help with my smartphone?"),
            parts(_phones(facts)),
            "スマホ 携帯 けいたい アイフォン アンドロイド タブレット アイパッド iphone ipad android mobile",
        ),
        Answer(
            "R17",
            _("I cannot get into the internet. Can you help from a distance?"),
            parts(_ruled(facts, CATEGORIES["no_internet"])),
            "つながらない 繋がらない 切れた きれた ネット 接続できない offline not connected no internet",
        ),
        Answer(
            "R18",
            _("Do you connect or set up software for business?"),
            parts(_ruled(facts, CATEGORIES["corporate"]), _explained(facts, CATEGORIES["unsupported_setting"])),
            "会社 かいしゃ 仕事 しごと 法人 業務 ビジネス テレワーク 在宅勤務 vpn company work business",
        ),
        Answer(
            "R19",
            _("I deleted data by mistake. Can you bring it back?"),
            parts(_ruled(facts, CATEGORIES["data_recovery"])),
            "消えた きえた 削除 さくじょ 復元 ふくげん 復旧 写真 しゃしん 間違って 消去 deleted lost restore recover photos",
        ),
        Answer(
            "R20",
            _("Mine is broken and I want to buy new. What should I buy?"),
            parts(_ruled(facts, CATEGORIES["replacement_advice"])),
            "買い替え かいかえ おすすめ 購入 こうにゅう 相談 そうだん どれ 選び方 buy recommend replace",
        ),
        Answer(
            "R21",
            _("It is broken. Will you repair it?"),
            parts(
                _ruled(facts, CATEGORIES["repair"]),
                _explained(facts, _when(Fact.RENTED_REPAIR)),
                Phone(facts.office),
            ),
            "故障 こしょう 修理 しゅうり 壊れた こわれた 動かない うごかない repair broken fix",
        ),
        Answer(
            "R22",
            _("When can I not be helped?"),
            parts(
                _("In these cases we cannot help from a distance:"),
                Points(tuple(_explained(facts, _when(fact)) for fact in CLOSED_BY)),
            ),
            "条件 じょうけん できない 受けられない 対象外 cannot conditions",
        ),
        Answer(
            "R23",
            _("What has to be so that you can help?"),
            parts(
                Points(
                    (
                        _("Your device is switched on, and connected to the internet over our line."),
                        _("You do yourself what we ask you to do, step by step."),
                    ),
                    in_order=True,
                ),
                _("For software there is a list of what we help with, and how far."),
                Way("portal:software", _("See the whole list")),
            ),
            "条件 じょうけん 必要 一覧 対象ソフトウェア conditions requirements",
        ),
    )


def _aliases(facts: Facts) -> str:
    """What callers say instead of the names on the list."""
    return " ".join(word for entry in facts.entries(*LISTS) for words in entry.aliases.values() for word in words)


def _lists(facts: Facts) -> Part:
    """The three lists as published, each thing with its limit where it has one."""

    def named(entry: Entry) -> str:
        name = entry.name_in(facts.language)
        if levels(entry, facts.systems) == (Level.FULL,):
            return name
        return _("%(name)s (%(level)s)") % {"name": name, "level": how_far(entry, facts.systems)}

    shown = [(group, facts.entries(group)) for group in LISTS]
    return Points(
        tuple(
            said_of(str(GROUPS[group]), listed(named(entry) for entry in entries))
            for group, entries in shown
            if entries
        )
    )


def _when(fact: Fact) -> Request:
    """Something listed, were it not for this fact."""
    return Request(level=Level.FULL, facts=frozenset({fact}))


def _ruled(facts: Facts, request: Request) -> tuple[Part, ...]:
    """What the desk would decide, and why."""
    ruling = facts.rules_on(request)
    return (_lead(ruling), _why(ruling))


def _explained(facts: Facts, request: Request) -> str:
    return _why(facts.rules_on(request))


def _why(ruling: Ruling) -> str:
    if ruling.code is Code.NOT_CONNECTED and ruling.decision is Decision.REFUSE:
        return _("To see your screen we need the internet. Please ask the fault desk of your internet line.")
    return explanation(ruling.code)


def _lead(ruling: Ruling) -> str:
    """The first word of an answer, for each decision."""
    return {
        Decision.SESSION: _("Yes, we can help from a distance."),
        Decision.ADVICE_ONLY: _("We give advice, and no more."),
        Decision.PHONE_ONLY: _("Not from a distance. We help as far as we can by telephone."),
        Decision.DESK_LEAD: _("Please ask: our desk lead decides."),
        Decision.REFER: _("That we cannot do, but we tell you whom to ask."),
        Decision.REFUSE: _("I am sorry, that we cannot do."),
        Decision.SAFETY_SCRIPT: _("Please call at once, we go through it with you by telephone."),
    }[ruling.decision]


def explanation(code: Code) -> str:
    """Why the desk decides so, for whoever reads it before calling."""
    return {
        Code.FAKE_ALERT: _("Warnings on the screen with a telephone number are false."),
        Code.FOREIGN_TOOL: _("If a stranger is in your computer, pull out the internet cable first."),
        Code.ILLEGAL: _("What may break the law we cannot help with. We keep no note of what it was about."),
        Code.OUTSIDE_HOURS: _("The desk is closed then."),
        Code.NOT_SUBSCRIBER: _("You have no internet contract with us."),
        Code.OTHER_LINE: _("The service is for devices on our own internet. It may be your device, but another line."),
        Code.NO_CONTRACT: _("There is no support contract on your line. You can apply at our office."),
        Code.CORPORATE: _("Settings that only a company uses are beyond us. Please ask the person in charge there."),
        Code.UNGUARANTEED: _("The same holds for special settings that the maker does not vouch for."),
        Code.DELETED_DATA: _(
            "Please stop using that computer or card, so that nothing is written over it, and ask the maker."
        ),
        Code.REPAIR: _(
            "Faults and repairs are for the maker or the shop. If it may be a setting, we look at that first."
        ),
        Code.RENTED_REPAIR: _("If the device is one that you rent from us, please telephone our office."),
        Code.NOT_CONNECTED: _(
            "To see your screen we need the internet. By telephone we look at lamps and cables together with you."
        ),
        Code.NOT_HOME_WIFI: _("A phone or tablet must be on the Wi-Fi at your home, not on the mobile network."),
        Code.ENVIRONMENT: _("Your device or your connection does not permit it, for instance because it is very old."),
        Code.MODEL_UNSUPPORTED: _("This model is one of the few we cannot help with."),
        Code.MODEL_BY_TELEPHONE: _("This model cannot show us its screen: we explain by telephone."),
        Code.NO_PROGRAM: _("We cannot see the screen of phones and tablets yet. We explain step by step."),
        Code.ADVICE: _("We tell you what to look for when choosing. We name no price, and we order and sell nothing."),
        Code.UNLISTED: _("It is not on our list."),
        Code.DECLINED: _("It is not among the things we can help with."),
        Code.USAGE: _("How to work with it afterwards, please ask its maker or a teacher."),
        Code.SETUP_ONLY: _("We help until it is installed and has started once."),
        Code.LOOKING_ONLY: _("We look at the screen and tell you what to touch. You work the device yourself."),
        Code.IN_SCOPE: _("It is on our list, to set it up and to use it."),
    }[code]


def _bought_software(facts: Facts) -> tuple[Part, ...]:
    """The list's own entries for bought software, asked once for setting up and once for working with it."""
    entries = [entry for entry in facts.entries(Group.SOFTWARE) if entry.kind is Kind.APPLICATION]
    if not entries:
        return (_lead(facts.rules_on(Request())), explanation(Code.UNLISTED))
    said: list[Part] = []
    for level in dict.fromkeys(entry.level for entry in entries):
        of_level = [entry for entry in entries if entry.level is level]
        setup, usage = (facts.rules_on(Request(level=level, need=need)) for need in (Need.SETUP, Need.USAGE))
        said.append(said_of(names(of_level, facts), explanation(setup.code)))
        if usage.decision is not setup.decision:
            said.append(explanation(usage.code))
    return tuple(said)


def _phones(facts: Facts) -> tuple[Part, ...]:
    """Phones and tablets of the list, what is needed, and the models with limits."""
    listed_ones = [entry for entry in facts.entries(Group.DEVICE) if entry.kind in (Kind.PHONE, Kind.TABLET)]
    device = Device.PHONE
    if not listed_ones:
        return (_lead(facts.rules_on(Request(device=device))), explanation(Code.UNLISTED))
    models = facts.entries(Group.MODEL)
    limits: Part
    if models:
        limits = Points(tuple(said_of(entry.name_in(facts.language), str(LEVELS[entry.level])) for entry in models))
    else:
        limits = _("With a few models it does not work. Please ask us about yours.")
    return parts(
        _seen_or_told(facts, Request(level=listed_ones[0].level, device=device)),
        explanation(
            facts.rules_on(Request(level=Level.FULL, device=device, facts=frozenset({Fact.NOT_HOME_WIFI}))).code
        ),
        _("Models with limits:") if models else None,
        limits,
    )


def _seen_or_told(facts: Facts, request: Request) -> tuple[Part, ...]:
    """What the desk would decide for each system of phones and tablets, told once where it is the same for all."""
    rulings = {system: facts.rules_on(replace(request, system=system)) for system in System}
    seen = [system for system, ruling in rulings.items() if ruling.allowed]
    if not seen:
        code = facts.rules_on(request).code
        lead = _("Yes, by telephone.") if code is Code.NO_PROGRAM else _lead(facts.rules_on(request))
        return (lead, explanation(code))
    first = rulings[seen[0]]
    if len(seen) == len(rulings):
        return (_lead(first), explanation(first.code))
    return (
        _lead(first),
        explanation(first.code),
        _("That is so for: %(systems)s. With others we explain by telephone, step by step.")
        % {"systems": listed(str(NAMES[system]) for system in seen)},
    )
