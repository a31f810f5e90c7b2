"""Makes a release, and measures what one is made of. Needs the extra `release`; run it in the folder of the source.

    python .release make       wheel and sdist (built twice, compared byte by byte), bill of materials, checksums, audit
    python .release audit      known vulnerabilities of what is installed here; --bom FILE: of what a release is made of
    python .release lowest     the first version of everything that pyproject.toml allows, together, under the tests
    python .release sizes      what the wheel takes on the disk with each set of extras

Exit status: 0 done; 1 a known vulnerability, or something does not hold; 2 it could not be carried out.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer
from audit import FOUND, NOT_DONE, SOURCES, audit, installed
from bom import of_wheel, pins, required, write
from building import bare, build, committed
from lowest import lowest
from sizes import sizes
from tools import Failed

ROOT: Final = Path(__file__).resolve().parents[1]

app = typer.Typer(
    help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
SourceOption = Annotated[str, typer.Option(metavar=f"[{'|'.join(SOURCES)}]", help="Whose advisories are asked.")]
IgnoreOption = Annotated[list[str] | None, typer.Option("--ignore", help="An advisory by its id; may be repeated.")]


@app.command()
def make(
    to: Annotated[Path, typer.Option("--to", help="Folder for the release; an older one in it is removed.")] = ROOT
    / "dist",
    source: SourceOption = "pypi",
    ignore: IgnoreOption = None,
) -> None:
    """Build a release."""
    wheel, sdist = build(ROOT, bare(to))
    version = of_wheel(wheel)["Version"]
    _say(f"{wheel.name} and {sdist.name}: built twice, the same bytes")
    bom = to / f"notecheck-{version}.cdx.json"
    _say(f"{bom.name}: {write(wheel, ROOT, bom, committed(ROOT)[1])} components, valid")
    files = (wheel, sdist, bom)
    sums = "".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (to / "SHA256SUMS").write_text(sums, encoding="utf-8", newline="\n")
    _audited(pins(json.loads(bom.read_text("utf-8"))), source, ignore)


@app.command("audit")
def audit_(
    bom: Annotated[Path | None, typer.Option(help="What a release is made of; without it, what is installed.")] = None,
    source: SourceOption = "pypi",
    ignore: IgnoreOption = None,
    unreachable_passes: Annotated[
        bool,
        typer.Option("--unreachable-passes", help="Exit with 0 where nobody can be asked; it is told."),
    ] = False,
) -> None:
    """Ask whether what notecheck needs has known vulnerabilities."""
    asked, missing = (pins(json.loads(bom.read_text("utf-8"))), []) if bom else installed(required(ROOT))
    if missing:
        raise Failed(f"not installed here: {', '.join(missing)}; pip install -e '.[dev]', or name a --bom")
    _audited(asked, source, ignore, unreachable_passes=unreachable_passes)


@app.command("lowest")
def lowest_(
    python: Annotated[str, typer.Option(help="Version or path of the Python.")] = sys.executable,
) -> None:
    """Install the first version of everything that is allowed, and run tests."""
    with TemporaryDirectory() as folder:
        _say(lowest(ROOT, Path(folder), python))


@app.command("sizes")
def sizes_() -> None:
    """Measure installations."""
    with TemporaryDirectory() as folder:
        for path in (built := build(ROOT, Path(folder))):
            _say(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
        for size in sizes(built[0]):
            name = f"notecheck[{size.extras}]" if size.extras else "notecheck"
            largest = ", ".join(f"{each} {megabytes:.0f}" for each, megabytes in size.largest)
            _say(f"{name}: {size.megabytes:.0f} MB in {size.packages} packages ({largest})")


def _audited(asked: list[str], source: str, ignore: list[str] | None, *, unreachable_passes: bool = False) -> None:
    if source not in SOURCES:
        raise typer.BadParameter(f"--source: {source[:40]!r} is not one of: {', '.join(SOURCES)}")
    verdict = audit(asked, source, ignore or ())
    for line in verdict.lines:
        _say(line)
    if verdict.status == FOUND or (verdict.status == NOT_DONE and not unreachable_passes):
        raise typer.Exit(verdict.status)


def _say(line: str) -> None:
    typer.echo(line)


def main() -> None:
    """Run the commands."""
    try:
        app()
    except (Failed, ValueError, OSError) as error:
        typer.echo(f"release: {error}", err=True)
        sys.exit(NOT_DONE)


if __name__ == "__main__":
    main()
