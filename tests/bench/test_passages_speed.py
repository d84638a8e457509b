"""How long a question takes among ten thousand notices, and among a hundred thousand: `pytest -m long tests/bench`."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import pytest

from knowledge.model import ZONE, Moment, Notice
from knowledge.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2031, 1, 1, tzinfo=ZONE)
SYLLABLES = "安宁平和兴隆福康永泰长丰金银石柳松梅兰竹云霞清明河海江湖山川桥塘沙林庄营寨坡岭湾岛港渡坊堡关口门井"
KINDS = ("图书馆", "博物馆", "体育场", "游泳馆", "公园", "社区医院", "办税厅", "小学", "客运站", "文化宫")
WORKS = ("检修供水管道", "更换电梯", "翻修屋顶", "清洗水箱", "调试消防设备", "改造大门", "更新阅览座位", "加固围墙")
STATES = ("暂停开放", "缩短开放时间", "实行预约", "恢复开放", "延期开放", "改为线上办理")
NOTES = (
    "进入场馆请出示预约码，并按工作人员引导有序排队。",
    "带来不便，敬请谅解，详情可留意本单位公告栏。",
    "已经购票的读者可在七个工作日内到服务台办理退款。",
    "停车场同时关闭，建议乘坐公共交通工具前往。",
    "未成年人须由家长陪同，老年人可走绿色通道。",
    "如遇恶劣天气，安排将另行调整。",
)
QUESTIONS = (
    "{name}更换电梯的费用由谁承担",
    "{name}什么时候恢复开放",
    "已经买了{name}的票在哪里退款",
    "老年人去{name}怎么走绿色通道",
    "哪些场馆实行预约",
    "咨询电话是多少",
)


def name(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=3)) + rng.choice(KINDS)


def notice(number: int, rng: random.Random) -> Notice:
    day = datetime(2021, 1, 1, tzinfo=ZONE) + timedelta(hours=number % 80_000)
    text = "".join(
        (
            f"{name(rng)}{rng.choice(STATES)}的公告\n因{rng.choice(WORKS)}，{name(rng)}自{day.month}月{day.day}日起{rng.choice(STATES)}，",
            f"预计工期{rng.randint(3, 90)}天。",
            *rng.sample(NOTES, 4),
            f"咨询电话：0{rng.randint(300, 999)}-{rng.randint(2_000_000, 8_999_999)}。",
        )
    )
    return Notice(f"n{number}", text, published=Moment.of(day))


def times(count: int) -> list[float]:
    """Milliseconds of each question."""
    rng = random.Random(7)
    passages = Passages.of(notice(number, rng) for number in range(count))
    passages.find("预约", NOW)
    taken = []
    for number in range(600):
        question = QUESTIONS[number % len(QUESTIONS)].format(name=name(rng))
        began = perf_counter()
        passages.find(question, NOW, 1)
        taken.append((perf_counter() - began) * 1000)
    return taken


@pytest.mark.long
def test_a_question_takes_hardly_longer_among_ten_times_the_notices(record_property: Callable[[str, object], None]) -> None:
    few, many = times(10_000), times(100_000)
    for held, taken in (("10k", few), ("100k", many)):
        record_property(f"{held}: median, 99 % in ms", (round(median(taken), 2), round(sorted(taken)[-7], 2)))
    assert median(few) <= 3
    assert median(many) <= 1.5 * median(few)
