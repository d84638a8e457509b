"""Updates kept before they are handled: stored raw, handed out in order, each handled once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from bot.telegram.incoming import chat_of
from bot.telegram.tables import inbox, marks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

OFFSET = "offset"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that waits to be handled."""

    update_id: int
    chat: str
    raw: Any


def keep(connection: Connection, raws: Iterable[Any], now: datetime) -> list[Waiting]:
    """Store updates and move the offset behind them; return those that are new, oldest first.

    One without a whole number as its id cannot be acknowledged and is left out.
    """
    found = {raw["update_id"]: raw for raw in raws if isinstance(raw, dict) and _is_whole(raw.get("update_id"))}
    if not found:
        return []
    held = set(connection.execute(select(inbox.c.update_id).where(inbox.c.update_id.in_(found))).scalars())
    fresh = [Waiting(update_id, chat_of(raw), raw) for update_id, raw in sorted(found.items()) if update_id not in held]
    if fresh:
        rows = [
            {"update_id": one.update_id, "chat": one.chat, "raw": one.raw, "state": "new", "received_at": now} for one in fresh
        ]
        connection.execute(insert(inbox), rows)
    move_offset(connection, max(found) + 1)
    return fresh


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def offset(connection: Connection) -> int:
    """Return the id of the first update not seen yet; 0 before the first."""
    return connection.execute(select(marks.c.value).where(marks.c.name == OFFSET)).scalar() or 0


def move_offset(connection: Connection, value: int) -> None:
    """Acknowledge every update before `value`; the offset never moves back."""
    held = connection.execute(select(marks.c.value).where(marks.c.name == OFFSET)).scalar()
    if held is None:
        connection.execute(insert(marks), {"name": OFFSET, "value": value})
    elif value > held:
        connection.execute(update(marks).where(marks.c.name == OFFSET).values(value=value))


def waiting(connection: Connection) -> list[Waiting]:
    """Return every update not handled yet, oldest first: what a crash left over."""
    rows = connection.execute(select(inbox).where(inbox.c.state == "new").order_by(inbox.c.update_id))
    return [Waiting(row.update_id, row.chat, row.raw) for row in rows]


def finish(connection: Connection, update_ids: Iterable[int], state: str = "done") -> None:
    """Mark updates as handled, or set aside, and forget what they said."""
    ids = list(update_ids)
    connection.execute(
        update(inbox).where(inbox.c.update_id.in_(ids)).values(state=state, raw={} if state == "done" else inbox.c.raw)
    )


def forget_before(connection: Connection, moment: datetime) -> int:
    """Delete handled updates received before `moment`; return how many."""
    gone = connection.execute(delete(inbox).where(inbox.c.state != "new", inbox.c.received_at < moment))
    return int(gone.rowcount)


def counts(connection: Connection) -> dict[str, int]:
    """Return how many updates are in each state."""
    return {row[0]: row[1] for row in connection.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))}
