"""Where in a text the answer to a question stands: the clauses or sentences that complete what the question repeats.

A notice answers beside the words that the question repeats: in the rest of their sentence, in the sentence after, under the
heading that says them. So every window of clauses near such words is weighed by a few features; their weights are data.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, reduce
from math import inf, log
from operator import mul, or_
from typing import TYPE_CHECKING

from knowledge.errors import DataError
from knowledge.passages.segments import segments
from knowledge.words import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.model import Span
    from knowledge.passages.asked import Asked
    from knowledge.passages.segments import Sentence

FEATURES = (
    "question",  # the share of the question's weight in the window and in the words it hangs on
    "together",  # the greatest share in one clause of the window
    "restated",  # how much of the first clause only repeats the question
    "led_in",  # the same of the words before the window in its sentence, squared
    "after_question",  # the same of the sentence before, squared, when the window begins its sentence
    "under_heading",  # right after a heading, the logarithm of how many times longer it is than such answers are
    "length",  # that logarithm squared, wherever it stands
    "sentences",  # how many sentences it has after the first
    "sentence_end",  # 1 when it ends with a sentence
    "section_end",  # 1 when a list mark follows
    "shown",  # 1 when it has the kind of words asked for
    "opening",  # 1 in the first sentence, a half in the second: headlines repeat a question best and answer it least
)

_LONGEST = 320
"""Characters of a window of more than one clause."""
_ANCHORS = 3
"""Sentences nearest to the question, in which a window may begin; each with the one after it."""
_LEAD = 8
"""Characters at the start of a sentence that are quoted too: without 局长指出 nobody knows who says so."""
_SENTENCES = 8
"""Sentences in one window."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of whole clauses that may be the answer. `merit` is comparable within one question only.

    `covered` has a bit for every term of the question found in it or in what it hangs on: the start of its sentence, the sentence
    before, its headings, the text's first sentence. `shown` is true when it has the kind of words asked for.
    """

    span: Span
    merit: float
    covered: int
    shown: bool


@dataclass(frozen=True, slots=True)
class _Begin:
    """A clause where a window may begin, and what counts for every window that begins there."""

    clause: int
    sentence: int
    hangs_on: int
    restated: float
    led_in: float
    after_question: float
    heading: bool


@cache
def _weights() -> tuple[float, ...]:
    weights = table("passages")["window"]
    if odd := weights.keys() ^ set(FEATURES):
        raise DataError(f"zh/passages.toml: window.{min(odd)} is missing or no feature, expected {', '.join(FEATURES)}")
    return tuple(weights[name] for name in FEATURES)


class Located:
    """The terms of a question in one comparable text: which clause has which, as bits, and what repeats the question."""

    def __init__(self, text: str, asked: Asked, rarity: Sequence[float]) -> None:
        """`rarity`: what each term tells, in the order of `asked.terms`."""
        self._text, self._asked = text, asked
        parts = segments(text)
        self._clauses, self._sentences = parts.clauses, parts.sentences
        self._masks = [0] * len(parts.clauses)
        self._repeated = bytearray(len(text))
        self._mark([clause.span[0] for clause in parts.clauses])
        self._whole = [self._union(sentence.first, sentence.last) for sentence in parts.sentences]
        self._headings = list(self._under(parts.sentences))
        self._rarity = self._local(rarity)
        self._sums: dict[int, float] = {}
        pattern = asked.expects.answer
        self._answers = [found.start() for found in pattern.finditer(text)] if pattern else []

    def best(self) -> Window | None:
        """Return the window with the most merit, the first of equals; None when the text has nothing to quote."""
        best, most, weights = None, -inf, _weights()
        for begin, last, mask, together in self.windows():
            merit = sum(map(mul, weights, self.features(begin, last, mask, together)))
            if merit > most:
                best, most = (begin, last, mask), merit
        if best is None:
            return None
        begin, last, mask = best
        start, end = self._clauses[begin.clause].span[0], self._clauses[last].span[1]
        opens = self._clauses[self._sentences[begin.sentence].first].span[0]
        span = (opens if start - opens <= _LEAD else start), end
        covered = mask | begin.hangs_on | self._headings[begin.sentence] | self._previous(begin.sentence) | self._whole[0]
        return Window(span, most, covered, self._asked.expects.answer is None or self._answered(*span))

    def windows(self) -> Iterator[tuple[_Begin, int, int, float]]:
        """Yield each window: its beginning, last clause, the bits of its terms, and the greatest share in one of its clauses."""
        for number in self._anchors():
            sentence = self._sentences[number]
            for clause in range(sentence.first, sentence.last + 1):
                begin, mask, together, done = self._begin(number, clause), 0, 0.0, clause
                start = self._clauses[clause].span[0]
                ends = (*range(clause, sentence.last), *(s.last for s in self._sentences[number : number + _SENTENCES]))
                for last in ends:
                    if last > clause and self._clauses[last].span[1] - start > _LONGEST:
                        break
                    for held in self._masks[done : last + 1]:
                        mask |= held
                        together = max(together, self._share(held))
                    done = last + 1
                    yield begin, last, mask, together

    def features(self, begin: _Begin, last: int, mask: int, together: float) -> tuple[float, ...]:
        """Return the values of `FEATURES` for a window, in their order."""
        start, end = self._clauses[begin.clause].span[0], self._clauses[last].span[1]
        number = self._clauses[last].sentence
        ended = last == self._sentences[number].last
        follows = number + 1 < len(self._sentences) and self._sentences[number + 1].level
        times = log((end - start) / self._asked.expects.length)
        return (
            self._share(mask | begin.hangs_on),
            together,
            begin.restated,
            begin.led_in,
            begin.after_question,
            times if begin.heading else 0.0,
            times * times,
            number - begin.sentence,
            ended,
            bool(ended and follows),
            self._answered(start, end),
            max(0.0, 1 - begin.sentence / 2),
        )

    def _anchors(self) -> list[int]:
        """Return the numbers of the sentences in which a window may begin, in order."""
        near = [
            (self._share(held | self._headings[number]) + self._share(held | self._previous(number)) / 2, -number)
            for number, held in enumerate(self._whole)
        ]
        best = [-number for _, number in sorted(near, reverse=True)[:_ANCHORS]]
        return sorted({after for number in best for after in (number, number + 1) if after < len(self._whole)})

    def _begin(self, number: int, clause: int) -> _Begin:
        first, restated = self._sentences[number].first, self._repeats(*self._clauses[clause].span)
        if clause > first:
            start, end = self._clauses[first].span[0], self._clauses[clause - 1].span[1]
            led_in = self._repeats(start, end) ** 2
            return _Begin(clause, number, self._union(first, clause - 1), restated, led_in, 0.0, heading=False)
        if not number:
            return _Begin(clause, number, 0, restated, 0.0, 0.0, heading=False)
        previous = self._sentences[number - 1]
        question = self._repeats(self._clauses[previous.first].span[0], self._clauses[previous.last].span[1]) ** 2
        heading = previous.level > 0
        return _Begin(clause, number, self._previous(number), restated, 0.0, question, heading=heading)

    def _mark(self, starts: list[int]) -> None:
        for bit, term in enumerate(self._asked.terms):
            for word in term.printed:
                at = self._text.find(word)
                while at >= 0:
                    self._repeated[at : at + len(word)] = b"\1" * len(word)
                    if place := bisect_right(starts, at):
                        self._masks[place - 1] |= 1 << bit
                    at = self._text.find(word, at + 1)

    def _under(self, sentences: Sequence[Sentence]) -> Iterator[int]:
        """Yield for each sentence the terms of the headings above it: the last list mark of every higher level."""
        above: dict[int, int] = {}
        for sentence, mask in zip(sentences, self._whole, strict=True):
            if sentence.level:
                above = {level: held for level, held in above.items() if level < sentence.level}
            yield reduce(or_, above.values(), 0)
            if sentence.level:
                above[sentence.level] = mask

    def _local(self, rarity: Sequence[float]) -> list[float]:
        """Return what each term tells within this text, in sum 1: what every sentence has locates nothing."""
        total = len(self._whole) + 1
        held = [sum(mask >> bit & 1 for mask in self._whole) for bit in range(len(rarity))]
        local = [weight * log(total / (count + 0.5)) if count else 0.0 for weight, count in zip(rarity, held, strict=True)]
        return [weight / (sum(local) or 1.0) for weight in local]

    def _union(self, first: int, last: int) -> int:
        return reduce(or_, self._masks[first : last + 1], 0)

    def _previous(self, sentence: int) -> int:
        return self._whole[sentence - 1] if sentence else 0

    def _share(self, mask: int) -> float:
        if (share := self._sums.get(mask)) is None:
            share = self._sums[mask] = sum(weight for bit, weight in enumerate(self._rarity) if mask >> bit & 1)
        return share

    def _repeats(self, start: int, end: int) -> float:
        return self._repeated.count(1, start, end) / (end - start)

    def _answered(self, start: int, end: int) -> bool:
        place = bisect_left(self._answers, start)
        return place < len(self._answers) and self._answers[place] < end
