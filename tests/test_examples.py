"""Every check does what its own examples say, at the exact place; so does every entry of a lexicon."""

import pytest

import notecheck.checks  # noqa: F401  (makes them known, before the tests are counted)
from notecheck.component import REGISTRY, findings_of
from notecheck.data import load_lexicons
from notecheck.findings import PARTS, SEVERITIES
from notecheck.guidance import Rulebook
from notecheck.note import Note

pytestmark = pytest.mark.model

CASES = [(name, example) for name, spec in REGISTRY.items() for example in spec.examples]
LEXICONS = load_lexicons()
GENERAL = Rulebook.load("general")


def _places(text, marks):
    at = 0
    for mark in marks:
        start = text.index(mark, at)
        at = start + len(mark)
        yield start, at


@pytest.mark.parametrize(("name", "example"), CASES, ids=[f"{n}-{i}" for i, (n, _) in enumerate(CASES)])
def test_check_marks_its_examples(checker, name, example):
    doc = checker.nlp.make_doc(example.text)
    note = Note.from_dict({**example.note, "text": example.text})
    doc._.notecheck_note = note
    doc.user_data["notecheck_asked"] = GENERAL.asked(note.doc_type)
    doc = checker.nlp(doc)
    rules = {rule.name for rule in REGISTRY[name].rules}
    found = [(f.start, f.end) for f in findings_of(doc) if f.rule in rules]
    assert found == list(_places(example.text, example.marks))


@pytest.mark.parametrize("name", [n for n, spec in REGISTRY.items() if spec.find is not None and spec.rules])
def test_check_has_lines_that_fire_and_lines_that_do_not(name):
    examples = REGISTRY[name].examples
    assert any(example.marks for example in examples)
    assert any(not example.marks for example in examples)


def test_rules_are_unique_and_told_in_words():
    rules = [rule for spec in REGISTRY.values() for rule in spec.rules]
    assert len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.part in PARTS
        assert rule.severity in SEVERITIES
        assert all((rule.title, rule.why, rule.weak, rule.better))
        assert rule.weak != rule.better


ENTRIES = [(rule, entry) for rule, entries in LEXICONS.terms.items() for entry in entries]
ENTRIES += [("acronym", entry) for entry in LEXICONS.acronyms]


def _faults(checker, rule, sentences):
    """Reports of one rule's findings for many sentences at once, each a note of its own."""
    docs = checker.nlp.pipe([checker.nlp.make_doc(sentence) for sentence in sentences])
    return [[f for f in findings_of(doc) if f.rule == rule] for doc in docs]


@pytest.mark.parametrize("rule", sorted({rule for rule, _ in ENTRIES}))
def test_entries_fire_where_they_say(checker, rule):
    wanted = [(entry.id, sentence) for r, entry in ENTRIES if r == rule for sentence in entry.flags]
    found = _faults(checker, rule, [sentence for _, sentence in wanted])
    silent = [pair for pair, marks in zip(wanted, found, strict=True) if pair[0] not in {f.entry for f in marks}]
    assert silent == []


@pytest.mark.parametrize("rule", sorted({rule for rule, _ in ENTRIES}))
def test_entries_keep_silent_where_they_say(checker, rule):
    wanted = [(entry.id, sentence) for r, entry in ENTRIES if r == rule for sentence in entry.allows]
    found = _faults(checker, rule, [sentence for _, sentence in wanted])
    noisy = [(pair, [f.entry for f in marks]) for pair, marks in zip(wanted, found, strict=True) if marks]
    assert noisy == []
