"""Runs the real supervisor over a table of fake programs: `python fake_system.py RUN_DIR`.

The table is RUN_DIR/table.json: a list of the fields of Program.
"""

import json
import sys
from pathlib import Path
from typing import Any

from infra.local.console import Console
from infra.local.program import Kind, Program, is_alive
from infra.local.record import ProcessRecord
from infra.local.restarts import RestartPolicy
from infra.local.supervisor import Supervisor


def make_program(row: Any) -> Program:
    ready_file = row.pop("ready_file", None)
    is_ready = Path(ready_file).exists if ready_file else is_alive
    kind = Kind(row.pop("kind"))
    defaults = {"stage": 0, "env": {"PATH": "/usr/bin:/bin"}}
    return Program(kind=kind, is_ready=is_ready, **(defaults | row))


def main(run_dir: Path) -> int:
    table = json.loads((run_dir / "table.json").read_text())
    record = ProcessRecord(run_dir / "processes.json")
    console = Console()
    console.show(f"leftovers: {','.join(record.stop_leftovers())}")
    (run_dir / "logs").mkdir(exist_ok=True)
    return Supervisor(
        [make_program(row) for row in table],
        logs=run_dir / "logs",
        record=record,
        console=console,
        on_ready=lambda: console.show("ready"),
        policy=RestartPolicy(first_delay_s=0.01),
    ).run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
