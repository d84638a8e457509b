"""The reason a clause gives, and its kind: 因路面结冰 → weather."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.reading.cues import activity_pattern, operator_pattern
from knowledge.words import alternatives, pattern, table, words

if TYPE_CHECKING:
    from knowledge.model import Span

_NEXT = 1
"""Characters between two reasons that stand together: a comma."""
_SHORTEST, _LONGEST = 3, 90
_WORK = re.compile("[一-鿿]{2,4}")
"""What may stand behind the closing word of a reason at the end of its clause: the work that is needed."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason: its code in causes.toml and the words (half-open offsets in the text)."""

    code: str
    span: Span


@cache
def _openers(where: str) -> re.Pattern[str]:
    return re.compile(f"(?!{alternatives(words('causes', 'not_openers'))})(?:{alternatives(words('causes', where))})")


@cache
def _closers() -> re.Pattern[str]:
    return re.compile(alternatives(words("causes", "closers")))


@cache
def _described() -> re.Pattern[str]:
    """Return a pattern for a state that only describes the service behind it: 因暴雨于8日|停运的某客车."""
    closers = alternatives(words("causes", "closers"))
    on, link = table("causes")["described_on"], table("cues")["relative"]["link"]
    return re.compile(f"{on}(?:{operator_pattern()})(?:{activity_pattern().pattern})?{link}(?!{closers})")


def joined(first: Cause | None, second: Cause | None) -> Cause | None:
    """Return one reason from two clauses of a sentence: the more telling kind, the words of both when they stand together."""
    if first is None or second is None:
        return first or second
    weak = words("causes", "weak")
    if second.code not in weak and first.code in weak:
        return second
    return Cause(first.code, (first.span[0], second.span[1])) if second.span[0] - first.span[1] <= _NEXT else first


def opened(plain: str, cause: Cause) -> int:
    """Return where the words of a reason begin behind what opens it; its beginning when nothing does."""
    found = _openers("openers").match(plain, *cause.span)
    return found.end() if found else cause.span[0]


def is_of_before(plain: str, cause: Cause) -> bool:
    """Tell whether a reason is that of a state which only describes the service behind it: no reason why it opens again."""
    return _described().match(plain, cause.span[1]) is not None


def find_cause(plain: str, start: int, end: int, *, inside: bool = False) -> Cause | None:
    """Return the reason in a clause: one that opens the clause, or, with `inside`, one that opens anywhere in it.

    A reason that opens runs to its closing word (影响, 需要), to the state it describes a service by (停运的), or to the
    clause's end.
    """
    if not inside and (works := pattern("causes", "works").search(plain, start, end)):
        return Cause(code_of(works["work"], table("causes")["works"]["code"]), works.span("work"))
    if not inside and plain.startswith(words("causes", "joints"), start):
        start += 1
    opener = _openers("inside").search(plain, start, end) if inside else _openers("openers").match(plain, start, end)
    if opener is None or (inside and pattern("causes", "of_a_noun").match(plain, opener.end(), end)):
        return None
    *_, closer = (None, *_closers().finditer(plain, opener.end(), end))
    stop = closer.end() if closer and not _WORK.fullmatch(plain, closer.end(), end) else end  # 因管网需要检修，
    if described := _described().search(plain, opener.end() + 1, stop):
        stop = described.start()
    if not _SHORTEST <= stop - opener.start() <= _LONGEST:
        return None
    return Cause(code_of(plain[opener.start() : stop]), (opener.start(), stop))


@cache
def _words_of() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule["code"], re.compile(alternatives(rule["words"]))) for rule in table("causes")["cause"])


def code_of(reason: str, otherwise: str | None = None) -> str:
    """Return the kind of reason the words tell, the first that fits; `otherwise` (`other`, if not given) when they tell none."""
    found = (code for code, told in _words_of() if told.search(reason))
    return next(found, str(table("causes")["otherwise"]) if otherwise is None else otherwise)
