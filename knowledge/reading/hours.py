"""Opening hours in a notice, and which of its services they belong to."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.model import Evidence, Hours
from knowledge.text import fold
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.dates import DateMention
    from knowledge.model import Fact, Span

_BESIDE = 24
"""Characters before and behind the hours that tell what is open in them."""
_SENTENCE_ENDS = "。；！？\n"


def find_hours(text: str, mentions: Sequence[DateMention]) -> tuple[Hours, ...]:
    """Return the opening hours among the dates of `text`, in order; hours of a single day (今晚22时至23时) are none."""
    plain = fold(text)
    found: list[Hours] = []
    for mention in mentions:
        if mention.hours is None:
            continue
        start, end = mention.span
        before, after = plain[max(0, start - _BESIDE) : start], plain[end : end + _BESIDE]
        goes_on = bool(found) and not plain[found[-1].span[1] : start].strip(" ，,、;；")
        if goes_on or pattern("hours", "before").search(before) or pattern("hours", "after").search(after):
            named = pattern("hours", "days").search(before)
            start -= len(named.group()) if named else 0
            found.append(Hours(text[start:end], *mention.hours, mention.recurrence, (start, end)))
    return tuple(found)


def with_hours(facts: Sequence[Fact], mentions: Sequence[DateMention]) -> tuple[Fact, ...]:
    """Return the facts of a notice, what is open with its hours among the notice's dates: those behind the words that say so.

    Hours in a sentence of their own belong to the one service that is open, or to the one the sentence names.
    """
    available = [fact for fact in facts if fact.status.available]
    given = find_hours(available[0].notice.text, mentions) if available else ()
    if not given:
        return tuple(facts)
    own: dict[Fact, list[Hours]] = {}
    for hours in given:
        for fact in _open_in(hours, available):
            own.setdefault(fact, []).append(hours)
    return tuple(_with(fact, own[fact]) if fact in own else fact for fact in facts)


def _open_in(hours: Hours, available: Sequence[Fact]) -> Sequence[Fact]:
    cues = sorted({_cue(fact) for fact in available})
    said = cues[max(0, bisect_right(cues, (hours.span[1] + 1,)) - 1)]
    said = next((cue for cue in cues if 0 <= cue[0] - hours.span[1] <= 1), said)
    near = [fact for fact in available if _cue(fact) == said]
    sentence = _sentence(near[0].notice.text, hours.span)
    if any(fact.span[0] <= hours.span[0] < fact.span[1] for fact in near) or len({fact.service for fact in available}) == 1:
        return near
    return [fact for fact in available if fact.service in sentence]


def _cue(fact: Fact) -> Span:
    return next(one.span for one in fact.evidence if one.field == "status")


def _sentence(text: str, span: Span) -> str:
    start = max(text.rfind(mark, 0, span[0]) for mark in _SENTENCE_ENDS) + 1
    return text[start : span[1]]


def _with(fact: Fact, hours: Sequence[Hours]) -> Fact:
    return replace(fact, hours=tuple(hours), evidence=(*fact.evidence, *(Evidence("hours", one.span) for one in hours)))
