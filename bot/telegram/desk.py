"""One desk for all writing of the Telegram rim: a single thread, so that there is one writer and the event loop never waits."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import inspect

from bot.telegram.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from knowledge.database import Database

T = TypeVar("T")


class Desk:
    """The database of the store, written to by one thread only."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="desk")

    def prepare(self) -> None:
        """Make the tables that are missing; StoreError when the database cannot be written to."""
        with self._database.writing() as connection:
            if set(metadata.tables) - set(inspect(connection).get_table_names()):
                metadata.create_all(connection)

    async def write(self, job: Callable[[Connection], T]) -> T:
        """Do `job` in one transaction of the writing thread; all of it is kept, or with an error none."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._written, job)

    def _written(self, job: Callable[[Connection], T]) -> T:
        with self._database.writing() as connection:
            return job(connection)

    def close(self) -> None:
        """Wait for what is being written, then let go."""
        self._writer.shutdown(wait=True)
