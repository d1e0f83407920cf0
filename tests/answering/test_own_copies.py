"""A draft that lies among the articles, and copies of it, are no evidence for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Outcome

Cli = Callable[..., Outcome]

STORY = """The council of Springfield bought 17 buses on Monday. Its mayor, Ann Lee, said they would run from May.
The old ones, which are 20 years old, go to Shelbyville for spare parts."""
DRAFT = """Shelbyville has sold its tram depot for 4 million euros. The buyer, a brewer, will open a beer hall there in
June. Nobody else had made an offer, the mayor of Shelbyville said on Friday."""


@pytest.mark.parametrize("name", ["draft.md", "copies/old draft.txt"])
def test_a_draft_is_not_borne_out_by_itself(cli: Cli, corpus: Callable[..., Path], tmp_path: Path, name: str) -> None:
    folder = corpus(story=STORY)
    (folder / "copies").mkdir()
    (folder / name).write_text(DRAFT)
    file = folder / name if name == "draft.md" else tmp_path / "mine.md"
    file.write_text(DRAFT)
    checked = cli("rag", "check", file, "--corpus", folder)
    assert checked.code == 1
    assert "quoted" not in checked.out
    assert "3 unsupported" in checked.out
    assert f"no evidence for itself: {name}" in checked.err


def test_a_draft_that_quotes_an_article_is_no_copy_of_it(cli: Cli, corpus: Callable[..., Path], tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text(
        STORY.split("\n", maxsplit=1)[0] + " Nobody in Shelbyville was asked about it, as far as anybody knows by now."
    )
    checked = cli("rag", "check", file, "--corpus", corpus(story=STORY))
    assert "for itself" not in checked.err
    assert checked.out.count(": quoted: ") == 2


def test_a_sentence_may_be_said_twice(cli: Cli, corpus: Callable[..., Path], tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text("Springfield bought 17 buses on Monday.")
    checked = cli("rag", "check", file, "--corpus", corpus(story="Springfield bought 17 buses on Monday."))
    assert checked.code == 0
    assert "for itself" not in checked.err
