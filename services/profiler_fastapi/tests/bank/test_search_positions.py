from itertools import product

import pytest

from profiler.bank import load_bank
from profiler.bank.lint.positions import list_rows
from profiler.bank.search_positions import (
    SEED,
    count_cyclic_hits,
    count_excess,
    count_periodic_hits,
    cyclic_patterns,
    main,
    search,
)
from talent_contracts.vocabulary import Track

ROWS = list_rows(load_bank())


class TestShippedPositions:
    def test_are_the_stack_of_the_recorded_seed(self) -> None:
        assert load_bank().position_seed == SEED
        assert list(search(SEED)) == ROWS

    @pytest.mark.parametrize("track", Track)
    def test_each_track_stands_six_times_at_each_position(self, track: Track) -> None:
        assert [sum(row[place] is track for row in ROWS) for place in range(5)] == [6] * 5

    def test_each_run_of_five_items_is_a_latin_square(self) -> None:
        squares = [ROWS[start : start + 5] for start in range(0, 30, 5)]
        assert all(
            len({row[place] for row in square}) == 5 for square in squares for place in range(5)
        )

    @pytest.mark.parametrize("track", Track)
    def test_no_cyclic_pattern_hits_a_track_more_than_nine_times(self, track: Track) -> None:
        hits = [
            sum(row[(start + step * index) % 5] is track for index, row in enumerate(ROWS))
            for start, step in cyclic_patterns()
        ]
        assert len(hits) == 25
        assert max(hits) == count_cyclic_hits(ROWS, track) <= 9

    @pytest.mark.parametrize("track", Track)
    def test_no_pattern_of_period_five_hits_a_track_more_than_ten_times(self, track: Track) -> None:
        """All 3,125 patterns are tried; the rule itself computes the maximum phase by phase."""
        hits = [
            sum(row[pattern[index % 5]] is track for index, row in enumerate(ROWS))
            for pattern in product(range(5), repeat=5)
        ]
        assert max(hits) == count_periodic_hits(ROWS, track) <= 10

    def test_excess_is_none(self) -> None:
        assert count_excess(ROWS) == 0


class TestMain:
    def test_prints_one_line_per_preference_item(self, capsys: pytest.CaptureFixture[str]) -> None:
        main()
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 30
        assert lines[0].split()[1:] == [track.value for track in ROWS[0]]
