"""The database under the store: reached by path or URL, one writer at a time, its errors said in one line.

SQLite is used so that its known traps stay shut: every write begins with BEGIN IMMEDIATE and holds `<path>.lock` while its
connection is open, readers open the file read-only. It keeps a rollback journal, no write-ahead log: that can be read on a full
or read-only disk too, and SQLite before 3.51.3 can lose a write-ahead log. What a crash left half written is taken back before
the next reading, as a read-only connection cannot do that itself.
"""

from __future__ import annotations

import fcntl
import sqlite3
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool, StaticPool

from knowledge.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

MEMORY = ":memory:"
BUSY_SECONDS = 5.0
"""How long a writer waits for another one."""
_POLL_SECONDS = 0.02
_ADVISORY_LOCK = 0x6E6F7469
"""The lock that PostgreSQL's one writer holds."""
_LOCKED = "another program is writing to it; try again when that has ended"
_NO_WAY_IN = "it cannot be opened; does its folder exist, and may this user write there?"
_MEANINGS = {  # part of the driver's message: what it means to the operator
    "locked": _LOCKED,
    "not a database": "this is no noticebot store, not even a database; nothing was changed",
    "malformed": "the file is damaged; put back a copy of it",
    "readonly": "it may not be written to",
    "unable to open": _NO_WAY_IN,
    "full": "the disk is full; nothing was stored",
}


@dataclass(frozen=True, slots=True)
class Database:
    """A database by path, by URL or in memory; nothing is opened before it is read or written."""

    label: str
    """Names it in messages; a URL without its password."""
    path: Path | None
    """Of an SQLite file; None in memory and elsewhere."""
    _reader: Engine
    _writer: Engine
    _busy_seconds: float

    @classmethod
    def at(cls, target: str, busy_seconds: float = BUSY_SECONDS) -> Database:
        """Describe the database at `target`: a path, `:memory:` or a URL. StoreError when it can be no such thing."""
        scheme, is_url, rest = target.partition("://")
        if not is_url:
            return cls._sqlite(target, busy_seconds)
        if scheme == "sqlite":
            return cls._sqlite(rest.removeprefix("/") or MEMORY, busy_seconds)
        expected = f"{scheme}://…: expected a path, :memory: or a postgresql:// URL"
        if scheme.partition("+")[0] not in {"postgres", "postgresql"}:
            raise StoreError(expected)
        try:
            url = make_url(f"postgresql+psycopg://{rest}")
            writer = create_engine(url)
        except (ArgumentError, ValueError) as error:
            raise StoreError(expected) from error
        except ImportError as error:
            raise StoreError(f"{scheme}://…: its driver is missing; install noticebot[postgres]") from error
        return cls(str(url), None, writer.execution_options(isolation_level="REPEATABLE READ"), writer, busy_seconds)

    @classmethod
    def _sqlite(cls, target: str, busy_seconds: float) -> Database:
        if target == MEMORY:
            engine = create_engine("sqlite://", creator=partial(_connect, MEMORY, busy_seconds), poolclass=StaticPool)
            event.listen(engine, "begin", partial(_begin, "BEGIN"))
            return cls(MEMORY, None, engine, engine, busy_seconds)
        path = _file_at(target)
        uri = path.absolute().as_uri()
        reader = create_engine("sqlite://", creator=partial(_connect, f"{uri}?mode=ro", busy_seconds), poolclass=NullPool)
        writer = create_engine("sqlite://", creator=partial(_connect, f"{uri}?mode=rwc", busy_seconds), poolclass=NullPool)
        event.listen(reader, "begin", partial(_begin, "BEGIN"))
        event.listen(writer, "begin", partial(_begin, "BEGIN IMMEDIATE"))
        return cls(target, path, reader, writer, busy_seconds)

    @property
    def is_missing(self) -> bool:
        """Return True for a file that is not there yet; what a server holds is only known by reading."""
        return self.path is not None and not self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the store, whatever is written meanwhile."""
        self._take_back()
        with self._plainly(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield the one writing connection; all that is written with it is kept, or with an error none."""
        with self._plainly(), self._locked_file(self._busy_seconds), self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._reader.dispose()
        self._writer.dispose()

    def _take_back(self) -> None:
        """Take back what a crash left half written. A journal while somebody holds the lock is of a writer that is alive."""
        if self.path is None or self.is_missing or not self.path.with_name(f"{self.path.name}-journal").exists():
            return
        with suppress(StoreError), self._plainly(), self._locked_file(0.0), self._writer.begin():
            pass

    @contextmanager
    def _locked_file(self, busy_seconds: float) -> Iterator[None]:
        if self.path is None:
            yield
            return
        try:
            lock = self.path.with_name(self.path.name + ".lock").open("a")
        except OSError as error:
            raise StoreError(f"{self.label}: {_NO_WAY_IN}") from error
        with lock:
            deadline = time.monotonic() + busy_seconds
            while not _taken(lock.fileno()):
                if time.monotonic() > deadline:
                    raise StoreError(f"{self.label}: {_LOCKED}")
                time.sleep(_POLL_SECONDS)
            yield

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            said = str(error.orig).strip().partition("\n")[0]
            meaning = next((meaning for part, meaning in _MEANINGS.items() if part in said), said)
            raise StoreError(f"{self.label}: {meaning}") from error


def _file_at(target: str) -> Path:
    """Return the path of a store's file, there or not; StoreError for what can be no such file."""
    try:
        path = Path(target).expanduser()
        if not target or (path.exists() and not path.is_file()):
            raise StoreError(f"{target or 'no name'}: this is no file; expected a path, :memory: or a postgresql:// URL")
    except (OSError, RuntimeError, ValueError) as error:  # a folder closed to us, no such user's home, a NUL
        reason = error.strerror if isinstance(error, OSError) else error
        raise StoreError(f"{target}: it cannot be opened ({reason})") from error
    return path


def _connect(uri: str, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")  # what was deleted does not linger in the file
    return connection


def _begin(statement: str, connection: Connection) -> None:
    connection.exec_driver_sql(statement)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
