"""Notes, options and edits: texts through the checker and out through every renderer."""

from __future__ import annotations

import html.parser
import json
import zlib
from typing import Any

from hypothesis import strategies as st

from fuzz.kinds import MARK, Kind, must
from fuzz.oracle import checker, refused, right, row_is_right, same
from fuzz.texts import MAIL, changed, notes, pieces, texts
from notecheck.guidance import guidance_names
from notecheck.note import DOC_TYPES
from notecheck.render import FORMATS, render
from notecheck.report import Report
from notecheck.splitting import split
from notecheck.supervision.sheet import sheet
from notecheck.training.exercise import ask, practised

NAMES = (
    "Sam",
    "Callum Wright",
    "Zoë O’Neill-Smith",
    "de",
    "A",
    "Will",
    "You",
    "CIN",
    "S. 47",
    "👩‍👧",
    "(",
    "*",
    "a" * 999,
)
ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(NAMES),
        st.sampled_from((10**400, -(10**400), 1e308, "\ud800", "x" * 5_000, "2026-02-30", "1e999")),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
DAYS = st.one_of(
    st.dates().map(str),
    st.datetimes().map(str),
    st.sampled_from(
        ("0001-01-01", "9999-12-31", "2026-W10-3", "20260304", "2026-03-04T25:00", "2026-03-04T16:05+99:00")
    ),
)
NAME = st.sampled_from(NAMES) | st.text(max_size=30)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "id": NAME | st.integers(),
    "doc_type": st.sampled_from(DOC_TYPES),
    "guidance": st.sampled_from(guidance_names()),
    "child": st.fixed_dictionaries(
        {},
        optional={"name": NAME, "known_as": st.lists(NAME, max_size=3), "age": st.floats(0, 25) | st.integers(0, 25)},
    ),
    "other_children": st.lists(NAME, max_size=4),
    "author": st.fixed_dictionaries({}, optional={"name": NAME, "role": NAME}),
    "event_date": DAYS,
    "recorded_date": DAYS,
    "not_applicable": st.dictionaries(st.sampled_from(("seen-alone", "date", "x", "")), NAME, max_size=3),
    "ignored": st.lists(
        st.fixed_dictionaries(
            {"reason": NAME}, optional={"text": pieces(), "rule": NAME, "before": pieces(), "after": pieces()}
        ),
        max_size=3,
    ),
    "places": st.lists(
        st.fixed_dictionaries({"start": st.integers(0, 400), "end": st.integers(0, 400), "place": NAME}), max_size=4
    ),
    "team": ANYTHING,
    "findings": ANYTHING,
}


def _note() -> st.SearchStrategy[dict[str, Any]]:
    """A note whose fields are mostly right."""
    return st.fixed_dictionaries({"text": texts()}, optional=FIELDS)


def _odd_note() -> st.SearchStrategy[Any]:
    """A note any of whose fields may be anything."""
    fields = {name: st.one_of(each, ANYTHING) for name, each in FIELDS.items()}
    text = st.sampled_from(notes()).map(lambda note: f"{MARK} {note[:300]}")
    return st.fixed_dictionaries({"text": text | texts() | ANYTHING}, optional=fields) | ANYTHING


def check_note(note: dict[str, Any]) -> None:
    """Everything that is asked of a note's report; what is dear is asked of every fourth or sixteenth."""
    if not isinstance(note.get("text"), str) or not _keys_are_text(note):
        return check_odd(note)
    report = refused(lambda: checker()(**note))
    if report is None:
        return None
    text, draw = note["text"], zlib.crc32(json.dumps(note).encode()) % 16
    right(report, text)
    if draw % 4 == 0:
        must(same(report, refused(lambda: checker()(**note))), "the same note, another report")
        row_is_right(report.note)
    if draw % 4 == 1:
        must(same(report, next(checker().pipe([{**note}]))), "pipe gives another report")
    if draw % 4 == 2:
        _rendered(report)
    if draw % 4 == 3:
        _taught(report)
        _split(text)
    if draw == 6:
        _exported(report)
    return None


