"""Which dates of a sentence belong to a cue: those of its clause, of the clauses before it, of those behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.marks import CJK, EDGE, PARENTHESIS, peel_blank
from knowledge.model import Grain, Status
from knowledge.reading.cues import cue_begins
from knowledge.reading.names import peel
from knowledge.reading.times import UNDATED, Times, times_of, whole_day
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.dates import DateMention
    from knowledge.reading.clauses import Clause
    from knowledge.reading.cues import Cue
    from knowledge.reading.scope import SentenceScope

_REACH = 10
"""Characters before a date that tell whether it is only thought of, or what it is the end of."""
_EVENTS = frozenset({Status.POSTPONED, Status.RESCHEDULED, Status.CANCELLED})
UNBOUND = _EVENTS | {Status.OPEN, Status.SCHEDULED, Status.DELAYED}
"""Statuses that take no window from another statement."""
_SHUT = frozenset({Status.CLOSED, Status.SUSPENDED})
_BEFALLS = _SHUT | {Status.CANCELLED}
_IN_A_ROW = frozenset({Role.PLAIN, Role.NEW})
"""Roles of days that are one stretch when they follow one another."""
_RIGHT_BEHIND = 2
"""Characters between a date and the opening it belongs to."""


def of_name(plain: str, mention: DateMention) -> bool:
    """Tell whether a year or a month belongs to a name: 2022年…考试, 2月所有考试."""
    if mention.start is None or mention.end is not None or mention.role is not Role.PLAIN:
        return False
    end = mention.span[1]
    named = CJK.match(plain, end) and not pattern("names", "after_date").match(plain, end) and not cue_begins(plain, end)
    return bool(named) and mention.start.grain in {Grain.YEAR, Grain.MONTH}


def nearby_times(scope: SentenceScope, number: int, status: Status, cue: Cue | None) -> Times:
    """Return the times of what clause `number` states; `cue` is None when only a beginning was printed."""
    clause = scope.sentence.clauses[number]
    inside = _of_its_bracket(scope, clause, cue)
    if status in _EVENTS:
        inside = [replace(one, role=Role.PREVIOUS) if _was_to_be(scope, one, clause) else one for one in inside]
    else:
        inside = days_in_a_row(scope.plain, inside)
    named = [
        one for one in inside if of_name(scope.plain, one) or (cue and one.role is Role.PLAIN and one.span[0] >= cue.span[1])
    ]
    own = [one for one in inside if one not in named or (status not in _EVENTS and not of_name(scope.plain, one))]
    if cue:
        own = [replace(one, role=Role.START) if _opens_on(one, cue) else one for one in own]
    if cue and cue.sets_a_date:  # not of 9日24时, which ends a day
        own = [one if pattern("cues", "clock").search(scope.plain, *one.span) else replace(one, role=Role.NEW) for one in own]
    before = _before(scope, number, status, cue)
    hours = _tells_hours(scope, cue)
    own, before, after = (
        [
            one
            for one in dates
            if not (hours and one.clock) and not _is_rough(scope.plain, one) and not _counts(one, scope.mentions)
        ]
        for dates in (own, before, _after(scope, number))
    )
    times = times_of(status, own, before, after, named)
    goes_on = _goes_on(scope, number) and not (cue and _is_of_another_kind(scope, status, cue))
    if not times.spans and goes_on:
        times = times_of(status, (), scope.notice.starts, (), ())
    starts = [one for one in (*own, *before) if one.role is Role.START]
    starts += [one for one in before if one.role is Role.PLAIN and one.end and one.start]  # 5月4日至10日，甲…；乙…
    if starts or (times.spans and not goes_on):
        scope.notice.starts = starts
    if status not in UNBOUND and pattern("cues", "same_day").search(scope.plain, *clause.span):
        times = times.of_one_day()
    if not times.spans and status not in UNBOUND and _goes_with(scope, number, cue):
        times = scope.notice.window if scope.notice.window.spans else _beginning_of_the_sentence(scope)
    elif not times.spans and status is Status.OPEN and _opens_with(scope, number, cue):
        times = _beginning_of_the_sentence(scope)
    elif status not in UNBOUND and times.valid_from:
        if times.beginning() == scope.notice.window.beginning() and not times.valid_until and _goes_with(scope, number, cue):
            return scope.notice.window
        scope.notice.window = times
    return times


def _of_its_bracket(scope: SentenceScope, clause: Clause, cue: Cue | None) -> list[DateMention]:
    """Return the dates of a clause a cue can have: one in a bracket with days of its own has those, and nobody else does.

    某厅国庆期间不办公（10月7日正常上班）.
    """
    inside = scope.dates(*clause.span)
    if cue is None or len(inside) < 2:  # noqa: PLR2004 - of one date there is no choice
        return inside
    for bracket in PARENTHESIS.finditer(scope.plain, *clause.span):
        begin, end = bracket.span()
        own = [one for one in inside if begin < one.span[0] and one.span[1] < end]
        if own and len(own) < len(inside) and scope.holds_cue(clause, begin, end):
            return own if begin < cue.span[0] < end else [one for one in inside if one not in own]
    return inside


def _was_to_be(scope: SentenceScope, one: DateMention, clause: Clause) -> bool:
    """Tell whether a day is the one on which what is put off was to be: 2月15日举行的面试推迟."""
    return one.role is Role.PLAIN and bool(pattern("cues", "held_on").match(scope.plain, one.span[1], clause.span[1]))


def under_way(scope: SentenceScope, number: int) -> None:
    """Remember from when to when something goes on that a clause without a status tells: 5月6日至9日进行检修, for 检修期间."""
    clause = scope.sentence.clauses[number]
    if not pattern("cues", "under_way").search(scope.plain, *clause.span):
        return
    times = times_of(Status.CLOSED, scope.dates(*clause.span), _before(scope, number, Status.CLOSED, None), (), ())
    if times.valid_from and times.valid_until:
        scope.notice.window = times


def _opens_on(one: DateMention, cue: Cue) -> bool:
    """Tell whether the new date is that of what begins right behind it, no end of it: 推迟至5月4日恢复接诊, 调整为1月7日放假."""
    return one.role is Role.NEW and 0 <= cue.span[0] - one.span[1] <= _RIGHT_BEHIND


def _tells_hours(scope: SentenceScope, cue: Cue | None) -> bool:
    """Tell whether times of day are hours that come back: 每周五延长至22:00."""
    return (cue is not None and cue.tells_hours) or any(one.recurrence or one.hours for one in scope.mentions)


def _beginning_of_the_sentence(scope: SentenceScope) -> Times:
    """Return the day on which what the sentence told last begins: 新厅1月2日启用，旧厅同时停用."""
    if not scope.made:
        return UNDATED
    times = scope.made[-1].times
    if scope.made[-1].status is Status.SCHEDULED and times.start_date:  # 新站定于8月2日启用，旧站同时关停
        spans = tuple(("valid_from", span) for name, span in times.spans if name == "start_date")
        return Times(valid_from=times.start_date, spans=spans)
    return times.beginning()


def days_in_a_row(plain: str, mentions: Sequence[DateMention]) -> list[DateMention]:
    """Return dates of which those that list one day after another are one range: 18日、19日."""
    joined: list[DateMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        listed = last and pattern("cues", "day_list").fullmatch(plain, last.span[1], mention.span[0])
        if last and listed and mention.start and _follows(last, mention):
            joined[-1] = replace(last, end=whole_day(mention.start), span=(last.span[0], mention.span[1]))
            continue
        joined.append(mention)
    return joined


def _follows(last: DateMention, mention: DateMention) -> bool:
    """Tell whether a day is the one after another's last, both plain days or both days set anew."""
    day = last.end or last.start
    if day is None or mention.start is None or mention.end or last.role is not mention.role or last.role not in _IN_A_ROW:
        return False
    return {day.grain, whole_day(mention.start).grain} == {Grain.DAY} and day.end == mention.start.start


