"""Exports of case systems with several notes in one text: parted at their headers, and nothing else ever parted."""

import json
import random
from pathlib import Path

import pytest

from notecheck import splitting
from notecheck.mapping import ColumnMap, apply
from notecheck.read import read_file
from notecheck.splitting import split

CORPUS = Path(__file__).parent.parent / "models" / "corpus"
NOTES = [json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted(CORPUS.glob("*/*.json"))]


def labels_and_rulers(text):
    return (
        "Case Note Type: Home Visit\nDate of Event: 04/03/2026 14:30\nRecorded by: Priya Nair (Social Worker)\n"
        f"Date Recorded: 05/03/2026\nSubject child: Callum Wright\n\n{text}\n\n{'-' * 60}\nPage 2 of 7\n\n"
    )


def label_above_the_words(text):
    return (
        "Person: WRIGHT, Callum (1234567)\nNote type: Telephone Call\nDate and time of event: 04-Mar-2026 14:30\n"
        f"Worker: Priya Nair\nCreated on: 05-Mar-2026\nDetails:\n{text}\n\n"
    )


def tabs_and_no_gap(text):
    header = "Event Type\tCIN Visit\nEvent Date\t04 March 2026\nAuthor\tPriya Nair\nRecorded Date\t5 March 2026"
    return f"{header}\n{text}\n"


def side_by_side(text):
    return (
        "Case note 2 of 6\nCase Note ID: 881204    Case Note Type: Core Group\n"
        f"Date of Contact: 4 March 2026    Recorded by: Nair, Priya\n\n{text}\n\n"
    )


def label_and_value_below_each_other(text):
    return (
        "Case Note Type\nHome Visit\nDate of Event\n04/03/2026\nRecorded by\nPriya Nair\nDate Recorded\n05/03/2026\n\n"
        f"{text}\n\n"
    )


SYSTEMS = (labels_and_rulers, label_above_the_words, tabs_and_no_gap, side_by_side, label_and_value_below_each_other)


def parts(text):
    return [text[part.start : part.end] for part in split(text)]


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.__name__)
def test_any_notes_behind_headers_come_back_exactly(system):
    chance = random.Random(6)
    for _ in range(60):
        picked = chance.sample(NOTES, chance.randint(2, 6))
        assert parts("".join(map(system, picked))) == [text.strip() for text in picked]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_any_line_ends_will_do(end):
    text = "".join(map(labels_and_rulers, NOTES[:3])).replace("\n", end)
    assert parts(text) == [note.strip().replace("\n", end) for note in NOTES[:3]]


def test_no_note_of_the_corpus_is_parted():
    assert [note[:40] for note in NOTES if split(note)] == []


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.__name__)
def test_one_note_behind_one_header_is_one_note(system):
    assert not any(split(system(note)) for note in NOTES[:80])


def test_a_header_that_a_page_parts_is_one_header():
    text = "".join(map(labels_and_rulers, NOTES[:4]))
    at = text.rindex("Date Recorded")
    assert parts(text[:at] + "\n" + text[at:]) == [note.strip() for note in NOTES[:4]]


def test_what_a_header_tells_is_known_of_its_note():
    first, second = split(labels_and_rulers(NOTES[0]) + labels_and_rulers(NOTES[1]).replace("04/03", "09/03"))
    assert dict(first.fields) == {
        "doc_type": "home-visit",
        "event_date": "2026-03-04T14:30:00",
        "recorded_date": "2026-03-05",
        "author": {"name": "Priya Nair", "role": "Social Worker"},
        "child": {"name": "Callum Wright"},
    }
    assert second.fields["event_date"] == "2026-03-09T14:30:00"


def test_a_child_named_once_above_all_notes_is_the_child_of_each():
    above = "Case notes report\nChild: Callum Wright\nPrinted on 06/03/2026 by P Nair\n\n"
    text = above + tabs_and_no_gap(NOTES[0]) + tabs_and_no_gap(NOTES[1])
    assert parts(text) == [NOTES[0].strip(), NOTES[1].strip()]
    assert [part.fields["child"] for part in split(text)] == [{"name": "Callum Wright"}] * 2


def test_what_cannot_be_read_for_sure_is_left_open():
    text = "".join(
        f"Case Note Type: Biscuits\nDate of Event: the day after\nRecorded by: Priya Nair\n\n{note}\n\n"
        for note in NOTES[:2]
    )
    assert [dict(part.fields) for part in split(text)] == [{"author": {"name": "Priya Nair"}}] * 2


def test_a_label_between_the_others_that_no_list_knows_stays_with_the_words():
    text = "".join(
        f"Case Note Type: Home Visit\nSeen alone: Yes\nDate of Event: 04/03/2026\nRecorded by: P Nair\n\n{note}\n\n"
        for note in NOTES[:2]
    )
    assert all(part.startswith("Seen alone: Yes\n") for part in parts(text))
    assert [part.fields["event_date"] for part in split(text)] == ["2026-03-04"] * 2


