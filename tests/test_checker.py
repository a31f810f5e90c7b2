"""The one call, as another program uses it."""

import copy
import gc
import json
import pickle
import random
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import spacy
from ended import ended

import notecheck
from notecheck import NoteError, PipelineError, SettingsError
from notecheck.component import REGISTRY, findings_of
from notecheck.findings import PARTS, Finding
from notecheck.pipeline import make_doc
from notecheck.report import settle

pytestmark = pytest.mark.model

NOTE = {
    "id": "A-01",
    "text": "\r\n\nVisit 4 March 2026 👩‍👧\r\nSW visited. Mum has failed to engage.\r\nLADO to be told ASAP.\r\n",
    "doc_type": "home-visit",
    "guidance": "leicestershire",
    "child": {"name": "Callum Wright", "known_as": ["Cal"], "age": 9},
    "other_children": ["Sally"],
    "author": {"name": "Priya Nair", "role": "Social Worker"},
    "event_date": "2026-03-04",
    "recorded_date": "2026-03-05",
    "not_applicable": {"announced": "an emergency"},
    "team": ["North", {"a": 1}],
}
KEYS = [
    "version", "id", "doc_type", "guidance", "counts", "score", "findings", "sentences", "voice", "address",
    "checklist", "timeliness", "readability", "strengths", "skipped",
]  # fmt: skip


def one(checker, note):
    return next(checker.pipe([note]))


def test_report_has_the_shape_of_the_contract(checker):
    data = json.loads(json.dumps(one(checker, NOTE).to_dict()))
    assert [key for key in KEYS if key not in data] == []
    assert data["version"] == 1
    assert data["id"] == "A-01"
    assert data["team"] == NOTE["team"]
    assert list(data["score"]["parts"]) == list(PARTS)
    for row in data["findings"]:
        assert row["text"] == NOTE["text"][row["start"] : row["end"]]
        assert row["standards"]
        assert row["message"]


def test_offsets_hold_with_leading_breaks_crlf_and_emoji(checker):
    found = {row["text"]: row["rule"] for row in one(checker, NOTE).to_dict()["findings"]}
    assert found["LADO"] == "acronym"
    assert found["ASAP"] == "vague"


def test_what_was_not_checked_is_named_and_not_scored(checker):
    report = one(checker, NOTE)
    named = {row.check for row in report.skipped}
    assert "grammar" in named
    assert report.score.parts["grammar"] is None  # though the pairs that are easily confused were looked at
    assert "grammar" in report.score.reasons["grammar"][0]


PLACED = {
    "text": "SW visited.\nMum rang the LADO.",
    "places": [{"start": 12, "end": 30, "place": "page 2, paragraph 1"}, {"start": 0, "end": 11, "place": "heading"}],
}


def test_a_finding_says_where_it_stands_in_the_document(checker):
    report = one(checker, PLACED)
    places = {row["text"]: row.get("place") for row in report.to_dict()["findings"] if row["rule"] == "acronym"}
    assert places == {"SW": "heading", "LADO": "page 2, paragraph 1"}
    edited = checker.update(report, "Today " + report.text)
    assert not [row for row in edited.to_dict()["findings"] if "place" in row]  # they are those of another text


@pytest.mark.parametrize(
    ("places", "says"),
    [
        ("page 1", "places: must be a list of objects"),
        ([{"start": -1, "end": 3, "place": "page 1"}], "places[0].start: must be a count of code points"),
        ([{"start": True, "end": 3, "place": "page 1"}], "places[0].start: must be a count of code points"),
        ([{"start": 0, "end": 3}], "places[0].place: is missing"),
    ],
)
def test_a_place_that_is_none_is_refused(checker, places, says):
    with pytest.raises(NoteError, match=re.escape(says)):
        one(checker, PLACED | {"places": places})


def test_keys_of_an_annotated_note_do_not_overwrite_the_report(checker):
    report = one(checker, NOTE | {"findings": "mine", "score": 100}).to_dict()
    assert isinstance(report["findings"], list)
    assert report["carried"] == {"findings": "mine", "score": 100}


def test_what_is_shown_of_a_report_holds_no_word_of_the_note(checker):
    report = one(checker, NOTE)
    assert not [word for word in ("LADO", "Callum", "Nair", "engage") if word in f"{report!r} {report.note!r}"]


def test_a_report_goes_from_process_to_process_and_can_be_edited_on(checker):
    report = checker(**NOTE)
    other = pickle.loads(pickle.dumps(report))
    assert other == report
    assert other.to_dict() == report.to_dict()
    assert copy.deepcopy(report) == report
    edited = NOTE["text"] + "HV rang."
    assert checker.update(other, edited).to_dict() == one(checker, NOTE | {"text": edited}).to_dict()


