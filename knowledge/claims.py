"""What one cue states of each of the services it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.arguments import argument
from knowledge.causes import find_cause
from knowledge.cues import time_nouns
from knowledge.kinds import kind_of
from knowledge.leads import is_lead, is_vague
from knowledge.lists import Name
from knowledge.model import Status
from knowledge.nearby_dates import nearby_times
from knowledge.service_words import is_generic_subject, is_service, needs_place
from knowledge.sharing import series_prefix
from knowledge.statements import Statement, Unread
from knowledge.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.arguments import Argument
    from knowledge.causes import Cause
    from knowledge.cues import Cue
    from knowledge.model import Span
    from knowledge.scope import SentenceScope

_REACH = 6
"""Characters before a cue in which a plan is told from a fact."""


def claims(scope: SentenceScope, number: int, cue: Cue, stretch: Span) -> list[Statement]:
    """Return what a cue of clause `number` states; `stretch` reaches from the cue before it to the one behind it.

    () when it states nothing after all: its activity has no status, it lacks what it needs, it is a plan without a date.
    """
    plain, stop = scope.plain, stretch[1]
    found = argument(scope.view, stretch[0], cue, stop)
    if found.issuer:
        scope.notice.issuer = found.issuer
    activity = found.activity or cue.activity
    status = cue.status(activity)
    if status is None or (cue.needs == "time" and not time_nouns().search(plain, cue.span[1], stop)):
        return []
    own = _own_names(found, cue, cut=plain.startswith("…", stop))
    if not own and (found.from_object or cue.needs == "kind"):
        return []
    if cue.operator == "limit" and (not own or plain.startswith(words("cues", "manner", "after"), cue.span[1])):
        scope.limited.append(cue.span[0])
        return []
    names = own or found.owners or scope.subject or scope.notice.topic or _speaker(scope, cue)
    if not _bears(scope, cue, names, own):
        return []
    if _is_last_admission(scope, number, status):
        return []
    times = nearby_times(scope, number, status, cue)
    if cue.needs == "date" and times.start_date is None:
        return []
    if not times.spans and (_tells_history(scope, number) or cue.operator in scope.notice.presumed):
        return []
    if status.available and not times.spans and (scope.awaiting or _only_planned(plain, cue)):
        return []
    if status is Status.DELAYED and activity == "begin":
        scope.notice.delays_begin = True
    if status is Status.POSTPONED and times.start_date is not None:
        status = Status.RESCHEDULED
    statement = Statement(
        names[0],
        "",
        status,
        cue.span,
        scope.sentence.span,
        times,
        cause=_cause(scope, number, cue, stretch[0]),
        issuer=scope.notice.issuer,
        activity=activity,
        denied_rumour=bool(scope.rumours),
        except_span=next((span for span in scope.exceptions if span[0] >= cue.span[1]), None),
        cue_words=plain[slice(*cue.span)],
        begins=found.begins,
        begins_something=cue.begins_something or activity == "begin",
        headline=scope.sentence.headline,
        alone=len(names) == 1,
    )
    owners = _owners(scope, cue, found, own)
    if own and not found.from_object:
        scope.subject = scope.notice.topic = names
    return [
        replace(statement, name=name, owner=owner, lead=is_lead(plain, name) or is_vague(owner))
        for owner in owners or ("",)
        for name in names
    ]


def _is_last_admission(scope: SentenceScope, number: int, status: Status) -> bool:
    """Tell whether something stops at a time of every day, beside the hours it is open in: 9:00—17:00开放，16:30停止入馆."""
    own = scope.dates(*scope.sentence.clauses[number].span)
    if status not in {Status.CLOSED, Status.SUSPENDED} or not any(one.clock for one in own):
        return False
    beside = (*scope.mentions, *scope.notice.dates_before(scope.sentence))
    return all(one.clock or one.recurrence for one in own) and any(one.hours or one.recurrence for one in beside)


def _cause(scope: SentenceScope, number: int, cue: Cue, left: int) -> Cause | None:
    """Return why: the sentence's reason, but for what stays as it was beside what changes, or one told inside the clause."""
    stays = cue.unchanged and any(status is not Status.OPEN for clause, status in scope.stated.items() if clause < number)
    own = None if stays else scope.cause
    return own or find_cause(scope.plain, left, cue.span[0], inside=True)


def _own_names(found: Argument, cue: Cue, *, cut: bool) -> tuple[Name, ...]:
    """Return the services the cue itself names; the last of an object that the text cuts off (…) is none."""
    names = found.names[:-1] if cut and found.from_object else found.names
    names = tuple(name for name in names if is_service(name.words))
    if cue.object_of_kind and found.from_object:
        return tuple(name for name in names if kind_of(name.words))
    if cue.needs == "kind":
        return tuple(name for name in names if kind_of(name.words)) if found.from_object else ()
    return names


def _speaker(scope: SentenceScope, cue: Cue) -> tuple[Name, ...]:
    """Return the publisher, when it is a service that tells of itself; the cue's words stand for its name in the text."""
    return (Name(scope.notice.speaker, cue.span),) if scope.notice.speaker else ()


def _bears(scope: SentenceScope, cue: Cue, names: Sequence[Name], own: Sequence[Name]) -> bool:
    """Tell whether there is something the cue can be about; what moves is named with it or is one alone."""
    if not names:
        scope.notice.unread.append(Unread("cue without a name", cue.span))
    return bool(names) and (cue.operator != "move" or bool(own) or len(names) == 1)


def _owners(scope: SentenceScope, cue: Cue, found: Argument, own: Sequence[Name]) -> tuple[str, ...]:
    """Return what stands before each name: those the clause tells, else those of the sentence where a name needs one."""
    owners: tuple[str, ...] = ()
    if own:
        carried = scope.owners if found.from_object or is_generic_subject(own[0].words) else ()
        owners = tuple(one.words for one in found.owners or carried)
    wide = words("names", "scopes")
    if own and not owners and not found.from_object and all(needs_place(n.words) and not n.words.startswith(wide) for n in own):
        owners = tuple(one.owner for one in scope.made if one.owner and not needs_place(one.owner))[:1]
    if own and not owners and (prefix := _series(scope, own)):
        owners = (prefix,)
    if cue.needs == "kind" and not owners and scope.notice.topic:
        owners = (scope.notice.topic[0].words,)
    return owners


def _series(scope: SentenceScope, own: Sequence[Name]) -> str:
    """Return what stands before 3号线 in what the sentence told already (某机场巴士3号线), when 1号线 follows."""
    told = (one.owner + one.name.words for one in scope.made)
    return next((prefix for name in told if (prefix := series_prefix(name, own[0].words))), "")


def _tells_history(scope: SentenceScope, number: int) -> bool:
    """Tell whether a clause before this one opens a story: 疫情发生以来，…."""
    history = words("cues", "history", "words")
    return any(scope.plain[slice(*one.span)].rstrip().endswith(history) for one in scope.sentence.clauses[:number])


def _only_planned(plain: str, cue: Cue) -> bool:
    return plain[max(0, cue.span[0] - _REACH) : cue.span[0]].rstrip().endswith(words("cues", "planned", "words"))
