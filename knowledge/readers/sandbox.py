"""Parsing in a process of its own, with limits on its time and memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from knowledge.errors import UnreadableError
from knowledge.model import Moment
from knowledge.readers.document import Document
from knowledge.readers.limits import CPU_SECONDS, MEMORY_BYTES, WALL_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.readers.formats import Format

_KEPT = ("LD_LIBRARY_PATH", "PYTHONHOME")
"""Of the environment: what some Pythons do not start without."""


def parsed(data: bytes, kind: Format, charset: str = "") -> tuple[Document, ...]:
    """Parse `data` in a child process; UnreadableError, in one line, whatever becomes of it there."""
    # Whole environments stay here, for they hold tokens; the path finds what this process finds. -P: nothing from the directory
    # that the operator happens to stand in.
    command = [sys.executable, "-P", "-m", "knowledge.readers.child", kind.value, charset]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), "PYTHONUTF8": "1"}
    return documents_of(command, environment, data)


def documents_of(
    command: Sequence[str], environment: dict[str, str], data: bytes, wall_seconds: float = WALL_SECONDS
) -> tuple[Document, ...]:
    """Run a child that answers as `child.py` does, and return its documents."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what is hostile goes through stdin
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(f"reading it takes longer than {wall_seconds:g} seconds") from error
    except OSError as error:
        raise UnreadableError(f"the process that reads it does not start ({error.strerror})") from error
    if done.returncode:
        raise UnreadableError(_end_of(done.returncode))
    try:
        answer = json.loads(done.stdout)
        if "error" in answer:
            raise UnreadableError(str(answer["error"]))
        return tuple(_document(record) for record in answer["documents"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError("the process that reads it was broken by it") from error


def _end_of(status: int) -> str:
    """Say why a child ended; `status` is negative for a signal."""
    match -status:
        case signal.SIGXCPU:
            return f"reading it takes more than {CPU_SECONDS} seconds of processor time"
        case signal.SIGKILL:
            return f"reading it takes more time or memory than there is ({CPU_SECONDS} seconds, {MEMORY_BYTES // 1_000_000:,} MB)"
        case _:
            return f"the process that reads it broke down (status {status})"


def _document(record: dict[str, Any]) -> Document:
    published, whole_lines = record.pop("published"), record.pop("whole_lines")
    texts = {key: str(value) for key, value in record.items()}
    return Document(published=Moment.parse(published) if published else None, whole_lines=bool(whole_lines), **texts)
