"""What a cue is about: the stretch before it or after it, and who is named as owner or as issuer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.causes import find_cause
from knowledge.cues import activity_class, activity_pattern, adverbs, begin_pattern
from knowledge.kinds import kind_of
from knowledge.lists import Name, names_in, only_places
from knowledge.names import DATE, behind_clause_word, is_service, last_part, peel, without_adverbial
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from knowledge.cues import Cue
    from knowledge.model import Span


_SHORT = 2
"""Characters of an activity that no table names."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who says it: a body that decides without being the service (`authority`), or owners of what is spoken of."""

    span: Span
    authority: bool
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """The names a cue is about."""

    names: tuple[Name, ...] = ()
    owners: tuple[Name, ...] = ()
    """What may stand before the names: the place, the company, the schools they belong to."""
    issuer: Span | None = None
    activity: str | None = None
    """The class of an activity found in subject or object (推迟…开学时间)."""
    begins: str = ""
    """The words of the opening the activity names (返校)."""
    from_object: bool = False


@cache
def _report() -> re.Pattern[str]:
    return re.compile(
        f'(?:{alternatives(table("furniture")["report"]["verbs"])})(?:称|说)?(?!于|的时|后|会上|["“《][^，]{{2,10}}["”》]$)'
    )


@cache
def _report_opener() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(table('furniture')['report']['openers'])})")


@cache
def _authority() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(table('furniture')['authority']['endings'])})$")


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(table('furniture')['authority']['titles'])})[一-鿿·]{{2,4}}$")


@cache
def _tails() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(table('furniture')['authority']['tails'])})$")


@cache
def _relative() -> re.Pattern[str]:
    return re.compile(f"(?:{activity_pattern().pattern}|{alternatives(table('cues')['relative']['words'])})的")


@cache
def _complements() -> re.Pattern[str]:
    ends = [word for rule in table("cues")["end"] for word in rule["words"]]
    words = alternatives((*table("cues")["complements"]["words"], *ends))
    return re.compile(f"(?:{words}|{adverbs()}|[{DATE}\\s\x02。！!~〜、（）()]|\\d+[天日周月年])*")


@cache
def _joints() -> tuple[str, ...]:
    return tuple(table("cues")["complements"]["joints"])


@cache
def _object_tail() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(table('cues')['object_tails']['words'])}|{DATE}|\\d+[天日周年])$")


@cache
def _time_noun_tail() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(table('cues')['time_nouns']['words'])})$")


def reporter_of(view: str, start: int, end: int) -> tuple[Reporter | None, int]:
    """Return who reports in a stretch, and where the report begins; (None, start) when nobody does."""
    if find_cause(view, *peel_blank(view, start, end)):
        return None, start
    opener = _report_opener().match(view, *peel_blank(view, start, end))
    found = _report().search(view, start, end)
    if found is None and opener is None:
        return None, start
    stop, rest = (found.start(), found.end()) if found else (end, end)
    a = opener.end() if opener else start
    a, b = last_part(view, a, stop) if DATE in view[a:stop] else peel(view, a, stop)
    if b - a < 2:  # noqa: PLR2004 - a name has two characters
        return None, rest
    authority = bool(_authority().search(view, a, b) or _titled().search(view, a, b))
    if (tail := _tails().search(view, a, b)) and tail.start() - a > 1:
        b, authority = tail.start(), bool(_authority().search(view, a, tail.start()))
    return Reporter((a, b), authority, () if authority else names_in(view, a, b)), rest


def peel_blank(view: str, start: int, end: int) -> Span:
    """Return the stretch without blanks at its beginning."""
    while start < end and view[start] in " \x02":
        start += 1
    return start, end


def argument(view: str, start: int, cue: Cue, end: int) -> Argument:
    """Return what `cue` is about, in the stretch from `start` to `end` of the view."""
    reporter, left = reporter_of(view, start, cue.span[0])
    issuer = reporter.span if reporter and reporter.authority else None
    owners = reporter.names if reporter else ()
    subject, begins = _subject(view, left, cue.span[0])
    objects, activity, object_begins = _object(view, cue, end)
    begins = object_begins or begins
    activity = "begin" if begins else activity
    if objects[0] >= objects[1]:
        return Argument(names_in(view, *subject), owners, issuer, activity, begins)
    names = names_in(view, *objects)
    before = names_in(view, *subject)
    if before and (cue.operator in {"limit", "move"} or _does_only(before, names)):
        return Argument(before, owners, issuer, activity, begins)
    if len(before) == 1 and _authority().search(before[0].words) and not _own_counter(before[0].words, names):
        return Argument(names, (), before[0].span, activity, begins, from_object=True)
    before = tuple(name for name in before if is_service(name.words) or only_places(name.words))
    return Argument(names, before or owners, issuer, activity, begins, from_object=True)


