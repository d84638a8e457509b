"""What citizens and operators get in Telegram, seen from the fake Bot API."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bot.telegram.texts import texts

if TYPE_CHECKING:
    from conftest import Running

SAY = texts("zh")


async def test_a_question_in_a_private_chat_is_answered_with_buttons(bot: Running) -> None:
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.texts())
    assert bot.api.texts() == ["re: hello"]
    assert set(bot.api.buttons()) == {"why", SAY["button_good"], SAY["button_bad"]}


async def test_questions_of_one_chat_are_answered_in_order(bot: Running) -> None:
    for number in range(4):
        bot.api.say(f"q{number}")
    await bot.api.until(lambda: len(bot.api.texts()) == 4, 8)
    assert bot.api.texts() == ["re: q0", "re: q1", "re: q2", "re: q3"]
    assert not bot.api.refused


@pytest.mark.parametrize(
    ("text", "more", "answered"),
    [
        ("talk among people", {}, False),
        ("@notices_bot is it open", {}, True),
        ("/help@notices_bot", {}, True),
        ("/help@other_bot", {}, False),
        ("and until when", {"reply_to_message": {"message_id": 1, "from": {"id": 123456, "is_bot": True}}}, True),
    ],
)
async def test_in_groups_only_who_addresses_the_bot_is_answered(
    bot: Running,
    text: str,
    more: dict[str, object],
    answered: bool,  # noqa: FBT001 - a table's column
) -> None:
    bot.api.say(text, chat=-5, kind="supergroup", **more)
    bot.api.say("last", chat=8, user=8)
    await bot.api.until(lambda: bot.api.texts(8))
    await bot.api.until(lambda: not answered or bot.api.texts(-5))
    assert bool(bot.api.texts(-5)) is answered


async def test_channel_posts_are_ignored_and_a_malformed_update_is_set_aside_without_harm(bot: Running) -> None:
    bot.api.push({"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -9, "type": "channel"}, "text": "x"}})
    bot.api.push(
        {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": 7, "type": "private"}, "from": {"id": 7}, "text": "x"}}
    )
    bot.api.push({"message": ["no message"]})
    bot.api.say("still there?")
    await bot.api.until(lambda: bot.api.texts())
    assert bot.api.texts() == ["re: still there?"]


async def test_a_choice_is_pressed_and_still_works_after_a_restart(bot: Running) -> None:
    bot.api.say("which")
    await bot.api.until(lambda: bot.api.texts())
    token = bot.api.buttons()["2. south gate"]
    assert len(token.encode()) <= 64
    await bot.restart()
    bot.api.press(token)
    await bot.api.until(lambda: len(bot.api.texts()) == 2)
    assert bot.api.texts()[-1] == "re: south gate"


async def test_a_button_nobody_knows_is_told_politely(bot: Running) -> None:
    bot.api.press("b:0000000000000000")
    await bot.api.until(lambda: bot.api.delivered)
    assert bot.api.delivered[0]["payload"]["text"] == SAY["expired"]


async def test_forget_leaves_nothing_of_the_chat(bot: Running) -> None:
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.buttons())
    token = bot.api.buttons()["why"]
    bot.api.say("/forget")
    await bot.api.until(lambda: len(bot.api.texts()) == 2)
    bot.api.press(token)
    await bot.api.until(lambda: any(one["payload"].get("text") == SAY["expired"] for one in bot.api.delivered))
    assert bot.api.texts()[-1] == SAY["forgotten"]


async def test_inline_queries_get_a_card_that_carries_the_answer(bot: Running) -> None:
    bot.api.type_inline("hello")
    await bot.api.until(lambda: bot.api.delivered)
    (card,) = bot.api.delivered[0]["payload"]["results"]
    assert card["input_message_content"]["message_text"] == "<b>re: hello</b>"


async def test_questions_that_waited_through_an_outage_are_answered_in_one_message(bot: Running) -> None:
    for number in range(3):
        bot.api.say(f"q{number}", date=time.time() - 3600)
    await bot.api.until(lambda: bot.api.texts())
    (digest,) = bot.api.texts()
    assert digest.startswith(SAY["digest"])
    assert all(f"re: q{number}" in digest for number in range(3))


async def test_operators_commands_are_for_operators_only(bot: Running) -> None:
    bot.api.say("/status")
    bot.api.say("/status", chat=42, user=42)
    await bot.api.until(lambda: bot.api.texts() and bot.api.texts(42))
    assert bot.api.texts() == [SAY["not_operator"]]
    assert bot.api.texts(42)[0] != SAY["not_operator"]


async def test_a_core_that_fails_is_told_and_stops_nobody(bot: Running) -> None:
    bot.api.say("break")
    bot.api.say("hello")
    await bot.api.until(lambda: len(bot.api.texts()) == 2)
    assert bot.api.texts() == [SAY["failed"], "re: hello"]


async def test_feedback_and_language_are_kept(bot: Running) -> None:
    bot.api.say("/language")
    await bot.api.until(lambda: bot.api.buttons())
    bot.api.press(bot.api.buttons()["English"])
    await bot.api.until(lambda: len(bot.api.texts()) == 2)
    bot.api.say("/feedback")
    await bot.api.until(lambda: len(bot.api.texts()) == 3)
    assert bot.api.texts()[1:] == [texts("en")["language_set"], texts("en")["feedback_asked"]]
