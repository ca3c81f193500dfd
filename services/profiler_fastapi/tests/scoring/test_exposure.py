import pytest

from profiler.bank import load_bank
from profiler.scoring.choices import UnknownAnswer
from profiler.scoring.exposure import Exposure, find_over_claim, read_exposure

RATINGS = {f"technical_exposure_{n}": "D" for n in (1, 3, 5, 7, 9)}
RIGHT = {
    "technical_exposure_2": "C",
    "technical_exposure_4": "A",
    "technical_exposure_6": "D",
    "technical_exposure_8": "B",
    "technical_exposure_10": "C",
}


def read(answers: dict[str, str]) -> tuple[Exposure, ...]:
    return read_exposure(load_bank(), answers)


class TestReadExposure:
    def test_pairs_rating_and_check_by_domain(self) -> None:
        first, *_ = read({"technical_exposure_1": "C", "technical_exposure_2": "C"})
        assert first == Exposure(
            "network_systems", 2, True, ("technical_exposure_1", "technical_exposure_2")
        )

    def test_knows_nothing_when_nothing_was_answered(self) -> None:
        found = read({})
        assert len(found) == 5
        assert {(e.rating, e.check, e.evidence) for e in found} == {(None, None, ())}

    @pytest.mark.parametrize(("option", "check"), [("C", True), ("A", False), ("E", False)])
    def test_a_check_is_right_only_by_its_key(self, option: str, check: bool) -> None:
        assert read({"technical_exposure_2": option})[0].check is check

    def test_refuses_an_answer_that_the_bank_does_not_have(self) -> None:
        with pytest.raises(UnknownAnswer):
            read({"technical_exposure_1": "F"})


class TestFindOverClaim:
    def test_is_silent_when_checks_bear_the_ratings_out(self) -> None:
        assert find_over_claim(read(RATINGS | RIGHT)) is None

    def test_is_silent_after_one_missed_check(self) -> None:
        assert find_over_claim(read(RATINGS | RIGHT | {"technical_exposure_2": "A"})) is None

    def test_is_silent_when_checks_were_not_answered(self) -> None:
        assert find_over_claim(read(RATINGS)) is None

    def test_is_silent_about_low_ratings(self) -> None:
        low, wrong = dict.fromkeys(RATINGS, "C"), dict.fromkeys(RIGHT, "E")
        assert find_over_claim(read(low | wrong)) is None

    def test_names_domains_when_two_ratings_run_ahead(self) -> None:
        missed = {"technical_exposure_2": "E", "technical_exposure_8": "A"}
        hint = find_over_claim(read(RATINGS | RIGHT | missed))
        assert hint is not None
        assert hint.domains == ("network_systems", "code_automation")
        assert hint.evidence == tuple(f"technical_exposure_{n}" for n in (1, 2, 7, 8))
