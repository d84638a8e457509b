"""The services a question calls by a name, and which stretches only look like one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.understanding.another import is_at_another_stage, is_numbered_otherwise
from bot.understanding.coverage import inside, overlaps
from bot.understanding.kind_words import is_exam, kinds_said, proper_after_place
from bot.understanding.led import services_leading
from bot.understanding.lexicon import common_words, small_words, walk_stops, ways
from bot.understanding.told import names, whole
from knowledge.index import MatchReason
from knowledge.index.aliases import called_also
from knowledge.index.anatomy import CORE, PLACE, anatomy, plain, single_endings
from knowledge.index.name_guards import is_guard
from knowledge.index.numbered import is_numbered
from knowledge.places import find_places, place_named

if TYPE_CHECKING:
    import re

    from bot.understanding.scene import Scene
    from knowledge.index import Hit
    from knowledge.index.anatomy import Anatomy
    from knowledge.model import Span

_SHORTEST = 2
"""Characters of its own from which a stretch is a name."""
_EVENT = {"event"}
_LOOKED_AT = 4
"""Matches of a stretch that are looked at."""


def services_named(scene: Scene) -> tuple[Hit, ...]:
    """Return the stretches that name services, in order."""
    hits = (hit for hit in _named(scene) if not inside(hit.span, scene.dates))
    hits = (hit for hit in hits if _full(hit) or not (inside(hit.span, scene.taken) or _cuts_a_kind(scene, hit)))
    hits = (kept for hit in hits if (kept := _without_others(scene, hit)))
    named = [hit for hit in hits if is_name(scene, hit) and (_full(hit) or not _is_anothers(scene, hit))]
    led = services_leading(scene)
    return (*(hit for hit in named if not overlaps(hit.span, [one.span for one in led])), *led)


def _named(scene: Scene) -> tuple[Hit, ...]:
    """Return the stretches by which the index names services, none that cuts a place's name: 州市 in 兰州市.

    What such a stretch hid is looked for beside the place: 事业单位 behind 曲靖市, where 市事业单位 is a name too.
    """
    hits = scene.index.named(scene.text)
    whole = [hit for hit in hits if _full(hit) or not any(_cuts(hit.span, one.span) for one in scene.places)]
    if len(whole) == len(hits):
        return hits
    text = scene.text
    for start, end in (one.span for one in scene.places):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    beside = (hit for hit in scene.index.named(text) if not overlaps(hit.span, [one.span for one in whole]))
    return tuple(sorted((*whole, *beside), key=lambda hit: hit.span))


def _cuts(span: Span, other: Span) -> bool:
    """Tell whether a stretch begins or ends within another."""
    return any(other[0] < edge < other[1] for edge in span)


def _is_anothers(scene: Scene, hit: Hit) -> bool:
    """Tell whether what the question says around the words makes another name, exam or way of them."""
    return _cut(scene, hit) or _is_another_word(scene, hit) or _is_another_exam(scene, hit) or _leads_from_elsewhere(scene, hit)


def _is_another_word(scene: Scene, hit: Hit) -> bool:
    """Tell whether the words go on to a word that the services' notices print and their names lack: 会议室 beside …会议纪念馆."""
    start, end = hit.span
    if not any(a == end for a, _ in scene.left([hit])):
        return False
    longer = scene.text[start : end + 1]
    services = [match.service for match in hit.matches[:_LOOKED_AT]]
    return longer in whole(services, scene.index) and not any(longer in names(service, scene.index) for service in services)


def _full(hit: Hit) -> bool:
    best = hit.matches[0]
    return best.reason in {MatchReason.EXACT, MatchReason.ALIAS} and best.score >= 1.0


def _sounds_so(hit: Hit) -> bool:
    """Tell whether the words only sound like a name: that is asked back, also where they are a place's (泰山 for 太山)."""
    return hit.matches[0].reason is MatchReason.HOMOPHONE


def _cuts_a_kind(scene: Scene, hit: Hit) -> bool:
    """Tell whether a stretch cuts a kind's word that the name does not have: 冰雪 in 冰雪大世界, 国高 in 全国高考.

    A number with what it numbers is whole, whatever follows: 4路 in 4路公交.
    """
    if is_numbered(scene.text[slice(*hit.span)]):
        return False
    cut = (one for one in scene.kind_words if overlaps(hit.span, [one.span]) and not inside(one.span, [hit.span]))
    around = [one for one in cut if one.closes_names]
    return any(one.word not in bearer.text for one in around for bearer in _bearers(hit)[:1])


def _without_others(scene: Scene, hit: Hit) -> Hit | None:
    """Return the hit without services of another number or stage than the question says beside it: 二院 beside 某大一院."""
    others = (is_numbered_otherwise, is_at_another_stage)
    matches = tuple(match for match in hit.matches if not any(is_other(match.service, scene) for is_other in others))
    return replace(hit, matches=matches) if matches else None


def _is_another_exam(scene: Scene, hit: Hit) -> bool:
    """Tell whether the words are those of one exam and the name is another's: 高考 in 高等教育自学考试.

    So is an event whose word follows right behind: 龙潭庙会 is no 龙潭灯会.
    """
    behind = [one for one in scene.kind_words if one.span[0] == hit.span[1] and one.closes_names and one.groups == _EVENT]
    if behind and not any(behind[0].word in bearer.text for bearer in _bearers(hit)):
        return True
    said = [one for one in scene.kind_words if one.is_exam and inside(one.span, [hit.span])]
    return any(one.kinds.isdisjoint(bearer.kinds) and one.word not in bearer.text for one in said for bearer in _bearers(hit)[:1])


