"""What around a cue makes it no statement: a question, a plan, a denial, something only spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.marks import GLUE
from knowledge.words import alternatives, pattern, table, words

if TYPE_CHECKING:
    from knowledge.model import Span

_BEFORE, _BEHIND = 12, 12
"""Characters on either side of a cue in which a guard's words may stand, adverbs between included."""
_OPENING = 4
"""Characters of a clause in which it shows that it exhorts."""


@dataclass(frozen=True, slots=True)
class _Guard:
    name: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    spared: frozenset[str]
    """Operators it does not touch."""
    only: frozenset[str]
    """The operators it is for; empty when it is for all."""


@cache
def adverbs() -> str:
    """Return a pattern for words that may stand around an operator and add nothing."""
    return alternatives(words("cues", "adverbs", "words"))


@cache
def _guards() -> tuple[_Guard, ...]:
    found = []
    for rule in table("cues")["guard"]:
        unless = "".join(f"(?<!{word})" for word in rule.get("unless_before", ()))
        head = rf"^[ {GLUE}]*" if rule.get("at_head") else ""
        told = f"{head}(?:{alternatives(rule['before'])}){unless}(?:{adverbs()}|{GLUE}){{0,2}}$" if "before" in rule else ""
        before = re.compile(told) if told else None
        closing = f"|(?:{alternatives(rule['after_end'])})(?=[，,]|$)" if "after_end" in rule else ""
        after = re.compile(f"(?:{alternatives(rule['after'])}){closing}") if "after" in rule else None
        after = re.compile(rule["after_pattern"]) if "after_pattern" in rule else after
        spared, only = (frozenset(rule.get(key, ())) for key in ("keep_operators", "only_operators"))
        found.append(_Guard(rule["name"], before, after, spared, only))
    return tuple(found)


@cache
def _guards_for(operator: str) -> tuple[_Guard, ...]:
    return tuple(guard for guard in _guards() if operator not in guard.spared and (not guard.only or operator in guard.only))


def guard_of(plain: str, clause: Span, cue: Span, operator: str) -> str | None:
    """Return the name of the guard whose words stand right before or behind a cue; None when none does."""
    left = plain[max(clause[0], cue[0] - _BEFORE) : cue[0]]
    right = plain[cue[1] : min(clause[1], cue[1] + _BEHIND)].lstrip(f" {GLUE}")
    for guard in _guards_for(operator):
        if (guard.before and guard.before.search(left)) or (guard.after and guard.after.match(right)):
            return guard.name
    return None


@cache
def _doubting() -> frozenset[str]:
    return frozenset(rule["name"] for rule in table("cues")["guard"] if rule.get("doubts"))


def doubts(guard: str | None) -> bool:
    """Tell whether a guard takes the statement back for the whole notice: what is asked, denied, thought of or what befell."""
    return guard in _doubting()


@cache
def _lifted() -> frozenset[str]:
    return frozenset(rule["name"] for rule in table("cues")["guard"] if rule.get("lifted_by_paper"))


def lifted_by_paper(guard: str) -> bool:
    """Tell whether a body that publishes a paper about it states it after all: 发布关于推迟面试时间的公告."""
    return guard in _lifted()


def exhorts(plain: str, start: int) -> bool:
    """Return True when a clause asks others to do something: 要统筹安排…."""
    opening = plain[start : start + _OPENING].lstrip(f" {GLUE}")
    if pattern("cues", "asks_people").match(plain, start):
        return True
    return opening.startswith(words("cues", "far", "exhorting")) and not opening.startswith(words("cues", "far", "not_exhorting"))


def demands(plain: str, start: int) -> bool:
    """Return True when a clause demands something of bodies, and so does what follows in its sentence: 要严格落实…，…."""
    opening = plain[start : start + _OPENING].lstrip(f" {GLUE}")
    return exhorts(plain, start) and opening.startswith(words("cues", "far", "demanding"))


def supposes(plain: str, start: int) -> bool:
    """Return True when a clause only thinks of something, and so does what follows in its sentence: 如遇大风，…."""
    return plain[start : start + _OPENING].lstrip(f" {GLUE}").startswith(words("cues", "far", "supposing"))


@cache
def _thought() -> re.Pattern[str]:
    return re.compile(alternatives((*words("cues", "far", "only_hold"), *words("cues", "far", "words"))))


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(alternatives(words("cues", "far", "asked")))


@cache
def _option() -> re.Pattern[str]:
    """Return a pattern for people and what they may do, or the way they may go, before a cue."""
    rule = table("cues")["of_people"]
    people = alternatives(words("names", "people"))
    modal = alternatives(rule["modal"])
    return re.compile(f"(?:{people})[^，。；]{{0,{rule['reach']}}}?(?:{modal})|^[ {GLUE}]*(?:{rule['lacking']}|{rule['routes']})")


@cache
def _demanded() -> re.Pattern[str]:
    return re.compile(table("cues")["far"]["demanded"])


@cache
def _asks() -> re.Pattern[str]:
    return re.compile(table("cues")["far"]["asks"])


@cache
def _adverbs_only() -> re.Pattern[str]:
    return re.compile(f"(?:{adverbs()}|{GLUE}| )*")


def only_adverbs(stretch: str) -> bool:
    """Tell whether nothing but words that add nothing stands in a stretch, if anything does."""
    return _adverbs_only().fullmatch(stretch) is not None


def _is_told_to(before: str) -> bool:
    """Tell whether bodies are told to see to what follows, and not only that it is so: 各单位要通知人员｜停止作业."""
    found = _demanded().search(before)
    return found is not None and not only_adverbs(found["told"])


def far_guarded(plain: str, clause: Span, cue: Span, *, by_authority: bool) -> bool:
    """Return True when something else in the clause makes a cue no statement: 希望…恢复, …推迟吗."""
    start, end = clause
    if exhorts(plain, start) or _asked().search(plain, start, end) or plain.startswith(("？", "?"), end):
        return True
    before = plain[start : cue[0]]
    if _option().search(before) or _is_told_to(before) or _asks().search(before):
        return True
    if pattern("cues", "request").search(before):
        return True
    said = _thought().findall(plain, start, cue[0])
    spared = (*words("cues", "far", "only_hold"), *(words("cues", "far", "by_authority") if by_authority else ()))
    return any(word not in spared for word in said)
