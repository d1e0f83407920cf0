"""A report, as `rag eval --json` prints it, for people, for a browser and for CI."""

import io
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console

from rag.render.evaluation import print_report, print_verdict
from rag.render.html import to_html
from rag.render.junit import to_junit

Printer = Callable[[Console, dict[str, Any]], None]


def figure(name: str, value: float | None, **more: object) -> dict[str, Any]:
    ends = (None, None) if value is None else (value - 0.1, value + 0.1)
    return {
        "name": name, "value": value, "low": ends[0], "high": ends[1], "questions": 3, "about": f"what {name} is",
        "lower_is_better": False, "timing": False, **more,
    }  # fmt: skip


def question(
    id: str, *, right: bool = False, status: str = "answered", confidence: float = 0.5, **more: object
) -> dict[str, Any]:
    return {
        "id": id, "question": f"What of {id}?", "tags": ["t"], "expected": ["17"], "evidence": ["a.md"],
        "status": status, "right": right, "confidence": confidence,
        "statements": [] if status == "unanswered" else ["It bought 18."], "forced": ["It sold 19."], "cited": [],
        "retrieved": [{"article": "a.md", "text": "The whole passage.", "score": 0.75}],
        "features": {"coverage": 0.5}, "milliseconds": 1250.0, "figures": {}, **more,
    }  # fmt: skip


def report(**more: object) -> dict[str, Any]:
    return {
        "suite": "small", "suite_fingerprint": "5" * 16, "corpus_fingerprint": "c" * 16, "library": "lib",
        "figures": [figure("answer_any", 0.5), figure("median_ms", 1234.5, timing=True)],
        "by_tag": [{"tag": "t", **figure("right", 0.5)}],
        "risk_coverage": [[0.9, 0.5, 0.0], [0.2, 1.0, 0.5]],
        "breaches": [], "compared": [], "questions": [question("q1", right=True), question("q2")],
        **more,
    }  # fmt: skip


def breach(name: str = "answer_any", fails: bool = True, questions: tuple[str, ...] = ("q2",)) -> dict[str, Any]:
    return {"figure": name, "value": 0.5, "threshold": 0.75, "questions": list(questions), "fails": fails}


def printed(show: Printer, made: dict[str, Any], *, terminal: bool = False) -> str:
    file = io.StringIO()
    show(Console(file=file, force_terminal=terminal, width=300, color_system=None, highlight=False, markup=False), made)
    return file.getvalue()


def test_a_pipe_gets_rows_with_tabs() -> None:
    assert printed(print_report, report()).splitlines() == [
        "answer_any\t0.500\t0.400 to 0.600\t3\twhat answer_any is",
        "median_ms\t1,234\t1,234 to 1,235\t3\twhat median_ms is",
        "",
        "t\tright\t0.500\t0.400 to 0.600\t3",
    ]


def test_a_terminal_gets_heads() -> None:
    lines = printed(print_report, report(), terminal=True).splitlines()
    assert lines[0].split() == ["figure", "value", "95%", "interval", "questions"]
    assert "median_ms   1,234" in lines[2]


def test_what_has_no_value_or_interval_shows_a_dash() -> None:
    made = report(figures=[figure("auroc", None), figure("peak_mb", 99.6, low=None, high=None, timing=True)], by_tag=[])
    assert printed(print_report, made).splitlines() == [
        "auroc\t–\t–\t3\twhat auroc is",
        "peak_mb\t100\t–\t3\twhat peak_mb is",
    ]


def test_a_comparison_names_some_of_the_questions() -> None:
    compared = {
        "figure": "f", "before": 0.25, "now": 0.5, "won": [f"q{n}" for n in range(9)], "lost": [], "tied": 4,
        "p": 0.0312,
    }  # fmt: skip
    last = printed(print_report, report(compared=[compared])).splitlines()[-1]
    assert last == "f\t0.250\t0.500\t0.031\t9 (q0, q1, q2, q3, q4, q5 +3)\t0\t4"


