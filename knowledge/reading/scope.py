"""What is known where the reader stands: in the notice, and in the sentence being read."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from knowledge.marks import PARENTHESIS
from knowledge.reading.closing_days import weekly_closings
from knowledge.reading.cues import find_cues
from knowledge.reading.reporters import Reporter, reporter_of
from knowledge.reading.service_words import only_places
from knowledge.reading.times import UNDATED, Times
from knowledge.words import alternatives, pattern_in, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.dates import DateMention
    from knowledge.model import Span
    from knowledge.reading.causes import Cause
    from knowledge.reading.clauses import Clause, Sentence
    from knowledge.reading.cues import Cue
    from knowledge.reading.ends import Ending
    from knowledge.reading.lists import Name
    from knowledge.reading.stages import Stage
    from knowledge.reading.statements import Statement, Unread


_SEMICOLONS = frozenset(";；")


@dataclass(slots=True)
class NoticeScope:
    """One notice being read: its text, and what is carried from sentence to sentence. It lives as long as the reading."""

    plain: str
    """The masked text."""
    view: str
    """The masked text with its dates blanked."""
    mentions: Sequence[DateMention]
    """The dates of the text, in order."""
    speaker: str = ""
    """The service that publishes the notice itself; empty when a body, a paper or nobody known does."""
    topic: tuple[Name, ...] = ()
    """The services last spoken of as a subject."""
    exam: tuple[Name, ...] = ()
    """The exam, race or fair the headline is about."""
    stage: Stage | None = None
    """A stage of it that was told without its date, for the clauses that go on with it."""
    issuer: Span | None = None
    lead: tuple[Statement, ...] = ()
    """Statements whose services are listed after them."""
    listing: bool = False
    """True while a list goes on from line to line: behind a colon, until a sentence adds nothing to it."""
    starts: list[DateMention] = field(default_factory=list)
    """The beginning last told, for sentences that go on with it."""
    window: Times = UNDATED
    """When what was last said to be shut is shut, for what happens in that time (施工期间)."""
    denies: bool = False
    """True when the notice as a whole denies a rumour: what it says is shut was only said to be."""
    delays_begin: bool = False
    """True once the notice said that openings are put off."""
    presumed: set[str] = field(default_factory=set)
    """Operators the headline takes for known: 延期开学期间."""
    doubted: set[str] = field(default_factory=set)
    """Cue words the body only asks about, thinks of, denies or tells as what befell."""
    found: list[Statement] = field(default_factory=list)
    found_in: dict[Span, list[int]] = field(default_factory=dict)
    """Positions in `found`, by the sentence they stand in; members of a list stand in that of their lead."""
    unread: list[Unread] = field(default_factory=list)

    chain: int = 0
    """Position in `found` of the first statement of the last sentence that stated something, and of those joined to it."""

    def dates_before(self, sentence: Sentence) -> Sequence[DateMention]:
        """Return the last two dates before a sentence."""
        first = bisect_left(self.mentions, sentence.span[0], key=lambda one: one.span[0])
        return self.mentions[max(0, first - 2) : first]

    def add(self, made: Sequence[Statement], *, joined: bool) -> None:
        """Keep what a sentence stated; `joined` tells that it goes on with the one before."""
        if made and not joined:
            self.chain = len(self.found)
        for at, statement in enumerate(made, len(self.found)):
            self.found_in.setdefault(statement.sentence, []).append(at)
        self.found += made


@dataclass(slots=True)
class SentenceScope:
    """One sentence being read, and what is carried from clause to clause."""

    notice: NoticeScope
    plain: str
    """The masked text of the notice."""
    view: str
    """The masked text of the notice with its dates blanked."""
    sentence: Sentence
    rumours: tuple[Span, ...]
    """What the sentence only repeats to deny it."""
    mentions: tuple[DateMention, ...]
    """The sentence's dates but for those of rumours, in order."""
    exceptions: tuple[Span, ...]
    """Where it says what is left out (法定节假日除外), in order."""
    owners: tuple[Name, ...] = ()
    """What may stand before the names that follow: the place, the company, the school."""
    subject: tuple[Name, ...] = ()
    """What the sentence speaks of."""
    works: tuple[Name, ...] = ()
    """What is worked on by the reason it gives (因某桥维修): what 该桥 and 封闭 alone mean then."""
    cause: Cause | None = None
    whole: str = ""
    """The line, road or quarter in front of a colon whose the members of the list behind it are."""
    made: list[Statement] = field(default_factory=list)
    stated: dict[int, Statement] = field(default_factory=dict)
    """What the clauses that stated something stated last, by their numbers."""
    limited: list[int] = field(default_factory=list)
    """Where it says in what limited manner something opens."""
    ending: Ending | None = None
    """How what the sentence goes on to state ends (施工期间)."""
    hangs_up_to: int = 0
    """Where the words of a condition end; an opening they hold (火险解除后，恢复开放) is none."""
    awaiting: bool = False
    """True once the sentence said that it depends, before it said anything else: 视情况…逐步恢复."""
    cues_of: dict[Span, tuple[Cue, ...]] = field(default_factory=dict)
    reporter_of: dict[Span, Reporter | None] = field(default_factory=dict)

    def cues(self, clause: Clause) -> tuple[Cue, ...]:
        """Return the cues of a clause, guarded ones too; each clause is searched once."""
        if clause.span not in self.cues_of:
            self.cues_of[clause.span] = find_cues(self.plain, *clause.span) if not self._heads(clause) else ()
        return self.cues_of[clause.span]

    def _heads(self, clause: Clause) -> bool:
        """Tell whether a clause only names a place in front of a list, with a bracket that counts what is listed."""
        bracket = PARENTHESIS.search(self.plain, *clause.span) if clause.colon else None
        return bracket is not None and only_places(PARENTHESIS.sub("", self.plain[slice(*clause.span)]).strip())

    def holds_cue(self, clause: Clause, start: int, end: int) -> bool:
        """Tell whether a cue of a clause stands in a stretch of it."""
        return any(start < cue.span[0] < end for cue in self.cues(clause))

    def reporter(self, clause: Clause) -> Reporter | None:
        """Return who reports in a clause, None when nobody does; each clause is searched once."""
        if clause.span not in self.reporter_of:
            self.reporter_of[clause.span], _ = reporter_of(self.view, *clause.span)
        return self.reporter_of[clause.span]

    @property
    def joined(self) -> bool:
        """True when the sentence goes on with the one before: behind a semicolon, or as a member of a list."""
        at = self.sentence.span[0]
        while at and self.plain[at - 1] in " \n":
            at -= 1
        return self.sentence.item or self.plain[max(0, at - 1) : at] in _SEMICOLONS

    def dates(self, start: int, end: int) -> list[DateMention]:
        """Return the sentence's dates that begin in a stretch."""
        return [one for one in self.mentions if start <= one.span[0] < end]


@cache
def _rumour() -> re.Pattern[str]:
    openers, closers = words("cues", "rumour", "openers"), words("cues", "rumour", "closers")
    return re.compile(f"(?:{alternatives(openers)}).{{2,60}}?(?:{alternatives(closers)})")


def sentence_scope(notice: NoticeScope, sentence: Sentence) -> SentenceScope:
    """Return the scope of a sentence before anything of it is read."""
    rumours = tuple(found.span() for found in _rumour().finditer(notice.plain, *sentence.span))
    first, last = (bisect_left(notice.mentions, at, key=lambda one: one.span[0]) for at in sentence.span)
    mentions = tuple(one for one in notice.mentions[first:last] if not any(a <= one.span[0] < b for a, b in rumours))
    excepts = pattern_in(notice.plain[slice(*sentence.span)], "cues", "exception")
    exceptions = tuple(found.span() for found in excepts.finditer(notice.plain, *sentence.span)) if excepts else ()
    dates = weekly_closings(notice.plain, mentions, exceptions)
    return SentenceScope(notice, notice.plain, notice.view, sentence, rumours, dates, exceptions)
