"""Answers about money (R24 to R27): asked of the price table and of the rule that charges."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yorisoi_service.billing.rules.charge import Charge
from yorisoi_service.billing.rules.policy import Scope
from yorisoi_service.billing.rules.provider import worded
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.desk.rules.triage import Box
from yorisoi_service.front.portal.public.answers.book import Answer, Points, Way, fee, listed, month, parts, plain_yen
from yorisoi_service.front.portal.public.facts import Facts
from yorisoi_service.letters.wording.forms import day


def answers(facts: Facts) -> tuple[Answer, ...]:
    return (
        Answer(
            "R24",
            _("What is the monthly fee?"),
            parts(
                _("%(fee)s a month, of which %(tax)s yen are consumption tax.")
                % {"fee": fee(facts.price), "tax": facts.tax_inside},
                [
                    _("From %(month)s on: %(fee)s.") % {"month": month(price.since), "fee": fee(price.amount)}
                    for price in facts.later_prices
                ],
            ),
            "料金 りょうきん お金 おかね いくら 値段 ねだん 月額 げつがく 価格 かかく 税込 price cost money fee how much",
        ),
        Answer(
            "R25",
            _("From when does it cost something?"),
            parts(
                _when(facts),
                _("If you apply today, %(day)s:") % {"day": day(facts.today)},
                Points(stages(facts.joining)),
                _campaigns(facts),
                Way("portal:prices", _("See what it costs from your day on")),
            ),
            "無料 むりょう いつから 課金 発生 キャンペーン free when charge campaign",
        ),
        Answer(
            "R26",
            _("How often may I use it?"),
            parts(
                _("As often as you like, for the monthly fee. No call and no session costs anything extra."),
                _("One session is planned for %(minutes)s minutes. If it takes longer, we agree with you how to go on.")
                % {"minutes": facts.desk.box_s(Box.SESSION) // 60},
            ),
            "何回 なんかい 回数 かいすう 何度 なんど 制限 追加料金 how often unlimited",
        ),
        Answer(
            "R27",
            _("Who sends the bill?"),
            parts(
                _("We do, %(provider)s.") % {"provider": facts.provider},
                _("The fee is on your internet bill and leaves the same account. You need not register another.")
                if facts.with_internet_bill
                else _("It is debited from the account you named, on day %(day)s of the following month.")
                % {"day": facts.debit_day},
            ),
            "請求 せいきゅう 支払い しはらい お金 口座 こうざ 引き落とし ひきおとし 振替 bill invoice pay account debit",
        ),
    )


def _when(facts: Facts) -> str:
    first = facts.first_paid
    free = facts.free_months
    if first is None:
        return _("At present it costs nothing.")
    if not free:
        return _("From the month in which you apply.")
    return _free_by_scope(facts.policy.first_time_scope, free) % {"count": free}


def _free_by_scope(scope: Scope, free: int) -> str:
    match scope:
        case "customer":
            return ngettext(
                "With a first contract %(count)s month is free, the month you apply in. Then the fee begins.",
                "With a first contract %(count)s months are free, counted from the month you apply in."
                " Then the fee begins.",
                free,
            )
        case "line":
            return ngettext(
                "With the first contract on a line %(count)s month is free, the month you apply in."
                " Then the fee begins.",
                "With the first contract on a line %(count)s months are free, counted from the month you apply in."
                " Then the fee begins.",
                free,
            )
        case "household":
            return ngettext(
                "With the first contract of a household %(count)s month is free, the month you apply in."
                " Then the fee begins.",
                "With the first contract of a household %(count)s months are free, counted from the month you apply in."
                " Then the fee begins.",
                free,
            )


def _campaigns(facts: Facts) -> str | None:
    if not facts.campaigns:
        return None
    names = listed(worded(campaign.name, facts.language) for campaign in facts.campaigns)
    return _("On offer now, with terms of their own: %(names)s.") % {"names": names}


def stages(charges: list[tuple[Month, Charge]]) -> tuple[str, ...]:
    """`April: 0 yen`, and the last fee as the one that stays."""
    grouped = [
        (amount, [month for month, _charge in run]) for amount, run in groupby(charges, lambda each: each[1].amount)
    ]
    said = []
    for place, (amount, months) in enumerate(grouped):
        if place == len(grouped) - 1:
            said.append(_("From %(month)s on: %(fee)s a month") % {"month": month(months[0]), "fee": fee(amount)})
        else:
            said += [_("%(month)s: %(fee)s") % {"month": month(each), "fee": plain_yen(amount)} for each in months]
    return tuple(said)
