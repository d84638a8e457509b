"""What many tests need: the command line in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

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