def test_the_verdict_has_a_line_for_each_breach_and_one_for_all() -> None:
    made = report(breaches=[breach(), breach("median_ms", fails=False, questions=())])
    assert printed(print_verdict, made).splitlines() == [
        "failed: answer_any is 0.500, and its threshold is 0.750; least in q2",
        "warning: median_ms is 0.500, and its threshold is 0.750",
        "small: 2 questions, 1 right",
    ]


@pytest.mark.parametrize("show", [print_report, print_verdict])
def test_a_suite_cannot_command_the_terminal(show: Printer) -> None:
    odd = "q\x1b]0;title\x07"
    made = report(breaches=[breach(questions=(odd,))], by_tag=[{"tag": odd, **figure("right", 0.5)}])
    assert "\x1b" not in printed(show, made)


def test_the_page_lists_confident_wrong_answers_first_and_then_silence_that_came_near() -> None:
    made = report(
        questions=[
            question("silent-low", status="unanswered", confidence=0.1),
            question("right", right=True, confidence=0.99),
            question("wrong-low", confidence=0.6),
            question("silent-high", status="unanswered", confidence=0.45),
            question("wrong-high", confidence=0.9),
        ]
    )
    page = to_html(made)
    places = [page.find(f"<b>{id}</b>") for id in ("wrong-high", "wrong-low", "silent-high", "silent-low")]
    assert places == sorted(places)
    assert -1 not in places
    assert "<b>right</b>" not in page
    assert "5 questions, 1 right" in page
    assert page.count("would have said: It sold 19.") == 2
    assert page.count("<blockquote>It bought 18.</blockquote>") == 2
    assert page.count("The whole passage.") == 4


def test_the_page_has_the_figures_the_comparison_and_the_breaches() -> None:
    compared = {"figure": "answer_any", "before": 0.25, "now": 0.5, "won": ["w1"], "lost": ["l1"], "tied": 4, "p": 0.03}
    page = to_html(report(breaches=[breach()], compared=[compared]))
    for shown in ("answer_any is 0.500, and its threshold is 0.750", "1 won w1", "1 lost l1", "1,234", "5" * 16):
        assert shown in page


def test_the_curve_is_drawn_where_its_points_are() -> None:
    # 440 wide and 180 high inside a margin of 40: half covered at no risk is (40 + 220, 220); all at 1/2, (480, 130).
    assert "<polyline points='260.0,220.0 480.0,130.0'" in to_html(report())
    assert "<svg" not in to_html(report(risk_coverage=[]))


@pytest.mark.parametrize("field", ["suite", "library"])
def test_markup_anywhere_is_text(field: str) -> None:
    evil = "<script>x</script>\"'&\x1b"
    odd = question(
        evil, question=evil, expected=[evil], evidence=[evil], statements=[evil], forced=[evil], features={evil: 1.0},
        retrieved=[{"article": evil, "text": evil, "score": 1.0}],
    )  # fmt: skip
    compared = {"figure": evil, "before": 0.2, "now": 0.5, "won": [evil], "lost": [evil], "tied": 4, "p": 0.03}
    made = report(
        questions=[odd], figures=[figure(evil, 0.5)], by_tag=[{"tag": evil, **figure("right", 0.5)}],
        breaches=[breach(evil, questions=(evil,))], compared=[compared], **{field: evil},
    )  # fmt: skip
    page = to_html(made)
    assert "<script" not in page
    assert "\x1b" not in page
    assert "&lt;script&gt;x&lt;/script&gt;&quot;&#x27;&amp;␛" in page


