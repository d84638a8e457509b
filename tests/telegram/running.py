"""A bot running in this process against the fake Bot API, with a store of its own and a core that says questions back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fake_api import TOKEN, FakeApi
from fake_doors import InProcess

from bot.dialogue import Memory
from bot.model import Outcome, Question, Reply
from bot.responder import respond
from bot.telegram.caller import Caller
from bot.telegram.desk import Desk
from bot.telegram.pacing import Limits, Pacer
from bot.telegram.polling import poll
from bot.telegram.receiving import Door
from bot.telegram.serving import Bot
from bot.telegram.thinking import House
from knowledge.store import Store
from knowledge.store.database import Database

QUICK = Limits(chat_seconds=0.0, all_a_second=10_000.0)
"""For tests of anything but pacing; the fake API must then not be strict."""


GO_ON = threading.Event()
"""What the core waits for when it is asked something slow."""


def plain_core(question: Question, memory: Memory) -> tuple[Reply, Memory]:
    """Answer by saying the question back: the seam of the core, for tests of the rim alone."""
    match question.text:
        case "break":
            raise ValueError("a core that fails")
        case "slow":
            GO_ON.wait(5)
        case "which":
            return Reply(Outcome.CHOICE, "which one?", choices=("north gate", "south gate")), memory
        case "nothing":
            return Reply(Outcome.UNKNOWN, "not held"), Memory(unknown=("the moon",))
        case "long":
            return Reply(Outcome.ANSWER, "\n\n".join(f"{number} " + "字" * 900 for number in range(9))), memory
    before = memory.services[-1] if memory.services else ""
    return Reply(Outcome.ANSWER, f"re: {question.text}", follow_ups=(("before?", before or "none"),)), Memory(
        services=(question.text,)
    )


@dataclass
class Running:
    """A running bot; `restart` ends it in good order and starts it again on the same store."""

    api: FakeApi
    path: Path
    limits: Limits = QUICK
    core: object = plain_core
    """None: the real one, on the default notices."""
    receive: Callable[[Caller, Door], Awaitable[None]] = poll
    now: datetime | None = None
    bot: Bot = field(init=False)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None
    store: Store | None = None

    def clock(self) -> datetime:
        return self.now or datetime.now(UTC)

    def start(self) -> None:
        self._stopping = asyncio.Event()
        store = self.store = Store.open(str(self.path), defaults_at=None if self.core else self.clock())
        core = self.core or (lambda question, memory: respond(question, memory, store.knowledge()))
        house = House(core, self.store.knowledge, self.store, frozenset({42}))  # type: ignore[arg-type]
        caller = Caller(TOKEN, "https://fake/bot", InProcess(self.api))
        desk = Desk(Database.at(str(self.path), 0.2))
        self.bot = Bot(house, caller, desk, self.clock, pacer=Pacer(self.limits))
        self._task = asyncio.create_task(self.bot.serve(self._stopping, lambda door: self.receive(caller, door)))

    async def stop(self) -> None:
        self._stopping.set()
        if self._task:
            await self._task
        if self.store:
            self.store.close()

    async def restart(self) -> None:
        await self.stop()
        self.start()
