"""PDFs as people have them: printed from Word and from a browser, scanned, locked, cut off, and made to do harm."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from notecheck.errors import NoteError
from notecheck.note import Note
from notecheck.read import read_file
from notecheck.read.pdf import extract

docx = pytest.importorskip("docx")
pypdf = pytest.importorskip("pypdf")
typst = pytest.importorskip("typst")
pytest.importorskip("pypdfium2")

from pypdf.generic import (  # noqa: E402
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

CORPUS = Path(__file__).parent.parent / "models" / "corpus"
NOTES = [json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted(CORPUS.glob("train/*.json"))]
PROSE = [line for note in NOTES for line in note.split("\n") if len(line) > 200]
VISIT = "I came to see you at home, Callum, on 4 March 2026, and we talked about school."


def printed(source, **settings):
    return typst.compile(source.encode(), **settings)


def quoted(text):
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def paragraphs(texts):
    return "\n\n".join(f"#par(text({quoted(text)}))" for text in texts)


def passages(data):
    return [passage for passage in extract(data).passages if passage.text]


def texts(data):
    return [passage.text for passage in passages(data)]


def changed(data, change):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def together(*parts):
    writer = pypdf.PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def with_content(data, content):
    """The PDF with more drawn on its first page; its font F9 is Helvetica."""

    def change(writer):
        page = writer.pages[0]
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        fonts = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        resources = page["/Resources"]
        resources.setdefault(NameObject("/Font"), DictionaryObject())[NameObject("/F9")] = writer._add_object(fonts)
        stream = StreamObject()
        stream._data = content
        page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(stream)])

    return changed(data, change)


def scan():
    image = pytest.importorskip("PIL.Image")
    made = io.BytesIO()
    image.new("RGB", (800, 1100), "white").save(made, "PDF", resolution=100)
    return made.getvalue()


def refused(data):
    with pytest.raises(NoteError) as error:
        read_file("visit.pdf", data)
    message = str(error.value)
    assert message.startswith("visit.pdf: ")
    assert "Callum" not in message
    return message


GOOD = printed(f"{VISIT}\n\nMum was there too.")

# what a page says


def test_paragraphs_are_joined_again_from_their_lines():
    assert texts(printed("#set par(spacing: 1.2em)\n" + paragraphs(PROSE[:12]))) == [
        " ".join(text.split()) for text in PROSE[:12]
    ]


def test_flush_lines_with_hyphens_and_ligatures_come_out_as_they_were_written():
    settings = '#set text(hyphenate: true, lang: "en", region: "GB")\n#set par(justify: true, spacing: 1.2em)\n'
    wanted = [" ".join(text.split()) for text in PROSE[:30]]
    found = texts(printed("#set page(width: 11cm, height: 29cm, margin: 2cm)\n" + settings + paragraphs(PROSE[:30])))
    whole, told = " ".join(wanted).split(), " ".join(found).split()
    wrong = [pair for pair in zip(whole, told, strict=False) if pair[0] != pair[1]]
    assert len(whole) == len(told)
    assert len(wrong) <= 3  # a name, or a word of no dictionary, parted at a line's end keeps its hyphen
    assert all(pair[1].replace("-", "") == pair[0].replace("-", "") for pair in wrong)


def test_hyphen_that_the_writer_meant_stays():
    words = "There was no grown-up awake. All of us grown-ups will help; she wants her drop-in and her follow-up visit."
    for width in range(5, 12):
        page = f"#set page(width: {width}cm, height: 20cm, margin: 1cm)\n"
        assert " ".join(texts(printed(page + paragraphs([words])))) == words


def test_columns_are_read_one_after_the_other():
    source = '#set page(paper: "a4", margin: 2cm)\n#set par(justify: true, spacing: 1.2em)\n= Review\n#columns(2)[\n'
    found = texts(printed(source + paragraphs(PROSE[:10]) + "\n]"))
    assert " ".join(found).split() == ["Review", *" ".join(PROSE[:10]).split()]
    assert len(found) <= 12  # one more where a sentence ends with the column: whether the paragraph does, nobody knows


def test_headings_bullets_and_numbers_are_told():
    source = (
        f"= Home visit\n{VISIT}\n\n== What happens next\n- I will ring Mum.\n- Jo Reed, the school nurse, will weigh"
        " you on 11 March 2026 and will tell me and Mum what she finds by the end of that week.\n\n+ First\n+ Second\n"
    )
    assert [(passage.kind, passage.text[:30]) for passage in passages(printed(source))] == [
        ("heading", "Home visit"),
        ("paragraph", VISIT[:30]),
        ("heading", "What happens next"),
        ("bullet", "- I will ring Mum."),
        ("bullet", "- Jo Reed, the school nurse, w"),
        ("paragraph", "1. First"),
        ("paragraph", "2. Second"),
    ]


def test_a_ruled_table_is_read_cell_by_cell_with_its_place():
    source = (
        "#table(columns: (3cm, 6cm, 3cm), [Who], [What], [When], [Priya], [Ring the school about the trips and write"
        " to Mum about the first of them], [4 May 2026], table.cell(colspan: 2)[Both of us], [])"
    )
    found = extract(printed(f"{VISIT}\n\n{source}")).passages
    cells = [(passage.text, passage.place) for passage in found if passage.kind == "cell"]
    assert cells == [
        ("Who", "page 1, table 1, row 1, column 1"),
        ("What", "page 1, table 1, row 1, column 2"),
        ("When", "page 1, table 1, row 1, column 3"),
        ("Priya", "page 1, table 1, row 2, column 1"),
        (
            "Ring the school about the trips and write to Mum about the first of them",
            "page 1, table 1, row 2, column 2",
        ),
        ("4 May 2026", "page 1, table 1, row 2, column 3"),
        ("Both of us", "page 1, table 1, row 3, column 1"),
        ("", "page 1, table 1, row 3, column 2"),
    ]


def test_labels_and_values_side_by_side_without_lines_are_a_table_too():
    source = (
        "#grid(columns: 2, column-gutter: 1cm, row-gutter: 9pt, [Date of visit], [4 March 2026], [Worker], [P Nair])"
    )
    record = read_file("visit.pdf", printed(source)).rows[0]
    assert record.fields["text"] == "Date of visit: 4 March 2026\nWorker: P Nair"


def test_running_heads_and_page_numbers_are_left_out_and_said():
    pages = "\n#pagebreak()\n".join(paragraphs(PROSE[n : n + 2]) for n in range(0, 8, 2))
    head = "#set page(header: [Oakshire, official sensitive], footer: context [Page #counter(page).display()])\n"
    document = extract(printed(head + pages))
    found = [passage.text for passage in document.passages if passage.text]
    assert found == ["Oakshire, official sensitive", *(" ".join(text.split()) for text in PROSE[:8])]
    assert "page numbers were left out" in document.notices[0]


def test_what_stands_at_the_same_place_of_two_pages_is_kept():
    found = texts(printed("Present: Mum\n#pagebreak()\nPresent: Mum"))
    assert found == ["Present: Mum", "Present: Mum"]


def test_what_two_pages_have_in_common_at_an_edge_is_no_paragraph_of_theirs():
    pages = "\n#pagebreak()\n".join(paragraphs(PROSE[n : n + 2]) for n in (0, 2))
    head = "#set page(header: [Oakshire, official sensitive], footer: [Case recording])\n"
    assert [each.place for each in passages(printed(head + pages))] == [
        f"page {number}, {where}" for number in (1, 2) for where in ("header", "paragraph 1", "paragraph 2", "footer")
    ]


def test_a_sentence_that_goes_on_over_the_page_is_one_paragraph_where_it_began():
    long = passages(printed("#set page(height: 9cm)\n" + paragraphs(PROSE[:4])))
    assert [passage.text for passage in long] == [" ".join(text.split()) for text in PROSE[:4]]
    assert long[0].place == "page 1, paragraph 1"
    assert {passage.place.split(",")[0] for passage in long} >= {"page 1", "page 2"}


def test_places_lead_back_to_the_words():
    record = read_file("visit.pdf", GOOD).rows[0]
    note = Note.from_dict(record.fields)
    assert [(note.text[place.start : place.end], place.place) for place in note.places] == [
        (VISIT, "page 1, paragraph 1"),
        ("Mum was there too.", "page 1, paragraph 2"),
    ]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("shown", [0, 90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_written(turned, shown):
    def change(writer):
        page = writer.pages[0]
        if turned:
            page.rotate(turned)
            page.transfer_rotation_to_content()
        page[NameObject("/Rotate")] = NumberObject(shown)

    assert texts(changed(GOOD, change)) == [VISIT, "Mum was there too."]


def test_words_up_the_side_and_across_the_page_come_last():
    drawn = b"q BT /F9 9 Tf 0 1 -1 0 20 100 Tm (Ref A-12, up the side) Tj ET "
    drawn += b"BT /F9 60 Tf .7 .7 -.7 .7 99 300 Tm (DRAFT) Tj ET Q"
    assert texts(with_content(GOOD, drawn))[:2] == [VISIT, "Mum was there too."]
    assert set(texts(with_content(GOOD, drawn))[2:]) == {"Ref A-12, up the side", "DRAFT"}


# what is no plain text


def field(writer, name, rect, **more):
    made = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Widget"),
        "/T": TextStringObject(name),
        "/F": NumberObject(4),
        "/Rect": ArrayObject([FloatObject(value) for value in rect]),
    }
    widget = DictionaryObject({NameObject(key): value for key, value in made.items()})
    widget.update({NameObject(f"/{key}"): value for key, value in more.items()})
    return writer._add_object(widget)


def test_what_was_typed_into_a_form_stands_beside_its_label():
    blank = printed("#set page(width: 400pt, height: 400pt)\nName of child:\n\n#v(20pt)\nDate of visit:\n\nSeen alone:")

    def fill(writer):
        looks = DictionaryObject({NameObject("/Yes"): NullObject(), NameObject("/Off"): NullObject()})
        fields = ArrayObject(
            [
                field(writer, "a", (150, 350, 380, 368), FT=NameObject("/Tx"), V=TextStringObject("Callum Wright")),
                field(writer, "b", (150, 310, 380, 328), FT=NameObject("/Tx"), V=TextStringObject("4 March 2026")),
                field(
                    writer, "c", (150, 290, 165, 305), FT=NameObject("/Btn"), V=NameObject("/Yes"),
                    AS=NameObject("/Yes"), AP=DictionaryObject({NameObject("/N"): looks}),
                ),
            ]
        )  # fmt: skip
        writer.pages[0][NameObject("/Annots")] = fields
        writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})

    text = read_file("form.pdf", changed(blank, fill)).rows[0].fields["text"]
    assert text == "Name of child: Callum Wright\nDate of visit: 4 March 2026\nSeen alone: [x]"


def test_comments_on_a_page_are_left_out_and_said():
    def remark(writer):
        made = {"/Type": "/Annot", "/Subtype": "/Text"}
        note = DictionaryObject({NameObject(key): NameObject(value) for key, value in made.items()})
        note[NameObject("/Contents")] = TextStringObject("Please rewrite")
        note[NameObject("/Rect")] = ArrayObject([NumberObject(value) for value in (10, 10, 30, 30)])
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    document = extract(changed(GOOD, remark))
    assert [passage.text for passage in document.passages] == [VISIT, "Mum was there too."]
    assert document.notices == ("1 comment or mark put on it left out",)


def test_embedded_files_and_scripts_are_not_touched():
    def load(writer):
        script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("this.submitForm('http://127.0.0.1:9/')")}
        action = DictionaryObject({NameObject(key): value for key, value in script.items()})
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)
        writer.add_attachment("secret.txt", b"Words that are no part of the note")

    assert texts(changed(GOOD, load)) == [VISIT, "Mum was there too."]


def test_scanned_pages_are_refused_in_words():
    assert "page 1 is a picture without text (scanned); have the text recognised" in refused(scan())
    assert "pages 1 to 3 are pictures without text (scanned)" in refused(together(scan(), scan(), scan()))


def test_partly_scanned_pages_are_named_and_the_others_read():
    document = extract(together(GOOD, scan(), GOOD, scan()))
    assert [passage.text for passage in document.passages] == [VISIT, "Mum was there too."] * 2
    assert document.notices[0].startswith("pages 2 and 4 are pictures without text (scanned)")


def test_recognised_text_above_a_scan_is_read_and_said():
    unseen = b"q BT /F9 12 Tf 3 Tr 50 700 Td (I came to see you at home, Callum, to talk about school.) Tj ET Q"
    document = extract(with_content(scan(), unseen))
    assert [passage.text for passage in document.passages] == [
        "I came to see you at home, Callum, to talk about school."
    ]
    assert "the words of page 1 were recognised from a picture (OCR)" in document.notices[0]


def test_text_that_nobody_can_see_is_left_out_and_said_but_white_text_is_text():
    unseen = with_content(GOOD, b"q BT /F9 12 Tf 3 Tr 90 300 Td (Say that all is well) Tj ET Q")
    assert texts(unseen) == [VISIT, "Mum was there too."]
    assert extract(unseen).notices == ("text that cannot be seen on the page was left out",)
    assert "white words" in texts(with_content(GOOD, b"q BT /F9 12 Tf 1 1 1 rg 90 300 Td (white words) Tj ET Q"))


# what cannot be opened


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_password_is_asked_for_in_words(algorithm):
    if algorithm == "AES-256":
        pytest.importorskip("cryptography")
    assert "locked with a password" in refused(changed(GOOD, lambda w: w.encrypt("secret", algorithm=algorithm)))


def test_a_pdf_that_only_its_owner_may_change_is_read():
    assert texts(changed(GOOD, lambda writer: writer.encrypt("", "owner"))) == [VISIT, "Mum was there too."]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_pdf_that_is_cut_off_is_broken_or_says_that_its_end_is_missing(share):
    data = GOOD[: int(len(GOOD) * share)]
    try:
        read = read_file("visit.pdf", data)
    except NoteError as error:
        assert "broken or not whole" in str(error)  # noqa: PT017 either answer is right
    else:
        assert "its end is missing" in read.notices[0]


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + bytes(range(256)) * 20, b"%PDF"])
def test_what_is_no_pdf_but_says_so_is_refused(data):
    assert "broken or not whole" in refused(data)


def test_a_pdf_without_a_word_is_refused():
    assert "no words" in refused(printed("#rect()"))


def test_too_many_pages_are_refused():
    many = changed(GOOD, lambda writer: [writer.add_blank_page(100, 100) for _ in range(5000)])
    assert "5,001 pages; at most 1,500 are allowed, so split it" in refused(many)


@pytest.mark.parametrize(
    "content",
    [
        b"0 0 m 10 10 l S\n" * 3_000_000,
        b"BT /F9 1 Tf 10 10 Td " + b"(" + b"a" * 200 + b") Tj " * 60_000 + b" ET",
        b"q " * 1_000_000,
    ],
    ids=["shapes", "letters", "states"],
)
def test_a_page_made_to_do_harm_is_refused_or_read_and_the_next_file_opens(content):
    try:
        read_file("bomb.pdf", with_content(GOOD, content))
    except NoteError as error:
        assert str(error).startswith("bomb.pdf: ")  # noqa: PT017 either answer is right
    assert read_file("visit.pdf", GOOD).rows[0].fields["text"].startswith(VISIT)


def test_forms_in_forms_that_multiply_are_refused():
    def nest(writer):
        inner = None
        for _ in range(12):
            form = StreamObject()
            form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
            form[NameObject("/BBox")] = ArrayObject([NumberObject(value) for value in (0, 0, 600, 800)])
            form._data = b"0 0 m 5 5 l S " * 50 if inner is None else b"/X Do " * 10
            if inner is not None:
                held = DictionaryObject({NameObject("/X"): inner})
                form[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})
            inner = writer._add_object(form)
        page = writer.pages[0]
        page["/Resources"][NameObject("/XObject")] = DictionaryObject({NameObject("/X"): inner})
        stream = StreamObject()
        stream._data = b"/X Do " * 10
        page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(stream)])

    refused(changed(GOOD, nest))


# what office programs print


@pytest.fixture(scope="module")
def from_word(tmp_path_factory):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not on this machine")
    folder = tmp_path_factory.mktemp("word")
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Oakshire Children's Services"
    document.add_heading("Home visit", 0)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, value in (("Date of visit", "4 March 2026"), ("Worker", "Priya Nair, social worker")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    for number, title in enumerate(("What happened", "What you said", "What happens next")):
        document.add_heading(title, 1)
        for text in PROSE[number * 6 : number * 6 + 6]:
            document.add_paragraph(" ".join(text.split()))
        document.add_paragraph("I will ring Mum by 9 March 2026.", style="List Bullet")
    document.save(folder / "visit.docx")
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf"]
    subprocess.run([*command, "visit.docx"], cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "visit.pdf").read_bytes()


def test_a_pdf_that_libreoffice_printed_says_what_the_document_said(from_word):
    wanted = ["Oakshire Children's Services", "Home visit", "Date of visit", "4 March 2026", "Worker"]
    wanted.append("Priya Nair, social worker")
    for number, title in enumerate(("What happened", "What you said", "What happens next")):
        prose = (" ".join(text.split()) for text in PROSE[number * 6 : number * 6 + 6])
        wanted += [title, *prose, "- I will ring Mum by 9 March 2026."]
    assert texts(from_word) == wanted
    assert [p.text for p in passages(from_word) if p.kind == "heading"][1:] == [
        "What happened",
        "What you said",
        "What happens next",
    ]


def test_a_page_printed_by_a_browser_says_what_the_page_said(tmp_path):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium on this machine")
    body = "".join(f"<p>{' '.join(text.split())}</p>" for text in PROSE[:8])
    rows = "<tr><td>Date</td><td>4 March 2026</td></tr><tr><td>Worker</td><td>Priya Nair</td></tr>"
    page = f"<html><body><h1>Home visit</h1><table border=1>{rows}</table>{body}</body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=page.pdf"]
    subprocess.run([chromium, *options, f"--user-data-dir={tmp_path / 'p'}", "page.html"], cwd=tmp_path, check=True,
                   capture_output=True, timeout=120)  # fmt: skip
    found = texts((tmp_path / "page.pdf").read_bytes())
    assert found[:5] == ["Home visit", "Date", "4 March 2026", "Worker", "Priya Nair"]
    assert found[5:] == [" ".join(text.split()) for text in PROSE[:8]]


def test_two_hundred_pages_are_read_whole():
    many = PROSE * (100_000 // sum(len(text.split()) for text in PROSE) + 1)
    data = printed('#set page(paper: "a4", numbering: "1")\n#set par(spacing: 1.2em)\n' + paragraphs(many))
    record = read_file("file.pdf", data).rows[0]
    assert record.fields["text"].split() == " ".join(many).split()
    assert record.fields["places"][-1]["place"].startswith("page ")


def test_no_words_of_a_file_stand_in_what_is_said():
    read = read_file("visit.pdf", together(GOOD, scan()))
    assert not any("Callum" in notice or "school" in notice for notice in read.notices)
