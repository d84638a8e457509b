"""The program as operators run it: killed, stopped, started twice, on a full disk and on a damaged store."""

from __future__ import annotations

import asyncio
import json
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bot_process import BotProcess
from fake_api import TOKEN, FakeApi
from fake_doors import OverHttp

from bot.telegram import outbox
from knowledge.store import Store
from knowledge.store.database import Database

QUESTION = "太山景区今天开放吗"
ANSWER = "太山景区自4月6日15时起暂时关闭"


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[tuple[FakeApi, BotProcess]]:
    api = FakeApi(strict=False)
    async with OverHttp(api) as http:
        bot = BotProcess(http.base_url, tmp_path / "store.db")
        yield api, bot
        if bot.process is not None and bot.process.returncode is None:
            await bot.kill()


async def test_killed_and_started_again_it_answers_every_question_once_and_ends_in_time(
    served: tuple[FakeApi, BotProcess],
) -> None:
    api, bot = served
    await bot.start()
    for chat in range(1, 31):
        api.say(QUESTION, chat=chat, user=chat)
    await api.until(lambda: len(api.sent()) >= 3, 30)
    await bot.kill()
    with Database.at(str(bot.store)).reading() as connection:
        in_doubt = outbox.counts(connection).get("sending", 0)  # what the kill caught on its way is not sent again
    await bot.start()
    await api.until(lambda: len({one["chat_id"] for one in api.sent()}) >= 30 - in_doubt, 30)
    took = await bot.stop()
    assert took < 8
    counts = [len(api.texts(chat)) for chat in range(1, 31)]
    assert max(counts) == 1
    assert all(text.startswith(ANSWER) for chat in range(1, 31) for text in api.texts(chat))
    log = "".join(bot.log)
    assert TOKEN not in log
    assert QUESTION not in log
    assert bot.said("is not there; a new store begins with the default notices") == 1


async def test_a_second_bot_on_the_same_store_is_turned_away_in_one_line(served: tuple[FakeApi, BotProcess]) -> None:
    api, bot = served
    second = BotProcess(bot.base_url, bot.store)
    await bot.start()
    await bot.ready()
    await second.start()
    assert await second.end() == 1
    assert "".join(second.log).count("\n") == 1
    assert second.said("another `noticebot telegram` works on this store") == 1
    await bot.stop()
    assert not api.conflicts


async def test_a_full_disk_keeps_nobody_from_an_answer_and_is_recovered_from(served: tuple[FakeApi, BotProcess]) -> None:
    api, bot = served
    await bot.start()
    api.say(QUESTION)
    await api.until(lambda: len(api.texts()) == 1, 30)
    assert bot.process is not None
    before = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    api.say("为什么", chat=7)
    api.say(QUESTION, chat=8, user=8)
    await api.until(lambda: len(api.texts()) == 2 and api.texts(8), 30)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, before)
    api.say(QUESTION, chat=9, user=9)
    await api.until(lambda: api.texts(9), 30)
    await api.until(lambda: bot.said("can be written again"), 30)
    api.say(QUESTION, chat=10, user=10)
    await api.until(lambda: api.buttons(10), 30)
    await bot.stop()
    await bot.start()
    await bot.ready()
    await bot.stop()
    assert [len(api.texts(chat)) for chat in (7, 8, 9, 10)] == [2, 1, 1, 1]
    assert "设施改造" in api.texts()[1]


async def test_a_damaged_store_is_put_aside_and_said_so_to_operators(served: tuple[FakeApi, BotProcess]) -> None:
    api, bot = served
    Store.open(str(bot.store), defaults_at=None).close()
    content = bot.store.read_bytes()
    bot.store.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    bot.settings["NOTICEBOT_OPERATORS"] = "42"
    await bot.start()
    await api.until(lambda: api.texts(42), 30)
    api.say(QUESTION)
    await api.until(lambda: api.texts(), 30)
    await bot.stop()
    (aside,) = bot.store.parent.glob("store.db.damaged-*")
    assert aside.name in api.texts(42)[0]
    assert bot.said("is damaged; it was put aside") == 1


async def test_setup_tells_telegram_the_profile_and_ends(served: tuple[FakeApi, BotProcess]) -> None:
    api, bot = served
    bot.settings["NOTICEBOT_OPERATORS"] = "42"
    await bot.start("--setup")
    assert await bot.end() == 0
    assert {name.split()[0] for name in api.profile} == {
        "setMyName",
        "setMyShortDescription",
        "setMyDescription",
        "setMyCommands",
    }
    assert [one["command"] for one in api.profile["setMyCommands en"]["commands"]][:3] == ["start", "help", "closed"]
    own = next(payload for name, payload in api.profile.items() if "scope" in payload)
    assert "withdraw" in [one["command"] for one in own["commands"]]


async def test_the_metrics_tell_counts_and_nothing_of_people(served: tuple[FakeApi, BotProcess], free_port: int) -> None:
    api, bot = served
    bot.settings |= {"NOTICEBOT_METRICS_LISTEN": f"127.0.0.1:{free_port}", "NOTICEBOT_LOG_JSON": "true"}
    await bot.start()
    api.say(QUESTION, chat=770077, user=770077)
    await api.until(lambda: api.texts(770077), 30)
    reader, writer = await asyncio.open_connection("127.0.0.1", free_port)
    writer.write(b"GET /metrics HTTP/1.0\r\n\r\n")
    shown = (await reader.read()).decode()
    writer.close()
    await bot.stop()
    assert 'noticebot_replies_total{kind="answer"} 1.0' in shown
    assert "noticebot_answer_seconds_count 1.0" in shown
    assert "770077" not in shown + "".join(bot.log)
    assert all(json.loads(line)["level"] for line in bot.log)
