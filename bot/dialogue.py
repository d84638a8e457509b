"""What a question leans on, filled in from what was spoken of."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.answers.names import group_of_kind, of_kind
from bot.choosing import bare, chosen, pointed_at
from bot.listing_on import listed_on
from bot.memory import Memory, known, remember
from bot.model import Intent, Mention, Question, Reading
from bot.saying_out import is_called, said_out
from bot.understand import understand
from bot.understanding.lexicon import without_opener
from knowledge.index import Match, MatchReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.base import KnowledgeBase
    from knowledge.model import Service

__all__ = ["Memory", "remember", "resolve"]

CHOSEN = "choice"
"""The reason of a reading that answers an offered choice."""
_SOCIAL = {Intent.GREETING, Intent.THANKS, Intent.HELP, Intent.NOTHING, Intent.REJECT}
_LISTS = {Intent.LIST, Intent.LATEST}
_ALONE = _SOCIAL | _LISTS | {Intent.SOURCE, Intent.PASSAGE}
"""Intents that need no service."""
_OF_NO_DAY = {Intent.WHY, Intent.HOW, Intent.CONTACT, Intent.WHERE, Intent.WEEKDAY, Intent.COUNTDOWN, Intent.SHIFT}
"""Intents of which a day asked about changes nothing."""
_MOST_SPOKEN_OF = 4
"""Services of a list that "it" may mean together; more must be named."""
_SHORTEST_NAME = 2


@cache
def _words(section: str, key: str) -> tuple[str, ...]:
    """Return words of all languages by which people lean on what was said before."""
    folders = sorted(files("bot").joinpath("data").iterdir(), key=lambda folder: folder.name)
    tables = [file for folder in folders if (file := folder.joinpath("dialogue.toml")).is_file()]
    return tuple(word for file in tables for word in tomllib.loads(file.read_text(encoding="utf-8"))[section][key])


def _mention(service: Service) -> Mention:
    return Mention(service.name, (0, 0), (Match(service, MatchReason.EXACT, 1.0, service.name),))


def leading_words(text: str, leftover: Sequence[str]) -> str | None:
    """Return the unexplained words that begin `text`: what a question begins with is its topic, known or not."""
    said = bare(text)
    return next((words for words in leftover if len(words) >= _SHORTEST_NAME and said.startswith(bare(words))), None)


def _corrects(text: str) -> bool:
    return bare(text).startswith(_words("correction", "starts"))


def resolve(readings: Sequence[Reading], memory: Memory, base: KnowledgeBase, question: Question) -> tuple[Reading, ...]:
    """Return `readings` with what they lean on filled in. A memory that has expired fills in nothing."""
    if not memory.alive(question.asked_at) or not readings:
        return tuple(readings)
    pointed = _pointed(readings[0], memory, base, question)
    if pointed is not None:
        return (pointed,)
    first = _filled(readings[0], memory, base, question, corrects=_corrects(question.text))
    return (first, *readings[1:])


def _pointed(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading | None:
    """Return the reading about the service that was chosen from those offered, or pointed at among those listed."""
    offered = known(memory.choices or memory.services, base, question.asked_at)
    number = chosen(question.text, memory.choices) if memory.choices else None
    if number is not None and number < len(offered):
        return replace(memory.reading(), mentions=(_mention(offered[number]),), language=reading.language, reason=CHOSEN)
    pointed = pointed_at(question.text, len(offered)) if len(offered) > 1 else None
    if pointed is None:
        return None
    at, rest = pointed
    asked = understand(replace(question, text=rest), base)[0]
    asked = replace(asked, mentions=(_mention(offered[at]),), kind=None, unknown_names=(), refers=True, language=reading.language)
    return _carried(replace(asked, intent=Intent.STATUS), memory) if asked.intent is Intent.NOTHING else _carried(asked, memory)


def _filled(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question, *, corrects: bool) -> Reading:
    if reading.intent in _SOCIAL or (reading.intent is Intent.SOURCE and not reading.mentions):
        return reading
    reading = listed_on(said_out(reading, memory, base, question), memory)
    if reading.mentions or reading.unknown_names:
        return _carried(_narrowed(reading, memory), memory) if reading.refers or corrects else _narrowed(reading, memory)
    if reading.kind is not None and reading.intent not in _LISTS:
        return _that_kind(reading, memory, base, question)
    return reading if reading.intent in _ALONE and not reading.refers else _leaning(reading, memory, base, question)


def _that_kind(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return a reading about a kind (那考试还有几天) as one about the service of that kind last spoken of, where there is one."""
    spoken_of = memory.services_known(base, question.asked_at)
    held = of_kind(reading.kind or "", None, base, question.asked_at)
    meant = tuple(s for s in spoken_of if s in held)
    meant = tuple(s for s in meant if not reading.topic or is_called(s, reading.topic, question))
    if not meant or len(meant) != len(spoken_of):
        return _leaning(reading, memory, base, question) if reading.intent is Intent.ATTRIBUTE else reading
    return replace(reading, mentions=tuple(_mention(s) for s in meant))


def _leaning(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return a reading that names nothing as one about the services last spoken of, unless it begins with a topic of its own."""
    topic = leading_words(without_opener(question.text), reading.leftover)
    if topic is not None and not any(topic in text for text in _told_of(reading, memory, base)):
        return replace(reading, unknown_names=(topic,))
    services = _spoken_of(reading, memory, base, question)
    if services and len(services) <= _MOST_SPOKEN_OF:
        filled = replace(reading, mentions=tuple(_mention(s) for s in services))
        return _carried(filled, memory) if reading.refers else filled
    if memory.unknown and not _says_its_own(reading):
        return replace(reading, unknown_names=memory.unknown)
    if memory.choices and not services:
        return replace(reading, mentions=(_offered_again(memory, base, question),))
    return reading


def _spoken_of(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> tuple[Service, ...]:
    """Return the services "it" means: those told last, or, where several are meant, all of their kind told in this talk."""
    services = memory.services_known(base, question.asked_at)
    several = reading.intent is Intent.COMPARE or any(word in bare(question.text) for word in _words("several", "words"))
    if not several or len(services) > 1:
        return services
    groups = {group_of_kind(service.kind) for service in services if service.kind}
    recent = known(memory.recent, base, question.asked_at)
    return tuple(s for s in recent if not groups or not s.kind or group_of_kind(s.kind) in groups)[::-1]


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
    """Return `reading` with the intent and moment of the last question where it has none of its own.

    What says a state (那家开了吗) asks for one; and the day asked about is no part of a telephone number.
    """
    last = memory.reading()
    if reading.intent is last.intent:
        return replace(reading, when=reading.when or last.when)
    own = reading.presumed is not None or (reading.when is not None and last.intent in _OF_NO_DAY)
    if reading.intent is not Intent.STATUS or own or memory.intent is None or last.intent in _ALONE:
        return reading
    return replace(reading, intent=last.intent, when=reading.when or last.when, attribute=last.attribute)


def _narrowed(reading: Reading, memory: Memory) -> Reading:
    """Return `reading` with each mention narrowed to what was offered, where matches were."""
    mentions = []
    for mention in reading.mentions:
        offered = tuple(m for m in mention.matches if m.service.name in memory.choices)
        mentions.append(replace(mention, matches=offered) if offered else mention)
    return replace(reading, mentions=tuple(mentions))
