"""What is read from a notice: tables of notices in our own words, and what must hold for any text."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import UnreadableError
from knowledge.model import End, Fact, Moment, Relation
from knowledge.reading import read_notices
from knowledge.reading.fields import begins_with_label

_FILES = (
    "reading",
    "houses",
    "fields_and_times",
    "lists_and_wholes",
    "ways_and_supplies",
    "silence",
    "posts",
    "exams_and_events",
    "city_orders",
    "short_notices",
)
CASES = [
    case
    for name in _FILES
    for case in tomllib.loads((Path(__file__).parent / "cases" / f"{name}.toml").read_text(encoding="utf-8"))["case"]
]


def facts_in(text: str, published: str, title: str = "", publisher: str = "") -> tuple[Fact, ...]:
    read = read_notices(text, id="n", title=title, published=Moment.parse(published), publisher=publisher)
    return tuple(fact for notice in read for fact in notice.facts)


def told(fact: Fact, key: str) -> Any:
    match key:
        case "valid_from" | "valid_until" | "start_date":
            moment = getattr(fact, key)
            return moment.iso if moment else ""
        case "previous":
            return [moment.iso for moment in fact.previous_start_dates]
        case "channels":
            return [channel.value for channel in fact.channels]
        case "hours":
            return [hours.words for hours in fact.hours]
        case "status" | "end" | "relation":
            return getattr(fact, key).value
        case _:
            return getattr(fact, key) or ""


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_notice_yields_its_facts_and_no_others(case: dict[str, Any]) -> None:
    facts = facts_in(case["text"], case["published"], case.get("title", ""), case.get("publisher", ""))
    seen = [{key: told(fact, key) for key in wanted} for fact, wanted in zip(facts, case["facts"], strict=False)]
    assert seen == case["facts"]
    assert [fact.service for fact in facts] == [wanted["service"] for wanted in case["facts"]]


texts = st.sampled_from([case["text"] for case in CASES])
WORDS = "今天起0123456789月日时，。、：“”（）暂停恢复开放关闭景区地铁公交考试推迟至延期市省的和因#@【】a \n"
scraps = st.text(alphabet=WORDS, max_size=120)


@given(st.one_of(st.text(max_size=200), scraps))
@settings(max_examples=120, deadline=None)
def test_no_text_makes_reading_fail_but_with_its_own_error(text: str) -> None:
    try:
        read = read_notices(text, id="n", published=Moment.day(2024, 5, 1))
    except UnreadableError:
        return
    for notice in read:
        for fact in notice.facts:
            assert fact.cue in notice.notice.text
            assert fact.quote.strip()


NOT_SAID = (None, (), "", End.UNSTATED, End.FIXED, Relation.ANNOUNCE)
GIVEN = {"notice", "cue", "span", "kind", "place", "cause_text", "relation", "corrects", "evidence"}
"""Fields that say how a fact was read, or stand on the words of another field."""


@given(texts)
@settings(deadline=None)
def test_every_field_stands_on_words_of_the_notice(text: str) -> None:
    for fact in facts_in(text, "2023-01-10"):
        standing_on = {one.field for one in fact.evidence}
        assert {"service", "status"} <= standing_on
        told = {field.name for field in fields(fact) if getattr(fact, field.name) not in NOT_SAID} - GIVEN
        if "valid_from" in standing_on:  # what opens on a day begins on it
            told -= {"start_date"}
        assert told <= standing_on
        for one in fact.evidence:
            assert fact.notice.text[slice(*one.span)].strip()
        for channel in fact.channels:
            assert set(channel.value) & set(fact.notice.text[slice(*channel.span)])


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_notice_that_begins_with_its_own_title_tells_the_same(case: dict[str, Any]) -> None:
    """Feeds and posts repeat the title as the first line; so does what we print ourselves."""
    title = case.get("title") or "关于有关事项的通告"
    given_once = facts_in(case["text"], case["published"], title, case.get("publisher", ""))
    given_twice = facts_in(f"{title}\n{case['text']}", case["published"], title, case.get("publisher", ""))
    assert essence(given_twice) == essence(given_once)


@pytest.mark.parametrize(
    "title", ["停水通知", "关于北山区图书馆闭馆的公告", "关于北山区\n图书馆\n闭馆的公告", "\n关于北山区图书馆闭馆的公告\n"]
)
def test_the_name_of_a_paper_on_lines_of_its_own_is_its_headline(title: str) -> None:
    """It is not the beginning of the first sentence, whose reason would be lost."""
    (read,) = read_notices(f"{title}\n因供电线路检修，北山区图书馆5月8日闭馆。", id="n", published=Moment.day(2031, 5, 6))
    assert read.notice.headline == title.replace("\n", "")
    assert ("北山区图书馆", "因供电线路检修") in [(fact.service, fact.cause_text) for fact in read.facts]


@given(texts, st.data())
@settings(max_examples=60, deadline=None)
def test_wrapping_lines_anew_changes_no_fact(text: str, data: st.DataObject) -> None:
    inner = [at for at in range(1, len(text)) if text[at - 1] not in "。！？；：”） " and text[at] not in " ”#@【1234567890、"]
    inner = [at for at in inner if not begins_with_label(text[at:])]  # 春节｜开放时间：…: a line of its own
    inner = [at for at in inner if "\n" not in f"\n{text}"[max(0, at - 3) : at + 1]]  # no column is as narrow as that
    at = data.draw(st.sampled_from(inner))
    wrapped = text[:at] + data.draw(st.sampled_from(["\n", "\n\n", "\r\n"])) + text[at:]
    assert essence(facts_in(wrapped, "2023-01-10")) == essence(facts_in(text, "2023-01-10"))


@given(texts, texts)
@settings(max_examples=40, deadline=None)
def test_another_article_on_the_page_changes_no_fact(first: str, second: str) -> None:
    page = f"## 第一篇\n{first}\n\n## 第二篇\n{second}"
    read = read_notices(page, id="p", published=Moment.day(2023, 1, 10))
    alone = [fact for text, title in ((first, "第一篇"), (second, "第二篇")) for fact in facts_in(text, "2023-01-10", title)]
    assert essence(tuple(fact for notice in read for fact in notice.facts)) == essence(tuple(alone))


def essence(facts: tuple[Fact, ...]) -> list[tuple[Any, ...]]:
    return [(one.service, one.status, one.valid_from, one.valid_until, one.end, one.start_date, one.cause_text) for one in facts]


@pytest.mark.parametrize(
    ("text", "posted", "basis"),
    [
        ("河东图书馆即日起闭馆。\n河东图书馆\n2031年5月6日", "2031-05-06", "signature"),
        ("河东图书馆即日起闭馆。\n河东图书馆\n二〇三一年五月六日", "2031-05-06", "signature"),
        ("河东图书馆2031年5月6日发布公告，自5月8日起闭馆。", "2031-05-06", "dateline"),
        ("河东图书馆闭馆\n发布日期：2031-05-06 来源：河东晚报\n河东图书馆即日起闭馆。", "2031-05-06", "dateline"),
        ("河东图书馆闭馆\n2031-05-06 10:30  河东晚报\n河东图书馆即日起闭馆。", "2031-05-06T10:30:00+08:00", "dateline"),
        ("河东图书馆闭馆\n成绩公布日期：2031-05-06\n河东图书馆即日起闭馆。", None, None),
        ("02版 2031年5月6日 星期二 责编 某某\n\n## 河东图书馆闭馆\n本报讯 河东图书馆昨日起闭馆。", "2031-05-06", "masthead"),
        ("本报讯 5月6日消息，2031年河东市初中毕业考试延期举行。", "2031-05-06", "year_in_name"),
        ("河东图书馆自2031年5月6日起闭馆。", None, None),
        ("河东图书馆即日起闭馆。", None, None),
    ],
    ids=[
        "signed",
        "signed in words",
        "dateline",
        "line below the title",
        "line without label",
        "a field of the body",
        "head of the page",
        "year in a name",
        "the day something begins tells nothing",
        "nothing tells",
    ],
)
def test_the_day_of_posting_is_worked_out_or_the_notice_is_held_back(text: str, posted: str | None, basis: str | None) -> None:
    (read,) = read_notices(text, id="n")
    assert (read.notice.published and read.notice.published.iso) == posted
    assert read.notice.date_basis == basis
    assert (read.refused is None) == (posted is not None)


def test_a_page_of_papers_is_parted_and_each_is_dated_and_signed_by_its_own_lines() -> None:
    """A pasted page: a title over its line of posting, a paper with its signature, and news of a line behind that."""
    read = read_notices(
        "宁波海曙区南街计划停水\n来源：河东水务集团 发布时间：2031-05-05 09:30\n因管道检修，定于5月7日对南街停水。\n\n"
        "关于临时闭馆的公告\n各位读者：\n因设备检修，我馆自5月8日起闭馆。\n特此公告。\n河东图书馆\n2031年5月6日\n\n"
        "5月9日起，河东地铁2号线末班车延长至23:30。",
        id="p",
    )
    assert [
        (one.notice.id, one.notice.headline, one.notice.publisher, one.notice.published.iso)
        for one in read
        if one.notice.published
    ] == [
        ("p.1", "宁波海曙区南街计划停水", "河东水务集团", "2031-05-05T09:30:00+08:00"),
        ("p.2", "关于临时闭馆的公告", "河东图书馆", "2031-05-06"),
        ("p.3", "", "", "2031-05-05T09:30:00+08:00"),
    ]
    assert [fact.service for one in read for fact in one.facts] == ["宁波海曙区南街供水", "河东图书馆", "河东地铁2号线"]


def test_sections_items_and_indented_paragraphs_part_a_page_too() -> None:
    """A pasted page without datelines: bars before sections, headings over indented paragraphs, items of a list."""
    read = read_notices(
        "河东日报 2031年5月6日 星期二 第4版\n▌园区\n车行区暂别游客\n"
        "  河东动物园发布公告：河东动物园车行区自5月7日起暂停开放，恢复时间\n另行通知。\n"
        "北山菊展延期\n  受大风影响，北山菊展延期至5月20日举行。\n▌办事\n"
        "○ 河东区税务局：5月8日停止办公。\n○ 网传“河东区婚姻登记处停办业务”，消息不实。\n",
        id="p",
    )
    assert [(one.notice.headline, [(fact.service, fact.status.value) for fact in one.facts]) for one in read if one.facts] == [
        ("车行区暂别游客", [("河东动物园车行区", "closed")]),
        ("北山菊展延期", [("北山菊展", "rescheduled")]),
        ("", [("河东区税务局", "suspended")]),
    ]


def test_a_page_of_nothing_but_marks_is_kept_as_it_is() -> None:
    (read,) = read_notices("▌出行\n▌园区\n", id="p", published=Moment.day(2031, 5, 6))
    assert (read.notice.text, read.facts) == ("▌出行\n▌园区", ())


def test_who_signs_is_the_publisher_only_where_the_caller_names_none() -> None:
    (read,) = read_notices("我馆自5月8日起闭馆。\n河东图书馆\n2031年5月6日", id="n", publisher="河东晚报")
    assert (read.notice.publisher, read.facts[0].service) == ("河东晚报", "河东图书馆")


def test_the_first_line_above_a_marked_heading_is_part_of_it() -> None:
    """At the head of a page a short line above a marked heading is the first half of the headline, no article."""
    (read,) = read_notices(
        "全市防汛会议强调\n\n# 守住安全底线\n\n本报讯 5月6日，市里开会。", id="n", published=Moment.day(2031, 5, 7)
    )
    assert read.notice.headline == "全市防汛会议强调 守住安全底线"
