"""Bars for a drawing: where each stands and how high, in the units of the picture. Nothing here knows what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 780, 300
LEFT, TOP, BOTTOM = 90, 20, 250  # of the part in which bars stand
STEPS = (1, 2, 5)
LINES = 5  # at most


@dataclass(frozen=True)
class Bar:
    """One bar with its two labels."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    below: str
    value: str


@dataclass(frozen=True)
class Rule:
    """A line across at a round value."""

    y: float
    value: str


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    rules: tuple[Rule, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    bottom: int = BOTTOM


def bars(labels: Sequence[str], below: Sequence[str], values: Sequence[int]) -> Bars:
    """One bar for each value, from zero; a value below zero is drawn as zero (its table says it)."""
    step = _step(max([*values, 1]))
    top = step * -(-max([*values, 1]) // step)
    room = (WIDTH - LEFT) / max(len(values), 1)

    def height(value: int) -> float:
        return round((BOTTOM - TOP) * max(value, 0) / top, 1)

    drawn = tuple(
        Bar(
            x=round(LEFT + n * room + room * 0.15, 1),
            y=round(BOTTOM - height(value), 1),
            width=round(room * 0.7, 1),
            height=height(value),
            middle=round(LEFT + (n + 0.5) * room, 1),
            label=label,
            below=under,
            value=f"{value:,}",
        )
        for n, (label, under, value) in enumerate(zip(labels, below, values, strict=True))
    )
    rules = tuple(Rule(round(BOTTOM - height(at), 1), f"{at:,}") for at in range(step, top + 1, step))
    return Bars(drawn, rules)


def _step(most: int) -> int:
    """The smallest round number of which few lines reach the top."""
    scale = 1
    while True:
        for step in STEPS:
            if most <= step * scale * LINES:
                return step * scale
        scale *= 10


@dataclass(frozen=True)
class Segment:
    """One part of a stacked bar; `kind` counts from the axis upwards."""

    y: float
    height: float
    kind: int


@dataclass(frozen=True)
class Stack:
    """Several values on top of one another."""

    x: float
    width: float
    middle: float
    label: str
    below: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Stacks:
    bars: tuple[Stack, ...]
    rules: tuple[Rule, ...]
    mark: float | None = None  # where a line marks a target
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    bottom: int = BOTTOM


def stacks(
    labels: Sequence[str],
    below: Sequence[str],
    series: Sequence[Sequence[int]],
    *,
    most: int | None = None,
    mark: int | None = None,
) -> Stacks:
    """Bars of several values each, from zero; `series` hold one value for each label. `most` is the top of the picture
    where it is known (100 per cent), `mark` a value across which a line is drawn."""
    sums = [sum(values) for values in zip(*series, strict=True)]
    highest = max([*sums, mark or 0, 1]) if most is None else most
    step = _step(highest)
    top = step * -(-highest // step)
    room = (WIDTH - LEFT) / max(len(labels), 1)

    def tall(value: float) -> float:
        return round((BOTTOM - TOP) * max(value, 0) / top, 1)

    def segments(n: int) -> tuple[Segment, ...]:
        found, under = [], 0
        for kind, values in enumerate(series):
            found.append(Segment(round(BOTTOM - tall(under + values[n]), 1), tall(values[n]), kind))
            under += values[n]
        return tuple(found)

    drawn = tuple(
        Stack(
            x=round(LEFT + n * room + room * 0.15, 1),
            width=round(room * 0.7, 1),
            middle=round(LEFT + (n + 0.5) * room, 1),
            label=label,
            below=under,
            segments=segments(n),
        )
        for n, (label, under) in enumerate(zip(labels, below, strict=True))
    )
    rules = tuple(Rule(round(BOTTOM - tall(at), 1), f"{at:,}") for at in range(step, top + 1, step))
    return Stacks(drawn, rules, None if mark is None else round(BOTTOM - tall(mark), 1))
