"""How sure it is that words answer a question: what share of it they cover, and whether they show what was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.words import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.passages.asked import Asked


@dataclass(frozen=True, slots=True)
class _Rules:
    """`enough`: characters of a question that must be covered before its share counts in full.

    `known`: what is added to the rarity of every pair, so that in a small store common words count too. `characters`: what the
    share of characters weighs; the rest is the share of pairs. `unshown`: the factor when the kind of words asked for is
    missing. `near_miss`: the factor when the text has the name but for a numeral, a direction or a level.
    """

    enough: int
    known: float
    characters: float
    unshown: float
    near_miss: float
    guards: tuple[frozenset[str], ...]


@cache
def _rules() -> _Rules:
    data = table("passages")
    numbers = data["certainty"]
    guards = tuple(frozenset(group["characters"]) for group in data["guard"])
    return _Rules(
        numbers["enough"],
        numbers["known"],
        numbers["characters"],
        numbers["unshown"],
        numbers["near_miss"],
        guards,
    )


def certainty(asked: Asked, rarity: Sequence[float], covered: int, text: str, *, shown: bool) -> float:
    """Return 0 to 1. `rarity` is that of each term; `covered` has a bit for each term found beside the answer.

    Rare words weigh most, and a name that no notice has weighs more than any. A character weighs as the commonest pair it
    stands in, so that pairs which merely straddle two words of the question do no harm; whole names count through the pairs.
    """
    rules, terms = _rules(), asked.terms
    told = [rules.known + tells for tells in rarity]
    weights: dict[int, float] = {}
    held: set[int] = set()
    for bit, term in enumerate(terms):
        for place in range(*term.span):
            weights[place] = min(weights.get(place, told[bit]), told[bit])
        if covered >> bit & 1:
            held.update(range(*term.span))
    by_character = _share(sum(weights[place] for place in held), sum(weights.values()))
    by_pair = _share(sum(weight for bit, weight in enumerate(told) if covered >> bit & 1), sum(told))
    score = rules.characters * by_character + (1 - rules.characters) * by_pair
    score *= min(1.0, len(held) / rules.enough)
    if asked.expects.answer and not shown:
        score *= rules.unshown
    if _near_miss(asked.text, weights.keys() - held, text, rules.guards):
        score *= rules.near_miss
    return score


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _near_miss(question: str, missing: set[int], text: str, guards: tuple[frozenset[str], ...]) -> bool:
    """Return whether the text has another numeral, direction or level where the question has one, between the same neighbours."""
    for place in missing:
        for guard in guards:
            if question[place] not in guard:
                continue
            before, after = question[max(0, place - 1) : place], question[place + 1 : place + 2]
            if before and after and any(f"{before}{other}{after}" in text for other in guard - {question[place]}):
                return True
    return False
