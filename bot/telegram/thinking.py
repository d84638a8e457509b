"""What a person did → what there is to say: the core is asked, pages and files are made; nothing is written.

Runs in a thread of its own, so that the event loop never waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.calendar_file import calendar_file
from bot.dialogue import Memory
from bot.model import Outcome, Question
from bot.telegram import operators, people
from bot.telegram.buttons import pressed
from bot.telegram.incoming import Deed, Incoming
from bot.telegram.texts import texts
from bot.telegram.topics import Page, topics_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Reply
    from knowledge.base import KnowledgeBase
    from knowledge.model import Fact
    from knowledge.store import Store

ITEMS_A_PAGE = 5
"""Items of a list in one message: what a telephone shows without much scrolling."""
_MOST_CARDS = 8
_LONGEST_FILE_NAME = 40


@dataclass(frozen=True, slots=True)
class House:
    """What the bot works with: the core bound to what is known, the store, and who the operators are."""

    respond: Callable[[Question, Memory], tuple[Reply, Memory]]
    base: Callable[[], KnowledgeBase]
    store: Store
    operators: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """A deed, and what is kept of the person who did it."""

    incoming: Incoming
    memory: Memory = field(default_factory=Memory)
    language: str | None = None
    """Chosen with /language; None: the language of each question."""
    button: tuple[str, Any] | None = None
    """What a pressed button does and its value."""

    @property
    def say(self) -> Any:
        """Our own sentences in the person's language."""
        return texts(self.language or self.incoming.language)


@dataclass(frozen=True, slots=True)
class Thought:
    """What there is to say. Only what was made is set."""

    question: str = ""
    reply: Reply | None = None
    memory: Memory | None = None
    first: int = 0
    """How many items of a list were told before."""
    cards: tuple[Reply, ...] = ()
    """Of an inline query."""
    page: Page | None = None
    of_tables: bool = False
    """True when the page is still to be read from the tables of the rim."""
    file: tuple[str, str] | None = None
    """A calendar file: its content and its name."""


def know(connection: Connection, incoming: Incoming, now: datetime) -> Known:
    """Look up what is kept about the person and the button; typed inline they have the language of their private chat."""
    memory, language = people.recall(connection, incoming.chat_id or incoming.user_id, incoming.user_id)
    button = pressed(connection, incoming.chat_id, incoming.text, now) if incoming.deed is Deed.PRESS else None
    return Known(incoming, memory, language, button)


def think(known: Known, house: House, now: datetime) -> Thought:
    """Return what there is to say to one deed.

    It is answered for this moment, however long it waited: people act on what they read now.
    """
    incoming = known.incoming
    if incoming.deed is Deed.INLINE:
        return _cards(known, house, now)
    if incoming.deed is Deed.ASK and incoming.private and not incoming.text:
        return Thought(page=Page(known.say["no_words"]))
    if (asked := question_of(known)) is not None:
        words, first = asked
        reply, after = house.respond(Question(words, now, known.language, first, ITEMS_A_PAGE), known.memory)
        return Thought(words, reply, after, first=first)
    if incoming.deed is Deed.COMMAND and incoming.command == "topics":
        return Thought(page=topics_page(house.base(), [incoming.text, None, 0], known.say, now))
    if incoming.deed is Deed.COMMAND and incoming.command == "start":
        held = house.base().services(now)
        return Thought(page=Page(known.say["start"].format(example=held[0].name) if held else known.say["start_empty"]))
    is_meant = incoming.named or incoming.user_id in house.operators  # in a group another bot may have a /status too
    if incoming.deed is Deed.COMMAND and incoming.command in operators.COMMANDS and is_meant:
        told = operators.told(incoming, house, known.say, now)
        return Thought(page=Page(told)) if told else Thought(of_tables=True)
    match known.button:
        case "topic", value:
            return Thought(page=topics_page(house.base(), value, known.say, now))
        case "calendar", value:
            return Thought(file=_calendar(house.base(), value, now))
    return Thought()


def question_of(known: Known) -> tuple[str, int] | None:
    """Return the question a deed asks, in words, and how many items of its list were told before; None when it asks none."""
    match known.incoming.deed, known.button:
        case Deed.ASK, _:
            return known.incoming.text, 0
        case Deed.COMMAND, _ if f"{known.incoming.command}_question" in known.say:
            return known.say[f"{known.incoming.command}_question"], 0
        case Deed.PRESS, ("ask", str(words)):
            return words, 0
        case Deed.PRESS, ("list", [str(words), int(first)]):
            return words, first
        case _:
            return None


def _cards(known: Known, house: House, now: datetime) -> Thought:
    """Return what an inline query finds: the answer, or one for each service that may be meant; only what a notice tells."""
    words = known.incoming.text
    if not words:
        return Thought()
    reply, _ = house.respond(Question(words, now, known.language), Memory())
    names = reply.choices[:_MOST_CARDS] if reply.kind is Outcome.CHOICE else ()
    asked = [house.respond(Question(name, now, known.language), Memory())[0] for name in names] or [reply]
    return Thought(words, cards=tuple(one for one in asked if one.kind in {Outcome.ANSWER, Outcome.EXCERPT}))


def _calendar(base: KnowledgeBase, value: list[Any], now: datetime) -> tuple[str, str] | None:
    notice, start, end, name = value
    service = base.service_named(name, now)
    found: list[Fact] = [f for f in base.facts(service, now) if (f.notice.id, *f.span) == (notice, start, end)] if service else []
    text = next((text for fact in found if (text := calendar_file(fact, now))), None)
    bare = "".join(mark for mark in name if mark.isalnum())[:_LONGEST_FILE_NAME]
    return (text, f"{bare}.ics") if text else None
