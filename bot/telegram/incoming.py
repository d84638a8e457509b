"""An update as Telegram sends it → what a person did: asked, pressed a button, typed inline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

LONGEST_QUESTION = 2000
"""Characters of a message that are looked at; more is cut before anything else."""


class Deed(StrEnum):
    """What a person did."""

    ASK = "ask"
    COMMAND = "command"
    PRESS = "press"
    INLINE = "inline"
    MOVED = "moved"
    """A group became a supergroup; `Incoming.text` holds the new chat id."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did. `chat_id` is 0 for inline queries, which belong to no chat."""

    update_id: int
    deed: Deed
    chat_id: int
    user_id: int
    text: str
    """The question, a command's argument, a button's data or an inline query."""
    sent_at: datetime
    private: bool = True
    command: str = ""
    message_id: int = 0
    query_id: str = ""
    """Of a button press or inline query, to be answered."""
    language: str = "zh"


class MalformedError(ValueError):
    """An update is not of the form Telegram promises; set it aside."""


def chat_of(raw: Any) -> str:
    """Return the key of the conversation an update belongs to; updates of one key are handled in order. Never fails."""
    found = _dig(raw, "message", "chat", "id") or _dig(raw, "callback_query", "message", "chat", "id")
    found = found or _dig(raw, "inline_query", "from", "id")
    return str(found) if isinstance(found, int) else "?"


def _dig(raw: Any, *path: str) -> Any:
    for key in path:
        if not isinstance(raw, dict):
            return None
        raw = raw.get(key)
    return raw


def read_update(raw: Any, username: str, bot_id: int) -> Incoming | None:
    """Return what a person did, None for what is nothing to us (channel posts, unaddressed talk in groups).

    MalformedError when a field that must be there is missing or of another type.
    """
    update_id = _whole(_dig(raw, "update_id"))
    if isinstance(query := raw.get("callback_query"), dict):
        chat = _chat(_dig(query, "message", "chat"))
        now = datetime.now(UTC)
        return Incoming(
            update_id,
            Deed.PRESS,
            _whole(chat.get("id")),
            _whole(_dig(query, "from", "id")),
            _words(query.get("data")),
            now,
            private=chat.get("type") == "private",
            message_id=_whole(_dig(query, "message", "message_id")),
            query_id=_words(query.get("id")),
            language=_language(query.get("from")),
        )
    if isinstance(query := raw.get("inline_query"), dict):
        user = _whole(_dig(query, "from", "id"))
        text = _words(query.get("query"))[:LONGEST_QUESTION]
        now = datetime.now(UTC)
        return Incoming(
            update_id, Deed.INLINE, 0, user, text, now, query_id=_words(query.get("id")), language=_language(query.get("from"))
        )
    if isinstance(message := raw.get("message"), dict):
        return _message(update_id, message, username, bot_id)
    return None


def _message(update_id: int, message: dict[str, Any], username: str, bot_id: int) -> Incoming | None:
    chat = _chat(message.get("chat"))
    chat_id, kind = _whole(chat.get("id")), chat.get("type")
    sent_at = datetime.fromtimestamp(_whole(message.get("date")), UTC)
    if isinstance(target := message.get("migrate_to_chat_id"), int):
        return Incoming(update_id, Deed.MOVED, chat_id, 0, str(target), sent_at, private=False)
    if kind == "channel" or not isinstance(message.get("from"), dict):
        return None
    text = message.get("text") or message.get("caption") or ""
    if not isinstance(text, str):
        raise MalformedError("text is no text")
    text = text[:LONGEST_QUESTION]
    user, private = _whole(_dig(message, "from", "id")), kind == "private"
    command, rest, other = _command(text, username)
    if other:
        return None
    mention = f"@{username}".lower()
    addressed = private or command or mention in text.lower() or _dig(message, "reply_to_message", "from", "id") == bot_id
    if not addressed:
        return None
    position = rest.lower().find(mention)
    if position >= 0:
        rest = f"{rest[:position]} {rest[position + len(mention) :]}".strip()
    return Incoming(
        update_id,
        Deed.COMMAND if command else Deed.ASK,
        chat_id,
        user,
        rest,
        sent_at,
        private=private,
        command=command,
        message_id=_whole(message.get("message_id")),
        language=_language(message.get("from")),
    )


def _command(text: str, username: str) -> tuple[str, str, bool]:
    """Return the command, what follows it, and whether it is meant for another bot."""
    if not text.startswith("/"):
        return "", text, False
    head, _, rest = text.partition(" ")
    name, at, target = head[1:].partition("@")
    return name.lower(), rest.strip(), bool(at) and target.lower() != username.lower()


def _chat(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MalformedError("an update without a chat")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise MalformedError("a number is missing")
    return value


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _language(user: Any) -> str:
    code = _words(_dig(user, "language_code"))
    return "zh" if not code or code.startswith("zh") else "en"
