"""Sizes and colours that a person of 75 needs."""

import pytest
from yorisoi_tool.window import theme
from yorisoi_tool.window.digits import CELL_WIDTH_PX, cells
from yorisoi_tool.window.theme import Kind, scale_of


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((theme.BUTTON_INK, kind.value) for kind in Kind),
        *((ink, ground) for ink in (theme.INK,) for ground in (theme.PAPER, theme.CALM, theme.NOTICE)),
        (theme.QUIET, theme.PAPER),
        (theme.INERT_INK, theme.INERT_FILL),
        (theme.RING, theme.PAPER),
        (theme.BUTTON_INK, theme.TICK_ON_FILL),
    ],
)
def test_everything_to_read_stands_out_seven_to_one(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 7


def test_no_two_buttons_look_alike() -> None:
    fills = [kind.value for kind in Kind]
    others = [
        theme.TICK_OFF_FILL,
        theme.TICK_ON_FILL,
        theme.INERT_FILL,
        theme.CALM,
        theme.NOTICE,
        theme.PAPER,
        theme.INK,
    ]
    assert len({*fills, *others}) == len(fills) + len(others)


def test_no_button_is_alarm_red() -> None:
    for kind in Kind:
        red, green, blue = (int(kind.value[at : at + 2], 16) for at in (1, 3, 5))
        assert red <= 0x70
        assert red < 3 * max(green, blue)


def test_sizes_are_large_enough() -> None:
    assert min(theme.BODY_PX, theme.SMALL_PX, theme.WORDS_PX, theme.BUTTON_TEXT_PX) >= 18
    assert theme.PASS_PX >= 48
    assert theme.BUTTON_HEIGHT_PX >= 56
    assert theme.GAP_PX >= 16
    assert theme.LINE_HEIGHT >= 1.7
    assert theme.INERT_MS == 700


def test_larger_system_text_makes_everything_larger_up_to_twice() -> None:
    assert [scale_of(px) for px in (9, 13, 19.5, 26, 60)] == [1, 1, 1.5, 2, 2]


def test_digits_stand_in_groups_of_three_four_four() -> None:
    gaps = [after.x() - before.x() for before, after in zip(cells(1.0), cells(1.0)[1:], strict=False)]
    assert [index for index, gap in enumerate(gaps, 1) if gap > CELL_WIDTH_PX] == [3, 7]
