"""The eyes of the crawl: they see a number however it is written, and none where none is."""

import pytest

from .notations import shows


@pytest.mark.parametrize(
    "text",
    [
        "070-4918-2637",
        "07049182637",
        "070 4918 2637",
        "(070) 4918-2637",
        "０７０－４９１８－２６３７",
        "070‐4918‑2637",
        "070ー4918ー2637",
        "070の4918の2637",
        "〇七〇－四九一八－二六三七",
        '<a href="tel:+817049182637">',
        "+81 70-4918-2637",
        "+81 (0)70 4918 2637",
        "<b>0</b><b>7</b><b>0</b>-<i>4918</i><span>-</span>2637",
        "<span>070</span><!-- x -->-4918-<wbr>2637",
        "0&#8288;7&#x30;-4918-&#50;637",
        "&amp;#48;70-4918-2637",
        'x = "070" + "-" + "4918" + "-" + "2637"',
        '{"a": ["070", "4918", "2637"]}',
        r"\u0030\u0037\u0030-4918-2637",
        r"\x30\x37\x30\x34\x39182637",
        "tel%3A070%2D4918%2D2637",
        "0\u200b7\u200b0\u00ad4918\u20602637",
        "⓪7⓪-④⑨①⑧-2637",
        "0.7.0.4.9.1.8.2.6.3.7",
    ],
)
def test_the_eyes_see_every_notation(text: str) -> None:
    assert shows(f"x {text} y", "070-4918-2637")


@pytest.mark.parametrize(
    "text", ["", "070-4918-2638", "0847-45-0557", "070 4918 and 2637", "0704a9182637", "70-4918-263"]
)
def test_the_eyes_see_nothing_that_is_not_there(text: str) -> None:
    assert not shows(f"x {text} y", "070-4918-2637")
