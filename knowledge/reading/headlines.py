"""What a headline, or the title of a paper, takes from the facts it sums up."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from knowledge.kinds import is_of_group
from knowledge.model import End, Evidence, Fact, Grain, Moment, Notice, Span, Status
from knowledge.reading.cues import find_cues
from knowledge.reading.likeness import alike, contains
from knowledge.reading.reporters import is_authority, reports
from knowledge.reading.service_words import is_service, needs_place
from knowledge.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_T = TypeVar("_T")
_SHORTEST_BODY_NAME, _LONGEST_BODY_NAME = 4, 24
"""Characters of the name of a body a headline opens with."""
_BRACKETED = re.compile(r"\s*(?:#[^#\n]{1,40}#\s*){0,3}【[^】\n]{2,80}】")
_OF_A_BODY = re.compile(r"(?:(?!的)[一-鿿A-Za-z0-9（）()·])+")
_LONGEST_LABEL = 64
"""Characters of a paragraph in which the colon stands behind who tells of itself."""
_BODIES = ("health", "venue", "place", "school", "counter")
"""Groups of kinds whose services speak for themselves in a headline."""
_SHORTEST_BODY = 12
"""Characters behind a headline that make a body."""
_TAKEN = ("valid_from", "valid_until", "end", "start_date", "previous_start_dates", "cause")
"""Fields a headline may take, each with its evidence."""
EVENT_OPENINGS = frozenset({Status.OPEN, Status.LIMITED, Status.SCHEDULED})


def headline_end(notice: Notice) -> int:
    """Return where the headline ends in the text: its own line, or the bracket 】 that may repeat it; 0 when it has neither."""
    first = notice.text.find("\n")
    if notice.headline and first > 0 and notice.text.startswith(notice.headline):
        repeated = _BRACKETED.match(notice.text, first)
        return repeated.end() if repeated else first
    return notice.text.find("】") + 1


@lru_cache(64)
def body_of(headline: str) -> str:
    """Return the body a headline opens with (某市图书馆春节开放公告), which the notice is about; empty when it names none."""
    about = words("names", "about")
    start = next((len(word) for word in about if headline.startswith(word)), 0)
    stop = min(
        at for at in (len(headline), start + _LONGEST_BODY_NAME, *(headline.find(word, start + 1) for word in about)) if at > 0
    )
    bodies = (headline[start:end] for end in range(start + _SHORTEST_BODY_NAME, stop + 1))
    found = [name for name in bodies if any(is_of_group(name, one) for one in _BODIES) and not needs_place(name)]
    sure = (name for name in reversed(found) if is_service(name) and _OF_A_BODY.fullmatch(name) and not _dated(name))
    said = [(0, found.end() - start) for found in pattern("names", "supplier").finditer(headline)]  # 某市｜供电公司
    said += [(cue.span[0] - start, cue.span[1] - start) for cue in find_cues(headline, 0, len(headline))]
    whole = (name for name in sure if not any(a < len(name) < b for a, b in said))  # 某区域临时关|闭
    return next((name for name in whole if not find_cues(name, 0, len(name))), "")


def teller_of(text: str, at: int) -> str:
    """Return the house that the paragraph around `at` lets tell of itself (某市图书馆：…); empty when none does."""
    begins = text.rfind("\n", 0, at) + 1
    opening = text[begins : min(at, begins + _LONGEST_LABEL)]
    return _labelled(opening) if "：" in opening or ":" in opening else ""


@lru_cache(64)
def _labelled(opening: str) -> str:
    label = pattern("names", "teller").match(opening)
    teller = body_of(label["label"]) if label else ""
    behind = label["label"].partition(teller)[2] if label and teller else ""
    return teller if not behind or reports(behind) or is_authority(teller + behind) else ""


def _dated(name: str) -> bool:
    """Tell whether what looks like a name tells a time too: 某医院2031年国庆节门诊."""
    return pattern("names", "dates_of_names").search(name) is not None or any(day in name for day in words("names", "days"))


def with_headlines(facts: list[Fact], end: int) -> list[Fact]:
    """Let a headline that gives no dates take those on which the facts it sums up agree, and so a title in its sentence."""
    by_sentence: dict[Span, list[Fact]] = {}
    for fact in facts:
        by_sentence.setdefault(fact.span, []).append(fact)
    return [_completed(fact, _summed_up(fact, facts if _sums_up(fact, end) else by_sentence[fact.span], end)) for fact in facts]


def _sums_up(fact: Fact, end: int) -> bool:
    """Tell whether a fact stands in a headline, or in a tag that stands by itself."""
    return fact.span[1] <= end or _is_tag(fact.notice.text, fact.span)


def _summed_up(fact: Fact, facts: Sequence[Fact], end: int) -> list[Fact]:
    """Return the facts a headline stands for: those of like names, else all of its kind of status.

    In the body, a fact without a beginning stands for those of its sentence whose name holds its own.
    """
    others = [
        other for other in facts if other is not fact and other.status.available == fact.status.available and not other.recurrence
    ]
    if not _sums_up(fact, end):
        return [other for other in others if fact.valid_from is None and contains(other.service, fact.service)]
    named = [other for other in others if alike(fact.service, other.service)]
    return [other for other in named or others if other.span[1] > end]


def _completed(fact: Fact, others: Sequence[Fact]) -> Fact:
    if not others:
        return fact
    until = [other.valid_until for other in others if _begin_alike(fact, other)]
    completed = replace(
        fact,
        valid_from=fact.valid_from or _agreed_day([other.valid_from for other in others]),
        valid_until=_agreed(until) or fact.valid_until,
        end=fact.end if fact.end is not End.UNSTATED else _agreed([other.end for other in others]) or End.UNSTATED,
        cause=fact.cause or _agreed([other.cause for other in others]),
        cause_text=fact.cause_text or _agreed([other.cause_text for other in others]),
    )
    completed = _set_anew(completed, others) if fact.start_date is None else completed
    if completed.recurrence and not fact.valid_from and completed.valid_until:  # 周四闭馆 over 3月9日闭馆一天
        completed = replace(completed, recurrence=None)
    return replace(completed, evidence=(*fact.evidence, *_evidence_taken(fact, completed, others)))


def _set_anew(fact: Fact, others: Sequence[Fact]) -> Fact:
    """Return a headline's fact with the new date the body tells: what is put off to a date is rescheduled."""
    start_date = _agreed_day([other.start_date for other in others])
    if start_date is None:
        return fact
    told = replace(
        fact,
        start_date=start_date,
        previous_start_dates=fact.previous_start_dates or _agreed([other.previous_start_dates for other in others]) or (),
    )
    return replace(told, status=Status.RESCHEDULED, end=End.FIXED) if fact.status is Status.POSTPONED else told


