"""The five tracks in a paragraph each."""

from collections.abc import Mapping

from talent_contracts.model import StrictModel
from talent_contracts.vocabulary import Track


class TrackInfo(StrictModel):
    """A track, its name and what a working week in it looks like."""

    track: Track
    name: str
    summary: str


class TracksAnswer(StrictModel):
    """The five tracks in the product's fixed order."""

    tracks: list[TrackInfo]


_SUMMARIES: Mapping[Track, tuple[str, str]] = {
    Track.DEFENDER: (
        "Defender",
        (
            "Defenders watch over systems that people rely on. They read logs and alerts, "
            "decide which of them matter, contain what went wrong and write down how to see it "
            "sooner next time. Much of the work is calm attention; some nights it is a clear "
            "head under pressure. It suits people who like to find out what really happened and "
            "to leave things safer."
        ),
    ),
    Track.OFFENSIVE: (
        "Offensive",
        (
            "Offensive specialists look for the way in before someone with bad intentions does, "
            "with permission and within agreed limits. They study how a system was meant to "
            "work, try what nobody planned for, and prove each weakness with a harmless "
            "example. Half of the craft is the report that lets others fix it. It suits "
            "stubborn, curious people who enjoy puzzles."
        ),
    ),
    Track.GRC: (
        "Governance, risk and compliance",
        (
            "People in this track help an organisation decide which risks to take and show that "
            "it keeps its word. They turn laws and standards into rules that can be followed, "
            "ask for evidence, weigh cost against harm and explain it in plain language. It "
            "suits people who like structure, fairness and asking the one question that "
            "everyone else skipped."
        ),
    ),
    Track.INNOVATION: (
        "Innovation",
        (
            "Innovators build what does not exist yet: a small tool that saves a team hours, a "
            "safer way to log in, a new use of data to spot attacks. They sketch, test with "
            "real users, throw away most of it and improve the rest. It suits people who think "
            "with their hands, like code and experiments, and are not afraid of a first version "
            "that fails."
        ),
    ),
    Track.LEADERSHIP: (
        "Leadership",
        (
            "Leaders make it possible for others to do good security work. They set a "
            "direction, choose what comes first, find people and money, and speak for the team "
            "when something breaks. They need to understand the technology well enough to ask "
            "and to listen. It suits people who notice how a group feels and take "
            "responsibility gladly."
        ),
    ),
}


def list_tracks() -> TracksAnswer:
    """All five tracks."""
    return TracksAnswer(
        tracks=[
            TrackInfo(track=track, name=name, summary=summary)
            for track, (name, summary) in _SUMMARIES.items()
        ]
    )
