"""What no fact answers: the passage that does, quoted and never restated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.attributes import attribute_told, is_told
from bot.answers.sources import source
from bot.model import Excerpt, Intent, Outcome
from bot.told import Answer, say
from knowledge.asked import asked
from knowledge.model import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.model import Reading
    from knowledge.base import KnowledgeBase
    from knowledge.model import Notice, Service
    from knowledge.passages import Passage

_BEST = 3
"""Passages looked at when any notice may tell: the best, and another should it have been withdrawn."""
_LOOKED_AT = 20
"""Passages looked at when only some notices are meant."""
_LONG, _VERY_LONG = 11, 18
"""Letters of a question from which a sure passage, and any certain one, may outdo what its reading gives."""
_SURE, _VERY_SURE = 0.5, 0.6
_ANOTHER_NAME = {"homophone", "near"}
"""Sentences that begin a question back because the name asked for is not held."""
_ANYTHING = "anything"
"""The expectation of a question without a question word."""
_MOST_STATED = 8
"""Facts of one passage that are checked for being superseded."""
_BETTER = 0.1
"""By how much a passage of another notice must score higher than one of the service named in a question about a text."""
_SHORT = 300
"""Characters of a notice that is shown whole where its facts may leave the answer untold."""
_LONGEST = 900
"""Characters of a passage shown; the whole of it stands in `Reply.excerpts`."""


def _in_force(passage: Passage, base: KnowledgeBase, asked_at: datetime) -> bool:
    """Tell whether a passage may still be quoted: not withdrawn, and none of the facts it states superseded."""
    withdrawn_at = passage.notice.withdrawn_at
    if withdrawn_at is not None and withdrawn_at <= asked_at:
        return False
    (start, end), now = passage.span, Moment.of(asked_at)
    stated = [(s, f) for s, f in base.read_from(passage.notice.id, asked_at) if f.span[0] < end and start < f.span[1]]
    return not any(f in dict(base.standing(s, now, asked_at).set_aside) for s, f in stated[:_MOST_STATED])


def _shown(quoted: Excerpt) -> str:
    words = " ".join(quoted.quote.split())
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "……"


def _found(words: str, base: KnowledgeBase, asked_at: datetime, only: Iterable[Service]) -> Excerpt | None:
    services = tuple(only)
    held = {f.notice.id for s in services for f in base.facts(s, asked_at)}
    for passage in base.passages.find(words, asked_at, _LOOKED_AT if services else _BEST):
        if passage.score < base.passages.certain:
            continue
        if (not services or passage.notice.id in held) and _in_force(passage, base, asked_at):
            return Excerpt(passage.notice, passage.span, passage.score)
    return None


def excerpt(words: str, base: KnowledgeBase, asked_at: datetime, reading: Reading, only: Iterable[Service] = ()) -> Answer | None:
    """Return the passage that surely answers `words`, or None. `only`: look in the notices about these services."""
    services = tuple(only)
    quoted = attribute_told(_without_names(words, reading), _notices(services, base, asked_at))
    if not quoted:
        passage = _found(words, base, asked_at, services)
        anywhere = _found(words, base, asked_at, ()) if reading.intent is Intent.PASSAGE and services else None
        if anywhere and (passage is None or anywhere.score > passage.score + _BETTER):
            passage, services = anywhere, ()
        told = passage and (reading.intent is not Intent.ATTRIBUTE or is_told(_without_names(words, reading), passage.quote))
        quoted = (passage,) if passage and told else ()
    if not quoted:
        return None
    return _quoting(quoted, services, reading)


def outdone(answer: Answer, reading: Reading, words: str, base: KnowledgeBase, asked_at: datetime) -> Answer | None:
    """Return the passage that tells a long question more surely than `answer` does, or None.

    The longer a question, the more of it a passage must share to score at all, and the less a name found in it says. A passage
    of the notice that was told already outdoes nothing, unless the question asks what, which or how many and no words of it ask
    for a state; one about another name than the one asked for must be very sure.
    """
    letters = sum(mark.isalnum() for mark in words)
    if letters < _LONG:
        return None
    quoted = _found(words, base, asked_at, ())
    sure = base.passages.certain if letters >= _VERY_LONG else _SURE
    if quoted is None or quoted.score < sure:
        return None
    if answer.outcome is Outcome.ANSWER and not _has_question_word(words):
        return None
    told = {f.notice.id for s in answer.services for f in base.facts(s, asked_at)}
    if quoted.notice.id in told and not _asks_of_a_text(words, reading):
        return None
    if reading.intent is Intent.ATTRIBUTE and not is_told(_without_names(words, reading), quoted.quote):
        return None
    lacking = [name for name in reading.unknown_names if name not in quoted.notice.text]
    if lacking and quoted.score < _VERY_SURE:
        return None
    if (lacking or answer.lines[0].key in _ANOTHER_NAME) and not _has_question_word(words):
        return None
    return _quoting((quoted,), (), reading)


def _asks_of_a_text(words: str, reading: Reading) -> bool:
    return reading.reason != str(reading.intent) and _has_question_word(words)


def _has_question_word(words: str) -> bool:
    """Tell what asks for content (what, which, how many, how) from what is answered by a state (is it open)."""
    return asked(words).expects.name != _ANYTHING


def _quoting(quoted: tuple[Excerpt, ...], services: tuple[Service, ...], reading: Reading) -> Answer:
    lines = (say("excerpt"), *(say("quote", quote=_shown(one)) for one in quoted), source(quoted[0].notice))
    return Answer(Outcome.EXCERPT, lines, services, excerpts=quoted, reading=reading)


def _without_names(words: str, reading: Reading) -> str:
    for mention in reading.mentions:
        words = words.replace(mention.words, "")
    return words


def _notices(services: Iterable[Service], base: KnowledgeBase, asked_at: datetime) -> tuple[Notice, ...]:
    """Return the notices in force about `services`, those of what holds now only."""
    at = Moment.of(asked_at)
    return tuple({f.notice.id: f.notice for s in services for f in base.standing(s, at, asked_at).told}.values())


def attribute_beside(answer: Answer, words: str, reading: Reading) -> Answer:
    """Return `answer` with the sentence of its notices that tells what else was asked (the price, the refund), if one does."""
    found = attribute_told(_without_names(words, reading), {f.notice.id: f.notice for f in answer.facts}.values())
    quoted = tuple(one for one in found if not _told_already(one, answer))
    lines = tuple(say("excerpt_more", quote=_shown(one)) for one in quoted)
    return replace(answer, lines=(*answer.lines, *lines), excerpts=quoted) if quoted else answer


def _told_already(quoted: Excerpt, answer: Answer) -> bool:
    (start, end), told = quoted.span, [f.span for f in answer.facts if f.notice.id == quoted.notice.id]
    return any(start < span[1] and span[0] < end for span in told)


def beside(answer: Answer, words: str, base: KnowledgeBase, asked_at: datetime) -> Answer:
    """Return `answer` with the passage of its own notices that tells what its facts leave untold; a short notice whole."""
    quoted = _found(words, base, asked_at, answer.services)
    if quoted is None:
        notice = answer.facts[0].notice if answer.facts else None
        told = max((f.span[1] - f.span[0] for f in answer.facts), default=0)
        if notice is None or len(notice.text) > _SHORT or told * 3 > len(notice.text) * 2:
            return answer
        return replace(answer, lines=(*answer.lines, say("whole", quote=" ".join(notice.text.split()))))
    if _told_already(quoted, answer):
        return answer
    return replace(answer, lines=(*answer.lines, say("excerpt_more", quote=_shown(quoted))), excerpts=(quoted,))
