"""Which cues of a clause state something now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.marks import DATE, PARENTHESIS, peel_blank
from knowledge.model import Status
from knowledge.reading.causes import find_cause
from knowledge.reading.cue_guards import demands, exhorts, far_guarded, lifted_by_paper, only_adverbs, supposes
from knowledge.reading.cues import begins, happening, time_nouns
from knowledge.reading.ends import find_end
from knowledge.words import pattern, table, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.model import Span
    from knowledge.reading.clauses import Clause
    from knowledge.reading.cues import Cue
    from knowledge.reading.scope import SentenceScope

_GAP = 2
"""Characters between two cues that still make one: 复工不早于, 开学时间推迟."""


def stated_cues(scope: SentenceScope, clause: Clause) -> tuple[Cue, ...]:
    """Return the cues of a clause that state something, in order."""
    if scope.plain[slice(*clause.span)].rstrip().endswith(words("cues", "history", "words")):
        return ()  # 自去年5月开放以来
    if pattern("cues", "on_the_basis").fullmatch(scope.plain, *clause.span):
        return ()  # 结合某中心暂停对外服务的通知
    found = scope.cues(clause)
    stated: list[Cue] = []
    guarded: Cue | None = None
    for number, cue in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        described = following and following.guard and following.span[0] == cue.span[1]  # 停航停运的港口
        if described or _guarded(scope, clause, cue) or (guarded and _inside_object(scope.plain, cue, guarded)):
            guarded = cue  # 必要时采取停工、停课措施: all of the list is only thought of
            continue
        if following and (cue.needs == "happening" or _leads_to(scope.view, cue, following)):
            continue
        if stated and _taken_back(scope.view, stated[-1], cue):
            if not scope.plain.startswith(words("cues", "taken_back", "lifting"), stated[-1].span[0]):
                stated[-1] = cue  # 恢复每周一闭馆: what is resumed is the closing
                continue
            span = (stated[-1].span[0], cue.span[1])
            stated[-1] = replace(stated[-1], span=span, operator=str(table("cues")["taken_back"]["as"]))
        elif stated and _lifted(scope.plain, clause, stated[-1], cue):
            stated[-1] = replace(stated[-1], operator=str(table("cues")["taken_back"]["as"]))
        elif stated and (_sets_its_time(scope.plain, stated[-1], cue) or _is_what_stops(scope.view, stated[-1], cue)):
            continue
        elif _says_something(scope, clause, cue) and not (stated and _is_part_of_object(scope.plain, cue, stated[-1])):
            stated.append(cue)
    return tuple(stated)


def _leads_to(view: str, cue: Cue, following: Cue) -> bool:
    """Tell whether a cue is only a part of what the next one tells: 复工时间推迟, or its day: 调整为1月7日放假."""
    sets_its_day = cue.needs == "date" and not view[cue.span[1] : following.span[0]].strip(f"{DATE} ")
    return sets_its_day or _is_noun_before(view, cue, following)


def _taken_back(view: str, stated: Cue, cue: Cue) -> bool:
    """Tell whether a cue says what the one before it takes back: 取消周三闭馆, 解除封闭措施."""
    between = view[stated.span[1] : cue.span[0]].strip(f"{DATE} {table('cues')['taken_back']['between']}")
    if stated.operator not in words("cues", "taken_back", "operators") or cue.operator not in words("cues", "taken_back", "what"):
        return False
    return not between or bool(find_cause(between, 0, len(between), inside=True))


def _lifted(plain: str, clause: Clause, stated: Cue, cue: Cue) -> bool:
    """Tell whether a cue closes the object of the one that lifts it: 解除｜某收费站｜交通管制."""
    if stated.activity or not plain.startswith(words("cues", "taken_back", "lifting"), stated.span[0]):
        return False  # 停止供水或低压供水
    closes = plain[cue.span[1] : clause.span[1]].strip() in {"", *words("cues", "object_tails", "words")}
    return cue.operator in words("cues", "taken_back", "what") and closes


def _sets_its_time(plain: str, stated: Cue, cue: Cue) -> bool:
    """Tell whether a cue only sets the time of the closing before it anew: 休市｜时间由1日｜调整为｜8日."""
    return cue.needs == "date" and time_nouns().match(plain, stated.span[1]) is not None


def _is_what_stops(view: str, stated: Cue, cue: Cue) -> bool:
    """Tell whether a cue only says what the one before it stops of its object: 暂停｜各健身场所｜开放活动."""
    rule = table("cues")["what_stops"]
    if stated.operator not in rule["operators"] or stated.activity or cue.operator not in rule["of"]:
        return False
    return pattern("cues", "what_stops").fullmatch(view, stated.span[1], cue.span[0]) is not None


def _guarded(scope: SentenceScope, clause: Clause, cue: Cue) -> bool:
    reporter = scope.reporter(clause)
    publishes = reporter is not None and reporter.span[1] <= cue.span[0]  # 停诊公告: the cue itself is no body
    if cue.guard and not (publishes and lifted_by_paper(cue.guard) and _announced(scope.plain, clause, cue)):
        return True
    if not scope.dates(*clause.span):
        if any(demands(scope.plain, one.span[0]) for one in _before(scope, clause)):
            return True
        if cue.operator == "limit" and any(exhorts(scope.plain, one.span[0]) for one in _before(scope, clause)):
            return True  # 请…的车辆提前驶离，绕行某国道
        if (before := next(iter(_nearest_before(scope, clause)), None)) and pattern("cues", "supposed").fullmatch(
            scope.plain, *before.span
        ):
            return True
        if pattern("cues", "will_depend").search(scope.plain, scope.sentence.span[0], cue.span[0]):
            return True
    if cue.operator == "resume" and pattern("cues", "only_when").match(scope.plain, cue.span[1], clause.span[1] + 1):
        return True
    if cue.operator in words("cues", "old_place", "operators") and pattern("cues", "old_place").search(
        scope.plain, clause.span[0], cue.span[0]
    ):
        return True  # 原址停止办公: it moved
    if pattern("cues", "describing_bracket").match(scope.plain, cue.span[1], clause.span[1]):
        return True
    if any(supposes(scope.plain, one.span[0]) for one in _before(scope, clause)):
        return True
    by_authority = reporter is not None and reporter.authority and reporter.span[1] <= cue.span[0]
    return far_guarded(scope.plain, clause.span, cue.span, by_authority=by_authority)


def _before(scope: SentenceScope, clause: Clause) -> Iterator[Clause]:
    return (one for one in scope.sentence.clauses if one.span[0] < clause.span[0])


def _nearest_before(scope: SentenceScope, clause: Clause) -> Iterator[Clause]:
    return (one for one in reversed(scope.sentence.clauses) if one.span[0] < clause.span[0])


def _announced(plain: str, clause: Clause, cue: Cue) -> bool:
    """Tell whether a body publishes a paper about it: 发布关于推迟面试时间的公告."""
    return plain[cue.span[1] : clause.span[1]].strip().startswith(words("cues", "papers", "after"))


def _is_a_reason(view: str, between: Span) -> bool:
    """Tell whether a stretch is a reason and nothing else: 计划停电｜因降雨｜取消."""
    cause = find_cause(view, *between)
    return cause is not None and cause.span == between


def _is_noun_before(view: str, cue: Cue, following: Cue) -> bool:
    """Tell whether a cue only names what the next one speaks of: 复工时间推迟, 检修停电取消."""
    shut = cue.operator in words("cues", "taken_back", "what") and following.operator in words("cues", "noun_like", "called_off")
    between = (cue.span[1], following.span[0])
    if shut and (only_adverbs(view[slice(*between)]) or _is_a_reason(view, between)):
        return True
    return cue.operator in words("cues", "noun_like", "operators") and following.span[0] - cue.span[1] <= _GAP


def _inside_object(plain: str, cue: Cue, stated: Cue) -> bool:
    """Tell whether a cue goes on with the object of the one before it: 暂停办理入学和复课手续."""
    before = cue.span[0] - 1
    return before >= stated.span[1] and plain.startswith(words("cues", "object_joints", "words"), before)


def _is_part_of_object(plain: str, cue: Cue, stated: Cue) -> bool:
    """Tell whether a cue goes on with an object; one that stops what needs no name (停课、停工) says it too."""
    stops = table("cues")["implied"]
    each = plain[slice(*cue.span)] in stops and plain[slice(*stated.span)] in stops and stated.span[1] + 1 == cue.span[0]
    return not each and _inside_object(plain, cue, stated) and not _has_its_own(plain, cue)


def _has_its_own(plain: str, cue: Cue) -> bool:
    """Tell whether a verb that stops something has an object of its own: 暂停集市、关闭活禽交易市场."""
    shuts = cue.activity is None and cue.operator in words("cues", "object_joints", "apart")
    return shuts and pattern("cues", "own_object").match(plain, cue.span[1]) is not None


def _is_reason(scope: SentenceScope, clause: Clause, cue: Cue) -> bool:
    """Tell whether an opening belongs to the reason that opens its clause: 因新系统上线，…."""
    start, end = peel_blank(scope.plain, *clause.span)
    cause = find_cause(scope.plain, start, end)
    if cause is None or cause.span[0] != start or cause.span[1] < cue.span[1]:
        return False
    return cue.span[1] == end or scope.plain.startswith(words("cues", "purpose", "words"), start)


def _under_threshold(scope: SentenceScope, clause: Clause) -> bool:
    """Tell whether the clause before says how much must be there: 人数达到8000人时，临时关闭入口."""
    *_, before = (None, *_before(scope, clause))
    return before is not None and pattern("cues", "threshold").search(scope.plain, *before.span) is not None


def _in_reason(plain: str, clause: Clause, cue: Cue) -> bool:
    """Tell whether a cue stands in a reason that runs to the end of its clause: 某馆因撤展、布展等工作，…."""
    told = plain[cue.span[1] : clause.span[1]].rstrip()
    if not told.endswith(words("cues", "reason_tail", "words")):
        return False
    reason = find_cause(plain, clause.span[0], cue.span[0], inside=True)
    return reason is not None and reason.span[0] < cue.span[0]


def _says_something(scope: SentenceScope, clause: Clause, cue: Cue) -> bool:
    """Tell whether a cue says something now: 恢复开放时间另行通知 does not."""
    status = cue.status("visit")
    if status is None or (scope.notice.denies and not status.available):
        return False
    if _under_threshold(scope, clause) or _in_reason(scope.plain, clause, cue):
        return False
    if any(a <= cue.span[0] < b for a, b in (*scope.rumours, *scope.exceptions)):
        return False
    if status.available and (_is_reason(scope, clause, cue) or _only_speaks_of_time(scope, clause, cue)):
        return False
    behind = (cue.span[1], clause.span[1])
    may_speak_of_time = (status.available and cue.needs != "time") or status is Status.CANCELLED
    if may_speak_of_time and _speaks_of_time(scope, behind):
        return False
    if not status.available and (time := time_nouns().match(scope.plain, *behind)):
        return pattern("cues", "time_told").match(scope.plain, time.end()) is not None  # not 闭馆时间覆盖春节
    if cue.needs == "happening":
        return _sets_a_date(scope, *behind)
    return cue.needs != "activity"


def _speaks_of_time(scope: SentenceScope, behind: Span) -> bool:
    """Tell whether what stands behind an opening makes it the word for a time: 恢复开放（运营）时间另行通知.

    A bracket only explains an opening that has a day: 5月6日开园（时间以园方公告为准）.
    """
    start, end = behind
    bracket = PARENTHESIS.search(scope.plain, start, end) if scope.mentions else None
    stretches = ((start, bracket.start()), (bracket.end(), end)) if bracket else (behind,)
    return any(time_nouns().match(scope.plain, *one) or find_end(scope.plain, *one) for one in stretches)


def _only_speaks_of_time(scope: SentenceScope, clause: Clause, cue: Cue) -> bool:
    """Tell whether a clause closes with the time at which something is lifted: 解除相关措施时间，将另行通告."""
    lifts = scope.plain.startswith(words("cues", "taken_back", "lifting"), cue.span[0]) and not scope.dates(*clause.span)
    return lifts and scope.plain.endswith(words("cues", "time_nouns", "words"), cue.span[1], clause.span[1])


def _sets_a_date(scope: SentenceScope, start: int, end: int) -> bool:
    """Tell whether a clause closes with what happens on a date set: 定于<date>在某馆举行; what begins has its own reading."""
    *_, last = (None, *happening().finditer(scope.view, start, end))
    return last is not None and last.end() >= end - 1 and DATE in scope.view[start:end] and not begins(last.group())
