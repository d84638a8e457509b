"""Until when Telegram wants silence, kept so that a restart obeys it too, and no longer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.telegram.tables import marks

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PREFIX = "silence "


def record(connection: Connection, scope: int | None, until: float) -> None:
    """Keep until when (Unix seconds; milliseconds in the table) a chat, or with None everybody, gets nothing."""
    name = f"{_PREFIX}{'all' if scope is None else scope}"
    connection.execute(delete(marks).where(marks.c.name == name))
    connection.execute(insert(marks), {"name": name, "value": math.ceil(until * 1000)})


def recorded(connection: Connection, now: float) -> dict[int | None, float]:
    """Return the seconds of silence still to be kept, by chat (None: everybody)."""
    forget_over(connection, now)
    rows = connection.execute(select(marks.c.name, marks.c.value).where(marks.c.name.startswith(_PREFIX)))
    scopes = ((name.removeprefix(_PREFIX), value) for name, value in rows)
    return {None if scope == "all" else int(scope): value / 1000 - now for scope, value in scopes}


def forget_over(connection: Connection, now: float) -> None:
    """Delete the silences that ended before `now`."""
    connection.execute(delete(marks).where(marks.c.name.startswith(_PREFIX), marks.c.value <= now * 1000))
