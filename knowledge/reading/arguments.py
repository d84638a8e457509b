"""What a cue is about: the stretch before it or after it, and who is named as owner or as issuer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from knowledge.kinds import kind_of
from knowledge.marks import DATE, EDGE, GLUE, peel_blank
from knowledge.places import place_at
from knowledge.reading.causes import find_cause, opened
from knowledge.reading.cue_guards import adverbs
from knowledge.reading.cues import activity_class, activity_pattern, begin_pattern, operator_pattern, time_nouns, without_activity
from knowledge.reading.joints import split_list
from knowledge.reading.lists import Name, names_in
from knowledge.reading.names import behind_clause_word, last_part, peel, without_adverbial
from knowledge.reading.reporters import has_authority_ending, reporter_of
from knowledge.reading.service_words import is_activity, is_service, needs_place, only_places
from knowledge.words import alternatives, pattern, table, words

if TYPE_CHECKING:
    from knowledge.model import Span
    from knowledge.reading.cues import Cue

_SHORT = 2
"""Characters of an activity that no table names."""
_OWN = 3
"""Characters of a body's name that show a counter to be its own when they are said again."""
_TWO_DATES = re.compile(f"{DATE}[^{DATE}]+{DATE}")
_FEWEST_DATES = 2
"""Members of a list of which each has its own date."""
_OF_NAMES = re.compile(f"(?<!{DATE})、|、(?!{DATE})")
"""A mark between names, not between two days."""
_NEXT = "、"
_RIGHT_BEFORE = 3
"""Characters between a reason and a cue that hold nothing else."""


@dataclass(frozen=True, slots=True)
class Argument:
    """The names a cue is about."""

    names: tuple[Name, ...] = ()
    owners: tuple[Name, ...] = ()
    """What may stand before the names: the place, the company, the schools they belong to."""
    issuer: Span | None = None
    activity: str | None = None
    """The class of an activity found in subject or object (推迟…开学时间)."""
    begins: str = ""
    """The words of the opening the activity names (返校)."""
    from_object: bool = False


@cache
def _relative() -> re.Pattern[str]:
    rule = table("cues")["relative"]
    state = f"{activity_pattern().pattern}|{operator_pattern()}|{alternatives(rule['words'])}"
    done = f"(?:{state}|{rule['located']}|(?<={DATE})[一-鿿]{{2}})"
    return re.compile(done + rule["link"])


@cache
def _complements() -> re.Pattern[str]:
    rules = table("cues")
    ends = [word for rule in rules["end"] for word in rule["words"]]
    said = alternatives((*rules["complements"]["words"], *words("names", "people"), *ends))
    return re.compile(
        f"(?:{said}|{adverbs()}|[（(][^（()）]{{1,24}}[)）]|[{DATE}\\s{GLUE}。！!~〜、（）()]|{rules['complements']['duration']})*"
    )


@cache
def _object_tail() -> re.Pattern[str]:
    rule = table("cues")["object_tails"]
    return re.compile(f"(?:{alternatives(rule['words'])}|{DATE}|{rule['duration']})$")


@cache
def _of_people() -> re.Pattern[str]:
    people = alternatives(words("names", "people"))
    return re.compile(f"^(?:{people})|(?:{people})$")


@cache
def _time_noun_tail() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(words('cues', 'time_nouns', 'words'))})$")


def argument(view: str, start: int, cue: Cue, end: int) -> Argument:
    """Return what `cue` is about, in the stretch from `start` to `end` of the view."""
    reporter, left = reporter_of(view, start, cue.span[0])
    joined = view.startswith(words("cues", "object_joints", "words"), cue.span[0] - 1)
    if joined and pattern("cues", "own_object").match(view, cue.span[1]):
        left = cue.span[0]  # 暂停集市、｜关闭某市场
    issuer = reporter.span if reporter and reporter.authority else None
    owners = reporter.names if reporter else ()
    subject, begins = _subject(view, left, cue.span[0])
    whole = subject
    actor, subject = _treated(view, *subject)
    if actor and not owners and not has_authority_ending(actor[0].words):
        owners = actor
    objects, activity, object_begins = _object(view, cue, end)
    begins = object_begins or begins
    activity = "begin" if begins else activity
    before = _each_set(view, left, cue.span[0]) or names_in(view, *subject)
    names = names_in(view, *objects)
    if before and all(is_activity(name.words) for name in before):
        whose = _whose(view, left, subject[0])  # 某公园（<date>）入园实行预约
        called_off = whose and cue.operator in words("cues", "noun_like", "called_off")  # 某街<date>的计划停电取消
        before = (replace(whose[0], words=whose[0].words + before[0].words),) if called_off else whose or before
    elif before and not owners and (_was_set(view, subject[0]) or all(needs_place(name.words) for name in before)):
        owners = _whose(view, left, whole[0])  # 某岛<date>客船: what stands before the date
    if cue.object_of_kind and before and _of_people().search(before[-1].words):
        return Argument(from_object=True)  # 市民可正常收寄包裹: what people may do, no service
    what_it_does = names and all(is_activity(name.words) for name in names)  # 延期至…演出
    of_subject = before and (_of_subject(cue) or _does(before, names))
    if of_subject or what_it_does or objects[0] >= objects[1] or _leads_somewhere(view, cue):
        return Argument(before, owners, issuer, activity, begins)
    if len(before) == 1 and has_authority_ending(before[0].words) and not _own_counter(before[0].words, names):
        return Argument(names, (), before[0].span, activity, begins, from_object=True)
    if pattern("cues", "includes").match(view, cue.span[1], end):
        before = ()  # 各景区关停，包括某公园
    before = tuple(name for name in before if is_service(name.words) or only_places(name.words))
    return Argument(names, before or owners, issuer, activity, begins, from_object=True)


