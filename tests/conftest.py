"""What many tests need: the command line in a folder of its own, and properties tried on the same examples each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from bot.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

settings.register_profile("same", derandomize=True, deadline=None)  # a change is judged on what it changes, not on luck
settings.register_profile("hunt", deadline=None, print_blob=True)  # new examples each time: --hypothesis-profile=hunt
settings.load_profile("same")

Noticebot: TypeAlias = Callable[..., Result]


@pytest.fixture
def noticebot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Noticebot:
    """Run a command line in an empty folder without settings; what the program did not foresee is raised."""
    monkeypatch.chdir(tmp_path)
    for name in ("NOTICEBOT_STORE", "NOTICEBOT_CLOCK"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, stdin: str | bytes = "") -> Result:
        result = CliRunner().invoke(cli, list(arguments), input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
