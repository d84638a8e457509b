"""Whether a service can be used, at the moment asked about."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bot.answers.history import history
from bot.answers.opening import opening_hours, outside_hours
from bot.answers.sources import source
from bot.answers.statement import statement, weekday, weekly_days
from bot.answers.ways import news_at, open_ways
from bot.replies import bare_cause
from bot.told import Line, Part, Weekday, say
from knowledge.model import ZONE, Grain, Moment, Relation, Status
from knowledge.timeline import Freshness
from knowledge.timeline.precedence import TIMELESS, Reason, authority, begins, ends, posted
from knowledge.timeline.recurrence import excepted, falls_on

if TYPE_CHECKING:
    from datetime import date

    from bot.model import Reading
    from bot.told import Value, View
    from knowledge.model import Fact
    from knowledge.timeline import Standing

_MOST_BESIDE = 2
"""Further statements about the same service told beside the first."""


def local_day(view: View) -> date:
    """Return the day asked about."""
    return view.at.start.astimezone(ZONE).date()


def is_today(view: View) -> bool:
    """Tell whether the moment asked about touches the day of asking."""
    today = Moment.of(view.asked_at).start.date()
    return view.at.start.astimezone(ZONE).date() <= today < view.at.end.astimezone(ZONE).date() or local_day(view) == today


def framed(standing: Standing, view: View, line: Line) -> Line:
    """Return `line` in the light of the moment asked about: another day, too far ahead, or told by an old notice."""
    if is_of_another_year(standing, view):
        return say("other_year", moment=view.at, statement=line)
    if not standing.confirmed:
        return say("unconfirmed", moment=view.at, weekday=weekday(view.at), statement=line)
    if standing.freshness == Freshness.STALE:
        newest = max((f.published for f in standing.told if f.published), key=lambda m: m.start, default=None)
        if newest is not None:
            return say("stale", service=standing.service.name, moment=newest, age=age(newest, view), statement=line)
    timeless = standing.told[0].status in TIMELESS | {Status.SCHEDULED}
    if view.named and not timeless and (view.at.grain.has_time or not is_today(view)):
        return say("for_moment", moment=view.at, weekday=weekday(view.at), statement=line)
    return line


def is_of_another_year(standing: Standing, view: View) -> bool:
    """Tell whether a whole year is asked about that nothing told was said in, or holds in."""
    if not (view.named and view.at.grain is Grain.YEAR):
        return False
    moments = [m for f in standing.told for m in (f.published, f.start_date, f.valid_from, f.valid_until) if m is not None]
    return not any(m.start < view.at.end and view.at.start < m.end for m in moments)


def age(published: Moment, view: View) -> Line:
    """Return how old something published is at the moment of asking: years and months, months, or days under two months."""
    then, now = published.start.astimezone(ZONE), view.asked_at.astimezone(ZONE)
    months = (now.year - then.year) * 12 + now.month - then.month - (now.day < then.day)
    years, rest = divmod(months, 12)
    if years:
        return say("age_years_months", years=years, months=rest) if rest else say("age_years", years=years)
    return say("age_months", months=months) if months > 1 else say("age_days", days=(now.date() - then.date()).days)


def notes(standing: Standing, view: View, fact: Fact) -> tuple[Line, ...]:
    """Return what must be said about the notice itself: its age, that it corrects, denies, replaces, or is a caption."""
    lines: list[Line] = []
    if fact.relation is Relation.CORRECT and fact.corrects:
        lines.append(say("corrected", wrong=fact.corrects[0], right=fact.corrects[1]))
    if fact.relation is Relation.DENY:
        lines.append(say("denied"))
    replaced = [
        f
        for f in standing.because(Reason.SUPERSEDED)
        if f.status.available != fact.status.available and f.published and f.notice.id != fact.notice.id
    ]
    if replaced and fact.status.available and fact in standing.holding and fact.relation is not Relation.DENY:
        lines.append(say("replaced", moment=replaced[-1].published))
    if fact.notice.caption:
        lines.append(say("caption"))
    if not standing.confirmed:
        lines.append(say("verify"))
    if standing.freshness == Freshness.AGEING and fact.published:
        lines.append(say("ageing", moment=fact.published, age=age(fact.published, view)))
    return tuple(lines)


def earlier(standing: Standing, fact: Fact) -> tuple[Fact, ...]:
    """Return superseded facts of the same status as `fact`, newest first: they may hold what a later short notice leaves out.

    Only as far back as nothing else held in between and no term had run out: an older closure's reason is not the reason of
    this one.
    """
    found: list[Fact] = []
    later = fact
    for before in reversed(standing.because(Reason.SUPERSEDED)):
        end, other = ends(before), before.status.available != fact.status.available
        if other and begins(before) > posted(later):
            continue  # it was called off before it began
        if before.recurrence or fact.recurrence or other:
            break
        if end is not None and end < posted(later):
            break
        found += [before] if before.status is fact.status else []
        later = before
    return tuple(found)


def evidence_of(standing: Standing, fact: Fact) -> tuple[Fact, ...]:
    """Return `fact` with what it stands on: a correction is read together with the notice it corrects."""
    if fact.relation is not Relation.CORRECT:
        return (fact,)
    return (fact, *standing.because(Reason.CORRECTED))


def cause_line(standing: Standing, fact: Fact) -> Part:
    """Return the reason as printed, from the fact or from an earlier one of the same status."""
    for told in (fact, *earlier(standing, fact)):
        if told.cause_text:
            return Part((say("cause", cause=bare_cause(told.cause_text)),), (told,), ("cause",))
    return Part(())


def presumption(fact: Fact, reading: Reading) -> tuple[Line, ...]:
    """Return the sentence that sets right what the question takes for granted; nothing when it is right."""
    presumed = reading.presumed
    if presumed is None or presumed is fact.status or presumed.available or fact.status.available:
        return ()
    if presumed is not Status.CANCELLED and fact.status is not Status.CANCELLED:
        return ()
    return (say("presumption", cue=fact.cue, word=presumed),)


def _conflict(standing: Standing, view: View) -> Part:
    """Return what each side says; of notices grown old also how old the newest is, and once stale that they tell nothing now."""
    facts = (*standing.upcoming, *standing.holding)
    facts = tuple(sorted(facts, key=lambda f: f.published.start if f.published else standing.asked_at, reverse=True))
    name = standing.service.name
    newest = facts[0].published
    is_stale = standing.freshness == Freshness.STALE
    head = say("conflict", service=name)
    if newest is not None and is_stale:
        head = say("conflict_stale", service=name, moment=newest, age=age(newest, view))
    lines = [head]
    for fact in facts:
        speaker = authority(fact) or say("source_nobody")
        moment = fact.published or say("undated")
        lines.append(say("conflict_side", authority=speaker, moment=moment, statement=statement(fact, name)))
    if not is_stale:
        lines.append(say("conflict_advice"))
    if newest is not None and standing.freshness == Freshness.AGEING:
        lines.append(say("conflict_ageing", moment=newest, age=age(newest, view)))
    return Part(tuple(lines), facts)


def _weekly(standing: Standing, view: View, fact: Fact, *, hits: bool) -> tuple[Line, ...]:
    day = local_day(view)
    moment = view.at if view.named and not view.at.grain.has_time else Moment.day(day.year, day.month, day.day)
    said, exempt = statement(fact, standing.service.name), excepted(fact, day)
    values: dict[str, Value] = {"moment": moment, "weekday": Weekday(day), "cue": fact.cue, "statement": said}
    if hits:
        unsure = (say("weekly_unsure", moment=moment),) if exempt is None else ()
        return (say("weekly_hits", **values), *unsure)
    if exempt and falls_on(fact.recurrence or "", day):
        return (say("weekly_excepted", words=fact.recurrence_except, days=weekly_days(fact), **values),)
    key = "weekly_misses" if fact is standing.told[0] else "weekly_beside"
    exception = say("exception", words=fact.recurrence_except) if fact.recurrence_except else None
    return (say(key, days=weekly_days(fact), exception=exception, **values),)


def _upcoming(standing: Standing, view: View) -> tuple[Line, ...]:
    fact = standing.upcoming[0]
    said = statement(fact, standing.service.name, ending=not _turn(fact, standing))
    starts = fact.valid_from or fact.start_date
    if (view.named and view.at.end <= view.asked_at) or not standing.confirmed:
        said = say("not_told_for", moment=view.at, weekday=weekday(view.at), statement=said)
    key = "not_yet" if fact.status.available or fact.status is Status.SCHEDULED else "before_restriction"
    after = tuple(say("next", statement=statement(f, standing.service.name)) for f in _turn(fact, standing))
    return (said, say(key, moment=starts), *after) if starts else (said, *after)


def _turn(fact: Fact, standing: Standing) -> tuple[Fact, ...]:
    """Return what ends the status of `fact` later: the reopening announced with a closure; () when nothing does yet."""
    later = standing.upcoming[standing.upcoming.index(fact) + 1 :] if fact in standing.upcoming else standing.upcoming
    return tuple(islice((f for f in later if f.status.available != fact.status.available), 1))


def stated(standing: Standing, view: View, fact: Fact) -> Line:
    """Return what `fact` says in the light of the moment asked about; of what ended, that its term is over."""
    if fact in standing.ended:
        return _over(standing, view, fact)
    return framed(standing, view, statement(fact, standing.service.name, ending=not _turn(fact, standing)))


def _over(standing: Standing, view: View, fact: Fact) -> Line:
    """Return that the term of `fact` is over, which is no reopening: now, or at the moment asked about."""
    said = statement(fact, standing.service.name)
    if fact.valid_until is None and fact.start_date is None:
        return framed(standing, view, said)
    if standing.freshness == Freshness.STALE and not view.named:
        return framed(standing, view, say("ended_stale", statement=said))
    if view.named:
        return say("ended_for", moment=view.at, weekday=weekday(view.at), statement=said)
    return say("ended", statement=said)


def _holding(standing: Standing, view: View, reading: Reading) -> tuple[Line, ...]:
    main, *beside = standing.holding
    name = standing.service.name
    if main.recurrence:
        gone = _gone(standing, main)
        lines = [*(_over(standing, view, f) for f in gone), *_weekly(standing, view, main, hits=True)]
    else:
        wrong = [m for m in reading.presumed_dates if main.start_date and not _same_day(m, main.start_date)]
        said = statement(main, name, wrong, ending=not _turn(main, standing))
        lines = [framed(standing, view, said), *event_notes(main, view, reading)]
        if main.valid_from and view.at.start < main.valid_from.start and not main.status.available:
            lines.append(say("before_restriction", moment=main.valid_from))
    shown = {main.cue}
    for fact in beside:
        if fact.cue not in shown and len(shown) <= _MOST_BESIDE:
            shown.add(fact.cue)
            key = "otherwise" if main.recurrence and not fact.recurrence else "also"
            lines.append(say(key, statement=statement(fact)))
    lines += [say("next", statement=statement(f, name)) for f in standing.upcoming[:1]]
    if not main.recurrence:
        for fact in standing.recurring[:1]:
            lines += _weekly(standing, view, fact, hits=False) if main.status.available else ()
    return tuple(lines)


def _gone(standing: Standing, weekly: Fact) -> tuple[Fact, ...]:
    """Return a restriction announced after a weekly opening and over by now: no notice says that the old days count again."""
    if not weekly.status.available:
        return ()
    return tuple(f for f in standing.ended[:1] if not f.status.available and posted(f) > posted(weekly))


def _same_day(a: Moment, b: Moment) -> bool:
    return a.start.astimezone(ZONE).date() == b.start.astimezone(ZONE).date()


def event_notes(fact: Fact, view: View, reading: Reading) -> tuple[Line, ...]:
    """Return what the calendar adds to an event's date: it is gone by, or the day asked about is the old one."""
    lines: list[Line] = []
    if view.named and any(_same_day(view.at, m) for m in fact.previous_start_dates) and not reading.presumed_dates:
        lines.append(say("previous_day", moment=view.at))
    today = view.asked_at.astimezone(ZONE).date()
    if fact.start_date and fact.status in {Status.RESCHEDULED, Status.SCHEDULED} and fact.start_date.end <= view.asked_at:
        lines.append(say("date_past", moment=fact.start_date, days=(today - fact.start_date.start.astimezone(ZONE).date()).days))
    return tuple(lines)


