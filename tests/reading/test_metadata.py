from datetime import date

import pytest

from rag.reading.blocks import split_blocks
from rag.reading.metadata import from_head, merged, split_front_matter
from rag.types import Metadata

DAY = date(2023, 3, 3)


def front(lines: str) -> tuple[Metadata, str, list[str]]:
    """What front matter of these lines gives: the metadata, the body, the notes."""
    text = f"---\n{lines}\n---\nThe dam broke."
    metadata, body, notes = split_front_matter(text)
    return metadata, text[body:], notes


def head(*blocks: str) -> Metadata:
    text = "\n\n".join((*blocks, "The dam broke on Monday."))
    return from_head(text, split_blocks(text, 0))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("title: Dam breaks\npublished: 2023-03-03", Metadata(title="Dam breaks", published=DAY)),
        ("Title: 1984\nDATE: 2023-03-03 10:00:00", Metadata(title="1984", published=DAY)),
        ("date: March 3, 2023", Metadata(published=DAY)),
        ('title: "Dam\n\n  breaks"', Metadata(title="Dam breaks")),
        ("title:\nreported_by: TASS", Metadata(reported_by="TASS")),
        ("author: Ana Lopez", Metadata(authors=("Ana Lopez",))),
        ("authors: [Ana Lopez, '  Tom   Reed', null, {a: b}]", Metadata(authors=("Ana Lopez", "Tom Reed"))),
        (
            "url: https://www.harbor-times.example/a?b=1",
            Metadata(publisher="harbor-times.example", url="https://www.harbor-times.example/a?b=1"),
        ),
        (
            "url: https://harbor.example/a\npublisher: Harbor Times",
            Metadata(publisher="Harbor Times", url="https://harbor.example/a"),
        ),
        ("url: not a url", Metadata(url="not a url")),
        ("tags: [a, b]\n1: x\nunknown: {deep: er}", Metadata()),
        ("# a comment only", Metadata()),
        pytest.param("published:\ndate: 2023-03-03", Metadata(published=DAY)),
        pytest.param("title: yes\npublisher: NO", Metadata()),
        pytest.param("url: 'http://[harbor/a'", Metadata(url="http://[harbor/a")),
    ],
)
def test_good_front_matter(lines: str, expected: Metadata) -> None:
    assert front(lines) == (expected, "The dam broke.", [])


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        ("title: Dam: breaks", "in line 2: it is not YAML"),
        ("title: Dam\nurl: [a", "in line 4: it is not YAML"),
        ("title: !!python/object/apply:os.getcwd []", "in line 2: it is not YAML"),
        ("- title\n- Dam", "it holds no keys"),
        pytest.param(f"title: {'[' * 600}", "not YAML"),
    ],
)
def test_broken_front_matter_costs_the_metadata_and_not_the_article(lines: str, note: str) -> None:
    metadata, body, notes = front(lines)
    assert metadata == Metadata()
    assert body == "The dam broke."
    assert len(notes) == 1
    assert notes[0].startswith("broken front matter")
    assert note in notes[0]


@pytest.mark.parametrize("day", ["03/04/2022", "last Monday", "2022", "[2022-12-30]", "2023-02-30"])
def test_an_unreadable_day_is_unknown_and_noted(day: str) -> None:
    metadata, _, notes = front(f"title: Dam\npublished: {day}")
    assert metadata == Metadata(title="Dam")
    assert len(notes) == 1
    assert "write 2022-12-30" in notes[0]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("close", ["---", "...", "---  "])
def test_fences(end: str, close: str) -> None:
    text = end.join(["---", "title: Dam", close, "The dam broke."])
    assert split_front_matter(text) == (Metadata(title="Dam"), text.index("The dam"), [])


def test_front_matter_alone() -> None:
    assert split_front_matter("---\ntitle: Dam\n---") == (Metadata(title="Dam"), 18, [])
    assert split_front_matter("---\n---\nThe dam broke.") == (Metadata(), 8, [])


