"""The words of the project as frozen values: notices, moments, facts.

Every offset in this package is half-open and counts characters of `Notice.text`. Every datetime is aware; the zone of the
country, Asia/Shanghai, is `ZONE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

Span = tuple[int, int]
"""Half-open, characters of the notice's text."""


class Status(StrEnum):
    """What a notice says of a service. Field terms behind it: schema.org eventStatus, GTFS-realtime effect, HSDS status."""

    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    DELAYED = "delayed"
    POSTPONED = "postponed"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    MOVED = "moved"
    SCHEDULED = "scheduled"

    @property
    def available(self) -> bool:
        """Tell whether a citizen can use the service, with restrictions or without."""
        return self is Status.OPEN or self is Status.LIMITED


class End(StrEnum):
    """How a status ends: at a date, when a further notice says so, under a condition; or the notice says nothing."""

    FIXED = "fixed"
    FURTHER_NOTICE = "further_notice"
    CONDITIONAL = "conditional"
    UNSTATED = "unstated"


class Relation(StrEnum):
    """How a fact relates to earlier ones. Field term: CAP 1.2 msgType; a rumour denied is our addition."""

    ANNOUNCE = "announce"
    UPDATE = "update"
    CANCEL = "cancel"
    """An earlier notice is withdrawn. (An event that is called off is `Status.CANCELLED`, not this.)"""
    CORRECT = "correct"
    """A value of an earlier notice was printed wrongly; `Fact.corrects` says which."""
    DENY = "deny"
    """A rumour is denied; the fact states what is true instead."""


