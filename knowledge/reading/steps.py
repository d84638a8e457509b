"""Ordered steps of a procedure, as printed: clauses that begin with what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.marks import peel_blank
from knowledge.words import alternatives, table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Span
    from knowledge.reading.clauses import Sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One step as printed, and where it stands (half-open offsets in the text)."""

    words: str
    span: Span


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(alternatives(words("channels", "steps", "openers")))


@cache
def _step() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(words('channels', 'steps', 'connectors'))}){{0,3}}(?:{_opener().pattern})")


def find_steps(text: str, plain: str, cut: Sequence[Sentence]) -> tuple[Step, ...]:
    """Return the steps of the longest run of clauses that each begin with an action; () when there are too few.

    `plain` is the text masked, and `cut` its sentences.
    """
    least = table("channels")["steps"]["least"]
    if len(_opener().findall(text)) < least:  # most texts hold no procedure
        return ()
    best: list[Step] = []
    run: list[Step] = []
    for sentence in cut:
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
