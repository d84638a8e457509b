"""Replies recorded before they are sent, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from bot.telegram.tables import outbox

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One call to be made. `chat_id` is None for what goes to no chat (inline results, acknowledgements)."""

    method: str
    payload: dict[str, Any]
    chat_id: int | None = None
    seq: int = 0
    tries: int = 0
    chat: str = ""


def queue(connection: Connection, update_id: int, chat: str, messages: Iterable[Outgoing], now: datetime) -> list[Outgoing]:
    """Record messages to be sent, in order; return them with their numbers."""
    queued = []
    for one in messages:
        row = {
            "update_id": update_id,
            "chat": chat,
            "chat_id": one.chat_id,
            "method": one.method,
            "payload": one.payload,
            "state": "queued",
            "tries": 0,
            "made_at": now,
        }
        seq = connection.execute(insert(outbox).returning(outbox.c.seq), row).scalar_one()
        queued.append(Outgoing(one.method, one.payload, one.chat_id, seq, 0, chat))
    return queued


def unsent(connection: Connection) -> list[Outgoing]:
    """Return what waits to be sent, oldest first. What a crash caught while it was being sent stays unrepeated: `ambiguous`."""
    connection.execute(update(outbox).where(outbox.c.state == "sending").values(state="ambiguous"))
    rows = connection.execute(select(outbox).where(outbox.c.state == "queued").order_by(outbox.c.seq))
    return [Outgoing(row.method, row.payload, row.chat_id, row.seq, row.tries, row.chat) for row in rows]


def mark(connection: Connection, seq: int, state: str, *, tried: bool = False) -> None:
    """Record what became of a message; one that was sent keeps no words."""
    values: dict[str, Any] = {"state": state}
    if tried:
        values["tries"] = outbox.c.tries + 1
    if state in {"sent", "dropped"}:
        values["payload"] = {}
    connection.execute(update(outbox).where(outbox.c.seq == seq).values(**values))


def drop_chat(connection: Connection, chat_id: int) -> None:
    """Drop everything queued for a chat that is gone."""
    rows = update(outbox).where(outbox.c.chat_id == chat_id, outbox.c.state == "queued")
    connection.execute(rows.values(state="dropped", payload={}))


def move_chat(connection: Connection, old: int, new: int) -> None:
    """Send what is queued for a chat to its new id."""
    rows = connection.execute(select(outbox.c.seq, outbox.c.payload).where(outbox.c.chat_id == old, outbox.c.state == "queued"))
    for seq, payload in rows.all():
        connection.execute(update(outbox).where(outbox.c.seq == seq).values(chat_id=new, payload={**payload, "chat_id": new}))


def forget_before(connection: Connection, moment: datetime) -> None:
    """Delete what was sent or dropped before `moment`."""
    connection.execute(delete(outbox).where(outbox.c.state.in_(("sent", "dropped", "ambiguous")), outbox.c.made_at < moment))


def counts(connection: Connection) -> dict[str, int]:
    """Return how many messages are in each state."""
    return {row[0]: row[1] for row in connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))}
