"""What a question leans on, filled in from what was spoken of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.attributes import asks_for_one
from bot.answers.names import of_kind
from bot.choosing import chosen, pointed_at
from bot.leaning import SHORTEST_NAME, corrects, other_level, says_its_own, spoken_of, told_of, topic_of_its_own
from bot.listing_on import listed_on
from bot.memory import Memory, known, remember
from bot.model import Intent, Mention, Question, Reading
from bot.saying_out import is_called, said_out
from bot.understand import understand
from bot.understanding.intents import SHORT
from knowledge.index import Match, MatchReason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.base import KnowledgeBase
    from knowledge.model import Service

__all__ = ["Memory", "remember", "resolve"]

CHOSEN = "choice"
"""The reason of a reading that answers an offered choice."""
_SOCIAL = {Intent.GREETING, Intent.THANKS, Intent.HELP, Intent.NOTHING, Intent.REJECT}
_LISTS = {Intent.LIST, Intent.LATEST}
_ALONE = _SOCIAL | _LISTS | {Intent.SOURCE, Intent.PASSAGE}
"""Intents that need no service."""
_OF_NO_DAY = {
    Intent.WHY,
    Intent.HOW,
    Intent.CONTACT,
    Intent.WHERE,
    Intent.ATTRIBUTE,
    Intent.WEEKDAY,
    Intent.COUNTDOWN,
    Intent.SHIFT,
}
"""Intents of which a day asked about changes nothing."""
_MOST_SPOKEN_OF = 4
"""Services of a list that "it" may mean together; more must be named."""


def _mention(service: Service) -> Mention:
    return Mention(service.name, (0, 0), (Match(service, MatchReason.EXACT, 1.0, service.name),))


def resolve(readings: Sequence[Reading], memory: Memory, base: KnowledgeBase, question: Question) -> tuple[Reading, ...]:
    """Return `readings` with what they lean on filled in. A memory that has expired fills in nothing."""
    if not memory.alive(question.asked_at) or not readings:
        return tuple(readings)
    pointed = _pointed(readings[0], memory, base, question)
    if pointed is not None:
        return (pointed,)
    first = _filled(readings[0], memory, base, question, corrects=corrects(question.text))
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
    if reading.intent in _ALONE and not reading.refers:
        return _asked_of_told(reading, memory, base, question)
    return _leaning(reading, memory, base, question)


def _asked_of_told(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return a short question that no words of intents explain (要预约吗) as one after what the notices told last say of it.

    So is one that asks for an attribute of the data (多久退): who names nothing else asks it of what was spoken of.
    """
    words = [word for word in reading.leftover if len(word) >= SHORTEST_NAME]
    is_guess = reading.intent is Intent.PASSAGE and reading.reason != str(Intent.PASSAGE) and len(question.text) <= SHORT
    told = [fact.notice.text for fact in memory.facts_told(base)]
    services = memory.services_known(base, question.asked_at)
    is_told = bool(words) and all(any(word in text for text in told) for word in words)
    if not (is_guess and services and (is_told or asks_for_one(question.text))):
        return reading
    return replace(reading, intent=Intent.ATTRIBUTE, mentions=tuple(_mention(s) for s in services[:_MOST_SPOKEN_OF]))


def _that_kind(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return a reading about a kind (那考试还有几天) as one about the service of that kind last spoken of, where there is one."""
    last = memory.services_known(base, question.asked_at)
    held = of_kind(reading.kind or "", None, base, question.asked_at)
    meant = tuple(s for s in last if s in held)
    meant = tuple(s for s in meant if not reading.topic or is_called(s, reading.topic, question))
    if not meant or len(meant) != len(last):
        return _leaning(reading, memory, base, question) if reading.intent is Intent.ATTRIBUTE else reading
    return replace(reading, mentions=tuple(_mention(s) for s in meant))


def _leaning(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return a reading that names nothing as one about the services last spoken of, unless it begins with a topic of its own."""
    topic = topic_of_its_own(question.text, reading)
    if topic is not None and not any(topic in text for text in told_of(reading, memory, base)):
        return replace(reading, unknown_names=(topic,))
    services = spoken_of(reading, memory, base, question)
    if (level := other_level(question.text, services)) is not None:
        return replace(reading, unknown_names=(level + memory.topic,))
    if services and len(services) <= _MOST_SPOKEN_OF:
        filled = replace(reading, mentions=tuple(_mention(s) for s in services))
        return _carried(filled, memory) if reading.refers else filled
    if memory.unknown and not says_its_own(reading):
        return replace(reading, unknown_names=memory.unknown)
    if memory.choices and not services:
        return replace(reading, mentions=(_offered_again(memory, base, question),))
    return reading


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
