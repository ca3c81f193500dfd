from profiler.outbox.sending import BATCH_PATH
from tests.faults.wire import Request


def make(path: str, body: bytes) -> Request:
    return Request(f"POST {path} HTTP/1.1\r\n\r\n".encode(), body)


class TestEvents:
    def test_of_a_batch_are_its_lines(self) -> None:
        request = make(BATCH_PATH, b'{"event_id": "1"}\n{"event_id": "2"}\n')
        assert [event["event_id"] for event in request.events] == ["1", "2"]

    def test_leave_out_what_is_no_event(self) -> None:
        assert make(BATCH_PATH, b'{"event_id": "1"}\n{"event_i').events == [{"event_id": "1"}]
        assert make("/sync", b"<html>").events == []

    def test_of_another_address_are_one(self) -> None:
        assert make("/sync", b'{"event_id":\n"1"}').events == [{"event_id": "1"}]
