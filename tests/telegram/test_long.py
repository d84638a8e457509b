"""The long part: `pytest -m long -s tests/telegram`, about ten minutes; it prints the figures it measures."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import statistics
import time
from collections import Counter
from pathlib import Path

import pytest
from bot_process import BotProcess
from fake_api import BROKEN, LIMIT, RESET_AFTER, RESET_BEFORE, SERVER, FakeApi
from fake_doors import OverHttp
from running import QUICK, Running

from bot.telegram import inbox, outbox
from knowledge.database import Database

pytestmark = pytest.mark.long

QUESTIONS = {  # each with words only its answer has
    "太山景区今天开放吗": "太山景区自",
    "专升本什么时候考": "专升本文化课考试",
    "玉泉山景区开了吗": "玉泉山景区",
    "汾河二库开放吗": "汾河二库",
    "古县城市集还办吗": "晋阳雅集",
}
KILLS, STOPS, BURST, UPDATES = 100, 20, 1_000, 100_000


async def _ask(api: FakeApi, a_second: float, asked: dict[int, str], asked_at: dict[int, float]) -> None:
    """Ask a question in a new chat each time, for ever."""
    for chat, question in zip(itertools.count(1), itertools.cycle(QUESTIONS), strict=False):
        asked[chat], asked_at[chat] = question, time.monotonic()
        api.say(question, chat=chat, user=chat)
        await asyncio.sleep(1.0 / a_second)


def _judge(api: FakeApi, asked: dict[int, str], store: Path) -> str:
    """Check that nothing was lost or doubled; return the figures."""
    answers = Counter(payload["chat_id"] for payload in api.sent())
    for chat, question in asked.items():
        assert all(QUESTIONS[question] in text for text in api.texts(chat))
    with Database.at(str(store)).reading() as connection:
        waiting, sending = inbox.counts(connection), outbox.counts(connection)
    lost = sum(waiting.get(state, 0) for state in ("new", "set_aside")) + len(asked) - sum(waiting.values())
    doubled = sum(count > 1 for count in answers.values())
    vanished = sum(chat not in answers for chat in asked)
    assert lost == 0
    assert doubled == 0
    assert vanished <= sending.get("ambiguous", 0)
    return f"{len(asked)} questions, {lost} lost, {doubled} doubled, {vanished} answers vanished ({sending} left in the outbox)"


async def test_kills_at_random_moments_lose_and_double_nothing(tmp_path: Path) -> None:
    rng = random.Random(5)
    api = FakeApi(latency=0.05, seed=5, storm=(0.1, (LIMIT, SERVER, RESET_BEFORE, BROKEN, RESET_AFTER)))
    asked: dict[int, str] = {}
    async with OverHttp(api) as http:
        bot = BotProcess(http.base_url, tmp_path / "store.db")
        asking = asyncio.create_task(_ask(api, 8, asked, {}))
        for number in range(KILLS):
            await bot.start()
            if number % 5:
                await bot.ready()
                await asyncio.sleep(rng.uniform(0.0, 1.2))
            else:  # while it starts
                await asyncio.sleep(rng.uniform(0.2, 1.6))
            await bot.kill()
        asking.cancel()
        api.storm = (0.0, ())
        await bot.start()
        await api.until(lambda: not api.updates and len({p["chat_id"] for p in api.sent()}) >= len(asked) * 0.8, 600)
        await _quiet(api)
        await bot.stop()
    _tell(f"{KILLS} kills: {_judge(api, asked, tmp_path / 'store.db')}")


async def _quiet(api: FakeApi, seconds: float = 5.0) -> None:
    """Wait until nothing was delivered for a while."""
    while True:
        before = len(api.delivered)
        await asyncio.sleep(seconds)
        if len(api.delivered) == before:
            return


async def test_orderly_ends_under_load_lose_and_double_nothing_and_are_quick(tmp_path: Path) -> None:
    rng, api, asked, took = random.Random(6), FakeApi(latency=0.05, seed=6), {}, []  # type: ignore[var-annotated]
    async with OverHttp(api) as http:
        bot = BotProcess(http.base_url, tmp_path / "store.db")
        asking = asyncio.create_task(_ask(api, 15, asked, {}))
        for _ in range(STOPS):
            await bot.start()
            await bot.ready()
            await asyncio.sleep(rng.uniform(0.0, 1.0))
            took.append(await bot.stop())
        asking.cancel()
        await bot.start()
        await api.until(lambda: len(api.sent()) >= len(asked), 600)
        await _quiet(api, 2)
        await bot.stop()
    assert max(took) < 8
    figures = _judge(api, asked, tmp_path / "store.db")
    assert len(api.sent()) == len(asked)
    _tell(f"{STOPS} SIGTERMs: longest {max(took):.2f} s, median {statistics.median(took):.2f} s; {figures}")


async def test_twenty_five_answers_a_second_are_sustained_without_passing_a_limit(tmp_path: Path) -> None:
    api, asked, asked_at = FakeApi(latency=0.05), {}, {}  # type: ignore[var-annotated]
    answered_at: dict[int, float] = {}
    api.on_delivery = lambda _, payload: answered_at.setdefault(payload.get("chat_id"), time.monotonic())
    async with OverHttp(api) as http:
        bot = BotProcess(http.base_url, tmp_path / "store.db")
        await bot.start()
        await bot.ready()
        began = time.monotonic()
        asking = asyncio.create_task(_ask(api, 26.5, asked, asked_at))
        await asyncio.sleep(60)
        asking.cancel()
        await api.until(lambda: len(answered_at) == len(asked), 60)
        rate = len(asked) / (max(answered_at.values()) - began)
        await bot.stop()
    took = sorted(answered_at[chat] - asked_at[chat] for chat in asked)
    p95 = took[int(len(took) * 0.95)]
    _tell(
        f"{rate:.1f} answers a second for a minute, median {statistics.median(took):.3f} s, p95 {p95:.3f} s, "
        f"{api.limited} times 429"
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
    _tell(f"burst of {BURST} questions in {len(asked)} chats: in order, {took:.1f} s with the start, {api.limited} times 429")
    assert api.limited == 0


async def test_memory_does_not_grow(tmp_path: Path) -> None:
    bot = Running(FakeApi(strict=False), tmp_path / "store.db", QUICK)
    bot.start()
    sizes, began = [], time.monotonic()
    for number in range(UPDATES):
        chat = number % 3000 + 1
        text = "nothing" if number % 10 == 0 else f"question {number}"
        bot.api.say(text, chat=chat, user=chat)
        if number % 200 == 0:
            await bot.api.until(lambda: len(bot.api.updates) < 400, 120)
            bot.api.delivered.clear()
            bot.api._pushed_at.clear()
        if number % 5000 == 0:
            sizes.append(_resident())
    await bot.api.until(lambda: bot.bot.counters.handled == UPDATES, 120)
    sizes.append(_resident())
    await bot.stop()
    warm, end = statistics.median(sizes[4:7]), statistics.median(sizes[-3:])
    rate = UPDATES / (time.monotonic() - began)
    _tell(
        f"{UPDATES} updates: {warm / 1e6:.1f} MB after {5000 * 5}, {end / 1e6:.1f} MB at the end "
        f"({end / warm - 1:+.1%}); {rate:.0f}/s"
    )
    assert end <= warm * 1.05


def _tell(figures: str) -> None:
    print(f"\n{figures}")  # noqa: T201 - what this part is run for


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
