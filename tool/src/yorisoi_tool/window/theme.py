"""Sizes, colours and places of the window. Everything a person sees is measured here.

Written for a frightened person of 75: large type, black on white, no alarm red, every pair of text and ground at
least 7:1. Each kind of button has a fill of its own that occurs nowhere else in the window, so that a hand which
only sees the screen (a person, or the practice hand) can tell the buttons apart by looking.
"""

from enum import Enum

from yorisoi_protocol.limits import BUTTON_INERT_MS

INERT_MS = BUTTON_INERT_MS

BODY_PX = 20
SMALL_PX = 18  # nothing is smaller
TITLE_PX = 30
PASS_PX = 68
WORDS_PX = 22
LINE_HEIGHT = 1.7
BUTTON_HEIGHT_PX = 64
BUTTON_TEXT_PX = 22
GAP_PX = 20  # between buttons; never under 16
MARGIN_PX = 32
RING_PX = 4  # the focus ring stands outside the fill
RING_GAP_PX = 3
RADIUS_PX = 10
TICK_PX = 44

WINDOW_WIDTH_PX = 780
WINDOW_HEIGHT_PX = 760
QUESTION_HEIGHT_PX = 500
BAR_TOP_PX = 0  # the bar hangs at the top edge, in the middle

PAPER = "#FFFFFF"
INK = "#111111"
QUIET = "#3D4650"  # secondary text, 9.6:1 on paper
NOTICE = "#FFF6DC"  # ground of the scam box, 17:1 under ink
NOTICE_EDGE = "#7A5C00"
CALM = "#EAF2F8"  # ground of the bar and of the pass
RING = "#111111"
INERT_FILL = "#E3E6E9"  # a button that does not listen yet, ink on it 14:1
INERT_INK = "#30363C"
BUTTON_INK = "#FFFFFF"


class Kind(Enum):
    """What a button does, with its fill. White on every fill is at least 7:1."""

    GO_ON = "#0B4F8A"
    NOT_SURE = "#4C4A5E"
    BACK = "#4D4F45"
    CLOSE = "#3B4A57"
    NEW_NUMBER = "#1E5A5C"
    READ_ALOUD = "#34507A"
    GRANT = "#17573A"
    DENY = "#4A4070"
    STOP = "#6A3A10"
    PAUSE = "#2C4A6B"
    RESUME = "#1A5566"
    TAKE_BACK_CONTROL = "#5A3560"
    TAKE_BACK_VIEW = "#643552"
    UNDERSTOOD = "#245048"
    LANGUAGE = "#565048"
    INVITE = "#2F5230"
    GUEST_NUMBER = "#1C5A48"
    UNINVITE = "#57433A"


TICK_OFF_FILL = "#C9DCEC"  # the square of a line not yet ticked
TICK_ON_FILL = "#174F6B"


def scale_of(font_px: float) -> float:
    """How much larger than usual this person's system shows text: 1 to 2, from the size of the system's own font."""
    return min(2.0, max(1.0, font_px / 13.0))
