"""The worker's view: from a draft to what the report says of it, what is set aside, and words when something fails."""

from __future__ import annotations

import base64
import json
import logging
import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the page needs Streamlit: pip install 'notecheck[page]'")

pytest.importorskip("docx", reason="Word files need python-docx: pip install 'notecheck[page]'")

import docx
from streamlit.testing.v1 import AppTest

from notecheck import page
from notecheck.checker import Checker
from notecheck.data import PAGE
from notecheck.errors import NotecheckError

pytestmark = pytest.mark.model

DRAFT = "SW rang Mum on 4 March 2026.\n\nActions: XXX"
VISIT = (
    "Date: 4 March 2026\nAnnounced home visit. SW visited to see Ellie re: CIN plan.\n\n"
    "Mum's home conditions were chaotic. Ellie was seen alone in her bedroom. She told me “I like it when Nan comes”."
    "\n\nI will ring Mrs Lowe, the head teacher, on 11 March 2026.\n\nJo Field, Social Worker"
)
SECRET = "Zebedeeq"


@pytest.fixture
def shown(checker, monkeypatch) -> AppTest:
    """The page as a visitor first sees it."""
    monkeypatch.setattr(page, "_loaded", [checker] * 2)
    return AppTest.from_file(str(PAGE), default_timeout=60).run()


def component(at: AppTest, key: str) -> dict[str, Any] | None:
    """What Python sent to a component last; None where it is not on the page."""
    for element in at.get("bidi_component"):
        if f"-{key}" in element.proto.id or element.proto.id.endswith(key):
            return json.loads(element.proto.json)
    return None


def send(at: AppTest, key: str, **values: Any) -> AppTest:
    """What the browser would send for a component."""
    at.session_state[key] = values
    return at.run()


def paste(at: AppTest, text: str) -> AppTest:
    number = component(at, "worker-editor")["v"] + 1
    return send(at, "worker-editor", draft={"v": number, "text": text})


def marked(at: AppTest) -> list[str]:
    editor = component(at, "worker-editor")
    return [editor["text"][mark["start"] : mark["end"]] for mark in editor["marks"]]


def summary(at: AppTest) -> str:
    return component(at, "worker-editor")["summary"]


def layer(at: AppTest, name: str) -> dict[str, Any]:
    return next(each for each in component(at, "worker-reading")["layers"] if each["name"] == name)


def asked(at: AppTest) -> dict[str, list[str]]:
    groups = component(at, "worker-asked")["groups"]
    return {group["title"]: [row["id"] for row in group["rows"]] for group in groups}


def words(at: AppTest) -> str:
    """All that stands on the page as HTML, without its markup."""
    page_html = "".join(element.proto.body for element in at.get("html"))
    return unescape(re.sub("<style>.*?</style>|<[^>]*>", "", page_html, flags=re.DOTALL))


def said(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.info, *at.warning])


def test_first_visit_shows_an_empty_editor(shown: AppTest) -> None:
    assert not shown.exception
    assert component(shown, "worker-editor")["text"] == ""
    assert not summary(shown)
    assert component(shown, "worker-reading") is None


def test_a_draft_is_marked_read_and_held_against_the_guidance(shown: AppTest) -> None:
    shown.selectbox(key="worker-guidance").select("leicestershire")
    shown.selectbox(key="worker-type").select("home-visit")
    shown.text_input(key="worker-child").set_value("Ellie Marsh")
    paste(shown, VISIT)
    assert not shown.exception
    assert re.match(r"\d+ places to look at again, \d+ things? done well, in \d+ words\.", summary(shown))
    assert {"SW", "CIN"} <= set(marked(shown))
    acronym = next(group for group in layer(shown, "findings")["groups"] if "Short form" in group["title"])
    assert acronym["standards"][0][0] == "Leicestershire County Council"
    assert "opinion" in {mark["kind"] for mark in layer(shown, "kinds")["marks"]}
    assert layer(shown, "voice")["count"] == 1
    assert "child-views" in asked(shown)["Given"]
    assert "Home visit, held against: Building Relationships" in words(shown)
    for title in ("Score", "Reading age", "Child in the note", "Not looked at"):
        assert title in words(shown)


