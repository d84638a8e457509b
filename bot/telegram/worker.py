"""Kept updates are handled: in order per conversation, conversations side by side, thinking off the event loop."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from bot.dialogue import Memory
from bot.telegram import handling, inbox, outbox, people
from bot.telegram.incoming import Deed, MalformedError, read_update
from bot.telegram.operators import withdraw
from bot.telegram.outbox import Outgoing
from bot.telegram.texts import texts
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from bot.clock import Clock
    from bot.telegram.desk import Desk
    from bot.telegram.handling import House, Thought
    from bot.telegram.inbox import Waiting
    from bot.telegram.incoming import Incoming
    from bot.telegram.logs import Counters
    from bot.telegram.sender import Sender

_LOG = logging.getLogger("noticebot.telegram")
_AT_ONCE = 2
"""Questions thought about side by side: the cores of a small machine."""
_MOST_WAITING = 2000
"""Updates that may wait in memory."""
_TYPING_AFTER = 1.5
"""Seconds of thinking after which the chat shows that an answer is being written."""


class Worker:
    """One task per conversation that has updates waiting."""

    def __init__(self, house: House, desk: Desk, sender: Sender, clock: Clock, counters: Counters) -> None:
        self._house, self._desk, self._sender, self._clock, self._counters = house, desk, sender, clock, counters
        self._lines: dict[str, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._thinking = asyncio.Semaphore(_AT_ONCE)
        self._room = asyncio.Event()
        self.bot_id, self.username = 0, ""

    def take(self, found: Iterable[Waiting]) -> None:
        """Handle these after what waits for the same conversation."""
        for one in found:
            line = self._lines.get(one.chat)
            if line is None:
                self._lines[one.chat] = deque([one])
                task = asyncio.get_running_loop().create_task(self._serve(one.chat))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                line.append(one)

    async def drain(self, seconds: float) -> None:
        """Give what is being handled `seconds`; the rest waits in the inbox for the next start."""
        for line in self._lines.values():
            while len(line) > 1:
                line.pop()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=seconds)

    @property
    def waiting(self) -> int:
        """How many updates wait to be handled."""
        return sum(len(line) for line in self._lines.values())

    async def has_room(self) -> None:
        """Wait while too many updates are in memory; Telegram keeps the rest (for a day)."""
        while self.waiting > _MOST_WAITING:
            self._room.clear()
            await self._room.wait()

    async def _serve(self, chat: str) -> None:
        line = self._lines[chat]
        try:
            while line:
                taken = self._old_ones(line) or [line[0]]
                await self._handle(taken)
                for _ in taken:
                    line.popleft()
                self._room.set()
        finally:
            self._lines.pop(chat, None)

    def _old_ones(self, line: deque[Waiting]) -> list[Waiting]:
        """Return the questions at the head of the line that waited through an outage, when there are several."""
        old = []
        for one in line:
            try:
                incoming = read_update(one.raw, self.username, self.bot_id)
            except MalformedError:
                break
            if incoming is None or not handling.is_old(incoming, self._clock()):
                break
            old.append(one)
        return old if len(old) > 1 else []

    async def _handle(self, taken: Sequence[Waiting]) -> None:
        ids = [one.update_id for one in taken]
        try:
            deeds = [read_update(one.raw, self.username, self.bot_id) for one in taken]
        except MalformedError:
            self._counters.set_aside += len(ids)
            _LOG.warning("update %d is malformed and set aside", ids[0])
            await self._write(partial(inbox.finish, update_ids=ids, state="set_aside"))
            return
        asked = [one for one in deeds if one is not None]
        if not asked:
            await self._write(partial(inbox.finish, update_ids=ids))
            return
        try:
            if told := await self._withdrawn(asked[0]):
                messages = await self._desk.write(partial(self._told, text=told, incoming=asked[0], ids=ids, chat=taken[0].chat))
                self._sender.take(messages)
                return
            thoughts = await self._think(asked)
            messages = await self._desk.write(
                partial(self._answered, asked=asked, thoughts=thoughts, ids=ids, chat=taken[0].chat)
            )
        except StoreError as error:
            _LOG.error("the store cannot be written: %s", error)
            messages = self._unrecorded(asked, taken[0].chat)
        except Exception as error:  # noqa: BLE001 - the rim: one bad update must not stop the others
            _LOG.error("update %d failed with %s", ids[0], type(error).__name__)
            self._counters.set_aside += len(ids)
            messages = await self._write(partial(self._given_up, asked=asked, ids=ids, chat=taken[0].chat)) or []
        self._counters.handled += len(ids)
        self._sender.take(messages)

    async def _think(self, asked: Sequence[Incoming]) -> list[Thought | None]:
        """Return what the core makes of each; a person's memory goes from question to question."""
        first = asked[0]
        memory, language = await self._desk.write(partial(people.recall, chat_id=first.chat_id, user_id=first.user_id))
        thoughts: list[Thought | None] = []
        typing = asyncio.get_running_loop().call_later(_TYPING_AFTER, self._show_typing, first)
        try:
            for one in asked:
                async with self._thinking:
                    thought = await asyncio.to_thread(handling.think, one, memory, language, self._house, self._clock())
                thoughts.append(thought)
                if thought is not None:
                    memory = thought.memory
                    self._counters.count(thought.reply.kind)
        finally:
            typing.cancel()
        return thoughts

    def _show_typing(self, incoming: Incoming) -> None:
        if incoming.chat_id:
            message = Outgoing(
                "sendChatAction", {"chat_id": incoming.chat_id, "action": "typing"}, None, chat=f"typing {incoming.chat_id}"
            )
            self._sender.take([message])

    def _answered(
        self,
        connection: Connection,
        *,
        asked: Sequence[Incoming],
        thoughts: Sequence[Thought | None],
        ids: Sequence[int],
        chat: str,
    ) -> list[Outgoing]:
        """Record the answer and that the updates are handled, in one transaction."""
        now = self._clock()
        if len(asked) > 1:
            told = [(one, thought) for one, thought in zip(asked, thoughts, strict=True) if thought is not None]
            messages = handling.digest(connection, told)
        else:
            messages = handling.handle(connection, asked[0], thoughts[0], self._house, now)
        inbox.finish(connection, ids)
        return outbox.queue(connection, ids[-1], chat, messages, now)

    def _given_up(self, connection: Connection, *, asked: Sequence[Incoming], ids: Sequence[int], chat: str) -> list[Outgoing]:
        inbox.finish(connection, ids, "set_aside")
        return outbox.queue(connection, ids[-1], chat, handling.failed(asked[0]), self._clock())

    def _unrecorded(self, asked: Sequence[Incoming], chat: str) -> list[Outgoing]:
        """Answer all the same when nothing can be recorded (disk full): plain, without buttons and memory."""
        messages = []
        for one in asked:
            thought = handling.think(one, Memory(), None, self._house, self._clock()) if one.deed is Deed.ASK else None
            if thought is not None:
                payload = {"chat_id": one.chat_id, "text": thought.reply.text[:4000]}
                messages.append(Outgoing("sendMessage", payload, one.chat_id, chat=chat))
        return messages

    async def _write(self, job: Callable[[Connection], list[Outgoing] | None]) -> list[Outgoing]:
        try:
            done = await self._desk.write(job)
        except StoreError as error:
            _LOG.error("the store cannot be written: %s", error)
            return []
        return done or []

    async def _withdrawn(self, incoming: Incoming) -> str | None:
        """Take a notice back when an operator asks for it, outside any transaction."""
        return await asyncio.to_thread(withdraw, incoming, self._house, texts(incoming.language), self._clock())

    def _told(self, connection: Connection, *, text: str, incoming: Incoming, ids: Sequence[int], chat: str) -> list[Outgoing]:
        inbox.finish(connection, ids)
        message = Outgoing("sendMessage", {"chat_id": incoming.chat_id, "text": text}, incoming.chat_id)
        return outbox.queue(connection, ids[-1], chat, [message], self._clock())
