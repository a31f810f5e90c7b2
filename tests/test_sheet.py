"""The feedback sheet: what a manager and a worker read in supervision, with and without the words of the note."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from home_visit import FIELDS

from notecheck.errors import NoteError
from notecheck.ignoring import ignore_place, ignore_word
from notecheck.render.blocks import Bullets, Heading, Marked, Paragraph, Table, together
from notecheck.render.places import Places, lines
from notecheck.supervision.review import Review, Verdict
from notecheck.supervision.sheet import END, sheet
from notecheck.training.gallery import load_gallery

pytestmark = pytest.mark.model

NOTE = (
    "Date: 4 March 2026\r\n"
    "Announced home visit. SW visited the property to see Ellie re: CIN plan.\r\n"
    "\r\n"
    "Mum presented as low in mood and refused to engage. Ellie was seen alone in her bedroom. She told me “I like it "
    "when Nan comes because she does my plaits”.\r\n"
    "\r\n"
    "SW will continue to monitor the situation. Mum says Zorblatt Street is too far.\r\n"
    "Actions: XXX"
)


@pytest.fixture(scope="module")
def report(checker):
    return checker(NOTE, **FIELDS)


def words_of(made) -> str:
    """All that stands on a sheet, the name in its title left out."""
    said = []
    for block in made.blocks:
        match block:
            case Heading(_, text) | Paragraph(text):
                said.append(text)
            case Bullets(items):
                said += items
            case Table(head, rows):
                said += [*head, *(line for row in rows for cell in row for line in cell)]
            case Marked(pieces):
                said += ["".join([*piece.labels, piece.text]) for line in pieces for piece in line]
    return "\n".join(said)


def runs_of(text: str, size: int) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[place : place + size]) for place in range(len(words) - size + 1)}


def section(made, title: str) -> list:
    """The blocks below a heading of the second level."""
    starts = [place for place, block in enumerate(made.blocks) if isinstance(block, Heading) and block.level == 2]
    for start, end in pairwise([*starts, len(made.blocks)]):
        if made.blocks[start].text == title:
            return list(made.blocks[start + 1 : end])
    return []


def test_without_text_no_words_of_the_note(report) -> None:
    said = words_of(sheet(report, name="A-01", with_text=False))
    for words in ("Ellie", "presented as", "refused to engage", "plaits", "Zorblatt", "XXX", "SW", "Jo Field"):
        assert words not in said
    assert "The words of the note are left out." in said


def test_without_text_no_passage_of_any_record(checker) -> None:
    for pair in load_gallery():
        for version in ("weak", "strong"):
            note = pair.note(version)
            report = checker(note.pop("text"), **note)
            aside = [ignore_word(report.text, finding, report.text[:200]) for finding in report.findings[:2]]
            report = checker(report.text, **{**note, "ignored": aside})
            said = words_of(sheet(report, name="A-01", with_text=False, review=Review()))
            shared = runs_of(report.text, 6) & runs_of(said, 6)
            assert not shared, (pair.id, shared)
            assert (report.note.child.name or "nobody").split()[0] not in said


def test_every_finding_has_its_rule_place_and_standard(report) -> None:
    made = sheet(report, name="A-01", with_text=False, review=Review())
    [table] = section(made, "What to look at again")
    numbers = [number for row in table.rows for line in row[1] for number in line.split(". ")[0].split(", ")]
    assert sorted(map(int, numbers)) == list(range(1, len(report.findings) + 1))
    said = words_of(made)
    for finding in report.findings:
        assert f"characters {finding.start + 1} to {finding.end}" in said
    for standard in report.standards.values():
        assert said.count(standard.says) == 1


def test_place_is_given_by_paragraph_and_sentence(report) -> None:
    places = Places(report)
    for words, where in {
        "SW visited": "paragraph 2, sentence 2",
        "presented as": "paragraph 3, sentence 1",
        "“I like it": "paragraph 3, sentence 3",
        "Zorblatt": "paragraph 4, sentence 2",
        "XXX": "paragraph 5, sentence 1",
    }.items():
        assert places.short(NOTE.index(words)) == where


def test_place_is_the_documents_own_where_the_note_came_in_one(checker) -> None:
    text = "Oakshire Council\n\nVisit\nSeen: Amy | Yes\nI saw Amy. SW rang."
    places = [
        {"start": 0, "end": 16, "place": "header"},
        {"start": 18, "end": 23, "place": "paragraph 1"},
        {"start": 24, "end": 33, "place": "table 1, row 1, column 1"},
        {"start": text.index("Yes"), "end": text.index("Yes") + 3, "place": "table 1, row 1, column 2"},
        {"start": text.index("I saw"), "end": len(text), "place": "paragraph 2"},
    ]
    read = checker(text, places=places)
    [finding] = [finding for finding in read.findings if finding.rule == "acronym"]
    assert read.place(finding) == "paragraph 2"
    assert Places(read).short(finding.start) == "paragraph 2, sentence 2"
    assert Places(read).short(text.index("Yes")).startswith("table 1, row 1, column 2, sentence")
    assert "Paragraph 2, sentence 2" in words_of(sheet(read, name="A", with_text=False))


def test_with_text_the_note_stands_whole_with_its_marks(report) -> None:
    [said, marked] = section(sheet(report, name="A-01", with_text=True), "The text with its marks")
    assert ["".join(piece.text for piece in line) for line in marked.lines] == NOTE.split("\r\n")
    pieces = {piece.text: piece for line in marked.lines for piece in line}
    number = next(n for n, f in enumerate(report.findings, 1) if f.rule == "judgemental")
    assert pieces["refused to engage"].labels == (f"[{number}]",)
    assert pieces["refused to engage"].marked
    voice = pieces["“I like it when Nan comes because she does my plaits”"]
    assert voice.voice
    assert voice.labels == ("[child’s voice]",)
    assert "child’s voice" in said.text


def test_mark_over_two_lines_has_its_number_once(checker) -> None:
    report = checker("On 4 March 2026 Mum presented\nas low in mood.", doc_type="case-note")
    [_, marked] = section(sheet(report, name="", with_text=True), "The text with its marks")
    pieces = [piece for line in marked.lines for piece in line if piece.marked]
    assert [piece.text for piece in pieces] == ["presented", "as"]
    assert [piece.labels for piece in pieces] == [("[1]",), ()]


def test_what_manager_and_worker_said(report) -> None:
    index = next(n for n, f in enumerate(report.findings) if f.rule == "judgemental")
    review = Review(
        {index: Verdict(False, "She did not open the door.", "I can say that.")},
        comment="A clear visit.",
        reply="Thank you.",
        unplaced=({"rule": "acronym", "agrees": True, "comment": "", "reply": "Done."},),
    )
    made = sheet(report, name="A-01", with_text=False, review=review)
    [said] = section(made, "What was said of it")[0].rows
    assert said[0][0] == f"{index + 1}. Wording that may read as a judgement"
    assert said[1:] == (("Does not agree", "She did not open the door."), ("I can say that.",))
    assert f"{index + 1}: see what was said of it." in words_of(made)
    text = words_of(made)
    assert "The manager, on the whole record: A clear visit." in text
    assert "The worker, on the whole record: Thank you." in text
    assert "Agrees. The worker: Done." in text


def test_what_people_said_comes_before_the_rest_and_the_text_before_both(report) -> None:
    made = sheet(report, name="A-01", with_text=True, review=Review({0: Verdict(True)}))
    titles = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert titles[:3] == ["The text with its marks", "What was said of it", "What to look at again"]


def test_beside_the_words_no_characters_are_counted_and_nothing_is_said_twice(checker) -> None:
    report = checker("SW rang Mum about the TAF.\n\nThe TAF was moved. I rang TAF again.", doc_type="case-note")
    said = words_of(sheet(report, name="A-01", with_text=True))
    assert "characters" not in said
    for finding in report.findings:
        assert said.count(finding.message) == 1


def test_worker_alone_has_no_room_for_a_manager(report) -> None:
    made = sheet(report, name="", with_text=True)
    assert made.title == "Feedback on this record"
    assert not any("Manager" in block.head for block in made.blocks if isinstance(block, Table))


def test_set_aside_with_its_reason_only_beside_the_text(checker, report) -> None:
    finding = next(f for f in report.findings if f.rule == "judgemental")
    aside = [ignore_place(NOTE, finding, "Mum used these words herself")]
    report = checker(NOTE, **FIELDS, ignored=aside, not_applicable={"plan-link": "Nan has no plan"})
    with_text = words_of(sheet(report, name="A-01", with_text=True))
    assert "The writer’s reason: Mum used these words herself" in with_text
    assert "Nan has no plan" in with_text
    without = words_of(sheet(report, name="A-01", with_text=False))
    assert "Mum used" not in without
    assert "Nan has" not in without
    assert "The writer gave a reason, which is left out with the words of the note." in without
    assert "Set aside by the writer" in without


def test_measures_checklist_and_time_are_said(report) -> None:
    made = sheet(report, name="A-01", with_text=False)
    assert [block.text for block in made.blocks if isinstance(block, Heading) and block.level == 2] == [
        "What to look at again",
        "Asked for in such a record",
        "Done well",
        "Measures",
        "Not looked at",
    ]
    said = words_of(made)
    assert "Recorded" in said
    assert "the child’s own words" in said
    assert "whether the child was seen, or why not" in said
    assert "grammar" in said


def test_empty_sheet_does_not_call_a_note_complete(checker) -> None:
    made = sheet(checker("Nan rang.", doc_type="case-note"), name="A-01", with_text=True)
    assert made.blocks[-1] == Paragraph(END, strong=True)
    assert "That alone does not make the note complete" in words_of(made)


def test_finding_on_the_whole_note_marks_no_words(checker) -> None:
    text = "I visited Callum at home on 4 March 2026. Mum said that he sleeps well. The house was warm."
    report = checker(text, doc_type="home-visit", child={"name": "Callum Wright", "age": 9})
    number = next(n for n, f in enumerate(report.findings, 1) if f.rule == "voice")
    made = sheet(report, name="A-01", with_text=True)
    assert f"{number}. The whole note: " in words_of(made)
    [*_, marked] = section(made, "The text with its marks")
    assert not any(f"[{number}]" in piece.labels for line in marked.lines for piece in line)


def test_repr_holds_no_words(report) -> None:
    made = sheet(report, name="A-01", with_text=True)
    assert "Ellie" not in f"{made!r}{made.blocks!r}"


def test_sheets_together(report) -> None:
    made = sheet(report, name="A-01", with_text=False)
    assert together([made]) == "Feedback on a record: A-01"
    assert together([made, made]) == "Feedback on 2 records"
    with pytest.raises(NoteError, match="no record"):
        together([])


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\r\nb\rc\n\nd", "a\x0cb\u2028c\x85d", "👩‍👩‍👧\n\n"])
def test_lines_are_where_they_say(text) -> None:
    for start, line in lines(text):
        assert text[start : start + len(line)] == line
    assert re.sub("[\r\n]", "", text) == "".join(line for _, line in lines(text))
