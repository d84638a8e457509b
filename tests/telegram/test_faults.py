"""What happens when Telegram or the network fails: nothing is lost, nothing known to have arrived is sent twice."""

from __future__ import annotations

import fcntl
import time
from typing import TYPE_CHECKING

import pytest
from fake_api import BROKEN, GATEWAY, LIMIT, MIGRATE, RESET_AFTER, RESET_BEFORE, SERVER, SLOW, Fault
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.telegram import outbox
from bot.telegram.faults import Fate, judge
from bot.telegram.pacing import Limits
from bot.telegram.texts import texts

if TYPE_CHECKING:
    from running import Running


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (LIMIT, "a limit is waited out"),
        (SERVER, "a failing server delivered nothing"),
        (GATEWAY, "a server that cannot be reached delivered nothing"),
        (RESET_BEFORE, "a connection never made delivered nothing"),
        (RESET_AFTER, "it may have arrived: an answer is not repeated"),
        (BROKEN, "it arrived, though the reply is garbled: not repeated"),
        (SLOW, "a reply that comes late is a reply"),
    ],
)
async def test_each_fault_leads_to_exactly_one_delivery(bot: Running, fault: Fault, why: str) -> None:
    bot.api.faults.append(fault)
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.texts())
    bot.api.say("next")
    await bot.api.until(lambda: "re: next" in bot.api.texts())
    assert bot.api.texts() == ["re: hello", "re: next"], why


@pytest.mark.parametrize("everybody", [True, False])
async def test_retry_after_is_obeyed_to_its_end_in_its_scope(bot: Running, everybody: bool) -> None:  # noqa: FBT001 - a table
    if not everybody:  # a chat that just got a message may have passed its own limit; a quiet one cannot have
        bot.api.say("before")
        await bot.api.until(lambda: bot.api.texts())
    bot.api.faults.append(Fault("limit", 1, everybody=everybody))
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.refused)
    began = time.monotonic()
    for chat in range(20, 25):
        bot.api.say("hello", chat=chat, user=chat)
    await bot.api.until(lambda: all(bot.api.texts(chat) for chat in range(20, 25)))
    others = time.monotonic() - began
    await bot.api.until(lambda: "re: hello" in bot.api.texts())
    assert time.monotonic() - began >= 0.95
    assert (others >= 0.95) is everybody
    assert bot.api.impatient == 0


async def test_a_long_silence_is_kept_after_a_restart(bot: Running) -> None:
    bot.api.faults.append(Fault("limit", 3, everybody=True))
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.refused)
    await bot.restart()
    bot.api.say("next", chat=8, user=8)
    began = time.monotonic()
    await bot.api.until(lambda: bot.api.texts() and bot.api.texts(8), 12)
    assert time.monotonic() - began > 1
    assert bot.api.impatient == 0


async def test_a_blocked_chat_is_dropped_and_others_go_on(bot: Running) -> None:
    bot.api.gone.add(7)
    bot.api.say("hello")
    bot.api.say("again")
    bot.api.say("hello", chat=8, user=8)
    await bot.api.until(lambda: bot.api.texts(8))
    await bot.stop()
    assert bot.store is not None
    with bot.store.database.reading() as connection:
        assert outbox.counts(connection) == {}
    assert not bot.api.texts(7)


async def test_a_group_that_moved_gets_its_answer_at_the_new_place_with_its_buttons_alive(bot: Running) -> None:
    bot.api.say("@notices_bot before", chat=-5, kind="group")
    await bot.api.until(lambda: bot.api.texts(-5))
    token = bot.api.buttons(-5)["before?"]
    bot.api.faults.append(MIGRATE)
    bot.api.say("@notices_bot hello", chat=-5, kind="group")
    await bot.api.until(lambda: bot.api.texts(-100005))
    bot.api.press(token, chat=-100005, kind="supergroup")
    await bot.api.until(lambda: len(bot.api.texts(-100005)) == 2)
    assert bot.api.texts(-100005) == ["re: hello", "re: none"]


