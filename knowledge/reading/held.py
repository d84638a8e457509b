"""What is held on a day that is set, named behind the verb: 定于5月9日在某广场举办大型招聘会."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.dates import Role
from knowledge.kinds import is_held
from knowledge.marks import DATE
from knowledge.model import Status
from knowledge.reading.lists import names_in
from knowledge.reading.service_words import is_service
from knowledge.reading.statements import Statement
from knowledge.reading.times import times_of
from knowledge.words import pattern

if TYPE_CHECKING:
    from knowledge.reading.scope import SentenceScope


def held(scope: SentenceScope, number: int) -> list[Statement]:
    """Return the exams and events that clause `number` says to be held on a day; who holds them is not told."""
    start, end = scope.sentence.clauses[number].span
    found = pattern("cues", "held").search(scope.view, start, end) if DATE in scope.view[start:end] else None
    if found is None or scope.sentence.headline:
        return []
    days = [one for one in scope.dates(found.start("on"), found.end("on")) if one.start and one.role in {Role.PLAIN, Role.NEW}]
    times = times_of(Status.SCHEDULED, days[:1], (), (), ())
    if times.start_date is None:
        return []
    named = names_in(scope.view, *found.span("what"))
    names = tuple(name for name in named if is_service(name.words) and is_held(name.words))
    if not names:
        return []
    scope.subject = scope.notice.topic = names
    cue = found.span("how")
    return [
        Statement(
            name,
            "",
            Status.SCHEDULED,
            cue,
            scope.sentence.span,
            times,
            cause=scope.cause,
            cue_words=found["how"],
            alone=len(names) == 1,
        )
        for name in names
    ]
