"""What must be true of every reply, whatever is asked."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import decide
from bot.clock import read_moment
from bot.dialogue import Memory
from bot.model import Intent, Mention, Outcome, Question, Reading
from bot.render import render, write_moment
from bot.replies import replies
from bot.responder import respond
from knowledge.base import KnowledgeBase
from knowledge.index import Match, MatchReason
from knowledge.model import ZONE, End, Fact, Moment, Notice, Relation, Status
from knowledge.reading import ReadNotice, read_notices

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Reply

SERVICE_INTENTS = [
    Intent.STATUS,
    Intent.SINCE,
    Intent.UNTIL,
    Intent.WHY,
    Intent.WHEN,
    Intent.COUNTDOWN,
    Intent.WEEKDAY,
    Intent.SHIFT,
    Intent.HOW,
    Intent.CONTACT,
    Intent.WHERE,
    Intent.LATEST,
    Intent.SUBSCRIBE,
]
OPENLY = ("恢复开放", "正常开放", "照常开放")
GIVEN = ("原文", "来源", "   ")
NUMBER = re.compile(r"\d+(?:[-.]\d+)*")


def ask(base: KnowledgeBase, name: str, intent: Intent, at: str, *, language: str = "zh", when: Moment | None = None) -> Reply:
    asked_at = read_moment(at)
    service = base.service_named(name, asked_at)
    assert service is not None
    reading = Reading(intent, (Mention(name, (0, len(name)), (Match(service, MatchReason.EXACT, 1.0, name),)),), when=when)
    return render(decide([reading], Memory(), base, Question(name, asked_at)), language, asked_at.date())


def notice(number: int, text: str, posted: str) -> Notice:
    return Notice(f"n{number}", text, "", "青山公园", Moment.parse(posted))


def fact(number: int, cue: str, status: Status, posted: str, **values: Any) -> Fact:
    text = f"青山公园{cue}。"
    return Fact(notice(number, text, posted), "青山公园", status, cue, (0, len(text)), kind="scenic_area", **values)


OLDER = st.lists(
    st.builds(
        lambda number, cue_status, day: fact(number, cue_status[0], cue_status[1], f"2023-04-{day:02}"),
        st.integers(1, 50),
        st.sampled_from(
            [("恢复开放", Status.OPEN), ("正常开放", Status.OPEN), ("限流", Status.LIMITED), ("延迟开放", Status.DELAYED)]
        ),
        st.integers(1, 18),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda f: f.notice.id,
)


@given(OLDER, st.sampled_from(SERVICE_INTENTS))
def test_a_newer_closed_notice_makes_every_answer_say_not_open(facts: list[Fact], intent: Intent) -> None:
    base = KnowledgeBase.of([], [*facts, fact(99, "暂时关闭", Status.CLOSED, "2023-04-20")])
    reply = ask(base, "青山公园", intent, "2023-04-21T10:00")
    assert "暂时关闭" in reply.text
    assert not any(words in reply.text for words in OPENLY)
    assert not any(f.status.available for f in reply.facts)


@given(OLDER, st.sampled_from(SERVICE_INTENTS))
def test_a_withdrawal_restores_the_earlier_answer_exactly(facts: list[Fact], intent: Intent) -> None:
    before = KnowledgeBase.of([], facts)
    wrong = fact(98, "暂时关闭", Status.CLOSED, "2023-04-19")
    withdrawn = fact(99, "撤回", Status.CANCELLED, "2023-04-20", relation=Relation.CANCEL)
    after = KnowledgeBase.of([], [*facts, wrong, withdrawn])
    one, two = (ask(base, "青山公园", intent, "2023-04-21T10:00") for base in (before, after))
    assert one == replace(two, trace=one.trace)


def computed(base: KnowledgeBase, reply: Reply, at: str, when: Moment | None) -> set[str]:
    """Return the numbers a reply may compute: list numbers, days between its dates, the age of its notices, the moment asked."""
    asked_at = read_moment(at)
    days = [asked_at.astimezone(ZONE).date()]
    moments: list[Any] = [when, Moment.of(asked_at)]
    services = [s for s in base.services(asked_at) if s.name in reply.services]
    held = [f for s in services for f in (*base.standing(s, moments[1], asked_at).told, *base.facts(s, asked_at))]
    for told in (*held, *reply.facts):
        moments += [told.published, told.start_date, told.valid_from, told.valid_until, *told.previous_start_dates]
    days += [m.start.astimezone(ZONE).date() for m in moments if m]
    allowed = {str(abs((b - a).days)) for a in days for b in days} | {str(n) for n in range(1, 13)}
    for moment in (m for m in (when, Moment.of(asked_at), *(f.published for f in reply.facts)) if m):
        allowed |= set(NUMBER.findall(write_moment(moment, replies("zh"), asked_at.date())))
    return allowed


TIMES = ["2023-04-08T10:00", "2023-04-12T16:30", "2023-04-22T10:00", "2023-05-20T09:00", "2027-11-23T14:30"]
DAYS = [None, Moment.day(2023, 4, 5), Moment.day(2023, 5, 1), Moment.parse("2030")]


@pytest.mark.parametrize("intent", SERVICE_INTENTS)
def test_no_reply_names_a_number_that_its_quotes_lack(intent: Intent, base_of: Callable[..., KnowledgeBase]) -> None:
    base = base_of()
    for at in TIMES:
        for service in base.services(read_moment(at)):
            for when in DAYS:
                reply = ask(base, service.name, intent, at, when=when)
                lines = reply.text.split("\n")
                quoted = " ".join(line for line in lines if line.startswith(GIVEN)) + service.name
                allowed = set(NUMBER.findall(quoted)) | computed(base, reply, at, when)
                for line in (line for line in lines if not line.startswith(GIVEN)):
                    assert set(NUMBER.findall(line)) <= allowed, (service.name, at, line)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_answer_carries_status_words_publisher_date_and_quote(language: str, base_of: Callable[..., KnowledgeBase]) -> None:
    base = base_of()
    for intent in SERVICE_INTENTS:
        for at in TIMES:
            asked_at = read_moment(at)
            for service in base.services(asked_at):
                reply = ask(base, service.name, intent, at, language=language)
                if reply.kind is not Outcome.ANSWER:
                    continue
                assert reply.facts, (intent, at, service)
                for told in reply.facts[:1]:
                    assert told.notice.publisher in reply.text
                    assert told.published is not None
                    assert write_moment(told.published, replies(language), asked_at.date()) in reply.text
                    assert told.quote in reply.text
                    assert told.cue in reply.text or told.relation is Relation.CORRECT


def test_days_counted_down_go_one_by_one(base_of: Callable[..., KnowledgeBase]) -> None:
    base = base_of("test-corrected", "test-moved-again")
    texts = [ask(base, "2023年临江市普通话测试", Intent.COUNTDOWN, f"2023-06-{day:02}T10:00").text for day in range(1, 9)]
    left = [int(found[1]) for text in texts if (found := re.search(r"还有(\d+)天", text))]
    assert len(left) == 8
    assert all(a - b == 1 for a, b in pairwise(left))


def test_an_open_ended_closure_never_ends_by_itself() -> None:
    base = KnowledgeBase.of([], [fact(1, "暂时关闭", Status.CLOSED, "2023-04-01", end=End.UNSTATED)])
    for at in ("2023-04-02T10:00", "2023-06-02T10:00", "2033-06-02T10:00"):
        reply = ask(base, "青山公园", Intent.STATUS, at)
        assert [f.status for f in reply.facts] == [Status.CLOSED]


NOTICES = tomllib.loads((Path(__file__).parent.parent / "cases" / "reading.toml").read_text(encoding="utf-8"))["case"]


@cache
def read_cases() -> tuple[ReadNotice, ...]:
    """Read the notices of the reading tests, as if they had been posted one a day."""
    return tuple(
        one
        for day, case in enumerate(NOTICES)
        for one in read_notices(
            case["text"],
            id=f"n{day}",
            title=case.get("title", ""),
            published=Moment.of(read_moment("2023-04-01") + timedelta(day)),
        )
    )


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(len(NOTICES))), st.sampled_from(["开放吗", "什么时候恢复", "为什么", "怎么办"]))
def test_the_order_in_which_notices_are_read_changes_no_answer(order: list[int], asked: str) -> None:
    given_order = read_cases()
    place = {f"n{number}": at for at, number in enumerate(order)}
    mixed = sorted(given_order, key=lambda one: place[one.notice.id.partition(".")[0]])
    bases = [
        KnowledgeBase.of([one.notice for one in read], [f for one in read for f in one.facts]) for read in (given_order, mixed)
    ]
    now = read_moment("2024-01-01T10:00")
    for service in bases[0].services(now):
        first, second = (respond(Question(service.name + asked, now), Memory(), base)[0] for base in bases)
        assert first == second
