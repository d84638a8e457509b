"""What the date reader gives out: a mention with its span, its time and its role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.model import Moment, Span

_SECOND = timedelta(seconds=1)


class Role(StrEnum):
    """What the words around make of a date."""

    PLAIN = "plain"
    DATELINE = "dateline"
    START = "start"
    END = "end"
    PREVIOUS = "previous"
    NEW = "new"
    AS_OF = "as_of"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, a range, a duration or something that comes back, as printed."""

    span: Span
    """Half-open, characters of the text given; the words of the date itself."""
    text: str
    rule: str
    """The names of the rules it was read with, for the trace."""
    role: Role
    start: Moment | None
    """When it is, or when a range begins; None only for durations and what comes back."""
    end: Moment | None
    """The last moment of a range, or of what holds until it (`Role.END`); inclusive. None otherwise."""
    reach: Span
    """`span` with the words around it that decided the role: 自…起."""
    duration_days: int | None = None
    duration_hours: int | None = None
    """A duration told in hours: it ends at a time of day."""
    recurrence: str | None = None
    """RFC 5545 RRULE."""
    clock: bool = False
    """True for a time of day without a day."""
    hours: tuple[str, str] | None = None
    """Opening hours, like `("09:00", "17:00")`."""

    @property
    def is_duration(self) -> bool:
        """True when it tells how long and not when."""
        return bool(self.duration_days or self.duration_hours)


def mention_row(mention: DateMention) -> dict[str, str | None]:
    """Return a mention as `noticebot dates` prints it: ISO strings, `end` is the last moment the date covers."""
    last = mention.end or mention.start
    return {
        "text": mention.text,
        "start": _iso(mention.start.start, mention.start) if mention.start else None,
        "end": _iso(last.end - _SECOND, last) if last else None,
        "role": mention.role.value,
        "grain": mention.start.grain.value if mention.start else None,
        "rule": mention.rule,
    }


def _iso(moment: datetime, exact: Moment) -> str:
    return moment.isoformat(timespec="seconds") if exact.grain.has_time else moment.date().isoformat()
