"""What goes into an audit: every kind of input, streamed, with its faults in their places and resumed from anywhere."""

import gzip
import io
import json
import os
import random
import sys
import zipfile
from datetime import date, datetime
from itertools import islice

import audit_rows
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from memory import most_held

from notecheck.audit import baseline
from notecheck.audit.sources import open_source
from notecheck.errors import NoteError, SettingsError
from notecheck.mapping import ColumnMap
from notecheck.note import Note
from notecheck.read import csv, jsonlines
from notecheck.read import json as json_list

VISIT = "I visited you at home today, Callum. You told me: “I like my new room.”\n\nYour mum was there too."
CALL = "Your nan, Pat, rang me; she said you slept badly, and that she'd ask the school."
HEADINGS = ["Ref", "Note Type", "Date of Contact", "Team", "Case Note Text"]
RECORDS = [
    ["A-1", "CIN Visit", "04/03/2026", "North", VISIT],
    ["A-2", "Telephone Call", "soon", "South", CALL],
    ["", "Biscuits", "06/03/2026", "North", f"{CALL} {VISIT}"],
    ["A-4", "CIN Visit", "07/03/2026", "", ""],
    ["A-5", "Strategy Discussion", "08/03/2026", "North", CALL],
]


def csv_of(rows, separator=","):
    lines = [separator.join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode()


def lines_of(objects):
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects).encode()


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def parquet(rows=RECORDS, group=2, **columns):
    table = columns or {name: [row[place] for row in rows] for place, name in enumerate(HEADINGS)}
    data = io.BytesIO()
    pq.write_table(pa.table(table), data, row_group_size=group)
    return data.getvalue()


