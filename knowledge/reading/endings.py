"""How the names of services end, of whatever kind."""

from __future__ import annotations

import re
from functools import cache

from knowledge.kinds import kinds
from knowledge.words import alternatives

_LONGEST_ENDING = 14
"""Characters of a name's end that are looked at."""


@cache
def _endings() -> frozenset[str]:
    return frozenset(word for kind in kinds().values() for word in kind.endings)


def tail_ending(name: str) -> str:
    """Return the longest ending of a kind, of two characters or more, behind something; empty when there is none."""
    endings = _endings()
    tails = (name[start:] for start in range(max(1, len(name) - _LONGEST_ENDING), len(name) - 1))
    return next((tail for tail in tails if tail in endings), "")


@cache
def final_ending() -> re.Pattern[str]:
    """Return a pattern for the endings a name closes with, several in a row taken as one (站入口)."""
    return re.compile(f"(?:{alternatives(_endings())})+$")
