"""What the members of a list share though only one of them says it: a place, a whole, an ending, a common head."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from knowledge.kinds import is_of_group, kind_of, kinds
from knowledge.places import place_at
from knowledge.reading.endings import tail_ending
from knowledge.reading.service_words import needs_place, only_places
from knowledge.words import alternatives, pattern, words

_SHORTEST_PART, _LONGEST_PART = 2, 6
"""Characters of a part named behind its whole (a station behind its line)."""
_SHORT = 2
"""A member of so few characters, or of Latin letters, leaves its ending to the next that has one."""
_LONGEST_END = 4
"""Characters of a port or a town at the end of a way."""
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十]+|[A-Z](?![A-Za-z])")
_LETTERED = re.compile(r"(?:[A-Z]\d{0,2}|(?<!\d)\d{1,2})$")
"""A member that ends with the letter or number of an exit."""
_PIECE = re.compile(rf"{_NUMERAL.pattern}|.")
_OCCASION = "event"
"""The group of kinds that are no whole of anything: 宗教活动场所."""
_BODIES = frozenset({"health", "venue", "school", "transport"})
"""Groups of kinds whose bodies are named after their place."""
_VENUES = frozenset({"place", "venue", "health", "counter"})
"""Groups of kinds that have parts: halls, counters, wards."""


@cache
def scopes() -> re.Pattern[str]:
    """Return a pattern for words that say how far a name reaches in its place: 全市, 境内."""
    return re.compile(alternatives(words("names", "scopes")))


def shared(texts: list[str]) -> list[str]:
    """Return the members of a list, each with what it shares with the others."""
    return _share_endings(share_prefix(_share_head(_share_places(_share_ways(texts))))) if len(texts) > 1 else texts


def _share_ways(texts: list[str]) -> list[str]:
    """甲至乙、丙航线 → 甲至乙, 甲至丙航线; 甲、乙至丙航线 → 甲至丙航线, 乙至丙航线: one end is said once for all."""
    *others, last = texts
    goes = pattern("names", "goes_a_way").search(last)
    if goes is None:
        return texts
    ways = [pattern("names", "route").search(text[: goes.start()] if text is last else text) for text in texts]
    first = ways[0]
    if first and first.end() == len(texts[0]) and not any(ways[1:]):
        whence = texts[0][: first.start("whither")]
        return [texts[0], *(whence + text for text in texts[1:])]
    way = ways[-1]
    if way and not any(ways[:-1]) and all(len(text) <= _LONGEST_END and not is_of_group(text, "transport") for text in others):
        return [*(text + last[way.end("whence") :] for text in others), last]
    return texts


def share_exits(texts: list[str]) -> list[str]:
    """某站A、B口, 某站1、2号口: letters and numbers share the last one's ending, and all of them the first one's whole."""
    if len(texts) == 1:
        return texts
    last = pattern("names", "exit").search(texts[-1])
    first = len(texts) - 1
    while last and first and _LETTERED.search(texts[first - 1]):
        first -= 1
    if last is None or first == len(texts) - 1:
        return texts
    told = [text + last["ending"] for text in texts[first:-1]] + texts[-1:]
    own = pattern("names", "exit").search(told[0])
    whole = told[0][: own.start()] if own else ""
    return [*texts[:first], told[0], *(whole + text if pattern("names", "exit").match(text) else text for text in told[1:])]


def _share_places(texts: list[str]) -> list[str]:
    """甲、乙多所高校 → 甲多所高校, 乙多所高校: places in a row share what the last one heads."""
    *others, last = texts
    if len(others) > 1 and all(only_places(text) for text in others[1:]) and (whole := _before_place(others[0])):
        found = _share_places([others[0].removeprefix(whole), *others[1:], last])
        return [whole + text for text in found]  # 甲机场乙地、丙地航线
    place, district = place_at(last), pattern("names", "district")
    end = place.span[1] if place else own.end() if (own := district.match(last)) else 0
    if not all(only_places(text) or (end and district.fullmatch(text)) for text in others):
        return texts
    tail = last[end:]
    return [*(text + tail for text in others), last] if tail else texts


def _before_place(text: str) -> str:
    """Return the service a place stands behind in 甲机场乙地; empty when that is not all the text holds."""
    ends = (end for end in range(len(text) - 2, 2, -1) if only_places(text[end:]))
    return next((text[:end] for end in ends if tail_ending(text[:end]) and not needs_place(text[:end])), "")


def _share_head(texts: list[str]) -> list[str]:
    """持签证、居留许可的外国人 → 持签证的外国人, …: what the last member hangs on belongs to all, if no other has one."""
    *others, last = texts
    for link in words("names", "links"):
        at = last.find(link)
        if 0 < at < len(last) - 1 and not any(link in text for text in others):
            return [*(text + last[at:] for text in others), last]
    return texts


def share_prefix(texts: list[str]) -> list[str]:
    """G4高速甲、乙入口: what stands before the first member's own name, a date, a place or a whole, belongs to all."""
    first, *others = texts
    if not others:
        return texts
    place = place_prefix(first)
    if (way := pattern("names", "route").match(first)) and way["whence"] == place:
        place = ""  # 烟台至大连、蓬莱至旅顺航线
    own = bool(place) and _is_body(first[len(place) :])
    prefix = (
        _date_prefix(first)
        or series_prefix(first, others[0])
        or _whole_prefix(first, others[0])
        or place
        or _town_prefix(first, others[0])
        or _rank_prefix(first, others[0])
    )
    own = own and prefix == place
    return [first, *(_behind(text, first, prefix, own_place=own) for text in others)]


