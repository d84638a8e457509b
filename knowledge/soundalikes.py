"""Names that sound like the words: homophones, a character mistyped by its sound, pinyin."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.anatomy import CORE, KIND
from knowledge.name_guards import differ
from knowledge.sounds import blurred, syllables, toneless, usual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from knowledge.anatomy import Anatomy
    from knowledge.index import Entry, Hit, Match
    from knowledge.model import Span

_LONGEST = 12
_PAIR = 2
_TYPO_FROM = 3
"""Characters of a name from which one wrong character is taken for a slip."""
_MOST_CANDIDATES = 200
_LONGEST_SYLLABLE = 6
_LONGEST_LETTERS = 120


class Sounds:
    """The characters of all names by their sounds. Built when first needed: it loads the readings of characters."""

    def __init__(self, entries: Sequence[Entry], masks: Mapping[str, int]) -> None:
        """`masks`: for each character the bits of the entries that have it."""
        self._entries, self._characters = entries, masks

    @cached_property
    def _blurred(self) -> Mapping[str, int]:
        return self._by(blurred)

    @cached_property
    def _toneless(self) -> Mapping[str, int]:
        return self._by(toneless)

    def _by(self, sound: Callable[[str], frozenset[str]]) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for character, mask in self._characters.items():
            for reading in sound(character):
                found[reading] = found.get(reading, 0) | mask
        return found

    def alike(self, text: str, span: Span) -> Iterator[Hit]:
        """Yield the longest stretch at each place of `span` that is a name but for its characters' sounds."""
        from knowledge.index import Hit  # noqa: PLC0415 - index builds on this module

        for start in range(*span):
            reached: list[int] = []
            mask = -1
            for at in range(start, min(span[1], start + _LONGEST)):
                here = self._characters.get(text[at], 0)
                for reading in blurred(text[at]):
                    here |= self._blurred.get(reading, 0)
                mask &= here
                if not mask:
                    break
                reached.append(mask)
            for length in range(len(reached), 1, -1):
                matches = self._alike(text[start : start + length], reached[length - 1])
                if matches:
                    yield Hit((start, start + length), matches, length)
                    break

    def _alike(self, words: str, mask: int) -> tuple[Match, ...]:
        from knowledge.index import Match, MatchReason, numbers  # noqa: PLC0415 - the same

        if mask.bit_count() > _MOST_CANDIDATES:
            return ()
        found: dict[object, Match] = {}
        for entry in (self._entries[number] for number in numbers(mask)):
            place = _stands(words, entry.name)
            if place is None:
                continue
            said = sum(entry.name.roles[at] == CORE for at in range(place, place + len(words)))
            total = sum(role == CORE for role in entry.name.roles) or len(entry.name.stem)
            slip = _is_slip(words, entry.name, place)
            if not slip and (said < total or not _same_tones(words, entry.name.text[place : place + len(words)])):
                continue
            score = 0.6 + 0.2 * said / total + 0.1 * len(words) / len(entry.name.text)
            held = found.get(entry.service)
            if held is None or held.score < score:
                reason = MatchReason.TYPO if slip else MatchReason.HOMOPHONE
                found[entry.service] = Match(entry.service, reason, score, words)
        return tuple(sorted(found.values(), key=lambda m: (-m.score, m.service.name)))

    def spelled(self, letters: str) -> tuple[Match, ...]:
        """Return the services of whose name the longest part of two characters or more stands in `letters` as pinyin."""
        from knowledge.index import Match, MatchReason, numbers  # noqa: PLC0415 - the same

        letters = letters[:_LONGEST_LETTERS]
        best: dict[object, Match] = {}
        for start in range(len(letters)):
            for mask, path in self._paths(letters, start, -1, ()):
                if len(path) < _PAIR or mask.bit_count() > _MOST_CANDIDATES:
                    continue
                for entry in (self._entries[number] for number in numbers(mask)):
                    score = _read_aloud(path, entry.name)
                    held = best.get(entry.service)
                    if score and (held is None or held.score < score):
                        best[entry.service] = Match(entry.service, MatchReason.PINYIN, score, "".join(path))
        return tuple(sorted(best.values(), key=lambda m: (-m.score, m.service.name)))

    def _paths(self, letters: str, start: int, mask: int, path: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
        if len(path) == _LONGEST:
            return
        for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1):
            syllable = letters[start:end]
            if syllable in syllables() and (left := mask & self._toneless.get(syllable, 0)):
                yield left, (*path, syllable)
                yield from self._paths(letters, end, left, (*path, syllable))


def _stands(words: str, name: Anatomy) -> int | None:
    """Return where `words` stand in the name's stem with one character wrong but sounding alike (one in three of longer ones)."""
    text = name.text
    allowed = max(1, len(words) // 3)
    for place in range(len(text) - len(words) + 1):
        wrong = [(a, b) for a, b in zip(words, text[place : place + len(words)], strict=True) if a != b]
        if not 0 < len(wrong) <= allowed and not (len(words) == _PAIR and len(wrong) == 1):
            continue
        roles = {name.roles[at] for at in range(place, place + len(words))}
        if roles <= {CORE, KIND} and all(blurred(a) & blurred(b) and not differ(a, b) for a, b in wrong):
            return place
    return None


def _is_slip(words: str, name: Anatomy, place: int) -> bool:
    """Tell whether the wrong character is one of three or more of its part: a slip, and no other name that sounds the same."""
    wrong = [place + at for at, (a, b) in enumerate(zip(words, name.text[place:], strict=False)) if a != b]
    run = next((r for r in name.runs if any(r[0] <= at < r[1] for at in wrong)), (place, place + len(words)))
    said = min(run[1], place + len(words)) - max(run[0], place)
    return said >= _TYPO_FROM


def _same_tones(words: str, other: str) -> bool:
    return all(a == b or usual(a) & usual(b) for a, b in zip(words, other, strict=True))


def _read_aloud(path: Sequence[str], name: Anatomy) -> float:
    """Return how much of a name's own parts the syllables are, 0 when they do not stand in it.

    in a row or say less than a part.
    """
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
