"""A page → its articles: headings part them, lines broken by columns are joined, furniture is dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from knowledge.reading.fields import begins_with_label, is_label
from knowledge.reading.imprint import Imprint, imprint_of, is_signed, says_when, says_who
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
    imprint: Imprint = field(default_factory=Imprint)
    """What the lines below the headline say; they are no part of the body."""


def articles(text: str, *, whole_lines: bool = False) -> tuple[Article, ...]:
    """Split a page into articles; a text without several headings over bodies is one article.

    With `whole_lines` no line goes on in the next one: the text comes from a format that knows its paragraphs.

    A heading is a line marked as one, or a short line without a full stop above a body that opens with a dateline, above a
    line that says when it was posted, or at the head of the page above a marked one. Behind a signature another article begins.
    """
    furniture, mark = pattern("page", "furniture"), pattern("page", "heading_mark")
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line if not furniture.match(line) else "" for line in lines]
    lines = _with_titles_marked(lines, parted=not whole_lines)
    groups = [_Group()]
    for number, line in enumerate(lines):
        if says_when(line) or says_who(line):
            groups[-1].imprint.append(line)
        elif _is_heading(lines, number, parted=not whole_lines):
            if groups[-1].body:
                groups.append(_Group())
            groups[-1].headings.append(mark.sub("", line))
        elif line and not whole_lines and _is_behind_signature(groups[-1].body, line):
            groups.append(_Group(body=[line]))
        elif line or groups[-1].body:
            groups[-1].body.append(line)
    return tuple(
        article
        for group in groups
        for article in _with_captions(group, whole_lines=whole_lines)
        if article.body or article.headline
    )


@dataclass(slots=True)
class _Group:
    """The lines of one article."""

    headings: list[str] = field(default_factory=list)
    imprint: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


def _with_titles_marked(lines: list[str], *, parted: bool) -> list[str]:
    """Mark as headings the titles of papers (…的公告), made one line each; else they would go on in the body.

    One stands at the head of a page; further ones stand behind an empty line or a signature, where the page is to be `parted`.
    """
    marked: list[str] = []
    number = 0
    while number < len(lines):
        may_begin = not any(marked) or (parted and (not marked[-1] or is_signed(marked[-1])))
        title, count = _title_at(lines, number) if may_begin and lines[number] else ("", 0)
        marked.append(f"{_HEADING}{title}" if title else lines[number])
        number += count or 1
    return marked


def _title_at(lines: list[str], number: int) -> tuple[str, int]:
    """Return the title of a paper that begins on a line, and how many lines it takes; empty and 0 for none."""
    printed = [at for at in range(number, min(len(lines), number + 2 * _TITLE_LINES)) if lines[at]][: _TITLE_LINES + 1]
    for first, behind in pairwise(printed):
        title = "".join(lines[number : first + 1])
        if len(title) > table("page")["longest_heading"]:
            return "", 0
        if pattern("page", "paper").match(title) and lines[behind][0] not in _GOES_ON:
            return title, first + 1 - number
    return "", 0


def _is_behind_signature(body: list[str], line: str) -> bool:
    """Tell whether a line begins another article: the one before was signed, and this is a sentence, no attachment of it."""
    printed = next(filter(None, reversed(body)), "")
    return is_signed(printed) and _ends_line(line) and not pattern("page", "line_start").match(line)


def _is_heading(lines: list[str], number: int, *, parted: bool) -> bool:
    line, longest = lines[number], table("page")["longest_heading"]
    if not line or len(line) > longest:
        return False
    if pattern("page", "heading_mark").match(line):
        return True
    if _ends_line(line) or pattern("page", "dateline").match(line) or "。" in line:
        return False
    behind = (lines[later] for later in range(number + 1, len(lines)))
    for other in islice(filter(None, behind), _LOOKED_AHEAD):
        if pattern("page", "dateline").match(other) or (parted and says_when(other)):
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


def _with_captions(group: _Group, *, whole_lines: bool) -> tuple[Article, ...]:
    """Part the captions of pictures, paragraphs of their own, from the body."""
    headline = " ".join(group.headings)
    paragraphs = list(filter(None, group.body)) if whole_lines else _joined(group.body)
    captions = [Article("", one, caption=True) for one in paragraphs if _is_caption(one)]
    body = "\n".join(one for one in paragraphs if not _is_caption(one))
    main = (Article(headline, body, imprint=imprint_of(group.imprint)),) if body or headline else ()
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
