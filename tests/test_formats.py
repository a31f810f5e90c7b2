"""What a file is called and what is written into it: a name that belongs to something else is refused in words."""

import pytest
import word_files
from typer.testing import CliRunner

from notecheck.cli import DONE, FAILED, app

pytestmark = pytest.mark.model


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text("I saw you at home today, Callum. SW rang.\n", encoding="utf-8")
    return path


def run(*arguments):
    result = CliRunner().invoke(app, ["check", *map(str, arguments), "--without", "grammar"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("name", ["x.doc", "visit2.odt", "x.rtf", "x.csv", "x.eml", "x.xls", "x.PNG", "a.b.zip"])
def test_no_report_stands_under_the_name_of_another_kind_of_file(note, tmp_path, name):
    result = run(note, "-o", tmp_path / name)
    assert result.exit_code == FAILED
    assert f"{name} would be opened as another kind of file than what is written, text" in result.stderr
    assert ".docx Word files, .pdf PDFs, .xlsx Excel workbooks" in result.stderr
    assert ".txt text" in result.stderr
    assert not (tmp_path / name).exists()


def test_a_word_file_is_not_answered_with_text_under_a_documents_name(tmp_path):
    path = tmp_path / "visit.docx"
    path.write_bytes(word_files.visit())
    result = run(path, "-o", tmp_path / "z.doc")
    assert result.exit_code == FAILED
    assert ".docx Word files" in result.stderr


@pytest.mark.parametrize(
    ("format_", "name", "says"),
    [
        ("json", "r.docx", "ends as docx, and --format says json"),
        ("docx", "r.pdf", "let the name end in .docx"),
        ("text", "r.html", "let the name end in .txt"),
        ("pdf", "r.odt", "another kind of file than what is written, pdf"),
        ("docx", "r.report", "another kind of file than what is written, docx"),
    ],
)
def test_a_format_under_anothers_ending_is_refused(note, tmp_path, format_, name, says):
    result = run(note, "-f", format_, "-o", tmp_path / name)
    assert result.exit_code == FAILED
    assert says in result.stderr
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("format_", "name"),
    [("sarif", "r.json"), ("text", "r.md"), ("github", "r.log"), ("text", "report"), ("jsonl", "r.ndjson")],
)
def test_endings_of_the_same_kind_and_none_at_all_will_do_for_text(note, tmp_path, format_, name):
    assert run(note, "-f", format_, "-o", tmp_path / name).exit_code == DONE
    assert (tmp_path / name).stat().st_size > 100


@pytest.mark.parametrize("format_", ["docx", "pdf", "xlsx"])
def test_a_name_without_an_ending_is_taken_neither_for_a_file_nor_for_a_folder(note, tmp_path, format_):
    to = tmp_path / "checked"
    result = run(note, "-f", format_, "-o", to)
    assert result.exit_code == FAILED
    assert f"checked has no ending; name it {to}.{format_} for one file" in result.stderr
    assert (f"or {to}/ for a file for each note" in result.stderr) == (format_ != "xlsx")
    assert not to.exists()


def test_a_folder_without_a_format_is_told_what_may_go_there(note, tmp_path):
    result = run(note, "-o", f"{tmp_path}/")
    assert result.exit_code == FAILED
    assert "name a file in it, or say with --format docx or --format pdf" in result.stderr


@pytest.mark.parametrize("option", ["--tracked", "--voice"])
@pytest.mark.parametrize("format_", ["text", "json", "pdf"])
def test_an_option_that_a_format_has_no_place_for_is_refused(note, option, format_):
    result = run(note, "-f", format_, option)
    assert result.exit_code == FAILED
    assert f"{option}: there is no place for" in result.stderr
    assert f"in {format_}; leave {option} out" in result.stderr
    assert result.stdout == ""


def test_a_rule_that_cannot_be_left_out_by_itself_names_its_check(note):
    result = run(note, "--without", "spelling")
    assert result.exit_code == FAILED
    assert "'spelling' is a rule of the check 'grammar', which is left out as a whole" in result.stderr
    assert "--without grammar" in result.stderr
