"""The only place that decides what to tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers import dates, lists, names, social
from bot.answers.excerpts import excerpt
from bot.answers.follow_ups import follow_ups
from bot.answers.sources import full_source, sources
from bot.answers.status import is_today, status
from bot.answers.trace import traced
from bot.answers.ways import contact, how, where
from bot.model import Intent, Outcome
from bot.told import Answer, Part, View, say
from knowledge.model import Grain, Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.dialogue import Memory
    from bot.model import Question, Reading
    from knowledge.base import KnowledgeBase
    from knowledge.model import Service
    from knowledge.timeline import Standing

_DATES: dict[Intent, Callable[[Standing, View, Reading], Part]] = {
    Intent.STATUS: status,
    Intent.LATEST: status,
    Intent.LIST: status,
    Intent.COMPARE: status,
    Intent.SUBSCRIBE: status,
    Intent.SINCE: dates.since,
    Intent.UNTIL: dates.until_when,
    Intent.WHY: dates.why,
    Intent.WHEN: dates.when,
    Intent.WEEKDAY: dates.weekday_of,
    Intent.COUNTDOWN: dates.countdown,
    Intent.SHIFT: dates.shift,
}
_WAYS: dict[Intent, tuple[Callable[[Standing], Part], str]] = {
    Intent.HOW: (how, "unknown_steps"),
    Intent.CONTACT: (contact, "unknown_contact"),
    Intent.WHERE: (where, "unknown_place"),
}
_UNTOLD = {Intent.ATTRIBUTE: "unknown_attribute", Intent.PASSAGE: "unknown_attribute"}
_LISTS = {Intent.LIST, Intent.LATEST, Intent.COMPARE}
_SURE = 0.9
"""Score from which a match by name alone carries a question whose words nothing explains."""


def decide(readings: Sequence[Reading], memory: Memory, base: KnowledgeBase, question: Question) -> Answer:
    """Return what to tell: the first reading decides; what it cannot answer is said to be unknown, never guessed.

    `readings` are ranked, best first, with what they lean on already filled in; at least one.
    """
    reading = readings[0]
    if reading.intent in social.SENTENCES:
        answer = social.social(reading, base, question.asked_at)
    elif reading.intent is Intent.SOURCE and not reading.mentions:
        answer = _source(memory, base, reading)
    else:
        answer = _about_services(reading, base, question)
    return replace(answer, trace=traced(readings, answer, base, question.asked_at))


def view_of(reading: Reading, question: Question) -> View:
    """Return the moment a reading asks about; without one it is the minute of asking."""
    if reading.when is None:
        return View(question.asked_at, Moment.of(question.asked_at, Grain.MINUTE), named=False)
    view = View(question.asked_at, reading.when, named=True)
    whole_day = reading.when.grain is Grain.DAY and is_today(view)
    return replace(view, named=not whole_day)


def _about_services(reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    asked_at = question.asked_at
    if not reading.mentions:
        if reading.unknown_names:
            return _unknown(reading, base, question)
        return _unnamed(reading, base, question)
    found = [names.named(mention) for mention in reading.mentions if mention.matches]
    unclear = next((f for f in found if f.service is None), None)
    if unclear is not None:
        return names.choice(unclear, reading)
    services = tuple(dict.fromkeys(f.service for f in found if f.service))
    if not services:
        return names.unknown([*(m.words for m in reading.mentions), *reading.unknown_names], base, asked_at, reading)
    disclosures = tuple(f.disclosure for f in found if f.disclosure)
    answer = _told(services, reading, base, question)
    answer = replace(answer, lines=(*disclosures, *answer.lines), unknown=reading.unknown_names)
    if not reading.unknown_names:
        return answer
    missing = names.unknown(reading.unknown_names, base, asked_at, reading)
    return replace(answer, lines=(*answer.lines, missing.lines[0]))


def _told(services: tuple[Service, ...], reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    view = view_of(reading, question)
    standings = tuple(base.standing(s, view.at, view.asked_at) for s in services)
    if len(services) > 1 and reading.intent in _LISTS | {Intent.STATUS}:
        return lists.compared(standings, view, reading)
    parts = [_one(standing, view, reading, base, question) for standing in standings]
    if len(parts) == 1:
        return parts[0]
    outcome = next((o for o in (Outcome.ANSWER, Outcome.EXCERPT) if any(p.outcome is o for p in parts)), Outcome.UNKNOWN)
    return Answer(
        outcome,
        tuple(line for part in parts for line in part.lines),
        services,
        tuple(dict.fromkeys(f for part in parts for f in part.facts)),
        tuple(e for part in parts for e in part.excerpts),
        freshness=next((p.freshness for p in parts if p.freshness), None),
        reading=reading,
    )


def _one(standing: Standing, view: View, reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    """Return the answer about one service."""
    if reading.intent is Intent.SOURCE:
        lines = tuple(line for fact in standing.told[:2] for line in full_source(fact))
        return _answer(standing, Part(lines, standing.told[:2]), reading) if lines else _nothing(standing, view, reading)
    if reading.intent in _DATES:
        part = _DATES[reading.intent](standing, view, reading)
        if reading.intent is Intent.WHY and not any(f.cause_text for f in part.facts):
            quoted = excerpt(question.text, base, question.asked_at, reading, (standing.service,))
            return quoted or _sourced(standing, part, view, reading)
        if reading.intent is Intent.SUBSCRIBE:
            part = replace(part, lines=(*part.lines, say("subscribe")))
        return _sourced(standing, part, view, reading)
    if reading.intent in _WAYS:
        find, missing = _WAYS[reading.intent]
        part = find(standing)
        if part.lines:
            return _sourced(standing, part, view, reading)
        if reading.intent is Intent.HOW and contact(standing).lines:
            return _sourced(standing, contact(standing), view, reading)
    else:
        missing = _UNTOLD.get(reading.intent, "unknown_attribute")
    quoted = excerpt(question.text, base, question.asked_at, reading, (standing.service,))
    return quoted or _nothing(standing, view, reading, missing)


def _answer(standing: Standing, part: Part, reading: Reading) -> Answer:
    return Answer(
        Outcome.ANSWER,
        part.lines,
        (standing.service,),
        part.facts,
        follow_ups=follow_ups(standing, reading),
        freshness=standing.freshness,
        reading=reading,
    )


def _sourced(standing: Standing, part: Part, view: View, reading: Reading) -> Answer:
    """Return `part` with its sources; what nothing is held about, or was withdrawn, is unknown."""
    if not part.lines:
        return _nothing(standing, view, reading)
    if not standing.told:
        return Answer(Outcome.UNKNOWN, (*part.lines, *sources(part.facts)), (standing.service,), reading=reading)
    return _answer(standing, replace(part, lines=(*part.lines, *sources(part.facts, part.fields))), reading)


def _nothing(standing: Standing, view: View, reading: Reading, key: str = "unknown_attribute") -> Answer:
    """Return that the notices of this service do not tell what was asked, with what they do tell."""
    lines = [say(key, service=standing.service.name)]
    known = status(standing, view, reading)
    if known.lines:
        lines += [say("known_instead", statement=known.lines[0]), *sources(known.facts[:1])]
    return Answer(Outcome.UNKNOWN, tuple(lines), (standing.service,), follow_ups=follow_ups(standing, reading), reading=reading)


def _unknown(reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    if reading.intent in {Intent.PASSAGE, Intent.ATTRIBUTE, Intent.HOW}:
        quoted = excerpt(question.text, base, question.asked_at, reading)
        if quoted is not None:
            return quoted
    return names.unknown(reading.unknown_names, base, question.asked_at, reading)


def _unnamed(reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    """Return the answer to a question that names no service."""
    asked_at = question.asked_at
    if reading.intent in _LISTS:
        return lists.listed(reading, view_of(reading, question), base)
    if reading.intent is Intent.SUBSCRIBE:
        return Answer(Outcome.SOCIAL, (say("subscribe"),), reading=reading)
    if reading.kind is not None and reading.intent not in {Intent.PASSAGE, Intent.ATTRIBUTE}:
        services = names.of_kind(reading.kind, reading.place, base, asked_at)
        if len(services) == 1:
            return _told(services, reading, base, question)
        if services:
            return names.choice(names.Named(reading.place or "", choices=services[: names.MOST_CHOICES], why="which"), reading)
    quoted = excerpt(question.text, base, asked_at, reading)
    if quoted is not None:
        return quoted
    if reading.refers and reading.intent not in {Intent.PASSAGE, Intent.ATTRIBUTE}:
        return names.which_service(base.services(asked_at), reading)
    return Answer(Outcome.UNKNOWN, (say("unknown_question"), say("verify")), reading=reading)


def _source(memory: Memory, base: KnowledgeBase, reading: Reading) -> Answer:
    """Return where the last answer stood, from the facts and passages it told."""
    facts = memory.facts_told(base)
    if not facts:
        return Answer(Outcome.SOCIAL, (say("source_nothing"),), reading=reading)
    services = memory.services_known(base, memory.at) if memory.at else ()
    lines = tuple(line for fact in facts[:3] for line in full_source(fact))
    return Answer(Outcome.ANSWER, lines, services, facts, reading=reading)
