"""The process that checks the batches of an audit: rows for one after the other.

Run as `python -m notecheck.audit.worker`.
"""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from notecheck.workers.inside import work

if TYPE_CHECKING:
    from notecheck.audit.items import Item
    from notecheck.audit.rows import Row
    from notecheck.checker import Checker

_WAITS: Final = (2.0, 31.0, 62.0)
"""Seconds before LanguageTool is asked again; after one answer too late it is left alone for thirty."""

_NO_JSON: Final = "a value beside the text cannot be written as JSON; allowed: texts, numbers, lists and objects"


def main() -> None:
    """Answer until there are no more orders."""
    work(_on_order)


def _on_order(checker: Checker, setting: Mapping[str, Any], order: Sequence[bytes]) -> tuple[bytes, bytes]:
    return _answer(checker, _items(order[0]), grammar=setting["grammar"])


def _items(order: bytes) -> list[Item]:
    from notecheck.audit.items import Item

    return [Item(*each) for each in pickle.loads(order)]  # noqa: S301  (from the process that started this one)


def _answer(checker: Checker, items: Sequence[Item], *, grammar: bool) -> tuple[bytes, bytes]:
    """What the rows come to, as JSON, and the rows, a line each."""
    rows = _rows(checker, items, grammar=grammar)
    lines = [_line(item, row) for item, row in zip(items, rows, strict=True)]
    counts = _counts(row for row, _ in lines) | {"no_grammar": sum(map(_is_unasked, rows)) if grammar else 0}
    return json.dumps(counts).encode(), b"".join(line for _, line in lines)


def _rows(checker: Checker, items: Sequence[Item], *, grammar: bool) -> list[Row]:
    """The rows; where LanguageTool is there and did not answer, it is asked again, since the next may be in time."""
    from notecheck.audit.rows import check_batch

    rows = check_batch(checker, items)
    for seconds in _WAITS if grammar else ():
        if not any(map(_is_unasked, rows)):
            break
        time.sleep(seconds)
        rows = check_batch(checker, items)
    return rows


def _is_unasked(row: Row) -> bool:
    """Whether LanguageTool was to look at a note and could not just then."""
    from notecheck.languagetool.asking import is_for_now

    return any(each["check"] == "grammar" and is_for_now(each["reason"]) for each in row.get("skipped", ()))


def _line(item: Item, row: Row) -> tuple[Row, bytes]:
    from notecheck.audit.rows import encoded, error_row

    try:
        return row, encoded(row)
    except (TypeError, ValueError, RecursionError):
        row = error_row(item._replace(kept={}), _NO_JSON)
        return row, encoded(row)


def _counts(rows: Any) -> dict[str, Any]:
    """What `Counts` holds of rows."""
    from notecheck.audit.rows import is_empty, is_error

    notes = empty = errors = words = 0
    findings: dict[str, int] = {}
    for row in rows:
        notes += 1
        if is_empty(row):
            empty += 1
            continue
        if is_error(row):
            errors += 1
            continue
        words += row["counts"]["words"]
        for finding in row["findings"]:
            findings[finding["severity"]] = findings.get(finding["severity"], 0) + 1
    return {"notes": notes, "empty": empty, "errors": errors, "words": words, "findings": findings}


if __name__ == "__main__":
    main()
