"""Annotations as GitHub's runner reads them, whatever a file is called and whatever a note says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reports import found, report_of

from notecheck.findings import Finding, Skipped
from notecheck.render import render

TEXT = "Visit to Zoë 👩‍👩‍👧\n\nSW rang 100%.\nMum have rang\nagain."


def annotations(*reports) -> list[tuple[str, dict[str, str], str]]:
    """As the runner takes them apart: command, properties, message."""
    made = "".join(render("github", reports))
    found_ = []
    for line in made.split("\n")[:-1]:
        command = re.fullmatch(r"::(notice|warning|error) ([^\n\r]*?)::([^\n\r]*)", line)
        assert command, line
        properties = dict(pair.split("=", 1) for pair in command[2].split(","))
        found_.append((command[1], {key: plain(value) for key, value in properties.items()}, plain(command[3])))
    return found_


def plain(text: str) -> str:
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


@pytest.fixture
def report():
    return replace(
        report_of(
            TEXT,
            Finding("voice", 0, 0, "The child is not heard.", severity="error"),
            found(TEXT, "SW", "social worker", rule="acronym"),
            found(TEXT, "rang\nagain", "", rule="repetition"),
            replace(found(TEXT, "100%", rule="vague"), severity="suggestion"),
            id="visit",
        ),
        skipped=(Skipped("grammar", "it is not set up"),),
    )


def test_place_title_message_and_severity(report) -> None:
    made = {said["title"]: (level, said, message) for level, said, message in annotations(("visit.txt", report))}
    level, said, message = made["Short form not explained"]
    assert level == "warning"
    assert said == {
        "file": "visit.txt", "line": "3", "endLine": "3", "col": "1", "endColumn": "3",
        "title": "Short form not explained",
    }  # fmt: skip
    assert message == "“SW” may be a slip.\nInstead: “social worker”."
    assert {level for level, _, _ in made.values()} == {"notice", "warning", "error"}


def test_of_several_lines_no_column_and_of_the_whole_note_no_line(report) -> None:
    made = annotations(("visit.txt", report))
    [over] = [said for _, said, message in made if "leave it out" in message]
    assert (over["line"], over["endLine"], "col" in over) == ("4", "5", False)
    [whole] = [said for level, said, _ in made if level == "error"]
    assert "line" not in whole


def test_what_was_not_checked_is_a_notice(report) -> None:
    assert (
        "notice",
        {"file": "visit.txt", "title": "Not checked: grammar"},
        "visit.txt: it is not set up",
    ) in annotations(("visit.txt", report))


def test_a_document_gives_its_place_in_words() -> None:
    text = "Visit.\nSW rang."
    places = [{"start": 0, "end": 6, "place": "paragraph 1"}, {"start": 7, "end": 15, "place": "page 2, paragraph 1"}]
    report = report_of(text, found(text, "SW", rule="acronym"), places=places, id="visit")
    [(_, said, _)] = annotations(("visit.docx", report))
    assert said == {"file": "visit.docx", "title": "Short form not explained (page 2, paragraph 1)"}


@pytest.mark.parametrize(
    "evil",
    [
        "a\n::error::b",
        "a\r::add-mask::x",
        "a::set-env name=X::y",
        "a%0A::error::b",
        "a,line=1::b",
        "a##[add-path]/tmp",
        "a\x1b[31m\u2028::stop-commands::x\x85",
    ],
)
def test_neither_a_name_nor_a_text_can_begin_a_command(evil) -> None:
    finding = Finding("acronym", 0, 1, f"“{evil}” is short.", suggestions=(evil,))
    report = replace(report_of(evil, finding, id=evil), skipped=(Skipped(evil, evil),))
    made = "".join(render("github", [(f"{evil}.txt", report)]))
    assert made.count("\n") == 2
    for line in made.splitlines():
        assert re.match(r"::(warning|notice) file=", line)
        properties = line.split(" ", 1)[1].split("::", 1)[0]
        assert set(re.findall(r"(?:^|,)(\w+)=", properties)) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028]", line)


def test_nothing_of_the_machine_stands_in_a_path(report) -> None:
    made = annotations(("/home/priya.nair/cases/visit.txt", report))
    assert {said["file"] for _, said, _ in made} == {"visit.txt"}
