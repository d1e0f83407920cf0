"""`rag eval` as a person and a CI system use it, on corpora of a few lines."""

import json
import os
import re
import stat
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from conftest import Outcome

Cli = Callable[..., Outcome]
MARKUP = "<script>alert('17')</script><img src='http://evil.example/x.png'><b>buses & trams</b>"
QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "id": "buses", "question": "How many buses has the council of Springfield bought?", "answer": ["17 buses"],
        "evidence": [{"article": "buses.txt", "quote": "Springfield bought 17 buses"}], "tags": ["figure"],
    },
    {
        "id": "trams", "question": "How many trams were sold by the council of Shelbyville?", "answer": ["9 trams"],
        "evidence": [{"article": "trams.txt"}], "tags": ["figure"],
    },
    {
        # It answers this with what it says of buses: the accepted answer is wrong on purpose.
        "id": "wrong", "question": "How many buses were bought by the council of Springfield?", "answer": ["99"],
        "evidence": [{"article": "buses.txt"}], "tags": ["figure"],
    },
    {"id": "cup", "question": "Who won the 2022 World Cup in Qatar?", "answer": None, "tags": ["none"]},
)  # fmt: skip


@pytest.fixture
def articles(corpus: Callable[..., Path]) -> Path:
    return corpus(
        buses=f"The council of Springfield bought 17 buses on Monday.\n\nBuses said {MARKUP} of Springfield council.\n",
        trams="The council of Shelbyville sold 9 trams on Friday.\n",
    )


@pytest.fixture
def suite(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: dict[str, Any] | str, thresholds: str | None = None) -> Path:
        folder = tmp_path / "eval"
        folder.mkdir(exist_ok=True)
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows or QUESTIONS]
        (folder / "small.jsonl").write_text("\n".join(lines))
        if thresholds is not None:
            (folder / "thresholds.toml").write_text(f"[small]\n{thresholds}\n")
        return folder / "small.jsonl"

    return write


Suite = Callable[..., Path]


def test_figures_are_data_and_the_verdict_is_a_message(cli: Cli, suite: Suite, articles: Path) -> None:
    done = cli("rag", "eval", suite(thresholds='"recall@1" = 1.0'), "--corpus", articles)
    assert done.code == 0
    rows = {line.split("\t")[0]: line.split("\t") for line in done.out.splitlines() if line}
    assert rows["recall@1"][:4] == ["recall@1", "1.000", "1.000 to 1.000", "3"]
    assert rows["answer_any"][1:4:2] == ["0.667", "3"]
    assert list(rows).index("rightly_silent") == list(rows).index("answered") + 1
    assert ["none", "silent", "1.000", "1.000 to 1.000", "1"] in [line.split("\t") for line in done.out.splitlines()]
    assert done.err.splitlines()[-1] == "small: 4 questions, 3 right"
    assert "failed" not in done.err


def test_json_is_only_json(cli: Cli, suite: Suite, articles: Path) -> None:
    done = cli("rag", "eval", suite(), "--corpus", articles, "--json")
    report = json.loads(done.out)
    assert done.code == 0
    assert [q["id"] for q in report["questions"]] == ["buses", "trams", "wrong", "cup"]
    assert [q["right"] for q in report["questions"]] == [True, True, False, True]
    assert report["breaches"] == report["compared"] == []
    assert {"suite_fingerprint", "corpus_fingerprint", "library", "figures", "by_tag", "risk_coverage"} < report.keys()


def test_a_threshold_that_is_not_kept_fails_and_names_the_questions(cli: Cli, suite: Suite, articles: Path) -> None:
    done = cli("rag", "eval", suite(thresholds='answer_any = 0.9\n"recall@1" = 0.9'), "--corpus", articles)
    assert done.code == 1
    assert done.err.splitlines()[-2] == "failed: answer_any is 0.667, and its threshold is 0.900; least in wrong"
    as_json = cli("rag", "eval", suite(thresholds="answer_any = 0.9"), "--corpus", articles, "--json")
    assert as_json.code == 1
    assert json.loads(as_json.out)["breaches"] == [
        {"figure": "answer_any", "value": pytest.approx(2 / 3), "threshold": 0.9, "questions": ["wrong"], "fails": True}
    ]


def test_timings_only_warn(cli: Cli, suite: Suite, articles: Path) -> None:
    done = cli("rag", "eval", suite(thresholds="median_ms = 0\npeak_mb = 1"), "--corpus", articles)
    assert done.code == 0
    warned = [line.split(" is ")[0] for line in done.err.splitlines() if "threshold" in line]
    assert warned == ["warning: median_ms", "warning: peak_mb"]


