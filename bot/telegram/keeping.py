"""The store as the bot finds it: locked against a second bot, checked, put aside when damaged, read even when it cannot be."""

from __future__ import annotations

import contextlib
import fcntl
import logging
from threading import Lock
from typing import TYPE_CHECKING

from knowledge.errors import StoreError
from knowledge.store import Store
from knowledge.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.clock import Clock
    from knowledge.base import KnowledgeBase

_LOG = logging.getLogger("noticebot.telegram")
_BESIDE = ("-journal", "-wal", "-shm", "")
"""What belongs to a database file, which goes last: a journal left behind would be played into the new store."""


@contextlib.contextmanager
def alone(target: str) -> Iterator[None]:
    """Hold `<store>.telegram`, so that no second bot works on the same store. StoreError when one does."""
    path = Database.at(target).path
    if path is None:
        yield
        return
    try:
        lock = path.with_name(f"{path.name}.telegram").open("a")
    except OSError as error:
        _LOG.warning("%s: cannot be locked against a second bot (%s)", target, error.strerror)
        yield
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"{target}: another `noticebot telegram` works on this store; stop it first") from error
        yield


@contextlib.contextmanager
def opened(target: str, clock: Clock) -> Iterator[tuple[Store, str]]:
    """Yield the store, and the name under which a damaged one was put aside before (empty when it was sound)."""
    aside = _put_aside_if_damaged(target, clock)
    if not aside and Database.at(target).is_missing:
        _LOG.warning("%s is not there; a new store begins with the default notices", target)
    with Store.open(target, defaults_at=clock()) as store:
        yield store, aside


def _put_aside_if_damaged(target: str, clock: Clock) -> str:
    database = Database.at(target)
    path = database.path
    if path is None or database.is_missing:
        return ""
    try:
        sound = _is_sound(database, path)
    finally:
        database.close()
    if sound:
        return ""
    aside = path.with_name(f"{path.name}.damaged-{clock():%Y%m%d-%H%M%S}")
    for ending in _BESIDE:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    _LOG.error(
        "%s is damaged; it was put aside as %s, and a new store begins with the default notices. "
        "Stop the bot, put back a copy and start it again, or ingest the notices anew",
        target,
        aside.name,
    )
    return aside.name


def _is_sound(database: Database, path: Path) -> bool:
    """Tell whether the file is no damaged store. One that never was ours, as no lock lies beside it, is left to `Store.open`."""
    was_ours = path.with_name(path.name + ".lock").exists()
    if path.stat().st_size == 0:
        return not was_ours
    try:
        with database.reading() as connection:
            return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
    except StoreError as error:
        if "damaged" in str(error) or ("not even a database" in str(error) and was_ours):
            return False
        raise


class Knowledge:
    """What the store knows, always at hand: while it is read anew, or cannot be read, what was known before counts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reading = Lock()
        self._last: KnowledgeBase | None = None

    def __call__(self) -> KnowledgeBase:
        """Return the base. StoreError only when the store could never be read."""
        last = self._last
        if not self._reading.acquire(blocking=last is None):
            assert last is not None  # noqa: S101 - it was waited for otherwise
            return last
        try:
            self._last = self._store.knowledge()
        except StoreError:
            if self._last is None:
                raise
        finally:
            self._reading.release()
        return self._last
