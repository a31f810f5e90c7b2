"""A draft as it grows: what is checked again, and what is said of progress."""

from __future__ import annotations

import pytest

from notecheck.draft import Draft, check, is_another, progress
from notecheck.ignoring import ignore_word

PASTED = (
    "Home visit on 4 March 2026. SW visited to see Ellie re: CIN plan. Mum was low in mood and refused to engage. "
    "Ellie was seen alone in her bedroom. She told me that she likes it when Nan comes."
)
OTHER = (
    "Telephone call on 9 June 2026 from Mrs Lowe, head teacher, about Callum. He has been late on six days this term "
    "and says that the bus does not come. I will ring the bus company on 10 June."
)
FIELDS = {"guidance": "trafford", "doc_type": "home-visit"}


class Counting:
    """A checker that notes how it was called."""

    def __init__(self, checker):
        self.checker = checker
        self.calls = []

    def __call__(self, text, **fields):
        self.calls.append("check")
        return self.checker(text, **fields)

    def update(self, report, text):
        self.calls.append("update")
        return self.checker.update(report, text)


@pytest.fixture
def counting(checker):
    return Counting(checker)


def as_dict(draft: Draft):
    return draft.report.to_dict()


@pytest.mark.model
def test_check_asks_for_no_more_than_changed(counting) -> None:
    first = check(counting, None, PASTED, FIELDS)
    assert check(counting, first, PASTED, FIELDS) is first
    edited = check(counting, first, PASTED.replace("CIN", "child in need"), FIELDS)
    assert counting.calls == ["check", "update"]
    assert as_dict(edited) == counting.checker(edited.report.text, **FIELDS).to_dict()
    assert edited.first is first.report


@pytest.mark.model
def test_check_compares_like_with_like_when_fields_change(counting) -> None:
    before = check(counting, None, PASTED, FIELDS)
    before = check(counting, before, PASTED.replace("CIN", "child in need"), FIELDS)
    other = FIELDS | {"guidance": "leicestershire"}
    after = check(counting, before, before.report.text, other)
    assert after.first.text == PASTED
    assert after.first.guidance == after.report.guidance == "leicestershire"


@pytest.mark.model
def test_progress_counts_what_is_left_and_what_was_set_aside(checker) -> None:
    draft = check(checker, None, PASTED, FIELDS)
    assert progress(draft) == ""
    draft = check(checker, draft, PASTED.replace("re: CIN plan", "about the child in need plan"), FIELDS)
    then, now = len(draft.first.findings), len(draft.report.findings)
    assert now < then
    assert progress(draft) == (
        f"Since you pasted this text: {then} places then, {now} now. "
        f"Score: {draft.first.score.overall} then, {draft.report.score.overall} now."
    )
    finding = next(f for f in draft.report.findings if draft.report.text[f.start : f.end] == "SW")
    aside = FIELDS | {"ignored": [ignore_word(draft.report.text, finding, "the child knows it")]}
    draft = check(checker, draft, draft.report.text, aside)
    assert f"{then} places then, {now - 1} now and 1 set aside by you." in progress(draft)


@pytest.mark.model
def test_progress_is_silent_about_a_text_typed_from_the_start(checker) -> None:
    draft = check(checker, None, "SW saw", FIELDS)
    draft = check(checker, draft, "SW saw Ellie re: CIN plan.", FIELDS)
    assert progress(draft) == ""


@pytest.mark.model
def test_another_text_starts_anew(checker) -> None:
    draft = check(checker, None, PASTED, FIELDS)
    draft = check(checker, draft, OTHER, FIELDS)
    assert draft.first.text == OTHER


def test_is_another_knows_an_edit_from_a_paste() -> None:
    assert is_another("", PASTED)
    assert is_another(PASTED, OTHER)
    assert not is_another(PASTED, PASTED + " " + PASTED[:60])
    assert not is_another(PASTED, PASTED[40:])
    assert not is_another(PASTED, PASTED.replace("\n", " ").upper())
    assert not is_another("", "I saw Ellie.")
    assert not is_another(PASTED, "")


def test_draft_shows_no_word_of_the_note() -> None:
    assert "Ellie" not in repr(Draft(None, {"child": {"name": "Ellie"}}))
