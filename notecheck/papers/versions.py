"""What is installed: versions, models and lists with their checksums, and licences, as tables for the paper `versions`.

What an output rests on is told by `notecheck/audit/fingerprint.py`, whose checksums these are.
"""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import Any, Final

import notecheck
from notecheck.audit.fingerprint import ABSENT, fingerprint
from notecheck.data import LEXICONS, MODEL, load_lexicons, read_lexicon
from notecheck.guidance import guidance_names, load_guidance
from notecheck.papers.paper import table

_REQUIREMENT: Final = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST: Final = 60  # characters of a licence; some packages put its whole text there
_SHIPPED: Final = LEXICONS.parent


def _rests(lexicons: str | None) -> Mapping[str, Mapping[str, str]]:
    """Models, lists and versions that a report rests on: kind → name → version or SHA-256."""
    return fingerprint(None, options={}, columns={}, lexicons=lexicons, model=None, grammar="")


def installed(lexicons: str | None) -> dict[str, Any]:
    """What runs here and what a report rests on, for other programs."""
    found = _rests(lexicons)
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "packages": dict(found["version"]),
        "sha256": {shown(path): digest for kind in ("model", "lexicons") for path, digest in found[kind].items()},
    }


def shown(path: str) -> str:
    """A file as people know it: within what is shipped, or as it was given."""
    place = Path(path)
    return place.relative_to(_SHIPPED).as_posix() if place.is_relative_to(_SHIPPED) else path


def facts(lexicons: str | None) -> dict[str, str]:
    """Place → Markdown."""
    found = _rests(lexicons)
    model = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
    return {
        "notecheck.version": notecheck.__version__,
        "python.version": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "spacy.version": found["version"]["spacy"],
        "model.version": f"{model['name']} {model['version']}",
        "model.licence": model["license"],
        "versions.packages": table(("Package", "Version", "Licence"), _packages(found["version"])),
        "versions.guidance": table(
            ("Guidance", "Authority", "Edition", "Date", "Licence of our wording"), _guidances(lexicons)
        ),
        "versions.lists": table(("File", "Version", "Licence"), _lists(lexicons)),
        "versions.models.sha256": table(("File", "SHA-256"), _sums(found["model"])),
        "versions.lists.sha256": table(("File", "SHA-256"), _sums(found["lexicons"])),
    }


def _sums(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((shown(path), digest) for path, digest in found.items())


def _packages(found: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Our own package, what it names as needed with or without an extra, and those on which a report rests."""
    names = {match[0] for each in requires("notecheck") or () if (match := _REQUIREMENT.match(each))}.union(found)
    yield "notecheck", notecheck.__version__, "MIT"
    for name in sorted(names - {"notecheck"}, key=str.lower):
        yield name, *_of_package(name)


def _of_package(name: str) -> tuple[str, str]:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ABSENT, ""
    stated = [*(told.get_all("License-Expression") or ()), *_classified(told), *(told.get_all("License") or ())]
    first = next(filter(str.strip, stated), "not stated").strip().splitlines()[0]
    return told["Version"], first[:_LONGEST]


def _classified(told: PackageMetadata) -> Iterator[str]:
    """Licences that a package names among its classifiers."""
    for each in told.get_all("Classifier") or ():
        name = each.rpartition(" :: ")[2]
        if each.startswith("License ::") and name != "OSI Approved":
            yield name


def _guidances(lexicons: str | None) -> Iterator[tuple[str, ...]]:
    for name in guidance_names(lexicons):
        known = load_guidance(name, lexicons)
        authority = known.authority[:1].upper() + known.authority[1:]
        yield name, authority, known.edition, known.date, known.licence


def _lists(lexicons: str | None) -> Iterator[tuple[str, str, str]]:
    for folder in load_lexicons(lexicons).folders:
        for path in sorted(folder.glob("*.yaml")):
            known = read_lexicon(path)
            yield shown(str(path)), known.version, known.licence
