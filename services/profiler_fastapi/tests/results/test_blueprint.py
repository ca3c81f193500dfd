from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from profiler.bank import load_bank
from profiler.results.blueprint import Blueprint, Statement, build_blueprint
from profiler.results.blueprint.templates import NEXT_STEPS, TRACK_PLANS
from profiler.results.build import build_result
from profiler.results.titles import DOMAIN_TITLES
from profiler.results.value_statement import Reflections
from services.profiler_fastapi.tests.results.people import MIXED, answer_all, choose, solve
from talent_contracts.canonical import canonical_bytes
from talent_contracts.vocabulary import Level, Reason, Track

TIED = [Track.GRC, Track.DEFENDER] * 15


def draw(answers: dict[str, str], reflections: Reflections | None = None) -> Blueprint:
    result = build_result(
        bank=load_bank(), answers=answers, reflections=reflections or Reflections()
    )
    return build_blueprint(bank=load_bank(), result=result)


def list_statements(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"text", "evidence", "figures"} <= set(value):
            yield value
        for member in value.values():
            yield from list_statements(member)
    if isinstance(value, list):
        for member in value:
            yield from list_statements(member)


class TestStatement:
    def test_is_refused_without_evidence(self) -> None:
        with pytest.raises(ValidationError, match="names its evidence"):
            Statement(text="You are gifted.", evidence=[], figures={})


class TestTrack:
    def test_names_match_and_answers(self) -> None:
        track = draw(answer_all()).track
        assert track.statement.text == (
            "Defender is the best fit among the five with 81.1 %, then comes Offensive with 13.2 %."
        )
        assert track.statement.figures == {
            "match_percent_defender": 81.1,
            "match_percent_offensive": 13.2,
        }
        assert len(track.statement.evidence) == 20
        assert track.is_badge is True

    def test_shows_no_badge_and_calls_a_tie_a_tie(self) -> None:
        track = draw(choose(TIED)).track
        assert (track.is_badge, track.primary, track.compare_with) == (
            False,
            Track.DEFENDER,
            Track.GRC,
        )
        assert "too close to call" in track.statement.text

    def test_says_when_no_track_stands_out(self) -> None:
        track = draw(choose([Track.GRC] * 9 + [Track.DEFENDER] * 8 + [Track.OFFENSIVE] * 8)).track
        assert (track.is_badge, track.primary) == (False, Track.GRC)
        assert track.statement.text.startswith("No track stands out yet: GRC")


class TestLevel:
    def test_says_when_to_start_lower(self) -> None:
        level = draw(solve(answer_all(), right=2) | {"difficulty_selection_1": "E"}).level
        assert (level.selected, level.verified) == (Level.ELITE, Level.NOVICE)
        assert "start at novice" in level.statement.text
        assert level.statement.evidence == ["difficulty_selection_1"]
        assert level.statement.figures["theta"] < -1

    def test_says_when_the_answers_bear_it_out(self) -> None:
        level = draw(solve(answer_all(), right=8)).level
        assert level.verified is Level.INTERMEDIATE
        assert "bear it out" in level.statement.text

    def test_says_when_nothing_could_be_checked(self) -> None:
        level = draw(choose([Track.GRC] * 12)).level
        assert (level.selected, level.status) == (None, "unverified")
        assert "too few answers" in level.statement.text


class TestExposure:
    def test_is_told_as_the_learner_says_it(self) -> None:
        blueprint = draw(answer_all() | {"technical_exposure_5": "A"})
        testing = blueprint.exposure[2]
        assert testing.statement is not None
        assert testing.statement.text == "You say about testing tools: you have never done it."
        assert testing.statement.evidence == ["technical_exposure_5"]

    def test_is_null_with_a_reason_when_not_answered(self) -> None:
        blueprint = draw(choose(MIXED))
        assert blueprint.exposure[0].statement is None
        assert blueprint.reasons["/exposure/0/rating"] is Reason.NOT_ANSWERED


