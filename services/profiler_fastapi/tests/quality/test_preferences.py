import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler.quality.preferences import give_consistency, give_misfit
from talent_contracts.vocabulary import Track

choices = st.lists(st.sampled_from(Track), min_size=12, max_size=30)


def chance_of(sequence: list[Track]) -> float:
    """The probability of a sequence, answer by answer (Polya's urn): the definition itself."""
    p, seen = 1.0, dict.fromkeys(Track, 0)
    for n, track in enumerate(sequence):
        p *= (1.2 + seen[track]) / (6.0 + n)
        seen[track] += 1
    return p


class TestGiveMisfit:
    @settings(deadline=None)
    @given(choices)
    def test_compares_two_probabilities_of_the_sequence(self, sequence: list[Track]) -> None:
        expected = -len(sequence) * math.log(5) - math.log(chance_of(sequence))
        assert give_misfit(sequence) == pytest.approx(expected)

    def test_golden(self) -> None:
        assert give_misfit(list(Track) * 6) == pytest.approx(3.8544, abs=5e-5)
        assert (give_misfit([Track.GRC] * 30) or 0) < -30

    @settings(deadline=None)
    @given(choices, st.permutations(list(Track)))
    def test_tracks_are_treated_alike(self, sequence: list[Track], order: list[Track]) -> None:
        renamed = dict(zip(Track, order, strict=True))
        other = [renamed[track] for track in sequence]
        assert give_misfit(sequence) == pytest.approx(give_misfit(other))

    def test_is_unknown_below_twelve(self) -> None:
        assert give_misfit([Track.GRC] * 11) is None


class TestGiveConsistency:
    @settings(deadline=None)
    @given(choices)
    def test_is_a_correlation(self, sequence: list[Track]) -> None:
        found = give_consistency(sequence)
        assert found is None or -1.0000001 <= found <= 1.0000001

    def test_is_one_when_both_halves_agree(self) -> None:
        same = [track for track in [*[Track.GRC] * 6, *Track] for _ in range(2)]
        assert give_consistency(same) == pytest.approx(1)

    def test_is_negative_when_they_contradict(self) -> None:
        opposed = [Track.GRC, Track.OFFENSIVE] * 10
        assert (give_consistency(opposed) or 0) < 0

    def test_is_unknown_when_a_half_is_even_or_too_short(self) -> None:
        assert give_consistency([track for track in Track for _ in range(2)] * 2) is None
        assert give_consistency([Track.GRC] * 11) is None
