"""One sentence read clause by clause, each with what the clauses before it told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.kinds import kind_of
from knowledge.marks import peel_blank
from knowledge.model import End, Status
from knowledge.reading.arguments import argument, behind_relative
from knowledge.reading.beside import beside
from knowledge.reading.causes import find_cause, joined
from knowledge.reading.claims import claims
from knowledge.reading.clauses import Clause
from knowledge.reading.closing_days import closing_days
from knowledge.reading.cue_guards import doubts
from knowledge.reading.ends import awaited, close, find_end, of_others
from knowledge.reading.held import held
from knowledge.reading.hours_set import hours_set
from knowledge.reading.leads import members_of_list, one_by_one, opens_list
from knowledge.reading.line_hours import line_hours
from knowledge.reading.lists import names_in
from knowledge.reading.names import before_clause_word, first_part, is_salutation, last_part
from knowledge.reading.nearby_dates import under_way
from knowledge.reading.openings import beginnings
from knowledge.reading.reporters import is_authority
from knowledge.reading.rooms import house_at, is_house
from knowledge.reading.seasons import season
from knowledge.reading.service_words import is_service
from knowledge.reading.spoken_of import opening_name, titled, worked_on
from knowledge.reading.stages import stages
from knowledge.reading.stating import stated_cues
from knowledge.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Span
    from knowledge.reading.causes import Cause
    from knowledge.reading.cues import Cue
    from knowledge.reading.ends import Ending
    from knowledge.reading.lists import Name
    from knowledge.reading.scope import SentenceScope
    from knowledge.reading.statements import Statement


_TELL_WITHOUT_CUE = (line_hours, closing_days, hours_set, season, stages, held)
"""What reads a clause before its cues are looked for, in this order."""
_NEED_NO_DATE = (line_hours, stages)
"""Those of them that can find something in a sentence without a date."""
_ADVERB = 2
"""Characters before a cue that still opens a clause: 已停止."""


def read_sentence(scope: SentenceScope) -> None:
    """Read the clauses in order and put the statements into the notice's scope."""
    listing = False
    for number, clause in enumerate(scope.sentence.clauses):
        if listing and not stated_cues(scope, clause):
            scope.made += members_of_list(scope, clause)
            continue
        made = [_announcing(scope, number, one) for one in _read_clause(scope, number)]
        listing = clause.colon and any(statement.lead for statement in (*scope.made, *made))
        if made:
            made = [*beside(scope, number, made), *made]
            scope.stated[number] = made[-1]
        scope.made += made
    scope.made = _announcing_what_follows(scope)
    notice, item = scope.notice, scope.sentence.item
    silent = not any(scope.cues(one) for one in scope.sentence.clauses)
    goes_on = item or (silent and (scope.joined or notice.listing or opens_list(scope)))
    if goes_on and not scope.made:
        scope.made += members_of_list(scope, Clause(_clauses_left(scope)))
        listing = silent and bool(scope.made)
    notice.listing = listing
    lead = tuple(statement for statement in scope.made if statement.lead)
    if lead and not item:
        notice.lead = lead
    scope.made = [_as_limited(scope, one) for one in scope.made]
    notice.add(scope.made, joined=scope.joined)


def _clauses_left(scope: SentenceScope) -> Span:
    """Return the stretch of a sentence that is no field."""
    return scope.sentence.clauses[0].span[0], scope.sentence.clauses[-1].span[1]


def _announcing(scope: SentenceScope, number: int, statement: Statement) -> Statement:
    """Return a statement as one that announces a list when its name only classes what is listed behind its colon."""
    clauses = scope.sentence.clauses
    if not (clauses[number].colon and statement.alone and number + 1 < len(clauses)) or statement.status.available:
        return statement
    listed = "、" in scope.plain[slice(*clauses[number + 1].span)] and not scope.cues(clauses[number + 1])
    classes = listed and pattern("names", "class_of_list").search(statement.name.words)
    return replace(statement, lead=True) if classes else statement


def _announcing_what_follows(scope: SentenceScope) -> list[Statement]:
    """Return the statements of a sentence, those that only class what is listed behind it as leads: 部分路段封闭，具体如下：."""
    last, classes = scope.sentence.clauses[-1], pattern("names", "class_of_list")
    if not (last.colon and pattern("names", "as_follows").fullmatch(scope.plain, *last.span)):
        return scope.made
    if len(scope.sentence.clauses) == 1 and not scope.made:  # 部分路段封闭。具体如下：
        told = scope.notice.found[scope.notice.chain :]
        if told and all(classes.search(one.name.words) and not one.status.available for one in told):
            scope.notice.lead = tuple(replace(one, lead=True) for one in told)
            scope.notice.found[scope.notice.chain :] = scope.notice.lead
    return [replace(one, lead=one.lead or bool(classes.search(one.name.words))) for one in scope.made]


