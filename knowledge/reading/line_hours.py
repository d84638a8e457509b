"""The first and the last train of a line, set anew: 末班车时间由22时调整为21时."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.kinds import is_of_group
from knowledge.model import Status
from knowledge.reading.lists import names_in
from knowledge.reading.names import last_part
from knowledge.reading.nearby_dates import days_in_a_row
from knowledge.reading.service_words import is_service, needs_place
from knowledge.reading.statements import Statement
from knowledge.reading.times import times_of
from knowledge.words import pattern, words

if TYPE_CHECKING:
    from knowledge.reading.scope import SentenceScope
    from knowledge.reading.times import Times


def line_hours(scope: SentenceScope, number: int) -> list[Statement]:
    """Return what clause `number` tells of a line's first or last train: limited, or open again when it goes longer.

    The words told are all of the change with its time of day; the lines are those of the clause, else those spoken of.
    """
    start, end = scope.sentence.clauses[number].span
    found = pattern("cues", "line_hours").search(scope.plain, start, end)
    if found is None:
        return []
    named = names_in(scope.view, *last_part(scope.view, start, found.start()))
    lines = tuple(one.name for one in scope.made if one.cue == scope.made[-1].cue)  # 1号线、2号线延长运营，末班车延至23时
    names = tuple(name for name in named if is_service(name.words)) or lines or scope.subject
    if not names:
        return []
    line = len(scope.owners) == 1 and needs_place(names[0].words) and is_of_group(scope.owners[0].words, "transport")
    owner = scope.owners[0].words if line else ""
    status = Status.OPEN if found["how"].startswith(words("cues", "line_hours", "longer")) else Status.LIMITED
    scope.subject = names
    statement = Statement(
        names[0],
        "" if owner == names[0].words else owner,
        status,
        found.span(),
        scope.sentence.span,
        _times(scope, number, status),
        cause=scope.cause,
        issuer=scope.notice.issuer,
        cue_words=found["how"],
        begins_something=False,
        headline=scope.sentence.headline,
        alone=len(names) == 1,
    )
    return [replace(statement, name=name) for name in names]


def _times(scope: SentenceScope, number: int, status: Status) -> Times:
    """Return the day in the clause, which is the only one, else the day from which the clauses before it hold."""
    clauses = scope.sentence.clauses
    own = [one for one in scope.dates(*clauses[number].span) if not one.clock and one.role in {Role.PLAIN, Role.START}]
    before = [one for one in scope.dates(clauses[0].span[0], clauses[number].span[0]) if one.role is Role.START and not one.clock]
    days = days_in_a_row(scope.plain, scope.dates(clauses[0].span[0], clauses[number].span[0]))
    days = [one for one in days if one.role is Role.PLAIN and not one.clock]
    if not own and not before and len(days) == 1:
        own = days  # 因10月26日某馆举办演唱会，末班车推迟
    return times_of(status, own, before[::-1], (), ()).of_one_day()
