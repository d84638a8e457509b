"""The commands as an operator and a script meet them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli import cli
from bot.settings import variables

if TYPE_CHECKING:
    from conftest import Noticebot

PAGE = "城南公园自2022年4月7日8时起闭园，恢复时间另行通知。\n"
AT = "2022-04-07T10:00"


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def lines(*given: dict[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in given)


@pytest.mark.parametrize("command", ["chat", "ask", "ingest", "read", "facts", "aliases", "dates", "telegram"])
def test_every_command_explains_itself(command: str, noticebot: Noticebot) -> None:
    assert len(noticebot(command, "--help").output.splitlines()) > 5
    assert command in noticebot().output


def test_a_question_is_answered_from_the_default_notices(noticebot: Noticebot) -> None:
    result = noticebot("ask", "太山景区开放吗", "--at", AT)
    assert "暂时关闭" in result.stdout
    assert result.stderr == ""
    assert Path("noticebot.db").exists()


def test_the_question_may_come_from_stdin(noticebot: Noticebot) -> None:
    asked = noticebot("ask", "太山景区开放吗", "--at", AT, "--store", ":memory:").stdout
    assert noticebot("ask", "-", "--at", AT, "--store", ":memory:", stdin="太山景区开放吗\n").stdout == asked
    assert noticebot("ask", "--at", AT, "--store", ":memory:", stdin="太山景区开放吗").stdout == asked


def test_a_reply_as_json_has_the_keys_of_the_contract(noticebot: Noticebot) -> None:
    reply = rows(noticebot("ask", "太山景区开放吗", "--at", AT, "--json").stdout)[0]
    assert {"kind", "text", "services", "facts", "excerpts", "choices", "freshness"} <= reply.keys()
    assert "trace" not in reply
    fact = reply["facts"][0]
    expected = {
        "service": "太山景区",
        "status": "closed",
        "cue": "暂时关闭",
        "valid_from": "2022-04-06T15:00:00+08:00",
        "end": "unstated",
    }
    assert fact.items() >= expected.items()
    assert fact["notice"].keys() >= {"id", "headline", "publisher", "date_posted", "date_basis", "url"}


def test_a_trace_is_shown_when_asked_for(noticebot: Noticebot) -> None:
    assert rows(noticebot("ask", "太山景区开放吗", "--at", AT, "--json", "--trace").stdout)[0]["trace"]
    plain = noticebot("ask", "太山景区开放吗", "--at", AT).stdout
    assert noticebot("ask", "太山景区开放吗", "--at", AT, "--trace").stdout.startswith(plain)


def test_rows_of_one_chat_are_one_conversation(noticebot: Noticebot) -> None:
    asked = lines(
        {"id": "1", "chat": "a", "at": AT, "text": "太山景区今天开放吗"},
        {"id": "2", "chat": "b", "at": AT, "text": "玉泉山景区开放吗"},
        {"id": "3", "chat": "a", "at": AT, "text": "为什么"},
        {"id": "4", "at": AT, "text": "为什么"},
    )
    replies = rows(noticebot("ask", "--jsonl", stdin=asked).stdout)
    assert [reply["id"] for reply in replies] == ["1", "2", "3", "4"]
    assert replies[2]["services"] == ["太山景区"]
    assert "设施改造" in replies[2]["text"]
    assert replies[3]["services"] == []


def test_the_clock_setting_stands_in_for_at(noticebot: Noticebot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTICEBOT_CLOCK", AT)
    assert rows(noticebot("ask", "太山景区开放吗", "--json").stdout)[0]["freshness"] == "current"
    monkeypatch.setenv("NOTICEBOT_CLOCK", "soon")
    assert "NOTICEBOT_CLOCK: 'soon' is no moment" in noticebot("ask", "太山景区开放吗").stderr


def test_without_a_clock_the_age_of_the_default_notices_is_told(noticebot: Noticebot) -> None:
    assert rows(noticebot("ask", "太山景区开放吗", "--json").stdout)[0]["freshness"] == "stale"


def test_ingest_prints_a_line_for_each_notice(noticebot: Noticebot) -> None:
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    first = noticebot("ingest", "page.txt", "--published", "2022-04-06", "--publisher", "市园林局")
    assert first.stdout.split("\t")[0] == "page.txt"
    assert first.stdout.split("\t")[2] == "1 fact\n"
    again = noticebot("ingest", "page.txt", "--published", "2022-04-06", "--publisher", "市园林局")
    assert again.exit_code == 0
    assert "already held" in again.stdout
    Path("page.txt").write_text(PAGE.replace("8时", "9时"), encoding="utf-8")
    changed = noticebot("ingest", "page.txt", "--published", "2022-04-06", "--publisher", "市园林局")
    assert "kept as page.txt~2" in changed.stdout


def test_a_store_that_ingest_made_holds_what_was_ingested_and_nothing_else(noticebot: Noticebot) -> None:
    noticebot("ingest", "-", "--published", "2022-04-06", stdin=PAGE)
    assert rows(noticebot("ask", "太山景区开放吗", "--at", AT, "--json").stdout)[0]["kind"] == "unknown"
    assert "闭园" in noticebot("ask", "城南公园开吗", "--at", AT).stdout


def test_what_a_row_says_wins_over_the_options(noticebot: Noticebot) -> None:
    given = lines({"text": PAGE, "published": "2022-04-05", "publisher": "市园林局"}, {"id": "b", "text": PAGE})
    noticebot("ingest", "--jsonl", "-", "--published", "2022-04-06", "--publisher", "晚报", stdin=given)
    held = json.loads(noticebot("facts", "--at", AT, "--json").stdout)["notices"]
    assert [(notice["id"], notice["date_posted"], notice["publisher"]) for notice in held] == [
        ("1", "2022-04-05", "市园林局"),
        ("b", "2022-04-06", "晚报"),
    ]


def test_read_prints_a_row_for_each_row_and_stores_nothing(noticebot: Noticebot) -> None:
    given = lines(
        {"id": "a", "published": "2022-04-06", "text": PAGE}, {"id": "b", "published": "2022-04-06", "text": "今天天气很好。"}
    )
    read = rows(noticebot("read", "--jsonl", "-", stdin=given).stdout)
    assert [(row["id"], len(row["facts"])) for row in read] == [("a", 1), ("b", 0)]
    fact, notice = read[0]["facts"][0], read[0]["notices"][0]
    start, end = fact["span"]
    assert notice["text"][start:end] == fact["quote"]
    for item in fact["evidence"]:
        assert 0 <= item["span"][0] < item["span"][1] <= len(notice["text"])
    assert list(Path().iterdir()) == []


def test_read_shows_people_the_words_each_field_stands_on(noticebot: Noticebot) -> None:
    shown = noticebot("read", "-", "--published", "2022-04-06", stdin=PAGE).stdout
    assert "城南公园: closed 「闭园」" in shown
    assert "2022-04-07T08:00:00+08:00" in shown
    assert "further_notice" in shown
    assert "advice: It gives no reason." in shown
    assert "\x1b[" not in shown


def test_facts_show_what_holds_at_a_moment(noticebot: Noticebot) -> None:
    noticebot("ingest", "-", "--published", "2022-04-06", stdin=PAGE)
    before = json.loads(noticebot("facts", "--at", "2022-04-06T12:00", "--json").stdout)["services"][0]
    after = json.loads(noticebot("facts", "--at", "2022-04-08T12:00", "--json").stdout)["services"][0]
    earlier = json.loads(noticebot("facts", "--at", "2022-04-01T12:00", "--json").stdout)["services"]
    assert (len(before["holding"]), len(before["upcoming"])) == (0, 1)
    assert (len(after["holding"]), len(after["upcoming"])) == (1, 0)
    assert earlier == []
    shown = noticebot("facts", "--at", "2022-04-08T12:00").stdout
    assert "holds: stdin" in shown
    assert "城南公园: closed" in shown


def test_aliases_of_a_file_find_their_service(noticebot: Noticebot) -> None:
    noticebot("ask", "太山景区开放吗", "--at", AT)
    added = noticebot("aliases", "-", stdin="# 水库\n二坝 = 汾河二库国家水利风景区\n")
    assert added.stdout == noticebot("aliases").stdout == "二坝 = 汾河二库国家水利风景区\n"
    assert noticebot("ask", "二坝开了吗", "--at", AT).stdout.startswith("汾河二库国家水利风景区延迟开放")
    assert "already held" in noticebot("aliases", "-", stdin="二坝 = 汾河二库国家水利风景区\n").stdout


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("太山 = 玉泉山景区", "'太山' already finds '太山景区'"),
        ("太山景区 = 玉泉山景区", "'太山景区' already finds '太山景区'"),
        ("医院 = 玉泉山景区", "a word for a kind of service"),
        ("二坝 = 城南水库", "no notice held names '城南水库'"),
        ("二坝", "expected `alias = service`"),
    ],
)
def test_an_alias_that_would_mislead_is_refused_and_the_others_are_kept(line: str, complaint: str, noticebot: Noticebot) -> None:
    noticebot("ask", "太山景区开放吗", "--at", AT)
    result = noticebot("aliases", "-", "--store", "noticebot.db", stdin=f"{line}\n玉泉 = 玉泉山景区\n")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: line 1: ")
    assert complaint in result.stderr
    assert "玉泉 = 玉泉山景区" in noticebot("aliases").stdout


def test_dates_show_what_the_reader_sees(noticebot: Noticebot) -> None:
    given = lines({"id": "1", "text": "后天", "at": "2022-04-07T23:30:00-08:00"}, {"text": "nothing", "at": AT})
    seen = rows(noticebot("dates", "--jsonl", stdin=given).stdout)
    assert seen[0]["id"] == "1"
    assert [mention["start"] for mention in seen[0]["mentions"]] == ["2022-04-09"], "the day is that of the row's own zone"
    assert seen[1]["mentions"] == []


def test_the_console_is_plain_when_piped(noticebot: Noticebot) -> None:
    typed = "太山景区开放吗\n\n:source\n为什么\n:at 2022-04-06T11:00\n:at soon\n:trace\n:nothing\n:help\n:quit\n太山景区开放吗\n"
    said = noticebot("chat", "--at", AT, "--store", ":memory:", stdin=typed).stdout
    assert "暂时关闭" in said
    assert "publisher  太原晚报" in said
    assert "设施改造" in said
    assert "The clock shows 2022-04-06T11:00+08:00." in said
    assert "'soon' is no moment" in said
    assert "Trace on." in said
    assert "There is no such command" in said
    assert ":quit" in said
    assert "\x1b[" not in said
    assert "> " not in said


def test_a_reply_with_no_notice_behind_it_has_no_source(noticebot: Noticebot) -> None:
    said = noticebot("chat", "--at", AT, "--store", ":memory:", stdin=":source\n谢谢\n:source\n").stdout
    assert said.count("The last reply stands on no notice.") == 2


def test_settings_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"NOTICEBOT_STORE=other.db\nNOTICEBOT_CLOCK={AT}\n", encoding="utf-8")
    asked = [sys.executable, "-m", "bot", "ask", "太山景区开放吗", "--json"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert json.loads(done.stdout)["freshness"] == "current"
    assert (tmp_path / "other.db").exists()


def test_a_first_reply_does_not_wait_for_what_it_does_not_need(tmp_path: Path) -> None:
    """The floor is 1.5 s from the start of the process; these imports alone would take most of it."""
    code = (
        "import sys; from bot.cli import cli\n"
        f"cli(['ask', '太山景区开放吗', '--at', '{AT}'], standalone_mode=False)\n"
        "print(*sorted({'telegram', 'pypinyin', 'alembic', 'pydantic', 'prompt_toolkit', 'httpx'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == ""
    assert "暂时关闭" in done.stdout


def test_every_setting_is_in_the_example() -> None:
    example = (Path(__file__).parent.parent / ".env.example").read_text(encoding="utf-8")
    listed = [line.partition("=")[0] for line in example.splitlines() if line and not line.startswith("#")]
    assert sorted(listed) == sorted(variables())
    assert "NOTICEBOT_STORE" in {param.envvar for param in cli.get_command(None, "ask").params}
