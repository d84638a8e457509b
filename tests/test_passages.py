from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.bigrams import Bigrams, bigrams, comparable
from knowledge.model import ZONE, Moment, Notice
from knowledge.passages import Passages
from knowledge.passages.asked import _expectations, _fillers, asked
from knowledge.passages.certainty import _near_miss, _rules
from knowledge.passages.elsewhere import elsewhere, places_in
from knowledge.passages.segments import _level, segments
from knowledge.words import table

CASES = tomllib.loads((Path(__file__).parent / "cases" / "passages.toml").read_text(encoding="utf-8"))
NOW = datetime(2031, 11, 1, 9, tzinfo=ZONE)
NOTICES = tuple(
    Notice(row["id"], row["text"].strip(), publisher=row["publisher"], published=Moment.parse(row["published"]))
    for row in CASES["notice"]
)
TOWN = Passages.of(NOTICES)
DATA = table("passages")

text = st.text(st.sampled_from("供热收费标准自月日起，。；：\n 一二、（）3.6元第各省市ab ＡB１"), max_size=80)


def params(rows: list[dict[str, Any]]) -> list[Any]:
    known = {True: (pytest.mark.xfail(strict=True),), False: ()}
    return [pytest.param(row, id=row["question"] or "nothing", marks=known["known" in row]) for row in rows]


@pytest.mark.parametrize("case", params(CASES["case"]))
def test_a_question_gets_the_words_that_answer_it_or_none(case: dict[str, Any]) -> None:
    at = datetime.fromisoformat(case["at"]) if "at" in case else NOW
    shown = [found for found in TOWN.find(case["question"], at, 1) if found.score >= TOWN.certain]
    quotes = [found.notice.text[slice(*found.span)] for found in shown]
    if case.get("none"):
        assert not quotes, case["why"]
    else:
        assert quotes, case["why"]
        assert all(words in quotes[0] for words in case["quote"]), case["why"]


def test_a_notice_published_later_does_not_exist() -> None:
    published = NOTICES[-1].published
    assert published is not None
    before = published.start - timedelta(seconds=1)
    assert NOTICES[-1].id in {found.notice.id for found in TOWN.find("6路改走松林街", published.start)}
    assert NOTICES[-1].id not in {found.notice.id for found in TOWN.find("6路改走松林街", before)}


@pytest.mark.parametrize(
    ("publisher", "opening", "why"),
    [
        ("安平县水务局", "", "who publishes"),
        ("", "安平县水务局通告。本月分批检修泵站，请沿线用户提前储水。", "the opening, though not the sentence before"),
    ],
)
def test_a_passage_is_surer_when_the_notice_says_elsewhere_what_is_asked_about(publisher: str, opening: str, why: str) -> None:
    body = "西区泵站定于周五检修。各户可到街口接水。检修由城西队承担，水车每两小时一趟。"
    question = "安平县水务局的水车多久一趟"
    plain = Passages.of([Notice("a", body), *NOTICES]).find(question, NOW, 1)[0]
    named = Passages.of([Notice("a", opening + body, publisher=publisher), *NOTICES]).find(question, NOW, 1)[0]
    assert named.score > plain.score, why


def test_what_a_question_quotes_is_printed_where_the_answer_stands() -> None:
    column = Notice("column", "清河县客户端新设《街坊来信》，登载来信和答复。")
    pages = Notice("pages", "清河县在哪些网页上开设专栏，登载来信和答复，由县里决定；专栏在网页上开设后登载办事答复。")
    found = Passages.of([column, pages]).find("《街坊来信》专栏在哪里开设，登载哪些答复", NOW)
    assert found[0].notice is column


def test_a_notice_without_a_date_is_always_there() -> None:
    undated = Passages.of([Notice("a", "石桥公园西门改为单向通行。")])
    assert undated.find("石桥公园西门", datetime(1990, 1, 1, tzinfo=ZONE))


