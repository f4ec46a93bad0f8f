"""One TOML file -> one validated model, or one sentence that says what is wrong and how to mend it."""

from __future__ import annotations

import difflib
import gc
import re
import tomllib
import types
import typing
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)

MAX_BYTES = 2_000_000
"""A knowledge file is written by hand; anything larger is a mistake and would stall the start."""


class KnowledgeError(ValueError):
    """A faulty knowledge file.

    Attributes:
        file: name of the file ("presentation.toml").
        key: the place in it ("symptoms[3].rate"; entries count from 1), or "" for the file as a whole.
        mend: what is wrong and what to do, in one sentence.
    """

    def __init__(self, file: str, key: str, mend: str) -> None:
        self.file, self.key, self.mend = file, key, mend
        super().__init__(f"{file}, {key}: {mend}" if key else f"{file}: {mend}")


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file, with control characters removed from every text.

    Raises:
        KnowledgeError: the file is missing, too large, not UTF-8 or not TOML.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise KnowledgeError(path.name, "", f"it is larger than {MAX_BYTES // 1_000_000} MB; split it.")
        text = path.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        raise KnowledgeError(path.name, "", f"it is missing in {path.parent.name}; add it.") from None
    except OSError as error:
        why = (error.strerror or "unreadable").lower()
        raise KnowledgeError(path.name, "", f"it cannot be read ({why}); check the file.") from None
    except UnicodeDecodeError:
        raise KnowledgeError(path.name, "", "it is not UTF-8; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(path.name, *_syntax(str(error))) from None
    # Raw control characters are no TOML, so only escapes can bring them in.
    return _clean(tables) if "\\" in text or not text.isascii() else tables


def read_model(path: Path, model: type[M]) -> M:
    """A file as ``model``; raises KnowledgeError for the first fault."""
    with _unhurried():
        return as_model(read_toml(path), model, path.name)


@contextmanager
def _unhurried() -> Iterator[None]:
    """No garbage collection meanwhile: all the small objects of a table stay, and looking at them costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def as_model(tables: dict[str, Any], model: type[M], file: str) -> M:
    """Tables already read as ``model``; raises KnowledgeError for the first fault."""
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        raise faults(error, model, file)[0] from None


def faults(error: ValidationError, model: type[BaseModel], file: str) -> list[KnowledgeError]:
    """Every fault of a failed validation, unknown keys first since they often cause the others."""
    details = sorted(error.errors(include_url=False), key=lambda item: item["type"] != "extra_forbidden")
    return [KnowledgeError(file, place(item["loc"]), _mend(item, model)) for item in details]


def nearest(word: str, known: Sequence[str]) -> str:
    """ " (did you mean X?)" for the closest known word, or ""."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""


def place(loc: Sequence[int | str]) -> str:
    """("symptoms", 2, "rate") -> "symptoms[3].rate", counted as a reader counts."""
    out = ""
    for part in loc:
        if part == "[key]":
            continue
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else str(part)
    return out


def _syntax(message: str) -> tuple[str, str]:
    found = re.search(r"\(at (?:line (\d+), column (\d+)|end of document)\)", message)
    what = message[: found.start()].strip() if found else message
    where = f"line {found[1]}" if found and found[1] else "last line"
    return where, f"it is not valid TOML ({what[:1].lower()}{what[1:]}); mend that line."


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        if value.replace("\n", " ").isprintable():
            return value
        kept = (c for c in value if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
        return "".join(kept)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value


def _mend(item: ErrorDetails, model: type[BaseModel]) -> str:
    kind, given, limits = item["type"], item.get("input"), item.get("ctx", {})
    message = item["msg"].rstrip(".")
    mend = f"{_shown(given)} does not fit ({message[:1].lower()}{message[1:]}); correct it."
    if kind == "extra_forbidden":
        key = str(item["loc"][-1])
        known = list(_model_at(model, item["loc"][:-1]).model_fields)
        mend = f"there is no key {key}{nearest(key, known)}; rename or remove it."
    elif kind == "missing":
        mend = "it is missing; add it."
    elif kind in ("less_than_equal", "less_than", "greater_than_equal", "greater_than"):
        mend = _bound(given, kind, limits)
    elif kind in ("too_short", "string_too_short"):
        mend = f"it is too short; give at least {limits.get('min_length', 1)}."
    elif kind == "literal_error":
        words = re.findall(r"'([^']*)'", str(limits.get("expected", "")))
        mend = f"{_shown(given)} is not known{nearest(str(given), words)}; give one of {', '.join(words)}."
    elif kind == "value_error":
        mend = f"{limits.get('error', message)}; correct the values."
    elif kind in _WANTED:
        mend = f"{_shown(given)} is of the wrong type; give {_WANTED[kind]}."
    return mend


def _bound(given: Any, kind: str, limits: dict[str, Any]) -> str:
    low = limits.get("ge", limits.get("gt"))
    high = limits.get("le", limits.get("lt"))
    if kind.startswith("less"):
        side, limit = "above", high
        want = "a share from 0 to 1" if high == 1 else f"{high:g} or less"
    else:
        side, limit = "below", low
        want = f"more than {low:g}" if kind == "greater_than" else f"{low:g} or more"
    side = f"not above {limit:g}" if kind == "greater_than" else f"{side} {limit:g}"
    return f"{_shown(given)} is {side}; give {want}."


_WANTED = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list in square brackets",
    "list_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _model_at(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel]:
    """The model whose keys stand at ``loc``, by following the annotations."""
    here: Any = model
    for part in loc:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(part))
            here = field.annotation if field else here
        here = _unwrapped(here)
    return here if isinstance(here, type) and issubclass(here, BaseModel) else model


def _unwrapped(annotation: Any) -> Any:
    """The model inside ``tuple[X, ...]``, ``dict[K, X]`` or ``X | None``, else the annotation."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation
    for inner in typing.get_args(annotation):
        found = _unwrapped(inner)
        if isinstance(found, type) and issubclass(found, BaseModel):
            return found
    return annotation
