"""How an answer came about: readings, the facts used, and what was set aside with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.model import Moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.model import Mention, Reading
    from bot.told import Answer
    from knowledge.base import KnowledgeBase
    from knowledge.model import Fact

_MOST = 5


def _mention(mention: Mention) -> dict[str, object]:
    matches = [{"service": m.service.name, "reason": str(m.reason), "score": round(m.score, 3)} for m in mention.matches[:_MOST]]
    return {"words": mention.words, "span": list(mention.span), "matches": matches}


def _reading(reading: Reading) -> dict[str, object]:
    return {
        "intent": str(reading.intent),
        "mentions": [_mention(m) for m in reading.mentions],
        "kind": reading.kind,
        "place": reading.place,
        "when": reading.when.iso if reading.when else None,
        "presumed": str(reading.presumed) if reading.presumed else None,
        "presumed_dates": [m.iso for m in reading.presumed_dates],
        "unknown_names": list(reading.unknown_names),
        "leftover": list(reading.leftover),
        "refers": reading.refers,
        "score": round(reading.score, 3),
        "reason": reading.reason,
    }


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "service": fact.service,
        "status": str(fact.status),
        "cue": fact.cue,
        "notice": fact.notice.id,
        "span": list(fact.span),
    }


def traced(readings: Sequence[Reading], answer: Answer, base: KnowledgeBase, asked_at: datetime) -> Mapping[str, object]:
    """Return the chain of decisions as plain values, ready for JSON."""
    used = readings[0]
    aside = []
    for service in answer.services:
        at = used.when or Moment.of(asked_at)
        aside += [{**_fact(f), "reason": str(reason)} for f, reason in base.standing(service, at, asked_at).set_aside]
    return {
        "reading": _reading(used),
        "rejected": [_reading(r) for r in readings[1:_MOST]],
        "used": [_fact(f) for f in answer.facts],
        "set_aside": aside,
        "lines": [line.key for line in answer.lines],
    }
