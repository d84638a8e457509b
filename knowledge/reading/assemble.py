"""Statements → the facts of a notice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.kinds import kind_of
from knowledge.model import End, Evidence, Fact, Grain, Moment, Notice, Relation, Status
from knowledge.places import find_places
from knowledge.reading.grounds import with_grounds
from knowledge.reading.headlines import EVENT_OPENINGS, body_of, confirmed, headline_end, with_headlines
from knowledge.reading.merging import merged
from knowledge.reading.printed import is_printed
from knowledge.reading.rooms import is_house
from knowledge.reading.service_naming import service_of
from knowledge.reading.service_words import is_generic_subject
from knowledge.reading.ways import with_ways
from knowledge.reading.whereabouts import place_of
from knowledge.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.reading.extract import Extract
    from knowledge.reading.register import Voice
    from knowledge.reading.statements import Statement


_ROUGH = frozenset({Grain.YEAR, Grain.MONTH, Grain.PART})
"""Grains of a new date that leave the day open."""


def facts_of(notice: Notice, told_in: Extract, voice: Voice) -> tuple[Fact, ...]:
    """Return the facts the statements of a notice make, in the order of the text, without repetitions or mere measures.

    `voice` tells who seems to speak: talk needs more grounds.
    """
    end = headline_end(notice)
    told = list(_told(notice, told_in.statements))
    facts = [fact for fact in with_headlines(merged(told, end), end) if is_printed(fact) and confirmed(fact, told, end)]
    return with_ways(with_grounds(facts, voice), end, told_in.plain, told_in.sentences)


def _told(notice: Notice, statements: Sequence[Statement]) -> Iterator[Fact]:
    """Yield a fact for each statement that can be told, and one more for each further day an event is held on."""
    topic, listed = body_of(notice.headline), False
    house, within = topic, None
    for told in statements:
        inside = within == told.cue or told.name.words.startswith(words("names", "inside"))
        statement = _inside(notice, told, (house if inside else "") or ("" if listed else topic), listed=within == told.cue)
        within = told.cue if statement is not told else None
        if statement.lead and (
            len(statements) > 1
            or statement.status.available
            or _announces_list(statement)
            or is_generic_subject(statement.name.words)
        ):
            continue
        place = place_of(notice, statement)
        of_one = not (listed and is_generic_subject(statement.name.words))  # 影院、网吧…，景区…: no one of a list
        service = service_of(notice, statement, topic if of_one else "", place)
        if service is None:
            continue
        if statement is told:
            topic, listed = service, not statement.alone
            house = service if statement.alone and is_house(service) else house
        fact = _fact(notice, statement, service, place)
        yield fact
        for moment in statement.times.more_dates:
            yield replace(fact, start_date=moment)


def _inside(notice: Notice, statement: Statement, whole: str, *, listed: bool) -> Statement:
    """Return a statement of a sentence or a name that opens with 园内 as one of a part of what was told before it.

    `listed`: the name stands in a list whose first one opens so.
    """
    within = words("names", "inside")
    opens = listed or notice.text.startswith(within, statement.sentence[0]) or statement.name.words.startswith(within)
    if not whole or not opens or find_places(statement.name.words):
        return statement
    name = min((statement.name.words.removeprefix(word) for word in within), key=len).removeprefix(words("names", "links")[0])
    return replace(statement, owner=whole, name=replace(statement.name, words=name or statement.name.words))


def _announces_list(statement: Statement) -> bool:
    return any(word in statement.name.words for word in words("names", "list_leads"))


def _fact(notice: Notice, statement: Statement, service: str, place: str) -> Fact:
    times, cause = statement.times, statement.cause
    start_date = times.start_date or _begins_later(notice, statement)
    set_anew = start_date is not None and statement.status in {Status.RESCHEDULED, Status.DELAYED}
    roughly = start_date is not None and start_date.grain in _ROUGH and statement.end is End.FURTHER_NOTICE  # 6月举行，时间待定
    return Fact(
        notice=notice,
        service=service,
        status=statement.status,
        cue=notice.text[slice(*statement.cue)],
        span=statement.sentence,
        kind=kind_of(service),
        place=place or None,
        valid_from=times.valid_from,
        valid_until=times.valid_until,
        end=End.FIXED if times.valid_until is not None or (set_anew and not roughly) else statement.end,
        start_date=start_date,
        previous_start_dates=times.previous,
        recurrence=times.recurrence,
        recurrence_except=_excepted(notice, statement),
        cause=cause.code if cause else None,
        cause_text=notice.text[slice(*cause.span)] if cause else None,
        issuer=notice.text[slice(*statement.issuer)] if statement.issuer else None,
        relation=Relation.DENY if statement.denied_rumour else Relation.ANNOUNCE,
        evidence=tuple(_evidence(statement)),
    )


def _begins_later(notice: Notice, statement: Statement) -> Moment | None:
    """Return when something opens that is open only from a day after the notice: its start; what ends again only is open then."""
    begins, published = statement.times.valid_from, notice.published
    if not statement.begins_something or statement.status not in EVENT_OPENINGS or begins is None or published is None:
        return None
    if statement.times.valid_until is not None and statement.activity != "begin":
        return None
    return begins if begins.start.date() > published.start.date() else None


def _evidence(statement: Statement) -> Iterator[Evidence]:
    yield Evidence("service", statement.name.span)
    yield Evidence("status", statement.cue)
    for name, span in statement.times.spans:
        yield Evidence(name, span)
    if statement.end_span:
        yield Evidence("end", statement.end_span)
    if statement.cause:
        yield Evidence("cause", statement.cause.span)
    if statement.times.recurrence and statement.except_span:
        yield Evidence("recurrence_except", statement.except_span)
    if statement.issuer:
        yield Evidence("issuer", statement.issuer)


def _excepted(notice: Notice, statement: Statement) -> str | None:
    if statement.times.recurrence is None or statement.except_span is None:
        return None
    return notice.text[slice(*statement.except_span)].strip("（）()，,")
