"""What is to be told, before it is put into words: sentences by name with their values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from bot.model import Excerpt, Outcome, Reading
    from knowledge.model import Fact, Moment, Service

Value: TypeAlias = "str | int | Moment | Weekday | Line | tuple[Value, ...] | None"
"""A text as printed, a number, a status, a moment or weekday (the language decides how it is written), another sentence, several
values in a row, or nothing."""


@dataclass(frozen=True, slots=True)
class Weekday:
    """The name of a day's weekday; `short` in running text (周一), long by itself (星期一)."""

    day: date
    short: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or clause of data/<language>/replies.toml by its name, with what fills its places."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


def say(key: str, **values: Value) -> Line:
    """Return the sentence `key` with its values."""
    return Line(key, values)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided to tell."""

    outcome: Outcome
    lines: tuple[Line, ...]
    services: tuple[Service, ...] = ()
    facts: tuple[Fact, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    choices: tuple[Service, ...] = ()
    follow_ups: tuple[tuple[str, str], ...] = ()
    """The natural next questions: the name of a `follow_up` in the replies and the service's name."""
    freshness: str | None = None
    reading: Reading | None = None
    """The reading that was answered; the next question may lean on it."""
    unknown: tuple[str, ...] = ()
    """Names that were asked for and are not held."""
    goes_on: bool = False
    """True for a list of which more could be told."""
    trace: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """What is told of one service: its sentences, the facts they stand on, and fields whose words must be quoted too."""

    lines: tuple[Line, ...]
    facts: tuple[Fact, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What one reading is answered from: the moment of asking, the moment asked about, and whether one was named."""

    asked_at: datetime
    at: Moment
    named: bool
    """True when the question names a time; False when it means now."""
