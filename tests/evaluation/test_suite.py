import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT
from rag.errors import UsageError
from rag.evaluation.answer_metrics import holds_answer
from rag.evaluation.suite import ExpectedEvidence, Item, Suite, dated, load_suite, missing_evidence, sampled
from rag.text.terms import content_terms

BELARUS = ROOT / "eval" / "belarus.jsonl"
FEWEST = {
    "figure": 8,
    "date": 8,
    "who": 8,
    "why": 8,
    "quote": 8,
    "none": 20,
    "conflict": 8,
    "dated": 8,
    "no-overlap": 8,
}


def suite_of(tmp_path: Path, *rows: object, name: str = "small") -> Suite:
    file = tmp_path / f"{name}.jsonl"
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return load_suite(file)


def row(id: str = "q1", **more: object) -> dict[str, object]:
    return {"id": id, "question": f"What of {id}?", "answer": ["17"], **more}


def test_every_field_of_a_line_is_read(tmp_path: Path) -> None:
    evidence = [{"article": "a.md", "quote": "Seventeen."}, {"article": "b.md"}]
    full = row(
        evidence=evidence, conflict=True, as_of="2022-12-30", asked="2022-12-31", tags=["figure"], within=["a.md"]
    )
    suite = suite_of(tmp_path, full, row("q2", answer=None))
    assert suite.name == "small"
    assert suite.items == (
        Item(
            "q1", "What of q1?", ("17",), (ExpectedEvidence("a.md", "Seventeen."), ExpectedEvidence("b.md")),
            True, date(2022, 12, 30), date(2022, 12, 31), ("figure",), ("a.md",),
        ),
        Item("q2", "What of q2?", None),
    )  # fmt: skip


def test_a_claim_needs_no_answer(tmp_path: Path) -> None:
    claims = suite_of(tmp_path, {"id": 1, "question": "It rained.", "supported": False}).items
    assert claims == (Item("1", "It rained.", None, supported=False),)


def test_empty_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    assert len(suite_of(tmp_path, "", row(), "  ", row("q2")).items) == 2
    with pytest.raises(UsageError, match="line 4: "):
        suite_of(tmp_path, "", row(), "  ", "{")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 2: Expecting"),
        ("[1]", "line 2: not an object"),
        ('{"question": "?x", "answer": null}', "line 2: it has no 'id'"),
        ('{"id": 1, "answer": null}', "line 2: it has no 'question'"),
        ('{"id": 1, "question": "x"}', "line 2: it has no 'answer'"),
        ('{"id": 1, "question": " ", "answer": null}', "line 2: the question is empty"),
        ('{"id": 1, "question": "x", "answer": "17"}', "line 2: answer must be null or a list"),
        ('{"id": 1, "question": "x", "answer": []}', "line 2: answer must be null or a list"),
        ('{"id": 1, "question": "x", "answer": null, "as_of": "December"}', "line 2: Invalid isoformat"),
        ('{"id": 1, "question": "x", "answer": null, "evidence": [{"quote": "y"}]}', "line 2: it has no 'article'"),
        ('{"id": 1, "question": "x", "answer": null, "evidence": ["a.md"]}', "line 2: "),
        ('{"id": 1, "question": "x", "answer": null, "tags": 3}', "line 2: "),
        ('{"id": 1, "question": "x", "answer": null, "tags": [{}]}', "line 2: tags must be text, and is {}"),
        ('{"id": 1, "question": "x", "answer": [[17]]}', "line 2: answer must be text, and is [17]"),
        ('{"id": null, "question": "x", "answer": null}', "line 2: id must be text, and is None"),
        ('{"id": 1, "question": {"a": "b"}, "answer": null}', "line 2: question must be text"),
        ('{"id": 1, "turns": ["x", null], "answer": null}', "line 2: turns must be text, and is None"),
        ('{"id": 1, "question": "x", "supported": "yes"}', "line 2: supported must be true or false"),
        ('{"id": 1, "question": "x", "answer": null, "evidence": [{"article": ["a"]}]}', "line 2: article must be"),
        ('{"id": 1, "question": "x", "answer": ' + "[" * 5000, "line 2: maximum recursion"),
        ('{"id": ' + "9" * 5000 + "}", "line 2: Exceeds the limit"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        suite_of(tmp_path, row(), line)
    assert says in caught.value.message
    assert str(tmp_path / "small.jsonl") in caught.value.message


@pytest.mark.parametrize("field", ["tags", "within"])
def test_a_string_is_no_list(tmp_path: Path, field: str) -> None:
    with pytest.raises(UsageError, match="line 1"):
        suite_of(tmp_path, row(**{field: "figure"}))


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\u0085"])
def test_only_a_line_feed_ends_a_line(tmp_path: Path, char: str) -> None:
    line = json.dumps(row(answer=[f"one{char}two"]), ensure_ascii=False)
    assert suite_of(tmp_path, line).items[0].answer == (f"one{char}two",)


def test_a_doubled_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two questions with the id 'q1'"):
        suite_of(tmp_path, row(), row("q2"), row())


def test_a_suite_without_questions_or_without_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no question"):
        suite_of(tmp_path, "", "")
    with pytest.raises(UsageError, match=r"nowhere\.jsonl cannot be read"):
        load_suite(tmp_path / "nowhere.jsonl")
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match=r"binary\.jsonl cannot be read"):
        load_suite(tmp_path / "binary.jsonl")