def _behind(text: str, first: str, prefix: str, *, own_place: bool) -> str:
    """Return a member behind what it takes of the first: another line or road only what stands before its own."""
    line = pattern("names", "line")
    if line.match(text) and (own := line.search(first)) and own.start():
        return first[: own.start()] + text
    if _stands_alone(text, own_place=own_place):
        return text
    if _is_another(text, first) and prefix.endswith(words("names", "departments")):
        return text
    whole = not needs_place(text) and not pattern("names", "exit").fullmatch(text)
    same = whole and is_of_group(text, "transport") and kind_of(text) == kind_of(prefix)
    return (place_prefix(prefix) if same else prefix) + text


def _is_body(rest: str) -> bool:
    """Tell whether what stands behind a place is a body whose name the place is: 某省｜人民医院."""
    kind = kinds().get(kind_of(rest) or "")
    return needs_place(rest) and kind is not None and kind.group in _BODIES


def _is_another(text: str, first: str) -> bool:
    """Tell whether a member ends as the first and has a whole of its own before that: 妇产科急诊、儿科急诊."""
    tail = tail_ending(first)
    own = text.removesuffix(tail)
    return bool(tail) and own != text and len(own) > 1 and own.endswith(words("names", "departments"))


def _stands_alone(text: str, *, own_place: bool) -> bool:
    """Tell whether a member needs nothing of the first: it begins with a place or a whole, or has a name of its own.

    `own_place`: the first member's place is its name (某省人民医院、甲大一院).
    """
    return (
        begins_with_place(text) or bool(_whole_prefix(text, "")) or (own_place and bool(kind_of(text)) and not needs_place(text))
    )


def _date_prefix(text: str) -> str:
    found = pattern("names", "date_prefix").match(text)
    return found.group() if found else ""


def _town_prefix(first: str, second: str) -> str:
    found = pattern("names", "town").match(first)
    return found.group() if found and not any(level in second for level in words("names", "towns")) else ""


def place_prefix(text: str) -> str:
    """Return the run of places and scope words (全市, 境内) a name begins with; empty when that is all of it."""
    end = 0
    while found := place_at(text, end, counties=False):
        end = found.span[1]
    while scope := scopes().match(text, end):
        end = scope.end()
    return text[:end] if end < len(text) else ""


