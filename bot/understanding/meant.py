"""The services a question means without naming them: by kind, by place, by what their notices say."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from bot.understanding.another import bears_a_number, is_at_another_stage, is_numbered_otherwise
from bot.understanding.kind_words import is_general, kinds_said, naming_words
from bot.understanding.lexicon import is_partial, others
from bot.understanding.placed import covers, in_places, leads_elsewhere, lies_inside
from bot.understanding.scene import exams, kinds_of
from bot.understanding.strangers import months_fit, other_level
from bot.understanding.told import content, in_order, names, sentences, shared
from knowledge.bigrams import bigrams
from knowledge.index import Match, MatchReason
from knowledge.index.anatomy import CORE, anatomy, months_in
from knowledge.index.members import kinds_of as kinds_of_service
from knowledge.index.name_guards import TOLD_APART, is_guard
from knowledge.index.numbered import is_numbered
from knowledge.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.understanding.scene import KindWord, Scene
    from knowledge.model import Service

_NAMED_GROUPS = {"school", "place", "health"}
"""Groups of kinds whose services have proper names."""
_EVENT = "event"
_FEW = 4
"""Services that one notice may tell of together."""
_PLACES = {"place", "transport", "school"}
"""Groups of kinds whose endings are not said for one another (长江大桥 is no tunnel)."""
MOST = 8
_ENOUGH = 2
"""Pairs of characters a question must share with a service's notice before the service counts as meant without a place."""
_LOOKED_AT = 100
"""Services of a kind that are compared with a question; the newest first."""
_SCORE = 0.7
_TELLING_WORD = 4
"""Characters from which the word of a kind tells the only service that bears it."""
_TELLING = 2
"""Kinds that a word may mean and still tell one: 开学 means any school."""
_PARTIAL = 2.0
"""What a name takes away that means some of a kind, beside one that means all."""
_UNSAID = 0.25
"""What each character of an exam's own name that was not said takes away, up to `_MOST_UNSAID` of them."""
_MOST_UNSAID = 6
_KIND = 1.0
"""What each kind said that stands in the name adds."""
_NAMED = 3
"""How many kinds a kind's word counts for that stands in the name as it was said."""
_NEAR_ENOUGH = 0.5
_WORD = 2
"""Characters of a word that tells a service from others."""


def meant(scene: Scene, said: Sequence[KindWord]) -> tuple[Match, ...]:
    """Return the services of the kinds said, in the places said, that share most with the question; () when nothing fits.

    Without a place and without words of their own in common they are only near, unless one notice tells of all of them.
    """
    index, text = scene.index, scene.text
    wanted, months = exams(said), months_in(text)
    wanted += tuple(one.word for one in said if _is_part_of_a_name(one, scene))
    members = [s for s in _members(said, wanted, scene) if _is_of_the_kind(s, said, scene) and _is_of_a_group(s, said)]
    placed = [s for s in members if not _other_name(s, scene, said) and not _numbered_otherwise(s, said, scene)]
    counted = [s for s in placed if not is_numbered_otherwise(s, scene)]
    placed = [s for s in counted if len(counted) == len(placed) or bears_a_number(s, scene) or anatomy(s.name).collective]
    placed = [
        s for s in placed if months_fit(months, s, scene) and not other_level(text, s) and not is_at_another_stage(s, scene)
    ]
    placed = [s for s in placed if not _is_another_of_its_kind(s, said, scene)]
    placed = _bearing(placed, scene) or placed
    if not placed:
        return ()
    apart = _asks_for_others(scene, said)
    placed = [s for s in placed if apart and others().search(names(s, index))] or placed
    asked = content(_places_apart(scene))
    own = {pair for one in said for pair in bigrams(one.word)}
    weights = {service: _weight(service, asked, said, scene) for service in placed}
    best = max(weights.values())
    chosen = [s for s in placed if weights[s] > best - _NEAR_ENOUGH][:MOST]
    sure = _is_sure(chosen, members, said, scene) or (
        not scene.places and max(shared(asked - own, s, index) for s in chosen) >= _ENOUGH
    )
    sure = sure and (not apart or all(others().search(names(s, index)) for s in chosen))
    reason = MatchReason.KIND if sure else MatchReason.NEAR
    return tuple(Match(service, reason, _SCORE, "".join(one.word for one in said)) for service in chosen)


def _bearing(services: Sequence[Service], scene: Scene) -> list[Service]:
    """Return the services whose names have a word of the question that nothing else explains: it tells them from others."""
    words = [scene.text[a:b] for a, b in scene.left_without_names if b - a >= _WORD]
    return [s for s in services if any(word in names(s, scene.index) for word in words)]


