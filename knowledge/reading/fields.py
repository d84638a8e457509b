"""Labelled fields of a notice (停水时间：…　停水范围：…　停水原因：…): found, and set apart from the sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from knowledge.marks import CJK, DATE, EDGE
from knowledge.reading.cues import Cue, find_cues
from knowledge.words import holds_one, pattern, table, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.model import Span
    from knowledge.reading.clauses import Clause, Sentence
    from knowledge.reading.scope import NoticeScope

_LONGEST_LABEL = 16
_LONGEST_MARK = 4
"""Characters in front of an item in which its mark stands, blanks included."""
_ROW = re.compile(rf"[ 　]*(?P<time>{DATE}[{DATE} 　,，、—–~～-]*?)[ 　]+(?P<scope>[一-鿿][^。]*)$")
"""A line that opens with days and times, and a blank behind them."""
_COLON = re.compile("[：:]")
_MARKS = f"{EDGE}【】（）()"


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value, half-open offsets in the text. The value is empty when nothing was found behind the label."""

    kind: str
    """time, scope or cause; `instead` for what people may use instead."""
    label: Span
    value: Span
    sentence: Span
    cue: Cue | None = None
    """What the label says to be shut (停水); None when it only says that something is affected."""


@cache
def _labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (rule["kind"], re.compile(f"(?P<what>.{{0,{_LONGEST_LABEL}}}?){rule['pattern']}")) for rule in table("fields")["field"]
    )


def without_fields(notice: NoticeScope, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence | None, tuple[Field, ...]]]:
    """Yield each sentence without the clauses of its fields, None when nothing is left, and the fields that end with it."""
    plain = notice.plain
    current: Field | None = None
    seen = False
    cut_off = bool(sentences) and pattern("fields", "supply_off").search(plain, *sentences[0].span) is not None
    for sentence in sentences:
        ended: list[Field] = []
        left: list[Clause] = []
        if cut_off and (scheduled := _scheduled(notice, sentence)):
            yield None, (*((current,) if current else ()), *scheduled)
            current = None
            continue
        if current and not _goes_on_here(plain, current, sentence):
            ended.append(current)
            current = None
        for clause in sentence.clauses:
            label = _label(plain, sentence, clause, bare=seen)
            if label is None and current and _is_value(notice, current, clause):
                begin = current.value[0] if current.value[1] > current.value[0] else clause.span[0]
                current = replace(current, value=(begin, clause.span[1]))
                continue
            when = next((one for one in left if _dates_only(notice, one)), None) if label and label.kind == "scope" else None
            if when:
                time = Field("time", (when.span[0], when.span[0]), when.span, sentence.span)
                ended += [one for one in (current, time) if one]
                current = None
                left.remove(when)
            if current:
                ended.append(current)
            current = label
            seen = seen or label is not None
            if label is None:
                left.append(clause)
        whole = len(left) == len(sentence.clauses)
        yield sentence if whole else replace(sentence, clauses=tuple(left)) if left else None, tuple(ended)
    if current:
        yield None, (current,)


def _scheduled(notice: NoticeScope, sentence: Sentence) -> tuple[Field, ...]:
    """Return when and where of a line of a schedule, the day first: 10月22日8:00-16:00 甲街道：乙路、丙路; () for another."""
    found = _ROW.match(notice.view, *sentence.span)
    if found is None or any(cue.status() for cue in find_cues(notice.plain, *sentence.span)):
        return ()
    time, scope = found.span("time"), found.span("scope")
    return Field("time", (time[0], time[0]), time, sentence.span), Field("scope", (scope[0], scope[0]), scope, sentence.span)


def _dates_only(notice: NoticeScope, clause: Clause) -> bool:
    """Tell whether a clause says nothing but when: 10月20日8时至17时，停电范围：…."""
    told = notice.view[slice(*clause.span)]
    return DATE in told and not CJK.search(told)


