"""Who reports in a stretch: a body that decides or announces, or the service itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from knowledge.kinds import kind_of
from knowledge.marks import DATE, peel_blank
from knowledge.reading.causes import find_cause
from knowledge.reading.endings import tail_ending
from knowledge.reading.lists import Name, names_in
from knowledge.reading.names import last_part, peel, protected
from knowledge.reading.service_words import is_activity, is_service, needs_place
from knowledge.words import alternatives, pattern, table, words

if TYPE_CHECKING:
    from knowledge.model import Span

_SHORTEST_NAME = 2
_PAIRS = (("“", "”"), ("（", "）"), ("(", ")"))


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who says it: a body that decides without being the service (`authority`), or owners of what is spoken of."""

    span: Span
    authority: bool
    names: tuple[Name, ...]


@cache
def _report() -> re.Pattern[str]:
    rule = table("furniture")["report"]
    return re.compile(f"(?:{alternatives(rule['verbs'])})(?<!{rule['awaited']}){rule['verb_tail']}|{rule['gives_out']}")


@cache
def _received() -> re.Pattern[str]:
    return re.compile(table("furniture")["report"]["received"])


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(alternatives(words("furniture", "report", "openers")))


@cache
def _authority() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(words('furniture', 'authority', 'endings'))})$")


@cache
def _titled() -> re.Pattern[str]:
    """Return a pattern for a person behind the post that lets him speak for a body."""
    return re.compile(f"(?:{alternatives(words('furniture', 'authority', 'titles'))})[一-鿿·]{{2,4}}$")


@cache
def _tails() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(words('furniture', 'authority', 'tails'))})$")


def has_authority_ending(name: str) -> bool:
    """Return True for the name of a body, as printed without a person.

    A hall (大厅) is no department (厅), nor is a part of a service (某图书馆少儿部).
    """
    found = _authority().search(name)
    if found is None or len(found.group()) < len(tail_ending(name)):
        return False
    whole = name[: found.start()]
    return len(found.group()) > 1 or not any(tail_ending(whole[:end]) for end in range(len(whole), 2, -1))


def is_authority(name: str) -> bool:
    """Return True for the name of a body that decides or announces without being the service, or of one who speaks for it."""
    return has_authority_ending(name) or bool(_titled().search(name))


@lru_cache(1024)
def speaks_for_itself(publisher: str) -> str:
    """Return the publisher when it is a service with a name of its own (某市图书馆), else an empty string."""
    name = _tails().sub("", publisher)
    return name if kind_of(name) and not has_authority_ending(name) and not needs_place(name) and is_service(name) else ""


def reports(words: str) -> bool:
    """Tell whether words say that somebody tells something: 5月6日发布公告."""
    return _report().search(words) is not None


def _is_quoted(view: str, start: int, at: int) -> bool:
    """Tell whether what stands at a place is part of a quoted name or of a bracket: “南中称雄”展厅, 学校（以下称…）."""
    return any(view.rfind(opens, start, at) > view.rfind(closes, start, at) for opens, closes in _PAIRS)


def reporter_of(view: str, start: int, end: int) -> tuple[Reporter | None, int]:
    """Return who reports in a stretch, and where the report begins; (None, start) when nobody does."""
    opening = peel_blank(view, start, end)
    opener = _opener().match(view, *opening)
    if opener and protected().match(view, *opening):  # 经十路
        opener = None
    found = _report().search(view, start, end)
    while found and _is_quoted(view, start, found.start()):
        found = _report().search(view, found.end(), end)
    if found and _received().match(view, start, found.end()):
        return None, found.end()
    if (found is None and opener is None) or find_cause(view, *opening):
        return None, start
    stop, rest = (found.start(), found.end()) if found else (end, end)
    a = opener.end() if opener else start
    a, b = last_part(view, a, stop) if DATE in view[a:stop] else peel(view, a, stop)
    deliberates = pattern("furniture", "report", "deliberates").search(view, a, rest)
    if deliberates and deliberates.start() < b:
        a, b = peel(view, a, deliberates.start())
    if b - a < _SHORTEST_NAME:
        return None, rest
    authority = bool(opener and deliberates) or is_authority(view[a:b])
    if (tail := _tails().search(view, a, b)) and tail.start() - a > 1:
        b = tail.start()
        authority = has_authority_ending(view[a:b])
    names = () if authority else tuple(name for name in names_in(view, a, b) if not is_activity(name.words))
    if any(has_authority_ending(name.words) for name in names):
        authority, names = True, ()  # 某镇政府及某园区决定
    return Reporter((a, b), authority, names), rest
