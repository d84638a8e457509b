"""The day of the week on which something is closed, set anew: 闭馆日由每周一调整为每周二."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.model import Status
from knowledge.reading.lists import names_in
from knowledge.reading.names import last_part
from knowledge.reading.service_words import is_service
from knowledge.reading.statements import Statement
from knowledge.reading.times import times_of
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.dates import DateMention
    from knowledge.model import Span
    from knowledge.reading.scope import SentenceScope

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def closing_days(scope: SentenceScope, number: int) -> list[Statement]:
    """Return the weekly closing clause `number` sets anew, from the day told before it; () when it sets none."""
    start, end = scope.sentence.clauses[number].span
    found = pattern("cues", "closing_days").search(scope.plain, start, end)
    days = scope.dates(found.end(), end)[:1] if found else []
    if found is None or not days or not (rule := _weekly(days[0])):
        return []
    named = names_in(scope.view, *last_part(scope.view, start, found.start()))
    names = tuple(name for name in named if is_service(name.words)) or scope.subject or scope.notice.topic
    begins = [one for one in scope.dates(scope.sentence.span[0], found.start()) if one.role is Role.START]
    weekly = replace(days[0], recurrence=rule, start=None, end=None, role=Role.PLAIN)
    if not names:
        return []
    scope.subject = scope.notice.topic = names
    statement = Statement(
        names[0],
        "",
        Status.CLOSED,
        found.span("cue"),
        scope.sentence.span,
        times_of(Status.CLOSED, (*begins, weekly), (), (), ()),
        except_span=next((span for span in scope.exceptions if span[0] >= found.end()), None),
        issuer=scope.notice.issuer,
        headline=scope.sentence.headline,
        alone=len(names) == 1,
    )
    return [replace(statement, name=name) for name in names]


def weekly_closings(plain: str, mentions: tuple[DateMention, ...], exceptions: Sequence[Span]) -> tuple[DateMention, ...]:
    """Return the dates of a sentence that tells opening hours, a mere day of the week before a closing as one that comes back.

    9:00-20:00，周一闭馆; 周一闭馆（法定节假日除外）.
    """
    if not exceptions and not any(one.hours or one.recurrence for one in mentions):
        return mentions
    weekday = pattern("cues", "weekly_closing")
    return tuple(
        replace(one, recurrence=_weekly(one), start=None, end=None, role=Role.PLAIN)
        if one.start and not one.recurrence and weekday.match(plain, one.span[0])
        else one
        for one in mentions
    )


def _weekly(day: DateMention) -> str | None:
    """Return the rule of what comes back on a day of the week: 每周二, or 周二 alone."""
    return day.recurrence or (f"FREQ=WEEKLY;BYDAY={_DAYS[day.start.start.weekday()]}" if day.start else None)