def is_authority(words: str) -> bool:
    """Return True for the name of a body that decides or announces without being the service."""
    return bool(_authority().search(words) or _titled().search(words))


def _does_only(before: tuple[Name, ...], names: tuple[Name, ...]) -> bool:
    """Tell whether the object is a short word for what a named service does: 某客运站暂停发班."""
    return (
        len(names) == 1
        and len(names[0].words) <= _SHORT
        and kind_of(names[0].words) is None
        and all(kind_of(one.words) for one in before)
    )


def _own_counter(body: str, names: tuple[Name, ...]) -> bool:
    """Tell whether a body speaks of a counter of its own: the object repeats its name (退役军人事务厅 … 退役军人来访接待)."""
    return any(body[at : at + 3] in name.words for name in names for at in range(len(body) - 2))


def _subject(view: str, start: int, end: int) -> tuple[Span, str]:
    """Return the stretch before a cue that names what it is about, and the opening it closes with (开学时间推迟)."""
    cause = find_cause(view, *peel_blank(view, start, end))
    if cause and cause.span[1] < end:
        start = cause.span[1]
    elif (inner := find_cause(view, min(start + 2, end), end, inside=True)) and inner.span[1] >= end - 3:
        end = inner.span[0]
    start, end = without_adverbial(view, start, end)
    start, end = last_part(view, start, end)
    start, end = behind_clause_word(view, *_behind_relative(view, start, end))
    if begins := begin_pattern().search(view, start, end):
        return peel(view, start, begins.start()), begins["begins"]
    if (noun := _time_noun_tail().search(view, start, end)) and noun.start() - start > 1:
        end = noun.start()
    return peel(view, start, end), ""


def _behind_relative(view: str, start: int, end: int) -> Span:
    """Return what stands behind the last 举行的, 运营的: the clause before it only describes."""
    *_, last = (None, *_relative().finditer(view, start, end))
    if last is None or last.end() >= end - 1 or "、" in view[start : last.start()]:
        return start, end
    return last.end(), end


def _object(view: str, cue: Cue, end: int) -> tuple[Span, str | None, str]:
    """Return the stretch after a cue that names what it is about, the class of the activity in it and the opening it names.

    The stretch is empty when only complements follow; then the cue's own activity counts.
    """
    start = cue.span[1] - len(cue.noun)
    if _only_complements(view, cue.span[1], end):
        return (start, cue.span[1]), cue.activity, cue.begins
    activity = cue.activity
    while (
        not cue.noun
        and (more := activity_pattern().match(view, start + (view[start : start + 1] in "、和及")))
        and more.end() < end
    ):
        words_class, noun = activity_class(more.group())
        if noun:
            break
        activity, start = activity or words_class, more.end()
    begin, stop = _without_tail(view, *_behind_relative(view, start, end))
    if begins := begin_pattern().search(view, begin, stop):
        return peel(view, begin, begins.start()), "begin", begins["begins"]
    *_, closing = (None, *activity_pattern().finditer(view, begin, stop))
    if closing and closing.end() == stop:
        words_class, noun = activity_class(closing.group())
        activity = activity or words_class
        if not noun and closing.start() - begin > 1:
            stop = closing.start()
    return _without_tail(view, begin, stop), activity, cue.begins


def _only_complements(view: str, start: int, end: int) -> bool:
    found = _complements().match(view, start, end)
    if found is None:
        return False
    return found.end() == end or (found.end() > start and view.startswith(_joints(), found.end()))


def _without_tail(view: str, start: int, end: int) -> Span:
    """Return the stretch without what follows an object: times, durations, the word for work."""
    begin, stop = peel(view, start, end)
    while begin < stop and (tail := _object_tail().search(view, begin, stop)) and tail.start() > begin:
        begin, stop = peel(view, begin, tail.start())
    return begin, stop
