"""What is kept of a person's conversation: the memory and the language chosen; and how all of it is forgotten."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from bot.dialogue import Memory
from bot.telegram import feedback, inbox, outbox, silence
from bot.telegram.tables import buttons, conversations

if TYPE_CHECKING:
    from sqlalchemy import Connection


def recall(connection: Connection, chat_id: int, user_id: int) -> tuple[Memory, str | None]:
    """Return a person's memory in a chat, and the language chosen; the empty memory for one never met."""
    row = connection.execute(
        select(conversations.c.memory, conversations.c.language).where(
            conversations.c.chat_id == chat_id, conversations.c.user_id == user_id
        )
    ).first()
    return (Memory.from_json(row.memory), row.language) if row else (Memory(), None)


def remember(connection: Connection, chat_id: int, user_id: int, memory: Memory, language: str | None) -> None:
    """Keep a person's memory and language."""
    own = (conversations.c.chat_id == chat_id) & (conversations.c.user_id == user_id)
    values = {"memory": memory.to_json(), "language": language}
    if not connection.execute(update(conversations).where(own).values(**values)).rowcount:
        connection.execute(insert(conversations), {"chat_id": chat_id, "user_id": user_id, **values})


def move(connection: Connection, old: int, new: int) -> None:
    """Let everything of a chat belong to its new id."""
    met = select(conversations.c.user_id).where(conversations.c.chat_id == new)
    connection.execute(delete(conversations).where(conversations.c.chat_id == old, conversations.c.user_id.in_(met)))
    for table in (conversations, buttons):
        connection.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))
    feedback.move_chat(connection, old, new)
    outbox.move_chat(connection, old, new)
    inbox.move_chat(connection, old, new)


def forget(connection: Connection, chat_id: int) -> None:
    """Delete everything that is kept about a chat. What waits to be sent goes once it is sent, a silence once it is over."""
    for table in (conversations, buttons):
        connection.execute(delete(table).where(table.c.chat_id == chat_id))
    feedback.forget_chat(connection, chat_id)
    outbox.forget_chat(connection, chat_id)
    inbox.forget_chat(connection, chat_id)
    silence.forget_over(connection, time.time())
