"""A notice's text cut into sentences and clauses, with offsets; what surrounds the notice is blanked first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.text import fold
from knowledge.words import table

if TYPE_CHECKING:
    from knowledge.model import Span

_LONGEST_BRACKET = 120
"""Characters a bracket may hold and still be kept in one clause; an unclosed one must not swallow the text."""
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」"}
_ENDS = frozenset("。！？!?；;\n…【】")
_BREAKS = frozenset("，,：:")
_ITEM = re.compile(
    r"[①-⑳]|[⑴-⒇]|(?<![\d年月第])\d{1,2}[、．.](?=[^\d])|(?<![一-鿿])[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,2}[)）]"
)
_EMOJI = re.compile("[\U0001f000-\U0001faff☀-➿️⃣‍]")
_MENTION = re.compile(r"@([一-鿿A-Za-z0-9_-]{2,20})( ?)")
_MENTIONS_AT_END = re.compile(r"(?:@[一-鿿A-Za-z0-9_·-]{2,24}\s*)+(?=$|[。！!…\n])")
_TAG = re.compile(r"#([^#\n]{2,40})#")
_CJK = re.compile(r"[一-鿿]")
GLUE = "\x02"
"""Stands where a mark inside a sentence was taken out: no part of any word, no boundary either."""


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


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule['pattern']})" for rule in table("furniture")["blank"]))


def mask(text: str) -> str:
    """Return the text folded, with furniture blanked and marks of posts (#, @) resolved; the length stays."""
    plain = _EMOJI.sub(" ", fold(text))
    plain = _furniture().sub(lambda found: " " * len(found.group()), plain)
    plain = _MENTIONS_AT_END.sub(lambda found: " " * len(found.group()), plain)
    plain = _TAG.sub(_tag, plain)
    return _MENTION.sub(_mention, plain).replace("#", " ")


def _tag(found: re.Match[str]) -> str:
    """Keep a tag inside a sentence as plain words; one that stands by itself becomes a sentence of its own."""
    words = found.group(1)
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    inside = bool(_CJK.match(before)) or (before in "，、" and before != "" and after in "，。；！")
    return f"{GLUE}{words}{GLUE}" if inside else f"\n{words}\n"


def _mention(found: re.Match[str]) -> str:
    """Turn `@A @B` into a list `A、B`; a single one is just its name."""
    before = found.string[: found.start()].rstrip()
    listed = bool(re.search(r"@[一-鿿A-Za-z0-9_-]{2,20}$", before[-24:]))
    return ("、" if listed else " ") + found.group(1) + GLUE * len(found.group(2))


def sentences(plain: str, headline_end: int = 0) -> tuple[Sentence, ...]:
    """Cut masked text into sentences. Those that begin before `headline_end`, or stand in 【】, are headlines."""
    items = {found.start(): found.end() for found in _ITEM.finditer(plain)}
    found: list[Sentence] = []
    start, item, bracketed = 0, False, False
    breaks: list[int] = []
    at = 0
    while at <= len(plain):
        mark = plain[at : at + 1]
        begins_item = at in items and (start == at or not plain[start:at].strip() or items[at] - at > 1 or mark >= "\u2460")
        if not mark or mark in _ENDS or begins_item or (mark == " " and _parts(plain, at)):
            if plain[start:at].strip(" 、，,：:"):
                found.append(_sentence(plain, start, at, breaks, bracketed or start < headline_end, item))
            if mark in "【】":
                bracketed = mark == "【"
            item = item and mark == " " if not begins_item else True
            if mark == "\n" or (mark and mark in "。；;" and not begins_item):
                item = False
            at = items[at] if begins_item else at + 1
            start, breaks = at, []
            continue
        if mark in _PAIRS:
            close = plain.find(_PAIRS[mark], at, at + _LONGEST_BRACKET)
            at = close + 1 if close > 0 else at + 1
            continue
        if mark in _BREAKS and not (mark in ",:：" and plain[at - 1 : at].isdigit() and plain[at + 1 : at + 2].isdigit()):
            breaks.append(at)
        at += 1
    return tuple(found)


def _parts(plain: str, at: int) -> bool:
    """Tell whether a blank parts Chinese words; at the edge of the text it does not."""
    return bool(_CJK.match(plain[at - 1 : at])) and bool(_CJK.match(plain[at + 1 : at + 2]))


def _sentence(plain: str, start: int, end: int, breaks: list[int], headline: bool, item: bool) -> Sentence:  # noqa: FBT001 - private
    clauses, left = [], start
    for at in [*breaks, end]:
        if plain[left:at].strip():
            clauses.append(Clause((left, at), colon=at < end and plain[at] in "：:"))
        left = at + 1
    return Sentence((start, end), tuple(clauses), headline, item)
