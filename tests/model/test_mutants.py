"""That every mutant still has a place to stand; that it is caught, ``run.py mutants`` tells."""

from pathlib import Path

import pytest

from tests.model.mutants import MUTANTS
from tests.model.mutants.mutant import Edit, Mutant, MutantOutdated

REPOSITORY = Path(__file__).parents[2]


class TestMutants:
    @pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
    def test_applies_exactly_once(self, mutant: Mutant) -> None:
        texts = mutant.mutate(REPOSITORY)
        for path, text in texts.items():
            assert text != path.read_text(encoding="utf-8")
            compile(text, str(path), "exec")

    def test_are_at_least_twenty_with_names_of_their_own(self) -> None:
        assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 20

    @pytest.mark.parametrize("text", ["nothing of it", "a line\na line\n"])
    def test_refuses_when_text_stands_not_once(self, text: str) -> None:
        with pytest.raises(MutantOutdated):
            Edit("some.py", "a line", "another").change(text)
