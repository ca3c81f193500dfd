from profiler.statistics.alarms import Pull
from profiler.statistics.glamour import Place, compare_pulls
from talent_contracts.vocabulary import Track

N = 2000
SHARES = (0.16, 0.18, 0.19, 0.20, 0.21, 0.22, 0.24)
Tracks = dict[Track, dict[Place, Pull]]


def draw_up(factor: dict[Track, float] | None = None, n: int = N) -> Tracks:
    """Seven options of each track, whose shares spread as usual; a track may be more popular."""
    return {
        track: {
            (f"item_{place}", track[0]): Pull(
                "A", round(n * share * (factor or {}).get(track, 1.0)), n, 0.4, n
            )
            for place, share in enumerate(SHARES)
        }
        for track in Track
    }


def plant(pulls: Tracks, share: float, r: float) -> Place:
    place = ("planted", "d")
    pulls[Track.DEFENDER][place] = Pull("D", round(N * share), N, r, N)
    return place


def list_glamorous(pulls: Tracks) -> list[Place]:
    return [place for place, glamour in compare_pulls(pulls).items() if glamour.is_glamorous]


class TestComparePulls:
    def test_nothing_is_glamorous_when_shares_spread_as_usual(self) -> None:
        assert list_glamorous(draw_up()) == []

    def test_nothing_is_glamorous_when_a_track_is_simply_popular(self) -> None:
        popular = draw_up({Track.DEFENDER: 2.5, Track.GRC: 0.5})
        assert list_glamorous(popular) == []

    def test_finds_the_option_that_many_take_whatever_their_track(self) -> None:
        pulls = draw_up()
        place = plant(pulls, share=0.7, r=0.2)
        assert list_glamorous(pulls) == [place]

    def test_lets_an_option_be_that_many_take_because_it_fits_their_track(self) -> None:
        pulls = draw_up()
        plant(pulls, share=0.5, r=0.6)
        assert list_glamorous(pulls) == []

    def test_measures_what_a_choice_tells_by_the_others_of_its_track(self) -> None:
        pulls = draw_up()
        plant(pulls, share=0.5, r=0.4)
        assert list_glamorous(pulls) == []
        plant(pulls, share=0.5, r=0.3)
        assert len(list_glamorous(pulls)) == 1

    def test_finds_it_in_a_popular_track_too(self) -> None:
        pulls = draw_up({Track.DEFENDER: 1.6})
        place = plant(pulls, share=0.85, r=0.1)
        assert list_glamorous(pulls) == [place]

    def test_says_nothing_below_the_gates(self) -> None:
        assert compare_pulls(draw_up(n=99)) == {}

    def test_says_nothing_when_options_do_not_stray_at_all(self) -> None:
        same = {track: {("i", track[0]): Pull("A", 400, N, 0.4, N)} for track in Track}
        assert compare_pulls(same) == {}
