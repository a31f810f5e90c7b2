"""What several tests share: the shipped pipeline, loaded once, and a careful place for texts."""

import pytest

import notecheck
from notecheck.note import Note
from notecheck.pipeline import load_model


@pytest.fixture(scope="session")
def checker():
    return notecheck.load()


@pytest.fixture(scope="session")
def bare():
    """The shipped pipeline without any check."""
    return load_model()


@pytest.fixture
def marked(checker):
    """Check a text; what was marked, as (rule, words) in order of place."""

    def check(text, **fields):
        report = checker(text, **fields)
        return [(finding.rule, text[finding.start : finding.end]) for finding in report.findings]

    return check


@pytest.fixture
def doc_of(bare):
    """A Doc of the bare pipeline for a note in the contract's form."""

    def make(text, **fields):
        doc = bare.make_doc(text)
        doc._.notecheck_note = Note.from_dict({**fields, "text": text})
        return bare(doc)

    return make
