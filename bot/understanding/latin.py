"""The words of questions in Latin letters: English ones and pinyin, read once from bot/data/<language>."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.understanding.lexicon import table_of
from knowledge.words import alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def pinyin_particles() -> Mapping[str, str]:
    """Return the pinyin of particles of one character, and the character."""
    words: Mapping[str, str] = table_of("zh", "pinyin")["particles"]
    return words


@cache
def pinyin_phrases() -> tuple[str, ...]:
    """Return everyday words that people type in pinyin."""
    return tuple(table_of("zh", "pinyin")["phrases"]["words"])


@cache
def english_small_words() -> frozenset[str]:
    """Return English words that look like pinyin, or that no name is made of."""
    return frozenset(table_of("en", "words")["small"]["words"])


@cache
def english_endings() -> Mapping[str, tuple[str, ...]]:
    """Return English words that stand for the end of a Chinese name, with its pinyin (mountain: shan)."""
    return {word: tuple(endings) for word, endings in table_of("en", "words")["endings"].items()}


@cache
def english_subject() -> re.Pattern[str]:
    """Return the form of an English question after the state of a `name`."""
    table = table_of("en", "intents")["subject"]
    before, after = alternatives(table["before"]), alternatives(table["after"])
    return re.compile(rf"\b(?:{before}) (?P<name>[a-z][a-z' -]{{1,40}}?)(?= (?:{after})\b| *[?.!]| *$)")


@cache
def english_pointing() -> frozenset[str]:
    """Return English words that are no name by themselves."""
    return frozenset(table_of("en", "intents")["subject"]["pointing"])


@cache
def english_words() -> Mapping[str, str]:
    """Return English words for kinds and the Chinese ones they stand for, the longest first."""
    words: Mapping[str, str] = table_of("en", "words")["kinds"]
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))
