"""Facts and moments as the store keeps them: nothing is lost."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import ZONE, Channel, End, Evidence, Fact, Grain, Hours, Moment, Notice, Relation, Status
from knowledge.store.records import fact_of, fact_record, moment_of, moment_record

moments = st.builds(
    Moment.of,
    st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, ZONE])),  # noqa: DTZ001
    st.sampled_from([Grain.DAY, Grain.HOUR, Grain.MINUTE, Grain.SECOND]),
)
spans = st.tuples(st.integers(0, 99), st.integers(0, 99))
words = st.text(st.characters(codec="utf-8"), max_size=12)
channels = st.builds(Channel, words, words, words, spans)
NOTICE = Notice("n1", "城南公园闭园。")
facts = st.builds(
    Fact,
    notice=st.just(NOTICE),
    service=words,
    status=st.sampled_from(Status),
    cue=words,
    span=spans,
    kind=st.none() | words,
    place=st.none() | words,
    valid_from=st.none() | moments,
    valid_until=st.none() | moments,
    end=st.sampled_from(End),
    start_date=st.none() | moments,
    previous_start_dates=st.lists(moments, max_size=2).map(tuple),
    recurrence=st.none() | words,
    recurrence_except=st.none() | words,
    cause=st.none() | words,
    cause_text=st.none() | words,
    channels=st.lists(channels, max_size=2).map(tuple),
    steps=st.lists(words, max_size=3).map(tuple),
    hours=st.lists(st.builds(Hours, words, words, words, st.none() | words, spans), max_size=2).map(tuple),
    issuer=st.none() | words,
    relation=st.sampled_from(Relation),
    corrects=st.none() | st.tuples(words, words),
    evidence=st.lists(st.builds(Evidence, words, spans), max_size=2).map(tuple),
)


@given(facts)
def test_a_record_loses_nothing(fact: Fact) -> None:
    assert fact_of(json.loads(json.dumps(fact_record(fact))), NOTICE) == fact


def test_every_field_of_a_fact_has_been_thought_of() -> None:
    """A new field must join the strategy above, so that the store is known to keep it."""
    assert {field.name for field in fields(Fact)} == {
        *("notice", "service", "status", "cue", "span", "kind", "place", "valid_from", "valid_until", "end", "start_date"),
        *("previous_start_dates", "recurrence", "recurrence_except", "cause", "cause_text", "channels", "steps", "issuer"),
        *("hours", "relation", "corrects", "evidence"),
    }


@given(moments)
def test_a_moment_keeps_its_grain(moment: Moment) -> None:
    assert moment_of(moment_record(moment)) == moment
