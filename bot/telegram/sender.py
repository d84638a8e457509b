"""Recorded messages go out: in order per line, paced, each tried until its fate is known."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections import deque
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.telegram import outbox, people, silence
from bot.telegram.faults import Fate, Fault, judge
from bot.telegram.feedback import digest
from bot.telegram.pacing import Pacer
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection

    from bot.telegram.caller import Caller
    from bot.telegram.counters import Counters
    from bot.telegram.desk import Desk
    from bot.telegram.outbox import Outgoing

_LOG = logging.getLogger("noticebot.telegram")
_EXPENDABLE = {"answerCallbackQuery", "answerInlineQuery", "sendChatAction"}
"""What is worthless a minute later: tried once."""
_FEW, _A_MOMENT = 10, 0.1
_WORTH_RECORDING = 2.0
"""Seconds of silence that a restart must know of."""


class Sender:
    """One task per line that has something to be sent; a task ends when its line is empty."""

    def __init__(self, caller: Caller, desk: Desk, counters: Counters, pacer: Pacer | None = None) -> None:
        self._caller, self._desk, self._counters = caller, desk, counters
        self.pacer = pacer or Pacer()
        self.key = secrets.token_bytes(8)  # until the store's own is read
        self._lines: dict[str, deque[Outgoing]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._calling: set[asyncio.Task[None] | None] = set()
        self._gate = asyncio.Lock()
        self._stopping = False

    def take(self, messages: Iterable[Outgoing]) -> None:
        """Send these after what waits in the same line."""
        for message in messages:
            line = self._lines.get(message.line)
            if line is None:
                self._lines[message.line] = deque([message])
                task = asyncio.get_running_loop().create_task(self._serve(message.line))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                line.append(message)

    @property
    def waiting(self) -> int:
        """How many messages wait to be sent. Other threads may ask: the list is made in one step."""
        return sum(map(len, list(self._lines.values())))

    async def few_wait(self, line: str) -> None:
        """Wait until few messages wait in a line: who asks faster than Telegram lets anybody answer is held up alone."""
        while len(self._lines.get(line, ())) >= _FEW and not self._stopping:  # noqa: ASYNC110 - the pacing is a matter of seconds
            await asyncio.sleep(_A_MOMENT)

    async def drain(self, flush_seconds: float, call_seconds: float) -> None:
        """Send on for a moment, then begin no more calls and wait for those under way; the rest stays recorded."""
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=flush_seconds)
        self._stopping = True
        for task in self._tasks - self._calling:
            task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=call_seconds)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, name: str) -> None:
        line = self._lines[name]
        try:
            while line:
                try:
                    await self._send(line[0])
                except Exception as error:  # noqa: BLE001 - one message must not stop those after it
                    _LOG.error("message %d failed with %s", line[0].seq, type(error).__name__)
                line.popleft()
        finally:
            self._lines.pop(name, None)

    async def _send(self, message: Outgoing) -> None:
        """Send one message; return when its fate is known."""
        tries = 0
        while True:
            call = await self._pace(message.chat_id)
            fault = await self._called(message, tries, call)
            if self._is_settled(message, fault):
                return
            tries += 1
            if fault is not None and fault.fate is Fate.MOVED:
                payload = {**message.payload, "chat_id": fault.chat_id}
                message = replace(message, payload=payload, chat_id=fault.chat_id)
            elif fault is not None and fault.fate is Fate.LATER:
                await asyncio.sleep(fault.seconds)

    async def _pace(self, chat_id: int | None) -> int:
        """Wait until a call may be made; return its number. What goes to no chat (0) counts for no limit but silence."""
        if chat_id is None:
            while (seconds := self.pacer.closed(time.monotonic())) > 0:  # noqa: ASYNC110 - the wait is known, no event tells it
                await asyncio.sleep(seconds)
            return 0
        while (seconds := self.pacer.chat_wait(chat_id, time.monotonic())) > 0:  # noqa: ASYNC110 - the same
            await asyncio.sleep(seconds)
        async with self._gate:  # first come, first served
            while (seconds := self.pacer.wait(time.monotonic())) > 0:  # noqa: ASYNC110 - the same
                await asyncio.sleep(seconds)
            return self.pacer.begin(time.monotonic())

    async def _called(self, message: Outgoing, tries: int, call: int) -> Fault | None:
        """Record that the call is made, and make it; return what went wrong."""
        task = asyncio.current_task()
        if self._stopping:
            raise asyncio.CancelledError
        self._calling.add(task)
        try:
            if message.seq and message.method not in _EXPENDABLE:
                await self._about_to_send(message.seq)
            try:
                await self._caller.call(message.method, message.payload)
                fault = None
            except Exception as error:  # noqa: BLE001 - every error is judged
                fault = judge(error, tries=tries)
        finally:
            self._calling.discard(task)
            if call:
                self.pacer.end(call, time.monotonic())
        arrived = fault is None or fault.fate in {Fate.DELIVERED, Fate.AMBIGUOUS}
        if message.chat_id is not None and arrived:
            self.pacer.sent(message.chat_id, time.monotonic())
        return fault

    async def _about_to_send(self, seq: int) -> None:
        """Record that the call is made; a store that cannot be written does not keep citizens from their answers."""
        with contextlib.suppress(StoreError):
            await self._desk.write(partial(outbox.sending, seq=seq))

    def _is_settled(self, message: Outgoing, fault: Fault | None) -> bool:
        """Record what a call came to; return True when it is not to be made again."""
        if fault is None or fault.fate is Fate.DELIVERED:
            self._counters.sent += 1
            self._record(message, outbox.done)
            return True
        self._counters.failed += 1
        again = message.method not in _EXPENDABLE
        match fault.fate:
            case Fate.LIMITED:
                self._counters.limited += 1
                self._keep_silent(message.chat_id, fault.seconds)
            case Fate.LATER:
                pass
            case Fate.MOVED:
                self._desk.post(partial(people.move, old=message.chat_id or 0, new=fault.chat_id))
            case Fate.GONE:
                _LOG.info("chat %s is gone", digest(str(message.chat_id), self.key))
                self._desk.post(partial(outbox.drop_chat, chat_id=message.chat_id or 0))
                again = False
            case Fate.AMBIGUOUS:
                self._counters.ambiguous += 1
                _LOG.warning("nobody knows whether message %d arrived; it is not repeated", message.seq)
                self._record(message, outbox.doubtful)
                return True
            case _:
                _LOG.warning("Telegram did not take message %d (%s)", message.seq, message.method)
                again = False
        self._record(message, outbox.again if again else outbox.done)
        return not again

    def _record(self, message: Outgoing, what: Callable[[Connection, int], None]) -> None:
        if message.seq:
            self._desk.post(lambda connection: what(connection, message.seq))

    def _keep_silent(self, chat_id: int | None, seconds: float) -> None:
        """Obey a limit to its end, in its scope: the chat when it got a message recently, else the whole bot."""
        scope = chat_id if chat_id is not None and self.pacer.is_own(chat_id, time.monotonic()) else None
        self.pacer.close(scope, time.monotonic() + seconds)
        _LOG.warning("Telegram wants silence for %.0f s (%s)", seconds, "one chat" if scope is not None else "all chats")
        if seconds >= _WORTH_RECORDING:
            self._desk.post(partial(silence.record, scope=scope, until=time.time() + seconds))
