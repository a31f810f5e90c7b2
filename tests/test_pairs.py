"""Pairs side by side, as slides, as a handout, and the page of a rule: what a room sees and takes home."""

import io
import json
import re
import zipfile
from html import unescape

import pytest

import notecheck.checks  # noqa: F401  (makes the rules known)
from notecheck.explain import explanation, rules
from notecheck.export import sheet_docx, sheet_pdf
from notecheck.export.handout import handout, to_html
from notecheck.guidance import Rulebook
from notecheck.render import pairs, revealed, rule_page
from notecheck.render.slides import slides
from notecheck.training.exercise import ask, compare
from notecheck.training.gallery import load_gallery, read_pairs

OWN = """
id: own
title: Tea & <b>toast</b>
doc_type: home-visit
child: {name: Sam <i>Alder</i>, age: 0.6}
about: A visit <script>alert(1)</script>
teaches: [acronym, judgemental]
notes: Words & <em>notes</em>
weak: |
  SW saw Sam. 👩‍👧 Mum was hostile <script>alert(2)</script>.

  The LADO was rung.
strong: |
  I came to see you at home on 4 March 2026. Mum shouted when I came in.
"""


@pytest.fixture(scope="module")
def pair():
    return next(pair for pair in load_gallery() if pair.id == "home-visit-late-mornings")


@pytest.fixture(scope="module")
def own():
    [pair] = read_pairs(OWN.encode(), "own.yaml")
    return pair


@pytest.fixture(scope="module")
def reports(checker):
    return lambda pair: {version: checker(**pair.note(version)) for version in ("weak", "strong")}


def words(html):
    return unescape(re.sub("<style>.*?</style>|<[^>]*>", "", html, flags=re.DOTALL))


@pytest.mark.model
def test_body_shows_both_versions_whole_with_notes_and_figures(pair, reports):
    made = reports(pair)
    body = pairs.body(pair, made)
    for version in ("weak", "strong"):
        places = [match.end() for match in re.finditer(rf'id="{version}-m\d+"', body)]
        assert len(places) == len(made[version].findings)
    shown = words(re.sub(r'<a class="nc-n".*?</a>', "", body))
    assert pair.weak in shown
    assert pair.strong in shown
    assert pair.notes in shown
    assert f"{made['weak'].score.overall} of 100" in shown
    assert f"{made['strong'].score.overall} of 100" in shown
    assert "Leicestershire" in shown


@pytest.mark.model
def test_body_leads_from_each_mark_to_what_it_means_and_to_the_page_of_its_rule(pair, reports):
    made = reports(pair)
    body = pairs.body(pair, made)
    for number in range(1, len(made["weak"].findings) + 1):
        assert f'href="#weak-f{number}"' in body
        assert f'<li id="weak-f{number}">' in body
    for rule in {finding.rule for finding in made["weak"].findings}:
        assert f'<a href="?rule={rule}" data-rule="{rule}">' in body


@pytest.mark.model
def test_figures_say_which_points_are_missing(pair, reports):
    weak = dict(pairs.figures(reports(pair)["weak"]))
    assert re.fullmatch(r"\d+ of \d+ given\. Not found: .+\.", weak["Points that such a record should give"])
    assert re.fullmatch(r"\d+ in \d+ words", weak["Places marked"])
    assert re.fullmatch(r"about \d+, with 9 to aim for", weak["Reading age"])


def test_facts_give_a_baby_months(pair, own):
    assert pairs.facts(pair) == "Home visit, Ellis Hartnoll, 9 years old."
    assert pairs.facts(own) == "Home visit, Sam <i>Alder</i>, 7 months old."


@pytest.mark.model
def test_markup_in_a_trainers_pair_is_shown_as_text(own, reports):
    made = reports(own)
    question = ask(made["weak"], "judgemental")
    for html in (
        pairs.body(own, made),
        revealed.body(question, compare(question, range(9))),
        to_html(handout(own, made, answers=True)).decode(),
        to_html(handout(own, made, answers=False)).decode(),
    ):
        assert not re.search("<(script|b|i|em)>", html)
    assert "<script>alert(1)</script>" in words(pairs.body(own, made))


