"""Finds what is shipped (`lexicons/`, `models/`), reads the lexicons, and refuses what does not fit, by file and entry.

What may stand in a file, `notecheck/entries.py` says. Beside them, `dictionary.txt` lists words that are spelled right,
one or several a line, `#` before a remark. Everything read here is frozen: no caller can change another's lexicon.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

import ryaml
from pydantic import Field, TypeAdapter, ValidationError

from notecheck.entries import (
    KINDS,
    AcronymEntry,
    AcronymLexicon,
    Decision,
    DecisionLexicon,
    ItemEntry,
    ItemLexicon,
    Lexicon,
    LexiconFile,
    RoleEntry,
    RoleLexicon,
    TermEntry,
    TermLexicon,
    WordLexicon,
)
from notecheck.errors import LexiconError
from notecheck.faults import explain_faults, together
from notecheck.nesting import refuse_tangles
from notecheck.own_files import read_own

_PACKAGE: Final = Path(__file__).parent
_SHIPPED: Final = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent

LEXICONS: Final = _SHIPPED / "lexicons"
MODEL: Final = _SHIPPED / "models" / "en_case_notes"
STATEMENTS: Final = _SHIPPED / "models" / "statements"
OPINIONS: Final = _SHIPPED / "models" / "opinions"
MEASURED: Final = _SHIPPED / "models" / "measured.json"
SLIPS: Final = _SHIPPED / "models" / "planted.json"
PAGE: Final = _SHIPPED / "app.py"
MOST_BYTES: Final = 5_000_000
"""In a file of lexicons or guidance."""


_ADAPTER: Final[TypeAdapter[Lexicon]] = TypeAdapter(Annotated[Lexicon, Field(discriminator="kind")])


@dataclass(frozen=True)
class Lexicons:
    """All lists that a checker uses, ours and the authority's, joined.

    Attributes:
        terms: entries by rule.
        parts: rule of a list → the part of the score that it counts in.
        acronyms: entries of all lists of acronyms.
        roles: job titles.
        items: points of checklists by id.
        words: plain lists by name.
        dictionary: words that no dictionary has and that are spelled right, in lower case.
        versions: file name → its `version`, for the report.
        folders: where they were read, ours first.
        files: id of an entry → the file that it stands in.
        decisions: what an authority has switched off, by rule or id, each with the file that says so.
    """

    terms: Mapping[str, tuple[TermEntry, ...]]
    parts: Mapping[str, str]
    acronyms: tuple[AcronymEntry, ...]
    roles: tuple[RoleEntry, ...]
    items: Mapping[str, ItemEntry]
    words: Mapping[str, tuple[str, ...]]
    dictionary: frozenset[str] = frozenset()
    versions: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, tuple[str, Decision]] = field(default_factory=dict)

    @property
    def rules_off(self) -> Mapping[str, Decision]:
        """The rules that are switched off as a whole, each with the decision."""
        return {name: decision for name, (_, decision) in self.decisions.items() if decision.rule}

    @property
    def own(self) -> bool:
        """Whether an authority's own files are among them, whose faults have to be told at once."""
        return len(self.folders) > 1


def read_yaml(path: Path, within: Path | None = None) -> Any:
    """The file as plain data.

    Args:
        path: of the file.
        within: the folder that it must lie in; by default the one that it stands in.

    Raises:
        LexiconError: the file cannot be read, is not UTF-8, is no YAML, or would tangle the parser; says where.
    """
    text = _read_text(path, within or path.parent)
    try:
        if LEXICONS not in path.parents:  # ours are known to be no trap
            refuse_tangles(text, path.name)
        return ryaml.loads(text)
    except ryaml.InvalidYamlError as error:
        raise LexiconError(f"{path.name}: not YAML: {error}") from None


