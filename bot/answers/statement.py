"""What one fact says, as a sentence with the printed words in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.replies import takes_date, without_date
from bot.told import Line, Weekday, say
from knowledge.kinds import is_of_group
from knowledge.model import ZONE, End, Grain, Moment, Status
from knowledge.stage_words import stage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.told import Value
    from knowledge.model import Fact

_END = {End.FURTHER_NOTICE: "end_further", End.CONDITIONAL: "end_conditional", End.UNSTATED: "end_unstated"}
_DATE = {End.FURTHER_NOTICE: "date_further", End.CONDITIONAL: "date_conditional", End.UNSTATED: "date_unstated"}

WEEKDAYS = {"MO": 5, "TU": 6, "WE": 7, "TH": 8, "FR": 9, "SA": 10, "SU": 11}
"""Weekdays of a recurrence rule as days of January 1970, whose fifth was a Monday."""

_SUPPLY = 2
"""Characters of what is supplied (供水), and of the cue that says it stops (停水)."""
_DESTINATION = re.compile(r"[^，。；：！？,;!?（(\n]{2,30}")
"""Where something is moved to, behind the word for moving."""
_HELD = ("exam", "event")
"""Groups of kinds whose services are held on a day; schools begin on one."""
_RANGE = 3
"""Weekdays in a row that make a range."""


def weekday(moment: Moment | None) -> Line | None:
    """Return the weekday in brackets; nothing for a month or a year."""
    if moment is None or moment.grain in {Grain.YEAR, Grain.MONTH, Grain.PART, Grain.WEEK}:
        return None
    if not moment.grain.has_time and (moment.end - moment.start).days > 1:
        return None
    return say("weekday", weekday=Weekday(moment.start.astimezone(ZONE).date()))


def since(fact: Fact) -> Line | None:
    """Return the clause that says from when on, or on which day alone."""
    if fact.valid_from is None:
        return None
    return say("on_day" if _is_of_one_day(fact) else "since", moment=fact.valid_from)


def _is_of_one_day(fact: Fact) -> bool:
    """Tell whether a status holds for one whole day."""
    day = fact.valid_from
    return day is not None and day.grain is Grain.DAY and day == fact.valid_until and not takes_date(fact.cue)


def until(moment: Moment) -> Line:
    """Return the clause that says until when, the last day included."""
    return say("until_time" if moment.grain.has_time else "until_day", moment=moment)


def end(fact: Fact) -> Line | None:
    """Return the clause that says how a status ends; nothing for what is open without an end."""
    if fact.valid_until is not None:
        return None if _is_of_one_day(fact) else until(fact.valid_until)
    if any(e.field == "end" and fact.notice.text[e.span[0] : e.span[1]] in fact.cue for e in fact.evidence):
        return None
    if fact.status in {Status.DELAYED, Status.POSTPONED}:
        return say("date_new", moment=fact.start_date) if fact.start_date else say(_DATE.get(fact.end, "date_unstated"))
    if fact.status.available or fact.status is Status.MOVED:
        return None
    return say(_END.get(fact.end, "end_unstated"))


def weekly_days(fact: Fact) -> tuple[Value, ...]:
    """Return the weekdays of a recurrence, as short names; three and more in a row are told as a range."""
    rule = dict(part.split("=", 1) for part in (fact.recurrence or "").upper().split(";") if "=" in part)
    days = [WEEKDAYS[name[-2:]] for name in rule.get("BYDAY", "").split(",") if name[-2:] in WEEKDAYS]
    named = tuple(Weekday(Moment.day(1970, 1, day).start.date(), short=True) for day in days)
    if len(days) >= _RANGE and days == list(range(days[0], days[-1] + 1)):
        return (say("weekdays_range", first=named[0], last=named[-1]),)
    return named


def _presumed(moments: Sequence[Moment]) -> tuple[Value, ...] | None:
    return tuple(say("presumed_day", moment=m) for m in moments[:1]) or None


def _dated(fact: Fact, service: str, moment: Moment, presumed: Sequence[Moment]) -> Line:
    previous = say("from_previous", moment=fact.previous_start_dates[-1]) if fact.previous_start_dates else None
    return say(
        "statement_dated" if takes_date(fact.cue) else "statement_dated_apart",
        service=service,
        previous=previous,
        cue=fact.cue,
        moment=moment,
        weekday=weekday(moment),
        presumed=_presumed(presumed),
    )


def _weekly(fact: Fact, service: str) -> Line:
    return say(
        "statement_weekly",
        service=service,
        status=fact.status,
        since=since(fact),
        days=weekly_days(fact),
        cue=fact.cue,
        exception=say("exception", words=fact.recurrence_except) if fact.recurrence_except else None,
    )


def _scheduled(fact: Fact, service: str, moment: Moment, presumed: Sequence[Moment]) -> Line:
    key = "statement_scheduled" if takes_date(fact.cue) else "statement_scheduled_apart"
    if takes_date(fact.cue) and len(without_date(fact.cue)) == 1:  # 定于, 将于: it says no more than that there is a day
        key = "statement_held" if any(is_of_group(service, group) for group in _HELD) else "statement_day"
    return say(
        "statement_day" if service.endswith(fact.cue) else key,
        service=service,
        cue=fact.cue,
        moment=moment,
        weekday=weekday(moment),
        presumed=_presumed(presumed),
    )


def _put_off(fact: Fact, service: str, ends: Line | None) -> Line:
    previous = fact.previous_start_dates[-1] if fact.previous_start_dates else None
    original = say("original", moment=previous) if previous and previous.grain not in {Grain.MONTH, Grain.YEAR} else None
    key = "statement_postponed" if fact.status is Status.POSTPONED else "statement_cancelled"
    return say(key, original=original, service=service, cue=_without_name(fact.cue, service), end=ends)


def _without_name(cue: str, service: str) -> str:
    """Return the cue without the end of the service's name that some notices print in it: 问诊 and 开通问诊 make 问诊开通."""
    for start in range(1, len(cue) - 1):
        if service.endswith(cue[start:]):
            return cue[:start]
    return cue


