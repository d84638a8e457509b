"""The services a question means without naming them: by kind, by place, by what their notices say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.understanding.scene import exams, kinds_of
from bot.understanding.strangers import MONTH, months_fit, other_level
from bot.understanding.told import content, in_order, sentences, shared
from knowledge.anatomy import CORE, anatomy
from knowledge.bigrams import bigrams
from knowledge.index import Match, MatchReason
from knowledge.kinds import kinds
from knowledge.name_guards import is_guard
from knowledge.places import related

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.understanding.scene import KindWord, Scene
    from knowledge.model import Service
    from knowledge.places import Place

_NAMED_GROUPS = {"school", "place", "health"}
"""Groups of kinds in which a place before the kind's word is a proper name (天津大学)."""
_FEW = 4
"""Services that one notice may tell of together."""
MOST = 8
_ENOUGH = 2
"""Pairs of characters a question must share with a service's notice before the service counts as meant without a place."""
_LOOKED_AT = 400
"""Services of a kind that are compared with a question; the newest first."""
_SCORE = 0.7
_UNSAID = 0.25
"""What each character of an exam's own name that was not said takes away, up to `_MOST_UNSAID` of them."""
_MOST_UNSAID = 6
_KIND = 1.0
"""What each kind said that stands in the name adds."""
_NEAR_ENOUGH = 0.5


def meant(scene: Scene, said: Sequence[KindWord]) -> tuple[Match, ...]:
    """Return the services of the kinds said, in the places said, that share most with the question; () when nothing fits.

    Without a place and without words of their own in common they are only near, unless one notice tells of all of them.
    """
    index, text = scene.index, scene.text
    wanted, months = exams(said), {int(found) for found in MONTH.findall(text)}
    wanted += tuple(one.word for one in said if _is_part_of_a_name(one, scene))
    members = [s for s in index.of_kinds(kinds_of(said))[:_LOOKED_AT] if _tells_of(s, wanted, scene)]
    placed = [s for s in members if not scene.places or in_places(s, scene)]
    placed = [s for s in placed if not _other_name(s, scene, said) and months_fit(months, s, scene) and not other_level(text, s)]
    if not placed:
        return ()
    asked = content(text)
    own = {pair for one in said for pair in bigrams(one.word)}
    weights = {service: _weight(service, asked, said, scene) for service in placed}
    best = max(weights.values())
    chosen = [s for s in placed if weights[s] > best - _NEAR_ENOUGH][:MOST]
    sure = _is_sure(chosen, members, said, scene) or (
        not scene.places and max(shared(asked - own, s, index) for s in chosen) >= _ENOUGH
    )
    reason = MatchReason.KIND if sure else MatchReason.NEAR
    return tuple(Match(service, reason, _SCORE, "".join(one.word for one in said)) for service in chosen)


def _is_sure(chosen: Sequence[Service], members: Sequence[Service], said: Sequence[KindWord], scene: Scene) -> bool:
    index = scene.index
    if any(one.is_exam for one in said):
        return True
    if scene.places:
        return any(_inside(s, scene) for s in chosen)
    if all(one.is_stage for one in said) and len(members) > 1:
        return False
    notices = {fact.notice.id for s in members for fact in index.facts(s)}
    if len(members) == 1 or (len(notices) == 1 and len(members) <= _FEW):
        return True
    everywhere = [s for s in chosen if not index.places(s) and anatomy(s.name).collective]
    return len(chosen) == len(everywhere) == 1


def _is_part_of_a_name(one: KindWord, scene: Scene) -> bool:
    """Tell whether a word that only some services bear ends a name of its own: 省人民医院, 某地植物园."""
    start = one.span[0]
    if not one.groups <= _NAMED_GROUPS or not one.closes_names or one.is_general or not start:
        return False
    return is_guard(scene.text[start - 1], "level") or any(place.span[1] == start for place in scene.places)


def _tells_of(service: Service, wanted: Sequence[str], scene: Scene) -> bool:
    """Tell whether a service speaks of the very exams and kinds of house that are asked about: GRE is not 托福."""
    told = sentences(service, scene.index) if wanted else ""
    return all(in_order(exam, told) for exam in wanted)


def _weight(service: Service, asked: set[str], said: Sequence[KindWord], scene: Scene) -> float:
    parts = anatomy(service.name)
    kinds_said = sum(bool(one.kinds & (parts.kinds | {service.kind or ""})) for one in said)
    unsaid = 0
    if wanted := exams(said):
        kinds_said += sum(in_order(exam, parts.text) for exam in wanted)
        unsaid = sum(role == CORE and mark not in scene.text for mark, role in zip(parts.text, parts.roles, strict=True))
    return shared(asked, service, scene.index) + _KIND * kinds_said - _UNSAID * min(unsaid, _MOST_UNSAID)


def _other_name(service: Service, scene: Scene, said: Iterable[KindWord]) -> bool:
    """Tell whether place and kind word make a name of its own (天津大学), which this service does not bear."""
    starts = {one.span[0]: one for one in said if one.closes_names}
    for place in scene.places:
        named = starts.get(place.span[1])
        if named and any(kinds()[name].group in _NAMED_GROUPS for name in named.kinds) and anatomy(service.name).runs:
            return True
    return False


def in_places(service: Service, scene: Scene) -> bool:
    """Tell whether a service belongs to one of the places said, or one lies in the other."""
    own = scene.index.places(service)
    return any(related(one.place, place) for one in scene.places for place in own)


def _inside(service: Service, scene: Scene) -> bool:
    """Tell whether a service lies in one of the places, not only around it."""
    own = scene.index.places(service)
    return any(related(one.place, place) and _width(place) >= _width(one.place) for one in scene.places for place in own)


def _width(place: Place) -> int:
    return ("country", "province", "city", "county").index(place.level)
