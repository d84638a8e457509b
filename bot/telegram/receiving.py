"""What both ways of receiving share: updates are kept, or where nothing can be kept, answered before they are acknowledged."""

from __future__ import annotations

import logging
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.telegram import inbox
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.clock import Clock
    from bot.telegram.counters import Counters
    from bot.telegram.desk import Desk
    from bot.telegram.worker import Worker

_LOG = logging.getLogger("noticebot.telegram")
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
        self._counters.without_id += sum(not (isinstance(raw, dict) and isinstance(raw.get("update_id"), int)) for raw in raws)
        if not found:
            return None
        new = [one for one in found if one.update_id not in self._unkept]
        try:
            fresh = await self._desk.write(partial(inbox.keep, found=new, now=self._clock()))
        except StoreError:
            await self._worker.take_all(inbox.sorted_out((one.raw for one in new), kept=False))
            self._unkept.update(dict.fromkeys(one.update_id for one in new))
            while len(self._unkept) > _MOST_REMEMBERED:
                self._unkept.popitem(last=False)
        else:
            self._worker.take(fresh)
        return found[-1].update_id
