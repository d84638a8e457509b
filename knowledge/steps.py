"""Ordered steps of a procedure, as printed: clauses that begin with what to do."""

from __future__ import annotations

import re
from functools import cache

from knowledge.clauses import mask, sentences
from knowledge.words import alternatives, table


@cache
def _step() -> re.Pattern[str]:
    rules = table("channels")["steps"]
    return re.compile(f"(?:{alternatives(rules['connectors'])}){{0,3}}(?:{alternatives(rules['openers'])})")


def find_steps(text: str) -> tuple[str, ...]:
    """Return the steps of the longest run of clauses that each begin with an action; () when there are too few."""
    plain = mask(text)
    best: tuple[str, ...] = ()
    run: list[str] = []
    for sentence in sentences(plain):
        for clause in sentence.clauses:
            start, end = clause.span
            while start < end and plain[start] in " \x02":
                start += 1
            if _step().match(plain, start, end):
                run.append(text[start:end].strip())
            elif run and not sentence.item and clause is sentence.clauses[0]:
                best, run = max(best, tuple(run), key=len), []
    best = max(best, tuple(run), key=len)
    return best if len(best) >= table("channels")["steps"]["least"] else ()
