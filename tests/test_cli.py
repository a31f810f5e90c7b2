"""The command line as a user meets it: what it prints, and its exit status."""

import gc
import json
import os
import subprocess
import sys
from io import BytesIO
from itertools import count
from pathlib import Path

import docx
import openpyxl
import pytest
import word_files
from typer.testing import CliRunner

from notecheck.cli import DONE, FAILED, FOUND, app
from notecheck.commands.check import FORMATS

pytestmark = pytest.mark.model

INVOKED = count(1)

NOTE = 'Visit 4 March 2026\n\nYou told me "I hate LAC reviews". SW to chase housing ASAP.\n'


@pytest.fixture
def run():
    def invoke(*arguments, data=None):
        result = CliRunner().invoke(app, [str(a) for a in arguments], input=data)
        # A command keeps what it loads for as long as its process lives, and here that is all tests.
        gc.unfreeze()
        if next(INVOKED) % 12 == 0:
            gc.collect()
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def test_text_shows_place_words_message_and_standard(run, note):
    result = run("check", note)
    assert result.exit_code == DONE
    assert "3:35  warning  acronym  “SW”" in result.output
    assert "general-acronyms" in result.output
    assert "Not checked: timeliness (the day it happened (event_date) and the day it was recorded" in result.output
    assert "\x1b" not in result.output


def test_colour_only_when_asked_or_in_a_terminal(run, note):
    assert "\x1b[33m" in run("check", note, "--colour", "always").output


def test_json_is_one_object_for_one_note_and_a_list_for_more(run, note):
    report = json.loads(run("check", note, "-f", "json", "--child-name", "Cal", "--child-age", "9").output)
    assert report["id"] == "visit"
    assert report["version"] == 1
    reports = json.loads(run("check", note, note, "-f", "json").output)
    assert [r["id"] for r in reports] == ["visit", "visit"]


def test_jsonl_is_a_line_a_note(run, note):
    lines = run("check", note, note, "--format", "jsonl").output.splitlines()
    assert [json.loads(line)["version"] for line in lines] == [1, 1]


