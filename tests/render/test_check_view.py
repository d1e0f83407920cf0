"""A checked draft on a terminal, in a pipe and as JSON."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from rag.render.check import checked_to_dict, counts, print_checked
from rag.render.console import out
from rag.types import CheckedDraft, CheckedSentence, Citation, Fault, Span, Verdict

DRAFT = "Hi all,\n\n**Springfield** bought 90\nbuses. It rained\x1b[31m [red]hard[/red]. Nobody won. Ann went."


def citation(number: int, quote: str, article: str = "a.md", origin: str = "o") -> Citation:
    return Citation(
        id=number, article=article, title=f"Title {number}", publisher="The Post", reported_by=None, published=None,
        url=None, start=3, end=3 + len(quote), line=7, page=None, quote=quote, origin=origin,
        file=Path("/corpus") / article,
    )  # fmt: skip


def sentence(text: str, verdict: Verdict | None, line: int = 3, **more: object) -> CheckedSentence:
    """A sentence of the draft, where its words stand."""
    places, at = [], 0
    for word in re.findall(r"\S+|\s", text):
        at = at if word.isspace() else DRAFT.index(word, at)
        places += range(at, at + len(word))
        at += len(word)
    return CheckedSentence(text, tuple(places), line, verdict, **more)  # type: ignore[arg-type]


BOUGHT = "Springfield bought 90 buses."
FIGURE = Fault("figure", "the source has another", Span(19, 21))
CHECKED = CheckedDraft(
    (
        sentence("Hi all,", None, 1, taken_for="a greeting"),
        sentence(BOUGHT, Verdict.CONTRADICTED, 3, citations=(1,), faults=(FIGURE, Fault("meaning", "it does not say"))),
        sentence("It rained\x1b[31m [red]hard[/red].", Verdict.SUPPORTED, 4, citations=(2, 3)),
        sentence("Nobody won.", Verdict.UNSUPPORTED, 4, nearest=(4,), faults=(Fault("name", "no “Nobody won” there"),)),
        sentence("Ann went.", Verdict.QUOTED, 4, citations=(5,)),
    ),
    (
        citation(1, "Springfield bought\x07 17 buses."),
        citation(2, "It rained hard.", "b.md", "same"),
        citation(3, "It rained hard!", "c.md", "same"),
        citation(4, "Bart won."),
        citation(5, "Ann went."),
    ),
    "print",
    {"total_ms": 5},
)


def on_terminal(width: int = 70, **options: object) -> str:
    file = io.StringIO()
    options = {"color_system": "standard", "highlight": False, "markup": False, "emoji": False, **options}
    print_checked(Console(file=file, force_terminal=True, width=width, **options), CHECKED, "draft.md")  # type: ignore[arg-type]
    return file.getvalue()


def plain(shown: str) -> str:
    """Without escapes for colour and links."""
    return re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", shown)


def test_the_offending_words_are_marked_and_no_others() -> None:
    shown = on_terminal()
    assert "Springfield bought \x1b[1;4;31m90\x1b[0m buses.\x1b[36m [1]\x1b[0m" in shown
    assert shown.count("\x1b[1;4") == 1
    without = on_terminal(no_color=True)
    assert "Springfield bought \x1b[1;4m90\x1b[0m buses. [1]" in without
    assert "\x1b[1;4;31m" not in without


def test_each_sentence_has_its_mark_its_reasons_and_what_the_articles_say() -> None:
    lines = [line.rstrip() for line in plain(on_terminal()).splitlines()]
    assert lines[:14] == [
        "– Hi all,  (not checked: a greeting)",
        "✗ Springfield bought 90 buses. [1]",
        "   figure  “90”: the source has another",
        "   meaning it does not say",
        "   [1]     Springfield bought␇ 17 buses.",
        "✓ It rained␛[31m [red]hard[/red]. [2] [3]",
        "   sources 2 articles, 1 origin",
        "? Nobody won.",
        "   name        no “Nobody won” there",
        "   nearest [4] Bart won.",
        "✓ Ann went. [5]",
        "",
        "✓ 1 quoted · ✓ 1 supported · ? 1 unsupported · ✗ 1 contradicted · – 1",
        "not checked",
    ]
    assert lines[14:16] == ["", "Sources: 3 articles, 2 origins"]


def test_what_is_only_near_is_no_source() -> None:
    sources, _, nearest = plain(on_terminal()).partition("Sources")[2].partition("Nearest, and no support")
    assert re.findall(r"\[(\d)\]", sources) == ["1", "2", "3", "5"]
    assert re.findall(r"\[(\d)\]", nearest) == ["4"]


@pytest.mark.parametrize("width", [24, 40, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    shown = plain(on_terminal(width))
    assert all(len(line) <= width for line in shown.splitlines())
    assert "Springfield" in shown


def test_a_pipe_gets_a_line_for_each_sentence_that_says_where_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    print_checked(out(), CHECKED, "dra\x1bft.md")
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert shown.startswith(
        "dra␛ft.md:1: not checked (a greeting): Hi all,\n"
        "dra␛ft.md:3: contradicted: Springfield bought 90 buses. [1]\n"
        "    figure: “90”: the source has another\n"
        "    meaning: it does not say\n"
        "    [1]: Springfield bought␇ 17 buses.\n"
        "dra␛ft.md:4: supported: It rained␛[31m [red]hard[/red]. [2] [3]\n"
        "    sources: 2 articles, 1 origin\n"
        "dra␛ft.md:4: unsupported: Nobody won.\n"
        "    name: no “Nobody won” there\n"
        "    nearest [4]: Bart won.\n"
        "dra␛ft.md:4: quoted: Ann went. [5]\n\n"
        "✓ 1 quoted · ✓ 1 supported · ? 1 unsupported · ✗ 1 contradicted · – 1 not checked\n"
    )


def test_json_points_into_the_draft() -> None:
    shown = checked_to_dict(CHECKED, "draft.md")
    assert list(shown) == ["file", "sentences", "citations", "counts", "library", "timings"]
    assert shown["counts"] == {"quoted": 1, "supported": 1, "unsupported": 1, "contradicted": 1, "not checked": 1}
    greeting, bought, *_ = shown["sentences"]
    assert greeting == {
        "text": "Hi all,", "start": 0, "end": 7, "line": 1, "verdict": "not checked", "taken_for": "a greeting",
        "citations": [], "nearest": [], "faults": [], "carried_by": [], "in_part": [],
    }  # fmt: skip
    assert DRAFT[bought["start"] : bought["end"]] == "Springfield** bought 90\nbuses."
    figure, meaning = bought["faults"]
    assert figure["span"] == [19, 21]
    assert bought["text"][19:21] == DRAFT[figure["start"] : figure["end"]] == "90"
    assert meaning == {"kind": "meaning", "message": "it does not say", "span": None, "start": None, "end": None}


def test_it_holds_where_nothing_that_was_checked_fails() -> None:
    assert not CHECKED.holds
    good = tuple(s for s in CHECKED.sentences if s.verdict in {None, Verdict.QUOTED, Verdict.SUPPORTED})
    assert CheckedDraft(good, ()).holds
    assert CheckedDraft((), ()).holds
    assert sum(counts(CheckedDraft(good, ())).values()) == 3
