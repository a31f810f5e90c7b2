"""Writes the first version of a check, a list, a guidance or a reader of files: one that works, to be filled in.

Templates stand in `notecheck/templates/`; in them `@name@` and the like stand for what is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from keyword import iskeyword
from pathlib import Path
from typing import Final

from notecheck.errors import SettingsError

_PACKAGE: Final = Path(__file__).parent
_TEMPLATES: Final = _PACKAGE / "templates"
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LETTERS: Final = re.compile(r"[a-z]+")  # `notecheck.read.apart` starts readers by such names alone
_LONGEST: Final = 40  # characters
_SHOWN: Final = 60


@dataclass(frozen=True)
class Written:
    """What was written, and what is to be done with it.

    Attributes:
        path: the file.
        steps: what to do next, each a line or two.
    """

    path: Path
    steps: tuple[str, ...]


def new_check(name: str, root: Path | None = None) -> Written:
    """Write `notecheck/checks/<name>.py`: a check that runs, with examples that pass.

    Args:
        name: of the check and of its rule, such as `taken-for-granted`.
        root: the folder of the source; None for that of this package.

    Raises:
        SettingsError: the name cannot be had, the file is there, or this is no source checkout.
    """
    root = _source(root)
    _fits(name)
    module = name.replace("-", "_")
    _is_no_keyword(name, module)
    _is_free(name, module)
    path = _write(root / "notecheck" / "checks" / f"{module}.py", "check.py.txt", name)
    return Written(
        path,
        (
            f"It works as it is. Put your own rule, examples and find in {path.relative_to(root)}.",
            f"Its examples are tested with: python -m pytest tests/test_examples.py -k {name}",
            "It marks nothing in a report until a standard of a guidance names it. For everybody: in a standard of "
            f"lexicons/guidance/general.yaml, served_by: {{{name}: {{severity: suggestion}}}}. For your authority "
            "alone: in a guidance of your own (notecheck new guidance).",
            "A rule that general names stands in the README's table “What is checked”, and a pair of lexicons/gallery/ "
            "teaches it; the tests say so where that is missing.",
        ),
    )


def new_format(name: str, root: Path | None = None) -> Written:
    """Write `notecheck/read/<name>.py`: a reader of documents that end in `.<name>`.

    Args:
        name: the ending without its dot, such as `log`.
        root: the folder of the source; None for that of this package.

    Raises:
        SettingsError: the name cannot be had, the file is there, or this is no source checkout.
    """
    from notecheck.read import suffixes

    root = _source(root)
    if not _LETTERS.fullmatch(name) or len(name) > _LONGEST or iskeyword(name):
        raise SettingsError(f"name {name[:_SHOWN]!r}: give the ending of such files in small letters alone, as log")
    if f".{name}" in suffixes():
        raise SettingsError(f"name {name!r}: files that end in .{name} are read already; see notecheck/read/")
    path = _write(root / "notecheck" / "read" / f"{name}.py", "format.py.txt", name)
    return Written(
        path,
        (
            f"It works as it is. Put your own extract and recognises in {path.relative_to(root)}.",
            f"Try it with: notecheck check FILE.{name}. The page, audits and folders take such files too.",
            f"Write tests/test_{name}.py with files as they come, and broken ones.",
        ),
    )


def new_lexicon(name: str, folder: Path) -> Written:
    """Write `<folder>/<name>.yaml`: a list of words with one entry, valid at once.

    Raises:
        SettingsError: the name cannot be had, the file is there, or it cannot be written.
    """
    path = _write_own(folder, "", "lexicon.yaml", name)
    return Written(
        path,
        (
            f"It works as it is. Put your own words in {path}.",
            f"Try it with: echo 'The huddle met on Monday.' | notecheck check - --lexicons {_typed(folder)}",
        ),
    )


def new_guidance(name: str, folder: Path) -> Written:
    """Write `<folder>/guidance/<name>.yaml`: an authority's standards, valid at once.

    Raises:
        SettingsError: the name cannot be had, the file is there, or it cannot be written.
    """
    path = _write_own(folder, "guidance", "guidance.yaml", name)
    return Written(
        path,
        (
            f"It works as it is. Put your own standards in {path}.",
            f"See what serves them with: notecheck guidance {name} --lexicons {_typed(folder)}",
            f"Try it with: echo 'SW saw Callum.' | notecheck check - --lexicons {_typed(folder)} --guidance {name} "
            "--doc-type home-visit",
        ),
    )


def _source(root: Path | None) -> Path:
    """The folder of the source.

    Raises:
        SettingsError: this is an installed package.
    """
    root = root or _PACKAGE.parent
    if not ((root / "pyproject.toml").is_file() and (root / "tests" / "test_examples.py").is_file()):
        raise SettingsError(
            "checks and readers are part of notecheck's source, and this one is installed without it; in a checkout of "
            "the source: pip install -e '.[dev]'. Lists and guidances of your own need no source"
        )
    return root


def _fits(name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise SettingsError(
            f"name {name[:_SHOWN]!r}: give words in small letters with hyphens between them, as taken-for-granted; at "
            f"most {_LONGEST} characters, beginning with a letter"
        )


def _is_no_keyword(name: str, module: str) -> None:
    if iskeyword(module):
        raise SettingsError(f"name {name!r}: a word of Python's own cannot be the name of a file; give it another")


def _is_free(name: str, module: str) -> None:
    """Refuse the name of a check, a rule, a list's rule or a component that there is."""
    from spacy.language import Language

    import notecheck.checks  # noqa: F401
    from notecheck.component import REGISTRY
    from notecheck.data import load_lexicons

    rules = {rule.name for spec in REGISTRY.values() for rule in spec.rules}
    if name in rules | REGISTRY.keys() | load_lexicons().terms.keys():
        raise SettingsError(f"name {name!r}: there is a check or a rule of that name; notecheck explain lists them")
    if Language.has_factory(f"notecheck_{module}"):
        raise SettingsError(f"name {name!r}: there is a component notecheck_{module}; give the check another name")


def _write_own(folder: Path, below: str, template: str, name: str) -> Path:
    """A file of an authority's own; not by the name of one that is shipped, since reports name files."""
    from notecheck.data import LEXICONS

    _fits(name)
    if (LEXICONS / below / f"{name}.yaml").is_file():
        raise SettingsError(f"name {name!r}: there is a {name}.yaml among ours; give yours another name")
    if folder.is_file():
        raise SettingsError(f"--lexicons: {folder} is a file; give a folder of your own")
    return _write(folder / below / f"{name}.yaml", template, name)


def _write(path: Path, template: str, name: str) -> Path:
    """A template filled in, as a new file.

    Raises:
        SettingsError: it is there, or cannot be written.
    """
    title = name.replace("-", " ").capitalize()
    words = {"name": name, "title": title, "year": f'"{date.today().year}"'}
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise SettingsError(f"{path}: is there already, and is left as it is; give another name") from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written ({error.strerror})") from None
    return path


def _typed(folder: Path) -> str:
    """A folder as it is typed on a command line, of Windows too."""
    return f'"{folder}"' if " " in str(folder) else str(folder)
