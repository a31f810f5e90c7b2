import json
import os
import re
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from notecheck.annotated import read_annotated
from notecheck.cli import FAILED, app
from notecheck.data import MEASURED
from notecheck.errors import NoteError
from notecheck.evaluate import CATEGORIES, Tally, compare
from notecheck.measured import measured_precision

NOTE = {
    "id": "x",
    "doc_type": "case-note",
    "child": {"name": "Cal", "age": 9},
    "author": {"name": "P Nair", "role": "Social Worker"},
    "text": "LADO rang. LADO to ring ASAP.",
    "sentences": [{"quote": "LADO rang.", "label": "reported"}, {"quote": "LADO to ring ASAP.", "label": "decision"}],
    "findings": [
        {"quote": "LADO", "nth": 1, "category": "acronym"},
        {"quote": "ASAP", "category": "vague"},
        {"quote": "rang", "nth": 1, "category": "vague"},
    ],
}


@pytest.fixture
def folder(tmp_path):
    def write(**changes):
        (tmp_path / "x.json").write_text(json.dumps(NOTE | changes), encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("found", "marked", "tally"),
    [
        ([], [], Tally(0, 0, 0)),
        ([(0, 4)], [(0, 4)], Tally(1, 0, 0)),
        ([(0, 4), (0, 4)], [(0, 4)], Tally(1, 1, 0)),
        ([(3, 9)], [(0, 4), (5, 8)], Tally(1, 0, 1)),
        ([(4, 5)], [(0, 4)], Tally(0, 1, 1)),
    ],
)
def test_spans_match_by_overlap_one_to_one(found, marked, tally):
    assert compare(found, marked) == tally


def test_figures():
    tally = Tally(right=8, false_alarms=2, missed=8)
    assert (tally.precision, tally.recall, tally.cases) == (0.8, 0.5, 16)
    assert tally.f1 == pytest.approx(2 * 0.8 * 0.5 / 1.3)
    assert Tally().f1 is None


@pytest.mark.model
def test_evaluate_counts_what_readers_marked(folder):
    result = CliRunner().invoke(app, ["evaluate", str(folder()), "--json"])
    rules = json.loads(result.output)["rules"]
    assert (rules["acronym"]["right"], rules["acronym"]["false_alarms"], rules["acronym"]["missed"]) == (1, 0, 0)
    assert (rules["vague"]["right"], rules["vague"]["missed"]) == (1, 1)
    assert rules["sentence-starts"]["f1"]["value"] == 1


@pytest.mark.model
def test_evaluate_prints_a_table(folder):
    result = CliRunner().invoke(app, ["evaluate", str(folder())])
    assert re.search(r"^acronym +1\.000 \[1\.00, 1\.00\].* 1 +1$", result.output, re.MULTILINE)
    assert "macro-F1" in result.output


def _figures(folder, *notes):
    for number, note in enumerate(notes):
        (folder / f"{number}.json").write_text(json.dumps(NOTE | note), encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", str(folder), "--json"])
    return json.loads(result.output)


@pytest.mark.model
def test_an_interval_holds_the_figure_and_is_wide_where_notes_differ(tmp_path):
    found = {"findings": [{"quote": "LADO", "category": "acronym"}]}
    missed = {"findings": [{"quote": "rang", "category": "acronym"}]}
    recall = _figures(tmp_path, found, missed, found, missed)["rules"]["acronym"]["recall"]
    assert recall["low"] < recall["value"] < recall["high"]
    assert (recall["low"], recall["high"]) == (0, 1)


@pytest.mark.model
def test_kinds_and_the_whole_note_are_compared_with_what_readers_said(tmp_path):
    said = {
        "text": "You told me “I like my new school”.\nHousing to ring Mum by 4 May 2026.",
        "sentences": [
            {"quote": "You told me “I like my new school”.", "label": "child-voice"},
            {"quote": "Housing to ring Mum by 4 May 2026.", "label": "opinion"},
        ],
        "findings": [],
        "voice": {"present": ["own-words"], "how_obtained": True},
        "address": "about-child",
    }
    figures = _figures(tmp_path, said)
    assert figures["kinds"]["child-voice"]["right"] == 1
    assert (figures["kinds"]["opinion"]["missed"], figures["kinds"]["decision"]["false_alarms"]) == (1, 1)
    assert figures["whole_note"]["voice: own-words"] == {"right": 1, "cases": 1, "accuracy": 1}
    assert figures["whole_note"]["voice: how obtained"]["right"] == 0
    assert figures["whole_note"]["address style"]["right"] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
def test_a_pipe_among_the_notes_keeps_nobody_waiting(tmp_path):
    os.mkfifo(tmp_path / "x.json")
    with pytest.raises(NoteError, match=r"x\.json: is no file but a pipe or a device"):
        list(read_annotated(tmp_path))


def test_a_note_that_is_not_in_the_guides_form_is_named(folder, tmp_path):
    with pytest.raises(NoteError, match=r"x\.json: a quote"):
        list(read_annotated(folder(findings=[{"quote": "absent", "category": "vague"}])))
    with pytest.raises(NoteError, match=r"x\.json: not in the form"):
        list(read_annotated(folder(sentences=None)))
    with pytest.raises(NoteError, match=r"x\.json: not in the form"):
        list(read_annotated(folder(sentences=[{"quote": NOTE["text"], "label": ["observation"]}])))
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(NoteError, match=r"x\.json: cannot be read as JSON"):
        list(read_annotated(tmp_path))


def test_a_folder_without_notes_is_refused(tmp_path):
    result = CliRunner().invoke(app, ["evaluate", str(tmp_path)])
    assert result.exit_code == FAILED
    assert "no annotated notes" in result.stderr


def test_the_readme_gives_the_figures_that_findings_carry():
    """Whoever measures anew writes both."""
    root = Path(__file__).parents[1]
    shown = dict(re.findall(r"^\| `([a-z-]+)` \| (\d\.\d\d) \(", (root / "README.md").read_text("utf-8"), re.MULTILINE))
    for rule, precision in measured_precision().items():
        if rule in CATEGORIES:
            row = json.loads(MEASURED.read_text("utf-8"))["rules"][rule]["precision"]["value"]
            assert precision == round(row, 3)
            assert rule in shown
