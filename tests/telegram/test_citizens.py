"""What citizens get in Telegram, seen from the fake Bot API."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fake_api import RESET_AFTER, Fault
from running import GO_ON

from bot.telegram.pacing import Limits
from bot.telegram.texts import texts

if TYPE_CHECKING:
    from running import Running

SAY = texts("zh")
GROUP = {"chat": -5, "kind": "supergroup"}


async def test_a_question_in_a_private_chat_is_answered_with_buttons(bot: Running) -> None:
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.texts())
    assert bot.api.texts() == ["re: hello"]
    assert set(bot.api.buttons()) == {"before?", SAY["button_good"], SAY["button_bad"]}


async def test_questions_of_one_chat_are_answered_in_order(bot: Running) -> None:
    for number in range(20):
        bot.api.say(f"q{number}")
    await bot.api.until(lambda: len(bot.api.texts()) == 20)
    assert bot.api.texts() == [f"re: q{number}" for number in range(20)]


@pytest.mark.parametrize(
    ("text", "more", "answered"),
    [
        ("talk among people", {}, False),
        ("@notices_bot is it open", {}, True),
        ("@notices_bot2 is it open", {}, False),
        ("/help", {}, True),
        ("/help@notices_bot", {}, True),
        ("/help@other_bot", {}, False),
        ("/weather", {}, False),
        ("/status", {}, False),
        ("/status@notices_bot", {}, True),
        ("/weather@notices_bot", {}, True),
        ("and until when", {"reply_to_message": {"message_id": 1, "from": {"id": 123456, "is_bot": True}}}, True),
        ("and until when", {"reply_to_message": {"message_id": 1, "from": {"id": 99, "is_bot": True}}}, False),
        ("", {"sticker": {}, "reply_to_message": {"message_id": 1, "from": {"id": 123456, "is_bot": True}}}, False),
    ],
)
async def test_in_groups_only_who_addresses_the_bot_is_answered(
    bot: Running,
    text: str,
    more: dict[str, object],
    answered: bool,  # noqa: FBT001 - a table's column
) -> None:
    bot.api.say(text, **GROUP, **more)
    bot.api.say("@notices_bot last", **GROUP)
    await bot.api.until(lambda: "re: last" in bot.api.texts(-5))
    assert len(bot.api.texts(-5)) == 1 + answered


async def test_in_groups_each_person_has_a_context_of_their_own_and_answers_are_replies(bot: Running) -> None:
    for user, text in ((1, "first"), (2, "second"), (1, "third")):
        bot.api.say(f"@notices_bot {text}", user=user, **GROUP)
    await bot.api.until(lambda: len(bot.api.texts(-5)) == 3)
    bot.api.press(bot.api.buttons(-5)["before?"], user=1, chat=-5, kind="supergroup")
    await bot.api.until(lambda: len(bot.api.texts(-5)) == 4)
    assert bot.api.texts(-5) == ["re: first", "re: second", "re: third", "re: first"]
    assert all("reply_parameters" in payload for payload in bot.api.sent(chat=-5)[:3])


async def test_in_a_group_with_topics_everything_is_said_in_the_topic(bot: Running) -> None:
    topic = {"message_thread_id": 17, "is_topic_message": True}
    bot.api.say("@notices_bot long", **GROUP, **topic)
    await bot.api.until(lambda: len(bot.api.sent(chat=-5)) == 3)
    assert [payload.get("message_thread_id") for payload in bot.api.sent(chat=-5)] == [17] * 3


async def test_what_is_no_question_is_not_answered_as_one(bot: Running) -> None:
    bot.api.say("the card of an inline result", via_bot={"id": 123456, "is_bot": True})
    bot.api.say("", pinned_message={"message_id": 1})
    bot.api.say("", photo=[{"file_id": "x"}])
    bot.api.say("hello", photo=[{"file_id": "x"}])
    await bot.api.until(lambda: len(bot.api.texts()) == 2)
    assert bot.api.texts() == [SAY["no_words"], "re: hello"]


async def test_channel_posts_are_ignored_and_malformed_updates_are_set_aside_without_harm(bot: Running) -> None:
    bot.api.push({"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -9, "type": "channel"}, "text": "x"}})
    person = {"id": 7, "is_bot": False, "first_name": "u"}
    sound = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": person, "text": "x"}
    broken = [{"date": "yesterday"}, {"chat": None}, {"from": 7}, {"text": ["x"]}, {"date": 1 << 80}, {"chat": {"id": 1 << 70}}]
    for change in broken:
        bot.api.push({"message": sound | change})
    bot.api.push({"message": ["no message"]})
    bot.api.push({"callback_query": {"id": "1", "message": {}}})
    bot.api.updates.append({"update_id": "no number", "message": sound})
    bot.api.updates.append({"update_id": 1 << 90, "message": sound})
    bot.api.say("still there?")
    await bot.api.until(lambda: bot.api.texts())
    assert bot.api.texts() == ["re: still there?"]
    assert bot.bot.counters.set_aside == len(broken) + 2
    assert bot.bot.counters.without_id >= 2  # they cannot be acknowledged, so they come with every poll
    assert sum(bot.bot.counters.took.values()) == 1  # what is answered with nothing took no time to answer


async def test_a_choice_is_pressed_and_still_works_after_a_restart(bot: Running) -> None:
    bot.api.say("which")
    await bot.api.until(lambda: bot.api.texts())
    token = bot.api.buttons()["2. south gate"]
    await bot.restart()
    bot.api.press(token)
    await bot.api.until(lambda: len(bot.api.texts()) == 2)
    assert bot.api.texts()[-1] == "re: south gate"


async def test_a_button_nobody_knows_is_told_politely(bot: Running) -> None:
    bot.api.press("b:0000000000000000")
    await bot.api.until(lambda: bot.api.sent("answerCallbackQuery"))
    assert bot.api.sent("answerCallbackQuery")[0]["text"] == SAY["expired"]


async def test_a_button_of_another_chat_does_nothing(bot: Running) -> None:
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.texts())
    bot.api.press(bot.api.buttons()["before?"], chat=8, user=8)
    await bot.api.until(lambda: bot.api.sent("answerCallbackQuery"))
    assert bot.api.sent("answerCallbackQuery")[0]["text"] == SAY["expired"]


async def test_forget_leaves_nothing_of_the_chat_in_any_table(bot: Running) -> None:
    me = {"chat": 770077, "user": 770077}
    for text in ("hello", "nothing", "/feedback a word", "/language"):
        bot.api.say(text, **me)
    await bot.api.until(lambda: len(bot.api.texts(770077)) == 4)
    bot.api.press(bot.api.buttons(770077)["English"], **me)
    await bot.api.until(lambda: len(bot.api.texts(770077)) == 5)
    bot.api.faults.extend([RESET_AFTER, Fault("limit", 2)])
    for text in ("doubtful", "limited", "break"):
        bot.api.say(text, **me)
    bot.api.push({"inline_query": {"id": "1", "from": {"id": 770077, "is_bot": False, "first_name": "u"}, "query": 5}})
    await bot.api.until(lambda: bot.bot.counters.set_aside == 2 and "re: limited" in bot.api.texts(770077))
    assert {name for name, _ in _held(bot)} >= {
        f"telegram_{name}" for name in ("inbox", "outbox", "conversations", "buttons", "feedback", "unanswered", "marks")
    }
    bot.api.say("/forget", **me)
    await bot.api.until(lambda: bot.api.texts(770077)[-1] == texts("en")["forgotten"])
    await bot.stop()
    assert not [row for _, row in _held(bot) if "770077" in row]
    assert not [name for name, _ in _held(bot) if name == "telegram_unanswered"]
    assert not [path for path in bot.path.parent.iterdir() if b"770077" in path.read_bytes()]


def _held(bot: Running) -> list[tuple[str, str]]:
    """Return every row of the tables of the rim, with its table's name."""
    assert bot.store is not None
    with bot.store.database.reading() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table' AND name LIKE 'telegram_%'")
        return [(name, str(row)) for (name,) in tables for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]  # noqa: S608 - our names


