"""From what a date's words say to the time they cover, seen from a base. All times here are naive: the wall clock of the base."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from knowledge.almanac import festival_day, festival_period
from knowledge.date_spans import add_months, counted, month_days, months_from
from knowledge.lunar import lunar_day, lunar_month_end
from knowledge.model import Grain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from knowledge.date_fields import Fields

_DAY = timedelta(days=1)
_WEEKEND = 8
_NOON = 12
_QUARTER_HOUR = 15
_PART_LATER, _PART_NOON, _PART_NIGHT = 1, 2, 3
_CENTURY_TURN = 50

# What another year than the base's costs, in days, when no year is said: a notice of December that names January means the next
# year, one of January that names December the last; in between the base's own year is meant, and the future before the past.
_NEXT_YEAR, _LAST_YEAR = 60, 180


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, half-open, and how exactly it was said."""

    start: datetime
    end: datetime
    grain: Grain
    midnight: bool = False
    """True when 24 o'clock was said: the end of the day before `start`."""


@dataclass(frozen=True, slots=True)
class View:
    """From where a date is seen."""

    base: datetime
    anchor: datetime | None = None
    """The date spoken of just before, in the same sentence."""
    after: datetime | None = None
    """The beginning of the range whose end this is: it cannot be earlier."""
    asking: bool = False
    past: bool = False
    """The words around speak of what is over."""


def period(fields: Fields, view: View) -> Period | None:
    """Return the time `fields` cover; None when there is no such day, or when they name none."""
    if fields.way is not None and fields.way not in {"first", "last"}:
        found = counted(fields, view.base)
        span = found and Period(*found)
    elif fields.now:
        span = Period(view.base, view.base + timedelta(seconds=1), Grain.SECOND)
    else:
        try:
            span = _days(fields, view)
        except (ValueError, OverflowError):
            return None
    return span and _hours(fields, span, view)


def _day(day: date, length: int = 1) -> Period:
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    return Period(start, start + length * _DAY, Grain.DAY)


def _days(fields: Fields, view: View) -> Period | None:
    for said, build in _BUILDERS:
        if getattr(fields, said) is not None:
            return build(fields, view)
    return None


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
        return days and _day(days[0], (days[1] - days[0]).days + 1)
    day = festival_day(name, year)
    return day and _day(day)


def _lunar(fields: Fields, view: View) -> Period | None:
    month, day = fields.lunar_month or 1, fields.lunar_day
    year = _year_of(fields, view) or _best_year(view, lambda y: lunar_day(y, month, day or 1))
    if day is not None:
        found = lunar_day(year, month, day)
        return found and _day(found)
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
    start, end = months_from(datetime(year, month, 1), 1)  # noqa: DTZ001
    if fields.day is not None:
        return _day(date(year, month, fields.day))
    if fields.month_part is not None:
        low, high = fields.month_part
        return Period(start + (low - 1) * _DAY, start + high * _DAY if high else end, Grain.PART)
    if fields.nth is not None:
        first = start + ((fields.weekday or 1) - 1 - start.weekday()) % 7 * _DAY
        return _day((first + (fields.nth - 1) * 7 * _DAY).date())
    if fields.nth_week is not None:
        return _week(start + -start.weekday() % 7 * _DAY + (fields.nth_week - 1) * 7 * _DAY, fields)
    if fields.nth_day is not None:
        return _day((start + (fields.nth_day - 1) * _DAY).date())
    if fields.way is not None:
        days = (fields.count or 1) * _DAY
        return Period(start, start + days, Grain.DAY) if fields.way == "first" else Period(end - days, end, Grain.DAY)
    return Period(start, end, Grain.MONTH)


def _date(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= month_days(year, month) else None


def _day_of_month(fields: Fields, view: View) -> Period | None:
    """A day without its month: in a range the first one that is not over, in a question the next one, else the nearest."""
    near = view.after or view.anchor or view.base
    choices = [found for shift in (0, 1, -1, 2) if (found := _in_month(near, shift, fields.day or 0))]
    if view.after is not None:
        choices = [found for found in choices if found >= near.date()]
    elif view.asking and not view.past and view.anchor is None:
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
    over = this.start.date() < near.date() if view.after or view.past else this.start.date() <= near.date()
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


def _hours(fields: Fields, span: Period, view: View) -> Period | None:
    """Narrow a day to the part or the clock time that was said with it."""
    if fields.hour is None:
        if fields.part is None or span.grain is not Grain.DAY:
            return span
        low, high = fields.part[:2]
        return Period(span.start + timedelta(hours=low), span.start + timedelta(hours=high), Grain.HOUR)
    hour = _hour_of_day(fields, view)
    minute = fields.minute
    if fields.half_hour:
        minute = 30
    if fields.quarters is not None:
        minute = fields.quarters * _QUARTER_HOUR
    if hour > 24 or (minute or 0) > 59:  # noqa: PLR2004
        return None
    start = span.start + timedelta(hours=hour, minutes=minute or 0, seconds=fields.second or 0)
    alone = view.asking and fields.day_shift is None and not _names_a_day(fields)
    if alone and view.after is None and not view.past and start < view.base:
        later = [start + timedelta(hours=12)] if fields.part is None and hour < _NOON else []
        start = next((time for time in later if time >= view.base), start)
    if view.after is not None and not _names_a_day(fields) and start < view.after:
        start += _DAY
    if fields.second is not None:
        return Period(start, start + timedelta(seconds=1), Grain.SECOND)
    if minute is not None:
        return Period(start, start + timedelta(minutes=1), Grain.MINUTE)
    return Period(start, start + timedelta(hours=1), Grain.HOUR, midnight=fields.hour == 24)  # noqa: PLR2004


def _names_a_day(fields: Fields) -> bool:
    return any(value is not None for value in _day_slots(fields))


def _day_slots(fields: Fields) -> Iterator[object]:
    yield from (
        fields.day,
        fields.weekday,
        fields.holiday,
        fields.day_shift,
        fields.anchor_shift,
        fields.nth_day,
        fields.lunar_month,
    )


def _hour_of_day(fields: Fields, view: View) -> int:
    """Return the hour on a clock of 24 that an hour of a part of the day means."""
    hour = fields.hour or 0
    how = fields.part[2] if fields.part is not None else 0
    if (
        how == 0
        and fields.part is None
        and not _names_a_day(fields)
        and view.after is not None
        and view.after.hour >= _NOON > hour
    ):
        return hour + (_NOON if view.after.hour - _NOON < hour else 0)
    match how:
        case 1:
            return (
                hour + _NOON if hour < _NOON else hour if hour > _NOON else 12 if fields.part and fields.part[0] == _NOON else 24
            )
        case 2:
            return hour + _NOON if hour < 3 else hour  # noqa: PLR2004
        case 3:
            return 24 if hour == _NOON else hour + _NOON if 5 <= hour < _NOON else hour  # noqa: PLR2004
        case 4:
            return 0 if hour == _NOON else hour
        case _:
            return hour
