from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer import decide
from bot.answers.statement import statement
from bot.answers.trace import traced
from bot.clock import read_moment
from bot.dialogue import Memory
from bot.model import Intent, Mention, Outcome, Question, Reading
from bot.render import render, write_line
from bot.replies import replies
from knowledge.base import KnowledgeBase
from knowledge.index import Match, MatchReason
from knowledge.model import End, Evidence, Fact, Moment, Notice, Status

if TYPE_CHECKING:
    from collections.abc import Callable


ROWS = tomllib.loads((Path(__file__).parent.parent / "cases" / "answers.toml").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_what_is_told(row: dict[str, Any], base_of: Callable[..., KnowledgeBase], reading_of: Callable[..., Reading]) -> None:
    asked_at = read_moment(row["asked_at"])
    base = base_of(*row.get("without", ()))
    reading = reading_of(
        base,
        asked_at,
        tuple(row.get("services", ())),
        intent=Intent(row["intent"]),
        kind=row.get("kind_asked"),
        when=Moment.parse(row["when"]) if "when" in row else None,
        statuses=tuple(map(Status, row.get("wanted", ()))),
        presumed=Status(row["presumed"]) if "presumed" in row else None,
        presumed_dates=tuple(map(Moment.parse, row.get("presumed_dates", ()))),
        unknown_names=tuple(row.get("unknown", ())),
    )
    answer = decide([reading], Memory(), base, Question("", asked_at))
    reply = render(answer, row.get("language", "zh"), asked_at.date())
    assert reply.kind == row.get("kind", "answer"), reply.text
    if "first" in row:
        assert reply.text.split("\n")[0] == row["first"]
    for words in row.get("has", ()):
        assert words in reply.text
    for words in row.get("lacks", ()):
        assert words not in reply.text
    if "statuses" in row:
        assert [str(f.status) for f in reply.facts] == row["statuses"]
    if "freshness" in row:
        assert reply.freshness == row["freshness"]


def _asked(base: KnowledgeBase, at: str, *matches: tuple[str, MatchReason, float]) -> Any:
    asked_at = read_moment(at)
    found = []
    for name, reason, score in matches:
        service = base.service_named(name, asked_at)
        assert service is not None
        found.append(Match(service, reason, score, "云陵"))
    reading = Reading(Intent.STATUS, (Mention("云陵", (0, 2), tuple(found)),))
    return decide([reading], Memory(), base, Question("云陵开吗", asked_at))


def test_a_name_that_only_sounds_alike_is_asked_back(base_of: Callable[..., KnowledgeBase]) -> None:
    answer = _asked(base_of(), "2023-04-08T10:00", ("云岭森林公园", MatchReason.HOMOPHONE, 0.9))
    assert answer.outcome is Outcome.CHOICE
    assert [s.name for s in answer.choices] == ["云岭森林公园"]
    assert "没有收录“云陵”" in render(answer, "zh", read_moment("2023-04-08").date()).text


def test_a_typo_is_answered_with_disclosure(base_of: Callable[..., KnowledgeBase]) -> None:
    answer = _asked(base_of(), "2023-04-08T10:00", ("云岭森林公园", MatchReason.TYPO, 0.9))
    text = render(answer, "zh", read_moment("2023-04-08").date()).text
    assert answer.outcome is Outcome.ANSWER
    assert "“云陵”" in text.split("\n")[0]
    assert "云岭森林公园自4月6日15时起暂时关闭" in text


def test_equally_good_names_are_a_choice(base_of: Callable[..., KnowledgeBase]) -> None:
    tied = ("云岭森林公园", MatchReason.SHORT, 0.8), ("双湖湿地公园", MatchReason.SHORT, 0.79)
    answer = _asked(base_of(), "2023-04-08T10:00", *tied)
    assert answer.outcome is Outcome.CHOICE
    assert len(answer.choices) == 2


def test_a_kind_as_a_whole_is_a_choice_of_its_services(base_of: Callable[..., KnowledgeBase]) -> None:
    asked_at = read_moment("2023-04-08T10:00")
    answer = decide([Reading(Intent.STATUS, kind="scenic_area")], Memory(), base_of(), Question("景区开吗", asked_at))
    assert answer.outcome is Outcome.CHOICE
    assert {s.name for s in answer.choices} == {"云岭森林公园", "双湖湿地公园"}


def test_the_trace_names_readings_facts_used_and_set_aside(base_of: Callable[..., KnowledgeBase]) -> None:
    answer = _asked(base_of(), "2023-04-23T10:00", ("云岭森林公园", MatchReason.EXACT, 1.0))
    trace: Any = traced((answer.reading,), answer, base_of(), read_moment("2023-04-23T10:00"))
    assert trace["reading"]["intent"] == "status"
    assert [used["notice"] for used in trace["used"]] == ["park-open"]
    assert [(a["notice"], a["reason"]) for a in trace["set_aside"]] == [("park-closed", "superseded")]


def test_the_nearest_notices_follow_an_unknown_name_of_the_same_kind(base_of: Callable[..., KnowledgeBase]) -> None:
    asked_at = read_moment("2023-04-08T10:00")
    reading = Reading(Intent.STATUS, unknown_names=("红石风景区",))
    answer = decide([reading], Memory(), base_of(), Question("红石风景区开吗", asked_at))
    assert answer.outcome is Outcome.UNKNOWN
    assert answer.facts == ()
    assert answer.unknown == ("红石风景区",)


@pytest.mark.parametrize(
    ("text", "service", "words"),
    [
        ("0555-7654321是哪儿的电话", "临江市婚姻登记窗口", "0555-7654321是临江市婚姻登记窗口的服务电话"),
        ("０５５５７６５４３２１打来的", "临江市婚姻登记窗口", "服务电话"),
        ("021打来的是骗子吗", "临江市在线问诊", "不能回拨"),
    ],
)
def test_a_number_is_told_whose_it_is(text: str, service: str, words: str, base_of: Callable[..., KnowledgeBase]) -> None:
    asked_at = read_moment("2023-04-08T10:00")
    reply = render(decide([Reading(Intent.PASSAGE)], Memory(), base_of(), Question(text, asked_at)), "zh", asked_at.date())
    assert reply.kind is Outcome.ANSWER
    assert reply.services == (service,)
    assert words in reply.text


def test_a_cue_that_prints_the_name_again_is_said_once() -> None:
    notice = Notice("n", "市图书馆开通网上续借。", "", "市图书馆", Moment.parse("2023-04-07"))
    line = statement(Fact(notice, "市图书馆网上续借", Status.OPEN, "开通网上续借", (0, 11)))
    assert write_line(line, replies("zh"), read_moment("2023-04-08").date()) == "市图书馆网上续借开通。"


def test_a_number_no_notice_names_is_nobodys(base_of: Callable[..., KnowledgeBase]) -> None:
    asked_at = read_moment("2023-04-08T10:00")
    answer = decide([Reading(Intent.PASSAGE)], Memory(), base_of(), Question("0555-0000000是谁的", asked_at))
    assert answer.outcome is Outcome.UNKNOWN


def _said(number: int, status: Status, cue: str, posted: str, **values: Any) -> Fact:
    text = f"青山公园{cue}。"
    notice = Notice(f"n{number}", text, "", "青山公园", Moment.parse(posted))
    return Fact(notice, "青山公园", status, cue, (0, len(text)), kind="park", **values)


def _status(*facts: Fact) -> str:
    asked_at = read_moment("2023-04-20T10:00")
    base = KnowledgeBase.of([], facts)
    service = base.service_named("青山公园", asked_at)
    assert service is not None
    reading = Reading(Intent.STATUS, (Mention("青山", (0, 2), (Match(service, MatchReason.EXACT, 1.0, "青山"),)),))
    return render(decide([reading], Memory(), base, Question("", asked_at)), "zh", asked_at.date()).text


def test_a_shorter_later_notice_keeps_the_reason_of_the_one_it_repeats() -> None:
    first = _said(1, Status.CLOSED, "暂时关闭", "2023-04-10", cause_text="检修")
    assert "原因：检修" in _status(first, _said(2, Status.CLOSED, "继续关闭", "2023-04-18"))


def test_the_reason_of_a_closure_that_was_over_is_not_the_reason_of_a_new_one() -> None:
    first = _said(1, Status.CLOSED, "暂时关闭", "2023-04-10", cause_text="检修")
    between = _said(2, Status.OPEN, "恢复开放", "2023-04-12")
    assert "检修" not in _status(first, between, _said(3, Status.CLOSED, "关闭", "2023-04-18"))


def test_an_end_that_the_cue_says_already_is_not_said_twice() -> None:
    text = "青山公园恢复开放时间另行通知。"
    notice = Notice("n", text, "", "青山公园", Moment.parse("2023-04-18"))
    span = (text.index("另行通知"), text.index("。"))
    fact = Fact(
        notice,
        "青山公园",
        Status.CLOSED,
        "恢复开放时间另行通知",
        (0, len(text)),
        end=End.FURTHER_NOTICE,
        evidence=(Evidence("end", span),),
    )
    assert _status(fact).split("\n")[0] == "青山公园恢复开放时间另行通知。"


def test_services_of_which_one_notice_says_the_same_are_answered_together() -> None:
    text = "青山南园、青山北园暂时关闭。"
    notice = Notice("n", text, "", "青山公园", Moment.parse("2023-04-18"))
    pair = [Fact(notice, name, Status.CLOSED, "暂时关闭", (0, len(text)), kind="park") for name in ("青山南园", "青山北园")]
    asked_at = read_moment("2023-04-20T10:00")
    for facts, outcome in ((pair, Outcome.ANSWER), ([pair[0], _said_of("青山北园")], Outcome.CHOICE)):
        base = KnowledgeBase.of([], facts)
        matches = tuple(Match(s, MatchReason.SHORT, 0.8, "青山") for s in base.services(asked_at))
        answer = decide([Reading(Intent.STATUS, (Mention("青山", (0, 2), matches),))], Memory(), base, Question("", asked_at))
        assert answer.outcome is outcome
        reply = render(answer, "zh", asked_at.date())
        assert all(name in reply.text for name in ("青山南园", "青山北园"))
        assert reply.text.count("来源") <= 1


def _said_of(name: str) -> Fact:
    text = f"{name}正常开放。"
    notice = Notice("other", text, "", "青山公园", Moment.parse("2023-04-18"))
    return Fact(notice, name, Status.OPEN, "正常开放", (0, len(text)), kind="park")


def test_a_short_notice_is_shown_whole_where_the_reason_is_not_read() -> None:
    text = "青山公园关闭。工作人员介绍，园内一株古树昨夜倒下，正在清理。"
    notice = Notice("n", text, "", "青山公园", Moment.parse("2023-04-18"))
    base = KnowledgeBase.of([], [Fact(notice, "青山公园", Status.CLOSED, "关闭", (0, 7), kind="park")])
    asked_at = read_moment("2023-04-20T10:00")
    service = base.services(asked_at)[0]
    reading = Reading(Intent.WHY, (Mention("青山", (0, 2), (Match(service, MatchReason.EXACT, 1.0, "青山"),)),))
    reply = render(decide([reading], Memory(), base, Question("", asked_at)), "zh", asked_at.date())
    assert "没有在通告里读到写明的原因" in reply.text
    assert "古树" in reply.text
