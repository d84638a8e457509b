"""Ways from one place to another, as names print them (马尾至马祖航线): found by both of their ends, whatever word is between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.index.anatomy import plain
from knowledge.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knowledge.model import Service

END = 2
"""Characters that each end of a way has at least."""


@dataclass(frozen=True, slots=True)
class Route:
    """A way that a name prints: the comparable words before and behind what stands between its ends."""

    start: str
    end: str
    service: Service
    backwards: bool = False
    """True for the other direction of a way that is printed in one."""


@cache
def _between() -> re.Pattern[str]:
    rules = table("guards")["ways"]
    words, dashes = ("|".join(map(re.escape, rules[key])) for key in ("words", "dashes"))
    return re.compile(f"(?P<word>{words})|(?:{dashes})+")


def routes_of(service: Service) -> Iterator[Route]:
    """Yield the ways that the names of a service print, in both directions."""
    for name in dict.fromkeys((service.name, *service.names)):
        for found in _between().finditer(name):
            start, end = plain(name[: found.start()]), plain(name[found.end() :])
            if min(len(start), len(end)) >= END:
                yield Route(start, end, service)
                yield Route(end, start, service, backwards=found["word"] is not None)


def by_end(services: Iterable[Service]) -> Mapping[str, tuple[Route, ...]]:
    """Return the ways by every two characters with which the end that they lead to is said: those its words begin with.

    Backwards a way leads to what stands before: there the two characters may stand anywhere.
    """
    found: dict[str, dict[Route, None]] = {}
    for service in services:
        for route in routes_of(service):
            for at in range(len(route.end) - END + 1):
                found.setdefault(route.end[at : at + END], {})[route] = None
    return {words: tuple(routes) for words, routes in found.items()}
