"""`rag index`, `articles`, `search`, `show` and `doctor`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Outcome
from rag import __version__

Cli = Callable[..., Outcome]
SAMPLE = ROOT / "corpus"
BUSES = "The council of Springfield bought 17 buses on Monday."


def test_index_says_what_changed(cli: Cli, corpus: Callable[..., Path]) -> None:
    folder = corpus(a=BUSES, b="Nobody in Shelbyville was surprised by the news.", **{"c.pdf": "%PDF"})
    first = json.loads(cli("rag", "index", "--corpus", folder, "--json").out)
    assert (first["added"], first["changed"], first["removed"], first["unchanged"]) == (2, 0, 0, 0)
    assert first["formats_not_read"] == {".pdf": 1}
    (folder / "a.txt").write_text("The council of Springfield sold 18 buses on Tuesday.")
    (folder / "b.txt").unlink()
    second = cli("rag", "index", "--corpus", folder).out
    assert "articles: 1 changed, 1 removed" in second
    third = json.loads(cli("rag", "index", "--corpus", folder, "--json").out)
    assert (third["unchanged"], third["embedded"]) == (1, 0)


def test_index_lists_every_problem_and_ask_only_the_new_ones(cli: Cli, corpus: Callable[..., Path]) -> None:
    folder = corpus(good=BUSES, binary=b"\x00\x01\x02", empty="")
    (folder / "lost.txt").symlink_to(folder / "nowhere")
    asked = cli("ask", "how many buses?", "--corpus", folder)
    assert asked.code == 0
    assert [line.split(":")[1].strip() for line in asked.err.splitlines() if "skipped" in line] == [
        "binary.txt",
        "empty.txt",
        "lost.txt",
    ]
    again = cli("ask", "how many buses?", "--corpus", folder)
    assert again.err == "3 files have problems; rag index lists them\n"
    listed = cli("rag", "index", "--corpus", folder)
    assert "skipped: binary.txt: not text" in listed.err
    assert "skipped: empty.txt: empty" in listed.err
    assert "skipped: lost.txt: a link that leads nowhere" in listed.err
    assert "3 skipped" in listed.out


def test_rebuild_starts_anew(cli: Cli, corpus: Callable[..., Path]) -> None:
    folder = corpus(a=BUSES)
    cli("rag", "index", "--corpus", folder)
    assert json.loads(cli("rag", "index", "--corpus", folder, "--rebuild", "--json").out)["added"] == 1


def test_articles_are_listed_with_what_is_known(cli: Cli) -> None:
    listed = json.loads(cli("rag", "articles", "--corpus", SAMPLE, "--json").out)
    assert [a["article"] for a in listed] == sorted(f.name for f in SAMPLE.glob("*.md"))
    dated = next(a for a in listed if a["published"])
    assert (dated["published"], dated["reported_by"]) == ("2022-12-30", "The Wall Street Journal")
    lines = cli("rag", "articles", "--corpus", SAMPLE).out.splitlines()
    assert len(lines) == len(listed)
    assert lines[0].split("\t")[0] == listed[0]["article"]


def test_copies_are_named_as_such(cli: Cli, corpus: Callable[..., Path]) -> None:
    shown = cli("rag", "articles", "--corpus", corpus(a=BUSES, b=f"{BUSES}\n", c="Something else was said here.")).out
    assert [("copy or rewrite" in line) for line in shown.splitlines()] == [True, True, False]


def test_search_shows_passages_with_their_scores(cli: Cli) -> None:
    found = json.loads(cli("rag", "search", "tanks", "sent", "--corpus", SAMPLE, "--limit", "2", "--json").out)
    assert len(found) == 2
    assert "tanks" in found[0]["text"]
    assert found[0]["score"] >= found[1]["score"]
    text = (SAMPLE / found[0]["article"]).read_text("utf-8")
    assert text[found[0]["start"] : found[0]["end"]] == found[0]["text"]
    assert "tanks" in cli("rag", "search", "tanks sent", "--corpus", SAMPLE).out


def test_show_prints_the_article_as_it_is(cli: Cli, corpus: Callable[..., Path]) -> None:
    raw = "\ufeffFirst of all, Zoë came.\r\n\r\nThen 🙂 nothing happened at all.\r\n".encode()
    folder = corpus(**{"bom.txt": raw})
    assert cli("rag", "show", "--plain", "bom.txt", "--corpus", folder).out == raw.decode("utf-8-sig")


def test_show_finds_an_article_by_a_part_of_its_name_and_goes_to_a_line(cli: Cli) -> None:
    shown = cli("rag", "show", "shoigu:12", "--corpus", SAMPLE).out
    assert "→ 12\tUkraine’s military commander" in shown
    assert "\n6\t" not in shown


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("nothing-like-it", "there is no article"),
        ("belarus", "may be "),
        ("shoigu:0", "has no line 0"),
        ("shoigu:999", "has no line 999"),
        ("shoigu-in-minsk-revives-belarus-question.txt", "did you mean shoigu-in-minsk-revives-belarus-question.md?"),
    ],
)
def test_show_says_why_it_shows_nothing(cli: Cli, wanted: str, says: str) -> None:
    outcome = cli("rag", "show", wanted, "--corpus", SAMPLE)
    assert (outcome.code, outcome.out) == (2, "")
    assert says in outcome.err


def test_doctor_finds_all_well_and_changes_nothing(cli: Cli, corpus: Callable[..., Path]) -> None:
    folder = corpus(a=BUSES)
    before = {c["about"]: c for c in json.loads(cli("rag", "doctor", "--corpus", folder, "--json").out)}
    assert before["library"]["found"] == "not built yet"
    cli("rag", "index", "--corpus", folder)
    outcome = cli("rag", "doctor", "--corpus", folder, "--json")
    after = {c["about"]: c for c in json.loads(outcome.out)}
    assert outcome.code == 0
    assert {c["state"] for c in after.values()} == {"well"}
    assert "the published weights" in after["embedding model"]["found"]
    (folder / "b.txt").write_text("One more article, which nobody has read yet.")
    stale = {c["about"]: c for c in json.loads(cli("rag", "doctor", "--corpus", folder, "--json").out)}
    assert stale["up to date"]["found"] == "1 files to read, 0 gone"


def test_doctor_names_the_trouble_and_exits_with_its_code(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("rag", "doctor", "--corpus", tmp_path / "nowhere")
    assert outcome.code == 5
    assert "does not exist" in outcome.out


def test_version_and_bare_rag(cli: Cli) -> None:
    assert cli("rag", "--version").out == f"ask {__version__}\n"
    bare = cli("rag")
    assert (bare.code, bare.out) == (2, "")
    assert bare.err.startswith("Usage: rag")
