"""OpenDocument texts: what a person sees in LibreOffice is what is read."""

import pytest
from office import odf, odt

from notecheck.errors import NoteError
from notecheck.read import read_file
from notecheck.read.document import join
from notecheck.read.odt import extract


def text(data):
    return join(extract(data).passages)[0]


def p(said, style=""):
    return f'<text:p text:style-name="{style}">{said}</text:p>' if style else f"<text:p>{said}</text:p>"


def numbered(name, *formats):
    levels = "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-format="{shape}" style:num-suffix="."'
        f' text:display-levels="{shown}"/>'
        for level, (shape, shown) in enumerate(formats, 1)
    )
    return f'<text:list-style style:name="{name}">{levels}</text:list-style>'


def listed(*items, more=""):
    return f"<text:list {more}>{''.join(f'<text:list-item>{each}</text:list-item>' for each in items)}</text:list>"


def test_white_space_is_what_the_elements_say():
    body = p(
        "  You\n   were <text:span> happy</text:span>.<text:s text:c='2'/>So<text:tab/>there<text:line-break/>Bye. "
    )
    assert text(odt(body)) == "You were happy.  So\tthere\nBye."


def test_headings_sections_and_links():
    body = '<text:h text:outline-level="1">Visit</text:h><text:section>' + p("<text:a>Callum</text:a> rang.")
    body += '</text:section><text:section text:display="none">' + p("secret") + "</text:section>"
    document = extract(odt(body))
    assert [(each.text, each.kind) for each in document.passages] == [
        ("Visit", "heading"),
        ("Callum rang.", "paragraph"),
    ]
    assert document.notices == ("text that is hidden in the document was left out",)


def test_lists_are_numbered_on_where_they_say_so():
    style = numbered("L", ("1", 1), ("a", 2))
    again = 'text:style-name="L" text:continue-numbering="true"'
    inner = listed(p("c"), p("d"))
    body = listed(p("a") + p("more"), p("b") + inner, more='text:style-name="L"') + p("Prose.")
    body += listed(p("e"), more=again) + listed(p("f"), more='text:style-name="L"')
    body += '<text:list text:style-name="none">' + "<text:list-item>" + p("g") + "</text:list-item></text:list>"
    assert text(odt(body, automatic=style)).splitlines() == [
        "1. a", "more", "2. b", "2.a. c", "2.b. d", "Prose.", "3. e", "1. f", "- g",
    ]  # fmt: skip


def test_numbered_headings_show_their_numbers():
    outline = (
        '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    heads = "".join(
        f'<text:h text:outline-level="{n}">{said}</text:h>' for n, said in ((1, "a"), (2, "b"), (2, "c"), (1, "d"))
    )
    assert text(odt(heads, styles=outline)).split("\n\n") == ["1 a", "1.1 b", "1.2 c", "2 d"]


def cell(said, more=""):
    return f"<table:table-cell {more}>{p(said)}</table:table-cell>"


def test_tables_and_what_is_merged_in_them():
    covered = "<table:covered-table-cell/>"
    wide = cell("Wide", 'table:number-columns-spanned="2"')
    rows = [
        wide + covered + cell("third"),
        cell("Tall", 'table:number-rows-spanned="2"') + cell("b") + cell("c"),
        covered + cell("e") + cell("f"),
    ]
    data = odt(f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>")
    assert text(data) == "Wide: third\nTall | b | c\ne | f"
    assert [each.place for each in extract(data).passages] == [
        "table 1, row 1, column 1", "table 1, row 1, column 2",
        "table 1, row 2, column 1", "table 1, row 2, column 2", "table 1, row 2, column 3",
        "table 1, row 3, column 2", "table 1, row 3, column 3",
    ]  # fmt: skip


def test_what_is_no_text_of_the_page_is_left_out_and_said():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("gone") + "</text:deletion></text:changed-region>"
        "</text:tracked-changes><text:table-of-content><text:index-body>" + p("Visit 3") + "</text:index-body>"
        "</text:table-of-content>"
        + p("You were happy.<office:annotation><dc:creator>P</dc:creator>" + p("note") + "</office:annotation>")
        + p("secret", "H")
        + p("<draw:frame><draw:image/></draw:frame>Photo <text:span text:style-name='H'>not this</text:span>above.")
        + p("<draw:frame><draw:text-box>" + p("In a box.") + "</draw:text-box></draw:frame>")
        + p("Told<text:note text:note-class='endnote'><text:note-citation>i</text:note-citation><text:note-body>"
            + p("By phone.") + "</text:note-body></text:note>.")
    )  # fmt: skip
    hidden = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    document = extract(odt(body, automatic=hidden, extra={"Basic/script-lb.xml": "x"}))
    assert join(document.passages)[0] == "You were happy.\n\nPhoto above.\n\nIn a box.\nTold.\n\n(1) By phone."
    assert {each.place for each in document.passages} >= {"text box 1", "endnote 1"}
    assert document.notices == (
        "it carries macros; they were not run and are not kept",
        "it has tracked changes; it was read as if all of them were accepted",
        "1 comment left out",
        "text that is hidden in the document was left out",
        "the table of contents, or another index, was left out",
        "1 picture left out, with any words in them",
    )


def draw(name, inside):
    return f"<draw:{name}>{inside}</draw:{name}>"


