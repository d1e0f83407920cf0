"""True and wrong statements about articles: a folder of them read, and what was said of each counted.

`statements.py` puts them to our own check, `peers.py` to others.
"""

import json
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

WIDTH = 55


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row, and what was said of its statement; `contradicted` is None where nobody could have said so."""

    row: dict[str, Any]
    passed: bool
    contradicted: bool | None
    seconds: float


def read_rows(folder: Path) -> list[dict[str, Any]]:
    """The rows of a folder; prints how many there are and their digest, for the log."""
    raw = (folder / "rows.jsonl").read_bytes()
    rows = [json.loads(line) for line in raw.splitlines() if line.strip()]
    print(f"{folder.name}: {len(rows)} rows, sha256 {sha256(raw).hexdigest()[:16]}")
    return rows


def shares(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What passed and what was called contradicted, a line each."""
    true, wrong = ([o for o in outcomes if o.row["true"] is side] for side in (True, False))
    stopped = [o for o in wrong if not o.passed]
    yield _share("wrong statements that pass", [o.passed for o in wrong])
    yield _share("true statements that are supported", [o.passed for o in true])
    if any(o.contradicted is None for o in outcomes):
        yield "it never calls a statement contradicted"
        return
    yield _share("true statements called contradicted", [bool(o.contradicted) for o in true])
    yield _share("wrong ones called contradicted, of those not passed", [bool(o.contradicted) for o in stopped])


def _share(what: str, said: Sequence[bool]) -> str:
    return f"{what:{WIDTH}} {sum(said) / max(1, len(said)):.2f}  ({sum(said)} of {len(said)})"


def median_time(outcomes: Sequence[Outcome]) -> str:
    milliseconds = 1000 * statistics.median(o.seconds for o in outcomes)
    return f"{'a statement, median ms':{WIDTH}} {milliseconds:.{0 if milliseconds >= 10 else 1}f}"


def by_kind(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line for each kind of row, the true ones first."""
    for is_wrong, kind in sorted({(not o.row["true"], o.row["kind"]) for o in outcomes}):
        mine = [o for o in outcomes if o.row["kind"] == kind and o.row["true"] is not is_wrong]
        passed, contradicted = sum(o.passed for o in mine), sum(bool(o.contradicted) for o in mine)
        label = "wrong" if is_wrong else "true"
        yield f"  {label:5} {kind[:40]:40} {len(mine):3} rows, {passed:3} passed, {contradicted:3} contradicted"
