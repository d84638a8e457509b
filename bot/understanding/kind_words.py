"""The words that say kinds of services, and which of them name, count or tell apart."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.understanding.lexicon import table_of
from knowledge.kinds import kinds
from knowledge.words import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_EXAM = "exam"
"""The group of kinds that are exams."""


@cache
def kinds_said() -> tuple[re.Pattern[str], Mapping[str, frozenset[str]]]:
    """Return a pattern for words by which people mean a kind, and the kinds each word may mean."""
    meant: dict[str, set[str]] = {}
    for kind in kinds().values():
        for word in (*kind.words, *kind.asks, *kind.endings):
            if len(word) > 1:
                for said in (word, *(_shorter(word) if kind.group == _EXAM else ())):
                    meant.setdefault(said.lower(), set()).add(kind.name)
    for word, group in table_of("zh", "intents")["group_words"].items():
        meant[word] = {kind.name for kind in kinds().values() if kind.group == group}
    return re.compile(alternatives(meant)), {word: frozenset(names) for word, names in meant.items()}


def _shorter(word: str) -> Iterator[str]:
    """Yield what people say for the long name of an exam: 普通话测试 and 普通话考试 for 普通话水平测试."""
    rules = table_of("zh", "intents")["names"]
    tail = next((tail for tail in rules["exam_tails"] if word.endswith(tail)), "")
    for left_out in rules["left_out"]:
        if tail and word.endswith(left_out + tail) and len(stem := word.removesuffix(left_out + tail)) > 1:
            yield from (stem + other for other in rules["exam_tails"])


def is_general(word: str) -> bool:
    """Tell a word for all services of a kind (医院) from one that only some bear (人民医院)."""
    return word in _general()


@cache
def _general() -> frozenset[str]:
    return frozenset(word.lower() for kind in kinds().values() for word in kind.words)


@cache
def heads_of_kinds() -> Mapping[str, frozenset[str]]:
    """Return the single characters by which people call a kind (船), and the kinds they mean."""
    words = {word for kind in kinds().values() for word in kind.words if len(word) == 1}
    return {word: frozenset(kind.name for kind in kinds().values() if word in kind.words) for word in words}


@cache
def naming_words() -> frozenset[str]:
    """Return the words of kinds that can close a name (公园), not what people say instead of one (散步)."""
    return frozenset(word.lower() for kind in kinds().values() for word in (*kind.words, *kind.endings) if len(word) > 1)


@cache
def exam_stages() -> frozenset[str]:
    """Return the words for what many exams have (面试): they name none."""
    return frozenset(table_of("zh", "intents")["names"]["exam_stages"])


@cache
def stages_apart() -> tuple[str, ...]:
    """Return the words for stages of an exam that are held on days of their own."""
    return tuple(table_of("zh", "intents")["names"]["stages_apart"])


def is_exam(word: str, kind_names: Iterable[str]) -> bool:
    """Tell the word of one exam (专升本), which names it, from the word for any exam or for a stage of one (面试)."""
    return word not in group_words() and word not in exam_stages() and all(kinds()[name].group == "exam" for name in kind_names)


@cache
def sights() -> frozenset[str]:
    """Return the kinds whose words people say for one another (公园 for a scenic area)."""
    return frozenset(table_of("zh", "intents")["names"]["sights"])


@cache
def any_sight() -> str:
    """Return the kind whose words mean all sights in a list."""
    return str(table_of("zh", "intents")["names"]["any_sight"])


@cache
def vehicles() -> Mapping[str, frozenset[str]]:
    """Return what is said for a vehicle in one character, and the kinds it may mean."""
    return {word: frozenset(names) for word, names in table_of("zh", "words")["vehicles"].items()}


@cache
def proper_after_place() -> frozenset[str]:
    """Return the words of kinds that make a name of the place before them (某地大学)."""
    return frozenset(table_of("zh", "intents")["names"]["proper_after_place"])


@cache
def group_words() -> Mapping[str, str]:
    """Return words that mean a whole group of kinds (考试), with the group's name."""
    words: Mapping[str, str] = table_of("zh", "intents")["group_words"]
    return words
