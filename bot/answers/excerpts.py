"""What no fact answers: the passage that does, quoted and never restated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.attributes import asks_for_one, attribute_told, is_told
from bot.answers.sources import sentences, source
from bot.model import Excerpt, Intent, Outcome
from bot.told import Answer, say
from bot.understanding.another import numbers_asked
from bot.understanding.intents import LISTS
from bot.understanding.lexicon import asks_status
from knowledge.bigrams import comparable
from knowledge.index.numbered import numbers_printed
from knowledge.model import Moment
from knowledge.passages import Passage
from knowledge.passages.asked import asked
from knowledge.timeline.corrections import unsays
from knowledge.timeline.precedence import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.memory import Memory
    from bot.model import Reading
    from knowledge.base import KnowledgeBase
    from knowledge.index.numbered import Numbered
    from knowledge.model import Fact, Notice, Service
    from knowledge.timeline import Standing

_BEST = 3
"""Passages looked at: the best, and others should it have been withdrawn."""
_MOST_STATED = 8
"""Facts of one passage that are checked for being superseded."""
_OF_QUOTED = 0.05
"""The score from which a passage of a notice that is spoken of is shown."""
_WORD = 2
"""Characters of a word that a sentence can be found by."""
_SHORT = 300
"""Characters of a notice that is shown whole where its facts may leave the answer untold."""
_LONGEST = 900
"""Characters of a passage shown; the whole of it stands in `Reply.excerpts`."""


def in_force(passage: Passage, base: KnowledgeBase, asked_at: datetime, *, of_service: bool) -> bool:
    """Tell whether a passage may still be quoted: nothing of it withdrawn, corrected or superseded.

    `of_service`: to tell of a service a passage must also state nothing whose term is over.
    """
    withdrawn_at = passage.notice.withdrawn_at
    if withdrawn_at is not None and withdrawn_at <= asked_at:
        return False
    (start, end), now = passage.span, Moment.of(asked_at)
    if any(unsays(f, passage.notice.text[start:end]) for f in base.retractions(passage.notice, asked_at)):
        return False
    stated = [(s, f) for s, f in base.read_from(passage.notice.id, asked_at) if f.span[0] < end and start < f.span[1]]
    standings = [(f, base.standing(s, now, asked_at)) for s, f in stated[:_MOST_STATED]]
    return not any(_is_set_aside(f, s) or (of_service and f in s.ended) for f, s in standings)


def _is_set_aside(fact: Fact, standing: Standing) -> bool:
    return dict(standing.set_aside).get(fact, Reason.REPEATED) != Reason.REPEATED


def shown(quoted: Excerpt) -> str:
    """Return the words of a passage as they are shown: on one line, a very long one cut."""
    words = " ".join(quoted.quote.split())
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "……"


def found(
    words: str, base: KnowledgeBase, asked_at: datetime, only: Iterable[Service] = (), notices: Iterable[str] = ()
) -> Excerpt | None:
    """Return the best passage in force that may be shown. `only`: look in the notices about these services.

    `notices`: look in those with these ids, of which the talk is: what says any word of the question is enough.
    """
    services, numbers = tuple(only), numbers_asked(comparable(words))
    spoken_of = frozenset(notices)
    surely = _OF_QUOTED if spoken_of else base.passages.certain
    among = {*spoken_of, *(f.notice.id for s in services for f in base.facts(s, asked_at))} or None
    for passage in base.passages.find(words, asked_at, _BEST, among):
        sure = passage.score >= surely and not _is_numbered_otherwise(passage, numbers)
        if sure and in_force(passage, base, asked_at, of_service=bool(services)):
            return Excerpt(passage.notice, passage.span, passage.score)
    return None


def _is_numbered_otherwise(passage: Passage, asked_for: Iterable[Numbered]) -> bool:
    """Tell whether a passage tells of other numbers than the question asks for: of lines 1 and 2 where line 3 is meant."""
    quote = comparable(passage.notice.text[slice(*passage.span)])
    told = ((one, numbers_printed(one.unit, quote)) for one in asked_for)
    return any(printed and one.number not in printed for one, printed in told)


def excerpt(words: str, base: KnowledgeBase, asked_at: datetime, reading: Reading, only: Iterable[Service] = ()) -> Answer | None:
    """Return the passage that surely answers `words`, or None. `only`: look in the notices about these services."""
    services = tuple(only)
    quoted = attribute_told(without_names(words, reading), _notices(services, base, asked_at))
    if not quoted:
        passage = found(words, base, asked_at, services)
        quoted = (passage,) if passage and _tells(passage, words, reading, of_services=bool(services)) else ()
    if not quoted:
        return None
    return quoting(quoted, services, reading)


def of_quoted(words: str, memory: Memory, base: KnowledgeBase, asked_at: datetime, reading: Reading) -> Answer | None:
    """Return the passage of the notices quoted last that answers what is asked without any name, or None."""
    names_none = not (reading.mentions or reading.unknown_names or reading.kind or reading.intent in LISTS)
    if not (names_none and memory.quoted and memory.alive(asked_at)):
        return None
    passage = found(words, base, asked_at, notices=[one.notice for one in memory.quoted])
    return quoting((passage,), (), reading) if passage and _tells(passage, words, reading, of_services=True) else None


def quoting(quoted: tuple[Excerpt, ...], services: tuple[Service, ...], reading: Reading) -> Answer:
    """Return the answer that quotes these passages, the first one's notice as its source."""
    lines = (say("excerpt"), *(say("quote", quote=shown(one)) for one in quoted), source(quoted[0].notice))
    return Answer(Outcome.EXCERPT, lines, services, excerpts=quoted, reading=reading)


