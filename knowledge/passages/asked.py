"""What a question asks: the characters that carry its content, and the words that would answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from opencc import OpenCC

from knowledge.bigrams import comparable
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.model import Span

_TOKEN = re.compile(r"[a-z0-9]+|[^a-z0-9]")
_QUOTED = re.compile(r"[“「《\"]([^“”「」《》\"]{2,})[”」》\"]")
_LONGEST = 200
"""Characters of a question that are read."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What kind of words answer: `length` is how many characters such an answer has, `answer` the pattern it shows."""

    name: str
    length: int
    answer: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Term:
    """A pair of characters of the question (or an ASCII word), and what notices print in its place."""

    pair: str
    span: Span
    """Half-open, characters of the question."""
    printed: tuple[str, ...]
    """Words that stand for it, `pair` itself first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question without its question words: the terms of what is left, in order. `text` is simplified and comparable."""

    text: str
    terms: tuple[Term, ...]
    expects: Expectation
    for_content: bool
    """True when it asks what, which, how many or how, and not only whether."""
    quoted: tuple[str, ...] = ()
    """What it says in quotation marks or book-title marks: words that are meant as they are printed."""


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _fillers() -> re.Pattern[str]:
    groups = table("passages")["filler"]
    return re.compile(rf"[\W_]+|{alternatives(word for group in groups for word in group['words'])}")


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(alternatives(word for group in table("passages")["filler"] if group.get("asks") for word in group["words"]))


@cache
def _synonyms() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    printed: dict[str, tuple[str, ...]] = {}
    for rule in table("passages")["synonym"]:
        for word in rule["said"]:
            printed[word] = (*printed.get(word, ()), *rule["printed"])
    return re.compile(alternatives(printed)), printed


@cache
def _expectations() -> tuple[tuple[re.Pattern[str], Expectation], ...]:
    return tuple(
        (
            re.compile(rule["question"]),
            Expectation(rule["name"], rule["length"], re.compile(rule["answer"]) if "answer" in rule else None),
        )
        for rule in table("passages")["expectation"]
    )


def asked(words: str) -> Asked:
    """Read a question, in traditional characters too.

    The first expectation whose pattern it shows counts; the last one of the table fits any.
    """
    text = comparable(_simplifier().convert(words[:_LONGEST]))
    expects = next(expectation for pattern, expectation in _expectations() if pattern.search(text))
    replaced = _replaced(text)
    terms: list[Term] = []
    start = 0
    for filler in (*_fillers().finditer(text), None):
        end = filler.start() if filler else len(text)
        terms += [Term(pair, span, (pair, *_others(span, replaced))) for span, pair in _pairs(text, start, end)]
        start = filler.end() if filler else end
    for_content = expects is not _expectations()[-1][1] or bool(_asking().search(text))
    return Asked(text, tuple(terms), expects, for_content, tuple(found.group(1) for found in _QUOTED.finditer(text)))


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    """Yield what `bigrams` takes for a pair, with its place; a character that stands alone says too little."""
    tokens = [found.span() for found in _TOKEN.finditer(text, start, end)]
    for number, span in enumerate(tokens):
        if text[span[0]].isascii():
            yield span, text[slice(*span)]
        if number + 1 < len(tokens):
            joined = span[0], tokens[number + 1][1]
            yield joined, text[slice(*joined)]


def _replaced(text: str) -> list[tuple[Span, tuple[str, ...]]]:
    pattern, printed = _synonyms()
    return [(found.span(), printed[found.group()]) for found in pattern.finditer(text)]


def _others(span: Span, replaced: list[tuple[Span, tuple[str, ...]]]) -> Iterator[str]:
    for (start, end), words in replaced:
        if start <= span[0] and span[1] <= end:
            yield from words
