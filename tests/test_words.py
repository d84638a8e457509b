"""Every entry of the word tables has an example, and the example does what its entry says; <…> marks what is found in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from knowledge.errors import DataError
from knowledge.index.anatomy import anatomy
from knowledge.index.shortening import align
from knowledge.kinds import kind_of, kinds
from knowledge.model import Moment, Notice, Status
from knowledge.reading.causes import find_cause
from knowledge.reading.channels import find_channels
from knowledge.reading.clauses import sentences
from knowledge.reading.cues import Cue, find_cues
from knowledge.reading.ends import find_end
from knowledge.reading.furniture import mask
from knowledge.reading.lists import names_in
from knowledge.reading.register import voice_of
from knowledge.reading.reporters import reporter_of
from knowledge.reading.retractions import retractions_in
from knowledge.reading.scope import NoticeScope, sentence_scope
from knowledge.reading.steps import find_steps
from knowledge.words import pattern, table, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.mark import ParameterSet

TABLES = ("causes", "channels", "clauses", "cues", "furniture", "hours", "names", "page", "register", "retractions", "stages")
"""The tables notices are read with; those of dates and passages have tests of their own."""
POSTED = Moment.day(2031, 5, 1)
KEYS = {"visit", "operate", "hold", "begin", "alone"}
"""Keys of an operator that hold a status: the classes of activities, and `alone`."""


def entries(name: str, key: str) -> list[ParameterSet]:
    rules = table(name)[key]
    return [pytest.param(rule, id=str(rule.get("name") or f"{key} {number}")) for number, rule in enumerate(rules, 1)]


def marked(example: str) -> tuple[str, str]:
    """Return an example without its marks, and the words between them, all of it when none are marked."""
    found = re.fullmatch(r"([^<>]*)<([^<>]+)>([^<>]*)", example)
    return ("".join(found.groups()), found.group(2)) if found else (example, example)


def cue_in(example: str) -> Cue:
    text, words_marked = marked(example)
    (found,) = (cue for cue in find_cues(text, 0, len(text)) if text[slice(*cue.span)] == words_marked)
    return found


def tables_within(value: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from tables_within(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from tables_within(inner, f"{path}[{number}]")


WITH_PATTERN = [
    pytest.param(entry, id=path) for name in TABLES for path, entry in tables_within(table(name), name) if "pattern" in entry
]
LISTS = [
    pytest.param(listed, id=f"{path}.{key}")
    for name in TABLES
    for path, entry in tables_within(table(name), name)
    for key, listed in entry.items()
    if isinstance(listed, list) and all(isinstance(word, str) for word in listed)
]


@pytest.mark.parametrize("entry", WITH_PATTERN)
def test_a_pattern_finds_what_its_example_marks(entry: dict[str, Any]) -> None:
    text, words_marked = marked(entry["example"])
    found = re.search(entry["pattern"], text)
    assert found is not None
    assert "<" not in entry["example"] or words_marked in {found.group(), *found.groups()}


@pytest.mark.parametrize("entry", [entry for entry in WITH_PATTERN if "holds" in entry.values[0]])
def test_what_a_pattern_finds_holds_one_of_its_words(entry: dict[str, Any]) -> None:
    found = re.search(entry["pattern"], marked(entry["example"])[0])
    assert found is not None
    assert any(word in found.group() for word in entry["holds"])


@pytest.mark.parametrize("listed", LISTS)
def test_no_list_holds_a_word_twice_or_an_empty_one(listed: list[str]) -> None:
    assert sorted(set(listed)) == sorted(listed)
    assert all(listed)


@pytest.mark.parametrize("key", ["operator", "activity"])
def test_a_word_means_one_operator_and_one_activity(key: str) -> None:
    listed = [word for rule in table("cues")[key] for word in rule["words"]]
    assert sorted(set(listed)) == sorted(listed)


@pytest.mark.parametrize("rule", entries("cues", "operator"))
def test_an_operator_is_found_unguarded_and_shows_a_status(rule: dict[str, Any]) -> None:
    cue = cue_in(rule["example"])
    assert (cue.operator, cue.guard) == (rule["name"], None)
    shown = {cue.status(activity) for activity in KEYS - {"alone"}} - {None}
    assert shown <= {Status(rule[key]) for key in KEYS & rule.keys()}
    assert shown
    assert rule.keys() <= KEYS | {
        "name",
        "words",
        "example",
        "needs_activity",
        "needs_time",
        "activity_suffices",
        "needs_date",
        "needs_kind",
        "needs_happening",
        "object_of_kind",
        "unchanged",
        "begins_nothing",
        "sets_a_date",
        "tells_hours",
    }


@pytest.mark.parametrize("rule", entries("cues", "activity"))
def test_an_activity_is_found_behind_an_operator(rule: dict[str, Any]) -> None:
    text, activity = marked(rule["example"])
    (cue,) = find_cues(text, 0, len(text))
    assert activity in rule["words"]
    assert (cue.activity, cue.noun) == (rule["class"], activity if rule.get("noun") else "")
    assert cue.span[1] == len(text)


@pytest.mark.parametrize("rule", entries("cues", "guard"))
def test_a_guard_applies(rule: dict[str, Any]) -> None:
    assert cue_in(rule["example"]).guard == rule["name"]
    assert set(rule.get("keep_operators", ())) <= {operator["name"] for operator in table("cues")["operator"]}


@pytest.mark.parametrize("rule", entries("cues", "end"))
def test_an_end_is_told(rule: dict[str, Any]) -> None:
    text, told = marked(rule["example"])
    found = find_end(text, 0, len(text))
    assert found is not None
    assert (found.kind, text[slice(*found.span)], found.during) == (rule["kind"], told, rule.get("during", False))


def test_a_denied_rumour_is_seen() -> None:
    text = table("cues")["rumour"]["example"]
    (sentence,) = sentences(text)
    assert len(sentence_scope(NoticeScope(text, text, ()), sentence).rumours) == 1


@pytest.mark.parametrize("rule", entries("causes", "cause"))
def test_a_reason_has_its_code(rule: dict[str, Any]) -> None:
    cause = find_cause(rule["example"], 0, len(rule["example"]))
    assert cause is not None
    assert cause.code == rule["code"]


def test_work_to_be_done_is_a_reason() -> None:
    rule = table("causes")["works"]
    text, _ = marked(rule["example"])
    cause = find_cause(text, 0, len(text))
    assert cause is not None
    assert (cause.code, text[slice(*cause.span)]) == (rule["code"], rule["work"])
    told = text.replace(rule["work"], rule["untold"])
    other = find_cause(told, 0, len(told))
    assert other is not None
    assert other.code == rule["code"]


@pytest.mark.parametrize("way", entries("channels", "way"))
def test_a_way_is_found_with_its_value(way: dict[str, Any]) -> None:
    text, value = marked(way["example"])
    assert (way["kind"], way["label"], value) in {(one.kind, one.label, one.value) for one in find_channels(text)}


def test_numbers_are_found_with_area_extension_and_label() -> None:
    text = "咨询电话0351-7654321、7654322。值班电话0351-7654323转802，拨打12345热线。"
    found = {one.value: one.label for one in find_channels(text)}
    assert list(found) == ["0351-7654321", "0351-7654322", "0351-7654323转802", "12345"]
    assert (found["0351-7654321"], found["0351-7654323转802"], found["12345"]) == ("咨询电话", "值班电话", "热线")


def test_steps_are_found() -> None:
    rule = table("channels")["steps"]
    plain = mask(rule["example"])
    assert len(find_steps(rule["example"], plain, sentences(plain))) >= rule["least"]


@pytest.mark.parametrize("rule", entries("furniture", "blank"))
def test_furniture_is_blanked(rule: dict[str, Any]) -> None:
    found = re.search(rule["pattern"], rule["example"])
    assert found is not None
    assert not mask(rule["example"])[slice(*found.span())].strip()
    assert len(mask(rule["example"])) == len(rule["example"])


def test_who_reports_is_found() -> None:
    rule = table("furniture")["report"]
    reporter, _ = reporter_of(rule["example"], 0, len(rule["example"]))
    assert reporter is not None
    assert rule["example"][slice(*reporter.span)] == rule["reporter"]


def test_the_end_of_a_list_is_no_member_of_it() -> None:
    text, _ = marked(table("names")["list_end"]["example"])
    assert [name.words for name in names_in(text, 0, len(text))] == ["甲市", "乙市"]


HINTED = [*entries("cues", "end"), *entries("register", "personal"), *entries("register", "formal")]


@pytest.mark.parametrize("rule", [rule for rule in HINTED if "hint" in rule.values[0]])
def test_what_a_rule_tells_holds_its_hint(rule: dict[str, Any]) -> None:
    assert re.search(rule["hint"], marked(rule["example"])[1])


@pytest.mark.parametrize("rule", [rule for rule in entries("stages", "stage") if not rule.values[0].get("on_a_day")])
def test_what_is_done_at_a_stage_holds_one_of_the_words_for_it(rule: dict[str, Any]) -> None:
    assert any(word in marked(rule["example"])[1] for word in words("stages", "done", "words"))


@pytest.mark.parametrize("rule", [*entries("register", "personal"), *entries("register", "formal")])
def test_a_word_of_a_register_is_one_of_its_list(rule: dict[str, Any]) -> None:
    _, word = marked(rule["example"])
    assert word in rule.get("words", (word,))


@pytest.mark.parametrize("side", ["personal", "formal"])
def test_words_that_only_hold_one_of_a_register_do_not_count(side: str) -> None:
    for rule in table("register")[side]:
        told = [word for word in rule.get("except_in", ()) if any(one in word for one in rule["words"])]
        assert told == list(rule.get("except_in", ()))
        assert getattr(voice_of("，".join(told)), side) == 0


def test_a_turn_of_speech_counts_as_often_as_it_stands_up_to_three_times() -> None:
    assert [voice_of("灯灭了，" * times).turns for times in (1, 2, 3, 9)] == [1.0, 2.0, 3.0, 3.0]


def test_turns_of_speech_alone_make_nobody_a_person() -> None:
    """They ask for more grounds; only words that people use of their day silence a text."""
    voice = voice_of("他说灯灭了，等了三个小时。")
    assert (voice.tells_a_story, voice.of_a_person) == (True, False)


@pytest.mark.parametrize("rule", entries("retractions", "rule"))
def test_a_retraction_is_read(rule: dict[str, Any]) -> None:
    (fact,) = retractions_in(Notice("n", rule["example"], published=POSTED, publisher="北山公园"))
    assert fact.relation == rule["relation"]


def test_kinds_have_names_their_endings_close() -> None:
    for kind in kinds().values():
        assert {kind_of(name) for name, _ in kind.examples} == {kind.name}


def test_a_missing_key_or_a_wrong_pattern_names_file_and_key() -> None:
    with pytest.raises(DataError, match=r"zh/cues.toml: key far.nothing is missing"):
        words("cues", "far", "nothing")
    with pytest.raises(DataError, match=r"zh/cues.toml: far is .* expected a list of words"):
        words("cues", "far")
    with pytest.raises(DataError, match=r"zh/cues.toml: far has no pattern"):
        pattern("cues", "far")
    with pytest.raises(DataError, match=r"zh/nothing.toml"):
        table("nothing")


def test_no_short_form_ends_with_what_leads_on() -> None:
    words, name = table("guards")["leading_on"]["example"]
    assert align(words, anatomy(name)) is None
    assert align(words + name[len(words) : len(words) + 2], anatomy(name)) is not None
