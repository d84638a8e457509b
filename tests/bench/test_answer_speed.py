"""How long a question takes from its text to its reply, with 10,000 notices held and with 100,000.

Run it with `uv run pytest -m long tests/bench/test_answer_speed.py -s`: it prints the times, the time and memory of building, and
the slowest questions.
"""

from __future__ import annotations

import random
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import process_time

import pytest

from bot.dialogue import Memory
from bot.model import Question
from bot.responder import respond
from knowledge.base import KnowledgeBase
from knowledge.model import ZONE, Channel, End, Fact, Moment, Notice, Status

NOW = datetime(2031, 1, 1, 10, tzinfo=ZONE)
LETTERS = (
    "安宁平和兴隆福康永泰长丰金银石柳松梅兰竹云霞清明河海江湖山川桥塘沙林庄营寨坡岭湾岛港渡坊堡关口门井"
    "东西南北青白红紫碧玉龙凤鹤鹿马牛羊虎燕鹰桃杏梨枫榆槐荷菊莲萍苇麦稻谷泉溪潭峰崖洞塔寺庙亭台楼阁宫"
)
CITIES = {
    "太原": "taiyuan",
    "杭州": "hangzhou",
    "成都": "chengdu",
    "西宁": "xining",
    "长沙": "changsha",
    "合肥": "hefei",
    "兰州": "lanzhou",
    "贵阳": "guiyang",
    "南昌": "nanchang",
    "福州": "fuzhou",
    "昆明": "kunming",
    "沈阳": "shenyang",
}
PLACES = {
    "景区": "scenic_area",
    "公园": "park",
    "图书馆": "library",
    "博物馆": "museum",
    "体育场": "sports_venue",
    "客运站": "coach",
    "人民医院": "hospital",
    "小学": "school",
    "幼儿园": "kindergarten",
    "农贸市场": "market",
    "收费站": "toll_station",
    "文化馆": "culture_centre",
}
EVENTS = {
    "教师资格考试": "professional_exam",
    "马拉松": "match",
    "招聘会": "job_fair",
    "灯会": "event",
    "研究生考试": "postgraduate_exam",
}
STATES = {
    "暂停开放": Status.CLOSED,
    "暂时关闭": Status.CLOSED,
    "实行预约限流": Status.LIMITED,
    "恢复开放": Status.OPEN,
    "延迟开放": Status.DELAYED,
    "暂停接待": Status.SUSPENDED,
}
SHIFTS = {"延期举行": Status.POSTPONED, "取消举办": Status.CANCELLED, "如期举行": Status.SCHEDULED}
CAUSES = {"供水管道检修": "maintenance", "连日强降雨": "weather", "电梯更换": "maintenance", "临时交通管制": "other"}
NOTES = (
    "进入场馆请出示预约码，并按工作人员引导有序排队。",
    "带来不便，敬请谅解，详情可留意本单位公告栏。",
    "已经购票的市民可在七个工作日内到服务台办理退款。",
    "停车场同时停用，建议乘坐公共交通工具前往。",
    "未成年人须由家长陪同，老年人可走绿色通道。",
    "如遇恶劣天气，安排将另行调整。",
)
QUESTIONS = (
    "{name}今天开门吗",
    "请问一下{city}{name}现在还能进去吗？谢谢",
    "{short}开了没",
    "{name}为什么关了",
    "{name}从哪天开始关的",
    "{name}什么时候才能恢复开放",
    "{name}电话多少",
    "{name}在哪儿",
    "{name}怎么预约",
    "{event}推迟到几号了",
    "{event}还有几天",
    "{event}是星期几",
    "{event}推迟了多少天",
    "{city}{event}取消了没有",
    "{name}还是{other}现在能去",
    "{name}、{other}和{event}哪个没受影响",
    "不是，我问的是{name}",
    "周末想去{name}转转行不行",
    "五一{name}开不开",
    "{name}下午四点还让进不",
    "哪些{kind}关了",
    "{city}现在有哪些{kind}还开着",
    "现在哪些地方关了",
    "最近有什么延期的",
    "今天有什么通知",
    "{city}的{kind}开吗",
    "{kind}都关了吗",
    "{typo}今天开门吗",
    "{typo}怎么进不去了",
    "{pinyin} kaimen ma",
    "{pinyin}jintiankaifangma",
    "is {pinyin} park open today",
    "what is closed in {city_pinyin} now?",
    "when will the museum reopen",
    "{stranger}开门吗",
    "{city}{stranger}什么时候恢复",
    "{stranger}能去玩吗，听说那边人很多",
    "{name}门票多少钱",
    "{name}的电梯更换费用由谁承担",
    "已经买了{name}的票到哪里退款",
    "老年人进场馆怎么走绿色通道",
    "停车场停用以后车停在哪里比较方便",
    "今天会下雨吗",
    "{number}是哪里的电话",
    "{name}昨天到底是开着还是关着，孩子他爸非说去了一趟没进得去，麻烦给个准信",
    "谢谢",
)


@dataclass(frozen=True)
class Named:
    city: str
    own: str
    kind: str

    @property
    def name(self) -> str:
        return self.own + self.kind


def named(rng: random.Random, kinds: dict[str, str]) -> Named:
    return Named(rng.choice(list(CITIES)), "".join(rng.choices(LETTERS, k=rng.choice((2, 2, 3)))), rng.choice(list(kinds)))


