"""What one cue states of each of the services it is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.kinds import is_held, is_of_group
from knowledge.marks import DATE, PARENTHESIS
from knowledge.model import End, Status
from knowledge.reading.arguments import argument, goes_short
from knowledge.reading.bearers import bearers, named, own_names
from knowledge.reading.causes import code_of, find_cause, is_of_before
from knowledge.reading.cue_guards import adverbs
from knowledge.reading.cues import activity_before, time_nouns
from knowledge.reading.ends import find_end
from knowledge.reading.nearby_dates import nearby_times
from knowledge.reading.otherwise import set_otherwise
from knowledge.reading.service_words import needs_place
from knowledge.reading.standing import of_things, stand_still, told_again, was_to_be
from knowledge.reading.statements import Statement, Unread
from knowledge.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Span
    from knowledge.reading.arguments import Argument
    from knowledge.reading.causes import Cause
    from knowledge.reading.cues import Cue
    from knowledge.reading.lists import Name
    from knowledge.reading.scope import SentenceScope
    from knowledge.reading.times import Times

_NEED_DATES = frozenset({"date", "happening"})
"""What a cue needs beside it when it says nothing without a new date."""
_TIME = 2
"""Characters of the word for a time, and of what has its time: 运营时间."""
_OPENS = "“"
"""A quotation mark in what is no name."""
_SHORTEST_CAUSE = 3
_REACH = 6
"""Characters before a cue in which a plan is told from a fact."""


def claims(scope: SentenceScope, number: int, cue: Cue, stretch: Span) -> list[Statement]:
    """Return what a cue of clause `number` states; `stretch` reaches from the cue before it to the one behind it.

    () when it states nothing after all: its activity has no status, it lacks what it needs, it is a plan without a date.
    """
    plain, stop = scope.plain, stretch[1]
    found = argument(scope.view, stretch[0], cue, stop)
    if found.issuer:
        scope.notice.issuer = found.issuer
    activity = found.activity or cue.activity or (_goes_on(plain, cue) if cue.needs == "time" else None)
    status = cue.status(activity)
    of_no_day = cue.sets_a_date and found.from_object  # 不早于中小学开学
    if status is None or of_no_day or (cue.needs == "time" and not _speaks_of_time(plain, cue, stop)):
        return []
    otherwise = set_otherwise(scope.view, cue, stop)
    status = otherwise or (Status.LIMITED if goes_short(scope.view, cue) else status)
    status = Status.SUSPENDED if status is Status.CANCELLED and cue.noun and _over_a_term(scope, number) else status
    own = own_names(found, cue, cut=plain.startswith("…", stop))
    status = Status.OPEN if _goes_on_till(scope, cue, own) else status
    barred = cue.operator == "limit" and not own and _way_told(scope, found)
    others = found.from_object or cue.needs == "kind" or of_things(found) or _of_others(scope, found, status)
    others = others or any(_OPENS in one.words for one in found.names)  # “两个教育”预约功能关闭
    if not own and not barred and others:
        return []
    if _shut_already(scope, own, barred=barred):
        return []
    if not status.available and ((found.from_object and _left_out(scope, own)) or _is_halt(plain, cue, own)):
        return []  # 3路绕行，取消甲站、乙站
    if _is_cut_off(scope, cue, stop) and status.available and not found.from_object:
        return []
    if cue.operator == "limit" and (
        not (own or _way_told(scope, found)) or plain.startswith(words("cues", "manner", "after"), cue.span[1])
    ):
        scope.limited.append(cue.span[0])
        return []
    names = named(scope, cue, found, own)
    status = Status.CANCELLED if cue.operator == "call off" and names and all(is_held(one.words) for one in names) else status
    if not _bears(scope, cue, names, own):
        if not names and not status.available:
            nearby_times(scope, number, status, cue)  # 定于10月19日停水。停水范围：…: the time is that of what follows
        return []
    told = plain[scope.sentence.clauses[number].span[0] : cue.span[0]]
    stands_still = not (own or activity) and stand_still(scope, told, status, names)  # 闭馆期间到期的图书延期至…
    if stands_still or _is_last_admission(scope, number, cue, status) or was_to_be(scope, number, status, names):
        return []
    times = nearby_times(scope, number, _dated_as(status, names), cue)
    if cue.needs in _NEED_DATES and not otherwise and times.start_date is None:
        return _of_no_day(scope, found, own)
    if not times.spans and (_tells_history(scope, number) or cue.operator in scope.notice.presumed):
        return []
    if status.available and (
        (status is not Status.LIMITED and _depends(scope, number, cue, times))
        or (not times.spans and (scope.awaiting or _only_planned(plain, cue)))
    ):
        return []
    if status is Status.DELAYED and activity == "begin":
        scope.notice.delays_begin = True
    if status is Status.POSTPONED and times.start_date is not None:
        status = Status.RESCHEDULED
    statement = Statement(
        names[0],
        "",
        status,
        cue.span,
        scope.sentence.span,
        times,
        cause=_cause(scope, number, cue, stretch[0]),
        issuer=scope.notice.issuer,
        activity=activity,
        denied_rumour=bool(scope.rumours) or scope.notice.denies,
        except_span=next((span for span in scope.exceptions if span[0] >= cue.span[1]), None),
        cue_words=plain[slice(*cue.span)],
        begins=found.begins,
        begins_something=cue.begins_something or activity == "begin" or _on_a_day_set(plain, cue, times),
        unchanged=cue.unchanged,
        headline=scope.sentence.headline,
        alone=len(names) == 1,
    )
    scope.made = [one for one in scope.made if not told_again(plain, one, statement)]
    whose = (names[0], "", False)
    stated = [
        statement if one == whose else replace(statement, name=one[0], owner=one[1], lead=one[2])
        for one in bearers(scope, cue, found, own, names)
    ]
    stated = _each_of_its_day(scope, stated)
    if own and not found.from_object:
        scope.subject = scope.notice.topic = tuple(names)
    scope.subject = scope.subject or (() if own else found.owners)  # 某馆决定｜闭馆，闭馆时间…
    return stated


def _of_no_day(scope: SentenceScope, found: Argument, own: tuple[Name, ...]) -> list[Statement]:
    """State nothing of what is set anew without a day, but keep what it speaks of: 5路调整为甲站至乙站，暂不运行至丙站."""
    if own and not found.from_object:
        scope.subject = own
    return []


def _goes_on_till(scope: SentenceScope, cue: Cue, own: Sequence[Name]) -> bool:
    """Tell whether only the end of what is held is put off: 灯会延期至3月5日结束."""
    ends = cue.operator == "delay" and pattern("cues", "till_its_end").match(scope.view, cue.span[1])
    return bool(ends and own) and all(is_held(one.words) for one in own)


def _speaks_of_time(plain: str, cue: Cue, stop: int) -> bool:
    """Tell whether the word for a time stands behind a cue, or in front of it with what a line does: 运营时间延长至23时."""
    return time_nouns().search(plain, cue.span[1], stop) is not None or _goes_on(plain, cue) is not None


def _goes_on(plain: str, cue: Cue) -> str | None:
    """Return the class of what goes on longer, if a line or a supply does it: 运营时间｜延长至, 供热｜延长至, 延长｜供热."""
    begins, supply = cue.span[0], cue.span[1] - _TIME if cue.activity else cue.span[0] - _TIME
    if is_of_group(plain[max(0, supply) : supply + _TIME], "utility"):
        return "operate"
    if plain.endswith(words("cues", "time_nouns", "of_events"), 0, begins):
        return "visit"  # 灯会展期｜延长至
    found = next((one for one in time_nouns().finditer(plain, max(0, begins - _TIME), begins) if one.end() == begins), None)
    does = activity_before(plain, max(0, found.start() - _TIME), found.start()) if found else None
    return does if does == "operate" else None


def _way_told(scope: SentenceScope, found: Argument) -> bool:
    """Tell whether a limit is that of the roads and lines its sentence spoke of: 某省道大修施工，…实行半幅封闭.

    So is one that only tells who may not go there: 某路、某街，禁止机动车通行.
    """
    barred = all(_is_forbidden_to(one) for one in found.names)
    told = scope.subject or scope.works if barred or not found.from_object else ()
    return bool(told) and all(is_of_group(one.words, "transport") and not needs_place(one.words) for one in told)


def _of_others(scope: SentenceScope, found: Argument, status: Status) -> bool:
    """Tell whether a clause tells nothing of what was told before it: how many of something rest, who may pass what is shut."""
    told = found.names
    passes = status is Status.OPEN and any(not one.status.available for one in scope.made)
    counted = all(pattern("names", "mere_count").match(one.words) for one in told)
    return bool(told) and (counted or (passes and all(_is_forbidden_to(one) for one in told)))


def _is_halt(plain: str, cue: Cue, own: Sequence[Name]) -> bool:
    """Tell whether a cue says of a place that no bus stops there any more: “界牌”不再停靠."""
    halts = cue.activity is not None and plain.endswith(words("cues", "halts", "words"), 0, cue.span[1])
    return halts and bool(own) and not any(is_of_group(one.words, "transport") for one in own)


def _shut_already(scope: SentenceScope, own: Sequence[Name], *, barred: bool) -> bool:
    """Tell whether a cue only says who may not go where the sentence said it is shut: 某路封闭施工，机动车禁止通行."""
    if own:
        return bool(scope.made) and all(_is_forbidden_to(name) for name in own)
    return barred and any(one.status is Status.CLOSED for one in scope.made)


def _is_forbidden_to(name: Name) -> bool:
    """Tell whether a name is that of vehicles or people something is forbidden to, a bracket aside: 大型货车（黄牌）."""
    return pattern("names", "forbidden_to").fullmatch(PARENTHESIS.sub("", name.words)) is not None


def _left_out(scope: SentenceScope, names: Sequence[Name]) -> bool:
    """Tell whether names are stops that a line, told before them to go another way, leaves out."""
    ways = any(one.status is Status.LIMITED and is_of_group(one.name.words, "transport") for one in scope.made)
    return ways and bool(names) and all(pattern("names", "stop").search(name.words) for name in names)


def _each_of_its_day(scope: SentenceScope, told: list[Statement]) -> list[Statement]:
    """Return several events that are off, each with the day alone that it was to be on, if each has one before its name."""
    if len(told) == 1 or not all(one.status in {Status.POSTPONED, Status.CANCELLED} for one in told):
        return told
    ends = sorted(one.name.span[1] for one in told)
    days = []
    for one in told:
        before = bisect_left(ends, one.name.span[0])
        stretch = (ends[before - 1] if before else scope.sentence.span[0], one.name.span[0])
        days.append([day for day in scope.dates(*stretch) if day.role in {Role.PREVIOUS, Role.PLAIN} and day.start])
    return [replace(one, times=one.times.of_days(own)) for one, own in zip(told, days, strict=True)] if all(days) else told


def _is_cut_off(scope: SentenceScope, cue: Cue, stop: int) -> bool:
    """Tell whether the text breaks off in a word behind a cue: 其他景区开放情…."""
    return scope.plain[stop:].lstrip(" ").startswith("…") and bool(scope.plain[cue.span[1] : stop].strip())


def _on_a_day_set(plain: str, cue: Cue, times: Times) -> bool:
    """Tell whether what stays or is again as ever is so from a day that is set: 于9月17日正常开放, 9月17日起正常开放."""
    if not cue.unchanged or times.valid_until:
        return False
    begins = next((span[0] for name, span in times.spans if name == "valid_from"), 0)
    return times.open_ended or plain.endswith(words("cues", "set_on", "words"), 0, begins)


def _dated_as(status: Status, names: Sequence[Name]) -> Status:
    """Return the status by which dates are read: cancelled flights and trains are cancelled from then to then."""
    goes = status is Status.CANCELLED and all(is_of_group(name.words, "transport") for name in names)
    return Status.SUSPENDED if goes else status


def _over_a_term(scope: SentenceScope, number: int) -> bool:
    """Tell whether what is cancelled is done without for a term: 9月28日至10月6日取消堂食."""
    dates = scope.dates(scope.sentence.clauses[0].span[0], scope.sentence.clauses[number].span[1])
    return any(one.role is Role.PLAIN and one.start and one.end for one in dates)


def _is_last_admission(scope: SentenceScope, number: int, cue: Cue, status: Status) -> bool:
    """Tell whether something stops at a time of every day, beside the hours it is open in: 9:00—17:00开放，16:30停止入馆."""
    start, end = scope.sentence.clauses[number].span
    clause = (max(start, *(scope.plain.rfind(mark, start, cue.span[0]) for mark in "（(")), end)
    own = scope.dates(*clause)
    if pattern("cues", "last_admission").match(scope.plain, cue.span[0]):
        at_a_time = pattern("cues", "clock").search(scope.plain, *clause) and all(one.clock for one in own if one.start)
        if at_a_time or time_nouns().match(scope.plain, cue.span[1]):
            return True
    shut = status in {Status.CLOSED, Status.SUSPENDED}
    if not shut or not pattern("cues", "clock").search(scope.plain, *clause) or any(one.start and not one.clock for one in own):
        return False
    return any(one.hours or one.recurrence for one in (*scope.mentions, *scope.notice.dates_before(scope.sentence)))


def _cause(scope: SentenceScope, number: int, cue: Cue, left: int) -> Cause | None:
    """Return why: the sentence's reason, but for what stays as it was beside what changes, or one told inside the clause."""
    stays = cue.unchanged and any(not one.unchanged for clause, one in scope.stated.items() if clause < number)
    status, own = cue.status(), None if stays else scope.cause
    if own and status and status.available and is_of_before(scope.plain, own):
        return None
    if own and own.span[0] < cue.span[0] < own.span[1] and not code_of(scope.plain[cue.span[1] : own.span[1]], ""):
        own = _bare(scope.view, replace(own, span=(own.span[0], cue.span[0])))
    return own or _bare(scope.view, find_cause(scope.plain, left, cue.span[0], inside=True))


