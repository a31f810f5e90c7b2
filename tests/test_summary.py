"""What the rows of an audit come to: right, not overstated, never by worker, without the notes' words."""

import json
import re
from io import BytesIO

import openpyxl
import pytest
from audit_rows import error, finding, row, write

from notecheck.audit import changes, page, workbook
from notecheck.audit.compare import compare
from notecheck.audit.figures import EMPTY, FEW, OTHER
from notecheck.audit.items import Item
from notecheck.audit.outputs import Rows
from notecheck.audit.rows import check_items, encoded
from notecheck.audit.summary import SHOWN, summarise
from notecheck.audit.summary_files import write_summary
from notecheck.errors import NoteError, SettingsError
from notecheck.render import html
from notecheck.supervision.tally import tally

NOTES = [
    {"id": "A-1", "text": "SW visited on 4 March 2026. Dad is a waste of space. The LADO and the IRO were told.",
     "doc_type": "home-visit", "event_date": "2026-03-04", "recorded_date": "2026-03-25"},
    {"id": "A-2", "text": "I visited you at home on 9 March 2026, Mia. You told me: “I like my new school.”",
     "doc_type": "home-visit", "child": {"name": "Mia", "age": 9}, "event_date": "2026-03-09",
     "recorded_date": "2026-03-09"},
    {"id": "A-3", "text": "Nan rang me on 2 April 2026. The IRO will ring her asap.", "recorded_date": "2026-04-02"},
    {"id": "A-4", "text": "Mum rang me and said that you slept well."},
    {"id": "A-5", "text": 7},
]  # fmt: skip
HOSTILE = "=HYPERLINK(1)<script>alert(1)</script>\u202e"


def one(rows, name):
    return next(each for each in rows if each.name == name)


@pytest.fixture(scope="module")
def many():
    """Sixty records: half of them with a short form, a third of them in a small team."""
    return [
        row(
            f"N-{n}",
            *(["acronym"] * (n % 2)),
            *(["long-sentence"] * (n % 3 == 0)),
            score=70 + n % 30,
            Team="East" if n % 12 == 0 else "West",
            event_date=f"2026-0{1 + n % 2}-11",
        )
        for n in range(60)
    ]


@pytest.fixture(scope="module")
def summary(many):
    return summarise([*many, error("text: must be text, not an object")], ["Team"])


def test_shares_are_of_the_records_in_which_it_was_looked_at(summary):
    acronyms = one(summary.standards, "general-acronyms")
    assert (acronyms.share.hits, acronyms.share.of) == (30, 60)
    assert acronyms.share.interval.low == pytest.approx(0.3773, abs=1e-4)
    assert acronyms.rate.value == pytest.approx(1000 * 30 / 6000)
    assert acronyms.label.startswith("Plain language: ")
    # A standard that nothing fell short of is there too: silence must not pass for clean, nor for unlooked at.
    assert one(summary.standards, "general-jargon").share.hits == 0
    assert one(summary.standards, "general-jargon").share.of == 60


def test_a_standard_is_not_looked_at_where_its_check_could_not_run(many):
    skipped = [{"check": "acronym", "reason": "the text is too deeply nested for this check"}]
    found = summarise([*many, *(row(f"S-{n}", skipped=skipped) for n in range(40))])
    assert one(found.standards, "general-acronyms").share.of == 60
    assert one(found.standards, "general-jargon").share.of == 100
    assert one(found.rules, "acronym").share.of == 60
    assert [(each.of, each.records) for each in found.skipped] == [("grammar", 60), ("acronym", 40)]


def test_a_measured_standard_that_is_not_met_counts(many):
    late = {"due": "2026-03-09", "late_by_days": 4, "rows": [{"standard": "general-timeliness", "late_by_days": 4}]}
    item = {"item": "signed", "label": "who wrote it", "met": False, "applies": True, "standards": ["general-signed"]}
    hard = {"reading_age": 15, "target_age": 9}
    found = summarise([row("1", timeliness=late, checklist=[item], readability=hard), *many])
    for name in ("general-timeliness", "general-signed", "general-understood"):
        assert one(found.standards, name).share.hits >= 1, name
    assert found.timeliness.within.hits == 0
    assert [each.records for each in found.timeliness.beyond] == [0, 1, 0, 0, 0]
    assert found.timeliness.not_told == 60
    assert found.readability.within.hits == 60
    assert found.checklist[0].met.to_dict()["share"] == 0