def zipped(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in members.items():
            packed.writestr(name, body)
    return data.getvalue()


def open_one(path, **options):
    return open_source([str(path)], **options)


@pytest.fixture
def put(tmp_path):
    """Writes a file and gives its path."""

    def written(name, data):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return written


def items(source):
    return [item for item, _ in source.items()]


def texts(source):
    return [item.note["text"] for item in items(source) if item.note]


def errors(source):
    return {item.place: item.error for item in items(source) if item.error}


NOTES = [{"text": VISIT, "id": "A-1", "doc_type": "home-visit"}, {"text": CALL}, {"id": "B"}, {"text": CALL * 3}]
BAD_LINES = lines_of(NOTES) + b'{"text": "cut\n\n\xff\xfe{}\n' + b"[" * 100_000 + b'\n{"text": 1e999}\n{"text": "ok"}'
OPEN_QUOTE = (
    csv_of([HEADINGS, *RECORDS])
    + b'A-6,"never closed\r\nfree text, with commas\r\n'
    + b"A-7,Visit,08/03/2026,North,You were at school\r\n" * 3
)
FORMATS = {
    "rows.csv": csv_of([["Export of March"], [], HEADINGS, *RECORDS, ["too", "many", "of", "these", "cells", "here"]]),
    "rows.tsv": csv_of([HEADINGS, *RECORDS * 3], "\t"),
    "wide.csv": "\ufeff".encode("utf-16-le") + csv_of([HEADINGS, *RECORDS]).decode().encode("utf-16-le"),
    "old.csv": csv_of([HEADINGS, *RECORDS]).decode().replace("\r\n", "\r").encode("cp1252"),
    "late.csv": csv_of([HEADINGS, *[[n, "Visit", "", "", "You were at school."] for n in range(300)]])
    + "1,Visit,,,“At home”, she said\r\n".encode("cp1252")
    + csv_of(RECORDS).decode().encode("cp1252"),
    "broken.csv": csv_of([HEADINGS, *RECORDS]) + b"A-7,Visit,,,caf\xe9\r\nA-8,\x00Visit,,,You\r\n" + csv_of(RECORDS),
    "quotes.csv": OPEN_QUOTE,
    "notes.jsonl": BAD_LINES,
    "rows.ndjson": lines_of([dict(zip(HEADINGS, row, strict=True)) for row in RECORDS * 60]),
    "notes.jsonl.gz": gzip.compress(BAD_LINES, mtime=0),
    "cut.csv.gz": gzip.compress(
        csv_of([HEADINGS, *RECORDS * 60, *[[random.Random(n).random()] * 5 for n in range(900)]])
    )[:-9_000],
    "behind.json": b'[{"text": "a"}], {"text": "b"}',
    "list.json": json.dumps([*NOTES, 3, [1, [2]], {"text": "“"}, "}"], ensure_ascii=False).encode(),
    "long.json": b"["
    + b",\n ".join([b'{"text": "a\\\\\\"]"}', b"[" * 9 + b"]" * 9, b'{"text": "b"} 4', b"nul"])
    + b"] ]",
    "one.json": json.dumps(NOTES[0]).encode(),
    "rows.xlsx": workbook([["Export of March"], [], HEADINGS, *RECORDS, [], *RECORDS]),
    "rows.parquet": parquet(RECORDS * 70, group=33),
    "visit.txt": VISIT,
    "all.zip": zipped(
        {
            "a/visit.txt": VISIT,
            "b/rows.csv": csv_of([HEADINGS, *RECORDS]),
            "c/notes.jsonl": BAD_LINES,
            "d/scan.png": b"\x89PNG",
            "e/empty.csv": b"",
            "f/rows.parquet": parquet(),
        }
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_going_on_from_any_place_gives_exactly_what_would_have_come(put, name):
    path = put(name, FORMATS[name])
    source = open_one(path, keep=["Team"] if "rows" in name else [])
    whole = list(source.items())
    assert whole
    assert source.total == path.stat().st_size
    far = [source.done(cursor) for _, cursor in whole]
    assert far == sorted(far)
    assert far[-1] <= source.total
    for place in {*range(8), *range(len(whole) - 8, len(whole)), *range(0, len(whole), 7)} & {*range(len(whole))}:
        cursor = json.loads(json.dumps(whole[place][1]))
        assert list(open_one(path, keep=["Team"] if "rows" in name else []).items(cursor)) == whole[place + 1 :]


def test_going_on_in_a_folder_of_everything(put, tmp_path):
    for number, (name, data) in enumerate(FORMATS.items()):
        put(f"in/{number % 3}/{name}", data)
    put("in/0/scan.pdf", b"%PDF")
    put("in/photo.png", b"\x89PNG")
    source = open_one(tmp_path / "in")
    whole = list(source.items())
    assert len({item.place for item, _ in whole}) == len(whole)
    assert sum(size for _, size in source.files) == source.total
    for place in random.Random(7).sample(range(len(whole)), 25):
        assert list(islice(open_one(tmp_path / "in").items(whole[place][1]), 40)) == whole[place + 1 : place + 41]
    assert [line for line in source.notices if "photo.png" in line]


@pytest.mark.parametrize("name", ["rows.csv", "rows.tsv", "wide.csv", "rows.xlsx", "rows.parquet", "rows.ndjson"])
def test_a_table_gives_the_same_notes_whatever_file_it_is_in(put, name):
    source = open_one(put(name, FORMATS[name]), keep=["team"], doc_types=("home-visit", "case-note", "meeting"))
    first = items(source)[:5]
    assert [item.note and item.note["text"] for item in first] == [VISIT, CALL, f"{CALL} {VISIT}", None, CALL]
    assert [item.note and item.note.get("doc_type") for item in first] == [
        "home-visit",
        "case-note",
        None,
        None,
        "meeting",
    ]
    assert [item.note and item.note.get("event_date") for item in first] == [
        "2026-03-04", None, "2026-03-06", None, "2026-03-08",
    ]  # fmt: skip
    assert [item.note["id"] if item.note else item.id for item in first] == [
        "A-1",
        "A-2",
        f"{name[:4]}-3",
        "A-4",
        "A-5",
    ]
    assert [item.kept for item in first] == [{"team": team} for team in ("North", "South", "North", "", "North")]
    assert first[3].error == "the note is empty"
    assert source.mapping.columns["text"] == "Case Note Text"
    assert source.mapping.doc_types["cin visit"] == "home-visit"
    said = "\n".join(source.notices)
    assert "Date of Contact: is no date" in said
    assert "; the note is checked without it" in said
    assert "Note Type: this kind of record is not matched" in said


CSV_BITS = [
    b"a",
    b'"',
    b'"',
    b",",
    b",",
    b"\n",
    b"\r\n",
    b"\r",
    b"\x00",
    b"\xe9",
    "“é".encode(),
    b"x,y,z\n",
    b'"q","w","e"\r\n',
]
JSON_BITS = [
    b'{"text": "a"}',
    b'{"a":1}',
    *(bytes([each]) for each in b'{}[]"\\,\n\r '),
    b"1e999",
    '{"text":"é]"}'.encode(),
    b"\xff",
]


@pytest.mark.parametrize("reader", [csv, jsonlines, json_list])
def test_going_on_is_exact_whatever_the_bytes_and_wherever_they_are_cut(monkeypatch, reader):
    draw = random.Random(11)

    def steps(data, after=None):
        stream = reader.stream(io.BufferedReader(io.BytesIO(data)), after)
        return [(getattr(step.what, "fields", step.what), step.mark) for step in stream.steps]

    for _ in range(400):
        most = draw.choice([12, 40, 10**7])
        monkeypatch.setattr("notecheck.read.lines._PIECE", draw.choice([1, 2, 3, 7, 1 << 20]))
        for module in ("lines", "csv", "json"):
            monkeypatch.setattr(f"notecheck.read.{module}.MOST_LINE", most)
        data = b"".join(draw.choices(CSV_BITS if reader is csv else JSON_BITS, k=draw.randrange(1, 40)))
        data = {csv: b"n,o,p\n", json_list: b"["}.get(reader, b"") + data
        if draw.random() < 0.2:
            data = data.decode("utf-8", "replace").encode("utf-16")
        try:
            whole = steps(data)
        except NoteError:
            continue
        for place, (_, mark) in enumerate(whole):
            assert steps(data, json.loads(json.dumps(mark))) == whole[place + 1 :]


def test_places_are_written_as_people_say_them(put, tmp_path):
    put("march/notes.csv", csv_of([HEADINGS, *RECORDS]))
    put("march/more/visit.txt", VISIT)
    notes = put("notes.jsonl", lines_of(NOTES))
    assert items(open_one(notes))[1].place == "notes.jsonl, line 2"
    assert [item.place for item in items(open_one(tmp_path / "march"))][0::5] == ["notes.csv, row 2", "more/visit.txt"]
    both = open_source([str(notes), str(tmp_path / "march")])
    assert items(both)[0].place == f"{notes.as_posix()}, line 1"
    packed = put("all.zip", FORMATS["all.zip"])
    assert [item.place for item in items(open_one(packed))][:2] == [
        "all.zip, a/visit.txt",
        "all.zip, b/rows.csv, row 2",
    ]


def test_a_pattern_in_quotes_is_what_fits_it(put, tmp_path):
    for name in ("b.jsonl", "a.jsonl", "c.txt", "deep/d.jsonl"):
        put(name, lines_of(NOTES[:1]))
    assert [path.name for path, _ in open_one(tmp_path / "*.jsonl").files] == ["a.jsonl", "b.jsonl"]
    assert [path.name for path, _ in open_one(tmp_path / "**" / "*.jsonl").files] == ["a.jsonl", "b.jsonl", "d.jsonl"]
    with pytest.raises(NoteError, match="no file that fits this pattern"):
        open_one(tmp_path / "*.csv")
    put("[a].jsonl", lines_of(NOTES[:2]))
    assert len(items(open_one(tmp_path / "[a].jsonl"))) == 2


def test_faults_stand_in_their_places_and_say_nothing_of_the_note(put):
    found = errors(open_one(put("notes.jsonl", BAD_LINES)))
    assert found == {
        "notes.jsonl, line 3": "no key 'text'",
        "notes.jsonl, line 5": "not one whole JSON object",
        "notes.jsonl, line 7": "it holds bytes that are no UTF-8; save the file as UTF-8 again",
        "notes.jsonl, line 8": "lists or objects in it stand within each other too deeply to be read, and no note "
        "needs that",
        "notes.jsonl, line 9": "a number in it cannot be read: NaN and Infinity are none to JSON, and one like 1e999 "
        "or of thousands of digits is larger than a computer counts; correct it, or leave it out",
    }
    found = errors(open_one(put("broken.csv", FORMATS["broken.csv"])))
    assert found["broken.csv, row 7"].startswith("it holds bytes that are no UTF-8")
    assert found["broken.csv, row 8"].startswith("it holds a control character")
    halves = put("halves.jsonl", b'{"text": "You said \\ud800"}\n{"text": "ok", "te\\ud800am": 1}\n{"text": "ok"}\n')
    assert list(errors(open_one(halves))) == ["halves.jsonl, line 1", "halves.jsonl, line 2"]
    found = errors(open_one(put("list.json", FORMATS["list.json"])))
    assert found == {
        "list.json, note 3": "no key 'text'",
        "list.json, note 5": "not an object",
        "list.json, note 6": "not an object",
        "list.json, note 8": "not an object",
    }
    assert texts(open_one(put("long.json", FORMATS["long.json"]))) == ['a\\"]', "b"]


def test_a_list_that_is_cut_is_read_as_far_as_it_goes(put):
    data = json.dumps([{"text": VISIT}, {"text": CALL}]).encode()
    found = items(open_one(put("list.json", data[:-20])))
    assert [bool(item.note) for item in found] == [True, False, False]
    assert found[-1].error == "the list ends in the middle; the file is broken or not whole"
    deep = items(open_one(put("list.json", b"[" * 100_000)))
    assert [item.error.partition(" too deeply")[0] for item in deep] == [
        "lists or objects in it stand within each other",
        found[-1].error,
    ]
    broken = items(
        open_one(put("list.json", b'[{"text": "a"}, {"text": "caf\xe9"}, {"text": "b"}]'.replace(b"a", b"\xc3\xa9", 1)))
    )
    assert len(broken) in (2, 3)


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row(put):
    source = open_one(put("quotes.csv", OPEN_QUOTE))
    found = errors(source)
    assert found["quotes.csv, row 7"].startswith("a double quotation mark is opened there and never closed")
    assert texts(source)[-3:] == ["You were at school"] * 3
    assert "free text" not in "".join(text for text in texts(source))


def test_rows_with_the_same_heading_twice_are_told_apart(put):
    data = csv_of([["Date", "Note", "Note"], ["04/03/2026", CALL, VISIT * 2]])
    source = open_one(
        put("twice.csv", data), keep=["Note"], columns=ColumnMap({"event_date": "Date", "text": "Note (2)"})
    )
    (item,) = items(source)
    assert source.mapping.columns["text"] in ("Note", "Note (2)")
    assert item.kept == {"Note": CALL}


def test_columns_that_were_saved_are_used_again(put):
    rows = [["Case Note Text", "Visit", "Words"], [VISIT * 5, "04/03/2026", CALL], [VISIT * 5, "05/03/2026", CALL]]
    path = put("rows.csv", csv_of(rows))
    assert texts(open_one(path)) == [VISIT * 5] * 2
    mapping = ColumnMap({"text": "Words", "event_date": "Visit"}, {})
    source = open_one(path, columns=ColumnMap.from_dict(json.loads(json.dumps(mapping.to_dict()))))
    assert texts(source) == [CALL, CALL]
    assert items(source)[1].note["event_date"] == "2026-03-05"
    assert source.mapping == mapping
    with pytest.raises(NoteError, match=r"rows.csv: there is no column ‘Text’.*‘Case Note Text’, ‘Visit’, ‘Words’"):
        open_one(path, columns=ColumnMap({"text": "Text"}))
    kinds = open_one(
        put("k.csv", csv_of([HEADINGS, *RECORDS])),
        columns=ColumnMap({"text": "Case Note Text", "doc_type": "Note Type"}, {"Biscuits": "supervision"}),
    )
    assert [item.note["doc_type"] for item in items(kinds)[:3]] == ["home-visit", "case-note", "supervision"]


def test_notes_in_json_are_rows_where_the_columns_say_so(put):
    data = lines_of(
        [{"text": VISIT, "When": "04/03/2026", "Type": "CIN Visit"}, {"text": CALL, "When": "5 March 2026"}]
    )
    path = put("notes.jsonl", data)
    assert "event_date" not in items(open_one(path))[0].note
    mapping = ColumnMap({"text": "text", "event_date": "When", "doc_type": "Type"})
    found = items(open_one(path, columns=mapping))
    assert [item.note.get("event_date") for item in found] == ["2026-03-04", "2026-03-05"]
    assert found[0].note["doc_type"] == "home-visit"


def test_a_table_without_a_text_names_its_columns_and_costs_no_other_file(put, tmp_path):
    put("a.csv", csv_of([["Ref", "Team"], ["1", "North"]]))
    put("b.jsonl", lines_of(NOTES[:1]))
    with pytest.raises(NoteError, match=r"a\.csv: no column was found .* There are: ‘Ref’, ‘Team’"):
        open_one(tmp_path / "a.csv")
    both = items(open_one(tmp_path))
    assert both[0].place == "a.csv"
    assert both[0].error.startswith("no column was found")
    assert both[1].note["text"] == VISIT


def test_tables_with_other_headings_are_matched_each_by_its_own(put, tmp_path):
    put("a.csv", csv_of([["Note", "Date"], [VISIT, "04/03/2026"], [CALL, ""]]))
    put("b.csv", csv_of([["Visited on", "Narrative"], ["x", CALL], ["y", VISIT]]))
    source = open_one(tmp_path)
    assert texts(source) == [VISIT, CALL, CALL, VISIT]
    assert source.mapping.columns == {"text": "Note", "event_date": "Date"}


def test_what_is_given_holds_where_a_record_says_nothing(put):
    data = lines_of([{"text": VISIT, "child": {"age": 9}}, {"text": CALL, "doc_type": "meeting"}])
    given = {"doc_type": "home-visit", "child": {"name": "Callum Wright"}}
    found = items(open_one(put("notes.jsonl", data), given=given))
    assert [item.note["doc_type"] for item in found] == ["home-visit", "meeting"]
    assert found[0].note["child"] == {"name": "Callum Wright", "age": 9}


def test_a_column_to_keep_that_is_not_there_is_said_before_the_first_note(put):
    path = put("rows.csv", csv_of([HEADINGS, *RECORDS]))
    with pytest.raises(SettingsError, match=r"no column ‘Taem’ .*‘Ref’, ‘Note Type’"):
        open_one(path, keep=["Taem"])
    ready = open_one(put("notes.jsonl", lines_of([{"text": CALL, "Team": ["North", 3]}])), keep=["team", "child"])
    assert items(ready)[0].kept == {"team": ["North", 3]}


@pytest.mark.parametrize("format_", ["jsonl", "csv", None])
def test_standard_input_is_read_once_and_as_it_comes(monkeypatch, format_):
    data = csv_of([HEADINGS, *RECORDS]) if format_ == "csv" else BAD_LINES
    read, write = os.pipe()
    with os.fdopen(write, "wb") as out:
        out.write(data[:60_000])
    with os.fdopen(read, "rb") as pipe:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(pipe))
        source = open_source(["-"], input_format=format_, keep=["Team"] if format_ == "csv" else [])
        assert (source.files, source.total) == (None, None)
        found = list(source.items())
    assert found[0][0].place == ("row 2" if format_ == "csv" else "line 1")
    assert found[0][0].note["text"] == VISIT
    assert found[1][0].note["id"] == ("A-2" if format_ == "csv" else "note-2")
    with pytest.raises(NoteError, match="cannot be gone on with"):
        list(source.items(found[0][1]))
    with pytest.raises(SettingsError, match="leave the other inputs out"):
        open_source(["-", "a.csv"])


def test_a_gzip_that_is_cut_gives_what_can_be_read_and_says_the_rest(put):
    lines = lines_of([{"text": f"{VISIT} {number} {random.Random(number).random()}"} for number in range(3000)])
    data = gzip.compress(lines, mtime=0)
    found = items(open_one(put("notes.jsonl.gz", data[: len(data) // 2])))
    assert found[-1].error == "it cannot be read from here on; the file is broken or not whole"
    assert all(item.note for item in found[:-1])
    assert len(found) > 500


def test_links_in_a_circle_end(put, tmp_path):
    put("in/a.jsonl", lines_of(NOTES[:1]))
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "gone.jsonl").symlink_to(tmp_path / "nowhere.jsonl")
    source = open_one(tmp_path / "in")
    found = items(source)
    assert [item.place for item in found] == ["a.jsonl, line 1", "gone.jsonl"]
    assert found[1].error == "cannot be read (No such file or directory)"
    assert any("a link to a folder" in line for line in source.notices)


def test_a_file_that_goes_while_others_are_read_is_an_error_in_its_place(put, tmp_path):
    for name in ("a", "b", "c"):
        put(f"{name}.txt", VISIT)
    source = open_one(tmp_path)
    first = next(going := source.items())
    (tmp_path / "b.txt").unlink()
    (tmp_path / "c.txt").write_bytes(b"")
    found = [first[0], *(item for item, _ in going)]
    assert [item.error for item in found] == [None, "cannot be read (No such file or directory)", "the file is empty"]
    assert [item.place for item in found] == ["a.txt", "b.txt", "c.txt"]


def test_a_file_that_is_cut_while_it_is_read_is_an_error_where_it_ends(put):
    path = put("notes.jsonl", lines_of([{"text": VISIT * 20}] * 2000))
    going = open_one(path).items()
    next(going)
    os.truncate(path, 2_000_010)
    *_, last = (item for item, _ in going)
    assert last.error == "not one whole JSON object"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("notes.csv", FORMATS["rows.xlsx"], "it is an Excel workbook; give it a name that ends in .xlsx"),
        ("notes.xlsx", FORMATS["rows.csv"], "named .xlsx, but it is none"),
        ("notes.parquet", FORMATS["rows.csv"], "named .parquet, but it is none"),
        ("notes.csv", FORMATS["rows.parquet"], "it is a Parquet file"),
        ("notes.parquet", FORMATS["rows.parquet"][:-9], "broken or not whole"),
        ("notes.jsonl", b"", "the file is empty"),
        ("notes.jsonl", bytes(3000), "control character"),
        ("notes.jsonl.gz", b"\x1f\x8b but no gzip at all", "cannot be read"),
        ("notes.csv", b"Date,Note\r\n", "there is nothing below the headings"),
        ("notes.csv", b"%PDF-1.7 ...", "it is a PDF"),
    ],
)
def test_a_single_file_that_cannot_be_read_is_refused_before_anything_is_checked(put, name, data, says):
    path = put(name, data)
    with pytest.raises(NoteError) as error:
        open_one(path)
    assert says in str(error.value)
    assert str(error.value).startswith(str(path))


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(NoteError, match="no such file or folder"):
        open_one(tmp_path / "gone.csv")
    with pytest.raises(NoteError, match="holds no file that can be read"):
        open_one(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jsonl")
        with pytest.raises(NoteError, match="hand it on as standard input"):
            open_one(tmp_path / "pipe.jsonl")


def test_parquet_of_every_kind_of_column(put):
    team = pa.struct([("name", pa.string()), ("ids", pa.list_(pa.int64()))])  # else sorted, before pyarrow 24
    data = parquet(
        **{
            "Note": pa.array([VISIT, CALL, None, CALL]).dictionary_encode(),
            "Contact date": pa.array(
                [datetime(2026, 3, 4, 16, 5), datetime(2026, 3, 5), None, None], pa.timestamp("ns")
            ),
            "Date recorded": pa.array([date(2026, 3, 5)] * 4),
            "Child age": pa.array([9.0, 10.5, None, float("nan")]),
            "Team": pa.array([{"name": "North", "ids": [1, 2]}, None, None, None], type=team),
            "Seen at": pa.array([0, 0, 0, 2**45], pa.timestamp("s")),
            "Photo": pa.array([b"\xff\xd8", b"text", None, None]),
        }
    )
    found = items(open_one(put("notes.parquet", data), keep=["Team", "Photo"]))
    assert [item.place for item in found] == [f"notes.parquet, row {number}" for number in (1, 2, 3, 4)]
    assert found[0].note["event_date"] == "2026-03-04T16:05:00"
    assert found[1].note["event_date"] == "2026-03-05"
    assert found[0].note["recorded_date"] == "2026-03-05"
    assert found[0].note["child"] == {"age": 9}
    assert found[0].kept == {"Team": '{"name": "North", "ids": [1, 2]}', "Photo": ""}
    assert found[2].error == "the note is empty"
    assert found[3].error == "the column ‘Seen at’ holds a value that cannot be read"


def test_parquet_of_notes_of_the_contract_is_taken_as_it_is(put):
    child = [
        {"name": "Callum Wright", "known_as": ["Cal"], "age": 9},
        None,
        {"name": None, "known_as": None, "age": 30},
    ]
    data = parquet(
        text=[VISIT, CALL, CALL], id=["A", None, "C"], child=child, event_date=[date(2026, 3, 4)] * 3, team=["N"] * 3
    )
    found = items(open_one(put("notes.parquet", data)))
    assert found[0].note["child"] == child[0]
    assert found[0].note["event_date"] == "2026-03-04"
    assert found[0].note["team"] == "N"
    assert Note.from_dict(found[1].note).id == "notes-2"
    assert found[2].error.startswith("child.age: 30 is not allowed")


def test_an_xlsx_bomb_is_refused(put):
    good = workbook([HEADINGS, *RECORDS])
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        new.writestr("xl/media/image1.bin", bytes(50_000_000))
    with pytest.raises(NoteError, match="unpacks to more than 200 times its size"):
        open_one(put("notes.xlsx", bomb.getvalue()))


class Endless(io.RawIOBase):
    """A file that is made as it is read."""

    def __init__(self, pieces):
        self._pieces, self._rest = iter(pieces), b""

    def readable(self):
        return True

    def readinto(self, buffer):
        while len(self._rest) < len(buffer) and (piece := next(self._pieces, None)) is not None:
            self._rest += piece
        some, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)


def piped(monkeypatch, pieces, format_):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless(pieces))))
    return open_source(["-"], input_format=format_)


