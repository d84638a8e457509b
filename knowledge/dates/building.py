"""From the phrases of a date, a range, a duration or a habit to the mention that is given out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from knowledge.dates.fields import LEVELS, Fields
from knowledge.dates.mentions import DateMention, Role
from knowledge.dates.roles import role_of
from knowledge.dates.spans import duration_days
from knowledge.dates.values import period
from knowledge.dates.view import Period, View
from knowledge.model import Grain, Moment

if TYPE_CHECKING:
    from datetime import tzinfo

    from knowledge.dates.phrases import Phrase
    from knowledge.dates.rules import Grammar

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_HALF_MONTH = 15
CLOCK = frozenset({"part", "hour", "minute", "second", "half_hour", "quarters"})
_HABIT = frozenset({"weekly", "every", "monthday"})
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EVERY = {
    "day": "FREQ=DAILY",
    "month": "FREQ=MONTHLY;BYMONTHDAY={}",
    "workday": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekend": "FREQ=WEEKLY;BYDAY=SA,SU",
}
_BOUNDING = frozenset({Role.START, Role.END, Role.AS_OF})


@dataclass(frozen=True, slots=True)
class Scene:
    """The text dates stand in, and from where they are seen."""

    text: str
    """As given; spans index it."""
    plain: str
    """Folded, of the same length; the rules read it."""
    base: datetime
    """Naive: the wall clock of `zone`."""
    zone: tzinfo
    rules: Grammar
    asking: bool


def habit(phrase: Phrase) -> bool:
    """Return whether the phrase is something that comes back."""
    return not _HABIT.isdisjoint(phrase.slots)


def clock_only(phrase: Phrase) -> bool:
    """Return whether the phrase names a time of day and no day."""
    return CLOCK.issuperset(phrase.slots)


def build_duration(scene: Scene, phrase: Phrase) -> DateMention | None:
    """Return a duration; None when it is shorter than an hour."""
    fields = _fields(phrase)
    days = _HALF_MONTH if fields.lasting is None else duration_days(fields.lasting, fields.unit or "")
    hours = fields.lasting if fields.unit == Grain.HOUR.value else None
    if not days and not hours:
        return None
    span = (phrase.start, phrase.end)
    mention = DateMention(span, scene.text[slice(*span)], phrase.name, Role.PLAIN, None, None, span)
    return replace(mention, duration_days=days, duration_hours=hours)


def build_habit(scene: Scene, phrase: Phrase, hours: tuple[Phrase, Phrase] | None) -> DateMention:
    """Return what comes back each week, day or month, with the hours printed behind it."""
    fields = _fields(phrase)
    if fields.weekly is not None:
        days = [*range(6, 8)] if 8 in fields.weekly else fields.weekly  # noqa: PLR2004
        rule = "FREQ=WEEKLY;BYDAY=" + ",".join(_WEEKDAYS[day - 1] for day in days)
    else:
        rule = _EVERY[fields.every or "day"].format(fields.monthday)
    span = (phrase.start, hours[1].end if hours else phrase.end)
    return DateMention(
        span,
        scene.text[slice(*span)],
        phrase.name,
        Role.PLAIN,
        None,
        None,
        span,
        recurrence=rule,
        hours=hours and clock_hours(scene, *hours),
    )


def build_hours(scene: Scene, left: Phrase, right: Phrase) -> DateMention | None:
    """Return opening hours; None when one of them is no time of day."""
    hours, span = clock_hours(scene, left, right), (left.start, right.end)
    return hours and DateMention(span, scene.text[slice(*span)], left.name, Role.PLAIN, None, None, span, hours=hours)


def clock_hours(scene: Scene, left: Phrase, right: Phrase) -> tuple[str, str] | None:
    """Return the times of day two phrases name."""
    opens = period(_fields(left), View(scene.base, asking=False))
    closes = opens and period(_fields(right), View(scene.base, after=opens.start, asking=False))
    if opens is None or closes is None:
        return None
    return f"{opens.start:%H:%M}", "24:00" if closes.midnight else f"{closes.start:%H:%M}"


def build_date(scene: Scene, left: Phrase, right: Phrase | None, anchor: datetime | None) -> DateMention | None:
    """Return a date or a range; None when there is no such day, or when the words are no date without others beside them."""
    span = (left.start, right.end if right else left.end)
    past = scene.asking and scene.rules.past.match(scene.plain, span[1]) is not None
    today_too = scene.asking and span != (0, len(scene.plain))
    view = View(scene.base, anchor, None, scene.asking, today_too, past)
    first = period(_fields(left), view)
    if first is None:
        return None
    role, reach = role_of(scene.plain, span, scene.rules.roles)
    if role is Role.DATELINE and (scene.asking or right is not None or left.finest < LEVELS["day"][0]):
        role, reach = Role.PLAIN, span
    if right is None:
        if left.role is not None:
            role = Role(left.role)
        bound = role in _BOUNDING and clock_only(left)
        if not (bound or left.stands_alone(asking=scene.asking) or (anchor is not None and left.leans_on_another())):
            return None
        start, end = _moments(scene, first)
        if first.midnight and role in {Role.END, Role.AS_OF}:
            start = _last(scene, first)
        end = _last(scene, first) if role is Role.END else end
        if scene.asking:
            start, end = _open_ended(scene, role, start, end)
        return DateMention(span, scene.text[slice(*span)], left.name, role, start, end, reach, clock=clock_only(left))
    last = period(_fields(right), View(scene.base, first.start, first.start, scene.asking, today_too, past))
    if last is None or last.end <= first.start:
        return None
    role = Role.PLAIN if role in _BOUNDING else role
    hours = clock_hours(scene, left, right) if clock_only(left) and clock_only(right) else None
    return DateMention(
        span,
        scene.text[slice(*span)],
        f"{left.name} to {right.name}",
        role,
        _moments(scene, first)[0],
        _last(scene, last),
        reach,
        hours=hours,
    )


def _fields(phrase: Phrase) -> Fields:
    return Fields(**phrase.slots)  # type: ignore[arg-type]  # the loader checks the names, the tables give the kinds


def _moment(scene: Scene, start: datetime, end: datetime, grain: Grain) -> Moment:
    return Moment(start.replace(tzinfo=scene.zone), end.replace(tzinfo=scene.zone), grain)


def _edge(scene: Scene, at: datetime, *, closing: bool) -> Moment:
    """Return the day that begins, or with `closing` ends, at a midnight; at another time the minute."""
    if at.time() == datetime.min.time():
        day = at - _DAY if closing else at
        return _moment(scene, day, day + _DAY, Grain.DAY)
    return _moment(scene, at, at + _SECOND, Grain.SECOND)


def _moments(scene: Scene, span: Period) -> tuple[Moment, Moment | None]:
    """Return a period as one moment, or as the first and last of several days."""
    if (span.grain is Grain.DAY and span.end - span.start > _DAY) or (
        span.grain is Grain.SECOND and span.end - span.start > _SECOND
    ):
        return _edge(scene, span.start, closing=False), _edge(scene, span.end, closing=True)
    return _moment(scene, span.start, span.end, span.grain), None


def _last(scene: Scene, span: Period) -> Moment:
    """Return the last moment of what holds until `span`, inclusive.

    24 o'clock is the day that ends there; 15 o'clock is that very second; the end of a month is its last day.
    """
    if span.midnight:
        return _edge(scene, span.start, closing=True)
    if span.grain is Grain.HOUR and span.end - span.start == timedelta(hours=1):
        return _moment(scene, span.start, span.start + _SECOND, Grain.SECOND)
    if span.grain in {Grain.DAY, Grain.WEEK} or (span.grain is Grain.PART and span.end.day == 1):
        return _edge(scene, span.end, closing=True)
    return _moment(scene, span.start, span.end, span.grain)


def _open_ended(scene: Scene, role: Role, start: Moment, end: Moment | None) -> tuple[Moment, Moment | None]:
    """In a question, until a coming date means from now until then; since a past date means until now."""
    now = _moment(scene, scene.base, scene.base + _SECOND, Grain.SECOND)
    if role is Role.END and end is not None and now.start < end.end and now.start < start.start:
        return now, end
    if role is Role.START and end is None and start.end <= now.start:
        return start, now
    return start, end


def anchor_of(mention: DateMention) -> datetime | None:
    """Return the wall clock a following day without month, or hour without day, is read from."""
    if mention.start is None:
        return None
    local = mention.start.start.replace(tzinfo=None)
    return local + (timedelta(days=14) if mention.start.grain is Grain.MONTH else timedelta())
