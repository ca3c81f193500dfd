from dataclasses import replace

import pytest

from profiler.bank.lint import lint_bank
from profiler.simulation.gates import (
    GATES,
    Gate,
    Judged,
    flag_groups,
    judge_gates,
    judge_groups,
)
from profiler.simulation.mutations import (
    check_golden,
    check_rotation,
    check_temperature,
    rotate_tracks,
    swap_tracks,
)
from profiler.simulation.seed_run import SeedRun, measure, run_seed
from services.profiler_fastapi.tests.simulation.people import BANK

TRACK_AND_QUALITY = {
    gate.figure for gate in GATES if not gate.figure.startswith(("theta", "level"))
}


@pytest.fixture(scope="module")
def runs() -> list[SeedRun]:
    return [run_seed(BANK, seed) for seed in (0, 1)]


class TestJudgeGates:
    def test_reads_every_gate_from_the_figures(self, runs: list[SeedRun]) -> None:
        judged = judge_gates([measure(run) for run in runs])
        assert [j.gate for j in judged] == list(GATES)
        assert all(j.lowest <= j.value <= j.highest for j in judged)

    def test_track_and_quality_hold_on_two_seeds(self, runs: list[SeedRun]) -> None:
        judged = judge_gates([measure(run) for run in runs])
        failed = [j for j in judged if not j.is_passed and j.gate.figure in TRACK_AND_QUALITY]
        assert failed == []

    @pytest.mark.parametrize(
        ("kind", "value", "passed"),
        [("least", 0.5, True), ("least", 0.49, False), ("most", 0.5, True), ("most", 0.51, False)],
    )
    def test_a_bound_belongs_to_the_good_side(self, kind: str, value: float, passed: bool) -> None:
        gate = replace(Gate("x", "x", "least", 0.5), kind=kind)  # type: ignore[arg-type]
        assert Judged(gate, value, 0, 1).is_passed is passed


class TestFlagGroups:
    def test_has_every_speed_and_ability(self, runs: list[SeedRun]) -> None:
        groups = flag_groups(runs)
        assert len(groups) == 5 + 5 + 25
        assert judge_groups(groups).is_passed


class TestMutations:
    def test_a_swap_breaks_the_golden_vector(self) -> None:
        assert check_golden(BANK).is_caught

    def test_a_temperature_of_one_fails_two_gates(self, runs: list[SeedRun]) -> None:
        assert check_temperature(BANK, runs).is_caught

    def test_a_rotation_fails_the_lint(self) -> None:
        assert check_rotation(BANK).is_caught
        assert lint_bank(rotate_tracks(BANK)) != []

    def test_act_on_a_copy(self) -> None:
        before = BANK.items
        assert swap_tracks(BANK, 8).items != before
        assert BANK.items is before
