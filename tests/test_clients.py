"""Programs that speak to a LanguageTool server, set to ours: what they get, and at which words."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from serving import serving

TEXT = (
    "Home visit to Mum & Dad on Friday: 50% + more 😀 of the CIN plan is done.\n"
    "Anna rang. It was felt that the home was chaotic.\n\nTom ran to the window and waved."
)
OFFICE = Path(__file__).parent / "office_grammar.py"


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def office_python():
    """A Python that can speak with LibreOffice."""
    if not shutil.which("soffice"):
        pytest.skip("needs LibreOffice (soffice) on this machine")
    beside = Path(shutil.which("soffice")).resolve().parent / "python"
    for python in (str(beside), "/usr/bin/python3", sys.executable):
        if shutil.which(python) and not subprocess.run([python, "-c", "import uno"], capture_output=True).returncode:
            return python
    return pytest.skip("needs a Python with LibreOffice's uno (package python3-uno)")


@pytest.fixture(scope="module")
def in_office(server, office_python, tmp_path_factory):
    """What LibreOffice shows of the text."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "note.txt").write_text(TEXT, encoding="utf-8")
    address = f"{server.address}/swindon/home-visit/v2"
    done = subprocess.run(
        [office_python, str(OFFICE), address, str(folder / "note.txt"), str(folder)],
        capture_output=True,
        text=True,
        timeout=150,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_libreoffice_takes_us_for_its_checker_of_english(in_office):
    assert in_office["services"] == ["org.openoffice.lingu.LanguageToolGrammarChecker"]
    assert [each["text"] for each in in_office["paragraphs"]] == TEXT.split("\n")


def test_libreoffice_marks_the_right_words(in_office):
    first = {mark["words"]: mark for mark in in_office["paragraphs"][0]["marks"]}
    assert first["CIN"]["suggestions"] == ["child in need (CIN)"]
    assert "“CIN” is not explained yet" in first["CIN"]["message"]
    assert first["CIN"]["message"].endswith(")")
    assert first["CIN"]["short"] == "Short form not explained"
    assert first["CIN"]["colour"] == "0000ff"  # as style, not as a slip
    second = {mark["words"]: mark for mark in in_office["paragraphs"][1]["marks"]}
    assert "chaotic" in second
    assert in_office["paragraphs"][3]["marks"] == []


def test_libreoffice_sends_paragraphs_and_gets_nothing_that_needs_the_note(in_office):
    shown = {mark["short"] for each in in_office["paragraphs"] for mark in each["marks"]}
    assert shown
    assert not shown & {"The child's voice", "Who was this?", "Hard to date later", "To whom this is written"}


def words_of(text, place):
    """The words at an offset in UTF-16."""
    return text.encode("utf-16-le")[place["offset"] * 2 :][: place["length"] * 2].decode("utf-16-le")


def test_language_tool_python_finds_what_we_find(server):
    language_tool_python = pytest.importorskip("language_tool_python")
    with language_tool_python.LanguageTool("en-GB", remote_server=f"{server.address}/swindon/") as tool:
        found = tool.check(TEXT)
        assert {TEXT[match.offset : match.offset + match.error_length]: match for match in found}.keys() >= {"CIN"}
        acronym = next(match for match in found if match.rule_id == "acronym")
        assert acronym.replacements == ["child in need (CIN)"]
        assert (acronym.category, acronym.rule_issue_type) == ("STYLE", "style")
        assert "the child in need (CIN) plan" in tool.correct(TEXT)
        tool.disabled_rules = {"acronym"}
        assert "acronym" not in {match.rule_id for match in tool.check(TEXT)}
    with pytest.raises(ValueError, match="unsupported language"):
        language_tool_python.LanguageTool("de-DE", remote_server=server.address)


def test_pylanguagetool_finds_what_we_find(server):
    api = pytest.importorskip("pylanguagetool").api
    address = f"{server.address}/v2/"
    assert "en-GB" in [row["longCode"] for row in api.get_languages(address)]
    answer = api.check(TEXT, address, "auto", preferred_variants="en-GB", picky=True, disabled_rules="vague")
    acronym = next(match for match in answer["matches"] if match["rule"]["id"] == "acronym")
    assert words_of(TEXT, acronym) == words_of(acronym["context"]["text"], acronym["context"]) == "CIN"
    assert "vague" not in {match["rule"]["id"] for match in answer["matches"]}
    with pytest.raises(ValueError, match="Error: 'cy' was not checked: notecheck reads English only"):
        api.check(TEXT, address, "cy")


def test_pylanguagetools_command_shows_the_message(server, tmp_path):
    pytest.importorskip("pylanguagetool")
    note = tmp_path / "note.txt"
    note.write_text(TEXT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from pylanguagetool.cli import main; main()",
         "--api-url", f"{server.address}/v2/", "--lang", "en-GB",
         "--input-type", "txt", str(note)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )  # fmt: skip
    assert "“CIN” is not explained yet" in done.stdout, done.stderr
    assert "English (GB) detected (100% confidence)" in done.stdout
