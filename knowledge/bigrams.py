"""Texts found by the pairs of characters they share with a query.

Chinese has no spaces, and dictionaries cut names that nobody entered in the wrong place; pairs of characters never do.
Words and numbers in ASCII count whole, and with the character beside them (`4月`).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from heapq import nlargest
from math import log
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

from knowledge.text import exchange, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_RUN = re.compile(r"\w+")
_ASCII = re.compile(r"[a-z0-9]")
_TOKEN = re.compile(r"[a-z0-9]+|[^a-z0-9]")
_lowered = exchange(dict(zip(ascii_uppercase, ascii_lowercase, strict=True)))

_WALKED = 4_000
"""Postings read in full for one query. It bounds the time of a query whatever the number of texts."""
_LOOKED_UP = 60
"""Texts for which the pairs that were too frequent to read in full are looked up."""


def comparable(text: str) -> str:
    """Return `text` folded and with ASCII letters in lower case; the length stays."""
    return _lowered(fold(text))[0]


def bigrams(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a comparable text, and its ASCII words; nothing crosses punctuation.

    A text of a single character is its own pair, so that it can be found at all.
    """
    found: set[str] = set()
    for run in _RUN.findall(text):
        if not _ASCII.search(run):
            found.update(map(str.__add__, run, run[1:]))
            continue
        tokens = _TOKEN.findall(run)
        found.update(map(str.__add__, tokens, tokens[1:]))
        found.update(filter(str.isascii, tokens))
    return found or set(text[:1])


class Bigrams:
    """An index of texts by their pairs of characters. Texts are numbered from 0 in the order in which they were added."""

    def __init__(self) -> None:
        self._postings: dict[str, array[int]] = {}
        self._size = 0

    @classmethod
    def of(cls, texts: Iterable[str]) -> Bigrams:
        """Return an index of `texts`."""
        index = cls()
        for text in texts:
            index.add(text)
        return index

    def __len__(self) -> int:
        return self._size

    def add(self, text: str) -> int:
        """Add one text and return its number."""
        number, postings = self._size, self._postings
        for pair in bigrams(comparable(text)):
            if (held := postings.get(pair)) is None:
                postings[pair] = array("I", (number,))
            else:
                held.append(number)
        self._size += 1
        return number

    def rarity(self, pair: str) -> float:
        """Return how much a pair tells, at least 0: 0 when every text has it, the most when none has it."""
        return log((self._size + 1) / (len(self._postings.get(pair, ())) or 0.5))

    def holds(self, number: int, pair: str) -> bool:
        """Return whether the text of that number has the pair."""
        held = self._postings.get(pair)
        return held is not None and _in(held, number, len(held))

    def candidates(self, text: str, limit: int, before: int | None = None) -> list[tuple[int, float]]:
        """Return the numbers of at most `limit` texts and the share (0 to 1) of the query's weight that they have, best first.

        Of two with the same share the one added later comes first. `before` hides the texts with that number and after it.
        """
        return self.ranked(dict.fromkeys(bigrams(comparable(text)), 1.0), limit, before)

    def ranked(self, pairs: Mapping[str, float], limit: int, before: int | None = None) -> list[tuple[int, float]]:
        """Like `candidates` for pairs with a factor each, by which their rarity is multiplied.

        The rarest pairs are read in full. Frequent ones are only looked up for the texts that the rare ones found; when there
        are no rare ones, the newest texts with the rarest of the frequent ones are taken.
        """
        end = self._size if before is None else before
        weights = {pair: factor * self.rarity(pair) for pair, factor in pairs.items()}
        total = sum(weights.values())
        if not total:
            return []
        scores: dict[int, float] = {}
        frequent: list[tuple[float, array[int], int]] = []
        left = _WALKED
        for weight, held, stop in self._rarest_first(weights, end):
            if scores and stop > left:
                frequent.append((weight, held, stop))
                continue
            for number in held[max(0, stop - left) : stop]:
                scores[number] = scores.get(number, 0.0) + weight
            left -= min(stop, left)
        best = nlargest(max(limit, _LOOKED_UP), zip(scores.values(), scores, strict=True))
        whole = [
            (score + sum(weight for weight, held, stop in frequent if _in(held, number, stop)), number) for score, number in best
        ]
        return [(number, score / total) for score, number in nlargest(limit, whole)]

    def _rarest_first(self, weights: Mapping[str, float], end: int) -> Iterator[tuple[float, array[int], int]]:
        held = ((weight, self._postings[pair]) for pair, weight in weights.items() if pair in self._postings)
        cut = [(weight, postings, bisect_left(postings, end)) for weight, postings in held]
        yield from sorted((entry for entry in cut if entry[2]), key=lambda entry: entry[2])


def _in(postings: array[int], number: int, stop: int) -> bool:
    place = bisect_left(postings, number, 0, stop)
    return place < stop and postings[place] == number
