"""Several services at once: what is closed, what was put off, which of these can be visited, what is new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.names import in_place, of_kind, of_kinds
from bot.answers.sources import publisher, quote_text, quoted_spans
from bot.answers.statement import statement
from bot.answers.status import cause_line, stated
from bot.model import Intent, Outcome
from bot.told import Answer, Line, View, say
from bot.understanding.lexicon import causes_repeated, general_causes
from knowledge.bigrams import bigrams, comparable
from knowledge.model import Grain, Moment, Status
from knowledge.timeline import Freshness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import Question, Reading
    from knowledge.base import KnowledgeBase
    from knowledge.model import Fact, Service
    from knowledge.timeline import Standing

_MOST_LOOKED_AT = 2000
"""Services looked at for a list, the newest first: older ones are no news."""
_MOST_OLD = 50
"""Stale notices after which no fresh one is hoped for."""
_MOST_FACTS = 3
"""Facts of a service that a list looks at."""
_MOST_BEFORE = 5
"""Notices told that were posted before the time asked about."""
_LIST_QUOTE = 90
_WORD, _ONE_WORD = 2, 3
"""Unexplained characters in a row that make a word, and of all words together that are but one."""


def _told(standing: Standing, reading: Reading, day: Moment | None) -> Fact | None:
    """Return what a list tells of a service: of news of a `day` what was posted on it.

    What ended, and what comes back on other days, is no state it is in; on a day asked about what begins later is none either.
    """
    if not reading.statuses:
        facts = standing.told if day is None else (*standing.holding, *standing.upcoming, *standing.recurring, *standing.ended)
        told = (f for f in facts if day is None or _posted_in(f, day))
        return next((f for f in told if _is_because(standing, f, reading)), None)
    of_a_day = reading.when is not None and not reading.begins and reading.intent is Intent.LIST
    facts = (*standing.holding, *(f for f in standing.upcoming if not f.recurrence and not of_a_day))
    facts = tuple(f for f in facts if _begins(f, standing, reading)) if reading.begins else facts[:_MOST_FACTS]
    return next((f for f in facts if f.status in reading.statuses and _is_because(standing, f, reading)), None)


def _begins(fact: Fact, standing: Standing, reading: Reading) -> bool:
    """Tell whether a state begins in the time asked about; where no time is said, whether it is to come."""
    start = fact.valid_from or fact.start_date
    if reading.when is None or start is None:
        return fact in standing.upcoming
    return start.start < reading.when.end and reading.when.start < start.end


def _is_because(standing: Standing, fact: Fact, reading: Reading) -> bool:
    """Tell whether a state has the reason a list is asked by: a word for all of a kind, or one that is printed."""
    if reading.cause is None:
        return True
    causes = (fact, *cause_line(standing, fact).facts)
    code = general_causes().get(reading.cause)
    return any(f.cause == code if code else reading.cause in comparable(_reasons(f)) for f in causes)


def _reasons(fact: Fact) -> str:
    """Return what may print the reason of a fact; where its own only repeats one (因同样原因), the headline too."""
    said = f"{fact.cause_text or ''}\n{fact.quote}"
    repeats = any(words in said for words in causes_repeated())
    return f"{said}\n{fact.notice.headline}" if repeats else said


def _listable(reading: Reading, view: View, base: KnowledgeBase) -> Sequence[Service]:
    """Return the services of the kinds a list is asked of, else all, those spoken of last first."""
    if reading.kinds:
        return of_kinds(reading.kinds, None, base, view.asked_at)
    return of_kind(reading.kind, None, base, view.asked_at) if reading.kind else base.services(view.asked_at)


def _candidates(reading: Reading, view: View, base: KnowledgeBase) -> Iterator[tuple[Standing, Fact]]:
    services = _listable(reading, view, base)
    index, day = base.index(view.asked_at), _posted_on(reading)
    for service in services[:_MOST_LOOKED_AT]:
        newest = base.facts(service, view.asked_at)[-1].published if day else None
        if day and newest and newest.end <= day.start:
            return  # those spoken of last come first: no other has news of that day
        if not in_place(service, reading.place, index):
            continue
        if reading.statuses and not any(f.status in reading.statuses for f in base.facts(service, view.asked_at)):
            continue
        standing = base.standing(service, view.at, view.asked_at)
        fact = _told(standing, reading, day)
        if fact is None or not _says(fact, reading.leftover):
            continue
        if day is not None and not _posted_in(fact, day):
            continue
        yield standing, fact


def _says(fact: Fact, words: Sequence[str]) -> bool:
    """Tell whether a fact says anything of what the reading of a list leaves unexplained; a single word asks for nothing more."""
    words = [word for word in words if len(word) >= _WORD]
    pairs = [pair for word in words for pair in bigrams(word)] if sum(map(len, words)) > _ONE_WORD else ()
    said = comparable(f"{fact.notice.headline}\n{fact.service}\n{fact.quote}") if pairs else ""
    return not pairs or any(pair in said for pair in pairs)


def _posted_on(reading: Reading) -> Moment | None:
    """Return the day, or longer time, in which a list of news asks for what was posted; None when it asks for the newest."""
    asked = reading.intent is Intent.LATEST and reading.when is not None and not reading.when.grain.has_time
    return reading.when if asked else None


def _posted_in(fact: Fact, when: Moment) -> bool:
    return fact.published is not None and fact.published.start < when.end and when.start < fact.published.end


def item(number: int, standing: Standing, fact: Fact, view: View) -> tuple[Line, ...]:
    """Return one service of a list: its statement and reason, then publisher, date and quote of each side."""
    cause = cause_line(standing, fact)
    head = say(
        "list_item",
        number=number,
        statement=_statement(standing, fact, view),
        cause=cause.lines[0] if cause.lines else None,
    )
    return (head, *map(_source, _sides(standing, fact)))


def _source(fact: Fact) -> Line:
    quote = quote_text(fact.notice, quoted_spans(fact), _LIST_QUOTE)
    moment = fact.published or say("undated")
    return say("list_source", publisher=publisher(fact.notice, fact.issuer), moment=moment, quote=quote)


def _sides(standing: Standing, fact: Fact) -> tuple[Fact, ...]:
    """Return the fact to tell; of notices that disagree, both."""
    return (*standing.holding, *standing.upcoming)[:2] if standing.conflict else (fact,)


def _statement(standing: Standing, fact: Fact, view: View) -> Line:
    name, sides = standing.service.name, _sides(standing, fact)
    if len(sides) > 1:
        return say("conflict_item", first=statement(sides[0], name), second=statement(sides[1], name))
    return stated(standing, view, fact)


def _answer(head: Line, found: Sequence[tuple[Standing, Fact]], view: View, reading: Reading, before: int = 0) -> Answer:
    """Return the services of a list, or of that part of it which follows the first `before`."""
    lines = [head]
    facts: list[Fact] = []
    for number, (standing, fact) in enumerate(found, before + 1):
        lines += item(number, standing, fact, view)
        facts += _sides(standing, fact)
        facts += [f for f in cause_line(standing, fact).facts if f not in facts]
    fresh = [s.freshness for s, _ in found]
    freshness = next((f for f in (Freshness.CURRENT, Freshness.AGEING, Freshness.STALE) if f in fresh), None)
    if freshness is Freshness.STALE:
        lines.append(say("list_stale"))
    services = tuple(s.service for s, _ in found)
    return Answer(Outcome.ANSWER, (*lines, say("list_note")), services, tuple(facts), freshness=freshness, reading=reading)


def listed(reading: Reading, view: View, base: KnowledgeBase, question: Question) -> Answer:
    """Return the services that fit the reading's kind, place, statuses, reason and time, newest first; unknown when none does.

    The question says which part of a long list is told; one that begins after its end is told from the beginning. Where nothing
    was posted on the day asked about the newest before it are told, as such.
    """
    if reading.intent is Intent.LATEST or reading.begins:
        view = View(question.asked_at, Moment.of(question.asked_at, Grain.MINUTE), named=False)
    found = _found(reading, view, base, question)
    scope = say("list_scope", place=reading.place) if reading.place else None
    none_posted = not found and _posted_on(reading) is not None
    if none_posted:
        found = _found(replace(reading, when=None), view, base, question)
    if not found:
        return Answer(Outcome.UNKNOWN, (say("list_none", scope=scope),), reading=reading)
    first = question.first if question.first < len(found) else 0
    shown = found[first : first + (_MOST_BEFORE if none_posted else question.most)]
    goes_on = len(found) > first + len(shown) and not none_posted
    head = say("list_head_many" if goes_on else "list_head", count=len(shown), scope=scope)
    if none_posted:
        head = say("list_none_posted", moment=reading.when, scope=scope)
    if first:
        head = say("list_head_next" if len(shown) > 1 else "list_head_one", first=first + 1, last=first + len(shown))
    return replace(_answer(head, shown, view, reading, first), goes_on=goes_on)


def _found(reading: Reading, view: View, base: KnowledgeBase, question: Question) -> list[tuple[Standing, Fact]]:
    """Return what fits, as far as it may be told and one more; what is stale only where nothing else fits."""
    found: list[tuple[Standing, Fact]] = []
    old: list[tuple[Standing, Fact]] = []
    for standing, fact in _candidates(reading, view, base):
        (old if standing.freshness == Freshness.STALE else found).append((standing, fact))
        if len(found) > question.first + question.most or len(old) > max(_MOST_OLD, question.first + question.most):
            break
    return found or old


def compared(standings: Sequence[Standing], view: View, reading: Reading) -> Answer:
    """Return several named services, each with its own statement, reason, source and quote, and what the comparison comes to."""
    found = [(s, s.told[0]) for s in standings if s.told]
    useful = [(s, f) for s, f in found if f.status.available and s.holding and not s.conflict and s.confirmed]
    useful = [(s, f) for s, f in useful if s.freshness != Freshness.STALE]
    limited = any(f.status is Status.LIMITED for _, f in useful)
    if not useful:
        head = say("compare_none", count=len(standings))
    elif len(useful) == len(standings) and not limited:
        head = say("compare_all", count=len(standings))
    else:
        head = say("compare_some", count=len(standings), services=tuple(_usable(s, f) for s, f in useful))
    return _answer(head, found, view, reading)


def _usable(standing: Standing, fact: Fact) -> Line | str:
    """Return a service's name, and that there are restrictions where a notice says so."""
    name = standing.service.name
    return say("compare_limited", service=name) if fact.status is Status.LIMITED else name
