from tests.races.schedule import TICKETED_EPOCHS, Deliver, Reset, Schedule, Undo, draw_schedule

DRAWN = [draw_schedule(7, number) for number in range(400)]


def list_kinds(schedule: Schedule) -> set[type]:
    return {type(operation) for _, operation in schedule.starts}


class TestDrawSchedule:
    def test_is_the_same_whenever_it_is_asked_for(self) -> None:
        assert [draw_schedule(7, number) for number in range(400)] == DRAWN
        assert [draw_schedule(8, number) for number in range(400)] != DRAWN

    def test_always_races_an_act_against_a_delivery(self) -> None:
        for schedule in DRAWN:
            assert 2 <= len(schedule.starts) <= 5
            assert Deliver in list_kinds(schedule)
            assert list_kinds(schedule) & {Reset, Undo}

    def test_gives_every_letter_an_owner_and_a_ticket(self) -> None:
        for schedule in DRAWN:
            for letter in schedule.letters:
                assert letter.owner < schedule.learners
                assert 1 <= letter.epoch <= TICKETED_EPOCHS

    def test_draws_everything_there_is(self) -> None:
        starts = [operation for schedule in DRAWN for _, operation in schedule.starts]
        assert {type(one).__name__ for one in starts} == {
            *("Deliver", "Reset", "Undo", "Begin", "Erase"),
        }
        assert {one.is_batch for one in starts if isinstance(one, Deliver)} == {True, False}
        assert {one.owner > 0 for one in starts if isinstance(one, Reset)} == {True, False}
        assert len({schedule.before for schedule in DRAWN}) == 5
