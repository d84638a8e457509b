"""How fast notices are read, and that a hundred times the length takes no longer a character: `pytest -m long tests/bench`."""

from __future__ import annotations

import random
from time import process_time
from typing import TYPE_CHECKING

import pytest

from knowledge.model import Moment
from knowledge.reading import read_notices

if TYPE_CHECKING:
    from collections.abc import Callable

POSTED = Moment.day(2031, 5, 1)
SYLLABLES = "安宁平和兴隆福康永泰长丰金银石柳松梅兰竹云霞清明河海江湖山川桥塘沙林庄营寨坡岭湾岛港渡坊堡关口门井"
KINDS = ("图书馆", "博物馆", "体育场", "游泳馆", "公园", "社区医院", "办税厅", "小学", "客运站", "文化宫")
TOWNS = ("太原市", "杭州", "成都市", "西宁", "长沙市", "合肥")
SENTENCES = (
    "因设备检修，{town}{name}自5月{day}日8时起暂停开放，恢复时间另行通知。",
    "原定于5月{day}日举行的{name}招聘会延期至6月{day}日举行，详询0{area}-{number}。",
    "{town}{name}、{other}停止办理现场业务，请登录“某某通”App办理。",
    "记者从市文化局获悉，{name}5月{day}日起恢复开放，每日限流五百人。",
    "进入场馆请出示预约码，并按工作人员引导有序排队，带来不便，敬请谅解。",
    "下列客运站暂时关闭：{name}、{other}、城北客运站。",
)


def sentence(rng: random.Random) -> str:
    name, other = ("".join(rng.choices(SYLLABLES, k=3)) + rng.choice(KINDS) for _ in range(2))
    fields = {"name": name, "other": other, "town": rng.choice(TOWNS), "day": rng.randint(2, 28)}
    return rng.choice(SENTENCES).format(**fields, area=rng.randint(300, 999), number=rng.randint(2_000_000, 8_999_999))


def notice(sentences: int, rng: random.Random) -> str:
    return "".join(sentence(rng) for _ in range(sentences))


def page(articles: int, rng: random.Random) -> str:
    return "\n\n".join(f"## 第{number}则\n{notice(4, rng)}" for number in range(articles))


def seconds_a_character(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        began = process_time()
        read_notices(text, id="n", published=POSTED)
        best = min(best, process_time() - began)
    return best / len(text)


@pytest.mark.long
@pytest.mark.parametrize("build", [notice, page], ids=["one notice", "a page of notices"])
def test_a_hundred_times_the_length_takes_no_longer_a_character(
    build: Callable[[int, random.Random], str], record_property: Callable[[str, object], None]
) -> None:
    rng = random.Random(7)
    notice_page = 16
    texts = [build(notice_page * times, rng) for times in (1, 10, 100)]
    seconds_a_character(texts[0])
    taken = [seconds_a_character(text) for text in texts]
    for text, one in zip(texts, taken, strict=True):
        record_property(f"{len(text):,} characters", f"{one * 1e6:.2f} µs a character")
    assert max(taken[1:]) <= 2 * taken[0]  # were it quadratic, a hundred times the length would take fifty times as long


@pytest.mark.long
def test_six_hundred_notices_are_read_in_a_second(record_property: Callable[[str, object], None]) -> None:
    rng = random.Random(11)
    texts = [notice(rng.randint(2, 5), rng) for _ in range(900)]
    for text in texts[:100]:
        read_notices(text, id="n", published=POSTED)
    began = process_time()
    for text in texts[100:]:
        read_notices(text, id="n", published=POSTED)
    speed = 800 / (process_time() - began)
    record_property("notices a second", round(speed))
    assert speed >= 600