def test_a_line_of_a_gigabyte_is_an_error_and_the_next_is_read(monkeypatch):
    piece = b"x" * (1 << 20)
    lines = [b'{"text": "You"}\n{"text": "', *[piece] * 1024, b'"}\n{"text": "Me"}\n']
    source = piped(monkeypatch, lines, "jsonl")
    found = []
    assert most_held(lambda: found.extend(items(source))) < 120_000_000
    assert [item.note and item.note["text"] for item in found] == ["You", None, "Me"]
    assert found[1] == (  # without a word of it
        "line 2", None, "longer than 20,000,000 bytes, which is more than any note; split it", {}, None, True
    )  # fmt: skip


def test_a_cell_without_end_is_an_error_and_the_rows_behind_it_are_read(monkeypatch):
    """Fifty megabytes behind a quotation mark that is never closed."""
    row = b"04/03/2026," + b"You were at school and told me about your day. " * 200 + b"\r\n"
    source = piped(monkeypatch, [b'Date,Note\r\n1,"Fine"\r\n2,"Never closed\r\n', *[row * 10] * 530], "csv")
    counts = {"notes": 0, "errors": 0}

    def count():
        for got in source.items():
            counts["errors" if got[0].error else "notes"] += 1

    assert most_held(count) < 250_000_000
    assert counts == {"notes": 5_301, "errors": 1}


