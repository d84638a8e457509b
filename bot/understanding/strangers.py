"""Words of a question that look like the name of a service or place, but that nothing held bears."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.understanding.another import numbers_asked
from bot.understanding.coverage import inside
from bot.understanding.lexicon import asks_after, common_words, joints, name_tails, possessives, stance, walk_stops
from bot.understanding.scene import exams
from bot.understanding.told import in_order, sentences, whole
from bot.understanding.told import names as names_of
from knowledge.bigrams import bigrams
from knowledge.index.anatomy import months_in
from knowledge.index.name_guards import differ, is_guard
from knowledge.index.numbered import is_numbered
from knowledge.places import find_places, related
from knowledge.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.understanding.scene import KindWord, Scene
    from knowledge.index import Hit
    from knowledge.model import Service, Span

_CODE = re.compile(r"[a-z]{2,}\d*|[a-z]+\d+|[a-z](?=[一-鿿])", re.IGNORECASE)
_LONGEST = 8
_SHORTEST = 2
_MOST_AMONG = 2
"""Single characters in a row that are small words elsewhere and a part of a name here (人 and 事 in 退役军人事务局)."""
_PROPER = {"school", "place", "health", "exam"}
"""Groups of kinds whose services have proper names: any word before the kind's is one."""
_LEVELS = 3
"""Characters that a question and a name must share for the ones before them to be compared."""


def strangers(scene: Scene, hits: Sequence[Hit], services: Iterable[Service]) -> tuple[str, ...]:
    """Return words that look like names beside `hits`. What the notices about `services` say is no stranger."""
    held = tuple(services)
    told = whole(held, scene.index)
    said = scene.said(hits)
    left = scene.left(hits)
    spoken = "\n".join(sentences(service, scene.index) for service in held)
    called = "\n".join(names_of(service, scene.index) for service in held)
    names = [*_before_kinds(scene, said, left, spoken, called), *_tailed(scene, left, told, spoken), *_codes(scene.text, left)]
    names += _beside_names(scene, hits, left, told) if hits else []
    names += [] if held else _numbered(scene, left)
    if not names and not hits:
        names += _asked_after(scene, said, left, told)
    names += _elsewhere(scene, hits)
    names += _other_exam_or_month(scene, said, hits)
    distinct = dict.fromkeys(name.upper() for name in names)
    return tuple(name for name in distinct if not any(name != other and name in other for other in distinct))


def _is_told(words: str, told: str) -> bool:
    """Tell whether notices say these words: every pair of characters stands in them."""
    return bool(told) and all(pair in told for pair in bigrams(words))


def _before_kinds(scene: Scene, said: Iterable[KindWord], left: Sequence[Span], told: str, called: str) -> list[str]:
    """Return words of kinds with the unexplained characters that stand before them: 双塔小学.

    What the notices tell describes their services; but a name they print whole that is not one of `called` is another's.
    """
    names, text = [], scene.text
    tails, not_names = name_tails()
    for one in said:
        start, end = one.span
        if not one.closes_names:
            continue
        begin = _walk(text, start, left)
        stretch = text[begin:start]
        if begin == start or stretch in not_names or is_numbered(stretch):
            continue
        another = text[begin:end] in told and stretch not in called
        if _is_told(stretch, told) and not another:
            continue
        named_already = any(found.end() == start for found in tails.finditer(text, begin, start))
        if one.groups & _PROPER or (_begins_phrase(scene, begin) and not named_already):
            names.append(text[begin:end])
    return names


def _begins_phrase(scene: Scene, at: int) -> bool:
    """Tell whether a place, a pause or a word of going stands before: what follows is a name rather than a description."""
    before = scene.text[at - 1 : at]
    ends = (*(one.span for one in scene.places), *scene.dates)
    return not before.isalnum() or before in walk_stops() or any(end == at for _, end in ends)


def _walk(text: str, start: int, left: Sequence[Span]) -> int:
    """Return where a name that ends at `start` begins: back over what nothing explains, and over few characters among it.

    The name needs two characters, one of them unexplained; `start` when there is none.
    """
    begin, unexplained = start, False
    stops = walk_stops()
    while begin > 0 and start - begin < _LONGEST:
        at = begin - 1
        free = _lies_in(at, left)
        if text[at] in stops or not text[at].isalnum() or text[at].isdecimal():
            break
        if not free and not any(_lies_in(before, left) for before in range(at - _MOST_AMONG, at)):
            break
        unexplained = unexplained or free
        begin = at
    return begin if unexplained and start - begin >= _SHORTEST else start


