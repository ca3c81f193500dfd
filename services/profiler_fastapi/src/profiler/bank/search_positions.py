"""Find where each track stands in the thirty preference items.

The thirty items are a stack of six Latin squares of order five: one item is a row, so within five
consecutive items each track stands once at each position. Latin squares alone do not protect
against clicking patterns (a cyclic rotation hands one track all thirty answers to whoever clicks
A B C D E), so the stack is searched until no pattern pays. Run
``python -m profiler.bank.search_positions`` to print the stack of the recorded seed.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from itertools import permutations

from talent_contracts.vocabulary import Track

SEED = 51
SIZE = 5
SQUARES = 6
MAX_CYCLIC_HITS = 9
MAX_PERIODIC_HITS = 10

Row = tuple[Track, ...]
"""The tracks of one item in the order of its positions A to E."""


def cyclic_patterns() -> Iterator[tuple[int, int]]:
    """Each (start, step): the position clicked at index i is (start + step · i) mod 5."""
    return ((start, step) for start in range(SIZE) for step in range(SIZE))


def count_cyclic_hits(rows: Sequence[Row], track: Track) -> int:
    """How often the luckiest constant or cyclic-step pattern hits the track."""
    return max(
        sum(row[(start + step * index) % SIZE] is track for index, row in enumerate(rows))
        for start, step in cyclic_patterns()
    )


def count_periodic_hits(rows: Sequence[Row], track: Track) -> int:
    """How often the luckiest of all 3,125 patterns of period five hits the track.

    The five phases of a pattern are free of each other, so the best pattern takes the best position
    of each phase and no enumeration is needed.
    """
    return sum(
        max(sum(row[position] is track for row in rows[phase::SIZE]) for position in range(SIZE))
        for phase in range(SIZE)
    )


def count_excess(rows: Sequence[Row]) -> int:
    """Hits beyond the allowed ones, summed over tracks; 0 means that the stack is sound."""
    return sum(
        max(0, count_cyclic_hits(rows, track) - MAX_CYCLIC_HITS)
        + max(0, count_periodic_hits(rows, track) - MAX_PERIODIC_HITS)
        for track in Track
    )


def search(seed: int) -> tuple[Row, ...]:
    """The first sound stack that the seed leads to: thirty rows.

    Hill climbing: one square is replaced at a time, a change that does not hurt is kept.
    """
    generator = random.Random(seed)  # noqa: S311  # A repeatable search, not a secret.
    squares = [_draw_square(generator) for _ in range(SQUARES)]
    excess = count_excess(_stack(squares))
    while excess:
        place = generator.randrange(SQUARES)
        candidate = [*squares[:place], _draw_square(generator), *squares[place + 1 :]]
        candidate_excess = count_excess(_stack(candidate))
        if candidate_excess <= excess:
            squares, excess = candidate, candidate_excess
    return _stack(squares)


def _stack(squares: Sequence[tuple[Row, ...]]) -> tuple[Row, ...]:
    return tuple(row for square in squares for row in square)


def _draw_square(generator: random.Random) -> tuple[Row, ...]:
    """A Latin square: rows are drawn until five of them fit together."""
    while True:
        candidates = list(permutations(Track))
        square: list[Row] = []
        while candidates and len(square) < SIZE:
            row = generator.choice(candidates)
            square.append(row)
            candidates = [other for other in candidates if _differs_everywhere(other, row)]
        if len(square) == SIZE:
            return tuple(square)


def _differs_everywhere(left: Row, right: Row) -> bool:
    return all(a is not b for a, b in zip(left, right, strict=True))


def main() -> None:
    """Print one line per preference item."""
    for index, row in enumerate(search(SEED), start=1):
        sys.stdout.write(f"{index:2d} {' '.join(track.value for track in row)}\n")


if __name__ == "__main__":
    main()
