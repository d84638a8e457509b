"""Holidays: the day a festival falls on, the days off around it, and whether a day is one (official calendar of China)."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from knowledge.dates.lunar import lunar_day

_FIXED = {"new_year": (1, 1), "labour_day": (5, 1), "national_day": (10, 1)}
_LUNAR = {"spring_festival": (1, 1), "lantern_festival": (1, 15), "dragon_boat": (5, 5), "mid_autumn": (8, 15)}
_LONGEST = 12
"""More days off than any festival had."""


def is_holiday(day: date) -> bool | None:
    """Return whether `day` is a day off by the official calendar, weekends included, make-up working days not.

    None when the calendar does not know the year.
    """
    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:
        return None


def festival_day(name: str, year: int) -> date | None:
    """Return the day of a festival: a name of this module, `03-08`, or `07-07 lunar`; None when it is not known for `year`."""
    if name == "new_years_eve":
        first = lunar_day(year, 1, 1)
        return first and first - timedelta(days=1)
    if name == "tomb_sweeping":
        return _tomb_sweeping(year)
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _LUNAR:
        return lunar_day(year, *_LUNAR[name])
    month, day = int(name[:2]), int(name[3:5])
    return lunar_day(year, month, day) if name.endswith("lunar") else date(year, month, day)


def festival_period(name: str, year: int) -> tuple[date, date] | None:
    """Return the first and last day off around a festival; only its own day when the official calendar does not know the year."""
    day = festival_day(name, year)
    if day is None:
        return None
    first = last = day
    if is_holiday(day):
        for _ in range(_LONGEST):
            first -= timedelta(days=1) if is_holiday(first - timedelta(days=1)) else timedelta()
            last += timedelta(days=1) if is_holiday(last + timedelta(days=1)) else timedelta()
    return first, last


def _tomb_sweeping(year: int) -> date:
    """Return the day the sun reaches 15 degrees: the usual formula, right from 2000 to 2099."""
    two = year % 100
    return date(year, 4, int(two * 0.2422 + 4.81) - two // 4)
