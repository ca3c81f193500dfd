"""Solve again, from the published text, what can be solved by a program."""

import contextlib
import io
import re

from profiler.bank import Item, load_bank


def key_text(item_id: str) -> str:
    item = load_bank().by_id[item_id]
    return item.option(item.key or "").text


def read_artifact(item_id: str) -> str:
    return load_bank().by_id[item_id].artifact or ""


def numbers(item: Item) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", item.stem)]


class TestKeys:
    def test_the_failed_sign_ins_are_amys(self) -> None:
        failed = [
            line for line in read_artifact("cyber_aptitude_1").splitlines() if "failed" in line
        ]
        assert len(failed) == 3
        assert all(line.endswith("amy") for line in failed)
        assert key_text("cyber_aptitude_1") == "Amy failed to sign in three times."

    def test_the_next_code_moves_each_sign_on_by_one(self) -> None:
        *_, last, _ = read_artifact("cyber_aptitude_2").split()
        assert key_text("cyber_aptitude_2") == "".join(chr(ord(sign) + 1) for sign in last)

    def test_six_in_binary(self) -> None:
        assert key_text("cyber_aptitude_3") == f"{6:04b}"

    def test_2b_in_hexadecimal(self) -> None:
        assert key_text("cyber_aptitude_7") == str(0x2B)

    def test_the_order_by_corrected_clocks(self) -> None:
        minutes = [int(t) for t in re.findall(r"14:(\d\d)", read_artifact("cyber_aptitude_8"))]
        names = ["door", "sign-in", "copy"]
        times = dict(zip(names, [minutes[0] - 5, *minutes[1:]], strict=True))
        order = ", ".join(sorted(names, key=times.__getitem__)).capitalize()
        assert key_text("cyber_aptitude_8") == order

    def test_what_the_fix_costs_beyond_its_saving(self) -> None:
        cost, price = numbers(load_bank().by_id["cyber_aptitude_10"])
        years, halved = 4, 0.5
        difference = price - cost / years * halved
        assert key_text("cyber_aptitude_10") == (
            f"The fix costs {difference:.0f} more than it saves."
        )

    def test_the_program_prints_its_key(self) -> None:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(read_artifact("technical_exposure_8"), {})
        assert key_text("technical_exposure_8") == printed.getvalue().strip()
