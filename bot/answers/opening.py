"""Opening hours beside a status: what they are, and whether the moment asked about lies outside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.statement import weekday
from bot.told import Part, say
from knowledge.model import ZONE
from knowledge.timeline.recurrence import falls_on

if TYPE_CHECKING:
    from datetime import datetime

    from bot.told import Line, View
    from knowledge.model import Fact
    from knowledge.timeline import Standing


def opening_hours(standing: Standing) -> Part:
    """Return the hours of what is open; nothing when its notices give none."""
    fact = next((f for f in (*standing.holding, *standing.upcoming) if f.hours), None)
    if fact is None:
        return Part(())
    return Part((say("hours", hours=tuple(one.words for one in fact.hours)),), (fact,), ("hours",))


def outside_hours(standing: Standing, view: View) -> tuple[Line, ...]:
    """Return that the moment asked about lies outside the opening hours; nothing when it does not, or is a whole day."""
    fact = next((f for f in standing.holding if f.hours), None)
    if fact is None or not standing.holding[0].status.available or (view.named and not view.at.grain.has_time):
        return ()
    if not _outside(fact, view.at.start if view.named else view.asked_at):
        return ()
    moment = say("at_moment", moment=view.at, weekday=weekday(view.at)) if view.named else say("now")
    return (say("outside_hours", moment=moment),)


def _outside(fact: Fact, moment: datetime) -> bool:
    """Tell whether hours are said for the day of `moment`, and it lies in none of those said for any day."""
    local = moment.astimezone(ZONE)
    time = f"{local:%H:%M}"
    said = any(one.recurrence is None or falls_on(one.recurrence, local.date()) for one in fact.hours)
    return said and not any(one.opens <= time < one.closes for one in fact.hours)
