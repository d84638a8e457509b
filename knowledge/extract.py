"""A notice → what it states: sentence after sentence, each cue with its service, its dates and its reason."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from knowledge.arguments import Reporter, argument, is_authority, peel_blank, reporter_of
from knowledge.causes import Cause, find_cause, joined
from knowledge.clauses import GLUE, Clause, Sentence, mask, sentences
from knowledge.cues import Cue, activity_pattern, begins, exhorts, far_guard, find_cues
from knowledge.dates import DateMention, Role, find_dates
from knowledge.kinds import kind_of
from knowledge.lists import Name, names_in, only_places
from knowledge.model import End, Grain, Status
from knowledge.names import DATE, before_clause_word, is_generic_subject, is_service, needs_place
from knowledge.places import find_places
from knowledge.statements import Scope, Statement, Unread
from knowledge.times import Times, times_of
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from knowledge.model import Span


def extract(text: str, base: datetime, headline_end: int = 0) -> tuple[tuple[Statement, ...], tuple[Unread, ...]]:
    """Return the statements of a notice's text in order, and what was seen but not understood.

    `base` is the notice's own date; `headline_end` is where its body begins.
    """
    plain = mask(text)
    mentions = find_dates(plain, base)
    view = _view(plain, mentions)
    view = _exception().sub(lambda found: GLUE * len(found.group()), view)
    scope = Scope()
    for sentence in sentences(plain, headline_end):
        _Reader(plain, view, mentions, scope, sentence).read()
    return tuple(scope.found), tuple(scope.unread)


def _view(plain: str, mentions: Sequence[DateMention]) -> str:
    """Return the text with dates blanked, but for years and months that belong to a name (2022年…考试, 2月所有考试)."""
    parts, left = [], 0
    for mention in mentions:
        if _of_name(plain, mention):
            continue
        a, b = mention.span
        parts += [plain[left:a], DATE * (b - a)]
        left = b
    return "".join(parts) + plain[left:]


def _of_name(plain: str, mention: DateMention) -> bool:
    if mention.start is None or mention.end is not None or mention.role is not Role.PLAIN:
        return False
    follows = plain[mention.span[1] : mention.span[1] + 1]
    return (
        mention.start.grain in {Grain.YEAR, Grain.MONTH}
        and "一" <= follows <= "鿿"
        and follows not in table("names")["after_date"]
    )


@cache
def _end_words() -> tuple[tuple[End, re.Pattern[str]], ...]:
    return tuple((End(rule["kind"]), re.compile(alternatives(rule["words"]))) for rule in table("cues")["end"])


@cache
def _time_nouns() -> re.Pattern[str]:
    return re.compile(alternatives(table("cues")["time_nouns"]["words"]))


@cache
def _exception() -> re.Pattern[str]:
    return re.compile(table("cues")["exception"]["pattern"])


@cache
def _rumour() -> re.Pattern[str]:
    rules = table("cues")["rumour"]
    return re.compile(f"(?:{alternatives(rules['openers'])}).{{2,60}}?(?:{alternatives(rules['closers'])})")


def find_end(plain: str, start: int, end: int) -> tuple[End, Span] | None:
    """Return how a clause says that something ends, and the words; None when it says nothing."""
    for kind, words in _end_words():
        if found := words.search(plain, start, end):
            return kind, found.span()
    return None


class _Reader:
    """One sentence being read. It lives as long as the sentence; what lasts is in the scope."""

    def __init__(self, plain: str, view: str, mentions: Sequence[DateMention], scope: Scope, sentence: Sentence) -> None:
        self.plain, self.view, self.scope, self.sentence = plain, view, scope, sentence
        self.rumours = [found.span() for found in _rumour().finditer(plain, *sentence.span)]
        self.mentions = [
            mention
            for mention in mentions
            if sentence.span[0] <= mention.span[0] < sentence.span[1]
            and not any(a <= mention.span[0] < b for a, b in self.rumours)
        ]
        self.owners: tuple[Name, ...] = ()
        self.cause: Cause | None = None
        self.subject: tuple[Name, ...] = ()
        self.made: list[Statement] = []
        self.limited = False

    def read(self) -> None:
        """Read the clauses in order and put the statements into the scope."""
        listing = False
        for number, clause in enumerate(self.sentence.clauses):
            if listing and not self._cues(clause):
                self._list(clause)
                continue
            made = self._clause(number, clause)
            listing = clause.colon and bool(made) and all(statement.lead for statement in made)
            self.made += made
        if self.sentence.item and not self.made and self.scope.lead:
            self._list(Clause(self.sentence.span))
        lead = tuple(statement for statement in self.made if statement.lead)
        if lead and not self.sentence.item:
            self.scope.lead = lead
        if self.limited:
            self.made = [replace(one, status=Status.LIMITED) if one.status is Status.OPEN else one for one in self.made]
        self.scope.found += self.made

    def _cues(self, clause: Clause) -> tuple[Cue, ...]:
        """Return the cues of a clause that state something."""
        reporter, _ = reporter_of(self.view, *clause.span)
        found = find_cues(self.plain, *clause.span)
        authority = reporter is not None
        stated: list[Cue] = []
        for number, cue in enumerate(found):
            following = found[number + 1] if number + 1 < len(found) else None
            if cue.guard and not (authority and cue.guard == "spoken of, not announced" and self._announced(cue, clause)):
                continue
            if far_guard(
                self.plain,
                clause.span[0],
                cue,
                clause.span[1],
                by_authority=reporter is not None and reporter.span[1] <= cue.span[0],
            ):
                continue
            if following and cue.operator in table("cues")["noun_like"]["operators"] and following.span[0] - cue.span[1] <= _GAP:
                continue
            inside_object = stated and self.plain[cue.span[0] - 1] in "、及和与" and cue.span[0] - 1 > stated[-1].span[1]
            if self._states(cue, clause) and not inside_object:
                stated.append(cue)
        return tuple(stated)

    def _announced(self, cue: Cue, clause: Clause) -> bool:
        """Tell whether a body publishes a paper about it: 发布关于推迟面试时间的公告."""
        rest = self.plain[cue.span[1] : clause.span[1]].strip()
        return rest.startswith(tuple(table("cues")["papers"]["after"]))

    def _states(self, cue: Cue, clause: Clause) -> bool:
        """Tell whether a cue says something now: 恢复开放时间另行通知 does not."""
        status = cue.status("visit")
        if status is None or any(a <= cue.span[0] < b for a, b in self.rumours):
            return False
        noun = _time_nouns().match(self.plain, cue.span[1], clause.span[1])
        if (status.available or status is Status.CANCELLED) and (noun or find_end(self.plain, cue.span[1], clause.span[1])):
            return False
        return cue.needs != "activity"

    def _list(self, clause: Clause) -> None:
        """Give what was said of a list to its members."""
        leads = tuple(statement for statement in self.made if statement.lead) or self.scope.lead
        cut = self.plain[clause.span[1] : clause.span[1] + 1] == "…"
        for lead in leads[:1]:
            names = names_in(self.view, *clause.span)
            if self.plain[slice(*clause.span)].rstrip(" ：:").endswith(tuple(table("names")["headings"])):
                return
            for name in names[:-1] if cut else names:
                self.made.append(replace(lead, name=name, owner="", lead=False, alone=False))

    def _clause(self, number: int, clause: Clause) -> list[Statement]:
        self.cause = joined(self.cause, find_cause(self.plain, *peel_blank(self.plain, *clause.span)))
        ends = find_end(self.plain, *clause.span)
        cues = self._cues(clause)
        if ends and not cues:
            if not self.made and not self.scope.found:
                return self._awaited(clause, *ends)
            self._close(*ends)
        if not cues:
            made = self._scheduled(number, clause)
            if not made:
                self._note(clause)
            return made
        made = []
        left, right = self._bounds(number, clause, cues[-1])
        for position, cue in enumerate(cues):
            stop = cues[position + 1].span[0] if position + 1 < len(cues) else right
            if statements := self._statements(number, left, cue, stop):
                made += statements
                left = cue.span[1]
        return [replace(one, end=ends[0], end_span=ends[1]) for one in made] if ends else made

    def _bounds(self, number: int, clause: Clause, last: Cue) -> Span:
        """Return the stretch that belongs to a clause: a list may begin in the clause before it or go on in the next."""
        clauses = self.sentence.clauses
        left, right = clause.span
        joint = tuple(table("names")["list_goes_on"])
        while (
            number
            and self.plain[left : clause.span[1]].lstrip().startswith(joint)
            and not find_cues(self.plain, *clauses[number - 1].span)
        ):
            number -= 1
            left = clauses[number].span[0]
        for later in clauses[clauses.index(clause) + 1 :]:
            words = self.plain[slice(*later.span)].lstrip()
            goes_on = words.startswith(joint) or ("、" in words and "、" in self.plain[last.span[1] : right])
            if not goes_on or find_cues(self.plain, *later.span):
                break
            right = later.span[1]
        return left, right

    def _awaited(self, clause: Clause, kind: End, span: Span) -> list[Statement]:
        """Read 恢复开放时间另行通知 where nothing else is said: it is not open yet."""
        for cue in find_cues(self.plain, clause.span[0], span[0]):
            found = argument(self.view, clause.span[0], cue, span[0])
            activity = found.activity or cue.activity
            names = found.names or found.owners or self.owners
            if cue.status("visit") is None or activity not in table("cues")["awaited"] or not names:
                continue
            status = Status(table("cues")["awaited"][activity])
            owner = self.owners[0].words if len(self.owners) == 1 and self.owners != names else ""
            return [
                Statement(
                    name,
                    owner,
                    status,
                    (cue.span[0], span[1]),
                    self.sentence.span,
                    Times(),
                    end=kind,
                    end_span=span,
                    issuer=self.scope.issuer,
                    begins=found.begins,
                )
                for name in names
            ]
        return []

    def _close(self, kind: End, span: Span) -> None:
        """Let an end clause (恢复时间另行通知) end what was said before it in the sentence, or just before the sentence."""
        before = self.scope.found[-1].sentence if self.scope.found else None
        for held in (self.made, [] if self.made else self.scope.found):
            for at, one in enumerate(held):
                if (held is self.made or one.sentence == before) and one.end is End.UNSTATED and not one.times.valid_until:
                    held[at] = replace(one, end=kind, end_span=span)
        self.scope.lead = tuple(
            replace(one, end=kind, end_span=span) if one.end is End.UNSTATED else one for one in self.scope.lead
        )

    def _note(self, clause: Clause) -> None:
        """Remember who reports in a clause without a statement, and what it speaks of."""
        reporter, _ = reporter_of(self.view, *clause.span)
        if reporter:
            self._reported(reporter)
            return
        if find_cause(self.plain, *peel_blank(self.plain, *clause.span)) or any(
            a < clause.span[1] and clause.span[0] < b for a, b in self.rumours
        ):
            return
        listed = names_in(self.view, *before_clause_word(self.view, *clause.span))
        names = tuple(name for name in listed if is_service(name.words) and (kind_of(name.words) or clause.colon))
        if names and is_authority(names[0].words):
            self.scope.issuer = self.plain[slice(*names[0].span)]
            return
        if names:
            self.subject = names
        if names and (clause.colon or len(names) == 1):
            self.owners = names

    def _reported(self, reporter: Reporter) -> None:
        if reporter.authority:
            self.scope.issuer = self.plain[slice(*reporter.span)]
        elif reporter.names:
            self.owners = self.subject = reporter.names

    def _statements(self, number: int, left: int, cue: Cue, stop: int) -> list[Statement]:
        found = argument(self.view, left, cue, stop)
        if found.issuer:
            self.scope.issuer = self.plain[slice(*found.issuer)]
        if cue.needs == "time" and not _time_nouns().search(self.plain, cue.span[1], stop):
            return []
        activity = found.activity or cue.activity
        status = cue.status(activity)
        if status is None:
            return []
        cut = found.from_object and self.plain[stop : stop + 1] == "…"
        own = tuple(name for name in (found.names[:-1] if cut else found.names) if is_service(name.words))
        if found.from_object and not own:
            return []
        if cue.operator == "limit" and (not own or self.plain.startswith(tuple(table("cues")["manner"]["after"]), cue.span[1])):
            self.limited = True
            return []
        if cue.needs == "kind":
            own = tuple(name for name in own if kind_of(name.words)) if found.from_object else ()
            if not own:
                return []
        names = own or found.owners or self.subject or self.scope.topic
        if cue.operator == "move" and not own and len(names) > 1:
            return []
        if not names:
            self.scope.unread.append(Unread("cue without a name", cue.span))
            return []
        owners = (
            tuple(
                one.words
                for one in found.owners
                or (self.owners if found.from_object or not own or is_generic_subject(own[0].words) else ())
            )
            if own
            else ()
        )
        if own and not found.from_object and not owners and all(needs_place(name.words) for name in own):
            owners = tuple({one.owner: None for one in self.made if one.owner and not only_places(one.owner)})[:1]
        if cue.needs == "kind" and not owners and self.scope.topic:
            owners = (self.scope.topic[0].words,)
        times = self._times(number, status, cue)
        if status.available and not times.spans and self._only_planned(cue):
            return []
        if status is Status.DELAYED and activity == "begin":
            self.scope.delays_begin = True
        if status is Status.POSTPONED and times.start_date is not None:
            status = Status.RESCHEDULED
        made = [
            Statement(
                name,
                owner,
                status,
                cue.span,
                self.sentence.span,
                times,
                headline=self.sentence.headline,
                cause=self.cause or find_cause(self.plain, left, cue.span[0], inside=True),
                issuer=self.scope.issuer,
                activity=activity,
                denied_rumour=bool(self.rumours),
                lead=self._is_lead(name) or owner in table("names")["vague_leads"],
                except_span=self._exception_behind(cue),
                cue_words=self.plain[slice(*cue.span)],
                begins=found.begins,
                alone=len(names) == 1,
            )
            for owner in owners or ("",)
            for name in names
        ]
        if own and not found.from_object:
            self.subject = self.scope.topic = names
        return made

    def _date_before(self, number: int) -> int:
        """Return where a clause begins, or the one before it when that is only a date (31日，联赛开战)."""
        clauses = self.sentence.clauses
        if number and not self.view[slice(*clauses[number - 1].span)].strip(f"{DATE} "):
            return clauses[number - 1].span[0]
        return clauses[number].span[0]

    def _list_before(self, number: int) -> int:
        """Return where a list begins that the clauses before this one hold (初一、初二年级，高一、高二年级，将于…返校)."""
        clauses, start = self.sentence.clauses, self.sentence.clauses[number].span[0]
        for earlier in reversed(clauses[:number]):
            words = self.plain[slice(*earlier.span)]
            if "、" not in words or find_cues(self.plain, *earlier.span) or reporter_of(self.view, *earlier.span)[0]:
                break
            start = earlier.span[0]
        return start

    def _exception_behind(self, cue: Cue) -> Span | None:
        found = _exception().search(self.plain, cue.span[1], self.sentence.span[1])
        return found.span() if found else None

    def _only_planned(self, cue: Cue) -> bool:
        return self.plain[max(0, cue.span[0] - 6) : cue.span[0]].rstrip().endswith(tuple(table("cues")["planned"]["words"]))

    def _is_lead(self, name: Name) -> bool:
        """Tell whether the name only announces a list: 下列客运站; 多地景点, with no place told."""
        words = self.plain[max(0, name.span[0] - 3) : name.span[1]]
        vague = () if find_places(name.words, counties=False) else table("names")["vague_leads"]
        return any(word in words for word in (*table("names")["list_leads"], *vague))

    def _times(self, number: int, status: Status, cue: Cue | None) -> Times:
        clause = self.sentence.clauses[number]
        inside = [one for one in self.mentions if clause.span[0] <= one.span[0] < clause.span[1]]
        of_name = [
            one for one in inside if _of_name(self.plain, one) or (cue and one.role is Role.PLAIN and one.span[0] >= cue.span[1])
        ]
        before: list[DateMention] = []
        for earlier in reversed(self.sentence.clauses[:number]):
            reported = reporter_of(self.view, *earlier.span)[0] is not None
            stated = any(earlier.span[0] <= one.cue[0] < earlier.span[1] for one in self.made)
            own = [one for one in self.mentions if earlier.span[0] <= one.span[0] < earlier.span[1]]
            before += [one for one in own if one.role is Role.START or not (reported or stated)]
        after: list[DateMention] = []
        for later in self.sentence.clauses[number + 1 :]:
            if find_cues(self.plain, *later.span):
                break
            own = [one for one in self.mentions if later.span[0] <= one.span[0] < later.span[1]]
            dates = bool(own) and bool(_time_nouns().search(self.plain, later.span[0], own[0].span[0]))
            after += [replace(one, role=Role.NEW) if dates and one.role is Role.PLAIN else one for one in own]
        own = [one for one in inside if one not in of_name or (status not in _EVENTS and not _of_name(self.plain, one))]
        times = times_of(status, own, before, after, of_name)
        if not times.spans and self._goes_on(number):
            times = times_of(status, (), self.scope.starts, (), ())
        self.scope.starts = [one for one in (*own, *before) if one.role is Role.START] or (
            self.scope.starts if not times.spans or self._goes_on(number) else []
        )
        return times

    def _goes_on(self, number: int) -> bool:
        """Tell whether a sentence goes on with the one before: behind a semicolon, in a list, or with the verb at once."""
        before = self.plain[: self.sentence.span[0]].rstrip(" ")[-1:]
        first = self.sentence.clauses[number]
        at_once = number == 0 and any(
            cue.span[0] <= peel_blank(self.plain, *first.span)[0] for cue in find_cues(self.plain, *first.span)[:1]
        )
        return not self.sentence.headline and (before in ";；" or self.sentence.item or at_once)

    def _scheduled(self, number: int, clause: Clause) -> list[Statement]:
        """Read a beginning with a date and no cue: 高三年级4月1日开学."""
        if exhorts(self.plain, clause.span[0]):
            return []
        begin = self._date_before(number)
        dated = [
            one
            for one in self.mentions
            if begin <= one.span[0] < clause.span[1] and one.start and one.role in {Role.PLAIN, Role.START}
        ]
        guarded = find_cues(self.plain, *clause.span)
        for found in activity_pattern().finditer(self.view, *clause.span) if dated else ():
            if not begins(found.group()) or any(cue.span[0] <= found.start() < cue.span[1] for cue in guarded):
                continue
            reporter, left = reporter_of(self.view, clause.span[0], found.start())
            first = min(dated[0].span[0], found.start()) if dated[0].span[0] > left else found.start()
            names = names_in(self.view, left, first) or names_in(self.view, dated[-1].span[1], found.start())
            names = names or names_in(self.view, self._list_before(number), clause.span[0]) or self.subject
            names = tuple(name for name in names if is_service(name.words))
            times = self._times(number, Status.SCHEDULED, None)
            if not names or times.start_date is None or times.start_date.grain is Grain.YEAR:
                return []
            status = Status.DELAYED if self.scope.delays_begin else Status.SCHEDULED
            owner = reporter.names[0].words if reporter and reporter.names else ""
            return [
                Statement(
                    name,
                    owner,
                    status,
                    found.span(),
                    self.sentence.span,
                    times,
                    headline=self.sentence.headline,
                    cause=self.cause,
                    issuer=self.scope.issuer,
                    activity="begin",
                    begins=found.group(),
                    alone=len(names) == 1,
                )
                for name in names
            ]
        return []


_GAP = 2
"""Characters between two cues that still make one: 复工不早于, 开学时间推迟."""
_EVENTS = {Status.POSTPONED, Status.RESCHEDULED, Status.CANCELLED}
