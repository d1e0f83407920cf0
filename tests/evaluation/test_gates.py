from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.evaluation.gates import Breach, breaches, load_thresholds
from rag.evaluation.outcome import Figure


def figure(
    name: str, value: float | None, *, lower: bool = False, timing: bool = False, values: dict[str, float] | None = None
) -> Figure:
    return Figure(name, value, None, None, 4, "", lower_is_better=lower, timing=timing, values=values or {})


def thresholds(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "thresholds.toml"
    file.write_text(text, "utf-8")
    return file


def test_thresholds_are_those_of_the_suite(tmp_path: Path) -> None:
    file = thresholds(tmp_path, '[small]\n"recall@5" = 0.9\nmedian_ms = 500\n[large]\nauroc = 0.8\n')
    assert load_thresholds(file, "small") == {"recall@5": 0.9, "median_ms": 500.0}
    assert load_thresholds(file, "other") == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[small", "cannot be read"),
        ("small = 3", "small in .* is no table"),
        ("[small]\nauroc = '0.8'", r"small\.auroc in .* is '0\.8', and must be a number"),
        ("[small]\nauroc = true", r"small\.auroc in .* is True, and must be a number"),
        (f"[small]\nauroc = {'9' * 5000}", "cannot be read"),
        (f"[small]\nauroc = 0x{'f' * 5000}", r"small\.auroc in .* is too much to show, and must be a number"),
        ("[small]\nauroc = nan", r"small\.auroc in .* is nan, and must be a number"),
        (f"[small]\nauroc = {'[' * 3000}", "cannot be read"),
        (f"[small]\nauroc{'.a' * 5000} = 1", r"small\.auroc in .* must be a number"),
        ("[small.auroc]\nleast = 1", r"small\.auroc in .* must be a number"),
    ],
)
def test_what_is_no_threshold_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        load_thresholds(thresholds(tmp_path, text), "small")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.toml cannot be read"):
        load_thresholds(tmp_path / "nowhere.toml", "small")


@pytest.mark.parametrize(
    ("value", "lower", "bar", "kept"),
    [
        (0.9, False, 0.8, True),
        (0.8, False, 0.8, True),
        (0.7999, False, 0.8, False),
        (0.0, False, 0.0, True),
        (0.2, True, 0.3, True),
        (0.3, True, 0.3, True),
        (0.3001, True, 0.3, False),
        (None, False, 0.0, False),
        (None, True, 1.0, False),
        (0.9, False, float("nan"), False),
    ],
)
def test_a_figure_keeps_its_threshold_or_breaches_it(value: float | None, lower: bool, bar: float, kept: bool) -> None:
    found = breaches([figure("f", value, lower=lower)], {"f": bar})
    assert [(b.figure, b.value, b.fails) for b in found] == ([] if kept else [("f", value, True)])


def test_a_timing_only_warns() -> None:
    slow = figure("median_ms", 900.0, lower=True, timing=True)
    assert breaches([slow], {"median_ms": 500}) == [Breach("median_ms", 900.0, 500, (), fails=False)]
    assert breaches([slow], {"median_ms": 1000}) == []


def test_breaches_come_in_the_order_of_the_figures() -> None:
    found = breaches([figure("b", 0.1), figure("c", 0.9), figure("a", 0.1)], {"a": 0.5, "b": 0.5, "c": 0.5})
    assert [b.figure for b in found] == ["b", "a"]
    assert breaches([figure("a", 0.0)], {}) == []


def test_the_questions_that_did_worst_are_named_worst_first() -> None:
    values = {"q3": 0.5, "q1": 1.0, "q2": 0.0, "q5": 0.5, "q4": 0.25}
    (found,) = breaches([figure("ndcg@10", 0.45, values=values)], {"ndcg@10": 0.5})
    assert found.questions == ("q2", "q4", "q3", "q5")


def test_of_many_questions_some_are_named() -> None:
    values = {f"q{n:02}": 0.0 for n in range(50)}
    (found,) = breaches([figure("f", 0.0, values=values)], {"f": 0.5})
    assert found.questions == tuple(f"q{n:02}" for n in range(8))


def test_a_threshold_of_no_figure_is_refused_with_what_may_be_meant() -> None:
    with pytest.raises(UsageError, match=r"no figure 'recal@5'") as caught:
        breaches([figure("recall@5", 1.0), figure("auroc", 1.0)], {"auroc": 0.5, "recal@5": 0.5})
    assert caught.value.hint == "did you mean recall@5?"
    with pytest.raises(UsageError) as caught:
        breaches([figure("recall@5", 1.0)], {"qqq": 0.5})
    assert "did you mean" not in caught.value.hint
