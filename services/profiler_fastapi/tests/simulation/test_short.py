"""The twin of the short form asks what the plan asks, and the figures say what they should."""

import numpy as np
import pytest

from profiler.bank import ItemFormat
from profiler.scoring import list_choices, score_ability, score_choices
from profiler.scoring.short_form import plan_short_form
from profiler.simulation.layout import TRACKS
from profiler.simulation.seed_run import measure, run_seed
from profiler.simulation.short_run import COMPARED, ShortRun, compare_forms, run_short
from profiler.simulation.short_twin import Asked, ask, count_questions, lay_out_short
from services.profiler_fastapi.tests.simulation.people import BANK, few, shape, sheet_of

ROWS = range(80)
PREFERENCES = [item.id for item in BANK.of_format(ItemFormat.PREFERENCE)]
KEYED = [item.id for item in BANK.of_format(ItemFormat.KEYED)]


def walk(row: int) -> dict[str, str]:
    sheet, answers = sheet_of(few(), row), dict[str, str]()
    while left := plan_short_form(BANK, answers).left:
        answers[left[0]] = sheet[left[0]]
    return answers


@pytest.fixture(scope="module")
def asked() -> Asked:
    return ask(shape(), lay_out_short(BANK), few().position)


@pytest.fixture(scope="module")
def short() -> ShortRun:
    return run_short(BANK, shape(), few())


class TestTwin:
    def test_asks_the_same_questions_and_scores_them_alike(
        self, asked: Asked, short: ShortRun
    ) -> None:
        counts = count_questions(lay_out_short(BANK), asked)
        for row in ROWS:
            answers = walk(row)
            preferences = [i for n, i in enumerate(PREFERENCES) if asked.preference[row, n]]
            keyed = [i for n, i in enumerate(KEYED) if asked.keyed[row, n]]
            assert preferences == [i for i in PREFERENCES if i in answers]
            assert keyed == [i for i in KEYED if i in answers]
            assert counts[row] == short.questions[row] == len(answers)
            real = score_choices(list_choices(BANK, answers))
            assert short.tracks.p[row] == pytest.approx([real.p[track] for track in TRACKS])
            assert TRACKS[short.tracks.primary[row]] is real.primary
            ability = score_ability(BANK, answers, is_adaptive=True)
            assert ability is not None
            assert short.abilities.theta[row] == pytest.approx(ability.theta, abs=1e-9)
            assert short.abilities.standard_error[row] == pytest.approx(
                ability.standard_error, abs=1e-9
            )

    def test_asks_fewer_of_some(self, short: ShortRun) -> None:
        assert short.questions.min() == 31
        assert short.questions.max() == 48
        assert len(np.unique(short.questions)) > 5


class TestCompareForms:
    def test_is_the_paired_difference(self) -> None:
        figures = [measure(run_seed(BANK, seed)) for seed in (0, 1)]
        rows = {row["measure"]: row for row in compare_forms(figures, 51)}
        losses = [seed["short_top1"] - seed["top1"] for seed in figures]
        found = rows["top-1 recovery"]
        assert found["lowest"] == pytest.approx(min(losses), abs=1e-4)
        assert found["highest"] == pytest.approx(max(losses), abs=1e-4)
        assert len(rows) == 2 + len(COMPARED)
        assert rows["questions, mean"]["full"] == 51
