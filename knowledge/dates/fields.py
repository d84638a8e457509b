"""What a date's words say, before a base makes a moment of it: the slots the rules of data/*/dates.toml may fill."""

from __future__ import annotations

from dataclasses import dataclass

Value = int | str | tuple[int, ...]
"""What a slot holds: a number, a name, or numbers that belong together."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The slots of one date. None: not said. A `*_shift` counts from the base: 1 is the next one, -1 the last one."""

    year: int | None = None
    """Two figures are a year of 1950 to 2049."""
    year_shift: int | None = None
    years: int | None = None
    """How many years from that one on; None is one."""
    nth_year: int | None = None
    year_part: tuple[int, ...] | None = None
    """First and last month."""
    quarter: int | None = None
    quarter_shift: int | None = None
    quarter_part: int | None = None
    """Which month of the quarter."""
    month: int | None = None
    month_shift: int | None = None
    month_part: tuple[int, ...] | None = None
    """First and last day; 0 is the last day the month has."""
    week_shift: int | None = None
    nth_week: int | None = None
    nth: int | None = None
    """Which `weekday` of the month."""
    weekday: int | None = None
    """1 is Monday, 7 Sunday, 8 the weekend."""
    day: int | None = None
    day_shift: int | None = None
    anchor_shift: int | None = None
    """Days after the day spoken of last."""
    nth_day: int | None = None
    holiday: str | None = None
    """A key of almanac.FESTIVALS, or month and day as `03-08`, or `07-07 lunar`."""
    holiday_period: int | None = None
    """1 for the days off around the holiday, 2 for the first of them."""
    lunar_month: int | None = None
    lunar_day: int | None = None
    part: tuple[int, ...] | None = None
    """Hours of the day: from, to, and how an hour up to 12 is meant (see date_values)."""
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    half_hour: int | None = None
    quarters: int | None = None
    count: int | None = None
    half: int | None = None
    unit: str | None = None
    way: str | None = None
    """How `count` `unit` is counted: ago, ahead, within, next, past, before, after, first, last."""
    now: int | None = None
    lasting: int | None = None
    """A duration of so many `unit`."""
    weekly: tuple[int, ...] | None = None
    """Weekdays that come back."""
    monthday: int | None = None
    every: str | None = None
    """What comes back: day, month, workday, weekend."""


LEVELS = {
    **dict.fromkeys(("year",), (0, 0)),
    **dict.fromkeys(("year_shift", "years", "nth_year"), (0, 0)),
    **dict.fromkeys(("year_part", "quarter", "quarter_part"), (1, 1)),
    "quarter_shift": (0, 1),
    "month": (2, 2),
    "month_shift": (0, 2),
    "month_part": (3, 3),
    "nth_week": (3, 3),
    "week_shift": (0, 3),
    **dict.fromkeys(("weekday", "nth", "day", "nth_day", "holiday", "holiday_period", "lunar_month", "lunar_day"), (4, 4)),
    **dict.fromkeys(("day_shift", "anchor_shift"), (0, 4)),
    "part": (5, 5),
    **dict.fromkeys(("hour", "minute", "second", "half_hour", "quarters"), (6, 6)),
    **dict.fromkeys(("count", "half", "unit", "way"), (0, 4)),
    **dict.fromkeys(("weekly", "every", "monthday", "lasting", "now"), (0, 7)),
}
"""Coarsest and finest level a slot speaks of: year 0, quarter 1, month 2, week 3, day 4, part of the day 5, clock 6.
A word joins the words before it when it is finer than all of them."""
