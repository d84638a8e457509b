"""Where a service's name begins and ends: a stretch of a clause peeled of the words around it, and a list split at its joints."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from knowledge.clauses import GLUE
from knowledge.cues import activity_class, activity_pattern
from knowledge.kinds import kinds
from knowledge.places import find_places
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.model import Span

DATE = "\x01"
"""Stands for every character of a date that was read: it parts names, and it is no part of any."""
EDGE = f" {GLUE}{DATE}、，,：:。；;!！“”\"'·|｜丨-—~〜～…"
LONGEST_NAME = 48
"""Characters; a longer stretch is a sentence, not a name."""
_LONGEST_ENDING = 14
_REACH = 6
"""Characters of the longest word that is peeled off an end."""
PARENTHESIS = re.compile(r"[（(][^（()）]*[)）]")
_NUMERALS = re.compile(
    r"(?<![一-鿿\d])[一二三四五六七八九十]、[一二三四五六七八九十](?=[一-鿿])|[一二三四五六七八九十]、[一二三四五六七八九十](?=级|年级|号|期|中|小)"
)
"""四、六级: numerals joined before what they number are one member."""
_QUOTED = re.compile(r"[“《「][^”》」]*[”》」]")


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(table('names')['leading'])})")


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(table('names')['trailing'])})$")


@cache
def _protected() -> re.Pattern[str]:
    return re.compile(alternatives(table("names")["protected"]))


@cache
def _adverbial() -> re.Pattern[str]:
    return re.compile(f"[^，,。；]{{0,24}}?(?:{alternatives(table('names')['adverbial_ends'])})")


@cache
def endings() -> re.Pattern[str]:
    """Return a pattern for the end of a name of any kind of service."""
    return re.compile(alternatives(word for kind in kinds().values() for word in kind.endings))


@cache
def _ending_set() -> frozenset[str]:
    return frozenset(word for kind in kinds().values() for word in kind.endings)


def tail_ending(words: str) -> str:
    """Return the longest ending of a kind, of two characters or more, behind something; empty when there is none."""
    for start in range(max(1, len(words) - _LONGEST_ENDING), len(words) - 1):
        if words[start:] in _ending_set():
            return words[start:]
    return ""


@cache
def final_ending() -> re.Pattern[str]:
    """Return a pattern for the endings a name closes with, several in a row taken as one (站入口)."""
    return re.compile(f"(?:{endings().pattern})+$")


def peel(view: str, start: int, end: int) -> Span:
    """Return the stretch without the words around a name that belong to none; start == end when nothing is left."""
    while start < end:
        if view[start] in EDGE and not _opens_inside(view, start, end):
            start += 1
        elif view[end - 1] in EDGE and not _closes_inside(view, start, end):
            end -= 1
        elif (found := _leading().match(view, start, end)) and not _begins_name(view, start, end, found.end() - start):
            start = found.end()
        elif (found := _trailing().search(view, max(start, end - _REACH), end)) and not _closes_name(view, start, end):
            end = found.start()
        else:
            break
    return start, max(start, end)


def _opens_inside(view: str, start: int, end: int) -> bool:
    """Return True for a quotation mark whose partner stands inside the stretch: “晋”系列展."""
    return view[start] == "“" and "”" in view[start : end - 1]


def _closes_inside(view: str, start: int, end: int) -> bool:
    """Return True for a quotation mark whose partner stands inside the stretch: 北后街“古风市集”."""
    return view[end - 1] == "”" and "“" in view[start + 1 : end]


def _begins_name(view: str, start: int, end: int, length: int) -> bool:
    """Tell whether a name begins here after all: a place, or a protected word longer than the one to be peeled."""
    protected = _protected().match(view, start, end)
    if protected and protected.end() - start > length:
        return True
    places = find_places(view[start : min(end, start + 8)])
    return bool(places) and places[0].span[0] == 0 and places[0].span[1] > length


def _closes_name(view: str, start: int, end: int) -> bool:
    """Tell whether a name closes here after all: with the ending of a kind, a place (成都), a protected word (居留许可)."""
    if (found := final_ending().search(view, max(start, end - 2 * _REACH), end)) and found.start() > start:
        return True
    tail = view[max(start, end - _REACH) : end]
    protected = any(match.end() == len(tail) for match in _protected().finditer(tail))
    places = find_places(tail, counties=False)
    return protected or (bool(places) and places[-1].span[1] == len(tail) and places[-1].span[1] - places[-1].span[0] > 1)


def without_adverbial(view: str, start: int, end: int) -> Span:
    """Return the stretch behind a leading 在…期间, which tells when and not what."""
    found = _adverbial().match(view, start, end)
    return (found.end(), end) if found else (start, end)


def last_part(view: str, start: int, end: int) -> Span:
    """Return the last stretch between dates that can hold a name: <date>举行的考试 → 举行的考试."""
    parts = [found.span() for found in re.finditer(f"[^{DATE}]+", view[start:end])]
    for a, b in reversed(parts):
        begin, stop = peel(view, start + a, start + b)
        if stop - begin > 1:
            return begin, stop
    return start, start


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(table('names')['joints'])})+")


def shielded(view: str, start: int, end: int) -> str:
    """Return the stretch with brackets, quotations and protected words made opaque, so that no joint is seen in them."""
    marks = list(view[start:end])
    for pattern in (PARENTHESIS, _QUOTED, _protected(), _NUMERALS):
        for found in pattern.finditer(view, start, end):
            marks[found.start() - start : found.end() - start] = "\x03" * (found.end() - found.start())
    return "".join(marks)


def split_list(view: str, start: int, end: int) -> tuple[Span, ...]:
    """Split a stretch at the joints of a list; a lone name is a list of one."""
    return tuple(span for a, b in _members(view, start, end) if (span := peel(view, a, b))[0] < span[1])


def _members(view: str, start: int, end: int) -> Iterator[Span]:
    left = 0
    for joint in _joint().finditer(shielded(view, start, end)):
        weak = not set(joint.group()) & set("、，,/")
        if weak and (joint.start() - left < 2 or end - start - joint.end() < 2):  # noqa: PLR2004 - a member has two characters
            continue
        yield start + left, start + joint.start()
        left = joint.end()
    yield start + left, end


def is_generic_subject(words: str) -> bool:
    """Return True for words that stand for the service last spoken of (景区, 该馆)."""
    return words in table("names")["generic_subjects"]


@cache
def _clause_words() -> re.Pattern[str]:
    return re.compile(alternatives(table("names")["clause_words"]))


def is_service(words: str) -> bool:
    """Return True when `words` can be a service's name at all: no sentence, no person, no measure."""
    if not 1 < len(words) <= LONGEST_NAME or words.endswith(tuple(table("names")["not_services"])):
        return False
    if words.startswith(tuple(table("names")["not_beginnings"])) or _is_activity(words) or not _balanced(words):
        return False
    if "“" in words and not words.startswith("“") and not words.endswith("”"):
        return False
    return not _clause_words().search(PARENTHESIS.sub("", words)) and bool(re.search(r"[一-鿿A-Za-z]", words))


