"""From what a date's words say to the time they cover, seen from a base. All times here are naive: the wall clock of the base."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from knowledge.dates.almanac import festival_day, festival_period
from knowledge.dates.clock import narrow
from knowledge.dates.lunar import lunar_day, lunar_month_end
from knowledge.dates.spans import add_months, counted, month_days, months_from
from knowledge.dates.view import Period, View
from knowledge.model import Grain

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.dates.fields import Fields

_DAY = timedelta(days=1)
_WEEKEND = 8
_CENTURY_TURN = 50

# What another year than the base's costs, in days, when no year is said: a notice of December that names January means the next
# year, one of January that names December the last; in between the base's own year is meant, and the future before the past.
_NEXT_YEAR, _LAST_YEAR = 60, 180


def period(fields: Fields, view: View) -> Period | None:
    """Return the time `fields` cover; None when there is no such day, or when they name none."""
    try:
        span = _span(fields, view)
        return narrow(fields, span, view) if span is not None else None
    except (ValueError, OverflowError):
        return None


def _span(fields: Fields, view: View) -> Period | None:
    if fields.now:
        return Period(view.base, view.base + timedelta(seconds=1), Grain.SECOND)
    if fields.way is not None and fields.way not in {"first", "last"}:
        return Period(*counted(fields, view.base))
    for said, build in _BUILDERS:
        if getattr(fields, said) is not None:
            return build(fields, view)
    return None


def _day(day: date, length: int = 1) -> Period:
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    return Period(start, start + length * _DAY, Grain.DAY)


def _year_of(fields: Fields, view: View) -> int | None:
    if fields.year is not None:
        return fields.year if fields.year > 99 else fields.year + (2000 if fields.year < _CENTURY_TURN else 1900)  # noqa: PLR2004
    if fields.nth_year is not None:
        return view.base.year + fields.nth_year - 1
    return None if fields.year_shift is None else view.base.year + fields.year_shift


def _best_year(view: View, day_in: Callable[[int], date | None], *, ahead: bool = False) -> int:
    """Return the year in which a day without one is meant: not before a range's beginning, else by distance."""
    near = view.after or view.base

    def cost(year: int) -> float:
        day = day_in(year)
        if day is None:
            return float("inf")
        days = (day - near.date()).days
        if view.after is not None:
            return days if days >= 0 else float("inf")
        if ahead and not view.past:
            return days if days >= 0 else -2 * days
        return abs(days) + (_NEXT_YEAR if year > near.year else _LAST_YEAR if year < near.year else 0)

    return min((near.year, near.year + 1, near.year - 1), key=cost)


def _festival(fields: Fields, view: View) -> Period | None:
    name = fields.holiday or ""
    year = _year_of(fields, view) or _best_year(view, lambda y: festival_day(name, y), ahead=view.asking)
    if fields.holiday_period:
        days = festival_period(name, year)
        return _day(days[0], (days[1] - days[0]).days + 1 if fields.holiday_period == 1 else 1) if days else None
    day = festival_day(name, year)
    return _day(day) if day else None


def _lunar(fields: Fields, view: View) -> Period | None:
    month, day = fields.lunar_month or 1, fields.lunar_day
    year = _year_of(fields, view) or _best_year(view, lambda y: lunar_day(y, month, day or 1))
    if day is not None:
        found = lunar_day(year, month, day)
        return _day(found) if found else None
    first, last = lunar_day(year, month, 1), lunar_month_end(year, month)
    return Period(_day(first).start, _day(last).end, Grain.MONTH) if first and last else None


