"""The store: notices and what they say, kept for good.

Rows are only added. A notice that is withdrawn keeps its row and gets one more; a text that changed becomes a revision.
"""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import func, insert, select

from knowledge.errors import ConflictError, StoreError
from knowledge.model import ZONE, DateBasis, Notice
from knowledge.store import tables
from knowledge.store.database import BUSY_SECONDS, Database
from knowledge.store.records import fact_of, fact_record, moment_of, moment_record
from knowledge.store.schema import Schema, find_schema, make_schema, upgrade_schema
from knowledge.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from types import TracebackType

    from sqlalchemy import Connection, Row

    from knowledge.base import KnowledgeBase
    from knowledge.model import Fact
    from knowledge.reading import ReadNotice


class Fate(StrEnum):
    """What became of a notice that was to be kept."""

    KEPT = "kept"
    HELD = "held"
    """The same text of the same day and publisher is in the store already; nothing changed."""
    REVISED = "revised"
    """Another text is held under its id, so it was kept under an id of its own."""
    REFUSED = "refused"
    """The reader held it back; `ReadNotice.refused` says why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one notice, and under which id the store holds it."""

    id: str
    fate: Fate
    read: ReadNotice


@dataclass(frozen=True, slots=True)
class Alias:
    """What people also call a service."""

    alias: str
    service: str


