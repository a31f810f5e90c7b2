"""The writer's own Word file back, with comments at the words that a report is about; all else is as it was.

Comments and tracked changes go into the body and the comments of the file. Every other part is handed on byte for byte:
styles, pictures, headers, footnotes, properties, what other programs keep there. What a file links to is not fetched.
Macros are left out, so a file that had them comes back as one that can hold none, and `notices` says so.

A file from outside is read in a process of its own first, and here only if that went well.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from notecheck.errors import NoteError
from notecheck.export import word
from notecheck.export.certain import changes
from notecheck.export.plain import THEN
from notecheck.export.remarks import remarks
from notecheck.export.word_marks import Change, Marker, Stretch
from notecheck.read.apart import extract_apart
from notecheck.read.document import Document, join
from notecheck.read.docx import Walked, walk
from notecheck.read.docx_package import Package, package
from notecheck.read.markup import BROKEN, local, part, parts
from notecheck.read.packed import content
from notecheck.render import whole
from notecheck.report import Report

MIME: Final = word.MIME

_OTHER_TEXT: Final = (
    "the report is not about the text of this Word file; check the file again, or take the note as a new Word file"
)
_TYPES: Final = "[Content_Types].xml"
_BODY_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_BYTES_TYPE: Final = "application/octet-stream"
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_MACROS: Final = re.compile(r"vba(?:Project|ProjectSignature\w*|Data)\.(?:bin|xml)(?:\.rels)?")
_SIGNED: Final = "_xmlsignatures/"


def write(
    report: Report, original: bytes, *, comments: bool = True, tracked: bool = False, voice: bool = False
) -> bytes:
    """The file with its marks; the same report and file give the same bytes.

    Args:
        report: on the file's text.
        original: the file.
        comments: whether there is a comment for each finding.
        tracked: whether what is certain is a tracked change too.
        voice: whether the child's voice is set in bold red type.

    Raises:
        NoteError: the file cannot be read, or its text is not the report's.
    """
    _must_be_of(report, extract_apart("docx", original))
    read = package(original)
    walked = walk(read).passages
    _must_be_of(report, Document(tuple(each.passage for each in walked)))
    marker = Marker(read.roots[read.main], list(_stretches(walked, read.main)))
    changed = marker.trackable(changes(report)) if tracked else []
    said = remarks(report) if comments else []
    old = read.root("comments")
    made = marker.mark(said, changed, whole.heard(report) if voice else (), first_id=_free(old))
    return _packed(original, read, made)


def tracked_changes(report: Report, original: bytes) -> list[Change]:
    """What `write` would track in the file.

    Raises:
        NoteError: the file cannot be read.
    """
    read = package(original)
    return Marker(read.roots[read.main], list(_stretches(walk(read).passages, read.main))).trackable(changes(report))


def notices(original: bytes) -> tuple[str, ...]:
    """What the answer no longer has of the file, each a sentence."""
    with parts(original) as packed:
        names = packed.namelist()
    macros = any(_MACROS.fullmatch(posixpath.basename(name)) for name in names)
    signed = any(name.startswith(_SIGNED) for name in names)
    said = (
        ("its macros are left out; they were not run" if macros else ""),
        ("its digital signature is of the file without the marks, and no longer holds" if signed else ""),
    )
    return tuple(filter(None, said))


def _must_be_of(report: Report, document: Document) -> None:
    if join(document.passages)[0] != report.text:
        raise NoteError(_OTHER_TEXT)


def _stretches(walked: Sequence[Walked], main: str) -> Iterator[Stretch]:
    """Where the text stands in the body, in order."""
    said = [each for each in walked if each.passage.text.strip()]
    places = join(each.passage for each in walked)[1]
    for each, place in zip(said, places, strict=True):
        if each.part == main:
            for piece in each.pieces:
                yield Stretch(place["start"] + piece.start, place["start"] + piece.end, piece.node, piece.skip)


def _free(comments: Any | None) -> int:
    """The first number that no comment has."""
    said = (
        value for each in (comments if comments is not None else ()) for key, value in each.attrib.items()
        if local(key) == "id"
    )  # fmt: skip
    return 1 + max((int(each) for each in said if each.isdecimal() and len(each) < 10), default=-1)


# The package


def _packed(original: bytes, read: Package, made: Sequence[Any]) -> bytes:
    """The file with its changed parts."""
    answer = BytesIO()
    with parts(original) as packed, ZipFile(answer, "w", ZIP_DEFLATED) as new:
        names = packed.namelist()
        if len(set(names)) < len(names):
            raise NoteError(f"it holds two parts of one name; {BROKEN}")
        changed = dict(_changed(packed, read, made))
        for member in packed.infolist():
            if member.filename in changed:
                new.writestr(_like(member), changed.pop(member.filename))
            elif not _MACROS.fullmatch(posixpath.basename(member.filename)):
                new.writestr(_like(member), _held(packed, member))
        for name, data in changed.items():
            new.writestr(ZipInfo(name, THEN), data, ZIP_DEFLATED)
    return answer.getvalue()


def _held(packed: ZipFile, member: ZipInfo) -> bytes:
    try:
        return content(packed, member)
    except (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise NoteError(BROKEN) from None


def _like(member: ZipInfo) -> ZipInfo:
    """A member's name, time and packing, without what would hold for its old place alone."""
    new = ZipInfo(member.filename, member.date_time)
    new.compress_type, new.external_attr = member.compress_type, member.external_attr
    return new