def test_words_on_lines_and_other_shapes_are_read():
    shapes = ("line", "polyline", "path", "connector", "regular-polygon", "measure", "custom-shape", "scene")
    beside = "".join(draw(name, p(f"On a {name}.")) for name in shapes)
    within = p("Seen." + draw("line", p("In a line.")) + draw("g", draw("path", p("In a group."))))
    marked = draw("frame", "<draw:glue-point/>" + draw("text-box", p("In a box.")))
    document = extract(odt(beside + within + marked))
    assert [each.text for each in document.passages] == [
        *(f"On a {name}." for name in shapes), "Seen.", "In a line.", "In a group.", "In a box.",
    ]  # fmt: skip
    assert document.notices == ()


def test_what_stands_in_elements_that_nobody_knows_is_read():
    def odd(inside):
        return f'<own:wrap xmlns:own="urn:oak">{inside}</own:wrap>'

    rows = "".join(f"<table:table-row>{cell(said)}{cell('yes')}</table:table-row>" for said in ("Seen", "Alone"))
    body = odd(p("You were happy.")) + listed(p("Ring Nan")).replace("</text:list>", f"{odd(p('Soon'))}</text:list>")
    data = odt(body + p(f"So {odd('we met')}.") + f"<table:table>{odd(rows)}</table:table>")
    assert text(data) == "You were happy.\n- Ring Nan\nSoon\nSo we met.\n\nSeen: yes\nAlone: yes"
    assert extract(data).notices == ()


def test_notes_in_notes_and_in_headers_are_read():
    def note(said):
        return f"<text:note text:note-class='footnote'><text:note-body>{p(said)}</text:note-body></text:note>"

    masters = (
        f"<style:master-page><style:header>{p('Callum Wright' + note('Born 2014.'))}</style:header></style:master-page>"
    )
    data = odt(p("Told" + note("By phone" + note("At 9.") + ".") + "."), masters=masters)
    assert text(data) == "Callum Wright\n\nTold.\n\n(1) By phone.\n(2) Born 2014.\n(3) At 9."


@pytest.mark.parametrize(
    ("body", "notice"),
    [
        ("<text:span>Loose.</text:span>", "words stand where the file has no place for them"),
        (f"<table:table>{p('Loose.')}</table:table>", "words stand where the file has no place for them"),
        (
            "<office:forms><form:text xmlns:form='urn:f' form:current-value='Loose.'/></office:forms>",
            "into fields of a form",
        ),
        (
            f"<table:table><table:table-row>{cell('a')}<table:covered-table-cell>{p('b')}</table:covered-table-cell>"
            "</table:table-row></table:table>",
            "text that is hidden",
        ),
        (p("<text:span text:display='none'>Loose.</text:span>"), "text that is hidden"),
    ],
)
def test_words_that_no_reader_sees_in_their_place_are_said(body, notice):
    (said,) = extract(odt(p("Seen.") + body)).notices
    assert notice in said


def test_headers_and_footers_stand_once_and_only_if_they_say_something():
    page = "Page <text:page-number>3</text:page-number> of <text:page-count>9</text:page-count>"
    masters = (
        f"<style:master-page><style:header>{p('Callum Wright')}</style:header><style:footer>{p(page)}</style:footer>"
        f"<style:header-first style:display='false'>{p('no')}</style:header-first></style:master-page>"
        f"<style:master-page><style:header>{p('Callum Wright')}</style:header></style:master-page>"
    )
    assert text(odt(p("You were happy."), masters=masters)) == "Callum Wright\n\nYou were happy."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (odt(""), "holds no words"),
        (odt(p("<draw:frame><draw:image/></draw:frame>")), "made of pictures"),
        (odt(p("x"))[:-40], "broken or not whole"),
        (odt("", extra={"content.xml": "<office:document-content"}), "broken or not whole"),
        (odt("", extra={"content.xml": odf("office:document-content", "")}), "no text document"),
        (odt("<text:section>" * 100_000 + p("x") + "</text:section>" * 100_000), "nested more than 60 deep"),
        (
            odt("<text:list><text:list-item>" * 70 + p("x") + "</text:list-item></text:list>" * 70),
            "deep",
        ),
        (odt("<text:p/>" * 200_000), "more than 100,000 paragraphs"),
        (odt(p("x"), extra={"Pictures/a.bin": bytes(50_000_000)}), "unpacks to more than 200 times"),
        (
            odt("x", extra={"META-INF/manifest.xml": odf("manifest:manifest", "<manifest:encryption-data/>")}),
            "locked with a password",
        ),
        (odt("", extra={"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_plain_answer(data, says):
    with pytest.raises(NoteError, match=r"^visit\.odt: ") as error:
        read_file("visit.odt", data)
    assert says in str(error.value)


def test_an_old_file_whose_list_of_parts_is_no_whole_xml_is_read():
    old = '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org" "Manifest.dtd"><manifest:manifest/>'
    assert text(odt(p("You were happy."), extra={"META-INF/manifest.xml": old})) == "You were happy."


def test_a_locked_file_is_named_as_such_though_its_parts_are_no_xml():
    locked = odf("manifest:manifest", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>")
    data = odt("", extra={"META-INF/manifest.xml": locked, "content.xml": "\x07\x08"})
    with pytest.raises(NoteError, match="locked with a password"):
        extract(data)
