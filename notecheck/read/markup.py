"""The XML parts of a packed document: bounded, and without entities, document types or anything from outside."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from notecheck.errors import NoteError
from notecheck.read.packed import check_members, content, opened

LIBRARIES: Final = ("lxml.etree",)

MOST_NESTED: Final = 60
"""Tables, text boxes and lists in one another; a page has room for five."""

BROKEN: Final = "it is broken or not whole; open it in the program that made it and save it again"
LOCKED: Final = "it is locked with a password; open it, save it without one, and choose it again"
NESTED: Final = f"its tables, lists or boxes are nested more than {MOST_NESTED} deep, so it was not opened"
_ENCRYPTED: Final = 0x1


@contextmanager
def parts(data: bytes) -> Iterator[ZipFile]:
    """The zip of a document, held to the bounds of `packed`.

    Raises:
        NoteError: it is broken, locked, or would unpack to too much.
    """
    with opened(data) as packed:
        check_members(packed)
        if any(member.flag_bits & _ENCRYPTED for member in packed.infolist()):
            raise NoteError(LOCKED)
        yield packed


def part(packed: ZipFile, name: str) -> Any | None:
    """The root of one part; None where there is none of that name.

    Raises:
        NoteError: it is broken.
    """
    held = raw(packed, name)
    return None if held is None else parse(held)


def raw(packed: ZipFile, name: str) -> bytes | None:
    """The bytes of one part; None where there is none of that name.

    Raises:
        NoteError: it is broken.
    """
    try:
        return content(packed, packed.getinfo(name))
    except KeyError:
        return None
    except (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise NoteError(BROKEN) from None


def parse(data: bytes) -> Any:
    """The root of an XML text.

    Raises:
        NoteError: it is none; it is nested deeper than any page; or it has a document type, by which entities multiply
            or fetch things, and which no office program writes.
    """
    try:
        from lxml import etree
    except ModuleNotFoundError:
        raise NoteError("documents need lxml: pip install 'notecheck[documents]', or save it as .txt") from None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        raise NoteError(NESTED if "depth" in str(error) else BROKEN) from None
    if root.getroottree().docinfo.doctype:
        raise NoteError(
            "it begins with a document type, by which a file can draw in others; no office program writes one, so it"
            " was not opened"
        )
    return root


@lru_cache(4096)  # a hostile file makes up names
def local(tag: Any) -> str:
    """The name of an element without its namespace; '' for what is no element.

    >>> local("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p")
    'p'
    """
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str) -> str | None:
    """An attribute of the namespace that the element itself is in.

    Strict and usual Office files differ in the namespace alone.
    """
    found: str | None = element.get(f"{element.tag.rpartition('}')[0]}}}{name}" if "}" in element.tag else name)
    return found


def child(element: Any, *path: str) -> Any | None:
    """The first descendant along a path of names."""
    for name in path:
        element = next((each for each in element if local(each.tag) == name), None) if element is not None else None
    return element
