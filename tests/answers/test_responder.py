"""Whole conversations, from the typed question to the reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import read_moment
from bot.dialogue import Memory
from bot.model import Outcome, Question
from bot.responder import respond
from knowledge.base import KnowledgeBase
from knowledge.defaults import default_notices
from knowledge.model import Fact, Moment, Notice, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Reply

HIDDEN = "\u200b\u200d\u2060\ufeff\u202e\u202c\u200e"
PHRASINGS = (
    "云岭森林公园开吗",
    "云岭森林公园今天开不开",
    "云岭还能去不",
    "云岭没关吧？",
    "云岭森林公园恢复开放了没有",
    "请问云岭森林公园现在正常开放吗",
    "想去云岭，让进不",
    "is 云岭森林公园 open?",
)


def talk(base: KnowledgeBase, at: str, *texts: str) -> Reply:
    memory = Memory()
    for text in texts:
        reply, memory = respond(Question(text, read_moment(at)), memory, base)
        memory = Memory.from_json(memory.to_json())
    return reply


def said(number: int, cue: str, status: Status, posted: str) -> Fact:
    text = f"云岭森林公园{cue}。"
    notice = Notice(f"n{number}", text, "", "云岭森林公园", Moment.parse(posted))
    return Fact(notice, "云岭森林公园", status, cue, (0, len(text)), kind="scenic_area")


OPENED = said(1, "恢复开放", Status.OPEN, "2023-04-10")
CLOSED = said(2, "暂时关闭", Status.CLOSED, "2023-04-20")


@pytest.mark.parametrize("text", PHRASINGS)
def test_a_newer_closed_notice_makes_every_phrasing_say_not_open(text: str) -> None:
    before = talk(KnowledgeBase.of([OPENED.notice], [OPENED]), "2023-04-21T10:00", text)
    after = talk(KnowledgeBase.of([OPENED.notice, CLOSED.notice], [OPENED, CLOSED]), "2023-04-21T10:00", text)
    assert [f.status for f in before.facts] == [Status.OPEN]
    assert [f.status for f in after.facts] == [Status.CLOSED]
    assert "暂时关闭" in after.text
    assert "恢复开放" not in after.text


@given(st.sampled_from(PHRASINGS[:-1]), st.lists(st.tuples(st.integers(0, 20), st.sampled_from(HIDDEN)), max_size=6))
def test_hidden_characters_change_no_answer(text: str, marks: list[tuple[int, str]]) -> None:
    hidden = text
    for at, mark in marks:
        hidden = hidden[:at] + mark + hidden[at:]
    base = KnowledgeBase.of([CLOSED.notice], [CLOSED])
    assert talk(base, "2023-04-21T10:00", hidden) == talk(base, "2023-04-21T10:00", text)


@pytest.mark.parametrize(
    ("turns", "kind", "services", "has"),
    [
        (("云岭森林公园开吗", "为什么"), "answer", ("云岭森林公园",), "步道修缮"),
        (("云岭森林公园开吗", "那双湖湿地公园呢"), "answer", ("双湖湿地公园",), "延迟开放"),
        (("云岭森林公园开吗", "谢谢", "电话多少"), "answer", ("云岭森林公园",), "0555-1234567"),
        (("云岭森林公园开吗", "哪儿写的"), "answer", ("云岭森林公园",), "park-closed"),
        (("普通话测试什么时候考", "还有几天"), "answer", ("2023年临江市普通话测试",), "还有64天"),
        (("谢谢",), "social", (), "不客气"),
        (("",), "social", (), "没有看到"),
    ],
)
def test_conversations(
    turns: tuple[str, ...], kind: str, services: tuple[str, ...], has: str, base_of: Callable[..., KnowledgeBase]
) -> None:
    reply = talk(base_of(), "2023-04-08T10:00", *turns)
    assert (str(reply.kind), reply.services) == (kind, services)
    assert has in reply.text


def test_a_trace_is_told_only_when_asked_for(base_of: Callable[..., KnowledgeBase]) -> None:
    question = Question("云岭森林公园开吗", read_moment("2023-04-08T10:00"))
    plain, _ = respond(question, Memory(), base_of())
    traced, _ = respond(question, Memory(), base_of(), trace=True)
    assert plain.trace == {}
    assert {"reading", "rejected", "used", "set_aside", "lines"} <= set(traced.trace)
    assert traced.text == plain.text


def test_every_follow_up_offered_is_understood_and_answered(base_of: Callable[..., KnowledgeBase]) -> None:
    base, now = base_of(), read_moment("2023-04-08T10:00")
    for service in base.services(now):
        first, memory = respond(Question(f"{service.name}现在是什么情况", now), Memory(), base)
        for label, text in first.follow_ups:
            reply, _ = respond(Question(text, now), memory, base)
            assert reply.kind is Outcome.ANSWER, (label, text, reply.text)
            assert reply.services == (service.name,)


def defaults() -> KnowledgeBase:
    read = default_notices()
    return KnowledgeBase.of([one.notice for one in read], [fact for one in read for fact in one.facts])


def test_what_is_asked_in_two_ways_is_told_once() -> None:
    """Of several questions in a message, replies that are the same become one."""
    assert talk(defaults(), "2022-04-07T10:00", "太山景区今天开放吗", "你确定？哪儿写的").text.count("出处：") == 1


@pytest.mark.parametrize(
    ("text", "service"),
    [("在线问诊怎么弄", "太原市多家医院在线问诊"), ("山大一院互联网医院怎么问诊", "山大一院互联网医院")],
    ids=["what the headline sums up", "the one that is named"],
)
def test_how_is_told_of_the_service_meant_of_those_that_share_steps(text: str, service: str) -> None:
    assert talk(defaults(), "2022-04-07T10:00", text).services == (service,)


def test_the_place_an_event_is_held_at_leads_to_the_event() -> None:
    """A place's word (古县城) that stands in the notice of an event is not taken for a place that is not held."""
    assert "晋阳雅集·古风游乐市集" in talk(defaults(), "2022-04-07T10:00", "古县城那个市集还办吗").choices
