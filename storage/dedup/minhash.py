"""datasketch's MinHash, imported without the rest of datasketch."""

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasketch import MinHash

__all__ = ["MinHash"]

_PACKAGE = "datasketch"


def _import_minhash() -> ModuleType:
    """Import ``datasketch.minhash`` inside a package that is only a place.

    The real one imports its LSH, and that scipy's integration: 1.5 s of CPU and 73 MB in every process that
    stores an article. MinHash needs numpy alone. Whoever imports datasketch, before or after, has it whole.
    """
    if _PACKAGE in sys.modules:
        return import_module(f"{_PACKAGE}.minhash")
    place = ModuleType(_PACKAGE)
    spec = PathFinder.find_spec(_PACKAGE)
    place.__path__ = list((spec and spec.submodule_search_locations) or ())
    sys.modules[_PACKAGE] = place
    try:
        return import_module(f"{_PACKAGE}.minhash")
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGE]:
            del sys.modules[name]


if not TYPE_CHECKING:
    MinHash = _import_minhash().MinHash