def test_few_records_are_said_to_be_few(summary):
    east, west = one(summary.columns["Team"], "East"), one(summary.columns["Team"], "West")
    assert east.records == 5 < FEW
    assert east.few
    assert east.rate.interval is None
    assert east.score.interval is None
    assert west.rate.interval.low < west.rate.value < west.rate.interval.high
    assert "few records" in page.render(summary)


def test_months_are_in_order_and_what_has_no_date_is_told(many):
    found = summarise([*many, row("x")])
    assert [each.name for each in found.months] == ["2026-01", "2026-02"]
    assert found.undated.records == 1


def test_errors_are_counted_by_reason_without_what_they_quote(many):
    errors = [error(f"doc_type: {value!r} is not known; allowed: plan") for value in ("Ellie at home", "Mum")]
    found = summarise([*errors, *many])
    assert found.errors == 2
    assert [(each.name, each.records) for each in found.reasons] == [("doc_type: ‘…’ is not known; allowed: plan", 2)]


@pytest.mark.parametrize("column", ["worker", "Author", "Social worker", "Child's name"])
def test_nothing_is_counted_by_worker_or_child(many, column):
    with pytest.raises(NoteError, match=r"not counted by (worker|child)"):
        summarise(many, [column])


def test_values_of_a_column_are_few_and_short():
    rows = [row(f"{n}", Team=f"Team {n} " + "x" * 500) for n in range(90)]
    rows += [row("a", Team=""), row("b"), row("c", Team=["x"]), row("d", Team=7)]
    found = summarise(rows, ["Team"])
    names = [each.name for each in found.columns["Team"]]
    assert len(names) == SHOWN
    assert names[-1] == OTHER
    assert EMPTY in names
    assert max(map(len, names)) <= 80
    assert sum(each.records for each in found.columns["Team"]) == 94
    assert any("values" in notice for notice in found.notices)


def test_a_column_that_was_not_kept_is_told(many):
    assert any("No record has anything in the column 'Teem'" in each for each in summarise(many, ["Teem"]).notices)


def test_a_row_that_is_none_is_named():
    with pytest.raises(NoteError, match="row 2 is no report"):
        summarise([row("1"), {"version": 1, "findings": 3}])


def test_other_versions_among_the_records_are_told(many):
    other = row("1", versions={"notecheck": "0.2.0", "lexicons": {"vague.yaml": "2"}})
    assert any("more than one version of: notecheck, vague.yaml" in each for each in summarise([*many, other]).notices)


@pytest.mark.model
def test_it_is_what_the_reports_say(checker):
    items = [Item(f"line {number}", note) for number, note in enumerate(NOTES, 1)]
    found = summarise(json.loads(encoded(each)) for each in check_items(checker, items))
    counted = tally(enumerate(checker.pipe(NOTES[:4])))
    assert (found.all.records, found.errors) == (4, 1)
    assert found.all.rate.places == counted.all.findings > 0
    assert [each.name for each in found.months] == ["2026-03", "2026-04"]
    assert found.undated.records == 1
    assert {each.name: each.records for each in found.doc_types} == {"home-visit": 2, "case-note": 2}
    assert one(found.standards, "general-timeliness").share.hits == 1
    assert {each.name: each.rate.places for each in found.rules if each.rate.places} == {
        each.name: each.findings for each in counted.rules
    }
    # What was looked at is what the score looked at, or more: of a standard that nothing could serve it says nothing.
    assert {each.name for each in counted.standards} <= {each.name for each in found.standards}
    said = page.render(found) + json.dumps(found.to_dict())
    assert not re.search("waste of space|LADO|my new school|slept well", said)


