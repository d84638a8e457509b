"""Since when, until when, on which day, in which hours, and what the calendar makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.history import history, previous_date
from bot.answers.opening import opening_hours, outside_hours
from bot.answers.statement import statement, weekday
from bot.answers.status import cause_line, earlier, event_notes, evidence_of, framed, notes, stated, status
from bot.answers.ways import news_at
from bot.replies import bare_cause, without_date
from bot.told import Part, Weekday, say
from knowledge.model import ZONE, End, Grain, Moment, Status
from knowledge.timeline import Freshness

if TYPE_CHECKING:
    from datetime import date

    from bot.model import Reading
    from bot.told import Line, View
    from knowledge.model import Fact
    from knowledge.timeline import Standing

_EVENT = {Status.RESCHEDULED, Status.POSTPONED, Status.SCHEDULED, Status.CANCELLED}
_UNTIL = {End.UNSTATED: "until_unstated", End.FURTHER_NOTICE: "until_further", End.CONDITIONAL: "until_conditional"}
_COARSE = {Grain.YEAR, Grain.MONTH, Grain.PART}


def _date(moment: Moment) -> date:
    return moment.start.astimezone(ZONE).date()


def _together(standing: Standing, view: View, fact: Fact, lines: tuple[Line, ...], *more: Part) -> Part:
    """Return `lines` about `fact` with what must be said about its notice, and further parts."""
    facts = (*evidence_of(standing, fact), *(f for part in more for f in part.facts))
    text = (*lines, *(line for part in more for line in part.lines), *notes(standing, view, fact))
    return Part(text, tuple(dict.fromkeys(facts)), tuple(name for part in more for name in part.fields))


def _plain(standing: Standing) -> bool:
    """Tell whether the direct sentence may be said as it is: nothing contradicts it, it is not stale, and it holds or begins."""
    return bool(standing.holding or standing.upcoming) and not standing.conflict and standing.freshness != Freshness.STALE


def dated(standing: Standing) -> Fact | None:
    """Return the fact that gives the date of an event or opening, the newest first."""
    told = (*standing.holding, *standing.upcoming)
    return next((f for f in told if f.start_date and f.status is not Status.CANCELLED), None)


def since(standing: Standing, view: View, reading: Reading) -> Part:
    """Return from when on the status holds."""
    if not _plain(standing):
        return status(standing, view, reading)
    main = standing.told[0]
    name = standing.service.name
    if main.valid_from is not None or main.recurrence:
        return status(standing, view, reading)
    before = next((f for f in earlier(standing, main) if f.valid_from), None)
    if before is not None:
        said = statement(replace(main, valid_from=before.valid_from), name)
        return _together(standing, view, main, (said,), Part((), (before,), ("valid_from",)))
    if main.status in _EVENT or main.published is None:
        return status(standing, view, reading)
    return _together(standing, view, main, (statement(main, name), say("since_unstated", moment=main.published)))


def _left(moment: Moment, view: View) -> tuple[Line, ...]:
    days = (_date(moment) - _date(Moment.of(view.asked_at))).days
    if days < 0 or moment.grain in _COARSE:
        return ()
    return (say("days_left", moment=moment, days=days),) if days else (say("days_today", moment=moment),)


def until_when(standing: Standing, view: View, reading: Reading) -> Part:
    """Return how long the status lasts, or plainly that no notice says so."""
    if not _plain(standing):
        return status(standing, view, reading)
    main = standing.told[0]
    said = statement(main, standing.service.name, ending=not standing.confirmed)
    if main.start_date is not None:
        return when(standing, view, reading)
    if main.status.available and main in standing.upcoming:  # how long until it opens: the day it does
        return status(standing, view, reading)
    if standing.upcoming and standing.holding and standing.upcoming[0].status.available != main.status.available:
        return status(standing, view, reading)
    if main.valid_until is not None:
        last = main.valid_until
        return _together(standing, view, main, (framed(standing, view, said), *_left(last, view)))
    if main.recurrence:
        return status(standing, view, reading)
    key = "until_open_unstated" if main.status.available and main.end is End.UNSTATED else _UNTIL.get(main.end, "until_unstated")
    if main.status in _EVENT:
        key = "when_unstated"
    lines = (say(key, statement=said),) if standing.confirmed else (framed(standing, view, said),)
    return _together(standing, view, main, lines, cause_line(standing, main), news_at([main]))


def why(standing: Standing, view: View, reading: Reading) -> Part:
    """Return the printed reason, or plainly that the notice gives none."""
    if standing.conflict or not standing.told:
        return status(standing, view, reading)
    main = standing.told[0]
    name = standing.service.name
    said = stated(standing, view, main)
    for fact in (main, *standing.told[1:], *earlier(standing, main)):
        if fact.cause_text:
            line = say("why", service=name, cue=without_date(fact.cue), cause=bare_cause(fact.cause_text))
            more = Part((), (fact,), ("cause",))
            return _together(standing, view, main, (said, line) if main.status.available else (line, said), more)
    return _together(standing, view, main, (say("why_unstated", statement=said),))


def hours(standing: Standing, view: View, reading: Reading) -> Part:
    """Return when a service opens and closes within the day; no lines when what is open gives no hours."""
    if standing.conflict or standing.freshness == Freshness.STALE:
        return status(standing, view, reading)
    told = opening_hours(standing)
    if told.facts:
        fact = told.facts[0]
        said = stated(standing, view, fact)
        return _together(standing, view, fact, (*told.lines, *outside_hours(standing, view), said), replace(told, lines=()))
    restricted = bool(standing.told) and not standing.told[0].status.available
    return status(standing, view, reading) if restricted else Part(())


def _outside(view: View, moment: Moment) -> bool:
    """Tell whether the question names a year or month that the date held does not lie in."""
    return view.named and view.at.grain in _COARSE and not (view.at.start <= moment.start < view.at.end)


def when(standing: Standing, view: View, reading: Reading) -> Part:
    """Return the date of an event or opening, with the dates it had before."""
    fact = dated(standing)
    if fact is None or fact.start_date is None or standing.conflict:
        return _no_date(standing, view, reading)
    name = standing.service.name
    wrong = [m for m in reading.presumed_dates if _date(m) != _date(fact.start_date)]
    said = statement(fact, name, wrong)
    if _outside(view, fact.start_date):
        return _together(standing, view, fact, (say("other_year", moment=view.at, statement=said),))
    if not _plain(standing):
        return _no_date(standing, view, reading)
    lines = (said, *event_notes(fact, view, reading))
    return _together(standing, view, fact, lines, history(standing, fact), cause_line(standing, fact))


def _no_date(standing: Standing, view: View, reading: Reading) -> Part:
    if not _plain(standing):
        return status(standing, view, reading)
    main = standing.told[0]
    if main.status in {Status.POSTPONED, Status.DELAYED} and main.valid_until is None:
        said = statement(main, standing.service.name, ending=main.end is not End.UNSTATED or not standing.confirmed)
        lines = (say("when_unstated", statement=said),) if standing.confirmed else (framed(standing, view, said),)
        return _together(standing, view, main, lines, cause_line(standing, main), news_at([main]))
    if main.status.available or main.status in _EVENT or main.valid_until is not None:
        return since(standing, view, reading) if main.status.available else status(standing, view, reading)
    return until_when(standing, view, reading)


def weekday_of(standing: Standing, view: View, reading: Reading) -> Part:
    """Return the weekday of the date."""
    fact = dated(standing)
    if fact is None or fact.start_date is None or weekday(fact.start_date) is None:
        return when(standing, view, reading)
    day = _date(fact.start_date)
    line = say("weekday_of", service=standing.service.name, moment=fact.start_date, weekday=Weekday(day))
    return _together(standing, view, fact, (line, statement(fact, standing.service.name)))


def countdown(standing: Standing, view: View, reading: Reading) -> Part:
    """Return how many days are left to the date, counted from the day of asking."""
    fact = dated(standing)
    moment = fact.start_date if fact else next((f.valid_until or f.valid_from for f in standing.told), None)
    base = fact or (standing.told[0] if standing.told else None)
    if base is None or moment is None or not _left(moment, view) or not _plain(standing):
        return when(standing, view, reading)
    return _together(standing, view, base, (*_left(moment, view), statement(base, standing.service.name)))


def shift(standing: Standing, view: View, reading: Reading) -> Part:
    """Return by how many days an event was moved."""
    fact = dated(standing)
    previous, shown = previous_date(standing, fact) if fact else (None, ())
    if fact is None or fact.start_date is None or previous is None or not _plain(standing):
        return when(standing, view, reading)
    if _COARSE & {previous.grain, fact.start_date.grain}:
        return when(standing, view, reading)
    days = (_date(fact.start_date) - _date(previous)).days
    line = say("shifted" if days >= 0 else "advanced", previous=previous, moment=fact.start_date, days=abs(days))
    said = statement(fact, standing.service.name)
    return _together(standing, view, fact, (line, said), history(standing, fact), Part((), shown, ("previous_start_dates",)))
