"""Simple English notices: a name, a cue, its dates and reason in one sentence."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from knowledge.marks import CJK
from knowledge.model import End, Status
from knowledge.reading.causes import Cause
from knowledge.reading.lists import Name
from knowledge.reading.statements import Statement
from knowledge.reading.times import times_of
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.dates import DateMention
    from knowledge.model import Span

_LONGEST_NAME = 48
"""Characters; a longer stretch is no name."""
_FEWEST_CJK = 4
"""A text with so many Chinese characters is read as Chinese."""


def is_english(plain: str) -> bool:
    """Tell whether a text is to be read as English: letters, and hardly a Chinese character."""
    chinese = CJK.finditer(plain)
    return sum(1 for _ in zip(range(_FEWEST_CJK), chinese, strict=False)) < _FEWEST_CJK


def english_statements(plain: str, mentions: Sequence[DateMention], headline_end: int = 0) -> Iterator[Statement]:
    """Yield what an English text states, in order. Offsets are characters of `plain`."""
    start, last = 0, None
    for end, behind in [*(found.span() for found in _pattern("sentence").finditer(plain)), (len(plain), len(plain))]:
        for status, cue in () if _pattern("habit").search(plain, start, end) else _cues(plain, start, end):
            if name := _name(plain, start, cue[0], last):
                last = name
                yield _statement(plain, (start, end), status, cue, name, mentions, headline=start < headline_end)
        start = behind


def _statement(
    plain: str, sentence: Span, status: Status, cue: Span, name: Name, mentions: Sequence[DateMention], *, headline: bool
) -> Statement:
    own = [one for one in mentions if sentence[0] <= one.span[0] < sentence[1]]
    days = [one for one in own if not one.clock]  # a time without its day would be of the day of posting
    times = times_of(status, days, (), (), ())
    if status is Status.POSTPONED and times.start_date is not None:
        status = Status.RESCHEDULED
    further = _pattern("further_notice").search(plain, *sentence)
    return Statement(
        name,
        "",
        status,
        cue,
        sentence,
        times,
        end=End.FURTHER_NOTICE if further else End.UNSTATED,
        end_span=further.span() if further else None,
        cause=_cause(plain, *sentence),
        cue_words=plain[slice(*cue)],
        headline=headline,
    )


def _table() -> Any:
    return table("notices", "en")


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(_table()[key]["pattern"])


@cache
def _rules() -> tuple[tuple[Status, re.Pattern[str]], ...]:
    return tuple((Status(rule["status"]), re.compile(rf"\b(?:{rule['pattern']})\b", re.IGNORECASE)) for rule in _table()["cue"])


def _cues(plain: str, start: int, end: int) -> list[tuple[Status, Span]]:
    found = ((status, cue.span()) for status, rule in _rules() for cue in rule.finditer(plain, start, end))
    return sorted(found, key=lambda one: one[1])


def _name(plain: str, start: int, end: int, last: Name | None) -> Name | None:
    """Return the name before a cue, `last` where a pronoun stands for it; None when what stands there is a sentence."""
    *_, joint = (None, *_pattern("before_name").finditer(plain[start:end]))
    begin = start + (joint.end() if joint else 0)
    stretch = plain[begin:end]
    while leading := re.match(_pattern("leading").pattern, stretch, re.IGNORECASE):
        begin, stretch = begin + leading.end(), stretch[leading.end() :]
    words = stretch.strip()
    if last and (_pattern("pronoun").search(words) or _pattern("pronoun").search(plain[start:end].strip())):
        return Name(last.words, (begin, begin + len(words)))
    if not 1 < len(words) <= _LONGEST_NAME or _pattern("no_name").search(words) or not any(map(str.isupper, words)):
        return None
    return Name(words, (begin, begin + len(stretch.rstrip())))


@cache
def _codes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule["code"], re.compile(alternatives(rule["words"]), re.IGNORECASE)) for rule in _table()["cause"])


def _cause(plain: str, start: int, end: int) -> Cause | None:
    for found in _pattern("reason").finditer(plain, start, end):
        code = next((code for code, told in _codes() if told.search(found["reason"])), None)
        if code:
            return Cause(code, found.span("reason"))
    return None
