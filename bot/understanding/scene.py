"""What stands in a question besides names: places, words of kinds, small words; everything later steps look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from bot.understanding.coverage import gaps, inside, overlaps
from bot.understanding.kind_words import (
    any_sight,
    exam_stages,
    group_words,
    is_exam,
    kinds_said,
    naming_words,
    proper_after_place,
    sights,
)
from bot.understanding.lexicon import joints, small_words
from knowledge.index.name_guards import TOLD_APART, is_guard
from knowledge.kinds import kinds
from knowledge.places import PlaceMention, find_places

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from knowledge.index import Hit, Index
    from knowledge.model import Span


_NAMED_GROUPS = {"school", "place", "health"}
"""Groups of kinds whose services have proper names."""
_LONGEST_WORD = 4
"""Characters of one word that asks for something; longer stretches hold names (能…吗)."""
_CITY = 4
"""Digits of a place's code that tell its city: counties of cities that are spoken of are places by their short names too."""


@dataclass(frozen=True, slots=True)
class KindWord:
    """A word by which people mean a kind of service, and the kinds it may mean."""

    span: Span
    word: str
    kinds: frozenset[str]

    @property
    def closes_names(self) -> bool:
        """Tell a word that can end a name (公园) from one that people say instead of a name (散步)."""
        return self.word in naming_words()

    @property
    def groups(self) -> frozenset[str]:
        """The groups of its kinds."""
        return frozenset(kinds()[name].group for name in self.kinds)

    @property
    def names_after_place(self) -> bool:
        """Tell a word that makes a name of a place before it (某地大学) from one that means all there (某地学校)."""
        return self.word in proper_after_place()

    @property
    def names_alone(self) -> bool:
        """Tell a word that only some services bear, and that needs no place before it (故宫)."""
        return self.closes_names and self.groups <= _NAMED_GROUPS and not self.is_general and not self.names_after_place

    @property
    def is_general(self) -> bool:
        """Tell a word for all services of a kind (医院) from one that only some bear (人民医院)."""
        return any(self.word in kinds()[name].words for name in self.kinds)

    @property
    def is_stage(self) -> bool:
        """Tell the word of a stage that many exams have (面试)."""
        return self.word in exam_stages()

    @property
    def is_numbered(self) -> bool:
        """Tell a word with a number of its own (高一)."""
        return any(is_guard(mark, "numeral") for mark in self.word)

    @property
    def is_told_apart(self) -> bool:
        """Tell a word with a number or a direction of its own (高一, 南站)."""
        return any(is_guard(mark, group) for mark in self.word for group in TOLD_APART)

    @property
    def is_exam(self) -> bool:
        """Tell the word of one exam (专升本), which names it, from the word for any exam."""
        return is_exam(self.word, self.kinds)


@dataclass(frozen=True)
class Scene:
    """A comparable question with what was found in it. All spans are characters of `text`."""

    text: str
    taken: tuple[Span, ...]
    """Dates and words of intents."""
    dates: tuple[Span, ...]
    places: tuple[PlaceMention, ...]
    kind_words: tuple[KindWord, ...]
    small: tuple[Span, ...]
    index: Index

    @property
    def known(self) -> tuple[Span, ...]:
        """Everything that is explained without a name."""
        return (*self.taken, *self.small, *(one.span for one in self.places), *(one.span for one in self.kind_words))

    def said(self, hits: Sequence[Hit]) -> tuple[KindWord, ...]:
        """Return the words of kinds that are no part of a name."""
        named = [hit.span for hit in hits]
        return tuple(one for one in self.kind_words if not overlaps(one.span, named))

    @cached_property
    def left_without_names(self) -> tuple[Span, ...]:
        """Return the runs of letters that nothing explains when no name is known."""
        return self.left(())

    def left(self, hits: Sequence[Hit]) -> tuple[Span, ...]:
        """Return the runs of letters that nothing explains."""
        return gaps(self.text, (*self.known, *(hit.span for hit in hits)))


