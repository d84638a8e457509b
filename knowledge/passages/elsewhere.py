"""Whether a notice speaks of another place than the question: the rules of one city answer no question about another."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.places import find_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.places import Place

_OPENING = 200
"""Characters in which a notice says what place it is about."""
_COUNTRY = "X"


def places_in(text: str) -> tuple[Place, ...]:
    """Return the provinces, cities and counties named in `text`, in order."""
    return tuple(found.place for found in find_places(text, counties=False) if found.place.code != _COUNTRY)


def elsewhere(asked: Sequence[Place], publisher: str, text: str) -> bool:
    """Return whether the text names none of the places asked about, and its opening names only others.

    A province and its cities are no others: what holds in the one may hold in the other. Of a city and its district, both named,
    the district is asked about.
    """
    asked = _innermost(asked)
    if not asked or any(place.short in text or place.short in publisher for place in asked):
        return False
    regions = _regions(publisher) or _regions(text[:_OPENING])
    wanted = [_region(place) for place in asked]
    return bool(regions) and not any(one.startswith(other) or other.startswith(one) for one in regions for other in wanted)


def _innermost(places: Sequence[Place]) -> tuple[Place, ...]:
    regions = set(map(_region, places))
    return tuple(place for place in places if not any(one.startswith(_region(place)) for one in regions - {_region(place)}))


@lru_cache(maxsize=1024)
def _regions(text: str) -> tuple[str, ...]:
    return tuple(map(_region, places_in(text)))


def _region(place: Place) -> str:
    """Return the digits of the code that matter at the place's level: 14 for a province, 1401 for a city in it."""
    return place.code[: {"province": 2, "city": 4}.get(place.level, 6)]
