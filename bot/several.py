"""Several questions in one message: parted where each part asks something of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from bot.model import Outcome
from bot.understanding.cleaning import is_english
from bot.understanding.intents import intent_said
from bot.understanding.lexicon import openers_of_another

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Reply

_MOST = 3
_MARK = "?"
_WEIGHT = (Outcome.ANSWER, Outcome.EXCERPT, Outcome.CHOICE, Outcome.UNKNOWN, Outcome.SOCIAL)
"""Which outcome of several parts is that of the whole, the first that occurs."""


@cache
def _joints() -> re.Pattern[str]:
    return re.compile(rf"[?!。;\n]+|,\s*(?=(?:{openers_of_another()}))")


def questions_in(text: str) -> tuple[str, ...]:
    """Return the questions of a cleaned text, the whole text where it asks one thing; of more than three the whole too."""
    parts, start = [], 0
    for end, following in [*(found.span() for found in _joints().finditer(text)), (len(text), len(text))]:
        if any(map(str.isalnum, text[start:end])):
            parts.append(text[start:end].strip() + text[end : end + 1])
        start = following
    return tuple(parts) if 1 < len(parts) <= _MOST and all(map(_asks, parts)) else (text,)


def _asks(part: str) -> bool:
    """Tell whether a part asks something: by the words of an intent, else by its mark."""
    return part.endswith(_MARK) or intent_said(part.lower(), "en" if is_english(part) else "zh")[0] is not None


def together(replies: Sequence[Reply]) -> Reply:
    """Return replies to several questions as one, in their order; what was asked twice (你确定？哪儿写的) is told once."""
    replies = tuple({reply.text: reply for reply in replies}.values())
    if len(replies) == 1:
        return replies[0]
    kind = next(outcome for outcome in _WEIGHT if any(reply.kind is outcome for reply in replies))
    return replace(
        replies[-1],
        kind=kind,
        text="\n\n".join(reply.text for reply in replies),
        services=tuple(dict.fromkeys(name for reply in replies for name in reply.services)),
        facts=tuple(dict.fromkeys(fact for reply in replies for fact in reply.facts)),
        excerpts=tuple(dict.fromkeys(one for reply in replies for one in reply.excerpts)),
        freshness=next((reply.freshness for reply in replies if reply.freshness), None),
    )
