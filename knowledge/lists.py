"""The names a stretch lists, each with what the members of the list share: a place, a whole, an ending, a common head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.clauses import GLUE
from knowledge.cues import begin_pattern
from knowledge.names import DATE, EDGE, LONGEST_NAME, PARENTHESIS, peel, shielded, split_list, tail_ending
from knowledge.places import find_places
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from knowledge.model import Span

_LONGEST_PART = 6
"""Characters of a part named behind its whole (a station behind its line)."""
_LONGEST_BRACKET = 10
_SHORT = 2
"""A member of so few characters, or of Latin letters, leaves its ending to the next that has one."""
_OUTER = "".join(mark for mark in EDGE if mark not in "“”")
_TITLE = re.compile(r"“(?P<title>[^“”]+)”$")
_DATE_PREFIX = re.compile(r"(?:\d{4}年度?)?(?:\d{1,2}月份?)?")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it can be told, and the stretch of the text it was cut from (half-open)."""

    words: str
    span: Span


def names_in(view: str, start: int, end: int) -> tuple[Name, ...]:
    """Return the names listed in a stretch, in order; a lone name is a list of one, () when there is none."""
    start, end = peel(view, start, end)
    if start >= end:
        return ()
    included = _including().match(view, start, end)
    if included:
        part, whole = included.span("part"), included.span("whole")
        return (
            Name(clean(view[slice(*whole)]), peel(view, *whole)),
            *(Name(clean(view[a:b]), (a, b)) for a, b in split_list(view, *part)),
        )
    members, head = _members_and_head(view, start, end)
    if not members:
        return ()
    texts = [view[a:b] for a, b in members]
    texts = (
        _share_prefix([text + head for text in texts])
        if head
        else _share_endings(_share_prefix(_share_head(_share_places(texts))))
    )
    if len(members) == 1 and (parts := _explained(view, *members[0])):
        prefix = _place_prefix(texts[0])
        return (Name(clean(texts[0]), members[0]), *(Name(clean(prefix + view[a:b]), (a, b)) for a, b in parts))
    return tuple(
        Name(words, span)
        for text, span in zip(texts, members, strict=True)
        if (words := clean(text)) and len(words) <= LONGEST_NAME
    )


