"""The only place that decides what to tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers import dates, lists, names, social
from bot.answers.attributes import is_told
from bot.answers.cited import cited
from bot.answers.excerpts import attribute_beside, beside, beside_names, excerpt, of_quoted, printing
from bot.answers.follow_ups import follow_ups
from bot.answers.numbers import whose_number
from bot.answers.outdone import outdone
from bot.answers.printed_names import printed, prints
from bot.answers.sources import full_source, sources
from bot.answers.status import evidence_of, is_today, status
from bot.answers.together import headed, one_notice, same_news, same_state, with_steps
from bot.answers.unsaid import dates_beside
from bot.answers.ways import address, contact, how, news_at, where
from bot.dialogue import CHOSEN
from bot.leaning import leading_words
from bot.model import Intent, Outcome
from bot.told import Answer, Part, View, say
from knowledge.bigrams import comparable
from knowledge.index import MatchReason
from knowledge.model import Grain, Moment, Status

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
    Intent.HOURS: dates.hours,
}
_WAYS: dict[Intent, tuple[Callable[[Standing], Part], str]] = {
    Intent.HOW: (how, "unknown_steps"),
    Intent.CONTACT: (contact, "unknown_contact"),
    Intent.WHERE: (address, "unknown_place"),
}
_NOTICES = "zh"
"""The language of notices."""
_BY_NAME = frozenset(MatchReason) - {MatchReason.KIND}
"""Reasons by which one service is called and no other."""
_LEFT_OVER = 2
"""Characters without an explanation from which a passage is looked for beside the facts."""
_LONGEST_ASKED = 12
"""Characters of what was asked that are said back when no notice tells it."""
_LISTS = {Intent.LIST, Intent.LATEST, Intent.COMPARE}


def decide(readings: Sequence[Reading], memory: Memory, base: KnowledgeBase, question: Question) -> Answer:
    """Return what to tell: the first reading decides; what it cannot answer is said to be unknown, never guessed.

    `readings` are ranked, best first, with what they lean on already filled in; at least one.
    """
    reading = readings[0]
    if reading.intent in social.SENTENCES:
        return social.social(reading, base, question.asked_at)
    if reading.intent is Intent.SOURCE and not reading.mentions:
        return cited(memory, base, reading)
    if reading.attribute and reading.attribute not in comparable(question.text):
        question = replace(question, text=reading.attribute)  # carried on from the question before (那玉泉山呢)
    numbered = whose_number(question.text, reading, base, question.asked_at)
    answer = numbered if numbered is not None and not reading.mentions else _of_a_part(reading, base, question)
    if numbered is not None and answer.outcome is not Outcome.ANSWER:
        answer = numbered
    if reading.intent is Intent.SUBSCRIBE or reading.reason == CHOSEN:
        return answer
    if answer.outcome not in {Outcome.ANSWER, Outcome.EXCERPT}:
        answer = of_quoted(question.text, memory, base, question.asked_at, reading) or answer
    return outdone(answer, reading, question.text, base, question.asked_at) or answer


def view_of(reading: Reading, question: Question) -> View:
    """Return the moment a reading asks about; without one it is the minute of asking."""
    if reading.when is None:
        return View(question.asked_at, Moment.of(question.asked_at, Grain.MINUTE), named=False)
    view = View(question.asked_at, reading.when, named=True)
    means_now = reading.when.start <= question.asked_at < reading.when.end if reading.when.grain.has_time else is_today(view)
    return replace(view, named=not means_now or reading.when.grain in {Grain.YEAR, Grain.MONTH, Grain.PART})


def _of_a_part(reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    """Return the answer, and before it that it is of one part only of the place asked about, where it is."""
    answer = _about_services(reading, base, question)
    told = answer.outcome is Outcome.ANSWER and reading.intent not in _LISTS
    part = names.narrower(answer.services, reading.mentions, reading.place, base.index(question.asked_at)) if told else None
    return replace(answer, lines=(part, *answer.lines)) if part else answer


def _about_services(reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    if not reading.mentions:
        return _unknown(reading, base, question) if reading.unknown_names else _unnamed(reading, base, question)
    found = [names.named(mention) for mention in reading.mentions if mention.matches]
    if reading.intent is Intent.HOW:
        found = [with_steps(f, base, question.asked_at) for f in found]
    unclear = next((f for f in found if f.service is None), None)
    if unclear is not None:
        return _asked_back(unclear, reading, base, question) if len(found) == 1 else names.choice(unclear, reading)
    services = tuple(dict.fromkeys(f.service for f in found if f.service))
    if reading.intent is Intent.HOW and not any(m.matches[0].reason in _BY_NAME for m in reading.mentions if m.matches):
        services = tuple(dict.fromkeys(headed(s, base, question.asked_at) for s in services))
    missing = (*(m.words for m in reading.mentions if not m.matches), *reading.unknown_names)
    if not services:
        return names.unknown(missing, base, question.asked_at, reading)
    disclosures = tuple(f.disclosure for f in found if f.disclosure)
    untold = names.unknown(missing, base, question.asked_at, reading).lines[: len(missing)]
    answer = _told(services, reading, base, question)
    return replace(answer, lines=(*disclosures, *answer.lines, *untold), unknown=missing)


def _asked_back(unclear: names.Named, reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    """Return the question which service is meant, unless the answer is the same for all that the name fits."""
    if unclear.why != "which_of":
        return names.choice(unclear, reading)
    view = view_of(reading, question)
    standings = [base.standing(s, view.at, view.asked_at) for s in unclear.choices]
    if same_news(standings):
        return _jointly(unclear.choices, reading, base, question)
    if (unclear.by_name or reading.place) and same_state(standings):
        return _told(unclear.choices, reading, base, question)
    if unclear.by_name and reading.intent is Intent.STATUS and not reading.leftover and one_notice(standings):
        return _told(unclear.choices, reading, base, question)
    return names.choice(unclear, reading)


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


def _jointly(services: tuple[Service, ...], reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    """Return the answer about services of which one notice says the same: a sentence each, the source once."""
    view = view_of(reading, question)
    standings = tuple(base.standing(s, view.at, view.asked_at) for s in services)
    parts = [_part(standing, view, reading)[0] for standing in standings]
    first = _one(standings[0], view, reading, base, question)
    if first.outcome is not Outcome.ANSWER:
        return first
    more = tuple(part.lines[0] for part in parts[1:] if part.lines)
    facts = tuple(dict.fromkeys((*first.facts, *(f for part in parts[1:] for f in part.facts))))
    return replace(first, lines=(first.lines[0], *more, *first.lines[1:]), services=services, facts=facts)


def _one(standing: Standing, view: View, reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    """Return the answer about one service: from its facts, else the passage of its notices that tells, else what is known."""
    part, missing = _part(standing, view, reading)
    if _is_guess(reading) and not reading.leftover:
        part = status(standing, view, reading)
    untold = reading.intent is Intent.WHY and bool(standing.told) and not any(f.cause_text for f in part.facts)
    if not part.lines or untold:
        quoted = excerpt(question.text, base, question.asked_at, reading, (standing.service,))
        if quoted is not None:
            return quoted
    if not part.lines:
        part = where(standing) if reading.intent is Intent.WHERE else part
        part = status(standing, view, reading) if _is_guess(reading) else part
    if not part.lines:
        looked_for = beside_names(reading.attribute or question.text, reading)
        quoted = printing(looked_for, base, question.asked_at, reading, standing)
        return quoted or _nothing(standing, view, reading, missing, looked_for)
    answer = dates_beside(attribute_beside(_sourced(standing, part, reading), question.text, reading))
    told = bool(answer.excerpts) or not (untold or _unexplained(reading))
    return answer if told else beside(answer, question.text, base, question.asked_at)


def _is_guess(reading: Reading) -> bool:
    """Tell whether a question is taken to be about a text only because no words of it say what is asked of the service."""
    return reading.intent is Intent.PASSAGE and reading.reason != str(Intent.PASSAGE)


def _unexplained(reading: Reading) -> bool:
    """Tell whether the question says more than the reading explains."""
    return sum(map(len, reading.leftover)) >= _LEFT_OVER


def _part(standing: Standing, view: View, reading: Reading) -> tuple[Part, str]:
    """Return what the facts tell (no lines when they do not), and the sentence that says that they do not."""
    if reading.intent is Intent.SOURCE:
        lines = tuple(line for fact in standing.told[:2] for line in full_source(fact))
        return Part(lines, standing.told[:2]), "unknown_attribute"
    if reading.intent in _DATES:
        part = _DATES[reading.intent](standing, view, reading)
        more = (say("subscribe"),) if reading.intent is Intent.SUBSCRIBE and part.lines else ()
        return replace(part, lines=(*part.lines, *more)), "unknown_attribute"
    if reading.intent not in _WAYS:
        return Part(()), "unknown_attribute"
    find, missing = _WAYS[reading.intent]
    part = find(standing)
    if not part.lines and reading.intent is Intent.HOW:
        moved = bool(standing.told) and standing.told[0].status is Status.MOVED
        part = status(standing, view, reading) if moved else contact(standing)
    return part, missing


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


def _sourced(standing: Standing, part: Part, reading: Reading) -> Answer:
    """Return `part` with its sources; what was withdrawn is unknown."""
    if reading.intent is Intent.SOURCE:
        return _answer(standing, part, reading)
    cited = replace(part, lines=(*part.lines, *sources(part.facts, part.fields)))
    if not standing.told:
        return Answer(Outcome.UNKNOWN, cited.lines, (standing.service,), reading=reading)
    return _answer(standing, cited, reading)


def _nothing(standing: Standing, view: View, reading: Reading, key: str, looked_for: str) -> Answer:
    """Return that the notices of this service do not tell what was asked, with what they do tell and where its news appears."""
    named = key == "unknown_attribute" and 0 < len(looked_for) <= _LONGEST_ASKED
    key, values = ("unknown_asked", {"words": looked_for}) if named else (key, {})
    lines = [say(key, service=standing.service.name, **values)]
    known = status(standing, view, reading)
    if known.facts:
        evidence = evidence_of(standing, known.facts[0])
        news = news_at(evidence)
        lines += [say("known_instead", statement=known.lines[0]), *news.lines, *sources(evidence, news.fields)]
    return Answer(Outcome.UNKNOWN, tuple(lines), (standing.service,), follow_ups=follow_ups(standing, reading), reading=reading)


def _unknown(reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    """Return that nothing is held about a name; a question about more than a status may still have its passage."""
    quoted = None
    if reading.intent in {Intent.PASSAGE, Intent.ATTRIBUTE, Intent.HOW}:
        quoted = excerpt(question.text, base, question.asked_at, reading)
        if quoted is not None and _is_guess(reading) and not prints(quoted, reading.unknown_names):
            quoted = None
    quoted = quoted or _printed(reading.unknown_names, reading, base, question)
    if quoted is not None:
        return quoted
    return names.unknown(reading.unknown_names, base, question.asked_at, reading)


def _printed(words: Sequence[str], reading: Reading, base: KnowledgeBase, question: Question) -> Answer | None:
    """Return the sentences that print one of `words`; to a question for an attribute only such as tell it."""
    quoted = printed(words, question.text, base, question.asked_at, reading)
    if quoted is None or reading.intent is not Intent.ATTRIBUTE:
        return quoted
    return quoted if is_told(question.text, "".join(one.quote for one in quoted.excerpts)) else None


def _unnamed(reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    """Return the answer to a question that names no service."""
    asked_at = question.asked_at
    if reading.intent in _LISTS:
        return lists.listed(reading, view_of(reading, question), base, question)
    about_text = reading.intent in {Intent.PASSAGE, Intent.ATTRIBUTE}
    services = names.of_kind(reading.kind, reading.place, base, asked_at) if reading.kind and not about_text else ()
    if services:
        return _of_kind(services, reading, base, question)
    quoted = excerpt(question.text, base, asked_at, reading)
    if quoted is not None:
        return quoted
    quoted = _printed(reading.leftover, reading, base, question)
    if quoted is not None:
        return quoted
    if reading.intent is Intent.SUBSCRIBE:
        return Answer(Outcome.SOCIAL, (say("subscribe"),), reading=reading)
    topic = leading_words(question.text, reading.leftover)
    if topic is not None and not about_text:
        return names.unknown((topic,), base, asked_at, reading)
    if reading.refers and not about_text:
        return names.which_service(base.services(asked_at), reading)
    return Answer(Outcome.UNKNOWN, (say("unknown_question"), say("can_ask")), reading=reading)


def _of_kind(services: tuple[Service, ...], reading: Reading, base: KnowledgeBase, question: Question) -> Answer:
    """Return the answer about the one service of a kind, or the question which of several is meant.

    A word for a kind in a language the notices are not written in says less (park the car): the one service is asked back too.
    """
    if len(services) == 1 and (reading.place or reading.language == _NOTICES):
        return _told(services, reading, base, question)
    return names.choice(
        names.Named("", choices=names.without_parts(services[: names.MOST_CHECKED])[: names.MOST_CHOICES], why="which"), reading
    )
