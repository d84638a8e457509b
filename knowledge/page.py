"""A page → its articles: headings part them, lines broken by columns are joined, furniture is dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.words import table


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page: its headline (empty when it has none) and its body, paragraphs parted by line breaks."""

    headline: str
    body: str
    caption: bool = False


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(table("page")[name])


def articles(text: str, *, whole_lines: bool = False) -> tuple[Article, ...]:
    """Split a page into articles; a text without several headings over bodies is one article.

    With `whole_lines` no line goes on in the next one: the text comes from a format that knows its paragraphs.

    A heading is a line marked as one, or a short line without a full stop above a body that opens with a dateline.
    """
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line if not _rule("furniture").match(line) else "" for line in lines]
    marks = [number for number, line in enumerate(lines) if _is_heading(lines, number)]
    groups: list[tuple[list[str], list[str]]] = [([], [])]
    for number, line in enumerate(lines):
        if number in marks:
            if groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(_rule("heading_mark").sub("", line))
        elif line or groups[-1][1]:
            groups[-1][1].append(line)
    if len(groups) == 1 and not groups[0][0]:
        return _with_captions("", groups[0][1], whole_lines=whole_lines)
    found: list[Article] = []
    for headings, body in groups:
        found += _with_captions(" ".join(headings), body, whole_lines=whole_lines)
    return tuple(article for article in found if article.body or article.headline)


def _is_heading(lines: list[str], number: int) -> bool:
    line = lines[number]
    if not line or len(line) > table("page")["longest_heading"]:
        return False
    if _rule("heading_mark").match(line):
        return True
    if _rule("line_end").search(line) or _rule("dateline").match(line) or "。" in line:
        return False
    following = [other for other in lines[number + 1 :] if other][:4]
    for other in following:
        if _rule("dateline").match(other):
            return True
        if len(other) > table("page")["longest_heading"] or _rule("line_end").search(other):
            return False
    return False


def _with_captions(headline: str, lines: list[str], *, whole_lines: bool) -> tuple[Article, ...]:
    """Part the captions of pictures, paragraphs of their own, from the body."""
    paragraphs = list(filter(None, lines)) if whole_lines else _joined(lines)
    captions = [Article("", one, caption=True) for one in paragraphs if _rule("caption").search(one)]
    body = "\n".join(one for one in paragraphs if not _rule("caption").search(one))
    main = (Article(headline, body),) if body or headline else ()
    return (*main, *captions)


def _joined(lines: list[str]) -> list[str]:
    """Join lines that were broken inside a sentence, over empty lines too; Latin words keep a blank between them."""
    paragraphs: list[str] = []
    for line in lines:
        if not line:
            continue
        goes_on = (
            paragraphs
            and not _rule("line_end").search(paragraphs[-1])
            and not _rule("line_start").match(line)
            and not _rule("caption").search(paragraphs[-1])
        )
        if goes_on and not (_rule("dateline").match(line)):
            blank = (
                " "
                if paragraphs[-1][-1].isascii() and line[0].isascii() and paragraphs[-1][-1].isalnum() and line[0].isalpha()
                else ""
            )
            paragraphs[-1] += blank + line
        else:
            paragraphs.append(line)
    return paragraphs
