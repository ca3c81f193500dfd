"""The item bank: data in YAML, its shape, its lint and what a learner may see of it."""

from profiler.bank.loader import load_bank
from profiler.bank.models import (
    Bank,
    BankHashes,
    CarelessModel,
    CarelessWeights,
    Item,
    ItemFormat,
    ModuleInfo,
    Option,
)
from profiler.bank.public import public_questions

__all__ = [
    "Bank",
    "BankHashes",
    "CarelessModel",
    "CarelessWeights",
    "Item",
    "ItemFormat",
    "ModuleInfo",
    "Option",
    "load_bank",
    "public_questions",
]
