"""Where a list is joined: a stretch split at its commas and conjunctions, but for those inside a word or a bracket."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from knowledge.marks import PARENTHESIS
from knowledge.reading.names import peel, protected
from knowledge.words import alternatives, pattern, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.model import Span

_QUOTED = re.compile(r"[“《「][^”》」]*[”》」]")
_OPAQUE = "\x03"
_STRONG = frozenset("、，,/")
"""Joints that are marks; a joint that is a word may be part of a name."""
_SHORTEST = 2
"""Characters that must stand on either side of a joint that is a word."""


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(words('names', 'joints'))})+")


def unshielded(told: re.Pattern[str], view: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield where joints stand in a stretch outside of brackets, quotations and protected words; offsets count from its start."""
    if told.search(view, start, end):  # most stretches hold none and need no shield
        yield from told.finditer(_shielded(view, start, end))


def _shielded(view: str, start: int, end: int) -> str:
    """Return the stretch with brackets, quotations and protected words made opaque."""
    marks = list(view[start:end])
    for opaque in (
        PARENTHESIS,
        _QUOTED,
        protected(),
        pattern("names", "joined_numerals"),
        pattern("names", "bound_for"),
        pattern("names", "bounded"),
        pattern("names", "crossroads"),
    ):
        for found in opaque.finditer(view, start, end):
            marks[found.start() - start : found.end() - start] = _OPAQUE * (found.end() - found.start())
    return "".join(marks)


def split_list(view: str, start: int, end: int, *, peeled: bool = False) -> tuple[Span, ...]:
    """Split a stretch at the joints of a list, and between two titles (《…》《…》); a lone name is a list of one.

    `peeled`: the stretch as a whole is without the words around a name already.
    """
    parts = [part for a, b in _members(view, start, end) for part in _titles(view, a, b)]
    if peeled and len(parts) == 1:
        return ((start, end),)
    return tuple(span for a, b in parts if (span := peel(view, a, b))[0] < span[1])


def _titles(view: str, start: int, end: int) -> Iterator[Span]:
    while (at := view.find("》《", start, end)) >= 0:
        yield start, at + 1
        start = at + 1
    yield start, end


def _members(view: str, start: int, end: int) -> Iterator[Span]:
    left = 0
    joints = tuple(unshielded(_joint(), view, start, end))
    for number, joint in enumerate(joints):
        weak = _STRONG.isdisjoint(joint.group())
        right = joints[number + 1].start() if number + 1 < len(joints) else end - start
        if weak and (joint.start() - left < _SHORTEST or right - joint.end() < _SHORTEST):
            continue
        yield start + left, start + joint.start()
        left = joint.end()
    yield start + left, end
