"""What notecheck has written and reads again, after it was damaged: rows, baselines, journals, reviews, column maps."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from fuzz.files import damaged
from fuzz.kinds import Kind, must
from fuzz.notes import ANYTHING
from fuzz.oracle import checker, refused
from fuzz.texts import notes
from notecheck.annotated import read_annotated
from notecheck.audit import baseline
from notecheck.audit.compare import compare
from notecheck.audit.items import Item
from notecheck.audit.journal import Counts, Journal, Mark, vouched
from notecheck.audit.outputs import Rows
from notecheck.audit.rows import check_batch
from notecheck.audit.summary import summarise
from notecheck.audit.summary_files import made
from notecheck.data import MEASURED
from notecheck.mapping import ColumnMap
from notecheck.report import Report
from notecheck.sign_in import read_sign_in
from notecheck.supervision.review import Review, Verdict
from notecheck.supervision.spotcheck import read_saved

CORPUS = Path(__file__).parents[2] / "models" / "corpus" / "train"
SIGN_IN = """redirect_uri = "http://localhost:8501/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "notecheck"
client_secret = "secret-of-the-provider"
server_metadata_url = "https://login.example.gov.uk/.well-known/openid-configuration"
"""


@cache
def audited() -> tuple[dict[str, Any], ...]:
    """Rows as an audit writes them."""
    items = [
        Item("notes.csv, row 2", {"text": text, "id": f"A-{n}"}, kept={"Team": "North"})
        for n, text in enumerate(notes()[:4])
    ]
    rows = check_batch(checker(), [*items, Item("notes.csv, row 9", None, "the note is empty")])
    return tuple(json.loads(json.dumps(row)) for row in rows)


@cache
def _report() -> Report:
    return checker()(notes()[0])


def altered(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Data after a few changes, each at some place in it: another value, none, a key more, a list twice."""
    change = st.tuples(
        st.lists(st.integers(0, 30), max_size=6), st.sampled_from(("put", "drop", "add", "twice")), ANYTHING
    )
    return st.builds(_altered, value, st.lists(change, min_size=1, max_size=3))


def _altered(value: Any, changes: list[tuple[list[int], str, Any]]) -> Any:
    for path, kind, new in changes:
        value = _at(value, path, kind, new)
    return value


def _at(value: Any, path: list[int], kind: str, new: Any) -> Any:
    if not path or not isinstance(value, dict | list) or not value:
        return new if kind != "twice" else [value, value]
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[path[0] % len(keys)]
    copy = value.copy()
    if kind == "drop" and len(path) == 1:
        del copy[key]
    elif kind == "add" and len(path) == 1 and isinstance(copy, dict):
        copy["new"] = new
    else:
        copy[key] = _at(value[key], path[1:], kind, new)
    return copy


def _rows() -> st.SearchStrategy[dict[str, Any]]:
    start = st.lists(st.sampled_from(audited()), min_size=1, max_size=4)
    return st.fixed_dictionaries(
        {"rows": altered(start), "by": st.sampled_from(("Team", "place", "", "x", "findings"))}
    )


def check_rows(value: dict[str, Any]) -> None:
    """Rows are refused in words, or are counted, compared, and held against a baseline."""
    rows = value["rows"] if isinstance(value["rows"], list) else [value["rows"]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "out.jsonl")
        path.write_bytes("\n".join(map(json.dumps, rows)).encode())
        summary = refused(lambda: summarise(Rows(path), [value["by"]] if value["by"] else []))
        if summary is not None:
            for ending in (".json", ".html", ".xlsx"):
                refused(lambda ending=ending: made(summary, ending))
        refused(lambda: compare(Rows(path), audited(), same="yes").to_dict())
        refused(lambda: compare(audited(), Rows(path)).to_dict())
        written = BytesIO()
        if refused(lambda: baseline.write(Rows(path), Rows(path), written)) is not None:
            place = Path(folder, "base")
            place.write_bytes(written.getvalue())
            held = baseline.hold(Rows(path), baseline.load(place))
            must(not sum(held.new.values()), "an audit held against its own baseline has something new")


def _objects() -> st.SearchStrategy[dict[str, Any]]:
    """Something that was saved as JSON."""
    report = _report()
    review = Review({0: Verdict(agrees=False, comment="no"), 1: Verdict(reply="yes")}, "whole").to_dict(report)
    saved = {"version": 1, "draw": {"n": 3, "seed": "a", "by": ""}, "guidance": "general"}
    saved["reviews"] = [{"place": "row 2", "words": 9, "review": review}]
    columns = {"version": 1, "columns": {"text": "Note", "doc_type": "Kind"}, "doc_types": {"cin visit": "home-visit"}}
    annotated = json.loads(sorted(CORPUS.glob("*.json"))[0].read_text(encoding="utf-8"))
    given = {"review": review, "spot": saved, "columns": columns, "annotated": annotated}
    return st.one_of(
        *(
            st.fixed_dictionaries({"what": st.just(name), "data": altered(st.just(data))})
            for name, data in given.items()
        )
    )


def check_object(value: dict[str, Any]) -> None:
    """Saved data is refused in words, or is read, written and read as the same."""
    data = value["data"]
    if value["what"] == "review":
        _again(lambda data: Review.from_dict(data, _report()), lambda review: review.to_dict(_report()), data)
    elif value["what"] == "columns":
        _again(ColumnMap.from_dict, ColumnMap.to_dict, data)
    elif value["what"] == "spot":
        found = refused(lambda: read_saved(data))
        for row in found[2] if found else ():
            refused(lambda row=row: Review.from_dict(row["review"], _report()))
    else:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "a.json").write_text(json.dumps(data))
            refused(lambda: list(read_annotated(Path(folder))))


def _again(read: Callable[[Any], Any], write: Callable[[Any], Any], data: Any) -> None:
    found = refused(lambda: read(data))
    if found is not None:
        saved = json.loads(json.dumps(write(found), allow_nan=False))
        must(read(saved) == found, "what was saved is read as something else")


@cache
def _files() -> tuple[tuple[str, bytes], ...]:
    """Small files that are read again, by an ending that says what they are."""
    rows = "\n".join(map(json.dumps, audited())).encode()
    base, kept = BytesIO(), BytesIO()
    baseline.write(audited(), audited(), base)
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder, "journal"))
        journal.begin({"input": {"a": 1}})
        journal.add(Mark(5, zlib.crc32(b"12345"), {"at": 3}, Counts(2, findings={"error": 1})))
        journal.close()
        kept.write(Path(folder, "journal").read_bytes())
    return (
        (".rows", rows), (".baseline", base.getvalue()), (".journal", kept.getvalue()), (".toml", SIGN_IN.encode()),
        (".measured", MEASURED.read_bytes()[:50]),
    )  # fmt: skip


def check_file(value: tuple[str, bytes]) -> None:
    """A damaged file is refused in words."""
    ending, data = value
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{ending}")
        path.write_bytes(data)
        path.chmod(0o600)
        if ending == ".baseline":
            refused(lambda: baseline.load(path))
        elif ending == ".journal":
            found = refused(Journal(path).read)
            part = Path(folder, "part")
            part.write_bytes(b"1234567")
            if found:
                vouched(part, found[1])
        elif ending == ".toml":
            refused(lambda: read_sign_in(path, host=None, base_path=""))
        else:
            refused(lambda: summarise(Rows(path)))


KINDS = (
    Kind("reports", _rows, check_rows, 4),
    Kind("saved", _objects, check_object, 3),
    Kind("journals", lambda: damaged(_files()), check_file, 2),
)