class TestPlan:
    def test_has_six_weeks_of_at_most_four_hours(self) -> None:
        plan = draw(answer_all()).plan
        assert [week.week for week in plan] == [1, 2, 3, 4, 5, 6]
        assert all(1 <= week.hours <= 4 and week.done_when for week in plan)

    def test_practises_the_first_track_and_tastes_the_second(self) -> None:
        plan = draw(answer_all()).plan
        assert plan[1].task.text == TRACK_PLANS[Track.DEFENDER].practice
        assert plan[3].task.text == TRACK_PLANS[Track.OFFENSIVE].taster
        assert plan[4].task.text.startswith(TRACK_PLANS[Track.DEFENDER].mission)

    @pytest.mark.parametrize(("key", "rating"), [("A", 0), ("B", 1)])
    def test_widens_the_domain_known_least(self, key: str, rating: int) -> None:
        week = draw(answer_all() | {"technical_exposure_7": key}).plan[2]
        assert week.task.text == f"In code and automation, {NEXT_STEPS[rating][0]}."
        assert week.task.evidence == ["technical_exposure_7"]
        assert week.task.figures == {"rating": float(rating)}
        assert week.done_when == NEXT_STEPS[rating][1]

    def test_widens_the_own_domain_when_nothing_is_rated(self) -> None:
        week = draw(choose([Track.OFFENSIVE] * 30)).plan[2]
        assert week.title == "Widen: testing tools"

    @pytest.mark.parametrize(("right", "difficulty"), [(0, 1), (5, 1), (8, 2), (15, 4)])
    def test_caps_the_mission_by_the_verified_level(self, right: int, difficulty: int) -> None:
        answers = solve(answer_all(), right=right) | {"difficulty_selection_1": "D"}
        week = draw(answers).plan[4]
        assert week.task.figures == {"difficulty": float(difficulty)}
        assert week.task.text.endswith(f"Choose difficulty {difficulty}.")
        assert "difficulty_selection_1" in week.task.evidence

    def test_starts_at_one_when_nothing_is_known_of_the_level(self) -> None:
        week = draw(choose(MIXED)).plan[4]
        assert week.task.figures == {"difficulty": 1.0}
        assert "difficulty_selection_1" not in week.task.evidence


class TestMentorQuestions:
    def test_ask_about_track_experience_and_aim(self) -> None:
        questions = draw(
            answer_all() | {"technical_exposure_9": "A"}, Reflections(aim="A job.")
        ).mentor_questions
        assert [question.text for question in questions] == [
            "3 answers would turn my lead from Defender to Offensive: what could I try to find out which of the two suits me?",
            "My lowest rating is in rules and risk: how did you begin there?",
            "Which part of Defender would bring me closest to the aim I wrote down?",
        ]
        assert questions[0].figures == {"flips": 3.0}
        assert questions[2].evidence[0] == "reflection_2"

    def test_ask_for_an_aim_when_none_is_written(self) -> None:
        question = draw(choose(MIXED)).mentor_questions[2]
        assert question.text.startswith("Which aim for a year from now")

    def test_speak_of_level_counts_when_tied(self) -> None:
        question = draw(choose(TIED)).mentor_questions[0]
        assert question.text.startswith("Defender and GRC have as many answers as each other")


class TestBuildBlueprint:
    @given(
        st.lists(st.sampled_from(Track), min_size=12, max_size=30),
        st.dictionaries(
            st.sampled_from([i.id for i in load_bank().items if not i.options[0].track]),
            st.sampled_from("ABCDE"),
        ),
    )
    def test_every_sentence_names_evidence_of_this_person(
        self, tracks: list[Track], others: dict[str, str]
    ) -> None:
        answers = choose(tracks) | others
        blueprint = draw(answers)
        statements = list(list_statements(blueprint.model_dump(mode="json")))
        assert len(statements) >= 10
        assert all(found["evidence"] or found["figures"] for found in statements)
        assert {item_id for found in statements for item_id in found["evidence"]} <= set(answers)
        assert canonical_bytes(draw(answers)) == canonical_bytes(blueprint)

    def test_carries_what_was_measured(self) -> None:
        answers = solve(answer_all(), right=8)
        result = build_result(bank=load_bank(), answers=answers, reflections=Reflections())
        blueprint = draw(answers)
        assert (blueprint.aptitude, blueprint.gaps) == (result.aptitude, result.gaps)
        assert (blueprint.strengths, blueprint.growth) == (result.strengths, result.growth)
        assert blueprint.reasons == {}

    def test_says_what_was_not_answered(self) -> None:
        reasons = draw(choose([Track.GRC] * 12)).reasons
        assert reasons["/level/selected"] is Reason.NOT_ANSWERED

    def test_carries_the_value_statement(self) -> None:
        blueprint = draw(answer_all(), Reflections(why="To help.", aim="A job."))
        assert blueprint.value_statement.completeness == "complete"


class TestTemplates:
    def test_name_a_known_domain_for_each_track(self) -> None:
        assert set(TRACK_PLANS) == set(Track)
        assert {plan.domain for plan in TRACK_PLANS.values()} <= set(DOMAIN_TITLES)
