"""How a status ends when no date says so: until further notice, under a condition."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from knowledge.arguments import argument
from knowledge.cues import find_cues
from knowledge.model import End, Status
from knowledge.statements import Statement
from knowledge.times import Times
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.clauses import Clause
    from knowledge.model import Span
    from knowledge.scope import SentenceScope


@cache
def _words() -> tuple[tuple[End, re.Pattern[str]], ...]:
    rules = table("cues")["end"]
    return tuple((End(one["kind"]), re.compile("|".join(_patterns_of(one)))) for one in rules)


def _patterns_of(rule: Mapping[str, Any]) -> Iterator[str]:
    if rule["words"]:
        yield alternatives(rule["words"])
    if "pattern" in rule:
        yield rule["pattern"]


def find_end(plain: str, start: int, end: int) -> tuple[End, Span] | None:
    """Return how a stretch says that something ends, and the words; None when it says nothing."""
    for kind, told in _words():
        if found := told.search(plain, start, end):
            return kind, found.span()
    return None


def awaited(scope: SentenceScope, clause: Clause, kind: End, span: Span) -> list[Statement]:
    """Read 恢复开放时间另行通知 where nothing else is said: it is not open yet."""
    statuses = table("cues")["awaited"]
    for cue in find_cues(scope.plain, clause.span[0], span[0]):
        found = argument(scope.view, clause.span[0], cue, span[0])
        activity = found.activity or cue.activity
        names = found.names or found.owners or scope.owners
        if cue.status("visit") is None or activity not in statuses or not names:
            continue
        owner = scope.owners[0].words if len(scope.owners) == 1 and scope.owners != names else ""
        statement = Statement(
            names[0],
            owner,
            Status(statuses[activity]),
            (cue.span[0], span[1]),
            scope.sentence.span,
            Times(),
            end=kind,
            end_span=span,
            issuer=scope.notice.issuer,
            begins=found.begins,
        )
        return [replace(statement, name=name) for name in names]
    return []


def close(scope: SentenceScope, kind: End, span: Span) -> None:
    """Let an end clause (恢复时间另行通知) end what was said before it in the sentence, or just before the sentence."""
    held = scope.made or scope.notice.found
    positions = range(len(held)) if scope.made else scope.notice.found_in[held[-1].sentence]
    for at in positions:
        if held[at].end is End.UNSTATED and not held[at].times.valid_until:
            held[at] = replace(held[at], end=kind, end_span=span)
    scope.notice.lead = tuple(
        replace(one, end=kind, end_span=span) if one.end is End.UNSTATED else one for one in scope.notice.lead
    )
