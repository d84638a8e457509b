"""How a status ends when no date says so: until further notice, under a condition."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from knowledge.kinds import is_of_group, kind_of
from knowledge.model import End, Status
from knowledge.reading.arguments import argument
from knowledge.reading.cues import begin_pattern, find_cues, time_nouns
from knowledge.reading.lists import Name, names_in
from knowledge.reading.service_words import is_event_by_name, is_generic_subject, is_service, needs_place, pointing_word
from knowledge.reading.statements import Statement
from knowledge.reading.times import UNDATED
from knowledge.words import alternatives, table, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.model import Span
    from knowledge.reading.clauses import Clause
    from knowledge.reading.scope import SentenceScope


_TITLE = re.compile("[《》]")
_OVER = 40
"""Characters behind a clause that can complete what it says of an end."""
_TO_BE_ENDED = frozenset(Status) - {Status.OPEN, Status.SCHEDULED, Status.CANCELLED, Status.RESCHEDULED}
"""Statuses of which a notice says how they end, when it told of others beside them."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a stretch says that something ends, and the words (half-open offsets in the text)."""

    kind: End
    span: Span
    during: bool = False
    """True when it tells of what stands behind it (施工期间), never of what was said before."""


@cache
def _rules() -> tuple[tuple[Mapping[str, Any], re.Pattern[str] | None, re.Pattern[str]], ...]:
    """Return the rules, each with the pattern of its hint, if it has one, and that of what it tells."""
    return tuple(
        (rule, re.compile(rule["hint"]) if "hint" in rule else None, re.compile("|".join(_patterns_of(rule))))
        for rule in table("cues")["end"]
    )


def _patterns_of(rule: Mapping[str, Any]) -> Iterator[str]:
    if rule["words"]:
        yield alternatives(rule["words"])
    if "pattern" in rule:
        yield rule["pattern"]


def find_end(plain: str, start: int, end: int) -> Ending | None:
    """Return how a stretch says that something ends; None when it says nothing."""
    for rule, hint, told in _rules():
        last = end + _OVER if rule.get("over") else end
        if hint and not hint.search(plain, start, last):
            continue
        found = told.search(plain, start, last)
        if found and found.start() < end and not (rule.get("during") and _in_title(plain, found.end())):
            return Ending(End(rule["kind"]), found.span(), rule.get("during", False))
    return None


def _in_title(plain: str, at: int) -> bool:
    """Tell whether a place lies in the name of a paper: 《疫情防控期间工作指引》."""
    mark = _TITLE.search(plain, at, at + _OVER)
    return mark is not None and mark.group() == "》"


def awaited(scope: SentenceScope, clause: Clause, ending: Ending) -> list[Statement]:
    """Read 恢复开放时间另行通知 where nothing else is said of the service: it is not open yet."""
    statuses = table("cues")["awaited"]
    if ending.kind is End.CONDITIONAL:
        return _opening_after(scope, clause, ending)
    for cue in find_cues(scope.plain, clause.span[0], ending.span[1]):
        found = argument(scope.view, clause.span[0], cue, ending.span[1])
        activity = found.activity or cue.activity or "alone"
        of_time = any(time_nouns().match(name.words) for name in found.names)
        names = () if of_time else found.names
        names = names or found.owners or scope.owners
        shown = cue.status("visit")
        if shown in {None, Status.CLOSED, Status.SUSPENDED} or activity not in statuses or not names:
            continue  # 停运线路恢复时间另行通知: what is stopped is only spoken of
        told = len(scope.owners) == 1 and scope.owners != names and not is_event_by_name(names[0].words)
        owner = scope.owners[0].words if told else ""
        statement = Statement(
            names[0],
            owner,
            Status(statuses[activity]),
            (cue.span[0], max(cue.span[1], ending.span[1])),
            scope.sentence.span,
            UNDATED,
            end=ending.kind,
            end_span=ending.span,
            issuer=scope.notice.issuer,
            begins=found.begins,
        )
        return [replace(statement, name=name) for name in names]
    return _time_unset(scope, clause, ending)


