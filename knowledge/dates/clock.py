"""Times of day: 下午三点 is 15 o'clock, 24时 the end of the day, and an hour alone in a question is the next one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from knowledge.dates.view import Period, View
from knowledge.model import Grain

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.dates.fields import Fields

_DAY = timedelta(days=1)
_NOON, _MIDNIGHT = 12, 24
_QUARTER_HOUR, _HALF_HOUR, _LAST_MINUTE = 15, 30, 59

_AS_SAID, _AFTER_NOON, _AROUND_NOON, _NIGHT, _BEFORE_NOON = range(5)
"""How the third number of a part of the day reads an hour up to 12 said with it."""


def narrow(fields: Fields, span: Period, view: View) -> Period | None:
    """Return the part of a day or the clock time that was said with it; None when there is no such hour."""
    if fields.hour is None:
        if fields.part is None or span.grain is not Grain.DAY:
            return span
        low, high = fields.part[:2]
        return Period(span.start + timedelta(hours=low), span.start + timedelta(hours=high), Grain.HOUR)
    hour, minute = _hour(fields, fields.hour, view), _minute(fields)
    if hour > _MIDNIGHT or (minute or 0) > _LAST_MINUTE:
        return None
    start = span.start + timedelta(hours=hour, minutes=minute or 0, seconds=fields.second or 0)
    if not _names_a_day(fields):
        start = _without_day(fields, start, view)
    midnight = fields.hour == _MIDNIGHT
    if fields.second is not None:
        return Period(start, start + timedelta(seconds=1), Grain.SECOND, midnight)
    if minute is not None:
        return Period(start, start + timedelta(minutes=1), Grain.MINUTE, midnight)
    return Period(start, start + timedelta(hours=1), Grain.HOUR, midnight)


def _without_day(fields: Fields, start: datetime, view: View) -> datetime:
    """Return a time without a day: in a range not before it begins; in a question 三点 is the next one, day or night."""
    if view.after is not None:
        return start + _DAY if start < view.after else start
    later = start + timedelta(hours=_NOON)
    open_hour = view.asking and not view.past and fields.part is None and (fields.hour or 0) < _NOON
    return later if open_hour and start < view.base <= later else start


def _names_a_day(fields: Fields) -> bool:
    days = (fields.day, fields.weekday, fields.holiday, fields.day_shift, fields.anchor_shift, fields.nth_day, fields.lunar_month)
    return any(value is not None for value in days)


def _minute(fields: Fields) -> int | None:
    if fields.half_hour:
        return _HALF_HOUR
    return fields.minute if fields.quarters is None else fields.quarters * _QUARTER_HOUR


def _hour(fields: Fields, hour: int, view: View) -> int:
    """Return the hour of 24 that is meant: by the part of the day beside it, or by the begin of its range (下午1点到3点)."""
    if fields.part is not None:
        return _hour_of_part(hour, fields.part)
    if view.after is not None and not _names_a_day(fields) and hour < _NOON <= view.after.hour < hour + _NOON:
        return hour + _NOON
    return hour


def _hour_of_part(hour: int, part: tuple[int, ...]) -> int:
    begins, _, how = part
    if hour > _NOON or how == _AS_SAID:
        return hour
    if hour == _NOON:
        noon = how == _AROUND_NOON or (how == _AFTER_NOON and begins <= _NOON)
        return _NOON if noon else 0 if how == _BEFORE_NOON else _MIDNIGHT
    later = how == _AFTER_NOON or (how == _AROUND_NOON and hour < 3) or (how == _NIGHT and hour >= 5)  # noqa: PLR2004
    return hour + _NOON if later else hour
