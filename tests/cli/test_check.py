"""`rag check` as a person and a script use it."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TROOPS, Outcome
from rag.cli.main import run

Cli = Callable[..., Outcome]
SAMPLE = ROOT / "corpus"
GOOD = "Russia now keeps 10,000 to 15,000 troops in Belarus, military analysts say."
DRAFT = f"""---
title: A draft
---

# Belarus

Dear colleagues,

{GOOD} In *October* alone Belarus sent 90
T-72A tanks and other equipment.[3] What next?

- Sergei Lavrov came to Minsk on 3 December to see Alexander Lukashenko.
- Russia planned a false-flag operation against a nuclear power plant in Belarus.
- On 25 November, Ukrainian military intelligence said Russia planned a false-flag operation against a nuclear power
  plant in Belarus.
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "draft.md"
    file.write_text(DRAFT, "utf-8")
    return file


def checked(cli: Cli, file: Path | str, *options: str) -> dict[str, Any]:
    outcome = cli("rag", "check", file, "--corpus", SAMPLE, "--json", *options)
    shown: dict[str, Any] = json.loads(outcome.out)
    failed = shown["counts"]["unsupported"] + shown["counts"]["contradicted"]
    assert outcome.code == (1 if failed else 0)
    return shown


def assert_citations_hold(cli: Cli, shown: dict[str, Any]) -> None:
    """Every citation points at exact characters, is used, and carries or contradicts; the nearest do neither."""
    cited = {n for s in shown["sentences"] for n in s["citations"] + s["nearest"]}
    assert cited == {c["id"] for c in shown["citations"]}
    for citation in shown["citations"]:
        text = cli("rag", "show", "--plain", citation["article"], "--corpus", SAMPLE).out
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    for sentence in shown["sentences"]:
        assert not (sentence["citations"] and sentence["nearest"])
        assert bool(sentence["citations"]) == (sentence["verdict"] in {"quoted", "supported", "contradicted"})


def test_planted_errors_are_found_where_they_stand(cli: Cli, draft: Path) -> None:
    shown = checked(cli, draft)
    verdicts = {s["text"]: s["verdict"] for s in shown["sentences"]}
    assert verdicts["Belarus"] == verdicts["Dear colleagues,"] == verdicts["What next?"] == "not checked"
    assert [v for v in verdicts.values() if v in {"quoted", "supported"}] == [verdicts[GOOD]]
    offending = {}
    for sentence in shown["sentences"]:
        stretch, text = DRAFT[sentence["start"] : sentence["end"]], sentence["text"]
        assert stretch.replace("*", "").split() == text.split()
        for fault in sentence["faults"]:
            if fault["span"]:
                words = text[slice(*fault["span"])]
                assert DRAFT[fault["start"] : fault["end"]].split() == words.split()
                offending[words] = fault["kind"]
    assert offending["90"] == "figure"
    assert offending["Lavrov"] == "name"
    assert offending["25 November"] == "date"
    lost = next(s for s in shown["sentences"] if s["text"].startswith("Russia planned"))
    assert "attribution" in {f["kind"] for f in lost["faults"]}
    assert_citations_hold(cli, shown)


def test_for_people_each_sentence_has_a_line(cli: Cli, draft: Path) -> None:
    outcome = cli("rag", "check", draft, "--corpus", SAMPLE)
    assert outcome.code == 1
    assert f"{draft}:9: supported: {GOOD} [" in outcome.out
    assert re.search(r"^    \[\d\]: .*10,000 to 15,000 troops", outcome.out, re.M), "the words that bear it out"
    assert re.search(rf"{re.escape(str(draft))}:9: (contradicted|unsupported): In October alone", outcome.out)
    assert f"{draft}:7: not checked (a greeting): Dear colleagues," in outcome.out
    assert "– 3 not checked\n\nSources" in outcome.out
    assert "putin-visit-raises-fear-of-northern-attack.md:14" in outcome.out
    assert "\x1b" not in outcome.out