def test_without_a_name_it_is_said_that_nobody_can_tell_who_the_child_is(shown: AppTest) -> None:
    shown.selectbox(key="worker-type").select("home-visit")
    paste(shown, VISIT)
    assert "Who the child is could not be told: give the child’s name and age" in words(shown)
    assert "not mentioned" not in words(shown)
    assert "child’s own voice" not in words(shown)
    assert layer(shown, "voice")["count"] is None
    assert layer(shown, "voice")["about"].startswith("Who the child is could not be told")
    shown.text_input(key="worker-child").set_value("Ellie Marsh").run()
    assert "could not be told: give" not in words(shown)


def test_guidances_are_named_by_their_authority(shown: AppTest) -> None:
    labels = shown.selectbox(key="worker-guidance").options
    assert labels[0] == "Not listed, or not sure: what five councils agree on"
    assert "Leicestershire County Council: Building Relationships through Writing our Records to the Child" in labels


def test_a_text_that_came_late_does_not_replace_a_later_one(shown: AppTest) -> None:
    send(shown, "worker-editor", draft={"v": 7, "text": DRAFT})
    send(shown, "worker-editor", draft={"v": 5, "text": "SW"})
    assert component(shown, "worker-editor")["text"] == DRAFT


def test_only_what_changed_is_checked(shown: AppTest, monkeypatch) -> None:
    calls = []
    check, update = Checker.__call__, Checker.update
    monkeypatch.setattr(Checker, "__call__", lambda *a, **k: calls.append("check") or check(*a, **k))
    monkeypatch.setattr(Checker, "update", lambda *a, **k: calls.append("update") or update(*a, **k))
    paste(shown, DRAFT)
    paste(shown, DRAFT + " TBC")
    shown.run()
    assert calls == ["check", "update"]


def test_progress_is_told_since_the_paste(shown: AppTest) -> None:
    paste(shown, VISIT)
    assert "Since you pasted" not in summary(shown)
    paste(shown, VISIT.replace("re: CIN plan", "about the child in need plan"))
    assert re.search(
        r"Since you pasted this text: \d+ places then, \d+ now\. Score: \d+ then, \d+ now\.", summary(shown)
    )


def test_follows_the_guidance_that_is_chosen(shown: AppTest) -> None:
    paste(shown, DRAFT)
    shown.selectbox(key="worker-guidance").select("swindon").run()
    assert "held against: Swindon Children's Social Care Quality Standards" in words(shown)


def test_takes_the_parent_of_a_type_that_the_next_guidance_lacks(shown: AppTest) -> None:
    paste(shown, DRAFT)
    shown.selectbox(key="worker-guidance").select("swindon").run()
    shown.selectbox(key="worker-type").select("pathway-plan").run()
    assert "Pathway plan, held against" in words(shown)
    shown.selectbox(key="worker-guidance").select("sutton").run()
    assert not shown.exception
    assert shown.selectbox(key="worker-type").value == "plan"


def test_hands_over_what_is_known(shown: AppTest, monkeypatch) -> None:
    seen = {}
    check = Checker.__call__
    monkeypatch.setattr(Checker, "__call__", lambda self, text, **more: seen.update(more) or check(self, text, **more))
    shown.text_input(key="worker-child").set_value("Amy Pond")
    shown.text_input(key="worker-known-as").set_value("Amy, Ames")
    shown.number_input(key="worker-age").set_value(9)
    shown.text_input(key="worker-event").set_value("4/3/2026")
    shown.text_input(key="worker-recorded").set_value("5 March 2026")
    paste(shown, DRAFT)
    assert (seen["event_date"], seen["recorded_date"]) == (date(2026, 3, 4), date(2026, 3, 5))
    assert "Recorded in time" in words(shown)
    assert seen["child"] == {"name": "Amy Pond", "known_as": ["Amy", " Ames"], "age": 9}
    assert seen["doc_type"] == "case-note"


def test_a_day_that_cannot_be_read_is_said_and_left_out(shown: AppTest) -> None:
    shown.text_input(key="worker-event").set_value("31/2/2026")
    paste(shown, DRAFT)
    assert "There is no such day in the calendar. Write it as 4/3/2026" in said(shown)
    assert marked(shown)


def test_what_is_known_is_still_there_after_another_view(shown: AppTest) -> None:
    paste(shown, DRAFT)
    shown.text_input(key="worker-child").set_value("Amy Pond").run()
    shown.selectbox(key="worker-type").select("home-visit").run()
    shown.switch_page("notecheck/views/help.py").run()
    shown.switch_page("notecheck/views/worker.py").run()
    assert not shown.exception
    assert shown.text_input(key="worker-child").value == "Amy Pond"
    assert shown.selectbox(key="worker-type").value == "home-visit"
    assert component(shown, "worker-editor")["text"] == DRAFT


