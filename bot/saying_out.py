"""A question said out: read with the place and the topic that were spoken of before, where it leaves them unsaid."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.choosing import bare
from bot.memory import known
from bot.model import Intent, Mention
from bot.understand import understand
from bot.understanding.intents import LISTS
from bot.understanding.kind_words import group_words, heads_of_kinds, is_general, kinds_said, naming_words
from bot.understanding.lexicon import joints
from bot.understanding.told import in_order
from knowledge.bigrams import comparable
from knowledge.index import Match, MatchReason
from knowledge.index.anatomy import plain
from knowledge.index.members import kinds_of
from knowledge.index.numbered import numbers_printed, numbers_said
from knowledge.kinds import kinds
from knowledge.places import place_named, related, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.memory import Memory
    from bot.model import Question, Reading
    from knowledge.base import KnowledgeBase
    from knowledge.model import Service

_BY_KIND = {MatchReason.KIND, MatchReason.NEAR}
"""Reasons of services that are meant by what they are: of which place is still open."""


def said_out(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return the reading of a question said out; `reading` itself where it says its own place or calls a service by name.

    What the notice told last tells of comes before what else is held of the place.
    """
    head = next((words for words in reading.leftover[:1] if words in heads_of_kinds()), "")
    reading = replace(reading, topic=reading.topic or head)
    if reading.place is not None:
        return _with_topic(reading, memory, base, question)
    if not _leaves_open(reading):
        return _by_a_word(reading, memory, base, question)
    if same := _spoken_of(reading, memory, base, question):
        return replace(reading, mentions=same, kind=None)
    if beside := _told_beside(reading, memory, base, question):
        return replace(reading, mentions=beside, kind=None)
    is_head = bool(head) and reading.topic == head
    return reading if is_head or memory.place is None else _placed(reading, memory, base, question)


def is_called(service: Service, topic: str, question: Question) -> bool:
    """Tell whether words for a kind may mean a service: its name has them, or no other word and number of that kind."""
    names = [comparable(name) for name in (service.name, *service.names)]
    if any(_is_numbered_otherwise(name, question) for name in names):
        return False
    pattern, meant = kinds_said()
    for word in pattern.findall(topic) or [topic]:
        if word in group_words():
            if any(kinds()[kind].group == group_words()[word] for kind in kinds_of(service)):
                return True
            continue
        wanted = meant.get(word) or heads_of_kinds().get(word, frozenset())
        if not wanted & kinds_of(service) and not any(in_order(word, name) for name in names):
            continue
        if any(in_order(word, name) for name in names):
            return True
        own = [other for name in names for other in pattern.findall(name) if meant[other] & wanted and len(word) > 1]
        if any(other in word for other in own) or (not own and (word not in naming_words() or is_general(word))):
            return True
    return False


def _is_numbered_otherwise(name: str, question: Question) -> bool:
    for said in numbers_said(comparable(question.text)):
        printed = numbers_printed(said.unit, plain(name))
        if printed and said.number not in printed:
            return True
    return False


