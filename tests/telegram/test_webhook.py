"""Updates by webhook: only with the secret, each once, whatever form they have."""

from __future__ import annotations

import asyncio
import fcntl
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
from fake_doors import Pushing
from running import GO_ON

from bot.settings import Settings
from bot.telegram.app import receive

if TYPE_CHECKING:
    from running import Running


@pytest.fixture
async def pushed(bot: Running, free_port: int, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Running, Pushing]]:
    url = f"http://127.0.0.1:{free_port}/updates"
    monkeypatch.setenv("NOTICEBOT_TELEGRAM_WEBHOOK_URL", url)
    monkeypatch.setenv("NOTICEBOT_TELEGRAM_WEBHOOK_LISTEN", f"127.0.0.1:{free_port}")
    monkeypatch.setenv("NOTICEBOT_TELEGRAM_WEBHOOK_SECRET", "a-secret")
    settings = Settings()
    bot.receive = lambda caller, door: receive(settings, caller, door)
    await bot.restart()
    async with Pushing(bot.api) as pushing:
        await bot.api.until(lambda: bot.api.webhook)
        yield bot, pushing


async def test_updates_are_answered_once_though_they_come_twice(pushed: tuple[Running, Pushing]) -> None:
    bot, pushing = pushed
    pushing.twice = True
    for number in range(5):
        bot.api.say(f"q{number}")
    await bot.api.until(lambda: len(bot.api.texts()) == 5 and not bot.api.updates)
    assert bot.api.texts() == [f"re: q{number}" for number in range(5)]
    assert pushing.attempts == 10


async def test_what_comes_again_while_it_is_handled_and_nothing_can_be_written_is_answered_once(
    pushed: tuple[Running, Pushing],
) -> None:
    bot, pushing = pushed
    GO_ON.clear()
    with bot.path.with_name(f"{bot.path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another program writes and does not end
        bot.api.say("slow")
        body = json.dumps(bot.api.updates[0]).encode()
        again = asyncio.gather(*(pushing.post(body) for _ in range(2)))
        await bot.api.until(lambda: bot.api.sent("sendChatAction"))
        assert not again.done()
        GO_ON.set()
        assert await again == [True, True]
        bot.api.say("next")
        await bot.api.until(lambda: "re: next" in bot.api.texts())
    assert bot.api.texts() == ["re: slow", "re: next"]


async def test_who_does_not_know_the_secret_is_turned_away(pushed: tuple[Running, Pushing]) -> None:
    bot, pushing = pushed
    body = json.dumps({"update_id": 1, "message": {"text": "x"}}).encode()
    assert not await pushing.post(body, secret="another")  # noqa: S106 - a wrong one
    assert not await pushing.post(body, secret="")
    assert not await pushing.post(b"x" * (2 << 20))
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.texts())
    assert bot.bot.counters.handled == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"update_id": true}', b"[" * 100_000, b"\xff\xfe", b'{"update_id": 5}']
)
async def test_what_cannot_be_used_is_taken_so_that_it_does_not_come_again(pushed: tuple[Running, Pushing], body: bytes) -> None:
    bot, pushing = pushed
    assert await pushing.post(body)
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.texts())
