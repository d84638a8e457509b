"""An answer put into the words of a language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.model import Reply
from bot.replies import replies
from bot.told import Line, Weekday
from knowledge.model import ZONE, Grain, Moment, Status

if TYPE_CHECKING:
    from datetime import date

    from bot.replies import Replies
    from bot.told import Answer, Value

_MIDDLE, _LATE = 11, 21
"""The day on which the second and the last part of a month begin."""


def _month(words: Replies, number: int) -> str | int:
    return words.months[number - 1] if words.months else number


def write_moment(moment: Moment, words: Replies, today: date) -> str:
    """Return `moment` as the language writes it; the year is left out where it is the year of `today`."""
    start = moment.start.astimezone(ZONE)
    last = (moment.end - timedelta(seconds=1)).astimezone(ZONE).date()
    if moment.grain in {Grain.DAY, Grain.WEEK} and last > start.date():
        days = (Moment.day(day.year, day.month, day.day) for day in (start.date(), last))
        first, final = (write_moment(day, words, today) for day in days)
        return words.moments["range"].format(first=first, last=final)
    if moment.grain is Grain.YEAR:
        return words.moments["year"].format(year=start.year)
    names = {Grain.MONTH: "month", Grain.HOUR: "hour", Grain.MINUTE: "minute", Grain.SECOND: "minute"}
    key = names.get(moment.grain, "day")
    if moment.grain is Grain.PART:
        key = "early" if start.day < _MIDDLE else "middle" if start.day < _LATE else "late"
    if key == "minute" and start.minute == 0:
        key = "hour"
    part = words.day_parts.get(start.hour)
    if key == "hour" and part and moment.end - moment.start > timedelta(hours=1):
        key = "part_of_day"
    text = words.moments[key].format(
        month=_month(words, start.month), day=start.day, hour=start.hour, minute=f"{start.minute:02}", part=part
    )
    return text if start.year == today.year else words.moments["with_year"].format(year=start.year, moment=text)


def _write(value: Value, words: Replies, today: date) -> str:
    if value is None:
        return ""
    if isinstance(value, Moment):
        return write_moment(value, words, today)
    if isinstance(value, Status):
        return words.statuses[value]
    if isinstance(value, Weekday):
        return (words.short_weekdays if value.short else words.weekdays)[value.day.weekday()]
    if isinstance(value, tuple):
        return words.list_joiner.join(_write(part, words, today).strip() for part in value)
    return write_line(value, words, today) if isinstance(value, Line) else str(value)


def write_line(line: Line, words: Replies, today: date) -> str:
    """Return one sentence with its places filled."""
    filled = {name: _write(value, words, today) for name, value in line.values.items()}
    text = words.sentences[line.key]
    return text.format_map(filled).rstrip()


def render(answer: Answer, language: str, today: date) -> Reply:
    """Return the reply: the lines of `answer` in `language`, dates written as seen from `today`."""
    words = replies(language)
    return Reply(
        kind=answer.outcome,
        text="\n".join(write_line(line, words, today) for line in answer.lines),
        services=tuple(s.name for s in answer.services),
        facts=answer.facts,
        excerpts=answer.excerpts,
        choices=tuple(s.name for s in answer.choices),
        follow_ups=tuple(
            (words.follow_ups[key][0], words.follow_ups[key][1].format(service=service)) for key, service in answer.follow_ups
        ),
        freshness=answer.freshness,
        language=language,
        goes_on=answer.goes_on,
        trace=answer.trace,
    )
