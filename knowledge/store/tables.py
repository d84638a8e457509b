"""The tables of the store. Rows are only ever added; `HEAD` is the migration that makes them as they stand here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

HEAD = "0001"
VERSION_TABLE = "noticebot_version"
"""Where alembic keeps its revision; that this table exists is how we know that a database is ours."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite would give it back naive. ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn to UTC what is about to be kept."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"expected a moment with a zone, not {value.isoformat()}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return UTC, whatever zone the database speaks in."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

notices = Table(
    "notices",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("given_id", String, nullable=False),  # differs from id in a revision
    Column("fingerprint", String(64), nullable=False),  # of publisher, date and text
    Column("headline", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("published", JSON(none_as_null=True)),  # start, end, grain; see records.py
    Column("date_basis", String),
    Column("url", Text, nullable=False),
    Column("caption", Boolean, nullable=False),
    Column("ingested_at", Instant, nullable=False),
    UniqueConstraint("id"),
    UniqueConstraint("fingerprint"),
    Index("ix_notices_given_id", "given_id"),
)

facts = Table(
    "facts",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("notice_seq", ForeignKey("notices.seq"), nullable=False),
    Column("service", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("record", JSON, nullable=False),  # the whole fact; see records.py
    Index("ix_facts_notice_seq", "notice_seq"),
    Index("ix_facts_service", "service"),
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("notice_seq", ForeignKey("notices.seq"), nullable=False),
    Column("withdrawn_at", Instant, nullable=False),
    UniqueConstraint("notice_seq"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("alias", String, nullable=False),
    Column("service", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
    UniqueConstraint("alias"),
)
