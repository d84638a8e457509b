"""Kept updates are handled: in order per conversation, conversations side by side, thinking off the event loop."""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections import OrderedDict, deque
from functools import partial
from typing import TYPE_CHECKING

from bot.telegram import answering, inbox, operators, outbox
from bot.telegram.incoming import Deed, MalformedError, read_update
from bot.telegram.messages import in_topic
from bot.telegram.outbox import Outgoing
from bot.telegram.thinking import Known, Thought, know, think
from bot.telegram.topics import Page
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from bot.clock import Clock
    from bot.dialogue import Memory
    from bot.telegram.counters import Counters
    from bot.telegram.desk import Desk
    from bot.telegram.inbox import Waiting
    from bot.telegram.incoming import Incoming
    from bot.telegram.sender import Sender
    from bot.telegram.thinking import House

_LOG = logging.getLogger("noticebot.telegram")
_AT_ONCE = 2
"""Questions thought about side by side: the cores of a small machine."""
_MOST_WAITING = 2000
"""Updates and messages that may wait in memory; Telegram keeps the rest for a day."""
_TYPING_AFTER = 1.5
"""Seconds of thinking after which the chat shows that an answer is being written."""
_MANY = 20
"""Questions of one conversation that are answered one by one."""
_MOST_REMEMBERED = 1000
"""Conversations kept in memory alone while the store cannot be written."""


