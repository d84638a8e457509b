"""When a passage is told instead of what the reading gives: it says more of the question than that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.attributes import is_told
from bot.answers.excerpts import found, in_force, quoting, without_names
from bot.answers.sources import sentence_around, sentences
from bot.model import Excerpt, Intent, Outcome
from bot.replies import exceptions
from bot.understanding.named import without_places
from knowledge.bigrams import bigrams, comparable
from knowledge.index import MatchReason
from knowledge.passages import Passage
from knowledge.passages.asked import asked
from knowledge.places import find_places

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Reading
    from bot.told import Answer
    from knowledge.base import KnowledgeBase
    from knowledge.model import Fact, Notice

_NOT_SHORT, _LONG, _VERY_LONG = 10, 11, 14
"""Letters of a question from which a passage may be told: one that says all of it, where no service is meant; a sure one; any."""
_SURE, _VERY_SURE, _ALL_SAID = 0.5, 0.6, 0.9
_GUESSED = 0.35
"""The share of its letters that a reading leaves unexplained, from which it is a guess and a sure passage is told for it."""
_NEARLY = 0.8
"""The share of a name's pairs of characters with which a notice prints it."""
_WORD = 2
"""Characters of a word that must be told."""
_STATES = {Intent.STATUS, Intent.UNTIL}
_ANOTHER_NAME = {"homophone", "near"}
"""Sentences that begin a question back because the name asked for is not held."""


def outdone(answer: Answer, reading: Reading, words: str, base: KnowledgeBase, asked_at: datetime) -> Answer | None:
    """Return the passage that tells a long question more surely than `answer` does, or None.

    The longer a question, the more of it a passage must share to score at all, and the less a name found in it says.
    """
    quoted = _surer(answer, reading, words, base, asked_at) or _said_elsewhere(answer, reading, base, asked_at)
    if quoted is None:
        return None
    beside = bool(answer.facts) and quoted.notice.id in {fact.notice.id for fact in answer.facts}
    return quoting((quoted,), answer.services if beside else (), reading)


def _surer(answer: Answer, reading: Reading, words: str, base: KnowledgeBase, asked_at: datetime) -> Excerpt | None:
    """Return the passage of any notice that is surer than what was decided, or None; short questions have none."""
    letters = sum(mark.isalnum() for mark in words)
    if letters < (_LONG if answer.services else _NOT_SHORT):
        return None
    quoted = found(words, base, asked_at)
    if quoted is None or (reading.intent is Intent.ATTRIBUTE and not is_told(without_names(words, reading), quoted.quote)):
        return None
    if answer.outcome in {Outcome.ANSWER, Outcome.EXCERPT}:
        tells = _tells_more(quoted, answer, reading, words, base)
    else:
        sure = base.passages.certain if letters >= _VERY_LONG else _SURE if letters >= _LONG else _ALL_SAID
        tells = quoted.score >= sure and _is_about(quoted, answer, reading, words)
    return quoted if tells else None


def _said_elsewhere(answer: Answer, reading: Reading, base: KnowledgeBase, asked_at: datetime) -> Excerpt | None:
    """Return the sentence of the notice told that says a word of the question which nothing told says, or None.

    A state told of one thing may not be that of another the notice speaks of: 旁听暂不恢复 stands beside 恢复立案.
    """
    notices = {fact.notice.id: fact.notice for fact in answer.facts}
    guessed = reading.intent is Intent.PASSAGE and reading.reason != str(Intent.PASSAGE)
    if not (guessed or reading.intent in _STATES) or answer.outcome is not Outcome.ANSWER or len(notices) != 1:
        return None
    notice = next(iter(notices.values()))
    told = comparable("\n".join((notice.headline, *(text for _, text in _told(answer, reading)))))
    by_kind = (m.words for m in reading.mentions if m.matches and m.matches[0].reason is MatchReason.KIND)
    untold = [word for word in (*reading.leftover, *by_kind) if len(word) >= _WORD and word not in told]
    for span in sentences(notice.text) if untold else ():
        said = comparable(notice.text[slice(*span)])
        if any(word in said for word in untold) and in_force(Passage(notice, span, 1.0), base, asked_at, of_service=True):
            return Excerpt(notice, span)
    return _excepting(notice, base, asked_at) if untold and not any(fact.status.available for fact in answer.facts) else None


def _excepting(notice: Notice, base: KnowledgeBase, asked_at: datetime) -> Excerpt | None:
    """Return the sentence of a notice that leaves something out of what it says: a word no notice has may mean that."""
    for span in sentences(notice.text):
        if exceptions().search(notice.text, *span) and in_force(Passage(notice, span, 1.0), base, asked_at, of_service=True):
            return Excerpt(notice, span)
    return None


def _tells_more(quoted: Excerpt, answer: Answer, reading: Reading, words: str, base: KnowledgeBase) -> bool:
    """Tell whether a passage answers a question for content, or about a text, that nothing told does."""
    unexplained = sum(map(len, reading.leftover))
    if reading.intent is Intent.PASSAGE and quoted.score >= _SURE and unexplained >= _GUESSED * len(words):
        return True
    if reading.intent is not Intent.PASSAGE and not asked(words).for_content:
        return False
    said = _told(answer, reading)
    told = max((base.passages.told(words, notice, text) for notice, text in said), default=0.0)
    return quoted.score > told


def _told(answer: Answer, reading: Reading) -> list[tuple[Notice, str]]:
    """Return what was told, each notice with its words; the items of a list stand each for itself."""
    facts = [(fact.notice, _words(fact)) for fact in answer.facts]
    said = [*facts, *((one.notice, one.quote) for one in answer.excerpts)]
    if reading.intent is Intent.LIST:
        return said
    return [(notice, "\n".join(text for n, text in said if n is notice)) for notice in {n.id: n for n, _ in said}.values()]


def _words(fact: Fact) -> str:
    """Return the service's name and the sentences in which the parts of a fact stand."""
    spans = {sentence_around(fact.notice.text, one.span) for one in fact.evidence}
    return "\n".join((fact.service, fact.quote, *(fact.notice.text[slice(*span)] for span in sorted(spans))))


def _is_about(quoted: Excerpt, answer: Answer, reading: Reading, words: str) -> bool:
    """Tell whether a passage may be told where no name fits: a state is asked of one name, and another's state tells nothing.

    Content may be asked of what is no name at all; of a name that the notice lacks, only if all else stands in it.
    """
    lacking = [name for name in reading.unknown_names if not _prints(quoted.notice, name)]
    if quoted.score < _VERY_SURE and any(name in words for name in lacking):
        return False
    return asked(words).for_content or not (lacking or answer.lines[0].key in _ANOTHER_NAME)


def _prints(notice: Notice, name: str) -> bool:
    """Tell whether a notice prints a name, nearly all of it (with a word between its parts), or its place apart from the rest."""
    if name in notice.text:
        return True
    said, pairs = comparable(notice.text), bigrams(name)
    places, rest = find_places(name, counties=True), without_places(name)
    apart = bool(places and rest) and rest in said and places[-1].place.short in said
    return apart or sum(pair in said for pair in pairs) >= _NEARLY * len(pairs)
