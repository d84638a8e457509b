"""Whose the rooms are that a notice names alone: those of the house its paragraph speaks of (三楼自习室)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.kinds import is_of_group, kind_of
from knowledge.places import find_places
from knowledge.reading.service_words import is_generic_subject, needs_place
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.reading.lists import Name
    from knowledge.reading.scope import SentenceScope

_HOUSES = ("counter", "health", "place", "venue", "school")
"""Groups of kinds whose services have rooms."""

_ALIKE = 2
"""Characters with which a room and another of the house end alike: a new hall is none of the old hall's."""


def house_of(scope: SentenceScope, names: Sequence[Name]) -> str:
    """Return the house spoken of last in the paragraph when all `names` are rooms that say no house; else empty."""
    if not all(_may_be_room(name.words) for name in names):
        return ""
    house = next((house for house in _spoken_of(scope) if is_house(house)), "")
    return house if house and all(_is_room_of(house, name.words) for name in names) else ""


def _may_be_room(name: str) -> bool:
    return bool(pattern("names", "own_room").fullmatch(name)) and not is_generic_subject(name) and not find_places(name)


def _is_room_of(house: str, name: str) -> bool:
    """Tell whether a name is that of a room in a house: on a floor, of no kind, or a hall or room of the house's own kind."""
    kind = kind_of(name)
    if house.endswith(name[-_ALIKE:]):
        return False
    if pattern("names", "on_a_floor").match(name) or kind is None:
        return True
    return kind == kind_of(house) and pattern("names", "hall").search(name) is not None


def is_house(name: str) -> bool:
    """Tell whether a name is that of a house: it has rooms, and a name of its own."""
    return any(is_of_group(name, one) for one in _HOUSES) and not needs_place(name)


def _spoken_of(scope: SentenceScope) -> Iterator[str]:
    """Yield what the sentence stated or named, then what the sentences before it in the paragraph stated, the last first."""
    yield from (one.owner or one.name.words for one in reversed(scope.made))
    yield from (one.words for one in (*scope.owners, *scope.subject))
    start = scope.sentence.clauses[0].span[0]
    begin = scope.plain.rfind("\n", 0, start)
    yield from (one.owner or one.name.words for one in reversed(scope.notice.found) if one.sentence[0] > begin)
