"""What labelled fields state: fields that belong together are a record, and its scope's members are shut at its time."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from knowledge.model import Status
from knowledge.reading.causes import Cause, code_of
from knowledge.reading.clauses import Clause
from knowledge.reading.cues import find_cues
from knowledge.reading.headlines import body_of
from knowledge.reading.joints import split_list
from knowledge.reading.leads import heading
from knowledge.reading.lists import Name, clean
from knowledge.reading.nearby_dates import UNBOUND, days_in_a_row
from knowledge.reading.service_words import is_service, needs_place, only_places
from knowledge.reading.sharing import share_prefix
from knowledge.reading.statements import Statement
from knowledge.reading.times import UNDATED, Times, times_of
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.model import Span
    from knowledge.reading.clauses import Sentence
    from knowledge.reading.cues import Cue
    from knowledge.reading.fields import Field
    from knowledge.reading.scope import NoticeScope

_LOOKED_BACK = 100
"""Statements before a field among which the one it goes on with is looked for."""


@dataclass(slots=True)
class Record:
    """Fields that belong together: one time, one reason, the scopes; it lives as long as the reading."""

    kinds: set[str] = field(default_factory=set)
    times: Times = UNDATED
    cause: Cause | None = None
    cue: Cue | None = None
    """What a label says to be shut."""
    cue_sentence: Span = (0, 0)
    scopes: list[Field] = field(default_factory=list)
    begins: int = 0
    """Position in the notice's statements at which it begins."""


@dataclass(slots=True)
class Records:
    """The records of one notice."""

    notice: NoticeScope
    sentences: Sequence[Sentence]
    timed: int = 0
    """How many records told a time."""
    current: Record = field(default_factory=Record)

    def take(self, told: Field) -> None:
        """Add a field to the record it belongs to; one whose kind was told begins the next."""
        if body := body_of(self.notice.plain[slice(*told.label)]):  # 某动物园春节开放时间
            self.notice.topic = (Name(body, (told.label[0], told.label[0] + len(body))),)
        if told.kind == "instead" or told.value[1] <= told.value[0]:
            return
        if told.kind in self.current.kinds and told.kind != "scope":
            self.finish()
        record, notice = self.current, self.notice
        record.kinds.add(told.kind)
        if told.cue and record.cue is None:
            record.cue, record.cue_sentence = told.cue, _from_to(told)
        if told.kind == "time":
            record.times = _window(notice, told.value)
            if record.times.valid_from:
                self.timed += 1
                notice.window = record.times
        elif told.kind == "cause":
            words = notice.plain[slice(*told.value)]
            record.cause = Cause(code_of(words), told.value)
        else:
            record.scopes.append(told)

    def finish(self) -> None:
        """State what the record tells, and give its time to what was stated in it without one."""
        record, self.current = self.current, Record(begins=len(self.notice.found))
        for scope in record.scopes:
            made = self._members(record, scope)
            self.notice.add(made, joined=False)
        if record.times.valid_from is None:
            return
        for at in range(record.begins if self.timed > 1 else 0, len(self.notice.found)):
            one = self.notice.found[at]
            if not one.times.spans and one.status not in UNBOUND:
                self.notice.found[at] = replace(one, times=record.times, cause=one.cause or record.cause)

    def _members(self, record: Record, scope: Field) -> list[Statement]:
        """Return what is shut of each member of a scope: what a label says, else what was stated last, else the headline."""
        names = members(self.notice, self.sentences, scope.value)
        if not names:
            return []
        window = record.times if record.times.spans else self.notice.window
        cue, sentence = (scope.cue, _from_to(scope)) if scope.cue else (record.cue, record.cue_sentence)
        told = None if cue else self._told_before(scope)
        if told:
            times = record.times if record.times.spans else told.times
            basis = replace(told, times=times, cause=record.cause or told.cause, owner="", lead=False, headline=False)
            return [replace(basis, name=name, alone=len(names) == 1) for name in names]
        of_headline = cue is None
        if cue is None:
            cue, sentence = self._headline_cue()
        status = cue.status(cue.activity) if cue else None
        if cue is None or status is None or (of_headline and status.available):
            return []  # 影响小区：… under a headline that tells when it ends
        if status.available and not record.times.spans:
            window = self._begun()
        statement = Statement(
            names[0],
            "",
            status,
            cue.span,
            sentence,
            window,
            cause=record.cause or self._cause_of(cue),
            issuer=self.notice.issuer,
            activity=cue.activity,
            cue_words=self.notice.plain[slice(*cue.span)],
            begins_something=cue.begins_something,
            alone=len(names) == 1,
        )
        return [replace(statement, name=name) for name in names]

    def _told_before(self, scope: Field) -> Statement | None:
        """Return what was stated last before a scope; a name that says too little then only announces the members."""
        found = self.notice.found
        near = range(max(0, len(found) - _LOOKED_BACK), len(found))
        shut = [at for at in near if found[at].status is not Status.OPEN and found[at].cue[0] < scope.label[0]]
        if not shut:
            return None
        told = found[shut[-1]]
        for at in shut:
            same = found[at].cue == told.cue and (needs_place(found[at].name.words) or only_places(found[at].name.words))
            found[at] = replace(found[at], lead=True) if same else found[at]
        return told

    def _cause_of(self, cue: Cue) -> Cause | None:
        """Return why the notice said the same to be shut."""
        words = self.notice.plain[slice(*cue.span)]
        return next(
            (one.cause for one in reversed(self.notice.found[-_LOOKED_BACK:]) if one.cause and one.cue_words == words), None
        )

    def _begun(self) -> Times:
        """Return when what the notice said last to open opens: 某地景区5月8日恢复开放。开放景区包括：甲山、乙谷."""
        near = reversed(self.notice.found[-_LOOKED_BACK:])
        return next((one.times for one in near if one.status.available and one.times.valid_from), UNDATED)

    def _headline_cue(self) -> tuple[Cue | None, Span]:
        for sentence in self.sentences[:1]:
            for cue in find_cues(self.notice.plain, *sentence.span):
                if (status := cue.status("visit")) and not status.available and cue.needs is None:  # not 拟于…停水
                    return cue, sentence.span
        return None, (0, 0)


