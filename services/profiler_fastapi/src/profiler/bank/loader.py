"""Read the bank from its file. The loaded bank is the only state that the process keeps."""

from functools import cache
from importlib import resources
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from profiler.bank.hashes import hash_bank
from profiler.bank.models import Bank, BankSource

BANK_FILE = "profiler.v1.yaml"

_SOURCE = TypeAdapter(BankSource)


class BankUnreadable(ValueError):
    """The file is not a bank: broken YAML, an unknown or missing field, a wrong type."""


@cache
def load_bank() -> Bank:
    """The bank that this version ships. Raises :class:`BankUnreadable`."""
    file = resources.files("profiler.bank") / BANK_FILE
    return parse_bank(file.read_text(encoding="utf-8"))


def parse_bank(text: str) -> Bank:
    """The bank written in a YAML text. Says nothing about its quality: that is the lint's work.

    Raises :class:`BankUnreadable` with the place of the fault.
    """
    try:
        source = _SOURCE.validate_python(yaml.load(text, Loader=_UniqueKeyLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise BankUnreadable(str(error)) from error
    except ValidationError as error:
        raise BankUnreadable(_explain(error)) from error
    return assemble(source)


def assemble(source: BankSource) -> Bank:
    """A bank with its hashes."""
    return Bank(
        version=source.version,
        locale=source.locale,
        position_seed=source.position_seed,
        careless_model=source.careless_model,
        modules=source.modules,
        reflections=source.reflections,
        items=source.items,
        hashes=hash_bank(source),
    )


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


class _UniqueKeyLoader(yaml.SafeLoader):
    """The safe loader, except that a key written twice is an error and not a silent overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise yaml.YAMLError(f"a key is written twice{node.start_mark}")
        return mapping
