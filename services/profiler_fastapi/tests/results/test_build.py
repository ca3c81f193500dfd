import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler.bank import ItemFormat, load_bank
from profiler.results.build import NotEnoughAnswers, build_result
from profiler.results.value_statement import Reflections
from profiler.scoring import UnknownAnswer
from services.profiler_fastapi.tests.results.people import MIXED, answer_all, choose, solve
from talent_contracts.canonical import canonical_bytes
from talent_contracts.results_v2 import ProfilingResultV2
from talent_contracts.vocabulary import Band, Level, Module, Reason, Track

NOTHING = Reflections()


def build(
    answers: dict[str, str],
    reflections: Reflections = NOTHING,
    times_ms: dict[str, int | None] | None = None,
) -> ProfilingResultV2:
    return build_result(
        bank=load_bank(), answers=answers, reflections=reflections, times_ms=times_ms
    )


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
        assert (track.flips, track.tie) == (3, False)
        assert track.secondary is None
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
        assert [r.confidence for r in found[1:]] == [Band.LOW] * 4

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
    def test_confirms_what_the_answers_bear_out(self) -> None:
        level = build(solve(answer_all(), right=8)).level
        assert (level.selected, level.measured) == (Level.INTERMEDIATE, Level.INTERMEDIATE)
        assert (level.verified, level.status) == (Level.INTERMEDIATE, "confirmed")
        assert level.theta is not None

    def test_starts_lower_when_the_answers_reach_less(self) -> None:
        answers = solve(answer_all(), right=2) | {"difficulty_selection_1": "E"}
        level = build(answers).level
        assert (level.selected, level.status) == (Level.ELITE, "start-lower")
        assert level.verified is Level.NOVICE

    def test_is_unverified_with_a_reason_when_nothing_was_answered(self) -> None:
        result = build(choose([Track.GRC] * 10 + [Track.GRC] * 4))
        assert (result.level.selected, result.level.status) == (None, "unverified")
        assert result.level.verified is Level.NOVICE
        assert result.reasons["/level/selected"] is Reason.NOT_ANSWERED
        assert result.reasons["/level/measured"] is Reason.NOT_MEASURED


class TestAptitude:
    def test_shows_ability_with_its_band_and_categories(self) -> None:
        aptitude = build(solve(answer_all(), right=8)).aptitude
        assert aptitude is not None
        assert (aptitude.items, aptitude.provisional) == (15, False)
        assert aptitude.band[0] < aptitude.score < aptitude.band[1]
        assert [one.category for one in aptitude.categories] == [
            "log_reading",
            "pattern_logic",
            "number_encoding",
            "protocol_logic",
            "quantitative_risk",
        ]

    def test_rises_with_each_item_that_is_right(self) -> None:
        scores = [
            found.score
            for right in range(16)
            if (found := build(solve(answer_all(), right=right)).aptitude)
        ]
        assert len(scores) == 16
        assert scores == sorted(set(scores))


class TestStrengths:
    def test_name_what_was_right_and_where(self) -> None:
        strengths = build(solve(answer_all(), right=15)).strengths
        assert len(strengths) == 3
        assert all(one.evidence and "right" in one.text for one in strengths)

    def test_are_none_when_nothing_was_right(self) -> None:
        assert build(solve(answer_all(), right=0)).strengths == []


class TestGrowth:
    def test_names_the_most_pressing_gaps(self) -> None:
        result = build(solve(answer_all(), right=4))
        assert len(result.growth) == 3
        assert result.growth[0].evidence == result.gaps[0].evidence

    def test_is_empty_where_nothing_but_preferences_is_known(self) -> None:
        first_module = choose([Track.GRC] * 10)
        answers = first_module | {"scenario_preference_1": "A", "scenario_preference_2": "A"}
        skipped = build(answers)
        assert skipped.aptitude is None
        assert (skipped.gaps, skipped.growth, skipped.strengths) == ([], [], [])


class TestQuality:
    def test_is_ok_for_an_ordinary_learner(self) -> None:
        times: dict[str, int | None] = {item.id: 9000 for item in load_bank().items}
        quality = build(solve(answer_all(), right=8), times_ms=times).quality
        assert quality.verdict in {"ok", "soft"}
        assert quality.q is not None
        assert quality.redo == []

    def test_offers_to_redo_what_was_clicked_through(self) -> None:
        straight = {item.id: "A" for item in load_bank().items}
        result = build(straight, times_ms=dict.fromkeys(straight, 600))
        assert result.quality.verdict == "strong"
        assert result.quality.redo
        assert any("redo" in note for note in result.quality.notes)

    def test_draws_the_first_track_towards_one_fifth(self) -> None:
        result = build(answer_all())
        assert result.track.p_adjusted is not None
        assert 0.2 < result.track.p_adjusted <= result.track.p[Track.DEFENDER]

    def test_judges_the_band_on_the_adjusted_share(self) -> None:
        careless = build(answer_all())
        careful = build(choose([Track.GRC] * 20))
        assert careless.track.p[Track.DEFENDER] > 0.75 > (careless.track.p_adjusted or 1.0)
        assert (careless.track.band, careful.track.band) == (Band.MEDIUM, Band.HIGH)


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

    def test_tells_whether_the_check_was_right(self) -> None:
        every = build(solve(answer_all(), right=15)).exposure
        nothing = build(solve(answer_all(), right=0)).exposure
        assert {found.check for found in every.values()} == {True}
        assert {found.check for found in nothing.values()} == {False}

    def test_hints_where_practice_and_checks_disagree(self) -> None:
        claims = {f"technical_exposure_{n}": "E" for n in (1, 3, 5)}
        (hint,) = build(solve(answer_all(), right=0) | claims).hints
        assert "mentor" in hint.text
        assert set(hint.evidence) >= set(claims)
        assert build(solve(answer_all(), right=15) | claims).hints == []

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
        assert ProfilingResultV2.model_validate_json(canonical_bytes(result)) == result

    def test_carry_the_bank(self) -> None:
        reference = build(answer_all()).bank
        assert reference.version == "profiler.v1"
        assert reference.hashes.scoring == load_bank().hashes.scoring
