"""A tiny program for the supervisor's tests: it waits, and does what its arguments say.

--log-term FILE    append our name and the time to FILE when SIGTERM comes
--ignore-term      carry on when SIGTERM comes
--child FILE       start a child that outlives us and write its pid to FILE
--say N            print N numbered lines
--exit CODE        end at once with this code
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--log-term", type=Path)
    parser.add_argument("--ignore-term", action="store_true")
    parser.add_argument("--child", type=Path)
    parser.add_argument("--say", type=int, default=0)
    parser.add_argument("--exit", type=int)
    parser.add_argument("--name", default="")
    options = parser.parse_args()

    def handle_term(_number: int, _frame: object) -> None:
        if options.log_term:
            with options.log_term.open("a") as log:
                log.write(f"{options.name}\n")
        if not options.ignore_term:
            sys.exit(0)

    signal.signal(signal.SIGTERM, handle_term)
    for number in range(options.say):
        print(f"line {number}", flush=True)
    if options.child:
        child = subprocess.Popen(["sleep", "1000"])
        draft = options.child.with_suffix(f".{os.getpid()}")
        draft.write_text(str(child.pid))
        draft.rename(options.child)
    if options.exit is not None:
        sys.exit(options.exit)
    while True:
        time.sleep(1)


if __name__ == "__main__":
    main()