def _lies_in(at: int, spans: Sequence[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


def _tailed(scene: Scene, left: Sequence[Span], told: str, spoken: str) -> list[str]:
    """Return unexplained characters with an ending that makes names, though no kind has it: 某某大佛.

    A notice may tell of several towns: one must stand where the services themselves are told.
    """
    tails, not_names = name_tails()
    text, names = scene.text, []
    for start, end in left:
        for tail in tails.finditer(text, start, end):
            word = common_words().match(text, tail.start())
            if word and word.end() > tail.end():
                continue  # 线 of 线上 ends no name
            begin = _walk(text, tail.start(), left)
            begin = start if begin == tail.start() else begin
            name = text[_opening(scene, max(begin, tail.end() - _LONGEST - len(tail.group()))) : tail.end()]
            if (
                len(name) > len(tail.group())
                and name[: -len(tail.group())] not in not_names
                and not _is_told(name, spoken if is_guard(name[-1], "level") else told)
            ):
                names.append(name)
                break
    return names


def _opening(scene: Scene, begin: int) -> int:
    """Return where a name that goes back to `begin` opens: places and words of kinds right before it are a part of it.

    So is a single small character between them (退役军人事务局).
    """
    known = (*(one.span for one in scene.places), *(one.span for one in scene.kind_words))
    starts = {end: start for start, end in known}
    while True:
        between = scene.text[begin - 1 : begin]
        if begin in starts:
            begin = starts[begin]
        elif begin - 1 in starts and between.isalnum() and between not in walk_stops():
            begin = starts[begin - 1]
        else:
            return begin


def _codes(text: str, left: Sequence[Span]) -> list[str]:
    return [match.group().upper() for match in _CODE.finditer(text) if any(a <= match.start() < b for a, b in left)]


def _beside_names(scene: Scene, hits: Sequence[Hit], left: Sequence[Span], told: str) -> list[str]:
    """Return unexplained words that a joint puts beside a name: 太山和晋祠."""
    text, names = scene.text, []
    for start, end in left:
        joined = any(text[hit.span[1] : start] in joints() or text[end : hit.span[0]] in joints() for hit in hits)
        if joined and end - start >= _SHORTEST and not _is_told(text[start:end], told):
            names.append(text[start:end])
    return names


def _asked_after(scene: Scene, said: Sequence[KindWord], left: Sequence[Span], told: str) -> list[str]:
    """Return the unexplained words that a question asks something of: 布达拉宫能参观吗.

    A kind's word with a place, or an exam, tells enough of what is asked: other words only describe it.
    """
    if any(one.is_exam for one in said) or (scene.places and any(one.closes_names for one in said)):
        return []
    if not said and stance(scene.text, "zh") is None:
        return []
    not_names = name_tails()[1]
    names = []
    for start, end in left:
        stretch = scene.text[start:end]
        described = bool(scene.places) and scene.text[start - 1 : start] in possessives()
        if described or end - start < _SHORTEST or stretch.isascii() or stretch in not_names or _is_told(stretch, told):
            continue
        if asks_after().match(scene.text, end) or any(a == end for a, _ in scene.taken):
            names.append(stretch)
    return names


def _numbered(scene: Scene, left: Sequence[Span]) -> list[str]:
    """Return what a number tells (4号线, 一院), with the words of its kind and what nothing explains before it (某站D口)."""
    names = []
    for one in numbers_asked(scene.text, scene.dates):
        start = next((a for a, b in left if a < one.span[0] < b), _token(scene.text, one.span[0]))
        start = max((at + 1 for at in range(start, one.span[0]) if scene.text[at] in walk_stops()), default=start)
        names.append(scene.text[_opening(scene, start) : one.span[1]])
    return names


def _token(text: str, at: int) -> int:
    """Return where the letters begin that stand right before a number and belong to it: K22次."""
    while at and text[at - 1].isascii() and text[at - 1].isalpha():
        at -= 1
    return at


def _elsewhere(scene: Scene, hits: Sequence[Hit]) -> list[str]:
    """Return a name with the place that is said beside it when no service of that name belongs there: 上海迪士尼."""
    named = [hit.span for hit in hits]
    outside = [one for one in scene.places if not inside(one.span, named)]
    if not hits or not outside:
        return []
    placed = False
    for hit in hits:
        own = [place for match in hit.matches for place in scene.index.places(match.service)]
        if any(related(one.place, place) for one in outside for place in own):
            return []
        placed = placed or bool(own)
    if not placed:
        return []
    return [scene.text[slice(*outside[0].span)] + scene.text[slice(*hits[0].span)]]


def _other_exam_or_month(scene: Scene, said: Iterable[KindWord], hits: Sequence[Hit]) -> list[str]:
    """Return names whose exam or month is another one: GRE beside 托福, March beside an exam of February."""
    wanted = exams(said)
    months = months_in(scene.text)
    for hit in hits:
        words = scene.text[slice(*hit.span)]
        services = [match.service for match in hit.matches]
        if wanted and not any(all(in_order(exam, sentences(s, scene.index)) for exam in wanted) for s in services):
            return [words + wanted[-1]]
        if months and not any(months_fit(months, s, scene) for s in services):
            return [f"{min(months)}{table('names')['month_word']}{words}"]
    return []


def months_fit(months: frozenset[int], service: Service, scene: Scene) -> bool:
    """Tell whether the months asked about are those of a service's names, where names have any, or stand in its notices."""
    named = {month for name in (service.name, *service.names) for month in months_in(name)}
    if not months or not named or months & named:
        return True
    return bool(months & months_in(whole((service,), scene.index)))


def other_level(text: str, service: Service) -> bool:
    """Tell whether the question's name is that of another authority: 市…局 where the service's is 省…厅.

    What ends a place's short name is no level: 漳州.
    """
    ends = {one.span[1] for one in find_places(text) if not one.full}
    for name in (service.name, *service.names):
        for at in range(1, len(text) - _LEVELS + 1):
            if at in ends:
                continue
            place = name.find(text[at : at + _LEVELS])
            if place > 0 and differ(text[at - 1], name[place - 1]):
                return True
    return False