def _quarter(fields: Fields, view: View) -> Period:
    year = _year_of(fields, view) or view.base.year
    if fields.quarter_shift is not None:
        first = add_months(datetime(view.base.year, (view.base.month - 1) // 3 * 3 + 1, 1), 3 * fields.quarter_shift)  # noqa: DTZ001
    else:
        first = datetime(year, 3 * (fields.quarter or 1) - 2, 1)  # noqa: DTZ001
    if fields.quarter_part is not None:
        return Period(*months_from(add_months(first, fields.quarter_part - 1), 1), Grain.MONTH)
    return Period(*months_from(first, 3), Grain.MONTH)


def _month(fields: Fields, view: View) -> Period | None:
    day = fields.day or 1
    if fields.month_shift is not None:
        first = add_months(view.base.replace(day=1), fields.month_shift)
        year, month = first.year, first.month
    else:
        month = fields.month or 1
        year = _year_of(fields, view) or _best_year(view, lambda y: _date(y, month, day))
    if fields.day is not None:
        return _day(date(year, month, fields.day))
    return _in_the_month(fields, *months_from(datetime(year, month, 1), 1))  # noqa: DTZ001


def _in_the_month(fields: Fields, start: datetime, end: datetime) -> Period:
    """Return the part of a month that is said beside it: its first ten days, its second Monday, its last three days."""
    if fields.month_part is not None:
        low, high = fields.month_part
        return Period(start + (low - 1) * _DAY, start + high * _DAY if high else end, Grain.PART)
    monday = start + -start.weekday() % 7 * _DAY
    if fields.nth_week is not None:
        return _week(monday + (fields.nth_week - 1) * 7 * _DAY, fields)
    if fields.nth is not None:
        first = start + ((fields.weekday or 1) - 1 - start.weekday()) % 7 * _DAY
        return _day((first + (fields.nth - 1) * 7 * _DAY).date())
    if fields.nth_day is not None:
        return _day((start + (fields.nth_day - 1) * _DAY).date())
    if fields.way is not None:
        days = (fields.count or 1) * _DAY
        return Period(start, start + days, Grain.DAY) if fields.way == "first" else Period(end - days, end, Grain.DAY)
    return Period(start, end, Grain.MONTH)


def _date(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= month_days(year, month) else None


def _day_of_month(fields: Fields, view: View) -> Period | None:
    """Return a day without its month: in a range the first not over, in a question the next one, else the nearest."""
    near = view.after or view.anchor or view.base
    choices = [found for shift in (0, 1, -1, 2) if (found := _in_month(near, shift, fields.day or 0))]
    if view.after is not None or (view.asking and not view.past and view.anchor is None):
        choices = [found for found in choices if found >= near.date()]
    return _day(min(choices, key=lambda found: abs(found - near.date()))) if choices else None


def _in_month(near: datetime, shift: int, day: int) -> date | None:
    first = add_months(near.replace(day=1), shift)
    return _date(first.year, first.month, day)


def _weekday(fields: Fields, view: View) -> Period:
    near = view.after or view.base
    monday = near - near.weekday() * _DAY
    if fields.week_shift is not None:
        return _week(view.base - view.base.weekday() * _DAY + fields.week_shift * 7 * _DAY, fields)
    this = _week(monday, fields)
    if fields.weekday == _WEEKEND:
        return this if near < this.end else _week(monday + 7 * _DAY, fields)
    today_counts = view.after or view.past or view.today_too
    over = this.start.date() < near.date() if today_counts else this.start.date() <= near.date()
    if view.past:
        return this if over else _week(monday - 7 * _DAY, fields)
    return _week(monday + 7 * _DAY, fields) if over else this


def _week(monday: datetime, fields: Fields) -> Period:
    day = monday.date()
    if fields.weekday is None:
        return Period(_day(day).start, _day(day, 7).end, Grain.WEEK)
    if fields.weekday == _WEEKEND:
        return _day(day + 5 * _DAY, 2)
    return _day(day + (fields.weekday - 1) * _DAY)


def _year(fields: Fields, view: View) -> Period | None:
    year = _year_of(fields, view)
    if year is None:
        return None
    if fields.nth_week is not None:
        fourth = date(year, 1, 4)
        monday = fourth - fourth.weekday() * _DAY + (fields.nth_week - 1) * 7 * _DAY
        return _week(_day(monday).start, fields)
    if fields.nth_day is not None:
        return _day(date(year, 1, 1) + (fields.nth_day - 1) * _DAY)
    start = datetime(year, 1, 1)  # noqa: DTZ001
    if fields.year_part is not None:
        low, high = fields.year_part
        return Period(*months_from(add_months(start, low - 1), high - low + 1), Grain.MONTH)
    if fields.way is not None:
        months = (fields.count or 1) * (3 if fields.unit == "quarter" else 1)
        return Period(*months_from(start if fields.way == "first" else add_months(start, 12 - months), months), Grain.MONTH)
    return Period(*months_from(start, 12 * (fields.years or 1)), Grain.YEAR)


def _relative_day(fields: Fields, view: View) -> Period:
    return _day(view.base.date() + (fields.day_shift or 0) * _DAY)


def _day_after(fields: Fields, view: View) -> Period:
    return _day((view.after or view.anchor or view.base).date() + (fields.anchor_shift or 0) * _DAY)


def _nth_day(fields: Fields, view: View) -> Period:
    return _day(view.base.date() + ((fields.nth_day or 1) - 1) * _DAY)


def _year_part(fields: Fields, view: View) -> Period | None:
    low, high = fields.year_part or (1, 12)
    return Period(*months_from(datetime(view.base.year, low, 1), high - low + 1), Grain.MONTH)  # noqa: DTZ001


def _clock_day(_fields: Fields, view: View) -> Period:
    return _day((view.after or view.anchor or view.base).date())


_BUILDERS: tuple[tuple[str, Callable[[Fields, View], Period | None]], ...] = (
    ("holiday", _festival),
    ("lunar_month", _lunar),
    ("quarter", _quarter),
    ("quarter_shift", _quarter),
    ("month", _month),
    ("month_shift", _month),
    ("day", _day_of_month),
    ("weekday", _weekday),
    ("week_shift", _weekday),
    ("year", _year),
    ("year_shift", _year),
    ("nth_year", _year),
    ("day_shift", _relative_day),
    ("anchor_shift", _day_after),
    ("nth_day", _nth_day),
    ("year_part", _year_part),
    ("hour", _clock_day),
    ("part", _clock_day),
)
"""Tried in order: the first slot that is filled decides."""
