"""When a page or a feed says it was posted: the forms machines write dates in."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from knowledge.model import ZONE, Grain, Moment

_DAY = re.compile(r"\s*(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?!\d)\D{0,2}(.{0,40})", re.DOTALL)
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?!\d)")
_FIRST_YEAR = 1990
"""Earlier ones are what programs write when they know none."""
_LONGEST = 100


def published_of(value: str) -> Moment | None:
    """Read a date or date-time of ISO 8601, of RFC 822, or in numbers with anything between them; None when it is none.

    Without a zone it is Asia/Shanghai; midnight to the second is a day, because that is how programs write one.
    """
    value = value[:_LONGEST]
    moment = _numeric(value) or _rfc822(value)
    if moment is None or moment.year < _FIRST_YEAR:
        return None
    try:
        local = moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
        is_day = (local.hour, local.minute, local.second) == (0, 0, 0)
        return Moment.of(local, Grain.DAY if is_day else Grain.MINUTE)
    except OverflowError:  # the last day of the last year
        return None


def _numeric(value: str) -> datetime | None:
    found = _DAY.match(value) or _COMPACT.match(value)
    if not found:
        return None
    day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    time = found[4].strip() if found.re is _DAY else ""
    for written in (f"{day}T{time}", day):
        try:
            return datetime.fromisoformat(written)
        except ValueError:
            continue
    return None


def _rfc822(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
