"""Which articles a sync takes for copies and rewrites of one another, and which it leaves apart."""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from rag.embedding.model import ModelEmbedder
from rag.embedding.protocol import Progress, Vectors
from rag.library import origins
from rag.library.digests import words_digest
from rag.library.library import Library

RETOLD = Path(__file__).parent / "retold"
PARTS = {  # what each of the retold texts retells: an article of the sample corpus, and which of its blocks
    "belarus-held-fast-arsenals": ("belarus-held-fast-in-the-kremlins-design", 0, 5),
    "belarus-held-fast-rhetoric": ("belarus-held-fast-in-the-kremlins-design", 5, 10),
    "moscow-warns-collective": ("moscow-warns-over-use-of-force", 0, 6),
    "moscow-warns-command": ("moscow-warns-over-use-of-force", 7, 11),
    "putin-visit-agenda": ("putin-visit-raises-fear-of-northern-attack", 0, 5),
    "putin-visit-spring": ("putin-visit-raises-fear-of-northern-attack", 8, 13),
    "shoigu-visit": ("shoigu-in-minsk-revives-belarus-question", 0, 6),
    "stray-missile-protest": ("stray-s-300-missile-strains-minsk-and-kyiv", 0, 5),
}
STRAY, WARNING, VISIT = (PARTS[n][0] for n in ("stray-missile-protest", "moscow-warns-command", "putin-visit-spring"))


def blocks(article: str) -> list[str]:
    """The paragraphs and headings of an article of the sample corpus."""
    return (ROOT / "corpus" / f"{article}.md").read_text("utf-8").split("---\n", 2)[2].strip().split("\n\n")


def joined(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"


def retold(name: str) -> str:
    return (RETOLD / f"{name}.txt").read_text("utf-8")


class Shelf:
    """A folder of articles and its library; says after each sync which articles are one origin."""

    def __init__(self, base: Path, model: ModelEmbedder) -> None:
        self.folder = base / "articles"
        self.folder.mkdir()
        self._base, self._model = base, model
        self.embedded = 0
        self.said: list[str] = []
        self.library = self.open()

    name = property(lambda self: self._model.name)
    dimension = property(lambda self: self._model.dimension)
    window = property(lambda self: self._model.window)

    def expect(self, passages: int) -> None: ...

    def token_starts(self, text: str) -> list[int]:
        return self._model.token_starts(text)

    def embed_passages(self, texts: list[str], progress: Progress | None = None) -> Vectors:
        self.embedded += len(texts)
        return self._model.embed_passages(texts, progress)

    def open(self) -> Library:
        return Library(self._base / "libraries", [self.folder], self, 200, self.said.append)

    def put(self, **texts: str) -> None:
        for name, text in texts.items():
            file = self.folder / f"{name}.txt"
            file.write_text(text, "utf-8")
            os.utime(file, (time.time() - 60,) * 2)

    def sync(self) -> None:
        with self.library.session():
            self.library.sync(lambda done, total: None)

    def origins(self) -> dict[str, str]:
        return {a.article.path.removesuffix(".txt"): a.origin for a in self.library.catalog.articles()}

    def families(self, **texts: str) -> set[frozenset[str]]:
        """The names of the articles that are one origin, after these were added."""
        self.put(**texts)
        self.sync()
        found: dict[str, set[str]] = {}
        for name, origin in self.origins().items():
            found.setdefault(origin, set()).add(name)
        return {frozenset(names) for names in found.values()}


@pytest.fixture
def shelf(tmp_path: Path, embedder: ModelEmbedder) -> Iterator[Shelf]:
    made = Shelf(tmp_path, embedder)
    yield made
    made.library.close()


def apart(*families: str) -> set[frozenset[str]]:
    """`apart("a b", "c")`: a and b are one origin, c is another."""
    return {frozenset(names.split()) for names in families}


def test_the_same_words_are_one_origin_however_they_are_set(shelf: Shelf) -> None:
    text = "The council bought 17 buses on Monday. They run from May, said Ann Lee."
    assert shelf.families(a=text, b=text.upper().replace(" ", "\n"), c="Nobody was surprised.") == apart("a b", "c")
    assert set(shelf.origins().values()) == {words_digest(text), words_digest("Nobody was surprised.")}


def test_edited_copies_are_one_origin(shelf: Shelf) -> None:
    story = blocks(STRAY)
    swapped = [*story[3:5], *story[:3], *story[5:]]
    words = {"said": "stated", "began": "started", "small": "limited", "alarm": "worry", "tone": "manner"}
    reworded = joined(story)
    for old, new in words.items():
        reworded = reworded.replace(f" {old} ", f" {new} ")
    assert reworded != joined(story)
    found = shelf.families(
        original=joined(story),
        shortened=joined(["MINSK, Friday —", *story[:4], *story[6:]]),
        lengthened=joined(["A new headline over an old story", *story, "Our readers have asked us."]),
        reordered=joined(swapped),
        reworded=reworded,
        other=joined(blocks(WARNING)),
    )
    assert found == apart("original shortened lengthened reordered reworded", "other")


def test_an_excerpt_is_a_copy_unless_it_is_a_small_part(shelf: Shelf) -> None:
    story = blocks(STRAY)
    assert shelf.families(whole=joined(story), half=joined(story[:6]), line=story[2]) == apart("whole half", "line")


def test_rewrites_are_one_origin_with_what_they_rewrite(shelf: Shelf) -> None:
    texts = {name: joined(blocks(article)[start:end]) for name, (article, start, end) in PARTS.items()}
    rewrites = {f"{name}-retold": retold(name) for name in PARTS}
    independent = {"independent": retold("stray-missile-independent")}
    found = shelf.families(**texts, **rewrites, **independent)
    assert found == apart("independent", *(f"{name} {name}-retold" for name in PARTS))


def test_an_independent_report_of_the_same_event_is_another_origin(shelf: Shelf) -> None:
    report = retold("stray-missile-independent")
    found = shelf.families(a=joined(blocks(STRAY)), b=report, c=joined(blocks(WARNING)), d=joined(blocks(VISIT)))
    assert found == apart("a", "b", "c", "d")


def test_the_same_sentence_with_another_figure_is_another_origin(shelf: Shelf) -> None:
    report = (
        "The council of Springfield bought {} buses on Monday, and they will run from May on in all parts of the city, "
        "as the mayor had promised when the old ones were taken out of service."
    )
    assert shelf.families(a=report.format(17), b=report.format(19)) == apart("a", "b")


def test_a_roundup_does_not_join_the_stories_it_holds(shelf: Shelf) -> None:
    one, two, three = (blocks(name)[:5] for name in (STRAY, WARNING, VISIT))
    stories = {"one": joined(one), "two": joined(two), "three": joined(three)}
    assert shelf.families(roundup=joined([*one, *two, *three]), **stories) == apart("one", "two", "three", "roundup")


def test_a_text_of_two_stories_and_its_copy_do_not_join_them(shelf: Shelf) -> None:
    one, two = blocks(STRAY)[:5], blocks(WARNING)[:5]
    both = [*one[:4], *two[:4]]  # most of either, and not twice as long
    found = shelf.families(one=joined(one), two=joined(two), both=joined(both), again=joined(["Two stories", *both]))
    assert all(not {"one", "two"} <= names for names in found)
    assert any({"both", "again"} <= names for names in found)


def test_pages_with_stories_of_their_own_around_one_gallery_are_apart(shelf: Shelf) -> None:
    gallery = [*blocks(PARTS["belarus-held-fast-arsenals"][0]), *blocks(PARTS["shoigu-visit"][0])]
    one, other = blocks(VISIT)[:5], blocks(WARNING)[:5]
    assert shelf.families(a=joined([*one, *gallery]), b=joined([*other, *gallery])) == apart("a", "b")


def test_articles_part_when_what_joined_them_goes(shelf: Shelf) -> None:
    story = [block for block in blocks(VISIT) if not block.startswith("#")]
    first, last = story[:9], story[3:]
    assert shelf.families(whole=joined(story), first=joined(first), last=joined(last)) == apart("whole first last")
    (shelf.folder / "whole.txt").unlink()
    assert shelf.families() == apart("first", "last")
    assert shelf.families(whole=joined(story)) == apart("whole first last")


def test_a_changed_article_leaves_its_origin_and_comes_back(shelf: Shelf) -> None:
    story = joined(blocks(STRAY))
    texts = {"a": story, "b": joined(blocks(STRAY)[:-1]), "c": joined(blocks(WARNING))}
    together = shelf.families(**texts)
    before = shelf.origins()
    assert shelf.families(a=texts["c"]) == apart("a c", "b")
    assert shelf.origins()["b"] == words_digest(texts["b"])
    assert shelf.families(a=story) == together == apart("a b", "c")
    assert shelf.origins() == before


def test_an_origin_does_not_depend_on_the_order_of_arrival(tmp_path: Path, embedder: ModelEmbedder) -> None:
    story = blocks(VISIT)
    texts = {
        "a": joined(story),
        "b": joined(story[:8]),
        "c": joined(story[5:]),
        "d": joined(blocks(WARNING)[:6]),
        "e": retold("moscow-warns-collective"),
        "f": joined([*story, *blocks(WARNING)[:6]]),
    }
    results = []
    for number, order in enumerate((["abcdef"], list("abcdef"), list("fedcba"))):
        base = tmp_path / str(number)
        base.mkdir()
        made = Shelf(base, embedder)
        for names in order:
            made.families(**{name: texts[name] for name in names})
        results.append(made.origins())
        made.library.close()
    assert results[0] == results[1] == results[2]


def test_a_library_from_before_gets_its_origins_without_embedding(shelf: Shelf) -> None:
    texts = {"a": joined(blocks(STRAY)), "b": joined(blocks(STRAY)[:-2]), "c": retold("stray-missile-independent")}
    together = shelf.families(**texts)
    shelf.library.close()
    old = sqlite3.connect(shelf.library.folder / "catalog.sqlite")
    named = "name IN ('wordings', 'told', 'bands', 'kin', 'unsettled', 'untold')"
    for kind, name in old.execute(f"SELECT type, name FROM sqlite_master WHERE {named} OR type = 'trigger'").fetchall():
        old.execute(f"DROP {kind} {name}")
    old.execute("DELETE FROM meta WHERE key = 'origins'")
    for name, text in texts.items():
        old.execute("UPDATE articles SET origin = ? WHERE path = ?", (words_digest(text), f"{name}.txt"))
    old.commit()
    old.close()
    embedded = shelf.embedded
    shelf.library = shelf.open()
    assert len(set(shelf.origins().values())) == 3
    assert shelf.families() == together == apart("a b", "c")
    assert shelf.embedded == embedded


def test_settling_that_was_cut_short_is_taken_up_again(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    story = blocks(STRAY)
    texts = {
        f"n{number}": joined([*story, "Another line, for the edition of the town."][number:]) for number in range(3)
    }
    made = origins.wording_of
    calls: list[str] = []

    def interrupted(words: str, *rest: object) -> object:
        calls.append(words)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return made(words, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(origins, "_A_COMMIT", 1)
    monkeypatch.setattr(origins, "wording_of", interrupted)
    with pytest.raises(KeyboardInterrupt):
        shelf.families(**texts)
    assert len(set(shelf.origins().values())) == 3
    assert shelf.families() == apart("n0 n1 n2")
    assert len(calls) == 4  # the one that was cut short is made again, the first is not


def test_nothing_is_left_of_articles_that_are_gone(shelf: Shelf) -> None:
    shelf.families(a=joined(blocks(STRAY)), b=joined(blocks(STRAY)[:-1]), c="Nobody was surprised by the news.")
    for name in "ab":
        (shelf.folder / f"{name}.txt").unlink()
    assert shelf.families() == apart("c")
    shelf.library.close()
    catalog = sqlite3.connect(shelf.library.folder / "catalog.sqlite")
    left = {
        t: catalog.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("wordings", "told", "kin", "untold")
    }
    assert left == {"wordings": 1, "told": 1, "kin": 0, "untold": 0}
    assert catalog.execute("SELECT count(DISTINCT wording) FROM bands").fetchone() == (1,)
    catalog.close()


def test_a_sync_without_changes_does_not_load_datasketch(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.families(a="Nobody was surprised by the news of the buses.")
    monkeypatch.setitem(sys.modules, "datasketch", None)  # an import would fail
    monkeypatch.setattr(origins, "wording_of", None)
    assert shelf.families() == apart("a")


def test_an_article_that_cannot_be_compared_is_an_origin_of_its_own_and_stops_nothing(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = origins.wording_of

    def failing(words: str, source: int, body: str, passages: Vectors) -> object:
        if "unbearable" in body:
            raise ValueError("of this text")
        return made(words, source, body, passages)

    monkeypatch.setattr(origins, "wording_of", failing)
    story = joined(blocks(STRAY))
    texts = {"a": story, "b": joined(blocks(STRAY)[:-2]), "odd": f"{story}\n\nThis was unbearable."}
    assert shelf.families(**texts) == apart("a b", "odd")
    assert any("odd.txt is not compared" in line for line in shelf.said)
    calls = len(shelf.said)
    assert shelf.families(c="Nobody was surprised by the news.") == apart("a b", "odd", "c")
    assert len(shelf.said) == calls
