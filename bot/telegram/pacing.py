"""When the next message may go out: one a second to a chat, twenty a minute to a group, some under thirty a second in all."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

_ALL_A_SECOND = 25
_GROUP_A_MINUTE = 18
_CHAT_SECONDS = 1.05
"""Telegram's limits are 30, 20 and 1.0; a margin keeps clear of them."""
_MOST_CHATS = 10_000
"""Chats remembered; those that were quiet longest are forgotten first."""


@dataclass(slots=True)
class Pacer:
    """Remembers what was sent when. Times are seconds of any steadily rising clock."""

    _all: deque[float] = field(default_factory=deque)
    _last: dict[int, float] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _closed_until: float = 0.0
    _chat_closed: dict[int, float] = field(default_factory=dict)

    def wait(self, chat_id: int, now: float) -> float:
        """Return the seconds until a message may go to `chat_id`; 0.0 when it may go now. Negative ids are groups."""
        free = [self._closed_until, self._chat_closed.get(chat_id, 0.0)]
        while self._all and self._all[0] <= now - 1.0:
            self._all.popleft()
        if len(self._all) >= _ALL_A_SECOND:
            free.append(self._all[0] + 1.0)
        if chat_id in self._last:
            free.append(self._last[chat_id] + _CHAT_SECONDS)
        if chat_id < 0:
            sent = self._groups.setdefault(chat_id, deque())
            while sent and sent[0] <= now - 60.0:
                sent.popleft()
            if len(sent) >= _GROUP_A_MINUTE:
                free.append(sent[0] + 60.0)
        return max(0.0, max(free) - now)

    def sent(self, chat_id: int, now: float) -> None:
        """Remember that a message went out at `now`."""
        self._all.append(now)
        self._last.pop(chat_id, None)
        self._last[chat_id] = now
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque()).append(now)
        while len(self._last) > _MOST_CHATS:
            quiet = next(iter(self._last))
            del self._last[quiet]
            self._groups.pop(quiet, None)
            self._chat_closed.pop(quiet, None)

    def close(self, chat_id: int, until: float, *, whole_bot: bool) -> None:
        """Send nothing to the chat, or with `whole_bot` to anybody, before `until`."""
        if whole_bot:
            self._closed_until = max(self._closed_until, until)
        else:
            self._chat_closed[chat_id] = max(self._chat_closed.get(chat_id, 0.0), until)
