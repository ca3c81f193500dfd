"""``python -m profiler.simulation``: run the gates and write the report; exit 1 when one fails.

``python -m profiler.simulation fit`` fits q on its own seeds and writes it into the bank file.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from profiler.bank import load_bank, loader
from profiler.simulation.fit import fit_model, format_model, write_model
from profiler.simulation.manual import draw_plots, write_manual
from profiler.simulation.report import make_report

BANK_PATH = Path(loader.__file__).with_name(loader.BANK_FILE)


def main(arguments: list[str] | None = None) -> int:
    """0 when every gate holds and every mutation is caught."""
    parser = argparse.ArgumentParser(prog="python -m profiler.simulation", description=__doc__)
    parser.add_argument("command", nargs="?", choices=["gates", "fit"], default="gates")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="where the manual stands")
    chosen = parser.parse_args(arguments)
    return _fit() if chosen.command == "fit" else _run_gates(chosen.docs)


def _fit() -> int:
    model = fit_model(load_bank())
    write_model(BANK_PATH, model)
    sys.stdout.write(format_model(model))
    return 0


def _run_gates(docs: Path) -> int:
    started = time.monotonic()
    code = conclude(make_report(load_bank(), commit=_read_commit()), docs)
    sys.stdout.write(f"{time.monotonic() - started:.1f} s\n")
    return code


def conclude(report: dict[str, Any], docs: Path) -> int:
    """Write the files, print a line per gate and mutation, and answer the exit code."""
    write_files(docs, report)
    for gate in report["gates"]:
        _say(gate["passed"], f"{gate['metric']}: {gate['value']} (gate {gate['gate']})")
    for mutation in report["mutations"]:
        _say(mutation["is_caught"], f"{mutation['name']}: {mutation['seen']}")
    return 0 if report["passed"] else 1


def write_files(docs: Path, report: dict[str, Any]) -> None:
    """Write the report, the manual and its plots below ``docs``."""
    reports = docs / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    (reports / "psych_report.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    (docs / "profiler-manual.md").write_text(write_manual(report), "utf-8")
    for name, drawing in draw_plots(report).items():
        (reports / name).write_text(drawing, "utf-8")


def _read_commit() -> str:
    run = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return run.stdout.strip() or "unknown"


def _say(is_good: bool, text: str) -> None:
    sys.stdout.write(f"{'ok  ' if is_good else 'FAIL'} {text}\n")


if __name__ == "__main__":
    sys.exit(main())
