"""Whether what comes back weekly falls on a day: the part of RFC 5545 that notices use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from knowledge.dates.almanac import is_holiday
from knowledge.model import ZONE
from knowledge.timeline.thresholds import holiday_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.model import Fact, Moment

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST_LOOK = 31
"""Days of a long period that are looked at: every weekly or monthly rule shows itself within them."""


def _days(at: Moment) -> Iterator[date]:
    first, last = at.start.astimezone(ZONE).date(), (at.end - timedelta(seconds=1)).astimezone(ZONE).date()
    for number in range(min((last - first).days + 1, _LONGEST_LOOK)):
        yield first + timedelta(days=number)


def falls_on(recurrence: str, day: date) -> bool:
    """Tell whether an RFC 5545 rule of the kinds notices use falls on `day`."""
    rule = dict(part.split("=", 1) for part in recurrence.upper().split(";") if "=" in part)
    if rule.get("FREQ") == "DAILY":
        return True
    if "BYMONTHDAY" in rule:
        return str(day.day) in rule["BYMONTHDAY"].split(",")
    nth = str((day.day - 1) // 7 + 1)
    name = _WEEKDAYS[day.weekday()]
    return any(item in {name, nth + name} for item in rule.get("BYDAY", "").split(","))


def excepted(fact: Fact, day: date) -> bool | None:
    """Tell whether the fact's exception covers `day`; None when the official calendar does not know the year yet."""
    if fact.recurrence_except is None or not any(word in fact.recurrence_except for word in holiday_words()):
        return False
    return is_holiday(day)


def recurs(fact: Fact, at: Moment) -> bool:
    """Tell whether the fact's recurrence falls on a day of `at` that its exception does not surely cover."""
    return any(falls_on(fact.recurrence or "", day) and excepted(fact, day) is not True for day in _days(at))
