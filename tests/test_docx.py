"""Word files as people have them: what they see in Word is what is read, and each passage knows where it stands."""

import io
import sys
import zipfile

import docx as word
import pytest
from office import STRICT, docx, p, packed, part, run, table

from notecheck.errors import NoteError
from notecheck.read import read_file
from notecheck.read.document import join
from notecheck.read.docx import extract, walk
from notecheck.read.docx_package import package


def text(data):
    return join(extract(data).passages)[0]


def places(data):
    return [(passage.text, passage.place) for passage in extract(data).passages if passage.text]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Team heading"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
)


def test_a_visit_written_in_word_is_one_note_with_places():
    made = word.Document()
    made.add_heading("Home visit", 1)
    made.add_paragraph("I visited you at home, Callum.")
    made.add_paragraph("")
    made.add_paragraph("Ring GP", style="List Bullet")
    made.add_paragraph("Ring school", style="List Number")
    made.add_paragraph("Ring nan", style="List Number")
    facts = made.add_table(rows=2, cols=2)
    for cell, said in zip(facts._cells, ("Date", "4 March 2026", "Seen by", ""), strict=True):
        cell.text = said
    made.add_paragraph("Next visit on Friday.")
    data = io.BytesIO()
    made.save(data)
    read = read_file("Visit 4 March.docx", data.getvalue())
    note = read.rows[0].fields
    assert note["text"] == (
        "Home visit\nI visited you at home, Callum.\n\n- Ring GP\n1. Ring school\n2. Ring nan\n\n"
        "Date: 4 March 2026\nSeen by:\n\nNext visit on Friday."
    )
    assert (note["id"], read.rows[0].ready, read.notices) == ("Visit 4 March", True, ())
    named = {note["text"][each["start"] : each["end"]]: each["place"] for each in note["places"]}
    assert named["1. Ring school"] == "paragraph 4"
    assert named["4 March 2026"] == "table 1, row 1, column 2"
    assert named["Next visit on Friday."] == "paragraph 6"


def test_headings_are_known_by_style_whatever_it_is_called():
    body = p("Visit", '<w:pStyle w:val="Own"/>') + p("Outlined", '<w:outlineLvl w:val="1"/>') + p("Prose.")
    kinds = [passage.kind for passage in extract(docx(body, styles=STYLES)).passages]
    assert kinds == ["heading", "heading", "paragraph"]


def test_tracked_changes_count_as_accepted():
    body = p(
        run("You were ")
        + f"<w:del><w:r><w:delText>sad</w:delText></w:r></w:del><w:ins>{run('happy')}</w:ins>"
        + f"<w:moveFrom>{run(' gone')}</w:moveFrom>"
        + run(" today.")
    )
    body += p("I rang", "<w:rPr><w:del/></w:rPr>") + p(" Mum.")
    data = docx(body)
    assert places(data) == [("You were happy today.", "paragraph 1"), ("I rang Mum.", "paragraph 2")]
    assert extract(data).notices == ("it has tracked changes; it was read as if all of them were accepted",)


def test_deleted_rows_of_a_table_are_gone():
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:del/></w:p></w:tc></w:tr>"
    rows = table(["Who", "When"], ["Mum", "Friday"]).replace("<w:tr>", gone + "<w:tr>", 1)
    assert places(docx(rows))[2:] == [
        ("Mum", "table 1, row 2, column 1"),
        ("Friday", "table 1, row 2, column 2"),
    ]


def test_hidden_text_and_comments_are_left_out_and_said():
    body = p(run("You were happy.") + run(" secret", "<w:vanish/>") + run(" too", '<w:rStyle w:val="Secret"/>'))
    body += p(run("Seen", '<w:vanish w:val="0"/>'))
    data = docx(body, styles=STYLES, comments="<w:comment><w:p/></w:comment>" * 2)
    assert text(data) == "You were happy.\nSeen"
    assert extract(data).notices == ("2 comments left out", "text that is hidden in Word was left out")


def mark(kind, more=""):
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{more}</w:fldChar></w:r>'


