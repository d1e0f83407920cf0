"""Some hundreds of odd inputs of a fixed seed; `python -m benchmarks.fuzz` tries thousands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.fuzzing.commands import run_commands
from benchmarks.fuzzing.watching import TooSlowError, changes_outside, commands_in, within
from benchmarks.fuzzing.workshop import Workshop
from rag.embedding.model import ModelEmbedder
from rag.reading import formats, metadata
from rag.render import library

SHORT = {"articles": 25, "frontmatter": 50, "settings": 200, "suites": 150, "questions": 8, "drafts": 6, "chat": 4}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, cache: Path, embedder: ModelEmbedder) -> Iterator[Workshop]:
    with Workshop(tmp_path_factory.mktemp("odd"), cache) as made:
        yield made


@pytest.mark.parametrize(("kind", "tries"), SHORT.items())
def test_odd_inputs_cost_nothing_but_themselves(shop: Workshop, kind: str, tries: int) -> None:
    shop.run(kind, range(tries))
    tally = shop.tallies[kind]
    assert tally.failures == []
    assert tally.tries == tries
    assert tally.refused + tally.skipped < tries, "nothing odd was taken in"


def test_a_fault_is_found_with_what_makes_it_again(
    tmp_path: Path, cache: Path, embedder: ModelEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Breaks what is watched, one thing after another, and sees that each is told."""

    def broken(text: str) -> tuple[object, int, list[str]]:
        if "title" in text:
            raise TypeError("a title")
        return metadata.Metadata(), 0, []

    with Workshop(tmp_path / "odd", cache) as shop:
        with monkeypatch.context() as patch:
            patch.setattr(formats.plain_text, "split_front_matter", broken)
            shop.run("frontmatter", range(300, 304))
        found = shop.tallies["frontmatter"].failures
        assert found
        assert found[0].startswith("--kind frontmatter --seed 30")
        assert "tracebacks: TypeError: a title" in found[0]
        with monkeypatch.context() as patch:
            patch.setattr(library, "safe", lambda text: f"{text}\x1b[2J")
            shop.run("articles", [7])
        assert "'\\x1b' reached the terminal" in shop.tallies["articles"].failures[-1]


def test_a_program_that_is_started_and_a_file_that_is_written_are_seen(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with changes_outside(tmp_path / "in") as outside:
        (tmp_path / "in" / "a").write_text("x")
        assert (tmp_path / "in" / "a").read_text() == "x"
    assert outside == []
    with changes_outside(tmp_path / "in") as outside:
        (tmp_path / "in" / ".." / "out").write_text("x")
        (tmp_path / "in" / "a").rename(tmp_path / "b")
    assert [line.split()[0] for line in outside] == ["open", "os.rename"]


def test_what_hangs_is_stopped() -> None:
    with pytest.raises(TooSlowError), within(0.05):
        while True:
            pass


def test_colours_and_links_of_ours_are_no_commands() -> None:
    assert commands_in("\x1b[1;34m\x1b]8;id=1;file:///a\x1b\\a\x1b]8;;\x1b\\\x1b[0m\n\t") == ""
    for odd in ("\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\r", "\u202e", "\ud83d"):
        assert "reached" in commands_in(f"a{odd}")


def test_whole_commands(tmp_path: Path, cache: Path, embedder: ModelEmbedder) -> None:
    tally = run_commands(tmp_path, cache, range(1), float("inf"))
    assert (tally.tries, tally.failures) == (1, [])