def _explained(view: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the members a bracket lists: 各级各类学校（高校、中小学、幼儿园等）; () when it lists nothing."""
    found = PARENTHESIS.search(view, start, end)
    if found is None or view[found.start() + 1 :].startswith(tuple(table("names")["explaining"])):
        return ()
    members, _ = _members_and_head(view, found.start() + 1, found.end() - 1)
    return members if len(members) > _SHORT else ()


@cache
def _including() -> re.Pattern[str]:
    return re.compile(table("names")["including"])


@cache
def _list_end() -> re.Pattern[str]:
    return re.compile(
        f"(?:{alternatives(table('names')['list_ends'])})(?:\\d+|[一二三四五六七八九十两多几]+)?(?:个|家|所|座|条|多)?(?:省份|省|地市|市|区县)?"
    )


def _members_and_head(view: str, start: int, end: int) -> tuple[tuple[Span, ...], str]:
    """Return the members of a list and the head they share behind 等: 甲、乙等地初中 → (甲, 乙) and 初中."""
    hidden = shielded(view, start, end)
    listed = _list_end().search(hidden) if "等" in hidden else None
    if listed is None or listed.start() == 0:
        return split_list(view, start, end), ""
    stop = start + listed.start()
    members = split_list(view, start, stop)
    places = all(only_places(view[a:b]) for a, b in members)
    if not (places or len(members) > 1 or start + listed.end() >= end):
        return split_list(view, start, end), ""
    a, b = peel(view, start + listed.end(), end)
    head = view[a:b]
    fits = places or bool(begin_pattern().search(head)) or not any(tail_ending(view[x:y]) for x, y in members)
    return members, head if head and fits else ""


def only_places(words: str) -> bool:
    """Return True when `words` are one or more places and nothing else."""
    return sum(b - a for a, b in (found.span for found in find_places(words))) == len(words) > 0


def _share_places(texts: list[str]) -> list[str]:
    """甲、乙多所高校 → 甲多所高校, 乙多所高校: places in a row share what the last one heads."""
    *others, last = texts
    if not others or not all(only_places(text) for text in others):
        return texts
    places = find_places(last)
    tail = last[places[0].span[1] :] if places and places[0].span[0] == 0 else last
    return [*(text + tail for text in others), last] if tail else texts


def _share_head(texts: list[str]) -> list[str]:
    """持签证、居留许可的外国人 → 持签证的外国人, …: what the last member hangs on with 的 belongs to all, if no other has one."""
    *others, last = texts
    at = last.find("的")
    if not others or at < 1 or at >= len(last) - 1 or any("的" in text for text in others):
        return texts
    return [*(text + last[at:] for text in others), last]


def _share_prefix(texts: list[str]) -> list[str]:
    """G4高速甲、乙入口: what stands before the first member's own name, a date, a place or a whole, belongs to all."""
    first, *others = texts
    if not others:
        return texts
    prefix = _date_prefix(first) or _place_prefix(first) or _whole_prefix(first) or _rank_prefix(first, others[0])
    return [first, *(text if _begins_with_place(text) else prefix + text for text in others)]


def _date_prefix(text: str) -> str:
    found = _DATE_PREFIX.match(text)
    return found.group() if found else ""


def _place_prefix(text: str) -> str:
    """Return the run of places and scope words (全市, 境内) a name begins with; empty when that is all of it."""
    end = 0
    for found in find_places(text, counties=False):
        if found.span[0] != end:
            break
        end = found.span[1]
    while scope := _scopes().match(text, end):
        end = scope.end()
    return text[:end] if end < len(text) else ""


def _whole_prefix(text: str) -> str:
    """Return the whole a short part belongs to (京港高速 in 京港高速城南); empty when the name is no part."""
    if tail_ending(text):
        return ""
    for end in range(len(text) - 1, max(2, len(text) - _LONGEST_PART - 1), -1):
        if tail_ending(text[:end]):
            return text[:end]
    return ""


def _rank_prefix(first: str, second: str) -> str:
    """Return what stands before 初级 in 英语证书初级, when 高级 follows: members of one rank end alike and are as long."""
    rank = first[-len(second) :]
    return first[: -len(second)] if len(second) < len(first) and rank[-1] == second[-1] and len(second) <= _SHORT + 1 else ""


def _begins_with_place(text: str) -> bool:
    places = find_places(text, counties=False)
    return bool(places) and places[0].span[0] == 0


def _share_endings(texts: list[str]) -> list[str]:
    """甲、乙、丙站入口: the ending of the next member that has one belongs to the bare ones before it."""
    shared: list[str] = []
    ending = ""
    for text in reversed(texts):
        own = tail_ending(text)
        bare = not own and (ending in table("names")["shared_endings"] or _is_bare(text))
        shared.append(text + ending if bare else text)
        ending = own or ending
    return shared[::-1]


def _is_bare(text: str) -> bool:
    """Return True for a member that leaves its ending to the next: two characters, letters, or a modifier (国际)."""
    return (
        len(text) <= _SHORT
        or text.isascii()
        or text.endswith(tuple(word for word in table("names")["modifiers"] if len(word) > 1))
    )


def clean(words: str) -> str:
    """Return a name as it is told: no blanks and marks inside, no scope word (全市) right after its place."""
    words = PARENTHESIS.sub(_without_explanation, words.replace(GLUE, "").replace(" ", "").replace(DATE, "")).strip(_OUTER)
    words = re.sub(table("names")["persons"], "", words) or words
    words = re.sub(table("names")["excluded"], "", words) or words
    if words.count("“") != words.count("”"):
        words = words.strip("“”")
    if (title := _TITLE.search(words)) and len(title["title"]) >= _LONGEST_PART:
        words = title["title"]
    places = find_places(words)
    if places and places[0].span[0] == 0:
        end = places[0].span[1]
        if (scope := _scopes().match(words, end)) and len(words) > scope.end() + 1:
            words = words[:end] + words[scope.end() :]
    return words


def _without_explanation(found: re.Match[str]) -> str:
    """Keep a short bracket that is part of the name (光谷院区), drop one that explains or lists."""
    inside = found.group()[1:-1]
    explains = inside.startswith(tuple(table("names")["explaining"])) or len(inside) > _LONGEST_BRACKET
    return "" if explains else found.group()


@cache
def _scopes() -> re.Pattern[str]:
    return re.compile(alternatives(table("names")["scopes"]))
