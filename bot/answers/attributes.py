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


def attribute_told(question: str, notices: Iterable[Notice]) -> Excerpt | None:
    """Return the sentence of `notices` that prints what the question asks for and shares most with it; None when none does.

    `question` is what was asked without the names of services: 收费站 asks for no price.
    """
    asked = comparable(question[:_LONGEST])
    wanted = [one.printed for one in attributes() if one.said.search(asked)]
    if not wanted:
        return None
    words = bigrams(asked)
    best: tuple[int, Excerpt] | None = None
    for notice in notices:
        for span in sentences(notice.text):
            sentence = comparable(notice.text[span[0] : min(span[1], span[0] + _LONGEST)])
            if any(pattern.search(sentence) for pattern in wanted):
                shared = len(words & bigrams(sentence))
                if best is None or shared > best[0]:
                    best = (shared, Excerpt(notice, span))
    return best[1] if best else None
