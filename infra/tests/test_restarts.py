from infra.local.restarts import RestartPolicy


class TestFindDelay:
    def test_doubles_when_restarts_follow_each_other(self) -> None:
        policy = RestartPolicy()

        delays = [policy.find_delay([100.0] * count, 101.0) for count in range(5)]

        assert delays == [0.2, 0.4, 0.8, 1.6, 3.2]

    def test_gives_up_when_there_were_five_within_a_minute(self) -> None:
        assert RestartPolicy().find_delay([1.0, 2.0, 3.0, 4.0, 5.0], 60.9) is None

    def test_forgets_when_a_restart_is_a_minute_old(self) -> None:
        assert RestartPolicy().find_delay([1.0, 2.0, 3.0, 4.0, 5.0], 61.0) == 3.2
