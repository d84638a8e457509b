"""The small parts of the Telegram rim: splitting, pacing, calendar files, redaction, topics."""

from __future__ import annotations

import itertools
import json
import logging
from datetime import UTC, datetime

from fake_api import plain, wrong_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.calendar_file import calendar_file
from bot.telegram import feedback
from bot.telegram.formatting import LIMIT, as_html, parts, shortened, units
from bot.telegram.incoming import LONGEST_QUESTION, MalformedError, chat_of, read_update
from bot.telegram.logs import AsJson, Redacting
from bot.telegram.pacing import Limits, Pacer
from bot.telegram.tables import metadata
from bot.telegram.texts import LANGUAGES, commands, operator_commands, texts
from bot.telegram.topics import topics_page
from knowledge.base import KnowledgeBase
from knowledge.model import Fact, Moment, Notice, Status
from knowledge.store.database import Database

NOON = datetime(2022, 4, 7, 12, tzinfo=UTC)


@given(st.text(alphabet="a字\n😀 ", max_size=400), st.integers(20, 60))
def test_pieces_fit_and_lose_no_words(text: str, limit: int) -> None:
    pieces = parts(text, limit)
    assert all(units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.text(alphabet="a<&>\"'/@.:字\n-", max_size=200))
def test_telegram_takes_whatever_is_said_and_shows_it_unchanged(text: str) -> None:
    for bold in (True, False):
        shown = as_html(text, {"a.aa"}, bold=bold)
        assert wrong_text(shown, "HTML") in {None, "message text is empty"}
        assert plain(shown) == text


def test_markup_is_escaped_once_and_only_addresses_of_notices_are_links() -> None:
    assert as_html("a < b & c\n<i>") == "<b>a &lt; b &amp; c</b>\n&lt;i&gt;"
    shown = as_html("x\n网址http://a.example/b）和c.example。", {"http://a.example/b"})
    assert shown == '<b>x</b>\n网址<a href="http://a.example/b">http://a.example/b</a>）和<code>c.example</code>。'


def test_a_digest_shows_whole_lines() -> None:
    assert shortened("one\ntwo\nthree", 7) == "one\ntwo\n…"
    assert shortened("x" * 50, 10) == "x" * 10 + "…"


@given(st.lists(st.sampled_from([1, 2, -3]), min_size=1, max_size=80))
def test_no_chat_gets_two_messages_a_second_no_group_over_twenty_a_minute_nobody_over_thirty(chats: list[int]) -> None:
    pacer, now, sent = Pacer(), 0.0, []
    for chat in chats:
        now += max(pacer.wait(now), pacer.chat_wait(chat, now))
        pacer.end(pacer.begin(now), now)
        pacer.sent(chat, now)
        sent.append((chat, now))
    for chat in set(chats):
        times = [at for one, at in sent if one == chat]
        assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(times))
        assert chat > 0 or all(later - earlier >= 59.9 for earlier, later in zip(times, times[20:], strict=False))


@given(st.lists(st.floats(0.0, 2.0), min_size=60, max_size=120), st.lists(st.floats(0.0, 1.0), min_size=120, max_size=120))
def test_no_second_of_telegrams_holds_more_than_thirty_however_long_calls_take(lengths: list[float], places: list[float]) -> None:
    """A call arrives anywhere between its beginning and its end; `places` says where."""
    pacer, now, ends, arrivals = Pacer(), 0.0, [], []  # type: ignore[var-annotated]
    for length, place in zip(lengths, places, strict=False):
        while (wait := pacer.wait(now)) > 0:
            now += min([wait, *(end - now for end, _ in ends)])
            for end, call in [one for one in ends if one[0] <= now]:
                pacer.end(call, end)
                ends.remove((end, call))
        ends.append((now + length, pacer.begin(now)))
        arrivals.append(now + length * place)
    arrivals.sort()
    second = 1.0 - 1e-9  # sums of floats
    assert all(later - earlier >= second for earlier, later in zip(arrivals, arrivals[30:], strict=False))


def test_a_closed_bot_sends_to_nobody_a_closed_chat_gets_nothing_and_quiet_chats_are_forgotten() -> None:
    pacer = Pacer(Limits(most_chats=2))
    pacer.close(None, 50.0)
    pacer.close(8, 60.0)
    assert (pacer.wait(10.0), pacer.chat_wait(8, 10.0), pacer.chat_wait(9, 10.0)) == (40.0, 50.0, 0.0)
    for chat in (1, 2, 3):
        pacer.sent(chat, 100.0)
    assert [pacer.is_own(chat, 101.0) for chat in (1, 2, 3)] == [False, True, True]


