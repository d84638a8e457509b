"""What people say of answers, and what they looked for in vain."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from bot.telegram.tables import feedback, marks, unanswered

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Reply

_ENOUGH_CHATS = 3
"""Chats that must ask the same before its words are kept."""
_LONGEST_FEEDBACK = 500
_LONGEST_QUESTION = 200
_KEY = "key of digests"


def key(connection: Connection) -> bytes:
    """Return this store's own key for digests of chats; made when first asked for."""
    held = connection.execute(select(marks.c.value).where(marks.c.name == _KEY)).scalar()
    if held is None:
        held = secrets.randbits(62)
        connection.execute(insert(marks), {"name": _KEY, "value": held})
    return int(held).to_bytes(8, "big")


def digest(words: str, own_key: bytes) -> str:
    """Return 10 hexadecimal digits that tell equal words apart; without the key nobody can guess the words by trying."""
    return hashlib.blake2b(words.encode(), digest_size=5, key=own_key).hexdigest()


def say(connection: Connection, chat_id: int, verdict: str, facts: list[list[object]], words: str, now: datetime) -> None:
    """Keep a verdict with the facts its answer stood on."""
    row = {"chat_id": chat_id, "verdict": verdict, "facts": facts, "words": words[:_LONGEST_FEEDBACK], "given_at": now}
    connection.execute(insert(feedback), row)


def stood_on(reply: Reply) -> list[list[object]]:
    """Return what an answer stood on: notice and span of each fact and excerpt."""
    facts = [[fact.notice.id, *fact.span] for fact in reply.facts]
    return facts + [[one.notice.id, *one.span] for one in reply.excerpts]


def note_unanswered(connection: Connection, chat_id: int, looked_for: str, words: str) -> None:
    """Count an unanswered question by what was looked for; its words are kept only once several chats asked the same."""
    own_key = key(connection)
    same = " ".join(words.split()).lower()[:_LONGEST_QUESTION]
    wanted, mine = looked_for or f"#{digest(same, own_key)}", digest(str(chat_id), own_key)
    held = unanswered.c
    if connection.execute(select(held.seq).where(held.looked_for == wanted, held.chat_digest == mine)).first():
        return
    connection.execute(insert(unanswered), {"looked_for": wanted, "chat_digest": mine, "words": None})
    asked = connection.execute(select(func.count()).select_from(unanswered).where(held.looked_for == wanted)).scalar_one()
    if asked >= _ENOUGH_CHATS and not looked_for:
        connection.execute(update(unanswered).where(held.looked_for == wanted).values(words=same))


def unanswered_most(connection: Connection, limit: int) -> list[tuple[str, int]]:
    """Return what was looked for in vain most often, with the number of chats that did."""
    held = unanswered.c
    rows = connection.execute(
        select(func.coalesce(func.max(held.words), held.looked_for), func.count().label("times"))
        .group_by(held.looked_for)
        .order_by(func.count().desc(), held.looked_for)
        .limit(limit)
    )
    return [(words, times) for words, times in rows]
