"""Documents and tables of every format, damaged: bytes turned, files cut, doubled, mixed, parts of a zip exchanged."""

from __future__ import annotations

import email.message
import io
import json
import random
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from fuzz.kinds import MARK, Kind, must
from fuzz.oracle import checker, refused, right
from fuzz.texts import notes
from notecheck.errors import NoteError
from notecheck.guidance import Rulebook
from notecheck.headings import guess_map
from notecheck.mapping import apply_all
from notecheck.read import read_file
from notecheck.read.document import Document, as_records

FOLDER = Path(__file__).parents[1] / "documents"
DOCUMENTS = {
    ".docx": "docx", ".docm": "docx", ".odt": "odt", ".rtf": "rtf", ".eml": "eml", ".msg": "outlook", ".pdf": "pdf",
    ".html": "html",
}  # fmt: skip
BOMBS = (
    b"<a>" * 20_000, b"<w:p>" * 20_000, b"{" * 20_000, b"[" * 20_000,
    b'<a b="c" ' + b"".join(b'x%d="" ' % n for n in range(5_000)),
    b"<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;'>]><a>&d;</a>", b"<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    b"\\'e9" * 5_000, b"{\\field{\\*\\fldinst " * 2_000, b"\\bin99999999 ",
    b"\\u-32768?" * 1_000, b"=?utf-8?B?" * 3_000,
    b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 300, b"1 0 obj<</Kids[1 0 R]>>endobj ",
    b"/Length 99999999999 ",
    b"\0" * 5_000, b"\xff" * 5_000, b"\xf0\x9f" * 500, b'"' * 9_999, b"," * 9_999, b'"a",' * 5_000, b"\r" * 9_999,
    b"1e999", b'{"text": 1e999}', b"NaN", b"\xed\xa0\x80", b'"\\ud800"',
)  # fmt: skip


def _html() -> bytes:
    rows = "".join(f"<p>{line}</p>" for line in notes()[0].splitlines())
    return f"<!doctype html><title>Note</title><h1>Visit</h1>{rows}<table><tr><td>Date<td>4 March</table>".encode()


def _eml() -> bytes:
    mail = email.message.EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = (
        "a@b.org",
        "c@d.org",
        "Sam",
        "Wed, 4 Mar 2026 10:00:00 +0000",
    )
    mail.set_content(notes()[1])
    mail.add_alternative(_html().decode(), subtype="html")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    return mail.as_bytes()


def _pdf() -> bytes:
    import typst

    paragraphs = "\n\n".join(f"#par(text({json.dumps(line)}))" for line in notes()[2].splitlines() if line)
    return typst.compile(paragraphs.encode())


@cache
def documents() -> tuple[tuple[str, bytes], ...]:
    """One sound document of each format."""
    from outlook import message

    shipped = [(path.suffix, path.read_bytes()) for path in sorted(FOLDER.glob("visit.*")) if path.suffix != ".doc"]
    mail = message({0x0037: "Sam", 0x1000: notes()[3], 0x0C1A: "T Hall"}, attached=("a.pdf",))
    return (*shipped, (".msg", mail), (".eml", _eml()), (".html", _html()), (".pdf", _pdf()))


@cache
def tables() -> tuple[tuple[str, bytes], ...]:
    """One sound table of each format."""
    import openpyxl
    import pyarrow as pa
    import pyarrow.parquet as pq

    head = ("Note ID", "Date of Contact", "Note Type", "Worker", "Child's age", "Note")
    rows = [(n, "04/03/2026", "CIN Visit", "Nair, Priya", 9, text) for n, text in enumerate(notes()[:3])]
    csv = "\n".join(
        ",".join(json.dumps(str(cell)).replace('\\"', '""').replace("\\n", " ") for cell in row)
        for row in (head, *rows)
    )
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(row)
    excel, parquet = io.BytesIO(), io.BytesIO()
    book.save(excel)
    columns = {name: [str(row[place]) for row in rows] for place, name in enumerate(head)}
    pq.write_table(pa.table(columns), parquet)
    ready = [{"text": row[-1], "id": row[0], "event_date": "2026-03-04"} for row in rows]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.csv", csv)
        file.writestr("b/visit.txt", notes()[4])
    return (
        (".csv", csv.encode()), (".tsv", csv.replace('","', '"\t"').encode()), (".csv", csv.encode("utf-16")),
        (".xlsx", excel.getvalue()), (".parquet", parquet.getvalue()), (".json", json.dumps(ready).encode()),
        (".json", json.dumps([dict(zip(head, row, strict=True)) for row in rows]).encode()),
        (".jsonl", "\n".join(map(json.dumps, ready)).encode()), (".zip", packed.getvalue()), (".txt",
        notes()[5].encode()),
    )  # fmt: skip


