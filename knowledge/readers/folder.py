"""Which files a path stands for."""

from __future__ import annotations

import os
from pathlib import Path

from knowledge.errors import UnreadableError

_MOST = 100_000


def files_of(path: Path) -> tuple[tuple[Path, str], ...]:
    """Return the files to read with their names as ids: the file itself, or a folder's, sorted by their paths below it.

    Hidden files and folders are left out, links to folders are not followed. UnreadableError when there is nothing to read.
    """
    try:
        if not path.is_dir():
            return ((path, path.name),)
        found = sorted(_below(path))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UnreadableError(f"{path}: {_reason(error)}") from error
    if not found:
        raise UnreadableError(f"{path}: the folder holds no files to read")
    if len(found) > _MOST:
        raise UnreadableError(f"{path}: the folder holds more than {_MOST:,} files; read its parts")
    return tuple((path / name, name) for name in found)


def content_of(path: Path, most_bytes: int) -> bytes:
    """Return a file's bytes; UnreadableError when it is missing, no regular file, not allowed or larger than `most_bytes`."""
    try:
        if path.exists() and not path.is_file():
            raise UnreadableError(f"{path}: it is no regular file")
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{path}: {_reason(error)}") from error
    if len(data) > most_bytes:
        raise UnreadableError(f"{path}: it is larger than {most_bytes // 1_000_000} MB")
    return data


def _below(folder: Path) -> list[str]:
    names: list[str] = []
    for place, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        relative = Path(place).relative_to(folder)
        names += [(relative / name).as_posix() for name in files if not name.startswith(".") and Path(place, name).is_file()]
        if len(names) > _MOST:
            break
    return names


def _raise(error: OSError) -> None:
    raise error


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
