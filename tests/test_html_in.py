"""Web pages as files: what a reader sees of them, whatever they are made of, and nothing fetched or run."""

import http.server
import threading
from contextlib import contextmanager

import pytest

pytest.importorskip("lxml")

from notecheck.errors import NoteError
from notecheck.read import read_file
from notecheck.read.document import MOST_PASSAGES
from notecheck.read.html import extract

VISIT = "I came to see you at home, Callum, and we talked about school."


def passages(page):
    return [passage for passage in extract(page if isinstance(page, bytes) else page.encode()).passages if passage.text]


def texts(page):
    return [passage.text for passage in passages(page)]


def text(page):
    return read_file("visit.html", page if isinstance(page, bytes) else page.encode()).rows[0].fields["text"]


@contextmanager
def counting_server():
    """A server on this machine that counts what it is asked."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_CONNECT = do_GET  # noqa: N815 names of the library's

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


def test_paragraphs_headings_and_line_breaks_are_read_in_order():
    page = (
        "<!doctype html><html><head><title>Record 12</title></head><body><h1>Home <b>visit</b></h1>\n<div>I came to"
        " see\n you&nbsp;at <i>home</i>,<br>Callum.<p>Mum was <span>there</span> too.</div>And Nan.</body></html>"
    )
    assert [(p.kind, p.text, p.place) for p in passages(page)] == [
        ("heading", "Home visit", "paragraph 1"),
        ("paragraph", "I came to see you at home,\nCallum.", "paragraph 2"),
        ("paragraph", "Mum was there too.", "paragraph 3"),
        ("paragraph", "And Nan.", "paragraph 4"),
    ]


def test_lists_keep_their_bullets_and_numbers():
    page = (
        "<ul><li>One<li><p>Two</p><p>more of two</p><ul><li>inside</ul></ul>"
        "<ol start=3><li>three<li value=9>nine</ol><ol type=a><li>letter</ol>"
    )
    assert texts(page) == ["- One", "- Two", "more of two", "- inside", "3. three", "9. nine", "a. letter"]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<ol start=-2><li>a<li>b<li>c<li>d</ol>", ["-2. a", "-1. b", "0. c", "1. d"]),
        ("<ol type=i start=0><li>a<li value=-5>b</ol>", ["0. a", "-5. b"]),
        ("<ol start=999999999999><li>a<li value=99999999999999>b</ol>", ["1. a", "2. b"]),
    ],
)
def test_every_item_of_a_numbered_list_has_a_number(page, said):
    assert texts(page) == said


def test_tables_are_read_cell_by_cell_with_their_places():
    page = (
        "<table><tr><th>Date<td>4 March 2026<tr><th>Worker<td>Priya<br>Nair</table>"
        "<table><tr><td>Who</td><td>What</td><td>When</td></tr><tr><td>Mum</td><td></td><td>4 May</td></tr></table>"
    )
    assert text(page) == "Date: 4 March 2026\nWorker: Priya\nNair\n\nWho | What | When\nMum |  | 4 May"
    places = [p.place for p in extract(page.encode()).passages]
    assert places[:2] == ["table 1, row 1, column 1", "table 1, row 1, column 2"]
    assert places[-1] == "table 2, row 2, column 3"


def test_tables_that_only_place_things_are_paragraphs():
    page = (
        "<table><tr><td><table><tr><td>Date</td><td>4 March</td></tr></table></td><td>Beside</td></tr></table>"
        "<table role=presentation><tr><td>left</td><td>right</td></tr></table><table><tr><td>alone</td></tr></table>"
    )
    assert [(p.text, p.place) for p in passages(page)] == [
        ("Date", "table 1, row 1, column 1"),
        ("4 March", "table 1, row 1, column 2"),
        ("Beside", "paragraph 1"),
        ("left", "paragraph 2"),
        ("right", "paragraph 3"),
        ("alone", "paragraph 4"),
    ]


def test_set_text_and_blank_lines_stay():
    page = "<pre>  10.00 call\n  11.00 visit</pre><p>One</p><p>&nbsp;</p><p>Two</p><div><br></div><div>Three</div>"
    assert text(page) == "  10.00 call\n  11.00 visit\nOne\n\nTwo\n\nThree"
    assert texts(page)[0] == "  10.00 call\n  11.00 visit"


def test_entities_and_every_character_come_out():
    assert texts("<p>caf&eacute; &amp; &#8220;tea&#x201d; &#128512; 3 &lt; 4 &bogus; A&B</p>") == [
        "café & “tea” 😀 3 < 4 &bogus; A&B"
    ]


@pytest.mark.parametrize(
    ("page", "notices"),
    [
        ("<p>café</p>".encode(), 0),
        ("<p>café</p>".encode("utf-8-sig"), 0),
        ("<p>café</p>".encode("utf-16"), 0),
        (b"<meta charset=iso-8859-1><p>caf\xe9</p>", 0),
        (b'<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><p>caf\xe9</p>', 0),
        (b"<p>caf\xe9</p>", 1),
        (b"<meta charset=nonsense><p>caf\xe9</p>", 1),
        (b"<meta charset=zip><p>caf\xe9</p>", 1),
    ],
)
def test_the_encoding_is_found_or_the_guess_said(page, notices):
    document = extract(page)
    assert [passage.text for passage in document.passages] == ["café"]
    assert len(document.notices) == notices


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>document.write('no')</script>", "<style>p{}</style>", "<template>no</template>", "<!-- no -->",
        "<p hidden>no</p>", "<div style='color:red; display: none'>no<p>no</p></div>", "<noscript>no</noscript>",
        "<span aria-hidden=true>no</span>", "<svg><text>no</text></svg>", "<del>no</del>", "<?php no ?>",
        "<p style='visibility:hidden'>no</p>", "<title>no</title>", "<iframe srcdoc='no'>no</iframe>",
    ],
)  # fmt: skip
def test_what_no_reader_sees_is_left_out(hidden):
    assert texts(f"<p>{VISIT}</p>{hidden}<p>Yes.</p>") == [VISIT, "Yes."]


def test_what_was_hidden_or_left_out_is_said():
    page = f"<p>{VISIT}</p><p hidden>no</p><img src=a.png><img src=b.png width=1 height=1><iframe></iframe>"
    assert extract(page.encode()).notices == (
        "text that the page hides was left out",
        "1 picture left out, with any words in them",
        "what the page takes in from elsewhere (frames, films, embedded files) was not fetched",
    )


@pytest.mark.parametrize(
    ("page", "notice"),
    [
        ("<svg><title>x</title><style>y</style><text>Seen</text></svg>", "in drawings or in formulas were left out"),
        ("<math><mi>x</mi></math>", "in drawings or in formulas were left out"),
        ("<button>Send</button>", "words on buttons"),
        ("<input type=submit value=Send>", "words on buttons"),
        ("<del>gone</del>", "marks as deleted"),
        ("<select multiple><option>Seen<option selected>Alone</select>", "not chosen in lists of choices"),
        ("<select size=3><option>Seen<option selected>Alone</select>", "not chosen in lists of choices"),
    ],
)
def test_words_that_a_reader_sees_and_that_are_left_out_are_said(page, notice):
    (said,) = extract(f"<p>{VISIT}</p>{page}".encode()).notices
    assert notice in said


def test_drawings_and_buttons_without_words_are_not_worth_a_word():
    page = f"<p>{VISIT}</p><svg><title>Logo</title><path d='M0'/></svg><button> </button><input type=submit>"
    assert extract(page.encode()).notices == ()


def test_a_closed_list_of_choices_shows_its_first_where_nobody_chose():
    page = (
        "<p>Seen:<select><option>Not <b>yet</b><option>Yes</select></p><select><option>a<option selected>Home</select>"
    )
    assert texts(f"{page}<select></select><select multiple><option>Mum</select>") == ["Seen:", "Not yet", "Home"]


def test_what_was_typed_into_a_form_is_text():
    page = (
        "<p>Name <input value='Callum'></p><p><input type=checkbox checked> Seen</p><p><input type=hidden value=x>"
        "<input type=password value=y><select><option>a<option selected>Visit</select></p>"
        "<textarea>All\nwell</textarea>"
    )
    assert texts(page) == ["Name Callum", "[x] Seen", "Visit", "All\nwell"]


def test_nothing_that_a_page_links_to_is_fetched():
    with counting_server() as (address, asked):
        page = (
            f"<!DOCTYPE html SYSTEM '{address}/dtd'><html><head><base href='{address}/'><link rel=stylesheet"
            f" href='{address}/css'><script src='{address}/js'></script>"
            f"<meta http-equiv=refresh content='0;{address}/r'></head><body background='{address}/bg'><p>{VISIT}</p>"
            f"<img src='{address}/pixel'><iframe src='{address}/f'></iframe>"
            f"<object data='{address}/o'></object><video src='{address}/v'></video></body></html>"
        )
        assert text(page) == VISIT
        entity = f"<!DOCTYPE html [<!ENTITY e SYSTEM '{address}/entity'>]><p>{VISIT} &e;</p>"
        assert VISIT in text(entity)
        assert asked == []


def test_entities_of_a_page_neither_multiply_nor_read_files():
    laughs = "<!DOCTYPE html [<!ENTITY a 'ha'><!ENTITY f SYSTEM 'file:///etc/passwd'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
    )
    found = text(laughs + f"]><p>{VISIT}</p><p>&j; &f;</p>")
    assert VISIT in found
    assert len(found) < 200
    assert "root:" not in found


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + VISIT + "</div>" * 100_000,
        "<b>" * 100_000 + VISIT,
        "<ul><li>" * 50_000 + VISIT,
        "<a " + "b=c " * 500_000 + f">{VISIT}</a>",
        f"<p>{VISIT}</p>" + "<" * 2_000_000,
        "a<br>" * 200_000 + VISIT,
    ],
    ids=["deep", "bold", "lists", "attributes", "open", "breaks"],
)
def test_pages_that_are_deep_or_odd_are_read(page):
    assert VISIT in text(page)


def test_a_page_of_twenty_megabytes_is_read_or_refused_in_words():
    assert text(f"<p>{VISIT}</p><img src='data:image/png;base64,{'A' * 20_000_000}'><!--{'y' * 9_000_000}-->") == VISIT
    with pytest.raises(NoteError, match="characters of text"):
        read_file("large.html", b"<p>" + b"word " * 4_000_000)
    with pytest.raises(NoteError, match=f"more than {MOST_PASSAGES:,} paragraphs"):
        read_file("large.html", f"<p>{VISIT}</p>".encode() * 300_000)


def test_tables_in_tables_without_end_are_refused():
    with pytest.raises(NoteError, match="nested more than 60 deep"):
        read_file("deep.html", b"<table><tr><td>" * 5_000 + b"x")


def test_a_page_without_a_word_is_refused():
    with pytest.raises(NoteError, match="no words"):
        read_file("empty.html", b"<html><body><script>x()</script></body></html>")


def test_a_case_systems_page_of_several_notes_is_read_as_its_notes():
    page = "".join(
        "<table><tr><td>Case Note Type</td><td>Home Visit</td></tr>"
        f"<tr><td>Date of Event</td><td>0{day}/03/2026</td></tr>"
        f"<tr><td>Recorded by</td><td>Priya Nair</td></tr></table><p>{VISIT}</p><hr>"
        for day in (4, 9)
    )
    read = read_file("march.html", page.encode())
    assert [(row.place, row.fields["text"], row.fields["event_date"]) for row in read.rows] == [
        ("note 1 of 2", VISIT, "2026-03-04"),
        ("note 2 of 2", VISIT, "2026-03-09"),
    ]
    assert [row.fields["places"] for row in read.rows] == [
        [{"start": 0, "end": len(VISIT), "place": "paragraph 1"}],
        [{"start": 0, "end": len(VISIT), "place": "paragraph 2"}],
    ]
