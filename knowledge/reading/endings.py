"""How the names of services end, of whatever kind."""

from __future__ import annotations

from functools import cache

from knowledge.kinds import kinds

_LONGEST_ENDING = 14
"""Characters of a name's end that are looked at."""


@cache
def _endings() -> frozenset[str]:
    return frozenset(word for kind in kinds().values() for word in kind.endings)


def tail_ending(name: str) -> str:
    """Return the longest ending of a kind, of two characters or more, behind something; empty when there is none."""
    endings = _endings()
    for start in range(max(1, len(name) - _LONGEST_ENDING), len(name) - 1):
        if name[start:] in endings:
            return name[start:]
    return ""


def endings_begin(text: str, start: int, end: int) -> int:
    """Return where the endings begin that a stretch closes with, several in a row taken as one (站入口); `end` for none."""
    endings, begins = _endings(), [end]
    for at in range(end - 1, start - 1, -1):
        for stop in begins:
            if text[at:stop] in endings:
                begins.append(at)
                break
    return begins[-1]
