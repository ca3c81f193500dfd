from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from profiler.bank.loader import parse_bank
from profiler.simulation.__main__ import BANK_PATH
from profiler.simulation.fit import FIT_SEEDS, fit_logistic, fit_model, write_model
from profiler.simulation.report import GATE_SEEDS
from services.profiler_fastapi.tests.simulation.people import BANK


class TestFitModel:
    def test_gives_the_coefficients_that_stand_in_the_bank(self) -> None:
        found, frozen = fit_model(BANK), BANK.careless_model
        assert asdict(found.with_times) == pytest.approx(asdict(frozen.with_times), abs=2e-4)
        assert asdict(found.without_times) == pytest.approx(asdict(frozen.without_times), abs=2e-4)
        assert found.seeds == frozen.seeds

    def test_is_fitted_on_other_seeds_than_it_is_judged_on(self) -> None:
        assert not set(range(FIT_SEEDS[0], FIT_SEEDS[1] + 1)) & set(GATE_SEEDS)


class TestFitLogistic:
    def test_finds_known_coefficients_but_for_the_ridge(self) -> None:
        chance = np.random.default_rng(1)
        known = chance.standard_normal((40_000, 2))
        p = 1 / (1 + np.exp(-(-1.0 + 1.0 * known[:, 0])))
        found = fit_logistic(known, chance.random(40_000) < p)
        assert found == pytest.approx([-1.0, 1.0, 0.0], abs=0.1)


class TestWriteModel:
    def test_changes_nothing_but_its_section(self, tmp_path: Path) -> None:
        copy = tmp_path / "bank.yaml"
        copy.write_text(BANK_PATH.read_text("utf-8"), "utf-8")
        write_model(copy, BANK.careless_model)
        assert copy.read_text("utf-8") == BANK_PATH.read_text("utf-8")
        weights = replace(BANK.careless_model.with_times, misfit=0.125)
        write_model(copy, replace(BANK.careless_model, with_times=weights))
        changed = parse_bank(copy.read_text("utf-8"))
        assert changed.careless_model.with_times.misfit == 0.125
        assert changed.items == BANK.items

    def test_refuses_a_file_without_the_section(self, tmp_path: Path) -> None:
        empty = tmp_path / "bank.yaml"
        empty.write_text("items: []\n", "utf-8")
        with pytest.raises(ValueError, match="0 sections"):
            write_model(empty, BANK.careless_model)
