import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler.bank import ItemFormat, load_bank
from profiler.results.build import NotEnoughAnswers, build_result
from profiler.results.value_statement import Reflections
from profiler.scoring import UnknownAnswer
from services.profiler_fastapi.tests.results.people import MIXED, answer_all, choose
from talent_contracts.canonical import canonical_bytes
from talent_contracts.results import ProfilingResult
from talent_contracts.vocabulary import Band, Level, Module, Reason, Track

NOTHING = Reflections()


def build(answers: dict[str, str], reflections: Reflections = NOTHING) -> ProfilingResult:
    return build_result(bank=load_bank(), answers=answers, reflections=reflections)


def resolve(document: Any, pointer: str) -> Any:
    for part in pointer.removeprefix("/").split("/"):
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


def list_nulls(value: Any, pointer: str = "") -> set[str]:
    if isinstance(value, dict):
        return {p for key, member in value.items() for p in list_nulls(member, f"{pointer}/{key}")}
    if isinstance(value, list):
        return {p for n, member in enumerate(value) for p in list_nulls(member, f"{pointer}/{n}")}
    return {pointer} if value is None else set()


class TestTrack:
    def test_carries_the_golden_score(self) -> None:
        track = build(answer_all()).track
        assert track.primary is Track.DEFENDER
        assert track.match.model_dump() == {
            "defender": 81.1,
            "offensive": 13.2,
            "grc": 3.4,
            "innovation": 1.4,
            "leadership": 0.9,
        }
        assert track.p[Track.DEFENDER] == pytest.approx(0.8108, abs=5e-5)
        assert (track.band, track.flips, track.tie) == (Band.HIGH, 3, False)
        assert (track.secondary, track.p_adjusted) == (None, None)
        assert track.entropy == pytest.approx(0.4062, abs=5e-5)
        assert track.temperature == pytest.approx(2.2091, abs=5e-5)
        assert track.counts[Track.GRC] == 5

    def test_tells_a_tie(self) -> None:
        track = build(choose([Track.GRC, Track.DEFENDER] * 15)).track
        assert (track.tie, track.primary, track.flips) == (True, Track.DEFENDER, 0)
        assert track.match.defender == track.match.grc


class TestCoverage:
    def test_is_full_from_twenty_preference_answers(self) -> None:
        result = build(choose([Track.GRC] * 20))
        assert (result.provisional, result.answered, result.track.band) == (False, 20, Band.HIGH)

    @pytest.mark.parametrize("answers", [12, 19])
    def test_is_provisional_and_at_most_medium_below(self, answers: int) -> None:
        result = build(choose([Track.GRC] * answers))
        assert (result.provisional, result.track.band) == (True, Band.MEDIUM)

    def test_raises_with_what_is_missing_below_twelve(self) -> None:
        with pytest.raises(NotEnoughAnswers) as refused:
            build(choose([Track.GRC] * 11))
        assert refused.value.missing == {Module.SCENARIO_PREFERENCE: 9, Module.WORK_STYLE: 10}
        assert (refused.value.answered, refused.value.needed) == (11, 12)
        assert "scenario_preference 9" in str(refused.value)

    def test_counts_no_other_answers(self) -> None:
        others = {
            item.id: "A" for item in load_bank().items if item.format is not ItemFormat.PREFERENCE
        }
        with pytest.raises(NotEnoughAnswers):
            build(others | choose([Track.GRC] * 11))

    def test_raises_when_the_bank_has_no_such_answer(self) -> None:
        with pytest.raises(UnknownAnswer):
            build(answer_all() | {"identity_99": "A"})


class TestRecommendations:
    def test_rank_all_five_tracks(self) -> None:
        found = build(answer_all()).recommendations
        assert [r.track for r in found] == list(Track)
        assert [r.match_percent for r in found] == [81.1, 13.2, 3.4, 1.4, 0.9]
        assert [r.confidence for r in found] == [Band.HIGH] + [Band.LOW] * 4

    def test_name_the_answers_behind_them(self) -> None:
        first = build(answer_all()).recommendations[0]
        assert first.evidence == [f"identity_{n}" for n in range(1, 11)] + [
            "scenario_preference_1",
            "scenario_preference_2",
        ]
        assert first.reasons == [
            "12 of your 30 preference answers chose this track.",
            "10 of 10 answers about what drives you.",
            "2 of 10 answers about what you would do first.",
        ]

    def test_say_when_nothing_speaks_for_a_track(self) -> None:
        last = build(choose([Track.GRC] * 30)).recommendations[-1]
        assert (last.evidence, last.reasons) == (
            [],
            ["None of your 30 preference answers chose this track."],
        )


