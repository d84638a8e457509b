"""A masked text cut into sentences and clauses, with offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.marks import CJK
from knowledge.words import pattern

if TYPE_CHECKING:
    from knowledge.model import Span

_LONGEST_BRACKET = 120
"""Characters a bracket may hold and still be kept in one clause; an unclosed one must not swallow the text."""
_LONGEST_CLAUSE = 600
_WIDEST_BLANK = 3
"""Blanks that stand for one: a picture between two of them."""
_MOST_CLAUSES = 40
"""Longer clauses and sentences are cut: nobody writes them, and what is looked at together must stay bounded."""
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」"}
_ENDS = frozenset("。！？!?；;\n…【】")
_BREAKS = frozenset("，,：:")
_BREAKS_NO_NUMBER = frozenset(",:：")
"""Between digits these are part of a number or a time."""
_MARK = re.compile(f"[{re.escape(''.join((*_ENDS, *_BREAKS, *_PAIRS, ' ')))}]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas, half-open offsets in the text; `colon` when a colon ends it."""

    span: Span
    colon: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Clauses up to a full stop, a line's end or the next list mark."""

    span: Span
    clauses: tuple[Clause, ...]
    headline: bool = False
    item: bool = False
    """True for a member of a numbered list."""


def sentences(plain: str, headline_end: int = 0) -> tuple[Sentence, ...]:
    """Cut masked text into sentences. Those that begin before `headline_end`, or stand in 【】, are headlines."""
    items = {found.start(): found.end() for found in pattern("clauses", "item").finditer(plain)}
    marks = (found.start() for found in _MARK.finditer(plain))
    found: list[Sentence] = []
    breaks: list[int] = []
    start, item, bracketed = 0, False, False
    left_off = 0
    for at in sorted({*items, *marks, *range(0, len(plain), _LONGEST_CLAUSE), len(plain)}):
        if at < left_off:  # inside a bracket or a list mark
            continue
        mark = plain[at : at + 1]
        begins_item = at in items
        if begins_item or _ends(plain, at, mark, breaks):
            if plain[start:at].strip(" 、，,：:"):
                headline = bracketed or start < headline_end
                found.append(Sentence((start, at), _clauses(plain, (start, at), breaks), headline, item))
            if mark in "【】":
                bracketed = mark == "【"
            item = begins_item or (item and mark == " ")
            start = left_off = items[at] if begins_item else at + 1
            breaks = []
        elif mark in _PAIRS:
            left_off = plain.find(_PAIRS[mark], at, at + _LONGEST_BRACKET) + 1
        elif _breaks(plain, at, mark) or at - (breaks[-1] if breaks else start) >= _LONGEST_CLAUSE:
            breaks.append(at)
    return tuple(found)


def _ends(plain: str, at: int, mark: str, breaks: list[int]) -> bool:
    if not mark or mark in _ENDS:
        return True
    if mark == " ":
        return _parts(plain, at)
    return len(breaks) >= _MOST_CLAUSES and (mark in _BREAKS or at - breaks[-1] >= _LONGEST_CLAUSE)


def _parts(plain: str, at: int) -> bool:
    """Tell whether a blank, or a few, part Chinese words; at the edge of the text they do not."""
    behind = at + 1
    while behind - at < _WIDEST_BLANK and plain[behind : behind + 1] == " ":
        behind += 1
    return bool(CJK.match(plain[at - 1 : at])) and bool(CJK.match(plain[behind : behind + 1]))


def _breaks(plain: str, at: int, mark: str) -> bool:
    if mark not in _BREAKS:
        return False
    return not (mark in _BREAKS_NO_NUMBER and plain[at - 1 : at].isdigit() and plain[at + 1 : at + 2].isdigit())


def _clauses(plain: str, span: Span, breaks: list[int]) -> tuple[Clause, ...]:
    left, end = span
    clauses = []
    for at in [*breaks, end]:
        if plain[left:at].strip():
            clauses.append(Clause((left, at), colon=at < end and plain[at] in "：:"))
        left = at + (plain[at : at + 1] in _BREAKS)
    return tuple(clauses)
