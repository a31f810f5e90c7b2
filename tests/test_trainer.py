"""The trainer's view, as its script runs: what is drawn, what a choice changes, what stays in one visit."""

from __future__ import annotations

import base64
import json
import re
from html import unescape
from pathlib import Path

import pytest

pytest.importorskip("streamlit", reason="the page needs Streamlit: pip install 'notecheck[page]'")

from streamlit.testing.v1 import AppTest

from notecheck import page
from notecheck.explain import rules
from notecheck.training.gallery import TEMPLATE, load_gallery
from notecheck.views import trainer

VIEW = str(Path(trainer.__file__))
SECRET = "Zebedeeq"
OWN = f"""
id: mine
title: The {SECRET} visit
doc_type: home-visit
about: Ours.
teaches: [judgemental]
notes: What we changed.
weak: |
  Mum was hostile. {SECRET} was seen.
strong: |
  Mum shouted when I came in. I saw {SECRET}.
"""

pytestmark = pytest.mark.model


@pytest.fixture
def visit(checker, monkeypatch):
    """A new visit to the view."""
    monkeypatch.setattr(page, "_loaded", [checker] * 2)

    def begin(**query: str) -> AppTest:
        at = AppTest.from_file(VIEW, default_timeout=120)
        for name, value in query.items():
            at.query_params[name] = value
        return at.run()

    return begin


def shown(at: AppTest) -> str:
    """All words that were drawn as HTML."""
    return unescape(re.sub("<style>.*?</style>|<[^>]*>", "", markup(at), flags=re.DOTALL))


