"""The words of the blueprint that do not depend on the person."""

from collections.abc import Mapping
from dataclasses import dataclass

from profiler.scoring.level import LevelStatus
from talent_contracts.vocabulary import Track


@dataclass(frozen=True, slots=True)
class TrackPlan:
    """What a track offers: a recipe, a taster and a mission, each with when it is done."""

    domain: str
    practice: str
    practised: str
    taster: str
    tasted: str
    mission: str
    delivered: str


TRACK_PLANS: Mapping[Track, TrackPlan] = {
    Track.DEFENDER: TrackPlan(
        "monitoring_response",
        "Follow one recipe on reading sign-in logs and mark three lines that look unusual.",
        "Three marked lines, each with a reason, are in your portfolio.",
        "Read one short log and find the line where the trouble begins.",
        "You can point at the line and say why it is that one.",
        "Take one mission in which you notice a small incident and keep it from spreading.",
        "Your timeline of the incident is submitted.",
    ),
    Track.OFFENSIVE: TrackPlan(
        "testing_tools",
        "Follow one recipe on scanning a practice machine that you are allowed to test.",
        "One sentence for each line of the scan is in your portfolio.",
        "Solve one easy puzzle on a practice machine made for it.",
        "You can show the step that opened it.",
        "Take one mission in which you find a weak spot in a practice system and describe it.",
        "The finding, how to repeat it and how to mend it are submitted.",
    ),
    Track.GRC: TrackPlan(
        "governance_risk",
        "Follow one recipe on rating what could go wrong: how likely it is and what it costs.",
        "One page with three rated risks is in your portfolio.",
        "Hold one written rule against one piece of proof and note what is missing.",
        "You can name the gap and the proof that would close it.",
        "Take one mission in which you check a small organisation against a written standard.",
        "Your list of gaps, each with its proof, is submitted.",
    ),
    Track.INNOVATION: TrackPlan(
        "code_automation",
        "Follow one recipe on writing a small script that does a dull task for you.",
        "The script is in your portfolio and one other person has run it.",
        "Sketch one small tool that would save you ten minutes a week.",
        "You can say what it takes in, what it gives back and what it leaves out.",
        "Take one mission in which you build the first version of a small security tool.",
        "The first version and a list of what it cannot do yet are submitted.",
    ),
    Track.LEADERSHIP: TrackPlan(
        "governance_risk",
        "Follow one recipe on running a short meeting in which a group comes to a decision.",
        "A note with the decision, who does what and by when is in your portfolio.",
        "Explain one security decision in five minutes to someone outside the field.",
        "The listener can tell you back what was decided and why.",
        "Take one mission in which you plan the work of a small team and share it out.",
        "Your plan and a short comment on it by two others are submitted.",
    ),
}

RATING_WORDS = (
    "you have never done it",
    "you have seen it done",
    "you have done it with a guide",
    "you have done it alone",
    "you have taught or led it",
)

NEXT_STEPS: tuple[tuple[str, str], ...] = (
    ("read one introduction and collect five new words", "Five words are explained in your notes."),
    ("follow one recipe with its guide from start to end", "The recipe is marked as finished."),
    ("repeat one recipe with the guide closed", "It worked without a look at the guide."),
    ("do one recipe that is harder than the last", "The harder recipe is marked as finished."),
    ("explain one task to someone new to it", "The listener did the task without you."),
)

LEVEL_SENTENCES: Mapping[LevelStatus, str] = {
    LevelStatus.CONFIRMED: "You chose {selected}, and your answers bear it out.",
    LevelStatus.STRETCH: "You chose {selected}; your answers reach further, so you start at "
    "{verified}.",
    LevelStatus.PLAUSIBLE: "You chose {selected}; your answers make it plausible, so it stands.",
    LevelStatus.START_LOWER: "You chose {selected}; your answers suggest to start at {verified} "
    "and to check again after three missions.",
    LevelStatus.UNVERIFIED: "You chose {selected}; there are too few answers to check it, so you "
    "start at {verified}.",
}
