"""Arithmetic of days, weeks and months, and spans counted from a base: three days ago, within two weeks."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from knowledge.dates.almanac import is_holiday
from knowledge.model import Grain

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.dates.fields import Fields

_DAYS = {"day": 1, "workday": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_SECONDS = {"second": 1, "minute": 60, "quarter_hour": 900, "hour": 3600}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_GRAINS = {"quarter_hour": Grain.MINUTE, "quarter": Grain.MONTH, "workday": Grain.DAY}
_WINDOWS = frozenset({"within", "next", "past"})
"""Ways that begin or end at the base itself."""
_LONGEST_WORK = 400
"""Working days are counted one by one; more are not counted."""


def month_days(year: int, month: int) -> int:
    """Return how many days the month has."""
    return monthrange(year, month)[1]


def add_months(moment: datetime, count: int) -> datetime:
    """Return the same day and time `count` months later, or that month's last day; ValueError past year 9999."""
    months = moment.year * 12 + moment.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, month_days(year, month)))


def months_from(first: datetime, count: int) -> tuple[datetime, datetime]:
    """Return midnight of the first day of `first`'s month, and of the day after `count` months."""
    start = first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return start, add_months(start, count)


def duration_days(count: int, unit: str) -> int | None:
    """Return a duration as days, a month as 30 and a year as 365; None for hours and less."""
    return count * _DAYS[unit] if unit in _DAYS else None


def counted(fields: Fields, base: datetime) -> tuple[datetime, datetime, Grain]:
    """Return the span `count` `unit` makes with its `way`, with its grain; ValueError or OverflowError past the calendar."""
    unit = fields.unit or "day"
    grain = _GRAINS.get(unit) or Grain(unit)
    if fields.way in _WINDOWS:
        grain = Grain.SECOND
    elif fields.half:
        grain = {"year": Grain.MONTH, "month": Grain.DAY}.get(unit, grain)
    return (*_WAYS[fields.way or "ahead"](fields, unit, base), grain)


def _shift(base: datetime, count: int, half: int, unit: str) -> datetime:
    """Return `base` moved by `count` and `half` (0 or 1, signed) of the unit."""
    if unit in _MONTHS:
        months = count * _MONTHS[unit]
        if unit == "month":
            return add_months(base, months) + timedelta(days=15 * half)
        return add_months(base, months + half * _MONTHS[unit] // 2)
    if unit == "workday":
        return _workdays(base, count)
    seconds = _SECONDS.get(unit) or _DAYS[unit] * 86400
    return base + timedelta(seconds=(count + half / 2) * seconds)


def _workdays(base: datetime, count: int) -> datetime:
    if abs(count) > _LONGEST_WORK:
        raise OverflowError(f"{count} working days are more than {_LONGEST_WORK}")
    step, left, day = (1 if count > 0 else -1), abs(count), base
    while left:
        day += timedelta(days=step)
        off = is_holiday(day.date())
        left -= not (day.weekday() > 4 if off is None else off)  # noqa: PLR2004
    return day


def _floor(moment: datetime, unit: str) -> datetime:
    """Return the beginning of the unit `moment` lies in."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit in _SECONDS:
        size = _SECONDS["minute" if unit == "quarter_hour" else unit]
        return day + timedelta(seconds=(moment - day).seconds // size * size)
    begins = {
        "week": day - timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "year": day.replace(month=1, day=1),
    }
    return begins.get(unit, day)


def _point(fields: Fields, unit: str, base: datetime, sign: int) -> tuple[datetime, datetime]:
    """One unit so far away: that day, week, month or year; times of day stay as exact as the base."""
    half = sign * (fields.half or 0)
    moved = _shift(base, sign * (fields.count or 0), half, unit)
    if unit in _SECONDS:
        return moved, moved + timedelta(minutes=1)
    whole = "month" if half and unit == "year" else "day" if half and unit == "month" else unit
    start = _floor(moved, whole)
    return start, _shift(start, 1, 0, whole) if whole != "workday" else start + timedelta(days=1)


def _ago(fields: Fields, unit: str, base: datetime) -> tuple[datetime, datetime]:
    return _point(fields, unit, base, -1)


def _ahead(fields: Fields, unit: str, base: datetime) -> tuple[datetime, datetime]:
    return _point(fields, unit, base, 1)


def _within(fields: Fields, unit: str, base: datetime) -> tuple[datetime, datetime]:
    end = _shift(base, fields.count or 0, fields.half or 0, unit)
    return base, end if unit in _SECONDS else _floor(end, "day") + timedelta(days=1)


def _next(fields: Fields, unit: str, base: datetime) -> tuple[datetime, datetime]:
    end = _shift(base, fields.count or 0, fields.half or 0, unit)
    return base, _floor(end, "day") if unit in _MONTHS else end


def _past(fields: Fields, unit: str, base: datetime) -> tuple[datetime, datetime]:
    return _shift(base, -(fields.count or 0), -(fields.half or 0), unit), base


def _before(fields: Fields, unit: str, base: datetime) -> tuple[datetime, datetime]:
    end = _floor(base, unit)
    return _shift(end, -(fields.count or 0), 0, unit), end


def _after(fields: Fields, unit: str, base: datetime) -> tuple[datetime, datetime]:
    start = _shift(_floor(base, unit), 1, 0, unit)
    return start, _shift(start, fields.count or 0, 0, unit)


_WAYS: dict[str, Callable[[Fields, str, datetime], tuple[datetime, datetime]]] = {
    "ago": _ago,
    "ahead": _ahead,
    "within": _within,
    "next": _next,
    "past": _past,
    "before": _before,
    "after": _after,
}