def _changed(packed: ZipFile, read: Package, made: Sequence[Any]) -> Iterator[tuple[str, bytes]]:
    """The parts that are other than they were: name and content."""
    body = read.roots[read.main]
    yield read.main, _bytes(body)
    related = posixpath.join(posixpath.dirname(read.main), "_rels", f"{posixpath.basename(read.main)}.rels")
    names = set(packed.namelist())
    types, relations = part(packed, _TYPES), part(packed, related)
    if types is None:
        raise NoteError(BROKEN)
    if relations is None:
        relations = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    macros = _leave_out_macros(types, relations, f"/{read.main}")
    added = False
    if made:
        root, name = read.root("comments"), read.names.get("comments", "")
        if root is None:
            name = next(each for each in _names(posixpath.dirname(read.main)) if each not in names)
            namespace = body.tag.rpartition("}")[0].lstrip("{")
            root = body.makeelement(f"{{{namespace}}}comments", nsmap={"w": namespace})
            _add_comments(types, relations, name, strict="purl.oclc.org" in namespace)
            added = True
        root.extend(made)
        yield name, _bytes(root)
    if added or macros:
        yield _TYPES, _bytes(types)
        yield related, _bytes(relations)


def _names(folder: str) -> Iterator[str]:
    yield posixpath.join(folder, "comments.xml")
    number = 1
    while True:
        yield posixpath.join(folder, f"comments{number}.xml")
        number += 1


def _add_comments(types: Any, relations: Any, name: str, *, strict: bool) -> None:
    """Say in the package that there is a part for comments."""
    for old in [each for each in types if each.get("PartName") == f"/{name}"]:
        types.remove(old)
    _add(types, "Override", {"PartName": f"/{name}", "ContentType": _COMMENTS_TYPE})
    taken = {each.get("Id") for each in relations}
    free = next(each for each in (f"rIdComments{number}" for number in range(1, len(taken) + 2)) if each not in taken)
    kind = f"{_RELATED_STRICT if strict else _RELATED}/comments"
    _add(relations, "Relationship", {"Id": free, "Type": kind, "Target": posixpath.basename(name)})


def _add(root: Any, name: str, attributes: Mapping[str, str]) -> None:
    element = root.makeelement(f"{root.tag.rpartition('}')[0]}}}{name}")
    for key, value in attributes.items():
        element.set(key, value)
    root.append(element)


def _leave_out_macros(types: Any, relations: Any, main: str) -> bool:
    """Take the macros out of what the package says of itself, and call it a document that can have none."""
    gone = [
        each
        for root, key in ((types, "PartName"), (relations, "Target"))
        for each in root
        if _MACROS.fullmatch(posixpath.basename(each.get(key) or ""))
    ]
    for each in gone:
        each.getparent().remove(each)
    changed = bool(gone)
    for each in types:
        said = each.get("ContentType") or ""
        if each.get("PartName") == main and said != _BODY_TYPE:
            each.set("ContentType", _BODY_TYPE)
            changed = True
        elif "vbaProject" in said:  # of all files with an ending
            each.set("ContentType", _BYTES_TYPE)
            changed = True
    return changed


def _bytes(root: Any) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
