"""Every date an event had, from the notices that moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.told import Part, say
from knowledge.model import Relation, Status
from knowledge.timeline.precedence import Reason

if TYPE_CHECKING:
    from bot.told import Line
    from knowledge.model import Fact, Moment
    from knowledge.timeline import Standing


_DATED = {Status.RESCHEDULED, Status.SCHEDULED}


def history(standing: Standing, fact: Fact) -> Part:
    """Return all dates an event had, oldest first; no lines when it had only one change."""
    superseded = [f for f in standing.because(Reason.SUPERSEDED) if f.status in _DATED]
    moments = {m.start: m for f in (*superseded, fact) for m in f.previous_start_dates}
    if not fact.previous_start_dates:
        moments |= {f.start_date.start: f.start_date for f in superseded if f.start_date}
    if fact.start_date is not None:
        moments[fact.start_date.start] = fact.start_date
    if len(moments) < 3:  # noqa: PLR2004
        return Part(())
    ordered = [moments[start] for start in sorted(moments)]
    if fact.start_date is not None:
        ordered = [m for m in ordered if m is not moments[fact.start_date.start]] + [fact.start_date]
    line: Line | Moment = ordered[0]
    for moment in ordered[1:]:
        line = say("history_step", before=line, moment=moment)
    return Part((say("history", dates=line),), _standing_on(standing, superseded), ("previous_start_dates",))


def previous_date(standing: Standing, fact: Fact) -> tuple[Moment | None, tuple[Fact, ...]]:
    """Return the date `fact` moved the event from, with the earlier fact that shows it where the notice itself does not say."""
    if fact.previous_start_dates:
        return fact.previous_start_dates[-1], ()
    before = [f for f in standing.because(Reason.SUPERSEDED) if f.start_date and f.status in _DATED]
    return (before[-1].start_date, (before[-1],)) if before and fact.status is Status.RESCHEDULED else (None, ())


def _standing_on(standing: Standing, facts: list[Fact]) -> tuple[Fact, ...]:
    """Return the facts whose quotes show the earlier dates: of a corrected one, the notice that was corrected."""
    shown = [f for f in facts if f.previous_start_dates and f.relation is not Relation.CORRECT]
    corrected = standing.because(Reason.CORRECTED) if any(f.relation is Relation.CORRECT for f in facts) else ()
    return (*shown, *corrected)
