import pytest
from yorisoi_service.subscribers.rules.search import digits, folded


@pytest.mark.parametrize("text", ["0847-45-0557", "０８４７（４５）０５５７", "0847 45 0557"])
def test_a_telephone_number_is_its_digits(text: str) -> None:
    assert digits(text) == "0847450557"


@pytest.mark.parametrize("text", ["アオキ ハナコ", "あおき　はなこ", "ｱｵｷ ﾊﾅｺ"])
def test_names_are_folded_to_one_spelling(text: str) -> None:
    assert folded(text) == "アオキハナコ"
