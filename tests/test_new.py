"""What `notecheck new` writes works at once: nobody who begins with it begins with a fault."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import notecheck
from notecheck.cli import DONE, FAILED, app
from notecheck.data import read_lexicon
from notecheck.errors import NoteError, SettingsError
from notecheck.guidance import Rulebook
from notecheck.new import new_check, new_format
from notecheck.read import suffixes
from notecheck.read.document import Passage, join

ROOT = Path(__file__).parents[1]


def run(*arguments):
    result = CliRunner().invoke(app, ["new", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A checkout of the source with a check of somebody's own in it, and what the command said.

    Its names are not those of the README, so that whoever follows that has no test of ours in the way.
    """
    root = tmp_path_factory.mktemp("source")
    for name in ("lexicons", "models"):
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "notecheck", root / "notecheck", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "tests").mkdir()
    for name in ("pyproject.toml", "tests/conftest.py", "tests/test_examples.py"):
        shutil.copy(ROOT / name, root / name)
    return root


def python(source, *arguments):
    environment = os.environ | {"PYTHONPATH": str(source), "NOTECHECK_GRAMMAR": "off"}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def made(source):
    return python(source, "-m", "notecheck", "new", "check", "tried-by-a-test")


def test_the_command_says_what_it_wrote_and_what_comes_next(source, made):
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith(f"{source / 'notecheck' / 'checks' / 'tried_by_a_test.py'}: written\n1. It works")
    assert "served_by: {tried-by-a-test: {severity: suggestion}}" in made.stdout


@pytest.mark.model
def test_a_new_check_is_one_file_and_its_examples_hold(source, made):
    tested = python(source, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", "-k", "tried-by-a-test")
    assert re.search(r"^\.{5} ", tested.stdout, re.MULTILINE), (
        tested.stdout
    )  # four examples, and that both kinds are there


def test_a_new_check_and_a_new_format_keep_the_rules_of_style(source, made):
    new_format("tried", source)
    files = [source / "notecheck" / part for part in ("checks/tried_by_a_test.py", "read/tried.py")]
    for command in (("check",), ("format", "--check")):
        done = python(source, "-m", "ruff", *command, "--no-cache", *files)
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_a_new_check_and_a_new_format_are_typed(source, made):
    done = python(source, "-m", "mypy", "--cache-dir", source / "cache", "notecheck/checks", "notecheck/read")
    assert done.returncode == 0, done.stdout


@pytest.mark.model
def test_a_report_says_that_a_rule_which_nobody_names_marks_nothing_and_marks_once_one_does(source, made, tmp_path):
    said = [python(source, "-m", "notecheck", "new", "guidance", "exampleshire", "--lexicons", tmp_path)]
    note = tmp_path / "note.txt"
    note.write_text("Needless to say, Mum was late on 4 March 2026.", encoding="utf-8")
    check = ("-m", "notecheck", "check", note, "--lexicons", tmp_path, "--guidance", "exampleshire")
    said.append(python(source, *check))
    path = tmp_path / "guidance" / "exampleshire.yaml"
    path.write_text(path.read_text("utf-8").replace("    jargon:", "    tried-by-a-test:"), encoding="utf-8")
    said.append(python(source, *check))
    assert [each.stderr for each in said] == ["", "", ""]
    told = [" ".join(each.stdout.split()) for each in said]
    assert "Not checked: tried-by-a-test (no standard of exampleshire names it, so it marks nothing" in told[1]
    assert "1:1 suggestion tried-by-a-test “Needless to say”" in told[2]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("acronym", "there is a check or a rule of that name"),
        ("spelling", "there is a check or a rule of that name"),
        ("who", "there is a component notecheck_who"),
        ("class", "a word of Python's own"),
        ("../acronym", "give words in small letters with hyphens between them"),
        ("Taken_For", "give words in small letters with hyphens between them"),
        ("taken--for", "give words in small letters with hyphens between them"),
        ("x" * 41, "at most 40 characters"),
        ("", "give words in small letters"),
    ],
)
def test_a_name_that_cannot_be_had_is_refused_in_words(name, says):
    result = run("check", name)
    assert result.exit_code == FAILED
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_nothing_is_overwritten(source, made):
    with pytest.raises(SettingsError, match=r"tried_by_a_test\.py: is there already, and is left as it is"):
        new_check("tried-by-a-test", source)