def test_html_escapes_the_note(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text("SW rang <script>alert(1)</script>.", encoding="utf-8")
    page = run("check", path, "-f", "html").output
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_fail_on_decides_the_exit_status(run, note):
    assert run("check", note, "--fail-on", "warning").exit_code == FOUND
    assert run("check", note, "--fail-on", "error").exit_code == DONE
    assert run("check", note).exit_code == DONE
    assert run("check", note, "--doc-type", "plan", "-g", "swindon", "--fail-on", "error").exit_code == FOUND


def test_standard_input_and_a_note_in_json(run, tmp_path):
    assert json.loads(run("check", "-", "-f", "json", data=NOTE).output)["id"] is None
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"id": 7, "text": NOTE, "guidance": "trafford", "team": "N"}), encoding="utf-8")
    report = json.loads(run("check", path, "-f", "json", "--doc-type", "plan").output)
    assert (report["id"], report["guidance"], report["doc_type"], report["team"]) == ("7", "trafford", "plan", "N")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG ...", "named .txt, but it is a picture"),
        (b"PK\x03\x04 word", "named .txt, but it is a zip file that is broken or not whole"),
        (b"a\x00b\x01", "not text: byte 1 is a control character"),
        (b"\xff\xfea", "marked as utf-16 but broken"),
        (b"caf\x81", "neither UTF-8 nor Windows-1252"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_words(run, tmp_path, content, says):
    path = tmp_path / "visit.txt"
    path.write_bytes(content)
    result = run("check", path)
    assert result.exit_code == FAILED
    assert says in result.stderr
    assert "visit.txt" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_not_lost_whatever_wrote_it(run, tmp_path, encoding):
    path = tmp_path / "visit.txt"
    path.write_bytes("Café: you said ‘no’.\r\nSW rang.".encode(encoding))
    result = run("check", path, "-f", "json")
    report = json.loads(result.stdout)
    found = next(f for f in report["findings"] if f["text"] == "SW")
    assert found["start"] == len("Café: you said ‘no’.\r\n")
    assert ("Windows-1252" in result.stderr) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.txt"], "nowhere.txt: cannot be read (No such file or directory)"),
        (["-", "--doc-type", "diary"], "doc_type: 'diary' is not known; allowed: home-visit"),
        (["-", "-g", "rutland"], "guidance: 'rutland' is not known; allowed: general"),
        (["-", "--child-age", "90"], "child.age: 90.0 is not allowed"),
        (["-", "--model", "nowhere"], "model 'nowhere': not found"),
        (["-", "--lexicons", "nowhere"], "nowhere is not a folder"),
        (["-", "--without", "vagueness"], "no check is called 'vagueness'; allowed: "),
        (["-", "-f", "doc"], "'doc' is not one of: docx, "),
        (["-", "-f", "docx", "-o", "/nowhere/a.docx"], "--output: /nowhere is no folder"),
        (["-", "-f", "json", "-o", "/"], "--output: / is a folder; name a file"),
        (["nowhere/"], "nowhere/: cannot be read"),
        (["-", "--fail-on", "dire"], "'dire' is not one of: suggestion, warning, error, never"),
        (["-", "--event-date", "4/3/26"], "event_date: '4/3/26' is no date"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line_without_a_traceback(run, arguments, says):
    result = run("check", *arguments, data=NOTE)
    assert result.exit_code == FAILED
    assert says in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "text",
    ['{"text": "a", "x": NaN}', "[" * 100_000, '{"text": 1}', "[]", "nonsense", '{"text": "a", "child": {"age": NaN}}'],
)
def test_a_json_file_that_is_no_note_is_refused(run, tmp_path, text):
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == FAILED
    assert "a.json" in result.stderr


def test_terminal_never_obeys_the_note(run):
    result = run("check", "-", data="SW\x1b[2J rang \x1b]0;owned\x07 the LADO\x1b[31m.")
    assert "\x1b" not in result.output


def test_explain_tells_what_why_and_which_standards(run):
    told = run("explain", "acronym").output
    assert "Weak:" in told
    assert "Better:" in told
    assert "general-acronyms" in told
    listed = run("explain").output
    assert all(rule in listed for rule in ("acronym", "jargon", "judgemental", "vague", "unfinished", "email"))
    assert run("explain", "acrid").exit_code == FAILED


def test_guidance_lists_every_standard_with_what_serves_it(run):
    assert "swindon" in run("guidance").output
    told = run("guidance", "swindon").output
    assert "swindon-7.5-date" in told
    assert "not checked:" in told
    assert "checked by" in told
    assert run("guidance", "rutland").exit_code == FAILED


def test_a_file_that_cannot_be_read_does_not_lose_the_others(run, note, tmp_path):
    result = run("check", note, tmp_path / "nowhere.txt", note, "-f", "jsonl")
    assert result.exit_code == FAILED
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["visit", "visit"]
    assert "nowhere.txt: cannot be read" in result.stderr


def test_exit_status_and_streams_of_the_real_command(note):
    command = [sys.executable, "-m", "notecheck", "check", str(note), "--fail-on", "warning", "-f", "jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == FOUND
    assert done.stderr == ""
    assert json.loads(done.stdout)["counts"]["words"] > 10


def shell(line, note):
    command = ["bash", "-o", "pipefail", "-c", line, sys.executable, str(note)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('"$0" -m notecheck check "$1" > /dev/full', "the output cannot be written (No space left on device)"),
        ('"$0" -m notecheck --help > /dev/full', "the output cannot be written (No space left on device)"),
        ('"$0" -m notecheck --version > /dev/full', "the output cannot be written (No space left on device)"),
        ('"$0" -m notecheck check --help > /dev/full', "the output cannot be written (No space left on device)"),
        ('"$0" -m notecheck check "$1" >&-', "there is no standard output"),
        ('"$0" -m notecheck check - <&-', "there is no standard input"),
        ('"$0" -m notecheck check /dev/zero', "/dev/zero: more than"),
    ],
)
def test_streams_that_are_shut_or_full_are_said_in_a_line(note, line, says):
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = shell(line, note)
    assert done.returncode == FAILED
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("format_", ["text", "html"])
def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path, format_):
    path = tmp_path / "long.txt"
    path.write_text("SW rang the LADO ASAP.\n" * 400, encoding="utf-8")
    done = shell(f'"$0" -m notecheck check "$1" -f {format_} | head -c 1 > /dev/null', path)
    assert (done.returncode, done.stderr) == (DONE, "")


