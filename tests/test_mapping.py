"""Columns of a table as the fields of a note: guessed as a manager would match them, set once, never a stop."""

import json
from itertools import pairwise

import pytest

from notecheck import mapping
from notecheck.data import load_lexicons
from notecheck.errors import NoteError
from notecheck.guidance import Rulebook
from notecheck.headings import guess, guess_map, names_people, type_values
from notecheck.mapping import ColumnMap, apply
from notecheck.note import DOC_TYPES, Note
from notecheck.read import Record, read_file
from notecheck.record_types import fold, guess_types

PROSE = "I visited you at home today, Callum, and you showed me the den that you built with your dad."
HEADINGS = [
    # as Mosaic, Liquidlogic, Azeus and home-made spreadsheets head them
    (
        "Person ID,Case Note ID,Note Type,Title,Contact Date,Date Recorded,Recorded By,Worker Team,Note Details",
        "text=Note Details id=Case Note ID doc_type=Note Type event_date=Contact Date recorded_date=Date Recorded "
        "author.name=Recorded By team=Worker Team",
    ),
    (
        "LCS ID,Forename,Surname,DOB,Case Note Type,Event Date,Created On,Created By,Job Title,Case Note Text",
        "text=Case Note Text child.forename=Forename child.surname=Surname child.born=DOB doc_type=Case Note Type "
        "event_date=Event Date recorded_date=Created On author.name=Created By author.role=Job Title",
    ),
    (
        "RECORD_ID,CHILD_NAME,DATE_OF_BIRTH,ACTIVITY_TYPE,ACTIVITY_DATE,ENTRY_DATE,WORKER_NAME,AUTHOR_ROLE,NARRATIVE",
        "text=NARRATIVE id=RECORD_ID child.name=CHILD_NAME child.born=DATE_OF_BIRTH doc_type=ACTIVITY_TYPE "
        "event_date=ACTIVITY_DATE recorded_date=ENTRY_DATE author.name=WORKER_NAME author.role=AUTHOR_ROLE",
    ),
    (
        "CaseNoteText,EventDate,ChildAge,Worker,Siblings,PreferredName",
        "text=CaseNoteText event_date=EventDate child.age=ChildAge author.name=Worker other_children=Siblings "
        "child.known_as=PreferredName",
    ),
    (
        "Date,Type,Child,Age,Social Worker,Notes",
        "text=Notes doc_type=Type event_date=Date child.name=Child child.age=Age author.name=Social Worker",
    ),
]


@pytest.mark.parametrize(("headings", "expected"), HEADINGS)
def test_headings_of_case_systems_are_known(headings, expected):
    found = guess(headings.split(","))
    pairs = [f"{name}={column}" for name, column in found.items()]
    assert sorted(pairs) == sorted(f"{pair}" for pair in _pairs(expected))


def _pairs(text):
    """'a=B C d=E' as pairs, though columns hold spaces."""
    words = text.split(" ")
    starts = [place for place, word in enumerate(words) if "=" in word] + [len(words)]
    return [" ".join(words[a:b]) for a, b in pairwise(starts)]


def rows(*cells):
    return [Record(f"row {place}", fields) for place, fields in enumerate(cells, 2)]


def test_the_text_is_the_column_that_holds_prose_where_headings_do_not_say():
    found = guess(["Ref", "Field 7", "Field 8"], rows({"Ref": "1", "Field 7": "Phone", "Field 8": PROSE}))
    assert found["text"] == "Field 8"


def test_of_two_headings_for_the_text_the_one_with_the_longer_cells_is_taken():
    cells = {"Note": "Home visit", "Details": PROSE, "Summary": "Seen, well."}
    assert guess(list(cells), rows(cells))["text"] == "Details"


def test_a_heading_for_the_text_is_not_believed_against_what_stands_below():
    cells = {"Note": "CN-17", "Box 3": PROSE}
    assert guess(list(cells), rows(cells))["text"] == "Box 3"