class TestLevel:
    def test_is_the_selected_one_unverified(self) -> None:
        level = build(answer_all()).level
        assert (level.selected, level.status) == (Level.INTERMEDIATE, "unverified")
        assert (level.measured, level.verified, level.theta) == (None, None, None)

    def test_is_null_with_a_reason_when_not_answered(self) -> None:
        result = build(choose(MIXED))
        assert result.level.selected is None
        assert result.reasons["/level/selected"] is Reason.NOT_ANSWERED


class TestExposure:
    def test_is_the_self_rating(self) -> None:
        exposure = build(answer_all() | {"technical_exposure_1": "E"}).exposure
        assert list(exposure) == [
            "network_systems",
            "monitoring_response",
            "testing_tools",
            "code_automation",
            "governance_risk",
        ]
        assert exposure["network_systems"].rating == 4
        assert exposure["testing_tools"].rating == 2
        assert {found.check for found in exposure.values()} == {None}

    def test_is_null_with_a_reason_when_not_answered(self) -> None:
        result = build(choose(MIXED))
        assert result.exposure["testing_tools"].rating is None
        assert result.reasons["/exposure/testing_tools/rating"] is Reason.NOT_ANSWERED


class TestBehaviouralProfile:
    def test_quotes_each_answered_facet(self) -> None:
        profile = build(answer_all()).behavioural_profile or []
        assert len(profile) == 10
        assert profile[0].evidence == ["work_style_1"]
        assert re.fullmatch(
            "Pace: \N{LEFT DOUBLE QUOTATION MARK}.+\N{RIGHT DOUBLE QUOTATION MARK}", profile[0].text
        )

    def test_is_null_with_a_reason_when_no_facet_is_answered(self) -> None:
        result = build(choose([Track.GRC] * 20))
        assert result.behavioural_profile is None
        assert result.reasons["/behavioural_profile"] is Reason.NOT_ANSWERED


class TestReasons:
    @pytest.mark.parametrize("answers", [answer_all(), choose(MIXED), choose([Track.GRC] * 12)])
    def test_stand_for_every_null_but_no_second_track(self, answers: dict[str, str]) -> None:
        document = build(answers).model_dump(mode="json")
        assert list_nulls(document) - {"/track/secondary"} == set(document["reasons"])

    def test_point_at_nulls_only(self) -> None:
        document = build(choose(MIXED)).model_dump(mode="json")
        assert {resolve(document, pointer) for pointer in document["reasons"]} == {None}

    def test_say_what_this_version_does_not_score(self) -> None:
        reasons = build(answer_all()).reasons
        assert reasons["/aptitude"] is Reason.NOT_SCORED_IN_THIS_VERSION
        assert reasons["/quality"] is Reason.NOT_SCORED_IN_THIS_VERSION
        assert reasons["/exposure/testing_tools/check"] is Reason.NOT_SCORED_IN_THIS_VERSION


class TestBytes:
    @given(st.permutations(list(answer_all().items())))
    def test_are_the_same_in_whatever_order_answers_come(
        self, answers: list[tuple[str, str]]
    ) -> None:
        spoken = Reflections(why="To help.", aim=None)
        assert canonical_bytes(build(dict(answers), spoken)) == canonical_bytes(
            build(answer_all(), spoken)
        )

    def test_read_back_to_the_same_result(self) -> None:
        result = build(answer_all(), Reflections(why="To help."))
        assert ProfilingResult.model_validate_json(canonical_bytes(result)) == result

    def test_carry_the_bank(self) -> None:
        reference = build(answer_all()).bank
        assert reference.version == "profiler.v1"
        assert reference.hashes.scoring == load_bank().hashes.scoring
