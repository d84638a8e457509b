"""What was spoken of, as a frozen value that can be kept as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.model import Excerpt, Intent, Reading
from knowledge.model import Grain, Moment, Status
from knowledge.places import place_named, related

if TYPE_CHECKING:
    from bot.told import Answer
    from knowledge.base import KnowledgeBase
    from knowledge.model import Fact, Service

EXPIRY = timedelta(minutes=30)
"""Silence after which a question is taken to stand alone."""

_MOST_RECENT = 4
"""Services spoken of one after another that "they" may mean together."""


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
    quoted: tuple[Told, ...] = ()
    """The passages of the last answer, where it told no fact; `service` is empty."""
    notices: tuple[str, ...] = ()
    """The notices last told from, by id."""
    intent: str | None = None
    when: tuple[str, str, str] | None = None
    """The moment asked about: start and end in ISO 8601, grain."""
    statuses: tuple[str, ...] = ()
    attribute: str | None = None
    place: str | None = None
    """The place spoken of: the one last said, else that of the services last told."""
    topic: str = ""
    """What was last asked about without its place (高三开学): another place may be asked after in its stead."""
    recent: tuple[str, ...] = ()
    """The services told in this conversation, the last first: what "they" and "which of them" mean."""

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

    def passages_told(self, base: KnowledgeBase) -> tuple[Excerpt, ...]:
        """Return the passages of the last answer, where it told no fact."""
        held = {notice.id: notice for notice in base.notices} if self.quoted else {}
        return tuple(Excerpt(held[one.notice], (one.start, one.end)) for one in self.quoted if one.notice in held)

    def to_json(self) -> str:
        """Return the memory as JSON text."""
        values = asdict(self)
        return json.dumps(values | {"at": self.at.isoformat() if self.at else None}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Memory:
        """Return what `to_json` wrote; the empty memory when the text is something else, which loses nothing but context."""
        try:
            values: dict[str, Any] = json.loads(text)
            tuples = {"services", "unknown", "choices", "statuses", "recent", "notices"}
            values = {f.name: values[f.name] for f in fields(Memory)}
            values |= {name: tuple(map(str, values[name])) for name in tuples}
            values |= {name: tuple(Told(**told) for told in values[name]) for name in ("told", "quoted")}
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
    before = memory if memory.alive(now) else Memory()
    if reading is not None and reading.intent is Intent.REJECT:
        return replace(before, at=now, choices=())
    about_nothing = not (answer.services or answer.choices or answer.unknown)
    if reading is None or reading.intent is Intent.SOURCE:
        return replace(before, at=now)
    notices = tuple(dict.fromkeys(n.id for n in (*(f.notice for f in answer.facts), *(e.notice for e in answer.excerpts))))
    place = reading.place or _place_told(answer, before.place)
    quoted = () if answer.facts else tuple(Told(e.notice.id, e.span[0], e.span[1], "") for e in answer.excerpts)
    if about_nothing:
        quoted = quoted or before.quoted
        return replace(before, at=now, quoted=quoted, notices=notices or before.notices, place=place)
    when = reading.when
    told = tuple(s.name for s in answer.services)
    return Memory(
        at=now,
        services=told,
        unknown=answer.unknown if not told else (),
        choices=tuple(s.name for s in answer.choices) or (before.choices if _leans(reading) else ()),
        told=tuple(dict.fromkeys(Told(f.notice.id, f.span[0], f.span[1], f.service) for f in answer.facts)),
        quoted=quoted,
        notices=notices,
        intent=str(reading.intent),
        when=(when.start.isoformat(), when.end.isoformat(), str(when.grain)) if when else None,
        statuses=tuple(map(str, reading.statuses)),
        attribute=reading.attribute,
        place=place,
        topic=reading.topic or before.topic,
        recent=tuple(dict.fromkeys((*told, *before.recent)))[:_MOST_RECENT],
    )


def _place_told(answer: Answer, spoken_of: str | None) -> str | None:
    """Return the place that all services told belong to, or the one spoken of where that surrounds it or they tell of none."""
    places = {service.place for service in answer.services}
    told = places.pop() if len(places) == 1 else None
    if told is None or spoken_of is None:
        return told or spoken_of
    own, around = place_named(told), place_named(spoken_of)
    return spoken_of if own and around and related(own, around) else told
