"""A long text read in pieces, an edited text read again in part: equal to a full reading, whatever the text."""

from __future__ import annotations

import gc
import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import notecheck
from notecheck import edits
from notecheck.carry.anew import Anew
from notecheck.checks import acronym
from notecheck.component import REGISTRY, Component
from notecheck.edits import reach
from notecheck.note import Child
from notecheck.people import whose
from notecheck.people.deeds import Deeds
from notecheck.people.pronouns import _Resolver
from notecheck.statements import features
from notecheck.text import sentences

CORPUS = Path(__file__).parent.parent / "models" / "corpus" / "train"
MAIL = """From: T Hall
Sent: 4 May 2026 14:07
To: SW
Subject: Sam

Hi
Sam is well. He was fine on the trip.

Kind regards
T Hall
Teacher
"""
PIECES = (
    "Mum rang.", " not", "\n", "\n\n", "CIN ", "She said “I don’t want to go”. ", ", and", "👩‍👧 ", " Dr. Roe", ".",
    "?", '"', "Actions:\n- SW to ring school by Friday\n", "(", "é", " 4.30 p.m. ", "’d", "\r\n", MAIL,
    "ACTIONS\n", "Views of the child\n\n", "child in need (CIN) ", "XX said no. ", "[insert date]", "tbc", "He ", "1. ",
    "Lee (her dad) said she is lazy. ", "Mum: he does my head in\n", "You told me you like school. ", "  - ", "|",
    "It was agreed that a referral will be made. ", "the Hughes family ", "Mrs Hughes ", "Regards,\n", "beneficial ",
    " She is manipulative.", "I could of went home with there dog. ", "regularly late", " when things settle", "\t",
)  # fmt: skip

pytestmark = pytest.mark.model


def notes(count):
    for path in sorted(CORPUS.glob("*.json"))[: 10 * count : 10]:
        note = json.loads(path.read_text(encoding="utf-8"))
        fields = {
            key: note[key] for key in ("doc_type", "child", "author", "event_date", "recorded_date") if key in note
        }
        yield path.stem, note["text"], fields


def edited(text, rng, name):
    """One edit as people make them: type, delete, replace, move, paste, join lines, name somebody, begin anew."""
    kinds = [
        "insert",
        "delete",
        "replace",
        "paste",
        "cut",
        "lines",
        "line",
        "join",
        "move",
        "name",
        "again",
        "all",
        "word",
    ]
    kind = rng.choice(kinds)
    lines = text.splitlines(keepends=True) or [""]
    n = rng.randrange(len(lines))
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
        some = lines[n : n + 4]
        rng.shuffle(some)
        return "".join([*lines[:n], *some, *lines[n + 4 :]])
    if kind == "line":
        return "".join([*lines[:n], *rng.choice([[], [lines[n].upper()], [lines[n], "\n"]]), *lines[n + 1 :]])
    if kind == "join":
        return "".join([*lines[:n], f"{lines[n].rstrip()} ", *lines[n + 1 :]])
    if kind == "move":
        line = lines.pop(n)
        lines.insert(rng.randrange(len(lines) + 1), line if line.endswith("\n") else f"{line}\n")
        return "".join(lines)
    if kind == "name":
        return (
            text.replace(name, rng.choice(["", "Mum", "the boy"]), 1)
            if rng.random() < 0.5
            else f"{text[:a]}{name} {text[a:]}"
        )
    if kind == "word":
        words = text.split(" ")
        at = rng.randrange(len(words))
        words[at : at + rng.randrange(2)] = rng.choice([[], ["again"], ["Tom"], ["she", "was"], ["angry."], ["(SW)"]])
        return " ".join(words)
    if kind == "again":
        return f"{text}\n\n{text[a : a + 2000]}"
    return rng.choice(["", rng.choice(PIECES), text.upper(), text * 2])


@pytest.mark.parametrize(("name", "text", "fields"), list(notes(20)))
def test_update_equals_a_full_check_over_random_edits(checker, name, text, fields):
    rng = random.Random(name)
    report = checker(text, **fields)
    for _ in range(8):
        text = edited(text, rng, (fields.get("child", {}).get("name") or "Sam").split()[0])[:6000]
        report = checker.update(report, text)
        assert report.to_dict() == checker(text, **fields).to_dict()


@pytest.mark.parametrize(("name", "text", "fields"), list(notes(6)))
def test_each_look_takes_over_what_it_would_find(checker, monkeypatch, name, text, fields):
    joined, looks = Anew.joined, set()

    def compared(anew, rows, look, *, tokens=False):
        found = joined(anew, rows, look, tokens=tokens)
        assert Counter(found) == Counter(look(anew._edit.doc)), look
        looks.add(getattr(look, "__qualname__", look))
        return found

    monkeypatch.setattr(Anew, "joined", compared)
    rng = random.Random(name)
    report = checker(text, **fields)
    for _ in range(8):
        text = edited(text, rng, "Mum")[:6000]
        report = checker.update(report, text)
    assert len(looks) > 10


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


