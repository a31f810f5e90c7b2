"""The lexicons as data: whole, without doubles, and refused with a clear word where they are not."""

from pathlib import Path

import pytest

import notecheck
from notecheck.data import LEXICONS, forget_lexicons, load_lexicons, read_lexicon
from notecheck.errors import LexiconError
from notecheck.wording.terms import TermMatcher

FILES = sorted(LEXICONS.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_file_says_where_it_comes_from(path):
    lexicon = read_lexicon(path)
    assert lexicon.source
    assert lexicon.licence
    assert lexicon.version


def test_no_term_stands_in_two_entries_of_a_rule():
    lexicons = load_lexicons()
    for entries in (*lexicons.terms.values(), lexicons.acronyms):
        terms = [term.casefold() if entries is not lexicons.acronyms else term for e in entries for term in e.terms]
        assert sorted({term for term in terms if terms.count(term) > 1}) == []


OWN = """
kind: terms
rule: jargon
title: Ours
version: "1"
source: us
licence: ours
entries:
- id: ours-huddle
  terms: [huddle/noun]
  suggestions: [short meeting]
  flags: [The huddle met.]
"""


@pytest.fixture
def folder(tmp_path):
    def write(text, name="ours.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        forget_lexicons()
        return str(tmp_path)

    yield write
    forget_lexicons()


@pytest.mark.model
def test_an_authority_adds_a_list_without_code(folder):
    checker = notecheck.load(lexicons=folder(OWN))
    report = checker("The huddle met at noon.")
    assert [(f.rule, f.entry, f.suggestions) for f in report.findings] == [
        ("jargon", "ours-huddle", ("short meeting",))
    ]


@pytest.mark.model
def test_a_list_for_a_rule_of_its_own_needs_no_code_either(folder):
    text = OWN.replace("rule: jargon", "rule: house-style").replace("ours-huddle", "house-huddle")
    place = folder(text)
    guidance = (LEXICONS / "guidance" / "sutton.yaml").read_text(encoding="utf-8")
    folder_guidance = Path(place) / "guidance"
    folder_guidance.mkdir()
    own = guidance.replace("id: sutton", "id: ours", 1) + (
        "- standard: ours-house\n  section: House\n  says: We say meeting.\n  served_by: {house-style: {}}\n"
    )
    (folder_guidance / "ours.yaml").write_text(own, encoding="utf-8")
    report = notecheck.load("ours", lexicons=place)("The huddle met at noon.")
    assert [(f.rule, f.standards) for f in report.findings if f.rule == "house-style"] == [
        ("house-style", ("ours-house",))
    ]


LABELS = """
kind: words
title: Labels of our forms
version: "1"
source: us
licence: ours
words:
  plan-fields: [by which day]
  plan-told: [nan's corner]
  owner-columns: [keyholder]
"""


@pytest.mark.model
def test_an_authoritys_forms_are_read_by_their_own_labels(checker, folder):
    own = notecheck.load(lexicons=folder(LABELS))

    def marked(by, text):
        findings = by(text, doc_type="plan").findings
        return [text[f.start : f.end] for f in findings if f.rule in ("vague", "decision-owner")]

    for text, by_our_labels, by_their_labels in (
        ("By which day: regular", [], ["regular"]),
        ("Nan's corner: ring me soon", ["soon"], []),
        ("Action | Keyholder | When\nChase housing | Fenwick House | Friday", ["Chase housing"], []),
    ):
        assert [marked(checker, text), marked(own, text)] == [by_our_labels, by_their_labels], text


@pytest.mark.model
def test_an_authority_replaces_or_switches_off_an_entry_of_ours(folder):
    ours = next(e for e in load_lexicons().terms["vague"] if any("ASAP" in f for f in e.flags))
    sentence = next(f for f in ours.flags if "ASAP" in f)
    off = OWN.replace("entries:", f"switch_off: [{ours.id}]\nentries:")
    checker = notecheck.load(lexicons=folder(off))
    assert ours.id not in {f.entry for f in checker(sentence).findings}


DECISIONS = """
kind: decisions
title: What our board decided
version: "1"
source: us
licence: ours
switch_off:
- jargon-respite
- {rule: passive, decided_by: Practice standards board, on: 2026-11-20, reason: Our style guide allows it.}
"""
PASSIVE = "Ellie was moved to her aunt's on 4 March 2026."


@pytest.mark.model
def test_an_authority_switches_off_a_rule_and_says_who_decided(folder, checker):
    before = checker(PASSIVE)
    assert "passive" in {f.rule for f in before.findings}
    own = notecheck.load(lexicons=folder(DECISIONS, "decisions.yaml"))
    report = own(PASSIVE)
    assert [f for f in before.findings if f.rule != "passive"] == list(report.findings)
    assert {s.check: s.reason for s in report.skipped}["passive"] == (
        "switched off (Practice standards board, 20 November 2026: Our style guide allows it.)"
    )
    assert not any("passive" in reason for reasons in report.score.reasons.values() for reason in reasons)
    assert report.versions["lexicons"]["decisions.yaml"] == "1"
    assert load_lexicons(own._lexicons).decisions["jargon-respite"][1].words == "who decided it is not recorded"


@pytest.mark.model
def test_a_rule_that_is_switched_off_hides_no_finding_of_another(folder, checker):
    line = "9. Flat is filthy and not fit for a newborn. Mum to improve home conditions."
    assert "judgemental" in {f.rule for f in checker(line).findings}  # in the place of the opinion
    assert "opinion" not in {f.rule for f in checker(line).findings}
    text = DECISIONS.replace("rule: passive", "rule: judgemental")
    own = notecheck.load(lexicons=folder(text, "decisions.yaml"))
    assert "opinion" in {f.rule for f in own(line).findings}


def test_a_rule_that_is_switched_off_takes_no_entry_of_its_name_along(folder):
    folder(OWN.replace("ours-huddle", "passive"))
    lists = load_lexicons(folder(DECISIONS, "decisions.yaml"))
    assert lists.rules_off.keys() == {"passive"}
    assert "passive" in {entry.id for entry in lists.terms["jargon"]}


@pytest.mark.model
def test_a_check_that_is_left_out_may_be_named_by_a_decision(folder):
    own = notecheck.load(lexicons=folder(DECISIONS, "decisions.yaml"), without=["passive"])
    assert own(PASSIVE).findings == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ((", on: 2026-11-20", ""), "switch_off.1: say who decided it (decided_by), when (on) and why (reason)"),
        (("2026-11-20", "2026-13-20"), "switch_off.1.on: must be a day such as 2026-11-20"),
        (("2026-11-20", "20261120"), "switch_off.1.on: must be a day such as 2026-11-20"),
        (("decided_by", "decided_bye"), 'unknown key "switch_off.1.decided_bye"; did you mean decided_by?'),
        (("rule: passive", "rule: pasive"), "switch_off names the rule 'pasive', which no check and no list has"),
        (("rule: passive", "rule: passive, entry: x"), "switch_off.1: name one entry or one rule"),
        (("- jargon-respite", "- jargon-nothing"), "switch_off: no entry has the id jargon-nothing"),
    ],
)
def test_a_decision_with_a_fault_is_refused(folder, change, says):
    with pytest.raises(LexiconError) as refused:
        notecheck.load(lexicons=folder(DECISIONS.replace(*change), "decisions.yaml"))
    assert str(refused.value).startswith("decisions.yaml: ")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ("terms: [huddle/noun]", "term: [huddle]"),
            'ours.yaml, entry ours-huddle: unknown key "term"; did you mean terms? allowed: id, terms',
        ),
        (
            ("kind: terms", "kind: worms"),
            '"kind" is missing or unknown; allowed: terms, acronyms, roles, items, words, decisions',
        ),
        (("terms: [huddle/noun]", "terms: []"), "ours.yaml, entry ours-huddle: terms"),
        (("  flags: [The huddle met.]\n", ""), 'ours.yaml, entry ours-huddle: key "flags" is missing'),
        (
            ("suggestions: [short meeting]", "suggestions: [121]"),
            "entry ours-huddle: suggestions.0: must be text; put a number in quotation marks",
        ),
        (("id: ours-huddle", "id: Our Huddle"), "id: small letters, digits, dots and hyphens only"),
        (("id: ours-huddle", f"id: {'a' * 101}"), "id: string should have at most 100 characters"),
        (("entries:", "entries: ["), "ours.yaml: not YAML"),
    ],
)
def test_a_fault_is_named_with_file_entry_and_what_is_allowed(folder, change, says):
    with pytest.raises(LexiconError) as refused:
        load_lexicons(folder(OWN.replace(*change)))
    assert says in str(refused.value)


