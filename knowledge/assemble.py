"""Statements → facts: names completed with their place, kinds told, what was said twice merged."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from knowledge.channels import find_channels
from knowledge.kinds import kind_of
from knowledge.lists import clean, only_places
from knowledge.model import Channel, End, Evidence, Fact, Notice, Relation, Status
from knowledge.names import is_generic_subject, is_service, needs_place
from knowledge.places import find_places, place_named, province_of
from knowledge.steps import Step, find_steps
from knowledge.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.model import Span
    from knowledge.statements import Statement

_T = TypeVar("_T")
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十东南西北]")
_SAME_TAIL = 2
"""Characters two names end alike in when one sums up the other (武汉堂食, 武汉餐饮企业堂食)."""
_SHORTEST_BODY = 12
"""Characters behind a headline that make a body."""
_LONGEST_DOUBTFUL = 3
"""Characters of a name that needs a sign."""
_EVENT_OPENINGS = {Status.OPEN, Status.LIMITED, Status.SCHEDULED}


def facts_of(notice: Notice, statements: Sequence[Statement]) -> tuple[Fact, ...]:
    """Return the facts the statements of a notice make, in the order of the text, without repetitions."""
    told: list[Fact] = []
    topic = ""
    for statement in statements:
        if statement.lead and (len(statements) > 1 or statement.status.available or _announces_list(statement)):
            continue
        fact = _fact(notice, statement, topic)
        if fact is None:
            continue
        topic = fact.service
        told += _for_each_date(fact, statement)
    if not told:
        return ()
    facts = [fact for fact in _with_headlines(_merged(told)) if _confirmed(fact, told)]
    channels, steps = find_channels(notice.text), find_steps(notice.text)
    return tuple(_with_ways(fact, facts, channels, steps) for fact in facts)


def _announces_list(statement: Statement) -> bool:
    return any(word in statement.name.words for word in table("names")["list_leads"])


def _confirmed(fact: Fact, told: Sequence[Fact]) -> bool:
    """Return False for an opening that only the headline tells, though the body is there to tell it: a title, no statement."""
    end = _headline_end(fact.notice)
    if fact.status is not Status.OPEN or fact.span[1] > end or len(fact.notice.text) - end < _SHORTEST_BODY:
        return True
    return any(other.status in _EVENT_OPENINGS and other.span[1] > end for other in told)


def _for_each_date(fact: Fact, statement: Statement) -> list[Fact]:
    """Return a fact for each new day an event is held on."""
    return [fact, *(replace(fact, start_date=moment) for moment in statement.times.more_dates)]


def _with_headlines(facts: list[Fact]) -> list[Fact]:
    """Let a headline, or the title of a paper, that gives no dates take those on which the facts it sums up agree."""
    if not facts:
        return facts
    end = _headline_end(facts[0].notice)
    return [_completed(fact, _summed_up(fact, facts, end)) for fact in facts]


def _summed_up(fact: Fact, facts: Sequence[Fact], headline_end: int) -> list[Fact]:
    """Return the facts a headline stands for: those of like names, else all of its kind of status; () for no headline."""
    others = [
        other for other in facts if other is not fact and other.status.available == fact.status.available and not other.recurrence
    ]
    if fact.span[1] > headline_end:
        return [
            other
            for other in others
            if other.span == fact.span and fact.valid_from is None and _contains(other.service, fact.service)
        ]
    alike = [other for other in others if _alike(fact.service, other.service)]
    return [other for other in alike or others if other.span[1] > headline_end]


def _contains(name: str, part: str) -> bool:
    return _subsequence(_core(part), _core(name))


def _alike(name: str, other: str) -> bool:
    short, long = sorted((_core(name), _core(other)), key=len)
    return _subsequence(short, long) or short[-_SAME_TAIL:] == long[-_SAME_TAIL:]


def _completed(fact: Fact, others: Sequence[Fact]) -> Fact:
    if not others:
        return fact
    until = [other.valid_until for other in others if fact.valid_from in {None, other.valid_from}]
    return replace(
        fact,
        valid_from=fact.valid_from or _agreed([other.valid_from for other in others]),
        valid_until=_agreed(until) or fact.valid_until,
        end=fact.end if fact.end is not End.UNSTATED else _agreed([other.end for other in others]) or End.UNSTATED,
        cause=fact.cause or _agreed([other.cause for other in others]),
        cause_text=fact.cause_text or _agreed([other.cause_text for other in others]),
    )


def _agreed(values: Sequence[_T]) -> _T | None:
    return values[0] if len(set(values)) == 1 else None


def _fact(notice: Notice, statement: Statement, topic: str) -> Fact | None:
    place = _place(notice, statement)
    service = _service(statement, topic, place)
    if not is_service(service) or only_places(service) or not _tellable(service, statement, notice):
        return None
    times, published = statement.times, notice.published
    start_date = times.start_date
    if (
        start_date is None
        and statement.status in _EVENT_OPENINGS
        and times.valid_from is not None
        and published is not None
        and times.valid_from.start.date() > published.start.date()
    ):
        start_date = times.valid_from
    end = statement.end
    if times.valid_until is not None or (start_date is not None and statement.status in {Status.RESCHEDULED, Status.DELAYED}):
        end = End.FIXED
    evidence = [Evidence("service", statement.name.span), Evidence("status", statement.cue)]
    evidence += [Evidence(name, span) for name, span in times.spans]
    if statement.end_span:
        evidence.append(Evidence("end", statement.end_span))
    if statement.cause:
        evidence.append(Evidence("cause", statement.cause.span))
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
        end=end,
        start_date=start_date,
        previous_start_dates=times.previous,
        recurrence=times.recurrence,
        recurrence_except=_excepted(notice, statement),
        cause=statement.cause.code if statement.cause else None,
        cause_text=notice.text[slice(*statement.cause.span)] if statement.cause else None,
        issuer=statement.issuer or None,
        relation=Relation.DENY if statement.denied_rumour else Relation.ANNOUNCE,
        evidence=tuple(evidence),
    )


def _excepted(notice: Notice, statement: Statement) -> str | None:
    if statement.times.recurrence is None or statement.except_span is None:
        return None
    return notice.text[slice(*statement.except_span)].strip("（）()，,")


def _service(statement: Statement, topic: str, place: str) -> str:
    """Return the name a citizen would use: the owner before it, the service spoken of instead of 景区, the opening told."""
    words = clean(statement.name.words)
    if is_generic_subject(words) and statement.alone:
        words = clean(statement.owner) or topic or words
    elif statement.owner and not words.startswith(statement.owner) and clean(statement.owner) not in words:
        owner = clean(statement.owner)
        words = words if owner in topic and words in topic else owner + words
    if statement.activity == "begin":
        words = re.sub(table("names")["term"], "", words) or words
        words = words if re.search(_begins(), words) else words + (statement.begins or table("names")["begin_default"])
    words += _implied(statement, words)
    if place and needs_place(words) and not any(found.span[0] == 0 for found in find_places(words)):
        words = place + _without_scope(words)
    return clean(words)


def _implied(statement: Statement, words: str) -> str:
    """Return what stops when the words name only where: 城东片区停水 → 供水."""
    noun = next((noun for word, noun in table("cues")["implied"].items() if statement.cue_words.endswith(word)), "")
    return noun if noun and kind_of(words) is None and not words.endswith(noun) else ""


def _tellable(words: str, statement: Statement, notice: Notice) -> bool:
    """Tell whether a name can be told: a short one of no known kind needs a place, letters, a list, or being said twice."""
    if kind_of(words) or len(words) > _LONGEST_DOUBTFUL or not statement.alone:
        return True
    return bool(find_places(words) or re.search(r"[A-Za-z0-9]", words)) or notice.text.count(statement.name.words) > 1


@cache
def _begins() -> str:
    return "|".join(word for rule in table("cues")["activity"] if rule["class"] == "begin" for word in rule["words"])


def _without_scope(words: str) -> str:
    for scope in table("names")["scopes"]:
        if words.startswith(scope) and len(words) - len(scope) > 1:
            return words[len(scope) :]
    return words


def _place(notice: Notice, statement: Statement) -> str:
    """Return the place a statement belongs to: in its own words, else the nearest before it, else the publisher's."""
    words = statement.owner + statement.name.words
    inside = find_places(words, counties=False)
    if inside:
        return words[slice(*inside[0].span)]
    before = [one for one in find_places(notice.text, counties=False) if one.span[1] <= statement.cue[0]]
    found = before[-1] if before else None
    near = [one for one in before if one.span[0] >= statement.sentence[0]]
    found = near[0] if near else found
    if found is None:
        elsewhere = find_places(notice.publisher, counties=False) or find_places(notice.text, counties=False)
        if not elsewhere:
            return ""
        source = notice.publisher if find_places(notice.publisher, counties=False) else notice.text
        found = elsewhere[0]
        return _scaled(source[slice(*found.span)], words)
    return _scaled(notice.text[slice(*found.span)], words)


