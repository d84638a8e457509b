"""A bot running in this process against the fake Bot API, with a store of its own."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fake_api import TOKEN, FakeApi, InProcess

from bot.dialogue import Memory
from bot.model import Outcome, Question, Reply
from bot.telegram.app import serve
from bot.telegram.caller import Caller
from bot.telegram.handling import House
from bot.telegram.polling import poll
from knowledge.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.telegram.logs import Counters


def plain_core(question: Question, memory: Memory) -> tuple[Reply, Memory]:
    """Answer by saying the question back: the seam of the core, for tests of the rim alone."""
    if question.text == "break":
        raise ValueError("a core that fails")
    if question.text == "which":
        return Reply(Outcome.CHOICE, "which one?", choices=("north gate", "south gate")), memory
    return Reply(Outcome.ANSWER, f"re: {question.text}", follow_ups=(("why", "why so"),)), memory


@dataclass
class Running:
    """A running bot; `restart` ends it in good order and starts it again on the same store."""

    api: FakeApi
    path: Path
    operators: frozenset[int] = frozenset({42})
    now: datetime | None = None
    counters: Counters | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[Counters] | None = None
    _store: Store | None = None

    def clock(self) -> datetime:
        return self.now or datetime.now(UTC)

    async def start(self) -> None:
        self._stopping = asyncio.Event()
        self._store = Store.open(str(self.path))
        house = House(plain_core, self._store.knowledge, self._store, self.operators)
        caller = Caller(TOKEN, "https://fake/bot", InProcess(self.api))
        receive = lambda desk, worker: poll(caller, desk, worker, self.clock)  # noqa: E731 - short
        self._task = asyncio.create_task(serve(house, caller, self.clock, self._stopping, receive))

    async def stop(self) -> None:
        self._stopping.set()
        if self._task:
            self.counters = await self._task
        if self._store:
            self._store.close()

    async def kill(self) -> None:
        """End at once, nothing tidied: what a crash leaves is only what is in the store."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            if "telegram" in str(task.get_coro()):
                task.cancel()

    async def restart(self) -> None:
        await self.stop()
        await self.start()


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Running]:
    running = Running(FakeApi(), tmp_path / "store.db")
    await running.start()
    yield running
    await running.stop()
