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
    """Return the provinces, cities and counties named in `text`, in order; of a city and its district in a row the district."""
    found = [one for one in find_places(text, counties=False) if one.place.code != _COUNTRY]
    behind = {two.span[0]: two.place for two in found}
    return tuple(one.place for one in found if not _holds(one.place, behind.get(one.span[1])))


def elsewhere(asked: Sequence[Place], publisher: str, text: str, passage: str = "") -> bool:
    """Return whether the text names none of the places asked about, and its opening, or the `passage` of it, only others.

    A province and its cities are no others: what holds in the one may hold in the other.
    """
    if not asked or any(place.short in text or place.short in publisher for place in asked):
        return False
    regions = _regions(passage) if passage else _regions(publisher) or _regions(text[:_OPENING])
    wanted = [_region(place) for place in asked]
    return bool(regions) and not any(one.startswith(other) or other.startswith(one) for one in regions for other in wanted)


def _holds(place: Place, other: Place | None) -> bool:
    return other is not None and other != place and _region(other).startswith(_region(place))


@lru_cache(maxsize=1024)
def _regions(text: str) -> tuple[str, ...]:
    return tuple(map(_region, places_in(text)))


def _region(place: Place) -> str:
    """Return the digits of the code that matter at the place's level: 14 for a province, 1401 for a city in it."""
    return place.code[: {"province": 2, "city": 4}.get(place.level, 6)]