class Grain(StrEnum):
    """How exact a moment is."""

    YEAR = "year"
    MONTH = "month"
    PART = "part"
    """A part of a month: its first ten days, its end."""
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"

    @property
    def has_time(self) -> bool:
        """Tell whether a time of day was given."""
        return self in {Grain.HOUR, Grain.MINUTE, Grain.SECOND}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time as exact as it was printed: it covers `start` to `end`, half-open, both aware.

    A day covers 00:00 to 00:00 of the next day; 15时 covers one hour, 15:00 one minute.
    """

    start: datetime
    end: datetime
    grain: Grain

    @property
    def iso(self) -> str:
        """ISO 8601, cut to its grain: `2022`, `2022-04` (months and their parts), `2022-04-06`, or with time and zone."""
        if self.grain.has_time:
            return self.start.isoformat(timespec="seconds")
        length = {Grain.YEAR: 4, Grain.MONTH: 7, Grain.PART: 7}.get(self.grain, 10)
        return self.start.date().isoformat()[:length]

    @staticmethod
    def day(year: int, month: int, day: int) -> Moment:
        """Return one day in Asia/Shanghai; ValueError when there is no such day."""
        start = datetime(year, month, day, tzinfo=ZONE)
        return Moment(start, start + timedelta(days=1), Grain.DAY)

    @staticmethod
    def of(moment: datetime, grain: Grain = Grain.MINUTE) -> Moment:
        """Return `moment` as one day, hour, minute or second; a naive datetime is taken as Asia/Shanghai."""
        local = moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
        match grain:
            case Grain.DAY:
                return Moment.day(local.year, local.month, local.day)
            case Grain.HOUR:
                start, length = local.replace(minute=0, second=0, microsecond=0), timedelta(hours=1)
            case Grain.MINUTE:
                start, length = local.replace(second=0, microsecond=0), timedelta(minutes=1)
            case _:
                start, length = local.replace(microsecond=0), timedelta(seconds=1)
        return Moment(start, start + length, grain)

    @staticmethod
    def parse(text: str) -> Moment:
        """Read what `iso` prints (and any ISO 8601 date or time; without a zone it is Asia/Shanghai). ValueError otherwise."""
        match len(text):
            case 4:
                year = int(text)
                return Moment(datetime(year, 1, 1, tzinfo=ZONE), datetime(year + 1, 1, 1, tzinfo=ZONE), Grain.YEAR)
            case 7:
                year, month = int(text[:4]), int(text[5:])
                after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=ZONE)
                return Moment(datetime(year, month, 1, tzinfo=ZONE), after, Grain.MONTH)
            case 10:
                return Moment.of(datetime.fromisoformat(text), Grain.DAY)
            case _:
                moment = datetime.fromisoformat(text)
                return Moment.of(moment, Grain.SECOND if moment.second else Grain.MINUTE)


class DateBasis(StrEnum):
    """Where a notice's date of posting comes from."""

    GIVEN = "given"
    """The caller said it (`--published`, the row's `published`, a feed's date)."""
    SIGNATURE = "signature"
    """A full date at the end of the notice."""
    DATELINE = "dateline"
    """A full date in the dateline, or in a line below the headline that says when it was posted."""
    MASTHEAD = "masthead"
    """The date at the head of the page it stands on."""
    YEAR_IN_NAME = "year_in_name"
    """Month and day from a dateline, the year from a name in the page (2022年…考试)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as it was read: headline, a line break and body make `text` (only the body when there is no headline)."""

    id: str
    text: str
    headline: str = ""
    publisher: str = ""
    published: Moment | None = None
    """When it was posted, a day or a minute; None when nothing tells."""
    date_basis: DateBasis | None = None
    url: str = ""
    caption: bool = False
    """True for the caption of a picture: a weaker source than an announcement."""
    ingested_at: datetime | None = None
    """When we learnt it; None until it is stored."""
    withdrawn_at: datetime | None = None
    """When an operator withdrew it: for questions asked later it does not exist. None while it stands."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach a service. Field term behind it: schema.org ServiceChannel.

    `kind` is one of phone, url, app, account, mailbox, caller_prefix, address.
    """

    kind: str
    value: str
    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Hours:
    """When a service is open within a day. Field term behind it: schema.org OpeningHoursSpecification.

    `words` are printed at `span`; `opens` and `closes` are HH:MM, up to 24:00. `recurrence` is the RFC 5545 RRULE of the days
    they are said for; None when the notice names none, or days no rule can tell (法定节假日).
    """

    words: str
    opens: str
    closes: str
    recurrence: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the notice a field stands on: `notice.text[span[0]:span[1]]`."""

    field: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim a notice makes about one service."""

    notice: Notice
    service: str
    """The name a citizen would use, understandable on its own."""
    status: Status
    cue: str
    """The printed words that say so."""
    span: Span
    """The sentence it stands in: the quote is `notice.text[span[0]:span[1]]`."""
    kind: str | None = None
    """The kind of service (the name of a file in data/kinds), None when unknown."""
    place: str | None = None
    """The town, county, province or country it belongs to, as far as the notice says."""
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    """Inclusive: a day is the last day it holds."""
    end: End = End.UNSTATED
    start_date: Moment | None = None
    """Of an event or opening: when it now takes place."""
    previous_start_dates: tuple[Moment, ...] = ()
    """The dates it was put off from, oldest first."""
    recurrence: str | None = None
    """RFC 5545 RRULE for what comes back weekly, like `FREQ=WEEKLY;BYDAY=MO`."""
    recurrence_except: str | None = None
    """Printed words of an exception to the recurrence (法定节假日除外)."""
    cause: str | None = None
    """A code of data/zh/causes.toml, like `epidemic`, `maintenance`, `weather`."""
    cause_text: str | None = None
    channels: tuple[Channel, ...] = ()
    steps: tuple[str, ...] = ()
    hours: tuple[Hours, ...] = ()
    """Of what is open: its opening hours, as printed."""
    issuer: str | None = None
    """Who decided or announced it, as printed in the text."""
    relation: Relation = Relation.ANNOUNCE
    corrects: tuple[str, str] | None = None
    """Of a correction: the wrong words and the right ones."""
    evidence: tuple[Evidence, ...] = ()
    """One entry a field that was read, in the order of the fields."""

    @property
    def quote(self) -> str:
        """The sentence the fact stands in, as printed."""
        return self.notice.text[self.span[0] : self.span[1]]

    @property
    def published(self) -> Moment | None:
        """When the notice was posted."""
        return self.notice.published


@dataclass(frozen=True, slots=True)
class Service:
    """What facts are about, after notices that name it differently were linked: place, counter, exam, event, line, school."""

    name: str
    """The fullest natural name a notice used."""
    names: tuple[str, ...] = ()
    """Every name notices used for it, `name` included."""
    kind: str | None = None
    place: str | None = None

    def __hash__(self) -> int:
        """Return the hash of the name: services are told apart by it, and looked up at every step."""
        return hash(self.name)