def test_the_fingerprint_is_of_what_is_asked_and_not_of_how_it_is_written(tmp_path: Path) -> None:
    first = suite_of(tmp_path, row(tags=["x"]), row("q2"))
    spaced = json.dumps({"tags": ["x"], **row()}, separators=(" ,  ", ":   "))
    assert suite_of(tmp_path, spaced, "", row("q2"), name="other").fingerprint == first.fingerprint
    others = [
        suite_of(tmp_path, row("q2"), row(tags=["x"])),
        suite_of(tmp_path, row(tags=["x"])),
        suite_of(tmp_path, row(tags=["y"]), row("q2")),
        suite_of(tmp_path, row(tags=["x"], answer=["18"]), row("q2")),
    ]
    assert len({first.fingerprint, *(o.fingerprint for o in others)}) == 5


def test_a_sample_is_chosen_by_its_seed_and_keeps_the_order(tmp_path: Path) -> None:
    suite = suite_of(tmp_path, *(row(f"q{n:02}") for n in range(30)))
    sample = sampled(suite, 8, 1)
    ids = [item.id for item in sample.items]
    assert len(set(ids)) == 8
    assert ids == sorted(ids)
    assert sampled(suite, 8, 1) == sample
    assert sampled(suite, 8, 2).items != sample.items
    assert sample.name == suite.name
    assert sample.fingerprint != suite.fingerprint


def test_a_sample_as_large_as_the_suite_is_the_suite(tmp_path: Path) -> None:
    suite = suite_of(tmp_path, row(), row("q2"))
    assert sampled(suite, None, 5) == sampled(suite, 2, 5) == sampled(suite, 9, 5) == suite


def test_what_the_corpus_does_not_hold_is_listed() -> None:
    def item(id: str, article: str, quote: str | None) -> Item:
        return Item(id, "?", ("x",), (ExpectedEvidence(article, quote),))

    texts = {"a.md": "It rained.\nAll day.", "b.md": ""}
    items = [item("1", "a.md", "rained."), item("2", "a.md", None), item("3", "b.md", None), Item("4", "?", None)]
    assert missing_evidence(items, texts) == []
    assert missing_evidence([], texts) == []
    assert missing_evidence([item("5", "c.md", None), item("6", "a.md", "rained all"), *items], texts) == [
        "5: there is no article c.md",
        "6: a.md does not say 'rained all'",
    ]


class TestTheShippedSuite:
    items = load_suite(BELARUS).items

    def test_it_is_large_enough(self) -> None:
        counts = Counter(tag for item in self.items for tag in item.tags)
        assert len(self.items) >= 80
        assert {tag: counts[tag] for tag in FEWEST if counts[tag] < FEWEST[tag]} == {}
        assert all(item.tags for item in self.items)

    def test_its_tags_say_what_its_fields_say(self) -> None:
        assert [i.id for i in self.items if (i.answer is None) != ("none" in i.tags)] == []
        assert [i.id for i in self.items if i.conflict != ("conflict" in i.tags)] == []
        assert [i.id for i in self.items if (i.answer is None) == bool(i.evidence)] == []

    def test_its_quotes_stand_in_the_articles(self) -> None:
        texts = {file.name: file.read_bytes().decode() for file in (ROOT / "corpus").glob("*.md")}
        assert missing_evidence(self.items, texts) == []
        assert [i.id for i in self.items for e in i.evidence if not e.quote] == []

    def test_articles_disagree_in_enough_conflicts(self) -> None:
        sides = {i.id: len({e.article for e in i.evidence}) for i in self.items if i.conflict}
        assert sum(articles > 1 for articles in sides.values()) >= 8

    def test_no_word_in_common_means_none(self) -> None:
        shared = {
            item.id: common
            for item in self.items
            if "no-overlap" in item.tags
            for e in item.evidence
            if (common := content_terms(item.question).keys() & content_terms(e.quote or "").keys())
        }
        assert shared == {}

    def test_an_accepted_answer_stands_in_the_evidence(self) -> None:
        answerable = [item for item in self.items if item.answer]
        assert [
            i.id for i in answerable if not any(holds_answer(e.quote or "", i.answer or ()) for e in i.evidence)
        ] == []

    def test_no_question_is_asked_twice(self) -> None:
        asked = Counter(item.question.lower() for item in self.items)
        assert [question for question, times in asked.items() if times > 1] == []


def test_a_dated_suite_is_asked_as_of_the_days_it_was_asked_and_is_another(tmp_path: Path) -> None:
    rows = row("q1", asked="2022-12-31"), row("q2", asked="2022-12-31", as_of="2022-12-01"), row("q3")
    suite = suite_of(tmp_path, *rows)
    assert [item.as_of for item in suite.items] == [None, date(2022, 12, 1), None]
    assert [item.as_of for item in dated(suite).items] == [date(2022, 12, 31), date(2022, 12, 1), None]
    assert dated(suite).fingerprint != suite.fingerprint


def test_no_message_is_as_long_as_what_it_is_about(tmp_path: Path) -> None:
    for rows in ([row(as_of="x" * 5000)], [row("x" * 5000), row("x" * 5000)], [row(tags=[{"x" * 5000: 1}])]):
        with pytest.raises(UsageError) as caught:
            suite_of(tmp_path, *rows)
        assert len(caught.value.message) < len(str(tmp_path)) + 250


def test_lone_halves_of_characters_are_replaced_everywhere(tmp_path: Path) -> None:
    half = "\ud83d"
    full = row(
        half, question=half + "?", answer=[half], tags=[half], within=[half], carries=[half], drops=[half],
        evidence=[{"article": half, "quote": half}], standalone=half,
    )  # fmt: skip
    (item,) = suite_of(tmp_path, full).items
    assert (item.id, item.question, item.answer) == ("\ufffd", "\ufffd?", ("\ufffd",))
    repr(item).encode("utf-8")
