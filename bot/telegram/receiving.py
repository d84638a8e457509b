"""What both ways of receiving share: updates are kept, or where nothing can be kept, answered before they are acknowledged."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.telegram import inbox
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.clock import Clock
    from bot.telegram.counters import Counters
    from bot.telegram.desk import Desk
    from bot.telegram.inbox import Waiting
    from bot.telegram.worker import Worker

_MOST_REMEMBERED = 10_000


class Door:
    """The one way in."""

    def __init__(self, desk: Desk, worker: Worker, clock: Clock, counters: Counters) -> None:
        self._desk, self._worker, self._clock, self._counters = desk, worker, clock, counters
        self._unkept: OrderedDict[int, None] = OrderedDict()

    async def has_room(self) -> None:
        """Wait while too much is in memory."""
        await self._worker.has_room()

    async def receive(self, raws: Sequence[Any]) -> int | None:
        """Take in updates; when this returns they may be acknowledged. Return the largest id, None when none has one.

        Duplicates do no harm. What has no usable id is counted and left out.
        """
        found = inbox.sorted_out(raws)
        self._counters.without_id += sum(not inbox.has_id(raw) for raw in raws)
        if not found:
            return None
        new = [one for one in found if one.update_id not in self._unkept]
        try:
            fresh = await self._desk.write(partial(inbox.keep, found=new, now=self._clock()))
        except StoreError:
            await self._handled(found)
        else:
            self._worker.take(fresh)
        return found[-1].update_id

    async def _handled(self, found: Sequence[Waiting]) -> None:
        """Let what cannot be kept be handled, and wait for it; one that comes again meanwhile waits along, handled once."""
        new = [replace(one, kept=False) for one in found if one.update_id not in self._unkept]
        self._unkept.update(dict.fromkeys(one.update_id for one in new))
        while len(self._unkept) > _MOST_REMEMBERED:
            self._unkept.popitem(last=False)
        self._worker.take(new)
        await self._worker.handled({one.chat for one in found})
