"""Names said in full of services whose notices use a short form: 山西大学第一医院 for 山大一院."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Mention
from knowledge.index import Match, MatchReason
from knowledge.index.anatomy import anatomy, dissected, plain
from knowledge.index.name_guards import is_guard
from knowledge.index.shortening import align
from knowledge.places import related

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understanding.scene import Scene
    from knowledge.index.anatomy import Anatomy
    from knowledge.model import Service

_LOOKED_AT = 400
"""Services, the newest first, whose names are held against a full name."""
_SCORE = 0.8
_SHORTEST = 3


def bearers(unknown: Sequence[str], seen: Scene) -> tuple[Mention, ...]:
    """Return a mention for each full name when all of them belong to services held under a short form."""
    found = []
    for name in unknown:
        start = seen.text.find(name)
        if start < 0:
            return ()
        begin = _beginning(start, seen)
        words = seen.text[begin : start + len(name)]
        full = dissected(plain(words))
        matches = [
            Match(service, MatchReason.SHORT, _SCORE, words)
            for service in seen.index.services[:_LOOKED_AT]
            if _is_short_of(service, full, seen)
        ]
        if not matches:
            return ()
        found.append(Mention(words, (begin, start + len(name)), tuple(matches)))
    return tuple(found)


def _beginning(start: int, seen: Scene) -> int:
    """Return where a name really begins: places and words of kinds right before it belong to it."""
    ends = {span[1]: span[0] for span in (*(one.span for one in seen.kind_words), *(one.span for one in seen.places))}
    while start in ends:
        start = ends[start]
    return start


def _is_short_of(service: Service, full: Anatomy, seen: Scene) -> bool:
    if full.places and not any(related(a, b) for a in full.places for b in seen.index.places(service)):
        return False
    for name in service.names or (service.name,):
        parts = anatomy(name)
        for start, end in parts.runs:
            short = parts.text[start:end]
            if end - start >= _SHORTEST and short not in full.text and set(short) <= set(full.text):
                found = align(short, full)
                if found is not None and found.core and not found.contiguous and _numerals(short) == _numerals(full.text):
                    return True
    return False


def _numerals(words: str) -> list[str]:
    return [mark for mark in words if is_guard(mark, "numeral")]
