"""The notation in which the data files write how a question is asked."""

from __future__ import annotations

import re

import pytest

from bot.understanding.intents import alone, intent_said
from bot.understanding.lexicon import example_rows
from bot.understanding.templates import regex_of
from knowledge.errors import DataError

RULES = {"day": ["哪天", "几号"], "time": ["<day>", "几点"]}


@pytest.mark.parametrize(
    ("sentence", "said", "unsaid"),
    [
        ("到(月底|年底)", ["到月底", "到年底"], ["到底"]),
        ("从[明天]起", ["从起", "从明天起"], ["明天起"]),
        ("<time>开", ["哪天开", "几点开"], ["天开"]),
        ("离…几天", ["离考试还有几天", "离几天"], ["离考试，还有几天"]),
        ("开吗$", ["今天开吗", "开吗？"], ["开吗你说"]),
        ("3.5元", ["3.5元"], ["315元"]),
    ],
    ids=[
        "one of these",
        "said or not",
        "what a rule says, itself of rules",
        "a gap inside the clause",
        "the end",
        "all else is itself",
    ],
)
def test_a_sentence_finds_what_it_says(sentence: str, said: list[str], unsaid: list[str]) -> None:
    pattern = re.compile(regex_of([sentence], RULES))
    assert all(pattern.search(one) for one in said)
    assert not any(pattern.search(one) for one in unsaid)


@pytest.mark.parametrize("sentence", ["<week>开", "(开|关", "开>"], ids=["no such rule", "never closed", "a stray sign"])
def test_a_sentence_that_cannot_be_read_is_named(sentence: str) -> None:
    with pytest.raises(DataError, match=re.escape(repr(sentence))):
        regex_of([sentence], RULES)


@pytest.mark.parametrize(("name", "example"), [*example_rows("zh"), *example_rows("en")])
def test_an_example_is_found_by_its_own_intent(name: str, example: str) -> None:
    language = "en" if example.isascii() else "zh"
    found = alone(example.lower(), language) or intent_said(example.lower(), language)[0]
    assert found == name
