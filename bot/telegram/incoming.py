"""An update as Telegram sends it → what a person did: asked, gave a command, pressed a button, typed inline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

LONGEST_QUESTION = 2000
"""Characters of a message that are looked at; more is cut before anything else."""
_LARGEST_ID = 1 << 62
_MEDIA = {"photo", "voice", "audio", "video", "video_note", "document", "sticker", "animation", "location", "contact"}
"""What a person sends instead of words; without any of these a message tells of something else, like one that was pinned."""


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

    deed: Deed
    chat_id: int
    user_id: int
    text: str
    """The question, a command's argument, a button's data or an inline query."""
    sent_at: datetime | None = None
    """Of a message; Telegram does not say it of the rest."""
    private: bool = True
    command: str = ""
    message_id: int = 0
    thread_id: int = 0
    """Of the topic in a group that has topics; 0 elsewhere."""
    query_id: str = ""
    """Of a button press or inline query, to be answered."""
    named: bool = True
    """False where nobody spoke to this bot by name: a command in a group, which may be meant for another bot, or a move."""
    language: str = "zh"


class MalformedError(ValueError):
    """An update is not of the form Telegram promises; set it aside."""


def chat_of(raw: Any) -> str:
    """Return the key of the conversation an update belongs to; updates of one key are handled in order. Never fails."""
    found = _dig(raw, "message", "chat", "id") or _dig(raw, "callback_query", "message", "chat", "id")
    if found is None and isinstance(user := _dig(raw, "inline_query", "from", "id"), int):
        return inline_of(user)
    return str(found) if isinstance(found, int) else "?"


def inline_of(user: int) -> str:
    """Return the key of what a person types inline."""
    return f"inline {user}"


def _dig(raw: Any, *path: str) -> Any:
    for key in path:
        if not isinstance(raw, dict):
            return None
        raw = raw.get(key)
    return raw


def read_update(raw: Any, username: str, bot_id: int) -> Incoming | None:
    """Return what a person did, None for what is nothing to us (channel posts, unaddressed talk in groups, our own cards).

    MalformedError when a field that must be there is missing or of another type.
    """
    if "callback_query" in raw:
        return _press(_table(raw["callback_query"]))
    if "inline_query" in raw:
        return _typed(_table(raw["inline_query"]))
    if "message" in raw:
        return _message(_table(raw["message"]), username, bot_id)
    return None


def _press(query: dict[str, Any]) -> Incoming | None:
    if "message" not in query:  # a button of a message sent inline; ours have none
        return None
    chat, user = _table(_dig(query, "message", "chat")), _table(query.get("from"))
    return Incoming(
        Deed.PRESS,
        _whole(chat.get("id")),
        _whole(user.get("id")),
        _words(query.get("data", ""), 64),
        private=chat.get("type") == "private",
        message_id=_whole(_dig(query, "message", "message_id")),
        thread_id=_thread(query["message"]),
        query_id=_words(query.get("id"), 64),
        language=_language(user),
    )


def _typed(query: dict[str, Any]) -> Incoming:
    user = _table(query.get("from"))
    text, query_id = _words(query.get("query"), LONGEST_QUESTION).strip(), _words(query.get("id"), 64)
    return Incoming(Deed.INLINE, 0, _whole(user.get("id")), text, query_id=query_id, language=_language(user))


def _message(message: dict[str, Any], username: str, bot_id: int) -> Incoming | None:
    chat = _table(message.get("chat"))
    chat_id, private, sent_at = _whole(chat.get("id")), chat.get("type") == "private", _moment(message.get("date"))
    if "migrate_to_chat_id" in message:
        return Incoming(Deed.MOVED, chat_id, 0, str(_whole(message["migrate_to_chat_id"])), private=False, named=False)
    if chat.get("type") == "channel" or "from" not in message or _dig(message, "via_bot", "id") == bot_id:
        return None
    user = _table(message["from"])
    text = _words(message.get("text", message.get("caption", "")), LONGEST_QUESTION)
    if not text and not (private and _MEDIA & message.keys()):
        return None
    command, rest, target = _command(text)
    if target and target != username.lower():
        return None
    mention = re.compile(rf"@{re.escape(username)}(?!\w)", re.IGNORECASE | re.ASCII)
    replied = _dig(message, "reply_to_message", "from", "id") == bot_id
    if not (private or command or replied or mention.search(text)):
        return None
    rest = " ".join(mention.sub(" ", rest).split()) if mention.search(rest) else rest.strip()
    return Incoming(
        Deed.COMMAND if command else Deed.ASK,
        chat_id,
        _whole(user.get("id")),
        rest,
        sent_at,
        private=private,
        command=command,
        message_id=_whole(message.get("message_id")),
        thread_id=_thread(message),
        named=private or replied or bool(target),
        language=_language(user),
    )


def _command(text: str) -> tuple[str, str, str]:
    """Return the command, what follows it, and the bot it is meant for, as far as the text says."""
    found = re.match(r"/(\w{1,32})(?:@(\w{1,32}))?(?=\s|$)", text, re.ASCII)
    if found is None:
        return "", text, ""
    return found[1].lower(), text[found.end() :].strip(), (found[2] or "").lower()


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MalformedError("an object is missing")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= _LARGEST_ID:
        raise MalformedError("a number is missing")
    return value


def _moment(value: Any) -> datetime:
    try:
        return datetime.fromtimestamp(_whole(value), UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise MalformedError("a date is none") from error


def _words(value: Any, most: int) -> str:
    """Return at most so many characters that can be sent back: what is none (halves of a pair, NUL) is left out."""
    if not isinstance(value, str):
        raise MalformedError("a text is none")
    return value[:most].encode("utf-8", "ignore").decode().replace("\0", "")


def _thread(message: dict[str, Any]) -> int:
    return _whole(message.get("message_thread_id")) if message.get("is_topic_message") is True else 0


def _language(user: dict[str, Any]) -> str:
    code = user.get("language_code")
    return "en" if isinstance(code, str) and code and not code.startswith("zh") else "zh"
