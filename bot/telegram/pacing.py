"""When the next message may go out: one a second to a chat, twenty a minute to a group, some under thirty a second in all."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

_RECENT_SECONDS = 5.0
"""A private chat that got a message this recently may have passed its own limit."""
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits are 30, 20 and 1.0; a margin keeps clear of them."""

    all_a_second: float = 28.0
    group_a_minute: int = 19
    chat_seconds: float = 1.02
    most_chats: int = 10_000
    """Chats remembered; those that were quiet longest are forgotten first."""


@dataclass(slots=True)
class Pacer:
    """Remembers what was sent when. Times are seconds of any steadily rising clock. Negative chat ids are groups.

    Messages of the whole bot are evenly spaced rather than counted a second, so that no jitter of the network lets too many
    arrive together.
    """

    limits: Limits = field(default_factory=Limits)
    _next: float = 0.0
    _sent: OrderedDict[int, deque[float]] = field(default_factory=OrderedDict)
    _closed_until: float = 0.0
    _chat_closed: dict[int, float] = field(default_factory=dict)

    def wait(self, now: float) -> float:
        """Return the seconds until a message may go to anybody; 0.0 when it may now."""
        return max(self.closed(now), self._next - now)

    def closed(self, now: float) -> float:
        """Return the seconds for which nobody may get anything."""
        return max(0.0, self._closed_until - now)

    def chat_wait(self, chat_id: int, now: float) -> float:
        """Return the seconds until `chat_id` may get a message, as far as its own limits go; 0.0 when it may now."""
        free = self._chat_closed.get(chat_id, 0.0)
        if free and free <= now:
            del self._chat_closed[chat_id]
        if sent := self._sent.get(chat_id):
            free = max(free, sent[-1] + self.limits.chat_seconds)
            if chat_id < 0 and len(sent) >= self.limits.group_a_minute:
                free = max(free, sent[-self.limits.group_a_minute] + _MINUTE)
        return max(0.0, free - now)

    def going(self, now: float) -> None:
        """Remember that a message is on its way."""
        self._next = max(self._next + 1.0 / self.limits.all_a_second, now)

    def sent(self, chat_id: int, now: float) -> None:
        """Remember that a message reached Telegram, at `now` at the latest."""
        times = self._sent.setdefault(chat_id, deque(maxlen=self.limits.group_a_minute if chat_id < 0 else 1))
        times.append(now)
        self._sent.move_to_end(chat_id)
        while len(self._sent) > self.limits.most_chats:
            self._sent.popitem(last=False)

    def is_own(self, chat_id: int, now: float) -> bool:
        """Tell whether a limit that Telegram says was passed can be the chat's own: a quiet chat has passed none."""
        times = self._sent.get(chat_id)
        return times is not None and now - times[-1] < (_MINUTE if chat_id < 0 else _RECENT_SECONDS)

    def close(self, chat_id: int | None, until: float) -> None:
        """Send nothing to the chat, or with None to anybody, before `until`."""
        if chat_id is None:
            self._closed_until = max(self._closed_until, until)
        else:
            self._chat_closed[chat_id] = max(self._chat_closed.get(chat_id, 0.0), until)