@lru_cache(1024)
def series_prefix(first: str, second: str) -> str:
    """Return what stands before 1号线 in 某市地铁1号线, when 2号线 follows: they differ in their numerals only."""
    shape, tail = (_NUMERAL.sub("0", text) for text in (first, second))
    if not _NUMERAL.search(second) or not shape.endswith(tail) or shape == tail:
        return ""
    left, length = len(shape) - len(tail), 0
    for part in _PIECE.finditer(first):
        if left <= 0:
            break
        left -= 1
        length = part.end()
    return first[:length]


def _whole_prefix(text: str, other: str) -> str:
    """Return the whole a short part belongs to (京港高速 in 京港高速城南); empty when the name is no part.

    A part may have the ending of a kind itself (某医院门诊), when the other member is a mere part too (急诊).
    """
    ending = tail_ending(text)
    if is_of_group(ending, "school") or (ending and not (other and (needs_place(other) or _is_twin(text, other)))):
        return ""
    for end in range(len(text) - _SHORTEST_PART, max(2, len(text) - _LONGEST_PART - 1), -1):
        whole = text[:end]
        if tail_ending(whole) and _is_one(whole[len(place_prefix(whole)) :], whole) and whole.count("（") == whole.count("）"):
            return whole
    return ""


def _is_twin(text: str, other: str) -> bool:
    """Tell whether a short member ends as the one before it does: 某馆新馆、旧馆."""
    return len(other) <= _SHORT and text[-1] == other[-1]


def _is_one(rest: str, whole: str) -> bool:
    """Tell whether a whole is one service: by its name, or as the venue of a place (某省体育中心)."""
    if not needs_place(rest):
        own = kinds().get(kind_of(whole) or "")
        return own is None or own.group != _OCCASION
    kind = kinds().get(kind_of(rest) or "")
    return rest != whole and kind is not None and kind.group in _VENUES and rest in kind.endings


def _rank_prefix(first: str, second: str) -> str:
    """Return what stands before 初级 in 英语证书初级, when 高级 follows: members of one rank end alike and are as long."""
    rank = pattern("names", "rank")
    if len(second) < len(first) and rank.fullmatch(second) and rank.fullmatch(first[-len(second) :]):
        return first[: -len(second)]
    return ""


def begins_with_place(text: str) -> bool:
    """Tell whether a name begins with a place."""
    return place_at(text, counties=False) is not None


def _share_endings(texts: list[str]) -> list[str]:
    """甲、乙、丙站入口: the ending of the next member that has one belongs to the bare ones before it."""
    told: list[str] = []
    ending = ""
    for text in reversed(texts):
        own = tail_ending(text) or _shared_tail(text)
        own = "" if ending in words("names", "shared_endings") and pattern("names", "stage_of").search(text) else own
        listed = ending in words("names", "shared_endings") or _is_bare(text)
        line = text[-1:] in ending and pattern("names", "line").fullmatch(text)  # 3路、28路夜班线路
        bare = not own and not line and not _is_quarter(text, ending) and listed
        told.append(text + ending.removeprefix(text[-1:]) if bare else text)
        ending = own or (ending if bare else "")
    return told[::-1]


def _shared_tail(text: str) -> str:
    """Return the word that a member closes with for those before it, though it makes no kind: 贷款、提取、归集业务."""
    return next((word for word in words("names", "tails_of_all") if text.endswith(word) and text != word), "")


def is_route(text: str) -> bool:
    """Return True for a mere way from one place to another, without what goes there: 大连至烟台."""
    found = pattern("names", "route").fullmatch(text)
    return found is not None and ("-" in text or only_places(found["whence"]) or only_places(found["whither"]))


def _is_quarter(text: str, ending: str) -> bool:
    """Tell whether a member is a village or a street by its own last character, and no 小区 as the one behind it."""
    return ending in words("names", "quarters", "shared") and text.endswith(words("names", "quarters", "own"))


@cache
def _modifiers() -> tuple[str, ...]:
    return tuple(word for word in words("names", "modifiers") if len(word) > 1)


def _is_bare(text: str) -> bool:
    """Return True for a member that leaves its ending to the next: short, Latin letters, a mere modifier at its end (国际)."""
    return len(text) <= _SHORT or text.isascii() or text.endswith(_modifiers()) or is_route(text)
