"""Printed words that show a status: an operator (暂停) alone or with an activity (开放)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from knowledge.marks import GLUE
from knowledge.model import Status
from knowledge.reading.cue_guards import adverbs, guard_of
from knowledge.words import alternatives, table, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.model import Span


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a text, half-open offsets there."""

    span: Span
    """From the operator to the end of its activity."""
    operator: str
    """The operator's name in cues.toml."""
    activity: str | None
    """The activity's class (visit, operate, hold, begin); None when the operator stood alone."""
    noun: str
    """The activity's words when they are a service themselves (堂食), else empty."""
    begins: str
    """The activity's words when they are an opening (返校), else empty."""
    guard: str | None
    """The name of the guard that makes it no statement; None for a statement."""

    def status(self, activity: str | None = None) -> Status | None:
        """Return the status it shows, for the activity it came with or another found elsewhere; None when it shows none."""
        return _status(self.operator, self.activity or activity or "alone")

    @property
    def object_of_kind(self) -> bool:
        """True when what follows is a service only with the ending of a kind: 正常收寄包裹 tells of no parcels."""
        return bool(_operators()[self.operator].get("object_of_kind"))

    @property
    def unchanged(self) -> bool:
        """True when it tells what stays as it was: the day and the reason of a change told beside it are not its own."""
        return bool(_operators()[self.operator].get("unchanged"))

    @property
    def tells_hours(self) -> bool:
        """True when a time of day beside it is one of every day: 开放时间延长至20:00."""
        return bool(_operators()[self.operator].get("tells_hours"))

    @property
    def sets_a_date(self) -> bool:
        """True when a day beside it is the earliest on which something opens: 不早于2月20日."""
        return bool(_operators()[self.operator].get("sets_a_date"))

    @property
    def begins_something(self) -> bool:
        """True when the first day of what it says can be an opening: that of 恢复 is, that of 照常 and 限流 is none."""
        return not self.unchanged and not _operators()[self.operator].get("begins_nothing")

    @property
    def needs(self) -> str | None:
        """What must be found beside it to make a statement: activity, time, date, kind, happening; None when it says enough."""
        return _needs(self.operator, self.activity is None)


@cache
def _operators() -> Mapping[str, Mapping[str, Any]]:
    return {rule["name"]: rule for rule in table("cues")["operator"]}


@cache
def _status(operator: str, activity: str) -> Status | None:
    rule = _operators()[operator]
    code = rule.get(activity) or rule.get("alone")
    return Status(code) if code else None


@cache
def _needs(operator: str, alone: bool) -> str | None:  # noqa: FBT001 - the cache takes positions fastest
    rule = _operators()[operator]
    if rule.get("needs_activity") and alone:
        return "activity"
    if rule.get("needs_date"):
        return "date"
    if rule.get("needs_happening"):
        return "happening"
    if rule.get("needs_time") and (alone or not rule.get("activity_suffices")):
        return "time"
    return "kind" if rule.get("needs_kind") else None


@cache
def _operator_of() -> Mapping[str, str]:
    return {word: rule["name"] for rule in table("cues")["operator"] for word in rule["words"]}


@cache
def _activity_of() -> Mapping[str, tuple[str, bool]]:
    return {word: (rule["class"], rule.get("noun", False)) for rule in table("cues")["activity"] for word in rule["words"]}


@cache
def _pattern() -> re.Pattern[str]:
    operators, activities = alternatives(_operator_of()), alternatives(_activity_of())
    others = alternatives(words("cues", "not_cues", "words"))
    between = f"(?:{adverbs()}|{GLUE}| ){{0,3}}(?:{alternatives(words('names', 'people'))})?"
    return re.compile(f"{others}|(?P<operator>{operators})(?:{between}(?P<activity>{activities}))?")


@cache
def _word() -> re.Pattern[str]:
    """Return a pattern for the words that open what `_pattern` finds: without groups it passes over the rest much faster."""
    return re.compile(alternatives((*_operator_of(), *words("cues", "not_cues", "words"))))


@cache
def operator_pattern() -> str:
    """Return a pattern for any operator: 停运, 暂停."""
    return alternatives(_operator_of())


@cache
def activity_pattern() -> re.Pattern[str]:
    """Return a pattern for any activity."""
    return re.compile(alternatives(_activity_of()))


def is_mere_activity(words: str) -> bool:
    """Tell whether words are an activity and nothing else, and no service themselves: 开放, not 堂食."""
    return words in _activity_of() and not _activity_of()[words][1]


def activity_class(activity: str) -> tuple[str, bool]:
    """Return the class of an activity's words and whether they are a service themselves."""
    return _activity_of()[activity]


@cache
def _beginnings() -> frozenset[str]:
    rules = table("cues")["activity"]
    return frozenset(word for rule in rules if rule["class"] == "begin" or rule.get("begins") for word in rule["words"])


def begins(activity: str) -> bool:
    """Return True for activities that begin at a moment: 开学, 开赛."""
    return activity in _beginnings()


@cache
def openings() -> str:
    """Return a pattern for an opening of a term or of work: 开学, 复工."""
    return alternatives(word for word, (name, _) in _activity_of().items() if name == "begin")


@cache
def begin_pattern() -> re.Pattern[str]:
    """Return a pattern for an opening (开学, 复工) at the end of a stretch, with the word for its time behind it or not."""
    return re.compile(f"(?P<begins>{openings()})(?:{alternatives(words('cues', 'time_nouns', 'words'))})?$")


@cache
def time_nouns() -> re.Pattern[str]:
    """Return a pattern for words that speak of the time of something: 开放时间, 假期."""
    return re.compile(alternatives(words("cues", "time_nouns", "words")))


@cache
def _activity_tail() -> re.Pattern[str]:
    return re.compile(f"(?:{activity_pattern().pattern})$")


def without_activity(view: str, start: int, end: int) -> int:
    """Return where an activity begins that a stretch closes with, behind something else: 某线｜运营; `end` for none."""
    found = _activity_tail().search(view, start, end)
    return found.start() if found and found.start() - start > 1 else end


def activity_before(plain: str, start: int, end: int) -> str | None:
    """Return the class of the activity a stretch closes with; None for none."""
    found = _activity_tail().search(plain, start, end)
    return activity_class(found.group())[0] if found else None


@cache
def happening() -> re.Pattern[str]:
    """Return a pattern for what is set for a day: 举行, 开始."""
    return re.compile(f"{activity_pattern().pattern}|{alternatives(words('cues', 'happens', 'words'))}")


def cue_begins(plain: str, at: int) -> bool:
    """Tell whether a cue begins at a place."""
    found = _pattern().match(plain, at)
    return bool(found and found["operator"])


def is_cue(words: str) -> bool:
    """Tell whether words are an operator and nothing else."""
    return words in _operator_of()


def _matches(plain: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield what `_pattern` finds: where a word stands that opens it, it matches."""
    while (word := _word().search(plain, start, end)) and (found := _pattern().match(plain, word.start(), end)):
        yield found
        start = found.end()


def find_cues(plain: str, start: int, end: int) -> tuple[Cue, ...]:
    """Return the cues of a clause of masked text, in order, without overlap; guarded ones too, with their guard."""
    found = []
    for match in _matches(plain, start, end):
        if match["operator"] is None:
            continue
        operator, activity = _operator_of()[match["operator"]], match["activity"]
        name, noun = (None, False) if activity is None else activity_class(activity)
        guard = guard_of(plain, (start, end), match.span(), operator)
        found.append(Cue(match.span(), operator, name, activity if noun else "", activity if name == "begin" else "", guard))
    return tuple(found)
