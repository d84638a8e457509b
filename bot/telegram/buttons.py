"""Buttons whose meaning is kept here: Telegram carries a token of 18 bytes, so they work after a restart and can expire."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from bot.telegram.tables import buttons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

EXPIRY = timedelta(days=7)
_LABEL_CHARACTERS = 40
"""A longer label is cut with a mark."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it shows, what it does, and with which value. One that does `copy` is Telegram's own business."""

    label: str
    does: str
    """ask, list, topic, calendar, good, bad, language or copy."""
    value: Any


Rows = tuple[tuple[Button, ...], ...]


def keyboard(connection: Connection, chat_id: int, rows: Sequence[Sequence[Button]], now: datetime) -> dict[str, Any]:
    """Keep what the buttons mean and return the keyboard for Telegram."""
    shown, kept = [], []
    for row in rows:
        line = []
        for button in row:
            label = button.label
            label = label if len(label) <= _LABEL_CHARACTERS else f"{label[: _LABEL_CHARACTERS - 1]}…"
            if button.does == "copy":
                line.append({"text": label, "copy_text": {"text": button.value}})
                continue
            token = secrets.token_hex(8)
            kept.append({"token": token, "chat_id": chat_id, "does": button.does, "value": button.value, "made_at": now})
            line.append({"text": label, "callback_data": f"b:{token}"})
        shown.append(line)
    if kept:
        connection.execute(insert(buttons), kept)
    return {"inline_keyboard": shown}


def pressed(connection: Connection, chat_id: int, data: str, now: datetime) -> tuple[str, Any] | None:
    """Return what the pressed button does and its value; None when it is not ours, of another chat, or expired."""
    row = connection.execute(
        select(buttons).where(buttons.c.token == data.removeprefix("b:"), buttons.c.chat_id == chat_id)
    ).first()
    if row is None or now - row.made_at > EXPIRY:
        return None
    return row.does, row.value


def forget_before(connection: Connection, moment: datetime) -> None:
    """Delete buttons made before `moment`."""
    connection.execute(delete(buttons).where(buttons.c.made_at < moment))
