"""``python services/profiler_fastapi/tests/results/freeze.py``: freeze sessions of the held bank.

Only for a bank version that nobody has answered yet; afterwards the frozen ones must replay for
ever.
"""

import json
import random
from pathlib import Path

from profiler.bank import Bank, load_bank
from profiler.replay import recompute

FROZEN = Path(__file__).parent / "frozen"


def draw(bank: Bank, seed: int, share: float) -> dict[str, tuple[str, int | None]]:
    """Answers to about ``share`` of the items, with times for most of them."""
    drawn = random.Random(seed)
    return {
        item.id: (drawn.choice(item.option_keys), drawn.choice([None, drawn.randint(900, 40_000)]))
        for item in bank.items
        if drawn.random() < share
    }


def main() -> None:
    """Write twelve sessions: whole, partial, careless, with and without reflections."""
    bank = load_bank()
    for seed in range(12):
        share = 1.0 if seed % 3 == 0 else 0.75
        answers = draw(bank, seed, share)
        if seed == 6:
            answers = {item.id: ("A", 600) for item in bank.items}
        why = "I like to know why." if seed % 2 else None
        aim = "Ein Ziel — über Grenzen." if seed % 4 == 1 else None
        result = recompute(bank=bank, answers=answers, why=why, aim=aim).decode()
        frozen = {
            "bank": bank.version,
            "answers": answers,
            "why": why,
            "aim": aim,
            "result": result,
        }
        text = json.dumps(frozen, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (FROZEN / f"{bank.version}-{seed:02}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
