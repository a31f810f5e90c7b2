"""A manager's verdicts and a worker's replies: kept without the note, found again, counted by rule."""

import json

import pytest

from notecheck.errors import NoteError
from notecheck.supervision.review import Review, Verdict, disagreements, entry_disagreements

TEXT = "SW visited on 4 March 2026. The LADO and the IRO were told. Dad is a waste of space."


@pytest.fixture(scope="module")
def report(checker):
    return checker(TEXT, id="A-17", child={"name": "Callum Wright", "age": 9})


def index(report, words):
    return next(n for n, f in enumerate(report.findings) if report.text[f.start : f.end] == words)


@pytest.fixture(scope="module")
def review(report):
    return (
        Review(comment="Clear and kind.")
        .with_verdict(index(report, "SW"), Verdict(False, "Our children know what SW means.", "Thank you."))
        .with_verdict(index(report, "LADO"), Verdict(True))
    )


@pytest.mark.model
def test_a_review_is_saved_without_a_word_of_the_note_and_loaded_again(report, review):
    saved = json.dumps(review.to_dict(report))
    assert not any(word in saved for word in ("waste", "LADO", "Callum", "visited"))
    assert Review.from_dict(json.loads(saved), report) == review
    first = json.loads(saved)["verdicts"][0]
    assert (first["rule"], first["start"], first["agrees"], first["reply"]) == ("acronym", 0, False, "Thank you.")
    assert first["standards"] == ["general-acronyms"]


@pytest.mark.model
def test_verdicts_find_their_findings_again_when_the_note_is_checked_with_others(checker, report, review):
    """One finding set aside before them moves all places in the list; rule and place in the text stay."""
    again = checker(TEXT, id="A-17", ignored=[{"text": "IRO", "reason": "explained on the front sheet"}])
    loaded = Review.from_dict(review.to_dict(report), again)
    assert loaded.verdict(index(again, "SW")).agrees is False
    assert loaded.verdict(index(again, "LADO")).agrees is True


@pytest.mark.model
def test_a_verdict_whose_finding_is_gone_is_kept_and_saved_again(checker, report, review):
    gone = checker(TEXT, ignored=[{"text": "SW", "reason": "known"}])
    loaded = Review.from_dict(review.to_dict(report), gone)
    assert [row["start"] for row in loaded.unplaced] == [0]
    assert set(loaded.verdicts) == {index(gone, "LADO")}
    back = Review.from_dict(json.loads(json.dumps(loaded.to_dict(gone))), report)
    assert back == review


@pytest.mark.model
def test_a_verdict_is_replaced_and_taken_back(report, review):
    place = index(report, "SW")
    assert review.with_verdict(place, Verdict(True)).verdict(place) == Verdict(True)
    assert place not in review.with_verdict(place, Verdict()).verdicts
    assert review.verdict(place).agrees is False
    assert review.verdict(999) == Verdict()


def test_a_review_cannot_be_changed_through_what_it_was_made_from():
    given = {0: Verdict(True)}
    review = Review(given)
    given[0] = Verdict(False)
    assert review.verdict(0).agrees is True
    with pytest.raises(TypeError):
        review.verdicts[1] = Verdict(True)


def test_neither_comment_nor_reply_is_shown_when_it_is_logged():
    assert "mother" not in repr(Review({0: Verdict(False, "Her mother said so.")}, "About her mother"))


@pytest.mark.model
@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"version": 2}, {"version": 1, "verdicts": {}}, {"version": 1, "verdicts": [3]},
     {"version": 1, "verdicts": [{"rule": "acronym"}]}, {"version": 1, "comment": 3},
     {"version": 1, "verdicts": [{"rule": "acronym", "start": [0], "end": 2}]},
     {"version": 1, "verdicts": [{"rule": "acronym", "start": 0, "end": 2, "agrees": "no"}]}],
)  # fmt: skip
def test_what_is_no_saved_review_is_refused(data, report):
    with pytest.raises(NoteError):
        Review.from_dict(data, report)


@pytest.mark.model
def test_we_disagree_with_this_rule_is_counted_over_the_sample(checker, report, review):
    other = checker("The IRO rang on 5 March 2026. The SW was told.")
    second = Review({index(other, "SW"): Verdict(False)})
    unread = checker("The LADO rang.")
    rows = disagreements([("row 2", report, review), ("row 3", other, second), ("row 4", unread, Review())])
    acronym = next(row for row in rows if row.name == "acronym")
    every = sum(f.rule == "acronym" for r in (report, other, unread) for f in r.findings)
    assert (acronym.findings, acronym.reviewed, acronym.agreed, acronym.disagreed) == (every, 3, 1, 2)
    assert acronym.share == pytest.approx(2 / 3)
    assert acronym.records == (0, 1)
    assert rows[0] is acronym
    assert all(row.share is None for row in rows if not row.reviewed)
    assert json.loads(json.dumps(acronym.to_dict()))["disagreed"] == 2


@pytest.mark.model
def test_the_entry_of_the_list_to_change_is_named(report, review):
    rows = entry_disagreements([("row 2", report, review)])
    entry = report.findings[index(report, "SW")].entry
    assert (rows[0].name, rows[0].rule, rows[0].disagreed) == (entry, "acronym", 1)
    assert {row.name for row in rows} == {f.entry for f in report.findings if f.entry}


def test_an_empty_sample_has_no_disagreement():
    assert disagreements([]) == entry_disagreements([]) == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"comment": "Clear\ud800"}, "comment: half a character"),
        (
            {"verdicts": [{"rule": "x", "start": 0, "end": 1, "agrees": None, "\ud800": 1}]},
            r"verdicts\.'\\ud800': half",
        ),
        ({"verdicts": [{"rule": "x", "start": 0, "end": 1, "k" * 10**6: 1}]}, "a key of 1,000,000 characters"),
    ],
)
def test_a_review_that_could_not_be_saved_again_is_refused_by_its_key(report, review, change, says):
    with pytest.raises(NoteError, match=says):
        Review.from_dict(review.to_dict(report) | change, report)
