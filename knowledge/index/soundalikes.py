"""Names that sound like the words: homophones, and a character mistyped by its sound."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.index.anatomy import CORE, KIND
from knowledge.index.matches import Hit, Match, MatchReason, ranked
from knowledge.index.name_guards import differ
from knowledge.index.sounds import blurred, usual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.index.anatomy import Anatomy
    from knowledge.index.matches import Entry
    from knowledge.index.postings import Postings
    from knowledge.model import Span

_LONGEST = 12
_PAIR = 2
_TYPO_FROM = 3
"""Characters of a name from which one wrong character is taken for a slip."""
_KIND_SAID = 2
"""Characters of the kind that must be said with a name that sounds alike but for its tones (云岗石窟)."""
_MOST_CANDIDATES = 100
"""Names with the same pair of characters that are looked at; of more the pair tells too little."""
_MOST_ALIGNED = 300
"""Names held against one stretch of text, those with the rarest pairs first; it bounds the time."""


class Sounds:
    """All names by how they sound. What sounds alike is found when first asked: it loads the readings of characters."""

    def __init__(self, entries: Sequence[Entry], postings: Postings) -> None:
        """Take all entries and their `postings`, which number them."""
        self._entries, self._postings = entries, postings
        self._alike: dict[str, frozenset[str]] = {}

    @cached_property
    def _by_reading(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for character in self._postings.masks:
            for reading in blurred(character):
                found.setdefault(reading, set()).add(character)
        return found

    def _characters_like(self, character: str) -> frozenset[str]:
        """Return the characters in names that sound like this one, itself not among them."""
        if (held := self._alike.get(character)) is None:
            found = {other for reading in blurred(character) for other in self._by_reading.get(reading, ())}
            held = self._alike[character] = frozenset(found - {character})
        return held

    def alike(self, text: str, span: Span) -> Iterator[Hit]:
        """Yield the longest stretch at each place of `span` that is a name but for its characters' sounds.

        One character in three may be wrong, one in two of a stretch of two; each must sound like the right one.
        """
        found: dict[int, list[tuple[int, Match]]] = {}
        for number, shift in self._aligned(text, span):
            for start, length, match in self._stretches(text, span, self._entries[number], shift):
                found.setdefault(start, []).append((length, match))
        for start, matches in sorted(found.items()):
            longest = max(length for length, _ in matches)
            yield Hit((start, start + longest), ranked(match for length, match in matches if length == longest), longest)

    def _aligned(self, text: str, span: Span) -> dict[tuple[int, int], None]:
        """Return entries by number, with what is added to a place in `text` to get the place in the name.

        In each stretch that counts, two characters beside each other stand in the name so that at most one is wrong.
        """
        held: list[tuple[int, int, str]] = []
        for at in range(span[0], span[1] - 1):
            one, other = text[at], text[at + 1]
            pairs = [one + other]
            pairs += [one + like for like in self._characters_like(other)]
            pairs += [like + other for like in self._characters_like(one)]
            held += [
                (count, at, pair) for pair in pairs if 0 < (count := len(self._postings.with_pair(pair))) <= _MOST_CANDIDATES
            ]
        aligned: dict[tuple[int, int], None] = {}
        for _, at, pair in sorted(held):
            for number in self._postings.with_pair(pair):
                aligned |= dict.fromkeys((number, place - at) for place in _places(pair, self._entries[number].name.text))
            if len(aligned) > _MOST_ALIGNED:
                break
        return aligned

    def _stretches(self, text: str, span: Span, entry: Entry, shift: int) -> Iterator[tuple[int, int, Match]]:
        """Yield (start, length, match) for the longest stretch at each place when the name is laid on the text."""
        name = entry.name
        right, wrong = _laid(text, span, name, shift)
        if not wrong:
            return
        for start in right:
            end = start
            while end < start + _LONGEST and end in right:
                end += 1
            for stop in range(end, start + 1, -1):
                count = sum(start <= at < stop for at in wrong)
                length = stop - start
                enough = length >= _PAIR and 0 < count <= max(1, length // 3)
                if enough and (match := _match(text[start:stop], entry, start + shift)):
                    yield start, length, match
                    break


def _places(pair: str, text: str) -> Iterator[int]:
    at = text.find(pair)
    while at >= 0:
        yield at
        at = text.find(pair, at + 1)


def _laid(text: str, span: Span, name: Anatomy, shift: int) -> tuple[set[int], list[int]]:
    """Return the places of `text` whose characters are those of the name or sound like them, and those that only sound so."""
    right: set[int] = set()
    wrong: list[int] = []
    for at in range(max(span[0], -shift), min(span[1], len(name.text) - shift)):
        one, other = text[at], name.text[at + shift]
        if name.roles[at + shift] not in {CORE, KIND}:
            continue
        if one == other:
            right.add(at)
        elif not blurred(one).isdisjoint(blurred(other)) and not differ(one, other):
            right.add(at)
            wrong.append(at)
    return right, wrong


def _match(words: str, entry: Entry, place: int) -> Match | None:
    name = entry.name
    said = name.roles.count(CORE, place, place + len(words))
    total = name.roles.count(CORE) or len(name.stem)
    slip = _is_slip(words, name, place)
    kind_said = len(words) - said >= _KIND_SAID
    if not slip and (said < total or not (kind_said or _same_tones(words, name.text[place : place + len(words)]))):
        return None
    score = 0.6 + 0.2 * said / total + 0.1 * len(words) / len(name.text)
    return Match(entry.service, MatchReason.TYPO if slip else MatchReason.HOMOPHONE, score, words)


def _is_slip(words: str, name: Anatomy, place: int) -> bool:
    """Tell whether the wrong character is one of three or more of its part: a slip, and no other name that sounds the same."""
    wrong = [place + at for at, (a, b) in enumerate(zip(words, name.text[place:], strict=False)) if a != b]
    run = next((r for r in name.runs if any(r[0] <= at < r[1] for at in wrong)), (place, place + len(words)))
    said = min(run[1], place + len(words)) - max(run[0], place)
    return said >= _TYPO_FROM


def _same_tones(words: str, other: str) -> bool:
    return all(a == b or usual(a) & usual(b) for a, b in zip(words, other, strict=True))
