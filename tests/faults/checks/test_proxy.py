"""Each fault does what it says, and is counted."""

import threading
import time

import httpx
import pytest

from tests.clients.waiting import wait_until
from tests.faults.checks.stand_ins import Receiver, Sender, make_body, serving
from tests.faults.fault import Fault, Kind
from tests.faults.proxy import Exchange, Proxy

UNANSWERED = (httpx.RemoteProtocolError, httpx.ReadError, httpx.ReadTimeout)


def await_exchanges(proxy: Proxy, count: int) -> list[Exchange]:
    """The sender reads an answer before the proxy has noted it."""
    wait_until(lambda: len(proxy.exchanges) >= count, within_s=5, what=f"{count} exchanges")
    assert len(proxy.exchanges) == count
    return proxy.exchanges


@pytest.fixture
def sender(proxy: Proxy) -> Sender:
    return Sender(proxy.url)


class TestWhole:
    def test_carries_both_ways_unchanged(
        self, proxy: Proxy, receiver: Receiver, sender: Sender
    ) -> None:
        answer = sender.post("evt_1")
        assert answer.json() == {"event_id": "evt_1", "outcome": "applied"}
        assert receiver.requests == [make_body()]
        (exchange,) = await_exchanges(proxy, 1)
        assert (exchange.event_id, exchange.status, exchange.fault) == ("evt_1", 200, None)

    def test_ends_the_connection_when_the_receiver_is_away(self) -> None:
        with serving(Receiver()) as gone:
            port = gone.port
        with Proxy(upstream=port) as proxy:
            proxy.begin(None, seed=1)
            with pytest.raises(UNANSWERED):
                Sender(proxy.url).post("evt_1")


class TestLostMessages:
    @pytest.mark.parametrize(
        ("kind", "arrives"),
        [
            (Kind.CUT, False),
            (Kind.REQUEST_LOST, False),
            (Kind.RESET, False),
            (Kind.ANSWER_LOST, True),
            (Kind.SHORT_ANSWER, True),
        ],
    )
    def test_leave_the_sender_without_an_answer(
        self, proxy: Proxy, receiver: Receiver, sender: Sender, kind: Kind, arrives: bool
    ) -> None:
        proxy.begin(Fault(kind, times=1), seed=1)
        with pytest.raises(UNANSWERED):
            sender.post("evt_1")
        assert receiver.results == ["evt_1"] * arrives
        assert sender.post("evt_1").status_code == 200
        await_exchanges(proxy, 2)
        assert proxy.done == {kind: 1}

    def test_hang_ends_when_the_sender_gives_up(
        self, proxy: Proxy, receiver: Receiver, sender: Sender
    ) -> None:
        fault = Fault(Kind.HANG, times=1)
        proxy.begin(fault, seed=1)
        with pytest.raises(httpx.ReadTimeout):
            sender.post("evt_1", timeout=0.3)
        wait_until(lambda: proxy.is_done(fault), within_s=5, what="the end of the hanging")
        assert receiver.results == ["evt_1"]
        assert 0.2 < proxy.exchanges[0].seconds < 3

    def test_short_request_reaches_nobody_whole(
        self, proxy: Proxy, receiver: Receiver, sender: Sender
    ) -> None:
        proxy.begin(Fault(Kind.SHORT_REQUEST, times=1), seed=1)
        with pytest.raises(UNANSWERED):
            sender.post("evt_1")
        assert receiver.results == []


class TestChangedMessages:
    def test_altered_request_is_another_than_was_signed(
        self, proxy: Proxy, receiver: Receiver, sender: Sender
    ) -> None:
        proxy.begin(Fault(Kind.ALTERED_REQUEST, times=1), seed=1)
        assert sender.post("evt_1").status_code == 401
        assert receiver.results == []

    @pytest.mark.parametrize("kind", [Kind.NONSENSE, Kind.EMPTY, Kind.ANOTHER_EVENT])
    def test_a_garbage_200_never_reached_the_receiver(
        self, proxy: Proxy, receiver: Receiver, sender: Sender, kind: Kind
    ) -> None:
        proxy.begin(Fault(kind, times=1), seed=1)
        answer = sender.post("evt_1")
        assert answer.status_code == 200
        assert b"evt_1" not in answer.content
        assert receiver.requests == []

    def test_status_carries_retry_after(self, proxy: Proxy, sender: Sender) -> None:
        proxy.begin(Fault(Kind.STATUS, times=1, status=429, retry_after="7"), seed=1)
        answer = sender.post("evt_1")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")

    def test_redirect_tells_who_follows_it(self, proxy: Proxy, sender: Sender) -> None:
        proxy.begin(Fault(Kind.REDIRECT, times=1), seed=1)
        answer = sender.post("evt_1")
        assert (answer.status_code, proxy.trapped) == (307, 0)
        httpx.post(answer.headers["location"])
        assert proxy.trapped == 1


