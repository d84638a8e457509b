"""What a question leans on, filled in from what was spoken of."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.answers.names import of_kind
from bot.memory import Memory, known, remember
from bot.model import Intent, Mention, Question, Reading
from bot.understanding.lexicon import without_opener
from knowledge.index import Match, MatchReason
from knowledge.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.base import KnowledgeBase
    from knowledge.model import Service

__all__ = ["Memory", "remember", "resolve"]

CHOSEN = "choice"
"""The reason of a reading that answers an offered choice."""
_SOCIAL = {Intent.GREETING, Intent.THANKS, Intent.HELP, Intent.NOTHING}
_LISTS = {Intent.LIST, Intent.LATEST}
_ALONE = _SOCIAL | _LISTS | {Intent.SOURCE, Intent.PASSAGE}
"""Intents that need no service."""
_MOST_SPOKEN_OF = 4
"""Services of a list that "it" may mean together; more must be named."""
_LONGEST_CHOICE = 40
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: dict[str, int]
    last: frozenset[str]
    endings: tuple[str, ...]
    corrections: tuple[str, ...]
    affirmations: frozenset[str]


@cache
def _words() -> _Words:
    numbers: dict[str, int] = {}
    last: set[str] = set()
    endings: list[str] = []
    corrections: list[str] = []
    affirmations: set[str] = set()
    for language in sorted(files("bot").joinpath("data").iterdir(), key=lambda folder: folder.name):
        file = language.joinpath("dialogue.toml")
        if not file.is_file():
            continue
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        for number, numeral in enumerate(table["ordinals"]["numerals"], 1):
            numbers |= {form.format(n=n): number for form in table["ordinals"]["forms"] for n in (numeral, str(number))}
        last |= set(table["ordinals"]["last"])
        endings += table["ordinals"]["endings"]
        corrections += table["correction"]["starts"]
        affirmations |= set(table["affirmation"]["words"])
    return _Words(numbers, frozenset(last), tuple(endings), tuple(corrections), frozenset(affirmations))


def _bare(text: str) -> str:
    """Return letters, digits and characters only, lower case."""
    return "".join(c for c in fold(text[:200]).lower() if c.isalnum())


def chosen(text: str, choices: Sequence[str]) -> int | None:
    """Return the index of the choice that `text` names by number or name, or says yes to; None when it does neither."""
    words, bare = _words(), _bare(text)
    if not bare or len(bare) > _LONGEST_CHOICE:
        return None
    ending = next((e for e in words.endings if bare.endswith(e) and bare != e), "")
    stem = bare[: len(bare) - len(ending)]
    if bare in words.last or stem in words.last:
        return len(choices) - 1
    if len(choices) == 1 and not words.affirmations.isdisjoint({bare, stem}):
        return 0
    number = words.numbers.get(bare, words.numbers.get(stem))
    if number is not None:
        return number - 1 if number <= len(choices) else None
    if len(stem) < _SHORTEST_NAME:
        return None
    named = [n for n, name in enumerate(choices) if stem in _bare(name) or _bare(name) == bare]
    return named[0] if len(named) == 1 else None


def _mention(service: Service) -> Mention:
    return Mention(service.name, (0, 0), (Match(service, MatchReason.EXACT, 1.0, service.name),))


def leading_words(text: str, leftover: Sequence[str]) -> str | None:
    """Return the unexplained words that begin `text`: what a question begins with is its topic, known or not."""
    bare = _bare(text)
    return next((words for words in leftover if len(words) >= _SHORTEST_NAME and bare.startswith(_bare(words))), None)


def _corrects(text: str) -> bool:
    return _bare(text).startswith(_words().corrections)


def resolve(readings: Sequence[Reading], memory: Memory, base: KnowledgeBase, question: Question) -> tuple[Reading, ...]:
    """Return `readings` with what they lean on filled in. A memory that has expired fills in nothing."""
    if not memory.alive(question.asked_at) or not readings:
        return tuple(readings)
    if memory.choices:
        number = chosen(question.text, memory.choices)
        offered = known(memory.choices, base, question.asked_at)
        if number is not None and number < len(offered):
            language = readings[0].language
            return (replace(memory.reading(), mentions=(_mention(offered[number]),), language=language, reason=CHOSEN),)
    corrects = _corrects(question.text)
    first = _filled(readings[0], memory, base, question, corrects=corrects)
    return (first, *readings[1:])


def _filled(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question, *, corrects: bool) -> Reading:
    if reading.intent in _SOCIAL or (reading.intent is Intent.SOURCE and not reading.mentions):
        return reading
    if reading.mentions or reading.unknown_names:
        return _carried(_narrowed(reading, memory), memory) if reading.refers or corrects else _narrowed(reading, memory)
    if reading.kind is not None:
        return _list_again(reading, memory) if memory.reading().intent in _LISTS else _that_kind(reading, memory, base, question)
    return reading if reading.intent in _ALONE and not reading.refers else _leaning(reading, memory, base, question)


def _that_kind(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return a reading about a kind (那考试还有几天) as one about the service of that kind last spoken of, where there is one."""
    spoken_of = memory.services_known(base, question.asked_at)
    held = of_kind(reading.kind or "", None, base, question.asked_at)
    meant = tuple(s for s in spoken_of if s in held)
    if reading.intent in _LISTS or not meant or len(meant) != len(spoken_of):
        return reading
    return replace(reading, mentions=tuple(_mention(s) for s in meant))


