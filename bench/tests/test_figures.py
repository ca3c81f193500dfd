import pytest

from bench.figures import Comparison, Sample, Spread, compute_percentile, compute_ratios


def make_sample(per_second: float, *, server_us: float = 100, postgres_us: float = 60) -> Sample:
    return Sample(
        requests=1000,
        per_second=per_second,
        p50_ms=2,
        p99_ms=9,
        server_us=server_us,
        postgres_us=postgres_us,
        client_us=40,
        foreign_share=0.1,
    )


class TestComputePercentile:
    @pytest.mark.parametrize(
        ("percent", "expected"), [(50, 10), (95, 19), (99, 20), (100, 20), (5, 1), (0.1, 1)]
    )
    def test_takes_the_nearest_rank_when_there_are_twenty(
        self, percent: float, expected: float
    ) -> None:
        assert compute_percentile(list(range(20, 0, -1)), percent) == expected

    def test_is_the_only_value_when_there_is_one(self) -> None:
        assert compute_percentile([7.5], 95) == 7.5

    def test_refuses_when_there_is_nothing(self) -> None:
        with pytest.raises(ValueError, match="no values"):
            compute_percentile([], 95)

    @pytest.mark.parametrize("percent", [0, -1, 100.5])
    def test_refuses_when_it_is_no_percentage(self, percent: float) -> None:
        with pytest.raises(ValueError, match="no percentage"):
            compute_percentile([1.0], percent)


class TestSpread:
    def test_has_median_and_both_ends_when_rounds_are_unordered(self) -> None:
        assert Spread.over([5, 1, 4, 2, 3]) == Spread(median=3, low=1, high=5)

    def test_formats_thousands_when_they_are_large(self) -> None:
        assert Spread(12345.67, 1000, 23456).format(1) == "12,345.7 (1,000.0-23,456.0)"


class TestComputeRatios:
    def test_divides_round_by_round(self) -> None:
        assert compute_ratios([1, 9], [2, 3]) == [0.5, 3]

    def test_refuses_when_a_round_lacks_its_partner(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            compute_ratios([1, 2], [1])


class TestSample:
    def test_counts_all_three_when_it_says_what_two_cores_can_pay(self) -> None:
        assert make_sample(1, server_us=100, postgres_us=60).capacity == 10_000


class TestComparison:
    def test_pairs_rounds_when_it_builds_the_ratio(self) -> None:
        ours = [make_sample(rate) for rate in (10, 40, 30)]
        limit = [make_sample(rate) for rate in (100, 100, 60)]

        found = Comparison("answers", ours, limit, "").ratio("per_second")

        assert found == Spread(median=0.4, low=0.1, high=0.5)
