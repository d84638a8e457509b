"""What happened since the start, counted; nothing in it tells who asked or what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model import Reply

BUCKETS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 60.0)
"""Upper bounds, in seconds, of the time from an update's arrival to its answer's."""


@dataclass(slots=True)
class Counters:
    """What happened since the start."""

    handled: int = 0
    sent: int = 0
    failed: int = 0
    """Failed calls, repeated ones included."""
    limited: int = 0
    """Of the failed calls those that passed a limit of Telegram's."""
    ambiguous: int = 0
    set_aside: int = 0
    without_id: int = 0
    """Updates so malformed that they could not even be acknowledged."""
    replies: Counter[str] = field(default_factory=Counter)
    """Replies by kind."""
    took: Counter[float] = field(default_factory=Counter)
    """Answers by the bucket of the time they took; infinity for longer than all."""
    took_seconds: float = 0.0

    def count(self, reply: Reply) -> None:
        """Count one reply by its kind."""
        self.replies[str(reply.kind)] += 1

    def answered(self, seconds: float) -> None:
        """Count one answer by the time it took."""
        self.took[next((bound for bound in BUCKETS if seconds <= bound), float("inf"))] += 1
        self.took_seconds += seconds
