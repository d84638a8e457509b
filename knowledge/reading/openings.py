"""A beginning with a date and no cue: 高三年级4月1日开学."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.marks import DATE
from knowledge.model import Grain, Status
from knowledge.reading.causes import find_cause
from knowledge.reading.cue_guards import exhorts
from knowledge.reading.cues import activity_pattern, begins
from knowledge.reading.lists import names_in
from knowledge.reading.nearby_dates import nearby_times
from knowledge.reading.reporters import reporter_of
from knowledge.reading.service_words import is_service
from knowledge.reading.statements import Statement
from knowledge.words import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from knowledge.dates import DateMention
    from knowledge.reading.lists import Name
    from knowledge.reading.scope import SentenceScope


def beginnings(scope: SentenceScope, number: int) -> list[Statement]:
    """Return what clause `number`, which has no cue, says to begin at a date; a list for its names."""
    clause = scope.sentence.clauses[number]
    if scope.notice.denies or exhorts(scope.plain, clause.span[0]):
        return []
    dates = scope.dates(_date_before(scope, number), clause.span[1])
    dated = [one for one in dates if one.start and one.role in {Role.PLAIN, Role.START}]
    if not dated:
        return []
    guarded = [cue.span for cue in scope.cues(clause)]
    if reason := find_cause(scope.plain, *clause.span) or find_cause(scope.plain, *clause.span, inside=True):
        guarded.append(reason.span)  # 因国庆调休上班，…
    for found in activity_pattern().finditer(scope.view, *clause.span):
        if begins(found.group()) and not any(a <= found.start() < b for a, b in guarded):
            return _beginning(scope, number, dated, found)
    return []


def _beginning(scope: SentenceScope, number: int, dated: Sequence[DateMention], found: re.Match[str]) -> list[Statement]:
    view, clause = scope.view, scope.sentence.clauses[number]
    reporter, left = reporter_of(view, clause.span[0], found.start())
    first = min(dated[0].span[0], found.start()) if dated[0].span[0] > left else found.start()
    names = _but_terms(names_in(view, left, first)) or _but_terms(names_in(view, dated[-1].span[1], found.start()))
    names = names or names_in(view, _list_before(scope, number), clause.span[0]) or scope.subject
    names = tuple(name for name in names if is_service(name.words))
    times = nearby_times(scope, number, Status.SCHEDULED, None)
    if not names or times.start_date is None or times.start_date.grain is Grain.YEAR:
        return []
    statement = Statement(
        names[0],
        reporter.names[0].words if reporter and reporter.names else "",
        Status.DELAYED if scope.notice.delays_begin else Status.SCHEDULED,
        found.span(),
        scope.sentence.span,
        times,
        cause=scope.cause,
        issuer=scope.notice.issuer,
        activity="begin",
        begins=found.group(),
        alone=len(names) == 1,
    )
    return [replace(statement, name=name) for name in names]


def _but_terms(names: Sequence[Name]) -> Sequence[Name]:
    """Return names without the term itself: whose it is, was said before (某校1月18日放假，下学期2月10日报到)."""
    return [name for name in names if not pattern("names", "term").fullmatch(name.words)]


def _date_before(scope: SentenceScope, number: int) -> int:
    """Return where a clause begins, or the one before it when that is only a date (31日，联赛开战)."""
    clauses = scope.sentence.clauses
    if number and not scope.view[slice(*clauses[number - 1].span)].strip(f"{DATE} "):
        return clauses[number - 1].span[0]
    return clauses[number].span[0]


def _list_before(scope: SentenceScope, number: int) -> int:
    """Return where a list begins that the clauses before this one hold (初一、初二年级，高一、高二年级，将于…返校)."""
    clauses = scope.sentence.clauses
    start = clauses[number].span[0]
    for earlier in reversed(clauses[:number]):
        if "、" not in scope.plain[slice(*earlier.span)] or scope.cues(earlier) or scope.reporter(earlier):
            break
        start = earlier.span[0]
    return start
