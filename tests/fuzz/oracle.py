"""What holds of every report, whatever the note was."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import notecheck
from fuzz.kinds import MARK, FaultError, must
from notecheck.audit.items import Item
from notecheck.audit.rows import check_batch, encoded
from notecheck.audit.valid import sound
from notecheck.checker import Checker
from notecheck.errors import NotecheckError
from notecheck.findings import SEVERITIES, Finding
from notecheck.note import Note
from notecheck.report import Report


@cache
def checker() -> Checker:
    """One checker for all inputs."""
    return notecheck.load()


class _Log(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing that is logged inside holds the mark."""
    log, root = _Log(), logging.getLogger("notecheck")
    root.addHandler(log)
    try:
        yield
    finally:
        root.removeHandler(log)
    must(not any(MARK in each for each in log.said), "the log holds text of the note")


def refused(call: Callable[[], Any]) -> Any:
    """What a call gives; None where notecheck refuses it in words, in which no text of the note stands."""
    with quiet():
        try:
            return call()
        except NotecheckError as error:
            says = str(error)
            must(bool(says.strip()), "a refusal without words")
            must(MARK not in says, "a refusal holds text of the note")
            must(_can_be_written(says), "a refusal holds half a character")
            must(len(says) < 20_000, "a refusal of more than 20,000 characters")
            return None


def _can_be_written(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def wrong(report: Report, text: str) -> str:
    """What is wrong with a report, empty where nothing is."""
    try:
        right(report, text)
    except (AssertionError, NotecheckError) as error:
        return str(error)
    return ""


def right(report: Report, text: str) -> None:
    """Raise where a report cannot be right."""
    must(report.text == text, "the report is of another text")
    for finding in report.findings:
        must(0 <= finding.start < finding.end <= len(text), f"offsets of {finding.rule}")
        must(finding.severity in SEVERITIES, f"severity of {finding.rule}")
        must(all(isinstance(each, str) for each in finding.suggestions), f"suggestions of {finding.rule}")
        must(bool(finding.message.strip()), f"no message of {finding.rule}")
        must(Finding.from_dict(finding.to_dict()) == finding, f"{finding.rule} read back")
    starts = [(finding.start, finding.end) for finding in report.findings]
    must(starts == sorted(starts), "findings in order")
    _sentences(report, text)
    data = report.to_dict()
    _spans(data, len(text))
    must(all(row["text"] == text[row["start"] : row["end"]] for row in data["findings"]), "text of findings")
    _is_json(data)


def _sentences(report: Report, text: str) -> None:
    before = 0
    for sentence in report.sentences:
        must(before <= sentence.start < sentence.end <= len(text), "sentences in order and inside")
        must(sentence.confidence is None or 0 <= sentence.confidence <= 1, "confidence of a sentence")
        before = sentence.end


def _spans(value: Any, size: int) -> None:
    """Everything in a report that has a start and an end stands inside the text."""
    if isinstance(value, dict):
        start, end = value.get("start"), value.get("end")
        if isinstance(start, int) and isinstance(end, int):
            must(0 <= start < end <= size, "a span of a report")
        for key, each in value.items():
            if key not in ("carried",):
                _spans(each, size)
    elif isinstance(value, list | tuple):
        for each in value:
            _spans(each, size)


def _is_json(data: dict[str, Any]) -> None:
    try:
        again = json.loads(json.dumps(data, allow_nan=False))
    except ValueError:
        raise FaultError("the report is no JSON") from None
    must(again == json.loads(json.dumps(again)), "JSON read back")
    must(list(sound([again])) == [again], "the report is no row of an audit")


def same(one: Report, other: Report) -> bool:
    """Whether two reports say the same."""
    return one == other and one.to_dict() == other.to_dict()


def row_is_right(note: Note) -> None:
    """The row that an audit writes is one that it reads again."""
    row = check_batch(checker(), [Item(note={"text": note.text}, place="line 1")])[0]
    again = json.loads(encoded(row))
    must("a fault of notecheck's own" not in str(again.get("error")), "an audit's own fault")
    must(list(sound([again])) == [again], "a row that cannot be read again")
