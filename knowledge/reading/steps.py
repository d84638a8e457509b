"""Ordered steps of a procedure, as printed: clauses that begin with what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.marks import peel_blank
from knowledge.reading.clauses import sentences
from knowledge.reading.furniture import mask
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from knowledge.model import Span


@dataclass(frozen=True, slots=True)
class Step:
    """One step as printed, and where it stands (half-open offsets in the text)."""

    words: str
    span: Span


@cache
def _step() -> re.Pattern[str]:
    rules = table("channels")["steps"]
    return re.compile(f"(?:{alternatives(rules['connectors'])}){{0,3}}(?:{alternatives(rules['openers'])})")


def find_steps(text: str) -> tuple[Step, ...]:
    """Return the steps of the longest run of clauses that each begin with an action; () when there are too few."""
    least = table("channels")["steps"]["least"]
    if len(_step().findall(text)) < least:  # most texts hold no procedure and need not be cut again
        return ()
    plain = mask(text)
    best: list[Step] = []
    run: list[Step] = []
    for sentence in sentences(plain):
        missed = 0
        for clause in sentence.clauses:
            start, end = peel_blank(plain, *clause.span)
            if _step().match(plain, start, end):
                run.append(Step(text[start:end].strip(), (start, end)))
            else:
                missed += 1
        if missed > len(sentence.clauses) // 2:
            best, run = max(best, run, key=len), []
    best = max(best, run, key=len)
    return tuple(best) if len(best) >= least else ()
