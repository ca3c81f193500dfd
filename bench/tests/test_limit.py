import pytest

from bench.limit import LimitFailedError, Outcome, read_outcome, shorten_script

OUTPUT = """\
transaction type: script.sql
number of transactions actually processed: 1234
number of failed transactions: 0 (0.000%)
latency average = 6.1 ms
initial connection time = 120.5 ms
tps = 617.250000 (without initial connection time)
"""


class TestReadOutcome:
    def test_reads_the_summary(self) -> None:
        assert read_outcome(OUTPUT, [6.1]) == Outcome(1234, 617.25, [6.1])

    @pytest.mark.parametrize(
        ("said", "instead"),
        [
            ("failed transactions: 0", "failed transactions: 3"),
            ("processed: 1234", "processed: 0"),
            ("tps = ", "speed = "),
        ],
    )
    def test_refuses_when_not_everything_went_well(self, said: str, instead: str) -> None:
        with pytest.raises(LimitFailedError, match="transaction type"):
            read_outcome(OUTPUT.replace(said, instead), [6.1])


class TestShortenScript:
    def test_cuts_only_long_arrays(self) -> None:
        script = f"select '{{{'a,' * 100}}}'::text[], '{{b}}'::text[]"

        assert shorten_script(script) == f"select '{{{'a,' * 30}...}}'::text[], '{{b}}'::text[]"