def test_whoever_changes_what_a_report_gave_changes_no_report(checker):
    def emptied(value):
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            emptied(each)
        if isinstance(value, dict | list):
            value.clear()

    note = {key: value for key, value in NOTE.items() if key != "team"}  # which is the caller's own
    report = checker(**note)
    before = json.dumps(report.to_dict())
    emptied(report.to_dict())
    assert json.dumps(report.to_dict()) == json.dumps(checker(**note).to_dict()) == before


def test_text_of_another_librarys_own_kind_is_text(checker):
    class Text(str):  # a cell of an array, a node of a web page, a member of an enumeration
        __slots__ = ()

        def __str__(self):
            return "something else"

    given = NOTE | {"text": Text(NOTE["text"]), "doc_type": Text("home-visit"), "id": Text("A-01")}
    report = checker(**given)
    assert report.to_dict() == one(checker, NOTE).to_dict()
    assert {type(each) for each in (report.text, report.note.doc_type, report.note.id)} == {str}
    assert checker.update(report, Text("SW rang.")).to_dict() == one(checker, NOTE | {"text": "SW rang."}).to_dict()


def test_same_text_same_answer_in_any_order_and_company(checker):
    notes = [NOTE | {"id": str(n), "text": NOTE["text"] * (n % 3 + 1)} for n in range(12)]
    alone = {note["id"]: one(checker, note).to_dict() for note in notes}
    random.Random(7).shuffle(notes)
    for report in checker.pipe(notes, batch_size=5):
        assert report.to_dict() == alone[report.note.id]


def test_update_equals_a_full_check(checker):
    report = one(checker, NOTE)
    edited = NOTE["text"].replace("LADO", "The police")
    assert checker.update(report, edited).to_dict() == one(checker, NOTE | {"text": edited}).to_dict()


@pytest.mark.parametrize("text", ["", " \n\t ", "…", "\u200b", "-----"])
def test_a_note_without_words_is_said_to_be_empty_not_clean(checker, text):
    report = checker(text)
    assert report.score.overall is None
    assert any("no words" in row.reason for row in report.skipped)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"doc_type": "novel"}, "doc_type: 'novel' is not known; allowed: home-visit"),
        ({"guidance": "rutland"}, "guidance: 'rutland' is not known; allowed: general"),
        ({"child": {"age": -1}}, "child.age: -1"),
    ],
)
def test_a_wrong_value_is_refused_by_key_and_what_is_allowed(checker, fields, says):
    with pytest.raises(NoteError) as refused:
        checker("I saw you.", **fields)
    assert says in str(refused.value)


def test_a_fault_in_a_batch_names_the_note_by_its_place(checker):
    with pytest.raises(NoteError, match=r"note 2: child\.age"):
        list(checker.pipe([{"text": "a"}, {"text": "b", "child": {"age": "x"}}]))


def test_guidance_decides_standards_and_severity(checker):
    plan = {"text": "Sort out housing ASAP.", "doc_type": "plan"}
    ours = {g: one(checker, plan | {"guidance": g}).findings[0] for g in ("swindon", "trafford")}
    assert any(name.startswith("swindon-4.2") for name in ours["swindon"].standards)
    assert all(not name.startswith("swindon") for name in ours["trafford"].standards)


def test_a_check_can_be_left_out_and_says_so():
    checker = notecheck.load(without=["vague"])
    report = checker("Chase housing ASAP.")
    assert [f.rule for f in report.findings if f.rule == "vague"] == []
    assert ("vague", "switched off") in {(row.check, row.reason) for row in report.skipped}
    with pytest.raises(SettingsError, match="vgue"):
        notecheck.load(without=["vgue"])


def test_what_was_switched_off_does_not_pass_for_clean():
    report = notecheck.load(without=["grammar"])("Mum was greatful. I seen her on saturday.")
    assert report.score.parts["grammar"] is None
    assert "grammar, spelling" in report.score.reasons["grammar"][-1]


def test_a_model_that_lacks_what_a_check_needs_is_refused_by_name(tmp_path):
    blank = spacy.blank("en")
    blank.to_disk(tmp_path / "blank")
    with pytest.raises(PipelineError, match="parser"):
        notecheck.load(model=str(tmp_path / "blank"))
    with pytest.raises(PipelineError, match="not found"):
        notecheck.load(model="en_core_web_nowhere")
    spacy.blank("de").to_disk(tmp_path / "german")
    with pytest.raises(PipelineError, match="'de'"):
        notecheck.load(model=str(tmp_path / "german"))


def test_every_check_is_a_component_for_any_spacy_pipeline(bare):
    for spec in REGISTRY.values():
        blank = spacy.blank("en")
        blank.add_pipe(spec.factory)
        if spec.needs:
            with pytest.raises(PipelineError, match=spec.name):
                blank("Mum came in. LADO told ASAP.")
        else:
            assert blank("Mum came in.").spans["notecheck"] is not None


