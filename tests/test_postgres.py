"""The store on PostgreSQL, where there is one: NOTICEBOT_TEST_POSTGRES holds the URL of a database that tests may fill."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import Connection, inspect, text

from knowledge.defaults import default_notices
from knowledge.errors import ConflictError, StoreError
from knowledge.model import ZONE
from knowledge.store import Alias, Fate, Store, tables
from knowledge.store.database import Database
from knowledge.store.migrations.upgrade import upgrade
from knowledge.store.schema import Schema, find_schema, make_schema

SERVER = os.environ.get("NOTICEBOT_TEST_POSTGRES", "")
NOW = datetime(2022, 4, 7, 9, tzinfo=ZONE)

pytestmark = pytest.mark.skipif(not SERVER, reason="NOTICEBOT_TEST_POSTGRES names no database")


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    database = Database.at(url)
    try:
        with database.writing() as connection:
            yield connection
    finally:
        database.close()


@pytest.fixture
def url() -> Iterator[str]:
    """Return a URL that leads to an empty schema of its own, dropped afterwards."""
    schema = f"test_{uuid4().hex}"
    with writing(SERVER) as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{SERVER}{'&' if '?' in SERVER else '?'}options={quote(f'-csearch_path={schema}')}"
    with writing(SERVER) as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


def test_what_was_kept_is_loaded_as_it_was_and_once(url: str) -> None:
    read = default_notices()
    with Store.open(url) as store:
        assert [one.fate for one in store.keep(read, now=NOW)] == [Fate.KEPT] * len(read)
        assert [one.fate for one in store.keep(read, now=NOW + timedelta(days=1))] == [Fate.HELD] * len(read)
    with Store.open(url, read_only=True) as store:
        assert not store.is_new
        notices, facts = store.load()
    assert notices == tuple(replace(one.notice, ingested_at=NOW) for one in read)
    assert [replace(fact, notice=replace(fact.notice, ingested_at=None)) for fact in facts] == [
        fact for one in read for fact in one.facts
    ]


def test_aliases_and_withdrawals_are_kept(url: str) -> None:
    with Store.open(url, defaults_at=NOW) as store:
        notice = store.load()[1][0].notice.id
        service = store.load()[1][0].service
        assert store.add_alias("那里", service, now=NOW)
        assert store.aliases() == (Alias("那里", service),)
        with pytest.raises(ConflictError):
            store.add_alias("那里", "没有的地方", now=NOW)
        assert store.withdraw(notice, when=NOW)
        assert not store.withdraw(notice, when=NOW)


def test_all_is_stored_or_nothing(url: str) -> None:
    first, *others = default_notices()
    broken = replace(first, notice=replace(first.notice, text="\x00", id="broken"))
    with Store.open(url) as store:
        with pytest.raises((StoreError, ValueError)):
            store.keep([*others, broken], now=NOW)
        assert store.load() == ((), ())


def test_writers_wait_for_each_other(url: str) -> None:
    read = default_notices()
    with Store.open(url):
        pass

    def write() -> None:
        with Store.open(url) as store:
            store.keep(read, now=NOW)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.open(url, read_only=True) as store:
        assert len(store.load()[0]) == len(read)


def test_a_database_that_is_not_ours_or_newer_is_refused(url: str) -> None:
    with Store.open(url) as store, store.database.writing() as connection:
        connection.execute(text("UPDATE noticebot_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer than this program"):
        Store.open(url)
    with writing(url) as connection:
        connection.execute(text("ALTER TABLE noticebot_version RENAME TO songs"))
    with pytest.raises(StoreError, match="no noticebot store"):
        Store.open(url)


def test_migrations_lead_to_the_tables_as_they_stand(url: str) -> None:
    shapes = []
    for make in (make_schema, upgrade):
        with writing(url) as connection:
            make(connection)
            found = inspect(connection)
            shapes.append(
                {
                    table: [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(table)]
                    for table in found.get_table_names()
                }
            )
            assert find_schema(connection, "the test") is Schema.CURRENT
            tables.metadata.drop_all(connection)
            connection.execute(text(f"DROP TABLE {tables.VERSION_TABLE}"))
    assert shapes[0] == shapes[1]
