"""Services by what they are and where: the members of kinds, those spoken of last first."""

from __future__ import annotations

from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING

from knowledge.index.anatomy import anatomy
from knowledge.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.model import Service
    from knowledge.places import Place

_PROVINCE = 2
"""Digits of a place's code that tell its province."""
_EVERYWHERE = ""


def kinds_of(service: Service) -> frozenset[str]:
    """Return the kinds a service belongs to: by the kind of its facts, and by the endings in its names."""
    named = (kind for name in dict.fromkeys((service.name, *service.names)) for kind in anatomy(name).kinds)
    return frozenset((service.kind or "", *named)) & kinds().keys()


class Members:
    """Services by kind and region."""

    def __init__(self, services: Sequence[Service], places: Mapping[Service, Sequence[Place]]) -> None:
        """`services`: in the order in which they are to be returned. `places`: those of each service."""
        self._services = services
        found: dict[tuple[str, str], list[int]] = {}
        for number, service in enumerate(services):
            regions = {_EVERYWHERE, *map(_region, places[service])}
            for kind in kinds_of(service):
                for region in regions:
                    found.setdefault((kind, region), []).append(number)
        self._numbers: Mapping[tuple[str, str], list[int]] = found

    def of(self, names: Iterable[str], places: Iterable[Place] = ()) -> Iterator[Service]:
        """Yield the services of these kinds, each once; with `places` only those that have a place in the same provinces."""
        regions = set(map(_region, places)) or {_EVERYWHERE}
        rows = [row for name in dict.fromkeys(names) for region in regions if (row := self._numbers.get((name, region)))]
        yield from (self._services[number] for number, _ in groupby(merge(*rows)))


def _region(place: Place) -> str:
    return place.code if place.level == "country" else place.code[:_PROVINCE]
