"""Rich text as word processors and case systems write it: what a person sees is what is read."""

import pytest

from notecheck.errors import NoteError
from notecheck.read import read_file
from notecheck.read.document import join
from notecheck.read.rtf import extract

FONTS = (
    r"{\fonttbl{\f0\fswiss\fcharset0 Arial{\*\falt Helvetica};}{\f1\fcharset2 Symbol;}{\f2\fcharset2 Wingdings;}"
    r"{\f3\fcharset238 Arial CE;}{\f4\fcharset204 Arial Cyr;}}"
)
STYLES = r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 toc 1;}{\*\cs10 Default;}}"


def rtf(body):
    return (
        rf"{{\rtf1\ansi\ansicpg1252\deff0{FONTS}{STYLES}{{\info{{\author Priya}}}}\pard\plain " + body + "}"
    ).encode()


def text(body):
    return join(extract(rtf(body)).passages)[0]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (r"caf\'e9 \'93yes\'94 \'80", "café “yes” €"),
        (r"\u8220\'93It\u8217\'92s\u8221\'94", "“It’s”"),
        (r"\uc0\u233 t\u233", "été"),
        (r"\uc2\u8217\'a1\'a2s", "’s"),
        (r"\u55357?\u56832?!", "😀!"),
        (r"\u-10179?\u-8704?!", "😀!"),
        (r"{\f3 \'e8}{\f4 \'e8}", "čи"),
        (r"{\f1\'b7} {\f2\'fe} {\f2 \u61692?}", "• ☑ ✓"),
        (r"a\~b\_c\-d\endash e\emdash\lquote f\rquote\ldblquote g\rdblquote", "a\xa0b-cd–e—‘f’“g”"),
        (r"one\tab two\line three", "one\ttwo\nthree"),
        (r"\{a\} \\b", "{a} \\b"),
        (r"{\upr{Calum}{\*\ud{C\u225 ?lum}}}", "Cálum"),
        ("You were\r\n happy.", "You were happy."),
    ],
)
def test_characters(body, said):
    assert text(body + r"\par") == said


def test_a_code_page_of_several_bytes_a_character():
    data = b"{\\rtf1\\ansi\\ansicpg932 \\'93\\'fa\\'96{\\'7b}}"
    assert extract(data).passages[0].text.startswith("日")
    assert extract(b"{\\rtf1\\ansi\\ansicpg65001 caf\xc3\xa9}").passages[0].text == "café"


def test_headings_paragraphs_and_blank_lines():
    document = extract(rtf(r"\s1 Visit\par\pard You were happy.\par\par\pard\outlinelevel1 Next\par\pard Bye."))
    assert [(each.text, each.place, each.kind) for each in document.passages] == [
        ("Visit", "paragraph 1", "heading"),
        ("You were happy.", "paragraph 2", "paragraph"),
        ("", "", "paragraph"),
        ("Next", "paragraph 3", "heading"),
        ("Bye.", "paragraph 4", "paragraph"),
    ]


def test_lists_show_the_number_that_the_file_carries():
    body = r"{\listtext\pard\plain 1.\tab}\ls1 Meet Mum\par{\pntext\f1\'b7\tab}Ring GP\par"
    body += r"{\listtext\f2\'a7\tab}Ring Nan\par"
    assert text(body) == "1. Meet Mum\n- Ring GP\n- Ring Nan"


def test_what_is_hidden_or_deleted_is_left_out_and_said():
    body = r"You were {\deleted sad}{\revised happy}{\v , secretly}\v  too\v0 .\par Gone{\deleted\par} on.\par"
    body += r"{\v all\par}\plain Bye."
    document = extract(rtf(body))
    assert join(document.passages)[0] == "You were happy.\nGone on.\nBye."
    assert document.notices == (
        "it has tracked changes; it was read as if all of them were accepted",
        "text that is hidden in the document was left out",
    )


def test_what_is_no_text_of_the_page_is_left_out():
    body = (
        r"You{\*\bkmkstart secret} were{\*\unknown secret} happy.{\pict\pngblip 89504e47}{\*\shppict{\pict 00}}"
        r"{\nonshppict{\pict 00}}{\*\atnid P}{\*\atnauthor P}\chatn{\*\annotation{\*\atndate 1}\pard secret}"
        r"{\object\objemb{\*\objclass Excel.Sheet}{\*\objdata 0102}{\result Table shown.}}{\pict\bin5 {}}}{}\par "
        r"\pard\s2 Visit 3\par\pard{\field{\*\fldinst TOC}{\fldrslt Visit 3\par}}"
    )
    document = extract(rtf(body))
    assert join(document.passages)[0] == "You were happy.Table shown."
    assert document.notices == (
        "1 comment left out",
        "the table of contents was left out",
        "3 pictures left out, with any words in them",
        "1 embedded file left out",
    )


