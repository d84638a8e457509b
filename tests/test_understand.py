"""What is understood of how people ask: the examples of the data, the tables of cases/understanding.toml, conversations."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import read_moment
from bot.dialogue import Memory, resolve
from bot.model import Question, Reading
from bot.responder import respond
from bot.understand import understand
from bot.understanding.lexicon import example_rows
from knowledge.base import KnowledgeBase
from knowledge.index import MatchReason
from knowledge.model import Fact, Moment, Notice, Status

if TYPE_CHECKING:
    from bot.model import Mention

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "understanding.toml").read_text(encoding="utf-8"))
NOW = read_moment("2022-04-07T10:00")
ASKED_BACK = {MatchReason.NEAR, MatchReason.HOMOPHONE}


@cache
def world() -> KnowledgeBase:
    facts = []
    for number, row in enumerate(TABLE["services"]):
        text = f"{row['name']}自4月5日起{row['cue']}。"
        notice = Notice(f"n{number}", text, "", f"{row['place']}发布", Moment.day(2022, 4, 4))
        facts.append(Fact(notice, row["name"], Status(row["status"]), row["cue"], (0, len(text)), row["kind"], row["place"]))
    return KnowledgeBase.of([fact.notice for fact in facts], facts)


def reading_of(text: str) -> Reading:
    return understand(Question(text, NOW), world())[0]


def best(mention: Mention) -> set[str]:
    return {m.service.name for m in mention.matches if mention.matches[0].score - m.score < 0.05}


def names(reading: Reading, *, near: bool) -> set[str]:
    mentions = (m for m in reading.mentions if m.matches and (m.matches[0].reason in ASKED_BACK) == near)
    return {name for mention in mentions for name in best(mention)}


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["say"])
def test_what_is_said_is_understood(case: dict[str, Any]) -> None:
    reading = reading_of(case["say"])
    told = (case["why"], reading)
    assert names(reading, near=False) == set(case.get("services", ())), told
    if "near" in case:
        assert names(reading, near=True) == set(case["near"]), told
    if "unknown" in case:
        assert list(reading.unknown_names) == case["unknown"], told
    if "reason" in case:
        assert reading.mentions[0].matches[0].reason == case["reason"], told
    if "when" in case:
        assert reading.when is not None, told
        assert reading.when.iso == case["when"], told
    for key in ("intent", "kind", "presumed"):
        if key in case:
            assert getattr(reading, key) == case[key], told
    if "presumed_dates" in case:
        assert [moment.iso for moment in reading.presumed_dates] == case["presumed_dates"], told


@pytest.mark.parametrize("talk", TABLE["talks"], ids=lambda talk: talk["why"])
def test_a_conversation_keeps_its_thread(talk: dict[str, Any]) -> None:
    memory = Memory()
    for turn in talk["turns"]:
        question = Question(turn["say"], NOW)
        reading = resolve(understand(question, world()), memory, world(), question)[0]
        reply, memory = respond(question, memory, world())
        told = (turn["say"], reading, reply.text)
        if "services" in turn:
            assert set(reply.services) == set(turn["services"]), told
        if "kind" in turn:
            assert reply.kind == turn["kind"], told
        if "intent" in turn:
            assert reading.intent == turn["intent"], told


@pytest.mark.parametrize(("language", "name", "example"), [(one, *row) for one in ("zh", "en") for row in example_rows(one)])
def test_every_example_of_an_intent_is_understood_so(language: str, name: str, example: str) -> None:
    reading = reading_of(example)
    assert reading.intent == name
    assert language == reading.language


def test_every_character_is_explained_or_left_over() -> None:
    for case in TABLE["cases"]:
        reading = reading_of(case["say"])
        assert 0.0 <= reading.score <= 1.0
        assert (reading.score < 1.0) == bool(reading.leftover), case["say"]