def test_a_calendar_file_holds_the_day_and_folds_its_lines() -> None:
    text = "原定的" + "很长的" * 20 + "考试；改期,至6月9日。"
    notice = Notice("n1", text, published=Moment.day(2022, 4, 6))
    fact = Fact(notice, "专升本考试", Status.RESCHEDULED, "改期", (0, len(text)), start_date=Moment.day(2022, 6, 9))
    file = calendar_file(fact, NOON) or ""
    assert "DTSTART;VALUE=DATE:20220609\r\nDTEND;VALUE=DATE:20220610" in file
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    assert "改期\\,至" in file.replace("\r\n ", "")


def test_no_token_gets_into_a_log() -> None:
    record = logging.makeLogRecord({"msg": "GET https://x/bot%s/getMe", "args": ("123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",)})
    Redacting().filter(record)
    assert record.getMessage() == "GET https://x/bot<token>/getMe"
    assert json.loads(AsJson().format(record))["message"] == record.getMessage()


def test_a_message_s_length_is_cut_before_anything_else() -> None:
    person, chat = {"id": 7, "is_bot": False, "first_name": "u"}, {"id": 7, "type": "private"}
    message = {"message_id": 1, "chat": chat, "from": person, "date": 1, "text": "字" * 100_000}
    found = read_update({"update_id": 1, "message": message}, "x", 1)
    assert found is not None
    assert found.text == "字" * LONGEST_QUESTION


def test_what_was_looked_for_is_counted_by_chats_and_words_are_kept_only_when_several_asked_the_same() -> None:
    question, asked = "Can I bring my two cats?", []
    database = Database.at(":memory:")
    with database.writing() as connection:
        metadata.create_all(connection)
        for chat in (1, 1, 2, 3):
            feedback.note_unanswered(connection, chat, "", question)
            asked.append(feedback.unanswered_most(connection, 5))
            feedback.note_unanswered(connection, chat, "a sentence that is taken for a name", question)
        feedback.note_unanswered(connection, 1, "moon park", question)
        told = dict(feedback.unanswered_most(connection, 5))
    database.close()
    assert [[times for _, times in one] for one in asked] == [[1], [1], [2], [3]]
    assert "cats" not in str(asked[:3])
    assert told == {question.lower(): 3, "moon park": 1}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "from", "chat", "text"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(["update_id", "message", "callback_query", "inline_query", "poll"]), json_values, max_size=3)
)
def test_whatever_arrives_is_read_ignored_or_set_aside(raw: dict[str, object]) -> None:
    assert isinstance(chat_of(raw), str)
    try:
        read_update(raw, "notices_bot", 1)
    except MalformedError:
        return


def test_topics_are_kinds_then_services_a_page_at_a_time() -> None:
    def fact(number: int, kind: str) -> Fact:
        text = f"第{number}公园关闭"
        notice = Notice(f"n{number}", text, published=Moment.day(2022, 4, 6))
        place = "云陵" if number % 2 else None
        return Fact(notice, f"第{number:03}公园", Status.CLOSED, "关闭", (0, len(text)), kind=kind, place=place)

    facts = [fact(number, "park" if number < 20 else "museum") for number in range(30)]
    base, say = KnowledgeBase.of([one.notice for one in facts], facts), texts("zh")
    first = topics_page(base, ["", None, 0], say, NOON)
    assert [button.label for row in first.rows for button in row] == ["公园（20）", "博物馆（10）"]
    parks = topics_page(base, first.rows[0][0].value, say, NOON)
    assert len([row for row in parks.rows if row[0].does == "ask"]) == 8
    last = topics_page(base, ["", "park", 2], say, NOON)
    assert [button.label for button in last.rows[-1]] == [say["button_before"], say["button_kinds"]]
    there = topics_page(base, ["云陵", None, 0], say, NOON)
    assert [button.label for row in there.rows for button in row] == ["公园（10）", "博物馆（5）"]
    assert topics_page(base, ["月球", None, 0], say, NOON).rows == ()
    assert topics_page(KnowledgeBase.of([], []), ["", None, 0], say, NOON).text == say["topics_none"]


def test_each_language_says_the_same_and_telegram_takes_its_lengths() -> None:
    for language in LANGUAGES:
        assert set(commands(language)) == set(commands("zh"))
        assert set(operator_commands(language)) == set(operator_commands("zh"))
        assert all(len(words) <= 256 for words in commands(language).values())
        say = texts(language)
        assert (len(say["profile_name"]) <= 64, len(say["profile_short"]) <= 120, len(say["profile_description"]) <= 512) == (
            True,
        ) * 3
        assert all(units(words) <= LIMIT for words in say.values())
        assert all(len(say[name]) <= 200 for name in ("expired", "verdict_good", "verdict_bad"))
        assert all(say[f"{name}_question"] for name in ("closed", "latest", "source"))