@pytest.mark.model
@pytest.mark.parametrize("term", ["{nobody} moans", "... word", "*", "huddle/nown"])
def test_a_term_that_cannot_be_is_refused_when_the_lexicon_is_loaded(folder, term):
    with pytest.raises(LexiconError, match=r"ours\.yaml, entry ours-huddle, term"):
        notecheck.load(lexicons=folder(OWN.replace("huddle/noun", f"'{term}'")))


def test_all_faults_are_said_at_once(folder):
    text = OWN.replace("terms: [huddle/noun]", "term: [huddle]")
    with pytest.raises(LexiconError) as refused:
        load_lexicons(folder(text))
    assert len(str(refused.value).splitlines()) == 2


def test_an_id_used_twice_in_a_folder_is_refused(folder):
    folder(OWN, "one.yaml")
    with pytest.raises(LexiconError, match=r"two\.yaml, entry ours-huddle: the id is used in one\.yaml"):
        load_lexicons(folder(OWN, "two.yaml"))


@pytest.mark.model
def test_every_term_of_ours_fits_the_syntax(bare):
    lexicons = load_lexicons()
    for entries in lexicons.terms.values():
        TermMatcher(bare, entries, eager=True)


def test_a_file_or_folder_that_would_be_read_as_nothing_is_refused(tmp_path):
    with pytest.raises(LexiconError, match="holds no lexicon"):
        load_lexicons(str(tmp_path))
    (tmp_path / "good.yaml").write_text(OWN, encoding="utf-8")
    for name in ("ours.yml", "ours.YAML", "guidance/ours.Yml"):
        (tmp_path / "guidance").mkdir(exist_ok=True)
        (tmp_path / name).write_text(OWN, encoding="utf-8")
        with pytest.raises(LexiconError, match=rf"{Path(name).name}: only files that end in \.yaml"):
            load_lexicons(str(tmp_path))
        (tmp_path / name).unlink()


