"""Replies recorded before they are sent, and what became of each; what has arrived is deleted."""

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
    """One call to be made."""

    method: str
    payload: dict[str, Any]
    chat_id: int | None = None
    """None for what goes to no chat (inline results, acknowledgements)."""
    line: str = ""
    """Calls of one line are made one after the other."""
    seq: int = 0
    """Its number in the outbox; 0 when it is not recorded."""


def queue(connection: Connection, messages: Iterable[Outgoing], now: datetime) -> list[Outgoing]:
    """Record calls to be made, in order; return them with their numbers."""
    queued = []
    for one in messages:
        row = {
            "chat": one.line,
            "chat_id": one.chat_id,
            "method": one.method,
            "payload": one.payload,
            "state": "queued",
            "made_at": now,
        }
        seq = connection.execute(insert(outbox).returning(outbox.c.seq), row).scalar_one()
        queued.append(Outgoing(one.method, one.payload, one.chat_id, one.line, seq))
    return queued


def unsent(connection: Connection) -> list[Outgoing]:
    """Return what waits to be sent, oldest first. What a crash caught while it was being sent stays unrepeated: `ambiguous`."""
    connection.execute(update(outbox).where(outbox.c.state == "sending").values(state="ambiguous"))
    rows = connection.execute(select(outbox).where(outbox.c.state == "queued").order_by(outbox.c.seq))
    return [Outgoing(row.method, row.payload, row.chat_id, row.chat, row.seq) for row in rows]


def sending(connection: Connection, seq: int) -> None:
    """Record that a call is about to be made: from now on a crash leaves it ambiguous."""
    connection.execute(update(outbox).where(outbox.c.seq == seq).values(state="sending"))


def again(connection: Connection, seq: int) -> None:
    """Record that a call surely had no effect and waits to be made again."""
    connection.execute(update(outbox).where(outbox.c.seq == seq).values(state="queued"))


def doubtful(connection: Connection, seq: int) -> None:
    """Record that nobody knows whether a call had its effect; its words are forgotten."""
    connection.execute(update(outbox).where(outbox.c.seq == seq).values(state="ambiguous", payload={}))


def done(connection: Connection, seq: int) -> None:
    """Forget a call that had its effect, or never can have it."""
    connection.execute(delete(outbox).where(outbox.c.seq == seq))


def drop_chat(connection: Connection, chat_id: int) -> None:
    """Drop everything queued for a chat that is gone."""
    connection.execute(delete(outbox).where(outbox.c.chat_id == chat_id, outbox.c.state == "queued"))


def move_chat(connection: Connection, old: int, new: int) -> None:
    """Send what is queued for a chat to its new id."""
    rows = connection.execute(select(outbox.c.seq, outbox.c.payload).where(outbox.c.chat_id == old, outbox.c.state == "queued"))
    for seq, payload in rows.all():
        connection.execute(update(outbox).where(outbox.c.seq == seq).values(chat_id=new, payload={**payload, "chat_id": new}))


def forget_before(connection: Connection, moment: datetime) -> None:
    """Delete what stayed ambiguous since before `moment`."""
    connection.execute(delete(outbox).where(outbox.c.state == "ambiguous", outbox.c.made_at < moment))


def forget_chat(connection: Connection, chat_id: int) -> None:
    """Delete what is kept of messages to a chat, except what still waits to be sent."""
    connection.execute(delete(outbox).where(outbox.c.chat_id == chat_id, outbox.c.state == "ambiguous"))


def counts(connection: Connection) -> dict[str, int]:
    """Return how many messages are in each state."""
    return {row[0]: row[1] for row in connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))}