async def test_a_question_s_words_are_gone_once_it_is_answered(bot: Running) -> None:
    bot.api.say("which")
    bot.api.say("words of a citizen", chat=8, user=8)
    await bot.api.until(lambda: bot.api.texts(8))
    bot.api.say("/forget", chat=8, user=8)
    await bot.api.until(lambda: len(bot.api.texts(8)) == 2)
    await bot.stop()
    content = b"".join(path.read_bytes() for path in bot.path.parent.iterdir())
    assert b"south gate" in content
    assert b"words of a citizen" not in content


async def test_after_a_week_what_was_handled_and_its_buttons_are_gone(bot: Running) -> None:
    passing = {"telegram_inbox", "telegram_buttons"}
    bot.api.say("hello")
    await bot.api.until(lambda: bot.api.texts())
    assert passing <= {name for name, _ in _held(bot)}
    bot.now = datetime.now(UTC) + timedelta(days=8)
    await bot.restart()
    await bot.api.until(lambda: not passing & {name for name, _ in _held(bot)})


async def test_inline_queries_get_a_card_for_each_service_that_may_be_meant(bot: Running) -> None:
    bot.api.type_inline("hello")
    bot.api.type_inline("which")
    bot.api.type_inline("")
    bot.api.type_inline("nothing")
    await bot.api.until(lambda: len(bot.api.sent("answerInlineQuery")) == 4)
    answers = bot.api.sent("answerInlineQuery")
    titles = [[card["title"] for card in payload["results"]] for payload in answers]
    assert titles == [["re: hello"], ["re: north gate", "re: south gate"], [], []]
    assert [payload["button"]["text"] for payload in answers[2:]] == [SAY["inline_start"], SAY["inline_none"]]


