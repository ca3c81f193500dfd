import itertools

import pytest

from core.journey.journey.domain import JourneyState, next_step, other_doors
from talent_contracts.vocabulary import Role, Step

STATES = [None, *(JourneyState(p, f) for p, f in [(False, False), (True, False), (True, True)])]
ALL_ROLES = [
    frozenset(chosen)
    for size in range(len(Role) + 1)
    for chosen in itertools.combinations(Role, size)
]


def step(
    *, is_active: bool = True, must_change: bool = False, state: JourneyState | None = None
) -> Step:
    found = next_step(
        is_active=is_active, must_change_password=must_change, roles=[Role.STUDENT], journey=state
    )
    return found.step


class TestNextStep:
    @pytest.mark.parametrize("state", STATES)
    def test_has_one_answer_for_every_combination(self, state: JourneyState | None) -> None:
        both = [True, False]
        for roles, is_active, must_change in itertools.product(ALL_ROLES, both, both):
            found = next_step(
                is_active=is_active, must_change_password=must_change, roles=roles, journey=state
            )
            assert found.url.startswith("/")
            assert found.reason

    @pytest.mark.parametrize(
        ("state", "wanted"),
        [
            (None, Step.ROLE_HOME),
            (JourneyState(profiling_complete=False, foundations_complete=False), Step.PROFILING),
            (JourneyState(profiling_complete=True, foundations_complete=False), Step.FOUNDATIONS),
            (JourneyState(profiling_complete=True, foundations_complete=True), Step.DASHBOARD),
        ],
    )
    def test_follows_the_journey(self, state: JourneyState | None, wanted: Step) -> None:
        assert step(state=state) is wanted

    @pytest.mark.parametrize("state", STATES)
    def test_stops_a_suspended_account_before_everything(self, state: JourneyState | None) -> None:
        assert step(is_active=False, must_change=True, state=state) is Step.SUSPENDED

    @pytest.mark.parametrize("state", STATES)
    def test_asks_for_a_new_password_before_the_journey(self, state: JourneyState | None) -> None:
        assert step(must_change=True, state=state) is Step.CHANGE_PASSWORD

    def test_sends_staff_to_the_first_of_their_roles(self) -> None:
        found = next_step(
            is_active=True,
            must_change_password=False,
            roles=[Role.TUTOR, Role.MENTOR, Role.PARENT],
            journey=None,
        )
        assert found.reason == "role-mentor"


class TestOtherDoors:
    def test_lists_every_role_of_a_student_who_is_more(self) -> None:
        doors = other_doors([Role.STUDENT, Role.PARENT, Role.MENTOR], has_journey=True)
        assert [door.reason for door in doors] == ["role-mentor", "role-parent"]

    def test_leaves_out_the_door_that_is_next_already(self) -> None:
        doors = other_doors([Role.PARENT, Role.MENTOR], has_journey=False)
        assert [door.reason for door in doors] == ["role-parent"]