def test_no_column_is_used_twice_and_none_is_invented():
    found = guess(["Date", "Created Date", "Zebra", "Text"])
    assert found == {"text": "Text", "event_date": "Date", "recorded_date": "Created Date"}
    assert guess([]) == {}


@pytest.mark.parametrize(
    ("value", "doc_type"),
    [
        ("Home Visit", "home-visit"),
        ("Statutory Visit", "home-visit"),
        ("CIN Visit", "home-visit"),
        ("CP Visit - Statutory (seen alone)", "home-visit"),
        ("HOME_VISIT", "home-visit"),
        ("Family Time", "family-time"),
        ("Supervised Contact", "family-time"),
        ("Family Time/Contact", "family-time"),
        ("Strategy Discussion", "meeting"),
        ("Core Group Meeting", "meeting"),
        ("Telephone Call", "case-note"),
        ("E-mail", "case-note"),
        ("MASH Contact", "referral"),
        ("Child & Family Assessment", "assessment"),
        ("Managers' Oversight", "management-decision"),
        ("Case Supervision", "supervision"),
        ("Pathway Plan", "plan"),
        ("Significant Event", "chronology"),
        ("court-statement", "court-statement"),
    ],
)
def test_kinds_of_record_are_known_by_the_names_that_systems_give_them(value, doc_type):
    assert guess_types([value]) == {value: doc_type}


def test_a_further_type_of_the_guidance_comes_before_its_parent():
    general = Rulebook.load("general").doc_types
    assert guess_types(["Strategy Discussion", "Core Group"], general) == {
        "Strategy Discussion": "strategy-discussion",
        "Core Group": "core-group",
    }


def test_a_kind_of_record_that_no_list_knows_is_left_for_a_person():
    assert guess_types(["Biscuit Log", "LAC"]) == {}


def test_values_of_the_type_column_are_listed_once_and_the_commonest_first():
    given = rows({"T": "Phone"}, {"T": "CIN Visit"}, {"T": "CIN visit "}, {"T": ""}, {"T": "cin_visit"})
    assert type_values(given, "T") == {"CIN Visit": 3, "Phone": 1}


def test_every_list_of_types_names_a_type_that_some_guidance_knows():
    known = {doc_type for name in ("general", "swindon", "trafford", "leicestershire", "sussex", "sutton")
             for doc_type in Rulebook.load(name).doc_types}  # fmt: skip
    words = load_lexicons().words
    listed = {name.removeprefix("type-") for name in words if name.startswith("type-")}
    assert listed <= known
    assert set(DOC_TYPES) <= listed
    assert all(f"column-{name}" in words for name in (n.replace(".", "-").replace("_", "-") for n in mapping.FIELDS))


def test_lists_are_written_as_they_are_compared():
    words = load_lexicons().words
    names = [(key, name) for key, listed in words.items() if key.startswith(("type-", "column-")) for name in listed]
    assert [(key, name) for key, name in names if fold(name) != name] == []
    for key in words:
        if key.startswith(("type-", "column-")):
            assert len(set(words[key])) == len(words[key]), key


COLUMNS = ColumnMap(
    {
        "text": "Note",
        "id": "Ref",
        "doc_type": "Type",
        "event_date": "Date",
        "recorded_date": "Created",
        "child.name": "Child",
        "child.known_as": "Known as",
        "child.age": "Age",
        "child.born": "DOB",
        "other_children": "Siblings",
        "author.name": "Worker",
        "author.role": "Role",
        "team": "Team",
    },
    {"CIN Visit": "home-visit"},
)


def one(**cells):
    return apply(
        Record("row 7", {"Note": PROSE} | {key.replace("_", " "): cell for key, cell in cells.items()}), COLUMNS
    )