async def test_questions_that_waited_through_an_outage_are_answered_in_one_message_a_chat(bot: Running) -> None:
    for number in range(25):
        bot.api.say(f"q{number}", date=time.time() - 3600)
    bot.api.say("q0", chat=8, user=8, date=time.time() - 3600)
    bot.api.say("now")
    await bot.api.until(lambda: len(bot.api.texts()) == 2 and bot.api.texts(8))
    digest, last = bot.api.texts()
    assert digest.startswith(SAY["digest"])
    assert SAY["digest_more"].format(count=5) in digest
    assert all(f"re: q{number}" in digest for number in range(5, 25))
    assert last == "re: now"
    assert bot.api.texts(8)[0].startswith(SAY["digest"])


async def test_who_asks_faster_than_can_be_answered_gets_fewer_messages_and_holds_up_nobody(bot: Running) -> None:
    bot.limits = Limits(chat_seconds=0.2)
    await bot.restart()
    for number in range(90):
        bot.api.say(f"q{number}")
    bot.api.say("hello", chat=8, user=8)
    await bot.api.until(lambda: bot.api.texts(8))
    assert len(bot.api.texts()) < 5
    await bot.api.until(lambda: any("re: q89" in text for text in bot.api.texts()), 15)
    assert len(bot.api.texts()) < 40
    everything = "\n".join(bot.api.texts())
    places = [everything.find(f"re: q{number}") for number in range(90)]
    assert places == sorted(places)
    assert min(places) >= 0
    assert SAY["digest_many"] in everything


async def test_a_slow_answer_shows_that_it_is_being_written_and_holds_up_nobody(bot: Running) -> None:
    GO_ON.clear()
    bot.api.say("slow")
    bot.api.say("hello", chat=8, user=8)
    await bot.api.until(lambda: bot.api.texts(8), 1)
    await bot.api.until(lambda: bot.api.sent("sendChatAction"))
    assert not bot.api.texts()
    GO_ON.set()
    await bot.api.until(lambda: bot.api.texts())
    assert bot.api.sent("sendChatAction") == [{"chat_id": 7, "action": "typing"}]


async def test_operators_commands_are_for_operators_only(bot: Running) -> None:
    bot.api.say("nothing")
    await bot.api.until(lambda: bot.api.texts())
    bot.api.say("/feedback the park is open again")
    await bot.api.until(lambda: len(bot.api.texts()) == 2)
    for command in ("/status", "/unanswered", "/reports", "/stale", "/withdraw none"):
        bot.api.say(command)
        bot.api.say(command, chat=42, user=42)
    await bot.api.until(lambda: len(bot.api.texts()) == 7 and len(bot.api.texts(42)) == 5)
    assert bot.api.texts()[2:] == [SAY["not_operator"]] * 5
    assert bot.api.texts(42)[0].startswith(SAY["status_sound"])
    assert bot.api.texts(42)[1] == SAY["unanswered"].format(count=1, looked_for="the moon")
    assert bot.api.texts(42)[2] == SAY["report_words"].format(words="the park is open again")
    assert SAY["not_operator"] not in bot.api.texts(42)


async def test_a_core_that_fails_is_told_and_stops_nobody(bot: Running) -> None:
    bot.api.say("break")
    bot.api.say("hello")
    await bot.api.until(lambda: len(bot.api.texts()) == 2)
    assert sorted(bot.api.texts()) == sorted([SAY["failed"], "re: hello"])


async def test_the_language_chosen_outlives_a_restart(bot: Running) -> None:
    bot.api.say("/language")
    await bot.api.until(lambda: bot.api.buttons())
    bot.api.press(bot.api.buttons()["English"])
    await bot.api.until(lambda: len(bot.api.texts()) == 2)
    await bot.restart()
    bot.api.say("/feedback")
    await bot.api.until(lambda: len(bot.api.texts()) == 3)
    assert bot.api.texts()[1:] == [texts("en")["language_set"], texts("en")["feedback_asked"]]


async def test_a_long_answer_comes_in_parts_the_last_with_the_buttons(bot: Running) -> None:
    bot.api.say("long")
    await bot.api.until(lambda: len(bot.api.texts()) == 3)
    assert "".join(bot.api.texts()).replace("\n", "") == "".join(f"{number} " + "字" * 900 for number in range(9))
    assert [("reply_markup" in payload) for payload in bot.api.sent(chat=7)] == [False, False, True]


async def test_words_of_a_citizen_never_become_links_names_or_commands(bot: Running) -> None:
    bot.api.say("<b>evil.example/x @somebody /forget & a.b")
    await bot.api.until(lambda: bot.api.texts())
    sent = bot.api.sent()[0]["text"]
    for words in ("evil.example/x", "@somebody", "/forget"):
        assert f"<code>{words}</code>" in sent
    assert "&lt;b&gt;" in sent
