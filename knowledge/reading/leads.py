"""Statements that only announce a list (下列客运站关闭：…), and the members that follow."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.kinds import is_of_group
from knowledge.marks import PARENTHESIS
from knowledge.model import Grain, Moment
from knowledge.places import find_places
from knowledge.reading.cue_guards import exhorts
from knowledge.reading.lists import names_in
from knowledge.reading.service_words import is_service, needs_place, only_places
from knowledge.reading.times import PUT_OFF
from knowledge.words import alternatives, pattern, words

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.reading.clauses import Clause
    from knowledge.reading.lists import Name
    from knowledge.reading.scope import SentenceScope
    from knowledge.reading.statements import Statement
    from knowledge.reading.times import Times

_REACH = 3
"""Characters before a name in which it is said that a list follows."""


def is_lead(plain: str, name: Name) -> bool:
    """Tell whether a name only announces a list: 下列客运站; 多地景点, with no place told; a bracket (以下称…) announces none."""
    told = PARENTHESIS.sub("", plain[max(0, name.span[0] - _REACH) : name.span[1]])
    if _leads("list_leads").search(told):
        return True
    if pattern("names", "counted_class").search(name.words):
        return True
    return _leads("vague_leads").search(told) is not None and not find_places(name.words, counties=False)


@cache
def _leads(which: str) -> re.Pattern[str]:
    return re.compile(alternatives(words("names", which)))


def is_vague(owner: str) -> bool:
    """Tell whether an owner is nobody in particular: 多家企业, with no place told."""
    return owner.startswith(words("names", "vague_leads")) and not find_places(owner, counties=False)


def opens_list(scope: SentenceScope) -> bool:
    """Tell whether a sentence lists members of what was announced, behind the line or road they are on: 甲高速：乙站、丙站."""
    first = scope.sentence.clauses[0]
    if _lists_at_once(scope):
        return True
    return bool(scope.notice.lead) and len(scope.sentence.clauses) > 1 and first.colon and bool(heading(scope.view, first))


def _lists_at_once(scope: SentenceScope) -> bool:
    """Tell whether a sentence right behind one that announces a list holds nothing but lines, stations and roads."""
    found = scope.notice.found
    if not (found and found[-1].lead and is_of_group(found[-1].name.words, "transport") and not scope.mentions):
        return False
    names = [name for clause in scope.sentence.clauses for name in names_in(scope.view, *clause.span)]
    stops = pattern("names", "stop")
    return bool(names) and all(is_of_group(one.words, "transport") or stops.search(one.words) for one in names)


def heading(view: str, clause: Clause) -> str:
    """Return the one line, road or quarter a clause in front of a colon names, whose the members behind it are; else empty."""
    names = names_in(view, *clause.span) if clause.colon else ()
    if len(names) != 1:
        return ""
    name = PARENTHESIS.sub("", names[0].words)
    return name if is_of_group(name, "transport") or only_places(name) or pattern("names", "quarter").fullmatch(name) else ""


def members_of_list(scope: SentenceScope, clause: Clause) -> list[Statement]:
    """Return what was said of a list for each of its members that a clause names; a member cut off by … is left out.

    A line, road or quarter before a colon is whose they are.
    """
    leads = tuple(statement for statement in scope.made if statement.lead) or scope.notice.lead
    if not leads or scope.plain[slice(*clause.span)].rstrip(" ：:").endswith(words("names", "headings")):
        return []
    start, end = clause.span
    if any(exhorts(scope.plain, one.span[0]) for one in scope.sentence.clauses):
        return []
    opening = next((one for one in scope.sentence.clauses if one.colon and one.span[0] == start), None)
    if opening and (whole := heading(scope.view, opening)):
        scope.whole, start = whole, opening.span[1] + 1
    names = tuple(name for name in (names_in(scope.view, start, end) if start < end else ()) if is_service(name.words))
    if scope.plain.startswith("…", end):
        names = names[:-1]
    owner = scope.whole or (leads[0].owner if is_of_group(leads[0].owner, "transport") else "")
    times = _at_its_hours(scope, leads[0].times)
    days = [one for one in scope.dates(start, end) if one.role in {Role.PLAIN, Role.PREVIOUS} and one.start]
    if days and len(names) == 1 and leads[0].status in PUT_OFF:
        times = times.of_days(days)  # 推迟以下考试：3月21日的甲考试
    return [replace(leads[0], name=name, owner=owner, times=times, lead=False, alone=False) for name in names]


def one_by_one(scope: SentenceScope, number: int) -> list[Statement]:
    """Return what the clause before `number` stated, for each that this one lists of it: 取消航班2架次，分别是甲、乙."""
    before, (start, end) = scope.stated.get(number - 1), scope.sentence.clauses[number].span
    opening = pattern("names", "of_which").match(scope.plain, start, end) or pattern("cues", "one_by_one").match(
        scope.plain, start, end
    )
    if before is None or before.status.available or opening is None:
        return []
    names = names_in(scope.view, opening.end(), end)
    if len(names) < 2 or not all(is_service(name.words) and not needs_place(name.words) for name in names):  # noqa: PLR2004 - one is no list
        return []
    return [replace(before, name=name, owner="", lead=False, alone=False) for name in names]


def _at_its_hours(scope: SentenceScope, times: Times) -> Times:
    """Return the times of a list's member that has its own hours of the one day the list is of: 甲路，7:00—10:00."""
    hours = [one for one in scope.mentions if one.hours and scope.sentence.item]
    day = times.valid_from
    if len(hours) != 1 or hours[0].hours is None or day is None or times.valid_until is None:
        return times
    if times.valid_until.start.date() != day.start.date():
        return times
    begins, ends = (Moment.of(_at(day.start, clock), Grain.SECOND) for clock in hours[0].hours)
    spans = (("valid_from", hours[0].span), ("valid_until", hours[0].span))
    return replace(times, valid_from=begins, valid_until=ends, spans=spans) if begins.start < ends.start else times


def _at(day: datetime, clock: str) -> datetime:
    hour, minute = (int(part) for part in clock.split(":")[:2])
    return day.replace(hour=0, minute=0, second=0) + timedelta(hours=hour, minutes=minute)