def _read_text(path: Path, within: Path) -> str:
    data = read_own(path, None if LEXICONS in path.parents else within, MOST_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: not UTF-8 at byte {error.start}; save it as UTF-8") from None


def read_lexicon(path: Path) -> Lexicon:
    """One lexicon file, checked.

    Raises:
        LexiconError: names the file, the entry and what is allowed; many faults at once.
    """
    data = read_yaml(path)
    if isinstance(data, dict) and "standards" in data:
        raise LexiconError(f"{path.name}: is a guidance; it belongs in the folder guidance/ beside the lexicons")
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as faults:
        kind = data.get("kind") if isinstance(data, dict) else None
        root = KINDS.get(kind if isinstance(kind, str) else "", LexiconFile)
        raise explain_faults(path, data, faults, root, "entries", "id", kinds=tuple(KINDS)) from None


DICTIONARY: Final = "dictionary.txt"
_DICTIONARY_WORD: Final = re.compile(r"[^\W\d_](?:['.&/-]?[^\W_])*\.?")
_LONGEST_WORD: Final = 60


def read_dictionary(path: Path) -> frozenset[str]:
    """The words of a plain list, in lower case; a name of several words gives each of them.

    Raises:
        LexiconError: names the file and the line; many faults at once.
    """
    text = _read_text(path, path.parent)
    words: set[str] = set()
    faults = []
    for number, line in enumerate(unicodedata.normalize("NFC", text).splitlines(), start=1):
        for word in line.partition("#")[0].replace("’", "'").split():
            if len(word) <= _LONGEST_WORD and _DICTIONARY_WORD.fullmatch(word):
                words.add(word.lower())
            else:
                faults.append(
                    f"{path.name}, line {number}: {word[:_LONGEST_WORD]!r} is no word; a word has letters and digits,"
                    " with hyphen, apostrophe, full stop, & or / between them, and a remark begins with #"
                )
    if faults:
        raise together(faults)
    return frozenset(words)


def load_lexicons(folder: str | None = None) -> Lexicons:
    """Our lexicons, and those of `folder` on top, read once.

    A file of the folder adds its entries to ours; an entry with an id of ours takes its place; entries under
    `switch_off` are left out, and rules there mark nothing (`Rulebook.serving`). Its dictionary adds to ours.

    Args:
        folder: an authority's own folder of lexicon files, or None.

    Raises:
        LexiconError: a fault in a file, or an id used twice in one folder.
    """
    return _load(folder)


def forget_lexicons() -> None:
    """Let `load_lexicons` read the files again, which may be others by now."""
    _load.cache_clear()


@cache  # by the one way to call it: `load_lexicons()` and `load_lexicons(None)` are the same
def _load(folder: str | None) -> Lexicons:
    folders = [LEXICONS] + ([Path(folder)] if folder else [])
    if folder:
        _look_over(Path(folder))
    entries: dict[str, tuple[Lexicon, Any]] = {}
    files: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    versions: dict[str, str] = {}
    off: dict[str, tuple[str, Decision]] = {}
    for place in folders:
        seen: dict[str, str] = {}
        for path in sorted(place.glob("*.yaml")):
            lexicon = read_lexicon(path)
            versions[path.name] = lexicon.version
            off.update((decision.off, (path.name, decision)) for decision in lexicon.switch_off)
            if isinstance(lexicon, WordLexicon):
                words.update(lexicon.words)
            if isinstance(lexicon, WordLexicon | DecisionLexicon):
                continue
            for entry in lexicon.entries:
                if entry.id in seen:
                    raise LexiconError(
                        f"{path.name}, entry {entry.id}: the id is used in {seen[entry.id]} already; give it another"
                    )
                seen[entry.id] = files[entry.id] = path.name
                entries[entry.id] = (lexicon, entry)
    for name, (file, decision) in off.items():
        if decision.entry and name not in entries:
            raise LexiconError(f"{file}: switch_off: no entry has the id {name}")
    kept = [pair for name, pair in entries.items() if name not in off or off[name][1].rule]
    dictionaries = [place / DICTIONARY for place in folders if os.path.lexists(place / DICTIONARY)]
    dictionary: frozenset[str] = frozenset().union(*map(read_dictionary, dictionaries))
    # A plain list states no version: its words are its version.
    versions[DICTIONARY] = sha256("\n".join(sorted(dictionary)).encode()).hexdigest()[:8]
    return replace(
        _join(kept, words, versions, tuple(folders)),
        dictionary=dictionary,
        files=MappingProxyType(files),
        decisions=MappingProxyType(off),
    )


def _look_over(folder: Path) -> None:
    """Refuse a folder that would be read as nothing, or a file in it that would."""
    if not folder.is_dir():
        raise LexiconError(f"--lexicons: {folder} is not a folder")
    if not files_of(folder):
        raise LexiconError(
            f"--lexicons: {folder} holds no lexicon (*.yaml), no guidance (guidance/*.yaml) and no {DICTIONARY}"
        )


def files_of(folder: Path) -> list[Path]:
    """The files of an authority's own folder that are read, in order; what else lies there may be a whole disk.

    Raises:
        LexiconError: a file would not be read for the ending of its name.
    """
    places = (folder, folder / "guidance", folder / "gallery")
    listed = [path for place in places for path in place.glob("*.[yY]*") if path.suffix.lower() in (".yml", ".yaml")]
    if stray := sorted(path for path in listed if path.suffix != ".yaml"):
        raise LexiconError(f"{stray[0].name}: only files that end in .yaml are read; rename it")
    found = sorted(listed)
    return [path for path in (*found, folder / DICTIONARY) if path.is_file()]


def _join(
    pairs: Iterable[tuple[Lexicon, Any]],
    words: dict[str, tuple[str, ...]],
    versions: dict[str, str],
    folders: tuple[Path, ...],
) -> Lexicons:
    terms: dict[str, list[TermEntry]] = {}
    parts: dict[str, str] = {}
    acronyms: list[AcronymEntry] = []
    roles: list[RoleEntry] = []
    items: dict[str, ItemEntry] = {}
    for lexicon, entry in pairs:
        match lexicon:
            case TermLexicon():
                terms.setdefault(lexicon.rule, []).append(entry)
                parts[lexicon.rule] = lexicon.part
            case AcronymLexicon():
                acronyms.append(entry)
            case RoleLexicon():
                roles.append(entry)
            case ItemLexicon():
                items[entry.id] = entry
    return Lexicons(
        terms=MappingProxyType({rule: tuple(found) for rule, found in terms.items()}),
        parts=MappingProxyType(parts),
        acronyms=tuple(acronyms),
        roles=tuple(roles),
        items=MappingProxyType(items),
        words=MappingProxyType(words),
        versions=MappingProxyType(versions),
        folders=folders,
    )
