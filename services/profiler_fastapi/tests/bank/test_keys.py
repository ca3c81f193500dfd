"""Solve again, from the published text, what can be solved by a program."""

import contextlib
import io
import re
from itertools import product

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
        assert key_text("cyber_aptitude_1") == "Amy's sign-in failed three times."

    def test_the_next_code_moves_each_sign_on_by_one(self) -> None:
        *_, last, _ = read_artifact("cyber_aptitude_2").split()
        assert key_text("cyber_aptitude_2") == "".join(chr(ord(sign) + 1) for sign in last)

    def test_six_in_binary(self) -> None:
        assert key_text("cyber_aptitude_3") == f"{6:04b}"

    def test_the_guessed_pages_are_mostly_not_there(self) -> None:
        lines = [
            line for line in read_artifact("cyber_aptitude_4").splitlines() if "visitor  7" in line
        ]
        assert len({line.split()[3] for line in lines}) == len(lines) == 4
        assert sum(line.endswith("not found") for line in lines) == 3
        assert key_text("cyber_aptitude_4") == "Guessing page names to see which ones exist"

    def test_only_a_thing_that_arrived_is_sure(self) -> None:
        """Every run of the exchange in which Blue has answered and no thank-you arrives."""
        runs = [
            {
                "Red's hello arrived at Blue.": hello,
                "Blue's answer arrived at Red.": answer,
                "Red has been switched off.": is_off,
                "Red has sent a thank-you.": answer and not is_off,
            }
            for hello, answer, thank_you, is_off in product([True, False], repeat=4)
            if hello and not (answer and thank_you and not is_off)
        ]
        item = load_bank().by_id["cyber_aptitude_5"]
        sure = [o.text for o in item.options[:-1] if all(run[o.text] for run in runs)]
        assert sure == [key_text(item.id)]

    def test_only_the_key_breaks_the_two_rules(self) -> None:
        states = [
            {
                "The alarm is silent while the light is on.": not rings and light,
                "The alarm rings while the fan is on.": rings and fan,
                "The alarm rings while the fan is off.": rings and not fan,
                "The fan is off while the light is off.": not fan and not light,
            }
            for rings, light, fan in product([True, False], repeat=3)
            if (light or not rings) and not (light and fan)
        ]
        item = load_bank().by_id["cyber_aptitude_6"]
        never = [o.text for o in item.options[:-1] if not any(s[o.text] for s in states)]
        assert never == [key_text(item.id)]

    def test_2b_in_hexadecimal(self) -> None:
        assert key_text("cyber_aptitude_7") == str(0x2B)

    def test_the_order_by_corrected_clocks(self) -> None:
        true, shown = (
            int(t) for t in re.findall(r"12:(\d\d)", load_bank().by_id["cyber_aptitude_8"].stem)
        )
        minutes = [int(t) for t in re.findall(r"14:(\d\d)", read_artifact("cyber_aptitude_8"))]
        names = ["door", "sign-in", "copy"]
        times = dict(zip(names, [minutes[0] - (shown - true), *minutes[1:]], strict=True))
        order = ", ".join(sorted(names, key=times.__getitem__)).capitalize()
        assert key_text("cyber_aptitude_8") == order

    def test_what_the_tool_costs_beyond_its_saving(self) -> None:
        cost, price = numbers(load_bank().by_id["cyber_aptitude_10"])
        years, halved = 4, 0.5
        difference = price - cost / years * halved
        assert key_text("cyber_aptitude_10") == (
            f"The tool costs {difference:.0f} more than it saves."
        )

    def test_the_program_prints_its_key(self) -> None:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(read_artifact("technical_exposure_8"), {})
        assert key_text("technical_exposure_8") == printed.getvalue().strip()