def test_what_is_all_borne_out_passes(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "good.txt"
    file.write_text(GOOD, "utf-8")
    shown = checked(cli, file)
    assert shown["counts"] == {"quoted": 0, "supported": 1, "unsupported": 0, "contradicted": 0, "not checked": 0}
    assert shown["file"] == str(file)
    assert shown["library"]
    (sentence,) = shown["sentences"]
    for carried in sentence["carried_by"]:
        article = next(c["article"] for c in shown["citations"] if c["id"] == carried["citation"])
        text = cli("rag", "show", "--plain", article, "--corpus", SAMPLE).out
        assert text[carried["start"] : carried["end"]] == carried["text"]
    assert any("10,000 to 15,000" in carried["text"] for carried in sentence["carried_by"])
    assert shown["timings"].keys() == {"total_ms", "sync_ms", "retrieve_ms", "check_ms"}


def test_our_own_answers_pass_in_both_forms(cli: Cli, tmp_path: Path) -> None:
    for name, options in (("answer.txt", ()), ("answer.json", ("--json",))):
        file = tmp_path / name
        file.write_text(cli("ask", TROOPS, "--corpus", SAMPLE, *options).out, "utf-8")
        shown = checked(cli, file)
        assert shown["counts"]["quoted"] >= 1
        assert {s["verdict"] for s in shown["sentences"]} <= {"quoted", "not checked"}


def test_a_scope_holds(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "good.txt"
    file.write_text(GOOD, "utf-8")
    for options in (("--publisher", "Wall Street Journal"), ("--since", "2022"), ("--as-of", "2023")):
        (sentence,) = checked(cli, file, *options)["sentences"]
        assert sentence["verdict"] == "unsupported"


def test_standard_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(GOOD.encode())

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert cli("rag", "check", "-", "--corpus", SAMPLE).out.startswith(f"-:1: supported: {GOOD}")


def test_nothing_to_check_is_no_failure(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("What next?", "utf-8")
    outcome = cli("rag", "check", file, "--corpus", SAMPLE)
    assert (outcome.code, outcome.out.splitlines()[-1]) == (0, "– 1 not checked")


def wrong(tmp_path: Path) -> dict[str, tuple[str, str]]:
    contents = {
        "empty.txt": b"",
        "blank.md": b" \n\n--- \n",
        "binary.txt": b"PK\x03\x04\x00\x00",
        "large.txt": b"Rain fell. " * 100_000,
        "long.txt": b"Rain fell. " * 20_000,
        "silent.json": b'{"answer": "", "statements": []}',
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    messages = {
        "empty.txt": "no words",
        "blank.md": "no words",
        "binary.txt": "NUL bytes",
        "large.txt": "too large",
        "long.txt": "too long",
        "silent.json": "no words",
        "missing.txt": "no such file",
        ".": "is a directory",
    }
    return {name: (str(tmp_path / name), message) for name, message in messages.items()}


def test_wrong_input_is_said_to_be_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Before anything is opened: the corpus named here does not exist."""
    for file, message in wrong(tmp_path).values():
        assert run("rag", ["check", file, "--corpus", "nowhere"]) == 2
        out, err = capfd.readouterr()
        assert out == ""
        assert message in err
        assert "nowhere" not in err
    assert run("rag", ["check", "no\0name"]) == 2
    assert run("rag", ["check"]) == 2
    capfd.readouterr()


def test_a_corpus_that_is_not_there_is_corpus_trouble(cli: Cli, draft: Path) -> None:
    outcome = cli("rag", "check", draft, "--corpus", draft.parent / "nowhere", "--json")
    assert outcome.code == 5
    assert json.loads(outcome.out)["error"]["kind"] == "corpus"


def test_a_check_needs_neither_torch_nor_llama_index(cli: Cli, draft: Path) -> None:
    assert cli("rag", "check", draft, "--corpus", SAMPLE).code == 1  # the library is built here
    arguments = ["check", str(draft), "--corpus", str(SAMPLE)]
    probe = f"import sys; from rag.cli.main import run; run('rag', {arguments}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert loaded >= {"chromadb", "onnxruntime"}
    assert not loaded & {"torch", "transformers", "sentence_transformers", "llama_index"}


def test_the_checker_that_the_settings_name_is_heard_and_only_by_check(
    cli: Cli, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_CHECKER_MODEL", str(draft.parent))  # a folder that holds no model
    assert cli("ask", TROOPS, "--corpus", SAMPLE).code == 0
    outcome = cli("rag", "check", draft, "--corpus", SAMPLE, "--json")
    assert outcome.code == 4
    assert "cannot be loaded" in json.loads(outcome.out)["error"]["message"]
    monkeypatch.setenv("RAG_CHECKER_MODEL", "none")
    assert cli("rag", "check", draft, "--corpus", SAMPLE).code == 1
    monkeypatch.setenv("RAG_CHECKER_MODEL", "pakaged")
    assert cli("rag", "check", draft, "--corpus", SAMPLE).code == 2


def test_an_escape_that_is_no_character_is_read_as_one_that_is(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({"answer": f"{GOOD} It is \ud800 so.", "statements": []}), "utf-8")
    outcome = cli("rag", "check", file, "--corpus", SAMPLE, "--json")
    assert outcome.code in {0, 1}
    assert json.loads(outcome.out)["sentences"][0]["verdict"] in {"quoted", "supported"}


@pytest.mark.parametrize("is_draft", [True, False], ids=["the draft", "the article"])
def test_characters_of_a_pdf_make_no_other_word(cli: Cli, tmp_path: Path, is_draft: bool) -> None:
    plain = "An official said that the café at the harbour had been flooded on Monday."
    odd = plain.replace("ffi", "ﬃ").replace("é", "e\u0301").replace("harbour", "har\u00adbour").replace("fl", "ﬂ")
    draft, article = (odd, plain) if is_draft else (plain, odd)
    folder = tmp_path / "articles"
    folder.mkdir()
    told = f"{article} It opens again on Friday, the owner wrote."
    (folder / "harbour.md").write_text(f"# Harbour\n\n{told}\n", "utf-8")
    file = tmp_path / "draft.md"
    file.write_text(f"{draft}\n", "utf-8")
    outcome = cli("rag", "check", file, "--corpus", folder, "--json")
    (sentence,) = json.loads(outcome.out)["sentences"]
    assert outcome.code == 0
    assert sentence["verdict"] == "quoted"
    assert draft[sentence["start"] : sentence["end"]] == draft
    (citation,) = json.loads(outcome.out)["citations"]
    assert citation["quote"] == article  # as the article has it


def test_the_clause_that_holds_of_a_sentence_that_does_not_is_told(cli: Cli, tmp_path: Path) -> None:
    holds = "Military analysts say Russia keeps 10,000 to 15,000 troops in Belarus"
    text = f"{holds}, and the mayor of Minsk sold every one of his trams to Poland."
    draft = tmp_path / "parts.md"
    draft.write_text(text, "utf-8")
    (sentence,) = json.loads(cli("rag", "check", draft, "--corpus", SAMPLE, "--json").out)["sentences"]
    (part,) = sentence["in_part"]
    assert sentence["verdict"] == "unsupported"
    assert (part["text"], text[part["start"] : part["end"]]) == (holds, holds)
    assert f"in part: “{holds}” is borne out" in cli("rag", "check", draft, "--corpus", SAMPLE).out
