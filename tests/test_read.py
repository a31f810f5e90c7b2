"""Files as people have them: exports of case systems, spreadsheets, folders in a zip; whole, odd and broken."""

import io
import json
import stat
import struct
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from memory import most_held

from notecheck.errors import NoteError
from notecheck.read import read_file, read_files, records, several, suffixes
from notecheck.splitting import Part

VISIT = "I visited you at home today, Callum. You told me: “I like my new room.”\n\nYour mum was there too."
CALL = "Your nan, Pat, rang me; she said you slept badly, and that she'd ask the school."
EXPORT = (
    "Case Note ID,Note Type,Date of Contact,Case Note Text\r\n"
    f'A-1,CIN Visit,04/03/2026,"{VISIT}"\r\n'
    f'A-2,Telephone Call,05/03/2026,"{CALL}"\r\n'
)


def texts(read, column="Case Note Text"):
    return [row.fields[column] for row in read.rows]


def refused(name, data):
    with pytest.raises(NoteError) as error:
        read_file(name, data)
    message = str(error.value)
    assert message.startswith(name)
    return message


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_keeps_every_character_whatever_wrote_the_file(encoding):
    read = read_file("notes.csv", EXPORT.encode(encoding))
    assert read.columns == ("Case Note ID", "Note Type", "Date of Contact", "Case Note Text")
    assert texts(read) == [VISIT, CALL]
    assert [row.place for row in read.rows] == ["row 2", "row 3"]
    assert bool(read.notices) == (encoding == "cp1252")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_separator_is_found_though_the_text_is_full_of_the_others(separator):
    text = "You ate toast, jam; tea | milk,\tthen bed, at 8; Mum, Nan, you."
    lines = [["Date", "Note"], *[[f"0{day}/03/2026", text] for day in range(1, 6)]]
    data = "\n".join(separator.join([row[0], f'"{row[1]}"']) for row in lines)
    read = read_file("notes.csv", data.encode())
    assert read.columns == ("Date", "Note")
    assert texts(read, "Note") == [text] * 5


def test_csv_line_that_tells_excel_the_separator_is_obeyed():
    read = read_file("notes.csv", f'sep=;\r\nDate;Note\r\n04/03/2026;"{CALL}"\r\n'.encode())
    assert (read.columns, read.rows[0].place, texts(read, "Note")) == (("Date", "Note"), "row 3", [CALL])


def test_csv_with_one_column_is_a_list_of_notes():
    read = read_file("notes.csv", f'Note\n"{VISIT}"\n"{CALL}"\n'.encode())
    assert texts(read, "Note") == [VISIT, CALL]


def test_csv_rows_that_do_not_fit_are_named_by_their_number_in_a_spreadsheet():
    rows = ["Date,Type,Note", '1/3/2026,Visit,"Two\nlines"', "2/3/2026,Visit,Mum, Nan and you", "", "3/3/2026,Visit"]
    read = read_file("notes.csv", "\n".join([*rows, "4/3/2026,Call,Fine"]).encode())
    assert texts(read, "Note") == ["Two\nlines", "", "Fine"]
    assert [row.place for row in read.rows] == ["row 2", "row 5", "row 6"]
    left_out, short = read.notices
    assert left_out.startswith("row 3 left out: more cells")
    assert short.startswith("row 5: fewer cells")
    assert "Nan" not in left_out + short


def test_csv_quotation_mark_that_is_never_closed_is_said_and_swallows_nothing_in_silence():
    data = 'Date,Note\n1/3/2026,"Fine"\n2/3/2026,"You said hello\n\nMum was out\n3/3/2026,Also fine\n'
    read = read_file("notes.csv", data.encode())
    assert texts(read, "Note") == ["Fine", "Also fine"]
    assert [row.place for row in read.rows] == ["row 2", "row 6"]
    assert read.notices[0].startswith("row 3 left out: a double quotation mark is opened there and never closed")


def test_csv_title_above_the_headings_is_left_out_and_said():
    rows = ["Case notes report", "Run on,01/04/2026", "", "Date,Type,Worker,Note", "04/03/2026,Visit,Priya Nair,Fine"]
    read = read_file("report.csv", "\n".join(rows).encode())
    assert read.columns == ("Date", "Type", "Worker", "Note")
    assert read.rows[0].place == "row 5"
    assert read.notices == ("rows 1 and 2 above the headings left out",)