@pytest.mark.model
def test_slides_show_one_thing_each(pair, reports):
    made = reports(pair)
    deck = slides(pair, made)
    assert json.loads(json.dumps(deck)) == deck
    assert [slide["title"] for slide in deck[:6]] == [
        pair.title, pair.title, "Weak version", "Strong version", "What changed, and why", "In figures",
    ]  # fmt: skip
    assert len(deck) == 6 + len(made["weak"].findings)
    for slide in deck[1:4]:
        for column in slide["columns"]:
            text = "".join(run["text"] for run in column["runs"])
            assert text in (pair.weak, pair.strong)
    for slide in deck[6:]:
        assert len(slide["columns"]) <= 1
        assert any(line["name"] == "Why it matters" for line in slide["lines"])


@pytest.mark.model
def test_a_slide_of_a_place_marks_its_words_in_their_sentence(own, reports):
    deck = slides(own, reports(own))
    [hostile] = [slide for slide in deck[6:] if slide["title"] == rules()["judgemental"].title]
    runs = hostile["columns"][0]["runs"]
    assert [run["text"] for run in runs if run.get("part")] == ["hostile"]
    assert "".join(run["text"] for run in runs).startswith("👩‍👧 Mum was hostile")


@pytest.mark.model
def test_revealed_names_found_missed_and_the_rest_kindly(own, reports):
    question = ask(reports(own)["weak"], "acronym")
    answer = compare(question, [0, 1])
    shown = words(revealed.body(question, answer))
    assert "You found this: “SW”" in shown
    assert "Marked as well: “LADO”" in shown
    other = rules()["judgemental"].title
    assert f"Here notecheck marks something else: “{other}”. You may still be right." in shown
    plain = ask(reports(own)["strong"], "acronym")
    assert revealed.KINDLY in words(revealed.body(plain, compare(plain, [0])))


@pytest.mark.parametrize("name", rules())
def test_the_page_of_a_rule_says_all_of_it(name):
    told = explanation(name, Rulebook.load("swindon"))
    shown = words(rule_page.body(told))
    for text in (told.rule.marks, told.rule.why, told.rule.limits, told.figures):
        assert text in shown
    for text in (told.rule.weak, told.rule.better):
        assert text.split("\n")[0] in shown
    for each in told.standards:
        assert each.standard.says in shown


@pytest.mark.model
def test_handout_without_answers_gives_nothing_away(pair, reports):
    made = reports(pair)
    page = words(to_html(handout(pair, made, answers=False)).decode())
    assert pair.weak in page
    assert "What I would write instead" in page
    assert pair.strong not in page
    assert pair.notes not in page
    assert "[1]" not in page
    assert not any(finding.message in page for finding in made["weak"].findings)


@pytest.mark.model
def test_handout_with_answers_has_both_versions_marks_and_notes(pair, reports):
    made = reports(pair)
    page = words(to_html(handout(pair, made, answers=True)).decode())
    assert pair.notes in page
    assert "[1]" in page
    for finding in made["weak"].findings:
        assert finding.message in page
    bare = re.sub(r"\[\d+\]", "", page)
    assert pair.weak in bare
    assert pair.strong in bare


@pytest.mark.model
def test_handout_stands_alone(pair, reports):
    page = to_html(handout(pair, reports(pair), answers=True)).decode()
    assert "Content-Security-Policy" in page
    assert page.count("<h1>") == 1
    assert not re.search(r'(src|href)="|<script|url\(|@import', page)


@pytest.mark.model
@pytest.mark.parametrize("answers", [False, True])
def test_handout_in_word_and_pdf_says_the_same(pair, own, reports, answers):
    for each in (pair, own):
        sheet = handout(each, reports(each), answers=answers)
        document = zipfile.ZipFile(io.BytesIO(sheet_docx.write([sheet]))).read("word/document.xml").decode()
        assert each.title in words(document)
        assert sheet_pdf.write([sheet]).startswith(b"%PDF-")
