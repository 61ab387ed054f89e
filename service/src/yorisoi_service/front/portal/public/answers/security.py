"""Answers about security (R36, R37)."""

from django.utils.translation import gettext as _
from yorisoi_protocol import limits

from yorisoi_service.front.portal.public.answers.book import Answer, Points, Way, parts
from yorisoi_service.front.portal.public.answers.usage import PASS_MINUTES
from yorisoi_service.front.portal.public.facts import Facts


def answers(_facts: Facts) -> tuple[Answer, ...]:
    return (
        Answer(
            "R36",
            _("Is it safe?"),
            parts(
                _("Nothing works by one lock alone. All of these have to fit:"),
                Points(
                    (
                        _("You call us, and we make sure who you are."),
                        _("Everything between your device and ours is encrypted. Our own computers cannot read it."),
                        _("The number that connects works once, for %(minutes)s minutes, and one guess ends it.")
                        % {"minutes": PASS_MINUTES},
                        _("You allow each step yourself with a click: looking, and separately working along."),
                        _("Who helped, when, and what you allowed is kept in a record nobody can rewrite unnoticed."),
                    )
                ),
                Way("portal:really_us", _("How to tell us from deceivers")),
            ),
            "安全 あんぜん セキュリティ 暗号 あんごう 危険 きけん 詐欺 さぎ safe security encryption",
        ),
        Answer(
            "R37",
            _("Could somebody watch or work my device without my permission?"),
            parts(
                _("No. Without your click we see nothing and can move nothing."),
                Points(
                    (
                        _(
                            "You see all the time that we are looking, and you can stop at any moment, even when our line is down."
                        ),
                        _("While you move the mouse yourself, our hand rests."),
                        _(
                            "When nothing was heard from either side for %(seconds)s seconds, the connection ends by itself."
                        )
                        % {"seconds": limits.ENDED_AFTER_S},
                        _(
                            "The program stays only for one session. At the end it removes itself and says whether that worked."
                        ),
                        _("Nothing stays behind that starts with the computer."),
                    )
                ),
            ),
            "監視 かんし 覗き見 のぞき 勝手に かってに 遠隔操作 乗っ取り 常駐 アンインストール 削除 spy watch without permission remove",
        ),
    )
