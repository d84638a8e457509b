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
_BARE = {Role.PLAIN, Role.START}
_EVENTS = {Status.POSTPONED, Status.RESCHEDULED, Status.CANCELLED, Status.DELAYED}


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
    spans: tuple[tuple[str, Span], ...] = ()


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
    times = Times()
    for mention in inside:
        times = _with(times, status, mention)
    for mention in before:
        if mention.role in _BARE or mention.role in {Role.PREVIOUS, Role.NEW, Role.END}:
            times = _with(times, status, mention)
    for mention in after:
        if mention.role is Role.NEW and times.start_date is not None and status in _EVENTS and mention.start:
            times = replace(
                times, more_dates=(*times.more_dates, mention.start), spans=(*times.spans, ("start_date", mention.span))
            )
        elif mention.role is Role.END or mention.duration_days or (mention.role is Role.NEW and status in _EVENTS):
            times = _with(times, status, mention)
    if status in {Status.POSTPONED, Status.CANCELLED, Status.RESCHEDULED} and not times.previous:
        for mention in of_name:
            if mention.start is not None and mention.start.grain is not Grain.YEAR:
                times = _put(times, "previous", mention.start, mention.span)
                break
    return times


def _with(times: Times, status: Status, mention: DateMention) -> Times:
    """Return `times` with what one mention adds; what is already known stays."""
    if mention.recurrence:
        return (
            times
            if times.recurrence
            else replace(times, recurrence=mention.recurrence, spans=(*times.spans, ("recurrence", mention.span)))
        )
    if mention.duration_days and mention.start is None:
        if times.valid_from and times.valid_until is None and not times.valid_from.grain.has_time:
            last = times.valid_from.start + timedelta(days=mention.duration_days - 1)
            return _put(times, "valid_until", Moment.of(last, Grain.DAY), mention.span)
        return times
    match mention.role:
        case Role.PREVIOUS if mention.start:
            return _put(times, "previous", mention.start, mention.span)
        case Role.NEW if mention.start and status in _EVENTS | {Status.SCHEDULED}:
            return _put(times, "start_date", mention.start, mention.span)
        case Role.NEW | Role.END:
            end = mention.end or mention.start
            return _put(times, "valid_until", end, mention.span) if end else times
        case Role.START | Role.PLAIN if mention.start and mention.start.grain not in {Grain.YEAR, Grain.WEEK}:
            if status is Status.SCHEDULED:
                return _put(times, "start_date", mention.start, mention.span)
            if mention.role is Role.PLAIN and status in {Status.POSTPONED, Status.RESCHEDULED, Status.CANCELLED}:
                return _put(times, "previous", mention.start, mention.span) if status is Status.CANCELLED else times
            if mention.start.grain in {Grain.MONTH, Grain.PART}:
                return times
            times = _put(times, "valid_from", mention.start, mention.span)
            if mention.end and mention.role is Role.PLAIN:
                times = _put(times, "valid_until", mention.end, mention.span)
    return times


def _without_part_of_day(moment: Moment) -> Moment:
    """Return the day of a part of a day (晚, 上午): it covers hours nobody named."""
    return Moment.of(moment.start, Grain.DAY) if moment.grain is Grain.HOUR and moment.end - moment.start > _HOUR else moment


def _put(times: Times, name: str, moment: Moment, span: Span) -> Times:
    moment = _without_part_of_day(moment)
    spans = (*times.spans, (name, span))
    match name:
        case "valid_from" if times.valid_from is None:
            return replace(times, valid_from=moment, spans=spans)
        case "valid_until" if times.valid_until is None:
            return replace(times, valid_until=moment, spans=spans)
        case "start_date" if times.start_date is None:
            return replace(times, start_date=moment, spans=spans)
        case "previous" if moment not in times.previous:
            return replace(times, previous=tuple(sorted((*times.previous, moment), key=lambda one: one.start)), spans=spans)
    return times
