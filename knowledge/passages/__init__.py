"""What no fact answers: the sentences of a notice that do, with a score that knows when none does."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.bigrams import Bigrams, bigrams, comparable
from knowledge.passages.asked import asked
from knowledge.passages.certainty import certainty
from knowledge.passages.elsewhere import elsewhere, places_in
from knowledge.passages.excerpts import Located
from knowledge.passages.relevance import relevance, triples
from knowledge.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.model import Notice, Span
    from knowledge.passages.asked import Asked
    from knowledge.places import Place

_CANDIDATES = 24
"""Notices whose words are counted for one question; more when more are wanted."""
_READ = 6
"""The best of them, in which the answer is looked for; more when more are wanted."""
_OPENING = 150
"""Characters at the start of a notice that say what all of it is about."""
_ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a notice that may answer: `notice.text[span[0]:span[1]]`. `score` is in 0 to 1, comparable between questions."""

    notice: Notice
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A notice worth reading; `elsewhere` when it is about another place than the question."""

    number: int
    relevance: float
    elsewhere: bool


class Passages:
    """The notices of a knowledge base, found by the words of a question. Immutable; indexed when first asked."""

    def __init__(self, notices: Sequence[Notice]) -> None:
        """Use `Passages.of`."""
        self._notices = notices
        self._posted = [_posted(notice) for notice in notices]

    @staticmethod
    def of(notices: Iterable[Notice]) -> Passages:
        """Return the passages of these notices; their order does not matter."""
        return Passages(sorted(notices, key=lambda notice: (_posted(notice), notice.id)))

    @property
    def certain(self) -> float:
        """The score from which a passage may be shown as an answer."""
        return _number("certainty", "shown_from")

    def find(self, words: str, asked_at: datetime, limit: int = 3, among: Iterable[str] | None = None) -> tuple[Passage, ...]:
        """Return at most `limit` passages, one a notice, the one that fits best first. `among`: ids of the only notices meant.

        `words` are a citizen's own. Notices published after `asked_at` do not exist; one without a date always does. Nothing is
        found for a question without content of its own (那怎么办).
        """
        question, end = asked(words), bisect_right(self._posted, asked_at)
        if not question.terms or not end:
            return ()
        rarity = self._rarity(question)
        numbers = self._near(question, end, limit) if among is None else self._numbered(among, end)
        ranked = self._relevant(question, rarity, numbers)[: max(limit, _READ)]
        places = places_in(question.text)
        found = [entry for candidate in ranked if (entry := self._read(candidate, question, rarity, places))]
        found.sort(key=lambda entry: entry[0], reverse=True)
        return tuple(passage for _, passage in found[:limit])

    def printing(self, words: str, asked_at: datetime, most: int) -> tuple[Notice, ...]:
        """Return the notices published by `asked_at` that print comparable `words`; () when more than `most` do."""
        end = bisect_right(self._posted, asked_at)
        numbers = self._index.ranked(dict.fromkeys(bigrams(words), 1.0), _CANDIDATES, end) if end else []
        found = [self._notices[number] for number, _ in numbers if words in self._texts[number]]
        return tuple(found) if len(found) <= most else ()

    def told(self, words: str, notice: Notice, text: str) -> float:
        """Return how sure it is that `text` of a notice answers `words`: 0 to 1, comparable with the scores of passages."""
        question, said = asked(words), comparable(text)
        covered = _said(question, said) | _said(question, _context(notice, comparable(notice.text[:_OPENING])))
        shown = question.expects.answer is None or question.expects.answer.search(said) is not None
        return certainty(question, self._rarity(question), covered, said, shown=shown)

    def _rarity(self, question: Asked) -> list[float]:
        return [min(map(self._index.rarity, term.printed)) for term in question.terms]

    @cached_property
    def _texts(self) -> list[str]:
        return [comparable(notice.text) for notice in self._notices]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {notice.id: number for number, notice in enumerate(self._notices)}

    @cached_property
    def _index(self) -> Bigrams:
        return Bigrams.of(self._texts)

    @cached_property
    def _usual(self) -> float:
        return sum(map(len, self._texts)) / len(self._texts)

    def _near(self, question: Asked, end: int, limit: int) -> list[int]:
        printed = {word: 1.0 for term in question.terms for word in term.printed}
        return [number for number, _ in self._index.ranked(printed, max(limit, _CANDIDATES), end)]

    def _numbered(self, among: Iterable[str], end: int) -> list[int]:
        return [number for one in among if (number := self._numbers.get(one, end)) < end]

    def _relevant(self, question: Asked, rarity: Sequence[float], numbers: Sequence[int]) -> list[_Candidate]:
        """Return notices, the most relevant first, of two the one published later."""
        joined, places = triples(question, rarity), places_in(question.text)
        found = []
        for number in numbers:
            text = self._texts[number]
            relevant = relevance(text, question, rarity, joined, len(text) / self._usual)
            away = elsewhere(places, self._notices[number].publisher, text)
            unquoted = sum(words not in text for words in question.quoted)
            relevant -= _number("relevance", "elsewhere") * away + _number("relevance", "unquoted") * unquoted
            found.append(_Candidate(number, relevant, away))
        return sorted(found, key=lambda candidate: (candidate.relevance, candidate.number), reverse=True)

    def _read(
        self, candidate: _Candidate, question: Asked, rarity: Sequence[float], places: Sequence[Place]
    ) -> tuple[float, Passage] | None:
        """Return the best passage of one notice, and how well it fits: by the whole notice, and by the words themselves.

        `places`: those the question names; what tells of another place by its own words is hardly an answer.
        """
        text = self._texts[candidate.number]
        window = Located(text, question, rarity).best()
        if window is None:
            return None
        covered = window.covered | _said(question, _context(self._notices[candidate.number], text))
        score = certainty(question, rarity, covered, text, shown=window.shown)
        if candidate.elsewhere or elsewhere(places, "", text, text[slice(*window.span)]):
            score *= _number("certainty", "elsewhere")
        fit = candidate.relevance + _number("relevance", "window") * window.merit + _number("relevance", "certainty") * score
        return fit, Passage(self._notices[candidate.number], window.span, score)


def _said(question: Asked, text: str) -> int:
    """Return a bit for every term of the question that stands in a comparable text."""
    return sum(1 << bit for bit, term in enumerate(question.terms) if any(word in text for word in term.printed))


def _context(notice: Notice, text: str) -> str:
    """Return what says what all of a notice is about: its opening and who published it. `text` is the comparable one."""
    return f"{text[:_OPENING]}\n{comparable(notice.publisher)}"


def _number(section: str, key: str) -> float:
    return float(table("passages")[section][key])


def _posted(notice: Notice) -> datetime:
    return notice.published.start if notice.published else _ALWAYS
