"""When a passage of a notice is told instead of a fact, or beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer import decide
from bot.clock import read_moment
from bot.dialogue import Memory
from bot.model import Intent, Mention, Outcome, Question, Reading
from knowledge.base import KnowledgeBase
from knowledge.index import Match, MatchReason
from knowledge.model import Fact, Moment, Notice, Status

if TYPE_CHECKING:
    from bot.told import Answer

NOW = read_moment("2023-04-08T10:00")
REPORT = Notice(
    "report",
    "全市水利工作会议4月6日召开。会议由市水务局局长主持，以视频方式举行。会议要求汛期每天巡查堤防两次，发现险情立即上报。",
    "全市水利工作会议召开",
    "临江日报",
    Moment.parse("2023-04-07"),
)
PARK = Notice("park", "青山公园暂停开放。门票可在原购票渠道全额退款。", "", "青山公园", Moment.parse("2023-04-07"))
CLOSED = Fact(PARK, "青山公园", Status.SUSPENDED, "暂停开放", (0, 9), kind="park")
BASE = KnowledgeBase.of([REPORT, PARK], [CLOSED])


def ask(text: str, intent: Intent, *, named: bool = False, reason: str = "", **values: tuple[str, ...]) -> Answer:
    service = BASE.services(NOW)[0]
    mentions = (Mention("青山公园", (0, 4), (Match(service, MatchReason.EXACT, 1.0, "青山公园"),)),) if named else ()
    reading = Reading(intent, mentions, reason=reason or str(intent), unknown_names=values.get("unknown", ()))
    return decide([reading], Memory(), BASE, Question(text, NOW))


def test_what_no_fact_answers_is_quoted_from_the_notice_that_does() -> None:
    answer = ask("全市水利工作会议是谁主持的", Intent.PASSAGE)
    assert answer.outcome is Outcome.EXCERPT
    assert "市水务局局长主持" in answer.excerpts[0].quote
    assert answer.facts == ()


def test_nothing_is_quoted_for_what_no_notice_tells() -> None:
    assert ask("明天股市会涨吗", Intent.PASSAGE).outcome is Outcome.UNKNOWN


def test_a_refund_is_quoted_from_the_service_s_own_notice() -> None:
    answer = ask("青山公园的票怎么退", Intent.ATTRIBUTE, named=True)
    assert answer.outcome is Outcome.EXCERPT
    assert answer.excerpts[0].quote == "门票可在原购票渠道全额退款。"


def test_a_price_no_notice_tells_is_unknown_though_the_service_is_known() -> None:
    answer = ask("青山公园停车收多少钱", Intent.ATTRIBUTE, named=True)
    assert answer.outcome is Outcome.UNKNOWN
    assert answer.excerpts == ()


def test_a_question_with_no_word_of_what_is_asked_falls_back_on_the_state() -> None:
    answer = ask("我们一家想着礼拜六上青山公园遛遛弯", Intent.PASSAGE, named=True, reason="status by default")
    assert answer.outcome is Outcome.ANSWER
    assert answer.facts == (CLOSED,)


def test_a_long_question_is_outdone_by_the_passage_that_tells_it() -> None:
    text = "全市水利工作会议要求汛期每天巡查堤防几次"
    answer = ask(text, Intent.STATUS, named=True, reason="status by default")
    assert answer.outcome is Outcome.EXCERPT
    assert answer.excerpts[0].notice is REPORT


def test_a_passage_about_another_name_answers_no_question_about_a_state() -> None:
    answer = ask("青山县水务公园这两天暂停开放了没有啊", Intent.STATUS, unknown=("青山县水务公园",))
    assert answer.outcome is Outcome.UNKNOWN
    assert answer.unknown == ("青山县水务公园",)
