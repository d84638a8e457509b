"""`noticebot facts`: what the store holds, and what of it applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.options import at_option, clock, store_option
from bot.commands.shown import fact_lines, source_of
from bot.commands.streams import write_row
from knowledge.model import Moment
from knowledge.rows import notice_json, standing_json
from knowledge.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from knowledge.model import Fact
    from knowledge.timeline import Standing


@click.command("facts")
@at_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with the notices and their texts.")
@store_option
def command(*, at: datetime | None, as_json: bool, target: str) -> None:
    """Show each service the store knows at a moment, what holds for it then, and what was set aside and why."""
    at = at or clock()()
    with Store.open(target, read_only=True) as store:
        base = store.knowledge()
    standings = [base.standing(service, Moment.of(at), at) for service in base.services(at)]
    if as_json:
        notices = [notice_json(notice) | {"text": notice.text} for notice in base.notices]
        write_row({"at": at.isoformat(), "services": [standing_json(standing) for standing in standings], "notices": notices})
        return
    click.echo(f"{len(base.notices)} notices, {len(standings)} services known at {at.isoformat(timespec='minutes')}")
    for standing in standings:
        click.echo("\n".join(_lines(standing)))


def _lines(standing: Standing) -> Iterator[str]:
    marks = [standing.freshness or "", "in conflict" if standing.conflict else ""]
    yield click.style(standing.service.name, bold=True) + "".join(f"  [{mark}]" for mark in marks if mark)
    groups = {
        "holds": standing.holding,
        "to come": standing.upcoming,
        "weekly, not now": standing.recurring,
        "ended": standing.ended,
    }
    for title, facts in groups.items():
        for fact in facts:
            yield from _titled(title, fact)
    for fact, reason in standing.set_aside:
        yield from _titled(f"set aside, {reason}", fact)


def _titled(title: str, fact: Fact) -> Iterator[str]:
    yield f"  {title}: {fact.notice.id} {source_of(fact.notice)}"
    yield from fact_lines(fact, "    ")
