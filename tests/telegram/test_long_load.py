"""Long: answers a second, a burst, and how long the event loop is kept from its work."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from datetime import datetime
from pathlib import Path

import pytest
from bot_process import BotProcess
from fake_api import FakeApi
from fake_doors import OverHttp
from load import QUESTIONS, Asking, tell
from running import Running

from bot.telegram.app import keep_turns_short
from knowledge.model import ZONE

pytestmark = pytest.mark.long

BURST, SECONDS = 1_000, 60


async def test_twenty_five_answers_a_second_are_sustained_without_passing_a_limit(tmp_path: Path) -> None:
    api = FakeApi(latency=0.05)
    asking, answered_at = Asking(api, 26.5), {}  # type: ignore[var-annotated]
    api.on_delivery = lambda _, payload: answered_at.setdefault(payload.get("chat_id"), time.monotonic())
    async with OverHttp(api) as http:
        bot = BotProcess(http.base_url, tmp_path / "store.db")
        await bot.start()
        await bot.ready()
        began = time.monotonic()
        task = asyncio.create_task(asking.go_on())
        await asyncio.sleep(SECONDS)
        task.cancel()
        await api.until(lambda: len(answered_at) == len(asking.asked), 60)
        rate = len(asking.asked) / (max(answered_at.values()) - began)
        await bot.stop()
    took = sorted(answered_at[chat] - asking.asked_at[chat] for chat in asking.asked)
    p95 = took[int(len(took) * 0.95)]
    tell(
        f"{rate:.1f} answers a second for {SECONDS} s with 50 ms a call: median {statistics.median(took):.3f} s, "
        f"p95 {p95:.3f} s, longest {took[-1]:.3f} s, {api.limited} times 429"
    )
    assert api.limited == 0
    assert rate >= 25
    assert p95 <= 0.8


async def test_a_burst_is_answered_in_order_in_every_chat(tmp_path: Path) -> None:
    api = FakeApi(latency=0.05)
    asked: dict[int, list[str]] = {}
    questions = itertools.cycle(QUESTIONS)
    for number in range(BURST):
        asked.setdefault(number % 97 + 1, []).append(next(questions))
        api.say(asked[number % 97 + 1][-1], chat=number % 97 + 1, user=number % 97 + 1)
    async with OverHttp(api) as http:
        bot = BotProcess(http.base_url, tmp_path / "store.db")
        began = time.monotonic()
        await bot.start()
        await api.until(lambda: len(api.sent()) == BURST, 120)
        took = time.monotonic() - began
        await bot.stop()
    for chat, expected in asked.items():
        assert len(api.texts(chat)) == len(expected)
        assert all(QUESTIONS[question] in text for question, text in zip(expected, api.texts(chat), strict=True))
    tell(f"burst of {BURST} questions in {len(asked)} chats: in order, {took:.1f} s with the start, {api.limited} times 429")
    assert api.limited == 0


async def test_the_event_loop_is_never_kept_from_its_work(tmp_path: Path) -> None:
    """The fake API runs in the same loop, so the figure holds its work too."""
    bot = Running(FakeApi(strict=False), tmp_path / "store.db", core=None, now=datetime(2022, 4, 7, 10, tzinfo=ZONE))
    bot.start()
    hard = ["哪里" * 2000, "x" * 4096, "taishan jingqu " * 200, "太山" * 2000, "现在有哪些地方关了", *QUESTIONS]
    bot.api.say("太山")
    await bot.api.until(lambda: bot.api.texts(), 30)
    keep_turns_short()
    late: list[float] = []
    watching = asyncio.create_task(_watch(late))
    for number in range(2_000):
        bot.api.say(hard[number % len(hard)], chat=number % 200 + 1, user=number % 200 + 1)
        if number % 100 == 99:
            await bot.api.until(lambda: not bot.api.updates, 120)
    await bot.api.until(lambda: bot.bot.counters.handled == 2_001, 120)
    watching.cancel()
    await bot.stop()
    late.sort()
    tell(
        f"event loop late by {late[-1] * 1000:.0f} ms at most, p99 {late[int(len(late) * 0.99)] * 1000:.0f} ms, {len(late)} looks"
    )
    assert late[int(len(late) * 0.999)] <= 0.1  # the machine may be busy with others once


async def _watch(late: list[float]) -> None:
    while True:
        began = time.monotonic()
        await asyncio.sleep(0.01)
        late.append(time.monotonic() - began - 0.01)
