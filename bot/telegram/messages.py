"""Texts → calls of the Bot API that send them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.telegram.formatting import as_html, parts
from bot.telegram.outbox import Outgoing

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.telegram.incoming import Incoming


def messages(
    incoming: Incoming,
    text: str,
    markup: dict[str, Any] | None = None,
    *,
    links: Collection[str] = (),
    bold: bool = False,
    ours: bool = True,
) -> list[Outgoing]:
    """Return the messages that say `text` where the person spoke, in a group as replies; the last has the keyboard.

    With `ours` the text is a sentence of our own, whose commands may be tapped.
    """
    pieces = parts(text)
    made = []
    for number, piece in enumerate(pieces):
        payload: dict[str, Any] = {
            "chat_id": incoming.chat_id,
            "text": as_html(piece, links, bold=bold and number == 0, plain=ours),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        payload |= in_topic(incoming)
        if number == 0 and not incoming.private and incoming.message_id:
            payload["reply_parameters"] = {"message_id": incoming.message_id, "allow_sending_without_reply": True}
        if markup and number == len(pieces) - 1:
            payload["reply_markup"] = markup
        made.append(Outgoing("sendMessage", payload, incoming.chat_id, str(incoming.chat_id)))
    return made


def in_topic(incoming: Incoming) -> dict[str, Any]:
    """Return what sends a message to the topic of the group that the person spoke in."""
    return {"message_thread_id": incoming.thread_id} if incoming.thread_id else {}


def acknowledged(incoming: Incoming, text: str = "") -> Outgoing:
    """Return the answer to a button press: it stops the clock on the button, and may say something small."""
    return Outgoing("answerCallbackQuery", {"callback_query_id": incoming.query_id, "text": text}, line=f"q{incoming.query_id}")


def calendar(incoming: Incoming, content: str, name: str) -> Outgoing:
    """Return the message with a calendar file."""
    payload = {"chat_id": incoming.chat_id, "calendar": content, "filename": name, **in_topic(incoming)}
    return Outgoing("sendDocument", payload, incoming.chat_id, str(incoming.chat_id))


def inline_result(incoming: Incoming, results: Sequence[dict[str, Any]], start: str) -> Outgoing:
    """Return the answer to an inline query; without results it offers, in the words of `start`, to come and ask the bot."""
    payload: dict[str, Any] = {"inline_query_id": incoming.query_id, "results": list(results), "cache_time": 30}
    payload["is_personal"] = True  # the language may be the person's own
    if not results:
        payload["button"] = {"text": start, "start_parameter": "inline"}
    return Outgoing("answerInlineQuery", payload, line=f"q{incoming.query_id}")


def card(number: int, text: str, links: Collection[str]) -> dict[str, Any]:
    """Return a result of an inline query that says `text` in the chat it is sent to."""
    head, _, rest = text.partition("\n")
    content = {
        "message_text": as_html(parts(text)[0], links),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return {
        "type": "article",
        "id": str(number),
        "title": head[:100],
        "description": rest.replace("\n", " ")[:120],
        "input_message_content": content,
    }
