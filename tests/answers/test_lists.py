"""Long lists are told a part at a time."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.dialogue import Memory
from bot.model import Outcome, Question, Reply
from bot.responder import respond
from knowledge.base import KnowledgeBase
from knowledge.model import ZONE, Fact, Moment, Notice, Status

NOON = datetime(2022, 4, 7, 12, tzinfo=ZONE)
COUNT = 13


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    facts = []
    for number in range(COUNT):
        text = f"第{number}公园即日起关闭。"
        notice = Notice(f"n{number}", text, publisher="晚报", published=Moment.day(2022, 4, 6))
        facts.append(Fact(notice, f"第{number}公园", Status.CLOSED, "关闭", (0, len(text)), kind="park"))
    return KnowledgeBase.of([one.notice for one in facts], facts)


def part(base: KnowledgeBase, first: int, most: int) -> Reply:
    return respond(Question("现在有哪些地方关了", NOON, None, first, most), Memory(), base)[0]


def test_the_parts_of_a_list_follow_each_other_and_hold_all_of_it(base: KnowledgeBase) -> None:
    parts = [part(base, first, 5) for first in (0, 5, 10)]
    assert [len(one.services) for one in parts] == [5, 5, 3]
    assert len({name for one in parts for name in one.services}) == COUNT
    assert [one.goes_on for one in parts] == [True, True, False]
    assert ["\n6. " in one.text for one in parts] == [False, True, False]


def test_by_default_twelve_are_told(base: KnowledgeBase) -> None:
    reply, _ = respond(Question("现在有哪些地方关了", NOON), Memory(), base)
    assert (len(reply.services), reply.goes_on) == (12, True)


def test_a_part_after_the_end_is_the_beginning_as_a_list_may_have_become_shorter(base: KnowledgeBase) -> None:
    reply = part(base, 50, 5)
    assert (reply.kind, len(reply.services), reply.goes_on) == (Outcome.ANSWER, 5, True)


@pytest.mark.parametrize("question", ["现在有哪些地方关了", "哪些关了", "最近有什么通知"])
def test_a_list_asked_for_after_a_service_is_no_question_about_that_service(base: KnowledgeBase, question: str) -> None:
    _, memory = respond(Question("第3公园开放吗", NOON), Memory(), base)
    assert len(respond(Question(question, NOON), memory, base)[0].services) == 12


@pytest.mark.parametrize(
    ("asked", "outcome", "why"),
    [
        ("哪些公园关了", Outcome.ANSWER, "all of it is explained"),
        ("哪些公园建了无障碍卫生间", Outcome.UNKNOWN, "closed parks tell nothing of lavatories"),
        ("哪几个公园有轮椅租借服务", Outcome.UNKNOWN, "nor of wheelchairs"),
    ],
)
def test_a_list_says_something_of_all_that_is_asked(base: KnowledgeBase, asked: str, outcome: Outcome, why: str) -> None:
    assert respond(Question(asked, NOON, None), Memory(), base)[0].kind is outcome, why
