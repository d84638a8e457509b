"""What was spoken of, as a frozen value that can be kept as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.model import Intent, Reading
from knowledge.model import Grain, Moment, Status

if TYPE_CHECKING:
    from bot.told import Answer
    from knowledge.base import KnowledgeBase
    from knowledge.model import Fact, Service

EXPIRY = timedelta(minutes=30)
"""Silence after which a question is taken to stand alone."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that was told, by where it stands."""

    notice: str
    start: int
    end: int
    service: str


@dataclass(frozen=True, slots=True)
class Memory:
    """One person's conversation so far. The empty memory is that of a person never met."""

    at: datetime | None = None
    """When the last question was asked, aware; None in the empty memory."""
    services: tuple[str, ...] = ()
    """The services last spoken of, by name."""
    unknown: tuple[str, ...] = ()
    """Names last asked for that are not held: a question that leans on them stays unknown."""
    choices: tuple[str, ...] = ()
    """The services offered to choose from, in the order of their numbers."""
    told: tuple[Told, ...] = ()
    """The facts of the last answer."""
    intent: str | None = None
    when: tuple[str, str, str] | None = None
    """The moment asked about: start and end in ISO 8601, grain."""
    statuses: tuple[str, ...] = ()
    attribute: str | None = None

    def alive(self, now: datetime) -> bool:
        """Tell whether the conversation is still going on at `now`."""
        return self.at is not None and timedelta(0) <= now - self.at <= EXPIRY

    def moment(self) -> Moment | None:
        """Return the moment last asked about."""
        if self.when is None:
            return None
        start, end, grain = self.when
        return Moment(datetime.fromisoformat(start), datetime.fromisoformat(end), Grain(grain))

    def reading(self) -> Reading:
        """Return the last question without its names, to be asked again of another service."""
        return Reading(
            intent=Intent(self.intent) if self.intent else Intent.STATUS,
            when=self.moment(),
            statuses=tuple(Status(s) for s in self.statuses),
            attribute=self.attribute,
        )

    def services_known(self, base: KnowledgeBase, asked_at: datetime) -> tuple[Service, ...]:
        """Return the services last spoken of, as far as the base knows them at `asked_at`."""
        return known(self.services, base, asked_at)

    def facts_told(self, base: KnowledgeBase) -> tuple[Fact, ...]:
        """Return the facts of the last answer."""
        if self.at is None:
            return ()
        found: list[Fact] = []
        for told in self.told:
            for service in self.services_known(base, self.at):
                found += [
                    f for f in base.facts(service, self.at) if (f.notice.id, *f.span) == (told.notice, told.start, told.end)
                ]
        return tuple(dict.fromkeys(found))

    def to_json(self) -> str:
        """Return the memory as JSON text."""
        values = asdict(self)
        return json.dumps(values | {"at": self.at.isoformat() if self.at else None}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Memory:
        """Return what `to_json` wrote; the empty memory when the text is something else, which loses nothing but context."""
        try:
            values: dict[str, Any] = json.loads(text)
            tuples = {"services", "unknown", "choices", "statuses"}
            values = {f.name: values[f.name] for f in fields(Memory)}
            values |= {name: tuple(map(str, values[name])) for name in tuples}
            values["told"] = tuple(Told(**told) for told in values["told"])
            values["at"] = datetime.fromisoformat(values["at"]) if values["at"] else None
            values["when"] = tuple(values["when"]) if values["when"] else None
            memory = Memory(**values)
            memory.reading()
        except (ValueError, KeyError, TypeError):
            return Memory()
        return memory


def known(service_names: tuple[str, ...], base: KnowledgeBase, asked_at: datetime) -> tuple[Service, ...]:
    """Return the services of these names that the base knows at `asked_at`, in the order of the names."""
    return tuple(s for name in service_names if (s := base.service_named(name, asked_at)))


def _leans(reading: Reading) -> bool:
    """Tell whether the services of a reading were filled in from what was spoken of: what was offered may still be chosen."""
    return all(mention.span == (0, 0) for mention in reading.mentions)


def remember(memory: Memory, answer: Answer, now: datetime) -> Memory:
    """Return the memory after `answer`: social words and questions about nothing held leave what was spoken of untouched."""
    reading = answer.reading
    kept = Memory(now, memory.services, memory.unknown, memory.choices, memory.told, memory.intent, memory.when)
    about_nothing = not (answer.services or answer.choices or answer.unknown)
    if reading is None or reading.intent is Intent.SOURCE or about_nothing:
        return kept if memory.alive(now) else Memory(at=now)
    when = reading.when
    return Memory(
        at=now,
        services=tuple(s.name for s in answer.services),
        unknown=answer.unknown if not answer.services else (),
        choices=tuple(s.name for s in answer.choices) or (memory.choices if _leans(reading) else ()),
        told=tuple(dict.fromkeys(Told(f.notice.id, f.span[0], f.span[1], f.service) for f in answer.facts)),
        intent=str(reading.intent),
        when=(when.start.isoformat(), when.end.isoformat(), str(when.grain)) if when else None,
        statuses=tuple(map(str, reading.statuses)),
        attribute=reading.attribute,
    )