def test_quotation_marks_that_open_again_and_again_are_given_up(monkeypatch):
    monkeypatch.setattr("notecheck.read.csv.MOST_LINE", 500_000)
    source = piped(monkeypatch, [b"Date,Note\r\n1,Fine\r\n", *[b'x","\r\n' * 200_000] * 5], "csv")
    found = items(source)
    assert found[0].note["text"] == "Fine"
    assert len(found) < 30
    assert found[-1].error.startswith("it cannot be read from here on: too many double quotation marks")


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_memory_does_not_grow_with_the_input(monkeypatch, form):
    line = lines_of(NOTES[:1]) if form == "jsonl" else csv_of(RECORDS[:1])
    head = b"" if form == "jsonl" else csv_of([HEADINGS])

    def read(times):
        source = piped(monkeypatch, [head, *[line * 100] * times], form)
        for _ in source.items():
            pass

    small, large = most_held(lambda: read(20)), most_held(lambda: read(60))
    assert large < small * 1.3 + 3_000_000


def test_a_folder_of_many_files_is_held_as_their_names_alone(put, tmp_path):
    for number in range(800):
        put(f"{'some' if number < 200 else 'many'}/{number:05}.txt", VISIT * 10)

    def read(folder):
        assert sum(1 for _ in open_one(tmp_path / folder).items()) in (200, 600)

    read("some")
    assert most_held(lambda: read("many")) < 2 * most_held(lambda: read("some")) < 4_000_000


