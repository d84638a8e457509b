"""Lines typed at a terminal, with history and a coloured prompt; plain lines from anything else."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROMPT = "> "


def typed_lines() -> Iterator[str]:
    """Yield the lines of standard input; on a terminal with a prompt, line editing and the history of earlier sessions."""
    if not sys.stdin.isatty():
        for line in sys.stdin.buffer:
            yield line.decode("utf-8", "replace")
        return
    ask = _prompt()
    while True:
        try:
            yield ask()
        except EOFError:
            return
        except KeyboardInterrupt:  # drops the line that was being typed, as shells do
            continue


def _prompt() -> Callable[[], str]:
    """Return what asks for a line: prompt_toolkit where it is installed, else the interpreter's own."""
    try:
        from prompt_toolkit import PromptSession  # noqa: PLC0415 - the `console` extra
        from prompt_toolkit.formatted_text import ANSI  # noqa: PLC0415
        from prompt_toolkit.history import FileHistory  # noqa: PLC0415
    except ImportError:
        import readline  # noqa: F401, PLC0415 - importing it gives input() editing and a history

        return lambda: input(PROMPT)
    session: PromptSession[str] = PromptSession(history=FileHistory(str(_history_file())))
    return lambda: session.prompt(ANSI(f"\x1b[1;36m{PROMPT}\x1b[0m"))


def _history_file() -> Path:
    folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "noticebot"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "history"
