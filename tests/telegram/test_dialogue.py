"""The dialogue of `dialogue.py` with the real core on the default notices, in process; every turn brings the words it must."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from dialogue import rows, talk
from fake_api import FakeApi
from running import Running

from knowledge.model import ZONE


async def test_a_dialogue_goes_as_a_citizen_expects(tmp_path: Path) -> None:
    now = datetime(2022, 4, 7, 10, tzinfo=ZONE)
    bot = Running(FakeApi(strict=False), tmp_path / "store.db", core=None, now=now)
    bot.start()
    turns = await talk(bot.api, bot.restart)
    await bot.stop()
    assert len(turns) == len(rows()) >= 20
    assert not bot.api.refused
