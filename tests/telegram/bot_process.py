"""`noticebot telegram` as a process of its own, against the fake Bot API over HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from fake_api import TOKEN


@dataclass
class BotProcess:
    """One process at a time on one store. What it logs is gathered over all of them."""

    base_url: str
    store: Path
    settings: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    process: asyncio.subprocess.Process | None = None
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _reading: asyncio.Task[None] | None = None

    async def start(self, *arguments: str) -> None:
        own = {
            "NOTICEBOT_TELEGRAM_TOKEN": TOKEN,
            "NOTICEBOT_TELEGRAM_BASE_URL": self.base_url,
            "NOTICEBOT_STORE": str(self.store),
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("NOTICEBOT_")}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "telegram",
            *arguments,
            env=inherited | {"NOTICEBOT_CLOCK": "2022-04-07T10:00"} | own | self.settings,
            stderr=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        self._reading = asyncio.create_task(self._read(self.process))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        async for line in process.stderr:
            self.log.append(line.decode())
            self._heard.set()

    async def ready(self) -> None:
        """Wait until the process says that it is ready."""
        before = self.said("ready")
        async with asyncio.timeout(30):
            while self.said("ready") == before:
                await self._heard.wait()
                self._heard.clear()

    def said(self, words: str) -> int:
        """Return how many lines of the log hold these words."""
        return sum(words in line for line in self.log)

    async def kill(self) -> None:
        """End it at once: `kill -9`."""
        assert self.process is not None
        self.process.kill()
        await self._ended()

    async def stop(self) -> float:
        """Ask it to end; return the seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        await self._ended()
        return time.monotonic() - began

    async def end(self) -> int:
        """Wait for its end; return its exit status."""
        assert self.process is not None
        await self._ended()
        return self.process.returncode or 0

    async def _ended(self) -> None:
        assert self.process is not None
        assert self._reading is not None
        async with asyncio.timeout(30):
            await self.process.wait()
            await self._reading
