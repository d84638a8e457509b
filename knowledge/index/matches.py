"""What is found when words are taken for services: matches, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.index.anatomy import Anatomy
    from knowledge.model import Service, Span


class MatchReason(StrEnum):
    """Why words are taken for a service. NEAR, HOMOPHONE, TYPO and PINYIN are disclosed or asked back, never silent."""

    EXACT = "exact"
    ALIAS = "alias"
    SHORT = "short"
    KIND = "kind"
    """By kind and place, not by name."""
    NEAR = "near"
    """A part of the name, or of another kind of the same name: ask back."""
    HOMOPHONE = "homophone"
    TYPO = "typo"
    PINYIN = "pinyin"


@dataclass(frozen=True, slots=True)
class Match:
    """A service that words may mean. `score` is 0 to 1; scores that differ by less than 0.05 are equally good."""

    service: Service
    reason: MatchReason
    score: float
    words: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of a text that name services. `span` is half-open, characters of that text."""

    span: Span
    matches: tuple[Match, ...]
    core: int
    """Characters of the name's own parts that were said."""
    whole: bool = False
    """True when the words are a whole name, letter by letter."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one service; for an alias, the words people say."""

    service: Service
    name: Anatomy
    reason: MatchReason = MatchReason.EXACT


def ranked(matches: Iterable[Match], most: int | None = None) -> tuple[Match, ...]:
    """Return the best match of each service, best first, by name where two are equally good."""
    best: dict[Service, Match] = {}
    for match in matches:
        held = best.get(match.service)
        if held is None or held.score < match.score:
            best[match.service] = match
    return tuple(sorted(best.values(), key=lambda m: (-m.score, m.service.name))[:most])


def apart(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return hits that do not overlap, those with most of a name first, in the order of the text."""
    chosen: list[Hit] = []
    for hit in sorted(hits, key=_merit):
        if all(hit.span[1] <= other.span[0] or other.span[1] <= hit.span[0] for other in chosen):
            chosen.append(hit)
    return tuple(sorted(chosen, key=lambda h: h.span))


def _merit(hit: Hit) -> tuple[float, Span]:
    """Return what hits are sorted by: how much of a name they say, and how well."""
    length = hit.span[1] - hit.span[0]
    return -hit.matches[0].score * (hit.core + length / 2), hit.span