def _goes_with(scope: SentenceScope, number: int, cue: Cue | None) -> bool:
    """Tell whether a clause says that it happens together with what was told before: 同时, 施工期间."""
    first = scope.sentence.clauses[0].span[0]
    return bool(
        pattern("cues", "together").search(scope.plain, first, cue.span[1] if cue else scope.sentence.clauses[number].span[1])
    )


def _opens_with(scope: SentenceScope, number: int, cue: Cue | None) -> bool:
    """Tell whether what opens does so together with what was told last to open: 某高速24日10时开通，三个收费站同步启用."""
    last = scope.made[-1].status if scope.made else None
    return last in {Status.OPEN, Status.SCHEDULED} and not (cue and cue.unchanged) and _goes_with(scope, number, cue)


def _is_of_another_kind(scope: SentenceScope, status: Status, cue: Cue) -> bool:
    """Tell whether a statement does not share the beginning of the one before it: one stays as it was, or one of them is open."""
    last = next(iter(reversed(scope.made or scope.notice.found)), None)
    if last is None or last.lead:
        return False
    return (cue.unchanged and not last.unchanged) or (status is Status.OPEN) != (last.status is Status.OPEN)


def _holds_dates_only(scope: SentenceScope, clause: Clause) -> bool:
    """Tell whether a clause says nothing but when; what comes back in another one is that one's own."""
    return not CJK.search(scope.view[slice(*clause.span)])