def test_a_gate_that_cannot_be_measured_fails(cli: Cli, suite: Suite, articles: Path) -> None:
    # Nothing is answered, so nothing is cited.
    row = {**QUESTIONS[3], "answer": ["Argentina"], "evidence": [{"article": "trams.txt"}]}
    done = cli("rag", "eval", suite(row, thresholds="cited_precision = 0.5"), "--corpus", articles)
    assert (done.code, "failed: cited_precision is –" in done.err) == (1, True)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (({**QUESTIONS[0]}, "{"), "small.jsonl, line 2: Expecting"),
        (({"id": "x", "question": "y"},), "small.jsonl, line 1: it has no 'answer'"),
        ((QUESTIONS[0], QUESTIONS[3], QUESTIONS[0]), "two questions with the id 'buses'"),
        (("",), "holds no question"),
    ],
)
def test_a_suite_that_is_none_is_wrong_usage(cli: Cli, suite: Suite, rows: tuple[Any, ...], says: str) -> None:
    done = cli("rag", "eval", suite(*rows), "--json")
    assert done.code == 2
    error = json.loads(done.out)["error"]
    assert error["kind"] == "usage"
    assert says in error["message"]


def test_what_is_not_there_is_wrong_usage(cli: Cli, suite: Suite, tmp_path: Path) -> None:
    for arguments in (
        ["nowhere.jsonl"],
        [suite(), "--thresholds", "nowhere.toml"],
        [suite(), "--baseline", "nowhere.json"],
    ):
        done = cli("rag", "eval", *arguments)
        assert (done.code, done.out) == (2, "")
        assert re.search(r"nowhere\.(jsonl|toml|json) (cannot be read|is no report)", done.err.replace("\n", " "))
    assert cli("rag", "eval", suite(), "--limit", "0").code == 2


def test_a_threshold_of_no_figure_is_wrong_usage(cli: Cli, suite: Suite, articles: Path) -> None:
    done = cli("rag", "eval", suite(QUESTIONS[0], thresholds="answer_anny = 0.5"), "--corpus", articles)
    assert (done.code, done.out) == (2, "")
    assert "there is no figure 'answer_anny'" in done.err
    assert "did you mean answer_any?" in done.err


def test_a_suite_of_another_corpus_is_corpus_trouble(cli: Cli, suite: Suite, corpus: Callable[..., Path]) -> None:
    folder = corpus(buses="The council of Springfield bought 18 buses on Monday.")
    done = cli("rag", "eval", suite(), "--corpus", folder)
    assert (done.code, done.out) == (5, "")
    assert (
        "buses: buses.txt does not say 'Springfield bought 17 buses'; trams: there is no article trams.txt" in done.err
    )


def test_a_sample_is_the_same_for_the_same_seed(cli: Cli, suite: Suite, articles: Path) -> None:
    def ids(*options: str) -> list[str]:
        done = cli("rag", "eval", suite(thresholds="answer_any = 1.0"), "--corpus", articles, "--json", *options)
        assert done.code == 0  # a sample has no thresholds unless they are named
        return [q["id"] for q in json.loads(done.out)["questions"]]

    first = ids("--limit", "2", "--seed", "1")
    assert len(first) == 2
    assert ids("--limit", "2", "--seed", "1") == first
    assert any(ids("--limit", "2", "--seed", str(seed)) != first for seed in (2, 3, 4))
    file = suite().parent / "thresholds.toml"
    named = cli("rag", "eval", suite(), "--corpus", articles, "--limit", "3", "--thresholds", file, "--seed", "0")
    assert "recall@1" in named.out
    assert named.code == (1 if "failed: answer_any" in named.err else 0)