async def test_what_a_group_said_and_looked_for_goes_with_it_to_its_new_id_and_is_forgotten_there(bot: Running) -> None:
    for text in ("@notices_bot nothing", "/feedback@notices_bot a word"):
        bot.api.say(text, chat=-5, kind="group")
    bot.api.push({"message": {"message_id": 1, "date": "?", "chat": {"id": -5, "type": "group"}}})
    await bot.api.until(lambda: len(bot.api.texts(-5)) == 2)
    bot.api.say("", chat=-5, kind="group", migrate_to_chat_id=-100005)
    bot.api.say("/forget@notices_bot", chat=-100005, kind="supergroup")
    await bot.api.until(lambda: bot.api.texts(-100005))
    await bot.stop()
    assert bot.store is not None
    with bot.store.database.reading() as connection:
        for table in ("feedback", "unanswered", "conversations"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM telegram_{table}").scalar() == 0  # noqa: S608 - our names
        assert "set_aside" not in connection.exec_driver_sql("SELECT state FROM telegram_inbox").scalars().all()


async def test_operators_are_told_that_nothing_can_be_written_and_when_it_can_again(bot: Running) -> None:
    say = texts("zh")
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.buttons())
    with bot.path.with_name(f"{bot.path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another program writes and does not end
        bot.api.say("next")
        await bot.api.until(lambda: "re: next" in bot.api.texts())
        bot.api.say("/status", chat=42, user=42)
        await bot.api.until(lambda: bot.api.texts(42))
    assert bot.api.texts(42)[0].startswith(say["status_failing"])
    await bot.api.until(lambda: not bot.bot._desk.failing)
    bot.api.say("before", chat=9, user=9)
    await bot.api.until(lambda: bot.api.buttons(9))
    bot.api.say("/status", chat=42, user=42)
    await bot.api.until(lambda: len(bot.api.texts(42)) == 2)
    assert bot.api.texts(42)[1].startswith(say["status_sound"])


async def test_what_is_spoken_of_while_nothing_can_be_written_is_not_lost_to_what_others_say_after(bot: Running) -> None:
    group = {"chat": -5, "kind": "group"}
    bot.api.say("@notices_bot before", user=2, **group)
    await bot.api.until(lambda: bot.api.texts(-5))
    with bot.path.with_name(f"{bot.path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        bot.api.say("@notices_bot first", user=1, **group)
        await bot.api.until(lambda: len(bot.api.texts(-5)) == 2)
    await bot.api.until(lambda: not bot.bot._desk.failing)
    bot.api.say("@notices_bot second", user=2, **group)
    bot.api.say("/help@notices_bot", user=1, **group)
    bot.api.say("@notices_bot third", user=1, **group)
    await bot.api.until(lambda: len(bot.api.texts(-5)) == 5)
    bot.api.press(bot.api.buttons(-5)["before?"], user=1, **group)
    await bot.api.until(lambda: len(bot.api.texts(-5)) == 6)
    assert bot.api.texts(-5)[-1] == "re: first"


@pytest.mark.parametrize(
    ("error", "fate", "why"),
    [
        (RetryAfter(7), Fate.LIMITED, "a limit"),
        (ChatMigrated(-1001), Fate.MOVED, "a group became a supergroup"),
        (Forbidden("Forbidden: bot was blocked by the user"), Fate.GONE, "blocked"),
        (Forbidden("Forbidden: user is deactivated"), Fate.GONE, "deleted"),
        (BadRequest("Chat not found"), Fate.GONE, "deleted, told otherwise"),
        (BadRequest("Not enough rights to send text messages to the chat"), Fate.GONE, "silenced in a group"),
        (BadRequest("Can't parse entities"), Fate.REFUSED, "our mistake: repeating it helps nobody"),
        (NetworkError("httpx.ConnectError: All connection attempts failed"), Fate.LATER, "never connected"),
        (NetworkError("Bad Gateway"), Fate.LATER, "the server says itself that it did nothing"),
        (NetworkError("httpx.ReadError: "), Fate.AMBIGUOUS, "broken off after it was sent"),
        (TimedOut(), Fate.AMBIGUOUS, "sent, no answer in time"),
        (TimedOut("Pool timeout: All connections in the connection pool are occupied."), Fate.LATER, "never left the house"),
        (Conflict("terminated by other getUpdates request"), Fate.LATER, "not about this message"),
        (ValueError("?"), Fate.AMBIGUOUS, "whatever it is, it is not known to have failed"),
    ],
)
def test_a_failed_call_is_judged_by_what_is_known_of_it(error: Exception, fate: Fate, why: str) -> None:
    assert judge(error, tries=0).fate is fate, why


async def test_a_message_telegram_does_not_take_stops_nobody(bot: Running) -> None:
    bot.api.faults.append(Fault("refused", code=400))
    bot.api.say("hello")
    bot.api.say("next")
    await bot.api.until(lambda: bot.api.texts())
    assert bot.api.texts() == ["re: next"]


@pytest.mark.parametrize("fault", [BROKEN, SERVER, RESET_BEFORE])
async def test_polling_goes_on_after_a_failed_poll(bot: Running, fault: Fault) -> None:
    bot.api.poll_faults.append(fault)
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.texts())
    assert not bot.api.poll_faults
    assert bot.api.texts() == ["re: hello"]


async def test_a_second_poller_is_told_and_backed_off_from(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    await bot.api.until(lambda: bot.api._poller)
    await bot.api.answer("getUpdates", {"timeout": 0})
    await bot.api.until(lambda: bot.api.conflicts)
    await bot.api.until(lambda: "another program receives" in caplog.text)
    assert bot.api.conflicts == 1


async def test_an_orderly_end_keeps_what_is_not_sent_for_the_next_start(bot: Running) -> None:
    bot.limits = Limits(all_a_second=4)
    await bot.restart()
    for chat in range(20, 40):
        bot.api.say("hello", chat=chat, user=chat)
    await bot.api.until(lambda: bot.api.delivered)
    began = time.monotonic()
    await bot.stop()
    assert time.monotonic() - began < 8
    assert len(bot.api.sent()) < 20
    bot.limits = Limits()
    bot.start()
    await bot.api.until(lambda: len(bot.api.sent()) == 20)
    assert all(bot.api.texts(chat) == ["re: hello"] for chat in range(20, 40))


async def test_an_update_sent_twice_or_out_of_order_is_answered_once(bot: Running) -> None:
    bot.api.say("hello")
    first = bot.api.updates[0]
    await bot.api.until(lambda: bot.api.texts())
    bot.api.updates.extend([first, {**first, "update_id": 5, "message": {**first["message"], "text": "late"}}])
    bot.api.say("next")
    await bot.api.until(lambda: len(bot.api.texts()) == 3)
    assert sorted(bot.api.texts()) == ["re: hello", "re: late", "re: next"]
