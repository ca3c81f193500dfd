import pytest

from profiler.quality import Audience, Quality, Verdict, judge_quality, report_quality
from services.profiler_fastapi.tests.support.timed_answers import BANK, click, take

CLICKER = judge_quality(BANK, take(click(lambda n: n)))
ACCUSING = ("cheat", "lie", "lied", "dishonest", "fraud", "careless", "suspicious", "fake")


def sample(verdict: Verdict) -> Quality:
    return Quality(verdict, 0.1, (), (), CLICKER.indices)


class TestReportQuality:
    def test_enterprises_see_nothing(self) -> None:
        assert report_quality(CLICKER, Audience.ENTERPRISE, BANK) is None

    @pytest.mark.parametrize("verdict", list(Verdict))
    def test_accuses_no_learner(self, verdict: Verdict) -> None:
        found = report_quality(sample(verdict), Audience.LEARNER, BANK)
        assert found is not None
        words = " ".join((found.headline, *found.notes)).lower()
        assert not [word for word in ACCUSING if word in words.split()]

    def test_offers_the_learner_the_modules_by_their_titles(self) -> None:
        found = report_quality(CLICKER, Audience.LEARNER, BANK)
        assert found is not None
        assert 'Would you like to redo "How you like to work"?' in found.notes
        assert not any("%" in note for note in found.notes)

    @pytest.mark.parametrize("audience", [Audience.MENTOR, Audience.ADMIN])
    def test_tells_staff_each_sign_with_its_limit(self, audience: Audience) -> None:
        found = report_quality(CLICKER, audience, BANK)
        assert found is not None
        assert "100 % of the moves from answer to answer" in " ".join(found.notes)
        assert "Probability of careless answering" in " ".join(found.notes)

    def test_says_that_speed_was_not_judged_when_times_are_missing(self) -> None:
        untimed = judge_quality(BANK, take(click(lambda n: n), lambda _: None))
        found = report_quality(untimed, Audience.MENTOR, BANK)
        assert found is not None
        assert found.notes[-1].endswith("speed was not judged.")
