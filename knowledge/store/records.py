"""Facts and moments as plain JSON values that lose nothing; how the store keeps them.

The rows of `rows.py` are for readers: they cut moments to their grain and leave spans out. A record gives back the value it
was made of. Fields at their default are left out.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from knowledge.model import ZONE, Channel, End, Evidence, Fact, Grain, Hours, Moment, Relation, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from knowledge.model import Notice

_DEFAULTS = {field.name: field.default for field in fields(Fact) if field.name != "notice"}


def moment_record(moment: Moment | None) -> list[str] | None:
    """Return start, end and grain; times are Asia/Shanghai and carry no zone."""
    if moment is None:
        return None
    return [_local(moment.start), _local(moment.end), moment.grain.value]


def moment_of(record: list[str] | None) -> Moment | None:
    """Return the moment `moment_record` was made of; ValueError for anything else."""
    if record is None:
        return None
    start, end, grain = record
    return Moment(_aware(start), _aware(end), Grain(grain))


def fact_record(fact: Fact) -> dict[str, Any]:
    """Return a fact without its notice."""
    record = {}
    for name, default in _DEFAULTS.items():
        value = getattr(fact, name)
        if default is MISSING or value != default:
            encode = _ENCODE.get(name)
            record[name] = encode(value) if encode else value
    return record


def fact_of(record: Mapping[str, Any], notice: Notice) -> Fact:
    """Return the fact `fact_record` was made of; KeyError, TypeError or ValueError for anything else."""
    values = {name: _DECODE[name](value) if name in _DECODE else value for name, value in record.items()}
    return Fact(notice=notice, **values)


def _local(moment: datetime) -> str:
    return moment.astimezone(ZONE).replace(tzinfo=None).isoformat()


def _aware(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _span(record: list[int]) -> tuple[int, int]:
    start, end = record
    return (start, end)


_ENCODE: Mapping[str, Callable[[Any], Any]] = {
    "valid_from": moment_record,
    "valid_until": moment_record,
    "start_date": moment_record,
    "previous_start_dates": lambda moments: [moment_record(moment) for moment in moments],
    "channels": lambda channels: [[channel.kind, channel.value, channel.label, *channel.span] for channel in channels],
    "hours": lambda hours: [[one.words, one.opens, one.closes, one.recurrence, *one.span] for one in hours],
    "evidence": lambda evidence: [[item.field, *item.span] for item in evidence],
}

_DECODE: Mapping[str, Callable[[Any], Any]] = {
    "status": Status,
    "end": End,
    "relation": Relation,
    "span": _span,
    "valid_from": moment_of,
    "valid_until": moment_of,
    "start_date": moment_of,
    "previous_start_dates": lambda records: tuple(moment_of(record) for record in records),
    "channels": lambda records: tuple(Channel(kind, value, label, (start, end)) for kind, value, label, start, end in records),
    "steps": tuple,
    "hours": lambda records: tuple(
        Hours(words, opens, closes, rule, (start, end)) for words, opens, closes, rule, start, end in records
    ),
    "corrects": tuple,
    "evidence": lambda records: tuple(Evidence(name, (start, end)) for name, start, end in records),
}
