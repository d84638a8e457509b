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

CASES = Path(__file__).parent.parent / "cases"
HISTORIES = [
    one
    for name in ("histories", "asked")
    for one in tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["histories"]
]


def base_of(rows: list[dict[str, str]]) -> KnowledgeBase:
    read = [
        item
        for row in rows
        for item in read_notices(
            row["text"],
            id=f"{row['publisher']} {row['published']}",
            title=row["headline"],
            published=read_published(row["published"]),
            publisher=row["publisher"],
        )
    ]
    return KnowledgeBase.of([item.notice for item in read], [fact for item in read for fact in item.facts])


@pytest.mark.parametrize("history", HISTORIES, ids=[history["why"] for history in HISTORIES])
def test_a_history_is_told(history: dict[str, Any]) -> None:
    forward, backward = base_of(history["notices"]), base_of(history["notices"][::-1])
    for ask in history["asks"]:
        question = Question(ask["say"], read_moment(ask["at"]))
        reply, _ = respond(question, Memory(), forward)
        assert reply.kind == ask.get("kind", reply.kind), reply.text
        assert [words for words in ask.get("reads", ()) if words not in reply.text] == [], reply.text
        assert [words for words in ask.get("never", ()) if words in reply.text] == [], reply.text
        assert respond(question, Memory(), backward)[0].text == reply.text