class Worker:
    """One task per conversation that has updates waiting."""

    def __init__(self, house: House, desk: Desk, sender: Sender, clock: Clock, counters: Counters) -> None:
        self._house, self._desk, self._sender, self._clock, self._counters = house, desk, sender, clock, counters
        self._lines: dict[str, deque[tuple[Waiting, float]]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._thinking = asyncio.Semaphore(_AT_ONCE)
        self._unkept: OrderedDict[tuple[int, int], Memory] = OrderedDict()
        self._stopping = False
        self.bot_id, self.username = 0, ""

    def take(self, found: Iterable[Waiting]) -> None:
        """Handle these after what waits for the same conversation."""
        now = time.monotonic()
        for one in found:
            line = self._lines.get(one.chat)
            if line is None:
                self._lines[one.chat] = deque([(one, now)])
                self._tasks[one.chat] = asyncio.get_running_loop().create_task(self._serve(one.chat))
            else:
                line.append((one, now))

    async def handled(self, chats: Iterable[str]) -> None:
        """Wait until nothing waits for these conversations."""
        if tasks := [self._tasks[chat] for chat in chats if chat in self._tasks]:
            await asyncio.wait(tasks)

    async def drain(self, seconds: float) -> None:
        """Give what is being handled `seconds`; the rest waits in the inbox for the next start."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=seconds)
        for task in self._tasks.values():
            task.cancel()

    @property
    def waiting(self) -> int:
        """How many updates wait to be handled. Other threads may ask: the list is made in one step."""
        return sum(map(len, list(self._lines.values())))

    async def has_room(self) -> None:
        """Wait while too much is in memory."""
        while self.waiting + self._sender.waiting > _MOST_WAITING:  # noqa: ASYNC110 - whatever ends makes room
            await asyncio.sleep(0.05)

    async def _serve(self, chat: str) -> None:
        line = self._lines[chat]
        try:
            while line and not self._stopping:
                await self._sender.few_wait(chat)
                taken = self._together(line) or [line[0][0]]
                since = line[0][1]
                messages = await self._handle(taken)
                self._sender.take(messages)
                self._counters.handled += len(taken)
                if messages:
                    self._counters.answered(time.monotonic() - since)
                for _ in taken:
                    line.popleft()
        finally:
            del self._lines[chat], self._tasks[chat]

    def _together(self, line: deque[tuple[Waiting, float]]) -> list[Waiting]:
        """Return the questions at the head of the line to be answered in one message: many, or asked before an outage."""
        now, found = self._clock(), []
        for one, _ in line:
            incoming = self._read(one)
            if incoming is None or not answering.is_old(incoming, now):
                break
            found.append(one)
        if found or len(line) <= _MANY:
            return found
        for one, _ in itertools.islice(line, _MANY):
            if (incoming := self._read(one)) is None or incoming.deed is not Deed.ASK:
                break
            found.append(one)
        return found

    def _read(self, one: Waiting) -> Incoming | None:
        """Return what a person did; None for what is nothing to us, malformed or not."""
        try:
            return read_update(one.raw, self.username, self.bot_id)
        except MalformedError:
            return None

    async def _handle(self, taken: Sequence[Waiting]) -> list[Outgoing]:
        """Return what is to be sent; it is recorded already, where anything can be."""
        try:
            asked = [incoming for one in taken if (incoming := read_update(one.raw, self.username, self.bot_id))]
        except MalformedError:
            self._counters.set_aside += 1
            _LOG.warning("update %d is malformed and set aside", taken[0].update_id)
            self._desk.post(partial(inbox.set_aside, found=taken, now=self._clock()))
            return []
        if not asked:
            self._desk.post(partial(inbox.finish, update_ids=[one.update_id for one in taken]))
            return []
        thoughts: list[tuple[Known, Thought]] = []
        try:
            thoughts = await self._think(asked)
            messages = await self._desk.write(partial(self._recorded, thoughts=thoughts, taken=taken))
            self._let_go(thoughts)
        except StoreError:
            messages = [one for known, thought in thoughts for one in answering.unrecorded(known, thought)]
            messages = messages or answering.failed(Known(asked[0]))
            self._desk.post(partial(inbox.finish, update_ids=[one.update_id for one in taken if one.kept]))
        except Exception as error:  # noqa: BLE001 - one bad update must not stop the others
            _LOG.error("update %d failed with %s", taken[0].update_id, type(error).__name__)
            self._counters.set_aside += len(taken)
            self._desk.post(partial(inbox.set_aside, found=taken, now=self._clock()))
            messages = answering.failed(Known(asked[0]))
        return messages

    async def _think(self, asked: Sequence[Incoming]) -> list[tuple[Known, Thought]]:
        """Return what there is to say to each; a person's memory goes from question to question."""
        typing = asyncio.get_running_loop().call_later(_TYPING_AFTER, self._show_typing, asked[0])
        thoughts: list[tuple[Known, Thought]] = []
        memories: dict[int, Memory] = {}
        try:
            for incoming in asked:
                known = await self._know(incoming, memories.get(incoming.user_id))
                async with self._thinking:
                    thought = await asyncio.to_thread(think, known, self._house, self._clock())
                if thought.of_tables:
                    thought = Thought(page=Page(await self._desk.read(partial(self._told_of_tables, known=known))))
                if thought.memory is not None:
                    memories[incoming.user_id] = thought.memory
                    self._hold(incoming, thought.memory)
                if thought.reply is not None:
                    self._counters.count(thought.reply)
                thoughts.append((known, thought))
        finally:
            typing.cancel()
        return thoughts

    def _told_of_tables(self, connection: Connection, *, known: Known) -> str:
        command, failing = known.incoming.command, self._desk.failing
        return operators.told_of_tables(connection, command, known.say, self._counters, failing=failing)

    async def _know(self, incoming: Incoming, memory: Memory | None) -> Known:
        try:
            known = await self._desk.read(partial(know, incoming=incoming, now=self._clock()))
        except StoreError:
            known = Known(incoming)
        memory = memory or self._unkept.get((incoming.chat_id, incoming.user_id))
        return known if memory is None else Known(incoming, memory, known.language, known.button)

    def _hold(self, incoming: Incoming, memory: Memory) -> None:
        """Hold a memory that the store cannot take at the moment."""
        if not self._desk.failing:
            return
        self._unkept[incoming.chat_id, incoming.user_id] = memory
        while len(self._unkept) > _MOST_REMEMBERED:
            self._unkept.popitem(last=False)

    def _let_go(self, thoughts: Iterable[tuple[Known, Thought]]) -> None:
        """Forget what was held of a person, which the store has now, or of a chat that wants everything forgotten."""
        for known, thought in thoughts:
            chat_id, user_id = known.incoming.chat_id, known.incoming.user_id
            if known.incoming.command == "forget":
                for key in [key for key in self._unkept if key[0] == chat_id]:
                    del self._unkept[key]
            elif thought.memory is not None:
                self._unkept.pop((chat_id, user_id), None)

    def _show_typing(self, incoming: Incoming) -> None:
        if incoming.chat_id and incoming.deed is not Deed.INLINE:
            payload = {"chat_id": incoming.chat_id, "action": "typing", **in_topic(incoming)}
            self._sender.take([Outgoing("sendChatAction", payload, line=f"typing {incoming.chat_id}")])

    def _recorded(
        self, connection: Connection, *, thoughts: Sequence[tuple[Known, Thought]], taken: Sequence[Waiting]
    ) -> list[Outgoing]:
        """Record the answer and that the updates are handled, in one transaction."""
        now = self._clock()
        old = answering.is_old(thoughts[0][0].incoming, now)
        if old or len(thoughts) > 1:
            messages = answering.digest(connection, thoughts, "digest" if old else "digest_many")
        else:
            messages = answering.say(connection, *thoughts[0], now)
        inbox.finish(connection, [one.update_id for one in taken])
        return outbox.queue(connection, messages, now)