def markup(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def sent(at: AppTest, name: str) -> dict:
    """What was sent to a component."""
    for element in at.get("bidi_component"):
        if element.proto.component_name.endswith(name):
            return json.loads(element.proto.json)
    pytest.fail(f"{name} was not drawn")


def choose(at: AppTest, field: str, value: str) -> AppTest:
    at.selectbox(key=f"trainer-{field}").set_value(value)
    return at.run()


def turn(at: AppTest, part: str) -> AppTest:
    at.radio(key="trainer-part").set_value(part)
    return at.run()


def open_file(at: AppTest, text: str, moment: int = 1) -> AppTest:
    at.session_state["trainer-file"] = {"file": {"file": base64.b64encode(text.encode()).decode(), "at": moment}}
    return at.run()


def test_the_gallery_shows_a_pair_with_its_notes_and_figures(visit) -> None:
    at = visit()
    assert not at.exception
    first = load_gallery()[0]
    assert first.title in shown(at)
    assert first.notes in shown(at)
    assert "of 100" in shown(at)
    assert "Reading age" in shown(at)
    assert "given" in shown(at)


def test_filters_narrow_the_pairs(visit) -> None:
    at = visit()
    every = len(at.selectbox(key="trainer-pair").options)
    assert every == len(load_gallery())
    choose(at, "kind", "home-visit")
    assert 0 < len(at.selectbox(key="trainer-pair").options) < every
    choose(at, "kind", "all")
    choose(at, "rule", "email")
    taught = [pair.title for pair in load_gallery() if "email" in pair.teaches]
    assert len(at.selectbox(key="trainer-pair").options) == len(taught)
    assert taught[0] in shown(at)


def test_filters_that_nothing_fits_are_met_with_words(visit) -> None:
    at = visit()
    choose(at, "kind", "court-statement")
    choose(at, "ages", "under 5")
    choose(at, "rule", "email")
    assert not at.exception
    assert "Set one of them back" in at.info[0].value


def test_a_pair_is_held_against_the_guidance_that_is_chosen(visit) -> None:
    at = visit()
    choose(at, "guidance", "sutton")
    assert not at.exception
    assert re.search("Held against: .*Sutton", shown(at))


def test_every_pair_can_be_shown(visit) -> None:
    at = visit()
    for pair in load_gallery():
        choose(at, "pair", pair.id)
        assert not at.exception
        assert pair.notes in shown(at)


def test_a_guess_is_revealed_counted_and_explained(visit) -> None:
    at = turn(visit(), "guess")
    choose(at, "practice", "judgemental")
    asked = sent(at, "notecheck_guess")
    assert not asked["answered"]
    assert not any(run["part"] for unit in asked["units"] for run in unit["runs"])
    at.session_state["trainer-question"] = {"reveal": {"name": asked["name"], "picked": [0]}}
    at.run()
    assert not at.exception
    told = sent(at, "notecheck_guess")
    assert told["answered"]
    assert re.match(r"You found \d of \d", told["said"])
    assert any(run["part"] for unit in told["units"] for run in unit["runs"])
    assert {unit["verdict"] for unit in told["units"]} & {"You found this", "Your pick, not marked"}
    assert "With this rule so far, over 1 text" in shown(at)
    assert rules()["judgemental"].better in shown(at)


def test_the_exercise_goes_on_to_a_score_and_begins_again(visit) -> None:
    at = turn(visit(), "guess")
    counts = [(len(texts), rule) for rule, texts in by_rule(at).items() if texts]
    few, rule = min(counts)
    choose(at, "practice", rule)
    for number in range(few):
        name = sent(at, "notecheck_guess")["name"]
        at.session_state["trainer-question"] = {"reveal": {"name": name, "picked": []}}
        at.run()
        assert sent(at, "notecheck_guess")["onwards"] == ("To the score" if number == few - 1 else "Next text")
        at.session_state["trainer-question"] = {"onwards": name}
        at.run()
    assert not at.exception
    assert sent(at, "notecheck_arrive")["words"] == f"{rules()[rule].title}: all texts done"
    assert f"over {few} text" in shown(at)
    next(button for button in at.button if "again" in button.label).click()
    at.run()
    assert not sent(at, "notecheck_guess")["answered"]


def by_rule(at: AppTest) -> dict[str, list[str]]:
    reports = at.session_state["trainer-reports"]
    return {
        rule: [name for (name, version, _), report in reports.items() if version == "weak" and marks(report, rule)]
        for rule in rules()
        if not rules()[rule].whole
    }


def marks(report, rule: str) -> bool:
    return any(finding.rule == rule and finding.start < finding.end for finding in report.findings)


def test_the_score_is_kept_over_rules_and_parts(visit) -> None:
    at = turn(visit(), "guess")
    for rule in ("judgemental", "vague"):
        choose(at, "practice", rule)
        name = sent(at, "notecheck_guess")["name"]
        at.session_state["trainer-question"] = {"reveal": {"name": name, "picked": []}}
        at.run()
    assert "With all rules, over 2 texts" in shown(at)
    turn(at, "pairs")
    turn(at, "guess")
    assert "With all rules, over 2 texts" in shown(at)


@pytest.mark.parametrize("rule", rules())
def test_each_rule_has_its_page(visit, rule) -> None:
    at = visit(rule=rule)
    assert not at.exception
    assert at.radio(key="trainer-part").value == "rules"
    told = rules()[rule]
    assert sent(at, "notecheck_arrive")["words"] == told.title
    for words in (told.marks, told.why, told.limits):
        assert words in shown(at)


def test_the_page_of_a_rule_quotes_the_chosen_guidance(visit) -> None:
    at = visit(rule="acronym")
    assert "By Trafford Council" not in shown(at)
    at.selectbox(key="trainer-page-guidance").set_value("trafford")
    at.run()
    assert "By Trafford Council:" in shown(at)
    assert "Any abbreviation is explained." in shown(at)


def test_a_link_to_a_rule_that_is_none_is_passed_over(visit) -> None:
    at = visit(rule="<script>")
    assert not at.exception
    assert at.radio(key="trainer-part").value == "pairs"


def test_from_a_rule_to_its_pairs_and_to_its_exercise(visit) -> None:
    at = visit(rule="email")
    next(button for button in at.button if "pairs" in button.label).click()
    at.run()
    assert at.selectbox(key="trainer-rule").value == "email"
    at = visit(rule="vague")
    next(button for button in at.button if button.label == "Practise it").click()
    at.run()
    assert at.selectbox(key="trainer-practice").value == "vague"


def test_a_trainers_own_pair_is_shown_at_once_and_goes_when_let_go(visit) -> None:
    at = visit()
    choose(at, "rule", "email")
    open_file(at, OWN)
    assert not at.exception
    assert "1 pair of yours" in shown(at)
    assert at.selectbox(key="trainer-pair").value == "own mine"
    assert "What we changed." in shown(at)
    next(button for button in at.button if button.label == "Let go of my pairs").click()
    at.run()
    assert not at.exception
    assert SECRET not in shown(at)
    assert SECRET not in str(at.session_state["trainer-reports"])


def test_a_trainers_own_pair_is_seen_in_this_visit_alone(visit, checker) -> None:
    mine, other = open_file(visit(), OWN), visit()
    other.run()
    assert SECRET in shown(mine)
    assert not any(SECRET in option for option in other.selectbox(key="trainer-pair").options)
    assert SECRET not in checker.nlp.vocab.strings


def test_a_trainers_own_pair_can_be_practised(visit) -> None:
    at = turn(open_file(visit(), OWN), "guess")
    choose(at, "practice", "judgemental")
    assert f"The {SECRET} visit" in sent(at, "notecheck_guess")["label"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OWN.replace("weak: |", "week: |"), 'unknown key "week"'),
        (OWN.replace("[judgemental]", "[rudeness]"), "'rudeness' is not a rule"),
        ("a: [", "not YAML"),
        ("", "must be one pair"),
    ],
)
def test_a_fault_in_a_file_is_said_in_words(visit, text, told) -> None:
    at = open_file(visit(), text)
    assert not at.exception
    assert "This file could not be opened." in shown(at)
    assert told in shown(at)
    assert 'role="alert"' in markup(at)
    open_file(at, TEMPLATE, moment=2)
    assert "could not be opened" not in shown(at)