def test_csv_columns_without_a_name_or_with_the_same_one_can_be_told_apart():
    read = read_file("notes.csv", b"Date,,Date,Note\n1/3/2026,x,2/3/2026,Fine\n")
    assert read.columns == ("Date", "Column 2", "Date (2)", "Note")


def test_csv_long_report_in_one_cell_is_read_whole():
    long = "You were happy today. " * 20_000
    assert texts(read_file("notes.csv", f'Date,Note\n1/3/2026,"{long}"\n'.encode()), "Note") == [long]


def test_csv_without_headings_is_refused_rather_than_losing_its_first_note():
    message = refused("notes.csv", f'04/03/2026,"{VISIT}"\n05/03/2026,"{CALL}"\n'.encode())
    assert "row 1" in message
    assert "names the columns" in message
    assert "Callum" not in message


def test_csv_with_headings_only_is_refused():
    assert "nothing below the headings" in refused("notes.csv", b"Date,Note\n")


def test_csv_with_more_rows_than_allowed_is_refused(monkeypatch):
    monkeypatch.setattr("notecheck.read.stream.MOST_RECORDS", 3)
    assert "more than 3 rows" in refused("notes.csv", b"Date,Note\n" + b"1/3/2026,Fine\n" * 4)


# Excel


def workbook(rows, title="Case notes", **others):
    book = openpyxl.Workbook()
    sheets = {title: rows, **others}
    for place, (name, cells) in enumerate(sheets.items()):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = name
        for row in cells:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_excel_cells_that_are_not_there_are_not_looked_at(monkeypatch):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [("Note", "Day"), ("Fine", 4), ("Left empty",)]:
        sheet.append(row)
    sheet["KN5000"] = "left over"  # as far out as columns are read
    data = io.BytesIO()
    book.save(data)
    looked_at = []
    monkeypatch.setattr("notecheck.read.excel.as_text", lambda value: looked_at.append(value) or str(value or ""))
    read = read_file("notes.xlsx", data.getvalue())
    assert texts(read, "Note") == ["Fine", "Left empty"]
    assert read.notices[0].startswith("row 5000 left out")
    assert len(looked_at) < 1_000


def test_excel_cells_are_read_as_a_person_sees_them():
    rows = [
        ["ID", "Date", "Recorded", "Time", "Age", "Seen", "Note"],
        [77, date(2026, 3, 4), datetime(2026, 3, 5, 16, 5), time(9, 30), 9.0, True, VISIT],
    ]
    read = read_file("notes.xlsx", workbook(rows))
    assert list(read.rows[0].fields.values()) == [
        "77",
        "2026-03-04",
        "2026-03-05T16:05:00",
        "09:30:00",
        "9",
        "True",
        VISIT,
    ]
    assert read.notices == ()


def test_excel_first_sheet_with_data_is_read_and_the_others_are_named():
    read = read_file("notes.xlsx", workbook([], "Cover", Visits=[["Note"], [VISIT]], Calls=[["Note"], [CALL]]))
    assert texts(read, "Note") == [VISIT]
    assert "‘Visits’" in read.notices[0]
    assert "‘Calls’" in read.notices[0]
    assert "Cover" not in read.notices[0]


def test_excel_formula_counts_with_the_value_that_was_saved(tmp_path):
    data = workbook([["Age", "Note"], [9, CALL]])
    # openpyxl saves no values for formulas, so one is put in as Excel would
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            body = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                body = body.replace(b'<c r="A2" t="n"><v>9</v></c>', b'<c r="A2"><f>4+5</f><v>9</v></c>')
                assert b"<f>4+5</f>" in body
            new.writestr(part, body)
    assert read_file("notes.xlsx", changed.getvalue()).rows[0].fields["Age"] == "9"


def test_excel_line_ends_that_other_programs_write_as_codes_are_line_ends():
    read = read_file("notes.xlsx", workbook([["Note"], ["You said:_x000D_\n“Hello”. File a_x005F_x000D_b"]]))
    assert texts(read, "Note") == ["You said:\r\n“Hello”. File a_x000D_b"]


def test_excel_with_macros_is_read_like_any_other():
    assert texts(read_file("notes.xlsm", workbook([["Note"], [VISIT]])), "Note") == [VISIT]


