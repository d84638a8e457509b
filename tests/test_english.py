"""Simple English notices: what is read from them, and that each pattern finds what its example marks."""

from __future__ import annotations

import re
from typing import Any

import pytest

from knowledge.model import Moment
from knowledge.reading import read_notices
from knowledge.words import table

POSTED = Moment.parse("2031-05-01")
TOLD = [
    (
        "the name stands behind the reason, the day counts and not the hour alone",
        "Due to heavy rain, Line 2 of the Ningbo Metro will be suspended from 3 p.m. on July 6 until further notice.",
        [("Line 2 of the Ningbo Metro", "suspended", "2031-07-06", None, "weather")],
    ),
    (
        "a pronoun is the service named before",
        "The Silk Museum will be closed from June 24. It will reopen on July 10.",
        [("Silk Museum", "closed", "2031-06-24", None, None), ("Silk Museum", "open", "2031-07-10", "2031-07-10", None)],
    ),
    (
        "an event with a new date is rescheduled",
        "The Wuxi Marathon has been postponed to November 5 because of the typhoon.",
        [("Wuxi Marathon", "rescheduled", None, "2031-11-05", "weather")],
    ),
    ("what a person thinks is no notice", "I think the zoo is closed. If it rains, they are cancelled.", []),
    ("a weekly closing is no state of today", "The Silk Museum is closed on Mondays.", []),
]


@pytest.mark.parametrize(("text", "facts"), [told[1:] for told in TOLD], ids=[told[0] for told in TOLD])
def test_an_english_notice_yields_its_facts(text: str, facts: list[tuple[Any, ...]]) -> None:
    (read,) = read_notices(text, id="n", published=POSTED)
    seen = [
        (one.service, one.status.value, one.valid_from and one.valid_from.iso, one.start_date and one.start_date.iso, one.cause)
        for one in read.facts
    ]
    assert seen == facts
    for fact in read.facts:
        assert all(fact.notice.text[slice(*one.span)].strip() for one in fact.evidence)


def rules() -> list[dict[str, Any]]:
    found = table("notices", "en")
    return [*(value for value in found.values() if isinstance(value, dict)), *found["cue"]]


@pytest.mark.parametrize("rule", rules(), ids=[rule["example"] for rule in rules()])
def test_a_pattern_finds_what_its_example_marks(rule: dict[str, Any]) -> None:
    before, marked, after = re.split("[<>]", rule["example"])
    found = re.search(rule["pattern"], before + marked + after, re.IGNORECASE)
    assert found is not None
    assert marked in {found.group(), *found.groups()}
