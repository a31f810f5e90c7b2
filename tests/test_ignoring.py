"""Findings that the writer set aside: which of them, for how long, and what the report says of them."""

from __future__ import annotations

import pytest

from notecheck.errors import NoteError
from notecheck.ignoring import ignore_place, ignore_word
from notecheck.note import Note
from notecheck.render import render

TEXT = (
    "SW saw Ellie at home.\n\nDad is lazy about ringing. Ellie was seen at the LADO meeting. The LADO rang Mum. "
    "Mum is lazy about ringing, too."
)

pytestmark = pytest.mark.model


def of_rule(report, rule):
    return [finding for finding in report.findings if finding.rule == rule]


def cut(report):
    return [report.text[each.finding.start : each.finding.end] for each in report.ignored]


@pytest.fixture
def report(checker):
    return checker(TEXT, doc_type="home-visit")


def test_a_finding_set_aside_leaves_findings_and_score_and_stands_with_its_reason(checker, report):
    lado = next(f for f in of_rule(report, "acronym") if report.text[f.start : f.end] == "LADO")
    after = checker(TEXT, doc_type="home-visit", ignored=[ignore_place(TEXT, lado, "the family know her as this")])
    assert lado not in after.findings
    assert len(after.findings) == len(report.findings) - 1
    assert after.score.parts["plain-language"] > report.score.parts["plain-language"]
    (row,) = after.to_dict()["ignored"]
    assert (row["text"], row["rule"], row["reason"]) == ("LADO", "acronym", "the family know her as this")
    assert "set aside by the writer" in "".join(render("text", [("a", after)])).lower()


def test_one_place_is_set_aside_and_the_same_words_elsewhere_are_not(checker, report):
    first, second = of_rule(report, "judgemental")
    after = checker(TEXT, doc_type="home-visit", ignored=[ignore_place(TEXT, second, "her own word")])
    assert of_rule(after, "judgemental") == [first]


def test_a_word_is_set_aside_wherever_it_stands(checker, report):
    first, _ = of_rule(report, "judgemental")
    after = checker(TEXT, doc_type="home-visit", ignored=[ignore_word(TEXT, first, "quoted in the panel’s letter")])
    assert not of_rule(after, "judgemental")
    assert len(after.ignored) == 2


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: "Home visit on 4 March 2026.\n" + text,
        lambda text: text.replace("Ellie was seen", "Ellie was seen, smiling,"),
        lambda text: text.replace("Dad is", "He is"),
        lambda text: text + " I rang Nan.",
    ],
)
def test_it_stays_set_aside_while_the_text_round_it_changes(checker, report, edit):
    first, _ = of_rule(report, "judgemental")
    entry = ignore_place(TEXT, first, "agreed with him")
    after = checker(edit(TEXT), doc_type="home-visit", ignored=[entry])
    assert len(of_rule(after, "judgemental")) == 1
    (kept,) = after.ignored
    assert after.text[kept.finding.start :].startswith("lazy")


def test_the_same_words_written_anew_in_another_place_are_marked(checker, report):
    first, _ = of_rule(report, "judgemental")
    entry = ignore_place(TEXT, first, "agreed with him")
    after = checker("Uncle Ben seems to be quite lazy.", ignored=[entry])
    assert of_rule(after, "judgemental")
    assert not after.ignored


def test_what_is_said_of_the_whole_note_can_be_set_aside(checker):
    text = "I rang the school today. The office was closed, and I left a message for the head teacher to ring back."
    known = {"doc_type": "home-visit", "child": {"name": "Ellie Marsh", "age": 9}}
    report = checker(text, **known)
    (voice,) = of_rule(report, "voice")
    entry = ignore_place(text, voice, "a call to the school only")
    assert entry["text"] == ""
    after = checker(text + " It is open on Monday.", **known, ignored=[entry])
    assert not of_rule(after, "voice")
    assert [each.finding.rule for each in after.ignored] == ["voice"]
    assert after.score.overall > checker(after.text, **known).score.overall


def test_update_keeps_what_is_set_aside(checker, report):
    first, _ = of_rule(report, "judgemental")
    before = checker(TEXT, doc_type="home-visit", ignored=[ignore_place(TEXT, first, "agreed with him")])
    after = checker.update(before, TEXT + " I rang Nan.")
    assert cut(after) == cut(before) != []


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("CIN", "ignored: must be a list"),
        ([{"text": "CIN"}], r"ignored\[0\]\.reason: is missing"),
        ([{"text": "CIN", "reason": " "}], r"ignored\[0\]\.reason: is missing"),
        ([{"reason": "known"}], r"ignored\[0\]\.text: is missing"),
        ([{"text": 3, "reason": "known"}], r"ignored\[0\]\.text: must be text, not a number"),
    ],
)
def test_entries_that_do_not_fit_are_refused_by_key(entries, told):
    with pytest.raises(NoteError, match=told):
        Note.from_dict({"text": "I saw you.", "ignored": entries})
