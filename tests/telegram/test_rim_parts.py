"""The small parts of the Telegram rim: splitting, pacing, calendar files, redaction."""

from __future__ import annotations

import itertools
import logging
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_file import calendar_file
from bot.telegram.formatting import as_html, parts, units
from bot.telegram.logs import Redacting
from bot.telegram.pacing import Pacer
from knowledge.model import Fact, Moment, Notice, Status


@given(st.text(alphabet="a字\n😀 ", max_size=400), st.integers(20, 60))
def test_pieces_fit_and_lose_no_words(text: str, limit: int) -> None:
    pieces = parts(text, limit)
    assert all(units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_markup_is_escaped_once() -> None:
    assert as_html("a < b & c\n<i>") == "<b>a &lt; b &amp; c</b>\n&lt;i&gt;"


@given(st.lists(st.integers(1, 3), min_size=1, max_size=60))
def test_no_chat_gets_two_messages_a_second_and_nobody_more_than_thirty(chats: list[int]) -> None:
    pacer, now, sent = Pacer(), 0.0, []
    for chat in chats:
        now += pacer.wait(chat, now)
        pacer.sent(chat, now)
        sent.append((chat, now))
    for chat in set(chats):
        times = [at for one, at in sent if one == chat]
        assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(times))


def test_a_closed_bot_sends_to_nobody() -> None:
    pacer = Pacer()
    pacer.close(7, 50.0, whole_bot=True)
    assert pacer.wait(8, 10.0) == 40.0


def test_a_calendar_file_holds_the_day_and_folds_its_lines() -> None:
    text = "原定的" + "很长的" * 20 + "考试；改期,至6月9日。"
    notice = Notice("n1", text, published=Moment.day(2022, 4, 6))
    fact = Fact(notice, "专升本考试", Status.RESCHEDULED, "改期", (0, len(text)), start_date=Moment.day(2022, 6, 9))
    file = calendar_file(fact, datetime(2022, 4, 7, tzinfo=UTC)) or ""
    assert "DTSTART;VALUE=DATE:20220609\r\nDTEND;VALUE=DATE:20220610" in file
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    assert "改期\\,至" in file.replace("\r\n ", "")


def test_no_token_gets_into_a_log() -> None:
    record = logging.makeLogRecord({"msg": "GET https://x/bot%s/getMe", "args": ("123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",)})
    Redacting().filter(record)
    assert record.getMessage() == "GET https://x/bot<token>/getMe"