def test_only_the_notices_meant_are_looked_into() -> None:
    question = "石桥路的公交和图书馆的供热"
    assert {found.notice.id for found in TOWN.find(question, NOW, 3)} == {"heating", "library", "bus"}
    assert {found.notice.id for found in TOWN.find(question, NOW, 3, {"library", "no such notice"})} == {"library"}


def test_what_a_passage_tells_is_as_sure_as_the_passage() -> None:
    found = TOWN.find("商铺的供热收费标准是多少", NOW, 1)[0]
    assert TOWN.told("商铺的供热收费标准是多少", found.notice, found.notice.text) >= found.score
    assert TOWN.told("商铺的供热收费标准是多少", found.notice, "每次限用四小时") < found.score


@pytest.mark.parametrize(
    ("question", "content"), [("6路改走哪条街", True), ("停用要交的材料", False), ("6路是不是停了呢", False)]
)
def test_a_question_for_content_is_told_from_one_for_yes_or_no(question: str, *, content: bool) -> None:
    assert asked(question).for_content is content


def test_the_order_of_notices_changes_nothing() -> None:
    other = Passages.of(reversed(NOTICES))
    for case in CASES["case"]:
        assert other.find(case["question"], NOW) == TOWN.find(case["question"], NOW)


def test_no_notices_no_passages() -> None:
    assert Passages.of(()).find("供热收费标准", NOW) == ()


@given(text, text)
def test_a_passage_is_words_of_its_notice_with_a_score_between_nought_and_one(body: str, question: str) -> None:
    for found in Passages.of([Notice("a", body), *NOTICES]).find(question, NOW):
        start, end = found.span
        assert 0 <= start < end <= len(found.notice.text)
        assert found.notice.text[start:end].strip() == found.notice.text[start:end]
        assert 0 <= found.score <= 1


def test_a_question_of_any_length_is_read() -> None:
    assert TOWN.find("供热收费标准" * 5_000, NOW)


# -------------------------------------------------------------------------------------------------------------- the words
@pytest.mark.parametrize("group", DATA["filler"], ids=lambda group: group["name"])
def test_what_carries_no_content_is_left_out(group: dict[str, Any]) -> None:
    question, left = group["example"]
    assert [part for part in _fillers().split(question) if len(part) > 1] == left


@pytest.mark.parametrize("rule", DATA["synonym"], ids=lambda rule: rule["said"][0])
def test_what_people_say_stands_for_what_notices_print(rule: dict[str, Any]) -> None:
    question, sentence = rule["example"]
    assert any(word in sentence for term in asked(question).terms for word in term.printed[1:])


@pytest.mark.parametrize("rule", DATA["expectation"], ids=lambda rule: rule["name"])
def test_a_question_tells_what_kind_of_words_answer(rule: dict[str, Any]) -> None:
    question, answer = rule["example"]
    expects = asked(question).expects
    assert expects.name == rule["name"]
    assert expects.answer is None or expects.answer.search(answer)


def test_any_question_expects_something() -> None:
    assert _expectations()[-1][0].search("")


@pytest.mark.parametrize("level", range(1, len(DATA["list_mark"]) + 1))
def test_a_list_mark_has_its_level(level: int) -> None:
    assert _level(DATA["list_mark"][level - 1]["example"], 0) == level


@pytest.mark.parametrize("guard", DATA["guard"], ids=lambda guard: guard["name"])
def test_a_name_but_for_one_such_character_is_another_name(guard: dict[str, Any]) -> None:
    asked_about, printed = guard["example"]
    assert _near_miss(asked_about, set(range(len(asked_about))), printed, _rules().guards)
    assert not _near_miss(asked_about, set(), printed, _rules().guards)


