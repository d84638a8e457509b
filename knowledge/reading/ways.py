"""Which facts of a notice its channels and steps belong to: those of the sentence they follow."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.model import Channel, Evidence, Fact, Span
from knowledge.reading.channels import find_channels
from knowledge.reading.steps import Step, find_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.reading.clauses import Sentence


def with_ways(facts: Sequence[Fact], end: int, plain: str, cut: Sequence[Sentence]) -> tuple[Fact, ...]:
    """Return the facts of a notice with their channels and steps; a headline, which sums up the notice, has them all.

    `end` is where the headline ends, `plain` the text masked, and `cut` its sentences.
    """
    if not facts:
        return ()
    text = facts[0].notice.text
    channels, steps = find_channels(text), find_steps(text, plain, cut)
    spans = sorted({fact.span for fact in facts})
    spans = [span for span in spans if span[1] > end] or spans
    own: dict[Span, tuple[list[Channel], list[Step]]] = {span: ([], []) for span in spans}
    for channel in channels:
        own[_followed(channel.span, spans)][0].append(channel)
    for step in steps:
        own[_followed(step.span, spans)][1].append(step)
    return tuple(_with(fact, *((channels, steps) if fact.span[1] <= end else own[fact.span])) for fact in facts)


def _followed(at: Span, spans: Sequence[Span]) -> Span:
    """Return the sentence of a fact that begins last before a way; the first of all when none does."""
    return spans[max(0, bisect_right(spans, at[0], key=lambda span: span[0]) - 1)]


def _with(fact: Fact, channels: Sequence[Channel], steps: Sequence[Step]) -> Fact:
    if not channels and not steps:
        return fact
    evidence = (
        *fact.evidence,
        *(Evidence("channels", one.span) for one in channels),
        *(Evidence("steps", one.span) for one in steps),
    )
    return replace(fact, channels=tuple(channels), steps=tuple(one.words for one in steps), evidence=evidence)
