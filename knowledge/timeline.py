"""What holds at a moment: the facts of one service, seen from the moment of asking.

The rules are those of the design: notices published later do not exist; what was withdrawn, corrected or denied is set aside; a later
fact supersedes an earlier one about the same aspect; a weekly closing stands beside a base status; an end gone by is an end, not a
reopening; two authorities that disagree are both kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledge.corrections import corrected, is_named, targets, titles_named
from knowledge.model import ZONE, End, Grain, Moment, Relation, Status
from knowledge.recurrence import recurs
from knowledge.thresholds import thresholds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Fact, Service

_EVER = datetime(1, 1, 2, tzinfo=ZONE)

_ACCESS = {Status.OPEN, Status.LIMITED, Status.CLOSED, Status.SUSPENDED, Status.DELAYED}
_DATED = {Status.POSTPONED, Status.RESCHEDULED, Status.SCHEDULED, Status.CANCELLED}
_REPLACES: dict[Status, set[Status]] = {
    Status.OPEN: _ACCESS | {Status.POSTPONED, Status.CANCELLED, Status.MOVED},
    Status.LIMITED: _ACCESS | {Status.POSTPONED, Status.CANCELLED},
    Status.CLOSED: _ACCESS | {Status.SCHEDULED},
    Status.SUSPENDED: _ACCESS | _DATED,
    Status.DELAYED: _ACCESS | {Status.SCHEDULED},
    Status.POSTPONED: _DATED | {Status.OPEN, Status.LIMITED},
    Status.RESCHEDULED: _DATED | _ACCESS,
    Status.SCHEDULED: _DATED | {Status.SUSPENDED, Status.DELAYED},
    Status.CANCELLED: set(Status),
    Status.MOVED: {Status.MOVED, Status.POSTPONED},
}
"""The aspects of a service: which earlier statements a later one of this status speaks about again."""

TIMELESS = frozenset({Status.POSTPONED, Status.RESCHEDULED, Status.CANCELLED})
"""What is said of an event holds from its publication on, whatever moment is asked about."""


class Reason(StrEnum):
    """Why a fact is not told as what holds."""

    NOT_YET_PUBLISHED = "not_yet_published"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    DENIED = "denied"
    SUPERSEDED = "superseded"


class Freshness(StrEnum):
    """How much the age of what was last heard matters."""

    CURRENT = "current"
    AGEING = "ageing"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one service for the moment `at`, seen from `asked_at`. Facts are in order of weight, newest first."""

    service: Service
    at: Moment
    asked_at: datetime
    holding: tuple[Fact, ...] = ()
    upcoming: tuple[Fact, ...] = ()
    """What begins after `at`, soonest first."""
    ended: tuple[Fact, ...] = ()
    """What had a fixed end, gone by at `at`; the newest first. No reopening follows from it."""
    recurring: tuple[Fact, ...] = ()
    """Weekly rules in force that do not fall on `at`; those that do are in `holding`."""
    set_aside: tuple[tuple[Fact, str], ...] = ()
    """Superseded, corrected, withdrawn, denied or not yet published, each with its `Reason`."""
    withdrawals: tuple[Fact, ...] = ()
    """The facts (of relation `cancel`) that withdrew others."""
    conflict: bool = False
    freshness: str | None = None
    """`current`, `ageing` or `stale`; None when nothing is held."""
    confirmed: bool = True
    """False when `at` lies further ahead than a status without an end can be taken to last."""

    @property
    def told(self) -> tuple[Fact, ...]:
        """What an answer is about: what holds, else what begins, else the weekly rules, else what ended."""
        return self.holding or self.upcoming or self.recurring or self.ended

    def because(self, reason: Reason) -> tuple[Fact, ...]:
        """Return the facts set aside for `reason`, oldest first."""
        return tuple(f for f, why in self.set_aside if why == reason)


def posted(fact: Fact) -> datetime:
    """Return the moment of publication, the earliest there is when the notice has no date."""
    return fact.published.start if fact.published else _EVER