def damaged(sound: tuple[tuple[str, bytes], ...]) -> st.SearchStrategy[tuple[str, bytes]]:
    """A file after damage; what is packed in a zip is damaged inside it, or as a whole."""
    changes = st.lists(
        st.tuples(
            st.sampled_from(("flip", "cut", "put", "twice", "bomb", "number")),
            st.floats(0, 0.9999),
            st.integers(1, 200),
            st.binary(max_size=8) | st.sampled_from(BOMBS),
        ),
        min_size=1,
        max_size=5,
    )
    return st.builds(_damaged, st.sampled_from(sound), changes, st.booleans(), st.integers(0, 2**32))


def _damaged(file: tuple[str, bytes], changes: list[Any], inside: bool, draw: int) -> tuple[str, bytes]:
    ending, data = file
    if inside and data[:2] == b"PK":
        return ending, _inside(data, changes, random.Random(draw))
    return ending, _hurt(data, changes)


def _hurt(data: bytes, changes: list[tuple[str, float, int, bytes]]) -> bytes:
    for kind, share, count, more in changes:
        at = int(share * len(data))
        if kind == "flip":
            data = data[:at] + bytes(byte ^ (count & 255) for byte in data[at : at + 1]) + data[at + 1 :]
        elif kind == "cut":
            data = data[:at] + data[at + count :]
        elif kind == "twice":
            data = data[:at] + data[at : at + count * 20] * 3 + data[at + count * 20 :]
        elif kind == "number":
            data = data[:at] + b"99999999999" + data[at + 4 :]
        else:
            data = data[:at] + more + data[at:]
    return data


def _inside(data: bytes, changes: list[Any], draw: random.Random) -> bytes:
    """The zip with one of its parts damaged, and now and then another exchanged, doubled, renamed or swollen."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = [(name, file.read(name)) for name in file.namelist()]
    place = draw.randrange(len(parts))
    parts[place] = (parts[place][0], _hurt(parts[place][1], changes))
    odd = draw.randrange(8)
    if odd == 0:
        other = draw.randrange(len(parts))
        parts[place] = (parts[place][0], parts[other][1])
    elif odd == 1:
        parts.append(parts[place])
    elif odd == 2:
        parts[place] = ("../" * 3 + parts[place][0], parts[place][1])
    elif odd == 3:
        parts[place] = (parts[place][0], parts[place][1] + b" " * 30_000_000)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, part in parts:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, part)
    return made.getvalue()


def check_document(value: tuple[str, bytes]) -> None:
    """A document is refused in words, or read; its reader raises nothing else. A child of its own reads every 16th."""
    from importlib import import_module

    ending, data = value
    read = import_module(f"notecheck.read.{DOCUMENTS[ending]}")
    told = refused(lambda: read.extract(data))
    if isinstance(told, Document):
        _check_records(refused(lambda: as_records(f"file{ending}", told)), data)
    if zlib.crc32(data) % 16 == 0:
        _check_records(refused(lambda: read_file(f"file{ending}", data)), data)


def check_table(value: tuple[str, bytes]) -> None:
    """A table is refused in words, or read."""
    ending, data = value
    _check_records(refused(lambda: read_file(f"file{ending}", data)), data)


def _check_records(records: Any, data: bytes) -> None:
    if records is None:
        return
    for row in records.rows:
        must(MARK not in row.place, "a place holds text of the note")
    mapping = refused(lambda: guess_map(records.columns, records.rows, Rulebook.load("general").doc_types))
    if mapping is None:
        return
    for applied in apply_all(records.rows[:50], mapping):
        if applied.note is not None and zlib.crc32(data) % 8 == 0 and len(str(applied.note.get("text"))) < 20_000:
            report = refused(lambda note=applied.note: next(checker().pipe([note])))
            if report is not None:
                right(report, applied.note["text"])


def refuses(value: tuple[str, bytes]) -> bool:
    """Whether a file is refused."""
    try:
        read_file(f"file{value[0]}", value[1])
    except NoteError:
        return True
    return False


KINDS = (
    Kind("documents", lambda: damaged(documents()), check_document, 6),
    Kind("tables", lambda: damaged(tables()), check_table, 5),
)