def _as_limited(scope: SentenceScope, statement: Statement) -> Statement:
    """Return an opening as a limited one when the sentence says in what manner: 采取预约方式开放."""
    if statement.status is not Status.OPEN or statement.cue[0] not in {_manner_of(scope, at) for at in scope.limited}:
        return statement
    return replace(statement, status=Status.LIMITED)


def _manner_of(scope: SentenceScope, at: int) -> int:
    """Return where the opening stands whose manner is told at a place: the first one behind it, else the last one before."""
    openings = [one.cue[0] for one in scope.made if one.status is Status.OPEN]
    return next((one for one in openings if one >= at), openings[-1] if openings else -1)


def _read_clause(scope: SentenceScope, number: int) -> list[Statement]:
    clause = scope.sentence.clauses[number]
    reason = find_cause(scope.plain, *peel_blank(scope.plain, *clause.span))
    scope.cause = joined(scope.cause, reason)
    for read in _TELL_WITHOUT_CUE if scope.mentions else _NEED_NO_DATE:
        if told := read(scope, number):
            return told
    ends = find_end(scope.plain, *clause.span)
    cues = stated_cues(scope, clause)
    _doubt(scope, clause)
    if not cues:
        return one_by_one(scope, number) or _read_without_cue(scope, number, ends, reason)
    made: list[Statement] = []
    left, right = _bounds(scope, number, cues)
    for position, cue in enumerate(cues):
        stop = cues[position + 1].span[0] if position + 1 < len(cues) else right
        if stated := claims(scope, number, cue, (left, stop)):
            made += stated
            left = cue.span[1]
    opens = all(cue.status() is Status.OPEN for cue in cues)
    return _ended(scope, made, ends, opens=opens)


def _ended(scope: SentenceScope, made: list[Statement], ends: Ending | None, *, opens: bool) -> list[Statement]:
    """Return the statements of a clause with the end it tells, else the one told before them.

    An opening that hangs on a condition, with no day, opens nothing: it ends what is shut. `opens`: the clause has only such.
    """
    if ends and not ends.during and (scope.made or scope.notice.found):
        openings = [one for one in made if one.status is Status.OPEN]
        under = [one for one in openings if ends.span[0] <= one.cue[0] < ends.span[1] and scope.made]
        hanging = [one for one in openings if not one.times.spans or one in under]
        if hanging or (not made and opens and ends.kind is End.CONDITIONAL):
            close(scope, ends)
            made = [one for one in made if one not in hanging]
    made = [one for one in made if one.status is not Status.OPEN or one.cue[0] >= scope.hangs_up_to]
    ends = ends or scope.ending
    if ends is None:
        return made
    return [
        one if one.end is not End.UNSTATED or one.times.valid_until else replace(one, end=ends.kind, end_span=ends.span)
        for one in made
    ]


def _doubt(scope: SentenceScope, clause: Clause) -> None:
    """Remember what the body doubts, and what the headline takes for known or is about."""
    for cue in scope.cues(clause):
        if scope.sentence.headline and cue.guard and not scope.notice.topic:
            about = argument(scope.view, clause.span[0], cue, clause.span[1])
            names = () if about.from_object else about.names
            scope.notice.topic = tuple(name for name in names if is_service(name.words) and kind_of(name.words))
        if scope.sentence.headline and scope.plain.startswith(words("cues", "presumed", "after"), cue.span[1]):
            scope.notice.presumed.add(cue.operator)
        elif not scope.sentence.headline and doubts(cue.guard):
            scope.notice.doubted.add(scope.plain[slice(*cue.span)])


def _read_without_cue(scope: SentenceScope, number: int, ends: Ending | None, reason: Cause | None) -> list[Statement]:
    """Read a clause that may end what was said, set a beginning, or only tell who speaks of what; `reason` is what opens it."""
    clause = scope.sentence.clauses[number]
    if ends and (ends.during or _tells_of_what_follows(scope, number, ends)):
        scope.ending = ends
    elif ends:
        waiting = awaited(scope, clause, ends)
        if not scope.made and not scope.notice.found:
            scope.awaiting = True
            return waiting
        if of_others(scope, clause, waiting):
            return waiting
        scope.awaiting = not scope.made
        scope.hangs_up_to = ends.span[1]
        close(scope, ends)
    put_off = any(cue.status("begin") is Status.DELAYED for cue in scope.cues(clause))
    made = [] if put_off else beginnings(scope, number)
    if not made:
        under_way(scope, number)
        _note(scope, clause, reason)
    return made


