"""Which of several facts about one service speaks last: withdrawn, corrected, denied, superseded, or in conflict.

Ties are not broken: two notices of one time, or two authorities close in time, that contradict each other both stay.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledge.model import ZONE, Relation, Status
from knowledge.timeline.corrections import corrected, is_named, targets, titles_named
from knowledge.timeline.thresholds import thresholds

if TYPE_CHECKING:
    from knowledge.model import Fact, Moment

EVER = datetime(1, 1, 2, tzinfo=ZONE)

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
    REPEATED = "repeated"
    """A headline whose own notice says the same in full."""


def posted(fact: Fact) -> datetime:
    """Return the moment of publication, the earliest there is when the notice has no date."""
    return fact.published.start if fact.published else EVER


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


def order(fact: Fact) -> tuple[datetime, datetime, str, int]:
    """Return what facts are sorted by: publication, beginning, then where they stand."""
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
    """Tell whether `a` and the later (or as old) `b` of another notice contradict each other, with no saying which holds."""
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
    """Tell whether `b` comes after `a`: posted later, or of one time (or one notice) with a later beginning.

    A denial comes after what is said at one time with it: it speaks about just that.
    """
    if a.notice.id != b.notice.id and not _same_time(a, b):
        return posted(b) > posted(a)
    if Relation.DENY in {a.relation, b.relation} and a.notice.id != b.notice.id:
        return a.relation is not Relation.DENY and _disagree(a, b)
    if a.notice.id == b.notice.id and ends(a) is not None:
        return False
    return begins(b) > begins(a) and _disagree(a, b)


def _repeats(a: Fact, b: Fact) -> bool:
    """Tell whether `a` stands in a headline and gives no date, and `b` is the sentence below it that does."""
    if a.notice.id != b.notice.id or a.span[1] > len(a.notice.headline) or a.status.available != b.status.available:
        return False
    return not any((a.valid_from, a.valid_until, a.start_date)) and any((b.valid_from, b.valid_until, b.start_date))


def withdraw(facts: list[Fact]) -> tuple[list[Fact], list[Fact], list[Fact]]:
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


def correct(facts: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Return the facts with corrections worked in, and the misprinted ones they replace."""
    left = [f for f in facts if f.relation is not Relation.CORRECT]
    wrong: list[Fact] = []
    for correction in (f for f in facts if f.relation is Relation.CORRECT):
        meant = targets(correction, left)
        if not meant:
            left += [] if correction.corrects else [correction]
            continue
        wrong += meant
        left = [f for f in left if f not in meant] + [corrected(f, correction) for f in meant]
    return sorted(left, key=order), wrong


def supersede(facts: list[Fact], at: Moment) -> tuple[list[Fact], list[tuple[Fact, str]], list[Fact]]:
    """Return what is left, what is superseded with the reason, and what is in conflict."""
    aside: list[tuple[Fact, str]] = []
    conflicting: list[Fact] = []
    left = []
    for a in facts:
        reason = None
        for b in facts:
            if b is a or not _speaks_again(a, b):
                continue
            if _repeats(a, b):
                reason = Reason.REPEATED
                break
            if a.notice.id != b.notice.id and order(b) > order(a) and _conflicts(a, b):
                conflicting += [a, b]
            elif _follows(a, b) and (b.status in TIMELESS or begins(b) < at.end):
                reason = Reason.DENIED if b.relation is Relation.DENY and _disagree(a, b) else Reason.SUPERSEDED
                break
        if reason is None:
            left.append(a)
        else:
            aside.append((a, reason))
    return left, aside, [f for f in conflicting if f in left]
