"""The services that lead from one place to another as a question says: 马尾去马祖的船."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.understanding.coverage import inside
from bot.understanding.kind_words import vehicles
from bot.understanding.lexicon import ways
from bot.understanding.told import sentences
from knowledge.index import Hit, Match, MatchReason
from knowledge.index.matches import apart, ranked
from knowledge.index.members import kinds_of
from knowledge.index.routes import END
from knowledge.kinds import kinds
from knowledge.places import related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.understanding.scene import Scene
    from knowledge.index.routes import Route
    from knowledge.model import Service

_SCORE = 0.9
_NEAR = 0.7
"""The score of the other direction of a way: it is asked back."""
_LONGEST = 8
"""Characters of an end."""
_VEHICLES = "transport"
"""The group of kinds that go from one place to another."""


def services_leading(scene: Scene) -> tuple[Hit, ...]:
    """Return the stretches of a question that say a way, with the services whose names print it."""
    return apart([hit for at, mark in enumerate(scene.text) if mark in ways() and at for hit in _leading(scene, at)])


def _leading(scene: Scene, at: int) -> Iterator[Hit]:
    """Yield the ways whose ends stand around the character at `at`, those with most of them said; a kind's word is no end."""
    text, said = scene.text, _vehicles(scene)
    words = (*(one.span for one in scene.kind_words), *scene.small)
    found: dict[tuple[int, int], list[Route]] = {}
    for route in scene.index.by_end.get(text[at + 1 : at + 1 + END], ()):
        if said and not _goes_so(route.service, said, scene):
            continue
        ahead = _shared(route.end, [text[at + 1 : at + 1 + length] for length in range(END, _LONGEST)])
        behind = _shared(route.start, [text[at - length : at] for length in range(END, min(at, _LONGEST) + 1)])
        behind = behind or _around(scene, at, route.service)
        if inside((at + 1, at + 1 + ahead), words) or (behind and inside((at - behind, at), words)):
            continue
        if behind or (said and _opens(scene, at)):
            found.setdefault((behind, ahead), []).append(route)
    if not found:
        return
    (behind, ahead), routes = max(found.items())
    span = (at - behind, at + 1 + ahead)
    forward = [route for route in routes if not route.backwards]
    reason, score = (MatchReason.SHORT, _SCORE) if forward else (MatchReason.NEAR, _NEAR)
    yield Hit(span, ranked(Match(one.service, reason, score, text[slice(*span)]) for one in forward or routes), behind + ahead)


def _shared(end: str, words: list[str]) -> int:
    """Return how long the longest of `words` is that stands in one end of a way; 0 when none does."""
    return max((len(one) for one in words if one in end), default=0)


def _around(scene: Scene, at: int, service: Service) -> int:
    """Return the length of the place said right before `at` when the service belongs to it: its ways begin there."""
    place = next((one for one in scene.places if one.span[1] == at), None)
    if place is None or not any(related(place.place, own) for own in scene.index.places(service)):
        return 0
    return at - place.span[0]


def _opens(scene: Scene, at: int) -> bool:
    """Tell whether nothing before a way tells where it begins: 去马祖的船."""
    return not any(end == at for _, end in (*scene.left_without_names, *(one.span for one in scene.places)))


def _goes_so(service: Service, said: frozenset[str], scene: Scene) -> bool:
    """Tell whether a service is of one of the kinds said, or of none and its notice has their words."""
    if own := kinds_of(service):
        return not said.isdisjoint(own)
    words = (*(one.word for one in scene.kind_words), *(mark for mark in vehicles() if mark in scene.text))
    return any(word in sentences(service, scene.index) for word in words)


def _vehicles(scene: Scene) -> frozenset[str]:
    """Return the kinds of vehicles that a question says; none when it says none."""
    said = {name for one in scene.kind_words for name in one.kinds if kinds()[name].group == _VEHICLES}
    return frozenset(said).union(*(names for mark, names in vehicles().items() if mark in scene.text))
