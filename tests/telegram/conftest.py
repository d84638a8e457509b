"""What the tests of the Telegram rim are given."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from fake_api import FakeApi
from running import Running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Running]:
    running = Running(FakeApi(strict=False), tmp_path / "store.db")
    running.start()
    yield running
    await running.stop()


@pytest.fixture
def free_port() -> int:
    """Return a port of loopback nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