def scene(text: str, dates: Sequence[Span], said: Sequence[Span], index: Index) -> Scene:
    """Look at a comparable text. `dates` are the spans of dates, `said` those of words of intents."""
    pattern, meant = kinds_said()
    places = find_places(text, counties=False)
    spans = [one.span for one in places]
    cities = {code[:_CITY] for code in index.held_places}
    held = (one for one in find_places(text) if one.place.code[:_CITY] in cities and not overlaps(one.span, spans))
    places = tuple(sorted((*places, *held), key=lambda one: one.span))
    small = tuple(found.span() for found in small_words().finditer(text))
    asking = (span for span in said if span[1] - span[0] <= _LONGEST_WORD)
    named = _longest(pattern, text, (*dates, *small, *asking))
    words = tuple(KindWord(span, text[slice(*span)], meant[text[slice(*span)]]) for span in named)
    places = tuple(_before(one, words) for one in places)
    return Scene(text, (*dates, *said), tuple(dates), places, words, small, index)


def _before(one: PlaceMention, words: Sequence[KindWord]) -> PlaceMention:
    """Return a place without its last character where a word of a kind begins with that: 江西省考 is 省考 in 江西."""
    if not one.full or not any(word.span[0] == one.span[1] - 1 for word in words):
        return one
    return replace(one, span=(one.span[0], one.span[1] - 1), full=False)


def _longest(pattern: re.Pattern[str], text: str, others: Sequence[Span]) -> Iterator[Span]:
    """Yield where words of kinds stand, the longer of two that overlap; within a longer word or date is none (准考证, 春节).

    Of two that are as long the one for a whole group: 注会考试 is 注会 and 考试, no 会考.
    """
    naming = naming_words()
    found = [match.span() for at in range(len(text)) if (match := pattern.match(text, at))]
    chosen: list[Span] = []
    general = group_words()
    said = {span: text[slice(*span)] for span in found}
    for span in sorted(found, key=lambda one: (one[0] - one[1], said[one] not in general, said[one] not in naming, one)):
        longer = (one for one in others if one != span)
        if not overlaps(span, chosen) and not inside(span, longer):
            chosen.append(span)
    yield from sorted(chosen)


def kinds_of(said: Iterable[KindWord]) -> tuple[str, ...]:
    """Return the kinds that words mean, each once."""
    return tuple(dict.fromkeys(name for one in said for name in sorted(one.kinds)))


def exams(said: Iterable[KindWord]) -> tuple[str, ...]:
    """Return the exams that are said, without the word for any exam (专升本考试 → 专升本)."""
    words = [one.word for one in said if one.is_exam]
    return tuple(next((w.removesuffix(g) for g in group_words() if w.endswith(g) and w != g), w) for w in words)


def bare_word(said: Sequence[KindWord]) -> str:
    """Return what to call a kind of which nothing is held: its exam and stage, else a word that closes names or what was said."""
    stages = {one.span[0]: one.word for one in said if one.is_stage}
    exam = (one.word + stages.get(one.span[1], "") for one in said if one.is_exam)
    return next(chain(exam, (one.word for one in said if one.closes_names)), said[0].word)


def group_of(said: Iterable[KindWord]) -> str | None:
    """Return the group of kinds that a word like 考试 means."""
    return next((group_words()[one.word] for one in said if one.word in group_words()), None)


def listed_kinds(text: str, said: Sequence[KindWord]) -> tuple[str, ...]:
    """Return the kinds a list is asked of: those of the last word, and of words joined to it (停水停电, 景区和公园)."""
    chosen = list(said[-1:])
    for one in reversed(said[:-1]):
        between = text[one.span[1] : chosen[0].span[0]]
        bare = not (between or one.closes_names or chosen[0].closes_names)
        if between not in joints() and not bare:
            break
        chosen.insert(0, one)
    found = kinds_of(chosen)
    return tuple(dict.fromkeys((*found, *sorted(sights())))) if any_sight() in found else found