def _from_to(told: Field) -> Span:
    return told.label[0], max(told.label[1], told.value[1])


def _window(notice: NoticeScope, value: Span) -> Times:
    """Return from when to when a field tells; several stretches are told as one."""
    inside = [one for one in notice.mentions if value[0] <= one.span[0] < value[1]]
    inside = [one for one in days_in_a_row(notice.plain, inside) if not one.clock and not one.recurrence]
    times = times_of(Status.CLOSED, inside, (), (), ())
    if pattern("cues", "same_day").search(notice.plain, *value):
        times = times.of_one_day()
    last = inside[-1] if inside else None
    if last and last.end and times.valid_until and last.end.start > times.valid_until.start:
        spans = (*(one for one in times.spans if one[0] != "valid_until"), ("valid_until", last.span))
        return replace(times, valid_until=last.end, spans=spans)
    return times


def members(notice: NoticeScope, sentences: Sequence[Sentence], value: Span) -> tuple[Name, ...]:
    """Return what a scope lists: each member by its own words, behind the place or road the first one begins with.

    A scope may go on over several items and lines; a quarter or road in front of a colon is whose the members behind it are.
    """
    view, whole = notice.view, ""
    spans: list[Span] = []
    wholes: list[str] = []
    for start, end in _pieces(sentences, value):
        colon = next((at for at in (view.find(mark, start, end) for mark in "：:") if at > 0), -1)
        if colon > 0 and (said := heading(view, Clause((start, colon), colon=True))):
            whole, start = said, colon + 1  # noqa: PLW2901 - what stands behind the colon is listed
        listed = split_list(view, *_without_etc(view, start, end))
        spans += listed
        wholes += [whole] * len(listed)
    texts = share_prefix([clean(view[a:b]) for a, b in spans])
    named = zip(texts, spans, wholes, strict=True)
    return tuple(
        Name(text if whole in text else whole + text, span)
        for text, span, whole in named
        if is_service(text) and not pattern("fields", "users").fullmatch(text)
    )


def _pieces(sentences: Sequence[Sentence], value: Span) -> Iterator[Span]:
    """Yield the parts of a value that are sentences: items, lines, what a semicolon parts."""
    first = max(0, bisect_right(sentences, value[0], key=lambda one: one.span[0]) - 1)
    for sentence in islice(sentences, first, None):
        if sentence.span[0] >= value[1]:
            break
        start, end = max(sentence.span[0], value[0]), min(sentence.span[1], value[1])
        if start < end:
            yield start, end


def _without_etc(view: str, start: int, end: int) -> Span:
    found = pattern("fields", "etc").search(view, start, end)
    return (start, found.start()) if found and found.start() > start else (start, end)
