"""The small world of tests/cases/answer_world.toml as notices and facts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.model import Mention, Reading
from knowledge.base import KnowledgeBase
from knowledge.index import Match, MatchReason
from knowledge.model import Channel, End, Evidence, Fact, Hours, Moment, Notice, Relation, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

CASES = Path(__file__).parent.parent / "cases"


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def moment(text: str | None) -> Moment | None:
    return Moment.parse(text) if text else None


def fact_of(notice: Notice, row: dict[str, Any]) -> Fact:
    return Fact(
        notice=notice,
        service=row["service"],
        status=Status(row["status"]),
        cue=row["cue"],
        span=span(notice.text, row["sentence"]),
        kind=row.get("kind"),
        place=row.get("place"),
        valid_from=moment(row.get("valid_from")),
        valid_until=moment(row.get("valid_until")),
        end=End(row.get("end", "unstated")),
        start_date=moment(row.get("start_date")),
        previous_start_dates=tuple(Moment.parse(p) for p in row.get("previous", ())),
        recurrence=row.get("recurrence"),
        recurrence_except=row.get("recurrence_except"),
        cause=row.get("cause"),
        cause_text=row.get("cause_text"),
        channels=tuple(Channel(k, v, label, span(notice.text, v)) for k, v, label in row.get("channels", ())),
        steps=tuple(row.get("steps", ())),
        hours=tuple(Hours(*words, span(notice.text, words[0])) for words in row.get("hours", ())),
        issuer=row.get("issuer"),
        relation=Relation(row.get("relation", "announce")),
        corrects=tuple(row["corrects"]) if "corrects" in row else None,
        evidence=tuple(Evidence(name, span(notice.text, words)) for name, words in row.get("evidence", {}).items())
        + tuple(Evidence("channels", span(notice.text, v)) for _, v, _ in row.get("channels", ()))
        + tuple(Evidence("steps", span(notice.text, step)) for step in row.get("steps", ()))
        + tuple(Evidence("hours", span(notice.text, words[0])) for words in row.get("hours", ())),
    )


def read_world() -> tuple[tuple[Notice, ...], tuple[Fact, ...]]:
    notices, facts = [], []
    for row in tomllib.loads((CASES / "answer_world.toml").read_text(encoding="utf-8"))["notices"]:
        headline = row.get("headline", "")
        text = f"{headline}\n{row['text']}" if headline else row["text"]
        posted = Moment.parse(row["published"])
        notice = Notice(row["id"], text, headline, row["publisher"], posted, caption=row.get("caption", False))
        notices.append(notice)
        facts += [fact_of(notice, fact) for fact in row["facts"]]
    return tuple(notices), tuple(facts)


@pytest.fixture(scope="session")
def world() -> tuple[tuple[Notice, ...], tuple[Fact, ...]]:
    return read_world()


@pytest.fixture(scope="session")
def base_of(world: tuple[tuple[Notice, ...], tuple[Fact, ...]]) -> Callable[..., KnowledgeBase]:
    """Return a base of the world without the notices named."""
    built: dict[frozenset[str], KnowledgeBase] = {}

    def build(*without: str) -> KnowledgeBase:
        key = frozenset(without)
        if key not in built:
            notices, facts = world
            left = [f for f in facts if f.notice.id not in key]
            built[key] = KnowledgeBase.of([n for n in notices if n.id not in key], left)
        return built[key]

    return build


@pytest.fixture(scope="session")
def reading_of() -> Callable[..., Reading]:
    """Return a reading built by hand: an intent, the names of services, and other fields."""

    def build(base: KnowledgeBase, asked_at: datetime, names: tuple[str, ...], **values: Any) -> Reading:
        services = [base.service_named(name, asked_at) for name in names]
        mentions = tuple(Mention(s.name, (0, 0), (Match(s, MatchReason.EXACT, 1.0, s.name),)) for s in services if s)
        return Reading(mentions=mentions, **values)

    return build
