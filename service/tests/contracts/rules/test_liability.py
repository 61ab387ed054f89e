import pytest
from yorisoi_service.contracts.rules.liability import Fault, fault_of

EXCEPT = "当社に故意または重大な過失がある場合を除き、"


@pytest.mark.parametrize(
    "text",
    [
        "生じた損害については、一切補償いたしません。",
        "当社は一切の責任を負いません。",
        "当社はいかなる損害についても責任を負わないものとします。",
        "損害の賠償責任を一切免れます。",
        "作業は丁寧に行います。\nただし、損害は一切\n補償いたしません。",
        "故意の場合を除き、一切の責任を負いません。",
        "当社に故意または重大な過失があっても、一切の責任を負いません。",
        "We are not liable for any damage whatsoever.",
        "In no event are we liable.",
        "Except for intent we accept no liability.",
    ],
)
def test_a_total_exclusion_is_found(text: str) -> None:
    """T11: void in a consumer contract."""
    assert fault_of(text) is Fault.TOTAL_EXCLUSION


@pytest.mark.parametrize(
    "text",
    [EXCEPT + "賠償は1か月分の月額利用料を上限とします。", "Our liability is limited to one monthly fee."],
)
def test_a_limit_must_say_that_it_is_for_slight_negligence(text: str) -> None:
    assert fault_of(text) is Fault.LIMIT_WITHOUT_SLIGHT_NEGLIGENCE


@pytest.mark.parametrize(
    "text",
    [
        EXCEPT + "一切の責任を負いません。",
        EXCEPT + "責任を負いません。当社の軽過失による場合の賠償は、1か月分の月額利用料を上限とします。",
        "担当者は、料金を一切いただきません。",
        "Unless we acted with intent or gross negligence, we are not liable for any lost opportunity.",
        "In case of slight negligence our liability is limited to one monthly fee.",
        "",
    ],
)
def test_a_fair_text_passes(text: str) -> None:
    assert fault_of(text) is None
