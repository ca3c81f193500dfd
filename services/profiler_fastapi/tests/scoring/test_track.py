import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from profiler.scoring import Coverage, mix_with_uniform, score_track
from profiler.scoring.track import compute_temperature, count_flips, judge_band, judge_coverage
from talent_contracts.vocabulary import Band, Track

GOLDEN: dict[str, Any] = json.loads(Path(__file__).with_name("golden_track.json").read_text())
TRACKS = [Track(name) for name in GOLDEN["tracks"]]

Counts = dict[Track, int]


def of(*numbers: int) -> Counts:
    return dict(zip(TRACKS, numbers, strict=True))


def all_counts(most: int = 30) -> st.SearchStrategy[Counts]:
    """Any way to give up to ``most`` answers to the five tracks."""
    answers = st.lists(st.sampled_from(Track), max_size=most)
    return answers.map(lambda chosen: {track: chosen.count(track) for track in Track})


def dump(counts: Counts) -> str:
    score = score_track(counts)
    return json.dumps([score.p, score.match, score.ranking, score.entropy, score.flips])


class TestGolden:
    @pytest.mark.parametrize("case", GOLDEN["temperature"])
    def test_temperature(self, case: dict[str, Any]) -> None:
        assert compute_temperature(case["answered"]) == pytest.approx(case["value"], abs=5e-4)

    @pytest.mark.parametrize("case", GOLDEN["shares"])
    def test_shares(self, case: dict[str, Any]) -> None:
        score = score_track(of(*case["counts"]))
        assert [round(score.p[track], 4) for track in TRACKS] == case["p"]
        assert score.tie is case["tie"]

    @pytest.mark.parametrize("case", [c for c in GOLDEN["shares"] if c["entropy"] is not None])
    def test_entropy(self, case: dict[str, Any]) -> None:
        assert round(score_track(of(*case["counts"])).entropy, 4) == case["entropy"]

    def test_match(self) -> None:
        score = score_track(of(12, 8, 5, 3, 2))
        assert [score.match[track] for track in TRACKS] == [81.1, 13.2, 3.4, 1.4, 0.9]


class TestProperties:
    @given(all_counts(), st.permutations(list(Track)))
    def test_tracks_are_treated_alike(self, counts: Counts, order: list[Track]) -> None:
        renamed = dict(zip(Track, order, strict=True))
        before = score_track(counts)
        after = score_track({renamed[track]: count for track, count in counts.items()})
        assert all(math.isclose(before.p[t], after.p[renamed[t]]) for t in Track)
        assert sorted(before.match.values()) == sorted(after.match.values())
        assert (before.flips, before.tie, before.band) == (after.flips, after.tie, after.band)

    @given(all_counts(), st.permutations(list(Track)))
    def test_the_lead_follows_its_track_when_it_is_clear(
        self, counts: Counts, order: list[Track]
    ) -> None:
        renamed = dict(zip(Track, order, strict=True))
        before = score_track(counts)
        assume(not before.tie)
        after = score_track({renamed[track]: count for track, count in counts.items()})
        assert after.primary is renamed[before.primary]

    @given(all_counts(29), st.sampled_from(Track))
    def test_one_more_answer_for_a_track_raises_its_share(
        self, counts: Counts, track: Track
    ) -> None:
        more = counts | {track: counts[track] + 1}
        assert score_track(more).p[track] > score_track(counts).p[track]

    @given(all_counts())
    def test_match_sums_to_one_hundred(self, counts: Counts) -> None:
        match = score_track(counts).match
        assert round(sum(match.values()), 1) == 100.0
        assert all(value == round(value, 1) for value in match.values())
        assert all(abs(match[t] - 100 * score_track(counts).p[t]) < 0.1 for t in Track)

    @given(all_counts())
    def test_shares_sum_to_one(self, counts: Counts) -> None:
        assert math.isclose(math.fsum(score_track(counts).p.values()), 1)

    @given(all_counts())
    def test_the_same_answers_give_the_same_bytes(self, counts: Counts) -> None:
        shuffled = dict(sorted(counts.items(), reverse=True))
        assert dump(counts) == dump(shuffled)

    @given(all_counts())
    def test_one_answer_is_worth_one_over_t(self, counts: Counts) -> None:
        score = score_track(counts)
        first, second = score.ranking[:2]
        gap = counts[first] - counts[second]
        assert math.log(score.p[first] / score.p[second]) == pytest.approx(gap / score.temperature)

    @given(all_counts())
    def test_flips_are_the_fewest_answers_that_change_the_lead(self, counts: Counts) -> None:
        score = score_track(counts)
        first, second = score.ranking[:2]
        assume(counts[first] != counts[second])
        assert counts[second] + score.flips > counts[first] - score.flips
        assert counts[second] + score.flips - 1 <= counts[first] - score.flips + 1


