"""What the words around a date make of it: a dateline, a beginning, an end, the old or the new date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.dates.mentions import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.dates.rules import RoleRule
    from knowledge.model import Span

_ENGLISH_BEFORE, _ENGLISH_AFTER = re.compile("[a-z] $"), re.compile(" [a-z]")
_BEFORE = {"zh": 14, "en": 40}
_AFTER = 30
"""How many characters around a date can decide."""


def role_of(text: str, span: Span, rules: Sequence[RoleRule]) -> tuple[Role, Span]:
    """Return the role of the date at `span`, and the span widened by the words that decided it."""
    start, end = span
    language = "en" if _ENGLISH_BEFORE.search(text, max(0, start - 2), start) or _ENGLISH_AFTER.match(text, end) else "zh"
    before = text[max(0, start - _BEFORE[language]) : start]
    after = text[end : end + _AFTER]
    for rule in rules:
        if rule.language != language:
            continue
        left = rule.before.search(before) if rule.before else None
        if rule.before and left is None:
            continue
        right = rule.after.match(after) if rule.after else None
        if rule.after and right is None:
            continue
        if rule.words and not rule.words.match(text, start, end):
            continue
        wide = 0 if rule.role == Role.DATELINE else right.end() if right else 0
        return Role(rule.role), (start - (len(before) - left.start() if left else 0), end + wide)
    return Role.PLAIN, span
