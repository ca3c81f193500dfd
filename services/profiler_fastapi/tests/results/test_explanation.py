import math

import pytest

from profiler.bank import load_bank
from profiler.results.build import NotEnoughAnswers, Reflections, build_result
from profiler.results.explanation import Explanation, explain
from services.profiler_fastapi.tests.results.people import answer_all, choose
from talent_contracts.canonical import canonical_bytes
from talent_contracts.vocabulary import Band, Track


def of(answers: dict[str, str]) -> Explanation:
    result = build_result(bank=load_bank(), answers=answers, reflections=Reflections())
    return explain(bank=load_bank(), answers=answers, result=result)


class TestContributions:
    def test_list_each_preference_answer_in_bank_order(self) -> None:
        found = of(answer_all()).contributions
        assert len(found) == 30
        assert [c.question_id for c in found[9:11]] == ["identity_10", "scenario_preference_1"]

    def test_quote_the_chosen_option(self) -> None:
        first = of(answer_all()).contributions[0]
        option = load_bank().by_id["identity_1"].option(first.selected_option)
        assert (first.text, first.track) == (option.text, Track.DEFENDER)

    def test_are_worth_one_over_t_each(self) -> None:
        explanation = of(answer_all())
        assert {c.log_odds for c in explanation.contributions} == {round(1 / math.sqrt(4.88), 6)}

    def test_add_up_to_the_odds(self) -> None:
        explanation = of(answer_all())
        by_track = dict.fromkeys(Track, 0.0)
        for contribution in explanation.contributions:
            by_track[contribution.track] += contribution.log_odds
        odds = math.exp(by_track[Track.DEFENDER] - by_track[Track.OFFENSIVE])
        assert odds == pytest.approx(0.8108 / 0.1326, rel=1e-3)


class TestSentences:
    def test_tell_who_leads_and_what_would_change_it(self) -> None:
        explanation = of(answer_all())
        assert (
            "Defender has 12 answers and Offensive 8. If 3 answers moved from Defender to "
            "Offensive, Offensive would lead."
        ) in explanation.sentences
        assert (explanation.primary, explanation.runner_up) == (Track.DEFENDER, Track.OFFENSIVE)

    def test_count_one_answer_as_one(self) -> None:
        tracks = [Track.GRC] * 15 + [Track.DEFENDER] * 14
        assert any("If 1 answer moved" in s for s in of(choose(tracks)).sentences)

    def test_call_a_tie_a_tie(self) -> None:
        explanation = of(choose([Track.GRC, Track.DEFENDER] * 15))
        assert explanation.tie is True
        assert any(
            s.startswith("Too close to call: Defender and GRC") for s in explanation.sentences
        )
        assert not any("would lead" in s for s in explanation.sentences)

    def test_tell_what_broke_level_counts(self) -> None:
        tracks = [Track.DEFENDER] * 10 + [Track.GRC] * 10
        explanation = of(choose(tracks))
        assert (explanation.tie, explanation.flips, explanation.primary) == (False, 0, Track.GRC)
        assert any("more of its answers stand in the scenarios" in s for s in explanation.sentences)

    def test_tell_the_band(self) -> None:
        explanation = of(answer_all())
        assert explanation.band is Band.MEDIUM
        assert (
            "How likely Defender is the best fit among the five, given your answers: 81.1 %."
        ) in explanation.sentences
        assert "Compare it with Offensive before you decide." in explanation.sentences

    def test_call_a_clear_lead_clear(self) -> None:
        explanation = of(choose([Track.GRC] * 20))
        assert explanation.band is Band.HIGH
        assert "That is a clear lead." in explanation.sentences

    def test_advise_a_comparison_when_the_lead_is_medium(self) -> None:
        explanation = of(choose([Track.GRC] * 10 + [Track.DEFENDER] * 9 + [Track.OFFENSIVE] * 5))
        assert explanation.band is Band.MEDIUM
        assert "Compare it with Defender before you decide." in explanation.sentences

    def test_advise_a_trial_when_nothing_leads(self) -> None:
        explanation = of(choose([Track.GRC] * 9 + [Track.DEFENDER] * 8 + [Track.OFFENSIVE] * 8))
        assert explanation.band is Band.LOW
        assert "That is open: try GRC and Defender before you decide." in explanation.sentences

    def test_say_provisional_below_twenty_answers(self) -> None:
        explanation = of(choose([Track.GRC] * 12))
        assert explanation.coverage == "provisional"
        assert "With fewer than 20 preference answers this is provisional." in explanation.sentences
        assert "Compare it with Defender before you decide." in explanation.sentences

    def test_say_what_the_band_allows_for(self) -> None:
        explanation = of(answer_all())
        assert explanation.band_judged_on == "p_adjusted"
        assert any("answers that were not read" in s for s in explanation.sentences)


class TestExplain:
    def test_counts_out_of_thirty(self) -> None:
        explanation = of(choose([Track.GRC] * 21))
        assert (explanation.answered, explanation.total) == (21, 30)

    def test_gives_the_same_bytes_for_the_same_answers(self) -> None:
        answers = answer_all()
        turned = dict(reversed(answers.items()))
        assert canonical_bytes(of(answers)) == canonical_bytes(of(turned))

    def test_raises_when_answers_are_missing(self) -> None:
        with pytest.raises(NotEnoughAnswers):
            of(choose([Track.GRC] * 11))
