from collections import Counter

from infra.local.suite import count_outcomes, format_summary, join_exit_codes


class TestCountOutcomes:
    def test_reads_every_word_when_the_summary_is_mixed(self) -> None:
        line = "2 failed, 3 passed, 1 skipped, 4 warnings, 1 error in 0.12s"

        counts = count_outcomes(line)

        assert counts == Counter(failed=2, passed=3, skipped=1, warning=4, error=1)


class TestJoinExitCodes:
    def test_fails_when_any_run_failed(self) -> None:
        assert join_exit_codes([0, 1]) == 1

    def test_passes_when_one_run_collected_nothing(self) -> None:
        assert join_exit_codes([0, 5]) == 0

    def test_says_nothing_collected_when_no_run_had_a_test(self) -> None:
        assert join_exit_codes([5, 5]) == 5

    def test_fails_when_one_run_failed_and_another_collected_nothing(self) -> None:
        assert join_exit_codes([5, 2]) == 2


class TestFormatSummary:
    def test_sounds_like_pytest_when_there_are_counts(self) -> None:
        assert format_summary({"passed": 3, "failed": 1}, 2.5) == "1 failed, 3 passed in 2.50s"

    def test_says_no_tests_ran_when_there_are_none(self) -> None:
        assert format_summary({}, 0.1) == "no tests ran in 0.10s"