def test_the_page_escapes_what_comes_from_files_and_is_always_the_same(many):
    rows = [*many, row(HOSTILE, Team=HOSTILE, doc_type=HOSTILE), error(HOSTILE)]
    made = page.render(summarise(rows, ["Team"]))
    assert made == page.render(summarise(rows, ["Team"]))
    assert "<script" not in made
    assert "\u202e" not in made
    assert "&lt;script&gt;" in made
    assert "default-src 'none'" in made
    assert not re.search(r"\sstyle=|\son\w+=|https?://(?!www\.w3\.org)", made)


def test_a_standard_is_said_to_be_not_met_where_that_is_what_is_counted():
    item = {"item": "why", "label": "why the contact took place", "met": False, "applies": True}
    rows = [row(f"{n}", "acronym", checklist=[item | {"standards": ["general-signed"]}]) for n in range(FEW)]
    found = summarise(rows)
    made = page.render(found)
    signed = html.escape(one(found.standards, "general-signed").label)
    assert f"<li>Not met, or something to look at, in 20 of 20 records (100%): {signed}</li>" in made
    assert made.count('class="a-wide">Not met, or something to look at</th>') == 1
    assert made.count('class="a-wide">Something to look at</th>') == 1
    book = openpyxl.load_workbook(BytesIO(workbook.write(found)))
    heads = {sheet.title: [cell.value for cell in next(sheet.iter_rows())] for sheet in book}
    assert heads["Standards"][2] == "Not met, or something to look at"
    assert heads["Standards"][4] == "% of records: not met, or something to look at"
    assert heads["Rules"][2] == "Something to look at"
    assert heads["Checklist"][1::2][:2] == ["Records that give it", "% of records that give it"]
    apart = compare(rows, [row(f"{n}") for n in range(FEW)])
    said = changes.text(apart, ("old", "new"))
    assert "not met, or something to look at (share of records): 100% → 0%" in said
    assert "      something to look at (share of records): 100% → 0%" in said
    assert "not met, or something to look at (share of records)" in changes.render(apart, ("old", "new"))


def test_an_audit_of_nothing_has_a_page_and_a_workbook():
    found = summarise([error("there is no note here")])
    assert "0 records" in page.render(found)
    assert openpyxl.load_workbook(BytesIO(workbook.write(found)))["Summary"]["G2"].value == 0


def test_the_workbook_runs_nothing_and_has_the_figures(many):
    rows = [*many, row(HOSTILE, Team=HOSTILE), error(HOSTILE)]
    found = summarise(rows, ["Team", "[bad]:name*" + "x" * 40])
    made = workbook.write(found)
    assert made == workbook.write(found)
    book = openpyxl.load_workbook(BytesIO(made))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(str(cell.value).startswith("=") for cell in cells)
    acronyms = next(line for line in book["Standards"].iter_rows(values_only=True) if line[1] == "general-acronyms")
    assert acronyms[2:5] == (30, 61, pytest.approx(49.18, abs=0.01))
    assert [len(book[name]._charts) for name in ("Standards", "Months", "By Team")] == [1, 1, 1]


def test_files_are_whole_or_not_there(tmp_path, many):
    output = write(tmp_path / "out.jsonl", many)
    write_summary(output, ["Team"], [tmp_path / "s.html", tmp_path / "s.json"])
    assert json.loads((tmp_path / "s.json").read_text())["all"]["records"] == 60
    assert (tmp_path / "s.html").stat().st_mode & 0o777 == 0o600
    output.write_text(output.read_text() + "{no row}\n")
    with pytest.raises(NoteError, match="line 61: is no row of an audit"):
        write_summary(output, [], [tmp_path / "t.html"])
    with pytest.raises(SettingsError, match=r"\.html, \.xlsx, \.json"):
        write_summary(output, [], [tmp_path / "t.pdf"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "s.html", "s.json"]


def test_rows_are_read_as_they_were_written(tmp_path, many):
    assert list(Rows(write(tmp_path / "out.jsonl", many))) == many


def test_a_place_in_two_standards_counts_in_both():
    found = summarise([row(f"{n}", findings=[finding("long-sentence")]) for n in range(FEW)])
    assert {one(found.standards, name).share.hits for name in ("general-understood", "general-concise")} == {FEW}
