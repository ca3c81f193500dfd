from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from profiler.bank import load_bank
from profiler.results.blueprint import Blueprint, Statement, build_blueprint
from profiler.results.blueprint.templates import DOMAIN_TITLES, NEXT_STEPS, TRACK_PLANS
from profiler.results.build import build_result
from profiler.results.value_statement import Reflections
from services.profiler_fastapi.tests.results.people import MIXED, answer_all, choose
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
    def test_is_the_chosen_one(self) -> None:
        level = draw(answer_all()).level
        assert level.selected is Level.INTERMEDIATE
        assert level.statement is not None
        assert level.statement.evidence == ["difficulty_selection_1"]
        assert "not verified" in level.statement.text

    def test_is_null_with_a_reason_when_not_answered(self) -> None:
        blueprint = draw(choose(MIXED))
        assert (blueprint.level.selected, blueprint.level.statement) == (None, None)
        assert blueprint.reasons["/level/selected"] is Reason.NOT_ANSWERED
        assert blueprint.reasons["/level/statement"] is Reason.NOT_ANSWERED


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

    @pytest.mark.parametrize(
        ("key", "difficulty"), [("A", 1), ("B", 1), ("C", 2), ("D", 2), ("E", 2)]
    )
    def test_caps_the_mission_by_the_unverified_level(self, key: str, difficulty: int) -> None:
        week = draw(answer_all() | {"difficulty_selection_1": key}).plan[4]
        assert week.task.figures == {"difficulty": float(difficulty)}
        assert week.task.text.endswith(f"Choose difficulty {difficulty}.")
        assert "difficulty_selection_1" in week.task.evidence

    def test_starts_at_one_when_no_level_is_chosen(self) -> None:
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

    def test_says_what_this_version_does_not_score(self) -> None:
        blueprint = draw(answer_all())
        assert (blueprint.aptitude, blueprint.strengths, blueprint.growth) == (None, None, None)
        assert blueprint.reasons == dict.fromkeys(
            ("/aptitude", "/strengths", "/growth"), Reason.NOT_SCORED_IN_THIS_VERSION
        )

    def test_carries_the_value_statement(self) -> None:
        blueprint = draw(answer_all(), Reflections(why="To help.", aim="A job."))
        assert blueprint.value_statement.completeness == "complete"


class TestTemplates:
    def test_name_a_known_domain_for_each_track(self) -> None:
        assert set(TRACK_PLANS) == set(Track)
        assert {plan.domain for plan in TRACK_PLANS.values()} <= set(DOMAIN_TITLES)
