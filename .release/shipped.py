"""What the wheel holds besides code, and what `notecheck grammar install` brings, as components in CycloneDX.

Nothing is imported but Python's own library: the build asks for it too (see `hook.py`), and has nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

SPEC: Final = "1.6"
"""Of CycloneDX."""

Json = dict[str, Any]
_MIT: Final = [{"license": {"id": "MIT"}}]
_STATED: Final = re.compile(r"^(?:version|edition): *\"?([^\"\n]+?)\"? *$", re.MULTILINE)
_ANCESTOR: Final = {"type": "machine-learning-model", "name": "en_core_web_sm", "version": "3.8.0", "licenses": _MIT}


def shipped(root: Path, version: str) -> list[Json]:
    """Models and lexicons in the wheel, each file with its SHA-256.

    Args:
        root: the folder of the source.
        version: notecheck's, for what states none of its own.
    """
    return [*_models(root, version), *_lists(root, version)]


def _models(root: Path, version: str) -> Iterator[Json]:
    for folder in ("en_case_notes", "statements", "opinions"):
        place = root / "models" / folder
        meta = place / "meta.json"
        model: Json = {
            "type": "machine-learning-model",
            "bom-ref": f"models/{folder}",
            "name": folder,
            "version": json.loads(meta.read_text("utf-8"))["version"] if meta.is_file() else version,
            "licenses": _MIT,
            "components": [_file(path, root, "file") for path in _files(place)],
        }
        yield model | ({"pedigree": {"ancestors": [_ANCESTOR]}} if meta.is_file() else {})


def _lists(root: Path, version: str) -> Iterator[Json]:
    figures = [root / "models" / name for name in ("measured.json", "planted.json")]
    for path in [*_files(root / "lexicons"), *figures]:
        stated = _STATED.search(path.read_text("utf-8")) if path.suffix == ".yaml" else None
        yield _file(path, root, "data") | {"version": stated[1] if stated else version, "licenses": _MIT}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _file(path: Path, root: Path, kind: str) -> Json:
    name = path.relative_to(root).as_posix()
    return {
        "type": kind,
        "bom-ref": name,
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": sha256(path.read_bytes()).hexdigest()}],
    }


def jars(root: Path) -> list[Json]:
    """LanguageTool and its libraries, as `notecheck grammar install` fetches them; no part of the wheel.

    Raises:
        ValueError: `.release/jars.txt`, which says whose they are, and the checksums name different ones.
    """
    sums = (root / "notecheck" / "languagetool" / "checksums.txt").read_text("utf-8").splitlines()
    names = (root / ".release" / "jars.txt").read_text("utf-8").splitlines()
    known = {f"{artifact}-{version}.jar": (group, artifact, version) for group, artifact, version in map(_parts, names)}
    held = {name: digest for digest, name in (row.split() for row in sums)}
    if unlike := sorted(held.keys() ^ known.keys()):
        raise ValueError(f".release/jars.txt and notecheck/languagetool/checksums.txt differ in {', '.join(unlike)}")
    return [_jar(*known[name], digest) for name, digest in sorted(held.items())]


def _parts(coordinates: str) -> tuple[str, str, str]:
    group, artifact, version = coordinates.split(":")
    return group, artifact, version


def _jar(group: str, artifact: str, version: str, digest: str) -> Json:
    address = f"pkg:maven/{group}/{artifact}@{version}?type=jar"
    return {
        "type": "library",
        "bom-ref": address,
        "group": group,
        "name": artifact,
        "version": version,
        "scope": "optional",
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "purl": address,
        "properties": [{"name": "notecheck:fetched-by", "value": "notecheck grammar install"}],
    }


def document(name: str, version: str, components: list[Json]) -> Json:
    """A CycloneDX document about a version of a package; the same components always give the same."""
    address = f"pkg:pypi/{name}@{version}"
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "serialNumber": number(components),
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": address,
                "name": name,
                "version": version,
                "purl": address,
                "licenses": _MIT,
            }
        },
        "components": components,
        "dependencies": [{"ref": address, "dependsOn": [each["bom-ref"] for each in components]}],
    }


def number(components: list[Json]) -> str:
    """The serial number of a document with these components, and of no other."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(components, sort_keys=True))}"