def begins(fact: Fact) -> datetime:
    """Return the moment from which the fact changes something: its start, an opening's date, else its publication."""
    if fact.valid_from is not None:
        return fact.valid_from.start
    if fact.status is Status.SCHEDULED and fact.start_date is not None:
        return fact.start_date.start
    return posted(fact)


def ends(fact: Fact) -> datetime | None:
    """Return the moment at which the fact is over by its own words; None when it has no fixed end."""
    if fact.valid_until is not None:
        return fact.valid_until.start if fact.valid_until.grain.has_time else fact.valid_until.end
    if fact.status is Status.DELAYED and fact.start_date is not None:
        return fact.start_date.start
    return None


def authority(fact: Fact) -> str:
    """Return who speaks: the issuer the text names, else the publisher; empty when nobody is named."""
    return fact.issuer or fact.notice.publisher


def _order(fact: Fact) -> tuple[datetime, datetime, str, int]:
    return posted(fact), begins(fact), fact.notice.id, fact.span[0]


def _same_time(a: Fact, b: Fact) -> bool:
    if a.published is None or b.published is None:
        return a.published is b.published
    return a.published.start < b.published.end and b.published.start < a.published.end


def _disagree(a: Fact, b: Fact) -> bool:
    if a.status.available != b.status.available:
        return True
    return a.start_date is not None and b.start_date is not None and a.start_date.start != b.start_date.start


def _other_authority(a: Fact, b: Fact) -> bool:
    one, two = authority(a), authority(b)
    return bool(one and two) and one not in two and two not in one


def _conflicts(a: Fact, b: Fact) -> bool:
    """Tell whether `a` and the later (or equally old) `b` of another notice contradict each other with no way to say which holds."""
    if not _disagree(a, b) or Relation.DENY in {a.relation, b.relation} or b.relation is Relation.CORRECT:
        return False
    if _same_time(a, b):
        return a.valid_from is None or b.valid_from is None or a.valid_from.start == b.valid_from.start
    if not _other_authority(a, b) or b.status.available or not a.status.available:
        return False
    near = posted(b) - posted(a) <= timedelta(days=thresholds(a.kind).conflict)
    return near and (b.valid_from is None or begins(a) >= begins(b))


def _speaks_again(a: Fact, b: Fact) -> bool:
    if (a.recurrence is None) != (b.recurrence is None):
        return False
    return a.status in _REPLACES[b.status]


def _follows(a: Fact, b: Fact) -> bool:
    """Tell whether `b` comes after `a`: posted later, or of one time (or one notice) with a later beginning."""
    if a.notice.id != b.notice.id and not _same_time(a, b):
        return posted(b) > posted(a)
    if a.notice.id == b.notice.id and ends(a) is not None:
        return False
    return begins(b) > begins(a) and _disagree(a, b)


def _withdraw(facts: list[Fact]) -> tuple[list[Fact], list[Fact], list[Fact]]:
    """Return what is left, what was withdrawn, and the withdrawals that found something."""
    left, gone, used = [f for f in facts if f.relation is not Relation.CANCEL], [], []
    for cancel in (f for f in facts if f.relation is Relation.CANCEL):
        titles = titles_named(cancel.notice)
        earlier = [f for f in left if f.notice.id != cancel.notice.id and posted(f) <= posted(cancel)]
        named = [f for f in earlier if is_named(f.notice, titles)]
        newest = max((posted(f) for f in earlier), default=None)
        meant = named or [f for f in earlier if posted(f) == newest]
        if meant:
            left = [f for f in left if f not in meant]
            gone += meant
            used.append(cancel)
    return left, gone, used


