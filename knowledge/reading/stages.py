"""What an exam, a race or a fair has before and behind its day, each at a time of its own: 报名时间为9月14日9时至27日17时."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from knowledge.dates import Role
from knowledge.kinds import is_held
from knowledge.marks import DATE, peel_blank
from knowledge.model import Status
from knowledge.reading.lists import Name, clean, names_in
from knowledge.reading.names import last_part
from knowledge.reading.service_words import is_service, needs_place
from knowledge.reading.statements import Statement
from knowledge.reading.times import times_of
from knowledge.stage_words import stage_of
from knowledge.words import alternatives, holds_one, pattern, table, words

if TYPE_CHECKING:
    from knowledge.model import Span
    from knowledge.reading.scope import SentenceScope

_SHORTEST_EXAM = 4
"""Characters of the name of an exam in a headline; as many can make it longer (六级｜考试, 考试｜（笔试）)."""
_LONGEST_PART = 14
"""Characters of a clause in front of its date that can tell a part of what is spoken of: 本科一批为."""
_LONGEST_DONE = 10
"""Characters at the end of a clause in which it is seen whether it tells what is done at a stage: 打印笔试准考证."""
_OF_A_DATE = frozenset({Role.PLAIN, Role.START, Role.END, Role.NEW})


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of something that is named, as it was told before its date."""

    owner: Name
    """What has the stage, and the part of it that is meant."""
    told: str
    """What it is told as behind its owner; empty for the day of the owner itself."""
    on_a_day: bool
    """True when it happens on a day, and is not open from one to another."""
    cue: Span
    until: bool = False
    """True when its date is its last."""


def stages(scope: SentenceScope, number: int) -> list[Statement]:
    """Return the stage clause `number` tells with its date; one told without is kept for the clauses that go on with it."""
    clause, view = scope.sentence.clauses[number], scope.view
    start, end = peel_blank(view, *clause.span)
    if scope.sentence.headline:
        scope.notice.exam = scope.notice.exam or _in_headline(view, start, end)
        return []
    pending, scope.notice.stage = scope.notice.stage, None
    if pending and (made := _goes_on(scope, pending, start, end)):
        scope.notice.stage = pending
        return made
    label = pattern("stages", "label").search(view, start, end) if _times().search(view, start, end) else None
    if label:
        stage = _stage(scope, (start, label.start()), label.span())
        stage = replace(stage, until=bool(label["until"])) if stage else None
        if stage and label.end() == end:
            scope.notice.stage = stage
        return _stated(scope, stage, label.end()) if stage else []
    at = view.find(DATE, start, end)
    if at < 0:
        scope.notice.stage = _stage(scope, (start, end), (end, end)) if clause.colon else None  # 网上报名：…
        return []
    if opens := _opens().search(view, start, end):
        until = opens["how"] in words("stages", "opens", "closing")
        stage = _stage(scope, (start, opens.start()), opens.span("how"))
        return _stated(scope, replace(stage, until=until), opens.start("on")) if stage else []
    closes = at + len(view[at:end].rstrip(" "))
    closing = view[max(at, closes - _LONGEST_DONE) : closes]
    if holds_one(closing, words("stages", "done", "words")) and (done := _verb().search(view, at, end)):
        stage = _stage(scope, (start, at), done.span("verb"), done["verb"])
        return _stated(scope, stage, at) if stage else []
    return []


def _goes_on(scope: SentenceScope, stage: Stage, start: int, end: int) -> list[Statement]:
    """Return a stage whose time a clause tells that says nothing else but for which part: 本科一批为6月29日至7月3日."""
    at = scope.view.find(DATE, start, min(end, start + _LONGEST_PART))
    told = _part().fullmatch(scope.view, start, at) if at >= 0 else None
    return _stated(scope, replace(stage, owner=_with_part(stage.owner, told["part"])), at) if told else []


def _with_part(owner: Name, part: str | None) -> Name:
    """Return the name with the part of it that is meant in a bracket: 某考试（浙江考区）."""
    return replace(owner, words=f"{owner.words}（{part}）") if part else owner


@cache
def _part() -> re.Pattern[str]:
    return re.compile(f"(?P<part>{pattern('stages', 'part').pattern})?[为于从自是]?")


@cache
def _times() -> re.Pattern[str]:
    """Return a pattern for the words one of which every label holds: most clauses have none."""
    return re.compile(alternatives(words("stages", "label", "times")))


@cache
def _opens() -> re.Pattern[str]:
    return re.compile(f"{pattern('stages', 'opens').pattern}(?P<on>{DATE}+){table('stages')['opens']['behind']}")