def test_excel_empty_rows_and_columns_around_the_table_do_no_harm():
    rows = [[], ["Case notes of March"], [], ["Date", "Note", None, None], [date(2026, 3, 4), VISIT], [], [None, CALL]]
    read = read_file("notes.xlsx", workbook(rows))
    assert read.columns == ("Date", "Note")
    assert [row.place for row in read.rows] == ["row 5", "row 7"]
    assert read.notices == ("row 2 above the headings left out",)


def test_excel_cells_left_empty_at_the_end_of_a_row_are_worth_no_word():
    assert read_file("notes.xlsx", workbook([["Note", "Team"], [VISIT], [CALL, "North"]])).notices == ()


def test_excel_with_a_password_and_old_excel_are_named_as_such():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "with a password" in refused("notes.xlsx", old)
    assert "save it as .xlsx" in refused("notes.xls", old)


def test_excel_that_is_broken_or_a_bomb_is_refused_in_words():
    good = workbook([["Note"], [VISIT]])
    assert "not whole" in refused("notes.xlsx", good[: len(good) // 2])
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        new.writestr("xl/media/image1.bin", bytes(50_000_000))
    assert "unpacks to more than" in refused("notes.xlsx", bomb.getvalue())
    mangled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(mangled, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part)[:40] if part.startswith("xl/worksheets") else old.read(part))
    assert "broken" in refused("notes.xlsx", mangled.getvalue())


def test_excel_entities_that_multiply_are_refused():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    good = workbook([["Note"], ["x"]])
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(bomb, "w") as new:
        for part in old.namelist():
            body = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                body = (laughs + "]>").encode() + body.replace(b"<t>x</t>", b"<t>&j;</t>")
                assert b"&j;</t>" in body
            new.writestr(part, body)
    assert "broken" in refused("notes.xlsx", bomb.getvalue())


def test_excel_rows_below_the_last_that_excel_has_are_not_gone_through(monkeypatch):
    monkeypatch.setattr("notecheck.read.excel._ROWS", 500)
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["A1048576"] = "Note", VISIT, "stray"
    data = io.BytesIO()
    book.save(data)
    read = read_file("notes.xlsx", data.getvalue())
    assert texts(read, "Note") == [VISIT]
    assert read.notices == ("row 501 left out: it stands below the last row that Excel allows",)


def _with_text(book, old, new):
    """The workbook with a text that openpyxl itself would have cut."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(changed, "w") as after:
        for part in before.namelist():
            after.writestr(part, before.read(part).replace(old.encode(), new.encode()))
    return changed.getvalue()


def test_excel_cells_longer_than_excel_allows_are_cut_and_said():
    book = workbook([["Note", "Team"], [VISIT, "North"], ["SHARED", "SHARED"], [CALL, "SHARED"]])
    read = read_file("notes.xlsx", _with_text(book, "SHARED", VISIT * 2_000))
    cells = [[*row.fields.values()] for row in read.rows]
    assert [[len(cell) for cell in row] for row in cells] == [[len(VISIT), 5], [32_767, 32_767], [len(CALL), 32_767]]
    assert cells[1][0] is cells[1][1] is cells[2][1]  # held once
    assert read.notices == (
        "rows 3 and 4: a cell is longer than Excel allows, so only its first 32,767 characters were read",
    )


def test_excel_cells_as_long_as_excel_allows_are_read_whole():
    book = _with_text(workbook([["Note"], ["SHARED"]]), "SHARED", "x" * 32_762 + "_x000D_\nyou")
    read = read_file("notes.xlsx", book)
    assert (read.rows[0].fields["Note"][-6:], read.notices) == ("x\r\nyou"[-6:], ())


# JSON


def test_json_lines_a_broken_line_is_named_and_the_others_are_read():
    lines = [
        json.dumps({"text": VISIT, "id": "A"}),
        '{"text": "cut',
        "",
        "[1]",
        json.dumps({"text": CALL}),
        '{"id": "B"}',
    ]
    read = read_file("notes.jsonl", "\n".join(lines).encode())
    assert [row.fields["text"] for row in read.rows] == [VISIT, CALL]
    assert all(row.ready for row in read.rows)
    assert [row.place for row in read.rows] == ["line 1", "line 5"]
    assert read.columns == ()
    broken, other, without = read.notices
    assert broken == "line 2 left out: not one whole JSON object"
    assert other == "line 4 left out: not an object"
    assert without == "line 6 left out: no key 'text'"


def test_json_lines_of_another_program_are_rows_with_columns():
    lines = [
        json.dumps({"Case Note Text": VISIT, "Age": 9}),
        json.dumps({"Case Note Text": CALL, "Worker": "Priya Nair"}),
    ]
    read = read_file("export.jsonl", "\r\n".join(lines).encode())
    assert read.columns == ("Case Note Text", "Age", "Worker")
    assert [dict(row.fields) for row in read.rows] == [
        {"Case Note Text": VISIT, "Age": "9", "Worker": ""},
        {"Case Note Text": CALL, "Age": "", "Worker": "Priya Nair"},
    ]


def test_json_rows_whose_keys_or_cells_could_not_be_shown_are_left_out_and_named():
    lines = [
        json.dumps({"Note": VISIT}),
        '{"Note": "You said", "Te\\ud800am": "North"}',
        '{"Note": "You said", "Kind": "visit\\udfff"}',
        json.dumps({"Note": CALL, "k" * 1_000_000: "x"}),
        json.dumps({"Note": CALL, "Score": 3.5}),
    ]
    read = read_file("export.jsonl", "\n".join(lines).encode())
    assert (read.columns, [row.place for row in read.rows]) == (("Note", "Score"), ["line 1", "line 5"])
    assert read.notices == (
        "line 2 left out: the key 'Te\\ud800am': half a character (a lone surrogate) at 2; send valid Unicode",
        "line 3 left out: Kind: half a character (a lone surrogate) at 5; send valid Unicode",
        f"line 4 left out: {'k' * 40!r}…: a key of 1,000,000 characters; at most 1,000 are allowed",
    )
    assert "line 1: the key 'Te\\ud800am'" in refused("export.jsonl", lines[1].encode())


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("1e999", "a number in it cannot be read"),
        ("[-1e999]", "a number in it cannot be read"),
        ("NaN", "a number in it cannot be read"),
        ("7" * 5_000, "a number in it cannot be read"),
        ("[" * 100_000 + "]" * 100_000, "lists or objects in it stand within each other too deeply to be read"),
        ("tru", "not one whole JSON object"),
    ],
    ids=["1e999", "-1e999", "NaN", "digits", "deep", "torn"],
)
def test_json_that_cannot_be_read_is_left_out_and_said_to_be_what_it_is(fault, says):
    bad = f'{{"text": "You said", "score": {fault}}}'
    good = json.dumps({"text": VISIT})
    for name, data, place in (
        ("notes.jsonl", f"{good}\n{bad}\n", "line 2"),
        ("notes.json", f"[{good}, {bad}]", "note 2"),
    ):
        (notice,) = read_file(name, data.encode()).notices
        assert notice.startswith(f"{place} left out: {says}")
    assert (says if says.startswith(("a number", "lists")) else "not JSON, or") in refused("one.json", bad.encode())


def test_json_one_note_or_a_list():
    one = read_file("A-1.json", json.dumps({"text": VISIT, "child": {"age": 9}}).encode())
    assert (one.rows[0].place, one.rows[0].fields["child"]) == ("A-1.json", {"age": 9})
    several = read_file("notes.json", json.dumps([{"text": VISIT}, 3, {"text": CALL}]).encode())
    assert [row.place for row in several.rows] == ["note 1", "note 3"]
    assert several.notices == ("note 2 left out: not an object",)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   ",
        "not json",
        "3",
        "null",
        "[]",
        "{}",
        "[1, 2]",
        '{"text": NaN}',
        '{"text": "a", "score": 1e999}',
        '{"text": "a", "score": [-1e999]}',
        "[" * 100_000,
        '{"text": "a"}\n{"text": "b"}',
    ],
)
def test_json_that_is_no_note_is_refused(body):
    refused("notes.json", body.encode())


# text


def test_a_text_file_is_one_note_under_its_own_name():
    read = read_file("Visit 4 March.txt", VISIT.encode("utf-8-sig"))
    assert read.rows[0].fields == {"text": VISIT, "id": "Visit 4 March"}
    assert read.rows[0].ready
    assert refused("empty.txt", b" \n\t") == "empty.txt: the file holds no words"


def test_a_note_about_markup_is_still_a_note():
    assert read_file("a.txt", b"<html><script>alert(1)</script>").rows[0].fields["text"].startswith("<html>")


def zipped(members, **options):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in members.items():
            packed.writestr(name, body)
    return data.getvalue()


# what a file is not


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("notes.csv", workbook([["Note"], [VISIT]]), "it is an Excel workbook; give it a name that ends in .xlsx"),
        ("notes.xlsx", EXPORT.encode(), "give it a name that ends in .csv"),
        ("notes.csv", b"%PDF-1.7 ...", "it is a PDF"),
        ("notes.csv", b"<html><table><tr><td>Note</td></tr></table></html>", "it is a web page; open it in Excel"),
        ("notes.xls", b"<html><table>", "save it as .xlsx or .csv"),
        ("visit.docx", b"PK\x03\x04", "it is a zip file that is broken or not whole"),
        ("visit.doc", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "save it as .docx"),
        ("visit.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        ("visit.pages", zipped({"Index/Document.iwa": "x"}), "export it to Word"),
        ("visit.docx", workbook([["Note"], [VISIT]]), "it is an Excel workbook; give it a name that ends in .xlsx"),
        ("visit.docx", b"\x89PNG", "it is a picture; type its words as a note"),
        ("visit.docx", bytes(200), "none, or broken"),
        ("notes", b"text", "has no ending"),
        ("notes.csv", b"", "is empty"),
        ("notes.csv", bytes(200), "control character"),
        ("notes.txt", b"\x1f\x8b\x08", "packed with gzip"),
    ],
)
def test_a_file_that_cannot_be_opened_gets_a_plain_answer(name, data, says):
    assert says in refused(name, data)


def test_what_can_be_opened_is_known_from_the_folder():
    assert {".csv", ".tsv", ".xlsx", ".jsonl", ".json", ".txt", ".md", ".zip"} <= set(suffixes())


def test_a_file_larger_than_allowed_is_refused(monkeypatch):
    monkeypatch.setattr("notecheck.read.MOST_BYTES", 100)
    assert "at most 100 are allowed" in refused("notes.txt", b"x" * 101)


# several files and zips


def test_several_files_are_read_together_and_one_that_cannot_be_opened_is_named():
    read = read_files(
        [
            ("march.csv", EXPORT.encode()),
            ("april.xlsx", workbook([["Case Note Text", "Team"], [CALL, "North"]])),
            ("visit.txt", VISIT.encode()),
            ("scan.pdf", b"%PDF"),
        ]
    )
    assert [row.place for row in read.rows] == [
        "march.csv, row 2",
        "march.csv, row 3",
        "april.xlsx, row 2",
        "visit.txt",
    ]
    assert read.columns == ("Case Note ID", "Note Type", "Date of Contact", "Case Note Text", "Team")
    assert [row.ready for row in read.rows] == [False, False, False, True]
    assert len(read.notices) == 1
    assert read.notices[0].startswith("scan.pdf: ")


def test_two_files_of_the_same_name_have_places_of_their_own():
    read = read_files(
        [("notes.csv", EXPORT.encode()), ("notes.csv", EXPORT.encode()), ("a.txt", b"x"), ("a.txt", b"y")]
    )
    places = [row.place for row in read.rows]
    assert len(set(places)) == 6
    assert places[2:] == ["notes.csv (2), row 2", "notes.csv (2), row 3", "a.txt", "a.txt (2)"]


def test_one_file_alone_keeps_short_places():
    assert read_files([("march.csv", EXPORT.encode())]).rows[0].place == "row 2"


def test_several_files_of_which_none_can_be_opened_are_refused_with_every_reason():
    with pytest.raises(NoteError, match=r"(?s)a\.pdf.*b\.docx"):
        read_files([("a.pdf", b"%PDF"), ("b.docx", b"PK\x03\x04")])
    with pytest.raises(NoteError, match="no file was given"):
        read_files([])


def test_files_with_too_many_records_or_bytes_together_are_refused(monkeypatch):
    monkeypatch.setattr("notecheck.read.MOST_RECORDS", 3)
    with pytest.raises(NoteError, match="more than 3 records together"):
        read_files([("a.csv", EXPORT.encode()), ("b.csv", EXPORT.encode())])
    monkeypatch.setattr("notecheck.read.MOST_BYTES", 500)
    with pytest.raises(NoteError, match="more than 500 bytes together"):
        read_files([("a.csv", EXPORT.encode()), ("b.csv", EXPORT.encode())])


def test_zip_reads_what_it_can_and_names_the_rest():
    read = read_file(
        "march.zip",
        zipped(
            {
                "notes/visit.txt": VISIT,
                "notes/export.csv": EXPORT,
                "notes/scan.png": b"\x89PNG",
                "more.zip": zipped({"a.txt": VISIT}),
                "../outside.txt": VISIT,
                "C:\\outside.txt": VISIT,
                "__MACOSX/notes/._visit.txt": b"\x00\x05",
                "notes/.DS_Store": b"\x00",
                "notes/empty/": b"",
            }
        ),
    )
    assert [row.place for row in read.rows] == ["notes/export.csv, row 2", "notes/export.csv, row 3", "notes/visit.txt"]
    said = "\n".join(read.notices)
    assert "notes/scan.png: files that end in .png cannot be opened" in said
    assert "more.zip: a zip in a zip is not opened" in said
    assert "../outside.txt: a path that leads out of the zip" in said
    assert said.count("leads out of the zip") == 2
    assert len(read.notices) == 4


def test_zip_member_with_a_password_is_named():
    data = bytearray(zipped({"a.txt": VISIT, "b.txt": CALL}))
    central = data.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", data, central + 8)[0]
    struct.pack_into("<H", data, central + 8, flags | 1)
    read = read_file("notes.zip", bytes(data))
    assert [row.place for row in read.rows] == ["b.txt"]
    assert read.notices == ("a.txt: locked with a password; unpack it and choose the file itself",)


def test_zip_bombs_are_refused_before_they_are_unpacked(monkeypatch):
    assert "unpacks to more than 200 times" in refused("bomb.zip", zipped({"a.txt": bytes(30_000_000)}))
    monkeypatch.setattr("notecheck.read.packed.MOST_MEMBERS", 3)
    assert "more than 3 files" in refused("many.zip", zipped({f"{n}.txt": VISIT for n in range(4)}))
    monkeypatch.setattr("notecheck.read.packed.MOST_UNPACKED", 100)
    assert "at most 100 are allowed" in refused("large.zip", zipped({"a.txt": VISIT * 3}))


def test_zip_that_is_broken_or_holds_nothing_to_open_is_refused():
    whole = zipped({"a.txt": VISIT})
    assert "not whole" in refused("notes.zip", whole[:-30])
    assert "holds no file that can be opened" in refused("notes.zip", zipped({"scan.pdf": b"%PDF"}))
    assert "holds no file that can be opened" in refused("notes.zip", zipped({}))


def test_zip_member_that_is_damaged_is_named_and_the_others_are_read():
    data = bytearray(zipped({"a.txt": VISIT * 20, "b.txt": CALL}))
    data[60:70] = bytes(10)
    read = read_file("notes.zip", bytes(data))
    assert [row.place for row in read.rows] == ["b.txt"]
    assert read.notices[0].startswith("a.txt: broken")


def test_no_record_shows_its_words_when_it_is_logged():
    read = read_file("march.csv", EXPORT.encode())
    assert "Callum" not in repr(read)
    assert "Callum" not in repr(read.rows[0])


def test_places_are_named_shortly():
    assert records.named("row", [4]) == "row 4"
    assert records.named("row", list(range(1, 43))) == "rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 32 more"


def test_a_zip_that_holds_more_than_it_states_is_refused():
    """Its directory says ten bytes; `ZipFile.read` would unpack all that there is."""
    import struct
    import zipfile
    from io import BytesIO

    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("note.txt", "SW rang Mum. " * 100_000)
    data = bytearray(packed.getvalue())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)
    with pytest.raises(NoteError, match=r"note\.txt: "):
        read_file("notes.zip", bytes(data))


def test_a_zip_packed_by_an_unusual_method_is_refused():
    import zipfile
    from io import BytesIO

    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("note.txt", "SW rang Mum.")
    with pytest.raises(NoteError, match="unusual way"):
        read_file("notes.zip", packed.getvalue())


def understated(name, content, states):
    """A zip of one member that holds more than its list of contents says."""
    data = bytearray(zipped({name: content}))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", states)
    return bytes(data)


@pytest.mark.parametrize("name", ["visit.odt", "visit.zip", "visit.docx"])
def test_what_a_file_is_gets_found_out_without_unpacking_a_bomb(name):
    bomb = understated("mimetype", bytes(100_000_000), 20)
    assert most_held(lambda: refused(name, bomb)) < 20_000_000


def test_a_list_of_contents_without_end_is_refused_before_it_is_taken_apart():
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    many = 60_000
    whole = entry * many + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, many, many, len(entry) * many, 30, 0)
    data = b"PK\3\4".ljust(30, b"\0") + whole
    assert most_held(lambda: refused("notes.zip", data)) < 4 * len(data)
    assert "more than 10,000 files" in refused("notes.zip", data)
    assert "more than 10,000 files" in refused("notes.docx", data)
    assert "more than 10,000 files" in refused("notes.xlsx", data)


def test_a_zip_of_many_files_that_are_zips_themselves_is_read():
    """Word documents that were packed without being squeezed again hold lists of contents of their own."""
    inner = zipped({f"{n}.xml": "x" for n in range(40)})
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("a.txt", VISIT)
        for n in range(300):
            packed.writestr(f"{n}.bin", inner)
    assert [row.place for row in read_file("notes.zip", data.getvalue()).rows] == ["a.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-32-be"])
def test_marks_of_an_encoding_are_no_text_even_where_there_are_two(encoding):
    (text,) = texts(read_file("visit.txt", f"\ufeff\ufeff{VISIT}".encode(encoding)), "text")
    assert text == VISIT


@pytest.mark.parametrize("name", ["visit.txt", "visit.md"])
def test_a_text_that_is_longer_than_any_note_is_refused_before_it_is_looked_through(name):
    assert "5,000,100 characters; at most 5,000,000" in refused(name, b"Seen. " * 833_350)
    huge = b"Seen. " * 4_000_000
    assert most_held(lambda: refused(name, huge)) < len(huge) / 2
    (text,) = texts(read_file(name, VISIT.encode("utf-32")), "text")
    assert text == VISIT


def test_texts_in_a_zip_are_long_together_only_so_far(monkeypatch):
    monkeypatch.setattr("notecheck.read.zip.MOST_CHARACTERS", 150)
    read = read_file("notes.zip", zipped({f"{n}.txt": VISIT for n in range(4)}))
    assert [row.place for row in read.rows] == ["0.txt", "1.txt"]
    assert [notice.split(":")[0] for notice in read.notices] == ["2.txt", "3.txt"]
    assert "hold over 150 characters; choose it by itself" in read.notices[0]
    table = read_file("notes.zip", zipped({"a.csv": EXPORT, "b.txt": VISIT}))
    assert {row.place.split(",")[0] for row in table.rows} == {"a.csv"}


def test_a_zip_of_slow_files_is_left_after_a_time_and_says_which_were_not_read(monkeypatch):
    clock = iter(range(0, 1000, 25))
    monkeypatch.setattr("notecheck.read.zip.monotonic", lambda: next(clock))
    read = read_file("notes.zip", zipped({f"{n:02}.txt": VISIT for n in range(30)}))
    assert [row.place for row in read.rows] == ["00.txt", "01.txt"]
    assert read.notices[0] == "02.txt: not read, since those before it took 60 seconds; choose it by itself"
    assert read.notices[-1] == "and 8 more files that could not be opened"


def test_a_link_in_a_zip_is_no_note():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("a.txt", VISIT)
        link = zipfile.ZipInfo("b.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/home/pat/notes/callum.txt")
    read = read_file("notes.zip", data.getvalue())
    assert [row.place for row in read.rows] == ["a.txt"]
    assert read.notices == ("b.txt: a link to another file, not a file; pack what it leads to; left out",)


def test_places_of_an_export_go_to_the_note_that_they_stand_in():
    """As they would if each place were looked at for each note."""
    text = "".join(f"{n:02} " * 10 for n in range(40))
    places = [{"start": at, "end": at + 9, "place": f"paragraph {at // 10}"} for at in range(0, len(text), 10)]
    cuts = [(0, 95), (95, 100), (100, 100), (104, 700), (700, len(text))]
    parts = [Part(start, end, {}, start) for start, end in cuts]
    got = [cut["places"] for cut in several._cut({"text": text, "id": "x", "places": places}, parts)]
    for part, found in zip(parts, got, strict=True):
        inside = [each for each in places if each["start"] < part.end and part.start < each["end"]]
        assert [each["place"] for each in found] == [each["place"] for each in inside]
        assert all(0 <= each["start"] < each["end"] <= part.end - part.start for each in found)