def _bare(view: str, cause: Cause | None) -> Cause | None:
    """Return a reason amid a clause without the date and the adverbs behind it: 因设备检修｜6月1日起｜临时｜停运."""
    if cause is None:
        return None
    start, end = cause.span
    at = view.find(DATE, start + _SHORTEST_CAUSE, end)
    tail = _adverbs_at_end().search(view, start + _SHORTEST_CAUSE, at if at > 0 else end)
    return replace(cause, span=(start, tail.start())) if tail else cause


@cache
def _adverbs_at_end() -> re.Pattern[str]:
    return re.compile(f"(?:{adverbs()})*$")


def _bears(scope: SentenceScope, cue: Cue, names: Sequence[Name], own: Sequence[Name]) -> bool:
    """Tell whether there is something the cue can be about; what moves is named with it or is one alone."""
    if not names:
        scope.notice.unread.append(Unread("cue without a name", cue.span))
    return bool(names) and (cue.operator != "move" or bool(own) or len(names) == 1)


def _tells_history(scope: SentenceScope, number: int) -> bool:
    """Tell whether a clause before this one opens a story: 疫情发生以来，…."""
    history = words("cues", "history", "words")
    return any(scope.plain[slice(*one.span)].rstrip().endswith(history) for one in scope.sentence.clauses[:number])


def _depends(scope: SentenceScope, number: int, cue: Cue, times: Times) -> bool:
    """Tell whether the words before an opening in its clause say that it depends: 视天气情况恢复.

    What opens on a day of its own once it is found fit (5月8日起，经验收合格后开放) opens then.
    """
    found = find_end(scope.plain, scope.sentence.clauses[number].span[0], cue.span[0])
    dated = bool(times.spans) and not scope.made
    return found is not None and not (found.kind is End.CONDITIONAL and dated)


def _only_planned(plain: str, cue: Cue) -> bool:
    return plain[max(0, cue.span[0] - _REACH) : cue.span[0]].rstrip().endswith(words("cues", "planned", "words"))
