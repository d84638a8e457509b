"""How much a notice as a whole has to do with a question: which notices to look into for the answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.words import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knowledge.passages.asked import Asked


@dataclass(frozen=True, slots=True)
class _Rules:
    """`repeats` and `length` are k1 and b of Okapi BM25, `triples` what shared triples weigh beside it."""

    repeats: float
    length: float
    triples: float


@cache
def _rules() -> _Rules:
    numbers = table("passages")["relevance"]
    return _Rules(numbers["repeats"], numbers["length"], numbers["triples"])


def triples(asked: Asked, rarity: Sequence[float]) -> Mapping[str, float]:
    """Return the characters in a row wherever two pairs of the question overlap; they weigh as both. They hold names together."""
    found: dict[str, float] = {}
    for number, (one, other) in enumerate(zip(asked.terms, asked.terms[1:], strict=False)):
        if one.span[0] < other.span[0] < one.span[1] < other.span[1]:
            found[asked.text[one.span[0] : other.span[1]]] = rarity[number] + rarity[number + 1]
    return found


def relevance(text: str, asked: Asked, rarity: Sequence[float], joined: Mapping[str, float], length: float) -> float:
    """Return at least 0. `rarity` is that of each term, `joined` the triples, `length` that of the text in usual lengths.

    Okapi BM25 over pairs of characters, as a share of what the question weighs: a word that comes again adds little, and a long
    text holds more words by chance.
    """
    rules = _rules()
    spread = rules.repeats * (1 - rules.length + rules.length * length)
    words = 0.0
    for term, weight in zip(asked.terms, rarity, strict=True):
        if count := sum(map(text.count, term.printed)):
            words += weight * count * (rules.repeats + 1) / (count + spread)
    held = sum(weight for triple, weight in joined.items() if triple in text)
    return words / (sum(rarity) or 1.0) + rules.triples * held / (sum(joined.values()) or 1.0)
