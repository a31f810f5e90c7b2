"""No text makes a pattern or a matcher slow: counted from the patterns as they are written, and tried on whole lines.

What is tried is tried in a process that is ended where it takes ten times as long as it should or more; a text that
is a trap would take it hours.
"""

from __future__ import annotations

import ast
import os
import re
from functools import partial
from pathlib import Path

import pytest

import notecheck
from notecheck.data import load_lexicons
from notecheck.mapping import ColumnMap, apply_all
from notecheck.read.records import Record
from notecheck.splitting import split

pytest.importorskip("hypothesis")
pytest.importorskip("resource", reason="Windows ends no process by its processor time")

from ended import SECONDS, ended
from fuzz.regexes import found_in, ways
from fuzz.texts import MAIL
from fuzz.traps import cost, text

pytestmark = pytest.mark.model
PACKAGE = Path(notecheck.__file__).parent
MEMORY = 500_000_000  # bytes that a line of a million signs may take beyond what the models do

SHORT = {
    "notecheck.cells._AGE": "spaces in a row are one before it is asked",
    "notecheck.cells._FORMS": "spaces in a row are one before it is asked",
    "notecheck.wording.definitions._MEANS": "asked of the 260 characters behind a short form",
    "notecheck.wording.definitions._IN_OTHER_WORDS": "asked of the 260 characters behind a short form",
    "notecheck.wording.definitions._BRACKET": "asked of the 260 characters behind a short form",
    "notecheck.wording.short_forms._MIXED": "asked of words of six letters at most",
}
"""Patterns that may read a run in more ways than it is long, and why the run is short."""


@pytest.fixture(autouse=True)
def one_checker(checker, monkeypatch):
    """The checker of the whole suite, for what is tried in a child."""
    monkeypatch.setattr("fuzz.traps.checker", lambda: checker)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"a+b", 1),
        (r"\s*,\s*", 1),
        (r"\s*,?\s*", 2),
        (r"\s*no\.?\s*\.?\s*", 2),
        (r"\s*x?\s*y?\s*", 3),
        (r"\s*+x?\s*+y?\s*+", 0),
        (r"(?:\s*+x)?\s*", 1),
        (r"[\w.]+@[\w.]+", 1),
        (r"\w+\d+", 2),
        (r"(?:a|b)c", 0),
        (r"(?:a|b)*c", 1),
        (r"(a+)+$", 4),
        (r"(?:\d*x{3,})*y", 4),
        (r"(?:a+|b+)*", 4),
        (r"(?>a+)+b", 4),
        (r"(?=\s*\s*)x", 2),
        (r"(a)?(?(1)b+|c+b+)b*", 2),
        (r"(a+)\1", 1),
        (r"x{2,30}x{2,30}", 0),
        (rb"\w+\d+", 2),
    ],
)
def test_the_ways_in_which_a_pattern_can_read_a_run_are_counted(pattern, expected) -> None:
    assert ways(pattern) == expected


def test_no_pattern_can_read_a_long_run_in_several_ways(checker) -> None:
    checker("I rang the LADO on 4 May 2026. Mum (Jo) said: “I saw it.” From: a@b.org")  # some are made when first used
    checker(". ".join(form for entry in load_lexicons().acronyms for form in entry.terms))
    patterns = found_in(notecheck, *(component for _, component in checker.nlp.pipeline))
    names = {name.rpartition(" ")[0] for name in patterns}
    assert len(patterns) > 300
    assert {"notecheck.text.placeholders._GAPS", "notecheck.checks.third_party._FAMILY"} <= names
    several = {name.rpartition(" ")[0] for name, each in patterns.items() if ways(each.pattern, each.flags) > 1}
    assert sorted(several - SHORT.keys()) == [], "make one of its repeats possessive (*+), or bound it"
    assert sorted(SHORT.keys() - several) == [], "these are mended: take them off the list"


