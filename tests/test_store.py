"""The store keeps what was read, once, for good, and refuses what is no store of its own."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import StatementError

from knowledge.errors import ConflictError, StoreError
from knowledge.model import ZONE, DateBasis, Fact, Grain, Moment, Notice, Status
from knowledge.reading import ReadNotice
from knowledge.store import Alias, Fate, Store, tables
from knowledge.store.database import Database
from knowledge.store.migrations.upgrade import revisions, upgrade
from knowledge.store.schema import make_schema

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2022, 5, 3, 9, tzinfo=ZONE)


def closing(name: str = "城南公园", text: str = "城南公园自5月4日8时起闭园。", notice_id: str = "n1") -> ReadNotice:
    notice = Notice(notice_id, text, publisher="市园林局", published=Moment.day(2022, 5, 2), date_basis=DateBasis.GIVEN)
    begins = Moment.of(datetime(2022, 5, 4, 8, tzinfo=ZONE), Grain.HOUR)
    return ReadNotice(notice, (Fact(notice, name, Status.CLOSED, "闭园", (0, len(text)), valid_from=begins),))


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "store.db")


def test_what_was_kept_is_loaded_as_it_was(path: str) -> None:
    read = closing()
    with Store.open(path) as store:
        kept = store.keep([read], now=NOW)
    with Store.open(path, read_only=True) as store:
        notices, facts = store.load()
    assert [one.fate for one in kept] == [Fate.KEPT]
    assert notices == (replace(read.notice, ingested_at=NOW),)
    assert facts == (replace(read.facts[0], notice=notices[0]),)


def test_reading_the_same_notice_twice_changes_nothing() -> None:
    with Store.open(":memory:") as store:
        store.keep([closing()], now=NOW)
        before = store.load()
        again = store.keep([closing(), closing(notice_id="another id")], now=NOW + timedelta(days=1))
        assert [(one.id, one.fate) for one in again] == [("n1", Fate.HELD), ("n1", Fate.HELD)]
        assert store.load() == before


def test_one_notice_twice_in_one_file_is_kept_once() -> None:
    with Store.open(":memory:") as store:
        kept = store.keep([closing(), closing(notice_id="n2")], now=NOW)
        assert [one.fate for one in kept] == [Fate.KEPT, Fate.HELD]


def test_another_text_under_the_same_id_becomes_a_revision() -> None:
    with Store.open(":memory:") as store:
        store.keep([closing(), closing(text="占着修订号的公园闭园。", notice_id="n1~3")], now=NOW)
        kept = store.keep([closing(text="城南公园自5月5日起闭园。"), closing(text="城南公园自5月6日起闭园。")], now=NOW)
        assert [(one.id, one.fate) for one in kept] == [("n1~2", Fate.REVISED), ("n1~4", Fate.REVISED)]
        assert len(store.load()[1]) == 4


def test_a_notice_held_back_is_not_stored() -> None:
    with Store.open(":memory:") as store:
        kept = store.keep([ReadNotice(Notice("n1", "即日起闭园。"), refused="no date")], now=NOW)
        assert [one.fate for one in kept] == [Fate.REFUSED]
        assert store.load() == ((), ())


def test_a_file_is_stored_whole_or_not_at_all(path: str) -> None:
    broken = replace(closing(text="第二条。", notice_id="n2").notice, ingested_at=None)
    with Store.open(path) as store:
        with pytest.raises(StatementError, match="zone"):
            store.keep([closing(), ReadNotice(broken)], now=datetime(2022, 5, 3))  # noqa: DTZ001 - the point
        assert store.load() == ((), ())


def test_a_withdrawn_notice_stays_with_the_moment_of_its_withdrawal() -> None:
    with Store.open(":memory:") as store:
        store.keep([closing()], now=NOW)
        assert store.withdraw("n1", when=NOW + timedelta(days=1))
        assert not store.withdraw("n1", when=NOW + timedelta(days=2))
        assert [notice.withdrawn_at for notice in store.load()[0]] == [NOW + timedelta(days=1)]
        with pytest.raises(ConflictError, match="n9"):
            store.withdraw("n9", when=NOW)


def test_an_alias_names_one_service_only() -> None:
    with Store.open(":memory:") as store:
        store.keep([closing(), closing("河西公园", "河西公园闭园。", "n2")], now=NOW)
        assert store.add_alias(" 南园 ", "城南公园", now=NOW)
        assert not store.add_alias("南园", "城南公园", now=NOW)
        assert not store.add_alias("城南公园", "城南公园", now=NOW)
        assert store.aliases() == (Alias("南园", "城南公园"),)
        for alias, service in (("南园", "河西公园"), ("城南公园", "河西公园"), ("东园", "没有的公园"), ("  ", "城南公园")):
            with pytest.raises(ConflictError):
                store.add_alias(alias, service, now=NOW)


def test_knowledge_is_built_anew_only_when_something_was_added() -> None:
    with Store.open(":memory:") as store:
        store.keep([closing()], now=NOW)
        first = store.knowledge()
        assert store.knowledge() is first
        store.keep([closing("河西公园", "河西公园闭园。", "n2")], now=NOW)
        assert len(store.knowledge().notices) == 2


def test_writers_of_one_file_wait_for_each_other(path: str) -> None:
    with Store.open(path):
        pass

    def write(number: int) -> None:
        with Store.open(path) as store:
            for turn in range(5):
                store.keep([closing(text=f"第{number}家第{turn}条。", notice_id=f"{number}.{turn}")], now=NOW)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.open(path, read_only=True) as store:
        assert len(store.load()[0]) == 20


def test_a_reader_is_not_kept_waiting_by_a_writer(path: str) -> None:
    with Store.open(path) as store:
        store.keep([closing()], now=NOW)
        with Database.at(path).writing(), Store.open(path, read_only=True, busy_seconds=0) as reader:
            assert len(reader.load()[0]) == 1


def test_a_store_that_another_program_writes_is_named_as_such(path: str) -> None:
    with Store.open(path, busy_seconds=0) as store, Database.at(path).writing():
        with pytest.raises(StoreError, match="another program is writing"):
            store.keep([closing()], now=NOW)
        assert store.load() == ((), ())


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(b"just some words, more than the header of a database file" * 20, "no noticebot store", id="a text"),
        pytest.param(b"SQLite format 3\x00" + b"\xff" * 4096, "store.db", id="a damaged header"),
    ],
)
def test_a_file_that_is_no_store_is_refused_and_left_alone(path: str, content: bytes, complaint: str, tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(content)
    with pytest.raises(StoreError, match=complaint) as caught:
        Store.open(path, defaults_at=NOW)
    assert "\n" not in str(caught.value)
    assert (tmp_path / "store.db").read_bytes() == content
    assert [item.name for item in tmp_path.iterdir()] == ["store.db"]


def test_a_database_of_somebody_else_is_refused_and_left_alone(path: str, tmp_path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title)")
    other.close()
    content = (tmp_path / "store.db").read_bytes()
    with pytest.raises(StoreError, match="it holds songs"):
        Store.open(path, defaults_at=NOW)
    assert (tmp_path / "store.db").read_bytes() == content


def test_a_store_newer_than_the_program_is_refused(path: str) -> None:
    with Store.open(path) as store:
        store.keep([closing()], now=NOW)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE noticebot_version SET version_num = '9999'")
    database.close()
    with pytest.raises(StoreError, match="newer than this program"):
        Store.open(path)


@pytest.mark.parametrize("record", ['{"service": 1}', "[]", '{"status": "sleeping"}', "{"])
def test_a_damaged_row_is_told_in_one_line(path: str, record: str) -> None:
    with Store.open(path) as store:
        store.keep([closing()], now=NOW)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE facts SET record = ?", (record,))
    database.close()
    with Store.open(path) as store, pytest.raises(StoreError, match="damaged after 1 notices and 0 facts"):
        store.load()


KILLED = """
import os, signal, sys
from knowledge.store.database import Database
with Database.at(sys.argv[1]).writing() as connection:
    connection.exec_driver_sql("PRAGMA cache_size=1")  # so that much is written before the end
    for number in range(2000):
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS half (words)")
        connection.exec_driver_sql("INSERT INTO half VALUES (?)", ("x" * 500,))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_writer_left_half_written_is_taken_back_by_the_next_reader(path: str, tmp_path: Path) -> None:
    with Store.open(path) as store:
        store.keep([closing()], now=NOW)
    subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    assert (tmp_path / "store.db-journal").exists()
    with Store.open(path, read_only=True) as store:
        assert len(store.load()[0]) == 1
    assert not (tmp_path / "store.db-journal").exists()


