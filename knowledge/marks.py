"""Characters that keep the place of what was taken out of a text, and the marks that are no part of a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.model import Span

GLUE = "\x02"
"""Stands where a mark inside a sentence was taken out: no part of any word, no boundary either."""
DATE = "\x01"
"""Stands for every character of a date that was read: it parts names, and it is no part of any."""
EDGE = f" {GLUE}{DATE}、，,：:。；;!！“”\"'·|｜\u4e28-—~〜～…"
CJK = re.compile("[一-鿿]")
PARENTHESIS = re.compile(r"[（(][^（()）]*[)）]")


def peel_blank(text: str, start: int, end: int) -> Span:
    """Return the stretch without blanks at its beginning."""
    while start < end and text[start] in f" {GLUE}":
        start += 1
    return start, end
