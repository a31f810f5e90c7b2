"""Whether a package that notecheck needs has a known vulnerability, by pip-audit and a source of advisories.

pip-audit passes for clean what it could not look up: where the source does not answer for a package, it says "no known
vulnerabilities" with status 0. So the source is asked first about an old version of a package whose vulnerabilities are
long known, and each package that it did not answer for is named.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tools import Failed

CLEAN: Final = 0
FOUND: Final = 1
NOT_DONE: Final = 2
SOURCES: Final = ("pypi", "osv")
KNOWN_BAD: Final = "jinja2==2.4.1"
"""Of 2010, with advisories since 2014: a source that knows nothing of it, knows nothing."""


@dataclass(frozen=True)
class Verdict:
    """What an audit came to.

    Attributes:
        status: `CLEAN`, `FOUND` or `NOT_DONE`.
        lines: the same in words.
    """

    status: int
    lines: tuple[str, ...]


def audit(pins: Sequence[str], source: str = "pypi", ignored: Sequence[str] = ()) -> Verdict:
    """Look packages up.

    Args:
        pins: as 'name==version'.
        source: one of `SOURCES`.
        ignored: ids of advisories that somebody has looked into; those who ignore one say why where they ignore it.

    Raises:
        Failed: pip-audit is not installed.
    """
    if find_spec("pip_audit") is None:
        raise Failed("pip-audit is not installed here: pip install -e '.[release]'")
    if not _vulnerable(_asked([KNOWN_BAD], source)):
        return Verdict(
            NOT_DONE,
            (
                f"not audited: the advisories ({source}) cannot be reached from here, or do not know that {KNOWN_BAD} "
                f"is vulnerable; run `python .release audit` where they can, or try --source "
                f"{next(other for other in SOURCES if other != source)}",
            ),
        )
    return judged(_asked(pins, source), pins, ignored)


def _asked(pins: Sequence[str], source: str) -> Mapping[str, Any] | None:
    """What pip-audit says; None where it gives no answer."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pins.txt"
        path.write_text("\n".join(pins) + "\n", encoding="utf-8")
        options = ("--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json", "--timeout", "10")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(path), "--vulnerability-service", source]
        done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    try:
        told: Mapping[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        return None
    return told


def _vulnerable(told: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    return [row for row in told["dependencies"] if row.get("vulns")] if told else []


def judged(told: Mapping[str, Any] | None, pins: Sequence[str], ignored: Sequence[str] = ()) -> Verdict:
    """What an answer of pip-audit comes to.

    Args:
        told: the answer, as its JSON; None where there is none.
        pins: what was asked about, as 'name==version'.
        ignored: ids of advisories that do not count.
    """
    if told is None:
        return Verdict(NOT_DONE, ("not audited: pip-audit gave no answer",))
    answered = {canonicalize_name(row["name"]) for row in told["dependencies"] if "vulns" in row}
    silent = [pin for pin in pins if canonicalize_name(pin.partition("==")[0]) not in answered]
    bad = [
        f"{row['name']} {row['version']}: {each['id']}{_mended(each.get('fix_versions', ()))}"
        for row in _vulnerable(told)
        for each in row["vulns"]
        if not {each["id"], *each.get("aliases", ())} & {*ignored}
    ]
    asides = (f"ignored: {', '.join(ignored)}",) if ignored else ()
    if bad:
        known = "1 known vulnerability" if len(bad) == 1 else f"{len(bad)} known vulnerabilities"
        return Verdict(FOUND, (known, *bad, *_unanswered(silent), *asides))
    if silent:
        return Verdict(NOT_DONE, (f"audited in part: {len(answered)} are clean", *_unanswered(silent), *asides))
    return Verdict(CLEAN, (f"{len(answered)} packages, no known vulnerability", *asides))


def _mended(versions: Sequence[str]) -> str:
    return f", mended in {', '.join(versions)}" if versions else ", not mended yet"


def _unanswered(silent: Sequence[str]) -> tuple[str, ...]:
    return (f"not audited, since the advisories do not know them: {', '.join(silent)}",) if silent else ()


def installed(requirements: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is installed here of some requirements, and what that needs in turn.

    Args:
        requirements: as pyproject.toml writes them.

    Returns:
        Each package as 'name==version'; and the names of those that are not installed.
    """
    found: dict[str, str] = {}
    missing: set[str] = set()
    ahead = list(_meant(requirements, ""))
    seen = set(ahead)
    while ahead:
        package, extra = ahead.pop()
        try:
            known = distribution(package)
        except PackageNotFoundError:
            missing.add(package)
            continue
        found[package] = known.version
        fresh = [each for each in _meant(known.requires or (), extra) if each not in seen]
        seen.update(fresh)
        ahead += fresh
    return sorted(f"{package}=={version}" for package, version in found.items()), sorted(missing)


def _meant(requirements: Iterable[str], extra: str) -> Iterator[tuple[str, str]]:
    """The packages that requirements ask for on this machine, each with '' and with each extra that is asked for."""
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield from ((canonicalize_name(requirement.name), more) for more in ("", *sorted(requirement.extras)))
