"""The season in which a city is heated: 采暖期自11月1日至次年3月31日."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.model import End, Status
from knowledge.places import find_places
from knowledge.reading.lists import Name
from knowledge.reading.statements import Statement
from knowledge.reading.times import times_of
from knowledge.words import pattern, table

if TYPE_CHECKING:
    from knowledge.reading.scope import SentenceScope

_SHORTEST = 30
"""Days of the shortest season; what is shorter is no season."""


def season(scope: SentenceScope, number: int) -> list[Statement]:
    """Return the season clause `number` tells with its first and its last day; () when it tells none, or nobody knows where."""
    ranges = [one for one in scope.mentions if one.start and one.end and one.role is Role.PLAIN]
    found = pattern("cues", "season").search(scope.plain, *scope.sentence.clauses[number].span) if ranges else None
    if found is None or not find_places(scope.plain):
        return []
    days = [one for one in ranges if found.end() <= one.span[0] < scope.sentence.span[1]]
    if not days or days[0].start is None or days[0].end is None or (days[0].end.start - days[0].start.start).days < _SHORTEST:
        return []
    statement = Statement(
        Name(table("cues")["season"]["service"], found.span()),
        "",
        Status.OPEN,
        found.span(),
        scope.sentence.span,
        times_of(Status.OPEN, days[:1], (), (), ()),
        End.FIXED,
        issuer=scope.notice.issuer,
        cue_words=found.group(),
        headline=scope.sentence.headline,
    )
    return [statement]
