"""What there is to say → the messages that say it, and what is kept with them: memory, buttons, what stayed unanswered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.calendar_file import calendar_file
from bot.model import Outcome
from bot.telegram import feedback, operators, people
from bot.telegram.buttons import Button, Rows, keyboard
from bot.telegram.formatting import links_of, shortened
from bot.telegram.incoming import Deed, Incoming
from bot.telegram.messages import acknowledged, calendar, card, inline_result, messages
from bot.telegram.texts import LANGUAGES, texts
from bot.telegram.thinking import ITEMS_A_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Reply
    from bot.telegram.outbox import Outgoing
    from bot.telegram.thinking import Known, Thought

OLD = timedelta(minutes=10)
"""A question older than this was asked before an outage: it is answered in a digest."""
_SHORT_ANSWER = 300
"""Characters of an answer in a digest."""
_MOST_IN_DIGEST = 20
_LONGEST_COPIED = 256
_PAGES = ("help", "privacy")


def is_old(incoming: Incoming, now: datetime) -> bool:
    """Return True for a question that waited through an outage."""
    return incoming.deed is Deed.ASK and incoming.sent_at is not None and now - incoming.sent_at > OLD


def say(connection: Connection, known: Known, thought: Thought, now: datetime) -> list[Outgoing]:
    """Return the messages that answer one deed, and keep what must be kept."""
    incoming = known.incoming
    match incoming.deed:
        case Deed.MOVED:
            people.move(connection, incoming.chat_id, int(incoming.text))
            return []
        case Deed.INLINE:
            return [_inline(known, thought)]
        case Deed.PRESS:
            return _press(connection, known, thought, now)
    if thought.reply is not None:
        return _answer(connection, known, thought, now)
    return _command(connection, known, thought, now)


def unrecorded(known: Known, thought: Thought) -> list[Outgoing]:
    """Return the answer alone, without buttons: for when nothing can be kept."""
    incoming, sentences = known.incoming, known.say
    if incoming.deed is Deed.INLINE:
        return [_inline(known, thought)]
    first = [acknowledged(incoming)] if incoming.deed is Deed.PRESS else []
    if thought.reply is not None:
        return first + messages(incoming, thought.reply.text, links=links_of(thought.reply.facts), bold=True, ours=False)
    if thought.page is not None:
        return first + messages(incoming, thought.page.text)
    if incoming.command in _PAGES:
        return messages(incoming, sentences[incoming.command])
    return first + failed(known)


def failed(known: Known) -> list[Outgoing]:
    """Return what is told when handling failed."""
    return messages(known.incoming, known.say["failed"]) if known.incoming.chat_id and known.incoming.named else []


def digest(connection: Connection, asked: Sequence[tuple[Known, Thought]], heading: str) -> list[Outgoing]:
    """Return one message that answers several questions of a chat, in their order, under the sentence `heading`."""
    last = asked[-1][0]
    told: dict[tuple[int, str], Reply] = {}
    for known, thought in asked:
        if thought.reply is not None and thought.memory is not None:
            people.remember(connection, known.incoming.chat_id, known.incoming.user_id, thought.memory, known.language)
            _count_unanswered(connection, known, thought)
            told[known.incoming.user_id, " ".join(known.incoming.text.split())] = thought.reply
    if not told:
        return []
    shown = list(told.items())[-_MOST_IN_DIGEST:]
    sentences = [last.say[heading]]
    if len(told) > len(shown):
        sentences.append(last.say["digest_more"].format(count=len(told) - len(shown)))
    for number, ((_, words), reply) in enumerate(shown, 1):
        sentences.append(f"{number}. {shortened(words, 60)}\n{shortened(reply.text, _SHORT_ANSWER)}")
    links = frozenset().union(*(links_of(reply.facts) for _, reply in shown))
    return messages(last.incoming, "\n\n".join(sentences), links=links, bold=True, ours=False)


def _inline(known: Known, thought: Thought) -> Outgoing:
    cards = [card(number, one.text, links_of(one.facts)) for number, one in enumerate(thought.cards)]
    return inline_result(known.incoming, cards, known.say["inline_none" if thought.question else "inline_start"])


def _answer(connection: Connection, known: Known, thought: Thought, now: datetime) -> list[Outgoing]:
    """Return the messages of an answer, the last with its buttons; keep the memory and count what stayed unanswered."""
    incoming, reply, memory = known.incoming, thought.reply, thought.memory
    assert reply is not None and memory is not None  # noqa: S101, PT018 - made together
    people.remember(connection, incoming.chat_id, incoming.user_id, memory, known.language)
    _count_unanswered(connection, known, thought)
    rows = _turning(thought, texts(reply.language)) + _rows(reply, texts(reply.language))
    markup = keyboard(connection, incoming.chat_id, rows, now) if rows else None
    return messages(incoming, reply.text, markup, links=links_of(reply.facts), bold=True, ours=False)


def _count_unanswered(connection: Connection, known: Known, thought: Thought) -> None:
    if thought.reply is not None and thought.memory is not None and thought.reply.kind is Outcome.UNKNOWN:
        names = thought.memory.unknown
        feedback.note_unanswered(connection, known.incoming.chat_id, names[0] if names else "", thought.question)


def _rows(reply: Reply, say: Mapping[str, str]) -> Rows:
    """Return the buttons of an answer: choices, next questions, the date for a calendar, numbers to copy, a verdict."""
    rows: list[tuple[Button, ...]] = [(Button(f"{number}. {name}", "ask", name),) for number, name in enumerate(reply.choices, 1)]
    nexts = [Button(label, "ask", question) for label, question in reply.follow_ups]
    rows += [tuple(nexts[at : at + 2]) for at in range(0, len(nexts), 2)]
    numbers = {c.value for fact in reply.facts for c in fact.channels if c.kind == "phone" and c.value in reply.text}
    rows += [
        (Button(say["button_copy"].format(number=number), "copy", number[:_LONGEST_COPIED]),) for number in sorted(numbers)[:2]
    ]
    dated = [fact for fact in reply.facts if fact.start_date and calendar_file(fact, fact.start_date.start)]
    if dated and len({fact.service for fact in reply.facts}) == 1:
        fact = dated[-1]
        rows.append((Button(say["button_calendar"], "calendar", [fact.notice.id, *fact.span, fact.service]),))
    if reply.kind in {Outcome.ANSWER, Outcome.EXCERPT}:
        stood = [reply.language, feedback.stood_on(reply)]
        rows.append((Button(say["button_good"], "good", stood), Button(say["button_bad"], "bad", stood)))
    return tuple(rows)


def _turning(thought: Thought, say: Mapping[str, str]) -> Rows:
    """Return the row that leads to the pages of a list before and after."""
    row = []
    if thought.first > 0:
        row.append(Button(say["button_before"], "list", [thought.question, max(0, thought.first - ITEMS_A_PAGE)]))
    if thought.reply is not None and thought.reply.goes_on:
        row.append(Button(say["button_more"], "list", [thought.question, thought.first + ITEMS_A_PAGE]))
    return (tuple(row),) if row else ()


def _command(connection: Connection, known: Known, thought: Thought, now: datetime) -> list[Outgoing]:
    incoming, sentences = known.incoming, known.say
    match incoming.command:
        case command if command in _PAGES:
            return messages(incoming, sentences[command])
        case "forget":
            people.forget(connection, incoming.chat_id)
            return messages(incoming, sentences["forgotten"])
        case "language":
            row = tuple(Button(texts(one)["button_language"], "language", one) for one in LANGUAGES)
            return messages(incoming, sentences["language_asked"], keyboard(connection, incoming.chat_id, [row], now))
        case "feedback":
            if not incoming.text:
                return messages(incoming, sentences["feedback_asked"])
            feedback.say(connection, incoming.chat_id, "said", [], incoming.text, now)
            return messages(incoming, sentences["feedback_thanks"])
    if thought.page is not None:
        return _page(connection, incoming, thought, now)
    return messages(incoming, sentences["unknown_command"]) if incoming.named else []


def _press(connection: Connection, known: Known, thought: Thought, now: datetime) -> list[Outgoing]:
    """Answer a button; the acknowledgement comes first, so that Telegram stops showing a clock on it."""
    incoming, sentences = known.incoming, known.say
    match known.button:
        case None:
            return [acknowledged(incoming, sentences["expired"])]
        case ("good" | "bad") as verdict, [str(language), list(stood)]:
            feedback.say(connection, incoming.chat_id, verdict, stood, "", now)
            return [acknowledged(incoming, texts(language)[f"verdict_{verdict}"])]
        case "language", str(chosen):
            people.remember(connection, incoming.chat_id, incoming.user_id, known.memory, chosen)
            return [acknowledged(incoming), *messages(incoming, texts(chosen)["language_set"])]
    if thought.file is not None:
        return [acknowledged(incoming), calendar(incoming, *thought.file)]
    if thought.page is not None:
        return [acknowledged(incoming), *_page(connection, incoming, thought, now)]
    if thought.reply is not None:
        return [acknowledged(incoming), *_answer(connection, known, thought, now)]
    return [acknowledged(incoming, sentences["expired"])]


def _page(connection: Connection, incoming: Incoming, thought: Thought, now: datetime) -> list[Outgoing]:
    assert thought.page is not None  # noqa: S101 - whoever calls this has looked
    rows = thought.page.rows
    markup = keyboard(connection, incoming.chat_id, rows, now) if rows else None
    return messages(incoming, thought.page.text, markup, ours=incoming.command not in operators.COMMANDS)
