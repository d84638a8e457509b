"""Printed words that show a status: an operator (暂停) alone or with an activity (开放), and what makes them no statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from knowledge.model import Status
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.model import Span

_NEAR = 8
"""How many characters of adverbs may stand between a guard's words and the cue."""


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
        rule = _operators()[self.operator]
        code = rule.get(self.activity or activity or "alone") or rule.get("alone")
        return Status(code) if code else None

    @property
    def needs(self) -> str | None:
        """What must be found beside it to make a statement: activity, time, kind; None when it says enough."""
        rule = _operators()[self.operator]
        if rule.get("needs_activity") and self.activity is None:
            return "activity"
        return "time" if rule.get("needs_time") else "kind" if rule.get("needs_kind") else None


@cache
def _operators() -> Mapping[str, Mapping[str, Any]]:
    return {rule["name"]: rule for rule in table("cues")["operator"]}


@cache
def _operator_of() -> Mapping[str, str]:
    return {word: rule["name"] for rule in table("cues")["operator"] for word in rule["words"]}


@cache
def _activity_of() -> Mapping[str, tuple[str, bool]]:
    return {word: (rule["class"], rule.get("noun", False)) for rule in table("cues")["activity"] for word in rule["words"]}


@cache
def adverbs() -> str:
    """Return a pattern for words that may stand around an operator and add nothing."""
    return alternatives(table("cues")["adverbs"]["words"])


@cache
def _pattern() -> re.Pattern[str]:
    operators, activities = alternatives(_operator_of()), alternatives(_activity_of())
    return re.compile(f"(?P<operator>{operators})(?:(?:{adverbs()}|\\x02| ){{0,3}}(?P<activity>{activities}))?")


@cache
def activity_pattern() -> re.Pattern[str]:
    """Return a pattern for any activity."""
    return re.compile(alternatives(_activity_of()))


@cache
def _beginnings() -> frozenset[str]:
    rules = table("cues")["activity"]
    return frozenset(word for rule in rules if rule["class"] == "begin" or rule.get("begins") for word in rule["words"])


def begins(words: str) -> bool:
    """Return True for activities that begin at a moment: 开学, 开赛."""
    return words in _beginnings()


@cache
def begin_pattern() -> re.Pattern[str]:
    """Return a pattern for an opening (开学, 复工) at the end of a stretch, with the word for its time behind it or not."""
    words = [word for word, (name, _) in _activity_of().items() if name == "begin"]
    return re.compile(f"(?P<begins>{alternatives(words)})(?:{alternatives(table('cues')['time_nouns']['words'])})?$")


def activity_class(words: str) -> tuple[str, bool]:
    """Return the class of an activity's words and whether they are a service themselves."""
    return _activity_of()[words]


def find_cues(plain: str, start: int, end: int) -> tuple[Cue, ...]:
    """Return the cues of a clause of masked text, in order, without overlap; guarded ones too, with their guard."""
    found = []
    for match in _pattern().finditer(plain, start, end):
        word = match["operator"]
        operator = _operator_of()[word]
        activity, noun = (None, False) if match["activity"] is None else activity_class(match["activity"])
        words = match["activity"] if noun else ""
        opening = match["activity"] if activity == "begin" else ""
        found.append(Cue(match.span(), operator, activity, words, opening, _guard(plain, start, match.span(), end, operator)))
    return tuple(found)


@cache
def _guards() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None, frozenset[str]], ...]:
    compiled = []
    for rule in table("cues")["guard"]:
        before = re.compile(f"(?:{alternatives(rule['before'])})(?:{adverbs()}|\\x02){{0,2}}$") if rule.get("before") else None
        closing = f"|(?:{alternatives(rule['after_end'])})$" if rule.get("after_end") else ""
        after = re.compile(f"(?:{alternatives(rule['after'])}){closing}") if rule.get("after") else None
        compiled.append((rule["name"], before, after, frozenset(rule.get("keep_operators", ()))))
    return tuple(compiled)


def _guard(plain: str, start: int, span: Span, end: int, operator: str) -> str | None:
    begin, stop = span
    left = plain[max(start, begin - _NEAR - 4) : begin]
    right = plain[stop : min(end, stop + _NEAR)].lstrip(" \x02")
    for name, before, after, kept in _guards():
        if operator in kept:
            continue
        if (before and before.search(left)) or (after and after.match(right)):
            return name
    return None


@cache
def _far() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = table("cues")["far"]
    return re.compile(alternatives(rules["words"])), re.compile(alternatives(rules["asked"]))


def exhorts(plain: str, start: int) -> bool:
    """Return True when a clause asks others to do something: 要统筹安排…."""
    rules = table("cues")["far"]
    words = plain[start : start + 4].lstrip(" \x02")
    return words.startswith(tuple(rules["exhorting"])) and not words.startswith(tuple(rules["not_exhorting"]))


def far_guard(plain: str, start: int, cue: Cue, end: int, *, by_authority: bool) -> bool:
    """Return True when something else in the clause makes the cue no statement: 希望…恢复, …推迟吗."""
    thought, asked = _far()
    if exhorts(plain, start):
        return True
    if asked.search(plain, start, end) or plain.startswith(("？", "?"), end):
        return True
    return any(
        not (by_authority and found.group() in table("cues")["far"]["by_authority"])
        for found in thought.finditer(plain, start, cue.span[0])
    )
