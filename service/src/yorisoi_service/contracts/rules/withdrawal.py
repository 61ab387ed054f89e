"""When a contract may be withdrawn as if it had never been: under a right, in its days, and unused."""

from datetime import date, timedelta
from enum import StrEnum


class Ground(StrEnum):
    """On what somebody may withdraw."""

    BEFORE_START = "before_start"  # the line is not open yet, nothing began
    SOLICITED = "solicited"  # we called or visited them: paper, and days to think it over
    LINE_CANCELLED = "line_cancelled"  # the internet contract it came with was itself withdrawn


class Lacking(StrEnum):
    """The condition that is not met."""

    UNUSED = "unused"
    BEFORE_START = "before_start"
    SOLICITED = "solicited"
    IN_TIME = "in_time"
    LINE_CANCELLED = "line_cancelled"


def lacking(
    ground: Ground,
    *,
    asked: date,
    start_on: date,
    solicited: bool,
    paper_on: date,
    line_closed_on: date | None,
    line_paper_on: date,
    sessions_held: int,
    days: int,
) -> Lacking | None:
    """The first condition that is not met, None when the right holds. The day of a paper is the first of its `days`: the
    support's own paper where we solicited, the internet contract's where that was withdrawn (4.1)."""
    if sessions_held > 0:
        return Lacking.UNUSED
    match ground:
        case Ground.BEFORE_START:
            return None if asked < start_on else Lacking.BEFORE_START
        case Ground.SOLICITED if not solicited:
            return Lacking.SOLICITED
        case Ground.SOLICITED:
            return None if asked < paper_on + timedelta(days=days) else Lacking.IN_TIME
        case Ground.LINE_CANCELLED if line_closed_on is None or line_closed_on > asked:
            return Lacking.LINE_CANCELLED
        case Ground.LINE_CANCELLED:
            return None if line_closed_on < line_paper_on + timedelta(days=days) else Lacking.IN_TIME
