"""What a question that says no name leans on: it, they, the second one; or a topic of its own after all."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.answers.names import group_of_kind
from bot.choosing import bare
from bot.memory import known
from bot.model import Intent
from bot.understanding.kind_words import heads_of_kinds
from bot.understanding.lexicon import without_opener
from knowledge.index.name_guards import is_guard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.memory import Memory
    from bot.model import Question, Reading
    from knowledge.base import KnowledgeBase
    from knowledge.model import Service

SHORTEST_NAME = 2
"""Characters from which words are a topic."""


@cache
def _words(section: str, key: str) -> tuple[str, ...]:
    """Return words of all languages by which people lean on what was said before."""
    folders = sorted(files("bot").joinpath("data").iterdir(), key=lambda folder: folder.name)
    tables = [file for folder in folders if (file := folder.joinpath("dialogue.toml")).is_file()]
    return tuple(word for file in tables for word in tomllib.loads(file.read_text(encoding="utf-8"))[section][key])


def leading_words(text: str, leftover: Sequence[str]) -> str | None:
    """Return the unexplained words that begin `text`: what a question begins with is its topic, known or not."""
    said = bare(text)
    return next((words for words in leftover if len(words) >= SHORTEST_NAME and said.startswith(bare(words))), None)


def corrects(text: str) -> bool:
    """Tell whether a question sets the one before it right (不是，我问的是…)."""
    return bare(text).startswith(_words("correction", "starts"))


def other_level(text: str, services: Sequence[Service]) -> str | None:
    """Return the word that asks after another authority (市里的呢) than those of the services, whose names say theirs."""
    for word in _words("levels", "words"):
        said = [mark for s in services for name in (s.name, *s.names) for mark in name if is_guard(mark, "level")]
        if word in text and said and word[0] not in said:
            return word
    return None


def topic_of_its_own(text: str, reading: Reading) -> str | None:
    """Return the word a question begins with that nothing explains; one character where it is a kind's (船能坐吗)."""
    text = without_opener(text)
    first = reading.leftover[0] if reading.leftover else ""
    if len(first) == 1 and bare(text).startswith(first) and first in heads_of_kinds():
        return first
    return leading_words(text, reading.leftover)


def spoken_of(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> tuple[Service, ...]:
    """Return the services "it" means: those told last, or, where several are meant, all of their kind told in this talk."""
    services = memory.services_known(base, question.asked_at)
    several = reading.intent is Intent.COMPARE or any(word in bare(question.text) for word in _words("several", "words"))
    if not several or len(services) > 1:
        return services
    groups = {group_of_kind(service.kind) for service in services if service.kind}
    recent = known(memory.recent, base, question.asked_at)
    return tuple(s for s in recent if not groups or not s.kind or group_of_kind(s.kind) in groups)[::-1]


def told_of(reading: Reading, memory: Memory, base: KnowledgeBase) -> Iterator[str]:
    """Yield what the facts told may explain a word by: their notices, but the facts' own words where it alone is asked about."""
    for fact in memory.facts_told(base):
        yield f"{fact.service}\n{fact.quote}" if reading.refers and reading.intent is Intent.STATUS else fact.notice.text


def says_its_own(reading: Reading) -> bool:
    """Tell whether a question says something that no name held explains: it need not be about the unknown name before it."""
    return not reading.refers and (reading.intent is Intent.ATTRIBUTE or any(len(w) >= SHORTEST_NAME for w in reading.leftover))
