import random
import time

import pytest

from rag.text.sentences import LONGEST_QUOTATION, split_sentences


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, 0, len(text))]


# A bar stands where one sentence ends and the next begins; in the text it is a space.
@pytest.mark.parametrize(
    "marked",
    [
        "The dam held.|Nobody in the valley slept.",
        "Who opened the gates?|The engineers will not say!|An inquiry begins on Monday.",
        # titles
        "Gen. Anna Weber visited the base.|She left at noon.",
        "Lt. Col. Ray Moss and Sgt. Ida Bell spoke.|They left.",
        "Mr. Okafor met Mrs. Lindqvist and Dr. A. B. Cohen.|They talked for an hour.",
        "Rep. Lopez and Sen. Dahl voted no.|The bill passed.",
        "Supt. Ida Bell and Messrs. Lee and Tran spoke.|They left.",
        "St. Louis flooded.|Mt. Etna erupted.",
        # dotted abbreviations end a sentence only before what looks like the start of one
        "The U.S. Army moved two brigades.|They arrived on Friday.",
        "The envoy flew back to the U.S.|The talks had failed.",
        "She works for the U.S. Treasury in D.C. and lives in Reston.|He does not.",
        "The E.U. Commission will vote.|A majority is certain.",
        "The ferry leaves at 7 a.m. on Monday.|It is full.",
        "The ferry leaves at 7 a.m. Monday.|It is full.",
        # companies, initials
        "Harbor Foods Inc. said it would close.|Its shares fell.",
        "Harbor Foods Inc. Chairman Lee Tran quit.|He is 60.",
        "John Marsh Jr. won the seat.|His father had held it.",
        "J. K. Marlow and George W. Bushnell wrote the report.|It was never printed.",
        "J.K. Marlow wrote the report.|It was never printed.",
        # numbers
        "Reactor No. 5 was shut.|It had leaked.",
        "Was it closed?|No.|They kept it open.",
        "On Jan. 5 the river froze.|By Feb. 11 it was open.",
        "It froze over in Jan.|Nobody had seen that before.",
        "The aims were: 1. A bridge.|2. A road.|3. A port.",
        "1. Bread is dear.|2. Milk is dearer.",
        "The town fell in the year 12.|The walls were never rebuilt.",
        "The motion failed by 51 votes to 49.|Two members were absent.",
        "Rates rose 3.5 percent to 1,234.56.|Traders shrugged.",
        "The full list is at www.example.org/list.html?page=2 for now.|It costs $3.50.",
        # ellipses, lower case
        "He paused... and then went on.|It was late.",
        "He paused...|Then he went on.",
        "The signal faded…|Then it stopped.",
        "Yahoo! said the site would close.|It did.",
        # quotations keep their speaker
        "“We will stay. We will fight,” said Mayor Ines Duarte.|She left.",
        '"We will stay. We will fight," the mayor said.|She left.',
        "“We will stay!” Mayor Ines Duarte said.|She left.",
        "“Will you stay?” asked a reporter.|“Yes,” she said.|He nodded.",
        "He said: “I quit. It is over.”|She wept.",
        "“The minister told us: “Wait. Do nothing.” We waited. We lost,” he said.|He sat down.",
        "“We go.”|“Where?”|“Home.”",
        "He left.|(Nobody saw him.)|They met again.",
        "“This one never closes.|It goes on.|And on.",
        "Она осталась.|Он ушёл.",
        pytest.param("‘We will stay. We will fight,’ said Mayor Ines Duarte.|She left."),
        pytest.param("«We will stay. We will fight», said Mayor Ines Duarte.|She left."),
    ],
)
def test_division(marked: str) -> None:
    assert split(marked.replace("|", " ")) == marked.split("|")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam held.Engineers had feared worse.", ["The dam held.", "Engineers had feared worse."]),
        ("“It held,” he said.Nobody slept.", ["“It held,” he said.", "Nobody slept."]),
        ("It opened in 1987.The roof leaks.", ["It opened in 1987.", "The roof leaks."]),
        ("See example.com and node.js for more.", ["See example.com and node.js for more."]),
        ("Call 1.800.555.0100 today.", ["Call 1.800.555.0100 today."]),
        ("", []),
        (" \n ", []),
        ("No stop at all", ["No stop at all"]),
    ],
)
def test_where_no_space_follows_a_stop_and_where_nothing_does(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def quotation(length: int) -> str:
    sentence = "The water rose again in the night. "
    inside = (sentence * (length // len(sentence) + 1))[: length - 3].rstrip(" .")
    return "“" + inside.ljust(length - 3, "x") + ".”"


def test_a_quotation_is_whole_up_to_its_limit_and_divided_beyond() -> None:
    short, long = quotation(LONGEST_QUOTATION), quotation(LONGEST_QUOTATION + 1)
    assert (len(short), len(long)) == (LONGEST_QUOTATION, LONGEST_QUOTATION + 1)
    assert split(f"{short} Mayor Duarte wept.") == [short, "Mayor Duarte wept."]
    pieces = split(f"{long} Mayor Duarte wept.")
    assert len(pieces) > 5
    assert pieces[0] == "“The water rose again in the night."


def test_only_the_given_paragraph_is_divided() -> None:
    text = "Dam breaks. \n\n It rained. It poured. \n\n The end."
    start, end = text.index(" It rained"), text.index("\n\n The end")
    assert [(s.start, text[s.start : s.end]) for s in split_sentences(text, start, end)] == [
        (text.index("It rained"), "It rained."),
        (text.index("It poured"), "It poured."),
    ]


PIECES = (
    "Gen. Weber", "the U.S.", "No. 5", "“Stay. Go,”", '"Why?"', "said", "Mayor Duarte", "rose 3.5 percent", "...",
    "…", "\n", "  ", ".", "?", "!", "(He left.)", "at 7 a.m.", "Inc.", "J. K.", "Jan. 5", "1.", "”", "“", '"',
    "«Да.»", "www.example.org", "held.Engineers", "—", "\u00a0", "The end", "and so", "[2]", "\r\n", "\t",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_spans_are_ordered_trimmed_and_lose_nothing_but_white_space(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choice(PIECES) + chance.choice(("", " ", " ", ". ")) for _ in range(60))
    start, end = sorted((chance.randrange(len(text)), chance.randrange(len(text) + 1)))
    at = start
    for span in split_sentences(text, start, end):
        piece = text[span.start : span.end]
        assert piece
        assert piece == piece.strip()
        assert span.start >= at
        assert not text[at : span.start].strip()
        at = span.end
    assert at <= end
    assert not text[at:end].strip()


@pytest.mark.parametrize(
    "text", ["Mr. " * 6_000, "“a”. " * 6_000, "“a. b” c " * 6_000], ids=["abbreviations", "quotations", "unbroken"]
)
def test_a_long_paragraph_takes_no_long_time(text: str) -> None:
    started = time.perf_counter()
    split(text)
    assert time.perf_counter() - started < 1
