"""A text cut into the parts that can be quoted: clauses, the sentences they make, and the headings among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from knowledge.words import table

if TYPE_CHECKING:
    from knowledge.model import Span

_BREAK = re.compile(
    r"[（(][^（()）\n]{0,60}[）)]"  # what stands in brackets is kept whole
    r"|(?P<stop>[。！？；!?;…】]+[”’」』）)]*\s*|\n\s*|[ \u3000\t]{2,}|\u3000"
    r"|(?<=[^\x00-\x7f\s]{4}) (?=[^\x00-\x7f\s]{4}|\d{1,2}[.．、]))"
    r"|(?P<pause>[，：]|[,:](?=[^\d/\s]))"
)
_CLOSERS = frozenset("。！？；!?;…】”’」』）)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch up to a comma, a colon or the end of its sentence, its mark included. `sentence` counts from 0."""

    span: Span
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Clauses `first` to `last`, both included. `level` is that of its list mark (1 the highest), 0 without one."""

    first: int
    last: int
    level: int
    closed: bool
    """False for what ends without a full stop, as headings and table cells do."""


@dataclass(frozen=True, slots=True)
class Segments:
    """The clauses and sentences of one text, in order."""

    clauses: tuple[Clause, ...]
    sentences: tuple[Sentence, ...]


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule["pattern"]) for rule in table("passages")["list_mark"])


def _level(text: str, start: int) -> int:
    return next((number for number, mark in enumerate(_marks(), 1) if mark.match(text, start)), 0)


@lru_cache(maxsize=256)
def segments(text: str) -> Segments:
    """Cut `text`. Spans leave out the blanks around a clause; clauses without any letter or digit are dropped."""
    clauses: list[Clause] = []
    sentences: list[Sentence] = []
    start = first = 0
    for found in _BREAK.finditer(text + "\n"):
        if not found.lastgroup:
            continue
        span = _trimmed(text, start, found.end())
        start = found.end()
        if span:
            clauses.append(Clause(span, len(sentences)))
        if found.lastgroup == "stop" and first < len(clauses):
            end = clauses[-1].span[1]
            begin = clauses[first].span[0]
            sentences.append(Sentence(first, len(clauses) - 1, _level(text, begin), text[end - 1] in _CLOSERS))
            first = len(clauses)
    return Segments(tuple(clauses), tuple(sentences))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    if not any(map(str.isalnum, piece)):
        return None
    end = start + len(piece.rstrip())
    return end - len(piece.strip()), end