def _with_destination(fact: Fact) -> str:
    """Return the cue of a move with the printed words it leads on to: 搬迁至|新院区."""
    if fact.status is not Status.MOVED or not takes_date(fact.cue):
        return fact.cue
    ends = (evidence.span[1] for evidence in fact.evidence if evidence.field == "status")
    to = next((found.group() for end in ends if (found := _DESTINATION.match(fact.notice.text, end))), "")
    return fact.cue + to if to else without_date(fact.cue)


def _without_supply(service: str, cue: str) -> str:
    """Return who goes without, where a short cue says without what: 城东片区供水 and 停水 make 城东片区停水."""
    alike = len(cue) == _SUPPLY and service.endswith(cue[-1]) and is_of_group(service, "utility")
    return service[:-_SUPPLY] or service if alike else service


def statement(fact: Fact, name: str | None = None, presumed: Sequence[Moment] = (), *, ending: bool = True) -> Line:
    """Return what `fact` says of the service `name` (as the fact names it by default).

    `presumed`: dates the question took for granted and that are wrong. `ending`: whether to say how the status ends, or that
    nothing says so.
    """
    service = _without_supply(name or fact.service, fact.cue)
    ends = end(fact) if ending or fact.valid_until else None
    if fact.recurrence and weekly_days(fact):
        return _weekly(fact, service)
    if fact.status is Status.RESCHEDULED and fact.start_date:
        return _dated(fact, service, fact.start_date, presumed)
    if fact.status in {Status.POSTPONED, Status.CANCELLED}:
        return _put_off(fact, service, ends)
    starts = fact.start_date or fact.valid_from
    if fact.status is Status.SCHEDULED and starts:
        return _scheduled(fact, service, starts, presumed)
    cue = _without_name(_with_destination(fact), service)
    values: dict[str, Value] = {"service": service, "status": fact.status, "since": since(fact), "cue": cue}
    if fact.status is Status.OPEN and stage_of(service):
        return say("statement_window", end=ends, **values)
    if fact.valid_until is not None and takes_date(fact.cue):
        return say("statement_until", moment=fact.valid_until, **values)
    return say("statement_limited" if fact.status is Status.LIMITED else "statement", end=ends, **values)