LABELLED_CHRONOLOGY = "CHRONOLOGY - Callum Wright\n\n" + "".join(
    f"Date of event: 0{day}/03/2026\nType of event: Police notification\nRecorded by: Priya Nair\nDetails: Callum was "
    "found at the bus station at 11pm and was brought home by PC Amy Cole. Nobody was hurt.\n\n"
    for day in range(1, 8)
)
ENTRIES = "".join(
    f"Event type: School\nDate: 0{day}/03/2026\nEntered by: P Nair\nDetail: Late to school, came with his nan.\n\n"
    for day in range(1, 8)
)
THREAD = "".join(
    f"From: Tina Hall <t.hall@oak.example>\nSent: 0{day} May 2026 14:07\nTo: Priya Nair\nSubject: RE: Callum\n\n"
    "Hi Priya,\nCallum was late twice this week, and I wonder whether you know why that is.\n\nTina\n\n"
    for day in range(1, 6)
)
MINUTES = "Core group\nDate: 4 March 2026\nPresent: Mum, Jo Reed (school nurse)\n\n" + "".join(
    f"Update from: {who}\nDate of contact: 1 March 2026\nViews: Callum is doing well and likes his new class.\n"
    "Action: Jo Reed to send the form by 9 March 2026.\n\n"
    for who in ("Health", "School", "Family", "Police")
)
FORM = "REFERRAL\nReferred by: Jo Reed\n\n" + "".join(
    f"Child {number}\nName: Callum Wright\nDate of birth: 04/03/2017\nSchool: Oak Primary\nLives with: Mum\n\n"
    for number in range(1, 5)
)
PLAN = "CHILD IN NEED PLAN\n\n" + "".join(
    f"Goal: Callum is at school on time each day.\nWho: Mum\nStart date: 0{day}/03/2026\nCompleted by: Jo Reed\n"
    "Date completed: \nWhat will be different: Callum has a calm start to his day and sees his friends.\n\n"
    for day in range(1, 5)
)
CONTACTS = "".join(
    f"Type of contact: Telephone\nDate of contact: 0{day}/03/2026\nWorker: P Nair\n\n" for day in range(1, 9)
)


@pytest.mark.parametrize("text", [LABELLED_CHRONOLOGY, ENTRIES, THREAD, MINUTES, FORM, PLAN, CONTACTS])
def test_other_texts_whose_labels_come_again_are_left_whole(text):
    assert split(text) == ()


SHORT = (
    'I visited Callum at home with the HV. Callum told me "I like my new room". Referral to be made to CAMHS.',
    "School rang to say that Callum was late again. Its not clear why. SW to follow up asap.",
    "I rang Kelly. She said that the landlord came yesterday and mended the window.",
    "Reviewed the case with Priya. It was agreed that a strategy meeting would be held in due course.",
)
KINDS = ("Home visit", "Email", "Telephone call", "Supervision")
WRITERS = ("Priya Nair, Social Worker", "Priya Nair, Social Worker", "Priya Nair", "Joanna Pike (Team Manager)")


def export(header, texts=SHORT, gap="\n"):
    """A pasted export: `header` with {day}, {kind} and {who} above each text."""
    rows = enumerate(zip(KINDS, WRITERS, texts, strict=True), 4)
    return "".join(f"{header.format(day=day, kind=kind, who=who)}\n{gap}{text}\n\n" for day, (kind, who, text) in rows)


@pytest.mark.parametrize(
    "text",
    [
        "Case note export\nChild: Callum Wright\n"
        + export("-" * 60 + "\nDate: 0{day}/03/2026 16:10\nType: {kind}\nAuthor: {who}"),
        export("Date: 0{day}/03/2026\nType: {kind}\nAuthor: {who}"),
        export("Date: 0{day}/03/2026\nTitle: {kind}\nWorker: {who}", gap=""),
        export("0{day}/03/2026 16:10 - {kind} - {who}", gap=""),
        export("0{day}/03/2026 | {kind} | {who}"),
        export("{day} March 2026: {kind} – {who}", gap=""),
    ],
)
def test_short_case_notes_are_parted_behind_short_headers(text):
    assert parts(text) == list(SHORT)
    found = split(text)
    assert [part.fields["event_date"][:10] for part in found] == [f"2026-03-0{day}" for day in range(4, 8)]
    assert [part.fields["doc_type"] for part in found][:2] == ["home-visit", "case-note"]
    assert {part.fields["author"]["name"] for part in found} == {"Priya Nair", "Joanna Pike"}
    assert found[0].fields["author"].get("role") == "Social Worker"


def one_line_entries(line, below=""):
    return "".join(line.format(day=day) + "\n" + below for day in range(1, 8))


@pytest.mark.parametrize(
    "text",
    [
        one_line_entries("0{day}/03/2026 - Home visit - Priya Nair", "Seen at home with Mum.\n"),
        one_line_entries("0{day}/03/2026 - Home visit - Priya Nair"),
        one_line_entries("0{day}/03/2026 - Police called - Kelly Wright", f"{SHORT[0]}\n"),
        one_line_entries("0{day}/03/2026 - Home visit - Callum was seen and is well.", f"{SHORT[0]}\n"),
        "Chronology\n" + one_line_entries("0{day}/03/2026 - Home visit - Priya Nair", f"{SHORT[0]}\n"),
        "\n".join(export("0{day}/03/2026 - {kind} - {who}", gap="").split("\n")[:6]),
    ],
)
def test_lines_that_begin_with_a_date_are_no_headers_where_they_may_be_something_else(text):
    assert split(text) == ()


