"""A page → its articles: headings part them, lines broken by columns are joined, furniture is dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from knowledge.reading.fields import begins_with_label, is_label
from knowledge.reading.imprint import Imprint, imprint_of, is_signed, signature_of
from knowledge.reading.layout import Line, Role, ends_line, lines_of
from knowledge.words import pattern, table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEADS = ("：", ":")
"""What a line ends with that leads to a list."""
_SHORTER = 3
"""Characters a heading is shorter at least than a line of the text behind it."""
_FOOT = 3
"""Lines that tell whether a text ends: who signs, the date, and what stands above them."""
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

    Headings part a page, so do the marks of sections; behind a signature another article begins, and where a section has no
    heading, each item of its list is one.
    """
    groups = [_Group()]
    for line in lines_of(text, parted=not whole_lines):
        last = groups[-1]
        match line.role:
            case Role.POSTED:
                last.imprint.append(line.text)
            case Role.SECTION:
                groups += [_Group()] if last.body or last.headings else []
            case Role.HEADING:
                if last.body:
                    groups.append(_Group())
                groups[-1].headings.append(line.text)
            case _ if line.text and not whole_lines and _begins_another(last, line):
                groups.append(_Group(body=[line]))
            case _ if line.text or last.body:
                last.body.append(line)
    found = tuple(
        article
        for group in groups
        for article in _with_captions(group, whole_lines=whole_lines)
        if article.body or article.headline
    )
    return found or (Article("", text.strip()),)  # nothing but marks and furniture: kept as it is, nothing is lost


@dataclass(slots=True)
class _Group:
    """The lines of one article."""

    headings: list[str] = field(default_factory=list)
    imprint: list[str] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)


def _begins_another(group: _Group, line: Line) -> bool:
    """Tell whether a line begins another article: a sentence behind a signature, or an item beside others under no heading."""
    above = [one.text for one in islice((one for one in reversed(group.body) if one.text), _FOOT)][::-1]
    if not above:
        return False
    if _is_foot(above):
        return (ends_line(line.text) or line.item) and not pattern("page", "line_start").match(line.text)
    listed = line.item and not group.headings and not group.imprint
    return listed and not above[-1].endswith(_LEADS)


def _is_foot(printed: Sequence[str]) -> bool:
    """Tell whether the last of up to three lines is a full date at the foot of a text.

    It stands behind the end of the text, or on a line of its own below who signs; above that there is text.
    """
    if len(printed) == 1 or not is_signed(printed[-1]):
        return False
    if ends_line(printed[-2]) or begins_with_label(printed[-2]):
        return True
    alone = not signature_of(printed[-1]).publisher
    return alone and len(printed) == _FOOT and bool(signature_of("\n".join(printed[-2:])).publisher)


def _with_captions(group: _Group, *, whole_lines: bool) -> tuple[Article, ...]:
    """Part the captions of pictures, paragraphs of their own, from the body."""
    headline = " ".join(group.headings)
    printed = [line for line in group.body if line.text]
    paragraphs = [line.text for line in printed] if whole_lines else _joined(printed)
    captions = [Article("", one, caption=True) for one in paragraphs if _is_caption(one)]
    body = "\n".join(one for one in paragraphs if not _is_caption(one))
    main = (Article(headline, body, imprint=imprint_of(group.imprint)),) if body or headline else ()
    return (*main, *captions)


def _is_caption(paragraph: str) -> bool:
    return bool(pattern("page", "caption").search(paragraph))


def _joined(printed: Sequence[Line]) -> list[str]:
    """Join lines that were broken inside a sentence, over empty lines too; Latin words keep a blank between them."""
    paragraphs: list[list[str]] = []
    tail = ""
    ordinals: set[str] = set()
    headings = _headings([line.text for line in printed])
    for number, line in enumerate(printed):
        text = line.text
        broken = bool(headings and tail) and len(paragraphs[-1]) > 1  # a heading may be, as any line
        headed = number - 1 in headings or (broken and _is_heading_of("".join(paragraphs[-1]), text))
        label = bool(headings) and (is_label(text) or pattern("page", "short_heading").match(text) is not None)
        begins = line.begins or headed or label or _begins(text, ordinals)
        if tail and not begins and _goes_on(paragraphs[-1][0], tail, text):
            blank = " " if tail[-1].isascii() and text[0].isascii() and tail[-1].isalnum() and text[0].isalpha() else ""
            paragraphs[-1].append(blank + text)
            tail = (tail + blank + text)[-_TAIL:]
        else:
            ordinals |= {_ordinal(text)}
            paragraphs.append([text])
            tail = text[-_TAIL:]
    return ["".join(pieces) for pieces in paragraphs]


def _headings(lines: Sequence[str]) -> set[int]:
    """Return which lines only head the one behind them; one alone may as well be broken inside a sentence."""
    found = {number for number, pair in enumerate(pairwise(lines)) if _is_heading_of(*pair)}
    return found if len(found) > 1 else set()


def _is_heading_of(line: str, behind: str) -> bool:
    """Tell whether a line heads what stands behind it: a field's label alone, an item, or what a line with a date is about.

    Lines broken by columns are of one width, so one that goes on is never much shorter than the next.
    """
    if len(line) > table("page")["longest_item_heading"] or ends_line(line):
        return False
    mark = pattern("page", "line_start").match(line)
    if mark and mark.end() == len(line):  # broken behind 一、
        return False
    if is_label(line[mark.end() :] if mark else line):
        return True
    heads = mark is not None or pattern("page", "dated_line").match(behind) is not None
    return heads and len(line) + _SHORTER < len(behind)


def _goes_on(first: str, tail: str, line: str) -> bool:
    """Tell whether a line goes on with the paragraph that opens with `first` and ends with `tail`."""
    if ends_line(tail) or _is_caption(tail) or begins_with_label(line):
        return False
    if begins_with_label(first) and pattern("page", "behind_fields").match(line):
        return False
    return not pattern("page", "dateline").match(line)


def _begins(line: str, ordinals: set[str]) -> bool:
    """Tell whether a line begins something new, whatever stands before it; `ordinals` are those of the items above it.

    An ordinal whose predecessor begins no item is none, the line is broken inside 周六、日.
    """
    if not pattern("page", "line_start").match(line):
        return False
    ordinal, order = _ordinal(line), words("page", "ordinals", "order")
    return ordinal not in order[1:] or order[order.index(ordinal) - 1] in ordinals


def _ordinal(line: str) -> str:
    """Return the ordinal an item begins with (六 of 六、); empty when there is none."""
    found = pattern("page", "ordinals").match(line)
    return found["ordinal"] if found else ""