def test_no_pattern_that_is_written_where_it_is_used_can_either() -> None:
    several = {
        path.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _is_of_re(node.func) and isinstance(node.args[0], ast.Constant)
        if ways(node.args[0].value) > 1
    }
    assert several == set()


def _is_of_re(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id == "re"
        and called.attr in {name for name in re.__all__ if name.islower()} - {"compile", "escape", "purge"}
    )


@pytest.mark.parametrize("sign", [" ", "\u00a0", '"', "'", "“", "(", "[", "A", "É", "a", "0", "-", "."])
def test_a_line_of_a_million_of_one_sign_is_checked(sign) -> None:
    size = 1_000_000 if sign in ' "(A0' else 200_000
    spent = cost(text("I saw Sam. ", sign, " He is lazy.", size), SECONDS)
    assert spent is not None, "it was ended"
    assert spent.wrong == ""
    assert spent.memory < MEMORY


FOUND = {
    "a masked number": ("tel 0123", "x", "a b"),
    "an empty bracket": ("I saw [", " ", "z"),
    "a label and a number": ("his passport", " ", "x 123456789"),
    "a name": ("Kian Do", "o", " aged 9"),
    "helpers": ("He has ", "been ", "seen."),
    "a disclaimer": (MAIL, "This is private. ", ""),
    "a contact": (f"{MAIL}Mob", " ", "x\n"),
    "a signature": (MAIL, "a", "\n"),
    "stars": ("", "*", ""),
    "signs": ("", "<", "a"),
    "quotation marks": ("", "“a” ", ""),
    "a sentence without end": ("He said ", "and then he ", "left"),
}
"""Each once took minutes, or for ever."""


@pytest.mark.parametrize("name", FOUND)
def test_a_note_that_was_a_trap_is_checked(name) -> None:
    spent = cost(text(*FOUND[name], 8_000), SECONDS)
    assert spent is not None, "it was ended"
    assert spent.wrong == ""


NOTES = "Date: 4/5/2026\nWorker: {0}\n\nI saw you.\n\nDate: {0}4/5/2026\nWorker: A\n\nI saw you too.\n\n"


@pytest.mark.parametrize("unit", ["Date: ", "Date: 4/5/2026\n", "a (", "0", " ", "-----\n", "4/5/2026 ", "A: ", "A"])
def test_a_pasted_trap_is_split(unit) -> None:
    run = unit * (100_000 // len(unit))
    for pasted in (run, NOTES.format(run)):
        parts = ended(partial(_split, pasted), SECONDS)
        assert parts is not None, "it was ended"
        places = [place for part in parts for place in part]
        assert places == sorted(places)
        assert all(0 <= place <= len(pasted) for place in places)


def _split(pasted):
    return [(part.header, part.start, part.end) for part in split(pasted)]


@pytest.mark.parametrize("unit", [" ", "-", "0", "a", "a ", "1/", "Sam, ", "(", "’"])
def test_a_cell_that_is_a_trap_is_read(unit) -> None:
    cells = {name: unit * (32_000 // len(unit)) + "!" for name in ("event_date", "child.age", "child.born", "doc_type")}
    cells |= dict.fromkeys(("child.name", "author.name", "other_children"), unit * (900 // len(unit)) + "!")
    row = Record("row 2", cells | {"text": "I saw Sam."})
    applied = ended(partial(_applied, row, ColumnMap({name: name for name in ("text", *cells)})), SECONDS)
    assert applied is not None, "it was ended"
    assert {problem.column for problem in applied.problems} >= {"event_date", "child.age", "child.born", "doc_type"}
    assert applied.note["text"] == "I saw Sam."


def _applied(row, columns):
    (applied,) = apply_all([row], columns)
    return applied


def test_what_takes_too_long_is_ended() -> None:
    assert ended(partial(re.search, r"(a+)+$", "a" * 50 + "!"), 1) is None
    assert ended(os.getpid, 1) not in (None, os.getpid())