def _tells_of_what_follows(scope: SentenceScope, number: int, ends: Ending) -> bool:
    """Tell whether a clause says from when and until when of what its sentence goes on to state: 5月6日起至另行通知止，…."""
    clause, *later = scope.sentence.clauses[number:]
    begins = any(one.start and one.span[1] <= ends.span[0] for one in scope.dates(*clause.span))
    return begins and not scope.made and any(stated_cues(scope, one) for one in later)


def _bounds(scope: SentenceScope, number: int, cues: Sequence[Cue]) -> Span:
    """Return the stretch that belongs to a clause: a list may begin in the clause before it or go on in the next."""
    clauses, plain = scope.sentence.clauses, scope.plain
    left, right = clauses[number].span
    end, joint = right, words("names", "list_goes_on")
    first = number
    while first and plain[left:end].lstrip().startswith(joint) and not scope.cues(clauses[first - 1]):
        first -= 1
        left = clauses[first].span[0]
    for later in clauses[number + 1 :]:
        told = plain[slice(*later.span)].lstrip()
        goes_on = told.startswith(joint) or ("、" in told and "、" in plain[cues[-1].span[1] : right])
        if not goes_on or scope.cues(later):
            break
        right = later.span[1]
    return left, right


def _note(scope: SentenceScope, clause: Clause, why: Cause | None) -> None:
    """Remember who reports in a clause without a statement, and what it speaks of."""
    if reporter := scope.reporter(clause):
        if reporter.authority:
            scope.notice.issuer = reporter.span
        elif names := tuple(name for name in reporter.names if is_service(name.words)):
            scope.owners = scope.subject = names
        return
    start, end = clause.span
    if clause.colon and pattern("names", "as_follows").fullmatch(scope.plain, start, end):
        return
    if any(a < end and start < b for a, b in scope.rumours):
        return
    if why:
        described = behind_relative(scope.view, start, end)[0]
        if described == start:
            scope.works = scope.works or worked_on(scope, clause)
            if why.span[0] > peel_blank(scope.plain, start, end)[0]:  # 某公园将进行改造
                scope.subject = scope.subject or opening_name(scope, clause)
            return
        start = described  # 因疫情推迟的某考试: the reason only describes it
    reason = find_cause(scope.plain, start, end, inside=True)
    if reason:
        scope.cause = joined(scope.cause, reason)
        end = reason.span[0]
    was_to_be = any(one.role is Role.PREVIOUS for one in scope.dates(start, end))
    part = behind_relative(scope.view, *last_part(scope.view, start, end)) if was_to_be else (start, start)
    if not is_service(scope.view[slice(*part)]):  # 讲座原定8月3日举行: it stands before the date
        part = first_part(scope.view, start, end)
    opening = next((cue for cue in scope.cues(clause) if 0 <= cue.span[0] - part[0] <= _ADVERB), None)
    if opening:  # 已停止婚姻登记的地方…: the name stands behind the cue
        part = (opening.span[1] - len(opening.noun), max(part[1], opening.span[1]))
    listed = names_in(scope.view, *before_clause_word(scope.view, *part))
    sure = clause.colon or reason is not None or was_to_be
    sure = sure or (len(listed) > 1 and any(kind_of(name.words) for name in listed))
    names = tuple(name for name in listed if is_service(name.words) and (sure or kind_of(name.words)))
    names = names or opening_name(scope, clause) or titled(scope, clause)
    if not (names or any(is_house(name.words) for name in (*scope.owners, *scope.subject))):
        names = house_at(scope.view, *clause.span)
    if names and not (clause.colon and is_salutation(scope.plain[slice(*clause.span)])):
        _speaks_of(scope, clause, names)


def _speaks_of(scope: SentenceScope, clause: Clause, names: tuple[Name, ...]) -> None:
    """Remember the services, or the body, of which a clause speaks; parts that are only worked at are not spoken of."""
    if pattern("names", "worked_at").match(scope.plain, *clause.span):
        return
    topic = scope.notice.topic
    if len(names) == len(topic) == 1 and names[0].words in topic[0].words:
        names = topic
    if is_authority(names[0].words):
        scope.notice.issuer = names[0].span
        return
    scope.subject = names
    if len(names) == 1 and not scope.sentence.headline and is_house(names[0].words):
        scope.notice.topic = names
    if clause.colon or len(names) == 1:
        scope.owners = names