def _is_activity(words: str) -> bool:
    """Return True for an activity that is no service itself (开放, not 堂食)."""
    return bool(activity_pattern().fullmatch(words)) and not activity_class(words)[1]


def _balanced(words: str) -> bool:
    return all(words.count(opening) == words.count(closing) for opening, closing in ("“”", "（）", "《》", "()"))


def before_clause_word(view: str, start: int, end: int) -> Span:
    """Return the stretch up to the first word that makes it a clause: 某医院响应号召 → 某医院."""
    found = _clause_words().search(view, start, end)
    return (start, found.start()) if found else (start, end)


def behind_clause_word(view: str, start: int, end: int) -> Span:
    """Return the stretch behind the last word that makes it a clause: 先别慌八家医院 → 八家医院."""
    *_, last = (None, *_clause_words().finditer(view, start, end))
    return (last.end(), end) if last and last.end() < end - 1 else (start, end)


@cache
def _generic() -> re.Pattern[str]:
    names = table("names")
    words = {word for kind in kinds().values() for word in (*kind.endings, *kind.words)}
    return re.compile(alternatives((*words, *names["modifiers"], *names["generic_subjects"])) + r"|\d+|、")


def needs_place(words: str) -> bool:
    """Return True when a name says a kind only (公交, 过江隧道, 中心城区公共汽车), so that a place must be told with it."""
    return words.startswith(tuple(table("names")["scopes"])) or not _generic().sub("", PARENTHESIS.sub("", words))