class Elements(HTMLParser):
    """The elements of a page, each with the names of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.policy = self.style = ""
        self._is_style = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self._is_style = tag == "style"
        if ("http-equiv", "Content-Security-Policy") in attrs:
            self.policy = dict(attrs)["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._is_style = False

    def handle_data(self, data: str) -> None:
        self.style += data if self._is_style else ""


def full(words: str) -> dict[str, Any]:
    """A report in which all that a suite, an article or a model can fill is `words`."""
    odd = question(
        words, question=words, expected=[words], evidence=[words], statements=[words], forced=[words],
        features={words: 1.0}, tags=[words], retrieved=[{"article": words, "text": words, "score": 1.0}],
    )  # fmt: skip
    silent = {**odd, "status": "unanswered", "statements": []}
    compared = {"figure": words, "before": 0.2, "now": 0.5, "won": [words], "lost": [words], "tied": 4, "p": 0.03}
    return report(
        suite=words, library=words, suite_fingerprint=words, corpus_fingerprint=words, questions=[odd, silent],
        figures=[figure(words, 0.5)], by_tag=[{"tag": words, **figure("right", 0.5)}], compared=[compared],
        breaches=[breach(words, questions=(words,))],
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "<script>x</script>", "</title></style></details><img src=x onerror=x>", "' onclick='x", '" onclick="x',
        "--><!--", "<![CDATA[", "&lt;script&gt;", "</summary><a href=//example.org>", "<base href=//example.org>",
        "<meta http-equiv=refresh content=0>", "\x00\x1b\u202e<b>", "<svg/onload=x>", "`${x}`",
    ],
)  # fmt: skip
def test_the_page_has_no_element_or_attribute_of_another(words: str) -> None:
    assert Elements(to_html(full(words))).found == Elements(to_html(full("plain"))).found


def test_a_browser_is_told_to_run_and_load_nothing_but_the_style_of_the_page() -> None:
    page = Elements(to_html(report()))
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert page.policy.split("; ") == [
        "default-src 'none'", f"style-src 'sha256-{digest}'", "base-uri 'none'", "form-action 'none'"
    ]  # fmt: skip
    assert not [names for _, names in page.found if "style" in names]


def test_an_empty_report_is_a_page_too() -> None:
    page = to_html(report(figures=[], by_tag=[], risk_coverage=[], questions=[]))
    assert "0 questions, 0 right" in page
    assert page.endswith("</html>\n")


def test_junit_has_a_case_for_each_figure_and_question() -> None:
    gates = [figure("auroc", 0.9), figure("answer_any", 0.5), figure("median_ms", 9.0, timing=True)]
    figures, questions = ElementTree.fromstring(to_junit(report(figures=gates, breaches=[breach()])))
    assert (figures.get("name"), figures.get("tests"), figures.get("failures")) == ("small.figures", "2", "1")
    kept, broken = figures
    assert kept.find("failure") is None
    failure = broken.find("failure")
    assert failure is not None
    assert (failure.get("message"), failure.text) == ("answer_any is 0.5, and its threshold is 0.75", "q2")
    assert (questions.get("tests"), questions.get("failures")) == ("2", "0")
    assert [(c.get("name"), c.get("time"), c.findtext("system-out")) for c in questions] == [
        ("q1: What of q1?", "1.250", None),
        ("q2: What of q2?", "1.250", "expected ['17'], answered ['It bought 18.']"),
    ]


def test_junit_of_kept_thresholds_has_no_failure() -> None:
    assert "<failure" not in to_junit(report(breaches=[breach("median_ms", fails=False)]))


@pytest.mark.parametrize(
    "text",
    ["\ufdd0\U0001ffff", "\x7f\x9b\x85", "]]>", "<b>&\"'", "\x00\x0b\x1b", "a\r\nb", "\ud800", "\u2028", "👩‍👩‍👧"],
)
def test_junit_is_xml_whatever_a_question_says(text: str) -> None:
    made = to_junit(report(questions=[question(f"q{text}", question=text, expected=[text], statements=[text])]))
    assert len(ElementTree.fromstring(made.encode("utf-8"))) == 2


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(report(questions=[question("q", question="cut\ufffeoff")]), id="noncharacter-of-a-pdf"),
        pytest.param(report(breaches=[breach(questions=("q\x0b",))]), id="control-character-in-an-id"),
        pytest.param(report(suite="small\x0b"), id="control-character-in-the-name-of-the-suite"),
    ],
)
def test_junit_is_xml_whatever_a_suite_is_called(made: dict[str, Any]) -> None:
    ElementTree.fromstring(to_junit(made).encode("utf-8"))
