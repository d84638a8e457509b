"""Names typed in pinyin without tones: a stretch of letters → the services whose name it spells."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.anatomy import CORE
from knowledge.matches import Match, MatchReason, ranked
from knowledge.postings import numbers
from knowledge.sounds import syllables, toneless

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.anatomy import Anatomy
    from knowledge.matches import Entry
    from knowledge.postings import Postings

_LONGEST = 12
_PAIR = 2
_MOST_CANDIDATES = 200
_LONGEST_SYLLABLE = 6
_LONGEST_LETTERS = 120


class Spellings:
    """All names by their syllables. Built when first asked: it loads the readings of characters."""

    def __init__(self, entries: Sequence[Entry], postings: Postings) -> None:
        """Take all entries and their `postings`, which number them."""
        self._entries, self._postings = entries, postings

    @cached_property
    def _toneless(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for character, mask in self._postings.masks.items():
            for reading in toneless(character):
                found[reading] = found.get(reading, 0) | mask
        return found

    def spelled(self, letters: str) -> tuple[Match, ...]:
        """Return the services of whose name the longest part of two characters or more stands in `letters` as pinyin."""
        letters = letters[:_LONGEST_LETTERS]
        found: list[Match] = []
        for start in range(len(letters)):
            for mask, path in self._paths(letters, start, -1, ()):
                if len(path) < _PAIR or mask.bit_count() > _MOST_CANDIDATES:
                    continue
                found += self._matches(path, mask)
        return ranked(found)

    def _matches(self, path: tuple[str, ...], mask: int) -> Iterator[Match]:
        for entry in (self._entries[number] for number in numbers(mask)):
            if score := _read_aloud(path, entry.name):
                yield Match(entry.service, MatchReason.PINYIN, score, "".join(path))

    def _paths(self, letters: str, start: int, mask: int, path: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
        if len(path) == _LONGEST:
            return
        for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1):
            syllable = letters[start:end]
            if syllable in syllables() and (left := mask & self._toneless.get(syllable, 0)):
                yield left, (*path, syllable)
                yield from self._paths(letters, end, left, (*path, syllable))


def _read_aloud(path: Sequence[str], name: Anatomy) -> float:
    """Return how much of a name's own parts the syllables are; 0 when they do not stand in it or say less than a part."""
    text = name.text
    for place in range(len(text) - len(path) + 1):
        if not all(syllable in toneless(text[place + number]) for number, syllable in enumerate(path)):
            continue
        said = {at for at in range(place, place + len(path)) if name.roles[at] == CORE}
        runs = name.runs
        full = [run for run in runs if said >= set(range(*run))]
        if full and len(said) >= _PAIR:
            total = sum(b - a for a, b in runs)
            return 0.6 + 0.2 * len(said) / total + 0.1 * len(path) / len(text)
    return 0.0