def test_fields_give_what_they_show():
    body = r'On {\field{\*\fldinst DATE \\@ "d MMMM"}{\fldrslt 4 March}}'
    body += r' {\field{\*\fldinst{HYPERLINK "http://x"}}{\fldrslt{\ul here}}}.'
    box = (
        r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres1\ffdefres0{\*\ffname secret}}}}{\fldrslt }} Seen"
    )
    assert text(body + r"\par " + box) == "On 4 March here.\n☒ Seen"


def row(*cells, merged=()):
    ends = "".join((r"\clvmrg" if at in merged else "") + rf"\cellx{at}00" for at in range(1, len(cells) + 1))
    return rf"\trowd{ends}" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row"


def test_tables():
    body = r"Before.\par" + row("Date", "4 March") + row("Seen", "") + r"\pard Between.\par"
    body += row("Mum", "says", "yes") + row("", "does", r"no\par and no", merged=(1,)) + r"\pard After."
    assert text(body) == "Before.\n\nDate: 4 March\nSeen:\n\nBetween.\n\nMum | says | yes\ndoes\nno\nand no\n\nAfter."
    named = {each.text: each.place for each in extract(rtf(body)).passages}
    assert named["and no"] == "table 2, row 2, column 3"
    assert named["After."] == "paragraph 3"


def test_a_table_in_a_table():
    inner = r"\pard\intbl\itap2 a\nestcell b\nestcell c\nestcell"
    inner += r"{\*\nesttableprops\trowd\cellx100\nestrow}{\nonesttables\par}"
    body = r"\trowd\cellx900\pard\intbl Outer.\par " + inner + r"\pard\intbl after\cell\row\pard End."
    assert text(body) == "Outer.\n\na | b | c\n\nafter\n\nEnd."
    assert [each.place for each in extract(rtf(body)).passages] == [
        "table 1, row 1, column 1",
        *(f"table 2, row 1, column {n}" for n in (1, 2, 3)),
        "table 1, row 1, column 1",
        "paragraph 1",
    ]


def test_footnotes_headers_and_text_boxes():
    body = (
        r"{\header\pard Callum Wright\par}{\footer\pard Page {\field{\*\fldinst PAGE}{\fldrslt 2}}\par}"
        r"She rang.{\super\chftn}{\footnote\pard\plain{\super\chftn} At 9.}{\footnote\ftnalt In all.}"
        r"{\shp{\*\shpinst\shpleft1{\sp{\sn a}{\sv b}}{\shptxt\pard In a box.\par}}"
        r"{\shprslt\pard In a box.\par}} Then.\par Bye."
    )
    assert text(body) == "Callum Wright\n\nShe rang. Then.\nIn a box.\nBye.\n\n(1) At 9.\n(1) In all."
    assert [each.place for each in extract(rtf(body)).passages if each.text] == [
        "header", "paragraph 1", "text box 1", "paragraph 2", "footnote 1", "endnote 1",
    ]  # fmt: skip


def test_a_file_that_ends_in_the_middle_is_read_as_far_as_it_goes_and_said():
    document = extract(rtf("You were happy.")[:-1])
    assert document.passages[0].text == "You were happy."
    assert "ends in the middle" in document.notices[0]


@pytest.mark.parametrize("more", [rb"{\rtf1 We met.}", rb"} We met.\par}", b"We met."])
def test_what_stands_after_the_end_is_said(more):
    assert extract(rtf("You were happy.") + more).notices == (
        "what stands after the end of the rich text was not read; open it in the program that made it and check",
    )
    assert extract(rtf("You were happy.") + b"\r\n\0\0}").notices == ()


def test_characters_for_older_programs_swallow_no_sentence():
    said = text(r"\uc999999999 She\u8217 ?s at home with her mum, and her sister Amy says so.")
    assert said == "She’s at home with her mum, and her sister Amy says so."
    assert text(r"\uc2 caf\u233 e'!") == "café!"
    assert text(r"a\u9999999999 ?b") == "a\ufffdb"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (rtf(""), "holds no words"),
        (rtf(r"{\pict 00}"), "made of pictures"),
        (rtf("{" * 100_000 + "x" + "}" * 100_000), "nested more than 10,000 deep"),
        (rtf(r"\itap999 x\par"), "nested more than 60 deep"),
        (rtf(r"x\par " * 200_000), "more than 100,000 paragraphs"),
        (rtf(r"{\footnote x}" * 200_000), "more than 100,000 paragraphs"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_plain_answer(data, says):
    with pytest.raises(NoteError, match=r"^visit\.rtf: ") as error:
        read_file("visit.rtf", data)
    assert says in str(error.value)


def test_rich_text_called_doc_is_read_and_said():
    read = read_file("visit.doc", rtf("You were happy."))
    assert read.rows[0].fields["text"] == "You were happy."
    assert read.notices == ("named .doc, but it is a rich-text file, and was read as such",)