def _is_another_of_its_kind(service: Service, said: Iterable[KindWord], scene: Scene) -> bool:
    """Tell whether the question has a word that only some of a kind bear, and the name another: 灯会 is no 文化节."""
    called = names(service, scene.index)
    for one in said:
        if not one.closes_names or one.is_general or in_order(one.word, called):
            continue
        own = [word for word in _words_of_kinds(called) if not is_general(word) or _is_event(word)]
        others = [word for word in own if kinds_said()[1][word] & one.kinds]
        if others and (_is_event(one.word) or not any(_is_alike(word, one.word) for word in others)):
            return True
    return False


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two words of a kind may mean the same: they share more than how they end. 眼科 is not 骨科."""
    alike = next((n for n, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b), min(len(one), len(other)))
    own, theirs = one[: len(one) - alike], other[: len(other) - alike]
    return not own or not theirs or bool(set(own) & set(theirs))


@lru_cache(maxsize=_LOOKED_AT * 20)
def _words_of_kinds(called: str) -> tuple[str, ...]:
    """Return the words of kinds that can close names in a service's names."""
    return tuple(word for word in kinds_said()[0].findall(called) if word in naming_words())


def _is_event(word: str) -> bool:
    """Tell whether a word means events only: any such word makes an event of its own."""
    return {kinds()[kind].group for kind in kinds_said()[1][word]} == {_EVENT}


def _asks_for_others(scene: Scene, said: Sequence[KindWord]) -> bool:
    """Tell whether the question means all but those that a notice names: 别的科室."""
    behind = {found.end() for found in others().finditer(scene.text)}
    return any(one.span[0] in behind for one in said) and not any(one.is_exam and one.span[0] not in behind for one in said)


def _members(said: Sequence[KindWord], wanted: Sequence[str], scene: Scene) -> list[Service]:
    """Return the services of the kinds said that tell of the exams wanted, where a place is said only those around it.

    Of more than are looked at those spoken of last.
    """
    around = scene.index.of_kinds(kinds_of(said), (one.place for one in scene.places))
    held = (s for s in around if not scene.places or in_places(s, scene))
    return [s for s in islice(held, _LOOKED_AT) if _tells_of(s, wanted, scene)]


def _places_apart(scene: Scene) -> str:
    """Return the question with its places apart: that the next word follows right behind one says nothing."""
    text = scene.text
    for one in reversed(scene.places):
        text = text[: one.span[1]] + " " + text[one.span[1] :]
    return text


def _is_sure(chosen: Sequence[Service], members: Sequence[Service], said: Sequence[KindWord], scene: Scene) -> bool:
    index = scene.index
    if any(one.is_exam for one in said):
        return True
    if scene.places:
        if leads_elsewhere(chosen, scene):
            return False
        if all(one.is_general for one in said) and all(is_numbered(s.name) for s in chosen):
            return False
        proper = _proper_names(said, scene)
        return any(lies_inside(s, scene) or covers(s, scene) for s in chosen) and (
            not proper or any(_bears(s, proper) for s in chosen)
        )
    if all(one.is_stage for one in said) and len(members) > 1:
        return False
    notices = {fact.notice.id for s in members for fact in index.facts(s)}
    if len(chosen) == 1 and any(_is_its_own_word(one, chosen[0], members, scene) for one in said):
        return True
    telling = [one for one in said if not one.is_general and (one.groups & _PLACES or _names_a_sort(one, said))]
    told = all(_says(chosen, one.word, scene) for one in telling)
    if told and (len(members) == 1 or (len(notices) == 1 and len(members) <= _FEW)):
        return True
    everywhere = [s for s in chosen if not index.places(s) and anatomy(s.name).collective]
    return len(chosen) == len(everywhere) == 1


def _names_a_sort(one: KindWord, said: Iterable[KindWord]) -> bool:
    """Tell whether a word of a kind stands before another of its kind, and so tells which: 京东快递."""
    return any(other.span[0] == one.span[1] and other.kinds & one.kinds for other in said)


def _is_its_own_word(one: KindWord, service: Service, members: Iterable[Service], scene: Scene) -> bool:
    """Tell whether a word is as good as the name of the one service that has it: 冰雪大世界, the only 索道, but no 人民医院."""
    if not one.closes_names or one.is_general or one.names_after_place or one.word not in names(service, scene.index):
        return False
    if len(one.word) >= _TELLING_WORD:
        return True
    named = one.is_told_apart or any(end == one.span[0] for _, end in scene.left_without_names)
    return not named and sum(one.word in names(other, scene.index) for other in members) == 1


def _says(services: Iterable[Service], word: str, scene: Scene) -> bool:
    return any(in_order(word, sentences(service, scene.index)) for service in services)


def _proper_names(said: Iterable[KindWord], scene: Scene) -> tuple[tuple[str, ...], ...]:
    """Return the names that a place and a word of a kind make together (某地大学), each with the place in short and in full."""
    ends = {one.span[1]: one for one in scene.places}
    placed = ((ends[one.span[0]], one.word) for one in said if one.names_after_place and one.span[0] in ends)
    return tuple((mention.place.short + word, mention.place.name + word) for mention, word in placed)


def _bears(service: Service, proper: Iterable[tuple[str, ...]]) -> bool:
    names_held = (service.name, *service.names)
    return all(any(form in name for form in forms for name in names_held) for forms in proper)


