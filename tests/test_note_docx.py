"""The note as a new Word file with comments and tracked changes; `test_export.py` has what it is without them."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from reports import found, report_of
from word_files import anchored, parts_of, resolved

from notecheck.export import note_docx, word
from notecheck.export.certain import applied, certain, changes
from notecheck.findings import Finding
from notecheck.read.document import join
from notecheck.read.docx import extract
from notecheck.render.whole import quote

TEXT = (
    "Home visit, 4 March 2026\n"
    "\n"
    "SW recieved a call:\tMum have been ill 👩‍👩‍👧. Ellie told me “I wants to see Nan”.\r\n"
    "An SW\x07 rang; the SW's notes, SW/HV, an IRO and the IRO came. Nan’s café was shut.\n"
    "Mr Smyth have rang the LAC team: teh end."
)


@pytest.fixture(scope="module")
def report():
    said = TEXT.index("“I wants")
    return report_of(
        TEXT,
        Finding("voice", 0, 0, "How the child's view was got is not said."),
        found(TEXT, "SW", "social worker (SW)", rule="acronym"),
        found(TEXT, "SW recieved", rule="vague"),
        found(TEXT, "recieved", "received"),
        found(TEXT, "recieved a call:\tMum", rule="passive"),
        found(TEXT, "Mum have", "Mum has", rule="grammar"),
        found(TEXT, "have been ill 👩‍👩‍👧", "has been ill 👩‍👩‍👧", rule="grammar"),
        found(TEXT, "I wants", "I want", rule="grammar"),
        found(TEXT, "An SW", rule="source"),
        found(TEXT, "SW\x07 rang", "SW rang", rule="grammar"),
        found(TEXT, "LAC", "looked after child (LAC)", "Local Area Coordinator (LAC)", rule="acronym"),
        found(TEXT, "teh", "the"),
        found(TEXT, "Smyth", "Smith"),
        found(TEXT, "shut.\nMr Smyth", rule="order"),
        voice=((said, said + len("“I wants to see Nan”")),),
    )


def opened(made: bytes):
    return docx.Document(BytesIO(made))


def text_of(made: bytes) -> str:
    """As python-docx reads it, without our line above the note."""
    paragraphs = [each for each in opened(made).paragraphs if each.style.name != note_docx.ABOUT]
    return "\n".join(each.text for each in paragraphs)


SHOWN = TEXT.replace("\r\n", "\n").replace("\x07", "[U+0007]")


def test_without_asking_there_is_neither_comment_nor_change(report) -> None:
    made = note_docx.write(report)
    assert text_of(made) == SHOWN
    assert not list(opened(made).comments)
    assert not any("comments" in name for name in parts_of(made))


def test_comments_stand_at_exactly_their_words(report) -> None:
    made = note_docx.write(report, comments=True)
    assert text_of(made) == SHOWN
    places = anchored(made)
    findings = [each for each in report.findings if each.rule != "voice"]
    numbered = dict(zip((n for n in places if n != "0"), findings, strict=True))
    for number, finding in numbered.items():
        words = TEXT[finding.start : finding.end].replace("\x07", "[U+0007]")
        assert places[number] == words.replace("\t", "").replace("\r", "").replace("\n", "")
    assert places["0"] == "Home visit, 4 March 2026"


def test_comments_are_by_notecheck_and_say_message_and_suggestions(report) -> None:
    said = {each.text: (each.author, each.initials) for each in opened(note_docx.write(report, comments=True)).comments}
    assert set(said.values()) == {("notecheck", "nc")}
    assert "“teh” may be a slip.\nInstead: “the”." in said
    assert "About the whole note: How the child's view was got is not said." in said
    assert any("Instead: “looked after child (LAC)”, or “Local Area Coordinator (LAC)”." in each for each in said)


def test_comments_name_the_standard_in_words(checker) -> None:
    report = checker("SW to see Ellie on 4 March 2026.", guidance="leicestershire", doc_type="case-note")
    said = [each.text for each in opened(note_docx.write(report, comments=True)).comments]
    assert any("The standard, by " in each and "leicestershire-" not in each for each in said)


def test_accepting_all_gives_the_suggestions_and_rejecting_all_the_note(report) -> None:
    made = note_docx.write(report, comments=True, tracked=True)
    wanted = applied(TEXT, note_docx.tracked_changes(report)).replace("\r\n", "\n").replace("\x07", "[U+0007]")
    assert "social worker (SW) received a call:\tMum has been ill" in wanted
    assert "the end" in wanted
    assert text_of(resolved(made, accept=True)) == wanted
    assert text_of(resolved(made, accept=False)) == SHOWN


def test_only_what_is_certain_is_tracked(report) -> None:
    sure = {TEXT[each.start : each.end] for each in report.findings if certain(report, each)}
    assert sure == {"SW", "recieved", "Mum have", "have been ill 👩‍👩‍👧", "teh"}
    assert all(certain(report, each) is None for each in report.findings if each.rule in ("vague", "voice"))


@pytest.mark.parametrize(
    ("text", "short", "full", "sure"),
    [
        ("The IRO came.", "IRO", "independent reviewing officer (IRO)", True),
        ("An IRO came.", "IRO", "independent reviewing officer (IRO)", True),
        ("an SW came.", "SW", "social worker (SW)", False),
        ("a EHCP is due.", "EHCP", "education, health and care plan (EHCP)", False),
        ("a UASC came", "UASC", "unaccompanied child (UASC)", False),
        ("He DNA'd it.", "DNA", "did not attend (DNA)", False),
        ("the SW’s view", "SW", "social worker (SW)", False),
        ("SW/HV visit", "SW", "social worker (SW)", False),
        ("iro told me", "iro", "independent reviewing officer (iro)", False),
        ("to f/u tomorrow", "f/u", "follow up", True),
        ("=> seen by HV.", "HV", "health visitor (HV)", True),
    ],
)
def test_a_short_form_is_certain_where_the_full_one_fits(text, short, full, sure) -> None:
    report = report_of(text, found(text, short, full, rule="acronym"))
    assert bool(certain(report, report.findings[0])) is sure


def test_a_change_is_no_longer_than_it_has_to_be() -> None:
    text = "She could of gone to Nan."
    report = report_of(text, found(text, "She could of gone", "She could have gone", rule="confusable"))
    [change] = changes(report)
    assert (text[change.start : change.end], change.new) == ("of ", "have ")


def test_childs_voice_keeps_its_looks_where_a_comment_cuts_it(report) -> None:
    made = opened(note_docx.write(report, comments=True, tracked=True))
    runs = [run for paragraph in made.paragraphs for run in paragraph.runs if run.style.name == word.VOICE]
    assert "".join(run.text for run in runs) == "“I wants to see Nan”"


def test_same_report_gives_the_same_bytes_and_no_date(report) -> None:
    made = note_docx.write(report, comments=True, tracked=True)
    assert made == note_docx.write(report, comments=True, tracked=True)
    for name in ("word/document.xml", "word/comments.xml"):
        assert b"w:date" not in parts_of(made)[name]


def test_a_note_without_words_has_no_comment_to_place() -> None:
    report = report_of(" \n", Finding("voice", 0, 0, "The child is not heard."))
    assert [each.text for each in opened(note_docx.write(report, comments=True)).comments] == [
        "About the whole note: The child is not heard."
    ]


def test_a_note_that_was_taken_away_comes_back_as_it_was(report) -> None:
    text, _ = join(extract(note_docx.write(report, comments=True)).passages)
    assert text == SHOWN


def test_too_many_findings_are_counted_in_words(monkeypatch) -> None:
    monkeypatch.setattr("notecheck.export.remarks.MOST_COMMENTS", 3)
    text = "SW and SW and SW and SW."
    report = report_of(text, *(found(text, "SW", rule="acronym", nth=n) for n in range(4)))
    said = [each.text for each in opened(note_docx.write(report, comments=True)).comments]
    assert len(said) == 3
    assert said[0].startswith("The first 2 of 4 places have a comment here.")
    assert quote("SW") == "“SW”"
