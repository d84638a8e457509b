"""Which words can be a service's name, and which of them say too little to be understood alone."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain

from knowledge.kinds import is_held, is_of_group, kinds
from knowledge.marks import PARENTHESIS
from knowledge.places import find_places, place_at
from knowledge.reading.cue_guards import adverbs
from knowledge.reading.cues import is_cue, is_mere_activity
from knowledge.reading.names import clause_words
from knowledge.words import alternatives, alternatives_here, pattern, words

LONGEST_NAME = 48
"""Characters; a longer stretch is a sentence, not a name."""
_DIGIT = re.compile(r"\d")
_READABLE = re.compile("[一-鿿A-Za-z]")
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"))
_PAIRED = re.compile(f"[{''.join(chain(*_PAIRS))}]")
_HELD = 4096
"""Names whose answer is kept: most are asked about several times in a notice."""


@lru_cache(_HELD)
def is_service(name: str) -> bool:
    """Return True when `name` can be a service's name at all: no sentence, no person, no measure."""
    if not 1 < len(name) <= LONGEST_NAME or name.endswith(words("names", "not_services")):
        return False
    if name.startswith(words("names", "not_beginnings")) or is_activity(name) or _is_day(name):
        return False
    if (name.startswith("《") and pattern("names", "paper").search(name)) or pattern("names", "mere_count").fullmatch(name):
        return False
    if _PAIRED.search(name) and any(name.count(opening) != name.count(closing) for opening, closing in _PAIRS):
        return False
    quoted = pattern("names", "nickname").sub("", name) if "“" in name and _is_nicknamed(name) else name
    if (
        "“" in quoted
        and not name.startswith(("“", "《"))
        and not name.endswith("”")
        and not pattern("names", "named_room").fullmatch(name)
    ):
        return False
    bare = PARENTHESIS.sub("", name)
    return not (clause_words().search(bare) or _is_talk(bare)) and bool(_READABLE.search(name))


def _is_nicknamed(name: str) -> bool:
    """Tell whether a name may hold a word between quotation marks: a line's, or that of what is held on a day."""
    return is_of_group(name, "transport") or is_held(name)


def _is_day(name: str) -> bool:
    """Tell whether a name is a holiday's, of whatever year: 2031年春节."""
    undated = pattern("names", "dates_of_names").sub("", name) if _DIGIT.search(name) else name
    return undated in words("names", "days") or pattern("names", "lunar_days").fullmatch(name) is not None


def _is_talk(name: str) -> bool:
    """Tell whether a word of talk stands in a stretch, outside the places it names (让胡路)."""
    said = [found.span() for found in pattern("names", "talk").finditer(name)]
    places = [found.span for found in find_places(name)] if said else []
    return any(not any(a <= start and end <= b for a, b in places) for start, end in said)


@cache
def _adverbs_before() -> re.Pattern[str]:
    return re.compile(f"^(?:{adverbs()})+")


def is_activity(name: str) -> bool:
    """Return True for an activity that is no service itself (开放, not 堂食), and for the words of a cue (停市)."""
    return is_cue(_adverbs_before().sub("", name)) or is_mere_activity(name)


@cache
def _generic_subjects() -> frozenset[str]:
    return frozenset(words("names", "generic_subjects"))


@cache
def _pointing() -> re.Pattern[str]:
    """Return a pattern for a word that points back, with the kind of what it points to: 该餐厅, 本馆."""
    of_kinds = {word for kind in kinds().values() for word in (*kind.endings, *kind.words)}
    pointed_at = alternatives((*of_kinds, *_generic_subjects(), *words("names", "pointed_at")))
    return re.compile(f"(?:{alternatives(words('names', 'pointing'))})(?:{pointed_at})")


@lru_cache(_HELD)
def is_generic_subject(name: str) -> bool:
    """Return True for words that stand for the service last spoken of (景区, 该馆)."""
    return name in _generic_subjects() or points_back(name)


def points_back(name: str) -> bool:
    """Return True for a word that means nothing without what was spoken of before: 该餐厅."""
    return pointing_word(name) == name


@lru_cache(_HELD)
def pointing_word(name: str) -> str:
    """Return the word at the beginning of a name that points to what was spoken of before: 该路段 in 该路段双向交通."""
    found = _pointing().match(name)
    return found.group() if found else ""


@cache
def _generic() -> re.Pattern[str]:
    """Return a pattern for as many words as stand in a row that say a kind, a number or a manner."""
    of_kinds = {word for kind in kinds().values() for word in (*kind.endings, *kind.words)}
    generic = alternatives_here((*of_kinds, *words("names", "modifiers"), *words("names", "generic_subjects")))
    return re.compile(rf"(?:{generic}|\d+|、)*")


@lru_cache(_HELD)
def needs_place(name: str) -> bool:
    """Return True when a name says a kind only (公交, 过江隧道, 中心城区公共汽车), so that a place must be told with it."""
    if name.startswith(words("names", "scopes")):
        return True
    bare = PARENTHESIS.sub("", name)
    found = _generic().match(bare)
    return found is not None and found.end() == len(bare)


def is_event_by_name(name: str) -> bool:
    """Return True for an event with a name of its own (某博览会): whoever announces it is no part of the name."""
    return is_of_group(name, "event") and not needs_place(name)


def only_places(name: str) -> bool:
    """Return True when `name` is one or more places and nothing else."""
    end = 0
    while found := place_at(name, end):
        end = found.span[1]
    return end == len(name) > 0
