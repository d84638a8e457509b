"""A question → its readings: intent, services, the moment asked about, what it presumes; what it leans on is left open."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Intent, Mention, Reading
from bot.understanding.cleaning import clean, is_english
from bot.understanding.lexicon import (
    asks_status,
    english_words,
    group_words,
    intent_rules,
    kinds_said,
    pinyin_words,
    refers,
    stances,
    synonyms,
)
from bot.understanding.names import Found, find_names
from knowledge.bigrams import comparable
from knowledge.dates import Role, find_dates
from knowledge.index import MatchReason
from knowledge.kinds import kinds
from knowledge.model import Status

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Question
    from knowledge.base import KnowledgeBase
    from knowledge.dates import DateMention
    from knowledge.index import Index, Match
    from knowledge.model import Moment, Span

_NOT_OPEN = (Status.CLOSED, Status.SUSPENDED, Status.DELAYED, Status.POSTPONED, Status.CANCELLED)
_PUT_OFF = (Status.POSTPONED, Status.RESCHEDULED, Status.DELAYED)
_LISTED = {
    Status.OPEN: (Status.OPEN, Status.LIMITED),
    Status.CLOSED: _NOT_OPEN,
    Status.POSTPONED: _PUT_OFF,
    Status.CANCELLED: (Status.CANCELLED,),
}
_SOCIAL = {Intent.GREETING, Intent.THANKS, Intent.HELP, Intent.NOTHING}
_TEXTUAL = {Intent.PASSAGE, Intent.ATTRIBUTE}
_DATED_GROUPS = {"exam", "event", "school"}
"""Groups of kinds whose services have a date rather than an end."""
_SHORT = 12
"""Characters of a question that may be about nothing but what was spoken of."""
_SHORTEST_PINYIN = 5
"""Letters of a word that may be the pinyin of a name in an English text."""
_BARE = 4
"""Characters of a message that is but a kind's word (考试的)."""
_WORD = re.compile(r"[a-z]+")


def understand(question: Question, base: KnowledgeBase) -> tuple[Reading, ...]:
    """Return the readings of a question, best first; at least one. Nothing is filled in from the conversation."""
    text = clean(question.text)
    language = "en" if is_english(text) and not _is_pinyin(text) else "zh"
    plain = comparable(text)
    for rule in intent_rules(language):
        if rule.alone and rule.pattern.fullmatch(plain.strip(" ?？!！。.~…,，")):
            return (Reading(rule.intent, score=1.0, reason="alone", language=language),)
    if not plain.strip():
        return (Reading(Intent.NOTHING, score=1.0, reason="nothing said", language=language),)
    reading = _english(plain, base, question.asked_at) if language == "en" else _chinese(plain, base, question.asked_at)
    return (replace(reading, language=language),)


def _is_pinyin(text: str) -> bool:
    """Return True when most words of a text without Chinese characters are typed pinyin rather than English."""
    words = _WORD.findall(text.lower())
    known = {part for phrase in pinyin_words() for part in phrase.split()}
    return bool(words) and sum(word in known for word in words) * 3 >= len(words)


def _chinese(text: str, base: KnowledgeBase, now: datetime) -> Reading:
    index = base.index(now)
    spelled = index.spelled(_letters(text)) if _WORD.search(text) else ()
    if spelled:
        text = _without_letters(text)
    for said, printed in synonyms().items():
        text = text.replace(said, printed)
    intent, spans = _intent(text, "zh")
    dates = find_dates(text, now, asking=True)
    taken = [mention.span for mention in dates] + spans
    found = find_names(text, taken, index, about_text=intent in _TEXTUAL)
    if spelled:
        found.mentions, found.unknown = [Mention(spelled[0].words, (0, 0), spelled)], ()
    return _reading(text, intent, dates, found, "zh")


def _english(text: str, base: KnowledgeBase, now: datetime) -> Reading:
    index = base.index(now)
    intent, spans = _intent(text, "en")
    dates = find_dates(text, now, asking=True)
    words = " ".join(chinese for english, chinese in english_words().items() if english in text)
    spelled = next((matches for word in _WORD.findall(text) if (matches := _spelled(word, index))), ())
    found = find_names(words, [], index, about_text=intent in _TEXTUAL) if words else Found()
    if spelled:
        found = Found(mentions=[Mention(spelled[0].words, (0, 0), spelled)], explained=tuple(spans))
    found.mentions = [one for one in found.mentions if not _by_kind(one) and one.words not in kinds_said()[1]]
    found.unknown = () if found.mentions else found.unknown
    reading = _reading(text, intent, dates, found, "en")
    return (
        reading if reading.mentions or reading.unknown_names or intent is not Intent.STATUS else replace(reading, intent=intent)
    )


