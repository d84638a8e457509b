"""What the characters of a service's name do: tell the place, the kind, how many are meant, or which one it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from knowledge.bigrams import comparable
from knowledge.index.name_guards import is_guard
from knowledge.kinds import kinds
from knowledge.places import find_places
from knowledge.words import alternatives, pattern, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.places import Place

PLACE, MODIFIER, DATE, KIND, CORE = "p", "m", "d", "k", "c"
_LONGEST = 80
_LONGEST_MODIFIER = 5
_KEPT = 100_000
"""Names whose anatomy is kept."""


@dataclass(frozen=True, eq=False)
class Anatomy:
    """A name taken apart. `text` is comparable and without punctuation; `roles` has a letter for each of its characters.

    Two are the same only when they are one: the anatomy of a name is kept, and compared and hashed all the time.
    """

    text: str
    roles: str
    starts: frozenset[int]
    """Where its words begin, as far as they are known."""
    places: tuple[Place, ...]
    kinds: frozenset[str]
    """Kinds whose endings stand in it."""
    months: frozenset[int]

    @cached_property
    def stem(self) -> str:
        """The name without place, date and words of number."""
        return "".join(c for c, role in zip(self.text, self.roles, strict=True) if role in {CORE, KIND})

    @cached_property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """The parts that tell this service from others of its kind and place, as spans; none in names like 武汉公交."""
        found: list[tuple[int, int]] = []
        start: int | None = None
        for at in range(len(self.text) + 1):
            is_core = at < len(self.text) and self.roles[at] == CORE
            if start is not None and (not is_core or at in self.starts):
                found.append((start, at))
                start = None
            if is_core and start is None:
                start = at
        return tuple(found)

    @property
    def collective(self) -> bool:
        """Tell whether it means every service of a kind, or some of them, and none by its own name."""
        return CORE not in self.roles

    @property
    def tells(self) -> bool:
        """Tell whether the name as a whole means this service: by a part of its own, or by a place and a kind (武汉大学)."""
        return CORE in self.roles or (PLACE in self.roles and KIND in self.roles)


def months_in(text: str) -> frozenset[int]:
    """Return the months a text names by their numbers."""
    return frozenset(int(month) for month in pattern("names", "months_of_names").findall(text))


def plain(name: str) -> str:
    """Return a name comparable: folded, lower case, letters and digits only."""
    return "".join(filter(str.isalnum, comparable(name[:_LONGEST])))


@cache
def kind_words() -> Mapping[str, tuple[str, ...]]:
    """Return every ending and word of a kind, in comparable form, with the kinds it belongs to."""
    found: dict[str, dict[str, None]] = {}
    for kind in kinds().values():
        for word in (*kind.words, *kind.endings):
            found.setdefault(plain(word), {})[kind.name] = None
    return {word: tuple(names) for word, names in found.items() if word}


@cache
def _kind_pattern() -> re.Pattern[str]:
    return re.compile(alternatives(word for word in kind_words() if len(word) > 1))


@cache
def single_endings() -> frozenset[str]:
    """Return the endings of one character (山, 寺): they end a name, they are no word alone."""
    return frozenset(word for word in kind_words() if len(word) == 1)


@cache
def _general_words() -> frozenset[str]:
    return frozenset(plain(word) for kind in kinds().values() for word in kind.words)


@cache
def _modifiers() -> re.Pattern[str]:
    modifying = (*words("names", "modifiers"), *words("names", "scopes"))
    return re.compile(alternatives(word for word in modifying if 1 < len(word) <= _LONGEST_MODIFIER))


@lru_cache(maxsize=_KEPT)
def anatomy(name: str) -> Anatomy:
    """Return the parts of a name that is held; it is kept, as it will be asked for again."""
    return dissected(name)


def dissected(name: str) -> Anatomy:
    """Return the parts of `name`, which may be any words of a citizen and is not kept."""
    text = plain(name)
    roles, starts = [CORE] * len(text), _joints(name)
    found_kinds: dict[str, None] = {}

    def mark(start: int, end: int, role: str) -> None:
        starts.update((start, end))
        for at in range(start, end):
            if roles[at] == CORE:
                roles[at] = role

    starts.update(len(word) for word in words("names", "national") if text.startswith(word))
    for printed, role in ((pattern("names", "dates_of_names"), DATE), (pattern("names", "counts_of_names"), MODIFIER)):
        for found in printed.finditer(text):
            mark(*found.span(), role)
    places: list[Place] = []
    for mention in find_places(text):
        if mention.full or mention.place.level != "county" or (places and within(mention.place, places[-1])):
            places.append(mention.place)
            starts.update(mention.span)
            if CORE not in roles[: mention.span[0]] and not _in_word(text, mention.span):
                mark(*mention.span, PLACE)
        elif mention.span[0] == 0:
            starts.add(mention.span[1])
    for found in _kind_pattern().finditer(text):
        found_kinds |= dict.fromkeys(kind_words()[found.group()])
        start, end = found.span()
        told_apart = is_guard(text[start], "direction") and found.group() not in _general_words()  # 南站, but 中小学
        mark(start + told_apart, end, KIND)
        starts.update(at for at in range(start + 1, end) if text[at:end] in kind_words())
    for found in _modifiers().finditer(text):
        mark(*found.span(), MODIFIER)
    if text and text[-1] in single_endings() and roles[-1] == CORE:
        found_kinds |= dict.fromkeys(kind_words()[text[-1]])
    months = months_in(text)
    return Anatomy(text, "".join(roles), frozenset(starts), tuple(dict.fromkeys(places)), frozenset(found_kinds), months)


def _joints(name: str) -> set[int]:
    """Return where punctuation parts the plain name, and its beginning."""
    joints, at = {0}, 0
    for character in name[:_LONGEST]:
        if character.isalnum():
            at += 1
        else:
            joints.add(at)
    return joints


def within(inner: Place, outer: Place) -> bool:
    """Tell whether a place is the other one or lies in it, by their codes."""
    stem = outer.code.rstrip("0")
    return inner.code == outer.code or (inner.code[0] != "X" and inner.code.startswith(stem + "0" * (len(stem) % 2)))


def _in_word(text: str, span: tuple[int, int]) -> bool:
    """Tell whether the characters of a place belong to a longer ending of a kind that begins before it or goes on behind it."""
    start, end = span
    first = max(0, start - 2)
    return any(word.start() <= start and word.end() > end for word in _kind_pattern().finditer(text, first, end + 8))
