"""What holds at a moment: the facts of one service, seen from the moment of asking.

The rules are those of the design: notices published later do not exist; what was withdrawn, corrected or denied is set aside; a
later fact supersedes an earlier one about the same aspect; a weekly closing stands beside a base status; an end gone by is an
end, not a reopening; two authorities that disagree are both kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledge.model import End, Grain, Moment, Status
from knowledge.timeline.precedence import EVER, TIMELESS, Reason, begins, correct, ends, order, posted, supersede, withdraw
from knowledge.timeline.recurrence import recurs
from knowledge.timeline.thresholds import thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from knowledge.model import Fact, Service


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
    """The facts (of relation `cancel`) that withdrew others; an operator's withdrawal has none."""
    conflict: bool = False
    freshness: str | None = None
    """`current`, `ageing` or `stale`; None when nothing is held."""
    confirmed: bool = True
    """False when `at` lies further ahead than a status without an end can be taken to last."""

    @property
    def told(self) -> tuple[Fact, ...]:
        """What an answer is about: what holds, else what begins, else what was said last of weekly rules and of what ended."""
        return self.holding or self.upcoming or tuple(_newest_first((*self.recurring, *self.ended)))

    def because(self, reason: Reason) -> tuple[Fact, ...]:
        """Return the facts set aside for `reason`, oldest first."""
        return tuple(f for f, why in self.set_aside if why == reason)


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
    heard = max(max(posted(f), ends(f) or EVER, f.start_date.end if f.start_date else EVER) for f in told)
    age, limits = (moment - heard).days, thresholds(kind)
    if age >= limits.stale:
        return Freshness.STALE
    return Freshness.AGEING if age >= limits.ageing else Freshness.CURRENT


def _confirmed(holding: Sequence[Fact], at: Moment, asked_at: datetime, kind: str | None) -> bool:
    if not holding or holding[0].recurrence or holding[0].status in TIMELESS or holding[0].end is End.FIXED:
        return True
    since = max(asked_at, begins(holding[0]))  # of what is announced for a day ahead, that day is told
    return at.start - since <= timedelta(days=thresholds(kind).horizon)


def _newest_first(facts: Iterable[Fact]) -> list[Fact]:
    """Return facts by publication, the newest first; those of one notice in the order they are printed."""
    printed = sorted(facts, key=lambda f: (f.notice.id, f.span[0]))
    return sorted(printed, key=posted, reverse=True)


def what_holds(service: Service, facts: Sequence[Fact], at: Moment, asked_at: datetime) -> Standing:
    """Return what is known of `service` for `at`: pure, and independent of the order of `facts`.

    `at` may lie before anything was said or far ahead; `asked_at` is aware and decides which notices exist.
    """
    aside: list[tuple[Fact, str]] = [(f, Reason.NOT_YET_PUBLISHED) for f in facts if f.published and f.published.start > asked_at]
    visible = sorted((f for f in facts if not f.published or f.published.start <= asked_at), key=order)
    by_operator = [f for f in visible if f.notice.withdrawn_at is not None and f.notice.withdrawn_at <= asked_at]
    visible, gone, withdrawals = withdraw([f for f in visible if f not in by_operator])
    visible, wrong = correct(visible)
    left, superseded, conflicting = supersede(visible, at)
    aside += [(f, Reason.WITHDRAWN) for f in (*by_operator, *gone)] + [(f, Reason.CORRECTED) for f in wrong] + superseded

    weekly = [f for f in left if f.recurrence and _holds(f, at)]
    base = [f for f in left if not f.recurrence]
    holding = _newest_first(f for f in base if _holds(f, at))
    upcoming = sorted((f for f in left if f not in holding and f not in weekly and begins(f) >= at.end), key=begins)
    ended = _newest_first(f for f in left if f not in holding and f not in weekly and f not in upcoming)
    if not holding or holding[0].status.available:
        holding = [f for f in weekly if recurs(f, at)] + holding
    moment = min(at.start, asked_at) if at.grain is not Grain.DAY else min(at.end, asked_at)
    standing = Standing(
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
        confirmed=_confirmed(holding, at, asked_at, service.kind),
    )
    return replace(standing, freshness=_freshness(standing.told, service.kind, moment))