def test_nothing_that_is_said_holds_a_word_of_a_note(put, tmp_path):
    for name, data in FORMATS.items():
        put(f"in/{name}", data)
    source = open_one(tmp_path / "in")
    said = [item.error for item in items(source) if item.error] + source.notices
    cursors = [json.dumps(cursor) for _, cursor in source.items()]
    for word in ("Callum", "Your nan", "never closed\n", "free text", "room"):
        assert not [line for line in [*said, *cursors] if word in line]


def test_ids_that_are_made_up_are_marked_and_a_table_without_references_is_told_of_once(tmp_path):
    (tmp_path / "a.csv").write_bytes(csv_of([row[1:] for row in (HEADINGS, *RECORDS)]))
    (tmp_path / "b.csv").write_bytes(csv_of([HEADINGS, *RECORDS]))
    (tmp_path / "c.txt").write_text(VISIT)
    (tmp_path / "d.jsonl").write_bytes(lines_of([{"text": VISIT}, {"id": "J-2", "text": CALL}]))
    source = open_source([str(tmp_path)])
    marks = [(item.id or item.note["id"], item.id_given) for item, _ in source.items()]
    assert marks == [
        *((f"a-{number}", False) for number in range(1, 6)),
        ("A-1", True), ("A-2", True), ("b-3", False), ("A-4", True), ("A-5", True),
        ("c", True), ("d-1", False), ("J-2", True),
    ]  # fmt: skip
    assert sum("no column was taken for the number or reference" in notice for notice in source.notices) == 1


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.csv.gz", "a.xlsx", "a.parquet", "a.zip", "a.txt"])
def test_a_cursor_that_is_none_of_the_input_is_refused_and_loses_no_note(tmp_path, name):
    made = {
        "a.csv": lambda: csv_of([HEADINGS, *RECORDS]),
        "a.jsonl": lambda: lines_of([{"text": VISIT}, {"text": CALL}]),
        "a.csv.gz": lambda: gzip.compress(csv_of([HEADINGS, *RECORDS])),
        "a.xlsx": lambda: workbook([HEADINGS, *RECORDS]),
        "a.parquet": parquet,
        "a.zip": lambda: zipped({"a.txt": VISIT.encode(), "b.txt": CALL.encode()}),
        "a.txt": VISIT.encode,
    }
    (tmp_path / name).write_bytes(made[name]())
    (tmp_path / "b.txt").write_text(CALL)
    inputs = [str(tmp_path / name), str(tmp_path / "b.txt")]
    cursors = [cursor for _, cursor in open_source(inputs).items()]
    first, last = cursors[0], cursors[-1]
    for cursor in cursors:  # each of its own is taken
        list(open_source(inputs).items(cursor))
    wrong = [
        last | {"file": 2}, last | {"file": -1}, last | {"file": True}, last | {"before": 0}, last | {"done": 10**9},
        first | {"note": "1"}, first | {"at": 10**6}, first | {"at": [10**6, 3, "utf-8", 0, False]}, first | {"at": {}},
        first | {"at": [1]}, first | {"at": "begin"}, {"x": 1},
    ]  # fmt: skip
    for cursor in wrong:
        with pytest.raises(SettingsError, match="not one that this version wrote"):
            list(open_source(inputs).items(cursor))


