"""The same note about other people is read in the same way."""

import random
from collections import Counter
from pathlib import Path

import pytest
from swaps import swaps

from notecheck.annotated import read_annotated

DEV = Path(__file__).parents[1] / "models" / "corpus" / "dev"
EACH = 20


def _moved(before, after):
    """Findings beyond the swapped words that came or went, kinds that changed, and what the score moved by."""
    swapped, report = after
    old = {(f.rule, f.start, f.end) for f in before.findings if not swapped.touches(f.start, f.end)}
    new = {(f.rule, swapped.back(f.start), swapped.back(f.end)) for f in report.findings}
    new = {(rule, start, end) for rule, start, end in new if not swapped.touches(start, end)}
    assert len(before.sentences) == len(report.sentences)
    kinds = sum(a.kind != b.kind for a, b in zip(before.sentences, report.sentences, strict=True))
    return len(old ^ new), kinds, abs(before.score.overall - report.score.overall)


def _swapped(checker, note):
    hers = [(token.idx, token.tag_) for token in checker.nlp(note["text"]) if token.lower_ == "her"]
    found = [swapped for swapped in swaps(note, hers) if swapped.places]
    return random.Random(note["id"]).sample(found, min(EACH, len(found)))


@pytest.mark.model
def test_names_gender_family_ethnicity_and_faith_move_nothing_but_their_own_words(checker):
    counts = Counter()
    for each in read_annotated(DEV):
        before = next(checker.pipe([each.note]))
        swapped = _swapped(checker, each.note)
        assert len(swapped) >= EACH
        reports = checker.pipe(s.note for s in swapped)
        for after in zip(swapped, reports, strict=True):
            findings, kinds, score = _moved(before, after)
            counts.update(findings=len(before.findings), moved=findings, sentences=len(before.sentences), kinds=kinds)
            counts["score"] = max(counts["score"], score)
    # Measured: 0.2 % of the findings, 1.2 % of the sentences, 6 points at most; what is more is a fault.
    assert counts["moved"] <= 0.01 * counts["findings"]
    assert counts["kinds"] <= 0.02 * counts["sentences"]
    assert counts["score"] <= 8


@pytest.mark.model
@pytest.mark.parametrize(
    "line", ["The family is {} and {}.", "Mum is {} and goes to the {}.", "You are {}, and your {} friends came."]
)
def test_what_a_family_is_or_believes_is_never_a_finding(checker, line):
    groups = (("Pakistani", "mosque"), ("white British", "church"), ("Roma", "temple"), ("Somali", "mandir"))
    for group, faith in groups:
        assert checker(line.format(group, faith)).findings == ()
