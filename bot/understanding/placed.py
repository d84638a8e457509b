"""Whether a service belongs to the places a question says: in them, around them, on the way between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.understanding.lexicon import is_partial, ways
from bot.understanding.told import sentences
from knowledge.index.anatomy import anatomy
from knowledge.index.members import kinds_of as kinds_of_service
from knowledge.kinds import kinds
from knowledge.places import narrowest, related, width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.understanding.scene import Scene
    from knowledge.model import Service

_COUNTER = "counter"
"""The group of kinds of which each place has its own: a city's service hall is not its county's."""
_WAY = 2
"""Places between which a way leads."""


def in_places(service: Service, scene: Scene) -> bool:
    """Tell whether a service belongs to a place said, or one lies in the other; a line between two places to all said."""
    own = narrowest(scene.index.places(service))
    said = narrowest(one.place for one in scene.places)
    met = [any(related(one, place) for place in own) for one in said]
    return all(met) if len(own) > 1 else any(met)


def leads_elsewhere(chosen: Iterable[Service], scene: Scene) -> bool:
    """Tell whether the question asks for the way from one place to another, and the services tell of one of them only."""
    said = narrowest(one.place for one in scene.places)
    start = scene.places[-1].span[0]
    if len(said) < _WAY or scene.text[start - 1 : start] not in ways():
        return False
    return not any(all(one.short in sentences(service, scene.index) for one in said) for service in chosen)


def lies_inside(service: Service, scene: Scene) -> bool:
    """Tell whether a service lies in one of the places, not only around it."""
    own = scene.index.places(service)
    return any(related(one.place, place) and width(place) >= width(one.place) for one in scene.places for place in own)


def covers(service: Service, scene: Scene) -> bool:
    """Tell whether a service means all of its kind in the city around a county asked about (全市公交)."""
    around = [place for place in scene.index.places(service) if place.level == "city"]
    fits = any(one.place.level == "county" and related(one.place, place) for one in scene.places for place in around)
    counter = any(kinds()[kind].group == _COUNTER for kind in kinds_of_service(service))
    return fits and not counter and anatomy(service.name).collective and not is_partial(service.name)
