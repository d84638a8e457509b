"""The sentences of each language are whole: same keys, same places, and each example fits its sentence."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from bot.render import write_moment
from bot.replies import replies, takes_date
from knowledge.model import Grain, Moment, Status

LANGUAGES = ("zh", "en")
TODAY = Moment.parse("2023-04-08").start.date()


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_fits_its_sentence(language: str) -> None:
    words = replies(language)
    for key, text in words.sentences.items():
        pattern = "".join(re.escape(literal) + (".*" if name else "") for literal, name, _, _ in Formatter().parse(text))
        assert re.fullmatch(pattern, words.examples[key], re.DOTALL), key


def test_languages_have_the_same_sentences_with_places_the_answers_fill() -> None:
    zh, en = replies("zh"), replies("en")
    assert set(zh.sentences) == set(en.sentences)
    assert set(zh.follow_ups) == set(en.follow_ups)
    for key, text in en.sentences.items():
        assert places(text) - {"status"} <= places(zh.sentences[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_a_word(language: str) -> None:
    assert set(replies(language).statuses) == set(map(str, Status))


@pytest.mark.parametrize(
    ("iso", "grain", "zh", "en"),
    [
        ("2023-04-06", None, "4月6日", "6 April"),
        ("2022-04-06", None, "2022年4月6日", "6 April 2022"),
        ("2023-04-06T15:00", Grain.HOUR, "4月6日15时", "6 April, 15:00"),
        ("2023-04-06T15:30", None, "4月6日15时30分", "6 April, 15:30"),
        ("2023-03", None, "3月", "March"),
        ("2022", None, "2022年", "2022"),
    ],
)
def test_moments_are_written_as_exact_as_they_are(iso: str, grain: Grain | None, zh: str, en: str) -> None:
    moment = Moment.parse(iso)
    moment = Moment.of(moment.start, grain) if grain else moment
    assert write_moment(moment, replies("zh"), TODAY) == zh
    assert write_moment(moment, replies("en"), TODAY) == en


def test_several_days_are_written_as_a_range() -> None:
    weekend = Moment(Moment.parse("2023-04-08").start, Moment.parse("2023-04-09").end, Grain.DAY)
    assert write_moment(weekend, replies("zh"), TODAY) == "4月8日至4月9日"
    assert write_moment(weekend, replies("en"), TODAY) == "8 April to 9 April"


@pytest.mark.parametrize(("cue", "takes"), [("延期至", True), ("改为", True), ("顺延", False), ("暂时关闭", False)])
def test_a_cue_that_ends_in_a_preposition_takes_its_date(cue: str, *, takes: bool) -> None:
    assert takes_date(cue) is takes
