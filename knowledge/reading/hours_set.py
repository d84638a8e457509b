"""Opening hours set anew, with no word that something opens: 本馆开放时间调整为9:00-20:00."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.kinds import kind_of
from knowledge.model import Status
from knowledge.reading.lists import Name, names_in
from knowledge.reading.names import last_part
from knowledge.reading.service_words import is_service
from knowledge.reading.statements import Statement
from knowledge.reading.times import times_of
from knowledge.words import pattern, table

if TYPE_CHECKING:
    import re

    from knowledge.dates import DateMention
    from knowledge.reading.scope import SentenceScope


def hours_set(scope: SentenceScope, number: int) -> list[Statement]:
    """Return what clause `number` gives new hours to: it is open, from the day told before them; () when it sets none."""
    if not any(one.hours for one in scope.mentions):
        return []
    start, end = scope.sentence.clauses[number].span
    anew = pattern("cues", "hours_set").search(scope.plain, start, end)
    found = anew or _hours_of_days(scope, start, end)
    if found is None or not _hours_behind(scope, found.end()):
        return []
    named = names_in(scope.view, *last_part(scope.view, start, found.start()))
    names = tuple(name for name in named if is_service(name.words)) or scope.subject or scope.notice.topic
    if not names and scope.notice.speaker:
        names = (Name(scope.notice.speaker, found.span()),)
    if not names:
        return []
    days = [one for one in scope.dates(start, found.start()) if _is_day(one)]
    days = days or [one for one in scope.dates(scope.sentence.span[0], start) if _is_day(one)]
    scope.subject = names
    if all(kind_of(name.words) for name in names):
        scope.notice.topic = names
    times = times_of(Status.OPEN, days, (), (), ())
    statement = Statement(
        names[0],
        "",
        Status.OPEN,
        found.span(),
        scope.sentence.span,
        times if anew else times.of_one_day(),
        issuer=scope.notice.issuer,
        cue_words=found.group(),
        begins_something=False,
        headline=scope.sentence.headline,
        alone=len(names) == 1,
    )
    return [replace(statement, name=name) for name in names]


def _hours_of_days(scope: SentenceScope, start: int, end: int) -> re.Match[str] | None:
    """Return the words that tell the hours of days before them, where nothing but such hours says that something is open."""
    found = pattern("cues", "hours_told").search(scope.plain, start, end)
    if found is None or any(one.cue_words != found.group() for one in scope.made):
        return None
    return found if any(_is_day(one) for one in scope.dates(start, found.start())) else None


def _hours_behind(scope: SentenceScope, at: int) -> bool:
    return any(one.hours for one in scope.dates(at, at + table("cues")["hours_set"]["reach"]))


def _is_day(one: DateMention) -> bool:
    return one.start is not None and not one.hours and not one.clock and one.role in {Role.PLAIN, Role.START}
