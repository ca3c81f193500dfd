from hypothesis import given
from hypothesis import strategies as st

from profiler.bank import load_bank
from profiler.results.value_statement import Reflections, quote, write_value_statement
from services.profiler_fastapi.tests.results.people import MIXED, answer_all, choose
from talent_contracts.results import ValueStatement
from talent_contracts.vocabulary import Track

WHY = "My aunt lost her savings to a false call."
AIM = "I want to run the evening watch by myself."


def write(reflections: Reflections, answers: dict[str, str] | None = None) -> ValueStatement:
    return write_value_statement(
        bank=load_bank(),
        answers=answer_all() if answers is None else answers,
        reflections=reflections,
    )


def identity_ids(statement: ValueStatement) -> list[str]:
    return [item_id for item_id in statement.evidence if item_id.startswith("identity")]


class TestWriteValueStatement:
    def test_quotes_both_texts_when_complete(self) -> None:
        statement = write(Reflections(why=WHY, aim=AIM))
        assert statement.completeness == "complete"
        assert quote(WHY) in statement.text
        assert quote(AIM) in statement.text
        assert statement.evidence[:2] == ["reflection_1", "reflection_2"]

    def test_says_what_is_not_written_when_partial(self) -> None:
        only_why = write(Reflections(why=WHY, aim="  "))
        only_aim = write(Reflections(aim=AIM))
        assert (only_why.completeness, only_aim.completeness) == ("partial", "partial")
        assert "I have not written yet what I aim for." in only_why.text
        assert "I have not written yet why I am here." in only_aim.text
        assert only_aim.evidence[0] == "reflection_2"
        assert "reflection_1" not in only_aim.evidence

    def test_rests_on_the_choices_when_empty(self) -> None:
        statement = write(Reflections())
        assert statement.completeness == "empty"
        assert statement.text.startswith("I have not written yet why I am here or what I aim for.")
        assert len(identity_ids(statement)) == 10

    def test_quotes_the_chosen_options_by_facet(self) -> None:
        answers = answer_all()
        bank = load_bank()
        statement = write(Reflections(), answers)
        chosen = {
            item_id: bank.by_id[item_id].option(answers[item_id]).text
            for item_id in ("identity_1", "identity_6")
        }
        assert (
            f"Asked what I want to work for, I chose {quote(chosen['identity_1'])} and "
            f"{quote(chosen['identity_6'])}"
        ) in statement.text

    def test_leaves_out_facets_without_an_answer(self) -> None:
        answers = {"identity_1": "A"}
        statement = write(Reflections(why=WHY, aim=AIM), answers)
        assert statement.text.count("I chose") == 1
        assert identity_ids(statement) == ["identity_1"]

    def test_says_so_when_nothing_is_known(self) -> None:
        tracks_only = {k: v for k, v in choose(MIXED).items() if not k.startswith("identity")}
        statement = write(Reflections(), tracks_only)
        assert statement.evidence == []
        assert statement.text == (
            "I have not written yet why I am here or what I aim for.\n\n"
            "I have not answered the questions about what drives me yet."
        )

    def test_keeps_a_quotation_on_one_line(self) -> None:
        assert quote("one two") in write(Reflections(why=" one\n\n two ")).text

    @given(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=600),
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=600),
        st.lists(st.sampled_from(Track), min_size=0, max_size=30),
    )
    def test_holds_for_whatever_was_written(self, why: str, aim: str, tracks: list[Track]) -> None:
        reflections = Reflections(why=why, aim=aim)
        first, second = write(reflections, choose(tracks)), write(reflections, choose(tracks))
        assert first == second

    def test_invents_nothing(self) -> None:
        """Every word outside quotations belongs to the template and not to the answers."""
        texts = {write(Reflections(), answer_all([track] * 30)).text for track in Track}
        frames = {
            "\n".join(part.split(quote("")[0])[0] for part in text.split("\n\n")) for text in texts
        }
        assert len(texts) == 5
        assert len(frames) == 1