class TestTiming:
    def test_delay_holds_the_request_back(self, proxy: Proxy, sender: Sender) -> None:
        proxy.begin(Fault(Kind.DELAY, times=1, seconds=0.3), seed=1)
        started = time.monotonic()
        assert sender.post("evt_1").status_code == 200
        assert time.monotonic() - started >= 0.3

    @pytest.mark.parametrize("kind", [Kind.SLOW_ANSWER, Kind.SLOW_REQUEST])
    def test_slow_messages_arrive_in_pieces(
        self, proxy: Proxy, receiver: Receiver, sender: Sender, kind: Kind
    ) -> None:
        proxy.begin(Fault(kind, times=1, seconds=0.05, piece_bytes=40), seed=1)
        assert sender.post("evt_1").json()["event_id"] == "evt_1"
        assert receiver.results == ["evt_1"]
        assert await_exchanges(proxy, 1)[0].seconds >= 0.15

    def test_reorder_lets_the_next_pass(
        self, proxy: Proxy, receiver: Receiver, sender: Sender
    ) -> None:
        fault = Fault(Kind.REORDER, times=1, seconds=20)
        proxy.begin(fault, seed=1)
        held = threading.Thread(target=sender.post, args=("evt_1",))
        held.start()
        wait_until(lambda: proxy.is_holding, within_s=5, what="the held request")
        sender.post("evt_2")
        held.join()
        await_exchanges(proxy, 2)
        assert receiver.results == ["evt_2", "evt_1"]
        assert proxy.is_done(fault)

    def test_reorder_is_not_counted_when_nothing_passed(self, proxy: Proxy, sender: Sender) -> None:
        fault = Fault(Kind.REORDER, times=1, seconds=0.05)
        proxy.begin(fault, seed=1)
        sender.post("evt_1")
        await_exchanges(proxy, 1)
        assert not proxy.is_done(fault)


class TestRepeats:
    @pytest.mark.parametrize(
        ("kind", "is_repeat"), [(Kind.TWICE_FIRST, False), (Kind.TWICE_SECOND, None)]
    )
    def test_twice_delivers_twice(
        self,
        proxy: Proxy,
        receiver: Receiver,
        sender: Sender,
        kind: Kind,
        is_repeat: bool | None,
    ) -> None:
        proxy.begin(Fault(kind, times=1), seed=1)
        answer = sender.post("evt_1")
        assert is_repeat in {None, answer.headers.get("x-psp-replayed") == "1"}
        assert receiver.requests == [make_body()] * 2

    def test_echo_comes_when_all_is_healed(
        self, proxy: Proxy, receiver: Receiver, sender: Sender
    ) -> None:
        fault = Fault(Kind.ECHO)
        proxy.begin(fault, seed=1)
        for name in ("evt_1", "evt_2"):
            sender.post(name)
        assert len(receiver.requests) == 2
        proxy.heal()
        assert len(receiver.requests) == 4
        replays = [one.is_replay for one in await_exchanges(proxy, 4)]
        assert replays.count(True) == 2


class TestChoice:
    def test_picks_the_same_requests_for_the_same_seed(self, proxy: Proxy, sender: Sender) -> None:
        patterns = []
        for seed in (3, 3, 4):
            proxy.begin(Fault(Kind.STATUS, share=0.5), seed=seed)
            patterns.append([sender.post(f"evt_{i}").status_code for i in range(12)])
        assert patterns[0] == patterns[1] != patterns[2]
        assert set(patterns[0]) == {200, 503}

    def test_picks_only_events_of_the_type(self, proxy: Proxy, sender: Sender) -> None:
        proxy.begin(Fault(Kind.STATUS, event_type="profiling.progress"), seed=1)
        assert sender.post("evt_1").status_code == 200
        progress = make_body().replace(b"completed", b"progress")
        assert sender.post("evt_2", progress).status_code == 503

    def test_picks_one_learner_only(self, proxy: Proxy, sender: Sender) -> None:
        proxy.begin(Fault(Kind.STATUS, one_learner=True), seed=1)
        codes = [sender.post("evt", make_body(who)).status_code for who in ("a", "b", "a")]
        assert codes == [503, 200, 503]

    @pytest.mark.parametrize(("everything", "is_cut"), [(True, True), (False, False)])
    def test_ends_probes_only_when_told(self, proxy: Proxy, everything: bool, is_cut: bool) -> None:
        proxy.begin(Fault(Kind.CUT, everything=everything), seed=1)
        try:
            was_cut = httpx.get(f"{proxy.url}/livez").status_code != 200
        except UNANSWERED:
            was_cut = True
        assert was_cut is is_cut

    def test_does_nothing_more_when_healed(self, proxy: Proxy, sender: Sender) -> None:
        proxy.begin(Fault(Kind.CUT), seed=1)
        proxy.heal()
        assert sender.post("evt_1").status_code == 200
