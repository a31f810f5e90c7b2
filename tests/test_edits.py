"""An edited text read again in part: equal to a full reading, whatever was edited."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from notecheck.edits import reach

CORPUS = Path(__file__).parent.parent / "models" / "corpus" / "train"
PIECES = (
    "Mum rang.", " not", "\n", "\n\n", "CIN ", "She said “I don’t want to go”. ", ", and", "👩‍👧 ", " Dr. Roe", ".",
    "?", '"', "Actions:\n- SW to ring school by Friday\n", "(", "é", " 4.30 p.m. ", "’d", "\r\n",
)  # fmt: skip

pytestmark = pytest.mark.model


def notes(count):
    for path in sorted(CORPUS.glob("*.json"))[: 10 * count : 10]:
        note = json.loads(path.read_text(encoding="utf-8"))
        fields = {
            key: note[key] for key in ("doc_type", "child", "author", "event_date", "recorded_date") if key in note
        }
        yield path.stem, note["text"], fields


def edited(text, rng):
    """One edit as people make them: type, delete, replace, move, paste, begin anew."""
    kind = rng.choice(["insert", "delete", "replace", "paste", "cut", "lines", "all"])
    a, b = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    near = min(len(text), a + rng.randrange(30))
    if kind == "insert":
        return text[:a] + rng.choice(PIECES) + text[a:]
    if kind == "delete":
        return text[:a] + text[near:]
    if kind == "replace":
        return text[:a] + rng.choice(PIECES) + text[near:]
    if kind == "paste":
        return text[:a] + text[a:b] + text[a:]
    if kind == "cut":
        return text[:a] + text[b:]
    if kind == "lines":
        lines = text.splitlines(keepends=True)
        rng.shuffle(lines)
        return "".join(lines)
    return rng.choice(["", rng.choice(PIECES), text.upper(), text * 2])


@pytest.mark.parametrize(("name", "text", "fields"), list(notes(20)))
def test_update_equals_a_full_check_over_random_edits(checker, name, text, fields):
    rng = random.Random(name)
    report = checker(text, **fields)
    for _ in range(8):
        text = edited(text, rng)[:6000]
        report = checker.update(report, text)
        assert report.to_dict() == checker(text, **fields).to_dict()


def test_a_report_of_many_can_be_updated_too(checker):
    report = next(checker.pipe([{"text": "SW rang Mum."}]))
    assert checker.update(report, "SW rang Dad.") == checker("SW rang Dad.")


def test_checks_see_what_an_edit_changes_far_away(checker):
    text = "The LADO rang.\n\n" + "I saw Ellie at school. " * 30 + "\n\nThe LADO rang again."
    report = checker.update(checker(text), text.replace("The LADO rang.", "I rang.", 1))
    (finding,) = (f for f in report.findings if f.rule == "acronym")
    assert finding.start > 300


def test_only_sentences_near_the_edit_are_read_again(checker, monkeypatch):
    text = "I saw Ellie at school today and we played a long game of cards together. " * 40
    report = checker(text)
    tagger, read = type(checker.nlp.get_pipe("tagger")), []
    tag = tagger.__call__
    monkeypatch.setattr(tagger, "__call__", lambda self, doc: read.append(len(doc)) or tag(self, doc))
    checker.update(report, text.replace("a long game", "a short game", 1))
    assert 0 < sum(read) < 100


def test_nothing_of_the_text_stays_in_the_vocabulary(checker):
    report = checker("Zebedeeq was seen. " * 5 + "I left.")
    checker.update(report, report.text + " Zebedeexes came.")
    for word in ("Zebedeeq", "zebedeeq", "Zebedeexes", "zebedeexe"):
        assert word not in checker.nlp.vocab.strings


def test_a_model_whose_reach_cannot_be_told_is_run_in_full(checker):
    pipes = ["tok2vec", "tagger", "notecheck_sentences", "parser", "attribute_ruler", "lemmatizer"]
    assert reach(checker.nlp, pipes) == 6
    assert reach(checker.nlp, ["transformer", *pipes[1:]]) is None
