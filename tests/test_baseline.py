"""A baseline: what is known stays known through edits, what is new is new, and no word of a note is in the file."""

import json
import random

import pytest
from audit_rows import VERSIONS, error, finding, row, write
from typer.testing import CliRunner

from notecheck.audit import baseline
from notecheck.cli import app
from notecheck.errors import SettingsError

SHORT = finding("acronym", "CIN", 10)
JARGON = finding("jargon", "contact", 40, entry="jargon-contact")
ROWS = [
    row("A-1", findings=[SHORT, SHORT | {"start": 90, "end": 93}, JARGON]),
    row("A-2", findings=[finding("judgemental", "Dad is hostile\nto me", 5)]),
    row(None, findings=[finding("vague", "as appropriate", 5)], place="notes.csv, row 3"),
    error("text: is missing"),
]  # fmt: skip


@pytest.fixture
def made(tmp_path):
    """The baseline of the rows."""
    return make(tmp_path / "known.baseline", ROWS)


def make(path, rows):
    with path.open("wb") as file:
        baseline.write(iter(rows), iter(rows), file)
    return path


def new(row_, path):
    return [(each["rule"], each["text"]) for each in baseline.Holding(baseline.load(path)).new(row_)]


def test_what_was_found_is_known(made):
    assert [new(each, made) for each in ROWS] == [[], [], [], []]


def test_edits_elsewhere_bring_nothing_back(made):
    moved = [each | {"start": each["start"] + 57, "end": each["end"] + 57} for each in ROWS[0]["findings"]]
    assert new(ROWS[0] | {"findings": moved[1:], "counts": {"words": 7, "sentences": 1}}, made) == []
    other = finding("judgemental", "dad is hostile to  me", 70, message="Said otherwise.", severity="error")
    assert new(ROWS[1] | {"findings": [other]}, made) == []


def test_one_more_of_the_same_is_new(made):
    third = finding("acronym", "CIN", 200)
    assert new(ROWS[0] | {"findings": [*ROWS[0]["findings"], third]}, made) == [("acronym", "CIN")]


@pytest.mark.parametrize(
    "other",
    [
        finding("acronym", "LADO"),
        finding("jargon", "CIN"),
        finding("jargon", "contact", entry="jargon-other"),
        finding("judgemental", "Dad is hostile to me"),
    ],
)
def test_other_words_rules_entries_and_notes_are_new(made, other):
    assert len(new(ROWS[0] | {"findings": [other]}, made)) == 1


def test_the_same_place_in_another_note_is_new(made):
    assert len(new(ROWS[0] | {"id": "A-9"}, made)) == 3


def table(*texts):
    """An audit of a table without a column of ids."""
    return [
        row(f"notes-{n}", findings=[finding("acronym", text), finding("voice", f"All of {n}.")], id_given=False)
        for n, text in enumerate(texts, 1)
    ]


def test_a_row_put_in_above_others_makes_nothing_new_where_ids_are_made_of_row_numbers(tmp_path):
    texts = [f"C{letter}N" for letter in "ABCDEFGHIJ" * 4]
    known = baseline.load(make(tmp_path / "b", table(*texts)))
    assert baseline.hold(table(*texts), known).new == {}
    assert baseline.hold(table(*texts[5:], *texts[:5]), known).new == {}
    assert baseline.hold([row("notes-0", id_given=False), *table(*texts)], known).new == {}
    assert baseline.hold(table("LADO", *texts), known).new == {
        "warning": 2
    }  # the words, and one note more without a voice
    assert baseline.hold(table(*texts, "CAN"), known).new == {"warning": 2}
    assert baseline.hold([each | {"id": None} for each in table(*texts)], known).new == {}


def test_what_was_found_in_notes_without_ids_is_known_when_they_have_some(tmp_path):
    known = baseline.load(make(tmp_path / "b", table("CIN", "LAC", "CIN")))
    named = [each | {"id": f"A-{n}", "id_given": True} for n, each in enumerate(table("CIN", "LAC", "CIN", "CIN"))]
    assert baseline.hold(named, known).new == {"warning": 2}


