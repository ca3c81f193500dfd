import pytest

from profiler.bank.lint.wording import list_passages
from profiler.bank.models import Item, ItemFormat, Option
from profiler.bank.readability import compute_grade, count_syllables
from talent_contracts.vocabulary import Module


class TestCountSyllables:
    @pytest.mark.parametrize(
        ("word", "syllables"),
        [
            ("the", 1), ("I", 1), ("rules", 1), ("names", 1), ("changed", 1), ("whole", 1),
            ("quick", 1), ("guide", 1), ("table", 2), ("wanted", 2), ("boxes", 2), ("quiet", 2),
            ("being", 2), ("people", 2), ("colleagues", 2), ("building", 2), ("patience", 2),
            ("idea", 3), ("various", 3), ("computer", 3), ("library", 3), ("actually", 4),
            ("experience", 4), ("continuous", 4), ("responsibility", 6),
        ],
    )  # fmt: skip
    def test_counts_as_a_dictionary_does(self, word: str, syllables: int) -> None:
        assert count_syllables(word) == syllables


class TestComputeGrade:
    def test_follows_the_formula(self) -> None:
        """Two sentences of three words, seven syllables in six words."""
        expected = 0.39 * 6 / 2 + 11.8 * 7 / 6 - 15.59
        assert compute_grade(["The cat sat. The table stood."]) == pytest.approx(expected)

    def test_an_option_ends_a_sentence_without_a_full_stop(self) -> None:
        assert compute_grade(["The cat sat", "The table stood"]) == pytest.approx(
            compute_grade(["The cat sat. The table stood."])
        )

    def test_leaves_out_literals(self) -> None:
        assert compute_grade(["The cat 10.0.0.7 sat"]) == compute_grade(["The cat sat"])

    def test_is_zero_when_there_is_no_word(self) -> None:
        assert compute_grade(["0110", ""]) == 0.0


class TestListPassages:
    def test_leaves_out_artifact_and_glossed_terms(self) -> None:
        item = Item(
            id="x",
            module=Module.CYBER_APTITUDE,
            format=ItemFormat.KEYED,
            stem="What is hexadecimal?",
            options=(Option("A", "Hexadecimal digits"),),
            expected_seconds=5,
            artifact="hidden",
            glossary={"hexadecimal": "base sixteen"},
        )
        assert list_passages(item) == ["What is  ?", "  digits"]
