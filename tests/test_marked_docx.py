"""The writer's own Word file back with its marks: at the right words, with all else as it was, and to be undone."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from reports import found, report_of
from word_files import FIELD, W, add, anchored, parts_of, resolved, visit, with_macros, with_parts

from notecheck.errors import NoteError
from notecheck.export import marked_docx
from notecheck.export.certain import applied
from notecheck.export.word_marks import RED
from notecheck.findings import Finding
from notecheck.read.document import join
from notecheck.read.docx import extract

CHANGED = {"[Content_Types].xml", "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels"}


def text_of(made: bytes) -> str:
    return join(extract(made).passages)[0]


@pytest.fixture(scope="module")
def original():
    return visit()


@pytest.fixture(scope="module")
def text(original):
    return text_of(original)


@pytest.fixture(scope="module")
def report(text):
    """A finding wherever a Word file can hold words, some over and beside each other."""
    every = [found(text, "recieved", "received", nth=n) for n in range(text.count("recieved"))]
    others = [
        found(text, "SW recieved a call", rule="passive"),
        found(text, "a call from school.\tMum", rule="vague"),
        found(text, "Mum have", "Mum has", rule="grammar"),
        found(text, "have been", "has been", rule="grammar"),
        found(text, "ill.\nEllie told", rule="order"),
        found(text, "SW file", "social worker file", rule="acronym"),
        found(text, "Kept by", rule="passive"),
        found(text, "Date: 4 March 2026\nSeen", rule="date"),
        found(text, "I wants", "I want", rule="grammar"),
    ]
    said = text.index("“I wants")
    return report_of(text, *every, *others, voice=((said, said + len("“I wants to see Nan”")),))


@pytest.fixture(scope="module")
def marked(report, original):
    return marked_docx.write(report, original, tracked=True, voice=True)


def comments_of(made: bytes) -> dict[str, str]:
    return {str(each.comment_id): each.text for each in docx.Document(BytesIO(made)).comments}


def test_the_text_is_as_it_was(report, original, text) -> None:
    assert text_of(marked_docx.write(report, original)) == text


def test_words_in_elements_that_nobody_knows_are_marked_too() -> None:
    document = docx.Document()
    wrapped = '<own:wrap xmlns:own="urn:oak" {w}><w:r><w:t xml:space="preserve">{words}</w:t></w:r></own:wrap>'
    add(document.add_paragraph("Mum "), wrapped, words="recieved it. ")
    add(document.add_paragraph("Before. "), *FIELD[:4], words="Nan recieved it.")  # a field without an end
    block = "<w:p><w:r><w:t>Dad recieved it.</w:t></w:r></w:p>"
    document.element.body.insert(2, parse_xml(f'<own:wrap xmlns:own="urn:oak" {W}>{block}</own:wrap>'))
    document.add_paragraph("Gran recieved it.")
    held = BytesIO()
    document.save(held)
    text = text_of(held.getvalue())
    assert text.splitlines() == [
        "Mum recieved it.", "Before. Nan recieved it.", "Dad recieved it.", "Gran recieved it.",
    ]  # fmt: skip
    slips = report_of(text, *(found(text, "recieved", "received", nth=n) for n in range(4)))
    marked = marked_docx.write(slips, held.getvalue(), tracked=True)
    assert text_of(marked) == text.replace("Mum recieved", "Mum received")  # after the open field nothing is tracked
    assert len(anchored(marked)) == 4
    assert all("recieved" in words for words in anchored(marked).values())


def test_comments_stand_at_exactly_their_words(report, marked, text) -> None:
    said, places = comments_of(marked), anchored(marked)
    ours = [number for number in said if "may be a slip" in said[number]]
    assert len(ours) == len(report.findings)
    for number in ours:
        words = re.search("“(.*?)” may be a slip", said[number], re.DOTALL)[1]
        flat = re.sub(r"\s", "", words)
        if "header" in said[number] or said[number].startswith("On “"):
            assert flat in re.sub(r"\s", "", said[number])
        elif words == "Date: 4 March 2026\nSeen":  # from one cell into others
            assert places[number] == "Date"
        else:
            assert re.sub(r"\s", "", places[number]) == flat


def test_words_where_word_takes_no_comment_are_quoted_in_one_beside_them(marked) -> None:
    said = [words for words in comments_of(marked).values() if words.startswith("On “")]
    assert sorted(words.split(":")[0] for words in said) == ["On “Kept by”", "On “SW file”", "On “recieved”"]
    document = docx.Document(BytesIO(marked)).element
    for tag in ("w:txbxContent", "w:hdr", "w:ftr"):
        for holder in document.iter(qn(tag)):
            assert not list(holder.iter(qn("w:commentRangeStart"), qn("w:commentReference")))


def test_a_comment_that_was_there_stays(marked, original) -> None:
    before = {each.text: each.author for each in docx.Document(BytesIO(original)).comments}
    after = {each.text: (each.author, each.initials) for each in docx.Document(BytesIO(marked)).comments}
    assert before == {"Lovely to have her words.": "Ann Manager"}
    assert after.pop("Lovely to have her words.") == ("Ann Manager", "AM")
    assert set(after.values()) == {("notecheck", "nc")}
    numbers = list(comments_of(marked))
    assert len(set(numbers)) == len(numbers)
    assert anchored(marked)["0"].startswith("Ellie told me “I wants")


def test_parts_that_hold_no_marks_are_handed_on_byte_for_byte(marked, original) -> None:
    before, after = parts_of(original), parts_of(marked)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} <= CHANGED
    assert before["word/strange.bin"] == after["word/strange.bin"]
    assert "word/media/image1.png" in after


def test_accepting_all_gives_the_suggestions_and_rejecting_all_the_original(report, original, text, marked) -> None:
    changed = marked_docx.tracked_changes(report, original)
    wanted = applied(text, changed)
    assert wanted.count("received") == 5
    assert text_of(marked) == wanted
    assert text_of(resolved(marked, accept=True)) == wanted
    assert text_of(resolved(marked, accept=False)) == text


def test_what_cannot_be_taken_back_or_would_not_last_is_not_tracked(report, original, text) -> None:
    wanted = applied(text, marked_docx.tracked_changes(report, original))
    for words in (
        "She recieved a card",  # a tracked change of somebody else
        "Dad recieved",  # filled from the case system
        "Aunt recieved",  # worked out by Word
        "I wants",  # the child's own words
        "SW file",  # a header
    ):
        assert words in wanted
    assert "Mum has been ill" in wanted  # of two that overlap, one


def test_changes_that_touch_and_changes_that_overlap(original, text) -> None:
    report = report_of(
        text,
        found(text, "Mum have", "Mum has", rule="grammar"),
        found(text, "have been", "has been", rule="grammar"),
        found(text, "been ill", "been unwell", rule="grammar"),
    )
    made = marked_docx.write(report, original, tracked=True)
    assert "Mum has been unwell." in text_of(made)
    assert text_of(resolved(made, accept=False)) == text


def test_runs_that_are_cut_keep_their_looks(marked) -> None:
    runs = [run for p in docx.Document(BytesIO(resolved(marked, accept=False))).paragraphs for run in p.runs]
    assert "".join(run.text for run in runs if run.bold and run.font.color.rgb is None) == "recie"
    assert "".join(run.text for run in runs if run.italic) == "ved a call"
    new = [run for p in docx.Document(BytesIO(resolved(marked, accept=True))).paragraphs for run in p.runs]
    assert next(run.bold for run in new if run.text == "received")


def test_childs_voice_is_bold_red_only_where_asked(report, original, marked) -> None:
    def red(made):
        runs = docx.Document(BytesIO(made)).element.iter(qn("w:r"))
        return "".join(
            "".join(t.text for t in run.iter(qn("w:t")))
            for run in runs
            if run.rPr is not None
            and run.rPr.find(qn("w:color")) is not None
            and run.rPr.find(qn("w:color")).get(qn("w:val")) == RED
        )

    assert red(marked) == "“I wants to see Nan”"
    assert red(marked_docx.write(report, original)) == ""


def test_same_file_and_report_give_the_same_bytes_and_no_date(report, original, marked) -> None:
    assert marked_docx.write(report, original, tracked=True, voice=True) == marked
    body = parts_of(marked)["word/document.xml"].decode()
    assert not re.search(r'author="notecheck"[^>]*date=|date="[^"]*"[^>]*author="notecheck"', body)


def test_a_file_without_comments_gets_a_part_for_them(text) -> None:
    bare = docx.Document()
    bare.add_paragraph("Mum have rang.")
    held = BytesIO()
    bare.save(held)
    report = report_of("Mum have rang.", found("Mum have rang.", "have", "has", rule="grammar"))
    made = marked_docx.write(report, held.getvalue(), tracked=True)
    assert list(comments_of(made).values()) == ["“have” may be a slip.\nInstead: “has”."]
    assert docx.Document(BytesIO(made)).paragraphs[0].text == "Mum  rang."  # python-docx shows neither ins nor del
    assert text_of(made) == "Mum has rang."
    assert marked_docx.write(report_of("Mum have rang."), held.getvalue()) != b""


def test_whole_note_findings_stand_at_the_first_paragraph_with_words(original, text) -> None:
    whole = Finding("voice", 0, 0, "The child is not heard.")
    made = marked_docx.write(report_of(text, whole), original)
    [number] = [number for number, words in comments_of(made).items() if "not heard" in words]
    assert comments_of(made)[number].startswith("About the whole note: The child")
    assert "Home visit to Ellie" in anchored(made)[number]


def test_a_report_on_another_text_is_refused(original) -> None:
    with pytest.raises(NoteError, match="the report is not about the text of this Word file"):
        marked_docx.write(report_of("SW rang."), original)


def test_macros_are_left_out_and_said(original, report) -> None:
    macros = with_macros(original)
    made = marked_docx.write(report, macros)
    assert not any("vba" in name.lower() for name in parts_of(made))
    assert b"macroEnabled" not in parts_of(made)["[Content_Types].xml"]
    assert b"vbaProject" not in parts_of(made)["word/_rels/document.xml.rels"]
    assert marked_docx.notices(macros) == ("its macros are left out; they were not run",)
    assert marked_docx.notices(original) == ()
    assert docx.Document(BytesIO(made)).paragraphs


def test_what_lies_outside_is_neither_fetched_nor_changed(original, report) -> None:
    relations = parts_of(original)["word/_rels/document.xml.rels"].decode()
    outside = (
        '<Relationship Id="rIdOut" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        'Target="http://127.0.0.1:9/picture.png" TargetMode="External"/>'
    )
    file = with_parts(
        original, {"word/_rels/document.xml.rels": relations.replace("</Rel", f"{outside}</Rel", 1).encode()}
    ) if "</Rel" in relations else original  # fmt: skip
    assert (
        b"http://127.0.0.1:9/picture.png" in parts_of(marked_docx.write(report, file))["word/_rels/document.xml.rels"]
    )


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", b"{\\rtf1 hello}"])
def test_what_is_no_word_file_is_refused_in_words(report, data) -> None:
    with pytest.raises(NoteError):
        marked_docx.write(report, data)


def test_an_entity_is_refused_and_never_read(original, report) -> None:
    body = parts_of(original)["word/document.xml"]
    evil = body.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document', 1)
    with pytest.raises(NoteError):
        marked_docx.write(report, with_parts(original, {"word/document.xml": evil}))


def test_many_findings_in_a_long_file_take_no_time_to_speak_of() -> None:
    document = docx.Document()
    for _ in range(400):
        document.add_paragraph("Mum have rang and Dad have rang. " * 5)
    held = BytesIO()
    document.save(held)
    text = text_of(held.getvalue())
    spots = [match.start() for match in re.finditer("have", text)]
    every = [Finding("grammar", at, at + 4, "A slip.", suggestions=("has",)) for at in spots]
    made = marked_docx.write(report_of(text, *every), held.getvalue(), tracked=True)
    assert len(comments_of(made)) == 4000
    assert "have" not in text_of(made)
    with ZipFile(BytesIO(made)) as package:
        assert package.testzip() is None
