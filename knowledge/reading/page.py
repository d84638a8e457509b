"""A page → its articles: headings part them, lines broken by columns are joined, furniture is dropped."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from knowledge.reading.fields import begins_with_label, is_label
from knowledge.words import pattern, table

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKED_AHEAD = 4
"""Lines behind a heading in which its article's dateline must stand."""
_HEADING = "# "
_GOES_ON = "，。、；：！？,.;:!?”》）)"
"""A line that begins with one of these goes on with the line before it."""
_TITLE_LINES = 3
"""Lines over which the title of a paper may be broken."""
_SHORTER = 3
"""Characters a heading is shorter at least than a line of the text behind it."""
_TAIL = 40
"""Characters at the end of a paragraph that tell whether it goes on."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page: its headline (empty when it has none) and its body, paragraphs parted by line breaks."""

    headline: str
    body: str
    caption: bool = False


def articles(text: str, *, whole_lines: bool = False) -> tuple[Article, ...]:
    """Split a page into articles; a text without several headings over bodies is one article.

    With `whole_lines` no line goes on in the next one: the text comes from a format that knows its paragraphs.

    A heading is a line marked as one, or a short line without a full stop above a body that opens with a dateline or at the
    head of the page above a marked one.
    """
    furniture, mark = pattern("page", "furniture"), pattern("page", "heading_mark")
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line if not furniture.match(line) else "" for line in lines]
    lines = _with_title_marked(lines)
    groups: list[tuple[list[str], list[str]]] = [([], [])]
    for number, line in enumerate(lines):
        if _is_heading(lines, number):
            if groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(mark.sub("", line))
        elif line or groups[-1][1]:
            groups[-1][1].append(line)
    if len(groups) == 1 and not groups[0][0]:
        return _with_captions("", groups[0][1], whole_lines=whole_lines)
    found: list[Article] = []
    for headings, body in groups:
        found += _with_captions(" ".join(headings), body, whole_lines=whole_lines)
    return tuple(article for article in found if article.body or article.headline)


def _with_title_marked(lines: list[str]) -> list[str]:
    """Mark as a heading the first lines of a paper that names itself (…的公告), made one; else it would go on in the body."""
    numbers = [number for number, line in enumerate(lines) if line][: _TITLE_LINES + 1]
    for count in range(1, len(numbers)):
        title = "".join(lines[number] for number in numbers[:count])
        behind = lines[numbers[count]]
        if len(title) <= table("page")["longest_heading"] and pattern("page", "paper").match(title) and behind[0] not in _GOES_ON:
            return [f"{_HEADING}{title}", *lines[numbers[count] :]]
    return lines


def _is_heading(lines: list[str], number: int) -> bool:
    line, longest = lines[number], table("page")["longest_heading"]
    if not line or len(line) > longest:
        return False
    if pattern("page", "heading_mark").match(line):
        return True
    if _ends_line(line) or pattern("page", "dateline").match(line) or "。" in line:
        return False
    behind = (lines[later] for later in range(number + 1, len(lines)))
    for other in islice(filter(None, behind), _LOOKED_AHEAD):
        if pattern("page", "dateline").match(other):
            return True
        if len(other) > longest or _ends_line(other):
            return False
        if pattern("page", "heading_mark").match(other):
            return not any(lines[:number])  # above it stands the first part of the headline, or the end of what was before
    return False


def _ends_line(line: str) -> bool:
    return bool(pattern("page", "line_end").search(line))


def _is_caption(paragraph: str) -> bool:
    return bool(pattern("page", "caption").search(paragraph))


def _with_captions(headline: str, lines: list[str], *, whole_lines: bool) -> tuple[Article, ...]:
    """Part the captions of pictures, paragraphs of their own, from the body."""
    paragraphs = list(filter(None, lines)) if whole_lines else _joined(lines)
    captions = [Article("", one, caption=True) for one in paragraphs if _is_caption(one)]
    body = "\n".join(one for one in paragraphs if not _is_caption(one))
    main = (Article(headline, body),) if body or headline else ()
    return (*main, *captions)


def _joined(lines: list[str]) -> list[str]:
    """Join lines that were broken inside a sentence, over empty lines too; Latin words keep a blank between them."""
    paragraphs: list[list[str]] = []
    tail = ""
    printed = list(filter(None, lines))
    headings = _headings(printed)
    for number, line in enumerate(printed):
        if tail and number - 1 not in headings and _goes_on(paragraphs[-1][0], tail, line):
            blank = " " if tail[-1].isascii() and line[0].isascii() and tail[-1].isalnum() and line[0].isalpha() else ""
            paragraphs[-1].append(blank + line)
            tail = (tail + blank + line)[-_TAIL:]
        else:
            paragraphs.append([line])
            tail = line[-_TAIL:]
    return ["".join(pieces) for pieces in paragraphs]


def _headings(lines: Sequence[str]) -> set[int]:
    """Return which lines only head the one behind them; one alone may as well be broken inside a sentence."""
    found = {number for number, pair in enumerate(pairwise(lines)) if _is_heading_of(*pair)}
    return found if len(found) > 1 else set()


def _is_heading_of(line: str, behind: str) -> bool:
    """Tell whether a line heads what stands behind it: a field's label alone, an item, or what a line with a date is about.

    Lines broken by columns are of one width, so one that goes on is never much shorter than the next.
    """
    if len(line) > table("page")["longest_item_heading"] or _ends_line(line):
        return False
    mark = pattern("page", "line_start").match(line)
    if is_label(line[mark.end() :] if mark else line):
        return True
    heads = mark is not None or pattern("page", "dated_line").match(behind) is not None
    return heads and len(line) + _SHORTER < len(behind)


def _goes_on(first: str, tail: str, line: str) -> bool:
    """Tell whether a line goes on with the paragraph that opens with `first` and ends with `tail`."""
    if _ends_line(tail) or _is_caption(tail) or begins_with_label(line):
        return False
    if begins_with_label(first) and pattern("page", "behind_fields").match(line):
        return False
    return not pattern("page", "line_start").match(line) and not pattern("page", "dateline").match(line)