def test_a_faulty_file_leaves_the_pairs_that_were_opened_before(visit) -> None:
    at = open_file(visit(), OWN)
    open_file(at, OWN.replace("weak: |", "weka: |"), moment=2)
    assert not at.exception
    assert "did you mean weak?" in shown(at)
    assert "Those that you opened before are kept." in shown(at)
    assert at.selectbox(key="trainer-pair").value == "own mine"
    open_file(at, TEMPLATE, moment=3)
    assert "are kept" not in shown(at)
    assert SECRET not in shown(at)


def test_large_type_hides_the_rest_and_leads_from_pair_to_pair(visit) -> None:
    at = visit()
    choose(at, "kind", "home-visit")
    at.toggle(key="trainer-large").set_value(True)
    at.run()
    assert not at.exception
    assert not at.radio
    assert not at.selectbox
    deck = sent(at, "notecheck_present")
    first, second = [pair for pair in load_gallery() if pair.doc_type == "home-visit"][:2]
    assert deck["slides"][0]["title"] == first.title
    at.session_state["trainer-slides"] = {"turn": {"name": deck["name"], "to": deck["decks"][1]["deck"]}}
    at.run()
    assert sent(at, "notecheck_present")["slides"][0]["title"] == second.title
    at.toggle(key="trainer-large").set_value(False)
    at.run()
    assert at.selectbox(key="trainer-kind").value == "home-visit"
    assert at.selectbox(key="trainer-pair").value == second.id


def test_large_type_serves_exercise_and_rule_too(visit) -> None:
    at = turn(visit(), "guess")
    choose(at, "practice", "vague")
    at.toggle(key="trainer-large").set_value(True)
    at.run()
    assert not at.selectbox
    assert sent(at, "notecheck_guess")["name"].startswith("vague ")
    at.toggle(key="trainer-large").set_value(False)
    at.run()
    assert at.radio(key="trainer-part").value == "guess"
    assert at.selectbox(key="trainer-practice").value == "vague"


def test_the_address_names_a_rule_and_nothing_else(visit) -> None:
    at = open_file(visit(rule="vague"), OWN)
    assert dict(at.query_params) == {"rule": "vague"}
    turn(at, "pairs")
    assert not dict(at.query_params)