def test_a_finding_in_a_note_without_an_id_is_not_known_by_one_with_an_id(made):
    assert new(ROWS[0] | {"id": "A-1", "id_given": False}, made) == [
        ("acronym", "CIN"), ("acronym", "CIN"), ("jargon", "contact"),
    ]  # fmt: skip


def test_a_finding_on_the_whole_note_is_known_whatever_the_note_says(tmp_path):
    made = make(tmp_path / "b", [row("A-1", findings=[finding("voice", "All of the note.")])])
    assert new(row("A-1", findings=[finding("voice", "All of another note.")]), made) == []


def test_no_word_of_a_note_is_in_the_file_and_guesses_need_the_key(made, tmp_path):
    content = made.read_text()
    assert not any(word in content for word in ("CIN", "contact", "hostile", "A-1", "acronym", "row 3", "jargon"))
    fewer = make(tmp_path / "fewer", ROWS[:1])
    assert not set(fewer.read_text().splitlines()) & set(content.splitlines())


def test_the_same_audit_gives_the_same_bytes(made, tmp_path):
    assert make(tmp_path / "again", ROWS).read_bytes() == made.read_bytes()


def test_counts_of_what_is_new_are_by_severity(made):
    rows = [*ROWS, row("A-7", "acronym", findings=[finding("vague", severity="error"), finding("jargon")])]
    held = baseline.hold(rows, baseline.load(made))
    assert held.new == {"error": 1, "warning": 1}
    assert held.notice is None
    other = row("A-8", versions=VERSIONS | {"guidance": "general 2"})
    assert "another version of: guidance" in baseline.hold([other], baseline.load(made)).notice


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:-5],
        lambda content: content[: content.rindex(b"\n", 0, -1) + 1],
        lambda content: content + b"zz\n",
        lambda content: content + b"-000000000000001\n",
        lambda content: content.replace(b'"findings": ', b'"found": '),
        lambda content: content.replace(b'"versions": ', b'"notes": '),
        lambda content: content.replace(b'"versions": {', b'"versions": {"model": 5, "other": {', 1).replace(
            b"}}", b"}}}", 1
        ),
        lambda content: content.replace(b'"version": 1', b'"version": 9'),
        lambda content: b"[" * 100_000,
        lambda content: random.Random(1).randbytes(4_000),
    ],
)
def test_a_file_that_is_no_baseline_is_refused_in_a_line(made, spoil):
    made.write_bytes(spoil(made.read_bytes()))
    with pytest.raises(SettingsError, match=r"--baseline: .*notecheck baseline writes"):
        baseline.load(made)


def test_the_command_writes_it_for_its_owner_alone(tmp_path):
    output = write(tmp_path / "out.jsonl", ROWS)
    done = CliRunner().invoke(app, ["baseline", str(output), "--output", str(tmp_path / "b")])
    assert done.exit_code == 0
    assert "5 findings" in done.stdout
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
    assert json.loads((tmp_path / "b").read_text().splitlines()[0])["notes"] == 3
    assert CliRunner().invoke(app, ["baseline", str(output), "--output", str(output)]).exit_code == 2


@pytest.mark.model
def test_check_fails_only_on_what_is_new(checker, tmp_path, monkeypatch):
    monkeypatch.setattr("notecheck.checker.load", lambda *_, **__: checker)  # loaded once for all tests
    note, text = tmp_path / "visit.txt", "The LADO rang on 4 March 2026."
    known = make(tmp_path / "b", [checker(text, id="visit").to_dict()])

    def status(text, *more):
        note.write_text(text)
        return CliRunner().invoke(app, ["check", str(note), "--fail-on", "suggestion", *map(str, more)]).exit_code

    assert status(text) == 1
    assert status(text, "--baseline", known) == 0
    assert status(f"Nan rang on 3 March 2026. {text}", "--baseline", known) == 0
    assert status(f"{text} The IRO rang too.", "--baseline", known) == 1
    assert status(text, "--baseline", note) == 2
