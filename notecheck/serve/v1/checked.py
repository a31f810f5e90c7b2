"""What a worker does for `/v1`: it reads the JSON that was sent, and writes the JSON that is answered."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from notecheck.errors import NotecheckError, NoteError
from notecheck.read.objects import NO_JSON, parse
from notecheck.render import json, jsonl
from notecheck.serve.refusals import RefusedError, refuse_long
from notecheck.sound import writable

if TYPE_CHECKING:
    from notecheck.checker import Checker


def report(checker: Checker, most: int, body: bytes) -> bytes:
    """The report on a note, to the byte as `notecheck check --format json` writes it.

    Args:
        checker: that checks it.
        most: characters that its text may have.
        body: the note as JSON in UTF-8.

    Raises:
        RefusedError: it cannot be read (400), or its text is too long (413).
        NoteError: it is no note; says what is allowed.
    """
    note, fault = parse(body.decode(), once=True)
    if fault:
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"the body: {fault.replace(NO_JSON, 'not one whole JSON value')}")
    return f"{json.written(_checked(checker, most, note))}\n".encode()


def row(checker: Checker, most: int, line: bytes, number: int) -> bytes:
    """A line of JSON Lines for one of several notes: its report, or an error record in its place.

    Args:
        checker: that checks it.
        most: characters that its text may have.
        line: the note as JSON in UTF-8.
        number: of the line, from 1.
    """
    from notecheck.report import VERSION

    note, fault = parse(line.decode(), once=True)
    if not fault:
        try:
            return f"{jsonl.written(_checked(checker, most, note))}\n".encode()
        except NotecheckError as error:
            fault = str(error)
    return error_row(VERSION, note.get("id") if isinstance(note, dict) else None, number, fault)


def error_row(version: int, id_: Any, number: int, reason: str) -> bytes:
    """An error record, in the place of a report.

    Args:
        version: of the report's shape.
        id_: the note's own, where it is known.
        number: of the line.
        reason: in words.
    """
    record = {"version": version, "id": writable(id_), "place": f"line {number}", "error": {"reason": reason}}
    return f"{jsonl.written(record)}\n".encode("utf-8", "backslashreplace")


def _checked(checker: Checker, most: int, note: Any) -> Mapping[str, Any]:
    """The report on a note.

    Raises:
        RefusedError: the text is too long (413).
        NoteError: it is no note.
    """
    if not isinstance(note, dict):
        raise NoteError("a note must be an object with the key 'text'")
    text = note.get("text")
    refuse_long(len(text) if isinstance(text, str) else 0, most)
    return next(checker.pipe([note])).to_dict()
