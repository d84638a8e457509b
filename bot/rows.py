"""The JSON rows of the command line: questions in, replies out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.clock import MomentError, read_moment
from knowledge.errors import UnreadableError
from knowledge.rows import fact_json, notice_json, parse_row, text_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Reply


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as it is handed in. `chat` names the conversation it belongs to, None when it stands alone."""

    id: str
    text: str
    at: datetime
    chat: str | None


def question_row(line: bytes, number: int, now: datetime) -> QuestionRow:
    """Read a question's JSON line; `now` stands in where it says no `at`. UnreadableError names the row's number."""
    row = parse_row(line, number)
    said = text_of(row, "at", number)
    try:
        at = read_moment(said) if said else now
    except MomentError as error:
        raise UnreadableError(f"row {number}: 'at': {error}") from error
    return QuestionRow(
        id=text_of(row, "id", number, default=str(number)),
        text=text_of(row, "text", number, default=None),
        at=at,
        chat=text_of(row, "chat", number) or None,
    )


def reply_json(reply: Reply, row_id: str | None = None) -> dict[str, Any]:
    """Return a reply as its row; the trace is there when one was asked for."""
    row: dict[str, Any] = {} if row_id is None else {"id": row_id}
    row |= {
        "kind": reply.kind,
        "text": reply.text,
        "services": list(reply.services),
        "facts": [fact_json(fact) for fact in reply.facts],
        "excerpts": [
            {"notice": notice_json(item.notice), "quote": item.quote, "span": list(item.span)} for item in reply.excerpts
        ],
        "choices": list(reply.choices),
        "follow_ups": [{"label": label, "question": question} for label, question in reply.follow_ups],
        "freshness": reply.freshness,
    }
    return row | ({"trace": dict(reply.trace)} if reply.trace else {})
