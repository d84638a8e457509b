"""Lists in the clauses before the one whose cue is said of them all: 甲省境内甲高速、乙高速，乙省境内丙高速封闭."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.kinds import is_of_group
from knowledge.reading.causes import find_cause
from knowledge.reading.lists import names_in
from knowledge.reading.names import last_part
from knowledge.reading.service_words import is_service
from knowledge.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.reading.clauses import Clause
    from knowledge.reading.lists import Name
    from knowledge.reading.scope import SentenceScope
    from knowledge.reading.statements import Statement

_GROUPS = ("transport", "utility")
"""Groups of kinds of which so long lists are printed."""


def beside(scope: SentenceScope, number: int, made: Sequence[Statement]) -> list[Statement]:
    """Return what clause `number` states of its own names for those that the clauses before it list, the nearest last."""
    told = made[0]
    begins = scope.sentence.clauses[number].span[0]
    if not begins <= told.name.span[0] < told.cue[0] or (group := _group((told.name,))) is None:
        return []
    if told.name.words.startswith(words("names", "remainders")):
        return []  # what is left beside those told
    found: list[Statement] = []
    for earlier in range(number - 1, -1, -1):
        names = _listed(scope, scope.sentence.clauses[earlier])
        if not names or earlier in scope.stated or _group(names) != group:
            break
        if earlier and scope.sentence.clauses[earlier - 1].colon:
            return []  # 停运线路有：1路、2路，3路恢复运营
        found = [replace(told, name=name, owner="", alone=False) for name in names] + found
    return found


def _group(names: Sequence[Name]) -> str | None:
    """Return the group of kinds that all of the names are of; None when they are of none, or of several."""
    return next((group for group in _GROUPS if all(is_of_group(name.words, group) for name in names)), None)


def _listed(scope: SentenceScope, clause: Clause) -> tuple[Name, ...]:
    """Return the names a clause lists that says nothing else; () for any other."""
    if clause.colon or scope.cues(clause) or scope.reporter(clause) or find_cause(scope.plain, *clause.span, inside=True):
        return ()
    names = names_in(scope.view, *last_part(scope.view, *clause.span))
    whole = bool(names) and not scope.view[names[-1].span[1] : clause.span[1]].strip()
    return names if whole and all(is_service(name.words) for name in names) else ()