def _bearers(hit: Hit) -> list[Anatomy]:
    services = [match.service for match in hit.matches[:_LOOKED_AT]]
    called = [name for service in services for name in dict.fromkeys((service.name, *service.names))]
    if hit.matches[0].reason is MatchReason.ALIAS:
        called = [other for name in called for other in called_also(plain(name))] or called
    return [anatomy(name) for name in called]


def is_name(scene: Scene, hit: Hit) -> bool:
    """Tell a name from everyday words and words of a kind that a long name happens to hold."""
    words = scene.text[slice(*hit.span)]
    if _full(hit):
        return True
    rest = without_places(words)
    if not rest or (place_named(words) and not _sounds_so(hit) and not any(_is_all_its_own(words, one) for one in _bearers(hit))):
        return False
    if is_numbered(rest) or (rest != words and rest in proper_after_place() and any(one.collective for one in _bearers(hit))):
        return True
    return _says_enough(rest) or any(_is_whole_part(words, bearer, len(words) - len(rest)) for bearer in _bearers(hit))


def _says_enough(words: str) -> bool:
    """Tell whether words hold two characters that belong to no everyday word and to no word of a kind; exams are names."""
    rest = common_words().sub("", kinds_said()[0].sub(_exam_only, words))
    rest = small_words().sub(lambda found: "" if len(found.group()) > 1 else found.group(), rest)
    return sum(mark not in walk_stops() and not mark.isdecimal() for mark in rest) >= _SHORTEST


def _exam_only(found: re.Match[str]) -> str:
    return found.group() if is_exam(found.group(), kinds_said()[1][found.group()]) else ""


def _is_whole_part(words: str, bearer: Anatomy, placed: int) -> bool:
    """Tell whether words are all that tells a name from others, with a place that belongs to them: 广州塔, 上饶西."""
    start = bearer.text.find(words)
    if start < 0 or not placed:
        return False
    said = {at for at in range(start, start + len(words)) if bearer.roles[at] == CORE}
    return any(said >= set(range(*run)) for run in bearer.runs if run[0] >= start) and len(words) > _SHORTEST


def _is_all_its_own(words: str, bearer: Anatomy) -> bool:
    """Tell whether words hold all that is a name's own, but for an ending of one character: 太山 of 太山景区, 虎丘 of 虎丘山."""
    start = bearer.text.find(words)
    ends = [b - (bearer.text[b - 1] in single_endings()) for _, b in bearer.runs]
    return start >= 0 and all(start <= a for a, _ in bearer.runs) and all(end <= start + len(words) for end in ends)


def without_places(words: str) -> str:
    """Return words without the provinces and cities in them."""
    parts, left = [], 0
    for one in find_places(words, counties=False):
        parts.append(words[left : one.span[0]])
        left = one.span[1]
    return "".join(parts) + words[left:]


def _cut(scene: Scene, hit: Hit) -> bool:
    """Tell whether the question goes on with another character where the name has one of its own: 火神山 is not 雷神山."""
    start, end = hit.span
    words = scene.text[start:end]
    left = scene.left([hit])
    before, after = any(b == start for _, b in left), any(a == end for a, _ in left)
    before = before and scene.text[start - 1] not in walk_stops()  # 问某站 is no name
    if not before and not after:
        return False
    places = [(bearer, bearer.text.find(words)) for bearer in _bearers(hit)]
    contiguous = [(bearer, at) for bearer, at in places if at >= 0]
    if not contiguous:
        return before and not any(bearer.text.startswith(words[0]) for bearer, _ in places)
    word = any(b == start and b - a >= _SHORTEST for a, b in left)  # 东京迪士尼: a place that no table has
    apart = frozenset({CORE, PLACE} if word else {CORE})
    return all(
        (before and (_goes_on(bearer, at) or _is_told_apart_before(bearer, at, apart)))
        or (after and (_goes_on(bearer, at + len(words)) or is_guard(scene.text[end], "level")))
        for bearer, at in contiguous
    )


def _leads_from_elsewhere(scene: Scene, hit: Hit) -> bool:
    """Tell whether a way leads to what was named from a place that no name has that fits: 甲地去丙地 is not 乙地至丙地."""
    start, end = hit.span
    text = scene.text
    if text[start - 1 : start] not in ways():
        return False
    begin = next((a for a, b in scene.left([hit]) if b == start - 1), None)
    named = [bearer for bearer in _bearers(hit) if bearer.text.find(text[start:end]) > 0]
    led_to = [bearer for bearer in named if bearer.text[bearer.text.find(text[start:end]) - 1] in ways()]
    return begin is not None and bool(led_to) and not any(text[begin : start - 1] in bearer.text for bearer in led_to)


def _is_told_apart_before(bearer: Anatomy, at: int, apart: frozenset[str]) -> bool:
    """Tell whether a part of its own stands in a name right before what was said of it: another one makes another name."""
    return at > 0 and bearer.roles[at - 1] in apart


def _goes_on(bearer: Anatomy, at: int) -> bool:
    """Tell whether the characters on both sides of `at` belong to one part of the name."""
    return any(start < at < end for start, end in bearer.runs)