def _scaled(place: str, words: str) -> str:
    """Return the province when the words speak of the whole province and the place is one of its cities."""
    known = place_named(place)
    if known and known.level == "city" and any(scope in words for scope in table("names")["province_scopes"]):
        return province_of(known).short
    return place


def _merged(facts: Iterable[Fact]) -> list[Fact]:
    """Merge facts that say the same of the same service: the fuller name, the fields of both, the first sentence of the body."""
    kept: list[Fact] = []
    for fact in facts:
        for number, other in enumerate(kept):
            if _same(fact, other):
                kept[number] = _merge(other, fact)
                break
        else:
            kept.append(fact)
    return kept


def _same(one: Fact, other: Fact) -> bool:
    """Tell whether two facts of a notice say the same; the headline's short name counts for a fuller one in the body."""
    if one.status is not other.status and not _akin(one.status, other.status):
        return False
    if one.recurrence != other.recurrence or (one.start_date and other.start_date and one.start_date != other.start_date):
        return False
    a, b = sorted((_core(one.service), _core(other.service)), key=len)
    if a == b:
        return True
    head = min(one, other, key=lambda fact: fact.span)
    in_headline = head.span[1] <= _headline_end(head.notice)
    return in_headline and len(a) > 1 and _subsequence(a, b) and _same_numbers(a, b)


