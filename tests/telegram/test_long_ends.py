"""Long: the bot as a process ends again and again under load, killed or asked to; nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import random
import statistics
from pathlib import Path

import pytest
from bot_process import BotProcess
from fake_api import BROKEN, LIMIT, RESET_AFTER, RESET_BEFORE, SERVER, FakeApi
from fake_doors import OverHttp
from load import Asking, quiet, tell

pytestmark = pytest.mark.long

KILLS, STOPS = 120, 20
KNOWN = (LIMIT, SERVER, RESET_BEFORE, BROKEN)
"""Faults of which it can be known whether the message arrived."""


@pytest.mark.parametrize("faults", [KNOWN, (*KNOWN, RESET_AFTER)], ids=["known faults", "also ambiguous ones"])
async def test_kills_at_random_moments_lose_and_double_nothing(tmp_path: Path, faults: tuple[object, ...]) -> None:
    rng = random.Random(5)
    api = FakeApi(latency=0.05, seed=5, storm=(0.1, faults))  # type: ignore[arg-type]
    asking = Asking(api, 8)
    async with OverHttp(api) as http:
        bot = BotProcess(http.base_url, tmp_path / "store.db")
        task = asyncio.create_task(asking.go_on())
        for number in range(KILLS // 2):
            await bot.start()
            if number % 5:
                await bot.ready()
                await asyncio.sleep(rng.uniform(0.0, 1.2))
            else:  # while it starts
                await asyncio.sleep(rng.uniform(0.2, 1.6))
            await bot.kill()
        task.cancel()
        api.storm = (0.0, ())
        await bot.start()
        await api.until(lambda: not api.updates and len({p["chat_id"] for p in api.sent()}) >= len(asking.asked) * 0.8, 600)
        await quiet(api)
        await bot.stop()
    tell(f"{KILLS // 2} kills, {len(faults)} kinds of fault in every tenth call; {asking.judge(tmp_path / 'store.db')}")


async def test_orderly_ends_under_load_lose_and_double_nothing_and_are_quick(tmp_path: Path) -> None:
    rng, api, took = random.Random(6), FakeApi(latency=0.05, seed=6), []
    asking = Asking(api, 15)
    async with OverHttp(api) as http:
        bot = BotProcess(http.base_url, tmp_path / "store.db")
        task = asyncio.create_task(asking.go_on())
        for _ in range(STOPS):
            await bot.start()
            await bot.ready()
            await asyncio.sleep(rng.uniform(0.0, 1.0))
            took.append(await bot.stop())
        task.cancel()
        await bot.start()
        await api.until(lambda: len(api.sent()) >= len(asking.asked), 600)
        await quiet(api, 2)
        await bot.stop()
    assert max(took) < 8
    figures = asking.judge(tmp_path / "store.db")
    assert len(api.sent()) == len(asking.asked)
    tell(f"{STOPS} SIGTERMs: longest {max(took):.2f} s, median {statistics.median(took):.2f} s; {figures}")