def _leaning(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return a reading that names nothing as one about the services last spoken of, unless it begins with a topic of its own."""
    topic = leading_words(without_opener(question.text), reading.leftover)
    if topic is not None and not any(topic in text for text in _told_of(reading, memory, base)):
        return replace(reading, unknown_names=(topic,))
    services = memory.services_known(base, question.asked_at)
    if services and len(services) <= _MOST_SPOKEN_OF:
        filled = replace(reading, mentions=tuple(_mention(s) for s in services))
        return _carried(filled, memory) if reading.refers else filled
    if memory.unknown and not _says_its_own(reading):
        return replace(reading, unknown_names=memory.unknown)
    if memory.choices and not services:
        return replace(reading, mentions=(_offered_again(memory, base, question),))
    return reading


def _told_of(reading: Reading, memory: Memory, base: KnowledgeBase) -> Iterator[str]:
    """Yield what the facts told may explain a word by: their notices, but the facts' own words where it alone is asked about."""
    for fact in memory.facts_told(base):
        yield f"{fact.service}\n{fact.quote}" if reading.refers and reading.intent is Intent.STATUS else fact.notice.text


def _says_its_own(reading: Reading) -> bool:
    """Tell whether a question says something that no name held explains: it need not be about the unknown name before it."""
    return not reading.refers and (reading.intent is Intent.ATTRIBUTE or any(len(w) >= _SHORTEST_NAME for w in reading.leftover))


def _offered_again(memory: Memory, base: KnowledgeBase, question: Question) -> Mention:
    """Return the services offered last: the only one is meant, several are asked back again."""
    offered = known(memory.choices, base, question.asked_at)
    if len(offered) == 1:
        return _mention(offered[0])
    return Mention("", (0, 0), tuple(Match(s, MatchReason.KIND, 1.0, "") for s in offered))


def _carried(reading: Reading, memory: Memory) -> Reading:
    """Return `reading` with the intent and moment of the last question where it has none of its own."""
    last = memory.reading()
    if reading.intent is not Intent.STATUS or memory.intent is None or last.intent in _ALONE:
        return replace(reading, when=reading.when or last.when) if reading.intent is last.intent else reading
    return replace(reading, intent=last.intent, when=reading.when or last.when, attribute=last.attribute)


def _narrowed(reading: Reading, memory: Memory) -> Reading:
    """Return `reading` with each mention narrowed to what was offered, where a match was."""
    mentions = []
    for mention in reading.mentions:
        offered = tuple(m for m in mention.matches if m.service.name in memory.choices)
        mentions.append(replace(mention, matches=offered) if len(offered) == 1 else mention)
    return replace(reading, mentions=tuple(mentions))


def _list_again(reading: Reading, memory: Memory) -> Reading:
    """Return a bare kind after a list (考试的) as the same list of that kind."""
    last = memory.reading()
    if reading.intent not in {Intent.STATUS, last.intent}:
        return reading
    return replace(reading, intent=last.intent, when=reading.when or last.when, statuses=reading.statuses or last.statuses)
