"""The bill of materials of a release: all that an installation with every extra is made of, in CycloneDX's JSON."""

from __future__ import annotations

import json
import os
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from email.parser import HeaderParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from shipped import SPEC, Json, jars, number, shipped
from tools import Failed, run

_NOT_USED: Final = frozenset(("dev", "release"))
"""Extras that nobody needs who only uses notecheck."""


def write(wheel: Path, root: Path, to: Path, epoch: str) -> int:
    """Install a wheel with its extras into an empty environment, and write down what is there.

    Args:
        wheel: the release.
        root: the folder of the source that it was built from.
        to: the file.
        epoch: when the source was committed, in seconds since 1970.

    Returns:
        How many components there are.

    Raises:
        Failed: something could not be installed, or the document does not fit CycloneDX's schema.
    """
    metadata = of_wheel(wheel)
    with TemporaryDirectory() as folder:
        python = _installed(wheel, metadata.get_all("Provides-Extra") or (), Path(folder))
        found = json.loads(
            run(
                *(sys.executable, "-m", "cyclonedx_py", "environment", python, "--sv", SPEC, "-o", "-"),
                *("--pyproject", root / "pyproject.toml", "--output-reproducible", "--no-validate"),
                environment={"SOURCE_DATE_EPOCH": epoch},
            )
        )
    made = joined(found, [*shipped(root, metadata["Version"]), *jars(root)])
    if fault := why_invalid(made):
        raise Failed(f"the document does not fit CycloneDX {SPEC}: {fault}")
    to.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8", newline="\n")
    return len(made["components"])


def of_wheel(wheel: Path) -> Any:
    """A wheel's metadata, as an email's header."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
        return HeaderParser().parsestr(archive.read(name).decode())


def _installed(wheel: Path, extras: Sequence[str], folder: Path) -> Path:
    """The Python of a new environment with the wheel and what its extras ask for, and nothing else."""
    run(sys.executable, "-m", "venv", "--without-pip", folder / "env")
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    wanted = f"{wheel}[{','.join(sorted({*extras} - _NOT_USED))}]"
    run(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, wanted)
    return python


def joined(found: Json, ours: list[Json]) -> Json:
    """What was found installed together with what is ours.

    Args:
        found: a CycloneDX document about an environment, with notecheck as its main component.
        ours: components that no package index knows.
    """
    main = found["metadata"]["component"]
    for component in (main, *found["components"]):
        _without_addresses_here(component)
    main["purl"] = f"pkg:pypi/{main['name']}@{main['version']}"
    rows = {row["ref"]: row for row in found["dependencies"]}
    row = rows.setdefault(main["bom-ref"], {"ref": main["bom-ref"]})
    row["dependsOn"] = sorted({*row.get("dependsOn", ()), *(each["bom-ref"] for each in ours)})
    components = sorted([*found["components"], *ours], key=lambda each: (each["type"], each["name"], each["bom-ref"]))
    numbered = {"serialNumber": number(components)}
    return found | numbered | {"components": components, "dependencies": [rows[ref] for ref in sorted(rows)]}


def _without_addresses_here(component: Json) -> None:
    """Leave out where a file stood on the machine that the release was made on."""
    kept = [each for each in component.get("externalReferences", ()) if not each["url"].startswith("file:")]
    component.pop("externalReferences", None)
    if kept:
        component["externalReferences"] = kept


def why_invalid(made: Json) -> str:
    """Why a document does not fit CycloneDX's schema; '' where it does."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    fault = JsonStrictValidator(SchemaVersion.from_version(SPEC)).validate_str(json.dumps(made))
    return "" if fault is None else str(fault.data)[:300]


def pins(made: Json) -> list[str]:
    """The Python packages of a document, as 'name==version', without notecheck itself."""
    of = (each for each in made["components"] if each.get("purl", "").startswith("pkg:pypi/"))
    return sorted({f"{each['name']}=={each['version']}" for each in of})


def required(root: Path) -> list[str]:
    """What pyproject.toml asks for, all extras included but those that nobody needs who only uses notecheck."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    every = [*project["dependencies"], *(row for name in extras if name not in _NOT_USED for row in extras[name])]
    return [row for row in every if not row.startswith("notecheck[")]
