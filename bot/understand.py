"""A question → its readings: intent, services, the moment asked about, what it presumes; what it leans on is left open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Intent, Mention, Reading
from bot.understanding.cleaning import chinese_in, clean, is_english
from bot.understanding.coverage import inside
from bot.understanding.english import in_chinese, names_spelled, subject
from bot.understanding.evidence import services_told
from bot.understanding.intents import (
    LISTS,
    SHORT,
    TEXTUAL,
    alone,
    intent_said,
    is_dated,
    settled,
    statuses_listed,
    words_left,
)
from bot.understanding.lexicon import asks_for_beginnings, causes_asked, in_printed_words, refers, stance, without_opener
from bot.understanding.names import Found, find_names
from bot.understanding.pinyin import is_pinyin, put_into_characters
from knowledge.bigrams import comparable
from knowledge.dates import Role, find_dates
from knowledge.model import Grain
from knowledge.places import related

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Question
    from knowledge.base import KnowledgeBase
    from knowledge.dates import DateMention
    from knowledge.index import Index, Match
    from knowledge.model import Moment

_BARE = 4
"""Characters of a message that is but a kind's word (考试的)."""
_DAYS = frozenset({Grain.DAY, Grain.HOUR, Grain.MINUTE, Grain.SECOND})
_STATES = {None, Intent.STATUS, Intent.SINCE, Intent.UNTIL, Intent.WHEN}
"""Intents of an English question that is about its subject's state."""
_EDGES = " ?？!！.。~…,，"


def understand(question: Question, base: KnowledgeBase, around: str = "") -> tuple[Reading, ...]:
    """Return the readings of a question, best first; at least one. Nothing is filled in from the conversation.

    `around`: a place the question is to be read with, as if it were said in it.
    """
    text = comparable(clean(question.text))
    if not text.strip():
        return (Reading(Intent.NOTHING, score=1.0, reason="nothing said"),)
    language = "en" if is_english(text) and not is_pinyin(text) else "zh"
    social = alone(text.strip(_EDGES), language) or alone("".join(filter(str.isalnum, text)), language)
    if social is not None:
        return (Reading(social, score=1.0, reason="alone", language=language),)
    read = _english if language == "en" else _chinese
    return (replace(read(text, around, base, question.asked_at), language=language),)


def _chinese(text: str, around: str, base: KnowledgeBase, now: datetime) -> Reading:
    index = base.index(now)
    text, spelled = put_into_characters(text, index)
    text = around + without_opener(text) if around else text
    text = in_printed_words(text)
    intent, words = intent_said(text, "zh")
    dates = find_dates(text, now, asking=True)
    cause = causes_asked().search(text) if intent in LISTS else None
    words = (*words, cause.span()) if cause else words
    found = find_names(text, tuple(one.span for one in dates), words, index, intent)
    if inside_names := [one.span for one in found.mentions if any(inside(span, [one.span]) for span in words)]:
        intent, _ = intent_said(text, "zh", inside_names)
    if spelled:
        found = _by_sound(spelled, found, index)
    elif not found.mentions and not found.unknown and intent not in LISTS | TEXTUAL:
        found = replace(found, mentions=services_told(text, [one.span for one in dates], found, base, now))
    reading = _reading(text, intent, dates, found, "zh", now, index)
    if reading.intent not in LISTS:
        return reading
    asked = next(filter(None, cause.groups()), None) if cause else None
    return replace(reading, cause=asked, begins=asks_for_beginnings(text, dated=reading.when is not None))


def _by_sound(matches: tuple[Match, ...], found: Found, index: Index) -> Found:
    """Return `found` with the services that a name in pinyin means, where a place is said only those of that place."""
    said = [one.place for one in found.places]
    near = [m for m in matches if not said or any(related(a, b) for a in said for b in index.places(m.service))]
    words = matches[0].words.replace(" ", "")
    if not near:
        return replace(found, mentions=(), unknown=(f"{said[0].short} {words}",))
    return replace(found, mentions=(Mention(matches[0].words, (0, len(words)), tuple(near)),), unknown=())


