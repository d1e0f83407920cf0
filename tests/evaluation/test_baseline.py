import json
from pathlib import Path
from typing import Any

import pytest

from rag.errors import UsageError
from rag.evaluation.baseline import compare, load_baseline, require_same
from rag.evaluation.outcome import Figure


def figure(values: dict[str, float], name: str = "answer_any", *, timing: bool = False) -> Figure:
    return Figure(name, 0.5, 0.4, 0.6, len(values), "", timing=timing, values=values)


def baseline(values: dict[str, float], name: str = "answer_any") -> dict[str, Any]:
    return {
        "suite_fingerprint": "5" * 16,
        "corpus_fingerprint": "c" * 16,
        "questions": [{"id": i, "figures": {name: v}} for i, v in values.items()],
    }


def test_questions_are_won_lost_and_tied() -> None:
    before = baseline({"a": 1, "b": 0, "c": 1, "d": 0.5, "e": 0})
    (found,) = compare([figure({"a": 1, "b": 1, "c": 0, "d": 0.75, "e": 1})], before)
    assert (found.figure, found.won, found.lost, found.tied) == ("answer_any", ("b", "d", "e"), ("c",), 1)
    assert (found.before, found.now) == (pytest.approx(2.5 / 5), pytest.approx(3.75 / 5))
    assert 0 < found.p < 1


def test_only_questions_with_the_figure_in_both_runs_are_compared() -> None:
    # `gone` would raise the mean before, `new` the mean now.
    (found,) = compare([figure({"a": 0, "new": 1})], baseline({"a": 1, "gone": 1}))
    assert (found.before, found.now, found.won, found.lost, found.tied) == (1, 0, (), ("a",), 0)


def test_the_same_run_ties_everywhere() -> None:
    values = {"a": 1.0, "b": 0.0, "c": 0.3}
    (found,) = compare([figure(values)], baseline(values))
    assert (found.won, found.lost, found.tied, found.p) == ((), (), 3, 1.0)
    assert found.before == found.now


def test_figures_that_are_no_means_or_stand_in_one_run_are_left_out() -> None:
    now = [figure({}, "auroc"), figure({"a": 1}, "median_ms", timing=True), figure({"a": 1}, "new")]
    before = baseline({"a": 1}, "median_ms")
    assert compare(now, before) == []
    assert compare([], before) == []
    assert compare([figure({"a": 1})], {**before, "questions": []}) == []


def test_a_steady_gain_is_told_from_chance() -> None:
    ids = [f"q{n}" for n in range(40)]
    (steady,) = compare([figure(dict.fromkeys(ids, 1.0))], baseline(dict.fromkeys(ids, 0.0)))
    (chance,) = compare(
        [figure({i: n % 2 for n, i in enumerate(ids)})], baseline({i: 1 - n % 2 for n, i in enumerate(ids)})
    )
    assert steady.p < 0.001
    assert (len(chance.won), len(chance.lost)) == (20, 20)
    assert chance.p > 0.8


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(json.dumps(baseline({"a": 1})))
    assert load_baseline(file) == baseline({"a": 1})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "null",
        '"report"',
        "{}",
        '{"suite_fingerprint": "x"}',
        b"\xff",
        "[" * 5000,
        '{"suite_fingerprint": [], "corpus_fingerprint": {}, "questions": []}',
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str | bytes) -> None:
    file = tmp_path / "odd.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError, match=r"odd\.json is no report of rag eval"):
        load_baseline(file)


def test_a_baseline_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.json is no report"):
        load_baseline(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    "questions",
    [
        pytest.param(3, id="no-list"),
        pytest.param([{"id": "a"}], id="no-figures"),
        pytest.param([1], id="row"),
        pytest.param([{"id": ["a"], "figures": {}}], id="name"),
        pytest.param([{"id": "a", "figures": []}], id="list"),
        pytest.param([{"id": "a", "figures": {"answer_any": "1"}}], id="word"),
        pytest.param([{"id": "a", "figures": {"answer_any": float("nan")}}], id="nan"),
        pytest.param([{"id": "a", "figures": {"answer_any": 10**400}}], id="huge"),
    ],
)
def test_questions_that_are_none_are_refused(tmp_path: Path, questions: object) -> None:
    file = tmp_path / "odd.json"
    file.write_text(json.dumps({**baseline({}), "questions": questions}))
    with pytest.raises(UsageError, match=r"odd\.json is no report of rag eval"):
        load_baseline(file)


@pytest.mark.parametrize(("what", "ours"), [("suite", "5" * 16), ("corpus", "c" * 16)])
def test_only_the_same_questions_and_articles_are_compared(what: str, ours: str) -> None:
    require_same(what, ours, baseline({}))
    with pytest.raises(UsageError, match=rf"another {what} \({ours}, and this one is 0123\)"):
        require_same(what, "0123", baseline({}))