def _time_unset(scope: SentenceScope, clause: Clause, ending: Ending) -> list[Statement]:
    """Read 成人学位英语考试时间待定, 其他年级开学时间另行通知: an exam or an opening whose time nobody knows yet is put off."""
    *_, noun = (None, *time_nouns().finditer(scope.view, clause.span[0], ending.span[1]))
    if noun is None or noun.end() < ending.span[0]:
        return []
    begins = begin_pattern().search(scope.view, clause.span[0], noun.start())
    named = names_in(scope.view, clause.span[0], begins.start() if begins else noun.start())
    names = tuple(name for name in named if is_service(name.words) and (begins or _is_event(name.words)))
    statement = Statement(
        Name("", noun.span()),
        "",
        Status.DELAYED if begins else Status.POSTPONED,
        (noun.start(), ending.span[1]),
        scope.sentence.span,
        UNDATED,
        end=ending.kind,
        end_span=ending.span,
        issuer=scope.notice.issuer,
        activity="begin" if begins else None,
        begins=begins["begins"] if begins else "",
        alone=len(names) == 1,
    )
    return [replace(statement, name=name) for name in names]


def _is_event(name: str) -> bool:
    """Tell whether a name is an exam or an event with a name of its own."""
    return (is_of_group(name, "exam") or is_of_group(name, "event")) and not needs_place(name) and not pointing_word(name)


def _opening_after(scope: SentenceScope, clause: Clause, ending: Ending) -> list[Statement]:
    """Read 幼儿园待疫情结束后开学: what opens under a condition alone is put off till then."""
    begins = begin_pattern().search(scope.plain, ending.span[0], ending.span[1])
    if begins is None or ending.span[1] < clause.span[1]:
        return []
    names = tuple(name for name in names_in(scope.view, clause.span[0], ending.span[0]) if kind_of(name.words))
    statement = Statement(
        Name("", begins.span()),
        "",
        Status.DELAYED,
        ending.span,
        scope.sentence.span,
        UNDATED,
        end=End.CONDITIONAL,
        end_span=ending.span,
        issuer=scope.notice.issuer,
        activity="begin",
        begins=begins["begins"],
        alone=len(names) == 1,
    )
    return [replace(statement, name=name) for name in names]


def of_others(scope: SentenceScope, clause: Clause, waiting: Sequence[Statement]) -> bool:
    """Tell whether all that is awaited are services a clause names and the notice has not spoken of: 口腔科恢复时间另行通知."""
    if any(one.name.span[0] < clause.span[0] for one in waiting):
        return False
    told = [one.name.words for one in (*scope.notice.found, *scope.made)]
    return bool(waiting) and all(
        _is_new(one.name.words, told, listed=len(waiting) > 1) and not _points_back(scope.plain, one.name) for one in waiting
    )


def _points_back(plain: str, name: Name) -> bool:
    """Tell whether words at the beginning of a name, or just before it, point to what was said: 以上航线."""
    at = name.span[0]
    return any(plain.find(word, max(0, at - len(word) + 1), at + len(word)) >= 0 for word in words("cues", "awaited", "said"))


def _is_new(name: str, told: Sequence[str], *, listed: bool) -> bool:
    if not (listed or kind_of(name)) or not is_service(name) or is_generic_subject(name) or pointing_word(name):
        return False
    return not find_cues(name, 0, len(name)) and not any(name in one or one in name for one in told)


def close(scope: SentenceScope, ending: Ending) -> None:
    """Let an end clause (恢复时间另行通知) end what was said before it.

    In a sentence with statements those, and what semicolons join to them; in a sentence of its own what was said last, a list in
    all its members.
    """
    notice = scope.notice
    open_to = [(scope.made, at) for at in range(len(scope.made))]
    if not scope.made or (scope.joined and not scope.sentence.item):
        open_to += [(notice.found, at) for at in range(notice.chain, len(notice.found))]
    open_to = [(held, at) for held, at in open_to if held[at].end is End.UNSTATED and not held[at].times.valid_until]
    shut = [(held, at) for held, at in open_to if held[at].status in _TO_BE_ENDED]
    for held, at in shut or (open_to if scope.made else ()):
        held[at] = replace(held[at], end=ending.kind, end_span=ending.span)
    notice.lead = tuple(
        replace(one, end=ending.kind, end_span=ending.span) if one.end is End.UNSTATED else one for one in notice.lead
    )
