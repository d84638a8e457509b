"""What is asked and what is told, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from knowledge.index import Match
    from knowledge.model import Fact, Moment, Notice, Span, Status


@dataclass(frozen=True, slots=True)
class Question:
    """What one person typed at one moment. `asked_at` is aware; notices published after it do not exist yet."""

    text: str
    asked_at: datetime
    language: str | None = None
    """The language the person wants to be answered in; None: the one the question is asked in."""
    first: int = 0
    """Of a list: how many items to leave out, because they were told before."""
    most: int = 12
    """Of a list: how many items to tell at once."""


class Intent(StrEnum):
    """What a citizen wants to know; each has its sentences in data/<language>/intents.toml."""

    STATUS = "status"
    SINCE = "since"
    UNTIL = "until"
    WHY = "why"
    WHEN = "when"
    """On which date an event is now."""
    COUNTDOWN = "countdown"
    """How many days are left."""
    WEEKDAY = "weekday"
    SHIFT = "shift"
    """By how long an event was put off."""
    HOURS = "hours"
    """When it opens and closes within the day."""
    HOW = "how"
    CONTACT = "contact"
    WHERE = "where"
    LIST = "list"
    COMPARE = "compare"
    LATEST = "latest"
    SOURCE = "source"
    ATTRIBUTE = "attribute"
    """Something notices rarely tell: a price, parking, a score. `Reading.attribute` names it."""
    PASSAGE = "passage"
    """Anything else: a passage may answer."""
    SUBSCRIBE = "subscribe"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    REJECT = "reject"
    """None of what was offered is meant."""
    NOTHING = "nothing"
    """Nothing was said: blank, punctuation."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A service as the citizen named it: the words, where they stand in the question, and what they may mean, best first."""

    words: str
    span: Span
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question. Readings are ranked by `score` (0 to 1)."""

    intent: Intent
    mentions: tuple[Mention, ...] = ()
    kind: str | None = None
    """A kind asked about as a whole (哪些景区…), a name of data/kinds."""
    kinds: tuple[str, ...] = ()
    """For lists: all kinds that the words for what is listed may mean (停水停电)."""
    place: str | None = None
    topic: str = ""
    """The words for what is asked about, without its place: words of kinds, else a name."""
    when: Moment | None = None
    """The date or time asked about; None means now."""
    statuses: tuple[Status, ...] = ()
    """For lists: which statuses are asked for, like everything not open."""
    cause: str | None = None
    """For lists: a word for the reason asked for (有没有因为台风停的)."""
    begins: bool = False
    """For lists: what begins in the time asked about, or later, is asked for, not what holds."""
    presumed: Status | None = None
    """What a yes/no question presumes (是不是取消了)."""
    presumed_dates: tuple[Moment, ...] = ()
    """Dates a yes/no question presumes (还是4月22号考吗)."""
    attribute: str | None = None
    refers: bool = False
    """True when the question leans on what was spoken of (那…呢, 它, no name at all)."""
    unknown_names: tuple[str, ...] = ()
    """Words that look like the name of a service or place but match nothing held."""
    explained: tuple[Span, ...] = ()
    leftover: tuple[str, ...] = ()
    """What no part of the reading explains."""
    score: float = 0.0
    reason: str = ""
    language: str = "zh"


class Outcome(StrEnum):
    """What kind of reply it is; see the contract of the command line."""

    ANSWER = "answer"
    EXCERPT = "excerpt"
    CHOICE = "choice"
    UNKNOWN = "unknown"
    SOCIAL = "social"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage of a notice, quoted: `notice.text[span[0]:span[1]]`."""

    notice: Notice
    span: Span
    score: float = 0.0

    @property
    def quote(self) -> str:
        """The passage as printed."""
        return self.notice.text[self.span[0] : self.span[1]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the citizen reads, and what it stands on."""

    kind: Outcome
    text: str
    """Plain text, ready to be read."""
    services: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    choices: tuple[str, ...] = ()
    """The services offered, by full name, at most eight."""
    follow_ups: tuple[tuple[str, str], ...] = ()
    """The natural next questions as (label, the question to ask), for buttons."""
    freshness: str | None = None
    """`current`, `ageing` or `stale`; None where no fact was told."""
    language: str = "zh"
    goes_on: bool = False
    """True for a list of which more could be told: ask again with a larger `Question.first`."""
    trace: Mapping[str, object] = field(default_factory=dict)
