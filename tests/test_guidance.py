import re
from pathlib import Path

import pytest

import notecheck
from notecheck.component import REGISTRY
from notecheck.errors import LexiconError, NoteError
from notecheck.guidance import Rulebook, guidance_names, load_guidance
from notecheck.note import DOC_TYPES

# what is asked of some records only: there is no time within which a pen picture is to be made
_SOME = {"timeliness", "order", "address"}
MEASURED = {"checklist", "readability", "timeliness"}  # told below the table, with what else a report holds
README = Path(__file__).parents[1] / "README.md"
OURS = ("general", "leicestershire", "sussex", "sutton", "swindon", "trafford")


@pytest.fixture(scope="module")
def rules():
    import notecheck.checks  # noqa: F401

    return {rule.name for spec in REGISTRY.values() for rule in spec.rules}


@pytest.fixture(scope="module")
def asked(rules):
    """The rules that a guidance of ours names; a new one that none names yet marks nothing, and the report says so."""
    return rules & frozenset().union(*(Rulebook.load(name).named for name in OURS))


def test_what_the_guidances_name_is_what_the_readme_tells(asked):
    table = README.read_text(encoding="utf-8").partition("## What is checked")[2].partition("\nBesides findings")[0]
    told = set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE))
    assert asked - told - MEASURED == set(), "a row in the README's table is missing"
    assert told - asked == set(), "no guidance names it, so it marks nothing"


def test_the_five_authorities_and_general_are_shipped():
    assert set(OURS) <= set(guidance_names())
    assert guidance_names()[0] == "general"


@pytest.mark.parametrize("name", OURS)
def test_every_standard_is_served_by_something_that_exists_or_says_why_not(name, rules):
    guidance = load_guidance(name)
    for standard in guidance.standards:
        assert set(standard.served_by) <= rules, standard.id
        assert standard.served_by or standard.not_checked, standard.id
        assert standard.id.startswith(f"{name}-"), standard.id


@pytest.mark.parametrize("doc_type", DOC_TYPES)
def test_general_serves_every_rule_in_every_record(doc_type, asked):
    book = Rulebook.load("general")
    assert [rule for rule in asked - _SOME if not book.serving(rule, doc_type)] == []


@pytest.mark.parametrize("name", OURS)
def test_where_an_authority_is_silent_general_stands_in(name, asked):
    book = Rulebook.load(name)
    for doc_type in book.doc_types:
        for rule in asked - _SOME:
            served = book.serving(rule, doc_type)
            assert served, (doc_type, rule)
            owners = {standard.id.partition("-")[0] for standard, _ in served}
            assert owners in ({name}, {"general"})


def test_general_draws_only_on_standards_that_there_are():
    known = {s.id for name in OURS for s in load_guidance(name).standards}
    drawn = {source for s in load_guidance("general").standards for source in s.drawn_from}
    assert drawn <= known


def test_ids_are_unique_over_all_guidances():
    ids = [s.id for name in OURS for s in load_guidance(name).standards]
    assert len(ids) == len(set(ids))


def test_a_further_document_type_takes_over_its_parents_rules():
    book = Rulebook.load("general")
    assert book.parent("strategy-discussion") == "meeting"
    assert book.serving("jargon", "strategy-discussion") == book.serving("jargon", "meeting")
    with pytest.raises(NoteError, match="allowed: home-visit"):
        book.parent("diary")


GOOD = """
id: exampleshire
title: Recording policy
authority: Exampleshire
edition: "1"
date: "2026"
licence: ours
inherits: general
doc_types: {duty-note: case-note}
standards:
- standard: exampleshire-1-plain
  section: "1"
  says: Plain words.
  served_by: {jargon: {severity: error}}
"""


@pytest.fixture
def own(tmp_path):
    def write(text):
        (tmp_path / "guidance").mkdir(exist_ok=True)
        (tmp_path / "guidance" / "exampleshire.yaml").write_text(text, encoding="utf-8")
        load_guidance.cache_clear()
        return str(tmp_path)

    yield write
    load_guidance.cache_clear()


def test_an_authority_adds_its_own_file_beside_ours(own):
    book = Rulebook.load("exampleshire", own(GOOD))
    assert [(s.id, severity) for s, severity in book.serving("jargon", "duty-note")] == [
        ("exampleshire-1-plain", "error")
    ]
    assert book.serving("vague", "duty-note")[0][0].id.startswith("general-")


@pytest.mark.model
def test_what_a_guidance_itself_asks_of_reading_age_and_sentences_counts(own):
    folder = own(GOOD.replace("inherits:", "reading_age: 8\nlong_sentence: 12\ninherits:"))
    text = "We all went to the park with Nan and then we came home because it had begun to rain a lot. " * 3
    checker = notecheck.load("exampleshire", lexicons=folder)
    ours, general = checker(text, child={"age": 14}), checker(text, child={"age": 14}, guidance="general")
    assert ours.to_dict()["readability"]["target_age"] == 8
    assert general.to_dict()["readability"]["target_age"] == 14
    assert "long-sentence" in {finding.rule for finding in ours.findings}
    assert "long-sentence" not in {finding.rule for finding in general.findings}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ("says: Plain", "sais: Plain"),
            'exampleshire.yaml, entry exampleshire-1-plain: unknown key "sais"; did you mean says? allowed: standard',
        ),
        (
            ("severity: error", "severity: dire"),
            "exampleshire-1-plain: served_by.jargon.severity: input should be 'suggestion'",
        ),
        (("id: exampleshire", "id: other"), "id is 'other'; it must be the file's name"),
        (("  served_by: {jargon: {severity: error}}\n", ""), "say what serves it"),
        (
            ("section:", "doc_types: [diary]\n  section:"),
            "unknown document type 'diary'; allowed: assessment",
        ),
        (("edition: ", "edition: ["), "not YAML"),
        (("edition: ", "terms: []\nedition: "), 'exampleshire.yaml: unknown key "terms"; allowed: id, title'),
        (("edition: ", f"edition: {'2' * 151} "), "exampleshire.yaml: edition: string should have at most 150"),
        (("says: Plain", f"says: {'Plain' * 201}"), "exampleshire-1-plain: says: string should have at most 1000"),
        (("standard: exampleshire-1-plain", f"standard: {'a' * 101}"), "standard: string should have at most 100"),
        (
            ("licence:", f"link: https://{'a' * 1000}\nlicence:"),
            "exampleshire.yaml: link: string should have at most 1000",
        ),
    ],
)
def test_a_fault_is_named_with_file_entry_and_what_is_allowed(own, change, says):
    with pytest.raises(LexiconError) as refused:
        load_guidance("exampleshire", own(GOOD.replace(*change)))
    assert says in str(refused.value)


def test_no_finding_carries_the_names_of_standards_without_end(own):
    head, _, standard = GOOD.partition("- standard: exampleshire-1-plain")
    many = "".join(f"- standard: exampleshire-{n}{standard}" for n in range(501))
    with pytest.raises(LexiconError, match=r"exampleshire\.yaml: standards: .*at most 500"):
        load_guidance("exampleshire", own(head + many))


def test_what_only_some_authorities_ask_is_not_asked_of_the_others():
    assert Rulebook.load("general").asked("home-visit")["address"] == "full"
    assert Rulebook.load("leicestershire").asked("home-visit")["address"] == "full"
    assert "address" not in Rulebook.load("trafford").asked("home-visit")  # handed_on: false