def _ways(fact: Fact) -> Part:
    """Return how the service is reached while it is not available; of an event, where its news appears."""
    if fact.status.available:
        return Part(())
    return news_at([fact]) if fact.status in TIMELESS | {Status.SCHEDULED} else open_ways([fact])


def _withdrawn(standing: Standing, gone: Fact) -> Part:
    line = say("withdrawn", service=standing.service.name)
    return Part((line,), standing.withdrawals[-1:]) if standing.withdrawals else Part((line, source(gone.notice)))


def status(standing: Standing, view: View, reading: Reading) -> Part:
    """Return what holds: the direct statement, then reason and way round. No lines when nothing is held."""
    if standing.conflict:
        return _conflict(standing, view)
    if not standing.told:
        gone = standing.because(Reason.WITHDRAWN)
        return _withdrawn(standing, gone[-1]) if gone else Part(())
    main = standing.told[0]
    if standing.holding:
        lines, told = _holding(standing, view, reading), standing.holding[: _MOST_BESIDE + 1] + standing.upcoming[:1]
    elif standing.upcoming:
        lines, told = _upcoming(standing, view), (*standing.upcoming[:1], *_turn(standing.upcoming[0], standing))
    elif main in standing.recurring:
        lines, told = _weekly(standing, view, main, hits=False), (main,)
    else:
        weekly = standing.recurring[:1]
        lines = (_over(standing, view, main), *(line for f in weekly for line in _weekly(standing, view, f, hits=False)))
        told = (main, *weekly)
    told += standing.recurring[:1] if standing.holding and main.status.available and not main.recurrence else ()
    told += _gone(standing, main) if standing.holding and main.recurrence else ()
    hours, outside = opening_hours(standing), outside_hours(standing, view)
    cause, ways = cause_line(standing, main), _ways(main)
    dates = history(standing, main)
    parts = (hours, dates, cause, ways)
    facts = tuple(dict.fromkeys((*evidence_of(standing, main), *told, *(f for part in parts for f in part.facts))))
    lines = (*outside, *lines) if view.named else (*lines, *outside)
    text = (*lines, *hours.lines, *dates.lines, *presumption(main, reading), *cause.lines, *ways.lines)
    return Part((*text, *notes(standing, view, main)), facts, (*hours.fields, *cause.fields, *ways.fields))
