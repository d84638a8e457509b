"""Updates kept before they are handled: stored raw, handed out in order, each handled once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from bot.telegram.incoming import chat_of, inline_of
from bot.telegram.tables import inbox

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

_LARGEST_ID = 1 << 62


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that waits to be handled. `kept` is False for one that could not be stored."""

    update_id: int
    chat: str
    raw: Any
    kept: bool = True


def sorted_out(raws: Iterable[Any]) -> list[Waiting]:
    """Return the updates that have a usable id, oldest first, none twice."""
    found = {raw["update_id"]: raw for raw in raws if has_id(raw)}
    return [Waiting(update_id, chat_of(raw), raw) for update_id, raw in sorted(found.items())]


def has_id(raw: Any) -> bool:
    """Tell whether an update has a usable id; one without cannot even be acknowledged."""
    value = raw.get("update_id") if isinstance(raw, dict) else None
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST_ID


def keep(connection: Connection, found: Iterable[Waiting], now: datetime) -> list[Waiting]:
    """Store updates; return those that are new, oldest first."""
    by_id = {one.update_id: one for one in found}
    held = set(connection.execute(select(inbox.c.update_id).where(inbox.c.update_id.in_(by_id))).scalars())
    fresh = [one for update_id, one in by_id.items() if update_id not in held]
    if fresh:
        connection.execute(insert(inbox), [_row(one, "new", now) for one in fresh])
    return fresh


def _row(one: Waiting, state: str, now: datetime) -> dict[str, Any]:
    return {"update_id": one.update_id, "chat": one.chat, "raw": one.raw, "state": state, "received_at": now}


def waiting(connection: Connection) -> list[Waiting]:
    """Return every update not handled yet, oldest first: what a crash left over."""
    rows = connection.execute(select(inbox).where(inbox.c.state == "new").order_by(inbox.c.update_id))
    return [Waiting(row.update_id, row.chat, row.raw) for row in rows]


def finish(connection: Connection, update_ids: Iterable[int]) -> None:
    """Mark updates as handled, and forget what they said and where."""
    ids = list(update_ids)
    connection.execute(update(inbox).where(inbox.c.update_id.in_(ids)).values(state="done", raw={}, chat=""))


def set_aside(connection: Connection, found: Iterable[Waiting], now: datetime) -> None:
    """Keep updates that cannot be handled, as they came, for an operator to look at."""
    for one in found:
        if not connection.execute(update(inbox).where(inbox.c.update_id == one.update_id).values(state="set_aside")).rowcount:
            connection.execute(insert(inbox), _row(one, "set_aside", now))


def forget_before(connection: Connection, moment: datetime) -> None:
    """Delete handled updates received before `moment`."""
    connection.execute(delete(inbox).where(inbox.c.state != "new", inbox.c.received_at < moment))


def forget_chat(connection: Connection, chat_id: int) -> None:
    """Delete what was set aside of a chat, also what its person typed inline; what waits to be answered is forgotten then."""
    connection.execute(delete(inbox).where(inbox.c.chat.in_([str(chat_id), inline_of(chat_id)]), inbox.c.state != "new"))


def move_chat(connection: Connection, old: int, new: int) -> None:
    """Let what was set aside of a chat belong to its new id."""
    connection.execute(update(inbox).where(inbox.c.chat == str(old), inbox.c.state != "new").values(chat=str(new)))


def counts(connection: Connection) -> dict[str, int]:
    """Return how many updates are in each state."""
    return {row[0]: row[1] for row in connection.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))}
