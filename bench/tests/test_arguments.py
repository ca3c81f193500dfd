from pathlib import Path

import pytest

from bench.arguments import parse_arguments


class TestParseArguments:
    def test_measures_everything_when_nothing_is_asked_for(self) -> None:
        plan = parse_arguments([])

        assert plan.parts == ("journey", "completions", "answers", "dashboard", "drain", "phone")
        assert (plan.learners, plan.at_once, plan.factor) == (100, 4, 1.0)
        assert (plan.rounds, plan.connections) == (5, 64)
        assert plan.is_side_by_side

    def test_takes_the_form_that_ci_runs(self) -> None:
        plan = parse_arguments(["journey", "--learners", "20", "--factor", "3"])

        assert (plan.parts, plan.learners, plan.factor) == (("journey",), 20, 3.0)
        assert not plan.is_side_by_side

    def test_keeps_answers_before_dashboards_when_asked_the_other_way_round(self) -> None:
        assert parse_arguments(["dashboard", "answers"]).parts == ("answers", "dashboard")

    def test_writes_where_it_is_told(self) -> None:
        assert parse_arguments(["--report", "docs/reports"]).report == Path("docs/reports")

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["speed"], "known parts"),
            (["--rounds", "4"], "at least 5"),
            (["--learners", "0"], "not 1 or more"),
            (["--connections", "many"], "invalid"),
            (["--factor", "0"], "not above 0"),
            (["--factor", "nan"], "not above 0"),
        ],
    )
    def test_ends_with_a_sentence_when_the_arguments_make_no_plan(
        self, arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            parse_arguments(arguments)

        assert ended.value.code == 2
        assert sentence in capsys.readouterr().err