def world(count: int) -> tuple[list[Notice], list[Fact], list[Named], list[Named]]:
    """Notices of six years, about one in four of a service that had one before."""
    rng = random.Random(7)
    places, events = (
        [named(rng, kinds) for _ in range(round(count * share))] for kinds, share in ((PLACES, 0.6), (EVENTS, 0.15))
    )
    notices, facts = [], []
    for number in range(count):
        day = NOW - timedelta(hours=rng.randrange(24 * 365 * 6))
        notice, fact = (
            _event(number, day, rng.choice(events), rng) if number % 5 == 0 else _place(number, day, rng.choice(places), rng)
        )
        notices.append(notice)
        facts.append(fact)
    return notices, facts, places, events


def _place(number: int, day: datetime, one: Named, rng: random.Random) -> tuple[Notice, Fact]:
    cue, cause, phone = rng.choice(list(STATES)), rng.choice(list(CAUSES)), f"0{rng.randint(300, 999)}-{2_000_000 + number}"
    first = f"因{cause}，{one.city}{one.name}自{day.month}月{day.day}日起{cue}，恢复时间另行通知。"
    text = f"{one.name}{cue}的公告\n{first}咨询电话：{phone}。" + "".join(rng.sample(NOTES, 3))
    notice = Notice(f"n{number}", text, f"{one.name}{cue}的公告", f"{one.city}发布", Moment.of(day))
    start = text.index(first)
    at = text.index(phone)
    return notice, Fact(
        notice,
        one.name,
        STATES[cue],
        cue,
        (start, start + len(first)),
        PLACES[one.kind],
        f"{one.city}市",
        valid_from=Moment.day(day.year, day.month, day.day),
        end=End.FURTHER_NOTICE,
        cause=CAUSES[cause],
        cause_text=cause,
        channels=(Channel("phone", phone, "咨询电话", (at, at + len(phone))),),
    )


def _event(number: int, day: datetime, one: Named, rng: random.Random) -> tuple[Notice, Fact]:
    cue, then = rng.choice(list(SHIFTS)), day + timedelta(days=rng.randint(20, 90))
    first = f"原定于{day.month}月{day.day}日举行的{one.city}{one.name}{cue}，新的日期为{then.month}月{then.day}日。"
    text = f"关于{one.name}的通告\n{first}" + "".join(rng.sample(NOTES, 2))
    notice = Notice(f"n{number}", text, f"关于{one.name}的通告", f"{one.city}发布", Moment.of(day))
    start = text.index(first)
    return notice, Fact(
        notice,
        one.city + one.name,
        SHIFTS[cue],
        cue,
        (start, start + len(first)),
        EVENTS[one.kind],
        f"{one.city}市",
        start_date=Moment.day(then.year, then.month, then.day),
        previous_start_dates=(Moment.day(day.year, day.month, day.day),),
    )


def questions(places: list[Named], events: list[Named], count: int) -> Iterator[str]:
    from knowledge.index.sounds import toneless  # noqa: PLC0415 - spells the names as a citizen would

    rng = random.Random(11)
    for number in range(count):
        one, other, event = rng.choice(places), rng.choice(places), rng.choice(events)
        at = rng.randrange(len(one.own))
        yield QUESTIONS[number % len(QUESTIONS)].format(
            name=one.name,
            short=one.own,
            kind=one.kind,
            other=other.name,
            event=event.name,
            city=one.city,
            city_pinyin=CITIES[one.city],
            typo=one.own[:at] + rng.choice(LETTERS) + one.own[at + 1 :] + one.kind,
            stranger="".join(rng.choices("驼盔铠鼎碑笙瑟琴棋砚", k=3)) + rng.choice(("", "宫", "乐园", "大厦")),
            pinyin="".join(min(toneless(character)) for character in one.name),
            number=f"0{rng.randint(300, 999)}-{rng.randint(2_000_000, 2_100_000)}",
        )


@dataclass(frozen=True)
class Measured:
    median: float
    """Milliseconds of our own process, as is `p99`."""
    p99: float
    slowest: list[tuple[float, str]]


def measured(count: int) -> Measured:
    notices, facts, places, events = world(count)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, process_time()
    base = KnowledgeBase.of(notices, facts)
    for text in questions(places, events, len(QUESTIONS)):  # builds what is built when first asked for
        respond(Question(text, NOW), Memory(), base)
    built, held = process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    taken = []
    for text in list(questions(places, events, 60 * len(QUESTIONS)))[len(QUESTIONS) :]:
        began = process_time()
        respond(Question(text, NOW), Memory(), base)
        taken.append(((process_time() - began) * 1000, text))
    taken.sort()
    found = Measured(taken[len(taken) // 2][0], taken[-len(taken) // 100][0], taken[: -len(taken) // 100 : -1])
    shown = f"built in {built:.1f} s and {held / 1024:.0f} MB; median {found.median:.2f} ms, 99 % {found.p99:.2f} ms"
    print(f"\n{count:,} notices: {shown}")  # noqa: T201 - what it measures is what it is run for
    for milliseconds, text in found.slowest[:8]:
        print(f"  {milliseconds:6.1f} ms  {text}")  # noqa: T201
    return found


@pytest.mark.long
def test_a_question_takes_three_milliseconds_and_hardly_longer_among_ten_times_the_notices() -> None:
    few, many = measured(10_000), measured(100_000)
    assert few.median <= 3
    assert few.p99 <= 15
    assert many.median <= 1.5 * few.median
    assert many.p99 <= 1.5 * few.p99