def _english(text: str, around: str, base: KnowledgeBase, now: datetime) -> Reading:
    index = base.index(now)
    intent, _ = intent_said(text, "en")
    dates = find_dates(text, now, asking=True)
    words, spans = in_chinese(text, index)
    words = f"{words} {chinese_in(text)}".strip()
    found = find_names(around + words, (), (), index, intent) if words else Found()
    spelled = names_spelled(text, index)
    if spelled is not None:
        found = _by_sound(spelled[1], found, index)
    elif found.by_kind and not found.places:
        found = replace(found, mentions=())
    named = subject(text, (*spans, *(one.span for one in dates))) if intent in _STATES and not found.mentions else None
    if named is not None:
        found = replace(found, unknown=(named,))
    return _reading(text, intent, dates, replace(found, left=()), "en", now, index)


def _reading(
    text: str, intent: Intent | None, dates: Sequence[DateMention], found: Found, language: str, now: datetime, index: Index
) -> Reading:
    leans = bool(refers(language).search(text))
    bare = len(text) <= _BARE and intent is None
    if found.by_kind and found.kinds and not found.telling and (bare or (leans and not found.places)):
        found = replace(found, mentions=())
    named = bool(found.mentions or found.unknown or found.kinds)
    short = len(text) <= SHORT and intent not in LISTS and (intent is not None or not words_left(found))
    leaning = leans or (not named and short)
    chosen = settled(intent, found, text, index, leaning=leaning)
    moments = _moments(dates, now)
    listed = chosen in LISTS
    kind = (found.group or found.kinds[0]) if found.kinds and (listed or not found.mentions) else None
    days = tuple(moment for moment in moments if moment.grain in _DAYS)
    return Reading(
        chosen,
        () if listed and kind else found.mentions,
        kind=kind,
        kinds=found.listed if kind else (),
        place=_place_said(text, found, language),
        topic=found.topic,
        when=_asked_about(moments),
        statuses=statuses_listed(text, language) if listed else (),
        presumed=None if listed else stance(text, language),
        presumed_dates=days if is_dated(found) and chosen in {Intent.STATUS, Intent.WHEN} else (),
        attribute=_without(text, found.mentions) if chosen is Intent.ATTRIBUTE else None,
        refers=leaning and not found.unknown and (intent is None or not found.mentions),
        unknown_names=() if listed and kind else found.unknown,
        explained=found.explained,
        leftover=tuple(text[slice(*span)] for span in found.left),
        score=_score(text, found),
        reason=str((chosen if intent is Intent.LIST else intent) or "status by default"),
        language=language,
    )


def _without(text: str, mentions: Sequence[Mention]) -> str:
    """Return a text without the names in it: what is asked of any service."""
    for mention in sorted(mentions, key=lambda one: one.span, reverse=True):
        text = text[: mention.span[0]] + text[mention.span[1] :]
    return text


def _place_said(text: str, found: Found, language: str) -> str | None:
    """Return the first place as it was said; an English one, which stands for a Chinese one, by its short name."""
    if not found.places:
        return None
    one = found.places[0]
    return text[slice(*one.span)] if language == "zh" else one.place.short


def _moments(dates: Sequence[DateMention], now: datetime) -> tuple[Moment, ...]:
    """Return the moments a question names; this year is no moment unless it is said in digits."""
    named = [one for one in dates if one.start is not None and one.role is not Role.AS_OF]
    return tuple(one.start for one in named if one.start is not None and not _is_this_year(one, one.start, now))


def _is_this_year(said: DateMention, moment: Moment, now: datetime) -> bool:
    holds = moment.grain is Grain.YEAR and moment.start <= now < moment.end
    return holds and not any(mark.isdecimal() for mark in said.text)


def _asked_about(moments: Sequence[Moment]) -> Moment | None:
    """Return the moment asked about: the one with a time of day, else the first."""
    return next((moment for moment in moments if moment.grain.has_time), next(iter(moments), None))


def _score(text: str, found: Found) -> float:
    """Return the share of the letters that something explains."""
    letters = sum(mark.isalnum() for mark in text)
    return 1.0 - sum(end - start for start, end in found.left) / letters if letters else 0.0