class Page(HTMLParser):
    """What a page would load or run, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads += [name for name, _ in attrs if name in {"src", "href", "srcset", "data"} or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_report_is_one_page_that_needs_nothing_else(cli: Cli, suite: Suite, articles: Path, tmp_path: Path) -> None:
    cli("rag", "eval", suite(), "--corpus", articles, "--report", tmp_path / "made" / "here")
    assert sorted(f.name for f in (tmp_path / "made" / "here").iterdir()) == ["report.html", "report.json"]
    source = (tmp_path / "made" / "here" / "report.html").read_text("utf-8")
    page = Page(source)
    assert page.loads == []
    assert not page.tags & {"script", "img", "link", "iframe", "object"}
    assert {"table", "svg", "polyline", "details"} <= page.tags
    assert not re.search(r"url\(|@import", source)
    # The wrong question is listed, with what was retrieved: the markup of the article is text.
    assert "4 questions, 3 right" in page.text
    assert "How many buses were bought by the council of Springfield?" in page.text
    assert "expected: 99" in page.text
    assert MARKUP in page.text


def test_what_is_written_is_for_its_owner_alone(cli: Cli, suite: Suite, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "old.xml").write_text("of a run before")
    (tmp_path / "junit.xml").symlink_to("old.xml")
    before = os.umask(0)
    try:
        report, junit = tmp_path / "r", tmp_path / "junit.xml"
        cli("rag", "eval", suite(QUESTIONS[0]), "--corpus", articles, "--report", report, "--junit", junit)
    finally:
        os.umask(before)
    for file in (report / "report.html", report / "report.json", tmp_path / "old.xml"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert ElementTree.parse(tmp_path / "old.xml").getroot().tag == "testsuites"


@pytest.mark.parametrize("option", ["--report", "--junit"])
@pytest.mark.parametrize("through_a_link", [False, True])
def test_nothing_is_written_among_the_articles(
    cli: Cli, suite: Suite, articles: Path, tmp_path: Path, option: str, through_a_link: bool
) -> None:
    place = articles / "made"
    if through_a_link:
        (tmp_path / "link").symlink_to(place)
        place = tmp_path / "link"
    before = sorted(articles.iterdir())
    done = cli("rag", "eval", suite(QUESTIONS[0]), "--corpus", articles, option, place)
    assert (done.code, done.out) == (2, "")
    assert "lies in the corpus" in done.err
    assert sorted(articles.iterdir()) == before


def test_a_report_is_a_baseline_that_ties_with_itself(cli: Cli, suite: Suite, articles: Path, tmp_path: Path) -> None:
    cli("rag", "eval", suite(), "--corpus", articles, "--report", tmp_path / "r")
    file = tmp_path / "r" / "report.json"
    again = cli("rag", "eval", suite(), "--corpus", articles, "--json", "--baseline", file)
    compared = json.loads(again.out)["compared"]
    assert {"recall@1", "answer_any", "rightly_silent"} <= {c["figure"] for c in compared}
    assert [c for c in compared if c["won"] or c["lost"] or c["p"] != 1 or c["now"] != c["before"]] == []

    # As if one question had been answered better before, and another worse.
    before = json.loads(file.read_text())
    next(q for q in before["questions"] if q["id"] == "buses")["figures"]["answer_any"] = 0.0
    next(q for q in before["questions"] if q["id"] == "wrong")["figures"]["answer_any"] = 1.0
    file.write_text(json.dumps(before))
    changed = cli("rag", "eval", suite(), "--corpus", articles, "--baseline", file)
    rows = [line.split("\t") for line in changed.out.splitlines() if len(line.split("\t")) == 7]
    assert next(r for r in rows if r[0] == "answer_any")[4:] == ["1 (buses)", "1 (wrong)", "1"]
    assert next(r for r in rows if r[0] == "recall@1")[4:] == ["0", "0", "3"]

    other = cli("rag", "eval", suite(*QUESTIONS[:3]), "--corpus", articles, "--baseline", file)
    assert (other.code, other.out) == (2, "")
    assert "another suite" in other.err
    (articles / "more.txt").write_text("One more article was added to these.")
    moved = cli("rag", "eval", suite(), "--corpus", articles, "--baseline", file)
    assert (moved.code, moved.out) == (2, "")
    assert "another corpus" in moved.err


def test_junit_shows_thresholds_and_questions_as_cases(cli: Cli, suite: Suite, articles: Path, tmp_path: Path) -> None:
    junit = tmp_path / "junit.xml"
    bars = "answer_any = 0.9\nmedian_ms = 0"
    assert cli("rag", "eval", suite(thresholds=bars), "--corpus", articles, "--junit", junit).code == 1
    figures, questions = ElementTree.parse(junit).getroot()
    assert [c.get("name") for c in figures if c.find("failure") is not None] == ["answer_any"]
    assert (figures.get("failures"), questions.get("failures"), questions.get("tests")) == ("1", "0", "4")
    assert [c.get("name", "").split(":")[0] for c in questions] == ["buses", "trams", "wrong", "cup"]


def test_a_report_that_cannot_be_written_is_wrong_usage(cli: Cli, suite: Suite, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = cli("rag", "eval", suite(QUESTIONS[0]), "--corpus", articles, "--report", tmp_path / "file" / "r")
    assert (done.code, done.out) == (2, "")
    assert "the report cannot be written" in done.err