REPORT = {"version": 1, "id": "A-1", "findings": [], "versions": {}, "place": "a.csv, row 2"}
FAILED = {"version": 1, "id": None, "place": "a.csv, row 2", "error": {"reason": "is empty"}}


def baseline_of(rows):
    data = io.BytesIO()
    baseline.write(iter(rows), iter(rows), data)
    return data.getvalue()


def test_what_an_audit_wrote_beside_the_notes_is_named_and_left_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = {
        "out.jsonl": lines_of([REPORT]),
        "failed.jsonl": lines_of([FAILED]),
        "packed.jsonl.gz": gzip.compress(lines_of([REPORT])),
        "out.parquet": parquet(version=[1], id=["A-1"], findings=["[]"], versions=["{}"]),
        "out.summary.html": b"<p>You ran.</p>",
        "out.summary.xlsx": workbook([HEADINGS, *RECORDS]),
        "out.summary.json": b"{}",
        "base.json": baseline_of([audit_rows.row("A-1", findings=[audit_rows.finding("acronym", "CIN")])]),
        "base.jsonl": baseline_of([audit_rows.row("A-1")]),
    }
    notes = {
        "a.jsonl": lines_of([{"version": 1, "id": "n", "text": VISIT, "findings": 3, "versions": []}]),
        "b.json": lines_of([{"text": VISIT}]),
    }
    for name, content in (own | notes).items():
        (tmp_path / name).write_bytes(content)
    for given in (".", "*.*"):
        source = open_source([given])
        assert [path.name for path, _ in source.files] == [*notes]
        for name in own:
            assert sum(f"{name}: left out; it is" in notice for notice in source.notices) == 1, name
    for name in own:
        with pytest.raises(NoteError, match=r"not notes; name the notes themselves"):
            open_source([name])
        with pytest.raises(NoteError, match="holds no file of notes, only what an audit wrote"):
            open_source([f"{name[:-1]}?"])
    (tmp_path / "out.jsonl.part").write_bytes(lines_of([REPORT]))
    with pytest.raises(NoteError, match="audit's output"):
        open_source(["out.jsonl.part"])
    with pytest.raises(NoteError, match="is the baseline of an audit"):
        open_source(["base.json"])


