"""What issue after issue promises of every reply, asked in people's own words through the whole conversation."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import read_moment
from bot.dialogue import Memory
from bot.model import Outcome, Question
from bot.responder import respond
from knowledge.base import KnowledgeBase
from knowledge.defaults import default_notices
from knowledge.model import Fact, Moment, Notice, Relation, Status

if TYPE_CHECKING:
    from bot.model import Reply

NOW = read_moment("2023-04-21T10:00")
PHRASINGS = (
    "{name}开吗",
    "{name}今天开门吗",
    "{name}现在能去吗",
    "请问{name}现在还能进去玩吗",
    "{name}开了没",
    "{name}开不开",
    "{name}让进不",
    "{name}没关吧",
    "{name}是不是恢复开放了",
    "{name}不是已经开放了吗",
    "今天{name}照常开放吧",
    "想去{name}，开着没",
    "{name}关了吗",
    "{name}还关着吗",
    "聽說{name}開了？",
    "is {pinyin} open today",
    "{pinyin}kaimen ma",
)
NAMES = {"青山公园": "qingshan gongyuan", "云台景区": "yuntai jingqu", "临江市图书馆": "linjiangshi tushuguan"}
KINDS = {"青山公园": "park", "云台景区": "scenic_area", "临江市图书馆": "library"}
OPENLY = ("恢复开放", "正常开放", "照常开放")
EARLIER = st.lists(
    st.tuples(
        st.sampled_from(
            [("恢复开放", Status.OPEN), ("正常开放", Status.OPEN), ("限流", Status.LIMITED), ("延迟开放", Status.DELAYED)]
        ),
        st.integers(1, 18),
    ),
    max_size=4,
    unique_by=lambda one: one[1],
)
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202c\U000e0041"


def fact(name: str, number: int, cue: str, status: Status, day: int, **values: Any) -> Fact:
    text = f"{name}{cue}。"
    notice = Notice(f"n{number}", text, "", "临江发布", Moment.day(2023, 4, day))
    return Fact(notice, name, status, cue, (0, len(text)), kind=KINDS[name], **values)


def base_with(name: str, earlier: list[tuple[tuple[str, Status], int]], *later: Fact) -> KnowledgeBase:
    facts = [fact(name, day, cue, status, day) for (cue, status), day in earlier]
    return KnowledgeBase.of([f.notice for f in (*facts, *later)], [*facts, *later])


def ask(base: KnowledgeBase, text: str, at: Any = NOW) -> Reply:
    return respond(Question(text, at), Memory(), base)[0]


@settings(deadline=None)  # the first question loads tables
@given(st.sampled_from(sorted(NAMES)), EARLIER, st.sampled_from(PHRASINGS))
def test_a_newer_closing_makes_every_phrasing_of_is_it_open_say_not_open(
    name: str, earlier: list[tuple[tuple[str, Status], int]], phrasing: str
) -> None:
    base = base_with(name, earlier, fact(name, 99, "暂时关闭", Status.CLOSED, 20))
    reply = ask(base, phrasing.format(name=name, pinyin=NAMES[name]))
    assert reply.kind is Outcome.ANSWER
    assert [f.status for f in reply.facts] == [Status.CLOSED]
    assert "暂时关闭" in reply.text
    assert not any(words in reply.text for words in OPENLY)


@settings(deadline=None)  # the first question loads tables
@given(st.sampled_from(sorted(NAMES)), EARLIER, st.sampled_from(PHRASINGS))
def test_a_withdrawal_restores_the_earlier_reply_to_the_letter(
    name: str, earlier: list[tuple[tuple[str, Status], int]], phrasing: str
) -> None:
    wrong = fact(name, 98, "暂时关闭", Status.CLOSED, 19)
    withdrawn = fact(name, 99, "撤回", Status.CANCELLED, 20, relation=Relation.CANCEL)
    if not earlier:
        earlier = [(("正常开放", Status.OPEN), 3)]
    text = phrasing.format(name=name, pinyin=NAMES[name])
    assert ask(base_with(name, earlier), text).text == ask(base_with(name, earlier, wrong, withdrawn), text).text


@pytest.fixture(scope="module")
def defaults() -> KnowledgeBase:
    read = default_notices()
    return KnowledgeBase.of([one.notice for one in read], [f for one in read for f in one.facts])


ASKED = (
    "太山景区今天开放吗",
    "泰山景区开不开",
    "汾河二库为什么不开",
    "玉泉山什么时候能开",
    "专升本考试改到几号了",
    "专升本还有几天",
    "退役军人来访还接待吗，电话多少",
    "晋阳雅集还办吗",
    "现在太原有哪些地方关了",
    "今天有什么通知",
    "太山门票多少钱",
    "晋祠开门吗",
    "网上怎么问医生",
    "山大二院能网上开药吗",
    "taishan jingqu kaifang ma",
    "Is Taishan scenic area open tomorrow?",
    "太山、玉泉山、汾河二库哪个还开着",
    "谢谢",
)


@settings(deadline=None)  # the first question loads tables
@given(st.sampled_from(ASKED), st.lists(st.tuples(st.integers(0, 40), st.sampled_from(HIDDEN)), max_size=6))
def test_hidden_characters_change_no_answer(defaults: KnowledgeBase, text: str, hidden: list[tuple[int, str]]) -> None:
    at = read_moment("2022-04-07T10:00")
    changed = text
    for place, mark in hidden:
        changed = changed[:place] + mark + changed[place:]
    assert ask(defaults, changed, at).text == ask(defaults, text, at).text


NUMBER = re.compile(r"\d+(?:[-.]\d+)*")
GIVEN = ("原文", "来源", "   ")
DAYS = (0, 1, 20, 60, 300, 1700)


@pytest.mark.parametrize("text", ASKED)
def test_no_reply_names_a_number_that_neither_its_notices_nor_the_calendar_give(defaults: KnowledgeBase, text: str) -> None:
    """What may be computed: the days between the dates told and the day of asking, list numbers, and the day of asking itself."""
    for days in DAYS:
        at = read_moment("2022-04-07T10:00") + timedelta(days=days)
        reply = ask(defaults, text, at)
        spoken_of = [f for s in defaults.services(at) if s.name in reply.services for f in defaults.facts(s, at)]
        notices = {f.notice.id: f.notice.text for f in (*spoken_of, *reply.facts)}
        notices |= {e.notice.id: e.notice.text for e in reply.excerpts}
        lines = [line for line in reply.text.split("\n") if not line.startswith(GIVEN)]
        told = [
            m
            for f in (*spoken_of, *reply.facts)
            for m in (f.published, f.start_date, f.valid_from, f.valid_until, *f.previous_start_dates)
        ]
        moments = [m.start for m in told if m] + [at, at + timedelta(days=1)]
        computed = {str(abs((a.date() - b.date()).days)) for a in moments for b in moments} | {str(n) for n in range(13)}
        computed |= {part for m in moments for part in (str(m.year), str(m.month), str(m.day), str(m.hour), f"{m.minute:02}")}
        allowed = set(NUMBER.findall(" ".join((*notices.values(), *reply.services, *reply.choices)))) | computed
        for line in lines:
            assert set(NUMBER.findall(line)) <= allowed, (text, days, line)


@pytest.mark.parametrize("text", ASKED)
def test_every_answer_carries_its_status_words_publisher_date_and_quote(defaults: KnowledgeBase, text: str) -> None:
    reply = ask(defaults, text, read_moment("2022-04-07T10:00"))
    if reply.kind is not Outcome.ANSWER:
        assert not reply.facts
        return
    assert reply.facts
    told = reply.facts[0]
    assert told.cue in reply.text
    assert told.notice.publisher in reply.text
    assert told.quote.strip("。") in reply.text or any(told.quote[:12] in line for line in reply.text.split("\n"))
    assert re.search(r"4月\d日|Apr", reply.text)