def test_what_is_only_to_be_read_must_be_there(path: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store yet"):
        Store.open(path, read_only=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("/no/such/folder/store.db", "folder"),
        ("mysql://localhost/x", "postgresql:// URL"),
        ("what://ever", "postgresql:// URL"),
        ("postgresql://user:secret@127.0.0.1:1/x", "127.0.0.1"),
    ],
)
def test_a_target_that_cannot_be_reached_is_told_in_one_line(target: str, complaint: str) -> None:
    with pytest.raises(StoreError, match=complaint) as caught:
        Store.open(target)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_migrations_lead_to_the_tables_as_they_stand() -> None:
    """A new store is made at once, an old one by alembic; both must come to the same."""
    shapes = []
    for make in (make_schema, upgrade):
        engine = create_engine("sqlite://")
        with engine.begin() as connection:
            make(connection)
            found = inspect(connection)
            shapes.append(
                {
                    name: (
                        [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(name)],
                        sorted(map(str, found.get_indexes(name))),
                        sorted(map(str, found.get_unique_constraints(name))),
                        sorted(map(str, found.get_foreign_keys(name))),
                        str(found.get_pk_constraint(name)) if name != tables.VERSION_TABLE else "",
                    )
                    for name in found.get_table_names()
                }
            )
            version = connection.exec_driver_sql("SELECT version_num FROM noticebot_version").scalar()
            assert version == tables.HEAD == revisions()[0]
        engine.dispose()
    assert shapes[0] == shapes[1]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(StatementError, match="zone"), Store.open(":memory:") as store:
        store.keep([closing()], now=datetime(2022, 5, 3))  # noqa: DTZ001 - the point
