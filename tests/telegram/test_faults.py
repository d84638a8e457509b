"""What happens when Telegram or the network fails: nothing is lost, nothing known to have arrived is sent twice."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Running


@pytest.mark.parametrize(
    ("fault", "times", "why"),
    [
        ((429, 1), 1, "a limit is waited out"),
        (500, 1, "a failing server delivered nothing"),
        ("reset before", 1, "a connection never made delivered nothing"),
        ("reset after", 1, "it may have arrived: an answer is not repeated"),
        ("broken json", 1, "it arrived, though the reply is garbled: not repeated"),
    ],
)
async def test_each_fault_leads_to_exactly_one_delivery(bot: Running, fault: Any, times: int, why: str) -> None:
    bot.api.faults.append(fault)
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.texts(), 10)
    bot.api.say("next", chat=8, user=8)
    await bot.api.until(lambda: bot.api.texts(8), 10)
    assert bot.api.texts() == ["re: hello"] * times, why


async def test_retry_after_is_obeyed_to_its_end(bot: Running) -> None:
    bot.api.faults.append((429, 2))
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.refused)
    began = time.monotonic()
    await bot.api.until(lambda: bot.api.texts(), 6)
    assert time.monotonic() - began >= 1.9


async def test_a_blocked_chat_is_dropped_and_others_go_on(bot: Running) -> None:
    bot.api.gone.add(7)
    bot.api.say("hello")
    bot.api.say("hello", chat=8, user=8)
    await bot.api.until(lambda: bot.api.texts(8))
    assert not bot.api.texts(7)


async def test_a_group_that_moved_gets_its_answer_at_the_new_place(bot: Running) -> None:
    bot.api.faults.append("migrate")
    bot.api.say("@notices_bot hello", chat=-5, kind="group")
    await bot.api.until(lambda: bot.api.texts(-100500))
    assert bot.api.texts(-100500) == ["re: hello"]


async def test_what_was_kept_is_answered_after_a_crash(bot: Running) -> None:
    bot.api.latency = 0.3
    for chat in range(20, 30):
        bot.api.say("hello", chat=chat, user=chat)
    await bot.api.until(lambda: len(bot.api.delivered) >= 1)
    await bot.restart()
    await bot.api.until(lambda: all(bot.api.texts(chat) for chat in range(20, 30)), 15)
    assert all(len(bot.api.texts(chat)) == 1 for chat in range(20, 30))


async def test_an_update_sent_twice_is_answered_once(bot: Running) -> None:
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.texts())
    bot.api.updates.appendleft({**_update(5), "update_id": 1001})
    bot.api.say("next", chat=8, user=8)
    await bot.api.until(lambda: bot.api.texts(8))
    assert bot.api.texts() == ["re: hello"]


def _update(date: int) -> dict[str, Any]:
    return {"message": {"message_id": 1, "date": date, "chat": {"id": 7, "type": "private"}, "from": {"id": 7}, "text": "again"}}
