"""Answers about the contract (R01 to R12)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yorisoi_service.billing.rules.policy import Scope
from yorisoi_service.front.portal.public.answers.book import Answer, Phone, Way, fee, parts
from yorisoi_service.front.portal.public.facts import Facts


def answers(facts: Facts) -> tuple[Answer, ...]:
    return (
        Answer(
            "R01",
            _("How long does it take from applying until I can be helped?"),
            parts(
                _("You can be helped from the day you fill in the application form, on that very day."),
                _("If your internet line is not open yet, it begins on the day the line opens.")
                if facts.policy.start_not_before_line_open
                else None,
            ),
            "いつから 開始 かいし すぐ 何日 期間 きかん 申込 もうしこみ start begin soon",
        ),
        Answer(
            "R02",
            _("Can I apply in the middle of a month?"),
            parts(
                _("Yes, on any day. The fee is counted by calendar months and is never shared out by days."),
                _free(facts),
                Way("portal:prices", _("See what it costs from your day on")),
            ),
            "途中 日割り ひわり 月末 申込 もうしこみ middle month daily",
        ),
        Answer(
            "R03",
            _("How do I apply?"),
            parts(
                _("Please telephone our office. We then go through the application form with you."), Phone(facts.office)
            ),
            "申し込み 申込 もうしこみ 加入 入会 電話 窓口 apply join sign up",
        ),
        Answer(
            "R04",
            _("How many support contracts can one line have?"),
            parts(
                _("One for each internet line you have with us. Whoever has two lines can have two."),
                _("Everybody in the household shares it. Support can be asked for by the people you named to us.")
                if facts.desk.household_support
                else _("The devices of everybody in the household are covered. The contract holder asks for support."),
            ),
            "何契約 回線 かいせん 家族 かぞく 二台 複数 台数 だいすう line household family devices",
        ),
        Answer(
            "R05",
            _("Whom do I call to end the contract?"),
            parts(
                _("Please telephone our office. The people at the support desk cannot end a contract."),
                Phone(facts.office),
            ),
            "解約 かいやく やめたい 退会 終了 cancel quit end",
        ),
        Answer(
            "R06",
            _("Is there a minimum term, or a penalty for ending?"),
            parts(_("Neither. You may end it whenever you like, and ending costs nothing extra.")),
            "違約金 いやくきん 縛り しばり 最低利用期間 解約金 minimum term penalty",
        ),
        Answer(
            "R07",
            _("Can I end it in the middle of a month?"),
            parts(
                _(
                    "Yes, on any day. The month in which it ends costs the full fee, %(fee)s, and the next costs nothing."
                )
                % {"fee": fee(facts.price)},
                _end_in_free_month(facts),
            ),
            "解約 かいやく 途中 最終月 日割り ひわり cancel last month",
        ),
        Answer(
            "R08",
            _("Can I join again after ending?"),
            parts(_("Yes, as often as you like, and from the same day on."), _back_again(facts)),
            "再契約 さいけいやく もう一度 再加入 again return rejoin",
        ),
        Answer(
            "R09",
            _("I bought another computer. Do I have to tell you?"),
            parts(_("No. The contract belongs to your internet line, not to a device. Just call us with the new one.")),
            "買い替え かいかえ 新しいパソコン 機種変更 手続き new computer device",
        ),
        Answer(
            "R10",
            _("I change my internet course. Do I have to do anything for the support?"),
            parts(_("No. The support contract simply goes on, for the same fee.")),
            "コース変更 プラン変更 へんこう 光 手続き てつづき course plan change",
        ),
        Answer(
            "R11",
            _("Do you pay for damage that the support causes?"),
            parts(
                _("We work with care. For what we are liable stands in the terms, version %(version)s:")
                % {"version": facts.terms_version},
                facts.liability,
                Way("portal:terms", _("Read the terms")),
            ),
            "補償 ほしょう 損害 壊れた 責任 賠償 damage liability",
        ),
        Answer(
            "R12",
            _("Will every problem be solved?"),
            parts(
                _("We do our best, but we cannot promise it."),
                _("We do not stand in for makers, software companies or other providers."),
                _("Where only they can help, we tell you whom to ask, and you contact them yourself."),
            ),
            "解決 かいけつ 必ず かならず 直る なおる 保証 ほしょう solve guarantee promise",
        ),
    )


def _free(facts: Facts) -> tuple[str, ...]:
    free = facts.free_months
    if not free:
        return (_("The month in which you apply costs the full fee, %(fee)s.") % {"fee": fee(facts.price)},)
    return (
        _free_by_scope(facts.policy.first_time_scope, free) % {"count": free},
        _("Whoever has no free months pays the full fee for the month they apply in."),
    )


def _free_by_scope(scope: Scope, free: int) -> str:
    match scope:
        case "customer":
            return ngettext(
                "With a first contract the month you apply in is free, whatever the day.",
                "With a first contract %(count)s months are free. The month you apply in is the first of them.",
                free,
            )
        case "line":
            return ngettext(
                "With the first contract on a line the month you apply in is free, whatever the day.",
                "With the first contract on a line %(count)s months are free."
                " The month you apply in is the first of them.",
                free,
            )
        case "household":
            return ngettext(
                "With the first contract of a household the month you apply in is free, whatever the day.",
                "With the first contract of a household %(count)s months are free."
                " The month you apply in is the first of them.",
                free,
            )


def _end_in_free_month(facts: Facts) -> str | None:
    if not facts.free_months:
        return None
    if facts.policy.cancel_in_free_month == "free":
        return _("If it ends in a free month, that month stays free.")
    return _("This is so even if it ends in a free month.")


def _back_again(facts: Facts) -> tuple[str, ...]:
    if not facts.free_months:
        return ()
    first = _second_time(facts.policy.first_time_scope)
    if facts.policy.rejoin_inside_window == "persist":
        return (first, _("Only if you come back while your first free months still run, they go on to their end."))
    return (first, _("Free months that were left over are not given again."))


def _second_time(scope: Scope) -> str:
    match scope:
        case "customer":
            return _("There are no free months the second time: the fee is due from the month you join again.")
        case "line":
            return _(
                "There are no free months the second time on the same line: the fee is due from the month you join again."
                " A line that had no contract before has free months of its own."
            )
        case "household":
            return _(
                "There are no free months the second time, nor after somebody else of your household had a contract:"
                " the fee is due from the month you join again."
            )