def _spelled(word: str, index: Index) -> tuple[Match, ...]:
    """Return the services an English text names by a whole word of pinyin."""
    found = index.spelled(word) if len(word) >= _SHORTEST_PINYIN else ()
    return tuple(match for match in found if match.words.replace(" ", "") == word)


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text))


def _without_letters(text: str) -> str:
    """Return the text with pinyin of common words in characters, and what is left of the letters gone."""
    for spelled, words in pinyin_words().items():
        text = re.sub(rf"\b{spelled}\b", words, text)
    return _WORD.sub("", text).replace(" ", "")


def _intent(text: str, language: str) -> tuple[Intent | None, list[Span]]:
    """Return the first intent whose words are found, and where they stand; None when there are none."""
    for rule in intent_rules(language):
        if rule.alone:
            continue
        found = rule.pattern.search(text)
        if found:
            return rule.intent, [found.span()]
    return None, []


def _reading(text: str, intent: Intent | None, dates: tuple[DateMention, ...], found: Found, language: str) -> Reading:
    if found.mentions and len(text) <= _BARE and all(_by_kind(one) for one in found.mentions) and intent is None:
        found.mentions = []
    leaning = bool(refers(language).search(text)) or (
        not found.mentions and not found.unknown and not found.kinds and len(text) <= _SHORT
    )
    presumed = _stance(text, language)
    chosen = _settled(intent, found, text, leaning=leaning)
    moments = tuple(one.start for one in dates if one.start is not None and one.role is not Role.AS_OF)
    if refers(language).search(text) and found.mentions and all(_by_kind(one) for one in found.mentions):
        found.mentions = []
    eventful = _group(found) in _DATED_GROUPS
    asked_dates = moments if eventful and chosen in {Intent.STATUS, Intent.WHEN} else ()
    listed = chosen in {Intent.LIST, Intent.LATEST}
    kind = _kind(found) if found.kinds and (listed or not found.mentions) else None
    place = text[slice(*found.places[0].span)] if found.places and language == "zh" else None
    return Reading(
        chosen,
        () if listed and kind else tuple(found.mentions),
        kind=kind,
        place=place,
        when=_when(dates, moments),
        statuses=_asked_for(text, language) if listed else (),
        presumed=None if listed else presumed,
        presumed_dates=asked_dates,
        attribute=text if chosen is Intent.ATTRIBUTE else None,
        refers=leaning and not found.unknown and (intent is None or not found.mentions),
        unknown_names=() if listed and kind else found.unknown,
        explained=found.explained,
        leftover=found.leftover,
        score=_score(text, found),
        reason=str(intent or "status by default"),
        language=language,
    )


def _settled(intent: Intent | None, found: Found, text: str, *, leaning: bool) -> Intent:
    """Return the intent once it is known what the question is about."""
    if intent is Intent.LIST and found.mentions and not found.kinds:
        return Intent.COMPARE
    if intent in {Intent.WHEN, Intent.UNTIL} and found.mentions:
        eventful = _group(found) in _DATED_GROUPS
        return Intent.WHEN if eventful else Intent.UNTIL
    if intent is not None:
        return intent
    if len(text) > _SHORT and not asks_status().search(text) and not leaning:
        return Intent.PASSAGE
    named = found.mentions or found.unknown or found.kinds
    return Intent.STATUS if named or leaning or len(text) <= _SHORT else Intent.PASSAGE


def _by_kind(mention: Mention) -> bool:
    return mention.matches[0].reason in {MatchReason.KIND, MatchReason.NEAR}


def _kind(found: Found) -> str:
    """Return the kind asked about as a whole, or the group of kinds."""
    group = next((group_words()[word] for word in found.kind_words if word in group_words()), None)
    return group or found.kinds[0]


def _asked_for(text: str, language: str) -> tuple[Status, ...]:
    """Return the statuses a list asks for."""
    said = [status for status, words in stances(language) if words.search(text)]
    if Status.CLOSED in said:
        said = [status for status in said if status is not Status.OPEN]
    return tuple(dict.fromkeys(status for one in said for status in _LISTED.get(one, ())))


def _group(found: Found) -> str | None:
    service = next((match.service for mention in found.mentions for match in mention.matches[:1]), None)
    name = service.kind if service else next(iter(found.kinds), None)
    kind = kinds().get(name or "")
    return kind.group if kind else None


def _stance(text: str, language: str) -> Status | None:
    return next((status for status, words in stances(language) if words.search(text)), None)


def _when(dates: tuple[DateMention, ...], moments: tuple[Moment, ...]) -> Moment | None:
    """Return the moment asked about: a day with its hour where both are told apart, else the first."""
    if not moments:
        return None
    timed = [moment for moment in moments if moment.grain.has_time]
    return (timed or list(moments))[0] if dates else None


def _score(text: str, found: Found) -> float:
    """Return the share of the letters that something explains."""
    letters = sum(mark.isalnum() for mark in text)
    return 1.0 - sum(map(len, found.leftover)) / letters if letters else 0.0
