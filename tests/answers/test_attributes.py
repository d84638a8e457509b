from __future__ import annotations

import pytest

from bot.answers.attributes import attribute_told, attributes
from knowledge.model import Notice

TEXT = "青山收费站恢复通行。\n团体票每张20元，儿童半价。退票请到南门窗口办理。全程可换乘3路车。"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("门票多少钱", ["团体票每张20元，儿童半价。"]),
        ("买了票怎么退", ["退票请到南门窗口办理。"]),
        ("几路车能到", ["全程可换乘3路车。"]),
        ("停车方便吗", []),
        ("几号放开的", []),
        ("", []),
    ],
)
def test_the_sentence_that_tells_is_quoted(question: str, told: list[str]) -> None:
    found = attribute_told(question, [Notice("n", TEXT)])
    assert [one.quote for one in found] == told


def test_every_attribute_has_an_example_that_fits() -> None:
    assert len({one.name for one in attributes()}) == len(attributes())


def test_the_notice_that_shares_most_with_the_question_is_quoted() -> None:
    notices = [Notice("a", "讲座收费20元。"), Notice("b", "亲子手工课收费30元。")]
    assert [one.notice.id for one in attribute_told("手工课收费吗", notices)] == ["b"]
