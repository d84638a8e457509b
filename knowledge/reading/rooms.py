"""Whose the rooms are that a notice names alone: those of the house its paragraph speaks of (三楼自习室)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.kinds import is_of_group, kind_of
from knowledge.places import find_places
from knowledge.reading.cues import begin_pattern
from knowledge.reading.lists import Name
from knowledge.reading.names import peel
from knowledge.reading.service_words import is_generic_subject, is_service, needs_place
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.reading.scope import SentenceScope

_HOUSES = ("counter", "health", "place", "venue", "school")
"""Groups of kinds whose services have rooms."""

_DEPARTMENT, _HOSPITAL = "clinic", "hospital"
"""The kinds of a department and of the house it is in."""
_SHORTEST, _LONGEST = 4, 24
"""Characters of the name of a house that opens a clause."""
_ALIKE = 2
"""Characters with which a room and another of the house end alike: a new hall is none of the old hall's."""


def house_of(scope: SentenceScope, names: Sequence[Name]) -> str:
    """Return the house spoken of last in the paragraph when all `names` are rooms that say no house; else empty."""
    if all(pattern("names", "hub_part").fullmatch(name.words) for name in names):
        return _hub_of(scope, names)
    if not all(_may_be_room(name.words) for name in names):
        return ""
    house = next((house for house in _spoken_of(scope) if is_house(house)), "")
    return house if house and all(_is_room_of(house, name.words) for name in names) else ""


def _hub_of(scope: SentenceScope, names: Sequence[Name]) -> str:
    """Return the station, port or gate whose parts `names` are; none that is such a part itself."""
    told = (one for one in _spoken_of(scope) if is_of_group(one, "transport") and not needs_place(one))
    return next((one for one in told if not any(one.endswith(name.words) for name in names)), "")


def _may_be_room(name: str) -> bool:
    return bool(pattern("names", "own_room").fullmatch(name)) and not is_generic_subject(name) and not find_places(name)


def _is_room_of(house: str, name: str) -> bool:
    """Tell whether a name is that of a room in a house: on a floor, of no kind, or a hall or room of the house's own kind."""
    kind = kind_of(name)
    if house.endswith(name[-_ALIKE:]):
        return False
    if pattern("names", "on_a_floor").match(name) or kind is None:
        return True
    if kind == _DEPARTMENT:
        return kind_of(house) == _HOSPITAL
    return kind == kind_of(house) and pattern("names", "hall").search(name) is not None


def is_house(name: str) -> bool:
    """Tell whether a name is that of a house: it has rooms, and a name of its own; 正常开学 is none."""
    return any(is_of_group(name, one) for one in _HOUSES) and not needs_place(name) and not begin_pattern().search(name)


def house_at(view: str, start: int, end: int) -> tuple[Name, ...]:
    """Return the house a clause of the view opens with, whatever it tells of it (某营业厅｜房顶漏雨); () when it names none."""
    start, end = peel(view, start, end)
    ends = (at for at in range(min(end, start + _LONGEST), start + _SHORTEST - 1, -1))
    found = next((at for at in ends if is_house(view[start:at]) and is_service(view[start:at])), None)
    return () if found is None else (Name(view[start:found], (start, found)),)


def _spoken_of(scope: SentenceScope) -> Iterator[str]:
    """Yield what the sentence stated or named, then what the sentences before it in the paragraph stated, the last first."""
    yield from (one.owner or one.name.words for one in reversed(scope.made))
    yield from (one.words for one in (*scope.owners, *scope.subject))
    if scope.notice.issuer:
        yield scope.plain[slice(*scope.notice.issuer)]
    start = scope.sentence.clauses[0].span[0]
    begin = scope.plain.rfind("\n", 0, start)
    yield from (one.owner or one.name.words for one in reversed(scope.notice.found) if one.sentence[0] > begin)
