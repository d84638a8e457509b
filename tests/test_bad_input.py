"""Whatever is handed in: one clear line, an exit status that tells, nothing half stored."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import read_moment
from bot.memory import Memory
from bot.model import Question
from bot.responder import respond
from knowledge.store import Store

if TYPE_CHECKING:
    from conftest import Noticebot

CASES = tomllib.loads((Path(__file__).parent / "cases" / "bad_input.toml").read_text(encoding="utf-8"))["case"]
NOTICE = "城南公园自2022年4月7日起闭园，恢复时间另行通知。\n"
FILES = {
    "notice.txt": NOTICE.encode(),
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.dat": bytes(range(256)) * 64,
    "huge.txt": b"a line of a file that somebody took for a notice\n" * 210_000,
    "gb18030.txt": NOTICE.encode("gb18030"),
    "big5.txt": "城南公園自2022年4月7日起閉園，恢復時間另行通知。\n".encode("big5"),
    "control.txt": "城南\u202e公园\u200b自2022年4月7日起\x07闭园。\n".encode(),
    "undated.txt": "即日起，城南公园闭园。\n".encode(),
}


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_bad_input_is_told_in_a_line(case: dict[str, Any], noticebot: Noticebot) -> None:
    for name, content in FILES.items():
        if name in case["run"]:
            Path(name).write_bytes(content)
    Path("folder").mkdir()
    repeated, times = case.get("stdin_repeat", ("", 0))
    result = noticebot(*case["run"], stdin=case.get("stdin", "") + repeated * times)
    assert result.exit_code == case["exit"], result.output
    assert case.get("stdout", "") in result.stdout
    assert case.get("stderr", "") in result.stderr
    if "stdout" not in case:
        assert result.stdout == ""
        assert not list(Path().glob("*.db"))
    if case["exit"] == 0 and "stderr" not in case:
        assert result.stderr == ""
    if "stdin" not in case:
        assert result.stderr.count("\n") <= 2, "one line for each thing that went wrong"


def test_ten_megabytes_of_chinese_are_read_or_refused_at_once(noticebot: Noticebot) -> None:
    Path("long.txt").write_text("这一天公园里人来人往，没有什么要通知的事情。\n" * 160_000, encoding="utf-8")
    began = perf_counter()
    noticebot("ingest", "--published", "2022-04-06", "long.txt")
    assert perf_counter() - began < 20


@pytest.mark.parametrize("unit", ["太", "太山景区开放吗？", "a ", "\u0301", "6日15时起", "（", "\u202e\x07"])
def test_a_question_of_a_hundred_thousand_characters_is_answered_at_once(unit: str) -> None:
    """Within 200 ms by the floors; tests run on busy machines, so the bound here is wider."""
    asked_at = read_moment("2022-04-07T10:00")
    with Store.open(":memory:", defaults_at=asked_at) as store:
        base = store.knowledge()
    respond(Question("太山景区开放吗", asked_at), Memory(), base)
    began = perf_counter()
    reply, _ = respond(Question((unit * 100_000)[:100_000], asked_at), Memory(), base)
    assert reply.text
    assert perf_counter() - began < 1


def test_a_store_is_not_made_by_an_ingest_that_stores_nothing(noticebot: Noticebot) -> None:
    """Else the next `ask` would find a store that exists and holds nothing, and would not fill it with the defaults."""
    noticebot("ingest", "missing.txt")
    assert not Path("noticebot.db").exists()


def run(folder: Path, command: str) -> tuple[int, list[str]]:
    """Run a line of the shell, in which `noticebot` stands for the program, and return its exit status and lines of stderr."""
    line = command.replace("noticebot", f"{sys.executable} -m bot")
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False)
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize(
    ("command", "status", "complaint"),
    [
        pytest.param(
            'yes \'{"text": "你好"}\' | noticebot ask --jsonl --store :memory: | head -1; exit ${PIPESTATUS[1]}',
            1,
            "",
            id="hung up",
        ),
        pytest.param(
            "noticebot ask 你好 --store :memory: > /dev/full", 1, "Error: output: No space left on device", id="full disk"
        ),
        pytest.param("noticebot read <&-", 1, "Error: stdin: it is empty", id="closed stdin"),
        pytest.param("noticebot ask 你好 --json --store :memory: >&-", 0, "", id="closed stdout"),
        pytest.param(
            "noticebot facts --store $(printf 'a%.0s' {1..300})", 1, "cannot be opened (File name too long)", id="a long name"
        ),
        pytest.param(
            "echo 公园闭园。 | noticebot ingest - --published 2022-04-06 --publisher $'\\xff'", 0, "", id="a name that is no text"
        ),
        pytest.param(
            "printf '\\377' > .env; noticebot ask 你好", 1, "Error: .env: it cannot be read", id="settings that are no text"
        ),
    ],
)
def test_whatever_the_shell_does_ends_in_a_line(command: str, status: int, complaint: str, tmp_path: Path) -> None:
    ended, said = run(tmp_path, command)
    assert ended == status
    assert len(said) == bool(complaint), said
    assert complaint in "".join(said)
