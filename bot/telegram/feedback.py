"""What people say of answers, and what they looked for in vain."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import Text, cast, delete, func, insert, select, update

from bot.telegram.tables import feedback, marks, unanswered

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Reply

_ENOUGH_CHATS = 3
"""Chats that must ask the same before its words are kept."""
_LONGEST_FEEDBACK = 500
_MOST_READ = 10_000
"""Verdicts looked at, the newest first."""
_LONGEST_QUESTION = 200
_LONGEST_NAME = 20
"""Characters; what is longer is no name but a sentence."""
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
    """Keep a verdict with the facts its answer stood on; of several on one answer a chat's last one counts."""
    if facts:
        same = (feedback.c.chat_id == chat_id) & (cast(feedback.c.facts, Text) == json.dumps(facts))
        connection.execute(delete(feedback).where(same))
    row = {"chat_id": chat_id, "verdict": verdict, "facts": facts, "words": words[:_LONGEST_FEEDBACK], "given_at": now}
    connection.execute(insert(feedback), row)


def verdicts(connection: Connection, limit: int) -> list[tuple[str, int, int]]:
    """Return the notices whose answers were called wrong, most often first: id, times wrong, times helpful."""
    latest = select(feedback.c.verdict, feedback.c.facts).order_by(feedback.c.seq.desc()).limit(_MOST_READ)
    bad: Counter[str] = Counter()
    good: Counter[str] = Counter()
    for verdict, facts in connection.execute(latest):
        (bad if verdict == "bad" else good).update({str(notice) for notice, *_ in facts})
    return [(notice, times, good[notice]) for notice, times in bad.most_common(limit)]


def said(connection: Connection, limit: int) -> list[str]:
    """Return what people wrote after /feedback, the newest first."""
    words = select(feedback.c.words).where(feedback.c.verdict == "said").order_by(feedback.c.seq.desc()).limit(limit)
    return list(connection.execute(words).scalars())


def stood_on(reply: Reply) -> list[list[object]]:
    """Return what an answer stood on: notice and span of each fact and excerpt."""
    facts = [[fact.notice.id, *fact.span] for fact in reply.facts]
    return facts + [[one.notice.id, *one.span] for one in reply.excerpts]


def note_unanswered(connection: Connection, chat_id: int, looked_for: str, words: str) -> None:
    """Count an unanswered question by the name looked for, else by its words, kept only once several chats asked the same."""
    own_key = key(connection)
    same = " ".join(words.split()).lower()[:_LONGEST_QUESTION]
    named = len(looked_for) <= _LONGEST_NAME and bool(looked_for)
    wanted, mine = looked_for if named else f"#{digest(same, own_key)}", _of_chat(chat_id, own_key)
    held = unanswered.c
    if connection.execute(select(held.seq).where(held.looked_for == wanted, held.chat_digest == mine)).first():
        return
    connection.execute(insert(unanswered), {"looked_for": wanted, "chat_digest": mine, "words": None})
    asked = connection.execute(select(func.count()).select_from(unanswered).where(held.looked_for == wanted)).scalar_one()
    if asked >= _ENOUGH_CHATS and not named:
        connection.execute(update(unanswered).where(held.looked_for == wanted).values(words=same))


def _of_chat(chat_id: int, own_key: bytes) -> str:
    return digest(str(chat_id), own_key)


def move_chat(connection: Connection, old: int, new: int) -> None:
    """Let what a chat said and looked for belong to its new id."""
    connection.execute(update(feedback).where(feedback.c.chat_id == old).values(chat_id=new))
    before, after = (_of_chat(chat, key(connection)) for chat in (old, new))
    also = select(unanswered.c.looked_for).where(unanswered.c.chat_digest == after)
    connection.execute(delete(unanswered).where(unanswered.c.chat_digest == before, unanswered.c.looked_for.in_(also)))
    connection.execute(update(unanswered).where(unanswered.c.chat_digest == before).values(chat_digest=after))


def forget_chat(connection: Connection, chat_id: int) -> None:
    """Delete what a chat said and looked for."""
    connection.execute(delete(feedback).where(feedback.c.chat_id == chat_id))
    connection.execute(delete(unanswered).where(unanswered.c.chat_digest == _of_chat(chat_id, key(connection))))


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
