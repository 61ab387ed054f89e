"""The months to come, in stages, as a letter tells them."""

from yorisoi_service.billing.rules.charge import Charge, Reason
from yorisoi_service.billing.rules.course import horizon, stages
from yorisoi_service.billing.rules.policy import Campaign, Price, Tariff, Term
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.letters.rules.welcome import Stage

from .conftest import day

APRIL = Month(2026, 4)


def course(*charged: tuple[int, Reason]) -> list[tuple[Month, Charge]]:
    return [(APRIL.plus(nth), Charge(amount, reason)) for nth, (amount, reason) in enumerate(charged)]


def test_equal_months_are_one_stage_and_the_last_one_goes_on() -> None:
    free, fee = (0, Reason.FREE), (550, Reason.MONTHLY)
    assert stages(course(free, free, fee, fee)) == (
        Stage(day("2026-04-01"), day("2026-05-01"), 0, "free"),
        Stage(day("2026-06-01"), None, 550, "monthly"),
    )


def test_a_contract_with_an_end_has_a_last_stage_with_one() -> None:
    fee, none = (550, Reason.MONTHLY), (0, Reason.NOT_SUBSCRIBED)
    assert stages(course(none, fee, fee, none)) == (Stage(day("2026-05-01"), day("2026-06-01"), 550, "monthly"),)
    final = [(APRIL, Charge(550, Reason.MONTHLY, is_final=True))]
    assert stages(final) == (Stage(day("2026-04-01"), day("2026-04-01"), 550, "monthly"),)
    assert stages(course(none, none)) == ()


def test_a_free_campaign_month_is_told_as_the_campaigns_and_a_rest_as_a_rest() -> None:
    told = stages(course((0, Reason.CAMPAIGN), (0, Reason.FREE), (0, Reason.SUSPENDED), (660, Reason.MONTHLY)))
    assert [(each.amount, each.why) for each in told] == [
        (0, "campaign"),
        (0, "free"),
        (0, "suspended"),
        (660, "monthly"),
    ]


def test_the_horizon_sees_free_months_campaign_and_coming_prices() -> None:
    half = Campaign("half", (Term(1, 2, 0), Term(3, 8, 275)))
    tariff = Tariff(prices=(Price(Month(1, 1), 550),), campaigns={"half": half})
    assert horizon(APRIL, free_months=2, campaign=None, tariff=tariff) == APRIL.plus(2)
    assert horizon(APRIL, free_months=2, campaign="half", tariff=tariff) == APRIL.plus(8)
    dearer = Tariff(prices=(*tariff.prices, Price(Month(2027, 6), 660)))
    assert horizon(APRIL, free_months=0, campaign=None, tariff=dearer) == Month(2027, 6)
    far = Tariff(prices=(*tariff.prices, Price(Month(2126, 6), 660)))
    assert horizon(APRIL, free_months=0, campaign=None, tariff=far) == APRIL.plus(60)
