"""What a text is believed: measures and talk are of things in general, a notice is of a service, a place and a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.kinds import kind_of, kinds
from knowledge.model import End, Relation
from knowledge.places import find_places
from knowledge.reading.english import is_english
from knowledge.reading.imprint import speaker_of
from knowledge.reading.likeness import is_short_for
from knowledge.reading.service_words import needs_place
from knowledge.text import simplified
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Fact
    from knowledge.reading.register import Voice

_LONG = 400
"""Characters of a text in which there is room to say of what, where and when, whoever speaks."""
_CLASSES = "other"
"""The group of kinds whose words mean a class of bodies more often than one of them: companies, quarters."""
_OF_A_STORY = 3
"""Grounds that a text which sounds of a story must give; a day alone is none."""
_BREAKS = "，。；！？!?\n"
_QUOTES = "“”《》"


def with_grounds(facts: Sequence[Fact], voice: Voice) -> list[Fact]:
    """Return the facts of one notice that can be told: all of them, but where most have no day and not the grounds they need.

    There only those with grounds are told, and the services named beside them.
    """
    need = _needed(voice, facts[0].notice.text) if facts else 0
    if not need:
        return list(facts)
    text = simplified(facts[0].notice.text)
    grounded = [_grounds(fact, text) >= need for fact in facts]
    announced = sum(sure or (need < _OF_A_STORY and _has_a_day(fact)) for fact, sure in zip(facts, grounded, strict=True))
    if 2 * announced >= len(facts):
        return list(facts)
    sentences = {fact.span for fact, sure in zip(facts, grounded, strict=True) if sure}
    told = zip(facts, grounded, strict=True)
    return [fact for fact, sure in told if sure or (fact.span in sentences and _names_one(fact, text))]


def _needed(voice: Voice, text: str) -> int:
    """Return how many grounds a text must give: the more it sounds of talk, the more; a short word of an issuer is believed.

    So is English, of which the register knows nothing.
    """
    if len(text) > _LONG:
        return 2
    if voice.talk < 0 or is_english(text):
        return 0
    if voice.neutral:
        return 1
    return _OF_A_STORY if voice.tells_a_story else 2


def _grounds(fact: Fact, text: str) -> int:
    """Count what a fact stands on: a service, a place, a day or an end, a decision, a headline, a speaker, a denial.

    `text` is the notice's in simplified characters.
    """
    headline = simplified(fact.notice.headline)
    return sum(
        (
            _names_one(fact, text),
            any(text.find(fact.service[slice(*found.span)], 0, fact.span[1]) >= 0 for found in find_places(fact.service)),
            _has_a_day(fact) or fact.end is not End.UNSTATED,
            bool(pattern("register", "decided").search(text, *fact.span)),
            text.startswith(f"{headline}\n") and is_short_for(fact.service, headline),
            bool(speaker_of(fact.notice)),
            fact.relation is not Relation.ANNOUNCE,
            not any(mark in text.strip()[:-1] for mark in _BREAKS),  # nothing else is said
        )
    )


def _names_one(fact: Fact, text: str) -> bool:
    """Tell whether a service is named: its kind is printed, and it is no word for all of the kind in its place (某市地铁)."""
    printed = next((text[slice(*one.span)].strip(_QUOTES) for one in fact.evidence if one.field == "service"), "")
    shared = fact.service.removeprefix(printed)  # 甲、乙航线: said once for the list
    kind = kind_of(printed) or (kind_of(fact.service) if shared != fact.service and shared in text else None)
    return kind is not None and kinds()[kind].group != _CLASSES and not needs_place(_behind_places(fact.service))


def _behind_places(name: str) -> str:
    """Return a name without the places it begins with: 河北省某市公交 → 公交."""
    at = 0
    for found in find_places(name):
        if found.span[0] == at:
            at = found.span[1]
    return name[at:]


def _has_a_day(fact: Fact) -> bool:
    return any((fact.valid_from, fact.valid_until, fact.start_date, fact.recurrence))
