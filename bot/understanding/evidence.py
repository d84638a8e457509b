"""Services that a question describes in the words of their notices, without a name or a word of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Mention
from bot.understanding.coverage import gaps
from bot.understanding.lexicon import small_words
from bot.understanding.told import content, shared
from knowledge.index import Match, MatchReason
from knowledge.places import related

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.understanding.names import Found
    from knowledge.base import KnowledgeBase
    from knowledge.model import Service, Span

_ENOUGH = 3.0
"""Pairs of characters that must be shared, those of a name counted double."""
_CLOSE = 1.0
_MOST = 4
_SCORE = 0.65


def services_told(text: str, dates: Sequence[Span], found: Found, base: KnowledgeBase, now: datetime) -> tuple[Mention, ...]:
    """Return a mention of the services of the notice that surely speaks of what is asked; () when none does.

    A date alone (3月9日呢) speaks of nothing.
    """
    if not small_words().sub("", "".join(text[a:b] for a, b in gaps(text, dates))):
        return ()
    index = base.index(now)
    passage = next(iter(base.passages.find(text, now, 1)), None)
    if passage is None or passage.score < base.passages.certain:
        return ()
    places = [one.place for one in found.places]

    def fits(service: Service) -> bool:
        own = index.places(service)
        return not places or any(related(a, b) for a in places for b in own)

    asked = content(text)
    weights = {s: shared(asked, s, index) for s in index.by_notice.get(passage.notice.id, ()) if fits(s)}
    best = max(weights.values(), default=0.0)
    if best < _ENOUGH:
        return ()
    chosen = [s for s, weight in weights.items() if weight > best - _CLOSE][:_MOST]
    return (Mention(text, (0, len(text)), tuple(Match(s, MatchReason.KIND, _SCORE, text) for s in chosen)),)
