"""Long polling: updates are kept before the offset moves; a second poller is told and backed off from."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from telegram.error import Conflict, InvalidToken, RetryAfter

from bot.settings import SettingError
from bot.telegram.faults import seconds_of

if TYPE_CHECKING:
    from bot.telegram.caller import Caller
    from bot.telegram.receiving import Door

_LOG = logging.getLogger("noticebot.telegram")
_LONGEST_PAUSE = 60.0
_CONFLICT_PAUSE = 5.0
_IDLE = 6 * 86_400.0
"""After a week without updates Telegram may begin anew with any id, also a lower one; so the offset is forgotten before."""


async def poll(caller: Caller, door: Door) -> None:
    """Poll until cancelled. The offset sent along acknowledges only what was taken in; the first call acknowledges nothing.

    SettingError when Telegram no longer knows the token.
    """
    offset: int | None = None
    last, pause, conflict_pause = time.monotonic(), 1.0, _CONFLICT_PAUSE
    while True:
        await door.has_room()
        try:
            raws = await caller.updates(offset)
            largest = await door.receive(raws)
        except Conflict:
            _LOG.error("another program receives with this token; stop one of the two (next try in %.0f s)", conflict_pause)
            await asyncio.sleep(conflict_pause)
            conflict_pause = min(_LONGEST_PAUSE, conflict_pause * 2)
        except InvalidToken as error:
            raise SettingError("NOTICEBOT_TELEGRAM_TOKEN: Telegram does not know this token any more") from error
        except RetryAfter as error:
            await asyncio.sleep(seconds_of(error))
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, the next try may go well
            _LOG.warning("no updates (%s); next try in %.0f s", type(error).__name__, pause)
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)
        else:
            pause, conflict_pause = 1.0, _CONFLICT_PAUSE
            if largest is not None:
                offset, last = largest + 1, time.monotonic()
            elif time.monotonic() - last > _IDLE:
                offset = None
            if raws and largest is None:  # malformed and not to be acknowledged: it would come again at once
                await asyncio.sleep(pause)
