"""What is asked beyond a state (a price, a refund, what to bring): the sentence of the service's own notices that tells it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.answers.sources import sentences
from bot.model import Excerpt
from knowledge.bigrams import bigrams, comparable
from knowledge.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.model import Notice

_MOST = 2
"""Sentences quoted for one attribute."""
_LONGEST = 300
"""Characters of a question, and of a sentence, that are looked at."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What questions say that ask for it, and what sentences print that tell it."""

    name: str
    said: re.Pattern[str]
    printed: re.Pattern[str]


@cache
def attributes() -> tuple[Attribute, ...]:
    """Return every attribute of data/zh/attributes.toml. DataError when an example does not fit its patterns."""
    table = tomllib.loads(files("bot").joinpath("data/zh/attributes.toml").read_text(encoding="utf-8"))
    found = []
    for entry in table["attribute"]:
        one = Attribute(entry["name"], re.compile(entry["said"]), re.compile(entry["printed"]))
        example = entry["example"]
        if not (one.said.search(example["question"]) and one.printed.search(example["sentence"])):
            raise DataError(f"zh/attributes.toml: example of '{one.name}' does not fit its patterns")
        found.append(one)
    return tuple(found)


def asks_for_one(question: str) -> bool:
    """Tell whether a question asks for an attribute of the data."""
    return any(one.said.search(comparable(question[:_LONGEST])) for one in attributes())


def is_told(question: str, text: str) -> bool:
    """Tell whether `text` prints what the question asks for; True when the question asks for no attribute of the data."""
    asked = comparable(question[:_LONGEST])
    wanted = [one.printed for one in attributes() if one.said.search(asked)]
    return not wanted or any(pattern.search(comparable(text)) for pattern in wanted)


def attribute_told(question: str, notices: Iterable[Notice]) -> tuple[Excerpt, ...]:
    """Return the sentences of one notice that print what the question asks for, at most two, in their order; () when none does.

    `question` is what was asked without the names of services: 收费站 asks for no price. Of several notices the one counts
    whose sentence shares most with the question.
    """
    asked = comparable(question[:_LONGEST])
    wanted = [one.printed for one in attributes() if one.said.search(asked)]
    words = bigrams(asked)
    best: list[tuple[int, Excerpt]] = []
    for notice in notices if wanted else ():
        found = [
            (len(words & bigrams(sentence)), Excerpt(notice, span))
            for span in sentences(notice.text)
            if any(pattern.search(sentence := comparable(notice.text[span[0] : span[1]][:_LONGEST])) for pattern in wanted)
        ]
        found = sorted(found, key=lambda one: -one[0])[:_MOST]
        if found and (not best or found[0][0] > best[0][0]):
            best = found
    return tuple(sorted((quoted for _, quoted in best), key=lambda one: one.span))
