from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import decide
from bot.choosing import chosen
from bot.clock import read_moment
from bot.dialogue import Memory, remember, resolve
from bot.memory import EXPIRY, Told
from bot.model import Intent, Mention, Question, Reading
from knowledge.index import Match, MatchReason
from knowledge.model import Moment, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.told import Answer
    from knowledge.base import KnowledgeBase

NOW = read_moment("2023-04-08T10:00")
PARK, LAKE = "云岭森林公园", "双湖湿地公园"


class Talk:
    """A conversation with readings made by hand."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base, self.memory, self.now = base, Memory(), NOW

    def mention(self, name: str) -> Mention:
        service = self.base.service_named(name, self.now)
        assert service is not None
        return Mention(name, (0, len(name)), (Match(service, MatchReason.EXACT, 1.0, name),))

    def say(self, text: str, intent: Intent = Intent.STATUS, *names: str, **values: Any) -> Answer:
        question = Question(text, self.now)
        reading = Reading(intent, tuple(map(self.mention, names)), **values)
        answer = decide(resolve([reading], self.memory, self.base, question), self.memory, self.base, question)
        self.memory = Memory.from_json(remember(self.memory, answer, self.now).to_json())
        return answer


@pytest.fixture
def talk(base_of: Callable[..., KnowledgeBase]) -> Talk:
    return Talk(base_of())


def names(answer: Answer) -> list[str]:
    return [s.name for s in answer.services]


def intent(answer: Answer) -> Intent | None:
    return answer.reading.intent if answer.reading else None


def test_a_question_without_a_name_is_about_the_last_service(talk: Talk) -> None:
    talk.say("云岭开吗", Intent.STATUS, PARK)
    assert names(talk.say("为什么", Intent.WHY)) == [PARK]


def test_another_name_alone_keeps_question_and_moment(talk: Talk) -> None:
    talk.say("云岭五一为什么关", Intent.WHY, PARK, when=Moment.day(2023, 4, 9))
    answer = talk.say("那双湖呢", Intent.STATUS, LAKE, refers=True)
    assert names(answer) == [LAKE]
    assert intent(answer) is Intent.WHY
    assert answer.reading is not None
    assert answer.reading.when == Moment.day(2023, 4, 9)


def test_a_correction_asks_the_same_of_another_service(talk: Talk) -> None:
    talk.say("云岭什么时候开", Intent.UNTIL, PARK)
    answer = talk.say("不是，我问的是双湖", Intent.STATUS, LAKE)
    assert (names(answer), intent(answer)) == ([LAKE], Intent.UNTIL)


def test_thanks_in_between_lose_nothing(talk: Talk) -> None:
    talk.say("双湖开吗", Intent.STATUS, LAKE)
    talk.say("谢谢", Intent.THANKS)
    assert names(talk.say("什么时候开", Intent.UNTIL)) == [LAKE]


def test_a_question_about_nothing_held_in_between_loses_nothing(talk: Talk) -> None:
    talk.say("双湖开吗", Intent.STATUS, LAKE)
    talk.say("今天下雨吗", Intent.PASSAGE)
    assert names(talk.say("什么时候开", Intent.UNTIL)) == [LAKE]


def test_an_unknown_name_does_not_fall_back_on_the_last_service(talk: Talk) -> None:
    talk.say("云岭开吗", Intent.STATUS, PARK)
    assert names(talk.say("红石呢", Intent.STATUS, unknown_names=("红石",), refers=True)) == []
    after = talk.say("为什么", Intent.WHY)
    assert names(after) == []
    assert after.unknown == ("红石",)


def test_a_topic_is_left_and_returned_to(talk: Talk) -> None:
    talk.say("云岭开吗", Intent.STATUS, PARK)
    talk.say("双湖开吗", Intent.STATUS, LAKE)
    assert names(talk.say("还是说云岭，为什么关", Intent.WHY, PARK)) == [PARK]
    assert names(talk.say("什么时候开", Intent.UNTIL)) == [PARK]


@pytest.mark.parametrize("words", ["2", "第二个", "二", "云岭森林公园", "云岭", "最后一个", "number 2", "第２个吧"])
def test_a_choice_is_answered_by_number_or_name(talk: Talk, words: str) -> None:
    asked = talk.say("景区为什么关", Intent.WHY, kind="scenic_area")
    assert [s.name for s in asked.choices] == [LAKE, PARK]
    answer = talk.say(words, Intent.NOTHING)
    assert (names(answer), intent(answer)) == ([PARK], Intent.WHY)


def test_a_number_that_was_not_offered_chooses_nothing() -> None:
    assert chosen("5", ("甲", "乙")) is None
    assert chosen("", ("甲", "乙")) is None
    assert chosen("这两个都想知道到底哪一个才是开着的", ("甲馆", "乙馆")) is None


def test_it_after_a_list_means_what_was_listed(talk: Talk) -> None:
    listed = talk.say("哪些景区关了", Intent.LIST, kind="scenic_area", statuses=(Status.CLOSED, Status.DELAYED))
    assert set(names(listed)) == {PARK, LAKE}
    assert set(names(talk.say("为什么", Intent.WHY))) == {PARK, LAKE}


def test_a_bare_kind_after_a_list_narrows_it(talk: Talk) -> None:
    talk.say("有什么通知", Intent.LATEST)
    assert names(talk.say("考试的", Intent.STATUS, kind="language_exam")) == ["2023年临江市普通话测试"]


def test_that_exam_is_the_one_last_spoken_of(talk: Talk) -> None:
    talk.say("普通话测试延期了吗", Intent.STATUS, "2023年临江市普通话测试")
    answer = talk.say("那测试还有几天", Intent.COUNTDOWN, kind="language_exam", refers=True)
    assert (names(answer), intent(answer)) == (["2023年临江市普通话测试"], Intent.COUNTDOWN)


def test_where_does_it_say_so_quotes_the_last_answer(talk: Talk) -> None:
    told = talk.say("云岭开吗", Intent.STATUS, PARK)
    source = talk.say("哪儿写的", Intent.SOURCE)
    assert source.facts == told.facts
    assert names(source) == [PARK]
    assert names(talk.say("再说一遍出处", Intent.SOURCE)) == [PARK]


def test_after_half_an_hour_of_silence_a_question_stands_alone(talk: Talk) -> None:
    talk.say("云岭开吗", Intent.STATUS, PARK)
    talk.now = NOW + EXPIRY + timedelta(seconds=1)
    assert names(talk.say("为什么", Intent.WHY)) == []


def test_a_source_asked_of_nobody_is_answered_politely(talk: Talk) -> None:
    assert talk.say("出处", Intent.SOURCE).lines[0].key == "source_nothing"


def test_the_words_of_leaning_do_what_their_examples_say() -> None:
    for language in ("zh", "en"):
        table = tomllib.loads(files("bot").joinpath("data", language, "dialogue.toml").read_text(encoding="utf-8"))
        for example in table["ordinals"]["examples"]:
            assert chosen(example["text"], tuple("甲乙丙丁")) == example["number"] - 1
        said = "".join(c for c in table["correction"]["example"].lower() if c.isalnum())
        assert said.startswith(tuple(table["correction"]["starts"]))


MEMORIES = st.builds(
    Memory,
    at=st.none() | st.just(NOW),
    services=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    unknown=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    choices=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    told=st.lists(
        st.builds(Told, st.text(max_size=3), st.integers(0, 9), st.integers(0, 9), st.text(max_size=3)), max_size=2
    ).map(tuple),
    intent=st.none() | st.sampled_from([str(i) for i in Intent]),
    statuses=st.lists(st.sampled_from([str(s) for s in Status]), max_size=2).map(tuple),
)


@given(MEMORIES)
def test_a_memory_survives_json(memory: Memory) -> None:
    assert Memory.from_json(memory.to_json()) == memory


@given(st.text(max_size=40) | st.just('{"at": 1}') | st.just("[]"))
def test_what_is_no_memory_is_an_empty_one(text: str) -> None:
    assert Memory.from_json(text) == Memory()


def test_a_moment_is_remembered_as_exact_as_it_was(talk: Talk) -> None:
    for moment in (Moment.day(2023, 5, 1), Moment.parse("2030"), Moment.parse("2023-04-08T15:00")):
        talk.say("云岭", Intent.STATUS, PARK, when=moment)
        assert talk.memory.moment() == moment
    assert replace(talk.memory, when=None).moment() is None


def test_a_topic_of_its_own_is_not_the_last_service(talk: Talk) -> None:
    talk.say("云岭开吗", Intent.STATUS, PARK)
    answer = talk.say("红石几点关", Intent.SINCE, leftover=("红石",))
    assert names(answer) == []
    assert answer.unknown == ("红石",)


def test_a_word_of_the_notice_just_told_is_no_topic_of_its_own(talk: Talk) -> None:
    talk.say("云岭开吗", Intent.STATUS, PARK)
    assert names(talk.say("步道几时修好", Intent.UNTIL, leftover=("步道",))) == [PARK]
