"""Names typed in pinyin without tones: a stretch of letters → the services whose name it spells."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from knowledge.index.anatomy import CORE
from knowledge.index.matches import Match, MatchReason, ranked
from knowledge.index.sounds import syllables, toneless

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.index.anatomy import Anatomy
    from knowledge.index.matches import Entry
    from knowledge.index.postings import Postings

_LONGEST = 12
_PAIR = 2
_MOST_CANDIDATES = 200
_LONGEST_SYLLABLE = 6
_LONGEST_LETTERS = 120
_WHOLE = 0.9
"""The score of a name that is spelled from its first to its last character."""


class Spellings:
    """All names by their syllables. Built when first asked: it loads the readings of characters."""

    def __init__(self, entries: Sequence[Entry], postings: Postings) -> None:
        """Take all entries and their `postings`, which number them."""
        self._entries, self._postings = entries, postings

    @cached_property
    def _by_sound(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """Return the names in which two syllables stand beside each other, in order."""
        found: dict[tuple[str, str], set[int]] = {}
        for pair, held in self._postings.pairs.items():
            for one, other in product(toneless(pair[0]), toneless(pair[1])):
                found.setdefault((one, other), set()).update(held)
        return {sounds: array("I", sorted(held)) for sounds, held in found.items()}

    def spelled(self, letters: str) -> tuple[Match, ...]:
        """Return the services of whose name the longest part of two characters or more stands in `letters` as pinyin."""
        letters = letters[:_LONGEST_LETTERS]
        found: list[Match] = []
        for start in range(len(letters)):
            for held, path in self._paths(letters, start, None, ()):
                found += self._matches(path, held)
        return ranked(found)

    def _matches(self, path: tuple[str, ...], held: Sequence[int]) -> Iterator[Match]:
        for entry in (self._entries[number] for number in held):
            if score := _read_aloud(path, entry.name):
                yield Match(entry.service, MatchReason.PINYIN, score, "".join(path))

    def _paths(
        self, letters: str, start: int, held: Sequence[int] | None, path: tuple[str, ...]
    ) -> Iterator[tuple[Sequence[int], tuple[str, ...]]]:
        """Yield syllables that stand in a row in names, and these names. `held` are those of `path`, None when too many."""
        for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1):
            syllable = letters[start:end]
            if syllable not in syllables() or len(path) == _LONGEST:
                continue
            if not path:
                yield from self._paths(letters, end, None, (syllable,))
                continue
            both = self._by_sound.get((path[-1], syllable), ())
            few = both if len(both) <= _MOST_CANDIDATES else None
            left = few if held is None else [number for number in held if _holds(both, number)]
            if left:
                yield left, (*path, syllable)
            if both and (left is None or left):
                yield from self._paths(letters, end, left, (*path, syllable))


def _holds(held: Sequence[int], number: int) -> bool:
    place = bisect_left(held, number)
    return place < len(held) and held[place] == number


def _read_aloud(path: Sequence[str], name: Anatomy) -> float:
    """Return how much of a name's own parts the syllables are; 0 when they do not stand in it or say less than a part."""
    text = name.text
    for place in range(len(text) - len(path) + 1):
        if not all(syllable in toneless(text[place + number]) for number, syllable in enumerate(path)):
            continue
        if len(path) == len(text) and name.tells:
            return _WHOLE
        said = {at for at in range(place, place + len(path)) if name.roles[at] == CORE}
        runs = name.runs
        full = [run for run in runs if said >= set(range(*run))]
        if full and len(said) >= _PAIR:
            total = sum(b - a for a, b in runs)
            return 0.6 + 0.2 * len(said) / total + 0.1 * len(path) / len(text)
    return 0.0
