"""Options that say which patient, shared by ``new`` and ``chat``."""

from __future__ import annotations

import argparse
import datetime as dt
import secrets
from typing import TYPE_CHECKING

from pz_tui.cli.common import CommandError

if TYPE_CHECKING:
    from pz_tui.generation.request import PatientRequest

_LARGEST_SEED = 2**63 - 1


def patient_arguments(parser: argparse.ArgumentParser) -> None:
    """Wishes for a patient; what is left out is drawn."""
    parser.add_argument("--condition", metavar="ID", help="id of a condition; without it the patient is a surprise")
    parser.add_argument("--specialty", metavar="S", help="any condition of a specialty")
    parser.add_argument("--age", type=_age, metavar="N", help="in years")
    parser.add_argument("--sex", choices=("f", "m"), help="f or m")
    parser.add_argument("--severity", choices=("mild", "moderate", "severe"))
    parser.add_argument("--presentation", choices=("typical", "atypical"))
    parser.add_argument("--seed", type=_seed, metavar="N", help="the same seed gives the same patient")
    parser.add_argument("--date", type=_date, metavar="YYYY-MM-DD", help="date of the encounter; today by default")


def request_of(options: argparse.Namespace) -> PatientRequest:
    """The request that the options make."""
    from pydantic import ValidationError  # noqa: PLC0415

    from pz_tui.generation.request import PatientRequest  # noqa: PLC0415

    sexes = {"f": "female", "m": "male", None: None}
    try:
        return PatientRequest.model_validate(
            {
                "condition": options.condition, "specialty": options.specialty, "age": options.age,
                "sex": sexes[options.sex], "severity": options.severity, "presentation": options.presentation,
                "seed": secrets.randbelow(2**31) if options.seed is None else options.seed,
                "date": options.date or dt.date.today(),
            }
        )  # fmt: skip
    except ValidationError as problem:
        first = problem.errors()[0]
        raise CommandError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from problem


def _seed(text: str) -> int:
    try:
        seed = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no seed; give a whole number from 0.") from None
    if not 0 <= seed <= _LARGEST_SEED:
        raise argparse.ArgumentTypeError(f"{seed} is no seed; give a whole number from 0 to {_LARGEST_SEED}.")
    return seed


def _age(text: str) -> int:
    if not text.isdecimal() or int(text) > 110:
        raise argparse.ArgumentTypeError(f"'{text}' is no age; give whole years from 0 to 110.")
    return int(text)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no date; write it as 2026-03-14.") from None
