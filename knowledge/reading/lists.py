"""The names a stretch lists, each as it can be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from knowledge.kinds import kind_of
from knowledge.marks import CJK, DATE, EDGE, GLUE, PARENTHESIS
from knowledge.places import find_places, place_at
from knowledge.reading.crossing import crossed
from knowledge.reading.cues import begin_pattern
from knowledge.reading.endings import tail_ending
from knowledge.reading.joints import split_list, unshielded
from knowledge.reading.names import peel
from knowledge.reading.service_words import LONGEST_NAME, needs_place, only_places
from knowledge.reading.sharing import place_prefix, scopes, share_exits, share_prefix, shared
from knowledge.words import alternatives, holds_one, pattern, table, words

if TYPE_CHECKING:
    from knowledge.model import Span

_LONGEST_LIST = 4000
"""Characters of a stretch that is looked at for names; a longer one is no list."""
_LONGEST_BRACKET = 10
"""Characters of a bracket that can be part of a name (光谷院区)."""
_SHORTEST_TITLE = 6
"""Characters between quotation marks that are a name by themselves."""
_LONGEST_HEAD = 4
"""Characters of a head that members with endings of their own can do without: 公园、足疗等场所."""
_HELD = 4096
"""Names that are kept as they are told: most are asked for several times in a notice."""
_FEWEST_EXPLAINED = 3
"""Members of a bracket that lists what the word before it means."""
_BLANK = re.compile("(?<![a-z]) +| +(?![A-Za-z])")
_OUTER = "".join(mark for mark in EDGE if mark not in "“”")
_TITLE = re.compile(r"“(?P<title>[^“”]+)”$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it can be told, and the stretch of the text it was cut from (half-open)."""

    words: str
    span: Span


def names_in(view: str, start: int, end: int) -> tuple[Name, ...]:
    """Return the names listed in a stretch, in order; a lone name is a list of one, () when there is none."""
    if end - start > _LONGEST_LIST:
        return ()
    start, end = peel(view, start, end)
    counted = pattern("names", "counted_bracket").match(view, start, end)
    if counted and not PARENTHESIS.match(view, counted.end() - 1):
        start = counted.end()  # 8个（甲站、乙站…: cut off before it is closed
    if start >= end:
        return ()
    if included := pattern("names", "including").match(view, start, end):
        whole = included.span("whole")
        parts = split_list(view, *included.span("part"))
        return (Name(clean(included["whole"]), peel(view, *whole)), *(Name(clean(view[a:b]), (a, b)) for a, b in parts))
    members, head = _members_and_head(view, start, end)
    if not members:
        return ()
    texts = share_exits([view[a:b] for a, b in members])
    if pairs := crossed(texts):
        return tuple(Name(clean(text), members[at]) for text, at in pairs)
    if heads := _heads(view, head, members):
        return tuple(Name(clean(text + each), span) for text, span in zip(texts, members, strict=True) for each in heads)
    texts = share_prefix([with_head(text, head) for text in texts]) if head else shared(texts)
    if len(members) == 1 and (found := _explained(view, *members[0])):
        prefix, (parts, tail) = place_prefix(texts[0]), found
        return (Name(clean(texts[0]), members[0]), *(Name(clean(prefix + view[a:b] + tail), (a, b)) for a, b in parts))
    return tuple(
        Name(told, span) for text, span in zip(texts, members, strict=True) if (told := clean(text)) and len(told) <= LONGEST_NAME
    )


def _heads(view: str, head: str, members: tuple[Span, ...]) -> tuple[str, ...]:
    """Return the heads each of several places has: 甲县、乙县等地｜中小学、幼儿园; () when there is one at most."""
    heads = tuple(head[a:b] for a, b in split_list(head, 0, len(head))) if head else ()
    return heads if len(heads) > 1 and all(only_places(view[a:b]) for a, b in members) else ()


def _explained(view: str, start: int, end: int) -> tuple[tuple[Span, ...], str] | None:
    """Return the members a bracket lists, and what stands behind it: 各级各类学校（高校、中小学、幼儿园等）; None for another.

    Those it includes (含幼儿园、中职学校) are listed too, if each has the ending of a kind.
    """
    found = PARENTHESIS.search(view, start, end)
    if found is None or pattern("names", "crossroads").search(found.group()):
        return None  # 某路口（甲路与乙路、丙路路口）
    included = pattern("names", "included").match(view, found.start() + 1)
    if not included and view.startswith(words("names", "explaining"), found.start() + 1):
        return None
    members, _ = _members_and_head(view, included.end() if included else found.start() + 1, found.end() - 1)
    kinds_told = all(kind_of(view[a:b]) for a, b in members)
    whole = clean(view[start : found.start()])
    if kind_of(whole) in words("names", "no_wholes") and not needs_place(whole):
        return None  # 驾驶人考试（科目一、科目二、科目三）
    of_kinds = included and len(members) > 1 and kinds_told
    named = not included or all(b - a > 1 for a, b in members)  # not 包括市、县、区车管所
    return (members, view[found.end() : end]) if of_kinds or (len(members) >= _FEWEST_EXPLAINED and named) else None


@cache
def _list_end() -> re.Pattern[str]:
    rule = table("names")["list_end"]
    return re.compile(f"(?:{alternatives(rule['words'])}){rule['counted']}")