def test_marks_stand_on_the_doc_and_survive_being_written_out(checker):
    doc = checker.nlp("Chase housing ASAP.")
    assert ("ASAP", "vague") in [(span.text, span.label_) for span in doc.spans["notecheck"]]
    again = type(doc)(checker.nlp.vocab).from_bytes(doc.to_bytes())
    assert findings_of(again) == findings_of(doc)
    assert again._.notecheck == doc._.notecheck


def test_two_processes_give_what_one_gives(checker):
    texts = ["SW rang the LADO.", "Chase housing ASAP.", "Mum has failed to engage."] * 4
    one_process = [findings_of(doc) for doc in checker.nlp.pipe(texts)]
    two = [findings_of(doc) for doc in checker.nlp.pipe(texts, n_process=2, batch_size=3)]
    assert two == one_process
    assert any(one_process)


def test_a_misspelt_setting_is_refused_by_name():
    blank = spacy.blank("en")
    with pytest.raises(SettingsError, match="check long-sentence, setting most"):
        blank.add_pipe("notecheck_long_sentence", config={"settings": {"most": "many"}})


def test_no_note_text_outlives_its_visit(checker):
    secret = "".join(("Quor", "nelith"))  # so that it does not stand in this file, which pytest holds
    report = checker(f"I saw {secret} at home on 4 March 2026. He was well and he ate his lunch. SW rang. " * 3)
    assert secret in report.text
    del report
    gc.collect()
    kinds = (dict, list, tuple, set, frozenset)
    held = [
        found
        for found in gc.get_objects()
        if type(found) in kinds
        and any(
            type(each) is str and secret in each
            for each in (list(found.values()) + list(found) if type(found) is dict else list(found))
        )
    ]
    assert [found for found in held if found not in ([secret], {"secret": secret})] == []
    assert secret not in checker.nlp.vocab.strings


def test_two_users_at_once_get_their_own_reports(checker):
    texts = [f"Note {n}. SW rang. Chase housing ASAP. Zed{n} ran to Mum{n}." for n in range(24)]
    alone = [checker(text).to_dict() for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: checker(text).to_dict(), texts))
    assert together == alone


def test_a_wording_gives_way_to_one_that_says_more_however_many_there_are():
    many = [Finding("vague", at, at + 4, "") for at in range(0, 400_000, 10)]
    more = [Finding("judgemental", 0, 1000, ""), Finding("judgemental", 20, 30, ""), Finding("jargon", 2000, 2004, "")]
    kept = settle([*more, *many])
    assert kept[:3] == tuple(more)
    assert [finding.start for finding in kept[3:]] == list(range(1000, 400_000, 10))


@pytest.mark.parametrize("run", ['"', "$", "'s", "(“", "👩‍👧", "="])
def test_signs_without_a_space_take_no_time_and_lose_no_text(checker, run):
    text = f"SW didn't visit. {run * 20_000} You said no.\n"

    def made():
        doc = make_doc(checker.nlp, text)
        return doc.text, doc[2].norm_, doc.has_annotation("SENT_START")

    assert ended(made) == (text, "not", False)


@pytest.mark.parametrize("sign", ["*", "_", "=", "#", "’", "("])
def test_a_line_of_one_sign_without_end_is_a_few_tokens(checker, sign):
    text = f"SW didn't visit.\n{sign * 20_000}\nYou said no."
    doc = make_doc(checker.nlp, text)
    assert doc.text == text
    assert len(doc) < 500
    report = checker(text)
    assert [text[f.start : f.end] for f in report.findings if f.rule == "acronym"] == ["SW"]
    assert checker.update(report, text + " I asked.").to_dict() == checker(text + " I asked.").to_dict()


def test_a_long_address_of_a_page_stays_one_word(checker):
    address = "https://example.org/" + "case-note/2026%20visit?" * 40 + "a=1&b=2"
    assert any(token.text == address for token in make_doc(checker.nlp, f"See {address} for it."))


@pytest.mark.parametrize("mark", ["\u202e", "\u200b", "\ufeff", "\u0301"])
def test_words_with_unseen_marks_are_words(checker, mark):
    report = checker(f"{mark}You {mark}said {mark}no")
    assert report.words
    assert all(row.check != "note" for row in report.skipped)


def test_a_broken_model_is_refused_in_words(tmp_path):
    (tmp_path / "config.cfg").write_text("nothing", encoding="utf-8")
    (tmp_path / "meta.json").write_text("nothing", encoding="utf-8")
    with pytest.raises(PipelineError, match="cannot be read"):
        notecheck.load(model=str(tmp_path))


@pytest.mark.parametrize(
    ("component", "told"),
    [
        ("notecheck_who", "notecheck_who: needs tag; add a tagger before it"),
        ("notecheck_statements", "notecheck_statements: needs who; add notecheck_who before it"),
    ],
)
def test_a_component_in_another_pipeline_says_what_it_needs(component, told):
    nlp = spacy.blank("en")
    nlp.add_pipe(component)
    with pytest.raises(PipelineError, match=told):
        nlp("SW rang Mum.")