def test_a_finding_is_set_aside_with_its_reason_and_brought_back(shown: AppTest) -> None:
    paste(shown, VISIT)
    editor = component(shown, "worker-editor")
    before = marked(shown)
    number = editor["marks"][before.index("SW")]["n"]
    wish = {"n": number, "v": editor["v"], "scope": "word", "reason": "she knows it", "at": 7}
    send(shown, "worker-editor", ignore=wish)
    assert "SW" not in marked(shown)
    assert "1 set aside by you" in summary(shown)
    row = component(shown, "worker-aside")["groups"][0]["rows"][0]
    assert row["lines"] == ["Your reason: she knows it"]
    send(shown, "worker-aside", act={"id": row["id"], "reason": None, "at": 1})
    assert marked(shown) == before
    assert component(shown, "worker-aside") is None


def test_a_wish_about_a_text_that_has_changed_since_is_not_guessed_at(shown: AppTest) -> None:
    paste(shown, VISIT)
    before = marked(shown)
    send(shown, "worker-editor", ignore={"n": 0, "v": 999, "scope": "place", "reason": "x", "at": 7})
    assert marked(shown) == before


def test_a_point_does_not_apply_because(shown: AppTest) -> None:
    shown.selectbox(key="worker-type").select("home-visit")
    paste(shown, VISIT)
    item = asked(shown)["Not found"][0]
    act = {"id": item, "reason": "we met in the park", "at": 5}
    send(shown, "worker-asked", act=act)
    assert item in asked(shown)["Does not apply"]
    send(shown, "worker-asked", act={"id": item, "reason": None, "at": 6})
    assert item in asked(shown)["Not found"]
    send(shown, "worker-asked", act=act)  # a run that was broken off may bring an act again
    assert item in asked(shown)["Not found"]


def test_another_note_does_not_inherit_what_was_set_aside(shown: AppTest) -> None:
    shown.selectbox(key="worker-type").select("home-visit")
    paste(shown, VISIT)
    item = asked(shown)["Not found"][0]
    send(shown, "worker-asked", act={"id": item, "reason": "we met in the park", "at": 5})
    paste(shown, "Home visit on 9 June 2026. " + "Callum showed me the shed that he and his uncle painted blue. " * 3)
    assert item not in asked(shown).get("Does not apply", [])


def test_clear_all_forgets(shown: AppTest) -> None:
    shown.text_input(key="worker-child").set_value(SECRET)
    paste(shown, f"{SECRET} was seen. {VISIT}")
    shown.button(key="worker-clear").click().run()
    assert not shown.exception
    assert component(shown, "worker-editor")["text"] == ""
    assert shown.text_input(key="worker-child").value == ""
    assert "has forgotten the note" in said(shown)
    shown.run()
    assert SECRET not in str(shown.session_state["worker"]) + str(shown.session_state["worker-kept"])


def test_shows_markup_as_data_alone(shown: AppTest) -> None:
    evil = "<script>alert('SW')</script> & <b>LAC</b> **bold** :red[x]\nI saw 👩‍👧 today."
    paste(shown, evil)
    assert not shown.exception
    assert component(shown, "worker-reading")["text"] == evil
    assert not [element for element in shown.get("html") if "<script" in element.proto.body]
    assert "alert(" not in " ".join(element.value for element in shown.markdown)


@pytest.mark.parametrize("text", ["", "   \n\n\t"])
def test_an_empty_text_is_no_draft(shown: AppTest, text: str) -> None:
    paste(shown, text)
    assert not shown.exception
    assert component(shown, "worker-reading") is None


def test_text_without_words(shown: AppTest) -> None:
    paste(shown, "👩‍👧 !!! ———")
    assert not shown.exception
    assert "the note has no words" in words(shown)


def test_example_has_something_to_see(shown: AppTest) -> None:
    shown.button(key="worker-example").click().run()
    assert not shown.exception
    assert shown.text_input(key="worker-child").value == "Ellie Marsh"
    assert "CIN" in marked(shown)
    assert component(shown, "worker-editor")["load"] == 1
    assert "Recorded in time" in words(shown)


def file(data: bytes, at: int = 1, ending: str = ".txt") -> dict[str, Any]:
    return {"file": base64.b64encode(data).decode(), "ending": ending, "at": at}


def test_opens_a_text_file(shown: AppTest) -> None:
    send(shown, "worker-file", file=file(DRAFT.replace("\n", "\r\n").encode("utf-16")))
    assert not shown.exception
    assert component(shown, "worker-editor")["text"] == DRAFT
    assert "SW" in marked(shown)