def test_without_the_source_it_says_so(tmp_path):
    for new in (new_check, new_format):
        with pytest.raises(SettingsError, match="in a checkout of the source: pip install"):
            new("something", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.model
def test_a_new_list_marks_what_it_says(tmp_path, checker):
    folder = tmp_path / "ours"
    result = run("lexicon", "our-words", "--lexicons", folder)
    assert (result.exit_code, result.stderr) == (DONE, "")
    [entry] = read_lexicon(folder / "our-words.yaml").entries
    own = notecheck.load(lexicons=str(folder), without=["grammar"])
    for sentence, times in [(each, 1) for each in entry.flags] + [(each, 0) for each in entry.allows]:
        assert [f.entry for f in own(sentence).findings].count("our-words-huddle") == times
    assert "our-words-huddle" not in {f.entry for f in checker(entry.flags[0]).findings}


def test_a_folder_with_a_space_can_be_typed_as_it_is_told(tmp_path):
    for kind in ("lexicon", "guidance"):
        said = run(kind, "our-words", "--lexicons", tmp_path / "our lists").stdout
        assert f'--lexicons "{tmp_path / "our lists"}"' in said


@pytest.mark.model
def test_a_new_guidance_is_held_against_a_note(tmp_path):
    result = run("guidance", "exampleshire", "--lexicons", tmp_path)
    assert (result.exit_code, result.stderr) == (DONE, "")
    report = notecheck.load("exampleshire", lexicons=str(tmp_path), without=["grammar"])(
        "SW saw Callum at home on Wednesday 4 March 2026.",
        doc_type="home-visit",
        event_date="2026-03-04",
        recorded_date="2026-03-09",
    )
    data = report.to_dict()
    assert {"exampleshire-1-plain"} in [set(row["standards"]) for row in data["findings"]]
    assert {item["item"] for item in data["checklist"]} >= {"child-seen", "seen-alone"}
    assert list(data["timeliness"]["standards"]) == ["exampleshire-3-time"]
    assert Rulebook.load("exampleshire", str(tmp_path)).inherited.id == "general"


@pytest.mark.parametrize(("kind", "name"), [("lexicon", "jargon"), ("guidance", "swindon")])
def test_a_file_of_ours_and_a_file_of_yours_have_different_names(tmp_path, kind, name):
    result = run(kind, name, "--lexicons", tmp_path)
    assert result.exit_code == FAILED
    assert f"there is a {name}.yaml among ours" in result.stderr


def test_a_list_of_yours_is_left_as_it_is(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text("mine", encoding="utf-8")
    assert run("lexicon", "ours", "--lexicons", tmp_path).exit_code == FAILED
    assert path.read_text("utf-8") == "mine"
    assert "is a file; give a folder" in run("lexicon", "ours", "--lexicons", path).stderr


def test_words_that_yaml_takes_for_something_else_will_do_for_a_name(tmp_path):
    for name in ("no", "null", "true"):
        assert run("lexicon", name, "--lexicons", tmp_path).exit_code == DONE
        assert run("guidance", name, "--lexicons", tmp_path).exit_code == DONE
        assert read_lexicon(tmp_path / f"{name}.yaml").title == name.capitalize()
        assert Rulebook.load(name, str(tmp_path)).guidance.authority == name.capitalize()


@pytest.fixture
def reader(tmp_path):
    """A new reader, as a module."""
    for name in ("pyproject.toml", "tests/test_examples.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    written = new_format("tried", tmp_path)
    spec = importlib.util.spec_from_file_location("notecheck_new_log", written.path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_new_format_gives_paragraphs_with_their_places(reader):
    assert reader.SUFFIXES == (".tried",)
    document = reader.extract(b"# Visit\r\nI saw Callum.\r\n\r\nMum was out.\r\n")
    assert [passage for passage in document.passages if passage.text] == [
        Passage("Visit", "paragraph 1", "heading"),
        Passage("I saw Callum.", "paragraph 2"),
        Passage("Mum was out.", "paragraph 3"),
    ]
    assert join(document.passages)[0].rstrip() == "Visit\nI saw Callum.\n\nMum was out."
    with pytest.raises(NoteError, match="holds no words"):
        reader.extract(b"\n \n")


def test_a_reader_says_itself_what_it_recognises(reader, monkeypatch):
    known = {**notecheck.read._readers(), ".tried": reader}
    monkeypatch.setattr(notecheck.read, "_readers", lambda: known)
    assert ".tried" in suffixes()
    assert notecheck.read._chosen(".tried", b"<html><p>I saw Callum.").suffix == ".tried"  # else: it is a web page
    with pytest.raises(NoteError, match=r"named \.tried, but it is|it is a PDF"):
        notecheck.read._chosen(".tried", b"%PDF-1.7\x00")


@pytest.mark.parametrize("name", ["docx", "Log", "a.b", "l-og", "if"])
def test_an_ending_that_is_read_already_or_is_none_is_refused(name):
    result = run("format", name)
    assert result.exit_code == FAILED
    assert result.stderr.count("\n") == 1
