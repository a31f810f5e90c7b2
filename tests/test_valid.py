"""Damaged outputs: each of the commands that read one refuses it in a line, and names the row."""

import json
from copy import deepcopy
from io import BytesIO

import pytest
from audit_rows import STANDARDS, error, finding, row, write
from typer.testing import CliRunner

from notecheck.audit import baseline, changes, outputs, page, parquet
from notecheck.audit.compare import compare
from notecheck.audit.summary import summarise
from notecheck.audit.valid import sound
from notecheck.cli import app
from notecheck.errors import NotecheckError, NoteError

WHOLE = row(
    "A-1",
    "acronym",
    timeliness={"late_by_days": 4, "rows": [{"standard": "general-timeliness", "late_by_days": 4}]},
    checklist=[{"item": "signed", "label": "who", "met": None, "applies": True, "standards": STANDARDS["vague"]}],
    event_date="2026-03-04",
)
DAMAGED = [
    ({"findings": [{"rule": "acronym", "severity": "error", "standards": []}]}, "findings[0].text must be text"),
    ({"findings": {}}, "findings must be a list"),
    ({"findings": [finding("vague", severity="bad")]}, "findings[0].severity must be one of: "),
    ({"versions": 3}, "versions must be an object"),
    ({"counts": {"words": -5}}, "counts.words must be a whole number from 0 to "),
    ({"counts": {"words": 10**400}}, "counts.words must be a whole number"),
    ({"counts": {"words": True}}, "counts.words must be a whole number"),
    ({"score": {"overall": 10**9, "parts": {}}}, "score.overall must be a whole number from 0 to 100"),
    ({"readability": {"reading_age": float("inf")}}, "readability.reading_age must be a number of years"),
    ({"timeliness": {"late_by_days": 10**400, "rows": []}}, "timeliness.late_by_days must be a whole number"),
    ({"id": ["A-1"]}, "id must be text"),
    ({"doc_type": "plan\ud800"}, "doc_type must be text"),
    ({"versions": {"model": "x" * 400}}, "versions.model must be a version"),
    ({"id_given": "no"}, "id_given must be true or false"),
]  # fmt: skip


def run(*arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments])


def commands(output, tmp_path):
    yield run("summary", output, "--output", tmp_path / "s.html")
    yield run("compare", output, output)
    yield run("baseline", output, "--output", tmp_path / "b")


@pytest.mark.parametrize(("damage", "says"), DAMAGED, ids=[says for _, says in DAMAGED])
def test_a_damaged_row_is_refused_in_a_line_that_says_where(tmp_path, damage, says):
    output = write(tmp_path / "out.jsonl", [WHOLE, WHOLE | damage])
    for done in commands(output, tmp_path):
        assert done.exit_code == 2
        assert f"out.jsonl, row 2 is no report as notecheck audit writes it: {says}" in " ".join(done.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_an_error_record_without_its_reason_is_none(tmp_path):
    output = write(tmp_path / "out.jsonl", [error("text: is missing"), {"version": 1, "error": 5}])
    for done in commands(output, tmp_path):
        assert done.exit_code == 2
        assert "out.jsonl, row 2 is no report as notecheck audit writes it: error must be an object" in done.stderr


def test_whatever_is_damaged_is_refused_or_counted():
    """Each value of a row in turn is another."""
    refused = 0
    for damaged in _damaged(WHOLE):
        rows = [damaged, damaged]
        try:
            page.render(summarise(rows, ["place"]))
            changes.text(compare(rows, rows, ["place"]), ("old", "new"))
            baseline.write(rows, rows, BytesIO())
        except NotecheckError:
            refused += 1
    assert refused > 300


def _damaged(whole):
    for path in _paths(whole):
        for other in (None, 7, -1, 10**30, 0.5, float("nan"), "\ud800\x00../x" * 99, [], [[]], {}, {"a": 1}, True):
            changed = deepcopy(whole)
            held = changed
            for key in path[:-1]:
                held = held[key]
            held[path[-1]] = other
            yield changed


def _paths(value, before=()):
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (*before, key)
        yield from _paths(child, (*before, key))


def test_a_file_without_rows_is_no_audit(tmp_path):
    (tmp_path / "empty.jsonl").write_text("")
    (tmp_path / "blank.jsonl").write_text("\n \n")
    parquet.write([], tmp_path / "none.parquet")
    for name in ("empty.jsonl", "blank.jsonl", "none.parquet"):
        for done in commands(tmp_path / name, tmp_path):
            assert done.exit_code == 2
            assert "holds no rows" in done.stderr
    assert not (tmp_path / "s.html").exists()


def test_sound_rows_are_let_through_as_they_are():
    rows = [WHOLE, error("text: is missing"), json.loads(json.dumps(WHOLE | {"id": None, "voice": None, "Team": 3}))]
    assert list(sound(rows)) == rows
    with pytest.raises(NoteError, match="row 1"):
        list(sound([{"version": 1}]))


def test_a_table_that_spark_laid_out_in_folders_is_read_with_their_column(tmp_path):
    table = tmp_path / "checked"
    for team, number in (("North%20East", 2), ("__HIVE_DEFAULT_PARTITION__", 1)):
        (table / f"Team={team}").mkdir(parents=True)
        parquet.write([WHOLE] * number, table / f"Team={team}" / "part-0.parquet")
    (table / "_temporary").mkdir()
    (table / "_temporary" / "part-1.parquet").write_bytes(b"PAR1 half")
    assert [each["Team"] for each in outputs.Rows(table)] == ["North East", "North East", None]
    assert run("summary", table, "--by", "Team").exit_code == 0
    assert "North East" in (tmp_path / "checked.summary.html").read_text()
    assert run("compare", table, table, "--by", "Team").exit_code == 0
    assert run("baseline", table, "--output", tmp_path / "b").exit_code == 0
