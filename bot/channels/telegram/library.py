"""Imports aiogram without building what validates each of its 360 types, most of which no bot here ever meets.

aiogram asks that its types are built when they are first used, and then builds all of them, each with all that it takes
in: 2 s of processor time and 100 MB. Here they are left until then. All that they miss are the names that their
annotations use, which aiogram imports for type checkers alone; so their modules are given these names.

This module has to be imported before anything of aiogram; the package does so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pydantic import BaseModel


def import_lightly() -> None:
    """Import aiogram; does nothing where somebody has imported it whole."""
    if "aiogram" in sys.modules:
        return
    left: list[tuple[type[BaseModel], Mapping[str, Any]]] = []

    def leave(model: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **_: Any) -> None:
        left.append((model, _types_namespace or {}))

    rebuild = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = classmethod(leave)  # type: ignore[assignment, method-assign]
    try:
        import_module("aiogram")
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]
    for model, names in left:
        _give_names(model, names)


def _give_names(model: type[BaseModel], names: Mapping[str, Any]) -> None:
    """To the module of the model, those of `names` that its annotations use, inherited ones too."""
    module = vars(sys.modules[model.__module__])
    for form in model.__mro__:
        for annotation in vars(form).get("__annotations__", {}).values():
            for name in re.findall(r"\w+", str(annotation)):
                if name in names:
                    module.setdefault(name, names[name])


import_lightly()
