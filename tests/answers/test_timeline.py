from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import read_moment
from knowledge.model import End, Fact, Moment, Notice, Service, Status
from knowledge.timeline import what_holds

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.base import KnowledgeBase

CASES = Path(__file__).parent.parent / "cases"
ROWS = tomllib.loads((CASES / "timeline.toml").read_text(encoding="utf-8"))["cases"]
NOW = read_moment("2023-04-20T10:00")
PLACE = Service("青山公园", ("青山公园",), "scenic_area")


def said(number: int, status: Status, posted: str, **values: Any) -> Fact:
    notice = Notice(f"n{number}", "青山公园的通告。", "", "青山公园", Moment.parse(posted))
    return Fact(notice, "青山公园", status, "通告", (0, 8), **values)


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_what_holds(row: dict[str, Any], base_of: Callable[..., KnowledgeBase]) -> None:
    asked_at = read_moment(row["asked_at"])
    base = base_of(*row.get("without", ()))
    service = base.service_named(row["service"], asked_at)
    assert service is not None
    at = Moment.parse(row["at"]) if "at" in row else Moment.of(asked_at)
    standing = base.standing(service, at, asked_at)
    for group in ("holding", "upcoming", "ended", "recurring"):
        if group in row:
            assert [str(f.status) for f in getattr(standing, group)] == row[group]
    assert standing.conflict is row.get("conflict", False)
    assert standing.confirmed is row.get("confirmed", True)
    if "freshness" in row:
        assert standing.freshness == row["freshness"]
    if "start_date" in row:
        assert standing.holding[0].start_date == Moment.parse(row["start_date"])
    if "set_aside" in row:
        assert sorted(reason for _, reason in standing.set_aside if reason != "not_yet_published") == row["set_aside"]


def test_nothing_is_known_of_a_service_without_facts() -> None:
    standing = what_holds(PLACE, (), Moment.of(NOW), NOW)
    assert standing.told == ()
    assert standing.freshness is None


def test_two_notices_of_one_day_that_disagree_are_in_conflict() -> None:
    facts = [said(1, Status.OPEN, "2023-04-19"), said(2, Status.CLOSED, "2023-04-19")]
    assert what_holds(PLACE, facts, Moment.of(NOW), NOW).conflict


def test_of_one_authority_the_later_hour_of_one_day_holds() -> None:
    facts = [said(1, Status.OPEN, "2023-04-19T09:00"), said(2, Status.CLOSED, "2023-04-19T11:00")]
    standing = what_holds(PLACE, facts, Moment.of(NOW), NOW)
    assert [f.status for f in standing.holding] == [Status.CLOSED]
    assert not standing.conflict


def test_what_an_operator_withdrew_does_not_hold_from_then_on() -> None:
    first, wrong = said(1, Status.CLOSED, "2023-04-10"), said(2, Status.OPEN, "2023-04-12")
    withdrawn = replace(wrong, notice=replace(wrong.notice, withdrawn_at=read_moment("2023-04-15T09:00")))
    for asked, holds in (("2023-04-14T10:00", Status.OPEN), ("2023-04-15T10:00", Status.CLOSED)):
        asked_at = read_moment(asked)
        standing = what_holds(PLACE, [first, withdrawn], Moment.of(asked_at), asked_at)
        assert [f.status for f in standing.holding] == [holds]


STATUSES = st.sampled_from(list(Status))
DAYS = st.integers(1, 19).map(lambda day: f"2023-04-{day:02}")


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    facts = []
    for number in range(draw(st.integers(0, 6))):
        posted = draw(DAYS)
        starts = draw(st.none() | DAYS)
        ends = draw(st.none() | DAYS)
        facts.append(
            said(
                number,
                draw(STATUSES),
                posted,
                valid_from=Moment.parse(starts) if starts else None,
                valid_until=Moment.parse(ends) if ends else None,
                end=End.FIXED if ends else End.UNSTATED,
                recurrence=draw(st.none() | st.just("FREQ=WEEKLY;BYDAY=MO")),
            )
        )
    return facts


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(facts: list[Fact], chance: Any) -> None:
    mixed = list(facts)
    chance.shuffle(mixed)
    one, two = (what_holds(PLACE, given_facts, Moment.of(NOW), NOW) for given_facts in (facts, mixed))
    assert replace(one, set_aside=()) == replace(two, set_aside=())
    assert sorted(map(repr, one.set_aside)) == sorted(map(repr, two.set_aside))


@given(histories())
def test_every_fact_is_told_or_set_aside_with_a_reason(facts: list[Fact]) -> None:
    standing = what_holds(PLACE, facts, Moment.of(NOW), NOW)
    placed = [*standing.holding, *standing.upcoming, *standing.ended, *standing.recurring, *(f for f, _ in standing.set_aside)]
    assert sorted(map(repr, placed)) == sorted(map(repr, facts))


@given(histories())
def test_after_a_newer_closing_of_one_authority_nothing_open_holds(facts: list[Fact]) -> None:
    closing = said(99, Status.CLOSED, "2023-04-20")
    standing = what_holds(PLACE, [*facts, closing], Moment.of(NOW), NOW)
    assert closing in standing.holding
    assert not any(f.status.available and not f.recurrence for f in standing.holding)


@given(histories())
def test_notices_published_later_change_nothing(facts: list[Fact]) -> None:
    early = read_moment("2023-04-10T10:00")
    known = [f for f in facts if f.published and f.published.start <= early]
    one, two = what_holds(PLACE, facts, Moment.of(early), early), what_holds(PLACE, known, Moment.of(early), early)
    assert one.holding == two.holding
    assert one.told == two.told
