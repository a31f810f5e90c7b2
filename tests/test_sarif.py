"""SARIF as editors and build services read it: valid, with places that fit, and nothing of the machine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from reports import found, report_of

from notecheck.findings import Finding, Skipped
from notecheck.ignoring import Ignored
from notecheck.render import render

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft4Validator(SCHEMA)
TEXT = "Visit to Zoë 👩‍👩‍👧\r\n\r\nSW [x](y) {0} rang.\nMum have rang\nagain."


def log_of(*reports) -> dict:
    log = json.loads("".join(render("sarif", reports)))
    faults = [f"{error.json_path}: {error.message[:200]}" for error in VALID.iter_errors(log)]
    assert faults == []
    [run] = log["runs"]
    return run


@pytest.fixture
def report():
    return replace(
        report_of(
            TEXT,
            Finding("voice", 0, 0, "The child is not heard."),
            found(TEXT, "👩‍👩‍👧", rule="vague"),
            found(TEXT, "SW", "Social worker (SW)", rule="acronym", message="“[SW](javascript:x)” {0} \\ is short."),
            found(TEXT, "Mum have", "Mum has", "Mum had", rule="grammar"),
            found(TEXT, "rang\nagain", "", rule="repetition"),
            id="visit",
        ),
        skipped=(Skipped("grammar", "it is not set up"),),
        ignored=(Ignored(found(TEXT, "Zoë", "Zoe"), "It is her name.", 0),),
    )


def test_it_is_valid_for_one_note_for_several_and_for_none(report) -> None:
    assert len(log_of(("visit.txt", report))["results"]) == 6
    assert len(log_of(("visit.txt", report), ("b.txt", report), ("-", report))["results"]) == 18
    assert log_of()["results"] == []


def test_regions_are_counted_in_code_points_from_one(report) -> None:
    run = log_of(("visit.txt", report))
    assert run["columnKind"] == "unicodeCodePoints"
    lines = TEXT.split("\n")
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"].get("region")
        if result["ruleId"] == "voice":
            assert region is None
            continue
        at = region["charOffset"]
        words = TEXT[at : at + region["charLength"]]
        assert words == region["snippet"]["text"]
        first = lines[region["startLine"] - 1][region["startColumn"] - 1 :]
        if region["startLine"] == region["endLine"]:
            assert first[: region["endColumn"] - region["startColumn"]] == words
        else:
            assert f"{first}\n{lines[region['endLine'] - 1][: region['endColumn'] - 1]}" == words


def test_fixes_put_in_the_suggestions(report) -> None:
    results = log_of(("visit.txt", report))["results"]
    fixed = []
    for result in results:
        for fix in result.get("fixes", ()):
            [change] = fix["artifactChanges"][0]["replacements"]
            at, size = change["deletedRegion"]["charOffset"], change["deletedRegion"]["charLength"]
            fixed.append(TEXT[:at] + change["insertedContent"]["text"] + TEXT[at + size :])
    assert TEXT.replace("Mum have", "Mum has") in fixed
    assert TEXT.replace("Mum have", "Mum had") in fixed
    assert TEXT.replace("rang\nagain", "") in fixed


def test_a_document_has_its_place_in_words_and_no_fix(report) -> None:
    places = [{"start": 0, "end": 20, "place": "paragraph 1"}, {"start": 22, "end": 60, "place": "page 2, paragraph 3"}]
    read = report_of(TEXT, *report.findings, id="visit", places=places)
    run = log_of(("visit.docx", read))
    by_rule = {result["ruleId"]: result for result in run["results"]}
    assert by_rule["acronym"]["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "page 2, paragraph 3", "name": "visit"}
    ]
    assert not any("fixes" in result for result in run["results"])
    assert by_rule["grammar"]["properties"]["suggestions"] == ["Mum has", "Mum had"]
    assert not any("region" in result["locations"][0]["physicalLocation"] for result in run["results"])
    assert by_rule["acronym"]["properties"]["text"] == "SW"
    assert "Not the text of one note" in run["artifacts"][0]["description"]["text"]


def test_one_of_several_notes_in_a_file_is_named_and_has_no_fix() -> None:
    several = [report_of("SW.", found("SW.", "SW", "social worker", rule="acronym"), id=f"export-{n}") for n in (1, 2)]
    run = log_of(*(("export.txt", each) for each in several))
    assert len(run["artifacts"]) == 1
    assert [r["locations"][0]["logicalLocations"][0]["name"] for r in run["results"]] == ["export-1", "export-2"]
    assert not any("region" in r["locations"][0]["physicalLocation"] for r in run["results"])
    assert not any("fixes" in result for result in run["results"])


def test_a_note_of_a_plain_export_has_the_lines_of_the_file() -> None:
    text = "I saw you.\nThe SW rang\nagain."
    places = [
        {"start": 0, "end": 10, "place": "line 6"},
        {"start": 11, "end": 22, "place": "line 7"},
        {"start": 23, "end": 29, "place": "line 8"},
    ]
    findings = (found(text, "SW", rule="acronym"), found(text, "rang\nagain", rule="repetition"))
    read = report_of(text, *findings, id="export, note 1", places=places)
    regions = [r["locations"][0]["physicalLocation"]["region"] for r in log_of(("export.txt", read))["results"]]
    assert regions == [
        {"startLine": 7, "endLine": 7, "snippet": {"text": "SW"}},
        {"startLine": 7, "endLine": 8, "snippet": {"text": "rang\nagain"}},
    ]
    said = "".join(render("github", [("export.txt", read)]))
    assert "file=export.txt,line=7,endLine=7,title=" in said
    assert "file=export.txt,line=7,endLine=8,title=" in said
    assert "col=" not in said


@pytest.mark.parametrize("name", ["notes.csv", "notes.zip", "export.txt"])
def test_a_text_report_says_where_lines_are_the_notes_own(name) -> None:
    read = report_of("SW.", found("SW.", "SW", rule="acronym"), id="CN-2")
    assert "Lines are counted in the note itself, not in its file." in "".join(render("text", [(name, read)]))
    alone = report_of("SW.", found("SW.", "SW", rule="acronym"), id="CN-2")
    assert "Lines are counted" not in "".join(render("text", [("CN-2.txt", alone)]))


def test_what_is_set_aside_is_suppressed_with_its_reason(report) -> None:
    suppressed = [r for r in log_of(("visit.txt", report))["results"] if "suppressions" in r]
    assert [r["suppressions"] for r in suppressed] == [
        [{"kind": "external", "status": "accepted", "justification": "It is her name."}]
    ]


def test_what_was_not_checked_is_said_once_with_its_files(report) -> None:
    [invocation] = log_of(("a.txt", report), ("b.txt", report))["invocations"]
    [said] = invocation["toolExecutionNotifications"]
    assert said["message"]["text"] == "Not checked: grammar (it is not set up)"
    uris = [place["physicalLocation"]["artifactLocation"]["uri"] for place in said["locations"]]
    assert uris == ["a.txt", "b.txt"]


def test_rules_and_levels(report) -> None:
    run = log_of(("visit.txt", report))
    known = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert known[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("note", "warning", "error")
    acronym = next(rule for rule in known if rule["id"] == "acronym")
    assert "Why: " in acronym["help"]["text"]


@pytest.mark.model
def test_standards_are_taxa_in_words(checker) -> None:
    run = log_of(("visit.txt", checker("SW to see Ellie ASAP.", guidance="swindon", id="visit")))
    [taxonomy] = run["taxonomies"]
    for result in run["results"]:
        for taxon in result["taxa"]:
            said = taxonomy["taxa"][taxon["index"]]
            assert said["id"] == taxon["id"]
            assert said["shortDescription"]["text"] != taxon["id"]


def test_a_message_is_text_and_no_link(report) -> None:
    said = {r["ruleId"]: r["message"]["text"] for r in log_of(("visit.txt", report))["results"]}
    assert said["acronym"].startswith(r"“\[SW\](javascript:x)” {{0}} \\ is short.")


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("visit 1.txt", "visit%201.txt"),
        ("a:b#c?d%e.txt", "a%3Ab%23c%3Fd%25e.txt"),
        ("Zoë/über.txt", "Zo%C3%AB/%C3%BCber.txt"),
        ("./notes/../visit.txt", "visit.txt"),
        ("/home/priya.nair/cases/visit.txt", "visit.txt"),
        ("../../priya.nair/visit.txt", "visit.txt"),
        ("-", "standard-input"),
        ("bad\udcff.txt", "bad%FF.txt"),
    ],
)
def test_a_files_address_is_encoded_and_says_nothing_of_the_machine(report, name, uri) -> None:
    run = log_of((name, report))
    assert run["artifacts"][0]["location"]["uri"] == uri
    assert "priya" not in json.dumps(run)


def test_a_file_below_the_folder_of_the_command_keeps_its_path(report, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert log_of((str(tmp_path / "a" / "visit.txt"), report))["artifacts"][0]["location"]["uri"] == "a/visit.txt"


def test_fingerprints_outlast_lines_put_above_and_tell_equals_apart(report) -> None:
    def prints(text):
        every = [found(text, "SW", rule="acronym", nth=n) for n in range(text.count("SW"))]
        results = log_of(("a.txt", report_of(text, *every)))["results"]
        return [each["partialFingerprints"]["notecheck/v1"] for each in results]

    body = "The school rang in the morning and SW rang back after lunch. " + "x" * 60
    assert prints(f"A line above that is long enough to be out of sight.\n{body}") == prints(body)
    twice = prints("SW\n" * 60)
    assert len(set(twice)) == 60
