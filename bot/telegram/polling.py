"""Long polling: updates are kept before the offset moves; a second poller is told and waited out."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram import inbox
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.telegram.caller import Caller
    from bot.telegram.desk import Desk
    from bot.telegram.worker import Worker

_LOG = logging.getLogger("noticebot.telegram")
_LONGEST_PAUSE = 60.0
_CONFLICT_PAUSE = 15.0


async def poll(caller: Caller, desk: Desk, worker: Worker, clock: Clock) -> None:
    """Poll until cancelled. The offset sent along acknowledges only what is in the store."""
    offset = await desk.write(inbox.offset)
    pause = 1.0
    while True:
        await worker.has_room()
        try:
            raws = await caller.updates(offset)
            fresh = await desk.write(partial(inbox.keep, raws=raws, now=clock()))
        except Conflict:
            _LOG.error("another program polls with this token; stop one of the two (trying again in %.0f s)", _CONFLICT_PAUSE)
            await asyncio.sleep(_CONFLICT_PAUSE)
        except InvalidToken:
            raise
        except RetryAfter as error:
            seconds = error.retry_after
            await asyncio.sleep(float(seconds) if isinstance(seconds, int) else seconds.total_seconds())
        except (TelegramError, StoreError) as error:
            _LOG.warning("no updates (%s); trying again in %.0f s", type(error).__name__, pause)
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)
        else:
            pause = 1.0
            ids = [raw["update_id"] for raw in raws if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]
            offset = max([offset, *(update_id + 1 for update_id in ids)])
            worker.take(fresh)
            if raws and not ids:
                await asyncio.sleep(pause)