def test_a_fence_that_is_never_closed_is_noted_and_nothing_is_lost() -> None:
    text = "---\ntitle: Dam\nThe dam broke."
    metadata, body, notes = split_front_matter(text)
    assert metadata == Metadata()
    assert text[body:] == "The dam broke."
    assert len(notes) == 1
    assert "never closed" in notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "The dam broke.\n\n---\ntitle: no\n---\n",
        "---\n\nThe dam broke.",
        "--- said the mayor",
        "----\ntitle: no\n----",
        "",
        pytest.param("---\n\nThe dam broke.\n\n---\n\nIt rained."),
        pytest.param("---\n\nThe mayor said: the dam: broke.\n\n---\n\nIt rained."),
    ],
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert split_front_matter(text) == (Metadata(), 0, [])


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (["# Dam breaks  in the north"], Metadata(title="Dam breaks in the north")),
        (["Dam breaks\nin the north"], Metadata(title="Dam breaks in the north")),
        (["Dam breaks", "By Ana Lopez"], Metadata(title="Dam breaks", authors=("Ana Lopez",))),
        (
            ["Dam breaks", "By Ana Lopez, Tom Reed and Li Wei", "March 3, 2023"],
            Metadata(title="Dam breaks", authors=("Ana Lopez", "Tom Reed", "Li Wei"), published=DAY),
        ),
        (["Dam breaks", "Published 3 March 2023", "Updated March 4, 2023"], Metadata("Dam breaks", published=DAY)),
        (["The mayor quit."], Metadata()),
        (["Dam breaks", "On March 3, 2023 the mayor quit."], Metadata(title="Dam breaks")),
        (["Dam breaks", *["It rained."] * 6, "March 3, 2023"], Metadata(title="Dam breaks")),
        (["By Ana Lopez"], Metadata(authors=("Ana Lopez",))),
        pytest.param(
            ["Dam breaks", "Updated 10:05 AM EST, Fri March 3, 2023"], Metadata(title="Dam breaks", published=DAY)
        ),
        pytest.param(["Dam breaks", "By Ana Lopez in Lisbon"], Metadata(title="Dam breaks", authors=("Ana Lopez",))),
        pytest.param(["Dam breaks", "By Friday"], Metadata(title="Dam breaks")),
    ],
)
def test_from_head(blocks: list[str], expected: Metadata) -> None:
    assert head(*blocks) == expected


def test_merged_fills_in_what_the_first_does_not_know() -> None:
    first = Metadata(publisher="Harbor Times", authors=("Ana Lopez",))
    second = Metadata(title="Dam", authors=("Tom Reed",), published=DAY)
    assert merged(first, second) == Metadata("Dam", "Harbor Times", None, ("Ana Lopez",), DAY)
    assert merged(second, first) == Metadata("Dam", None, None, ("Tom Reed",), DAY)


FACE = "\N{GRINNING FACE}"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (r'title: "Fire \ud83d\ude00"', Metadata(title=f"Fire {FACE}")),
        ("# as JSON\n" r'{"title": "Fire \ud83d\ude00", "url": "http://a.example/\ud83d"}',
         Metadata("Fire " + FACE, "a.example", url="http://a.example/\ufffd")),
        (r'publisher: "\udc00The \ud800 Times"', Metadata(publisher="\ufffdThe \ufffd Times")),
        (r'reported_by: "\ude00\ud83d"', Metadata(reported_by="\ufffd\ufffd")),
        (r'authors: ["\ud83d\ude00 Lopez", "Tom \ud83d"]', Metadata(authors=(f"{FACE} Lopez", "Tom \ufffd"))),
        ("x: y\n" r'"\ud83d": 1' "\ntitle: Dam", Metadata(title="Dam")),
    ],
)  # fmt: skip
def test_halves_of_characters_are_joined_and_lone_ones_replaced(lines: str, expected: Metadata) -> None:
    metadata, _, notes = front(lines)
    assert (metadata, notes) == (expected, [])
    repr(metadata).encode("utf-8")


