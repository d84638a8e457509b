"""Whole conversations over notices of several cities, as in cases/dialogues.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.clock import read_moment
from bot.memory import Memory
from bot.model import Question
from bot.responder import respond
from knowledge.base import KnowledgeBase
from knowledge.reading import read_notices
from knowledge.rows import read_published

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "dialogues.toml").read_text(encoding="utf-8"))
NOW = read_moment("2023-03-07T10:00")


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    read = [
        item
        for row in TABLE["notices"]
        for item in read_notices(
            row["text"],
            id=row["id"],
            title=row["headline"],
            published=read_published(row["published"]),
            publisher=row["publisher"],
        )
    ]
    return KnowledgeBase.of([item.notice for item in read], [fact for item in read for fact in item.facts])


@pytest.mark.parametrize("dialogue", TABLE["dialogues"], ids=[dialogue["why"] for dialogue in TABLE["dialogues"]])
def test_a_dialogue_goes_on_as_a_citizen_means_it(dialogue: dict[str, Any], base: KnowledgeBase) -> None:
    memory = Memory()
    for turn in dialogue["turns"]:
        reply, memory = respond(Question(turn["says"], NOW), memory, base)
        memory = Memory.from_json(memory.to_json())
        told = f"{turn['says']}\n[{reply.kind}] {reply.text}"
        assert reply.kind == turn.get("kind", reply.kind), told
        assert [words for words in turn.get("reads", ()) if words not in reply.text] == [], told
        assert [words for words in turn.get("never", ()) if words in reply.text] == [], told
