"""A reply while it arrives: which sentences, with which ids, and how soon."""

import pytest

from rag.answering.replies import Drafted, ReplyReader, read_marked
from rag.errors import ModelError


def read(text: str, step: int = 1) -> list[Drafted]:
    """All sentences of a reply that arrives in pieces of this many characters."""
    reader = ReplyReader()
    found = [d for at in range(0, len(text), step) for d in reader.feed(text[at : at + step])]
    return found + reader.end()


def pairs(drafted: list[Drafted]) -> list[tuple[str, tuple[str, ...]]]:
    return [(d.text, d.ids) for d in drafted]


PROSE = [
    ("Six ships sailed. [a1, b2]", [("Six ships sailed.", ("a1", "b2"))]),
    ("Six ships sailed [a1].", [("Six ships sailed.", ("a1",))]),
    ("Six ships [a1] sailed on Monday [b2].", [("Six ships sailed on Monday.", ("a1", "b2"))]),
    ("Six sailed. [a1] [b2][a1]\nTwo sank. [c3]\n", [("Six sailed.", ("a1", "b2")), ("Two sank.", ("c3",))]),
    ("Six sailed. [a1] Two sank. [c3]", [("Six sailed.", ("a1",)), ("Two sank.", ("c3",))]),
    ("Six sailed. Two sank. [c3]", [("Six sailed.", ()), ("Two sank.", ("c3",))]),
    ("- **Six** sailed. [a1]\n2. Two sank. [c3]", [("Six sailed.", ("a1",)), ("Two sank.", ("c3",))]),
    ("“He [the mayor] left”, she said. [a1]", [("“He [the mayor] left”, she said.", ("a1",))]),
    ("It rose 3.5 percent in the U.S. [a1]", [("It rose 3.5 percent in the U.S.", ("a1",))]),
    ("Six sailed. [1]", [("Six sailed.", ("1",))]),
    ("Six sailed. [source]", [("Six sailed.", ("source",))]),
    ("Six sailed", [("Six sailed", ())]),
    ("[a1]", [("", ("a1",))]),
    ("  \n\n", []),
]
JSON = [
    ('{"sentences": []}', []),
    ('{"sentences": [{"text": "Six sailed.", "ids": ["a1", "b2"]}]}', [("Six sailed.", ("a1", "b2"))]),
    (
        '```json\n{ "sentences" : [ {"text": "Six \\"big\\" ones.", "ids": ["a1"]},\n {"ids": [], "text": "Two."}]}```',
        [('Six "big" ones.', ("a1",)), ("Two.", ())],
    ),
    ('{"sentences": [{"text": "Six. [c3] Two.", "ids": ["a1"]}]}', [("Six.", ("a1", "c3")), ("Two.", ("a1",))]),
]


@pytest.mark.parametrize(("text", "expected"), PROSE + JSON)
@pytest.mark.parametrize("step", [1, 7, 1000])
def test_sentences_and_their_ids(text: str, expected: list[tuple[str, tuple[str, ...]]], step: int) -> None:
    assert pairs(read(text, step)) == expected


def test_prose_is_complete_with_the_next_word_or_line() -> None:
    reader = ReplyReader()
    assert reader.feed("Six sailed. [a1]") == []
    assert pairs(reader.feed("\n")) == [("Six sailed.", ("a1",))]
    assert reader.feed("Two sank. [b2]") == []
    assert pairs(reader.feed(" Th")) == [("Two sank.", ("b2",))]


def test_prose_with_its_ids_is_complete_at_a_pause_and_other_prose_is_not() -> None:
    reader = ReplyReader()
    assert reader.feed("Six sailed. [a1]") == []
    assert pairs(reader.pause()) == [("Six sailed.", ("a1",))]
    assert reader.pause() == []
    reader.feed(" Two sank.")
    assert reader.pause() == []
    assert pairs(reader.feed(" [b2]\n")) == [("Two sank.", ("b2",))]


def test_json_is_complete_with_its_brace() -> None:
    reader = ReplyReader()
    assert reader.feed('{"sentences": [{"text": "Six sailed.", "ids": ["a1"]') == []
    assert pairs(reader.feed("}")) == [("Six sailed.", ("a1",))]
    assert reader.feed(', {"text": "Two s') == []


@pytest.mark.parametrize(
    "text",
    [
        '{"sentences": [{"text": "Six sailed.", "ids": ["a1"]}',
        '{"sentences": [{"text": "Six sai',
        '{"answer": "Six"}',
        '{"sentences": ["Six"]}',
        '{"sentences": [{"text": 6, "ids": []}]}',
        "{",
    ],
)
def test_json_that_breaks_off_or_is_another_is_a_failure(text: str) -> None:
    with pytest.raises(ModelError, match="not the JSON"):
        read(text)


@pytest.mark.parametrize("step", [1, 5, 1000])
def test_thoughts_are_no_answer(step: int) -> None:
    assert pairs(read("<think>Seven? [a1]\nNo.</think>\nSix. [b2]", step)) == [("Six.", ("b2",))]
    assert pairs(read('<think>{"sentences"</think>{"sentences": [{"text": "Six.", "ids": ["b2"]}]}', step)) == [
        ("Six.", ("b2",))
    ]
    assert read("<think>never ends. [a1]\n", step) == []


def test_a_thought_whose_beginning_is_not_marked_takes_back_what_came() -> None:
    reader = ReplyReader()
    assert len(reader.feed("Seven? [a1]\n")) == 1
    assert reader.restarts == 0
    assert pairs(reader.feed("No.</think>Six. [b2]\n")) == [("Six.", ("b2",))]
    assert reader.restarts == 1


def test_a_mark_of_the_text_is_kept_and_brackets_of_ids_are_not() -> None:
    assert read_marked("The [old] bridge fell [a1b2c3].") == [Drafted("The [old] bridge fell.", ("a1b2c3",))]
