"""Several questions in one message: parted where each part asks something of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from bot.model import Intent, Outcome
from bot.understanding.cleaning import is_english
from bot.understanding.intents import LISTS, intent_said
from bot.understanding.lexicon import asks_whether, ends_of_asking, openers_of_another

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
    parts = [clause for part in parts for clause in _clauses(part)]
    return tuple(parts) if 1 < len(parts) <= _MOST and all(map(_asks, parts)) else (text,)


def _clauses(part: str) -> list[str]:
    """Return the clauses of a part where each asks something else; a list tells what is asked about it too."""
    clauses = [clause for clause in re.split(r",\s*", part) if any(map(str.isalnum, clause))]
    said = [_said(clause) for clause in clauses]
    return clauses if None not in said and len(set(said)) == len(said) and LISTS.isdisjoint(said) else [part]


def _said(part: str) -> Intent | None:
    """Return what a part asks by its words; a state where its end asks (某处关了吗)."""
    said = intent_said(part.lower(), "en" if is_english(part) else "zh")[0]
    clause = part.rstrip(_MARK)
    asks = clause.endswith(ends_of_asking()) or asks_whether().search(clause)
    return Intent.STATUS if said is None and asks else said


def _asks(part: str) -> bool:
    """Tell whether a part asks something: by the words of an intent, else by its mark."""
    return part.endswith(_MARK) or _said(part) is not None


def together(replies: Sequence[Reply]) -> Reply:
    """Return replies to several questions as one, in their order; what was told already is not told again."""
    if len(replies) == 1:
        return replies[0]
    told: set[str] = set()
    texts = []
    for reply in replies:
        lines = [line for line in reply.text.split("\n") if line not in told]
        told |= set(lines)
        texts += ["\n".join(lines)] if lines else []
    kind = next(outcome for outcome in _WEIGHT if any(reply.kind is outcome for reply in replies))
    return replace(
        replies[-1],
        kind=kind,
        text="\n\n".join(texts),
        services=tuple(dict.fromkeys(name for reply in replies for name in reply.services)),
        facts=tuple(dict.fromkeys(fact for reply in replies for fact in reply.facts)),
        excerpts=tuple(dict.fromkeys(one for reply in replies for one in reply.excerpts)),
        freshness=next((reply.freshness for reply in replies if reply.freshness), None),
    )
