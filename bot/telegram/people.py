"""What is kept of a person's conversation: the memory, the language chosen; and how all of it is forgotten."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from bot.dialogue import Memory
from bot.telegram.tables import buttons, conversations, feedback, inbox, outbox, unanswered

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Reply

_ENOUGH_CHATS = 3
"""Chats that must ask the same before its words are kept."""


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


def forget(connection: Connection, chat_id: int) -> None:
    """Delete everything that is kept about a chat."""
    for table in (conversations, buttons, feedback):
        connection.execute(delete(table).where(table.c.chat_id == chat_id))
    connection.execute(delete(outbox).where(outbox.c.chat_id == chat_id, outbox.c.state != "queued"))
    connection.execute(delete(inbox).where(inbox.c.chat == str(chat_id), inbox.c.state != "new"))
    connection.execute(delete(unanswered).where(unanswered.c.chat_digest == digest(str(chat_id))))


def digest(words: str) -> str:
    """Return a short digest that tells equal words apart without telling the words."""
    return hashlib.blake2b(words.encode(), digest_size=10).hexdigest()


def say_feedback(
    connection: Connection, chat_id: int, verdict: str, facts: list[list[object]], words: str, now: datetime
) -> None:
    """Keep a verdict with the facts its answer stood on."""
    row = {"chat_id": chat_id, "verdict": verdict, "facts": facts, "words": words[:500], "given_at": now}
    connection.execute(insert(feedback), row)


def stood_on(reply: Reply) -> list[list[object]]:
    """Return what an answer stood on: notice and span of each fact and excerpt."""
    facts = [[fact.notice.id, *fact.span] for fact in reply.facts]
    return facts + [[one.notice.id, *one.span] for one in reply.excerpts]


def note_unanswered(connection: Connection, chat_id: int, looked_for: str, words: str) -> None:
    """Count an unanswered question by what was looked for; its words are kept only once several chats asked the same."""
    same = " ".join(words.split()).lower()
    key = looked_for or f"#{digest(same)}"
    mine = digest(str(chat_id))
    held = unanswered.c
    if connection.execute(select(held.seq).where(held.looked_for == key, held.chat_digest == mine)).first():
        return
    connection.execute(insert(unanswered), {"looked_for": key, "chat_digest": mine, "words": None})
    asked = connection.execute(select(func.count()).select_from(unanswered).where(held.looked_for == key)).scalar_one()
    if asked >= _ENOUGH_CHATS:
        connection.execute(update(unanswered).where(held.looked_for == key).values(words=same[:200]))


def unanswered_most(connection: Connection, limit: int = 20) -> list[tuple[str, int]]:
    """Return what was looked for in vain most often, with the number of chats that did."""
    held = unanswered.c
    rows = connection.execute(
        select(func.coalesce(func.max(held.words), held.looked_for), func.count().label("times"))
        .group_by(held.looked_for)
        .order_by(func.count().desc())
        .limit(limit)
    )
    return [(words, times) for words, times in rows]