def test_half_a_character_that_no_report_could_carry_is_refused_by_its_key(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"text": "SW rang.", "team": "\\ud800"}', encoding="utf-8")
    done = shell('"$0" -m notecheck check "$1" -f jsonl', path)
    assert done.returncode == FAILED
    assert "team: half a character (a lone surrogate) at 0; send valid Unicode" in done.stderr


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_that_is_offered_is_written(run, note, tmp_path, format_):
    to = tmp_path / f"report.{format_}"
    assert run("check", note, "--format", format_, "--output", to).exit_code == DONE
    assert to.stat().st_size > 100
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([to.name, "visit.txt"])  # nothing unfinished


# What goes in


def test_a_word_file_is_read_and_its_places_are_told(run, tmp_path):
    path = tmp_path / "visit.docx"
    path.write_bytes(word_files.visit())
    assert "header  warning  acronym  “SW”" in run("check", path, "--doc-type", "home-visit").output
    assert "(header)" in run("check", path, "-f", "html").output
    report = json.loads(run("check", path, "-f", "json").stdout)
    assert "header" in [finding.get("place") for finding in report["findings"]]
    assert report["id"] == "visit"
    assert "1 picture left out" in run("check", path).stderr


def test_a_table_is_read_by_its_headings_and_options_fill_what_it_does_not_say(run, tmp_path):
    path = tmp_path / "export.csv"
    rows = "Case Note,Date of contact,Child\n" + "".join(
        f'"SW rang Mum and Dad about school and the plan for {name}.",04/03/2026,{name}\n' for name in ("Ava", "Ben")
    )
    path.write_text(rows, encoding="utf-8")
    reports = json.loads(run("check", path, "-f", "json", "--doc-type", "home-visit", "--child-age", "9").output)
    assert [report["id"] for report in reports] == ["export-1", "export-2"]
    assert {report["doc_type"] for report in reports} == {"home-visit"}
    assert "export.csv (export-2): " in run("check", path).output


