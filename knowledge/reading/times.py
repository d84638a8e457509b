"""Which dates around a cue are the beginning, the end, the old and the new date of what it says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.model import Grain, Moment, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.dates import DateMention
    from knowledge.model import Span

_HOUR = timedelta(hours=1)
_OF_OTHERS = frozenset({Role.PLAIN, Role.START, Role.PREVIOUS, Role.NEW, Role.END})
"""Roles in which a date of another clause counts."""
_BEGINNINGS = frozenset({Role.PLAIN, Role.START})
"""Roles of a date at which something begins; a clause with one of its own needs none of others."""
PUT_OFF = frozenset({Status.POSTPONED, Status.RESCHEDULED, Status.CANCELLED})
"""Statuses of what does not take place on its day."""
_EVENTS = PUT_OFF | {Status.DELAYED}
_VAGUE = frozenset({Grain.YEAR, Grain.WEEK})
"""Grains that begin nothing."""


@dataclass(frozen=True, slots=True)
class Times:
    """The dates of one statement, and the mentions they stand on as (field, span)."""

    valid_from: Moment | None = None
    valid_until: Moment | None = None
    start_date: Moment | None = None
    previous: tuple[Moment, ...] = ()
    more_dates: tuple[Moment, ...] = ()
    """Further new dates of an event that is held several times."""
    recurrence: str | None = None
    open_ended: bool = False
    """True when a word says that it goes on from the beginning (起)."""
    spans: tuple[tuple[str, Span], ...] = ()

    def beginning(self) -> Times:
        """Return the beginning alone."""
        return Times(self.valid_from, spans=tuple(one for one in self.spans if one[0] == "valid_from"))

    def of_one_day(self) -> Times:
        """Return the times of what lasts for the day it begins on (全天), the same when they tell an end or no single day."""
        begins = next((span for name, span in self.spans if name == "valid_from"), None)
        if begins is None or self.open_ended or self.valid_until or self.valid_from is None:
            return self
        if self.valid_from.grain is not Grain.DAY:
            return self
        return replace(self, valid_until=self.valid_from, spans=(*self.spans, ("valid_until", begins)))

    def of_days(self, days: Sequence[DateMention]) -> Times:
        """Return the times of what was to be on some days, and on none it was told to be before."""
        spans = [one for one in self.spans if one[0] != "previous_start_dates"]
        spans += [("previous_start_dates", day.span) for day in days]
        return replace(self, previous=tuple(day.start for day in days if day.start), spans=tuple(spans))


UNDATED = Times()
"""The times of what tells none."""


def times_of(
    status: Status,
    inside: Sequence[DateMention],
    before: Sequence[DateMention],
    after: Sequence[DateMention],
    of_name: Sequence[DateMention],
) -> Times:
    """Return the dates of a statement from the mentions in its clause, before it, after it in the sentence, and in its name.

    `before` holds the nearest first. Own clause wins over what comes before; an end may come after.
    """
    times = UNDATED
    dated = any(one.start and one.role in _BEGINNINGS for one in inside)
    of_others = _OF_OTHERS - _BEGINNINGS if dated else _OF_OTHERS
    told = (*inside, *(one for one in before if one.role in of_others))
    for mention in sorted(told, key=lambda one: one.is_duration):  # 5月9日，某校停课一天: counted from what is told before it
        times = _with(times, status, mention)
    for mention in after:
        if mention.role is Role.NEW and times.start_date is not None and status in _EVENTS and mention.start:
            spans = (*times.spans, ("start_date", mention.span))
            times = replace(times, more_dates=(*times.more_dates, mention.start), spans=spans)
        elif (
            (mention.role in {Role.END, Role.START} and status is not Status.SCHEDULED)
            or mention.is_duration
            or (mention.role is Role.NEW and status in _EVENTS)
        ):
            times = _with(times, status, mention)
    if status in PUT_OFF and not times.previous:
        for mention in of_name:
            if mention.start is not None and mention.start.grain is not Grain.YEAR:
                return _put(times, "previous_start_dates", mention.start, mention.span)
    return times


def _with(times: Times, status: Status, mention: DateMention) -> Times:
    """Return `times` with what one mention adds; what is already known stays."""
    if mention.recurrence:
        spans = (*times.spans, ("recurrence", mention.span))
        return times if times.recurrence else replace(times, recurrence=mention.recurrence, spans=spans)
    if mention.start is None:
        return _with_end(times, mention) if mention.end else _with_duration(times, mention)
    match mention.role:
        case Role.PREVIOUS:
            return _put(times, "previous_start_dates", mention.start, mention.span)
        case Role.NEW if status in _EVENTS or status is Status.SCHEDULED:
            return _put(times, "start_date", mention.start, mention.span)
        case Role.NEW if times.previous:  # 休市时间由1日调整为8日
            return _with_beginning(times, status, replace(mention, role=Role.PLAIN), mention.start)
        case Role.NEW | Role.END:
            return _with_end(times, mention)
        case Role.START | Role.PLAIN if mention.start.grain not in _VAGUE:
            return _with_beginning(times, status, mention, mention.start)
    return times


def _with_duration(times: Times, mention: DateMention) -> Times:
    """Count a duration from the beginning told before it, that day included.

    Hours are counted from a time of day, days from a day: from a time amid a day nobody can tell.
    """
    begins = times.valid_from
    if mention.duration_hours and begins and begins.grain.has_time and not times.valid_until:
        ends = begins.start + timedelta(hours=mention.duration_hours)
        return _put(times, "valid_until", Moment.of(ends, Grain.SECOND), mention.span)
    if not mention.duration_days or not begins or times.valid_until or (begins.grain.has_time and begins.start.hour):
        return times
    last = begins.start + timedelta(days=mention.duration_days - 1)
    return _put(times, "valid_until", Moment.of(last, Grain.DAY), mention.span)


def _with_end(times: Times, mention: DateMention) -> Times:
    end = mention.end or mention.start
    return _put(times, "valid_until", end, mention.span) if end and mention.role in {Role.NEW, Role.END} else times


def _with_beginning(times: Times, status: Status, mention: DateMention, start: Moment) -> Times:
    """Take a date as what it is for the status: the day set, the day it was to be, or the beginning, with the end of a range."""
    if status is Status.SCHEDULED:
        return _put(times, "start_date", start, mention.span)
    if mention.role is Role.PLAIN and status in PUT_OFF:
        return _put(times, "previous_start_dates", start, mention.span) if status is Status.CANCELLED else times
    if start.grain in {Grain.MONTH, Grain.PART}:
        return _put(times, "start_date", start, mention.span) if status is Status.OPEN else times
    if times.valid_from is None and mention.role is Role.START:
        times = replace(times, open_ended=True)
    times = _put(times, "valid_from", start, mention.span)
    return _put(times, "valid_until", mention.end, mention.span) if mention.end and mention.role is Role.PLAIN else times


def whole_day(moment: Moment) -> Moment:
    """Return the day of a part of a day (晚, 上午): it covers hours nobody named."""
    return Moment.of(moment.start, Grain.DAY) if moment.grain is Grain.HOUR and moment.end - moment.start > _HOUR else moment


def _put(times: Times, name: str, moment: Moment, span: Span) -> Times:
    moment = whole_day(moment)
    spans = (*times.spans, (name, span))
    if name == "valid_until" and times.valid_from is not None and moment.end <= times.valid_from.start:
        return times
    match name:
        case "valid_from" if times.valid_from is None:
            return replace(times, valid_from=moment, spans=spans)
        case "valid_until" if times.valid_until is None:
            return replace(times, valid_until=moment, spans=spans)
        case "start_date" if times.start_date is None:
            return replace(times, start_date=moment, spans=spans)
        case "previous_start_dates" if moment not in times.previous:
            return replace(times, previous=tuple(sorted((*times.previous, moment), key=lambda one: one.start)), spans=spans)
    return times
