from __future__ import annotations

import time
import tomllib
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dates import DateMention, find_dates, is_holiday
from knowledge.dates.lunar import lunar_day
from knowledge.dates.mentions import mention_row
from knowledge.dates.rules import _rules, grammar
from knowledge.errors import DataError
from knowledge.model import ZONE

BASE = datetime(2022, 4, 6, 10, tzinfo=ZONE)
CASES = tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text(encoding="utf-8"))
RULES = {rule.name: rule for rule in grammar(asking=True).rules}

# Text made of what dates are made of finds more than text of any characters.
date_text = st.lists(st.sampled_from(CASES["words"]), max_size=30).map("".join)


def seen(mention: DateMention) -> dict[str, Any]:
    row = mention_row(mention)
    return {
        "text": mention.text,
        "role": mention.role.value,
        "start": row["start"],
        "end": _iso(mention),
        "last": row["end"],
        "days": mention.duration_days,
        "rrule": mention.recurrence,
        "hours": list(mention.hours) if mention.hours else None,
    }


def _iso(mention: DateMention) -> str | None:
    return mention.end.iso if mention.end else None


@pytest.mark.parametrize("case", CASES["notice"], ids=lambda case: case["why"])
def test_a_notice_names_its_dates(case: dict[str, Any]) -> None:
    compare(case, asking=False)


@pytest.mark.parametrize("case", CASES["question"], ids=lambda case: case["why"])
def test_a_question_names_its_dates(case: dict[str, Any]) -> None:
    compare(case, asking=True)


def compare(case: dict[str, Any], *, asking: bool) -> None:
    base = datetime.fromisoformat(case["at"]).replace(tzinfo=ZONE) if "at" in case else BASE
    found = [seen(mention) for mention in find_dates(case["say"], base, asking=asking)]
    assert len(found) == len(case["dates"]), found
    for got, want in zip(found, case["dates"], strict=True):
        assert {key: got[key] for key in want} == want


@pytest.mark.parametrize("name", RULES)
def test_each_rule_does_what_its_examples_say(name: str) -> None:
    rule = RULES[name]
    for example in rule.examples:
        mentions = [m for m in find_dates(example["say"], BASE, asking=rule.asking or rule.alone == "asking") if m.start]
        row = mention_row(mentions[0]) if mentions else {"start": "", "end": ""}
        assert {key: row[key] for key in example if key != "say"} == {
            key: value for key, value in example.items() if key != "say"
        }


@pytest.mark.parametrize("number", range(len(grammar(asking=False).roles)))
def test_each_role_does_what_its_examples_say(number: int) -> None:
    rule = grammar(asking=False).roles[number]
    for example in rule.examples:
        assert [mention.role for mention in find_dates(example["say"], BASE)] == [rule.role], example


def test_every_rule_can_begin_where_the_reader_looks() -> None:
    opens = grammar(asking=True).opens
    for rule in RULES.values():
        assert (
            any(rule.pattern.match(e["say"], m.start()) for e in rule.examples for m in opens.finditer(e["say"]))
            or rule.alone == "never"
        )


@given(st.one_of(st.text(max_size=60), date_text), st.datetimes(), st.booleans())
def test_any_text_gives_mentions_that_cut_out_their_words(text: str, base: datetime, asking: bool) -> None:  # noqa: FBT001
    last = 0
    for mention in find_dates(text, base, asking=asking):
        start, end = mention.span
        assert last <= start < end
        assert text[start:end] == mention.text
        assert mention.reach[0] <= start
        assert mention.reach[1] >= end
        assert mention.start or mention.duration_days or mention.recurrence or mention.hours
        assert mention.start is None or mention.start.start < mention.start.end
        assert mention_row(mention)["text"] == mention.text
        last = end


@given(date_text)
def test_reading_is_the_same_each_time_and_keeps_its_zone(text: str) -> None:
    base = datetime(2022, 4, 6, 10, tzinfo=timezone(timedelta(hours=-2)))
    found = find_dates(text, base, asking=True)
    assert found == find_dates(text, base, asking=True)
    assert all(mention.start.start.utcoffset() == timedelta(hours=-2) for mention in found if mention.start)


@pytest.mark.parametrize(
    "piece", ["1", "一", "4月", "4月6日、", "周一、", "每周一、", "3至", "1月1日至", "上午", "9:00-", "（", " "]
)
def test_time_is_linear_in_the_length(piece: str) -> None:
    find_dates(piece * 10, BASE)
    short, long = (_seconds(piece * count) for count in (2_000, 20_000))
    assert long < 40 * short + 0.05


def _seconds(text: str) -> float:
    began = time.process_time()
    find_dates(text, BASE)
    return time.process_time() - began


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2022, 5, 2), True),
        (date(2022, 5, 7), False),
        (date(2022, 4, 9), True),
        (date(2022, 4, 6), False),
        (date(2099, 1, 1), None),
    ],
)
def test_holidays_follow_the_official_calendar(day: date, off: bool | None) -> None:  # noqa: FBT001
    assert is_holiday(day) is off


@pytest.mark.parametrize(
    ("lunar", "day"),
    [
        ((2022, 1, 1), date(2022, 2, 1)),
        ((2020, 5, 1), date(2020, 6, 21)),
        ((1989, 1, 1), None),
        ((2022, 1, 31), None),
        ((2022, 13, 1), None),
    ],
)
def test_the_lunar_calendar_knows_leap_months_and_its_limits(lunar: tuple[int, int, int], day: date | None) -> None:
    assert lunar_day(*lunar) == day


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("15", 15),
        ("十", 10),
        ("二十三", 23),
        ("廿二", 22),
        ("二〇二二", 2022),
        ("零五", 5),
        ("一百二十", 120),
        ("3十", 30),
        ("几", None),
        ("x", None),
    ],
)
def test_numbers_are_read_as_written(word: str, number: int | None) -> None:
    assert RULES["month"].words.numerals.read(word) == number


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"examples": []}, "has no example"),
        ({"pattern": "{moon}"}, "unknown fragment 'moon'"),
        ({"pattern": "(?P<moon>x)"}, "unknown slot 'moon'"),
    ],
)
def test_a_wrong_rule_is_named(change: dict[str, Any], complaint: str) -> None:
    row = {"name": "broken", "pattern": "x", "examples": [{"say": "x", "start": ""}]} | change
    words = {"tables": {}, "numerals": {"digits": {}, "tens": {}, "joined": {}}}
    with pytest.raises(DataError, match=f"zh/dates.toml: rule 'broken' .*{complaint}"):
        list(_rules("zh", words, {"rules": [row]}, {"range": "-"}))