def test_a_row_becomes_a_note_that_the_checker_takes():
    got = one(
        Ref="A-17", Type="cin visit", Date="04/03/2026", Created="05/03/2026 16:05", Child="WRIGHT, Callum",
        Known_as="Cal", DOB="05/03/2017", Siblings="Sally; Ben", Worker="Priya Nair", Role="Social Worker",
        Team="North",
    )  # fmt: skip
    assert got.problems == ()
    assert got.note == {
        "text": PROSE,
        "id": "A-17",
        "doc_type": "home-visit",
        "event_date": "2026-03-04",
        "recorded_date": "2026-03-05T16:05:00",
        "child": {"name": "Callum Wright", "known_as": ["Cal"], "age": 8},
        "other_children": ["Sally", "Ben"],
        "author": {"name": "Priya Nair", "role": "Social Worker"},
        "team": "North",
    }
    note = Note.from_dict(got.note)
    assert (note.child.age, note.extra["team"]) == (8, "North")


def test_the_text_is_kept_exactly_as_it_stands():
    text = "\n  You said:\r\n“Hello” \t"
    assert apply(Record("row 2", {"Note": text}), COLUMNS).note == {"text": text}


def test_forename_and_surname_are_joined():
    columns = ColumnMap({"text": "Note", "child.forename": "First", "child.surname": "Last"})
    note = apply(Record("row 2", {"Note": PROSE, "First": "Siân", "Last": "O'BRIEN"}), columns).note
    assert note["child"] == {"name": "Siân O'Brien"}


@pytest.mark.parametrize(
    ("cells", "column", "allowed"),
    [
        ({"Date": "03/25/2026"}, "Date", "day first"),
        ({"Date": "last Tuesday"}, "Date", "day first"),
        ({"Date": "31/02/2026"}, "Date", "does not exist"),
        ({"Age": "97"}, "Age", "0 to 25"),
        ({"Age": "Year 4"}, "Age", "0 to 25"),
        ({"Date": "04/03/2026", "DOB": "05/03/2027"}, "DOB", "after the date of the record"),
        ({"Date": "04/03/2026", "DOB": "05/03/1987"}, "DOB", "more than 25 years"),
        ({"DOB": "05/03/2017"}, "DOB", "has no date"),
        ({"Type": "Biscuit Log"}, "Type", "choose one"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_problem_of_its_record_and_no_stop(cells, column, allowed):
    got = one(**cells)
    assert got.note["text"] == PROSE
    (problem,) = got.problems
    assert (problem.place, problem.column, problem.stops) == ("row 7", column, False)
    assert allowed in problem.says
    assert str(problem).startswith(f"row 7, {column}: ")
    assert not any(cell in str(problem) for cell in cells.values())


def test_cells_that_hold_no_answer_are_no_problem():
    assert one(Date="N/A", Age="Unborn", Child="Not known", DOB="-", Type="").note == {"text": PROSE}
    assert one(Date="N/A", Age="Unborn", Child="Not known", DOB="-", Type="").problems == ()


def test_markup_of_a_rich_text_field_is_said_since_it_would_be_checked_as_words():
    got = apply(Record("row 4", {"Note": "<p>I visited you.</p><p>You were well.&nbsp;</p>"}), COLUMNS)
    assert got.note is not None
    assert "export it as plain text" in got.problems[0].says
    assert one().problems == ()
    assert apply(Record("row 5", {"Note": "You scored <b in maths, 3 < 4 & rising"}), COLUMNS).problems == ()


def test_a_record_without_text_cannot_be_checked_and_says_so():
    got = apply(Record("row 9", {"Note": " \n", "Date": "04/03/2026"}), COLUMNS)
    assert got.note is None
    assert [str(problem) for problem in got.problems] == ["row 9, Note: is empty, so there is nothing to check"]
    assert got.problems[0].stops


def test_what_is_given_for_all_holds_where_a_record_says_nothing():
    defaults = {"guidance": "swindon", "doc_type": "case-note", "child": {"age": 9}, "author": None}
    note = apply(Record("row 2", {"Note": PROSE, "Type": "CIN Visit", "Child": "Mia"}), COLUMNS, defaults).note
    assert note == {"text": PROSE, "guidance": "swindon", "doc_type": "home-visit", "child": {"age": 9, "name": "Mia"}}
    assert apply(Record("row 3", {"Note": PROSE}), COLUMNS, defaults).note["doc_type"] == "case-note"


def test_a_ready_note_passes_through_and_a_wrong_one_is_named_by_its_place():
    ready = Record("line 3", {"text": PROSE, "doc_type": "plan", "mine": 1}, ready=True)
    assert apply(ready, ColumnMap(), {"doc_type": "case-note"}).note == {"text": PROSE, "doc_type": "plan", "mine": 1}
    wrong = apply(Record("line 4", {"text": PROSE, "child": {"age": 200}}, ready=True), ColumnMap())
    assert wrong.note is None
    assert str(wrong.problems[0]).startswith("line 4: child.age: 200 is not allowed")


def test_a_mapping_is_saved_and_loaded_as_plain_data():
    saved = json.loads(json.dumps(COLUMNS.to_dict()))
    assert ColumnMap.from_dict(saved) == COLUMNS
    assert saved["doc_types"] == {"cin visit": "home-visit"}


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"version": 2}, {"version": 1, "columns": []}, {"version": 1, "columns": {"colour": "X"}},
     {"version": 1, "columns": {"text": 3}}, {"version": 1, "doc_types": {"a": None}}],
)  # fmt: skip
def test_what_is_no_saved_mapping_is_refused(data):
    with pytest.raises(NoteError):
        ColumnMap.from_dict(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"columns": {"text": "Note\ud800"}}, "columns.text: half a character"),
        ({"doc_types": {"\ud800": "meeting"}}, r"the key doc_types.'\\ud800': half a character"),
        ({"doc_types": {"v" * 10**6: "meeting"}}, "a key of 1,000,000 characters; at most 1,000"),
    ],
)
def test_a_saved_mapping_that_could_not_be_saved_again_is_refused_by_its_key(data, says):
    with pytest.raises(NoteError, match=says):
        ColumnMap.from_dict({"version": 1, **data})


