"""What a person did → the messages that answer it. Touches the database only through the connection it is given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.calendar_file import calendar_file
from bot.model import Outcome, Question
from bot.telegram import people
from bot.telegram.buttons import Button, keyboard, pressed
from bot.telegram.formatting import as_html, parts
from bot.telegram.incoming import Deed, Incoming
from bot.telegram.operators import operator_command
from bot.telegram.outbox import Outgoing, move_chat
from bot.telegram.texts import texts
from bot.telegram.topics import topics_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.dialogue import Memory
    from bot.model import Reply
    from knowledge.base import KnowledgeBase
    from knowledge.model import Fact
    from knowledge.store import Store

OLD = timedelta(minutes=10)
"""A question older than this was asked before an outage: it is answered in a digest."""
_SHORT_ANSWER = 300
"""Characters of an answer in a digest."""


@dataclass(frozen=True, slots=True)
class House:
    """What the handlers work with: the core bound to what is known, the store, the clock and who the operators are."""

    respond: Callable[[Question, Memory], tuple[Reply, Memory]]
    base: Callable[[], KnowledgeBase]
    store: Store
    operators: frozenset[int]


@dataclass(frozen=True, slots=True)
class Thought:
    """What the core made of a question, before anything is written: made off the event loop."""

    question: Question
    reply: Reply
    memory: Memory


def think(incoming: Incoming, memory: Memory, language: str | None, house: House, now: datetime) -> Thought | None:
    """Return what the core makes of a deed that asks something; None for one that asks nothing.

    It is answered for this moment, however long it waited: people act on what they read now.
    """
    words = question_of(incoming, language)
    if words is None:
        return None
    question = Question(words, now)
    reply, after = house.respond(question, memory)
    return Thought(question, reply, after)


def question_of(incoming: Incoming, language: str | None) -> str | None:
    """Return the question a deed asks, in words; None when it asks none."""
    if incoming.deed in {Deed.ASK, Deed.INLINE}:
        return incoming.text
    if incoming.deed is Deed.COMMAND:
        return texts(language or incoming.language).get(f"{incoming.command}_question")
    return None


def handle(connection: Connection, incoming: Incoming, thought: Thought | None, house: House, now: datetime) -> list[Outgoing]:
    """Return the messages that answer one deed, and keep what must be kept."""
    _, chosen = people.recall(connection, incoming.chat_id, incoming.user_id)
    say = texts(chosen or incoming.language)
    match incoming.deed:
        case Deed.MOVED:
            move_chat(connection, incoming.chat_id, int(incoming.text))
            return []
        case Deed.INLINE:
            return [_inline(incoming, thought, say)]
        case Deed.PRESS:
            return _press(connection, incoming, house, say, now)
        case _ if thought is not None:
            return answer(connection, incoming, thought, chosen, now)
        case _:
            return _command(connection, incoming, house, say, now)


def answer(connection: Connection, incoming: Incoming, thought: Thought, language: str | None, now: datetime) -> list[Outgoing]:
    """Return the messages of an answer, the last with its buttons; keep the memory and count what stayed unanswered."""
    people.remember(connection, incoming.chat_id, incoming.user_id, thought.memory, language)
    if thought.reply.kind is Outcome.UNKNOWN:
        names = getattr(thought.memory, "unknown", ())
        people.note_unanswered(connection, incoming.chat_id, names[0] if names else "", thought.question.text)
    rows = _rows(thought.reply, texts(thought.reply.language))
    markup = keyboard(connection, incoming.chat_id, rows, now) if rows else None
    return _messages(incoming, thought.reply.text, markup)


def digest(connection: Connection, asked: list[tuple[Incoming, Thought]]) -> list[Outgoing]:
    """Return one message that answers the questions an outage left waiting, in their order."""
    last, thought = asked[-1]
    _, chosen = people.recall(connection, last.chat_id, last.user_id)
    for incoming, one in asked:
        people.remember(connection, incoming.chat_id, incoming.user_id, one.memory, chosen)
    lines = [texts(chosen or thought.reply.language)["digest"]]
    for number, (incoming, one) in enumerate(asked, 1):
        lines.append(f"{number}. {incoming.text[:60]}\n{one.reply.text[:_SHORT_ANSWER]}")
    return _messages(last, "\n\n".join(lines), None)


def _rows(reply: Reply, say: Any) -> list[list[Button]]:
    rows = [[Button(f"{number}. {name}", "ask", name)] for number, name in enumerate(reply.choices, 1)]
    nexts = [Button(label, "ask", question) for label, question in reply.follow_ups]
    rows += [nexts[at : at + 2] for at in range(0, len(nexts), 2)]
    if any(fact.start_date and calendar_file(fact, fact.start_date.start) for fact in reply.facts):
        fact = next(fact for fact in reply.facts if fact.start_date)
        rows.append([Button(say["button_calendar"], "calendar", [fact.notice.id, *fact.span, fact.service])])
    if reply.kind in {Outcome.ANSWER, Outcome.EXCERPT}:
        stood = people.stood_on(reply)
        rows.append([Button(say["button_good"], "good", stood), Button(say["button_bad"], "bad", stood)])
    return rows


def _messages(incoming: Incoming, text: str, markup: dict[str, Any] | None) -> list[Outgoing]:
    pieces = parts(text)
    messages = []
    for number, piece in enumerate(pieces):
        payload: dict[str, Any] = {
            "chat_id": incoming.chat_id,
            "text": as_html(piece),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if number == 0 and not incoming.private and incoming.message_id:
            payload["reply_parameters"] = {"message_id": incoming.message_id, "allow_sending_without_reply": True}
        if markup and number == len(pieces) - 1:
            payload["reply_markup"] = markup
        messages.append(Outgoing("sendMessage", payload, incoming.chat_id))
    return messages


def _plain(incoming: Incoming, text: str, markup: dict[str, Any] | None = None) -> list[Outgoing]:
    return _messages(incoming, text, markup)


def _command(connection: Connection, incoming: Incoming, house: House, say: Any, now: datetime) -> list[Outgoing]:
    match incoming.command:
        case "start" | "help" | "privacy":
            return _plain(incoming, say[incoming.command])
        case "forget":
            people.forget(connection, incoming.chat_id)
            return _plain(incoming, say["forgotten"])
        case "language":
            row = [Button(say["button_zh"], "language", "zh"), Button(say["button_en"], "language", "en")]
            return _plain(incoming, say["language_asked"], keyboard(connection, incoming.chat_id, [row], now))
        case "feedback":
            if not incoming.text:
                return _plain(incoming, say["feedback_asked"])
            people.say_feedback(connection, incoming.chat_id, "said", [], incoming.text, now)
            return _plain(incoming, say["feedback_thanks"])
        case "topics":
            text, rows = topics_page(house.base(), 0, say, now)
            return _plain(incoming, text, keyboard(connection, incoming.chat_id, rows, now) if rows else None)
        case _:
            told = operator_command(connection, incoming, house, say, now)
            return _plain(incoming, told or say["unknown_command"])


def _press(connection: Connection, incoming: Incoming, house: House, say: Any, now: datetime) -> list[Outgoing]:
    """Answer a button; the acknowledgement comes first, so that Telegram stops showing a clock on it."""
    meaning = pressed(connection, incoming.chat_id, incoming.text, now)
    if meaning is None:
        return [_acknowledged(incoming, say["expired"])]
    does, value = meaning
    match does:
        case "good" | "bad":
            people.say_feedback(connection, incoming.chat_id, does, value, "", now)
            return [_acknowledged(incoming, say[f"verdict_{does}"])]
        case "language":
            memory, _ = people.recall(connection, incoming.chat_id, incoming.user_id)
            people.remember(connection, incoming.chat_id, incoming.user_id, memory, value)
            return [_acknowledged(incoming, ""), *_plain(incoming, texts(value)["language_set"])]
        case "page":
            text, rows = topics_page(house.base(), value, say, now)
            return [
                _acknowledged(incoming, ""),
                *_plain(incoming, text, keyboard(connection, incoming.chat_id, rows, now) if rows else None),
            ]
        case "calendar":
            return [_acknowledged(incoming, ""), *_calendar(incoming, house.base(), value, now)]
        case _:
            memory, language = people.recall(connection, incoming.chat_id, incoming.user_id)
            question = Question(value, now)
            reply, after = house.respond(question, memory)
            return [_acknowledged(incoming, ""), *answer(connection, incoming, Thought(question, reply, after), language, now)]


def _acknowledged(incoming: Incoming, text: str) -> Outgoing:
    return Outgoing("answerCallbackQuery", {"callback_query_id": incoming.query_id, "text": text})


def _calendar(incoming: Incoming, base: KnowledgeBase, value: list[Any], now: datetime) -> list[Outgoing]:
    notice, start, end, name = value
    service = base.service_named(name, now)
    found: list[Fact] = [f for f in base.facts(service, now) if (f.notice.id, *f.span) == (notice, start, end)] if service else []
    content = next((text for fact in found if (text := calendar_file(fact, now))), None)
    if content is None:
        return []
    return [Outgoing("sendDocument", {"chat_id": incoming.chat_id, "calendar": content}, incoming.chat_id)]


def _inline(incoming: Incoming, thought: Thought | None, say: Any) -> Outgoing:
    """Return result cards for an inline query: the answer, or one card for each service to choose from."""
    results = []
    if thought is not None and thought.reply.kind in {Outcome.ANSWER, Outcome.EXCERPT}:
        head, _, rest = thought.reply.text.partition("\n")
        results.append(_card("0", head, rest.replace("\n", " "), thought.reply.text))
    return (
        Outgoing(
            "answerInlineQuery",
            {"inline_query_id": incoming.query_id, "results": results, "cache_time": 60, "is_personal": False},
        )
        if results
        else Outgoing(
            "answerInlineQuery",
            {
                "inline_query_id": incoming.query_id,
                "results": [_card("0", say["inline_unknown"], "", thought.reply.text)] if thought else [],
                "cache_time": 10,
            },
        )
    )


def _card(number: str, title: str, description: str, text: str) -> dict[str, Any]:
    content = {"message_text": as_html(parts(text)[0]), "parse_mode": "HTML"} if text else {"message_text": title}
    return {
        "type": "article",
        "id": number,
        "title": title[:100],
        "description": description[:120],
        "input_message_content": content,
    }


def is_old(incoming: Incoming, now: datetime) -> bool:
    """Return True for a question that waited through an outage."""
    return incoming.deed is Deed.ASK and now - incoming.sent_at > OLD


def failed(incoming: Incoming) -> list[Outgoing]:
    """Return what is told when handling failed."""
    if incoming.chat_id == 0:
        return []
    return _plain(replace(incoming, private=True), texts(incoming.language)["failed"])
