"""One running bot, from taking up what the last run left to its orderly end, whichever way it receives."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot.telegram import buttons, feedback, inbox, outbox, silence
from bot.telegram.caller import reached
from bot.telegram.counters import Counters
from bot.telegram.receiving import Door
from bot.telegram.sender import Sender
from bot.telegram.texts import LANGUAGES, texts
from bot.telegram.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Connection

    from bot.clock import Clock
    from bot.telegram.caller import Caller
    from bot.telegram.desk import Desk
    from bot.telegram.pacing import Pacer
    from bot.telegram.thinking import House

_LOG = logging.getLogger("noticebot.telegram")
_HANDLING_SECONDS, _FLUSH_SECONDS, _CALL_SECONDS = 1.5, 1.5, 3.0
"""An orderly end waits so long for what is being handled, for what can be sent at once, for calls under way."""
_START_SECONDS = 3.0
"""Receiving begins after so long even if what the last run left cannot be read yet."""
_KEPT = timedelta(days=7)
_HOUSEKEEPING_SECONDS = 3600.0


class _Left(NamedTuple):
    """What the last run left."""

    key: bytes
    silence: dict[int | None, float]
    messages: list[outbox.Outgoing]
    updates: list[inbox.Waiting]


class Bot:
    """The parts of a bot, wired. `aside` names the damaged store that was put aside before the start, if one was."""

    def __init__(
        self, house: House, caller: Caller, desk: Desk, clock: Clock, *, pacer: Pacer | None = None, aside: str = ""
    ) -> None:
        self.counters = Counters()
        self._caller, self._house, self._desk, self._clock, self._aside = caller, house, desk, clock, aside
        self._sender = Sender(caller, desk, self.counters, pacer)
        self._worker = Worker(house, desk, self._sender, clock, self.counters)
        self._door = Door(desk, self._worker, clock, self.counters)
        self._taken_up = asyncio.Event()

    def queues(self) -> dict[str, int]:
        """Return how much waits in memory to be handled and to be sent."""
        return {"updates": self._worker.waiting, "messages": self._sender.waiting}

    async def serve(self, stopping: asyncio.Event, receive: Callable[[Door], Awaitable[None]]) -> None:
        """Serve until `stopping` is set or `receive` fails; then let what is under way come to its end."""
        serving = asyncio.create_task(self._serve(receive))
        keeping = asyncio.create_task(self._keep_house())
        stop = asyncio.create_task(stopping.wait())
        await asyncio.wait([serving, stop], return_when=asyncio.FIRST_COMPLETED)
        for task in (serving, keeping, stop):
            task.cancel()
        ended = await asyncio.gather(serving, keeping, stop, return_exceptions=True)
        await self._worker.drain(_HANDLING_SECONDS)
        await self._sender.drain(_FLUSH_SECONDS, _CALL_SECONDS)
        await asyncio.to_thread(self._desk.close)
        with contextlib.suppress(Exception):
            await self._caller.stop()
        _LOG.info("stopped; %d updates handled, %d messages sent", self.counters.handled, self.counters.sent)
        if isinstance(ended[0], Exception):
            raise ended[0]

    async def _serve(self, receive: Callable[[Door], Awaitable[None]]) -> None:
        self._worker.bot_id, self._worker.username = await reached(self._caller.start)
        self._look_for_left()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._taken_up.wait(), _START_SECONDS)
        _LOG.info("ready")
        await receive(self._door)

    def _look_for_left(self) -> None:
        """Take up what the last run left; as it is asked before anything is received, nothing of this run is among it."""
        loop = asyncio.get_running_loop()

        def look(connection: Connection) -> None:
            if self._aside:
                outbox.queue(connection, self._warnings(), self._clock())
            left = _Left(
                feedback.key(connection),
                silence.recorded(connection, time.time()),
                outbox.unsent(connection),
                inbox.waiting(connection),
            )
            loop.call_soon_threadsafe(self._take_up, left)

        self._desk.post(look)

    def _take_up(self, left: _Left) -> None:
        if self._taken_up.is_set():
            return
        self._taken_up.set()
        self._sender.key = left.key
        for scope, seconds in left.silence.items():
            self._sender.pacer.close(scope, time.monotonic() + seconds)
        self._sender.take(left.messages)
        self._worker.take(left.updates)

    def _warnings(self) -> list[outbox.Outgoing]:
        """Return what operators are told about a damaged store."""
        text = "\n".join(texts(one)["damaged"].format(name=self._aside) for one in LANGUAGES)
        chats = sorted(self._house.operators)
        return [outbox.Outgoing("sendMessage", {"chat_id": chat, "text": text}, chat, str(chat)) for chat in chats]

    async def _keep_house(self) -> None:
        """Delete what is older than a week or over: at the start, then once an hour."""

        def tidy(connection: Connection) -> None:
            moment = self._clock() - _KEPT
            inbox.forget_before(connection, moment)
            outbox.forget_before(connection, moment)
            buttons.forget_before(connection, moment)
            silence.forget_over(connection, time.time())

        while True:
            self._desk.post(tidy)
            await asyncio.sleep(_HOUSEKEEPING_SECONDS)
