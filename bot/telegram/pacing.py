"""When the next message may go out: one a second to a chat, twenty a minute to a group, thirty a second in all."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

_RECENT_SECONDS = 5.0
"""A private chat that got a message this recently may have passed its own limit."""
_MINUTE = 60.0
_HANGING_SECONDS = 3.0
"""A call under way for longer no longer counts: it arrived long ago, or never will."""
_A_LITTLE = 0.02


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits are 30, 20 and 1.0; a margin keeps clear of them."""

    all_a_second: int = 29
    group_a_minute: int = 19
    chat_seconds: float = 1.02
    most_chats: int = 10_000
    """Chats remembered; those that were quiet longest are forgotten first."""


@dataclass(slots=True)
class Pacer:
    """Remembers what was sent when. Times are seconds of any steadily rising clock. Negative chat ids are groups.

    A message arrives somewhere between the beginning and the end of its call. So the whole bot's limit counts calls under way
    and calls that ended within a second: then no second of Telegram's can hold more, however the network stalls and bunches
    them. Besides they are evenly spaced, as bunches would have to wait for each other's end.
    """

    limits: Limits = field(default_factory=Limits)
    _next: float = 0.0
    _under_way: OrderedDict[int, float] = field(default_factory=OrderedDict)
    _ended: deque[float] = field(default_factory=deque)
    _calls: int = 0
    _sent: OrderedDict[int, tuple[float, ...]] = field(default_factory=OrderedDict)
    _closed_until: float = 0.0
    _chat_closed: dict[int, float] = field(default_factory=dict)

    def wait(self, now: float) -> float:
        """Return the seconds until a message may go to anybody, or until it is worth asking again; 0.0 when it may now."""
        while self._ended and self._ended[0] <= now - 1.0:
            self._ended.popleft()
        while self._under_way and next(iter(self._under_way.values())) < now - _HANGING_SECONDS:
            self._under_way.popitem(last=False)
        crowded = 0.0
        if len(self._under_way) + len(self._ended) >= self.limits.all_a_second:
            crowded = min(_A_LITTLE, self._ended[0] + 1.0 - now) if self._ended else _A_LITTLE
        return max(self.closed(now), self._next - now, crowded)

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

    def begin(self, now: float) -> int:
        """Remember that a message is on its way; return the number of the call."""
        self._calls += 1
        self._under_way[self._calls] = now
        self._next = max(self._next + 1.0 / self.limits.all_a_second, now)
        return self._calls

    def end(self, call: int, now: float) -> None:
        """Remember that a call has ended, well or not."""
        self._under_way.pop(call, None)
        self._ended.append(now)

    def sent(self, chat_id: int, now: float) -> None:
        """Remember that a message reached a chat, at `now` at the latest."""
        kept = self.limits.group_a_minute if chat_id < 0 else 1
        self._sent[chat_id] = (*self._sent.get(chat_id, ()), now)[-kept:]
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
