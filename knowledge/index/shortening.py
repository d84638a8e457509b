"""Short forms nobody entered: words whose characters stand in a name in their order, where people would pick them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.index.anatomy import CORE, KIND, PLACE, single_endings
from knowledge.index.name_guards import differ, heads, is_guard, leading_on
from knowledge.index.numbered import is_number_of, is_numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.index.anatomy import Anatomy

_PAIR = 2
_SHORT_NAME = 4
"""Characters up to which the first and the last of a name stand for it: 布宫 for 布达拉宫."""
_LONGEST = 20
_MOST_PARTS = 4
_ENOUGH = 0.5
"""Share of a part of the name that must be said."""
_LONG = 3
"""Characters from which a smaller share is enough."""
_LONG_SHARE = 0.4
_WHOLE = 0.6
"""Share of the whole name that is enough when no part of it is its own."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How words stand in a name: `at` has the place in the name for each character of the words."""

    at: tuple[int, ...]
    core: int
    """Characters of the name's own parts that were said."""
    share: float
    """Share of the touched parts that was said, 0 to 1."""
    whole: bool
    """True when every part of its own was said in full."""
    contiguous: bool


def align(words: str, name: Anatomy) -> Alignment | None:
    """Return how `words` shorten `name`; None when nobody would shorten it so."""
    if not _PAIR <= len(words) <= _LONGEST or words[-1] in leading_on():
        return None
    start = name.text.find(words)
    if start >= 0 and CORE not in name.roles[start : start + len(words)] and not _is_level_pair(words):
        return None
    places = tuple(range(start, start + len(words))) if start >= 0 else _parts(words, name)
    if places is None:
        return None
    said = set(places)
    if _cuts_token(said, name.text) or _is_told_apart(words, places, name.text):
        return None
    core = sum(name.roles[at] == CORE for at in places)
    runs = name.runs
    touched = [(a, b) for a, b in runs if said & set(range(a, b))]
    total = sum(b - a for a, b in touched)
    share = core / total if total else 0.0
    whole = bool(runs) and all(said >= set(range(a, b)) for a, b in runs)
    found = Alignment(places, core, share, whole, start >= 0)
    return found if _is_enough(words, found, name) else None


def _cuts_token(said: set[int], text: str) -> bool:
    """Tell whether a number or a word in ASCII is said in part: 60路 is not 860路."""
    return any(
        text[at].isascii()
        and any(0 <= near < len(text) and near not in said and text[near].isascii() for near in (at - 1, at + 1))
        for at in said
    )


def _is_told_apart(words: str, places: tuple[int, ...], text: str) -> bool:
    """Tell whether a part of a name stands behind another guard than it is said behind: 大什字 in 大东区小什字."""
    joints = (at for at in range(1, len(places)) if places[at] != places[at - 1] + 1)
    return any(differ(words[at - 1], text[places[at] - 1]) for at in joints)


def _is_level_pair(words: str) -> bool:
    """Tell a level and the head of a name (省图): a short form although neither is the name's own."""
    return len(words) == _PAIR and is_guard(words[0], "level")


def _is_enough(words: str, found: Alignment, name: Anatomy) -> bool:
    if not found.core:
        roles = {name.roles[at] for at in found.at}
        if len(words) == _PAIR:
            return not found.contiguous or _is_level_pair(words)
        spoken = {PLACE, KIND} <= roles and len(words) > _LONG
        return spoken and not found.contiguous and len(words) >= _WHOLE * len(name.text)
    if found.contiguous and (is_numbered(words) or is_number_of(words, name.text)):
        return True
    if found.core == 1:
        return not found.contiguous or (len(words) >= _LONG and found.share == 1)
    return found.share >= _ENOUGH or (found.core >= _LONG and found.share >= _LONG_SHARE)


@lru_cache(maxsize=4096)
def _parts(words: str, name: Anatomy) -> tuple[int, ...] | None:
    """Return where the characters stand when the words are picked in parts: stretches, or characters at edges of words."""
    if len(words) == _PAIR:
        return _pair(words, name)
    best: tuple[int, ...] | None = None
    fewest = _MOST_PARTS + 1
    for count, places in _picked(words, 0, 0, name, 0):
        if count < fewest:
            best, fewest = places, count
    return best


def _pair(words: str, name: Anatomy) -> tuple[int, ...] | None:
    """Return where two characters stand that are a short name: the name's beginning (or its level: 省图) and a head."""
    text = name.text
    named = name.roles[0] == CORE and text.endswith(words[1])
    own_head = (words[1],) if named and (words[1] in single_endings() or len(text) <= _SHORT_NAME) else ()
    endings = (*heads().get(words[1], ()), *own_head)
    first = next((at for at in sorted(name.starts) if at < len(text) and text[at] == words[0]), None)
    if first is None and is_guard(words[0], "level"):
        first = next((at for at, role in enumerate(name.roles) if role == PLACE and text[at] == words[0]), None)
    if first is None or any(role == CORE for role in name.roles[:first]):
        return None
    for ending in endings:
        at = text.find(ending, first + 1)
        if at >= 0:
            return first, at
    return None


def _picked(words: str, said: int, reached: int, name: Anatomy, count: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    if said == len(words):
        yield count, ()
        return
    if count == _MOST_PARTS:
        return
    text = name.text
    at = text.find(words[said], reached)
    while at >= 0:
        length = 1
        while said + length < len(words) and at + length < len(text) and words[said + length] == text[at + length]:
            length += 1
        edge = at in name.starts or at + 1 in name.starts or at + 1 == len(text) or text[at].isascii()
        shortest = 1 if edge else _PAIR
        if length >= shortest:
            for parts, rest in _picked(words, said + length, at + length, name, count + 1):
                yield parts, (*range(at, at + length), *rest)
        at = text.find(words[said], at + 1)