def _treated(view: str, start: int, end: int) -> tuple[tuple[Name, ...], Span]:
    """Return who does something to what, and what: 某地铁对｜下列车站; nobody and all of it when nothing says so."""
    *_, to = (None, *pattern("names", "treated").finditer(view, start, end))
    return ((), (start, end)) if to is None else (names_in(view, start, to.start()), peel(view, to.end(), end))


def _of_subject(cue: Cue) -> bool:
    """Tell whether a cue is about its subject even when a name follows; not when it says what is not offered (禁止堂食)."""
    return cue.operator in words("cues", "of_subject", "operators") and not cue.noun


def _leads_somewhere(view: str, cue: Cue) -> bool:
    """Tell whether what stands behind a cue is where something goes to, and not what goes: 整体搬迁至｜某市场."""
    return goes_short(view, cue) or (
        cue.operator == "move" and view.endswith(words("cues", "of_subject", "whither"), 0, cue.span[1])
    )


def goes_short(view: str, cue: Cue) -> bool:
    """Tell whether a cue says how far a line does not go: 5路暂不运行至城南村."""
    to = cue.span[1] + 1
    leads = (
        cue.operator == "not yet"
        and cue.activity == "operate"
        and view.startswith(words("cues", "of_subject", "whither"), to - 1)
    )
    return leads and view[to : to + 1] != DATE


def _whose(view: str, start: int, end: int) -> tuple[Name, ...]:
    """Return the service named before the date that stands before a generic name; () when there is none."""
    date = view.rfind(DATE, start, end)
    behind, stop = peel(view, date + 1, end)
    if date < 0 or view[behind:stop].strip(f"{EDGE}{GLUE}{table('names')['date_edges']}"):
        return ()
    names = names_in(view, *last_part(view, *peel(view, start, date)))
    told = len(names) == 1 and is_service(names[0].words) and (kind_of(names[0].words) or place_at(names[0].words))
    return names if told else ()


def _was_set(view: str, start: int) -> bool:
    """Tell whether a name stands behind its old date: 某大学原定<date>的新生报到."""
    return view.startswith(f"{DATE}{table('cues')['relative']['link']}", start - 2)


def _does(before: tuple[Name, ...], names: tuple[Name, ...]) -> bool:
    """Tell whether the object is a short word for what a named service does: 某客运站暂停发班."""
    if len(names) != 1 or len(names[0].words) > _SHORT or kind_of(names[0].words):
        return False
    return all(kind_of(one.words) for one in before)


def _own_counter(body: str, names: tuple[Name, ...]) -> bool:
    """Tell whether a body speaks of a counter of its own: the object repeats its name (退役军人事务厅 … 退役军人来访接待)."""
    return any(body[at : at + _OWN] in name.words for name in names for at in range(len(body) - _OWN + 1))


def _subject(view: str, start: int, end: int) -> tuple[Span, str]:
    """Return the stretch before a cue that names what it is about, and the opening it closes with (开学时间推迟)."""
    cause = find_cause(view, *peel_blank(view, start, end))
    if cause and cause.span[1] < end:
        start = cause.span[1]
    elif cause and (behind := opened(view, cause)) < end:  # 因某路封闭: the reason itself tells a closing
        named = names_in(view, behind, end)
        start = behind if named and kind_of(named[-1].words) else end
    elif (inner := find_cause(view, min(start + 2, end), end, inside=True)) and inner.span[1] >= end - _RIGHT_BEFORE:
        end = inner.span[0]
    start, end = last_part(view, *without_adverbial(view, start, end))
    start, end = behind_clause_word(view, *behind_relative(view, start, end))
    if begins := begin_pattern().search(view, start, end):
        return peel(view, start, begins.start()), begins["begins"]
    noun = _time_noun_tail().search(view, start, end)
    if noun and noun.start() - start > 1:
        end = noun.start()
    if noun or time_nouns().match(view, end):  # 某线运营时间延长
        end = without_activity(view, start, end)
    return peel(view, start, end), ""


def _each_set(view: str, start: int, end: int) -> tuple[Name, ...]:
    """Return the members of a list of which each has its own date: 原定<date>举行的甲、原定<date>举行的乙; () for others."""
    if not _TWO_DATES.search(view, start, end) or len(parts := split_list(view, start, end)) < _FEWEST_DATES:
        return ()
    told = [behind_relative(view, *last_part(view, *part)) for part in parts]
    begins = (start, *(b for _, b in parts))
    set_on = all(DATE in view[begin:b] and _relative().search(view, a, b) for begin, (a, b) in zip(begins, parts, strict=False))
    return tuple(name for part in told for name in names_in(view, *part)) if set_on else ()