def test_a_text_that_may_be_several_notes_and_is_left_whole_says_so():
    text = export("0{day}/03/2026 - {kind}", gap="")
    read = read_file("march.txt", text.encode())
    assert len(read.rows) == 1
    assert read.notices == (splitting.doubted(text),)
    assert "looks like several notes in one; it is checked as one" in read.notices[0]
    assert not any(splitting.doubted(each) for each in (*NOTES, LABELLED_CHRONOLOGY, ENTRIES, MINUTES, FORM, CONTACTS))


def test_a_note_above_the_first_header_is_not_cut_off():
    assert split(NOTES[0] + "\n\n" + labels_and_rulers(NOTES[1]) + labels_and_rulers(NOTES[2])) == ()


def test_an_email_thread_in_a_note_stays_in_its_note():
    assert parts(labels_and_rulers(THREAD) + labels_and_rulers(NOTES[0])) == [THREAD.strip(), NOTES[0].strip()]


@pytest.mark.parametrize(
    "text",
    [
        "Case Note Type: x\n" * 50_000,
        "Event Date: 1/1/2020\nEvent type: x\nAuthor: y\n" * 20_000,
        "x  A b:" * 100_000,
        "-" * 500_000,
        "Case Note Type" * 30_000,
        "\n" * 300_000 + "Case Note Type: x",
        "a: " * 200_000,
    ],
)
def test_no_text_takes_long(text):
    split(text)  # what grows faster than the text would not come to an end here


def test_a_text_file_with_an_export_is_read_as_its_notes():
    export = "Case notes report\n\n" + labels_and_rulers(NOTES[0]) + labels_and_rulers(NOTES[1])
    read = read_file("march.txt", export.encode())
    assert [row.place for row in read.rows] == ["note 1 of 2", "note 2 of 2"]
    assert [row.fields["text"] for row in read.rows] == [NOTES[0].strip(), NOTES[1].strip()]
    assert [row.fields["id"] for row in read.rows] == ["march, note 1", "march, note 2"]
    assert read.notices == (splitting.said(export, split(export)),)
    assert "holds 2 notes" in read.notices[0]
    assert "above the first header was left out" in read.notices[0]
    assert not any(note[:20] in read.notices[0] for note in NOTES[:2])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_note_of_a_plain_export_knows_its_lines_in_the_file(end):
    export = ("Case notes report\n\n" + "".join(map(labels_and_rulers, NOTES[:2]))).replace("\n", end)
    lines = export.split("\n")
    for row in read_file("march.txt", export.encode()).rows:
        assert row.fields["places"]
        for place in row.fields["places"]:
            number = int(place["place"].removeprefix("line "))
            assert row.fields["text"][place["start"] : place["end"]].strip() in lines[number - 1]


def test_notes_of_an_export_can_be_checked_as_they_are():
    read = read_file("march.txt", "".join(map(label_above_the_words, NOTES[:3])).encode())
    applied = [apply(row, ColumnMap()) for row in read.rows]
    assert [each.problems for each in applied] == [(), (), ()]
    assert [each.note["child"]["name"] for each in applied] == ["Callum Wright"] * 3


HOSTILE = ("*", " ", "\t", "\xa0", "|", "- ", " |", "1 ", "(", "a - ", "a*", "Ab: ", "note ")


@pytest.mark.parametrize("sign", HOSTILE, ids=repr)
def test_a_million_signs_of_one_sort_are_read_in_passing(sign):
    """Patterns that give back what they took would need hours for each of these."""
    run = sign * (1_000_000 // len(sign))
    assert split(f"{run}\nI saw Tom.\n") == ()
    for name, date, end in (("", "", f"{run}b"), (f"{run}b", "", ""), ("", f"{run}x", "")):
        text = "".join(
            f"Case Note Type: Home Visit\nDate of Event: 0{day}/03/2026{date}\nRecorded by: A{name}\n"
            f"Date Recorded: 0{day}/03/2026\n\nI came to see you at home, and we talked about school.\n\nnote{end}\n"
            for day in (4, 9)
        )
        found = split(text)
        assert [part.fields["recorded_date"] for part in found] == ["2026-03-04", "2026-03-09"]


def test_what_is_too_long_for_a_name_is_none_and_a_long_title_stays():
    title = "Home visit " * 40
    text = "".join(
        f"Case Note Type: Home Visit\nTitle: {title}\nDate of Event: 0{day}/03/2026\nRecorded by: {'Priya ' * 60}\n\n"
        "I came to see you at home, Callum, and we talked about school.\n\n"
        for day in (4, 9)
    )
    for part in split(text):
        assert part.fields["title"] == title.strip()
        assert "author" not in part.fields
