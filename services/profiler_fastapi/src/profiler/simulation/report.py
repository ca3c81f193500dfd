"""The report as plain values: what ``psych_report.json`` holds and the manual prints."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from profiler.bank.models import Bank
from profiler.simulation import detail
from profiler.simulation.fit import FIT_SEEDS
from profiler.simulation.gates import Judged, flag_groups, judge_gates, judge_groups
from profiler.simulation.mutations import check_mutations
from profiler.simulation.population import ASSUMPTIONS, LEARNERS
from profiler.simulation.seed_run import measure, run_seed
from profiler.simulation.short_run import compare_forms

GATE_SEEDS: Final = tuple(range(12))
COMMAND: Final = "make simulate"


def make_report(bank: Bank, *, commit: str) -> dict[str, Any]:
    """Run the gate seeds and put everything together, figures rounded to four decimals."""
    runs = [run_seed(bank, seed) for seed in GATE_SEEDS]
    figures = [measure(run) for run in runs]
    groups = flag_groups(runs)
    gates = [*judge_gates(figures), judge_groups(groups)]
    mutations = check_mutations(bank, runs)
    return {
        "command": COMMAND,
        "commit": commit,
        "bank": {"version": bank.version, "hashes": asdict(bank.hashes)},
        "gate_seeds": list(GATE_SEEDS),
        "fit_seeds": list(FIT_SEEDS),
        "learners_per_seed": LEARNERS,
        "assumptions": list(ASSUMPTIONS),
        "passed": all(j.is_passed for j in gates) and all(m.is_caught for m in mutations),
        "gates": [_tell_gate(judged) for judged in gates],
        "mutations": [asdict(mutation) for mutation in mutations],
        "figures": _average(figures),
        "comparison": compare(_average(figures)),
        "short_form": compare_forms(figures, len(bank.items)),
        "groups_flagged_strong": {name: round(share, 4) for name, share in groups.items()},
        "careless_model": asdict(bank.careless_model),
        "reliability": detail.list_reliability(runs),
        "recovery_by_clarity": detail.list_recovery_by_clarity(runs),
        "theta_error": detail.list_theta_errors(runs),
        "share_bias": detail.list_share_bias(runs),
        "flags_by_kind": detail.list_flags_by_kind(runs),
        "sensitivity": detail.list_sensitivity(bank, GATE_SEEDS),
    }


def compare(figures: Mapping[str, float]) -> list[dict[str, float | str]]:
    """Ours beside the additive predecessor."""
    names = {"top1": "top-1", "calibration": "calibration error", "brier": "Brier, 5 classes"}
    rows: list[dict[str, float | str]] = [
        {"measure": title, "profiler": figures[name], "additive": figures[f"baseline_{name}"]}
        for name, title in names.items()
    ]
    kinder = figures["baseline_preferences_top1"]
    title = "top-1, additive over preferences only"
    return [*rows, {"measure": title, "profiler": figures["top1"], "additive": kinder}]


def _tell_gate(judged: Judged) -> dict[str, Any]:
    gate = judged.gate
    return {
        "metric": gate.name,
        "value": round(judged.value, 4),
        "lowest": round(judged.lowest, 4),
        "highest": round(judged.highest, 4),
        "gate": f"{'>=' if gate.kind == 'least' else '<='} {gate.bound}",
        "prototype": gate.prototype,
        "stretch": gate.stretch,
        "passed": judged.is_passed,
    }


def _average(figures: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {
        name: round(sum(seed[name] for seed in figures) / len(figures), 4) for name in figures[0]
    }