def _members_and_head(view: str, start: int, end: int) -> tuple[tuple[Span, ...], str]:
    """Return the members of a list and the head they share behind 等: 甲、乙等地初中 → (甲, 乙) and 初中.

    A lone name is the whole stretch: it is not peeled once more.
    """
    if counted := _counted(view, start, end):
        return counted
    listed = next(unshielded(_list_end(), view, start, end), None)
    if listed is None or listed.start() == 0:
        return split_list(view, start, end, peeled=True), ""
    members = split_list(view, start, start + listed.start())
    places = all(only_places(view[a:b]) for a, b in members)
    a, b = peel(view, start + listed.end(), end)
    if len(members) == 1 and not places and pattern("names", "class_head").fullmatch(view, a, b):
        return members, ""
    if not (places or len(members) > 1 or start + listed.end() >= end):
        return split_list(view, start, end, peeled=True), ""
    head = view[a:b]
    if len(head) > _LONGEST_HEAD and not places and any(tail_ending(view[x:y]) for x, y in members):
        return members, ""
    return members, head


def _counted(view: str, start: int, end: int) -> tuple[tuple[Span, ...], str] | None:
    """Return the members and the head that is counted behind them: 甲山、乙谷两个景区; None when the count is another."""
    found = pattern("names", "counted_head").search(view, start, end)
    if found is None or not (members := split_list(view, start, found.start())):
        return None
    rule, said = table("names")["counted_head"], found["count"]
    numbers = rule["numbers"]
    counts = {str(len(members)), *numbers[len(members) - 1 : len(members)], *((rule["two"],) if len(members) == 2 else ())}  # noqa: PLR2004
    return (members, found["head"] or found["level"]) if len(members) > 1 and said in counts else None


def with_head(member: str, head: str) -> str:
    """Return a member with the head its list shares, unless it has an ending of its own: 公园、足疗等场所.

    Of a head that only classes them (密闭场所) a bare member takes the noun, if it is short.
    """
    if classed := pattern("names", "class_head").fullmatch(head):
        if only_places(member):
            return member + head
        return member if kind_of(member) else member + (classed["noun"] or "")
    of_class, link, rest = head.partition(words("names", "links")[0])
    if rest and _says_itself(member, of_class):
        return member + rest  # 甲线、乙线等线路的部分列车
    if not link and _says_itself(member, head):
        return member  # 甲站、乙站等车站
    vague = next((word for word in words("names", "vague_heads") if head.startswith(word)), "")
    if vague and not only_places(member):
        head = head.removeprefix(vague)  # K1067次等部分旅客列车
    inside = kind_of(member) == "hospital" and kind_of(head) == "clinic"  # 甲医院、乙医院两家发热门诊
    fits = inside or only_places(member) or begin_pattern().search(head) or not tail_ending(member)
    return member + head if fits else member


def _says_itself(member: str, head: str) -> bool:
    """Tell whether a member ends with what a short head classes it as: 甲线 of 线路, 乙站 of 换乘站."""
    return len(head) <= _LONGEST_HEAD and member[-1:] in head and not only_places(member)


@lru_cache(_HELD)
def clean(name: str) -> str:
    """Return a name as it is told: no blanks and marks inside, no scope word (全市) right after its place."""
    name = PARENTHESIS.sub(_without_explanation, _without_blanks(name.replace(GLUE, "").replace(DATE, ""))).strip(_OUTER)
    name = _undecorated(name)
    for rule in ("persons", "excluded", "existing", "counted_tail", "work"):
        if holds_one(name, words("names", rule, "holds")):
            name = pattern("names", rule).sub("", name) or name
    if name.count("“") != name.count("”"):
        name = name.strip("“”")
    if (title := _TITLE.search(name)) and len(title["title"]) >= _SHORTEST_TITLE:
        name = title["title"]
    if (where := pattern("names", "where").match(name)) and _is_named(name[where.end() :]):
        name = name[where.end() :]
    end = 0
    while place := place_at(name, end, counties=end == 0):
        end = place.span[1]
    if end and name.startswith(link := table("cues")["relative"]["link"], end) and kind_of(name):
        name = name[:end] + name[end + len(link) :]  # 某区的某公园
    if end and (scope := scopes().match(name, end)) and len(name) > scope.end() + 1:
        name = name[:end] + name[scope.end() :]
    return name


def _is_named(name: str) -> bool:
    """Tell whether a name says a kind and which one of it."""
    return kind_of(name) is not None and not needs_place(name)


def _undecorated(name: str) -> str:
    """Return a name without the words that only praise it: 备受关注的｜中山路夜市; a whole (某市的｜某馆) stays."""
    said, link, rest = name.rpartition(words("names", "links")[0])
    if not link or not kind_of(rest) or kind_of(said) or find_places(said) or not CJK.match(said):
        return name
    return rest if pattern("names", "praise").search(said) else name


def _without_blanks(name: str) -> str:
    """Return a Chinese name without the blanks in it but for those between English words, an English one as it is."""
    return _BLANK.sub("", name) if " " in name and CJK.search(name) else name


def _without_explanation(found: re.Match[str]) -> str:
    """Keep a short bracket that is part of the name (光谷院区), drop one that explains or lists."""
    inside = found.group()[1:-1]
    explains = inside.startswith(words("names", "explaining")) or "、" in inside
    explains = explains or bool(pattern("names", "address").search(inside))
    explains = explains or (len(inside) > _LONGEST_BRACKET and not pattern("names", "stretch").fullmatch(inside))
    return "" if explains else found.group()