def test_fields_give_what_they_show_and_not_what_they_are_told():
    code = "<w:r><w:instrText> REF secret </w:instrText></w:r>"
    nested = mark("begin") + code + mark("begin") + code + mark("separate") + run("no") + mark("end")
    field = nested + mark("separate") + run("4 March") + mark("end")
    simple = f'<w:fldSimple w:instr=" AUTHOR ">{run("Priya Nair")}</w:fldSimple>'
    ticked = mark("begin", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>") + mark("end")
    entries = '<w:listEntry w:val="No"/><w:listEntry w:val="Yes"/>'
    chosen = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    body = p(run("On ") + field + run(" by ") + simple + run(".")) + p(
        ticked + run(" Seen alone: ") + mark("begin", chosen)
    )
    assert text(docx(body + p("The end."))) == "On 4 March by Priya Nair.\n☒ Seen alone: Yes\nThe end."


def test_a_field_that_is_never_closed_swallows_nothing():
    open_ = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert text(docx(p(open_ + run("So she said.")) + p("You were happy."))) == "So she said.\nYou were happy."
    for code in ("TOC \\o", "REF there"):
        begun = mark("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + mark("separate")
        nested = (
            mark("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + mark("separate") + run("7") + mark("end")
        )
        data = docx(p("Before.") + p(begun) + p("You were happy.") + p(run("Page ") + nested))
        assert text(data).replace("\n\n", "\n") == "Before.\nYou were happy.\nPage 7"
        assert extract(data).notices == ()


def test_links_content_controls_tags_and_formulas_are_read():
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Callum')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink>{run(' rang ')}</w:hyperlink><w:smartTag>{run('Leeds')}</w:smartTag>"
    maths = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    whole = f"<w:sdt><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt>"
    assert text(docx(p(control + link + maths) + whole)) == "Callum rang Leeds12\nIn a control."


def odd(inside):
    return f'<own:wrap xmlns:own="urn:oak">{inside}</own:wrap>'


def test_what_stands_in_elements_that_nobody_knows_is_read():
    body = p(run("You were ") + odd(run("happy")) + f"<w:r>{odd('<w:t>, Callum</w:t>')}</w:r>" + run("."))
    body += odd(p("We met.")) + p(run("Seen.") + odd(p("In a line.")))
    cells = [f"<w:tc>{p(said)}</w:tc>" for said in ("Date", "4 March")]
    rows = f"<w:tbl>{odd('<w:tr>' + odd(cells[0]) + cells[1] + '</w:tr>')}</w:tbl>"
    data = docx(body + rows)
    assert text(data) == "You were happy, Callum.\nWe met.\nSeen.\nIn a line.\n\nDate: 4 March"
    assert extract(data).notices == ()


def test_what_stands_in_no_place_for_words_is_said():
    for body in (run("Loose."), "<w:p><w:t>Loose.</w:t></w:p>", f"<w:tbl>{p('Loose.')}</w:tbl>"):
        notices = extract(docx(p("Seen.") + body)).notices
        assert notices == (
            "words stand where Word has no place for them and were not read; open it in Word and save it again",
        )


@pytest.mark.parametrize("body", ["<w:subDoc r:id='r9'/>", p("<w:subDoc r:id='r9'/>"), "<w:altChunk r:id='r9'/>"])
def test_parts_that_are_taken_in_from_other_files_are_said(body):
    assert extract(docx(p("Seen.") + body)).notices == (
        "a part that Word takes in from another file was not read; open it in Word and save it again",
    )


def either(needs, new, old):
    return (
        f'<mc:AlternateContent xmlns:own="urn:oak"><mc:Choice Requires="{needs}">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )


def test_what_stands_in_for_an_extension_that_word_does_not_know_is_read():
    body = p(either("own", run("new"), run("You were happy."))) + either("wps own", p("new"), p("We met."))
    body += p(f"<w:r>{either('own', '<own:x/>', '<w:t>Seen.</w:t>')}</w:r>")
    assert text(docx(body + p(either("wps", run("Bye."), run("old"))))) == "You were happy.\nWe met.\nSeen.\nBye."
    deep = "<w:t>Seen.</w:t>"
    for _ in range(80):
        deep = either("wps", deep, "")
    with pytest.raises(NoteError, match="nested more than 60 deep"):
        extract(docx(p(f"<w:r>{deep}</w:r>")))


def test_words_in_drawings_and_merged_cells_are_said():
    drawn = "<w:r><w:drawing><a:graphic><a:txBody><a:p><a:r><a:t>Seen</a:t></a:r></a:p></a:txBody></a:graphic>"
    art = '<w:r><w:pict><v:shape><v:textpath string="Seen"/></v:shape></w:pict></w:r>'
    data = docx(p(drawn + "</w:drawing></w:r>" + run("Beside it.")) + p(art))
    assert extract(data).notices == ("2 charts, drawings or embedded files left out",)
    merged = [["<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + p("Mum")], [f"<w:tcPr><w:vMerge/></w:tcPr>{p('Dad')}"]]
    data = docx(table(*merged))
    assert (text(data), extract(data).notices) == ("Mum", ("text that is hidden in Word was left out",))


def test_signs_that_are_no_characters():
    inside = (
        "<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>twenty</w:t><w:noBreakHyphen/><w:t>one foot</w:t>"
        '<w:softHyphen/><w:t>note </w:t><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>a­b</w:t></w:r>'
    )
    assert text(docx(p(inside))) == "one\ttwo\ntwenty-one footnote☑ab"


def test_space_that_word_does_not_show_is_not_there():
    assert text(docx(p("<w:r><w:t> one </w:t></w:r><w:r><w:t xml:space='preserve'> two </w:t></w:r>"))) == "one two"


def test_tables_merged_nested_and_long():
    merged = "<w:tcPr><w:vMerge/></w:tcPr><w:p/>"
    inner = table(["a", "b", "c"])
    rows = [
        ["<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + p("Mum"), "Says", "yes"],
        [merged, "Does", "no"],
        ["", p("Ring the GP") + p("and the school"), inner + p("after")],
        ["", "", ""],
    ]
    data = docx(p("Before.") + table(*rows) + p("After."))
    assert text(data) == (
        "Before.\n\nMum | Says | yes\nDoes | no\nRing the GP\nand the school\n\na | b | c\n\nafter\n\nAfter."
    )
    assert ("b", "table 2, row 1, column 2") in places(data)
    assert ("after", "table 1, row 3, column 3") in places(data)
    assert ("no", "table 1, row 2, column 3") in places(data)


def test_text_boxes_come_after_their_paragraph_and_only_once():
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    choice = f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    old = f"<w:r><w:pict><v:textbox>{box.replace('In a box', 'Old')}</v:textbox></w:pict></w:r>"
    body = p(f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>" + run("Beside it.")) + p(old)
    assert places(docx(body)) == [
        ("Beside it.", "paragraph 1"),
        ("In a box.", "text box 1"),
        ("Old.", "text box 2"),
    ]


def test_footnotes_stand_at_the_end_in_the_order_of_the_text():
    body = p(run("She rang.") + '<w:r><w:footnoteReference w:id="7"/></w:r>')
    body += p(run("He came.") + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r>')
    notes = "".join(
        f'<w:footnote w:id="{n}">{p(said)}</w:footnote>' for n, said in ((0, "line"), (2, "By bus."), (7, "At 9."))
    )
    data = docx(body, footnotes=notes, endnotes=f'<w:endnote w:id="1">{p("See file.")}</w:endnote>')
    assert text(data) == "She rang.\nHe came.\n\n(1) At 9.\n(2) By bus.\n(1) See file."
    assert [place for _, place in places(data)[2:]] == ["footnote 1", "footnote 2", "endnote 1"]


def test_notes_in_notes_are_read_and_those_that_are_not_there_said():
    def refers(number, kind="footnote"):
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    body = p(run("She rang.") + refers(1) + refers(9)) + p(run("He came.") + refers(3))
    notes = {1: p(run("At 9.") + refers(1) + refers(2) + refers(1, "endnote")), 2: p("By bus."), 3: p("Late.")}
    data = docx(
        body,
        footnotes="".join(f'<w:footnote w:id="{number}">{said}</w:footnote>' for number, said in notes.items()),
        endnotes=f'<w:endnote w:id="1">{p(run("See file.") + refers(2))}</w:endnote>',
    )
    assert text(data) == "She rang.\nHe came.\n\n(1) At 9.\n(3) Late.\n(4) By bus.\n(1) See file."
    assert extract(data).notices == ("1 footnote or endnote could not be found in the file",)


def test_headers_and_footers_stand_once_and_only_if_they_say_something():
    shown = (("header", "default", "header1"), ("header", "first", "header2"), ("footer", "default", "footer1"))
    refers = "".join(f'<w:{what}Reference w:type="{kind}" r:id="{name}"/>' for what, kind, name in shown)
    section = f"<w:sectPr>{refers}</w:sectPr>"
    fields = [f'<w:fldSimple w:instr="{name}">{run("2")}</w:fldSimple>' for name in ("PAGE", "NUMPAGES")]
    page = run("Page ") + fields[0] + run(" of ") + fields[1]
    data = docx(
        p("You were happy.", section) + p("Bye.") + section,
        header1=p("Callum Wright, case 7") + p("You were happy."),
        header2=p("never shown"),
        footer1=p(page) + p("Riverside team"),
    )
    assert text(data) == "Callum Wright, case 7\n\nYou were happy.\nBye.\n\nRiverside team"
    assert [place for _, place in places(data)] == ["header", "paragraph 1", "paragraph 2", "footer"]


def level(at, kind, shape, more=""):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{shape}"/></w:lvl>'
    )


def test_lists_are_numbered_as_word_shows_them():
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "%1.%2)")}'
        f"{level(2, 'bullet', 'o')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )

    def item(said, number, at=0):
        return p(said, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')

    body = item("a", 1) + item("b", 1, 1) + item("c", 1, 1) + item("d", 1, 2) + item("e", 1) + item("f", 1, 1)
    body += p("Prose.") + item("", 1) + item("g", 1) + item("h", 2) + item("i", 0)
    assert text(docx(body, numbering=numbering)).replace("\n\n", "\n").splitlines() == [
        "1. a", "1.a) b", "1.b) c", "- d", "2. e", "2.a) f", "Prose.", "4. g", "5. h", "i",
    ]  # fmt: skip


def test_a_table_of_contents_is_left_out_and_said():
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
    field += (
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("Visit 3")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    data = docx(p("Visit 3", '<w:pStyle w:val="TOC1"/>') + p(field) + p("You were happy."), styles=STYLES)
    assert text(data) == "You were happy."
    assert extract(data).notices == ("the table of contents was left out",)


def test_pictures_charts_and_macros_are_said():
    drawn = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    data = docx(p(drawn + run("Photo above.")) + p(drawn), extra={"word/vbaProject.bin": b"x"})
    assert extract(data).notices == (
        "it carries macros; they were not run and are not kept",
        "2 pictures left out, with any words in them",
    )
    assert read_file("visit.docm", data).rows[0].fields["text"] == "Photo above."


def test_strict_files_are_read_the_same():
    body = p("Visit", '<w:pStyle w:val="H1"/>') + table(["Date", "4 March"])
    assert text(docx(body, space=STRICT, styles=STYLES)) == text(docx(body, styles=STYLES)) == "Visit\n\nDate: 4 March"


def test_every_piece_is_found_again_in_the_file():
    body = p(run("  You were ") + f"<w:ins>{run('ha­ppy')}</w:ins>" + "<w:r><w:tab/></w:r>" + run("today. "))
    body += table(["Who", "<w:sdt><w:sdtContent>" + p("Mum") + "</w:sdtContent></w:sdt>"])
    body += p("Ring GP", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    data = docx(body, numbering=numbering)
    walked = walk(package(data))
    assert tuple(each.passage for each in walked.passages) == extract(data).passages
    assert [each.passage.text for each in walked.passages] == ["You were happy\ttoday.", "Who", "Mum", "1. Ring GP"]
    for each in walked.passages:
        assert each.part == "word/document.xml"
        for piece in each.pieces:
            said = each.passage.text[piece.start : piece.end]
            if piece.node.tag.endswith("}t"):
                assert piece.node.text[piece.skip : piece.skip + len(said)] == said
            assert any(piece.node in paragraph.iter() for paragraph in each.paragraphs)
    covered = "".join(walked.passages[0].passage.text[piece.start : piece.end] for piece in walked.passages[0].pieces)
    assert covered == "You were happy\ttoday."


# what cannot be read, or should not be


def refused(data, name="visit.docx"):
    with pytest.raises(NoteError) as error:
        read_file(name, data)
    assert str(error.value).startswith(name)
    return str(error.value)


DEEP = "<w:tbl><w:tr><w:tc>"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


def with_type(declared):
    body = part("document", f"<w:body>{p('&j;')}</w:body>").replace("?><w", f"?>{declared}]><w")
    return docx("", extra={"word/document.xml": body})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (docx(""), "holds no words"),
        (docx(p("<w:r><w:drawing><a:blip/></w:drawing></w:r>")), "made of pictures"),
        (docx(p("x"))[:-40], "broken or not whole"),
        (docx("", extra={"word/document.xml": "<w:document"}), "broken or not whole"),
        (packed({"word/other.xml": "<a/>"}), "no Word document"),
        (docx(DEEP * 100_000 + p("x") + "</w:tc></w:tr></w:tbl>" * 100_000), "nested more than 60 deep"),
        (docx(DEEP * 70 + p("x") + "</w:tc></w:tr></w:tbl>" * 70), "nested more than 60 deep"),
        (docx("<w:p/>" * 200_000), "more than 100,000 paragraphs"),
        (docx(p("x"), extra={"word/media/a.bin": bytes(50_000_000)}), "unpacks to more than 200 times"),
        (with_type(LAUGHS), "broken"),
        (with_type('<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">'), "document type"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_plain_answer(data, says):
    assert says in refused(data)


def test_without_lxml_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(NoteError, match=r"pip install 'notecheck\[documents\]'"):
        extract(docx(p("x")))


def test_a_file_with_a_password_and_old_word_files_are_named_as_such():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert "locked with a password" in refused(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "older Word document; open it in Word or LibreOffice and save it as .docx" in refused(
        ole + "WordDocument".encode("utf-16-le")
    )
    flagged = bytearray(docx(p("x")))
    flagged[flagged.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in refused(bytes(flagged))


def test_what_a_file_links_to_outside_is_not_looked_at():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    links = "".join(
        f'<Relationship Id="r{n}" Type="{kind}{what}" Target="file:///etc/hostname" TargetMode="External"/>'
        for n, what in enumerate(("attachedTemplate", "image", "header", "footnotes"))
    )
    rels = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )
    data = docx(p("You were happy."), extra={"word/_rels/document.xml.rels": rels})
    assert read_file("visit.docx", data).rows[0].fields["text"] == "You were happy."


@pytest.mark.parametrize("name", ["visit.doc", "visit.rtf", "visit.txt", "visit.odt"])
def test_a_word_file_under_another_name_is_read_and_said(name):
    read = read_file(name, docx(p("You were happy.")))
    assert read.rows[0].fields["text"] == "You were happy."
    assert "but it is a Word document, and was read as such" in read.notices[0]


def test_text_called_doc_is_read_as_text():
    read = read_file("visit.doc", b"You were happy.")
    assert read.rows[0].fields["text"] == "You were happy."
    assert "plain text" in read.notices[0]


def test_a_member_whose_size_is_a_lie_is_refused():
    data = bytearray(docx(p("x") * 5000))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        at = [member.filename for member in file.infolist()].index("word/document.xml")
    directory = -1
    for _ in range(at + 1):
        directory = data.index(b"PK\x01\x02", directory + 1)
    data[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    assert "broken or not whole" in refused(bytes(data))
