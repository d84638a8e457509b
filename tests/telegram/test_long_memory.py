"""Long: a hundred thousand updates of every sort leave the process as large as it was."""

from __future__ import annotations

import os
import random
import statistics
import time
from pathlib import Path

import pytest
from bot_process import BotProcess
from fake_api import FakeApi
from fake_doors import OverHttp
from load import QUESTIONS, quiet, tell

pytestmark = pytest.mark.long

UPDATES, WARM, A_LOOK = 100_000, 25_000, 2_500
_WAITING = 300
_PLACES = ("太山", "玉泉山", "泰山", "豫园", "汾河二库", "专升本", "双西小学", "互联网医院")
_ASKED = ("开门吗", "什么时候恢复", "为什么关", "电话多少", "在哪", "还办吗")


def happen(api: FakeApi, number: int, rng: random.Random) -> None:
    """Let something happen: mostly what is not paced, as Telegram lets nobody answer a hundred thousand questions in an hour."""
    chat = rng.randrange(1, 3001)
    match number % 24:
        case 0 | 12:
            api.say(rng.choice(list(QUESTIONS)), chat=chat, user=chat)
        case 1 | 13:
            api.press(f"b:{rng.randrange(1 << 64):016x}", chat=chat, user=chat)
        case 2:
            api.push({"message": {"message_id": number, "date": "yesterday", "chat": {"id": chat, "type": "private"}}})
        case 3:
            api.push({"channel_post": {"message_id": number, "date": 1, "chat": {"id": -chat, "type": "channel"}, "text": "x"}})
        case place if place < 12:
            api.type_inline(f"{rng.choice(_PLACES)}{rng.choice(_ASKED)}{rng.randrange(1000)}", user=chat)
        case _:
            api.say(f"talk among people, {number}", chat=-chat, user=chat, kind="supergroup")


async def test_memory_does_not_grow(tmp_path: Path) -> None:
    rng, api, sizes, began = random.Random(7), FakeApi(latency=0.0), [], time.monotonic()
    async with OverHttp(api) as http:
        bot = BotProcess(http.base_url, tmp_path / "store.db")
        await bot.start()
        await bot.ready()
        for number in range(UPDATES):
            happen(api, number, rng)
            if number % 100 == 0:
                await api.until(lambda: len(api.updates) < _WAITING, 120)
                api.delivered.clear()
                api._pushed_at = {one["update_id"]: time.time() for one in api.updates}
            if number % A_LOOK == 0:
                sizes.append(_resident(bot))
        await api.until(lambda: not api.updates, 120)
        await quiet(api, 2)
        sizes.append(_resident(bot))
        rate = UPDATES / (time.monotonic() - began)
        await bot.stop()
    at = WARM // A_LOOK
    warm, end = statistics.median(sizes[at - 1 : at + 2]), statistics.median(sizes[-3:])
    tell(
        f"{UPDATES} updates: {warm / 1e6:.1f} MB after {WARM}, {end / 1e6:.1f} MB at the end ({end / warm - 1:+.1%}), "
        f"all {' '.join(f'{size / 1e6:.0f}' for size in sizes)}; {rate:.0f} updates a second, {api.limited} times 429"
    )
    assert not bot.said("ERROR")
    assert end <= warm * 1.05


def _resident(bot: BotProcess) -> float:
    assert bot.process is not None
    return int(Path(f"/proc/{bot.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
