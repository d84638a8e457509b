"""Facts of one notice that say the same of the same service, made one: the fuller name, the fields of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.model import End, Fact, Status
from knowledge.reading.headlines import EVENT_OPENINGS
from knowledge.reading.likeness import core, is_short_for, same_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE = (
    frozenset({Status.CLOSED, Status.SUSPENDED}),
    frozenset({Status.POSTPONED, Status.RESCHEDULED, Status.DELAYED}),
    EVENT_OPENINGS,
)
"""Statuses that two sentences may use for one thing."""
_EXACT = (Status.RESCHEDULED, Status.LIMITED, Status.CLOSED)
"""Statuses that say more than those they are alike to."""

_WHOLE, _CLOSING = 3, "）)"
"""Characters from which what closes a name is as good as the name, and the bracket its short form stands in."""


def merged(facts: Iterable[Fact], end: int) -> list[Fact]:
    """Merge facts that say the same, in order; `end` is where the headline ends, whose short names count for fuller ones."""
    kept: list[Fact] = []
    by_core: dict[str, set[int]] = {}
    headlines: set[int] = set()
    for fact in facts:
        near = by_core.get(core(fact.service), ())
        candidates = range(len(kept)) if fact.span[1] <= end else sorted({*near, *headlines})
        number = next((one for one in candidates if _same(fact, kept[one], end)), len(kept))
        if number < len(kept):
            kept[number] = _merge(kept[number], fact, end)
        else:
            kept.append(fact)
        by_core.setdefault(core(kept[number].service), set()).add(number)
        if kept[number].span[1] <= end:
            headlines.add(number)
        else:
            headlines.discard(number)
    return kept


def _same(one: Fact, other: Fact, end: int) -> bool:
    """Tell whether two facts of a notice say the same; the headline's short name counts for a fuller one in the body."""
    pair = {one.status, other.status}
    if len(pair) > 1 and not any(pair <= group for group in _ALIKE):
        return False
    if one.recurrence != other.recurrence or (one.start_date and other.start_date and one.start_date != other.start_date):
        return False
    if _on_other_days(one, other) and min(one.span, other.span)[1] > end:
        return False
    short, long = sorted((core(one.service), core(other.service)), key=len)
    if short == long:
        return True
    if min(one.span, other.span)[1] > end or one.span == other.span or len(short) <= 1:
        return False
    whole = len(short) >= _WHOLE and long.rstrip(_CLOSING).endswith(short)  # 虎林园 of 东北虎林园, 雪博会 of …博览会（雪博会）
    return whole or (is_short_for(short, long) and same_numbers(short, long))


def _on_other_days(one: Fact, other: Fact) -> bool:
    """Tell whether two facts begin on different days: a holiday's schedule shuts one place several times."""
    if one.valid_from is None or other.valid_from is None:
        return False
    return one.valid_from.start.date() != other.valid_from.start.date()


def _merge(first: Fact, second: Fact, end: int) -> Fact:
    head, body = sorted((first, second), key=lambda fact: fact.span)
    if head.span[1] > end:
        head, body = body, head
    longer = max((first, second), key=lambda fact: len(fact.service))
    told = {one.field for one in body.evidence}
    return replace(
        body,
        service=longer.service,
        kind=longer.kind or body.kind,
        status=next((status for status in _EXACT if status in {first.status, second.status}), first.status),
        valid_from=body.valid_from or head.valid_from,
        valid_until=body.valid_until or head.valid_until,
        start_date=body.start_date or (None if body.valid_until == head.start_date else head.start_date),
        previous_start_dates=body.previous_start_dates or head.previous_start_dates,
        end=body.end if body.end is not End.UNSTATED else head.end,
        cause=body.cause or head.cause,
        cause_text=body.cause_text or head.cause_text,
        issuer=body.issuer or head.issuer,
        evidence=(*body.evidence, *(one for one in head.evidence if one.field not in told)),
    )