def test_a_table_without_a_note_is_refused_in_words(run, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("Case,Day\n1,2\n", encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == FAILED
    assert "export.csv: no column was found to hold the note itself" in result.stderr


def test_a_folder_stands_for_what_can_be_read_in_it(run, note, tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.md").write_text("HV rang.", encoding="utf-8")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_text("SW", encoding="utf-8")
    result = run("check", tmp_path, "-f", "jsonl")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["visit", "b"]
    assert "photo.png: not read" in result.stderr
    assert "hidden" not in result.stderr
    assert result.exit_code == DONE
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no file that can be read" in run("check", empty).stderr


def test_the_childs_age_of_an_option_stands_beside_the_name_of_a_file(run, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": NOTE, "child": {"name": "Cal"}}), encoding="utf-8")
    report = json.loads(run("check", path, "-f", "json", "--child-age", "5", "--child-name", "Other").output)
    assert report["address"]["to_child"] >= 1


def test_a_file_without_a_known_ending_is_read_as_text(run, tmp_path):
    path = tmp_path / "visit.note"
    path.write_text(NOTE, encoding="utf-8")
    assert "“SW”" in run("check", path).output
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    assert "cannot be opened" in run("check", path).stderr


# What comes out


def test_output_is_whole_or_not_there_and_takes_its_format_from_its_name(run, note, tmp_path):
    to = tmp_path / "report.json"
    assert run("check", note, "-o", to).output == ""
    assert json.loads(to.read_text(encoding="utf-8"))["id"] == "visit"
    to.write_text("kept", encoding="utf-8")
    assert run("check", "nowhere.txt", "-o", tmp_path / "report.docx").exit_code == FAILED
    assert not (tmp_path / "report.docx").exists()
    assert run("check", note, "-o", to).exit_code == DONE
    assert to.read_text(encoding="utf-8").startswith("{")


def test_output_goes_through_a_link_that_stays_in_its_folder(run, note, tmp_path):
    latest, kept = tmp_path / "latest.json", tmp_path / "report.json"
    kept.write_text("old", encoding="utf-8")
    latest.symlink_to("report.json")
    assert run("check", note, "-o", latest).exit_code == DONE
    assert latest.is_symlink()
    assert json.loads(kept.read_text(encoding="utf-8"))["id"] == "visit"
    folder = tmp_path / "reports"
    folder.symlink_to(tmp_path, target_is_directory=True)
    assert run("check", note, "-o", folder / "other.json").exit_code == DONE
    assert (tmp_path / "other.json").is_file()


@pytest.mark.parametrize("there", [True, False])
def test_output_through_a_link_out_of_its_folder_is_refused(run, note, tmp_path, there):
    shared, elsewhere = tmp_path / "shared", tmp_path / "elsewhere.json"
    shared.mkdir()
    if there:
        elsewhere.write_text("old", encoding="utf-8")
    (shared / "report.json").symlink_to(elsewhere)
    result = run("check", note, "-o", shared / "report.json")
    assert result.exit_code == FAILED
    assert "report.json is a link out of its folder, to" in result.stderr
    assert elsewhere.exists() == there
    assert not there or elsewhere.read_text(encoding="utf-8") == "old"


def test_output_through_links_in_a_circle_is_refused(run, note, tmp_path):
    (tmp_path / "a.json").symlink_to("b.json")
    (tmp_path / "b.json").symlink_to("a.json")
    result = run("check", note, "-o", tmp_path / "a.json")
    assert result.exit_code == FAILED
    assert "a.json is a link" in result.stderr


@pytest.mark.skipif(not Path("/dev/stdout").is_symlink(), reason="needs /dev/stdout")
def test_output_to_the_shells_own_streams_is_written(note, tmp_path):
    to = tmp_path / "report.json"
    command = [sys.executable, "-m", "notecheck", "check", str(note), "-f", "json", "-o", "/dev/stdout"]
    with to.open("wb") as file:
        subprocess.run(command, stdout=file, check=True)
    assert json.loads(to.read_text(encoding="utf-8"))["id"] == "visit"


@pytest.mark.parametrize("format_", ["text", "docx"])
def test_an_input_is_never_written_over(run, note, tmp_path, format_):
    link = tmp_path / "link.txt"
    link.symlink_to(note)
    for to in (note, link):
        result = run("check", note, "-f", format_, "-o", to)
        assert result.exit_code == FAILED
        assert "one of the files to check, which are never changed" in result.stderr
    assert note.read_text(encoding="utf-8") == NOTE


def test_a_word_file_comes_back_with_its_marks(run, tmp_path):
    path = tmp_path / "visit.docx"
    path.write_bytes(word_files.visit())
    before = path.read_bytes()
    assert run("check", path, "-o", tmp_path / "marked.docx", "--tracked", "--voice").exit_code == DONE
    document = docx.Document(str(tmp_path / "marked.docx"))
    assert {"Ann Manager", "notecheck"} == {comment.author for comment in document.comments}
    assert document.tables
    assert path.read_bytes() == before


def test_several_notes_as_word_files_go_into_a_folder(run, note, tmp_path):
    other = tmp_path / "visit.md"
    other.write_text("HV rang.", encoding="utf-8")
    result = run("check", note, other, "-o", tmp_path / "one.docx")
    assert result.exit_code == FAILED
    assert "there are several notes, and a .docx holds one; name a folder" in result.stderr
    to = tmp_path / "checked"
    assert run("check", note, other, "-f", "docx", "-o", f"{to}/").exit_code == DONE
    assert sorted(path.name for path in to.iterdir()) == ["visit (2).docx", "visit.docx"]
    assert run("check", note, other, "-f", "pdf", "-o", to).exit_code == DONE
    assert sorted(path.name for path in to.glob("*.pdf")) == ["visit (2).pdf", "visit.pdf"]
    assert run("check", note, other, "-o", tmp_path / "both.pdf").exit_code == DONE


def test_a_folder_of_word_files_keeps_them_when_the_marked_ones_go_beside_them(run, tmp_path):
    path = tmp_path / "visit.docx"
    path.write_bytes(word_files.visit())
    before = path.read_bytes()
    assert run("check", path, "-f", "docx", "-o", tmp_path).exit_code == DONE
    assert path.read_bytes() == before
    assert (tmp_path / "visit (2).docx").exists()


def test_a_notes_name_leads_out_of_no_folder(run, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": NOTE, "id": "../../evil: name?"}), encoding="utf-8")
    to = tmp_path / "out"
    assert run("check", path, "-f", "docx", "-o", f"{to}/").exit_code == DONE
    assert [each.name for each in to.iterdir()] == ["evil name.docx"]


def test_an_excel_report_runs_no_formula(run, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": "=HYPERLINK(1) SW rang.", "id": "=1+1"}), encoding="utf-8")
    to = tmp_path / "report.xlsx"
    assert run("check", path, "-o", to).exit_code == DONE
    book = openpyxl.load_workbook(to)
    assert book.sheetnames == ["Findings", "Notes", "Not checked", "About"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert book["Notes"]["A2"].value == "a.json (=1+1)" or str(book["Notes"]["A2"].value).endswith("a.json (=1+1)")
    assert any(cell.value == "SW" for cell in book["Findings"]["E"])


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
def test_bytes_are_not_written_to_a_terminal(note):
    import pty

    ours, its = pty.openpty()
    command = [sys.executable, "-m", "notecheck", "check", str(note), "-f", "pdf"]
    done = subprocess.run(command, stdout=its, stderr=subprocess.PIPE, check=False)
    for end in (ours, its):
        os.close(end)
    assert done.returncode == FAILED
    assert b"a .pdf file is no text to show in a terminal" in done.stderr


def test_bytes_go_down_a_pipe(note):
    command = [sys.executable, "-m", "notecheck", "check", str(note), "-f", "docx"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == DONE
    assert docx.Document(BytesIO(done.stdout)).paragraphs


def test_a_files_name_gives_no_command_to_a_terminal_or_a_build_service(run, tmp_path):
    path = tmp_path / "a\n::error::b##[add-path]c\x1b[31m.png"
    path.write_bytes(b"\x89PNG")
    said = run("check", path).stderr
    assert all(line.startswith("notecheck: ") for line in said.splitlines())
    assert "##[" not in said
    assert "\x1b" not in said


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no file can have such a name")
@pytest.mark.parametrize("format_", FORMATS)
def test_a_files_name_in_an_older_encoding_is_no_fault(run, tmp_path, format_):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/Zo\xeb.txt")
    Path(path).write_text(NOTE, encoding="utf-8")
    result = run("check", path, "-f", format_, "--output", tmp_path / f"out.{format_}", "--without", "grammar")
    assert result.exit_code == DONE, result.stderr
    if format_ == "json":
        assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["id"] == "Zo\ufffd"
    if format_ == "sarif":
        (found,) = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["artifacts"]
        assert found["location"]["uri"] == "Zo%EB.txt"
        assert "description" not in found


def test_a_text_from_a_pipe_or_without_an_ending_is_held_to_the_length_of_a_note(run, tmp_path):
    path = tmp_path / "visit"
    path.write_bytes(b"Seen. " * 1_000_000)
    for said in (run("check", path), run("check", "-", data=b"Seen. " * 1_000_000)):
        assert said.exit_code == 2
        assert "6,000,000 characters; at most 5,000,000 are allowed, so split it" in said.output


def test_a_check_that_is_left_out_is_known_before_anything_else_was_loaded(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("SW rang.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "notecheck", "check", note, "--without", "grammar", "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [f["text"] for f in json.loads(done.stdout)["findings"] if f["rule"] == "acronym"] == ["SW"]