def _day_of_what_befalls(scope: SentenceScope, earlier: int, status: Status) -> DateMention | None:
    """Return the one day of a clause that what follows is shut for too: 9月16日航班取消，航站楼关闭.

    What is shut itself shares the day that stands before it: 9月16日中小学停课，各高校停止一切教学活动.
    """
    told = scope.stated.get(earlier)
    if told is None or told.status not in _BEFALLS or status not in _SHUT:
        return None
    start, end = scope.sentence.clauses[earlier].span
    days = [one for one in scope.dates(start, end) if one.role is Role.PLAIN and one.start]
    opens = bool(days) and days[0].span[0] == peel_blank(scope.plain, start, end)[0]
    return days[0] if len(days) == 1 and (opens or told.status is Status.CANCELLED) else None


def _term(scope: SentenceScope, earlier: int, number: int, status: Status) -> DateMention | None:
    """Return the term of a clause in which what follows is shut too: it opens the clause, or what follows is a room.

    元旦期间（12月30日至1月1日）主楼9时开放，自习室不开放; 某馆元旦期间（…）9时开放，三楼自习室不开放.
    """
    start, end = scope.sentence.clauses[earlier].span
    terms = [one for one in scope.dates(start, end) if one.role is Role.PLAIN and one.start and one.end]
    if len(terms) != 1 or status not in _SHUT or earlier not in scope.stated:
        return None
    opens = terms[0].span[0] == peel_blank(scope.plain, start, end)[0]
    begin = peel_blank(scope.plain, *scope.sentence.clauses[number].span)[0]
    return terms[0] if opens or pattern("names", "own_room").match(scope.plain, begin) else None


def _before(scope: SentenceScope, number: int, status: Status, cue: Cue | None) -> list[DateMention]:
    """Return the dates of the clauses before one, the nearest first; of reports and other statements only the beginnings.

    What stays as it was takes none from before a statement of another kind: 5月8日起，主楼关闭，陈列馆照常开放. What is shut
    takes a term: 5月1日至3日，主楼开放，陈列馆不开放.
    """
    before: list[DateMention] = []
    terms_only = False
    for earlier in range(number - 1, -1, -1):
        clause = scope.sentence.clauses[earlier]
        stated = scope.stated.get(earlier)
        if cue and cue.unchanged and stated and (stated.status is Status.OPEN) != (status is Status.OPEN):
            if status not in _SHUT:
                break
            terms_only = True
        own = scope.dates(*clause.span)
        if terms_only:
            own = [one for one in own if one.role is Role.PLAIN and one.start and one.end]
        if own := own if status in _EVENTS else days_in_a_row(scope.plain, own):
            apart = earlier in scope.stated or scope.reporter(clause) is not None
            own = [one for one in own if one.role is not Role.END or _tells_of_it(scope, clause, one)]
            own = [one for one in own if not one.recurrence or _holds_dates_only(scope, clause)]
            shared = (_day_of_what_befalls(scope, earlier, status), _term(scope, earlier, number, status))
            before += [one for one in own if not apart or ((one.role is Role.START or one in shared) and status not in _EVENTS)]
    return before


