"""Composes /auth/me from the rooms below, in four queries."""

from core.front.session.schemas import MeOut, NextOut, ProfileOut, UserOut
from core.journey.journey import domain
from core.journey.journey import selectors as journeys
from core.journey.journey.domain import NextStep
from core.people.accounts import selectors as accounts
from core.people.accounts.models import User
from core.people.profiles import selectors as profiles
from core.platform.access.actors import Actor
from talent_contracts.vocabulary import Reason, Track

_NO_SOURCE = {
    "/entitlements": Reason.NO_SOURCE_YET,
    "/consents": Reason.NO_SOURCE_YET,
    "/unread": Reason.NO_SOURCE_YET,
}


def get_me(actor: Actor) -> MeOut:
    """The actor's account, profile, journey and next step."""
    user = accounts.get_self(actor)
    profile = profiles.find_student_profile(actor.id)
    journey = journeys.find_journey(actor.id)
    roles = sorted(actor.roles)
    step = domain.next_step(
        is_active=user.is_active,
        must_change_password=user.must_change_password,
        roles=roles,
        journey=journeys.state_of(journey),
    )
    doors = domain.other_doors(roles, has_journey=journey is not None)
    return MeOut(
        user=_user(user),
        roles=roles,
        profile=ProfileOut(grade=profile.grade, goal=profile.goal) if profile else None,
        profiling_complete=journey.profiling_complete if journey else None,
        foundations_complete=journey.foundations_complete if journey else None,
        recommended_track=_track(journey.recommended_track) if journey else None,
        track=_track(journey.track) if journey else None,
        epoch=journey.epoch if journey else None,
        next=_next(step),
        doors=[_next(door) for door in doors],
        entitlements=None,
        consents=None,
        unread=None,
        reasons=_NO_SOURCE,
    )


def _user(user: User) -> UserOut:
    return UserOut(
        id=user.id,
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        time_zone=user.time_zone,
        locale=user.locale,
    )


def _track(name: str | None) -> Track | None:
    return Track(name) if name else None


def _next(step: NextStep) -> NextOut:
    return NextOut(step=step.step, reason=step.reason, url=step.url)