def _correct(facts: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Return the facts with corrections worked in, and the misprinted ones they replace."""
    left, wrong = [f for f in facts if f.relation is not Relation.CORRECT], []
    for correction in (f for f in facts if f.relation is Relation.CORRECT):
        meant = targets(correction, left)
        if not meant:
            left += [] if correction.corrects else [correction]
            continue
        wrong += meant
        left = [f for f in left if f not in meant] + [corrected(f, correction) for f in meant]
    return sorted(left, key=_order), wrong


def _supersede(facts: list[Fact], at: Moment) -> tuple[list[Fact], list[tuple[Fact, str]], list[Fact]]:
    """Return what is left, what is superseded with the reason, and what is in conflict."""
    aside: list[tuple[Fact, str]] = []
    conflicting: list[Fact] = []
    left = []
    for a in facts:
        reason = None
        for b in facts:
            if b is a or not _speaks_again(a, b):
                continue
            if a.notice.id != b.notice.id and _order(b) > _order(a) and _conflicts(a, b):
                conflicting += [a, b]
            elif _follows(a, b) and (b.status in TIMELESS or begins(b) < at.end):
                reason = Reason.DENIED if b.relation is Relation.DENY and _disagree(a, b) else Reason.SUPERSEDED
                break
        if reason is None:
            left.append(a)
        else:
            aside.append((a, reason))
    return left, aside, [f for f in conflicting if f in left]


def _holds(fact: Fact, at: Moment) -> bool:
    end = ends(fact)
    if end is not None and at.start >= end:
        return False
    return fact.status in TIMELESS or begins(fact) < at.end


def _covers_now(fact: Fact, moment: datetime) -> bool:
    end = ends(fact)
    if end is not None and end > moment:
        return True
    if fact.start_date is not None and fact.status is not Status.DELAYED:
        return fact.start_date.end > moment
    return begins(fact) > moment


def _freshness(told: Sequence[Fact], kind: str | None, moment: datetime) -> Freshness | None:
    if not told:
        return None
    if any(_covers_now(f, moment) for f in told):
        return Freshness.CURRENT
    heard = max(max(posted(f), ends(f) or _EVER, f.start_date.end if f.start_date else _EVER) for f in told)
    age, limits = (moment - heard).days, thresholds(kind)
    if age >= limits.stale:
        return Freshness.STALE
    return Freshness.AGEING if age >= limits.ageing else Freshness.CURRENT


def _confirmed(holding: Sequence[Fact], at: Moment, asked_at: datetime, kind: str | None) -> bool:
    if not holding or holding[0].recurrence or holding[0].status in TIMELESS or holding[0].end is End.FIXED:
        return True
    return at.start - asked_at <= timedelta(days=thresholds(kind).horizon)


def what_holds(service: Service, facts: Sequence[Fact], at: Moment, asked_at: datetime) -> Standing:
    """Return what is known of `service` for `at`: pure, and independent of the order of `facts`.

    `at` may lie before anything was said or far ahead; `asked_at` is aware and decides which notices exist.
    """
    aside: list[tuple[Fact, str]] = [(f, Reason.NOT_YET_PUBLISHED) for f in facts if f.published and f.published.start > asked_at]
    visible = sorted((f for f in facts if not f.published or f.published.start <= asked_at), key=_order)
    visible, gone, withdrawals = _withdraw(visible)
    visible, wrong = _correct(visible)
    left, superseded, conflicting = _supersede(visible, at)
    aside += [(f, Reason.WITHDRAWN) for f in gone] + [(f, Reason.CORRECTED) for f in wrong] + superseded

    weekly = [f for f in left if f.recurrence and _holds(f, at)]
    base = [f for f in left if not f.recurrence]
    holding = sorted((f for f in base if _holds(f, at)), key=_order, reverse=True)
    upcoming = sorted((f for f in left if f not in holding and f not in weekly and begins(f) >= at.end), key=begins)
    ended = sorted((f for f in left if f not in holding and f not in weekly and f not in upcoming), key=_order, reverse=True)
    if not holding or holding[0].status.available:
        holding = [f for f in weekly if recurs(f, at)] + holding
    told = holding or upcoming or ended or weekly
    moment = min(at.start, asked_at) if at.grain is not Grain.DAY else min(at.end, asked_at)
    return Standing(
        service=service,
        at=at,
        asked_at=asked_at,
        holding=tuple(holding),
        upcoming=tuple(upcoming),
        ended=tuple(ended),
        recurring=tuple(f for f in weekly if f not in holding),
        set_aside=tuple(aside),
        withdrawals=tuple(withdrawals),
        conflict=any(f in (*holding, *upcoming) for f in conflicting),
        freshness=_freshness(told, service.kind, moment),
        confirmed=_confirmed(holding, at, asked_at, service.kind),
    )
