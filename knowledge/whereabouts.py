"""The place a statement belongs to: in its own words, else the nearest before it, else the publisher's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.places import find_places, place_named, province_of
from knowledge.words import words

if TYPE_CHECKING:
    from knowledge.model import Notice, Span
    from knowledge.statements import Statement


def place_of(notice: Notice, statement: Statement) -> str:
    """Return the place as printed, or the province when the whole of it is meant; empty when the notice names none."""
    name = statement.owner + statement.name.words
    if inside := find_places(name, counties=False):
        return name[slice(*inside[0].span)]
    return _scaled(_near(notice, statement), name)


def _near(notice: Notice, statement: Statement) -> str:
    printed = _printed(notice.text)
    before = bisect_right(printed, statement.cue[0], key=lambda span: span[1])
    if before:
        first = bisect_left(printed, statement.sentence[0], hi=before, key=lambda span: span[0])
        return notice.text[slice(*printed[first if first < before else before - 1])]
    if of_publisher := find_places(notice.publisher, counties=False):
        return notice.publisher[slice(*of_publisher[0].span)]
    return notice.text[slice(*printed[0])] if printed else ""


@lru_cache(maxsize=2)
def _printed(text: str) -> tuple[Span, ...]:
    """Return where places stand in a notice's text; each of its statements asks."""
    return tuple(found.span for found in find_places(text, counties=False))


def _scaled(place: str, name: str) -> str:
    """Return the province when the name speaks of the whole province and the place is one of its cities."""
    known = place_named(place)
    if known and known.level == "city" and any(scope in name for scope in words("names", "province_scopes")):
        return province_of(known).short
    return place