def test_an_edit_that_is_undone_leaves_what_was(checker):
    name, text, fields = next(notes(1))
    report = checker(text, **fields)
    for old, new in ((" I ", " We "), (".", ". She said “no”."), ("\n", "\n\nActions\n"), (" ", " é 👩‍👧 ")):
        edited_report = checker.update(report, text.replace(old, new, 1))
        assert edited_report.to_dict() == checker(edited_report.text, **fields).to_dict(), name
        assert checker.update(edited_report, text).to_dict() == report.to_dict()


def test_a_check_leaves_the_collector_as_it_was(checker):
    report = checker("SW rang Mum.")
    assert gc.isenabled()
    gc.disable()
    try:
        checker.update(report, "SW rang Dad.")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_nothing_of_the_text_stays_in_the_vocabulary(checker):
    report = checker("Zebedeeq was seen. " * 5 + "I left.")
    checker.update(report, report.text + " Zebedeexes came.")
    for word in ("Zebedeeq", "zebedeeq", "Zebedeexes", "zebedeexe"):
        assert word not in checker.nlp.vocab.strings


def test_a_model_whose_reach_cannot_be_told_is_run_in_full(checker):
    pipes = ["tok2vec", "tagger", "notecheck_sentences", "parser", "attribute_ruler", "lemmatizer"]
    assert reach(checker.nlp, pipes) == 6
    assert reach(checker.nlp, ["transformer", *pipes[1:]]) is None


def test_what_is_near_the_edit_alone_is_looked_at_again(checker, monkeypatch):
    text = "I saw Ellie at school today and we played a long game of cards together.\n" * 40
    report, seen = checker(text), {}
    find = Component._find

    def watched(self, doc):
        seen[self.spec.name] = len(doc)
        return find(self, doc)

    monkeypatch.setattr(Component, "_find", watched)
    checker.update(report, text.replace("a long game", "a short game", 1))
    near = [name for name, spec in REGISTRY.items() if spec.near]
    assert len(near) > 4
    assert all(seen[name] < 300 for name in near)
    assert seen["acronym"] > 600


def test_other_words_of_a_long_paragraph_are_no_reason_to_look_at_all_of_it(checker, monkeypatch):
    text = "I saw Ellie at school today and we played a long game of cards together. " * 40
    report, joined, seen = checker(text), Anew.joined, []

    def watched(anew, rows, look, *, tokens=False):
        seen.append(sum(last - first for first, last in anew.places))
        return joined(anew, rows, look, tokens=tokens)

    monkeypatch.setattr(Anew, "joined", watched)
    checker.update(report, text.replace("a long game", "a short game", 1))
    assert min(seen) < 100
    assert max(seen) > 500


def test_a_short_form_is_told_of_again_only_if_words_around_it_are_others(checker, monkeypatch):
    middle = "I saw Ellie at school. " * 15
    text = f"The LADO rang.\n\n{middle}We played.\n{middle}\n\nThe ICPC is in May."
    report, explained, told = checker(text), acronym.explained, []
    monkeypatch.setattr(acronym, "explained", lambda *of, **how: told.append(of[3]) or explained(*of, **how))
    for old, new, forms in (("played", "sang", []), ("rang", "called", ["LADO"]), ("May", "June", ["ICPC"])):
        text = text.replace(old, new)
        told.clear()
        report = checker.update(report, text)
        assert told == forms
        assert report.to_dict() == checker(text).to_dict()


PERSONS = ("Mum", "Dad", "He", "She", "They", "Jake", "Mr Holt", "Her sister", "His brother", "Nan and Jake", "Robin")
DEEDS = (
    "said he was late.", "told her to go.", "rang them.", "met his teacher.", "hit him.", "was “cross with her”.",
    "hurt herself.\n", "and Dad took her to school.", "has a son, Tom.", "(that is Dad) was calm.", "saw both of them.",
)  # fmt: skip


@pytest.mark.parametrize("child", [{}, {"name": "Jake Holt", "age": 9}, {"name": "Robin"}])
def test_who_is_who_after_an_edit_is_what_a_full_check_finds(checker, child):
    rng = random.Random(str(child))
    told = [f"{rng.choice(PERSONS)} {rng.choice(DEEDS)}" for _ in range(60)]
    report = checker(" ".join(told), child=child)
    for _ in range(12):
        at = rng.randrange(len(told))
        told[at : at + rng.randrange(2)] = rng.choice([[], [f"{rng.choice(PERSONS)} {rng.choice(DEEDS)}"]])
        report, full = checker.update(report, " ".join(told)), checker(" ".join(told), child=child)
        assert report.parse.found.who == full.parse.found.who


