"""Before it is said that a notice gives no date, its other sentences are looked through: one of them may."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.excerpts import shown
from bot.answers.sources import sentences
from bot.model import Excerpt
from bot.told import say
from knowledge.bigrams import bigrams, comparable
from knowledge.dates import Role, find_dates
from knowledge.model import Grain

if TYPE_CHECKING:
    from bot.told import Answer
    from knowledge.model import Fact

_DENIED = frozenset({"until_unstated", "when_unstated", "until_open_unstated"})
"""Sentences that say a notice gives no date."""
_COARSE = {Grain.YEAR, Grain.MONTH, Grain.PART}


def dates_beside(answer: Answer) -> Answer:
    """Return `answer` with the sentence of its notice that gives a later date, if it denies that there is one."""
    if not answer.facts or not any(line.key in _DENIED for line in answer.lines):
        return answer
    quoted = _dated(answer.facts[0])
    if quoted is None:
        return answer
    lines = (say("date_elsewhere", **line.values) if line.key in _DENIED else line for line in answer.lines)
    return replace(answer, lines=(*lines, say("excerpt_more", quote=shown(quoted))), excerpts=(*answer.excerpts, quoted))


def _dated(fact: Fact) -> Excerpt | None:
    """Return the first sentence of a fact's notice, besides its own, that says the same state and a day after its publication."""
    said = bigrams(comparable(fact.cue))
    if fact.published is None:
        return None
    for start, end in sentences(fact.notice.text):
        words = fact.notice.text[start:end]
        if (start, end) == fact.span or said.isdisjoint(bigrams(comparable(words))):
            continue
        dates = (one for one in find_dates(words, fact.published.start) if one.role is not Role.PREVIOUS)
        moments = [moment for one in dates for moment in (one.start, one.end) if moment]
        if any(moment.grain not in _COARSE and moment.start >= fact.published.end for moment in moments):
            return Excerpt(fact.notice, (start, end))
    return None