def test_a_mapping_can_neither_be_changed_nor_change_through_what_it_was_made_from():
    given = {"text": "Note"}
    columns = ColumnMap(given)
    given["text"] = "Other"
    assert columns.columns["text"] == "Note"
    with pytest.raises(TypeError):
        columns.columns["text"] = "Other"


@pytest.mark.parametrize(
    "heading", ["Worker", "Created By", "Allocated Social Worker", "Supervisor", "STAFF_ID", "Case Note Author"]
)
def test_a_column_that_names_workers_is_known(heading):
    assert names_people(heading) == "worker"


@pytest.mark.parametrize(
    "heading", ["Team", "Social Worker Team", "Worker role", "Note Type", "Locality", "Month", "Legal Status"]
)
def test_a_column_that_names_nobody_is_known(heading):
    assert names_people(heading) is None


@pytest.mark.model
def test_an_export_goes_from_file_to_report(checker):
    data = (
        "Note Type,Date of Contact,Created On,Child Name,DOB,Worker,Case Note Text\n"
        'CIN Visit,04/03/2026,05/03/2026,Callum Wright,05/03/2017,Priya Nair,"SW visited. Callum said ""I am fine""."\n'
    )
    records = read_file("march.csv", data.encode())
    columns = guess(records.columns, records.rows)
    types = guess_types(type_values(records.rows, columns["doc_type"]))
    got = apply(records.rows[0], ColumnMap(columns, types))
    report = next(checker.pipe([got.note]))
    assert (report.note.doc_type, report.note.child.age, str(report.note.event_date)) == ("home-visit", 8, "2026-03-04")
    assert report.findings[0].rule == "acronym"


def test_a_table_without_headings_shows_no_words_of_its_first_note():
    with pytest.raises(NoteError, match="‘A-1’ and 2 that may be text of a note and are not shown") as caught:
        guess_map(["A-1", "Mum hit Tom.", "Your mum said that nobody had come to see you"], [], DOC_TYPES)
    assert "mum" not in str(caught.value).lower()
