"""Pinyin as people type it: names found by their sound, everyday words put into characters."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate, product
from typing import TYPE_CHECKING

from bot.understanding.kind_words import kinds_said
from bot.understanding.latin import english_small_words, pinyin_particles, pinyin_phrases
from knowledge.index.sounds import spelled, syllables, toneless
from knowledge.places import major_places

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from knowledge.index import Index, Match

_RUN = re.compile(r"(?<![a-z0-9])[a-z](?:[a-z' ]*[a-z])?(?![a-z0-9])")
_SHORTEST = 4
"""Letters from which a run is looked at: shorter ones are codes and particles."""
_LONGEST_SYLLABLE = 6
_CITY = 4
"""Digits of a place's code that tell its city."""
_MOST_READINGS = 16


def is_pinyin(text: str) -> bool:
    """Tell whether a lower-case text without Chinese characters is pinyin: every word is, and not all are English."""
    words = re.findall(r"[a-z]+", text)
    small = english_small_words()
    return sum(map(len, words)) >= _SHORTEST and all(map(spelled, words)) and any(word not in small for word in words)


def put_into_characters(text: str, index: Index) -> tuple[str, tuple[Match, ...]]:
    """Return a lower-case text without its pinyin, and the services named by it, best first.

    Everyday words come back in characters; the letters of the name, and what is no known word, are gone.
    """
    named: list[tuple[Match, ...]] = []

    def read(found: re.Match[str]) -> str:
        words = found.group().replace("'", " ").split()
        letters = "".join(words)
        if len(letters) < _SHORTEST or not all(map(spelled, words)):
            return found.group()
        matches = tuple(match for match in index.spelled(letters) if match.words not in places_spelled())
        if matches:
            named.append(matches)
            before, _, after = letters.partition(matches[0].words.replace(" ", ""))
            return _characters(before) + _characters(after)
        return _characters(letters, frozenset(accumulate(map(len, words))) if len(words) > 1 else None)

    put = _RUN.sub(read, text)
    return put, next(iter(named), ())


def _characters(letters: str, ends: frozenset[int] | None = None) -> str:
    """Return the everyday words that letters spell, the longest first at each place; other syllables are passed over.

    `ends`: where the words that were typed end, where blanks part them; a place does not begin behind an unknown syllable of
    such a word (putonghua is no 通化).
    """
    phrases, found, at = _phrases(), "", 0
    longest, passed = max(map(len, phrases)), False
    while at < len(letters):
        passed = passed and (ends is None or at not in ends)
        for end in range(min(at + longest, len(letters)), at, -1):
            if letters[at:end] in phrases and not (passed and ends and letters[at:end] in places_spelled()):
                found += phrases[letters[at:end]]
                at = end
                break
        else:
            at = next((end for end in range(at + _LONGEST_SYLLABLE, at, -1) if letters[at:end] in syllables()), at + 1)
            passed = True
    return found


@cache
def _phrases() -> Mapping[str, str]:
    """Return everyday words, words of kinds and places by their pinyin, and particles of one character."""
    found = {letters: places[0] for letters, places in places_spelled().items()} | dict(pinyin_particles())
    for word in (*(w for w in kinds_said()[1] if not w.isascii()), *pinyin_phrases()):
        found |= dict.fromkeys(_spellings(word), word)
    found.pop("", None)
    return found


@cache
def places_spelled() -> Mapping[str, tuple[str, ...]]:
    """Return provinces and cities by their pinyin: they are places before they are parts of names."""
    found: dict[str, tuple[str, ...]] = {}
    for place in major_places():
        for letters in _spellings(place):
            found[letters] = (*found.get(letters, ()), place)
    return found


def place_spelled(letters: str, held: Collection[str]) -> str:
    """Return the place that such letters mean: of several (苏州, 宿州) one whose code is held, else the first."""
    meant = places_spelled()[letters]
    cities = {code[:_CITY] for code in held}
    return next((place for place in meant if major_places()[place].code[:_CITY] in cities), meant[0])


def _spellings(word: str) -> Iterator[str]:
    readings = product(*(toneless(character) for character in word))
    yield from ("".join(reading) for reading, _ in zip(readings, range(_MOST_READINGS), strict=False))