def _evidence_taken(fact: Fact, completed: Fact, others: Sequence[Fact]) -> Iterator[Evidence]:
    """Yield where the fields stand that `completed` took from others: in the first of them that says the same."""
    for name in _TAKEN:
        value = getattr(completed, name)
        if value != getattr(fact, name):
            told = (one for other in others if getattr(other, name) == value for one in other.evidence if one.field == name)
            yield from islice(told, 1)


def _begin_alike(fact: Fact, other: Fact) -> bool:
    """Tell whether a headline's fact may end with another: it gives no beginning, or the same day."""
    begins = (fact.valid_from, other.valid_from)
    return fact.valid_from is None or len({one.start if one else None for one in begins}) == 1


def _agreed(values: Sequence[_T]) -> _T | None:
    return values[0] if len(set(values)) == 1 else None


def _agreed_day(moments: Sequence[Moment | None]) -> Moment | None:
    """Return the moment all agree on; where they differ in nothing but whether they tell the time, the one that tells the day."""
    told = [one for one in moments if one is not None]
    if len(told) < len(moments) or len({one.start.date() for one in told}) != 1:
        return None
    return _agreed(told) or next((one for one in told if one.grain is Grain.DAY), None)


def confirmed(fact: Fact, told: Sequence[Fact], end: int) -> bool:
    """Return False for what only a title says, though the body is there to tell it: a topic, no statement.

    Titles are the headline, as far as it tells of an opening, and a hashtag that stands by itself.
    """
    text = fact.notice.text
    if _is_tag(text, fact.span):
        outside = len(text) - (fact.span[1] - fact.span[0])
        return outside < _SHORTEST_BODY or any(_on_one_side(fact, other) and not _is_tag(text, other.span) for other in told)
    if (
        fact.span[1] <= end
        and fact.status is not Status.OPEN
        and any(word in fact.service for word in words("names", "vague_leads"))
    ):
        return not any(_on_one_side(fact, other) and other.span[1] > end for other in told)
    if fact.status is not Status.OPEN or fact.span[1] > end or len(text) - end < _SHORTEST_BODY:
        return True
    return any(other.status in EVENT_OPENINGS and other.span[1] > end for other in told)


def _is_tag(text: str, span: Span) -> bool:
    """Tell whether a sentence is a hashtag (#…#) that stands by itself, not in the brackets of a headline."""
    before, behind = span[0] - 1, span[1]
    return text.startswith("#", before) and text.startswith("#", behind) and text[max(0, before - 1) : before] != "【"


def _on_one_side(fact: Fact, other: Fact) -> bool:
    return (fact.status in EVENT_OPENINGS) == (other.status in EVENT_OPENINGS)