class Store:
    """An open store. Every write is one transaction: all of it is kept, or none."""

    def __init__(self, database: Database, *, is_new: bool = False) -> None:
        self._database = database
        self.is_new = is_new
        """True when `open` made the store."""
        self._known: tuple[tuple[int, ...], KnowledgeBase] | None = None

    @classmethod
    def open(
        cls, target: str, *, read_only: bool = False, defaults_at: datetime | None = None, busy_seconds: float = BUSY_SECONDS
    ) -> Store:
        """Open the store at a path, `:memory:` or a URL; make it where there is none, upgrade an older one.

        A store that is made here is filled with the embedded default notices, learnt at `defaults_at`; None leaves it empty.
        StoreError, with nothing changed, when it cannot be used; with `read_only` also when it would have to be made or upgraded.
        """
        database = Database.at(target, busy_seconds)
        try:
            return cls._opened(database, defaults_at, read_only=read_only)
        except BaseException:
            database.close()
            raise

    @classmethod
    def _opened(cls, database: Database, defaults_at: datetime | None, *, read_only: bool) -> Store:
        schema = Schema.NONE
        if not database.is_missing:
            with database.reading() as connection:
                schema = find_schema(connection, database.label)
        if schema is Schema.CURRENT:
            return cls(database)
        if read_only:
            wanting = "there is no store yet" if schema is Schema.NONE else "the store is of an older version"
            raise StoreError(f"{database.label}: {wanting}, and it was only to be read")
        with database.writing() as connection:
            schema = find_schema(connection, database.label)  # another program may have been faster
            if schema is Schema.OLDER:
                upgrade_schema(connection)
            if schema is Schema.NONE:
                make_schema(connection)
                if defaults_at is not None:
                    from knowledge.defaults import default_notices  # noqa: PLC0415 - reads files, for new stores only

                    _keep_all(connection, default_notices(), defaults_at)
        return cls(database, is_new=schema is Schema.NONE)

    @property
    def database(self) -> Database:
        """The database under the store, for rims that keep their own tables in it."""
        return self._database

    @property
    def label(self) -> str:
        """How messages name the store."""
        return self._database.label

    def keep(self, read: Iterable[ReadNotice], *, now: datetime) -> tuple[Kept, ...]:
        """Store what was read, all in one transaction, and tell of each notice what became of it. `now` is when we learnt it."""
        with self._database.writing() as connection:
            return _keep_all(connection, read, now)

    def load(self) -> tuple[tuple[Notice, ...], tuple[Fact, ...]]:
        """Return everything held, in the order it was kept; StoreError when a row is damaged."""
        notices: dict[int, Notice] = {}
        facts: list[Fact] = []
        gone, held = tables.withdrawals.c, tables.facts.c
        with self._database.reading() as connection, _no_collecting():
            withdrawn_at = {
                row.notice_seq: row.withdrawn_at for row in connection.execute(select(gone.notice_seq, gone.withdrawn_at))
            }
            try:
                for row in connection.execute(select(tables.notices).order_by(tables.notices.c.seq)):
                    notices[row.seq] = _notice_of(row, withdrawn_at.get(row.seq))
                rows = connection.execute(select(held.notice_seq, held.record).order_by(held.seq))
                facts.extend(fact_of(row.record, notices[row.notice_seq]) for row in rows)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                place = f"after {len(notices)} notices and {len(facts)} facts"
                raise StoreError(f"{self.label}: the store is damaged {place}; put back a copy of it") from error
        return tuple(notices.values()), tuple(facts)

    def aliases(self) -> tuple[Alias, ...]:
        """Return the aliases operators gave, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(tables.aliases.c.alias, tables.aliases.c.service).order_by(tables.aliases.c.seq))
            return tuple(Alias(row.alias, row.service) for row in rows)

    def add_alias(self, alias: str, service: str, *, now: datetime) -> bool:
        """Let `alias` name `service` from now on; False when it does already.

        ConflictError when no notice names the service, or when the alias is another service's name or alias.
        """
        alias, held = fold(alias).strip(), tables.aliases.c
        if not alias:
            raise ConflictError("an alias must have at least one character")
        with self._database.writing() as connection:
            if not connection.execute(select(tables.facts.c.seq).where(tables.facts.c.service == service).limit(1)).first():
                raise ConflictError(f"no notice held names {service!r}; an alias needs a service that one names")
            taken = connection.execute(select(held.service).where(held.alias == alias)).scalar()
            named = connection.execute(select(tables.facts.c.service).where(tables.facts.c.service == alias).limit(1)).scalar()
            if (taken or named or service) != service:
                raise ConflictError(f"{alias!r} already names {taken or named!r}; nothing was changed")
            if taken or named:
                return False
            connection.execute(insert(tables.aliases), {"alias": alias, "service": service, "added_at": now})
            return True

    def withdraw(self, notice_id: str, *, when: datetime) -> bool:
        """Let a notice not exist for questions asked after `when`; False when it was withdrawn before.

        ConflictError when no such notice is held.
        """
        with self._database.writing() as connection:
            seq = connection.execute(select(tables.notices.c.seq).where(tables.notices.c.id == notice_id)).scalar()
            if seq is None:
                raise ConflictError(f"no notice {notice_id!r} is held")
            if connection.execute(select(tables.withdrawals.c.seq).where(tables.withdrawals.c.notice_seq == seq)).first():
                return False
            connection.execute(insert(tables.withdrawals), {"notice_seq": seq, "withdrawn_at": when})
            return True

    def knowledge(self) -> KnowledgeBase:
        """Return what is held as the one thing `bot` asks; built anew only when something was added since the last time."""
        with self._database.reading() as connection:
            grown = (tables.notices, tables.withdrawals, tables.aliases)
            state = tuple(connection.execute(select(func.coalesce(func.max(table.c.seq), 0))).scalar_one() for table in grown)
        if self._known is None or self._known[0] != state:
            from knowledge.base import KnowledgeBase  # noqa: PLC0415 - ingest keeps notices without it

            notices, facts = self.load()
            self._known = state, KnowledgeBase.of(notices, facts, self.aliases())
        return self._known[1]

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Spare the garbage collector from walking a million values again and again while they are made; it halves the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def fingerprint(notice: Notice) -> str:
    """Return what makes a notice the same as another: publisher, date and text, as the hexadecimal digits of a hash."""
    parts = (notice.publisher, notice.published.iso if notice.published else "", notice.text)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _keep_all(connection: Connection, read: Iterable[ReadNotice], now: datetime) -> tuple[Kept, ...]:
    return tuple(_keep(connection, item, now) for item in read)


def _keep(connection: Connection, read: ReadNotice, now: datetime) -> Kept:
    notice, held = read.notice, tables.notices.c
    if read.refused is not None:
        return Kept(notice.id, Fate.REFUSED, read)
    mark = fingerprint(notice)
    known = connection.execute(select(held.id).where(held.fingerprint == mark)).scalar()
    if known is not None:
        return Kept(known, Fate.HELD, read)
    own_id = _free_id(connection, notice.id)
    row = _notice_row(replace(notice, id=own_id, ingested_at=now)) | {"given_id": notice.id, "fingerprint": mark}
    seq = connection.execute(insert(tables.notices).returning(held.seq), row).scalar_one()
    if read.facts:
        connection.execute(insert(tables.facts), [_fact_row(fact, seq) for fact in read.facts])
    return Kept(own_id, Fate.KEPT if own_id == notice.id else Fate.REVISED, read)


def _free_id(connection: Connection, wanted: str) -> str:
    held = tables.notices.c
    number = connection.execute(select(func.count()).where(held.given_id == wanted)).scalar_one()
    own_id = wanted if not number else f"{wanted}~{number + 1}"
    while connection.execute(select(held.seq).where(held.id == own_id)).first():
        number += 1
        own_id = f"{wanted}~{number + 1}"
    return own_id


def _notice_row(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "headline": notice.headline,
        "text": notice.text,
        "publisher": notice.publisher,
        "published": moment_record(notice.published),
        "date_basis": notice.date_basis and notice.date_basis.value,
        "url": notice.url,
        "caption": notice.caption,
        "ingested_at": notice.ingested_at,
    }


def _fact_row(fact: Fact, notice_seq: int) -> dict[str, Any]:
    return {"notice_seq": notice_seq, "service": fact.service, "status": fact.status.value, "record": fact_record(fact)}


def _notice_of(row: Row[Any], withdrawn_at: datetime | None) -> Notice:
    return Notice(
        id=row.id,
        text=row.text,
        headline=row.headline,
        publisher=row.publisher,
        published=moment_of(row.published),
        date_basis=row.date_basis and DateBasis(row.date_basis),
        url=row.url,
        caption=row.caption,
        ingested_at=row.ingested_at.astimezone(ZONE),
        withdrawn_at=withdrawn_at and withdrawn_at.astimezone(ZONE),
    )
