"""The notices that come with the program, so that it answers out of the box: Taiyuan, April 2022, in our own sentences."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

from knowledge.model import Moment
from knowledge.reading import read_notices

if TYPE_CHECKING:
    from knowledge.reading import ReadNotice


def default_notices() -> tuple[ReadNotice, ...]:
    """Read the embedded notices, in the order of their file names, which are their ids."""
    folder = files("knowledge").joinpath("notices")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    read: list[ReadNotice] = []
    for name in names:
        given = tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
        read += read_notices(
            given["text"].strip(),
            id=name.removesuffix(".toml"),
            title=given.get("title", ""),
            published=Moment.parse(given["published"]),
            publisher=given["publisher"],
        )
    return tuple(read)
