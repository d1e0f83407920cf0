"""Turns outside measuring data into suites, each a folder with `articles/` and a `.jsonl`, for `rag eval`.

    python benchmarks/convert.py newsqa SOURCE OUT     # SOURCE: a folder with articles/ and suite.jsonl
    python benchmarks/convert.py squad2 SOURCE OUT     # SOURCE: a file in SQuAD 2.0's format
    python benchmarks/convert.py ramdocs SOURCE OUT    # SOURCE: RAMDocs as .jsonl
    python benchmarks/convert.py claims SOURCE OUT     # SOURCE: .jsonl of claim, references, supported

Then: rag eval OUT/NAME.jsonl --corpus OUT/articles [--limit N --seed N]

A SQuAD question, a RAMDocs question and a claim are each put to their own texts only (`within`).
"""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class Articles:
    """The articles of a suite; the same text is written once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._known: dict[str, str] = {}

    def add(self, text: str, name: str) -> str:
        """The file name of an article with this text."""
        if text not in self._known:
            self._known[text] = f"{name}.txt"
            (self._folder / f"{name}.txt").write_text(text, "utf-8")
        return self._known[text]


def newsqa(source: Path, articles: Path) -> Iterator[Row]:
    shutil.copytree(source / "articles", articles, dirs_exist_ok=True)
    for row in _lines(source / "suite.jsonl"):
        yield {key: row[key] for key in ("id", "question", "answer", "evidence", "tags")}


def squad2(source: Path, articles: Path) -> Iterator[Row]:
    written = Articles(articles)
    for number, document in enumerate(json.loads(source.read_text("utf-8"))["data"]):
        for index, paragraph in enumerate(document["paragraphs"]):
            # The prose alone: a text that opened with a short line would have a title.
            article = written.add(paragraph["context"], f"{number:03}-{index:03}")
            for question in paragraph["qas"]:
                accepted = sorted({a["text"] for a in question["answers"]})
                impossible = question.get("is_impossible", not accepted)
                yield {
                    "id": question["id"],
                    "question": question["question"],
                    "answer": None if impossible else accepted,
                    "evidence": [] if impossible else [{"article": article}],
                    "tags": ["impossible" if impossible else "answerable"],
                    "within": [article],
                }


def ramdocs(source: Path, articles: Path) -> Iterator[Row]:
    written = Articles(articles)
    for number, row in enumerate(_lines(source)):
        names = [written.add(d["text"], f"{number:04}-{i}") for i, d in enumerate(row["documents"])]
        kinds = [d["type"] for d in row["documents"]]
        answers = {str(d["answer"]) for d in row["documents"] if d["type"] in {"correct", "misinfo"}}
        right = {str(a) for a in row.get("gold_answers", [])} or {
            str(d["answer"]) for d in row["documents"] if d["type"] == "correct"
        }
        yield {
            "id": f"rd{number:04}",
            "question": row["question"],
            "answer": sorted(right),
            "evidence": [{"article": n} for n, kind in zip(names, kinds, strict=True) if kind == "correct"],
            "conflict": len(answers) > 1,
            "tags": ["conflict"] if len(answers) > 1 else ["agreed"],
            "within": names,
        }


def claims(source: Path, articles: Path) -> Iterator[Row]:
    written = Articles(articles)
    for number, row in enumerate(_lines(source)):
        names = [written.add(text, f"{number:04}-{i}") for i, text in enumerate(row["references"]) if text.strip()]
        if names:
            yield {
                "id": row["id"],
                "question": row["claim"],
                "supported": bool(row["supported"]),
                "tags": [str(row.get("source", "claims"))],
                "within": names,
            }


def _lines(file: Path) -> Iterator[Row]:
    return (json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip())


CONVERTERS: dict[str, Callable[[Path, Path], Iterator[Row]]] = {
    "newsqa": newsqa,
    "squad2": squad2,
    "ramdocs": ramdocs,
    "claims": claims,
}


def main() -> None:
    if len(sys.argv) != 4 or sys.argv[1] not in CONVERTERS:
        sys.exit(__doc__)
    kind, source, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    rows = list(CONVERTERS[kind](source, out / "articles"))
    (out / f"{kind}.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    print(f"{len(rows):,} rows; now: rag eval {out / kind}.jsonl --corpus {out / 'articles'}")


if __name__ == "__main__":
    main()