def test_what_an_audit_wrote_is_left_out_of_a_zip_too(put):
    made = {
        "base.json": baseline_of([audit_rows.row("A-1")]),
        "out.jsonl": lines_of([REPORT]),
        "out.summary.html": "<p>You.</p>",
    }
    source = open_one(put("all.zip", zipped(made | {"visit.txt": VISIT, "z.jsonl": lines_of(NOTES[:2])})))
    got = list(source.items())
    assert [item.place for item, _ in got] == [
        "all.zip, visit.txt",
        "all.zip, z.jsonl, line 1",
        "all.zip, z.jsonl, line 2",
    ]
    for name in made:
        assert sum(f"all.zip, {name}" in notice and "left out" in notice for notice in source.notices) == 1, name
    for place, (_, cursor) in enumerate(got):
        assert [item for item, _ in source.items(cursor)] == [item for item, _ in got[place + 1 :]]
    assert errors(open_one(put("own.zip", zipped(made)))) == {
        "own.zip": "holds no file of notes, only what an audit wrote"
    }


def test_a_second_column_with_the_heading_of_one_that_is_read_is_told_of(tmp_path):
    rows = [["Ref", "Team", "Note", "Team", "Date"], ["A-1", "North", VISIT, "South", "04/03/2026"]]
    (tmp_path / "a.csv").write_bytes(csv_of(rows))
    source = open_source([str(tmp_path / "a.csv")])
    assert [item.note["team"] for item, _ in source.items()] == ["North"]
    assert source.notices == ["several columns have one heading: ‘Team’ is read, and not ‘Team (2)’"]


def test_of_two_columns_of_text_neither_is_read_unless_it_is_said_which(tmp_path):
    (tmp_path / "a.csv").write_bytes(csv_of([["Ref", "Note", "note"], ["A-1", VISIT, CALL], ["A-2", CALL, VISIT]]))
    (tmp_path / "b.csv").write_bytes(csv_of([["Ref", "Note", "Note"], ["A-1", VISIT, CALL], ["A-2", CALL, VISIT]]))
    for name in ("a.csv", "b.csv"):
        with pytest.raises(NoteError, match=r"there are 2 columns with the heading ‘Note’.*another heading"):
            open_source([str(tmp_path / name)])
    columns = ColumnMap({"id": "Ref", "text": "Note (2)"})
    source = open_source([str(tmp_path / "b.csv")], columns=columns)
    assert [item.note["text"] for item, _ in source.items()] == [CALL, VISIT]
    assert source.notices == ["several columns have one heading: ‘Note (2)’ is read, and not ‘Note’"]