def _headline_end(notice: Notice) -> int:
    """Return where the headline ends in the text: its own line, or the bracket 】; 0 when it has neither."""
    first = notice.text.find("\n")
    if notice.headline and first > 0 and notice.text.startswith(notice.headline):
        return first
    return notice.text.find("】") + 1


def _akin(one: Status, other: Status) -> bool:
    stopped = {Status.CLOSED, Status.SUSPENDED}
    put_off = {Status.POSTPONED, Status.RESCHEDULED, Status.DELAYED}
    return {one, other} <= stopped or {one, other} <= put_off or {one, other} <= _EVENT_OPENINGS


def _core(name: str) -> str:
    for scope in table("names")["scopes"]:
        name = name.replace(scope, "")
    return name


def _subsequence(short: str, long: str) -> bool:
    at = 0
    for mark in short:
        at = long.find(mark, at) + 1
        if not at:
            return False
    return True


def _same_numbers(a: str, b: str) -> bool:
    return sorted(_NUMERAL.findall(a)) == sorted(_NUMERAL.findall(b))


def _merge(first: Fact, second: Fact) -> Fact:
    head, body = sorted((first, second), key=lambda fact: fact.span)
    if head.span[1] > _headline_end(head.notice):
        head, body = body, head
    base = body
    longer = max((first, second), key=lambda fact: len(fact.service))
    return replace(
        base,
        service=longer.service,
        kind=longer.kind or base.kind,
        status=_more_exact(first.status, second.status),
        valid_from=base.valid_from or head.valid_from,
        valid_until=base.valid_until or head.valid_until,
        start_date=base.start_date or head.start_date,
        previous_start_dates=base.previous_start_dates or head.previous_start_dates,
        end=base.end if base.end is not End.UNSTATED else head.end,
        cause=base.cause or head.cause,
        cause_text=base.cause_text or head.cause_text,
        issuer=base.issuer or head.issuer,
        evidence=(*base.evidence, *(one for one in head.evidence if one.field not in {held.field for held in base.evidence})),
    )


def _more_exact(first: Status, second: Status) -> Status:
    for status in (Status.RESCHEDULED, Status.LIMITED, Status.CLOSED):
        if status in {first, second}:
            return status
    return first


def _with_ways(fact: Fact, facts: Sequence[Fact], channels: Sequence[Channel], steps: Sequence[Step]) -> Fact:
    """Bind channels and steps to the sentence they follow; a headline, which sums up the notice, has them all."""
    end = _headline_end(fact.notice)
    own = [one for one in channels if fact.span[1] <= end or _follows(one.span[0], facts, end) == fact.span]
    told = [one for one in steps if fact.span[1] <= end or _follows(one.span[0], facts, end) == fact.span]
    evidence = (*fact.evidence, *(Evidence("channels", one.span) for one in own), *(Evidence("steps", one.span) for one in told))
    return replace(fact, channels=tuple(own), steps=tuple(one.words for one in told), evidence=evidence)


def _follows(at: int, facts: Sequence[Fact], headline_end: int) -> Span:
    """Return the sentence of a fact that stands last before `at`; the first one of all when none does."""
    spans = sorted({fact.span for fact in facts})
    body = [span for span in spans if span[1] > headline_end] or spans
    return max((span for span in body if span[0] <= at), default=body[0])
