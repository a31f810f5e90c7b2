"""Rows of an audit as Parquet: nothing of a report is lost, the same bytes for the same rows, and memory that stays."""

import io
import json
from copy import deepcopy
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from memory import most_held

from notecheck.audit import parquet
from notecheck.audit.items import Item
from notecheck.audit.rows import check_items, encoded
from notecheck.errors import NoteError

CORPUS = Path(__file__).parent.parent / "models" / "corpus"
KEYS = ("id", "text", "doc_type", "guidance", "child", "other_children", "author", "event_date", "recorded_date")
VISIT = "I visited you at home today, Callum. You told me: “I like my new room.” He is on a CIN plan."
EMAIL = "From: Priya Nair\nTo: Pat Wright\nSubject: Visit\n\nDear Pat, the LAC review is on Monday.\n"


def corpus():
    """A note of each kind of record, and of each guidance."""
    found = {}
    for path in sorted(CORPUS.glob("*/*.json")):
        note = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(note, dict) and isinstance(note.get("text"), str) and len(note["text"]) < 1_500:
            found.setdefault(
                (note.get("doc_type"), note.get("guidance")), {key: note[key] for key in KEYS if key in note}
            )
    return [*found.values()][:16]


def odd():
    """Notes with all that a report may hold beside what most do."""
    aside = {"text": "CIN", "reason": "she knows what it is", "rule": "acronym"}
    places = [{"start": 0, "end": len(VISIT), "place": "page 1, paragraph 2"}]
    yield Item("", {"text": VISIT})
    yield Item("a.csv, row 2", {"text": VISIT, "id": "7", "ignored": [aside], "places": places, "team": "North"})
    yield Item("a.csv, row 3", {"text": VISIT, "score": 3, "nested": {"a": [1, None, 2.5]}, "none": None})
    yield Item("a.csv, row 4", {"text": EMAIL, "error": "their own", "kept": "x", "other": "y", "late": 2**70})
    yield Item("a.csv, row 5", {"text": VISIT}, kept={"Team": "South", "Size": 3, "Empty": "", "place": "here"})
    yield Item("a.csv, row 6", None, "is empty, so there is nothing to check", kept={"Team": "North"}, id="A-6")
    yield Item("a.csv, row 7", None, "not one whole JSON object")
    yield Item("a.csv, row 8", {"text": "", "doc_type": "recipe"}, kept={"Team": None})


@pytest.fixture(scope="module")
def rows(checker):
    items = [*(Item(f"notes.jsonl, line {at}", note) for at, note in enumerate(corpus(), 1)), *odd()]
    return [json.loads(encoded(row)) for row in check_items(checker, items)]


@pytest.mark.model
def test_rows_come_back_exactly_as_they_were(rows, tmp_path):
    parquet.write(rows, tmp_path / "out.parquet")
    assert list(parquet.rows(tmp_path / "out.parquet")) == rows
    kinds = [json.dumps(row, sort_keys=True) for row in parquet.rows(tmp_path / "out.parquet")]
    assert kinds == [json.dumps(row, sort_keys=True) for row in rows]  # 3 and 3.0 are told apart


@pytest.mark.model
def test_all_of_a_report_stands_in_its_own_column(rows):
    """`other` is for what the callers' notes carry; nothing of the report itself may end there."""
    for row in rows[: len(corpus())]:
        assert parquet.flat(row)[parquet.OTHER] is None
    carried = [parquet.flat(row)[parquet.OTHER] for row in rows[len(corpus()) :]]
    assert {key for each in carried if each for key in json.loads(each)} == {
        "carried", "nested", "none", "late", "Size", "Team",
    }  # fmt: skip


@pytest.mark.model
def test_columns_can_be_asked_as_they_are_written_down(rows, tmp_path):
    parquet.write(rows, tmp_path / "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.schema.equals(parquet.schema())
    assert table.schema.metadata[b"notecheck"] == b"rows, version 1"
    words = pc.struct_field(table["counts"], "words").to_pylist()
    assert words == [row["counts"]["words"] if "counts" in row else None for row in rows]
    parts = pc.struct_field(table["score"], ["parts", "written_to_the_child"]).to_pylist()
    assert parts == [row["score"]["parts"]["written-to-the-child"] if "score" in row else None for row in rows]
    assert pc.sum(pc.is_valid(table["error"])).as_py() == sum(1 for row in rows if "findings" not in row)
    teams = [dict(each or ()).get("Team") for each in table["kept"].to_pylist()]
    assert [team for team in teams if team] == ["South", "North"]


@pytest.mark.model
def test_the_same_rows_give_the_same_bytes(rows, tmp_path):
    parquet.write(iter(rows), tmp_path / "a.parquet")
    parquet.write(deepcopy(rows), tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


@pytest.mark.model
def test_what_does_not_fit_its_column_is_kept_all_the_same(rows, tmp_path):
    first = rows[0]
    changed = [
        first | {"counts": {"words": 3.5, "sentences": 2}},
        first | {"counts": first["counts"] | {"lines": 4}},
        first | {"readability": first["readability"] | {"smog_index": 7}},
        first | {"voice": "yes", "findings": [{"rule": "x"}], "place": None},
        first | {"id": 7, "versions": first["versions"] | {"lexicons": {"a.yaml": 3}}},
        {key: value for key, value in rows[-2].items() if key != "place"},
        first | {"id_given": False},
        rows[-2] | {"id_given": False},
        first | {"id_given": "no"},
    ]
    parquet.write(changed, tmp_path / "out.parquet")
    back = list(parquet.rows(tmp_path / "out.parquet"))
    assert [json.dumps(row, sort_keys=True) for row in back] == [json.dumps(row, sort_keys=True) for row in changed]
    table = pq.read_table(tmp_path / "out.parquet")
    assert table["readability"][2]["smog_index"].as_py() == 7.0
    assert table["id_given"].to_pylist()[-4:] == [None, False, False, None]


@pytest.mark.model
def test_memory_does_not_grow_with_the_rows(rows, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "_GROUP", 100_000)

    def held(times):
        def call():
            parquet.write((row for _ in range(times) for row in rows), tmp_path / "out.parquet")
            for _ in parquet.rows(tmp_path / "out.parquet"):
                pass

        return most_held(call), pq.ParquetFile(tmp_path / "out.parquet").num_row_groups

    (small, few), (large, many) = held(5), held(12)
    assert many > few > 1
    assert large < small * 1.2


def test_no_rows_are_a_file_too(tmp_path):
    parquet.write([], tmp_path / "out.parquet")
    assert list(parquet.rows(tmp_path / "out.parquet")) == []


@pytest.mark.model
def test_what_is_no_output_of_an_audit_is_refused(rows, tmp_path):
    whole = tmp_path / "out.parquet"
    parquet.write(rows, whole)
    data = whole.read_bytes()
    for name, content in (
        ("cut.parquet", data[:-30]),
        ("short.parquet", data[:3]),
        ("spoilt.parquet", data[:100] + b"\xff" * 3000 + data[3100:]),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(NoteError, match=f"{name}: is broken or not whole"):
            list(parquet.rows(tmp_path / name))
    other = io.BytesIO()
    pq.write_table(pa.table({"id": ["1"]}), other)
    (tmp_path / "other.parquet").write_bytes(other.getvalue())
    with pytest.raises(NoteError, match=r"other\.parquet: is no output of notecheck audit"):
        list(parquet.rows(tmp_path / "other.parquet"))
