"""Whether a database is ours and of this version, and how it becomes so."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from knowledge.errors import StoreError
from knowledge.store.tables import HEAD, VERSION_TABLE, metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Schema(Enum):
    """What a database holds."""

    NONE = auto()
    OLDER = auto()
    CURRENT = auto()


def find_schema(connection: Connection, label: str) -> Schema:
    """Look without changing anything; StoreError when the database is not ours or newer than this program."""
    names = inspect(connection).get_table_names()
    if not names:
        return Schema.NONE
    if VERSION_TABLE not in names:
        raise StoreError(f"{label}: this is no noticebot store (it holds {', '.join(sorted(names)[:3])}); nothing was changed")
    version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - a constant of ours
    if version == HEAD:
        return Schema.CURRENT
    from knowledge.store.migrations.upgrade import revisions  # noqa: PLC0415 - alembic takes half a second to import

    if version not in revisions():
        raise StoreError(f"{label}: the store is of version {version}, newer than this program knows ({HEAD}); update noticebot")
    return Schema.OLDER


def make_schema(connection: Connection) -> None:
    """Make today's tables at once and sign them as migrated; a test holds that the migrations lead to the same tables."""
    metadata.create_all(connection)
    connection.execute(text(f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text(f"INSERT INTO {VERSION_TABLE} VALUES (:head)"), {"head": HEAD})  # noqa: S608 - a constant of ours


def upgrade_schema(connection: Connection) -> None:
    """Lead an older store to this version, inside the caller's transaction."""
    from knowledge.store.migrations.upgrade import upgrade  # noqa: PLC0415 - alembic takes half a second to import

    upgrade(connection)