class TestMixWithUniform:
    @given(all_counts())
    def test_is_uniform_when_the_answers_are_surely_careless(self, counts: Counts) -> None:
        assert set(mix_with_uniform(score_track(counts).p, 1.0).values()) == {0.2}

    @given(all_counts())
    def test_changes_nothing_when_the_answers_are_surely_meant(self, counts: Counts) -> None:
        p = score_track(counts).p
        assert mix_with_uniform(p, 0.0) == p

    def test_mixes_in_proportion(self) -> None:
        p = score_track(of(12, 8, 5, 3, 2)).p
        assert mix_with_uniform(p, 0.5)[Track.DEFENDER] == pytest.approx(
            0.5 * 0.8108 + 0.1, abs=1e-4
        )

    @pytest.mark.parametrize("q", [-0.01, 1.01, math.nan])
    def test_raises_when_q_is_no_probability(self, q: float) -> None:
        with pytest.raises(ValueError, match="probability"):
            mix_with_uniform(score_track(of(6, 6, 6, 6, 6)).p, q)


class TestTies:
    def test_scenario_answers_decide_first(self) -> None:
        score = score_track(
            of(10, 10, 5, 3, 2), scenario=of(2, 3, 3, 1, 1), work_style=of(9, 0, 0, 0, 1)
        )
        assert (score.primary, score.tie) == (Track.OFFENSIVE, False)

    def test_work_style_answers_decide_next(self) -> None:
        score = score_track(
            of(10, 10, 5, 3, 2), scenario=of(3, 3, 2, 1, 1), work_style=of(2, 3, 2, 2, 1)
        )
        assert (score.primary, score.tie) == (Track.OFFENSIVE, False)

    def test_the_alphabet_decides_last_and_the_tie_is_told(self) -> None:
        score = score_track(of(5, 3, 10, 10, 2))
        assert (score.primary, score.tie, score.flips) == (Track.GRC, True, 0)

    def test_a_tie_behind_the_lead_is_none(self) -> None:
        assert score_track(of(12, 6, 6, 3, 3)).tie is False

    def test_five_equal_tracks_rank_by_the_alphabet(self) -> None:
        score = score_track(of(6, 6, 6, 6, 6))
        assert score.ranking == tuple(sorted(Track))
        assert (score.tie, score.band, score.secondary) == (True, Band.LOW, Track.GRC)


class TestCountFlips:
    @pytest.mark.parametrize(
        ("first", "second", "flips"), [(12, 8, 3), (10, 9, 1), (15, 6, 5), (6, 6, 0), (9, 7, 2)]
    )
    def test_counts_answers(self, first: int, second: int, flips: int) -> None:
        assert count_flips(first, second) == flips


class TestSecondary:
    def test_is_told_from_fifteen_percent(self) -> None:
        assert score_track(of(10, 9, 5, 4, 2)).secondary is Track.OFFENSIVE

    def test_is_none_below(self) -> None:
        assert score_track(of(12, 8, 5, 3, 2)).secondary is None


class TestJudgeBand:
    @pytest.mark.parametrize(
        ("share", "coverage", "band"),
        [
            (0.75, Coverage.FULL, Band.HIGH),
            (0.7499, Coverage.FULL, Band.MEDIUM),
            (0.50, Coverage.FULL, Band.MEDIUM),
            (0.4999, Coverage.FULL, Band.LOW),
            (0.99, Coverage.PROVISIONAL, Band.MEDIUM),
            (0.4999, Coverage.PROVISIONAL, Band.LOW),
        ],
    )
    def test_follows_the_share_and_the_coverage(
        self, share: float, coverage: Coverage, band: Band
    ) -> None:
        assert judge_band(share, coverage) is band

    def test_the_score_carries_it(self) -> None:
        assert score_track(of(12, 8, 5, 3, 2)).band is Band.HIGH
        assert score_track(of(10, 9, 5, 4, 2)).band is Band.MEDIUM
        assert score_track(of(15, 2, 1, 1, 0)).band is Band.MEDIUM


class TestJudgeCoverage:
    @pytest.mark.parametrize(
        ("answered", "coverage"),
        [
            (30, Coverage.FULL),
            (20, Coverage.FULL),
            (19, Coverage.PROVISIONAL),
            (12, Coverage.PROVISIONAL),
            (11, Coverage.NONE),
            (0, Coverage.NONE),
        ],
    )
    def test_follows_the_number_of_answers(self, answered: int, coverage: Coverage) -> None:
        assert judge_coverage(answered) is coverage
