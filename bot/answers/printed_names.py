"""A name that no fact is about, but that a notice prints: the sentences in which it stands, quoted."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bot.answers.excerpts import found, in_force, quoting
from bot.answers.sources import sentences
from bot.model import Excerpt
from bot.understanding.kind_words import kinds_said
from bot.understanding.lexicon import common_words
from knowledge.bigrams import bigrams, comparable
from knowledge.index.numbered import is_number_of, numbers_said
from knowledge.passages import Passage
from knowledge.passages.elsewhere import elsewhere, places_in
from knowledge.places import place_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.model import Reading
    from bot.told import Answer
    from knowledge.base import KnowledgeBase
    from knowledge.model import Notice

_SHORTEST = 3
"""Characters from which words are a name that a notice may print."""
_FEW = 3
"""Notices that may print it; more say that it is a common word."""
_MOST = 2
"""Sentences quoted."""


def printed(names: Iterable[str], words: str, base: KnowledgeBase, asked_at: datetime, reading: Reading) -> Answer | None:
    """Return the sentences in which a notice prints one of `names` and tells a state, or more of what is asked."""
    for name in islice(names, _FEW):
        called = comparable(name)
        if not (_is_a_name(called) or any(one.span == (0, len(called)) for one in numbers_said(called))):
            continue
        for notice in base.passages.printing(called, asked_at, _FEW)[:1]:
            quoted = _sentences(called, comparable(words), notice, base, asked_at)
            if all(_is_headline(one) for one in quoted) and called in comparable(notice.headline):
                told = found(comparable(words).replace(called, " "), base, asked_at, notices=(notice.id,))
                quoted = (told,) if told else quoted
            if quoted and not elsewhere(places_in(comparable(words)), notice.publisher, comparable(notice.text)):
                return quoting(quoted, (), reading)
    return None


def prints(answer: Answer, names: Iterable[str]) -> bool:
    """Tell whether the notices quoted print one of `names`, though its parts may stand apart."""
    texts = [comparable(one.notice.text) for one in answer.excerpts]
    return any(all(pair in text for pair in bigrams(comparable(name))) for name in names for text in texts)


def _is_headline(quoted: Excerpt) -> bool:
    """Tell whether words only name what a notice is about; then another sentence of it tells what is asked."""
    return comparable(quoted.quote).strip() in comparable(quoted.notice.headline)


def _is_a_name(words: str) -> bool:
    """Tell words that may be a name from numbers, places and everyday words."""
    rest = common_words().sub("", kinds_said()[0].sub("", words))
    return len(words) >= _SHORTEST and bool(rest) and not place_named(words) and not any(map(str.isdecimal, words))


def _sentences(name: str, words: str, notice: Notice, base: KnowledgeBase, asked_at: datetime) -> tuple[Excerpt, ...]:
    asked = bigrams(words.replace(name, " "))
    stated = [fact.span for _, fact in base.read_from(notice.id, asked_at)]
    best = []
    for span in sentences(notice.text):
        said = comparable(notice.text[slice(*span)])
        shared = len(asked & bigrams(said))
        tells = shared or any(a < span[1] and span[0] < b for a, b in stated)
        if (
            (name in said or is_number_of(name, said))
            and tells
            and in_force(Passage(notice, span, 1.0), base, asked_at, of_service=False)
        ):
            best.append((-shared, span))
    return tuple(Excerpt(notice, span) for span in sorted(span for _, span in sorted(best)[:_MOST]))