@cache
def _verb() -> re.Pattern[str]:
    """Return a pattern for what is done from a date on, up to the end of its clause: <date>起登录网站打印准考证."""
    done = "|".join(rule["pattern"] for rule in table("stages")["stage"] if not rule.get("on_a_day"))
    return re.compile(f"{DATE}{pattern('stages', 'between').pattern}(?P<verb>{done})[ ]*$")


@cache
def _rules() -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    return tuple((re.compile(f"(?:{rule['pattern']})$"), rule) for rule in table("stages")["stage"])


def _stage(scope: SentenceScope, before: Span, cue: Span, verb: str = "") -> Stage | None:
    """Return the stage that closes a stretch, or is the verb, with what has it; None when there is no stage or nothing has it.

    `cue` is widened by the words of the stage when they stand in front of it.
    """
    text = verb or scope.view[slice(*before)]
    found = min(
        ((said.start(), said.group(), rule) for stage, rule in _rules() if (said := stage.search(text))), key=_first, default=None
    )
    if found is None:
        return None
    at, printed, rule = found
    owner = _owner(scope, before[0], before[1] if verb else before[0] + at, whoever=bool(verb))
    if owner is None:
        return None
    name = str(rule.get("told", printed))
    return Stage(
        owner, "" if owner.words.endswith(name) else name, rule.get("on_a_day", False), cue if verb else (before[0] + at, cue[1])
    )


def _first(found: tuple[int, str, dict[str, Any]]) -> int:
    return found[0]


def _owner(scope: SentenceScope, start: int, end: int, *, whoever: bool) -> Name | None:
    """Return what has a stage: what is named in front of it, else what is spoken of with the part in front of it.

    `whoever`: whom a verb is said of (报考人员可于<date>…报名) matters not; a noun in front of another one may be what has it.
    """
    part = _closing_part().search(scope.view, start, end)
    middle = part.start() if part else end
    named = names_in(scope.view, *last_part(scope.view, start, middle))
    for name in named[-1:] if named else ():
        if _has_stages(name.words):
            scope.subject = (name,)
            return _with_part(name, part and part.group())
    said = scope.view[start:middle].strip(f" {DATE}")
    if said and not whoever and not _nobody().fullmatch(said):
        return None
    stated = (one.name for one in scope.notice.found[-1:] if not one.headline)
    spoken_of = (*scope.subject, *stated, *(scope.notice.exam or ()), *scope.notice.topic)
    owner = next((name for name in spoken_of if _has_stages(name.words)), None)
    return _with_part(owner, part and part.group()) if owner else None


@cache
def _closing_part() -> re.Pattern[str]:
    return re.compile(f"{pattern('stages', 'part').pattern}$")


@cache
def _nobody() -> re.Pattern[str]:
    """Return a pattern for words in front of a stage that name nothing: 考生可于."""
    told = alternatives(
        (*words("names", "leading"), *words("names", "trailing"), *words("names", "people"), *words("cues", "adverbs", "words"))
    )
    return re.compile(f"(?:{told})*")


def _may_have_stages(name: str) -> bool:
    return not stage_of(name) and is_held(name)


def _has_stages(name: str) -> bool:
    """Tell whether a name is that of an exam, a race or a fair, and says which one: no mere 考试."""
    says_which = not needs_place(name) or name.startswith(words("names", "scopes"))
    holds = pattern("cues", "under_way").search(name) is not None  # 某街举办音乐会
    holds = holds or pattern("names", "mere_count").match(name) is not None  # 两场考试
    return _may_have_stages(name) and says_which and is_service(name) and not holds


def _stated(scope: SentenceScope, stage: Stage, at: int) -> list[Statement]:
    """Return a stage with the date that begins at a place; nothing when none does."""
    date = next((one for one in scope.mentions if one.span[0] <= at < one.span[1]), None)
    if date is None or date.role not in _OF_A_DATE or date.recurrence or date.clock:
        return []
    status = Status.SCHEDULED if stage.on_a_day else Status.OPEN
    times = times_of(status, [replace(date, role=Role.END) if stage.until else date], (), (), ())
    if not times.spans:
        return []
    name = replace(stage.owner, words=stage.owner.words + stage.told)
    return [Statement(name, "", status, stage.cue, scope.sentence.span, times, cue_words=scope.plain[slice(*stage.cue)])]


def _in_headline(view: str, start: int, end: int) -> tuple[Name, ...]:
    """Return the exam a headline is about: the shortest stretch that closes with a kind, and what makes it longer at once."""
    around = pattern("stages", "around_name").match(view, start, end)
    begin = around.end() if around else start
    found = 0
    for stop in range(begin + _SHORTEST_EXAM - 1, end + 1):
        if found and stop - found > _SHORTEST_EXAM:
            break
        if _may_have_stages(view[begin:stop]):
            found = stop
    name = clean(view[begin:found]) if found else ""
    return (Name(name, (begin, found)),) if name and _has_stages(name) else ()
