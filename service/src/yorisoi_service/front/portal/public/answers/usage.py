"""Answers about using the service (R28 to R35)."""

from django.utils.translation import gettext as _
from yorisoi_protocol import limits

from yorisoi_service.desk.rules.triage import CATEGORIES
from yorisoi_service.front.portal.public.answers.book import Answer, Points, Way, listed, open_hours, parts
from yorisoi_service.front.portal.public.answers.scope import explanation
from yorisoi_service.front.portal.public.facts import Facts
from yorisoi_service.front.portal.public.systems import NAMES

PASS_DIGITS = limits.NAMEPLATE_DIGITS + limits.SECRET_DIGITS + 1  # the last one is a check digit
PASS_MINUTES = limits.PASS_LIFE_S // 60


def answers(facts: Facts) -> tuple[Answer, ...]:
    return (
        Answer(
            "R28",
            _("Where is it written how to use the service?"),
            parts(
                _("In the letter or mail that you receive after applying."),
                _("It holds the telephone number for support. Please keep it near the telephone."),
                _("If you lost it, our office sends it again, to the address we know."),
            ),
            "使い方 つかいかた 利用方法 書面 しょめん 手紙 てがみ 案内 紛失 なくした letter how to use lost",
        ),
        Answer(
            "R29",
            _("Where do I receive the program for support?"),
            parts(
                _("On our own page, while you are on the telephone with us. Please use no other place."),
                _("At present there is a program for: %(systems)s. With other devices we help by telephone.")
                % {"systems": listed(str(NAMES[system]) for system in facts.systems)}
                if facts.systems
                else _("So far there is no program for any system. We help by telephone."),
                Way("portal:download", _("To the page with the program")),
            ),
            "ダウンロード ソフト アプリ インストール どこ 受け取る download program app",
        ),
        Answer(
            "R30",
            _("How is the connection made?"),
            parts(
                Points(
                    (
                        _("You call us and start the program."),
                        _("It shows you a number of %(digits)s digits that works once.") % {"digits": PASS_DIGITS},
                        _("You read the number out to our person on the telephone."),
                        _("You are asked whether you allow us to see your screen. Only then do we see it."),
                    ),
                    in_order=True,
                ),
                _("The number works for %(minutes)s minutes and only once. A used one is never accepted again.")
                % {"minutes": PASS_MINUTES},
            ),
            "接続 せつぞく つなぎ方 つなぎかた ワンタイムパス パスワード 番号 ばんごう やり方 やりかた connect one-time pass number",
        ),
        Answer(
            "R31",
            _("What is the telephone number of the support desk?"),
            parts(
                _("It is for contract holders only, so it does not stand on this page."),
                _("You find it in the letter or mail that we sent you when you applied."),
                _("If you do not find the letter, please telephone our office: it sends it again."),
                Way("portal:contact", _("To the number of our office")),
            ),
            "電話番号 でんわばんごう サポートセンター 連絡先 何番 telephone number desk",
        ),
        Answer(
            "R32",
            _("Can I call from a mobile?"),
            parts(
                _("Yes. There is a number of its own for mobiles, in the letter from us. You pay for that call."),
            ),
            "携帯 けいたい スマホ 通話料 電話代 mobile call charge",
        ),
        Answer(
            "R33",
            _("What should I have ready before I call?"),
            parts(Points(preparation()), Way("portal:prepare", _("To the list for printing"))),
            "準備 じゅんび 用意 本人確認 書類 パスワード prepare ready before",
        ),
        Answer(
            "R34",
            _("When is the desk open?"),
            parts(
                open_hours(facts),
                _("Help that is under way at closing time may go on for up to %(minutes)s minutes.")
                % {"minutes": facts.hours.may_finish_min}
                if facts.hours.may_finish_min
                else None,
            ),
            "営業時間 何時 なんじ 受付時間 うけつけ 土日 どにち 祝日 年末年始 正月 しょうがつ 休み やすみ 夜 よる open hours weekend closed",
        ),
        Answer(
            "R35",
            _("Can you tell me a site where I can watch films for nothing?"),
            parts(
                _("I am sorry, that we cannot do."),
                explanation(facts.rules_on(CATEGORIES["illegal_or_suspect"]).code),
            ),
            "映画 えいが 無料 動画 どうが ダウンロード 違法 movie film free illegal",
        ),
    )


def preparation() -> tuple[str, ...]:
    """What to have ready (R33); the page to print says the same."""
    return (
        _("Switch the device on and connect it to our internet."),
        _("If a device such as the Wi-Fi router is to be set up: its password. You type it yourself and tell nobody."),
        _("The paper you received when you signed up for our internet. We ask for the customer number on it."),
    )
