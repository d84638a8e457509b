"""Recorded messages go out: in order per chat, paced, each tried until its fate is known."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.telegram import outbox
from bot.telegram.faults import Fate, Fault, judge
from bot.telegram.pacing import Pacer
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.telegram.caller import Caller
    from bot.telegram.desk import Desk
    from bot.telegram.logs import Counters
    from bot.telegram.outbox import Outgoing

_LOG = logging.getLogger("noticebot.telegram")
_EXPENDABLE = {"answerCallbackQuery", "answerInlineQuery", "sendChatAction"}
"""What is worthless a minute later: tried once."""


class Sender:
    """One task per chat that has something to be sent; a task ends when its chat's line is empty."""

    def __init__(self, caller: Caller, desk: Desk, counters: Counters) -> None:
        self._caller, self._desk, self._counters = caller, desk, counters
        self._pacer = Pacer()
        self._lines: dict[str, deque[Outgoing]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, messages: Iterable[Outgoing]) -> None:
        """Send these after what waits for the same conversation."""
        for message in messages:
            line = self._lines.get(message.chat)
            if line is None:
                self._lines[message.chat] = deque([message])
                task = asyncio.get_running_loop().create_task(self._serve(message.chat))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                line.append(message)

    async def drain(self, seconds: float) -> None:
        """Give what is being sent `seconds` to go out; the rest stays recorded for the next start."""
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=seconds)
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=1)

    @property
    def waiting(self) -> int:
        """How many messages wait to be sent."""
        return sum(len(line) for line in self._lines.values())

    async def _serve(self, chat: str) -> None:
        line = self._lines[chat]
        try:
            while line:
                await self._send(line[0])
                line.popleft()
        finally:
            self._lines.pop(chat, None)

    async def _send(self, message: Outgoing) -> None:
        tries = message.tries
        while True:
            if message.chat_id is not None:
                await self._pace(message.chat_id)
            await self._mark(message, "sending", tried=True)
            try:
                await self._caller.call(message.method, message.payload)
            except TelegramError as error:
                fault = judge(error, tries=tries)
            else:
                self._counters.sent += 1
                await self._mark(message, "sent")
                return
            tries += 1
            if await self._settled(message, fault):
                return
            if fault.fate is Fate.MOVED:
                message = type(message)(
                    message.method, {**message.payload, "chat_id": fault.chat_id}, fault.chat_id, message.seq, tries, message.chat
                )

    async def _pace(self, chat_id: int) -> None:
        while (wait := self._pacer.wait(chat_id, time.monotonic())) > 0:  # noqa: ASYNC110 - the wait is known, no event tells it
            await asyncio.sleep(wait)
        self._pacer.sent(chat_id, time.monotonic())

    async def _settled(self, message: Outgoing, fault: Fault) -> bool:
        """Record what a failed call came to; return True when the message is not to be tried again."""
        self._counters.failed += 1
        match fault.fate:
            case Fate.LATER if message.method not in _EXPENDABLE:
                await self._mark(message, "queued")
                self._pacer.close(message.chat_id or 0, time.monotonic() + fault.seconds, whole_bot=fault.whole_bot)
                await asyncio.sleep(fault.seconds)
                return False
            case Fate.MOVED:
                old = message.chat_id or 0
                await self._desk.write(partial(outbox.move_chat, old=old, new=fault.chat_id))
                return False
            case Fate.GONE:
                _LOG.info("a chat is gone")
                await self._desk.write(partial(outbox.drop_chat, chat_id=message.chat_id or 0))
                await self._mark(message, "dropped")
            case Fate.AMBIGUOUS:
                _LOG.warning("nobody knows whether message %d arrived; it is not repeated", message.seq)
                await self._mark(message, "ambiguous")
            case _:
                _LOG.warning("message %d was not taken", message.seq)
                await self._mark(message, "dropped")
        return True

    async def _mark(self, message: Outgoing, state: str, *, tried: bool = False) -> None:
        """Record a state; a store that cannot be written (disk full) does not keep citizens from their answers."""
        with contextlib.suppress(StoreError):
            await self._desk.write(partial(outbox.mark, seq=message.seq, state=state, tried=tried))
