import numpy as np
import pytest

from profiler.simulation import measures


class TestGiveAuc:
    def test_is_one_half_without_information(self) -> None:
        assert measures.give_auc(np.zeros(10), np.arange(10) < 4) == 0.5

    @pytest.mark.parametrize(("score", "auc"), [([1, 2, 3, 4], 1.0), ([4, 3, 2, 1], 0.0)])
    def test_is_extreme_when_the_order_is(self, score: list[float], auc: float) -> None:
        positive = np.array([False, False, True, True])
        assert measures.give_auc(np.array(score, dtype=float), positive) == auc

    def test_counts_pairs(self) -> None:
        score, positive = np.array([0.1, 0.4, 0.4, 0.8]), np.array([False, True, False, True])
        assert measures.give_auc(score, positive) == (1 + 0.5 + 1 + 1) / 4


class TestGiveCalibrationError:
    def test_is_zero_when_it_happens_as_often_as_said(self) -> None:
        right = np.tile([True, True, True, False], 300)
        assert measures.give_calibration_error(np.full(1200, 0.75), right) == pytest.approx(0)

    def test_is_the_distance_when_it_does_not(self) -> None:
        right = np.tile([True, False], 300)
        assert measures.give_calibration_error(np.full(600, 0.9), right) == pytest.approx(0.4)


class TestGiveBrier:
    def test_is_zero_for_certain_truth_and_two_for_certain_error(self) -> None:
        assert measures.give_brier(np.eye(5), np.arange(5)) == 0
        assert measures.give_brier(np.eye(5), (np.arange(5) + 1) % 5) == 2

    def test_of_knowing_nothing(self) -> None:
        assert measures.give_brier(np.full((3, 5), 0.2), np.array([0, 1, 2])) == pytest.approx(0.8)


class TestListShareErrors:
    def test_sums_to_zero(self) -> None:
        errors = measures.list_share_errors(np.array([0, 0, 0, 1]), np.array([0, 1, 2, 1]))
        assert errors.tolist() == [0.5, -0.25, -0.25, 0, 0]


class TestGiveGap:
    def test_is_the_lead_of_the_first_over_the_second(self) -> None:
        assert measures.give_gap(np.array([[0.0, 2.0, 1.5, -1.0, 0.3]])).tolist() == [0.5]


class TestSplitInFifths:
    def test_makes_equal_parts(self) -> None:
        assert np.bincount(measures.split_in_fifths(np.arange(100.0))).tolist() == [20] * 5