@pytest.mark.parametrize(
    ("question", "publisher", "body", "away", "why"),
    [
        ("大同的公园开放吗", "", "太原市公园管理中心通告：各公园暂停开放。", True, "another city of the same province"),
        ("山西的公园开放吗", "", "太原市公园管理中心通告：各公园暂停开放。", False, "a city of that province"),
        ("太原的公园开放吗", "", "山西省各公园暂停开放。", False, "what holds in the province may hold in its city"),
        ("大同的公园开放吗", "大同发布", "各公园暂停开放，太原同步。", False, "the publisher is of that city"),
        ("大同的公园开放吗", "", "各公园暂停开放。", False, "the notice names no place"),
        ("公园开放吗", "", "太原市各公园暂停开放。", False, "the question names no place"),
        ("太原市小店区的公园开放吗", "", "太原市迎泽区各公园暂停开放。", True, "another district of the same city"),
        ("太原市小店区的公园开放吗", "", "太原市各公园暂停开放。", False, "what holds in the city may hold in its district"),
    ],
)
def test_a_notice_about_another_place_is_elsewhere(question: str, publisher: str, body: str, *, away: bool, why: str) -> None:
    assert elsewhere(places_in(question), publisher, body) is away, why


# ------------------------------------------------------------------------------------------------------------- the parts
@given(text)
def test_clauses_stand_in_order_and_hold_every_letter(body: str) -> None:
    parts = segments(body)
    ends = [0, *(clause.span[1] for clause in parts.clauses)]
    gaps = [body[end : clause.span[0]] for end, clause in zip(ends, parts.clauses, strict=False)]
    assert not any(map(str.isalnum, "".join(gaps) + body[ends[-1] :]))
    assert [clause for s in parts.sentences for clause in range(s.first, s.last + 1)] == list(range(len(parts.clauses)))


@pytest.mark.parametrize(
    ("body", "clauses", "why"),
    [
        (
            "即日起（周一，周二除外）闭馆，恢复时间另告。",
            ["即日起（周一，周二除外）闭馆，", "恢复时间另告。"],
            "brackets are kept whole",
        ),
        ("开放时间9:00-17:00。", ["开放时间9:00-17:00。"], "the colon of a time parts nothing"),
        ("报名办法\n登录网站。", ["报名办法", "登录网站。"], "a line that ends without a stop is a heading"),
        ("二、报名办法 3.登录网站", ["二、报名办法", "3.登录网站"], "a blank before a list mark parts"),
        ("截至 3 月 5 日 24 时", ["截至 3 月 5 日 24 时"], "blanks around numbers part nothing"),
    ],
)
def test_a_text_is_cut_where_a_reader_pauses(body: str, clauses: list[str], why: str) -> None:
    assert [body[slice(*clause.span)] for clause in segments(body).clauses] == clauses, why


# ------------------------------------------------------------------------------------------------------------- the index
@given(st.lists(text, max_size=8), text, st.integers(0, 9))
def test_the_index_finds_what_comparing_every_text_finds(texts: list[str], query: str, before: int) -> None:
    index, pairs = Bigrams.of(texts), bigrams(comparable(query))
    weights = {pair: index.rarity(pair) for pair in pairs}
    slow = {}
    for number, body in enumerate(texts[:before]):
        if shared := pairs & bigrams(comparable(body)):
            slow[number] = sum(weights[pair] for pair in shared) / sum(weights.values())
    found = index.candidates(query, 9, before)
    assert dict(found) == pytest.approx(slow)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_pairs_that_every_text_has_are_looked_up_rather_than_read() -> None:
    index = Bigrams.of(f"石桥公园{number}号门" for number in range(9_000))
    assert index.candidates("石桥公园4711号门", 1)[0] == (4711, pytest.approx(1.0))


def test_without_a_rare_pair_the_newest_texts_are_taken() -> None:
    index = Bigrams.of("石桥公园" for _ in range(9_000))
    assert index.candidates("石桥公园", 1)[0][0] == 8_999


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("ＡPP下载", "app下载", True),
        ("G60高速", "G6高速限行", True),
        ("60", "160", False),
        ("库", "库", True),
        ("公，园", "公园", False),
    ],
)
def test_texts_are_compared_by_what_they_mean_to_a_reader(one: str, other: str, *, found: bool) -> None:
    assert bool(Bigrams.of([other]).candidates(one, 1)) is found
