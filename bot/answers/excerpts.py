"""What no fact answers: the passage that does, quoted and never restated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.sources import source
from bot.model import Excerpt, Outcome
from bot.told import Answer, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.model import Reading
    from knowledge.base import KnowledgeBase
    from knowledge.model import Notice, Service

_LOOKED_AT = 20
"""Passages looked at when only some notices are meant."""
_SHOWN = 900
"""Characters of a passage shown; the whole of it stands in `Reply.excerpts`."""


def _withdrawn(notice: Notice, asked_at: datetime) -> bool:
    return notice.withdrawn_at is not None and notice.withdrawn_at <= asked_at


def excerpt(words: str, base: KnowledgeBase, asked_at: datetime, reading: Reading, only: Iterable[Service] = ()) -> Answer | None:
    """Return the passage that surely answers `words`, or None. `only`: look in the notices about these services."""
    services = tuple(only)
    held = {f.notice.id for s in services for f in base.facts(s, asked_at)}
    found = base.passages.find(words, asked_at, _LOOKED_AT)
    passage = next((p for p in found if not _withdrawn(p.notice, asked_at) and (not services or p.notice.id in held)), None)
    if passage is None or passage.score < base.passages.certain:
        return None
    quoted = Excerpt(passage.notice, passage.span, passage.score)
    words_shown = " ".join(quoted.quote.split())
    shown = words_shown if len(words_shown) <= _SHOWN else words_shown[:_SHOWN] + "……"
    lines = (say("excerpt"), say("quote", quote=shown), source(passage.notice))
    return Answer(Outcome.EXCERPT, lines, services, excerpts=(quoted,), reading=reading)