@pytest.mark.parametrize(
    ("data", "told"), [(b"\x89PNG\r\n", "it is a picture"), (b"a\x00b", "not text"), (b"", "is empty")]
)
def test_says_why_a_file_cannot_be_opened(shown: AppTest, data: bytes, told: str) -> None:
    paste(shown, DRAFT)
    send(shown, "worker-file", file=file(data))
    assert not shown.exception
    assert "This file could not be opened" in said(shown)
    assert told in said(shown)
    assert component(shown, "worker-editor")["text"] == DRAFT


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def places(at: AppTest) -> dict[str, str]:
    editor = component(at, "worker-editor")
    return {editor["text"][mark["start"] : mark["end"]]: mark["place"] for mark in editor["marks"]}


def test_a_finding_says_where_in_the_document_it_stands_until_the_text_is_changed(shown: AppTest) -> None:
    send(shown, "worker-file", file=file(word("I saw you at home.", "SW rang Mum re: CIN."), ending=".docx"))
    assert not shown.exception
    text = component(shown, "worker-editor")["text"]
    assert text == "I saw you at home.\nSW rang Mum re: CIN."
    assert places(shown)["CIN"] == "paragraph 2"
    entries = [entry for group in layer(shown, "findings")["groups"] for entry in group["entries"]]
    assert {entry["place"] for entry in entries} >= {"paragraph 2"}
    paste(shown, f"{text} Today.")
    assert places(shown)["CIN"] == ""
    paste(shown, text)  # undone
    assert places(shown)["CIN"] == "paragraph 2"


def test_a_file_under_a_name_of_nonsense_is_refused(shown: AppTest) -> None:
    for at, ending in enumerate((f".{SECRET}", "../../x.txt", ".t\nxt", 7, None), 1):
        send(shown, "worker-file", file={"file": "QUJD", "ending": ending, "at": at})
        assert not shown.exception
        assert "the name has no ending" in said(shown)
        assert SECRET not in said(shown)


def test_a_word_file_is_kept_with_its_own_text_alone(shown: AppTest) -> None:
    held = word("I saw you at home, Amy.", "SW rang Mum re: CIN.", "You showed me the shed that you painted blue.")
    send(shown, "worker-file", file=file(held, ending=".docx"))
    text = component(shown, "worker-editor")["text"]
    assert shown.session_state["worker"]["source"].word == held
    paste(shown, text.replace("CIN", "child in need"))
    assert shown.session_state["worker"]["source"].word == held  # Undo may bring its text back
    paste(shown, "")
    assert shown.session_state["worker"]["source"] is None
    send(shown, "worker-file", file=file(held, 2, ending=".docx"))
    send(shown, "worker-file", file=file(b"Another note.", 3))
    assert shown.session_state["worker"]["source"].word is None
    send(shown, "worker-file", file=file(held, 4, ending=".docx"))
    shown.button(key="worker-clear").click().run()
    assert shown.session_state["worker"]["source"] is None


def export(*days: int) -> str:
    """What a case system copies: several notes, each behind the same header."""
    return "\n\n".join(
        f"Case Note Type: Home Visit\nDate of Event: 0{day}/03/2026\nRecorded by: Priya Nair (Social Worker)\n"
        f"Date Recorded: 0{day + 1}/03/2026\n\nI came to see you at home, Callum, on day {day} and we talked about "
        "the CIN plan. You showed me the shed that you and your uncle painted blue."
        for day in days
    )


def test_a_file_of_several_notes_is_a_choice(shown: AppTest) -> None:
    send(shown, "worker-file", file=file(export(2, 4, 6).encode()))
    assert not shown.exception
    assert "This file holds 3 notes. Choose one below" in said(shown)
    assert component(shown, "worker-editor")["text"] == ""
    rows = component(shown, "worker-notes")["rows"]
    assert [row["cells"][:3] for row in rows] == [
        [f"note {number} of 3", f"{day} March 2026", "Home visit"] for number, day in ((1, 2), (2, 4), (3, 6))
    ]
    send(shown, "worker-notes", press={"row": "1", "at": "1"})
    assert not shown.exception
    assert component(shown, "worker-editor")["text"].startswith("I came to see you at home, Callum, on day 4")
    assert shown.text_input(key="worker-event").value == "4 March 2026"
    assert shown.text_input(key="worker-recorded").value == "5 March 2026"
    assert shown.text_input(key="worker-author").value == "Priya Nair"
    assert shown.selectbox(key="worker-type").value == "home-visit"
    assert "Taken from it into the fields above: the day it happened" in said(shown)
    assert component(shown, "worker-notes")["rows"][1]["current"]
    send(shown, "worker-notes", press={"row": "2", "at": "2"})
    assert shown.text_input(key="worker-event").value == "6 March 2026"


