"""One desk for all writing of the Telegram rim: a single thread that does all that waits for it in one transaction.

What could not be written (disk full, read-only, held by another program) and still must be is owed: it is tried again until it
is written, before anything newer.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import inspect

from bot.telegram.tables import metadata
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from knowledge.store.database import Database

T = TypeVar("T")

_LOG = logging.getLogger("noticebot.telegram")
_MOST_AT_ONCE = 200
"""Jobs of one transaction."""
_MOST_OWED = 10_000
_OWED_SECONDS = 1.0
"""Pause between two tries of what is owed."""


@dataclass(slots=True)
class _Job:
    """Something to be written; `done` is told the outcome, or nobody is when it is only owed."""

    work: Callable[[Connection], Any]
    done: asyncio.Future[Any] | None = None
    loop: asyncio.AbstractEventLoop | None = None

    def tell(self, result: Any, error: Exception | None) -> None:
        if self.done is not None and self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(_settle, self.done, result, error)


def _settle(done: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)


class Desk:
    """The database of the store, written to by one thread only."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._owed: deque[_Job] = deque([_Job(_prepare)])
        self._failing = False
        self._next_try = 0.0
        self._writer = threading.Thread(target=self._run, name="desk", daemon=True)
        self._writer.start()

    @property
    def failing(self) -> bool:
        """Tell whether the last try to write failed."""
        return self._failing

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in a transaction; all of it is kept, or with an error none. StoreError when nothing can be written."""
        if self._failing and time.monotonic() < self._next_try:
            raise StoreError("the store cannot be written at the moment")
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(work, done, loop))
        return await done

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do `work`, which only reads, where it can still be done when nothing can be written. StoreError when nowhere."""
        try:
            return await self.write(work)
        except StoreError:
            return await asyncio.to_thread(self._looked_up, work)

    def _looked_up(self, work: Callable[[Connection], T]) -> T:
        with self._database.reading() as connection:
            return work(connection)

    def post(self, work: Callable[[Connection], Any]) -> None:
        """Do `work` soon, nobody waiting for it; when it cannot be done now it is owed."""
        self._jobs.put(_Job(work))

    def close(self, seconds: float = 2.0) -> None:
        """Write what waits, then let go; give up after `seconds`."""
        self._jobs.put(None)
        self._writer.join(seconds)

    def _run(self) -> None:
        ending = False
        while not ending:
            jobs, ending = self._waiting()
            batch = [*self._owed, *jobs]
            if not batch:
                continue
            self._owed.clear()
            self._write_all(batch)

    def _waiting(self) -> tuple[list[_Job], bool]:
        """Return the jobs that wait, waiting for the first of them, and whether this is the end."""
        jobs: list[_Job] = []
        try:
            first = self._jobs.get(timeout=_OWED_SECONDS if self._owed else None)
            while first is not None:
                jobs.append(first)
                if len(jobs) == _MOST_AT_ONCE:
                    return jobs, False
                first = self._jobs.get_nowait()
        except queue.Empty:
            return jobs, False
        return jobs, True

    def _write_all(self, batch: list[_Job]) -> None:
        """Write all in one transaction; when one of them fails, each in its own, so that it fails alone."""
        outcomes: list[Any] = []
        entered = False
        try:
            with self._database.writing() as connection:
                entered = True
                outcomes.extend(job.work(connection) for job in batch)
        except Exception as error:  # noqa: BLE001 - whoever gave a job is told
            if isinstance(error, StoreError) and not entered:
                self._put_off(batch, error)
            else:
                self._write_each(batch)
            return
        self._works()
        for job, outcome in zip(batch, outcomes, strict=True):
            job.tell(outcome, None)

    def _write_each(self, batch: list[_Job]) -> None:
        failed: list[tuple[_Job, StoreError]] = []
        for job in batch:
            try:
                with self._database.writing() as connection:
                    outcome = job.work(connection)
            except StoreError as error:
                failed.append((job, error))
            except Exception as error:  # noqa: BLE001 - whoever gave the job is told
                _LOG.error("something could not be recorded: %s", type(error).__name__)
                job.tell(None, error)
            else:
                job.tell(outcome, None)
        if len(failed) == len(batch):
            self._put_off(batch, failed[0][1])
            return
        self._works()
        for job, reason in failed:  # the store works, this can never be written
            _LOG.error("something could not be recorded: %s", reason)
            job.tell(None, reason)

    def _works(self) -> None:
        if self._failing:
            _LOG.warning("the store can be written again")
        self._failing = False

    def _put_off(self, batch: list[_Job], error: StoreError) -> None:
        if not self._failing:
            _LOG.error("the store cannot be written, answers go on: %s", error)
        self._failing, self._next_try = True, time.monotonic() + _OWED_SECONDS
        for job in batch:
            if job.done is None and len(self._owed) < _MOST_OWED:
                self._owed.append(job)
            job.tell(None, error)


def _prepare(connection: Connection) -> None:
    """Make the tables that are missing."""
    if set(metadata.tables) - set(inspect(connection).get_table_names()):
        metadata.create_all(connection)