def _label(plain: str, sentence: Sentence, clause: Clause, *, bare: bool) -> Field | None:
    """Return the field whose label a clause is or opens with; None when it is none.

    With `bare`, behind other fields, a mere noun in front of a colon is one too (原因：…).
    """
    start, end = _trimmed(plain, *clause.span)
    reaches = pattern("fields", "reaches").match(plain, start, end)
    if reaches and pattern("fields", "supply_off").search(plain, 0, start):
        return Field("scope", reaches.span(), (reaches.end(), end), sentence.span)
    alone = clause.colon or (len(sentence.clauses) == 1 and _stands_alone(plain, sentence))
    if not alone and not holds_one(plain[start:end], words("fields", "joint", "holds")):
        return None
    for kind, label in _labels():
        found = label.fullmatch(plain, start, end) if alone else label.match(plain, start, end)
        if found is None:
            continue
        if pattern("cues", "hours_set").search(plain, start, end):
            return None  # 6月1日起实行夏季开放时间：…: a statement
        joint = None if alone else pattern("fields", "joint").match(plain, found.end(), end)
        if not alone and joint is None:
            continue
        what = (start, found.end("what"))
        if pattern("fields", "instead").search(plain, *what):
            return Field("instead", found.span(), (end, end), sentence.span)
        cue = _shut(plain, what, found.end())
        mere = bare and clause.colon and what[0] == what[1]
        if mere or _says_enough(plain, what, cue) or (cue and kind != "scope" and clause.colon):
            value = (joint.end(), end) if joint else (end, end)
            return Field(kind, found.span(), value, sentence.span, cue)
    return None


def begins_with_label(line: str) -> bool:
    """Tell whether a line opens with the whole label of a field and a colon."""
    at = _COLON.search(line, 0, _LONGEST_LABEL)
    if at is None:
        return False
    found = next((told for _, label in _labels() if (told := label.fullmatch(line, 0, at.start()))), None)
    what = found.span("what") if found else (0, 0)
    return found is not None and _says_enough(line, what, _shut(line, what, found.end()))


def is_label(line: str) -> bool:
    """Tell whether a line is the label of a field and nothing else (交通管制时间)."""
    found = next((told for _, label in _labels() if (told := label.fullmatch(line))), None)
    return found is not None and _says_enough(line, found.span("what"), _shut(line, found.span("what"), found.end()))


def _shut(plain: str, what: Span, end: int) -> Cue | None:
    """Return what the words before a label's noun say to be shut, or to be open."""
    return next((one for one in find_cues(plain, what[0], end) if one.span[0] < what[1] and one.status("visit")), None)


def _says_enough(plain: str, what: Span, cue: Cue | None) -> bool:
    """Tell whether the words before a label's noun are such a word and nothing else, or say that something is affected."""
    if cue and cue.span[1] >= what[1] and pattern("fields", "planned").fullmatch(plain, what[0], cue.span[0]):
        return True
    return bool(pattern("fields", "affected").fullmatch(plain, *what))


def _trimmed(plain: str, start: int, end: int) -> Span:
    while start < end and plain[start] in _MARKS:
        start += 1
    while start < end and plain[end - 1] in _MARKS:
        end -= 1
    return start, end


def _stands_alone(plain: str, sentence: Sentence) -> bool:
    """Tell whether a sentence is a heading: a line or a bracket of its own."""
    behind = plain[sentence.span[1] : sentence.span[1] + 1]
    return behind in "\n】" or sentence.item


def _goes_on_here(plain: str, field: Field, sentence: Sentence) -> bool:
    """Tell whether a field may go on in another sentence: it has no value yet, or is a list of items or semicolons."""
    if field.value[1] <= field.value[0]:
        return True
    if sentence.item and _numbering(plain, sentence.span[0]) == _numbering(plain, field.sentence[0]):
        return False  # the next one of the items of which the label is one
    between = plain[field.value[1] : sentence.span[0] + 1]
    return field.kind == "scope" and (sentence.item or "；" in between or ";" in between)


def _numbering(plain: str, start: int) -> tuple[str, bool]:
    """Return how the item that begins at `start` is numbered, the number aside: by its mark and whether a figure is before it."""
    marked = plain[max(0, start - _LONGEST_MARK) : start].rstrip(" ")[-2:]
    return "" if marked[-1:].isnumeric() else marked[-1:], marked[:1].isdecimal()


def _is_value(notice: NoticeScope, field: Field, clause: Clause) -> bool:
    """Tell whether a clause belongs to the value of a field: nothing is stated in it, nobody is asked to do anything."""
    if field.kind in {"cause", "instead"} and field.value[1] <= field.value[0]:
        return True
    if pattern("fields", "closing").match(notice.plain, *clause.span):
        return False
    if field.kind == "time" and DATE not in notice.view[slice(*clause.span)]:
        return False
    if field.kind == "scope" and _dates_only(notice, clause):
        return False  # 停电范围：甲小区；10月21日8时至17时，停电范围：乙小区
    return not any(cue.guard is None and cue.status() for cue in find_cues(notice.plain, *clause.span))
