import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.load import Ask, Load, WrongAnswerError, format_request, has_answer, run_load, run_loads

OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n"
MINE = b"learner7"
ASK = Ask(format_request("GET", "/", host="here", token="secret"), owner=7, mark=MINE)


@contextmanager
def serve(answer: bytes) -> Iterator[int]:
    """A server on a free port that answers every request with these bytes; b"" hangs up."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(answer)
                await writer.drain()
                if not answer:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(handle, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end_tasks(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end_tasks() -> None:
    """Let every connection's handler end, so that no loop is left with work."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


class TestHasAnswer:
    def test_waits_when_the_head_is_not_whole(self) -> None:
        assert not has_answer(OK[:-2], MINE)

    def test_waits_when_the_body_is_not_whole(self) -> None:
        assert not has_answer(OK + MINE[:-1], MINE)

    def test_is_content_when_the_body_holds_the_mark(self) -> None:
        assert has_answer(OK + MINE, MINE)

    @pytest.mark.parametrize(
        "received",
        [
            pytest.param(OK + b"learner8", id="another learner's"),
            pytest.param((OK + MINE).replace(b"200 OK", b"201 Created"), id="status 201"),
            pytest.param((OK + MINE).replace(b"200 OK", b"503 Busy"), id="status 503"),
            pytest.param(
                OK.replace(b": 8", b": 8\r\nx: learner7") + b"learner8", id="mark in head"
            ),
            pytest.param(b"HTTP/1.1 200 OK\r\n\r\nlearner7", id="no length"),
            pytest.param(OK + MINE + b"HTTP", id="more than one"),
        ],
    )
    def test_refuses_when_it_is_not_what_was_asked(self, received: bytes) -> None:
        with pytest.raises(WrongAnswerError):
            has_answer(received, MINE)


class TestFormatRequest:
    def test_has_length_and_type_when_there_is_a_body(self) -> None:
        request = format_request("POST", "/a", host="here", token="t", body=b"{}")

        head, _, body = request.partition(b"\r\n\r\n")
        assert head.startswith(b"POST /a HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer t\r\n")
        assert head.endswith(b"Content-Type: application/json\r\nContent-Length: 2")
        assert body == b"{}"


class TestRunLoad:
    def test_counts_every_answer_when_all_are_right(self) -> None:
        with serve(OK + MINE) as port:
            tally = run_load("127.0.0.1", port, draw=lambda: ASK, connections=3, seconds=0.2)

        assert tally.total == tally.by_owner[7] == tally.in_time + 3
        assert min(tally.latencies_ms) > 0

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            (b"HTTP/1.1 401 No\r\ncontent-length: 8\r\n\r\nlearner7", "not one 200"),
            (OK + b"learner8", "learner7"),
            (b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n", "invalid literal"),
            (b"", "hung up"),
        ],
    )
    def test_raises_at_once_when_an_answer_is_wrong(self, answer: bytes, reason: str) -> None:
        with serve(answer) as port, pytest.raises((WrongAnswerError, ValueError), match=reason):
            run_load("127.0.0.1", port, draw=lambda: ASK, connections=2, seconds=30)


class TestRunLoads:
    def test_ends_when_there_is_nothing_more_to_ask(self) -> None:
        asks = iter([ASK] * 5)
        finite = Load(lambda: next(asks, None), connections=2, seconds=30)
        with serve(OK + MINE) as port:
            (tally,) = run_loads("127.0.0.1", port, [finite])

        assert (tally.total, tally.in_time) == (5, 5)

    def test_rests_between_answers_and_keeps_the_tallies_apart(self) -> None:
        paced = Load(lambda: ASK, connections=2, seconds=0.5, pause_s=0.1)
        eager = Load(lambda: ASK, connections=1, seconds=0.2)
        with serve(OK + MINE) as port:
            slow, quick = run_loads("127.0.0.1", port, [paced, eager])

        assert 4 <= slow.total <= 12
        assert quick.total > slow.total

    def test_begins_spread_over_one_pause(self) -> None:
        drawn_at: list[float] = []

        def draw() -> Ask:
            drawn_at.append(time.perf_counter())
            return ASK

        with serve(OK + MINE) as port:
            run_loads("127.0.0.1", port, [Load(draw, connections=2, seconds=0.1, pause_s=0.6)])

        assert drawn_at[1] - drawn_at[0] >= 0.25
