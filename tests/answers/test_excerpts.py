"""When a passage of a notice is told instead of a fact, or beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.answer import decide
from bot.answers.excerpts import excerpt
from bot.answers.numbers import whose_number
from bot.clock import read_moment
from bot.dialogue import Memory
from bot.model import Intent, Mention, Outcome, Question, Reading
from bot.responder import respond
from bot.understand import understand
from knowledge.base import KnowledgeBase
from knowledge.index import Match, MatchReason
from knowledge.model import Channel, Evidence, Fact, Moment, Notice, Status

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
FLOODS = Notice(
    "floods",
    "临江市防汛指挥部通报。青山公园周边道路积水，抢险队在青山公园东门、码头街两处设置物资发放点，市民凭身份证领取沙袋。",
    "",
    "临江市防汛指挥部",
    Moment.parse("2023-04-07"),
)
OFFICE = Notice(
    "office",
    "临江市水费窗口暂停办理。咨询可拨打电话0555-7000123。恢复时间将通过公众号“临江水务”另告。",
    "",
    "临江水务",
    Moment.parse("2023-04-07"),
)
STOPPED = Fact(
    OFFICE,
    "临江市水费窗口",
    Status.SUSPENDED,
    "暂停办理",
    (0, 12),
    channels=(
        Channel("phone", "0555-7000123", "咨询电话", (19, 31)),
        Channel("account", "临江水务", "公众号", (43, 47)),
    ),
    evidence=(Evidence("channels", (19, 31)), Evidence("channels", (43, 47))),
)
CLINIC = Notice(
    "clinic",
    "临江市第三医院停诊通知。自4月7日起除急诊、透析中心正常接诊外，其余科室全部停诊。",
    "",
    "临江市第三医院",
    Moment.parse("2023-04-07"),
)
SHUT = Fact(CLINIC, "临江市第三医院", Status.SUSPENDED, "停诊", (0, 12), kind="hospital")
BASE = KnowledgeBase.of([REPORT, PARK, FLOODS, OFFICE, CLINIC], [CLOSED, STOPPED, SHUT])


def ask(text: str, intent: Intent, *, named: bool = False, reason: str = "", **values: tuple[str, ...]) -> Answer:
    name = "临江市水费窗口" if "水费窗口" in text else "青山公园"
    service = BASE.service_named(name, NOW)
    assert service is not None
    mentions = (Mention(name, (0, len(name)), (Match(service, MatchReason.EXACT, 1.0, name),)),) if named else ()
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


@pytest.mark.parametrize(
    ("text", "unknown", "outcome"),
    [
        ("码头街发沙袋吗", "码头街", Outcome.EXCERPT),
        ("码头街幼儿园开不开", "码头街", Outcome.UNKNOWN),
        ("钟楼街发沙袋吗", "钟楼街", Outcome.UNKNOWN),
        ("临江市发沙袋吗", "市", Outcome.UNKNOWN),
    ],
)
def test_a_name_only_a_text_prints_is_quoted_where_its_sentence_says_what_is_asked(
    text: str, unknown: str, outcome: Outcome
) -> None:
    answer = ask(text, Intent.STATUS, unknown=(unknown,))
    assert answer.outcome is outcome
    assert all(unknown in one.quote for one in answer.excerpts)


def test_what_the_notice_says_of_another_word_is_told_instead_of_the_state() -> None:
    service = BASE.service_named("青山公园", NOW)
    assert service is not None
    told = decide(
        [Reading(Intent.STATUS, (Mention("门票", (0, 2), (Match(service, MatchReason.KIND, 0.7, "门票"),)),))],
        Memory(),
        BASE,
        Question("门票能用吗", NOW),
    )
    assert [one.quote for one in told.excerpts] == ["门票可在原购票渠道全额退款。"]


@pytest.mark.parametrize(("leftover", "outcome"), [(("接生",), Outcome.EXCERPT), ((), Outcome.ANSWER)])
def test_a_sentence_that_leaves_something_out_is_told_where_another_word_is_asked_about(
    leftover: tuple[str, ...], outcome: Outcome
) -> None:
    service = BASE.service_named("临江市第三医院", NOW)
    assert service is not None
    mention = Mention("临江市第三医院", (0, 7), (Match(service, MatchReason.EXACT, 1.0, ""),))
    reading = Reading(Intent.STATUS, (mention,), leftover=leftover)
    answer = decide([reading], Memory(), BASE, Question("临江市第三医院接生吗", NOW))
    assert answer.outcome is outcome
    assert all("透析中心正常接诊" in one.quote for one in answer.excerpts)


def test_a_price_no_notice_tells_is_unknown_though_the_service_is_known() -> None:
    answer = ask("青山公园停车收多少钱", Intent.ATTRIBUTE, named=True)
    assert answer.outcome is Outcome.UNKNOWN
    assert answer.excerpts == ()


@pytest.mark.parametrize(
    ("text", "intent", "named", "line"),
    [
        ("青山公园停车方便吗", Intent.ATTRIBUTE, True, "unknown_asked"),
        ("帮我起个网名", Intent.PASSAGE, False, "unknown_question"),
    ],
)
def test_what_is_not_told_is_named_where_the_question_has_a_word_for_it(
    text: str, intent: Intent, line: str, *, named: bool
) -> None:
    answer = ask(text, intent, named=named)
    assert answer.outcome is Outcome.UNKNOWN
    assert answer.lines[0].key == line
    assert ("停车方便" in answer.lines[0].values.values()) is (line == "unknown_asked")


def test_where_a_service_publishes_its_news_is_told_beside_what_is_not_known() -> None:
    keys = [line.key for line in ask("临江市水费窗口能分期付款不", Intent.ATTRIBUTE, named=True).lines]
    assert keys[0] == "unknown_asked"
    assert "news_at" in keys


def test_a_passage_of_a_service_that_says_but_its_name_tells_nothing() -> None:
    notice = Notice("gym", "临江体育馆4月5日翻修完毕，场馆照常开放。", "", "临江体育馆", Moment.parse("2023-04-07"))
    fact = Fact(notice, "临江体育馆", Status.OPEN, "照常开放", (0, len(notice.text)))
    base = KnowledgeBase.of([notice], [fact])
    service = base.service_named("临江体育馆", NOW)
    assert service is not None
    for text, told in (("临江体育馆报名费多少", False), ("临江体育馆翻修多少天", True)):
        mention = Mention("临江体育馆", (0, 5), (Match(service, MatchReason.EXACT, 1.0, "临江体育馆"),))
        reading = Reading(Intent.PASSAGE, (mention,), reason=str(Intent.PASSAGE))
        assert (excerpt(text, base, NOW, reading, (service,)) is not None) is told


def test_a_question_with_no_word_of_what_is_asked_falls_back_on_the_state() -> None:
    answer = ask("我们一家想着礼拜六上青山公园遛遛弯", Intent.PASSAGE, named=True, reason="status by default")
    assert answer.outcome is Outcome.ANSWER
    assert answer.facts == (CLOSED,)


@pytest.mark.parametrize(
    ("text", "values", "outcome", "notice", "why"),
    [
        (
            "青山公园东门和码头街的物资发放点凭什么领取沙袋",
            {"reason": "status by default"},
            Outcome.EXCERPT,
            FLOODS,
            "what is asked for stands in another notice, the state of the park says little of it",
        ),
        (
            "青山公园现在是不是还在暂停开放呀麻烦说一下",
            {"reason": "status by default"},
            Outcome.ANSWER,
            PARK,
            "whether it is open is asked of the park, whatever else speaks of it",
        ),
        (
            "临江市水费窗口的咨询电话是多少号",
            {"intent": Intent.CONTACT},
            Outcome.ANSWER,
            OFFICE,
            "the fact holds the number of the very sentence that the passage would quote",
        ),
    ],
)
def test_a_passage_outdoes_facts_that_say_less_of_a_question_for_content(
    text: str, values: dict[str, Any], outcome: Outcome, notice: Notice, why: str
) -> None:
    answer = ask(text, values.get("intent", Intent.STATUS), named=True, reason=values.get("reason", ""))
    assert answer.outcome is outcome, why
    assert {one.notice for one in (*answer.facts, *answer.excerpts)} == {notice}, why


def test_a_name_made_of_words_that_stand_apart_does_not_hide_the_passage_that_has_both() -> None:
    answer = ask("临江市在码头街设置的发放点向市民发什么物资", Intent.STATUS, unknown=("临江市发放点",))
    assert answer.outcome is Outcome.EXCERPT
    assert answer.excerpts[0].notice is FLOODS


def test_a_short_question_is_told_its_state() -> None:
    assert ask("码头街发沙袋不", Intent.STATUS, named=True).outcome is Outcome.ANSWER


def test_a_passage_about_another_name_answers_no_question_about_a_state() -> None:
    answer = ask("青山县水务公园这两天暂停开放了没有啊", Intent.STATUS, unknown=("青山县水务公园",))
    assert answer.outcome is Outcome.UNKNOWN
    assert answer.unknown == ("青山县水务公园",)


@pytest.mark.parametrize(
    ("text", "outcome", "why"),
    [
        (
            "南京市江宁区秣陵街道对商铺货物占道问题是怎么处理的",
            Outcome.EXCERPT,
            "the city is left out where the district is printed",
        ),
        ("南京市栖霞区秣陵街道对商铺货物占道问题是怎么处理的", Outcome.UNKNOWN, "another district's street is another"),
    ],
)
def test_a_name_may_be_printed_without_the_larger_place_around_it(text: str, outcome: Outcome, why: str) -> None:
    body = "连日来，江宁区推进市容整治。秣陵街道对辖区商铺逐户检查，货物占道问题当场处理，城管队员每日复查。"
    notice = Notice("street", body, "", "江宁发布", Moment.parse("2023-04-07"))
    reply, _ = respond(Question(text, NOW), Memory(), KnowledgeBase.of([notice], ()))
    assert reply.kind is outcome, why


def test_a_number_beside_much_else_is_not_asked_about() -> None:
    text = "临江市12345热线4月6日起移至新址办公。热线上半年受理积水、路灯、噪声扰民和占道经营的反映320件。"
    notice = Notice("hotline", text, "", "临江日报", Moment.parse("2023-04-07"))
    fact = Fact(notice, "临江市热线", Status.MOVED, "移至", (0, 22), channels=(Channel("phone", "12345", "热线", (3, 8)),))
    base = KnowledgeBase.of([notice], [fact])
    for asked, told in (("12345是哪里的电话", True), ("12345接到路灯、噪声扰民和占道经营的反映多少件", False)):
        assert (whose_number(asked, understand(Question(asked, NOW), base)[0], base, NOW) is not None) is told
