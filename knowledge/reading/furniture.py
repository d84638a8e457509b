"""What surrounds a notice in a post or on a page, blanked before it is read."""

from __future__ import annotations

import re

from knowledge.marks import CJK, GLUE
from knowledge.text import fold, simplified
from knowledge.words import pattern_in

_EMOJI = re.compile("[\U0001f000-\U0001faff☀-➿️⃣‍]")
_MENTION = re.compile(r"@([一-鿿A-Za-z0-9_-]{2,20})( ?)")
_MENTION_BEFORE = re.compile(r"@[一-鿿A-Za-z0-9_-]{2,20}\s*$")
_MENTIONS_AT_END = re.compile(r"(?:@[一-鿿A-Za-z0-9_·-]{2,24}\s*)+(?=$|[。！!…\n])")
_REACH = 28
"""Characters in which another account stands before one of a list."""
_TAG = re.compile(r"(?<![0-9A-Za-z])#([^#\n]{2,40})#")
_STRAIGHT = re.compile(r"\"([^\"\n]{0,20}[一-鿿][^\"\n]{0,20})\"")
"""Chinese words between straight quotation marks, which do not tell which one opens."""
_LOOSE = re.compile(r"(?<![0-9])#|#(?![一-鿿])")
"""Marks of posts; behind a figure it is a number's (2#桥)."""


def mask(text: str) -> str:
    """Return the text folded and simplified, with furniture blanked and marks of posts (#, @) resolved; the length stays."""
    told = simplified(fold(text))
    told = _STRAIGHT.sub(r"“\1”", told) if '"' in told else told
    plain = _EMOJI.sub(" ", told)
    if furniture := pattern_in(plain, "furniture", "blank"):
        plain = furniture.sub(_blank, plain)
    if "@" not in plain and "#" not in plain:
        return plain
    plain = _TAG.sub(_tag, _MENTIONS_AT_END.sub(_blank, plain))
    return _LOOSE.sub(" ", _MENTION.sub(_mention, plain))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _tag(found: re.Match[str]) -> str:
    """Keep a tag inside a sentence as plain words; one that stands by itself becomes a sentence of its own."""
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    inside = bool(CJK.match(before)) or (before in "，、" and before != "" and after in "，。；！】")
    return f"{GLUE}{found.group(1)}{GLUE}" if inside else f"\n{found.group(1)}\n"


def _mention(found: re.Match[str]) -> str:
    """Turn `@A @B` into a list `A、B`; a single one is just its name."""
    listed = _MENTION_BEFORE.search(found.string, max(0, found.start() - _REACH), found.start())
    return ("、" if listed else " ") + found.group(1) + GLUE * len(found.group(2))