def _keys_are_text(note: dict[str, Any]) -> bool:
    return all(isinstance(key, str) for key in note)


def check_odd(note: Any) -> None:
    """A note that is probably none."""
    reports = refused(lambda: list(checker().pipe([note])))
    if reports:
        right(reports[0], note["text"])


def _rendered(report: Report) -> None:
    for name in FORMATS:
        written = "".join(render(name, [("note.txt", report)]))
        written.encode()
        if name == "text":
            odd = [sign for sign in written if ord(sign) < 32 and sign not in "\n\t"]
            must(not odd and "\x9b" not in written and "\u202e" not in written, "a terminal is given orders")
        elif name in ("json", "sarif"):
            json.loads(written)
        elif name == "html":
            safe_html(written)


class _Tags(html.parser.HTMLParser):
    """What a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("iframe", "object", "embed", "img", "link", "base", "form", "svg"):
            self.wrong.append(tag)
        for name, value in attrs:
            if name.startswith("on") or "javascript:" in (value or "").lower():
                self.wrong.append(f"{tag} {name}")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":  # the page has no script of its own
            self.wrong.append("script")


def safe_html(page: str) -> None:
    """Raise where a page would run or fetch something."""
    tags = _Tags()
    tags.feed(page)
    must(not tags.wrong, f"HTML with {(tags.wrong or ['nothing'])[0]}")


def _taught(report: Report) -> None:
    for rule in practised([report]):
        question = ask(report, rule)
        spans = [(unit.start, unit.end) for unit in question.units]
        must(all(0 <= a < b <= len(report.text) for a, b in spans), "units of a question")
        must(spans == sorted(spans), "units in order")


def _split(text: str) -> None:
    for part in split(text):
        must(part.text in text, "a part that is not in the text")
        must(len(part.text) <= len(text), "a part longer than the text")


def _exported(report: Report) -> None:
    from notecheck.export import note_docx, report_xlsx, sheet_docx, sheet_pdf

    note_docx.write(report, comments=True, tracked=True)
    report_xlsx.write([("note", report)])
    made = sheet(report, name="note", with_text=True)
    sheet_docx.write([made])
    sheet_pdf.write([made])


def _repeats() -> st.SearchStrategy[dict[str, Any]]:
    """A few pieces again and again, behind the beginning of a note: what takes time with the square of it hangs."""
    unit = st.lists(pieces(), min_size=1, max_size=4).map("".join)
    return st.fixed_dictionaries({"before": st.sampled_from(("", "", MAIL, *notes()[:3])), "unit": unit})


def check_repeats(value: dict[str, str]) -> None:
    """A text of 40,000 characters is checked in time."""
    text = value["before"] + value["unit"] * (40_000 // max(1, len(value["unit"])))
    report = refused(lambda: checker()(text, child={"name": "Sam Hall", "age": 9}))
    if report is not None:
        right(report, text)


def _edits() -> st.SearchStrategy[dict[str, Any]]:
    """A text and what becomes of it."""
    start = texts()
    return start.flatmap(
        lambda text: st.fixed_dictionaries(
            {"text": st.just(text), "then": st.lists(changed(st.just(text)) | texts(), min_size=1, max_size=3)},
            optional={name: FIELDS[name] for name in ("doc_type", "guidance", "child", "event_date", "author")},
        )
    )


def check_edits(value: dict[str, Any]) -> None:
    """A text checked after edits says what a full check of it says."""
    fields = {name: each for name, each in value.items() if name not in ("text", "then")}
    report = refused(lambda: checker()(value["text"], **fields))
    for text in value["then"]:
        if report is None:
            return
        report = refused(lambda before=report, text=text: checker().update(before, text))
        full = refused(lambda text=text: checker()(text, **fields))
        must((report is None) == (full is None), "update refuses another text than a check")
        if report is not None and full is not None:
            right(report, text)
            must(same(report, full), "update gives another report")


KINDS = (
    Kind("notes", _note, check_note, 38),
    Kind("options", _odd_note, check_odd, 10),
    Kind("repeats", _repeats, check_repeats, 2),
    Kind("edits", _edits, check_edits, 12),
)
