from profiler.scoring.percent import to_percentages
from talent_contracts.vocabulary import Track

ORDER = tuple(Track)


def of(*shares: float) -> dict[Track, float]:
    return dict(zip(Track, shares, strict=True))


class TestToPercentages:
    def test_hands_what_is_left_to_the_largest_remainder(self) -> None:
        shares = of(0.40049, 0.30018, 0.20017, 0.05008, 0.04908)
        assert list(to_percentages(shares, ORDER).values()) == [40.1, 30.0, 20.0, 5.0, 4.9]

    def test_the_order_decides_between_equal_remainders(self) -> None:
        third = 1 / 3
        shares = of(third, third, third, 0, 0)
        turned = (Track.GRC, Track.OFFENSIVE, Track.DEFENDER, Track.INNOVATION, Track.LEADERSHIP)
        assert to_percentages(shares, ORDER) == of(33.4, 33.3, 33.3, 0.0, 0.0)
        assert to_percentages(shares, turned) == of(33.3, 33.3, 33.4, 0.0, 0.0)

    def test_keeps_exact_shares(self) -> None:
        assert to_percentages(of(0.2, 0.2, 0.2, 0.2, 0.2), ORDER) == of(
            20.0, 20.0, 20.0, 20.0, 20.0
        )
        assert to_percentages(of(1, 0, 0, 0, 0), ORDER) == of(100.0, 0.0, 0.0, 0.0, 0.0)

    def test_ignores_the_noise_of_the_machine(self) -> None:
        shares = of(0.1 + 0.2, 0.3, 0.4 - 4e-17, 0, 0)
        assert to_percentages(shares, ORDER) == of(30.0, 30.0, 40.0, 0.0, 0.0)

    def test_noise_does_not_outrank_the_order(self) -> None:
        third = 1 / 3
        shares = of(third, third + 1e-15, third, 0, 0)
        assert to_percentages(shares, ORDER) == of(33.4, 33.3, 33.3, 0.0, 0.0)