def _placed(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return the reading with the place spoken of; where nothing is held of it, what belongs to no place, else unknown there."""
    placed = understand(question, base, memory.place or "")[0]
    placed = replace(placed, refers=reading.refers, language=reading.language)
    if placed.mentions and not placed.unknown_names:
        return replace(placed, mentions=tuple(_surely(m, question) for m in placed.mentions))
    index = base.index(question.asked_at)
    everywhere = [replace(m, matches=tuple(n for n in m.matches if not index.places(n.service))) for m in reading.mentions]
    if everywhere and all(mention.matches for mention in everywhere):
        return replace(reading, mentions=tuple(everywhere))
    leans = reading.refers or bare(question.text) == reading.topic
    return placed if leans and placed.unknown_names else reading


def _surely(mention: Mention, question: Question) -> Mention:
    """Return a mention whose services all bear its words as one that means them: the talk says of which place."""
    near = mention.matches[0].reason is MatchReason.NEAR
    if not near or not all(is_called(match.service, mention.words, question) for match in mention.matches):
        return mention
    return replace(mention, matches=tuple(replace(match, reason=MatchReason.KIND) for match in mention.matches))


def _leaves_open(reading: Reading) -> bool:
    """Tell whether services are only meant by what they are, or a kind is said of which nothing is held."""
    reasons = {mention.matches[0].reason for mention in reading.mentions if mention.matches}
    return reasons <= _BY_KIND and bool(reading.topic)


def _spoken_of(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> tuple[Mention, ...]:
    """Return a mention of the services last spoken of, where a question that asks something of its own calls them by their kind.

    离考试还有几天 means the exam just told of; 门诊呢 behind a ward may mean another one.
    """
    services = memory.services_known(base, question.asked_at)
    own = not reading.refers and reading.intent not in {Intent.STATUS, *LISTS}
    if not (own and services and all(is_called(service, reading.topic, question) for service in services)):
        return ()
    return tuple(Mention(s.name, (0, 0), (Match(s, MatchReason.EXACT, 1.0, s.name),)) for s in services)


def _told_beside(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> tuple[Mention, ...]:
    """Return mentions of the services offered last, and of others in the notices told last, that the question's words may mean.

    Words that stand apart (健身房和影院) are a mention each.
    """
    told = [s for notice in memory.notices for s, _ in base.read_from(notice, question.asked_at)]
    beside = [s for s in dict.fromkeys(told) if s.name not in memory.services]
    beside += known(memory.choices, base, question.asked_at)
    words = _apart(reading.topic, comparable(question.text))
    found = [(word, _called(word, beside, question)) for word in words]
    if not all(services for _, services in found):
        return ()
    span = reading.mentions[0].span if reading.mentions else (0, 1)
    return tuple(Mention(w, span, tuple(Match(s, MatchReason.KIND, 1.0, w) for s in services)) for w, services in found)


def _by_a_word(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return a reading of a word that nothing explains (农村的呢) as one about those services told beside that bear it."""
    words = [word for word in reading.leftover if len(word) > 1]
    if not (reading.refers or reading.unknown_names) or reading.mentions or len(words) != 1:
        return reading
    told = [s for notice in memory.notices for s, _ in base.read_from(notice, question.asked_at)]
    named = [s for s in dict.fromkeys(told) if any(words[0] in comparable(name) for name in (s.name, *s.names))]
    matches = tuple(Match(service, MatchReason.KIND, 1.0, words[0]) for service in named)
    return replace(reading, mentions=(Mention(words[0], (0, 1), matches),), unknown_names=()) if matches else reading


def _apart(topic: str, text: str) -> list[str]:
    """Return words of kinds that a joint parts in the text one by one, others together as they were said."""
    words = kinds_said()[0].findall(topic)
    parted = len(words) > 1 and all(any(a + joint + b in text for joint in joints()) for a, b in pairwise(words))
    return words if parted else [topic]


def _called(words: str, services: Sequence[Service], question: Question) -> tuple[Service, ...]:
    """Return the services that words for a kind may mean: those that bear them, else those of the kind."""
    called = [s for s in dict.fromkeys(services) if is_called(s, words, question)]
    named = [s for s in called if any(in_order(words, comparable(name)) for name in (s.name, *s.names))]
    return tuple(named or ([] if numbers_said(comparable(question.text)) else called))


def _with_topic(reading: Reading, memory: Memory, base: KnowledgeBase, question: Question) -> Reading:
    """Return a reading that says but another place (那某市呢) as one about what was spoken of, or else all, there."""
    if not reading.refers or reading.topic or reading.mentions or reading.unknown_names or memory.reading().intent in LISTS:
        return reading
    if not memory.topic:
        return _all_there(reading, base, question) if reading.intent is Intent.STATUS else reading
    there = understand(replace(question, text=memory.topic), base, reading.place or "")[0]
    mentions = tuple(_surely(mention, question) for mention in there.mentions)
    if mentions and {match.service.name for mention in mentions for match in mention.matches} <= set(memory.services):
        return _all_there(reading, base, question)  # a name of its own is of no other place
    return replace(reading, mentions=mentions, unknown_names=there.unknown_names, kind=there.kind, topic=there.topic)


def _all_there(reading: Reading, base: KnowledgeBase, question: Question) -> Reading:
    """Return a reading that says but a place as a list of all there; as one of an unknown name where nothing lies in it.

    What is held of the city around a county tells nothing of that county's sights.
    """
    index, place = base.index(question.asked_at), place_named(reading.place or "")
    held = (own for service in base.services(question.asked_at) for own in index.places(service))
    if place is not None and not any(related(place, own) and width(own) >= width(place) for own in held):
        return replace(reading, unknown_names=(reading.place or "",), refers=False)
    return replace(reading, intent=Intent.LIST, refers=False)
