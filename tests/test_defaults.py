"""The notices the program comes with say what they are there to say."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from knowledge.defaults import default_notices

if TYPE_CHECKING:
    from knowledge.model import Fact


@cache
def facts() -> tuple[Fact, ...]:
    return tuple(fact for read in default_notices() for fact in read.facts)


def fact_of(name: str) -> Fact:
    found = [fact for fact in facts() if name in fact.service]
    assert found, [(fact.service, fact.status) for fact in facts()]
    return found[0]


def test_every_default_notice_is_kept() -> None:
    assert [read.notice.id for read in default_notices() if read.refused] == []
    assert {read.notice.published.iso for read in default_notices() if read.notice.published} == {"2022-04-06"}
    assert all(read.notice.publisher for read in default_notices())


@pytest.mark.parametrize(
    ("name", "status", "end", "cause"),
    [
        ("太山景区", "closed", "unstated", "设施改造"),
        ("玉泉山景区", "closed", "further_notice", "疫情"),
        ("汾河二库国家水利风景区", "delayed", "unstated", "疫情"),
        ("晋阳雅集·古风游乐市集", "postponed", "unstated", "疫情"),
        ("2022年山西省普通高校专升本文化课考试", "rescheduled", "fixed", ""),
        ("省退役军人事务厅", "suspended", "further_notice", "疫情"),
        ("在线问诊", "open", "unstated", ""),
        ("山大一院", "open", "unstated", ""),
        ("省心血管病医院", "open", "unstated", ""),
    ],
)
def test_a_service_stands_as_its_notice_says(name: str, status: str, end: str, cause: str) -> None:
    fact = fact_of(name)
    assert (fact.status, fact.end) == (status, end)
    assert cause in (fact.cause_text or "")


def test_the_dates_are_those_of_the_notices() -> None:
    exam = fact_of("专升本")
    assert exam.start_date
    assert (exam.start_date.iso, [moment.iso for moment in exam.previous_start_dates]) == ("2022-06-09", ["2022-04-22"])
    closed, suspended = fact_of("太山景区").valid_from, fact_of("省退役军人事务厅").valid_from
    assert closed
    assert suspended
    assert (closed.iso, suspended.iso) == ("2022-04-06T15:00:00+08:00", "2022-04-06")


def test_the_ways_to_reach_a_service_are_read() -> None:
    office = {(channel.kind, channel.value) for channel in fact_of("省退役军人事务厅").channels}
    assert {("phone", "0351-5250788"), ("url", "http://tjrt.shanxi.gov.cn")} <= office
    consultation = fact_of("在线问诊")
    assert ("caller_prefix", "021") in {(channel.kind, channel.value) for channel in consultation.channels}
    assert not any(channel.kind == "phone" for channel in consultation.channels)
    assert "健康山西" in consultation.steps[0]
    order = [
        next(n for n, step in enumerate(consultation.steps) if word in step) for word in ("问医生", "极速问诊", "保存", "科室")
    ]
    assert order == sorted(order)


def test_a_caption_is_said_to_be_one() -> None:
    fact = fact_of("双西小学")
    assert fact.notice.caption
    assert fact.status in {"moved", "suspended"}


def test_a_report_on_a_meeting_states_nothing_of_any_service() -> None:
    report = [read for read in default_notices() if read.notice.id.endswith("meeting")]
    assert [read.facts for read in report] == [()]