def test_what_the_writer_filled_in_is_not_replaced(shown: AppTest) -> None:
    shown.text_input(key="worker-event").set_value("1 March 2026").run()
    send(shown, "worker-file", file=file(export(2, 4).encode()))
    send(shown, "worker-notes", press={"row": "0", "at": "1"})
    assert shown.text_input(key="worker-event").value == "1 March 2026"
    assert "the day it was recorded" in said(shown)
    assert "the day it happened" not in said(shown)


def test_a_pasted_text_of_several_notes_is_a_choice(shown: AppTest) -> None:
    paste(shown, export(2, 4))
    assert not shown.exception
    assert "This text holds 2 notes" in said(shown)
    assert component(shown, "worker-editor")["text"] == export(2, 4)
    send(shown, "worker-notes", press={"row": "0", "at": "1"})
    assert component(shown, "worker-editor")["text"].startswith("I came to see you at home")
    paste(shown, VISIT)  # another note: there is nothing to choose from any more
    assert component(shown, "worker-notes") is None


def test_notes_of_a_file_are_handed_to_the_spot_check(shown: AppTest) -> None:
    send(shown, "worker-file", file=file(export(2, 4, 6).encode()))
    shown.button(key="worker-to-spot").click().run()
    assert not shown.exception
    assert shown.title[0].value == "Spot check"
    assert "3 records opened from what was open under My draft" in words(shown)


def test_a_table_belongs_to_the_spot_check(shown: AppTest) -> None:
    send(shown, "worker-file", file=file(b"date,text\n4/3/2026,I saw you.\n5/3/2026,I rang Mum.\n", ending=".csv"))
    assert not shown.exception
    assert "This is a table of 2 records. Look at them under Spot check" in said(shown)
    assert component(shown, "worker-notes") is None
    shown.button(key="worker-to-spot").click().run()
    assert "2 records opened" in words(shown)


def test_a_text_that_is_longer_than_the_box_is_refused(shown: AppTest) -> None:
    paste(shown, DRAFT)
    send(shown, "worker-file", file=file(b"I saw you today. " * 12_000))
    assert not shown.exception
    assert "the box takes 200,000 characters" in said(shown)
    assert component(shown, "worker-editor")["text"] == DRAFT


def test_grammar_that_is_not_there_is_said_once_and_quietly(shown: AppTest, monkeypatch) -> None:
    monkeypatch.setenv("NOTECHECK_GRAMMAR", "off")
    paste(shown, DRAFT)
    assert words(shown).count("Grammar and spelling were not checked, because this check is switched off") == 1
    assert component(shown, "worker-again")["count"] == 0


def test_fault_inside_is_said_in_own_words_and_logs_no_note(shown: AppTest, monkeypatch, caplog, capfd) -> None:
    def fail(self, text, **more):
        raise ValueError(text)

    monkeypatch.setattr(Checker, "__call__", fail)
    with caplog.at_level(logging.DEBUG):
        paste(shown, f"{SECRET} was seen.")
    assert not shown.exception
    assert "it is not the fault of your text" in said(shown)
    assert component(shown, "worker-editor")["text"] == f"{SECRET} was seen."
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text + "".join(capfd.readouterr()) + said(shown)


def test_refusal_is_passed_on(shown: AppTest, monkeypatch) -> None:
    def refuse(self, text, **more):
        raise NotecheckError("text: too long, so split it")

    monkeypatch.setattr(Checker, "__call__", refuse)
    paste(shown, DRAFT)
    assert "This could not be checked. text: too long, so split it" in said(shown)
    assert component(shown, "worker-reading") is None


def test_visits_share_no_note(checker, monkeypatch) -> None:
    monkeypatch.setattr(page, "_loaded", [checker] * 2)
    first, second = (AppTest.from_file(str(PAGE), default_timeout=60).run() for _ in range(2))
    paste(first, f"{SECRET} CIN")
    second.run()
    assert SECRET in component(first, "worker-reading")["text"]
    assert SECRET not in checker.nlp.vocab.strings
    assert not component(second, "worker-editor")["text"]
    assert SECRET not in words(second) + said(second)