def _after(scope: SentenceScope, number: int) -> list[DateMention]:
    """Return the dates of the clauses behind one, up to the next cue; a date behind the word for a time is the new one."""
    after: list[DateMention] = []
    for later in scope.sentence.clauses[number + 1 :]:
        if end := _expected_end(scope, later):
            after.append(end)
            break
        if scope.cues(later):
            break
        dates = _as_new(scope, later, scope.dates(*later.span))
        dates = [one for one in dates if one.role is not Role.START or _begins_all(scope, later, one)]
        dates = [one for one in dates if not (one.end and pattern("cues", "in_that_time").match(scope.plain, one.span[1]))]
        after += [one for one in dates if one.role is not Role.END or _tells_of_it(scope, later, one)]
    return after


def _expected_end(scope: SentenceScope, clause: Clause) -> DateMention | None:
    """Return the day or the hour a clause tells what is shut to be expected open again: 预计20日6时恢复供水; None for another."""
    dates = scope.dates(*clause.span)
    if len(dates) != 1 or not pattern("cues", "expected").fullmatch(scope.view, *clause.span):
        return None
    moment = dates[0].end or dates[0].start
    exact = moment is not None and (moment.grain is Grain.DAY or moment.grain.has_time)
    return replace(dates[0], role=Role.END, start=None, end=moment) if exact else None


def _as_new(scope: SentenceScope, clause: Clause, own: Sequence[DateMention]) -> Sequence[DateMention]:
    if not own or not pattern("cues", "its_time").fullmatch(scope.plain, clause.span[0], own[0].span[0]):
        return own
    return [replace(one, role=Role.NEW) if one.role is Role.PLAIN else one for one in own]


def _is_rough(plain: str, mention: DateMention) -> bool:
    """Tell whether a duration is only thought of: 约三个月, 预计停航2天."""
    if not mention.is_duration:
        return False
    before, after = pattern("cues", "rough_before"), pattern("cues", "rough_after")
    told = plain[max(0, mention.span[0] - _REACH) : mention.span[0]]
    return bool(before.search(told) or after.match(plain, mention.span[1]))


def _counts(mention: DateMention, mentions: Sequence[DateMention]) -> bool:
    """Tell whether a duration only counts the days before it: 9月30日和10月7日两天."""
    days = [one for one in mentions if one.role is Role.PLAIN and one.start and not one.end and one.span[1] <= mention.span[0]]
    return mention.duration_days is not None and len(days) == mention.duration_days > 1


def _begins_all(scope: SentenceScope, clause: Clause, mention: DateMention) -> bool:
    """Tell whether a clause only sets the day on which what was said begins: 即日起执行, 自5月8日起."""
    start, end = peel(scope.view, clause.span[0], mention.span[0])
    behind = scope.view[mention.span[1] : clause.span[1]].strip(EDGE)
    return start == end and bool(pattern("cues", "its_start").fullmatch(behind))


def _tells_of_it(scope: SentenceScope, clause: Clause, mention: DateMention) -> bool:
    """Tell whether an end in a clause of its own ends what was said, not a season, nor what people must do by then."""
    return bool(pattern("cues", "its_end").fullmatch(scope.view, clause.span[0], mention.reach[0]))


def _goes_on(scope: SentenceScope, number: int) -> bool:
    """Tell whether a sentence goes on with the one before: behind a semicolon, in a list, or with the verb at once."""
    sentence, plain = scope.sentence, scope.plain
    if sentence.headline:
        return False
    if scope.joined or not plain[: sentence.span[0]].strip(" "):
        return True
    clause = sentence.clauses[number]
    return number == 0 and any(cue.span[0] <= peel_blank(plain, *clause.span)[0] for cue in scope.cues(clause)[:1])