def test_who_is_who_is_taken_over_where_an_edit_before_the_last_parted_a_sentence(checker):
    text = (
        "You saw me at home today. I saw you there. You rang me after. I rang you too. The kitchen was warm and rice "
        "was cooking; work is ongoing in the flat above and I heard drilling. You told me so."
    )
    report, parted = checker(text), text.replace("; work", "; \nwork")
    for other in (parted, parted.replace("You saw", "Now you saw")):
        report = checker.update(report, other)
        assert report.parse.found.who == checker(other).parse.found.who


def test_pronouns_are_settled_anew_near_the_edit_alone(checker, monkeypatch):
    text = "Mum said she was late. Jake hit him. Dad was cross and he left. Nan rang her.\n" * 20
    settle, settled = _Resolver._settle, []
    monkeypatch.setattr(_Resolver, "_settle", lambda self, *where: settled.append(where) or settle(self, *where))
    report, whole = checker(text), len(settled)
    settled.clear()
    middle = text.index("was cross", len(text) // 2)
    checker.update(report, f"{text[:middle]}then {text[middle:]}")
    assert 0 < len(settled) < whole / 5


def test_quotations_are_looked_for_again_near_the_edit_alone(checker, monkeypatch):
    text = "Nan said ‘no’ and left.\n" * 40 + "Mum said\n‘go to bed\n" + "Dad said ‘no’ and left.\n" * 40
    report, in_line, seen = checker(text), whose._in_line, []
    monkeypatch.setattr(whose, "_in_line", lambda *line: seen.append(line) or in_line(*line))
    for old, new in (("Mum said", "Mum sat"), ("‘go", "go"), ("go to", "“go to"), ("Mum sat", "Mum said")):
        text = text.replace(old, new)
        seen.clear()
        report = checker.update(report, text)
        assert len(seen) < 8
        assert report.parse.found.who == checker(text).parse.found.who


def test_who_professionals_are_is_read_again_near_the_edit_alone(checker, monkeypatch):
    text = "Mr Hayes, head of year, rang. The nurse told me Ward was late. Kev from the hub came.\n" * 20
    deed, told = Deeds.of, []
    monkeypatch.setattr(Deeds, "of", lambda self, found: told.append(found) or deed(self, found))
    report, whole = checker(text), len(told)
    told.clear()
    middle = text.index("told me", len(text) // 2)
    report = checker.update(report, f"{text[:middle]}then {text[middle:]}")
    assert 0 < len(told) < whole / 3
    for name in ("Ms Ward", "Ann"):  # 'Ward' is a name elsewhere as well, once there is a Ms Ward
        text = f"{name} rang.\n{text}"
        report = checker.update(report, text)
        assert report.to_dict() == checker(text).to_dict()


def test_an_apostrophe_is_suggested_as_the_note_has_it_not_the_words_near_the_edit(checker):
    far = "We played a long game of cards together today and then I left.\n" * 8
    text = f"It’s late. It’s cold.\n{far}It isn't far. She stayed at Mums house.\n{far}"
    report = checker.update(checker(text), text.replace("stayed", "slept"))
    assert [slip.suggestions for slip in report.findings if slip.rule == "grammar"] == [("Mum’s",)]


def test_kinds_of_sentences_are_read_again_near_the_edit_alone(checker, monkeypatch):
    text = "Mum rang about the trip.\n----\n====\nNan came to tea.\nI will ring Dad.\n" * 30
    part, read = features.read_part, []
    monkeypatch.setattr(features, "read_part", lambda *of, **more: read.append(of[3]) or part(*of, **more))
    report = checker(text)
    for old, new, most in (
        ("Nan came", "Nan came back", 4),
        ("Nan came to", "- Nan came to", 8),  # which tells the line above the dashes what comes next
        ("Mum rang", "Nan said “Mum rang", 20),
        ("I will ring Dad.\n", "", 20),
    ):
        middle = text.index(old, len(text) // 2)
        text = text[:middle] + text[middle:].replace(old, new, 1)
        read.clear()
        report = checker.update(report, text)
        assert 0 < sum(map(len, read)) <= most
        now, full = (each.parse.found.rows["statements"] for each in (report, checker(text)))
        assert np.array_equal(now.scores, full.scores)
        assert now[1:] == full[1:]


def test_an_email_that_an_edit_makes_one_is_known_for_one(checker):
    text = "I rang Mum.\n\n" + MAIL.replace("From:", "From") + "\nI left."
    report = checker(text.replace("To:", "To").replace("Sent:", "Sent").replace("Subject:", "Subject"))
    for word in ("From", "Sent", "To", "Subject"):
        report = checker.update(report, report.text.replace(f"\n{word} ", f"\n{word}: ", 1))
        assert report.to_dict() == checker(report.text).to_dict()
    assert any(finding.rule == "email" for finding in report.findings)


def test_a_heading_far_above_is_known_of_what_is_looked_at_again(checker):
    text = "Plan\n" + "".join(f"- Ring {name} when things settle\n" for name in ("Nan", "Dad", "Jo", "Kim") * 8)
    report = checker(text)
    for other in (text.replace("Ring Kim", "See Kim", 1), text.replace("Plan", "History"), text[5:]):
        report = checker.update(report, other)
        assert report.to_dict() == checker(other).to_dict()


def test_a_year_that_ends_a_long_list_is_taken_from_all_of_it(checker):
    days = ",\n".join(f"{day} June" for day in range(1, 26))
    text = f"Days seen:\n{days} 2025.\nWe played a long game.\n"
    report = checker(text)
    for other in (text.replace(" 2025", ""), text):
        report = checker.update(report, other)
        assert report.to_dict() == checker(other).to_dict()


def test_a_report_with_other_fields_is_checked_with_those(checker):
    text = "Callum told me that he was sad. Callum said he hates school.\n" * 6
    report = checker(text, child={"name": "Callum Reed", "age": 9})
    other = replace(report, note=replace(report.note, child=Child("Ellie Reed", age=4), doc_type="chronology"))
    now = f"{text}Ellie left."
    full = checker(now, child={"name": "Ellie Reed", "age": 4}, doc_type="chronology")
    assert checker.update(other, now).to_dict() == full.to_dict()


def test_a_report_of_another_checker_is_no_help_and_no_harm(checker):
    text = "The LADO rang. It was felt that she is lazy. I left."
    report = notecheck.load(without=["opinion", "grammar"])(text)
    assert checker.update(report, f"{text} Mum rang.").to_dict() == checker(f"{text} Mum rang.").to_dict()


def test_what_is_set_aside_is_no_part_of_what_is_taken_over(checker):
    report = checker("The LADO rang.\n\nI saw you at school.", ignored=[{"text": "LADO", "reason": "a name here"}])
    report = checker.update(replace(report, note=replace(report.note, ignored=())), f"{report.text} We played.")
    assert "acronym" in {finding.rule for finding in report.findings}


@pytest.fixture
def at_once(checker, monkeypatch):
    """How many tokens the model reads at once, each time that it reads."""
    encoder, read = type(checker.nlp.get_pipe("tok2vec")), []
    predict = encoder.predict
    monkeypatch.setattr(encoder, "predict", lambda self, docs: read.append(sum(map(len, docs))) or predict(self, docs))
    return read


def test_a_long_text_is_read_in_pieces_as_it_would_be_at_once(checker, monkeypatch, at_once):
    text = "\n\n".join(text for _, text, _ in notes(12))
    monkeypatch.setattr(edits, "_PIECE", 10_000)
    whole = checker(text)
    assert at_once.pop() > 3_000
    monkeypatch.setattr(edits, "_PIECE", 300)
    assert checker(text).to_dict() == whole.to_dict()
    assert len(at_once) > 10
    assert max(at_once) < 330


def test_of_a_batch_so_many_are_read_together_that_memory_does_not_grow_with_it(checker, monkeypatch, at_once):
    batch = [{"text": text} for _, text, _ in notes(6)]
    lengths = [len(checker.nlp.make_doc(each["text"])) for each in batch]
    monkeypatch.setattr("notecheck.checker._TOGETHER", sum(lengths))
    reports = [report.to_dict() for report in checker.pipe(batch)]
    assert at_once == [sum(lengths)]
    for most in (sum(lengths) - 1, lengths[0] + lengths[1], 1):
        monkeypatch.setattr("notecheck.checker._TOGETHER", most)
        at_once.clear()
        assert [report.to_dict() for report in checker.pipe(batch)] == reports
        assert sum(at_once) == sum(lengths)
        assert max(at_once) <= max(most, *lengths)
    assert at_once == lengths


def test_an_edit_of_a_long_text_equals_a_full_check_of_it(checker, monkeypatch):
    monkeypatch.setattr(edits, "_PIECE", 60)
    monkeypatch.setattr(sentences, "_LONGEST", 9)
    for name, text, fields in notes(6):
        rng, report = random.Random(f"{name} long"), checker(text, **fields)
        for _ in range(4):
            text = edited(text, rng, "Sam")[:4_000]
            report = checker.update(report, text)
            assert report.to_dict() == checker(text, **fields).to_dict()


def test_what_has_no_end_is_read_in_pieces_too(checker, at_once):
    report = checker("and then he went to see Nan " * 2_000)
    assert report.sentences[0].end == report.sentences[1].start - 1
    assert max(at_once) < 4_020
    assert max(len(report.text[each.start : each.end].split()) for each in report.sentences) == 4_000
