"""The parts of a Word file that hold words, or say what they look like, parsed."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from zipfile import ZipFile

from notecheck.errors import NoteError
from notecheck.read.markup import BROKEN, local, part, parts

_MAIN: Final = "officeDocument"
_ONE: Final = ("styles", "numbering", "settings", "footnotes", "endnotes", "comments")


@dataclass(frozen=True)
class Package:
    """The parts of a Word file that hold words, or say what they look like.

    Attributes:
        main: name of the part that holds the body, as 'word/document.xml'.
        roots: name of a part → its root element.
        names: what a part is ('styles', 'footnotes'), or the id by which the body names a header → name of the part.
        macros: whether it carries any.
    """

    main: str
    roots: dict[str, Any]
    names: dict[str, str]
    macros: bool

    def root(self, name: str) -> Any | None:
        """The root of a part, by what it is or by its id."""
        return self.roots.get(self.names.get(name, ""))


def package(data: bytes) -> Package:
    """The parts of a Word file, parsed. Pictures and whatever else it holds stay packed.

    Raises:
        NoteError: it is broken, locked, too large, or no Word file.
    """
    with parts(data) as packed:
        main = next((target for _, kind, target in _relations(packed, "") if kind == _MAIN), "word/document.xml")
        body = part(packed, main)
        if body is None or local(body.tag) != "document":
            raise NoteError(f"it holds no Word document; {BROKEN}")
        roots, names = {main: body}, {}
        for number, kind, target in _relations(packed, main):
            if kind in _ONE or kind in ("header", "footer"):
                names[number if kind in ("header", "footer") else kind] = target
                if target not in roots and (root := part(packed, target)) is not None:
                    roots[target] = root
        macros = any(posixpath.basename(name).startswith("vbaProject") for name in packed.namelist())
    return Package(main, roots, names, macros)


def _relations(packed: ZipFile, name: str) -> Iterator[tuple[str, str, str]]:
    """What a part refers to inside the file: id, kind and name of the other part; nothing that lies outside."""
    folder, base = posixpath.split(name)
    root = part(packed, posixpath.join(folder, "_rels", f"{base}.rels"))
    for each in root if root is not None else ():
        number, kind, target = each.get("Id"), each.get("Type"), each.get("Target")
        if number and kind and target and each.get("TargetMode") != "External":
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield number, kind.rpartition("/")[2], inside
