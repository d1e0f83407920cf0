import statistics
from collections.abc import Sequence

import pytest

from rag.evaluation.bootstrap import interval, interval_of_rows, paired_p_value


def test_values_that_are_all_the_same_have_no_width() -> None:
    assert interval([0.25] * 7) == (0.25, 0.25)
    assert interval([1]) == (1, 1)


def test_the_interval_of_a_share_is_the_one_of_the_textbook() -> None:
    # A mean of 100 fair coins has a standard error of √(.5·.5/100) = .05: .5 ± 1.96 · .05 = .402 to .598.
    low, high = interval([0.0, 1.0] * 50)
    assert low == pytest.approx(0.402, abs=0.02)
    assert high == pytest.approx(0.598, abs=0.02)


def test_more_questions_give_a_narrower_interval() -> None:
    few, many = interval([0, 1, 1, 1] * 5), interval([0, 1, 1, 1] * 80)
    assert few[0] < many[0] < 0.75 < many[1] < few[1]
    # 16 times as many: a quarter as wide.
    assert (many[1] - many[0]) / (few[1] - few[0]) == pytest.approx(1 / 4, abs=0.06)


def test_another_statistic_than_the_mean() -> None:
    values = [1.0] * 20 + [1000.0]
    assert interval(values, statistic=lambda row: float(statistics.median(row))) == (1, 1)
    assert interval(values)[1] > 40


def test_the_same_values_give_the_same_interval() -> None:
    values = [0.1, 0.4, 0.9, 0.2]
    assert interval(values) == interval(values)
    assert interval([v + 1 for v in values]) == pytest.approx(tuple(end + 1 for end in interval(values)))


def test_no_values_have_no_interval() -> None:
    with pytest.raises(ValueError, match="no values"):
        interval([])


def test_rows_are_resampled_whole() -> None:
    values = [0.0, 1.0] * 50

    def mean(rows: Sequence[int]) -> float:
        assert len(rows) == 100
        assert set(rows) <= set(range(100))
        return statistics.fmean(values[r] for r in rows)

    assert interval_of_rows(100, mean) == pytest.approx((0.402, 0.598), abs=0.02)
    assert interval_of_rows(100, mean) == interval_of_rows(100, mean)


def test_resamples_without_a_value_are_passed_over_until_they_are_the_half() -> None:
    # Ten draws of ten rows miss row 0 with a chance of .9 ^ 10 = .35, and one of three rows with about .75.
    assert interval_of_rows(10, lambda rows: 7.0 if 0 in rows else None) == (7, 7)
    assert interval_of_rows(10, lambda rows: 7.0 if {0, 1, 2} <= set(rows) else None) is None
    assert interval_of_rows(10, lambda rows: None) is None


def test_p_by_hand() -> None:
    # One question of ten won: a resample shows no gain if it misses that one, .9 ^ 10 = .349; both sides: .697.
    assert paired_p_value([1] + [0] * 9) == pytest.approx(0.697, abs=0.02)
    # Three won of ten: (.7 ^ 10) · 2 = .056.
    assert paired_p_value([1, 1, 1] + [0] * 7) == pytest.approx(0.056, abs=0.01)


def test_p_is_small_only_where_the_change_is_steady() -> None:
    assert paired_p_value([1] * 30) < 0.001
    assert paired_p_value([1, -1] * 15) > 0.8
    assert paired_p_value([0.3, 0.2, 0.4] * 10) == paired_p_value([-0.3, -0.2, -0.4] * 10)


def test_p_of_a_loss_is_that_of_the_same_gain() -> None:
    gain = [1.0, 0, 0, 1, 0, -1, 0, 0]
    assert paired_p_value([-d for d in gain]) == paired_p_value(gain) == paired_p_value(gain)


def test_p_of_no_difference_is_one() -> None:
    assert paired_p_value([0.0] * 12) == 1
    assert paired_p_value([1, -1]) == 1


def test_nothing_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        paired_p_value([])