def behind_relative(view: str, start: int, end: int) -> Span:
    """Return what stands behind the last 举行的, 运营的: the clause before it only describes."""
    if view.find(table("cues")["relative"]["link"], start, end) < 0:
        return start, end
    *_, last = (None, *_relative().finditer(view, start, end))
    if last is None or last.end() >= end - 1 or _lists_before(view, start, last.start()):
        return start, end
    return last.end(), end


def _lists_before(view: str, start: int, end: int) -> bool:
    """Tell whether a list stands before a clause that describes its last member; days, or places where it is held, are none.

    原定<date>、<date>举行的考试; 在甲市、乙市举行的考试.
    """
    where = table("names")["at"]
    placed = any(view.startswith(where, at) for at in (start - 1, start))
    return not placed and _OF_NAMES.search(view, start, end) is not None


def _object(view: str, cue: Cue, end: int) -> tuple[Span, str | None, str]:
    """Return the stretch after a cue that names what it is about, the class of the activity in it and the opening it names.

    The stretch is empty when only complements follow; then the cue's own activity counts.
    """
    start = cue.span[1] - len(cue.noun)
    if people := pattern("cues", "people_may").search(view, cue.span[1], end):
        end = people.start()  # 停运已购票旅客可退款: another sentence
    if _only_complements(view, cue.span[1], end) or _for_works(view, cue, end) or _gives_a_reason(view, cue, end):
        return (start, cue.span[1]), cue.activity, cue.begins
    activity, start = (cue.activity, start) if cue.noun else _behind_activities(view, start, end, cue.activity)
    if view.startswith(_NEXT, start) or _includes_classes(view, start, end):
        return (start, start), activity, cue.begins  # 公交停运、小区封闭; 停运，包括公交车
    if takes_place := pattern("cues", "takes_place").fullmatch(view, start, end):
        return (start, start), activity_class(takes_place["held"])[0], ""
    begin, stop = _without_tail(view, *behind_relative(view, start, end))
    if begins := begin_pattern().search(view, begin, stop):
        begin, stop = peel(view, begin, begins.start())
        while first := begin_pattern().search(view, begin, stop):  # 延期至8日报到、9日上课
            begins = first
            begin, stop = peel(view, begin, begins.start())
        return (begin, stop), "begin", begins["begins"]
    *_, closing = (None, *activity_pattern().finditer(view, begin, stop))
    if closing and closing.end() == stop:
        words_class, noun = activity_class(closing.group())
        activity = activity or words_class
        if not noun and closing.start() - begin > 1 and view.count(closing.group(), begin, stop) == 1:
            stop = closing.start()
    return _without_tail(view, begin, stop), activity, cue.begins


def _includes_classes(view: str, start: int, end: int) -> bool:
    """Tell whether what stands behind a cue only says which classes are among what stops; members with names are told each."""
    included = pattern("cues", "includes").match(view, start, end)
    return included is not None and any(needs_place(name.words) for name in names_in(view, included.end(), end))


def _behind_activities(view: str, start: int, end: int, activity: str | None) -> tuple[str | None, int]:
    """Return the first activity's class and where the object begins behind the activities: 暂停接待、参观｜某馆."""
    joints = words("cues", "activity_joints", "words")
    while (more := activity_pattern().match(view, start + view.startswith(joints, start))) and more.end() < end:
        words_class, noun = activity_class(more.group())
        if noun:
            break
        activity, start = activity or words_class, more.end()
    return activity, start


def _only_complements(view: str, start: int, end: int) -> bool:
    found = _complements().match(view, start, end)
    if found is None or found.end() == end:
        return found is not None
    return found.end() > start and view.startswith(words("cues", "complements", "joints"), found.end())


def _for_works(view: str, cue: Cue, end: int) -> bool:
    """Tell whether a cue that cuts off a supply is followed by nothing but the works it is for: 停水除险加固."""
    supply = cue.activity is None and pattern("fields", "supply_off").fullmatch(view, *cue.span)
    return bool(supply) and pattern("cues", "for_works").fullmatch(view, *peel(view, cue.span[1], end)) is not None


def _gives_a_reason(view: str, cue: Cue, end: int) -> bool:
    """Tell whether a reason stands behind a cue, no object: a heading that runs into its text (某园闭园 为确保安全)."""
    return view.startswith(words("causes", "openers"), cue.span[1] + view.startswith(" ", cue.span[1])) and bool(
        find_cause(view, *peel_blank(view, cue.span[1], end))
    )


def _without_tail(view: str, start: int, end: int) -> Span:
    """Return the stretch without what follows an object: times, durations, the word for work."""
    begin, stop = peel(view, start, end)
    while begin < stop and (tail := _object_tail().search(view, begin, stop)):
        begin, stop = peel(view, begin, tail.start())
    return begin, stop