def test_a_dictionary_that_is_no_file_is_refused_and_not_left_out(folder, tmp_path):
    place = folder(OWN)
    (tmp_path / "dictionary.txt").mkdir()
    with pytest.raises(LexiconError, match=r"dictionary\.txt: "):
        load_lexicons(place)


@pytest.mark.model
def test_a_guidance_of_an_authority_is_read_at_once(folder, tmp_path):
    place = folder(OWN)
    (tmp_path / "guidance").mkdir()
    sutton = (LEXICONS / "guidance" / "sutton.yaml").read_text(encoding="utf-8")
    own = sutton.replace("id: sutton", "id: ours", 1).replace("served_by: {", "served_by: {judgmental: {}, ", 1)
    (tmp_path / "guidance" / "ours.yaml").write_text(own, encoding="utf-8")
    with pytest.raises(LexiconError, match="served_by names 'judgmental', which no check and no list has"):
        notecheck.load(lexicons=place)


def test_a_folder_that_is_not_there_is_refused():
    with pytest.raises(LexiconError, match="is not a folder"):
        load_lexicons("nowhere")


def test_a_lexicon_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "bad.yaml").write_bytes(b"title: caf\xe9")
    with pytest.raises(LexiconError, match="not UTF-8 at byte 10"):
        load_lexicons(str(tmp_path))


def test_a_lexicon_with_the_mark_of_windows_is_read(folder):
    path = folder(OWN)
    (file,) = Path(path).glob("*.yaml")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert "ours-huddle" in load_lexicons(path).files


@pytest.mark.parametrize(
    ("tangle", "says"),
    [
        ("{a: " * 60_000, "ours.yaml: line 1 has more than 30 brackets open at once"),
        ("- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]\n", "ours.yaml: line 2 repeats another part by & and *; write it out"),
        ("#\n" * 2_600_000, "ours.yaml: 5,200,000 bytes; at most 5,000,000 are allowed, so split it"),
    ],
)
def test_a_lexicon_that_would_tangle_the_parser_is_refused(folder, tangle, says):
    with pytest.raises(LexiconError) as refused:
        load_lexicons(folder(tangle))
    assert says in str(refused.value)
