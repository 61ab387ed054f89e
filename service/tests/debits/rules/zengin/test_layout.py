"""Where each field stands, against the published positions (counted from 1)."""

import pytest
from yorisoi_service.debits.rules.zengin import layout
from yorisoi_service.debits.rules.zengin.layout import DoesNotFit, Field, packed

PUBLISHED = {
    "HEADER": [
        (1, 1, "N"), (2, 2, "N"), (4, 1, "N"), (5, 10, "N"), (15, 40, "C"), (55, 4, "N"), (59, 4, "N"), (63, 15, "C"),
        (78, 3, "N"), (81, 15, "C"), (96, 1, "N"), (97, 7, "N"), (104, 17, "C"),
    ],
    "DATA": [
        (1, 1, "N"), (2, 4, "N"), (6, 15, "C"), (21, 3, "N"), (24, 15, "C"), (39, 4, "C"), (43, 1, "N"), (44, 7, "N"),
        (51, 30, "C"), (81, 10, "N"), (91, 1, "N"), (92, 20, "N"), (112, 1, "N"), (113, 8, "C"),
    ],
    "TRAILER": [
        (1, 1, "N"), (2, 6, "N"), (8, 12, "N"), (20, 6, "N"), (26, 12, "N"), (38, 6, "N"), (44, 12, "N"), (56, 65, "C"),
    ],
    "END": [(1, 1, "N"), (2, 119, "C")],
}  # fmt: skip


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_fields_stand_where_banks_expect_them(name: str) -> None:
    found, at = [], 1
    for field in getattr(layout, name):
        found.append((at, field.length, field.kind))
        at += field.length
    assert found == PUBLISHED[name]
    assert at == 121


WHOLE = (Field("number", 5, "N"), Field("text", 115, "C"))


def test_digits_stand_right_and_text_stands_left() -> None:
    assert packed(WHOLE, {"number": 42, "text": "ｱﾞ"}) == b"00042\xb1\xde" + b" " * 113


@pytest.mark.parametrize(
    "values",
    [
        {"number": 123456},
        {"number": -1},
        {"number": "1 2"},
        {"number": "１"},
        {"number": "1.0"},
        {"text": "A" * 116},
        {"text": "漢"},
        {"text": "\u00a5"},  # the yen sign of Unicode is no byte of the file
        {"text": "é"},
    ],
)
def test_what_does_not_fit_is_refused(values: dict[str, str | int]) -> None:
    with pytest.raises(DoesNotFit):
        packed(WHOLE, values)