BOMB = "a0: &a0 [x, x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
MERGED = "a0: &a0 {title: Dam}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 200))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (f"{BOMB}title: Dam\nauthors: *a39\npublished: 2023-03-03", Metadata(title="Dam", published=DAY)),
        (f"{BOMB}? *a39\n: x\ntitle: Dam", Metadata(title="Dam")),
        (f"{MERGED}<<: *a199\nauthor: Ana Lopez", Metadata(title="Dam", authors=("Ana Lopez",))),
        ("base: &b {title: Dam, url: x}\n<<: *b\nurl: y", Metadata(title="Dam", url="y")),
        ("title: Dam\nself: &s {<<: *s}\n<<: *s", Metadata(title="Dam")),
        ("author: &a Ana Lopez\nreported_by: *a", Metadata(reported_by="Ana Lopez", authors=("Ana Lopez",))),
        ("x: y\n? [title, x]\n: Dam\n? {a: b}\n: c\ntitle: Dam", Metadata(title="Dam")),
        ("title: =\nurl: !!float nan\npublisher: !!int ''", Metadata(title="=", url="nan")),
        (f"title: {'9' * 1500}\nurl: .inf", Metadata(title="9" * 1500, url=".inf")),
        ("title: !!binary aGFsbG8=\npublisher: !!set {a, b}\nurl: !!omap [a: b]", Metadata()),
    ],
)
def test_only_words_are_read_however_they_are_woven(lines: str, expected: Metadata) -> None:
    assert front(lines) == (expected, "The dam broke.", [])


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        ("title: !!python/name:os.system x", "in line 2: it is not YAML"),
        ("title: Dam\nx: {a: [!local b]}", "in line 3: it is not YAML"),
        (r'title: "\U00110000"', "it is not YAML"),
        (r'title: "\UFFFFFFFF"', "it is not YAML"),
        ("title: Dam\nx: " + "[" * 30 + "]" * 30, "nested more than 20 deep"),
        ("- " * 30, "nested more than 20 deep"),
        (f"title: Dam\nx: [{'1,' * 3000}]", "more than 2,000 values"),
        ("".join(f"k{n}: x\n" for n in range(1200)), "more than 2,000 values"),
    ],
)
def test_what_no_front_matter_is_costs_the_metadata_alone(lines: str, note: str) -> None:
    metadata, body, notes = front(lines)
    assert (metadata, body) == (Metadata(), "The dam broke.")
    assert len(notes) == 1
    assert note in notes[0]


@pytest.mark.parametrize(
    "day", ["9" * 1500, "!!float nan", ".inf", "!!int 20221230", "0000-00-00", "9999-99-99", "{a: b}", "true", "''"]
)
def test_a_day_of_an_odd_type_is_unknown_and_noted(day: str) -> None:
    metadata, _, notes = front(f"title: Dam\npublished: {day}")
    assert metadata == Metadata(title="Dam")
    assert len(notes) == 1
    assert "write 2022-12-30" in notes[0]
    assert len(notes[0]) < 120


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (f"title: {'long ' * 500}", "title is longer than 2,000 characters"),
        (f"authors: [Ana Lopez, {'x' * 300}]", "longer than 200 characters"),
        (f"a: &a Ana Lopez\nauthors: [{'*a , ' * 150}]", "authors after 100"),
    ],
)
def test_what_is_too_long_is_left_out_and_noted(lines: str, note: str) -> None:
    metadata, _, notes = front(lines)
    assert metadata.title is None
    assert set(metadata.authors) <= {"Ana Lopez"}
    assert len(metadata.authors) <= 100
    assert len(notes) == 1
    assert note in notes[0]


def test_a_first_line_without_end_is_no_title_and_no_author() -> None:
    assert head("x" * 5000) == Metadata()
    assert head("Dam breaks", f"By Ana{'x' * 5000}") == Metadata(title="Dam breaks")
    assert head(f"By Ana Lopez and Tom{'x' * 300}") == Metadata(authors=("Ana Lopez",))
