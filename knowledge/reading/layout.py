"""What the lines of a page are for: a heading, the mark of a section, an item, when it was posted; the rest is text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from knowledge.reading.fields import begins_with_label
from knowledge.reading.imprint import is_signed, says_when, says_who
from knowledge.words import pattern, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GOES_ON = "，。、；：！？,.;:!?”》）)"
"""A line that begins with one of these goes on with the line before it."""
_LOOKED_AHEAD = 4
"""Lines behind a heading in which its article's dateline must stand."""
_TITLE_LINES = 3
"""Lines over which the title of a paper may be broken."""
_INDENTED = ("　　", "  ", "\t")
_FEW = 0.6
"""The share of lines from which on an indented line begins nothing: the whole page is moved in."""
_SEVERAL = 2
"""Marks alone on their line that make sections; a single one is a title."""


class Role(Enum):
    """What a line is for."""

    BLANK = auto()
    HEADING = auto()
    SECTION = auto()
    """The mark of a section (▌出行, 【文博】): what follows is of another article."""
    POSTED = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line without what marks it. `begins`: it begins a paragraph; `item`: as one of a list."""

    text: str
    role: Role
    begins: bool = False
    item: bool = False


def lines_of(text: str, *, parted: bool) -> tuple[Line, ...]:
    """Return the lines of a page. Where it is not to be `parted` only marked headings and the title of a paper part it."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    furniture = pattern("page", "furniture")
    lines = [_line(one, is_furniture=bool(furniture.match(one.strip()))) for one in raw]
    if len(lines) == 1:
        begins = parted and lines[0].item
        return (lines[0] if lines[0].begins == begins else replace(lines[0], begins=begins),)
    if not parted:
        lines = [replace(line, begins=False) for line in lines]
    elif sum(line.begins for line in lines) > _FEW * sum(line.role is not Role.BLANK for line in lines):
        lines = [replace(line, begins=line.item) for line in lines]
    if parted:
        lines = _with_sections(lines)
    lines = _with_titles(lines, parted=parted)
    first = next((number for number, line in enumerate(lines) if line.text), 0)
    return tuple(
        replace(line, role=Role.HEADING) if line.role is Role.TEXT and _is_heading(lines, number, first, parted=parted) else line
        for number, line in enumerate(lines)
    )


def _line(raw: str, *, is_furniture: bool) -> Line:
    text = raw.strip()
    if not text or is_furniture:
        return Line("", Role.BLANK)
    if says_when(text) or says_who(text):
        return Line(text, Role.POSTED)
    if mark := pattern("page", "heading_mark").match(text):
        return Line(text[mark.end() :], Role.HEADING)
    if mark := pattern("page", "item_mark").match(text):
        return Line(text[mark.end() :], Role.TEXT, begins=True, item=True)
    return Line(text, Role.TEXT, begins=raw.startswith(_INDENTED))


def _with_sections(lines: Sequence[Line]) -> list[Line]:
    """Find the marks of sections; the text behind a mark that is too long for one is a heading."""
    mark, longest = pattern("page", "section_mark"), table("page")["longest_item_heading"]
    marked = [mark.match(line.text) for line in lines]
    if sum(found is not None for found in marked) < _SEVERAL:
        return list(lines)
    found = []
    for line, at in zip(lines, marked, strict=True):
        name = line.text[at.end() :] if at and not at["name"] else ""
        if at and (at["name"] or len(name) <= longest) and not ends_line(name):
            found.append(Line(name, Role.SECTION))
        elif at and not ends_line(name):
            found.append(Line(name, Role.HEADING))
        else:
            found.append(replace(line, text=name or line.text, begins=line.begins or at is not None))
    return found


def _with_titles(lines: Sequence[Line], *, parted: bool) -> list[Line]:
    """Find the titles of papers (…的公告), made one line each; else they would go on in the body.

    One stands at the head of a page; further ones stand behind an empty line, a signature or the mark of a section, where the
    page is to be `parted`.
    """
    found: list[Line] = []
    number, at_head = 0, True
    while number < len(lines):
        may_begin = at_head or (parted and _lets_begin(found[-1]))
        title, count = _title_at(lines, number) if may_begin and lines[number].role is Role.TEXT else ("", 0)
        found.append(Line(title, Role.HEADING) if title else lines[number])
        at_head = at_head and not found[-1].text
        number += count or 1
    return found


def _lets_begin(before: Line) -> bool:
    return before.role in {Role.BLANK, Role.SECTION} or is_signed(before.text)


def _title_at(lines: Sequence[Line], number: int) -> tuple[str, int]:
    """Return the title of a paper that begins on a line, and how many lines it takes; empty and 0 for none."""
    ahead = range(number, min(len(lines), number + 2 * _TITLE_LINES))
    printed = [at for at in ahead if lines[at].text][: _TITLE_LINES + 1]
    for first, behind in pairwise(printed):
        title = "".join(line.text for line in lines[number : first + 1])
        if len(title) > table("page")["longest_heading"]:
            return "", 0
        if pattern("page", "paper").match(title) and lines[behind].text[0] not in GOES_ON:
            return title, first + 1 - number
    return "", 0


def _is_heading(lines: Sequence[Line], number: int, first: int, *, parted: bool) -> bool:
    """Tell whether a line without a mark heads what stands below it; `first` is the first line of the page."""
    text, longest = lines[number].text, table("page")["longest_heading"]
    if len(text) > longest or ends_line(text) or pattern("page", "dateline").match(text) or "。" in text:
        return False
    if parted and begins_with_label(text):
        return False
    if (
        (behind := next(_printed_behind(lines, number), None))
        and lines[behind].text != text
        and lines[behind].text.startswith(text)
    ):
        return True
    if parted and _stands_over_a_paragraph(lines, number):
        return True
    for count, at in enumerate(islice(_printed_behind(lines, number), _LOOKED_AHEAD)):
        other = lines[at]
        if pattern("page", "dateline").match(other.text):
            return True
        if other.role is Role.POSTED:
            return parted and says_when(other.text) and (not count or at - number == count + 1)
        if other.role is Role.HEADING:  # above it stands the first part of the headline, or the end of what was before
            return number == first
        if other.role is Role.SECTION or len(other.text) > longest or ends_line(other.text):
            return False
    return False


def _stands_over_a_paragraph(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line that is not indented stands over one that is, and begins something: broken lines do not."""
    line = lines[number]
    behind = next(_printed_behind(lines, number), None)
    if line.begins or behind is None or not lines[behind].begins or lines[behind].item:
        return False
    above = (lines[at] for at in range(number - 1, -1, -1))
    before = next((other for other in above if other.text or other.role is Role.SECTION), None)
    return before is None or before.role in {Role.SECTION, Role.HEADING} or ends_line(before.text)


def _printed_behind(lines: Sequence[Line], number: int) -> Iterator[int]:
    return (at for at in range(number + 1, len(lines)) if lines[at].text)


def ends_line(text: str) -> bool:
    """Tell whether a line is whole, so that it does not go on in the next."""
    return bool(pattern("page", "line_end").search(text))
