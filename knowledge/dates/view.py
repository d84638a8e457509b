"""A stretch of time, and from where it is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.model import Grain


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
    today_too: bool = False
    """A weekday that is today means today: a question asked on a Monday about Monday. The bare word means the next one."""
    past: bool = False
    """The words around speak of what is over."""
