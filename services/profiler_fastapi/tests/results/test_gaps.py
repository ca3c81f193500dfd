import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler.bank import load_bank
from profiler.results.gaps import list_gaps, load_skills
from talent_contracts.results import ExposureDomain
from talent_contracts.results_v2 import AptitudeCategoryV2, SkillGap
from talent_contracts.skills import Skill, read_skills
from talent_contracts.vocabulary import Level, Track


def make_skill(**changes: object) -> Skill:
    given_skill: dict[str, object] = {
        "code": "reading",
        "name": "Reading",
        "category": "log_reading",
        "domain": "monitoring_response",
        "importance": dict.fromkeys(Track, 1.0),
        "need": {level: float(index) for index, level in enumerate(Level)},
    }
    (skill,) = read_skills([given_skill | changes])
    return skill


def category(score: float, standard_error: float = 0.25) -> AptitudeCategoryV2:
    return AptitudeCategoryV2(
        category="log_reading",
        theta=0.0,
        standard_error=standard_error,
        score=score,
        items=3,
        label="developing",
        first_impression=False,
    )


def judge(
    *,
    skill: Skill | None = None,
    score: float | None = None,
    standard_error: float = 0.25,
    rating: int | None = None,
    check: bool | None = None,
    level: Level = Level.ELITE,
    p_adjusted: float = 1.0,
) -> list[SkillGap]:
    known = {} if score is None else {"log_reading": category(score, standard_error)}
    return list_gaps(
        skills=(skill or make_skill(),),
        track=Track.DEFENDER,
        p_adjusted=p_adjusted,
        level=level,
        categories=known,
        exposure={"monitoring_response": ExposureDomain(rating=rating, check=check)},
        evidence={"log_reading": ("cyber_aptitude_1",), "monitoring_response": ("x_1", "x_2")},
    )


class TestListGaps:
    @pytest.mark.parametrize(
        ("known", "have"),
        [
            ({"score": 50.0, "check": True, "rating": 2}, 0.5 * 2 + 0.3 * 4 + 0.2 * 2),
            ({"score": 50.0, "check": False, "rating": 2}, 0.5 * 2 + 0.2 * 2),
            ({"score": 50.0}, 2.0),
            ({"rating": 3}, 3.0),
            ({"check": False}, 0.0),
            ({"check": False, "rating": 3}, 0.2 * 3 / 0.5),
            ({"score": 50.0, "rating": 1}, (0.5 * 2 + 0.2 * 1) / 0.7),
        ],
    )
    def test_weighs_what_is_known(self, known: dict[str, float], have: float) -> None:
        (gap,) = judge(**known)  # type: ignore[arg-type]
        assert gap.have == pytest.approx(have, abs=1e-4)
        assert gap.gap == pytest.approx(4 - have, abs=1e-4)

    def test_lists_nothing_of_which_nothing_is_known(self) -> None:
        assert judge() == []

    def test_lists_nothing_that_does_not_fall_short(self) -> None:
        assert judge(score=100.0, check=True, rating=4) == []

    def test_is_less_certain_with_a_larger_error_and_half_without_a_category(self) -> None:
        assert judge(score=10.0, standard_error=0.4)[0].certainty == pytest.approx(0.6)
        assert judge(score=10.0, standard_error=1.4)[0].certainty == 0.0
        assert judge(rating=1)[0].certainty == 0.5

    @pytest.mark.parametrize(
        ("p_adjusted", "priority"), [(1.0, "high"), (0.4, "high"), (0.39, "medium"), (0.1, "low")]
    )
    def test_names_the_priority_by_its_cuts(self, p_adjusted: float, priority: str) -> None:
        (gap,) = judge(score=0.0, standard_error=0.25, p_adjusted=p_adjusted)
        assert gap.priority == priority

    def test_names_each_evidence_once(self) -> None:
        assert judge(score=0.0)[0].evidence == ["cyber_aptitude_1", "x_1", "x_2"]

    @given(score=st.floats(0, 100), rating=st.integers(0, 4), check=st.booleans())
    def test_knowing_more_never_widens_a_gap(self, score: float, rating: int, check: bool) -> None:
        def width(s: float, r: int, c: bool) -> float:
            found = judge(score=s, rating=r, check=c)
            return found[0].gap if found else 0.0

        wide = width(score, rating, check)
        assert width(min(100.0, score + 1), rating, check) <= wide
        assert width(score, min(4, rating + 1), check) <= wide
        assert width(score, rating, True) <= wide


class TestSkills:
    def test_hold_about_twenty_five_with_each_code_of_the_bank(self) -> None:
        codes = {skill.code for skill in load_skills()}
        asked = {code for item in load_bank().items for code in item.skills or ()}
        assert len(codes) == 25
        assert asked <= codes

    def test_matter_somewhere_and_use_every_category_and_domain(self) -> None:
        skills = load_skills()
        assert all(max(skill.importance.values()) >= 0.7 for skill in skills)
        assert len({skill.category for skill in skills} - {None}) == 5
        assert len({skill.domain for skill in skills} - {None}) == 5

    @pytest.mark.parametrize(
        "fault",
        [
            {"importance": {"defender": 1.0}},
            {"need": {level: 4.0 - i for i, level in enumerate(Level)}},
            {"need": dict.fromkeys(Level, 5.0)},
            {"category": "cooking"},
            {"extra": 1},
        ],
    )
    def test_are_refused_when_one_is_broken(self, fault: dict[str, object]) -> None:
        with pytest.raises(ValueError, match="validation error"):
            make_skill(**fault)

    def test_are_refused_when_two_share_a_code(self) -> None:
        one = load_skills()[0].model_dump()
        with pytest.raises(ValueError, match="share a code"):
            read_skills([one, one])
