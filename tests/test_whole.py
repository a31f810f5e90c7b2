"""What people read about the whole note."""

import pytest

from notecheck.render import html, text, whole

pytestmark = pytest.mark.model

NOTE = {
    "text": (
        "Date: 4 March 2026\nAnnounced home visit to see Ellie.\n\nEllie was in her bedroom, alone with me. She told "
        "me “I like it when Nan comes”. I will visit again on 11 March 2026.\n\nJo Field, Social Worker"
    ),
    "doc_type": "home-visit",
    "child": {"name": "Ellie Marsh", "age": 9},
    "author": {"name": "Jo Field", "role": "Social Worker"},
    "event_date": "2026-03-04",
    "recorded_date": "2026-03-12",
    "not_applicable": {"announced": "it was an emergency"},
}
UNHEARD = NOTE | {
    "text": "Home visit, 4 March 2026. Ellie was at home. Mum said the boiler is broken. Dad said he will ring.",
    "not_applicable": {},
}


def _report(checker, note, guidance="general"):
    return next(checker.pipe([note | {"guidance": guidance}]))


def test_the_child_is_heard_and_written_about(checker):
    report = _report(checker, NOTE)
    assert "Heard in it: the child’s own words." in list(whole.voice(report))
    assert "It says how the child’s view was got." in list(whole.voice(report))
    lines = " ".join(whole.address(report))
    assert "It is written about the child." in lines
    assert "asks for a record of this type to be written to the child" in lines


def test_lateness_is_told_in_the_guidances_own_terms(checker):
    assert "3 working days late" in " ".join(whole.timeliness(_report(checker, NOTE))).lower()
    assert not list(whole.timeliness(_report(checker, NOTE | {"recorded_date": None})))


def test_each_point_of_the_checklist_says_how_it_stands(checker):
    rows = {row.label: row for row in whole.checklist(_report(checker, NOTE))}
    states = {row.state for row in rows.values()}
    assert {"given", "not found", "does not apply"} <= states
    given = next(row for label, row in rows.items() if label.startswith("the name and role"))
    assert NOTE["text"][slice(*given.evidence[0])].startswith("Jo Field")
    own = next(row for label, row in rows.items() if "announced" in label)
    assert (own.state, own.reason) == ("does not apply", "it was an emergency")


def test_a_finding_on_the_whole_note_marks_no_word(checker):
    report = _report(checker, UNHEARD)
    assert [f for f in report.findings if f.rule == "voice"]
    shown = "".join(text.render([("visit", report)], colour=False))
    assert "the whole note" in shown
    marked = html.marked(report.text, [f for f in report.findings if f.rule == "voice"])
    assert "<mark" not in marked
    assert marked.endswith("will ring.")


def test_both_formats_say_what_was_read(checker):
    report = _report(checker, NOTE)
    page = html.body(report)
    shown = "".join(text.render([("visit", report)], colour=False))
    for said in ("Heard in it", "working days late", "the name and role of the person who wrote it"):
        assert said in page
        assert said in shown
    assert "[x] the date of the contact" in shown


def test_what_a_writer_gives_as_a_reason_is_shown_as_text(checker):
    report = _report(checker, NOTE | {"not_applicable": {"announced": "<b>x</b>"}})
    assert "&lt;b&gt;x" in html.body(report)


def test_a_reason_for_what_nobody_asks_is_named(checker):
    report = _report(checker, NOTE | {"not_applicable": {"seen_alone": "he was at school"}})
    said = next(row.reason for row in report.skipped if row.check == "not-applicable")
    assert "'seen_alone' is not asked of this record" in said
    assert "seen-alone" in said
    assert report.score.parts["completeness"] is not None