def without_names(words: str, reading: Reading) -> str:
    """Return what a question says besides the services it names."""
    for mention in reading.mentions:
        words = words.replace(mention.words, " ")
    return words


def beside_names(words: str, reading: Reading) -> str:
    """Return from the first to the last word of content that a question says besides the services it names.

    It is "" when there is none, or when a name stands amid them; the word that asks for a state at its end is none.
    """
    rest = asked(without_names(words, reading))
    said = rest.text[rest.terms[0].span[0] : rest.terms[-1].span[1]] if rest.terms else ""
    states = (found.start() for found in asks_status().finditer(said) if found.end() == len(said) > found.start() > 1)
    return "" if " " in said else said[: next(states, None)]


def printing(words: str, base: KnowledgeBase, asked_at: datetime, reading: Reading, standing: Standing) -> Answer | None:
    """Return the first sentence of a service's own notices that prints the words asked for; None when none does.

    It prints the attribute too that is asked of them: 门票可退 tells no price.
    """
    for fact in standing.told if len(words) >= _WORD else ():
        for span in sentences(fact.notice.text):
            said = comparable(fact.notice.text[slice(*span)])
            if (
                words in said
                and is_told(reading.attribute or "", said)
                and in_force(Passage(fact.notice, span, 1.0), base, asked_at, of_service=True)
            ):
                return quoting((Excerpt(fact.notice, span),), (standing.service,), reading)
    return None


def _tells(passage: Excerpt, words: str, reading: Reading, *, of_services: bool) -> bool:
    """Tell whether a passage prints the attribute asked for and, of a service, more than its name."""
    rest = without_names(words, reading)
    if reading.intent is Intent.ATTRIBUTE and not is_told(rest, passage.quote):
        return False
    terms, quote = asked(rest).terms, comparable(passage.quote)
    if not terms and reading.intent is Intent.ATTRIBUTE and not asks_for_one(rest):
        return False  # what is asked for has no words to find it by (考哪几科)
    return not of_services or not terms or any(word in quote for term in terms for word in term.printed)


def _notices(services: Iterable[Service], base: KnowledgeBase, asked_at: datetime) -> tuple[Notice, ...]:
    """Return the notices in force about `services`, those of what holds now only."""
    at = Moment.of(asked_at)
    return tuple({f.notice.id: f.notice for s in services for f in base.standing(s, at, asked_at).told}.values())


def attribute_beside(answer: Answer, words: str, reading: Reading) -> Answer:
    """Return `answer` with the sentence of its notices that tells what else was asked (the price, the refund), if one does."""
    if reading.intent is Intent.CONTACT:
        return answer
    found = attribute_told(without_names(words, reading), {f.notice.id: f.notice for f in answer.facts}.values())
    quoted = tuple(one for one in found if not _told_already(one, answer))
    lines = tuple(say("excerpt_more", quote=shown(one)) for one in quoted)
    return replace(answer, lines=(*answer.lines, *lines), excerpts=quoted) if quoted else answer


def _told_already(quoted: Excerpt, answer: Answer) -> bool:
    (start, end), told = quoted.span, [f.span for f in answer.facts if f.notice.id == quoted.notice.id]
    return any(start < span[1] and span[0] < end for span in told)


def beside(answer: Answer, words: str, base: KnowledgeBase, asked_at: datetime) -> Answer:
    """Return `answer` with the passage of its own notices that tells what its facts leave untold; a short notice whole."""
    quoted = found(words, base, asked_at, answer.services)
    if quoted is None:
        notice = answer.facts[0].notice if answer.facts else None
        told = max((f.span[1] - f.span[0] for f in answer.facts), default=0)
        if notice is None or len(notice.text) > _SHORT or told * 3 > len(notice.text) * 2:
            return answer
        return replace(answer, lines=(*answer.lines, say("whole", quote=" ".join(notice.text.split()))))
    if _told_already(quoted, answer):
        return answer
    return replace(answer, lines=(*answer.lines, say("excerpt_more", quote=shown(quoted))), excerpts=(quoted,))