def _is_part_of_a_name(one: KindWord, scene: Scene) -> bool:
    """Tell whether a word that only some services bear ends a name of its own: 省人民医院, 某地植物园."""
    start = one.span[0]
    if not one.groups <= _NAMED_GROUPS or not one.closes_names or one.is_general or not start:
        return False
    return is_guard(scene.text[start - 1], "level") or any(place.span[1] == start for place in scene.places)


def _tells_of(service: Service, wanted: Sequence[str], scene: Scene) -> bool:
    """Tell whether a service speaks of the very exams and kinds of house that are asked about: GRE is not 托福."""
    told = sentences(service, scene.index) if wanted else ""
    return all(in_order(exam, told) or _is_of_the_level(exam, service, scene) for exam in wanted)


def _is_of_the_level(exam: str, service: Service, scene: Scene) -> bool:
    """Tell whether an exam is called by its level alone (省考) and the service is one of its kind: the country's has no place."""
    if not is_guard(exam[0], "level") or service.kind not in kinds_said()[1].get(exam, ()):
        return False
    return exam[0] in {place.name[-1] for place in scene.index.places(service)}


def _is_of_the_kind(service: Service, said: Iterable[KindWord], scene: Scene) -> bool:
    """Tell whether a service is of a kind that a word of one or two kinds names, where there is such a word: 高一 beside 返校.

    A school is no university, though 开学 means both, unless its notice speaks of universities.
    """
    starts = {one.span[0] for one in said}
    telling = [one for one in said if one.closes_names and len(one.kinds) <= _TELLING and one.span[1] not in starts]
    kinds_held = {kind for kind in (*anatomy(service.name).kinds, service.kind) if kind}
    alike = {name for name in kinds_held if any(kinds()[name].group in one.groups for one in telling)}
    own = kinds_held - {name for one in said for name in one.kinds if one not in telling} or alike
    if not telling or not own:
        return True
    return any(one.kinds & own or in_order(one.word, sentences(service, scene.index)) for one in telling)


def _is_of_a_group(service: Service, said: Iterable[KindWord]) -> bool:
    """Tell whether what closes a service's name may be what a word of a kind says: a university's hospital is no university."""
    kind = kinds().get(service.kind or "")
    return kind is None or any(kind.group in one.groups for one in said)


def _numbered_otherwise(service: Service, said: Iterable[KindWord], scene: Scene) -> bool:
    """Tell whether a service's name has a word of the question with another number or direction: 高二 for 高一, 西站 for 南站."""
    for one in said:
        if not one.is_told_apart or in_order(one.word, called := names(service, scene.index)):
            continue
        length = len(one.word)
        stretches = (called[at : at + length] for at in range(len(called) - length + 1))
        if any(_differ_in_a_guard(one.word, stretch) for stretch in stretches):
            return True
    return False


def _differ_in_a_guard(one: str, other: str) -> bool:
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return bool(pairs) and any(all(is_guard(a, group) and is_guard(b, group) for a, b in pairs) for group in TOLD_APART)


def _weight(service: Service, asked: set[str], said: Sequence[KindWord], scene: Scene) -> float:
    parts = anatomy(service.name)
    kinds_said = sum(bool(one.kinds & (parts.kinds | {service.kind or ""})) for one in said)
    unsaid = 0
    kinds_said += (lies_inside(service, scene) if scene.places else 0) + _NAMED * _in_the_name(service, said, scene)
    if wanted := exams(said):
        kinds_said += _NAMED * sum(in_order(exam, parts.text) for exam in wanted)
        unsaid = sum(role == CORE and mark not in scene.text for mark, role in zip(parts.text, parts.roles, strict=True))
    partial = _PARTIAL * is_partial(service.name)
    return shared(asked, service, scene.index) + _KIND * kinds_said - _UNSAID * min(unsaid, _MOST_UNSAID) - partial


def _in_the_name(service: Service, said: Sequence[KindWord], scene: Scene) -> int:
    """Return how many words of kinds stand in a service's name together with what the question says before them (外交签证)."""
    begins = {end: start for start, end in scene.left_without_names}
    called = names(service, scene.index)
    return sum(scene.text[begins[one.span[0]] : one.span[1]] in called for one in said if one.span[0] in begins)


def _other_name(service: Service, scene: Scene, said: Iterable[KindWord]) -> bool:
    """Tell whether place and kind word make a name of its own (天津大学), which this service does not bear."""
    starts = {one.span[0]: one for one in said if one.closes_names}
    for place in scene.places:
        named = starts.get(place.span[1])
        if named is None or not named.names_after_place:
            continue
        if anatomy(service.name).runs:
            return True
        printed = (place.place.short + named.word, place.place.name + named.word)
        told = sentences(service, scene.index)
        if named.kinds.isdisjoint(kinds_of_service(service)) and not any(name in told for name in printed):
            return True  # what belongs to a house of that name: the exam of a university
    return False
