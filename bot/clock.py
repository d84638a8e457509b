"""The clock as a callable, so that whoever starts the program decides what time it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from knowledge.errors import NoticebotError
from knowledge.model import ZONE
from knowledge.rows import YEARS

Clock = Callable[[], datetime]
"""Returns an aware moment in Asia/Shanghai each time it is called."""


class MomentError(NoticebotError):
    """A moment that was typed cannot be read: write it as ISO 8601."""


def system_clock() -> datetime:
    """Return the time of this machine."""
    return datetime.now(ZONE)


def clock_from(start: datetime, ticks: Callable[[], float] = time.monotonic) -> Clock:
    """Return a clock that shows `start` now and goes on from there; `ticks` counts seconds from anywhere."""
    began = ticks()
    return lambda: (start + timedelta(seconds=ticks() - began)).astimezone(ZONE)


def read_moment(text: str) -> datetime:
    """Read ISO 8601 into an aware moment in Asia/Shanghai; without a zone it is that zone's time. MomentError otherwise."""
    return moment_as_written(text).astimezone(ZONE)


def moment_as_written(text: str) -> datetime:
    """Read ISO 8601 into an aware moment in its own zone, or without one in Asia/Shanghai. MomentError otherwise."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise MomentError(f"{text[:60]!r} is no moment; expected ISO 8601 like 2022-04-07T10:00 or 2022-04-07") from error
    if moment.year not in YEARS:
        raise MomentError(f"{text[:60]!r}: expected a year from {YEARS.start} to {YEARS.stop - 1}")
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment
