"""Whether copies and rewrites of real articles are found, and nothing else is; and what that costs.

python benchmarks/origins.py DIR [--stories 60] [--rewrites FOLDER]

DIR holds real articles, many of them about the same events, such as newsqa. Stories are drawn from it by a hash;
each is edited in several ways, and its nearest other articles are put beside it, which are no copies of it
unless they are so by nature: those are listed, to be judged by eye. FOLDER holds pairs NAME.original.txt and
NAME.retold.txt. Every count is given for two halves, divided by a hash of the story: bars may be set on the
`fit` half only.
"""

import argparse
import hashlib
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np

from rag.library.catalog import Catalog
from rag.library.origins import settle_origins
from rag.query_engine import QueryEngine
from rag.settings import Settings, load_settings
from rag.types import StoredArticle

_WORDS = (150, 900)
_NEIGHBOURS = 4
_SYNONYMS = dict(
    pair.split("/")
    for pair in (
        "said/stated also/too people/persons after/following before/prior about/around many/numerous began/started "
        "big/large help/aid show/reveal showed/revealed told/informed new/fresh part/portion often/frequently "
        "because/since during/throughout will/shall year/twelvemonth officials/authorities more/further most/nearly"
    ).split()
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--stories", type=int, default=60)
    parser.add_argument("--rewrites", type=Path)
    options = parser.parse_args()
    if not options.corpus.is_dir():
        sys.exit(f"skipped: there is no {options.corpus}")
    settings = load_settings([options.corpus])
    with QueryEngine(settings) as engine:
        engine.refresh()
        articles = {a.id: a for a in engine.library.catalog.articles()}
        near = nearest(engine)
    stories = drawn(list(articles.values()), options.stories)
    with tempfile.TemporaryDirectory() as folder:
        made, kinds = Path(folder) / "articles", {}
        made.mkdir()
        for story in stories:
            for other in (story, *(articles[n] for n in near[story.id])):
                (made / Path(other.article.path).name).write_text(other.article.text, "utf-8")
            for kind, edit in EDITS.items():
                name = f"{Path(story.article.path).stem}.{kind}.txt"
                body = story.article.text[story.article.body :].strip()
                (made / name).write_text(edit(body, random.Random(story.article.path)), "utf-8")
                kinds[name] = (kind, Path(story.article.path).name)
        for file in sorted(options.rewrites.glob("*.txt")) if options.rewrites else ():
            (made / file.name).write_bytes(file.read_bytes())
            if ".retold" in file.name:
                kinds[file.name] = ("retold", file.name.replace(".retold", ".original"))
        report(made, settings, Path(folder), kinds)


def nearest(engine: QueryEngine) -> dict[int, list[int]]:
    """For each article the others whose mean vectors are nearest, in a library that is up to date."""
    catalog = engine.library.catalog
    ids, means = [], []
    for article in catalog.articles():
        _, vectors = catalog.origins.passages(article.id)
        mean = vectors.mean(axis=0)
        ids.append(article.id)
        means.append(mean / np.linalg.norm(mean))
    cosines = np.stack(means) @ np.stack(means).T
    order = np.argsort(-cosines, axis=1)
    return {n: [ids[c] for c in row if ids[c] != n][:_NEIGHBOURS] for n, row in zip(ids, order, strict=True)}


def drawn(articles: Sequence[StoredArticle], number: int) -> list[StoredArticle]:
    """So many articles of a usable length, of which there is only one."""
    held = Counter(a.origin for a in articles)
    usable = (a for a in articles if _WORDS[0] <= len(a.article.text.split()) <= _WORDS[1] and held[a.origin] == 1)
    return sorted(usable, key=lambda a: hashlib.sha256(a.digest.encode()).hexdigest())[:number]


def half(story: str) -> str:
    return "fit" if hashlib.sha256(Path(story).name.partition(".")[0].encode()).digest()[0] % 2 else "report"


# Edits: of a text, with a chance of its own


def _blocks(body: str) -> list[str]:
    return [b for b in re.split(r"\n\s*\n", body) if b.strip()]


def _shortened(body: str, chance: random.Random) -> str:
    blocks = _blocks(body)
    dropped = set(chance.sample(range(len(blocks)), len(blocks) // 4))
    return "\n\n".join(b for n, b in enumerate(blocks) if n not in dropped)


def _lengthened(body: str, chance: random.Random) -> str:
    blocks = _blocks(body)
    words = re.findall(r"[a-z]{3,}", body)
    for _ in range(max(1, len(blocks) // 6)):
        extra = " ".join(chance.choices(words, k=30)).capitalize() + "."
        blocks.insert(chance.randint(0, len(blocks)), extra)
    return "\n\n".join(blocks)


def _reordered(body: str, chance: random.Random) -> str:
    blocks = _blocks(body)
    chance.shuffle(blocks)
    return "\n\n".join(blocks)


def _reworded(body: str, chance: random.Random) -> str:
    """About one word in twenty replaced by a near synonym."""
    return re.sub(r"\b[a-z]+\b", lambda m: _SYNONYMS.get(m[0], m[0]) if chance.random() < 0.7 else m[0], body)


def _redated(body: str, chance: random.Random) -> str:
    return f"Another headline altogether\n\nBy A. N. Other\n\nLONDON, {chance.randint(1, 28)} May (Wire) — {body}"


def _excerpt(share: float) -> Callable[[str, random.Random], str]:
    def cut(body: str, chance: random.Random) -> str:
        blocks, total = _blocks(body), len(body.split())
        kept: list[str] = []
        for block in blocks:
            if kept and len(" ".join(kept).split()) >= share * total:
                break
            kept.append(block)
        return "\n\n".join(kept)

    return cut


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "shortened": _shortened,
    "lengthened": _lengthened,
    "reordered": _reordered,
    "reworded": _reworded,
    "redated": _redated,
    "excerpt60": _excerpt(0.6),
    "excerpt25": _excerpt(0.25),
}


def report(made: Path, settings: Settings, folder: Path, kinds: dict[str, tuple[str, str]]) -> None:
    cache = folder / "cache"
    cache.mkdir()
    (cache / "models").symlink_to(settings.models)
    with QueryEngine(replace(settings, cache=cache, corpus=(made,))) as engine:
        spent = timed_settling()
        started = time.perf_counter()
        engine.refresh()
        print(f"indexing {time.perf_counter() - started:.1f} s, of which origins {sum(spent):.2f} s")
        origin = {a.article.path: a.origin for a in engine.articles()}
        one = made / "one-more.txt"
        one.write_text(next(made.glob("*.md")).read_text("utf-8")[300:], "utf-8")
        spent.clear()
        engine.refresh()
        print(f"one more article among {len(origin):,}: origins {1000 * sum(spent):.0f} ms")
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for name, (kind, story) in kinds.items():
        if name not in origin:  # nothing was left of it
            continue
        found[kind, half(story)].append(origin[name] == origin[story])
        if kind == "retold" and origin[name] != origin[story]:
            print(f"missed: {name}")
    for kind in [*EDITS, "retold"]:
        counts = [f"{h} {sum(found[kind, h])} of {len(found[kind, h])}" for h in ("fit", "report")]
        print(f"found {kind}: {', '.join(counts)}")
    story_of = {name: kinds.get(name, ("", name))[1] for name in origin}
    families = defaultdict(list)
    for name, number in origin.items():
        families[number].append(name)
    pairs = [p for names in families.values() for p in combinations(sorted(names), 2)]
    strange = {tuple(sorted((story_of[a], story_of[b]))) for a, b in pairs if story_of[a] != story_of[b]}
    print(f"{len(pairs):,} pairs joined, stories joined to one another: {len(strange)}")
    for names in sorted(strange):
        print("  ", half(names[0]), *names)


def timed_settling() -> list[float]:
    """From now on, the seconds that each settling of origins takes."""
    import rag.library.library as home

    spent: list[float] = []

    def settle(catalog: Catalog, notify: Callable[[str], None]) -> None:
        started = time.perf_counter()
        settle_origins(catalog, notify)
        spent.append(time.perf_counter() - started)

    home.settle_origins = settle  # type: ignore[attr-defined]
    return spent


if __name__ == "__main__":
    main()
